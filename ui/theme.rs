//! All colours, sizes and fonts; nothing else names a `Color32`.

use std::sync::Arc;

use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Visuals};

use crate::locale::Locale;

/// The families of the page: text and titles, and both with English quotation marks.
const TEXT: &str = "text";
const BOLD: &str = "bold";
const ENGLISH: &str = "english";
const BOLD_ENGLISH: &str = "bold-english";
/// The families of signs: outlines, and filled.
const ICONS: &str = "icons";
const FILLED_ICONS: &str = "filled-icons";
const REGULAR_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-regular.ttf.zst");
const BOLD_FONT: &[u8] = include_bytes!("fonts/noto-sans-tc-bold.ttf.zst");
/// What Chinese characters the others lack: simplified ones first of all.
const REST_FONT: &[u8] = include_bytes!("fonts/noto-sans-sc-rest.ttf.zst");
const BOLD_REST_FONT: &[u8] = include_bytes!("fonts/noto-sans-sc-bold-rest.ttf.zst");
/// Quotation marks and the ellipsis as English sets them.
const ICON_FONT: &[u8] = include_bytes!("fonts/icons-regular.ttf");
const FILLED_ICON_FONT: &[u8] = include_bytes!("fonts/icons-fill.ttf");
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
    /// Behind the page.
    pub paper: Color32,
    /// Text that is read.
    pub ink: Color32,
    /// Secondary text: places, times.
    pub ink2: Color32,
    /// Text that is not read, and hints.
    pub faint_ink: Color32,
    /// Bars and panels beside the page.
    pub bar: Color32,
    /// Fields, cards and lists that open.
    pub raised: Color32,
    /// Buttons.
    pub control: Color32,
    /// What is under the pointer.
    pub pointed: Color32,
    /// A chosen row.
    pub selected: Color32,
    /// Lines.
    pub line: Color32,
    /// The empty part of the seek bar and of rings.
    pub track: Color32,
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
    /// Under the word that is read.
    pub word_edge: Color32,
    /// Behind a notice.
    pub notice: Color32,
    /// What failed.
    pub danger: Color32,
}

/// Warm paper.
pub const LIGHT: Theme = Theme {
    paper: Color32::from_rgb(0xfc, 0xfb, 0xf7),
    ink: Color32::from_rgb(0x21, 0x1f, 0x1b),
    ink2: Color32::from_rgb(0x57, 0x53, 0x4a),
    faint_ink: Color32::from_rgb(0x6b, 0x67, 0x5d),
    bar: Color32::from_rgb(0xf4, 0xf1, 0xea),
    raised: Color32::from_rgb(0xff, 0xff, 0xff),
    control: Color32::from_rgb(0xe9, 0xe5, 0xda),
    pointed: Color32::from_rgb(0xef, 0xec, 0xe3),
    selected: Color32::from_rgb(0xdd, 0xe9, 0xf2),
    line: Color32::from_rgb(0xe3, 0xdf, 0xd4),
    track: Color32::from_rgb(0xda, 0xd5, 0xc8),
    ready: Color32::from_rgb(0xa3, 0xbf, 0xd4),
    accent: Color32::from_rgb(0x1a, 0x5c, 0x8a),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    sentence: Color32::from_rgb(0xff, 0xef, 0xb5),
    word: Color32::from_rgb(0xff, 0xd0, 0x4a),
    word_edge: Color32::from_rgb(0x8a, 0x53, 0x00),
    notice: Color32::from_rgb(0xfc, 0xe8, 0xdc),
    danger: Color32::from_rgb(0xa6, 0x30, 0x20),
};

/// For the evening.
pub const DARK: Theme = Theme {
    paper: Color32::from_rgb(0x18, 0x19, 0x1b),
    ink: Color32::from_rgb(0xe9, 0xe6, 0xdf),
    ink2: Color32::from_rgb(0xb5, 0xb2, 0xaa),
    faint_ink: Color32::from_rgb(0x9c, 0x99, 0x90),
    bar: Color32::from_rgb(0x20, 0x22, 0x25),
    raised: Color32::from_rgb(0x2a, 0x2c, 0x30),
    control: Color32::from_rgb(0x33, 0x36, 0x3b),
    pointed: Color32::from_rgb(0x2d, 0x30, 0x35),
    selected: Color32::from_rgb(0x21, 0x3a, 0x4c),
    line: Color32::from_rgb(0x35, 0x38, 0x3d),
    track: Color32::from_rgb(0x3d, 0x40, 0x46),
    ready: Color32::from_rgb(0x4a, 0x6a, 0x80),
    accent: Color32::from_rgb(0x8c, 0xc4, 0xea),
    on_accent: Color32::from_rgb(0x0d, 0x1b, 0x27),
    sentence: Color32::from_rgb(0x3f, 0x38, 0x18),
    word: Color32::from_rgb(0x6b, 0x5a, 0x1c),
    word_edge: Color32::from_rgb(0xf2, 0xc8, 0x4b),
    notice: Color32::from_rgb(0x4a, 0x2e, 0x24),
    danger: Color32::from_rgb(0xf2, 0x93, 0x84),
};

/// Old paper, easy on the eyes.
pub const SEPIA: Theme = Theme {
    paper: Color32::from_rgb(0xf5, 0xeb, 0xd7),
    ink: Color32::from_rgb(0x36, 0x2a, 0x1b),
    ink2: Color32::from_rgb(0x5e, 0x4c, 0x37),
    faint_ink: Color32::from_rgb(0x6f, 0x5b, 0x42),
    bar: Color32::from_rgb(0xec, 0xdf, 0xc6),
    raised: Color32::from_rgb(0xfc, 0xf6, 0xe9),
    control: Color32::from_rgb(0xe2, 0xd2, 0xb4),
    pointed: Color32::from_rgb(0xe7, 0xd9, 0xbe),
    selected: Color32::from_rgb(0xeb, 0xd2, 0xb4),
    line: Color32::from_rgb(0xde, 0xcf, 0xb2),
    track: Color32::from_rgb(0xd9, 0xc8, 0xa9),
    ready: Color32::from_rgb(0xcb, 0xa6, 0x84),
    accent: Color32::from_rgb(0x85, 0x3c, 0x12),
    on_accent: Color32::from_rgb(0xff, 0xf9, 0xee),
    sentence: Color32::from_rgb(0xff, 0xdf, 0x8f),
    word: Color32::from_rgb(0xf5, 0xb1, 0x3d),
    word_edge: Color32::from_rgb(0x7a, 0x34, 0x00),
    notice: Color32::from_rgb(0xf6, 0xd9, 0xc3),
    danger: Color32::from_rgb(0x97, 0x2b, 0x1b),
};

/// As much contrast as a screen has.
pub const CONTRAST: Theme = Theme {
    paper: Color32::from_rgb(0x00, 0x00, 0x00),
    ink: Color32::from_rgb(0xff, 0xff, 0xff),
    ink2: Color32::from_rgb(0xe8, 0xe8, 0xe8),
    faint_ink: Color32::from_rgb(0xd0, 0xd0, 0xd0),
    bar: Color32::from_rgb(0x00, 0x00, 0x00),
    raised: Color32::from_rgb(0x0c, 0x0c, 0x0c),
    control: Color32::from_rgb(0x26, 0x26, 0x26),
    pointed: Color32::from_rgb(0x26, 0x26, 0x26),
    selected: Color32::from_rgb(0x00, 0x3a, 0x57),
    line: Color32::from_rgb(0x8c, 0x8c, 0x8c),
    track: Color32::from_rgb(0x4a, 0x4a, 0x4a),
    ready: Color32::from_rgb(0x7a, 0x7a, 0x7a),
    accent: Color32::from_rgb(0x7f, 0xdb, 0xff),
    on_accent: Color32::from_rgb(0x00, 0x00, 0x00),
    sentence: Color32::from_rgb(0x33, 0x30, 0x0a),
    word: Color32::from_rgb(0x6b, 0x61, 0x00),
    word_edge: Color32::from_rgb(0xff, 0xe6, 0x00),
    notice: Color32::from_rgb(0x33, 0x14, 0x00),
    danger: Color32::from_rgb(0xff, 0x9e, 0x8f),
};

/// The colours of seals.
pub const SEALS: [Color32; 6] = [
    Color32::from_rgb(0x1f, 0x5f, 0x8b),
    Color32::from_rgb(0x2c, 0x6a, 0x4c),
    Color32::from_rgb(0x7a, 0x47, 0x88),
    Color32::from_rgb(0x8a, 0x4a, 0x1e),
    Color32::from_rgb(0x96, 0x38, 0x3a),
    Color32::from_rgb(0x4a, 0x55, 0x68),
];

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
    /// The characters of seals, on all their colours.
    pub fn on_seal(&self) -> Color32 {
        Color32::WHITE
    }

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

/// The font of signs.
pub fn icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The font of filled signs.
pub fn filled_icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(FILLED_ICONS.into()))
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
    visuals.extreme_bg_color = theme.raised;
    visuals.widgets.noninteractive.bg_stroke.color = theme.line;
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
