//! The sound of one English word among others: small words that lean on their neighbours, the lexicon, endings,
//! and words made of several.

use super::{
    acronym,
    lexicon::{Lexicon, Next},
    stress::{self, VOWELS},
    tagger::Tag,
};

/// Consonants of the voice. The ɐ of the article is neither: words look past it, as in the voice's training.
const CONSONANTS: &str = "bdfhjklmnpstvwzðŋɡɹʃʒʤʧθ";
/// Vowels, and the r, behind which a t is tapped before an ending.
const TAPPING: &str = "AIOWYiuæɑəɛɪɹʊʌ";
/// Consonants that are doubled before -ing.
const DOUBLED: &str = "bcdgklmnprstvxz";

/// Capitals inside a word that are shorter are letters, whatever words there are.
const SHORTEST_WORD: usize = 3;

/// What the words around say of a word.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub tag: Tag,
    pub next: Next,
    /// Whether the next word is "to".
    pub before_to: bool,
}

impl Next {
    /// What follows a word that stands before `sound`, which itself stands before `self`.
    pub(super) fn before(self, sound: &str) -> Self {
        let kind = |c| match c {
            c if VOWELS.contains(c) => Some(Self::Vowel),
            c if CONSONANTS.contains(c) => Some(Self::Consonant),
            _ => None,
        };
        sound.chars().find_map(kind).unwrap_or(self)
    }
}

/// The sound of `word`, letters with apostrophes and hyphens; `None` if the lexicon lacks one of its parts.
pub(super) fn sound(lexicon: &Lexicon, word: &str, mut place: Place) -> Option<String> {
    let parts = parts(word);
    let mut sounds: Vec<(&str, String)> = Vec::new();
    let mut end = parts.len();
    while end > 0 {
        let from = |start: usize| &word[parts[start].0..parts[end - 1].1];
        let found = (0..end).find_map(|start| Some((start, known(lexicon, from(start), place)?)));
        let Some((start, sound)) = found else {
            if !matches!(from(end - 1), "'" | "-") {
                return None;
            }
            end -= 1;
            continue;
        };
        place = Place { next: place.next.before(&sound), before_to: false, ..place };
        sounds.push((from(start), sound));
        end = start;
    }
    sounds.reverse();
    Some(stress::joined(&sounds)).filter(|sound| !sound.is_empty())
}

/// Where the parts of `word` are: it is parted at hyphens and apostrophes, before a capital behind a small letter
/// (YouTube), and behind a first capital before another that begins a word (JLab).
fn parts(word: &str) -> Vec<(usize, usize)> {
    let mut starts: Vec<usize> = Vec::new();
    // The letter before, and where it is.
    let (mut last, mut last_at) = ('-', 0);
    let mut letters = word.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let is_inner = last.is_lowercase() && c.is_uppercase();
        let is_second = last.is_uppercase()
            && starts.last() == Some(&last_at)
            && c.is_uppercase()
            && letters.peek().is_some_and(|(_, c)| c.is_lowercase());
        if matches!(c, '\'' | '-') || last == '-' || is_inner || is_second {
            starts.push(at);
        }
        (last, last_at) = (c, at);
    }
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// A word that the lexicon has, as it is or without its ending.
fn known(lexicon: &Lexicon, word: &str, place: Place) -> Option<String> {
    let lower = word.to_lowercase();
    if let Some(sound) = small_word(lexicon, &lower, place) {
        return Some(sound);
    }
    // Capitals in a word are letters (OpenAI), but for words among them (MySQL).
    let is_word = (word.len() >= SHORTEST_WORD && lexicon.has(&lower))
        || acronym::is_loud(word, false, |lower| lexicon.has(lower));
    if let Some(letters) = acronym::spelled(word, false).filter(|_| !is_word) {
        return Some(letters);
    }
    // Capitals alone say nothing: the lexicon has the word in small letters.
    let is_shouted = word.len() > 1 && word == word.to_uppercase() && !lexicon.has(word);
    let word = if is_shouted { &lower } else { word };
    let sound = |known: &str| {
        let sound = lexicon.sound(known, place.tag, place.next)?;
        // A word with a capital is said with some stress.
        Some(if word == lower && !is_shouted { sound } else { stress::stressed(sound) })
    };
    let stem =
        |known: Option<String>| known.filter(|known| lexicon.has(known)).and_then(|known| sound(&known));
    let cut = |ending: &str, put: &str| Some(format!("{}{put}", word.strip_suffix(ending)?));
    let longer = |least: usize, known: Option<String>| known.filter(|_| word.len() >= least);
    sound(word)
        .or_else(|| stem(cut("s'", "'s")))
        .or_else(|| stem(cut("'", "")))
        .or_else(|| {
            let one = longer(3, cut("s", "")).filter(|_| !word.ends_with("ss"));
            let two = cut("'s", "").or_else(|| longer(5, cut("es", "")).filter(|_| !word.ends_with("ies")));
            let three = || stem(longer(5, cut("ies", "y")));
            stem(one).or_else(|| stem(two)).or_else(three).map(|stem| with_s(&stem))
        })
        .or_else(|| {
            let one = longer(4, cut("d", "")).filter(|_| !word.ends_with("dd"));
            let two = longer(5, cut("ed", "")).filter(|_| !word.ends_with("eed"));
            stem(one).or_else(|| stem(two)).map(with_ed)
        })
        .or_else(|| {
            let base = longer(5, cut("ing", ""))?;
            let single = || without_double(&base);
            let found = stem(longer(6, Some(base.clone()))).or_else(|| stem(Some(base.clone() + "e")));
            found.or_else(|| stem(single())).map(stress::stressed).map(with_ing)
        })
}

/// Words whose sound leans on what stands around, in small letters.
fn small_word(lexicon: &Lexicon, word: &str, place: Place) -> Option<String> {
    let Place { tag, next, before_to } = place;
    let sound = match word {
        // No article stands before a pause: grade A.
        "a" if tag == Tag::Determiner && next != Next::Pause => "ɐ",
        "a" => "ˈA",
        "am" if next == Next::Pause => "æm",
        "am" => "ɐm",
        "an" => "ɐn",
        "by" if tag == Tag::Adverb => "bˈI",
        "in" if next == Next::Pause || tag != Tag::Preposition => "ˈɪn",
        "in" => "ɪn",
        "the" if next == Next::Vowel => "ði",
        "the" => "ðə",
        "to" if next == Next::Pause => "tu",
        "to" if next == Next::Vowel => "tʊ",
        "to" => "tə",
        "used" => {
            let is_habit = before_to && matches!(tag, Tag::Past | Tag::Adjective);
            return lexicon.sound("used", if is_habit { Tag::Past } else { Tag::Other }, next);
        }
        _ => return None,
    };
    Some(sound.to_owned())
}

/// The base of a word on -ing that doubles its last consonant (vlogging), or has a k behind a c (panicking).
fn without_double(base: &str) -> Option<String> {
    let mut letters = base.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    let is_double = (last == before && DOUBLED.contains(last)) || (last == 'k' && before == 'c');
    is_double.then(|| base[..base.len() - 1].to_owned())
}

/// `stem` with the s of a plural, a verb or an owner.
pub(super) fn with_s(stem: &str) -> String {
    let ending = match stem.chars().next_back() {
        Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => "ᵻz",
        _ => "z",
    };
    format!("{stem}{ending}")
}

fn with_ed(stem: String) -> String {
    match stem.chars().next_back() {
        Some('p' | 'k' | 'f' | 'θ' | 'ʃ' | 's' | 'ʧ') => stem + "t",
        Some('d') => stem + "ᵻd",
        Some('t') => tapped(stem) + "ᵻd",
        _ => stem + "d",
    }
}

fn with_ing(stem: String) -> String {
    tapped(stem) + "ɪŋ"
}

/// `stem` before a vowel: a t behind a vowel is tapped.
fn tapped(stem: String) -> String {
    let mut end = stem.chars().rev();
    if end.next() == Some('t') && end.next().is_some_and(|c| TAPPING.contains(c)) {
        return stem[..stem.len() - 1].to_owned() + "T";
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str, tag: Tag, next: Next) -> Option<String> {
        sound(&Lexicon::load(), word, Place { tag, next, before_to: word == "used" })
    }

    #[test]
    fn small_words_lean_on_what_follows() {
        for (word, tag, next, expected) in [
            ("the", Tag::Determiner, Next::Vowel, "ði"),
            ("The", Tag::Determiner, Next::Consonant, "ðə"),
            ("to", Tag::To, Next::Vowel, "tʊ"),
            ("to", Tag::To, Next::Consonant, "tə"),
            ("to", Tag::To, Next::Pause, "tu"),
            ("a", Tag::Determiner, Next::Consonant, "ɐ"),
            ("a", Tag::Name, Next::Consonant, "ˈA"),
            ("A", Tag::Determiner, Next::Pause, "ˈA"),
            ("in", Tag::Preposition, Next::Vowel, "ɪn"),
            ("in", Tag::Adverb, Next::Vowel, "ˈɪn"),
            ("used", Tag::Past, Next::Consonant, "jˈust"),
            ("used", Tag::Participle, Next::Consonant, "jˈuzd"),
            ("And", Tag::Other, Next::Consonant, "ˌænd"),
        ] {
            assert_eq!(said(word, tag, next).as_deref(), Some(expected), "{word} {tag:?} {next:?}");
        }
    }

    #[test]
    fn endings_follow_the_sound() {
        for (word, expected) in [
            ("podcasts", "pˈɑdkˌæsts"),
            ("smartwatches", "smˈɑɹtwɑʧᵻz"),
            ("Boeing's", "bˈOɪŋz"),
            ("vlogging", "vlˈɑɡɪŋ"),
            ("rebooted", "ɹˌibˈuTᵻd"),
        ] {
            assert_eq!(said(word, Tag::Noun, Next::Consonant).as_deref(), Some(expected), "{word}");
        }
        assert_eq!(said("qzxwving", Tag::Noun, Next::Consonant), None);
        assert_eq!(said("sautéing", Tag::Verb, Next::Consonant), None);
    }

    #[test]
    fn compounds_are_said_part_by_part() {
        for (word, expected) in [
            ("iPhone", "ˈIfˌOn"),
            ("twenty-five", "twˈɛntifˌIv"),
            ("OpenAI", "ˌOpᵊnˌAˈI"),
            ("MySQL", "mˌIsˈikwəl"),
            ("JLab", "ʤˈAlˌæb"),
            ("DonNU", "dˌɑnˌɛnjˈu"),
            ("iPhone's", "ˈIfˌOnz"),
        ] {
            assert_eq!(said(word, Tag::Name, Next::Consonant).as_deref(), Some(expected), "{word}");
        }
        assert_eq!(parts("YouTube's").len(), 3);
        assert_eq!(said("'-'", Tag::Noun, Next::Pause), None);
    }
}
