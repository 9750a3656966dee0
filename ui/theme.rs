//! All colours, sizes and fonts; nothing else names a `Color32`.

mod faces;
mod fonts;
mod palettes;

use egui::{Color32, ThemePreference, Visuals};
use tingxinwen::settings::ThemeChoice;

pub use faces::{FaceFonts, find as find_face, wanted as wanted_font};
pub use fonts::{bold, check_fonts, english, filled_icons, icons, page, page_bold, regular};

pub use palettes::{CONTRAST, DARK, LIGHT, SEALS, SEPIA};

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
    /// What is pressed.
    pub pressed: Color32,
    /// A chosen row.
    pub selected: Color32,
    /// Lines.
    pub line: Color32,
    /// Borders of what is operated.
    pub edge: Color32,
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
    /// The text of the word that is read.
    pub word_ink: Color32,
    /// Under the word that is read.
    pub word_edge: Color32,
    /// Behind a notice.
    pub notice: Color32,
    /// What is all right; always with a sign and words, as the next two.
    pub ok: Color32,
    /// What wants attention.
    pub warn: Color32,
    /// What failed.
    pub danger: Color32,
    /// In focus mode, sentences beside the one that is read.
    pub focus_near: Color32,
    /// In focus mode, sentences further off.
    pub focus_far: Color32,
}

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
    /// Secondary text: places, times, hints.
    pub const SMALL: f32 = 13.0;
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
    set_face(ctx, locale, None);
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

/// Sets the page of `ctx` in `face`, or in the embedded font.
pub fn set_face(ctx: &egui::Context, locale: Locale, face: Option<FaceFonts>) {
    ctx.set_fonts(fonts::fonts(locale, face));
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
            for (behind, wanted) in [(theme.paper, 7.0), (theme.sentence, 7.0), (theme.notice, 4.5)] {
                let found = ratio(theme.ink, behind);
                assert!(found >= wanted, "{name}: ink on {behind:?} has {found:.1}");
            }
            assert!(ratio(theme.word_ink, theme.word) >= 7.0, "{name}");
            assert!(ratio(theme.focus_near, theme.paper) >= 4.5, "{name}");
            for ink in [theme.ink2, theme.faint_ink, theme.accent, theme.ok, theme.warn, theme.danger] {
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
