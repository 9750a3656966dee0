//! Footnotes of what is heard, on a card; they are heard there when the listener wants it.

use tingxinwen::{
    player::{Command, Snapshot},
    text::Script,
};

use super::App;
use crate::{
    page::{Footnote, footnotes_in},
    theme::Theme,
    view::footnotes::{FootnoteChoice, footnotes_ui},
};

/// The footnotes to the sentence at byte `at`, or where it has none, those to its block.
pub(super) fn footnotes_at(script: &Script, at: u32) -> Vec<Footnote> {
    let Some(sentence) = script.sentence_at(at).and_then(|idx| script.sentence(idx)) else {
        return Vec::new();
    };
    let article = script.article();
    let own = footnotes_in(article, sentence.range);
    let block = article.blocks().get(sentence.block as usize).filter(|_| own.is_empty());
    block.map_or(own, |block| footnotes_in(article, block.range))
}

impl App {
    /// Draws the card, where it is open.
    pub(super) fn footnotes_card_ui(
        &mut self,
        ctx: &egui::Context,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) {
        let Some(footnotes) = &self.footnotes else { return };
        match footnotes_ui(ctx, self.words, theme, footnotes, self.reading.is_some()) {
            FootnoteChoice::Waiting => (),
            FootnoteChoice::Hear(index) => {
                let voice = snapshot
                    .script
                    .as_ref()
                    .and_then(|script| snapshot.voices.of(script.article().language).first().cloned());
                if let (Some(reading), Some(voice), Some(footnote)) =
                    (&self.reading, voice, footnotes.get(index))
                {
                    commands.push(Command::Pause);
                    reading.hear_text(ctx, &footnote.text, voice);
                }
            }
            FootnoteChoice::Closed => {
                self.footnotes = None;
                if let Some(reading) = &self.reading {
                    reading.silence();
                }
            }
        }
    }
}
