//! Parts of speech, as far as the sound of a word depends on them: an averaged perceptron (Collins 2002) that reads a
//! sentence from left to right. `data/tagger.py` made its weights and tells from what.

use super::super::packed::Packed;

/// A part of speech; verbs as far as their forms sound apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Noun,
    /// A noun that is a name.
    Name,
    /// Infinitive, -ing and the third person.
    Verb,
    Past,
    Participle,
    /// Present but for the third person.
    Present,
    Adjective,
    Adverb,
    Preposition,
    Determiner,
    To,
    Pronoun,
    /// All others, and punctuation.
    Other,
}

/// In the order of the weights.
const TAGS: [Tag; 13] = [
    Tag::Noun,
    Tag::Name,
    Tag::Verb,
    Tag::Past,
    Tag::Participle,
    Tag::Present,
    Tag::Adjective,
    Tag::Adverb,
    Tag::Preposition,
    Tag::Determiner,
    Tag::To,
    Tag::Pronoun,
    Tag::Other,
];
/// One letter a tag: what features call the tags of the words before.
const NAMES: &str = "ABCDEFGHIJKLM";
/// Rows of weights; a power of two.
const ROWS: usize = 1 << 16;
/// What stands before and behind a sentence: as a word, and as the tags of the words before it.
const EDGE: &str = "^";
const MARKS: [&str; 8] = [",", ".", "?", "!", ";", ":", "…", "—"];

/// For each feature's row the weight of each tag.
pub(super) struct Tagger {
    weights: Vec<i8>,
}

/// A word as the features see it.
struct Seen<'a> {
    lower: String,
    written: &'a str,
}

impl Tagger {
    pub(super) fn load() -> Self {
        let mut file = Packed::open(include_bytes!("../data/tagger.bin"));
        Self { weights: file.bytes().iter().map(|&byte| i8::from_le_bytes([byte])).collect() }
    }

    /// The part of speech of each of `words`, marks among them.
    pub(super) fn tags(&self, words: &[&str]) -> Vec<Tag> {
        let edge = [EDGE; 2];
        let padded: Vec<Seen> = edge.iter().chain(words).chain(&edge).map(|word| Seen::of(word)).collect();
        let mut tags = Vec::with_capacity(words.len());
        let (mut last, mut before_last) = (EDGE, EDGE);
        for around in padded.windows(5) {
            let tag = if MARKS.contains(&around[2].written) {
                TAGS.len() - 1
            } else {
                self.best(around, last, before_last)
            };
            tags.push(TAGS[tag]);
            before_last = last;
            last = &NAMES[tag..=tag];
        }
        tags
    }

    /// Which tag the word in the middle of `around` most likely has, behind two words of known tags.
    fn best(&self, around: &[Seen], last: &str, before_last: &str) -> usize {
        let mut scores = [0_i32; TAGS.len()];
        let mut count = |feature: &[&str]| {
            let start = row(feature) * TAGS.len();
            let row = self.weights.get(start..start + TAGS.len()).unwrap_or_default();
            for (score, &weight) in scores.iter_mut().zip(row) {
                *score += i32::from(weight);
            }
        };
        let [before2, before, word, behind, behind2] = around else { return TAGS.len() - 1 };
        let shape = word.shape(before);
        count(&["w", &word.lower]);
        count(&["3", end(&word.lower, 3)]);
        count(&["2", end(&word.lower, 2)]);
        count(&["c", shape]);
        count(&["t", last]);
        count(&["u", last, before_last]);
        count(&["a", &before.lower]);
        count(&["b", &before2.lower]);
        count(&["n", &behind.lower]);
        count(&["m", &behind2.lower]);
        count(&["A", end(&before.lower, 3)]);
        count(&["N", end(&behind.lower, 3)]);
        count(&["T", last, &word.lower]);
        count(&["x", &word.lower, &behind.lower]);
        count(&["y", &before.lower, &word.lower]);
        count(&["g", last, end(&behind.lower, 3)]);
        count(&["h", last, shape, end(&word.lower, 3)]);
        let mut best = 0;
        for (tag, &score) in scores.iter().enumerate() {
            if score > scores[best] {
                best = tag;
            }
        }
        best
    }
}

impl<'a> Seen<'a> {
    fn of(written: &'a str) -> Self {
        Self { lower: written.to_lowercase(), written }
    }

    /// How the word is written, and whether it may have its capital because a sentence begins.
    fn shape(&self, before: &Seen) -> &'static str {
        let begins = matches!(before.written, EDGE | "." | "!" | "?" | ":");
        let is_capital = self.written.starts_with(char::is_uppercase);
        let is_shouted = is_capital && self.written.len() > 1 && !self.written.contains(char::is_lowercase);
        match (is_shouted, is_capital, begins) {
            (true, _, true) => "S0",
            (true, _, false) => "S",
            (false, true, true) => "c0",
            (false, true, false) => "c",
            (false, false, true) => "l0",
            (false, false, false) => "l",
        }
    }
}

/// The last `count` characters.
fn end(word: &str, count: usize) -> &str {
    let start = word.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    &word[start..]
}

/// The row of a feature, its parts joined by spaces: FNV-1a of 32 bits, folded. Features share rows where their numbers do;
/// the weights were trained so.
fn row(feature: &[&str]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for (at, part) in feature.iter().enumerate() {
        let space: &[u8] = if at == 0 { b"" } else { b" " };
        for &byte in space.iter().chain(part.as_bytes()) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ hash >> 16) as usize % ROWS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_sentence_have_their_parts() {
        let tagger = Tagger::load();
        for (text, expected) in [
            (
                "they will record a new record .",
                [Tag::Pronoun, Tag::Other, Tag::Verb, Tag::Determiner, Tag::Adjective, Tag::Noun, Tag::Other],
            ),
            (
                "She objects to the new tariffs .",
                [
                    Tag::Pronoun,
                    Tag::Verb,
                    Tag::Preposition,
                    Tag::Determiner,
                    Tag::Adjective,
                    Tag::Noun,
                    Tag::Other,
                ],
            ),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(tagger.tags(&words), expected, "{text}");
        }
        assert!(tagger.tags(&[]).is_empty());
    }

    #[test]
    fn features_have_the_rows_they_were_trained_with() {
        // FNV-1a of "a" is e40c292c, as its authors publish it.
        assert_eq!(row(&["a"]), (0xe40c_292c_u32 ^ 0xe40c) as usize % ROWS);
        assert_ne!(row(&["w", "in"]), row(&["w", "on"]));
        assert_eq!(end("naïve", 3), "ïve");
    }
}
