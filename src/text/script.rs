//! Script: an article cut into sentences, and sentences into the pieces that are synthesized together.

use std::sync::Arc;

use super::{pause, segment};
use tingxinwen_core::{
    article::{Article, Block, Recording, TextRange},
    speech::Frames,
};

/// Index of a sentence in a [`Script`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceIdx(pub u32);

/// A sentence that is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the article, without white space at its ends.
    pub range: TextRange,
    /// Its block, an index into [`Article::blocks`].
    pub block: u32,
    /// Silence after it.
    pub pause: Frames,
}

/// A piece: text that is synthesized as one utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the article, within one sentence.
    pub range: TextRange,
    /// Silence after it.
    pub pause: Frames,
    /// Whether a narrator has recorded it.
    pub is_recorded: bool,
}

/// How soon a piece is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// Nothing is playing: the shortest piece that sounds right.
    FirstSound,
    /// Sound is playing: a whole sentence, up to the longest piece.
    LookAhead,
}

/// An article and its spoken sentences.
#[derive(Clone, Debug)]
pub struct Script {
    article: Arc<Article>,
    sentences: Vec<Sentence>,
    /// The text that was recorded, in order, without gaps in which nothing is said.
    recorded: Vec<TextRange>,
}

impl Script {
    /// Cuts the spoken blocks of `article`.
    pub fn new(article: Arc<Article>) -> Self {
        let mut sentences = Vec::new();
        for (idx, block) in article.blocks().iter().enumerate() {
            if block.spoken {
                cut_block(&article, idx as u32, block, &mut sentences);
            }
        }
        let recorded = recorded(&article, &sentences);
        Self { article, sentences, recorded }
    }

    /// The article.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// All spoken sentences in reading order; they do not overlap.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The sentence at `idx`.
    pub fn sentence(&self, idx: SentenceIdx) -> Option<&Sentence> {
        self.sentences.get(idx.0 as usize)
    }

    /// The sentence that holds byte `offset`, or the first one after it.
    pub fn sentence_at(&self, offset: u32) -> Option<SentenceIdx> {
        let idx = self.sentences.partition_point(|sentence| sentence.range.end <= offset);
        (idx < self.sentences.len()).then_some(SentenceIdx(idx as u32))
    }

    /// The last sentence; `None` where nothing is read.
    pub fn last_sentence(&self) -> Option<SentenceIdx> {
        self.sentences.len().checked_sub(1).map(|last| SentenceIdx(last as u32))
    }

    /// The piece that starts at, or else holds, byte `offset`; where no sentence holds it, the
    /// first piece after it. `None` at the end of the article.
    pub fn piece_at(&self, offset: u32, haste: Haste) -> Option<Piece> {
        let sentence = self.sentence(self.sentence_at(offset)?)?;
        let (run, is_recorded) = self.run_at(sentence.range, offset.max(sentence.range.start));
        let from = (offset.max(run.start) - run.start) as usize;
        let text = self.article.slice(run);
        let mut cut = segment::piece(text, if is_recorded { 0 } else { from }, haste);
        if is_recorded {
            // A recording is there as soon as a clause of it would be; its pieces are the same from wherever they are asked for.
            cut = segment::piece(text, 0, Haste::LookAhead);
            while cut.end <= from && cut.end < text.len() {
                cut = segment::piece(text, cut.end, Haste::LookAhead);
            }
        }
        let range = TextRange::new(cut.start as u32, cut.end as u32).shifted(run.start);
        let is_last = range.end >= sentence.range.end;
        let pause = if is_last {
            sentence.pause
        } else {
            pause::after_mark(self.article.slice(range).trim_end().chars().next_back())
        };
        Some(Piece { range, pause, is_recorded })
    }

    /// The stretch of `sentence` around byte `at` that is all recorded, or not at all, and which of these.
    fn run_at(&self, sentence: TextRange, at: u32) -> (TextRange, bool) {
        let next = self.recorded.partition_point(|run| run.end <= at);
        let before = next.checked_sub(1).map_or(0, |before| self.recorded[before].end);
        match self.recorded.get(next) {
            Some(run) if run.start <= at => {
                (TextRange::new(run.start.max(sentence.start), run.end.min(sentence.end)), true)
            }
            next => {
                let end = next.map_or(sentence.end, |run| run.start.min(sentence.end));
                (TextRange::new(before.max(sentence.start), end), false)
            }
        }
    }

    /// How long the sentence at `idx` was recorded to be, by the share that it has of the text of its recordings; `None`
    /// where not all of it was recorded or their length is not known.
    pub fn recorded_len(&self, idx: SentenceIdx) -> Option<Frames> {
        let sentence = self.sentence(idx)?.range;
        let (run, is_recorded) = self.run_at(sentence, sentence.start);
        if !is_recorded || run != sentence {
            return None;
        }
        let of = |one: &Recording| {
            let start = one.range.start.max(sentence.start);
            let share = f64::from(one.range.end.min(sentence.end) - start) / f64::from(one.range.len());
            Some(share * one.len()?.as_secs_f64())
        };
        let secs: Option<f64> = self.article.recordings()?.within(sentence).iter().map(of).sum();
        Some(Frames::from_secs_f64(secs?))
    }
}

/// The text of `article` that was recorded: with what stands between two recordings and is not said, and with the marks at
/// the ends of its `sentences`.
fn recorded(article: &Article, sentences: &[Sentence]) -> Vec<TextRange> {
    let is_silent = |gap: TextRange| !article.slice(gap).contains(char::is_alphanumeric);
    let mut runs: Vec<TextRange> = Vec::new();
    for one in article.recordings().map(|all| &*all.stretches).unwrap_or_default() {
        let sentence = |at: u32| {
            let idx = sentences.partition_point(|sentence| sentence.range.end <= at);
            sentences.get(idx).map(|sentence| sentence.range).filter(|range| range.contains(at))
        };
        let opens = sentence(one.range.start).map(|range| TextRange::new(range.start, one.range.start));
        let closes = sentence(one.range.end - 1).map(|range| TextRange::new(one.range.end, range.end));
        let start = opens.filter(|marks| is_silent(*marks)).map_or(one.range.start, |marks| marks.start);
        let end = closes.filter(|marks| is_silent(*marks)).map_or(one.range.end, |marks| marks.end);
        match runs.last_mut() {
            Some(last) if is_silent(TextRange::new(last.end, start)) => last.end = end.max(last.end),
            Some(_) | None => runs.push(TextRange::new(start, end)),
        }
    }
    runs
}

fn cut_block(article: &Article, idx: u32, block: &Block, sentences: &mut Vec<Sentence>) {
    let text = article.slice(block.range);
    let first = sentences.len();
    for cut in segment::sentences(text) {
        let range = TextRange::new(cut.start as u32, cut.end as u32).shifted(block.range.start);
        sentences.push(Sentence {
            range,
            block: idx,
            pause: pause::after_mark(segment::final_mark(article.slice(range))),
        });
    }
    if let Some(last) = sentences[first..].last_mut() {
        last.pause = pause::after_block(block.kind);
    }
}
