//! Script: an article cut into sentences, and sentences into the pieces that are synthesized together.

use std::sync::Arc;

use super::{pause, segment};
use tingxinwen_core::{
    article::{Article, Block, TextRange},
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
        Self { article, sentences }
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
        let text = self.article.slice(sentence.range);
        let from = offset.max(sentence.range.start) - sentence.range.start;
        let cut = segment::piece(text, from as usize, haste);
        let range = TextRange::new(cut.start as u32, cut.end as u32).shifted(sentence.range.start);
        let is_last = range.end >= sentence.range.end;
        let pause = if is_last {
            sentence.pause
        } else {
            pause::after_mark(self.article.slice(range).trim_end().chars().next_back())
        };
        Some(Piece { range, pause })
    }
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
