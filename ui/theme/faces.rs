//! Faces of the page beside the embedded sans: a serif (明體) and a Kai (楷體), from the fonts of this computer.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use egui::{Context, FontData, FontDefinitions, FontFamily, RawInput};
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
    can_be_shown(&font).then_some(font)
}

/// Whether text can be laid out in `font`: a window that is given a font which cannot be read panics, so that this is
/// tried in a context of its own.
fn can_be_shown(font: &FontData) -> bool {
    let mut fonts = FontDefinitions::empty();
    fonts.font_data.insert("face".to_owned(), Arc::new(font.clone()));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.insert(family, vec!["face".to_owned()]);
    }
    let shown = catch_unwind(AssertUnwindSafe(|| {
        let ctx = Context::default();
        ctx.set_fonts(fonts);
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            ui.label("聽新聞");
        });
        output.textures_delta.clear();
    }));
    shown.inspect_err(|_| tracing::warn!("a font of this computer cannot be read")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_is_never_given_to_the_window() {
        let icons = include_bytes!("../fonts/icons-regular.ttf");
        assert!(can_be_shown(&FontData::from_static(icons)));
        assert!(!can_be_shown(&FontData::from_static(b"no font at all")));
        assert!(!can_be_shown(&FontData { index: 7, ..FontData::from_static(icons) }));
    }
}
