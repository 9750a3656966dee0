//! Signs of the icon fonts: Phosphor, regular and filled.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use crate::theme::{self, Theme};

/// Makes the signs from one table: name, code point, font.
macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident $code:literal $font:ident;)+) => {
        /// A sign.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $($(#[$doc])* $name,)+
        }

        impl Glyph {
            fn char(self) -> char {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            fn style(self) -> Style {
                match self {
                    $(Self::$name => Style::$font,)+
                }
            }
        }
    };
}

/// The font that a sign is of.
enum Style {
    Outline,
    Filled,
}

// Code points as the fonts have them; `fonts/README.md` says where they are from.
glyphs! {
    /// Books on a shelf: the library.
    Books '\u{E758}' Outline;
    /// The same, where it is shown.
    FilledBooks '\u{E758}' Filled;
    /// A list that is played: the queue.
    Queue '\u{E6AC}' Outline;
    /// The same, where it is shown.
    FilledQueue '\u{E6AC}' Filled;
    /// A magnifying glass.
    Search '\u{E30C}' Outline;
    /// A cross.
    Close '\u{E4F6}' Outline;
    /// A filled triangle.
    Play '\u{E3D0}' Filled;
    /// Two filled bars.
    Pause '\u{E39E}' Filled;
    /// A tick.
    Check '\u{E182}' Outline;
    /// A tick on a filled circle: all right.
    CheckCircle '\u{E184}' Filled;
    /// Six dots: what can be dragged.
    Handle '\u{EAE2}' Outline;
    /// A circular arrow.
    Again '\u{E036}' Outline;
    /// An angle to the left: to the sentence before, or back.
    Back '\u{E138}' Outline;
    /// An angle to the right: to the sentence after.
    Forward '\u{E13A}' Outline;
    /// Two angles to the left: to the paragraph before.
    DoubleBack '\u{E128}' Outline;
    /// Two angles to the right: to the paragraph after.
    DoubleForward '\u{E12A}' Outline;
    /// An angle downwards: a list that opens.
    Down '\u{E136}' Outline;
    /// An angle upwards: a list that closes, or a place further up.
    Up '\u{E13C}' Outline;
    /// A plus.
    Plus '\u{E3D4}' Outline;
    /// A minus.
    Minus '\u{E32A}' Outline;
    /// A waveform: what is heard.
    Wave '\u{E802}' Outline;
    /// Waves of a sender: feeds.
    Feed '\u{E402}' Outline;
    /// The same, where it is shown.
    FilledFeed '\u{E402}' Filled;
    /// A gear: settings.
    Gear '\u{E272}' Outline;
    /// A window with a bar at its side.
    Sidebar '\u{EC24}' Outline;
    /// A pencil on a sheet: a note.
    Edit '\u{E34C}' Outline;
    /// Three lines: what is hidden in a narrow window.
    Menu '\u{E2F0}' Outline;
    /// Three dots: what else there is.
    More '\u{E1FE}' Outline;
    /// A checked list: what is read.
    Checklist '\u{EADC}' Outline;
    /// Letters of two sizes: how the page looks.
    Letters '\u{E6EE}' Outline;
    /// Four corners that point outwards: focus mode.
    Enlarge '\u{E1D0}' Outline;
    /// Four corners that point inwards: its end.
    Reduce '\u{E1CE}' Outline;
    /// An arrow down to a line: what is kept for offline.
    Download '\u{E20C}' Outline;
    /// A speaking head.
    Voice '\u{ECA8}' Outline;
    /// A moon: the sleep timer.
    Moon '\u{E330}' Outline;
    /// The same, where it runs.
    FilledMoon '\u{E330}' Filled;
    /// A loudspeaker.
    Speaker '\u{E44A}' Outline;
    /// A loudspeaker, struck out.
    Muted '\u{E45A}' Outline;
    /// A window in a window.
    Mini '\u{E64C}' Outline;
    /// Lines that grow longer: the order of a list.
    Sort '\u{E444}' Outline;
    /// Plugs: speech services.
    Services '\u{EB5A}' Outline;
    /// Two scripts: how words are said.
    Translate '\u{E4A2}' Outline;
    /// A painter's palette: how things look.
    Palette '\u{E6C8}' Outline;
    /// A keyboard.
    Keyboard '\u{E2D8}' Outline;
    /// Disks.
    Storage '\u{E2A0}' Outline;
    /// An i.
    Info '\u{E2CE}' Outline;
    /// A suitcase: what is taken along.
    Suitcase '\u{E5B0}' Outline;
    /// An open folder.
    Folder '\u{E256}' Outline;
    /// A bin.
    Trash '\u{E4A6}' Outline;
    /// An arrow back around.
    Undo '\u{E038}' Outline;
    /// Two sheets: copies.
    Copy '\u{E1CA}' Outline;
    /// An arrow out of a square: opens in another program.
    Outside '\u{E5DE}' Outline;
    /// A bookmark.
    Tag '\u{E0EA}' Outline;
}

impl Glyph {
    fn font(self, size: f32) -> FontId {
        match self.style() {
            Style::Outline => theme::icons(size),
            Style::Filled => theme::filled_icons(size),
        }
    }

    /// Paints it, `size` points high.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, color: Color32) {
        painter.text(centre, Align2::CENTER_CENTER, self.char(), self.font(size), color);
    }

    /// As text of `size` points.
    pub fn text(self, size: f32) -> RichText {
        RichText::new(self.char()).font(self.font(size))
    }
}

/// A square button of `side` points with a sign; `label` is what screen readers and tests know it by, and its tooltip.
pub fn glyph_button_ui(ui: &mut Ui, glyph: Glyph, label: &str, side: f32, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 8.0, theme.pointed);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 8.0, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
    }
    let color = if ui.is_enabled() { theme.ink2 } else { theme.faint_ink };
    let size = (side * 0.5).round();
    glyph.paint(painter, rect.center(), size, color);
    response.on_hover_text(label)
}
