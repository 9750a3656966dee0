//! Stand-in until the front-end is merged.
use crate::{article::*, speech::*, text::Piece};
/// x
#[derive(Default)]
pub struct FrontEnd;
impl FrontEnd {
    /// x
    pub fn load() -> Self {
        Self
    }
    /// x
    pub fn warm_up(&self) {}
    /// x
    pub fn utterance(&self, article: &Article, piece: Piece) -> Utterance {
        let mut words = Vec::new();
        for (at, c) in article.slice(piece.range).char_indices() {
            let source = TextRange::new(at as u32, (at + c.len_utf8()) as u32).shifted(piece.range.start);
            let mark = if "，。！？".contains(c) { ", " } else { "" };
            let syllables = if c.is_alphanumeric() {
                vec![Syllable { reading: c.to_string(), phonemes: "a".into() }]
            } else {
                vec![]
            };
            words.push(Word { source, spoken: c.to_string(), language: Language::Mandarin, syllables, mark });
        }
        Utterance { source: piece.range, language: article.language, words, pause: piece.pause }
    }
}
