//! English words: the lexicon of the voice's own front-end, letters spelled out, and rules for the rest.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use misaki_rs::{G2P, Language};

use super::{heteronym, romanized, spelling::Spelling};

/// How each letter is named, without stress; secondary and primary stress are put before the vowel.
const LETTERS: [(&str, &str); 26] = [
    ("", "A"),
    ("b", "i"),
    ("s", "i"),
    ("d", "i"),
    ("", "i"),
    ("", "ɛf"),
    ("ʤ", "i"),
    ("", "Aʧ"),
    ("", "I"),
    ("ʤ", "A"),
    ("k", "A"),
    ("", "ɛl"),
    ("", "ɛm"),
    ("", "ɛn"),
    ("", "O"),
    ("p", "i"),
    ("kj", "u"),
    ("", "ɑɹ"),
    ("", "ɛs"),
    ("t", "i"),
    ("j", "u"),
    ("v", "i"),
    ("dˈʌbᵊlj", "u"),
    ("", "ɛks"),
    ("w", "I"),
    ("z", "i"),
];

/// Acronyms that are read as a word, though they are written in capitals.
const READ_AS_WORDS: [&str; 40] = [
    "AIDS", "APEC", "ASEAN", "BASIC", "BRICS", "CAPTCHA", "COVID", "DRAM", "FIFA", "FIDE", "GIF", "HEPA",
    "IKEA", "INTERPOL", "JPEG", "LASER", "LED", "LEGO", "MERS", "MIT", "NAFTA", "NASA", "NASDAQ", "NATO",
    "NORAD", "NVIDIA", "OK", "OPEC", "PIN", "RAM", "ROM", "SARS", "SIM", "SWAT", "SWIFT", "TED", "TOEIC",
    "UEFA", "UNESCO", "UNICEF",
];
/// Of these, what is spelled after all: kept apart so that the list above reads as a list.
const SPELLED: [&str; 4] = ["LED", "MIT", "OK", "TED"];

/// Acronyms that are spelled in a headline of capitals too.
const ACRONYMS: [&str; 42] = [
    "AI", "API", "APP", "ATM", "BBC", "CBS", "CEO", "CFO", "CIA", "CNN", "CPI", "DIY", "DNA", "DOJ", "EPA",
    "ESG", "ETF", "EU", "EV", "FBI", "FDA", "GDP", "GOP", "GPS", "GPU", "IMF", "IPO", "IRS", "ISIS", "MLB",
    "MVP", "NBA", "NFL", "OECD", "SEC", "TV", "UAE", "UFO", "UK", "UN", "US", "USA",
];

/// Symbols of the Kokoro vocabulary that a word may hold.
const SYMBOLS: &str =
    "AIOQSTWYabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲᵊᵻʣʥʦʨᵝꭧ ";

/// Words with accents that are other words without, or not in the lexicon.
const ACCENTED: [(&str, &str); 14] = [
    ("résumé", "ɹˈɛzəmˌA"),
    ("résumés", "ɹˈɛzəmˌAz"),
    ("rosé", "ɹOzˈA"),
    ("exposé", "ˌɛkspOzˈA"),
    ("pâté", "pɑtˈA"),
    ("café", "kæfˈA"),
    ("cafés", "kæfˈAz"),
    ("fiancé", "fˌiɑnsˈA"),
    ("fiancée", "fˌiɑnsˈA"),
    ("cliché", "kliʃˈA"),
    ("protégé", "pɹˈOTəʒˌA"),
    ("beyoncé", "biˈɑnsA"),
    ("são", "sˈW"),
    ("naïve", "nɑˈiv"),
];
/// Longest word that is sounded out; of a longer one as many letters are named.
const MOST_LETTERS: usize = 40;

/// Longest word that is looked up, in bytes.
const LONGEST: usize = 60;

/// Words looked up one by one where no more stand together: there is no sentence to learn from, and
/// the tagger that the lexicon asks costs milliseconds.
const ALONE: usize = 2;
/// Groups of words whose sound is kept: an article names the same things again and again.
const KEPT: usize = 4096;

/// The sound of English words; its lexicon is read when the first one comes.
#[derive(Default)]
pub(super) struct English {
    lexicon: OnceLock<G2P>,
    spelling: OnceLock<Spelling>,
    kept: Mutex<HashMap<String, Vec<String>>>,
}

impl English {
    /// Reads the lexicon now, about 0.3 s.
    pub(super) fn warm_up(&self) {
        self.lexicon();
    }

    #[cfg(test)]
    pub(super) fn is_warm(&self) -> bool {
        self.lexicon.get().is_some()
    }

    /// Phonemes of each of `words`, which stand side by side; marks between them help to choose.
    pub(super) fn phonemes(&self, words: &[&str]) -> Vec<String> {
        let lowered: Vec<String>;
        let lowered_words: Vec<&str>;
        let words = if is_shouted(words) {
            let is_kept =
                |word: &str| ACRONYMS.contains(&word) || READ_AS_WORDS.contains(&word) || !has_vowel(word);
            lowered = words
                .iter()
                .map(|word| if is_kept(word) { (*word).to_owned() } else { word.to_lowercase() })
                .collect();
            lowered_words = lowered.iter().map(String::as_str).collect();
            &lowered_words
        } else {
            words
        };
        let is_alone = words.iter().filter(|word| word.starts_with(char::is_alphabetic)).count() == 1;
        let known = |(at, word): (usize, &&str)| {
            // The lexicon takes time that grows with the square of a word's length, and has none so long.
            let is_long = word.len() > LONGEST;
            spelled(word, is_alone)
                .or_else(|| is_long.then(|| self.by_rule(word)))
                .or_else(|| heteronym::sound(words, at).map(str::to_owned))
                .or_else(|| self.accented(word))
        };
        let mut sounds: Vec<Option<String>> = words.iter().enumerate().map(known).collect();
        if sounds.iter().all(Option::is_some) {
            return sounds.into_iter().flatten().collect();
        }
        let key = words.join("\n");
        if let Some(known) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let count = words.iter().filter(|word| word.starts_with(char::is_alphabetic)).count();
        if count <= ALONE {
            for (sound, word) in sounds.iter_mut().zip(words) {
                if sound.is_none() && !word.starts_with(char::is_alphabetic) {
                    *sound = Some(String::new());
                } else if sound.is_none() {
                    *sound = self.entry(word);
                }
            }
        }
        if sounds.iter().any(Option::is_none) {
            self.look_up(words, &mut sounds);
        }
        let found: Vec<String> = sounds.into_iter().map(Option::unwrap_or_default).collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.insert(key, found.clone());
        }
        found
    }

    /// What the lexicon has for a word by itself.
    fn entry(&self, word: &str) -> Option<String> {
        if !word.bytes().all(|c| c.is_ascii_alphabetic() || c == b'\'') {
            return None;
        }
        let tag = if word.starts_with(char::is_uppercase) { "NNP" } else { "NN" };
        let (phonemes, _) = self.lexicon().lexicon.get_word(word, tag, None, None)?;
        let sound = clean(&phonemes);
        (!sound.trim().is_empty() && !phonemes.contains('❓')).then_some(sound)
    }

    fn look_up(&self, words: &[&str], sounds: &mut [Option<String>]) {
        // One text, so that the neighbours tell a noun from a verb; where each word ends in it.
        let mut text = String::new();
        let mut ends = Vec::with_capacity(words.len());
        for word in words {
            if !text.is_empty() && word.starts_with(char::is_alphanumeric) {
                text.push(' ');
            }
            text.extend(word.chars().filter(|c| !"[]()*_".contains(*c)));
            ends.push(text.len());
        }
        let mut found: Vec<String> = vec![String::new(); words.len()];
        let mut unknown: Vec<bool> = vec![false; words.len()];
        let tokens = self.lexicon().g2p(&text).map(|(_, tokens)| tokens).unwrap_or_default();
        let mut at = 0;
        for token in &tokens {
            let Some(start) = text[at..].find(token.text.as_str()).map(|skip| at + skip) else { continue };
            at = start + token.text.len();
            let word = ends.partition_point(|&end| end <= start);
            let Some(sound) = found.get_mut(word) else { break };
            let phonemes = token.phonemes.as_deref().unwrap_or_default();
            let part = clean(phonemes);
            let letters = token.text.chars().any(char::is_alphabetic);
            if letters && (part.trim().is_empty() || phonemes.contains('❓')) {
                unknown[word] = true;
            }
            // Between the two halves of a hyphenated word the lexicon leaves no space of its own.
            if !part.trim().is_empty() {
                if !sound.is_empty() && text[..start].ends_with(' ') {
                    sound.push(' ');
                }
                sound.push_str(part.trim());
            }
        }
        for ((slot, sound), (unknown, word)) in sounds.iter_mut().zip(found).zip(unknown.iter().zip(words)) {
            if slot.is_some() {
                continue;
            }
            *slot = Some(if *unknown || sound.is_empty() { self.by_rule(word) } else { sound });
        }
    }

    /// A word with accents: as it is written without, or as it ends.
    fn accented(&self, word: &str) -> Option<String> {
        if word.is_ascii() || !word.chars().any(|c| c.is_alphabetic() && unaccented(c).is_some()) {
            return None;
        }
        let lower = word.to_lowercase();
        if let Some((_, sound)) = ACCENTED.iter().find(|(known, _)| *known == lower) {
            return Some((*sound).to_owned());
        }
        let plain: String = word.chars().filter_map(unaccented).collect();
        self.entry(&plain)
    }

    /// An unknown word by rule; one without a vowel is spelled.
    fn by_rule(&self, word: &str) -> String {
        if let Some(owner) = word.strip_suffix("'s") {
            let sound = self.by_rule(owner);
            let tail = match sound.chars().next_back() {
                Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => "ᵻz",
                Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
                _ => "z",
            };
            return sound + tail;
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

    fn lexicon(&self) -> &G2P {
        self.lexicon.get_or_init(|| G2P::new(Language::EnglishUS))
    }
}

/// Whether words in capitals are a headline and no acronyms: three or more, all of them, with a longer one among them.
fn is_shouted(words: &[&str]) -> bool {
    let is_word = |word: &&&str| word.len() > 1 && word.starts_with(char::is_alphabetic);
    let all: Vec<&&str> = words.iter().filter(is_word).collect();
    all.len() >= 3
        && all.iter().all(|word| !word.contains(|c: char| c.is_lowercase()))
        && all.iter().any(|word| word.len() > 3 && has_vowel(word) && !READ_AS_WORDS.contains(word))
}

fn has_vowel(word: &str) -> bool {
    word.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
}

/// A word of capitals that is said letter by letter, possibly with a plural or possessive s.
/// `is_alone` where no other English word stands beside it: there an A is a letter.
fn spelled(word: &str, is_alone: bool) -> Option<String> {
    if matches!(word, "A" | "a" | "I") {
        return (is_alone || word == "I").then(|| letters(word));
    }
    let owned = word.strip_suffix("'s").or_else(|| word.strip_suffix('s').filter(|stem| stem.len() > 1));
    let (stem, tail) = owned.map_or((word, ""), |stem| (stem, "z"));
    let is_capital = |c: u8| c.is_ascii_uppercase();
    let is_acronym = stem.len() <= 8
        && stem.bytes().filter(|&c| is_capital(c)).count() <= 5
        && stem.bytes().all(|c| is_capital(c) || c == b'.' || c == b'&')
        && stem.bytes().any(is_capital)
        && (!READ_AS_WORDS.contains(&stem) || SPELLED.contains(&stem));
    let is_letter = word.len() == 1 && word.bytes().all(|c| c.is_ascii_alphabetic());
    (is_acronym || is_letter).then(|| letters(stem) + tail)
}

/// The names of the letters of `word`; other characters are left out.
pub(super) fn letters(word: &str) -> String {
    let named: Vec<_> = word
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .map(|c| LETTERS[(c.to_ascii_lowercase() - b'a') as usize])
        .collect();
    let mut sound = String::new();
    if let Some((before, after)) = word.split_once('&') {
        return format!("{} ænd {}", letters(before), letters(after));
    }
    for (at, (onset, rest)) in named.iter().enumerate() {
        let is_last = at + 1 == named.len();
        let has_own = onset.contains('ˈ');
        sound.push_str(onset);
        if !has_own {
            sound.push(if is_last { 'ˈ' } else { 'ˌ' });
        }
        sound.push_str(rest);
    }
    sound
}

/// The letter without its accent; nothing for what is no Latin letter.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' | 'A'..='Z' => c,
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => 'a',
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' => 'i',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ç' | 'Ç' | 'ć' | 'č' | 'Č' => 'c',
        'ñ' | 'Ñ' | 'ń' => 'n',
        'š' | 'Š' | 'ś' | 'ş' => 's',
        'ž' | 'Ž' | 'ź' | 'ż' => 'z',
        'ý' | 'ÿ' => 'y',
        'ł' | 'Ł' => 'l',
        'ğ' => 'g',
        'đ' => 'd',
        'ř' => 'r',
        'ß' => 's',
        'æ' | 'œ' => 'e',
        _ => return None,
    })
}

/// What of `phonemes` the voice knows; the tap and the syllabic marks of other dialects fold in.
fn clean(phonemes: &str) -> String {
    phonemes.chars().map(|c| if c == 'g' { 'ɡ' } else { c }).filter(|&c| SYMBOLS.contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_spelled() {
        assert_eq!(letters("GDP"), "ʤˌidˌipˈi");
        assert_eq!(spelled("AI", true).as_deref(), Some("ˌAˈI"));
        assert_eq!(spelled("NASA", true), None);
        assert_eq!(spelled("Taipei", true), None);
        assert_eq!(spelled("CEOs", true).as_deref(), Some("sˌiˌiˈOz"));
        assert_eq!(spelled("LED", true).as_deref(), Some("ˌɛlˌidˈi"));
        assert_eq!(spelled("a", false), None);
        assert_eq!(letters("R&D"), "ˈɑɹ ænd dˈi");
    }
}
