//! All colours, sizes and fonts; nothing else names a `Color32`.

mod fonts;

use egui::{Color32, ThemePreference, Visuals};
use tingxinwen::settings::ThemeChoice;

pub use fonts::{bold, check_fonts, english, filled_icons, icons, regular};

use crate::locale::Locale;

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
    /// Height of a line of a title, as a multiple of its text.
    pub const TITLE_LINE: f32 = 1.35;
}

impl Theme {
    /// The characters of seals, on all their colours.
    pub fn on_seal(&self) -> Color32 {
        Color32::WHITE
    }

    /// The one that `ctx` shows.
    pub fn of(ctx: &egui::Context) -> Self {
        match (ctx.data(|data| data.get_temp(chosen_id())).unwrap_or_default(), ctx.theme()) {
            (ThemeChoice::Sepia, _) => SEPIA,
            (ThemeChoice::Contrast, _) => CONTRAST,
            (ThemeChoice::Light, _) | (ThemeChoice::System, egui::Theme::Light) => LIGHT,
            (ThemeChoice::Dark, _) | (ThemeChoice::System, egui::Theme::Dark) => DARK,
        }
    }
}

/// Where a context remembers what was chosen.
fn chosen_id() -> egui::Id {
    egui::Id::unique("chosen theme")
}

/// Has `ctx` show `choice` from now on.
pub fn choose(ctx: &egui::Context, choice: ThemeChoice) {
    let (preference, light, dark) = match choice {
        ThemeChoice::System => (ThemePreference::System, LIGHT, DARK),
        ThemeChoice::Light => (ThemePreference::Light, LIGHT, DARK),
        ThemeChoice::Dark => (ThemePreference::Dark, LIGHT, DARK),
        ThemeChoice::Sepia => (ThemePreference::Light, SEPIA, DARK),
        ThemeChoice::Contrast => (ThemePreference::Dark, LIGHT, CONTRAST),
    };
    ctx.data_mut(|data| data.insert_temp(chosen_id(), choice));
    for (kind, theme) in [(egui::Theme::Light, light), (egui::Theme::Dark, dark)] {
        ctx.set_visuals_of(kind, visuals(kind, theme));
    }
    ctx.set_theme(preference);
}

/// Gives `ctx` the program's fonts and colours, for words in Chinese.
pub fn install(ctx: &egui::Context) {
    install_for(ctx, Locale::ZhTw);
}

/// Gives `ctx` the program's fonts and colours; quotation marks in controls are set as `locale` sets them.
pub fn install_for(ctx: &egui::Context, locale: Locale) {
    ctx.set_fonts(fonts::fonts(locale));
    // Desktops that say nothing of dark or light are light ones.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    choose(ctx, ThemeChoice::System);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio of two colours, as WCAG 2 defines it.
    fn ratio(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let part = |value: u8| {
                let value = f32::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_told_from_what_is_behind_it_in_every_theme() {
        for (name, theme) in [("light", LIGHT), ("dark", DARK), ("sepia", SEPIA), ("contrast", CONTRAST)] {
            for (behind, wanted) in
                [(theme.paper, 7.0), (theme.sentence, 7.0), (theme.word, 4.5), (theme.notice, 4.5)]
            {
                let found = ratio(theme.ink, behind);
                assert!(found >= wanted, "{name}: ink on {behind:?} has {found:.1}");
            }
            for ink in [theme.ink2, theme.faint_ink, theme.accent, theme.danger] {
                for behind in [theme.paper, theme.bar, theme.raised] {
                    let found = ratio(ink, behind);
                    assert!(found >= 4.5, "{name}: {ink:?} on {behind:?} has {found:.1}");
                }
            }
            assert!(ratio(theme.on_accent, theme.accent) >= 4.5, "{name}");
            assert!(ratio(theme.word_edge, theme.word) >= 3.0, "{name}");
        }
        for seal in SEALS {
            assert!(ratio(LIGHT.on_seal(), seal) >= 4.5, "{seal:?}");
        }
    }
}
