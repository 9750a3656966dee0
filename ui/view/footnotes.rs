//! Footnotes: their marks beside the text, and the card that shows what they say.

use egui::{Label, Pos2, Rect, RichText, ScrollArea, Ui, vec2};

use super::escape;
use crate::{
    look::dialog,
    page::{Footnote, Row},
    theme::{Theme, bold, regular},
    words::Words,
};

/// The width of the card, in points, where the window has room for it.
const WIDTH: f32 = 460.0;
/// The size of a mark, as a part of the text's.
const MARK: f32 = 0.6;
/// What stands for a footnote without a mark of its own.
const STAR: &str = "*";

/// What the listener did in [`footnotes_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FootnoteChoice {
    /// Nothing yet.
    Waiting,
    /// Wants to hear this one.
    Hear(usize),
    /// Has seen enough.
    Closed,
}

/// Paints the marks of the footnotes of `row`, whose text is at `corner`: raised over the end of the character that they
/// stand behind, so that no text moves for them.
pub(super) fn paint_marks(ui: &Ui, row: &Row, corner: Pos2, theme: &Theme) {
    for footnote in &row.footnotes {
        let Some(place) = row.boxes(footnote.range).into_iter().next_back() else { continue };
        let place = place.translate(corner.to_vec2());
        let size = (row.letter() * MARK).round();
        let mark = if footnote.label.is_empty() { STAR } else { &footnote.label };
        let galley = ui.painter().layout_no_wrap(mark.to_owned(), regular(size), theme.accent);
        let middle = vec2(galley.size().x / 2.0, 0.0);
        // The upper edge of the letters stands in the middle of the line's lead.
        let top = place.center().y - row.letter() / 2.0 - galley.size().y * 0.5;
        let corner = Pos2::new(place.right(), top) - middle;
        let around = Rect::from_min_size(corner, galley.size());
        ui.painter().rect_filled(around.expand2(vec2(1.0, -2.0)), 2.0, theme.paper.gamma_multiply(0.8));
        ui.painter().galley(corner, galley, theme.accent);
    }
}

/// Shows `footnotes`; with a button each where they `can_be_heard`.
pub fn footnotes_ui(
    ctx: &egui::Context,
    words: &Words,
    theme: &Theme,
    footnotes: &[Footnote],
    can_be_heard: bool,
) -> FootnoteChoice {
    let mut choice = FootnoteChoice::Waiting;
    let closes = escape::closes(ctx);
    dialog(ctx, &words.footnotes(), |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 44.0));
        if footnotes.is_empty() {
            ui.label(words.footnotes_none());
        }
        ScrollArea::vertical().max_height(ctx.content_rect().height() - 180.0).show(ui, |ui| {
            for (index, footnote) in footnotes.iter().enumerate() {
                ui.horizontal_top(|ui| {
                    if !footnote.label.is_empty() {
                        ui.label(RichText::new(&footnote.label).font(bold(15.0)).color(theme.accent));
                    }
                    ui.vertical(|ui| {
                        ui.add(Label::new(&footnote.text).wrap());
                        if can_be_heard && ui.button(words.footnotes_hear()).clicked() {
                            choice = FootnoteChoice::Hear(index);
                        }
                    });
                });
                ui.add_space(8.0);
            }
        });
        if ui.button(words.close()).clicked() {
            choice = FootnoteChoice::Closed;
        }
    });
    if closes { FootnoteChoice::Closed } else { choice }
}
