//! The table of contents of a book: its chapters as a tree, the one that is read marked.

use egui::{ScrollArea, Sense, Ui, vec2};
use tingxinwen::player::{Command, Parts};

use super::{seek_bar::time, sidebar::row_ui};
use crate::{
    look::{Glyph, galley, glyph_button_ui},
    theme::{Theme, bold, size},
    words::Words,
};

/// The height of a line, in points.
const ROW: f32 = 36.0;
/// How far each level of the tree stands in, in points.
const INDENT: f32 = 14.0;

/// What of the table of contents is remembered between frames.
#[derive(Debug, Default)]
pub struct Contents {
    /// The chapter that was last scrolled to.
    shown: Option<usize>,
}

impl Contents {
    /// Draws the table of contents of `parts`; pushes what the listener asks for. Whether it is to be closed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        parts: &Parts,
        left: tingxinwen::speech::Frames,
        words: &Words,
        theme: &Theme,
        commands: &mut Vec<Command>,
    ) -> bool {
        let mut closes = false;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 44.0;
            let title = galley(ui, &parts.title(), bold(size::CONTROL), width);
            let (place, _) = ui.allocate_exact_size(vec2(width, 52.0), Sense::hover());
            let corner = egui::pos2(place.left() + 8.0, place.center().y - title.size().y / 2.0);
            ui.painter().galley_with_override_text_color(corner, title, theme.ink);
            closes = glyph_button_ui(ui, Glyph::Close, &words.close(), 36.0, theme).clicked();
        });
        ui.label(words.contents_left(time(left)));
        ui.add_space(8.0);
        let moved = self.shown != Some(parts.current);
        self.shown = Some(parts.current);
        let mut area = ScrollArea::vertical();
        if moved {
            let top = parts.current as f32 * (ROW + ui.spacing().item_spacing.y);
            area = area.vertical_scroll_offset((top - ui.available_height() / 2.0).max(0.0));
        }
        // A book may have thousands of chapters: only those in sight are drawn.
        area.show_rows(ui, ROW, parts.all().len(), |ui, shown| {
            for (index, part) in parts.all().iter().enumerate().take(shown.end).skip(shown.start) {
                let is_on = index == parts.current;
                let label = part.title.clone().unwrap_or_else(|| part.article().name());
                let row = ui.horizontal(|ui| {
                    ui.add_space(f32::from(part.level.saturating_sub(1)) * INDENT);
                    row_ui(ui, ROW, is_on, &label, None, theme, |_, _, _| ())
                });
                if row.inner.clicked() {
                    commands.push(Command::OpenPart(index as u32));
                }
            }
        });
        closes
    }
}
