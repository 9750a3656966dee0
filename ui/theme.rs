//! All colours, sizes and fonts; nothing else names a `Color32`.

use std::sync::Arc;

use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Visuals};

use crate::locale::Locale;

/// The families of the page: text and titles, and both with English quotation marks.
const TEXT: &str = "text";
const BOLD: &str = "bold";
const ENGLISH: &str = "english";
const BOLD_ENGLISH: &str = "bold-english";
const REGULAR_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-regular.ttf.zst");
const BOLD_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-bold.ttf.zst");
/// What Chinese characters the others lack: simplified ones first of all.
const REST_FONT: &[u8] = include_bytes!("fonts/noto-sans-sc-rest.ttf.zst");
const BOLD_REST_FONT: &[u8] = include_bytes!("fonts/noto-sans-sc-bold-rest.ttf.zst");
/// Quotation marks and the ellipsis as English sets them.
const QUOTES_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-quotes.ttf.zst");
const BOLD_QUOTES_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-bold-quotes.ttf.zst");
/// Uncompressed size of a font at the most, in bytes.
const FONT_LIMIT: usize = 16 << 20;

/// Widest column of text: about 36 Chinese characters a line, where lines are easy to follow.
pub const COLUMN_WIDTH: f32 = 720.0;
/// Space at both sides of the column.
pub const MARGIN: f32 = 28.0;
/// Space above and below the page.
pub const HEAD: f32 = 28.0;
/// Corners of painted boxes.
pub const RADIUS: f32 = 4.0;

/// Colours of one appearance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Color32,
    /// Text that is read.
    pub ink: Color32,
    /// Text that is not read.
    pub faint_ink: Color32,
    /// The bar at the bottom.
    pub bar: Color32,
    /// Buttons and lists to choose from.
    pub control: Color32,
    /// The same under the pointer.
    pub pointed: Color32,
    /// Lines, and the empty part of the seek bar.
    pub line: Color32,
    /// The part of the article whose sound is ready.
    pub ready: Color32,
    /// What was heard; buttons that matter.
    pub accent: Color32,
    /// Signs on [`Self::accent`].
    pub on_accent: Color32,
    /// Behind the sentence that is read.
    pub sentence: Color32,
    /// Behind the word that is read.
    pub word: Color32,
    /// Around the word that is read.
    pub word_edge: Color32,
    /// Behind a notice.
    pub notice: Color32,
}

/// Warm paper.
pub const LIGHT: Theme = Theme {
    paper: Color32::from_rgb(0xfb, 0xfa, 0xf6),
    ink: Color32::from_rgb(0x26, 0x25, 0x22),
    faint_ink: Color32::from_rgb(0x8b, 0x87, 0x7e),
    bar: Color32::from_rgb(0xf3, 0xf1, 0xea),
    control: Color32::from_rgb(0xe9, 0xe5, 0xda),
    pointed: Color32::from_rgb(0xde, 0xd9, 0xca),
    line: Color32::from_rgb(0xdd, 0xd9, 0xce),
    ready: Color32::from_rgb(0xb9, 0xc6, 0xd1),
    accent: Color32::from_rgb(0x1f, 0x5f, 0x8b),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    sentence: Color32::from_rgb(0xfd, 0xf0, 0xc4),
    word: Color32::from_rgb(0xfa, 0xd6, 0x5e),
    word_edge: Color32::from_rgb(0xd9, 0xa9, 0x1e),
    notice: Color32::from_rgb(0xfb, 0xe6, 0xdc),
};

/// For the evening.
pub const DARK: Theme = Theme {
    paper: Color32::from_rgb(0x1b, 0x1c, 0x1e),
    ink: Color32::from_rgb(0xe4, 0xe1, 0xd9),
    faint_ink: Color32::from_rgb(0x85, 0x83, 0x7d),
    bar: Color32::from_rgb(0x24, 0x25, 0x28),
    control: Color32::from_rgb(0x33, 0x36, 0x3b),
    pointed: Color32::from_rgb(0x40, 0x44, 0x4b),
    line: Color32::from_rgb(0x3a, 0x3b, 0x3f),
    ready: Color32::from_rgb(0x4b, 0x5b, 0x69),
    accent: Color32::from_rgb(0x7f, 0xb8, 0xde),
    on_accent: Color32::from_rgb(0x10, 0x1a, 0x22),
    sentence: Color32::from_rgb(0x3a, 0x35, 0x22),
    word: Color32::from_rgb(0x6b, 0x59, 0x1c),
    word_edge: Color32::from_rgb(0xb0, 0x92, 0x2c),
    notice: Color32::from_rgb(0x4a, 0x2e, 0x24),
};

/// Sizes of text, in points.
pub mod size {
    /// The title.
    pub const TITLE: f32 = 30.0;
    /// Headings within the article.
    pub const HEADING: f32 = 22.0;
    /// What is read.
    pub const BODY: f32 = 20.0;
    /// What is not read.
    pub const FAINT: f32 = 15.0;
    /// Controls.
    pub const CONTROL: f32 = 15.0;
    /// Height of a line, as a multiple of its text.
    pub const LINE: f32 = 1.75;
    /// The same for titles.
    pub const TITLE_LINE: f32 = 1.35;
}

impl Theme {
    /// As the desktop wants it.
    pub fn of(ctx: &egui::Context) -> Self {
        match ctx.theme() {
            egui::Theme::Dark => DARK,
            egui::Theme::Light => LIGHT,
        }
    }
}

/// The font of titles.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// The font of all else on the page.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(TEXT.into()))
}

/// `font`, one of the two above, with quotation marks as English sets them.
pub fn english(font: &FontId) -> FontId {
    let is_bold = font.family == FontFamily::Name(BOLD.into());
    let family = if is_bold { BOLD_ENGLISH } else { ENGLISH };
    FontId::new(font.size, FontFamily::Name(family.into()))
}

/// Gives `ctx` the program's fonts and colours, for words in Chinese.
pub fn install(ctx: &egui::Context) {
    install_for(ctx, Locale::ZhTw);
}

/// Gives `ctx` the program's fonts and colours; quotation marks in controls are set as `locale` sets them.
pub fn install_for(ctx: &egui::Context, locale: Locale) {
    ctx.set_fonts(fonts(locale));
    // Desktops that say nothing of dark or light are light ones.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    for (kind, theme) in [(egui::Theme::Light, LIGHT), (egui::Theme::Dark, DARK)] {
        ctx.set_visuals_of(kind, visuals(kind, theme));
    }
    ctx.all_styles_mut(|style| {
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(10.0, 5.0);
        style.spacing.interact_size.y = 28.0;
        for font in style.text_styles.values_mut() {
            font.size = size::CONTROL;
        }
    });
}

fn visuals(kind: egui::Theme, theme: Theme) -> Visuals {
    let mut visuals = match kind {
        egui::Theme::Dark => Visuals::dark(),
        egui::Theme::Light => Visuals::light(),
    };
    visuals.panel_fill = theme.paper;
    visuals.window_fill = theme.paper;
    visuals.override_text_color = Some(theme.ink);
    visuals.selection.bg_fill = theme.ready;
    visuals.selection.stroke.color = theme.accent;
    visuals.hyperlink_color = theme.accent;
    visuals.widgets.inactive.weak_bg_fill = theme.control;
    visuals.widgets.inactive.bg_fill = theme.control;
    visuals.widgets.open.weak_bg_fill = theme.pointed;
    for widget in [&mut visuals.widgets.hovered, &mut visuals.widgets.active] {
        widget.weak_bg_fill = theme.pointed;
        widget.bg_fill = theme.pointed;
        widget.bg_stroke = egui::Stroke::NONE;
        widget.expansion = 0.0;
    }
    visuals
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

/// The embedded font goes first, so that no system's own decides how Chinese punctuation looks.
fn fonts(locale: Locale) -> FontDefinitions {
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
    let named = [
        (ENGLISH, with("quotes", &text)),
        (BOLD_ENGLISH, with("quotes-bold", &bold)),
        (TEXT, text),
        (BOLD, bold),
    ];
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
