//! The fonts in the program, and the families made of them.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use super::FaceFonts;
use crate::locale::Locale;

/// The families of the window: text and titles.
const TEXT: &str = "text";
const BOLD: &str = "bold";
/// The families of the page: text and titles, and both with English quotation marks.
const PAGE: &str = "page";
const PAGE_BOLD: &str = "page-bold";
const ENGLISH: &str = "english";
const BOLD_ENGLISH: &str = "bold-english";
/// The families of signs: outlines, and filled.
const ICONS: &str = "icons";
const FILLED_ICONS: &str = "filled-icons";
const REGULAR_FONT: &[u8] = include_bytes!("../fonts/noto-sans-tc-regular.ttf.zst");
const BOLD_FONT: &[u8] = include_bytes!("../fonts/noto-sans-tc-bold.ttf.zst");
/// What Chinese characters the others lack: simplified ones first of all.
const REST_FONT: &[u8] = include_bytes!("../fonts/noto-sans-sc-rest.ttf.zst");
const BOLD_REST_FONT: &[u8] = include_bytes!("../fonts/noto-sans-sc-bold-rest.ttf.zst");
/// Quotation marks and the ellipsis as English sets them.
const ICON_FONT: &[u8] = include_bytes!("../fonts/icons-regular.ttf");
const FILLED_ICON_FONT: &[u8] = include_bytes!("../fonts/icons-fill.ttf");
const QUOTES_FONT: &[u8] = include_bytes!("../fonts/noto-sans-tc-quotes.ttf.zst");
const BOLD_QUOTES_FONT: &[u8] = include_bytes!("../fonts/noto-sans-tc-bold-quotes.ttf.zst");
/// Uncompressed size of a font at the most, in bytes.
const FONT_LIMIT: usize = 16 << 20;

/// The font of headings in the window.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// The font of all else in the window.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(TEXT.into()))
}

/// The font of an article's text.
pub fn page(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(PAGE.into()))
}

/// The font of an article's titles, and of what stands out in it.
pub fn page_bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(PAGE_BOLD.into()))
}

/// The font of signs.
pub fn icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The font of filled signs.
pub fn filled_icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(FILLED_ICONS.into()))
}

/// `font`, one of the page's, with quotation marks as English sets them.
pub fn english(font: &FontId) -> FontId {
    let is_bold = font.family == FontFamily::Name(PAGE_BOLD.into());
    let family = if is_bold { BOLD_ENGLISH } else { ENGLISH };
    FontId::new(font.size, FontFamily::Name(family.into()))
}

/// Whether the fonts in the program are whole.
///
/// # Errors
/// Where one cannot be unpacked.
pub fn check_fonts() -> std::io::Result<()> {
    for font in [REGULAR_FONT, BOLD_FONT, REST_FONT, BOLD_REST_FONT, QUOTES_FONT, BOLD_QUOTES_FONT] {
        zstd::bulk::decompress(font, FONT_LIMIT)?;
    }
    Ok(())
}

/// The embedded font goes first, so that no system's own decides how Chinese punctuation looks; on the page `face`
/// does, where the listener chose one.
pub(super) fn fonts(locale: Locale, face: Option<FaceFonts>) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, compressed: &[u8]| {
        // The fonts are part of the program: a failure would show in every test.
        if let Ok(font) = zstd::bulk::decompress(compressed, FONT_LIMIT) {
            fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_owned(font)));
        }
    };
    add("noto-sans-tc", REGULAR_FONT);
    add("noto-sans-tc-bold", BOLD_FONT);
    add("noto-sans-sc-rest", REST_FONT);
    add("noto-sans-sc-bold-rest", BOLD_REST_FONT);
    add("quotes", QUOTES_FONT);
    add("quotes-bold", BOLD_QUOTES_FONT);
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        let first = ["noto-sans-tc", "noto-sans-sc-rest"].map(str::to_owned);
        fonts.families.entry(family).or_default().splice(0..0, first);
    }
    let mut bold = ["noto-sans-tc-bold", "noto-sans-sc-bold-rest"].map(str::to_owned).to_vec();
    bold.extend(fonts.families.get(&FontFamily::Proportional).into_iter().flatten().cloned());
    let text = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with = |quotes: &str, family: &[String]| [&[quotes.to_owned()], family].concat();
    let (mut page, mut page_bold) = (text.clone(), bold.clone());
    if let Some(face) = face {
        let strong = if face.bold.is_some() { "face-bold" } else { "face" };
        page.insert(0, "face".to_owned());
        page_bold.insert(0, strong.to_owned());
        fonts.font_data.insert("face".to_owned(), Arc::new(face.regular));
        fonts.font_data.extend(face.bold.map(|bold| ("face-bold".to_owned(), Arc::new(bold))));
    }
    let named = [
        (ENGLISH, with("quotes", &page)),
        (BOLD_ENGLISH, with("quotes-bold", &page_bold)),
        (PAGE, page),
        (PAGE_BOLD, page_bold),
        (TEXT, text),
        (BOLD, bold),
    ];
    for (name, font) in [(ICONS, ICON_FONT), (FILLED_ICONS, FILLED_ICON_FONT)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(font)));
        fonts.families.insert(FontFamily::Name(name.into()), vec![name.to_owned()]);
    }
    for (name, family) in named {
        fonts.families.insert(FontFamily::Name(name.into()), family);
    }
    if locale.resolved() == Locale::En
        && let Some(controls) = fonts.families.get_mut(&FontFamily::Proportional)
    {
        controls.insert(0, "quotes".to_owned());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_that_of_the_page_alone_and_english_marks_stay_narrow() {
        let face = || FaceFonts { regular: FontData::from_static(ICON_FONT), bold: None };
        let first = |fonts: &FontDefinitions, family: &str| {
            fonts.families[&FontFamily::Name(family.into())][0].clone()
        };
        let plain = fonts(Locale::ZhTw, None);
        assert_eq!(
            [PAGE, PAGE_BOLD].map(|family| first(&plain, family)),
            ["noto-sans-tc", "noto-sans-tc-bold"]
        );
        let chosen = fonts(Locale::ZhTw, Some(face()));
        assert_eq!([PAGE, PAGE_BOLD].map(|family| first(&chosen, family)), ["face", "face"]);
        assert_eq!([TEXT, BOLD].map(|family| first(&chosen, family)), ["noto-sans-tc", "noto-sans-tc-bold"]);
        assert_eq!([ENGLISH, BOLD_ENGLISH].map(|family| first(&chosen, family)), ["quotes", "quotes-bold"]);
        let strong = fonts(Locale::ZhTw, Some(FaceFonts { bold: Some(face().regular), ..face() }));
        assert_eq!(first(&strong, PAGE_BOLD), "face-bold");
    }
}
