//! Faces of the page beside the embedded sans: a serif (明體) and a Kai (楷體), from the fonts of this computer.

use egui::FontData;
use fontdb::{Database, Family, ID, Query, Source, Weight};
use tingxinwen::settings::Face;

/// The families of each face, the best for Traditional Chinese first: those that Debian, Ubuntu, Fedora, Windows and
/// macOS have or can install.
const SERIF: [&str; 8] = [
    "Noto Serif TC",
    "Noto Serif CJK TC",
    "Source Han Serif TC",
    "Songti TC",
    "PMingLiU",
    "MingLiU",
    "AR PL UMing TW",
    "cwTeXMing",
];
const KAI: [&str; 9] = [
    "LXGW WenKai TC",
    "TW-Kai",
    "DFKai-SB",
    "BiauKai",
    "BiauKaiTC",
    "Kaiti TC",
    "LXGW WenKai",
    "AR PL UKai TW",
    "Iansui",
];

/// The fonts of a face.
pub struct FaceFonts {
    /// For text.
    pub regular: FontData,
    /// For titles; where the family has none, they are set in the other.
    pub bold: Option<FontData>,
}

/// The name of a font that the listener can install for `face`.
pub fn wanted(face: Face) -> &'static str {
    match face {
        Face::Sans => "Noto Sans TC",
        Face::Serif => "Noto Serif CJK TC",
        Face::Kai => "LXGW WenKai TC",
    }
}

/// The fonts of `face` on this computer; `None` where it has none, and for the one that the program has itself. Waits
/// for the disk.
pub fn find(face: Face) -> Option<FaceFonts> {
    let families: &[&str] = match face {
        Face::Sans => return None,
        Face::Serif => &SERIF,
        Face::Kai => &KAI,
    };
    let mut database = Database::new();
    database.load_system_fonts();
    families.iter().find_map(|family| {
        let of = |weight: Weight| {
            database.query(&Query { families: &[Family::Name(family)], weight, ..Query::default() })
        };
        let regular = of(Weight::NORMAL)?;
        let bold = of(Weight::BOLD).filter(|bold| *bold != regular).and_then(|bold| load(&database, bold));
        Some(FaceFonts { regular: load(&database, regular)?, bold })
    })
}

/// The font `id`, read from its file.
fn load(database: &Database, id: ID) -> Option<FontData> {
    let face = database.face(id)?;
    let bytes = match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => {
            std::fs::read(path).inspect_err(|error| tracing::warn!(%error, "a font is not read")).ok()?
        }
        Source::Binary(bytes) => bytes.as_ref().as_ref().to_vec(),
    };
    let mut font = FontData::from_owned(bytes);
    font.index = face.index;
    Some(font)
}
