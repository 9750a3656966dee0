//! Stress marks in the sound of an English word.

pub(super) const PRIMARY: char = 'ˈ';
pub(super) const SECONDARY: char = 'ˌ';
/// Vowels of the voice that may bear a stress mark.
pub(super) const VOWELS: &str = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
/// Phonemes that are two sounds in one.
const DOUBLE: &str = "AIOQWYʤʧ";

/// `sound`, its first vowel stressed a little if no vowel is stressed.
pub(super) fn stressed(sound: String) -> String {
    if sound.contains([PRIMARY, SECONDARY]) {
        return sound;
    }
    match sound.find(|c| VOWELS.contains(c)) {
        Some(at) => format!("{}{SECONDARY}{}", &sound[..at], &sound[at..]),
        None => sound,
    }
}

/// `sound`, its main stress made a secondary one, and its secondary ones taken away.
fn weakened(sound: &str) -> String {
    if !sound.contains(PRIMARY) {
        return sound.to_owned();
    }
    sound.replace(SECONDARY, "").replace(PRIMARY, "ˌ")
}

/// The parts of a compound, as they are written and said, as one word: not more than half of them keep their main
/// stress, the heavier ones. Of an initial and a word (iPhone) the initial does.
pub(super) fn joined(parts: &[(&str, String)]) -> String {
    let is_stressed = |sound: &str| sound.contains(PRIMARY);
    let mut weak: Vec<usize> = Vec::new();
    if let [(initial, _), _] = parts
        && initial.len() == 1
    {
        weak.push(1);
    } else if parts.iter().filter(|(_, sound)| is_stressed(sound)).count() > parts.len().div_ceil(2) {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|&at| (is_stressed(&parts[at].1), weight(&parts[at].1)));
        weak.extend(&order[..parts.len() / 2]);
    }
    let said = |(at, (_, sound)): (usize, &(&str, String))| {
        if weak.contains(&at) { weakened(sound) } else { sound.clone() }
    };
    parts.iter().enumerate().map(said).collect()
}

fn weight(sound: &str) -> usize {
    sound.chars().map(|c| if DOUBLE.contains(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_without_stress_gets_some() {
        assert_eq!(stressed("ænd".to_owned()), "ˌænd");
        assert_eq!(stressed("hæz".to_owned()), "hˌæz");
        assert_eq!(stressed("ˈæpᵊl".to_owned()), "ˈæpᵊl");
        assert_eq!(stressed("s".to_owned()), "s");
    }

    #[test]
    fn a_compound_has_one_main_stress() {
        let join = |parts: &[(&str, &str)]| {
            joined(&parts.iter().map(|&(word, sound)| (word, sound.to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(join(&[("twenty", "twˈɛnti"), ("five", "fˈIv")]), "twˈɛntifˌIv");
        assert_eq!(join(&[("Face", "fˈAs"), ("Book", "bˈʊk")]), "fˈAsbˌʊk");
        assert_eq!(join(&[("i", "ˈI"), ("Phone", "fˈOn")]), "ˈIfˌOn");
        assert_eq!(join(&[("there", "ðɛɹ"), ("'s", "z")]), "ðɛɹz");
    }
}
