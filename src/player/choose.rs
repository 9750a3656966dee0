//! Which blocks of the article are read: the listener's choice of kinds, and of single blocks.

use std::sync::Arc;

use super::{Clock, Effect, Player, gather};
use crate::{
    article::{Article, BlockFilter},
    text::Script,
};

impl Player {
    pub(super) fn set_block_filter(&mut self, choice: BlockFilter, effects: &mut Vec<Effect>) {
        self.block_filter = choice;
        if let Some(script) = &self.script {
            let article = Article::clone(script.article()).with_block_filter(&self.block_filter);
            self.read_anew(article, effects);
        }
    }

    pub(super) fn toggle_block(&mut self, index: usize, effects: &mut Vec<Effect>) {
        if let Some(script) = &self.script {
            let article = Article::clone(script.article()).with_block_overridden(index);
            self.read_anew(article, effects);
        }
    }

    /// Goes on in `article`, which has the same text, where the listener is, or at the first sentence
    /// after that which is still read.
    fn read_anew(&mut self, article: Article, effects: &mut Vec<Effect>) {
        let Some(before) = self.script.clone() else { return };
        let is_narrated = |article: &Article| article.recordings().is_some();
        if article.blocks() == before.article().blocks()
            && is_narrated(&article) == is_narrated(before.article())
        {
            return;
        }
        let (was_finished, voice) = (self.is_finished(), self.voice());
        let script = Arc::new(Script::new(Arc::new(article)));
        let here = before.sentence_at(self.place).and_then(|idx| before.sentence(idx));
        let place = match here {
            // What is read from now on may come after what was the last sentence.
            Some(last) if was_finished => last.range.end,
            Some(_) | None => self.place,
        };
        let next = script.sentence_at(place).and_then(|idx| script.sentence(idx));
        let place = next.map_or(place, |next| place.max(next.range.start));
        self.script = Some(Arc::clone(&script));
        if self.voice() == voice {
            self.clock = Arc::new(Clock::new(&script).with_measured(&script, &before, &self.clock));
        } else {
            // Another language is spoken now, and so by another voice.
            self.notice = None;
            self.pace = gather::Pace::default();
            self.clock = Arc::new(Clock::new(&script));
        }
        self.seek_to(place, effects);
    }
}
