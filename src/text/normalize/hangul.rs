//! Korean, romanized.

use super::{Line, Part, english_part as english};

/// Longest stretch of Korean that is one word.
const LONGEST: usize = 24;
/// The first syllable of Unicode's block, which holds all of them in order.
const FIRST: u32 = 0xAC00;
/// Consonants that start a syllable, its vowels, and consonants that end it, in the order of Unicode: Revised
/// Romanization of Korean (2000), each syllable by itself.
const STARTS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
];
const ENDS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

/// Rule: Korean is read romanized: 박보검.
pub(super) fn hangul(line: &Line, at: usize) -> Option<Vec<Part>> {
    let end = line.while_within(at, LONGEST, |c| matches!(c, '가'..='힣'));
    let word: String = line.text(at..end).chars().flat_map(syllable).collect();
    (!word.is_empty()).then(|| english(end, word))?
}

/// One syllable in Latin letters.
fn syllable(c: char) -> [&'static str; 3] {
    let place = (u32::from(c) - FIRST) as usize;
    let (end, vowel, start) = (place % 28, place / 28 % 21, place / 28 / 21);
    [STARTS[start], VOWELS[vowel], ENDS[end]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use tingxinwen_core::article::Language;

    #[test]
    fn korean_is_said_in_latin_letters() {
        for (written, spoken) in
            [("박보검", "bakbogeom"), ("서울", "seoul"), ("힣", "hit"), ("한글", "hangeul")]
        {
            let line = Line::new(written, Language::Mandarin);
            assert_eq!(hangul(&line, 0), english(line.len(), spoken), "{written}");
        }
    }
}
