//! English words: the lexicon of the voice's own front-end, letters spelled out, and rules for the rest.

mod accented;
mod acronym;
mod heteronym;
mod lexicon;
mod romanized;
mod spelling;
mod stress;
mod tagger;
mod word;

use std::sync::OnceLock;

use accented::unaccented;
use acronym::{is_shouted, letters};
use lexicon::{Lexicon, Next};
use spelling::Spelling;
use tagger::{Tag, Tagger};
use word::Place;

/// Longest word that is sounded out, in letters; of a longer one as many letters are named.
const MOST_LETTERS: usize = 40;
/// Longest word that is looked up, in bytes.
const LONGEST: usize = 60;

/// The sound of English words; its tables are unpacked when the first word comes.
#[derive(Default)]
pub(super) struct English {
    tables: OnceLock<Tables>,
    spelling: OnceLock<Spelling>,
}

struct Tables {
    lexicon: Lexicon,
    tagger: Tagger,
}

impl English {
    /// Unpacks the tables now.
    pub(super) fn warm_up(&self) {
        self.tables();
    }

    #[cfg(test)]
    pub(super) fn is_warm(&self) -> bool {
        self.tables.get().is_some()
    }

    /// Phonemes of each of `words`, which stand side by side and are `written` so; marks between them, which have none, help
    /// to choose.
    pub(super) fn phonemes(&self, words: &[&str], written: &[&str]) -> Vec<String> {
        let lowered: Vec<String>;
        let lowered_words: Vec<&str>;
        let words = if is_shouted(written) {
            lowered = words.iter().map(|word| acronym::lowered(word)).collect();
            lowered_words = lowered.iter().map(String::as_str).collect();
            &lowered_words
        } else {
            words
        };
        let is_alone = words.iter().filter(|word| word.starts_with(char::is_alphabetic)).count() == 1;
        let is_known = |word: &str| self.tables().lexicon.has(word);
        let given: Vec<Option<String>> = (0..words.len())
            .map(|at| match acronym::is_loud(words[at], is_alone, is_known) {
                true => heteronym::sound(words, at).map(str::to_owned),
                false => given(words, at, is_alone),
            })
            .collect();
        if given.iter().all(Option::is_some) {
            return given.into_iter().flatten().collect();
        }
        let spoken: Vec<&str> = words.iter().flat_map(|word| word.split(' ')).collect();
        let mut tags = self.tables().tagger.tags(&spoken);
        // From the last to the first, since small words lean on the sound that follows.
        let mut sounds = Vec::with_capacity(words.len());
        let (mut next, mut follower) = (Next::Pause, "");
        for (word, given) in words.iter().zip(given).rev() {
            let mut said = Vec::new();
            for part in word.rsplit(' ') {
                let place =
                    Place { tag: tags.pop().unwrap_or(Tag::Other), next, before_to: follower == "to" };
                // The letter of 9 a.m., which is no article.
                let letter = || (part == "a" && follower == "m").then(|| letters(part));
                let sound = given.clone().or_else(letter).unwrap_or_else(|| self.said(part, place));
                next = if is_word(word) { next.before(&sound) } else { Next::Pause };
                follower = part;
                said.push(sound);
            }
            said.reverse();
            sounds.push(given.unwrap_or_else(|| said.join(" ").trim().to_owned()));
        }
        sounds.reverse();
        sounds
    }

    /// A word as the lexicon has it, one with accents as it is written without; any other by rule.
    fn said(&self, word: &str, place: Place) -> String {
        if word.len() > LONGEST {
            return self.by_rule(word);
        }
        let plain: String =
            word.chars().map(|c| if c.is_ascii() { c } else { unaccented(c).unwrap_or(c) }).collect();
        let lexicon = &self.tables().lexicon;
        word::sound(lexicon, &plain, place).unwrap_or_else(|| {
            // Capitals that begin as no word does are an acronym, however long: DNSSEC.
            let is_acronym = word.bytes().all(|c| c.is_ascii_uppercase())
                && word.get(..3).is_some_and(|start| !lexicon.begins(&start.to_lowercase()));
            if is_acronym { letters(word) } else { self.by_rule(word) }
        })
    }

    /// An unknown word by rule; one without a vowel is spelled.
    fn by_rule(&self, word: &str) -> String {
        let owner = word.trim_end_matches("'s");
        if owner.len() < word.len() {
            return word::with_s(&self.by_rule(owner));
        }
        // An é at the end is said.
        let plain: String = word.replace(['é', 'É'], "ay").chars().filter_map(unaccented).collect();
        let plain = if plain.len() > word.chars().count() + 1 {
            word.chars().filter_map(unaccented).collect()
        } else {
            plain
        };
        if plain.is_empty() {
            return String::new();
        }
        if plain.len() > MOST_LETTERS || !plain.bytes().any(|c| b"aeiouyAEIOUY".contains(&c)) {
            return letters(&plain[..plain.len().min(MOST_LETTERS)]);
        }
        let plain = plain.to_ascii_lowercase();
        romanized::sound_out(&plain)
            .unwrap_or_else(|| self.spelling.get_or_init(Spelling::load).sound_out(&plain))
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| Tables { lexicon: Lexicon::load(), tagger: Tagger::load() })
    }
}

/// The sound of the word at `at` that asks neither lexicon nor tagger; marks have none.
fn given(words: &[&str], at: usize, is_alone: bool) -> Option<String> {
    let word = words[at];
    if !is_word(word) {
        return Some(String::new());
    }
    acronym::spelled(word, is_alone || is_letter(words, at))
        .or_else(|| heteronym::sound(words, at).map(str::to_owned))
        .or_else(|| accented::sound(word).map(str::to_owned))
}

/// Whether the word at `at` is an A that names something: vitamin A helps.
fn is_letter(words: &[&str], at: usize) -> bool {
    let is_behind_word = at.checked_sub(1).is_some_and(|before| is_word(words[before]));
    words[at] == "A"
        && is_behind_word
        && words.get(at + 1).is_none_or(|next| !next.starts_with(char::is_uppercase))
}

/// Whether `word` is none of the marks between words.
fn is_word(word: &str) -> bool {
    word.contains(char::is_alphabetic)
}
