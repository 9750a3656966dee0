//! How English words that the voice's own lexicon does not have are said: CMUdict, and for what that has not either, what
//! each letter says between its neighbours. `data/spelling.py` makes both.

use super::super::{packed::Packed, texts::Texts};

/// Letters before and behind a letter, the smallest window first; as in `data/spelling.py`.
const WINDOWS: [(usize, usize); 8] = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (4, 4)];
/// What stands before and behind a word, as far as the widest window reaches.
const MARGIN: usize = 4;
/// Vowels that may bear the stress.
const FULL_VOWELS: &str = "ɑæʌɔWIɛɜAiOYʊuɪ";

/// The packed dictionary and windows.
pub(super) struct Spelling {
    alphabet: Vec<char>,
    chunks: Texts,
    windows: Vec<Windows>,
    words: Texts,
    sounds: Texts,
}

/// Windows of one size, in order, and the chunk that each says.
struct Windows {
    width: usize,
    keys: Vec<u8>,
    chunks: Vec<u16>,
}

impl Spelling {
    pub(super) fn load() -> Self {
        let mut file = Packed::open(include_bytes!("../data/spelling.bin"));
        let alphabet = String::from_utf8_lossy(file.bytes()).chars().collect();
        let chunks = Texts::parted(file.bytes());
        let windows = WINDOWS
            .iter()
            .map(|(before, behind)| {
                let keys = Texts::front_coded(&mut file);
                Windows { width: before + behind + 1, keys: keys.into_bytes(), chunks: file.u16s() }
            })
            .collect();
        let words = Texts::front_coded(&mut file);
        let sounds = Texts::parted(file.bytes());
        Self { alphabet, chunks, windows, words, sounds }
    }

    /// Phonemes of `word`, lower-case ASCII letters.
    pub(super) fn sound_out(&self, word: &str) -> String {
        let said = match self.words.find(word.as_bytes()) {
            Some(known) => self.spell(self.sounds.get(known)),
            None => stressed(&self.by_letter(word)),
        };
        american(&said)
    }

    /// What the letters say, each by the widest window that is known.
    fn by_letter(&self, word: &str) -> String {
        let mut padded = vec![b'^'; MARGIN];
        padded.extend(word.bytes());
        padded.extend([b'$'; MARGIN]);
        let mut said = String::new();
        for at in MARGIN..MARGIN + word.len() {
            let chunk =
                WINDOWS.iter().zip(&self.windows).rev().find_map(|(&(before, behind), windows)| {
                    windows.find(&padded[at - before..=at + behind])
                });
            if let Some(chunk) = chunk {
                said.push_str(&self.spell(self.chunks.get(chunk as usize)));
            }
        }
        said
    }

    fn spell(&self, codes: &[u8]) -> String {
        codes.iter().filter_map(|&code| self.alphabet.get(usize::from(code).checked_sub(1)?)).collect()
    }
}

impl Windows {
    fn find(&self, window: &[u8]) -> Option<u16> {
        let (mut low, mut high) = (0, self.chunks.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.keys.get(middle * self.width..(middle + 1) * self.width)?.cmp(window) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return self.chunks.get(middle).copied(),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Exactly one vowel bears the stress: the first that was given it, else the first full one, else the first.
fn stressed(said: &str) -> String {
    let mut has_stress = false;
    let mut sound = String::with_capacity(said.len());
    for c in said.chars() {
        let is_stress = c == 'ˈ';
        sound.push(if is_stress && has_stress { 'ˌ' } else { c });
        has_stress |= is_stress;
    }
    if has_stress {
        return sound;
    }
    if let Some(at) = sound.find(|c| FULL_VOWELS.contains(c)) {
        let before = sound[..at].trim_end_matches('ˌ');
        return format!("{before}ˈ{}", &sound[at..]);
    }
    match sound.find('ə') {
        Some(at) if sound[at..].starts_with("əɹ") => format!("{}ˈɜ{}", &sound[..at], &sound[at + 2..]),
        Some(at) => format!("{}ˈʌ{}", &sound[..at], &sound[at + 2..]),
        None => sound,
    }
}

/// A t between vowels is tapped, and an l behind a consonant is a syllable: as the voice's own lexicon has them.
fn american(said: &str) -> String {
    let chars: Vec<char> = said.chars().collect();
    let is_vowel = |c: Option<&char>| c.is_some_and(|c| FULL_VOWELS.contains(*c) || *c == 'ə');
    let mut sound = String::with_capacity(said.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|place| chars.get(place));
        let next = chars.get(at + 1);
        let taps = c == 't'
            && (is_vowel(before) || before == Some(&'ɹ'))
            && is_vowel(next)
            && !(matches!(next, Some('ə' | 'ɪ')) && chars.get(at + 2) == Some(&'n'));
        let is_syllable = c == 'ə'
            && next == Some(&'l')
            && before.is_some_and(|c| !is_vowel(Some(c)) && !"ˈˌɹwj".contains(*c))
            && !is_vowel(chars.get(at + 2));
        sound.push(match c {
            _ if taps => 'T',
            _ if is_syllable => 'ᵊ',
            c => c,
        });
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_as_the_dictionary_has_them() {
        let spelling = Spelling::load();
        for (word, sound) in
            [("putin", "pˈutɪn"), ("pfizer", "fˈIzəɹ"), ("microsoft", "mˈIkɹˌOsˌɔft"), ("donald", "dˈɑnᵊld")]
        {
            assert_eq!(spelling.sound_out(word), sound, "{word}");
        }
    }

    #[test]
    fn any_word_is_said_with_one_stress() {
        let spelling = Spelling::load();
        for word in ["blick", "glopping", "squimble", "xyzzyplugh", "brrr", "zelenskyy", "q"] {
            let sound = spelling.sound_out(word);
            assert!(!sound.is_empty(), "{word}");
            assert!(sound.matches('ˈ').count() <= 1, "{word}: {sound}");
        }
        assert_eq!(spelling.sound_out("blick"), "blˈɪk");
    }
}
