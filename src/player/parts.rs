//! Parts of a document: which is read, going on from one to the next, and how long the others are.

use std::sync::Arc;

use tingxinwen_core::document::{Document, Part, PartBody};

use super::{Clock, Direction, Effect, Notice, Player};
use crate::{
    article::{self, Article, BlockFilter, Language},
    speech::Frames,
    text::Script,
};

/// The parts of a document that has several, as the listener sees them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Parts {
    document: Arc<Document>,
    lengths: Arc<[Length]>,
    /// Whether recordings are heard.
    plays_recordings: bool,
    /// Index of the part that is read.
    pub current: usize,
}

/// How long a part is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    /// Bytes of it that are read aloud.
    bytes: u64,
    /// How long its narrator takes, where most of it was recorded.
    recorded: Option<Frames>,
}

impl Length {
    fn of(part: &Part) -> Self {
        let recorded = match &part.body {
            PartBody::Made(article) => article.recorded_time(),
            PartBody::Long { .. } => None,
        };
        let recorded = recorded.map(|time| Frames::from_secs_f64(time.as_secs_f64()));
        Self { bytes: part.spoken_bytes(), recorded }
    }
}

impl Parts {
    /// The whole document.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// All of them.
    pub fn all(&self) -> &[Part] {
        self.document.parts()
    }

    /// The title of the whole document.
    pub fn title(&self) -> String {
        self.document.name()
    }

    /// How much of the whole was heard, from 0 to 1, where that is `heard` of the part that is read.
    pub fn share(&self, heard: f64) -> f64 {
        let sum = |lengths: &[Length]| lengths.iter().map(|length| length.bytes).sum::<u64>() as f64;
        let before = sum(&self.lengths[..self.current]);
        (before + heard * self.lengths[self.current].bytes as f64) / sum(&self.lengths).max(1.0)
    }

    /// About how long the parts after this one take, where this one takes `current`; just how long, where they were recorded.
    pub fn after(&self, current: Frames) -> Frames {
        let Some((here, rest)) = self.lengths[self.current..].split_first() else { return Frames(0) };
        let pace = current.as_secs_f64() / (here.bytes as f64).max(1.0);
        let of = |length: &Length| {
            let recorded = length.recorded.filter(|_| self.plays_recordings);
            recorded.unwrap_or_else(|| Frames::from_secs_f64(length.bytes as f64 * pace))
        };
        rest.iter().map(of).sum()
    }
}

/// `part` cut into sentences, with the blocks read that `blocks` wants.
pub(crate) fn script_of(part: &Part, blocks: &BlockFilter) -> Arc<Script> {
    Arc::new(Script::new(Arc::new(Article::clone(&part.article()).with_block_filter(blocks))))
}

impl Player {
    /// The parts of what is open; `None` where it has one alone.
    pub(super) fn parts(&self) -> Option<Parts> {
        let document = self.document.as_ref().filter(|document| document.parts().len() > 1)?;
        Some(Parts {
            document: Arc::clone(document),
            lengths: Arc::clone(&self.lengths),
            plays_recordings: self.block_filter.recordings,
            current: self.part,
        })
    }

    /// The part after the one that is read of which anything is read aloud, as a script.
    pub(super) fn next_part(&self) -> Option<(usize, Arc<Script>)> {
        let document = self.document.as_ref()?;
        (self.part + 1..document.parts().len()).find_map(|part| {
            let script = self.script_of(document, part);
            (!script.sentences().is_empty()).then_some((part, script))
        })
    }

    /// Takes `document` and the part of it in which its listener stopped.
    pub(super) fn take_parts(&mut self, document: Arc<Document>) {
        self.lengths = document.parts().iter().map(Length::of).collect();
        let stopped = document.resume.as_ref().map_or(0, |resume| resume.place.part as usize);
        let part = if stopped < document.parts().len() { stopped } else { 0 };
        // A title page may have nothing that is read.
        let has_speech = |part: &usize| document.parts()[*part].has_speech();
        let part = (part..document.parts().len()).find(has_speech).unwrap_or(part);
        let script = self.script_of(&document, part);
        self.told_of_recordings = false;
        self.document = Some(document);
        self.set_part(part, script);
    }

    /// The language of what is read.
    pub(super) fn language(&self) -> Language {
        self.script.as_ref().map_or(Language::default(), |script| script.article().language)
    }

    /// Goes to the part with this index; nowhere where there is none.
    pub(super) fn open_part(&mut self, part: usize, effects: &mut Vec<Effect>) {
        let Some(document) = self.document.clone().filter(|document| part < document.parts().len()) else {
            return;
        };
        let script = self.script_of(&document, part);
        self.set_part(part, script);
        self.seek_to(0, effects);
    }

    /// Goes to the next part, or to the start of this one and then to the one before.
    pub(super) fn step_part(&mut self, direction: Direction, effects: &mut Vec<Effect>) {
        match direction {
            Direction::Forward => {
                if let Some((part, _)) = self.next_part() {
                    self.open_part(part, effects);
                }
            }
            Direction::Back => {
                let sentence = self.script.as_ref().and_then(|script| script.sentence_at(self.place));
                let is_at_start = sentence.is_none_or(|sentence| sentence.0 == 0);
                let before = self.part.checked_sub(1).filter(|_| is_at_start);
                self.open_part(before.unwrap_or(self.part), effects);
            }
        }
    }

    /// Goes on to the next part, where this one was heard to its end; whether there is one.
    pub(super) fn go_on_to_next_part(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some((part, script)) = self.next_part().filter(|_| self.wants_sound) else { return false };
        self.set_part(part, script);
        self.seek_to(0, effects);
        true
    }

    /// Tells once a document that recordings are missing, unless they are not wanted.
    pub(super) fn tell_of_recordings(&mut self) {
        if self.block_filter.recordings && !self.told_of_recordings {
            self.told_of_recordings = true;
            self.notice.get_or_insert(Notice::OfArticle(article::Notice::RecordingsMissing));
        }
    }

    fn script_of(&self, document: &Document, part: usize) -> Arc<Script> {
        script_of(&document.parts()[part], &self.block_filter)
    }

    fn set_part(&mut self, part: usize, script: Arc<Script>) {
        self.part = part;
        self.clock = Arc::new(Clock::new(&script));
        self.notice = None;
        match script.article().meta.notice {
            Some(article::Notice::RecordingsMissing) => self.tell_of_recordings(),
            notice => self.notice = notice.map(Notice::OfArticle),
        }
        self.script = Some(script);
    }
}
