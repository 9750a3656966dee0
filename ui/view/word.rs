//! The small window in which a word gets another reading.

use egui::{RichText, TextEdit};
use tingxinwen::text::EntryError;

use super::escape;
use crate::{
    look::dialog,
    theme::{Theme, bold, size},
    words::Words,
};

/// A word, and what the window shows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordShown {
    /// As it is written; the listener may make it longer or shorter.
    pub word: String,
    /// How it is read, in Zhuyin or phonemes.
    pub present: String,
    /// Other ways, in Zhuyin.
    pub candidates: Vec<String>,
    /// What the listener typed or chose.
    pub typed: String,
    /// How that is read, in Zhuyin.
    pub reads: String,
    /// What is wrong with it.
    pub wrong: Option<EntryError>,
    /// Whether the listener's lexicon has the word.
    pub is_own: bool,
    /// Something that went wrong.
    pub problem: Option<String>,
}

/// What the listener did in [`word_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordChoice {
    /// Nothing.
    Waiting,
    /// Changed the word.
    Changed,
    /// Changed the reading.
    Typed,
    /// Wants to hear the reading.
    Hear,
    /// Wants it from now on.
    Keep,
    /// Wants the program's own reading back.
    Forget,
    /// Has seen enough.
    Close,
}

/// Shows `shown`, and takes what the listener types.
pub fn word_ui(ctx: &egui::Context, shown: &mut WordShown, words: &Words, theme: &Theme) -> WordChoice {
    let mut choice = WordChoice::Waiting;
    let closes = escape::closes(ctx);
    let mut set = |wanted| choice = wanted;
    dialog(ctx, &words.word_title(), |ui| {
        ui.set_width(420.0_f32.min(ctx.content_rect().width() - 44.0));
        let label = ui.label(RichText::new(words.word()).color(theme.faint_ink));
        let field = TextEdit::singleline(&mut shown.word).font(bold(size::HEADING));
        if ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id).changed() {
            set(WordChoice::Changed);
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(words.word_present()).color(theme.faint_ink));
            ui.label(&shown.present);
        });
        if !shown.candidates.is_empty() {
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                for candidate in &shown.candidates {
                    if ui.selectable_label(shown.typed == *candidate, candidate).clicked() {
                        candidate.clone_into(&mut shown.typed);
                        set(WordChoice::Typed);
                    }
                }
            });
        }
        ui.add_space(4.0);
        let label = ui.label(RichText::new(words.word_new()).color(theme.faint_ink));
        let field = TextEdit::singleline(&mut shown.typed).hint_text(words.word_hint());
        if ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id).changed() {
            set(WordChoice::Typed);
        }
        ui.label(&shown.reads);
        let wrong = shown.wrong.as_ref().map(|wrong| words.entry_error(wrong));
        for problem in wrong.iter().chain(&shown.problem) {
            ui.label(RichText::new(problem).color(theme.accent));
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let has_reading = !shown.reads.is_empty();
            if ui.button(words.word_hear()).clicked() {
                set(WordChoice::Hear);
            }
            if ui.add_enabled(has_reading, egui::Button::new(words.word_keep())).clicked() {
                set(WordChoice::Keep);
            }
            if shown.is_own && ui.button(words.word_forget()).clicked() {
                set(WordChoice::Forget);
            }
            if ui.button(words.close()).clicked() {
                set(WordChoice::Close);
            }
        });
    });
    if closes { WordChoice::Close } else { choice }
}
