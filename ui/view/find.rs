//! The bar of the search within the article.

use egui::{Key, Modifiers, RichText, TextEdit, Ui};

use crate::{
    find::Find,
    look::{Glyph, glyph_button_ui},
    theme::Theme,
    words::Words,
};

/// The width of the field, in points.
const FIELD: f32 = 220.0;

/// What the listener did in [`find_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindChoice {
    /// Nothing.
    Waiting,
    /// Typed something else.
    Changed,
    /// Went to another hit.
    Moved,
    /// Wants it read from the hit on.
    ReadHere,
    /// Went away.
    Closed,
}

/// Draws the bar over `find`, whose shown hit it changes.
pub fn find_ui(ui: &mut Ui, find: &mut Find, words: &Words, theme: &Theme) -> FindChoice {
    let mut choice = FindChoice::Waiting;
    let (enter, back, here, escape) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::Enter),
            input.consume_key(Modifiers::SHIFT, Key::Enter),
            input.consume_key(Modifiers::COMMAND, Key::Enter),
            input.consume_key(Modifiers::NONE, Key::Escape),
        )
    });
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut find.query)
            .hint_text(words.find_hint())
            .desired_width(FIELD)
            .prefix(Glyph::Search.text(18.0).color(theme.ink2));
        let field = ui.add(field);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.find_hint()));
        field.request_focus();
        if field.changed() {
            choice = FindChoice::Changed;
        }
        let found = if find.query.trim().is_empty() {
            String::new()
        } else {
            words
                .find_count(if find.hits.is_empty() { 0 } else { find.at as u64 + 1 }, find.hits.len() as u64)
        };
        ui.label(RichText::new(found).size(13.0).color(theme.ink2));
        let mut step = 0;
        if ui.button(words.find_previous()).clicked() || back {
            step = -1;
        }
        if ui.button(words.find_next()).clicked() || enter {
            step = 1;
        }
        if step != 0 && choice == FindChoice::Waiting {
            find.step(step);
            choice = FindChoice::Moved;
        }
        let reads = ui.add_enabled(!find.hits.is_empty(), egui::Button::new(words.find_read_here()));
        if reads.clicked() || here {
            choice = FindChoice::ReadHere;
        }
        if glyph_button_ui(ui, Glyph::Close, &words.close(), 32.0, theme).clicked() || escape {
            choice = FindChoice::Closed;
        }
    });
    choice
}
