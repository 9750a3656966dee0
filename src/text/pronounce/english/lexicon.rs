//! The lexicon of the voice's own front-end: words as they are written, and how each is said.

use super::{
    super::{packed::Packed, texts::Texts},
    tagger::Tag,
};

/// From this code on a byte of a sound is no phoneme: it tells when the sound behind it is said.
const MARKERS: u8 = 0x80;
/// What the marker after those of [`TAGGED`] stands for: before a pause.
const BEFORE_PAUSE: u8 = MARKERS + TAGGED.len() as u8;
/// The parts of speech that have sounds of their own, in the order of `data/english.py`.
const TAGGED: [Heard; 8] = [
    Heard::Of(Tag::Determiner),
    Heard::Of(Tag::Past),
    Heard::Of(Tag::Participle),
    Heard::Of(Tag::Present),
    Heard::Noun,
    Heard::Verb,
    Heard::Of(Tag::Adjective),
    Heard::Of(Tag::Adverb),
];

/// When one of several sounds of a word is heard.
#[derive(Clone, Copy)]
enum Heard {
    /// As exactly this part of speech.
    Of(Tag),
    /// As a noun or a name.
    Noun,
    /// As a verb in any of its forms.
    Verb,
}

/// What follows a word, as far as its sound depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Pause,
    Vowel,
    Consonant,
}

/// Two tables: words whose sounds were checked by hand, and words whose sounds a program made, which
/// are asked second.
pub(super) struct Lexicon {
    alphabet: Vec<char>,
    tables: [Table; 2],
}

struct Table {
    words: Texts,
    sounds: Texts,
}

impl Lexicon {
    pub(super) fn load() -> Self {
        let mut file = Packed::open(include_bytes!("../data/english.bin"));
        let alphabet = String::from_utf8_lossy(file.bytes()).chars().collect();
        let tables = [(); 2].map(|()| {
            let words = Texts::front_coded(&mut file);
            Table { words, sounds: Texts::parted(file.bytes()) }
        });
        Self { alphabet, tables }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.codes(word).is_some()
    }

    /// Whether a word begins with these small letters.
    pub(super) fn begins(&self, letters: &str) -> bool {
        self.tables.iter().any(|table| table.words.has_start(letters.as_bytes()))
    }

    /// How `word` is said as `tag` before `next`.
    pub(super) fn sound(&self, word: &str, tag: Tag, next: Next) -> Option<String> {
        let codes = self.codes(word)?;
        let variant = |marker: u8| {
            let start = codes.iter().position(|&code| code == marker)? + 1;
            codes[start..].split(|&code| code >= MARKERS).next()
        };
        let before_pause = (next == Next::Pause).then(|| variant(BEFORE_PAUSE)).flatten();
        let of_tag = || {
            let heard = (MARKERS..).zip(TAGGED).filter(|(_, heard)| heard.fits(tag));
            heard.map(|(marker, _)| marker).find_map(variant)
        };
        let codes = before_pause.or_else(of_tag).or_else(|| codes.split(|&code| code >= MARKERS).next())?;
        Some(codes.iter().filter_map(|&code| self.alphabet.get(usize::from(code).checked_sub(1)?)).collect())
    }

    /// Of each table first the word as it is written; for a word in small letters also the one with a capital
    /// in front, and the other way round.
    fn codes(&self, word: &str) -> Option<&[u8]> {
        let other = other_case(word);
        self.tables.iter().find_map(|table| {
            let find = |word: &str| table.words.find(word.as_bytes());
            let at = find(word).or_else(|| find(other.as_deref()?))?;
            Some(table.sounds.get(at))
        })
    }
}

impl Heard {
    fn fits(self, tag: Tag) -> bool {
        match self {
            Self::Of(only) => tag == only,
            Self::Noun => matches!(tag, Tag::Noun | Tag::Name),
            Self::Verb => matches!(tag, Tag::Verb | Tag::Past | Tag::Participle | Tag::Present),
        }
    }
}

/// The word with its first letter in the other case; not for a single letter, and not for words with more capitals.
fn other_case(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let rest = &word[first.len_utf8()..];
    if rest.is_empty() || rest.contains(char::is_uppercase) {
        return None;
    }
    let turned: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    Some(turned + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_speech_has_its_own_sound() {
        let lexicon = Lexicon::load();
        let sound = |word, tag| lexicon.sound(word, tag, Next::Consonant);
        assert_eq!(sound("record", Tag::Noun).as_deref(), Some("ɹˈɛkəɹd"));
        assert_eq!(sound("record", Tag::Name).as_deref(), Some("ɹˈɛkəɹd"));
        assert_eq!(sound("record", Tag::Present).as_deref(), Some("ɹəkˈɔɹd"));
        assert_eq!(sound("read", Tag::Verb).as_deref(), Some("ɹˈid"));
        assert_eq!(sound("read", Tag::Past).as_deref(), Some("ɹˈɛd"));
        assert_eq!(sound("tingxinwen", Tag::Noun), None);
    }

    #[test]
    fn small_words_are_strong_before_a_pause() {
        let lexicon = Lexicon::load();
        assert_eq!(lexicon.sound("would", Tag::Other, Next::Vowel).as_deref(), Some("wʊd"));
        assert_eq!(lexicon.sound("would", Tag::Other, Next::Pause).as_deref(), Some("wˈʊd"));
    }

    #[test]
    fn each_case_has_its_own_sound_or_that_of_the_other() {
        let lexicon = Lexicon::load();
        let sound = |word| lexicon.sound(word, Tag::Noun, Next::Pause);
        assert_ne!(sound("Polish"), sound("polish"));
        assert_eq!(sound("Apple"), sound("apple"));
        assert_eq!(sound("paris"), sound("Paris"));
        assert_eq!(other_case("iPhone"), None);
        assert_eq!(other_case("x"), None);
    }

    #[test]
    fn all_words_are_there() {
        let lexicon = Lexicon::load();
        for word in ["'em", "abandon", "zymurgy", "o'clock"] {
            assert!(lexicon.has(word), "{word}");
        }
        assert!(lexicon.begins("str") && !lexicon.begins("dns"));
    }
}
