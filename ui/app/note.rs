//! The listener's note on the sentence that is heard.

use std::sync::Arc;

use tingxinwen::{core::document::Place, player::Snapshot, text::Script};

use super::App;
use crate::{
    theme::Theme,
    view::note::{NoteChoice, note_ui},
};

/// A note that is being written.
pub(super) struct NoteDraft {
    place: Place,
    script: Arc<Script>,
    /// The sentence that it is on.
    quote: String,
    /// What is written so far.
    text: String,
}

impl App {
    /// Opens the card with the note on the sentence that is heard.
    pub(super) fn open_note(&mut self, snapshot: &Snapshot) {
        let Some((marks, place, script)) = self.panels.marks_at(snapshot) else { return };
        let Some((quote, text)) = marks.note_at(&place, script) else { return };
        self.note = Some(NoteDraft { place, script: Arc::clone(script), quote, text });
    }

    /// Draws the card, where it is open.
    pub(super) fn note_card_ui(&mut self, ctx: &egui::Context, theme: &Theme) {
        let Some(mut note) = self.note.take() else { return };
        match note_ui(ctx, self.words, theme, &note.quote, &mut note.text) {
            NoteChoice::Waiting => self.note = Some(note),
            NoteChoice::Cancelled => (),
            NoteChoice::Done => {
                if let Some(marks) = self.panels.marks() {
                    marks.set_note(note.place, &note.script, note.text.trim(), ctx);
                }
            }
        }
    }
}
