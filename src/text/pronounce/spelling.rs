//! Letter-to-sound rules for English words that no dictionary holds.

/// Letters at a place in a word and how they sound; the first row that fits is taken. `^` asks for
/// the start of the word, `$` for its end; `V` is whether the sound is a vowel.
const RULES: [(&str, &str); 118] = [
    ("^kn", "n"),
    ("^gn", "n"),
    ("^wr", "ɹ"),
    ("^ps", "s"),
    ("^wh", "w"),
    ("^x", "z"),
    ("^mc", "mək"),
    ("^rh", "ɹ"),
    ("^ts", "ts"),
    ("^zh", "ʒ"),
    ("^xi", "ʃi"),
    ("^qi", "ʧi"),
    ("tion$", "ʃən"),
    ("sion$", "ʒən"),
    ("tial$", "ʃəl"),
    ("cial$", "ʃəl"),
    ("cious$", "ʃəs"),
    ("tious$", "ʃəs"),
    ("ture$", "ʧəɹ"),
    ("sure$", "ʒəɹ"),
    ("ible$", "əbəl"),
    ("able$", "əbəl"),
    ("ough$", "O"),
    ("augh", "ɔ"),
    ("eigh", "A"),
    ("igh", "I"),
    ("dge", "ʤ"),
    ("tch", "ʧ"),
    ("sch", "sk"),
    ("ing$", "ɪŋ"),
    ("ings$", "ɪŋz"),
    ("ous$", "əs"),
    ("ism$", "ɪzəm"),
    ("ers$", "əɹz"),
    ("er$", "əɹ"),
    ("or$", "əɹ"),
    ("ar$", "ɑɹ"),
    ("el$", "əl"),
    ("al$", "əl"),
    ("le$", "əl"),
    ("re$", "əɹ"),
    ("ey$", "i"),
    ("ie$", "i"),
    ("y$", "i"),
    ("ed$", "d"),
    ("es$", "z"),
    ("gue$", "ɡ"),
    ("que$", "k"),
    ("mb$", "m"),
    ("ph", "f"),
    ("sh", "ʃ"),
    ("ch", "ʧ"),
    ("th", "θ"),
    ("gh", "ɡ"),
    ("ck", "k"),
    ("qu", "kw"),
    ("ng$", "ŋ"),
    ("nk", "ŋk"),
    ("ng", "ŋɡ"),
    ("sc", "sk"),
    ("ci", "si"),
    ("ce", "sɛ"),
    ("cy", "si"),
    ("ge$", "ʤ"),
    ("gi", "ʤɪ"),
    ("ce$", "s"),
    ("ai", "A"),
    ("ay", "A"),
    ("au", "ɔ"),
    ("aw", "ɔ"),
    ("ea", "i"),
    ("ee", "i"),
    ("ei", "A"),
    ("eu", "u"),
    ("ew", "u"),
    ("ia", "iə"),
    ("ie", "i"),
    ("io", "iO"),
    ("oa", "O"),
    ("oi", "Y"),
    ("oy", "Y"),
    ("oo", "u"),
    ("ou", "W"),
    ("ow", "O"),
    ("ue", "u"),
    ("ui", "u"),
    ("ar", "ɑɹ"),
    ("er", "əɹ"),
    ("ir", "ɜɹ"),
    ("or", "ɔɹ"),
    ("ur", "ɜɹ"),
    ("a$", "ə"),
    ("e$", ""),
    ("i$", "i"),
    ("o$", "O"),
    ("u$", "u"),
    ("a", "æ"),
    ("b", "b"),
    ("c", "k"),
    ("d", "d"),
    ("e", "ɛ"),
    ("f", "f"),
    ("g", "ɡ"),
    ("h", "h"),
    ("i", "ɪ"),
    ("j", "ʤ"),
    ("k", "k"),
    ("l", "l"),
    ("m", "m"),
    ("n", "n"),
    ("o", "ɑ"),
    ("p", "p"),
    ("q", "k"),
    ("r", "ɹ"),
    ("s", "s"),
    ("t", "t"),
    ("u", "ʌ"),
    ("v", "v"),
];
/// The rest of the alphabet.
const LAST: [(&str, &str); 4] = [("w", "w"), ("x", "ks"), ("y", "i"), ("z", "z")];

/// Sounds that can bear the stress.
const VOWELS: &str = "AIOQWYaiuæɑɔɛɜɪʊʌ";

/// Phonemes of `word`, lower-case ASCII letters; the stress falls on the first full vowel, or in a
/// long word on the second.
pub(super) fn sound_out(word: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < word.len() {
        let (len, sound) = long_vowel(word, at).or_else(|| rule(word, at)).unwrap_or((1, ""));
        // A doubled consonant sounds once.
        let doubled =
            parts.last() == Some(&sound) && !sound.is_empty() && !sound.chars().any(|c| VOWELS.contains(c));
        if !doubled {
            parts.push(sound);
        }
        at += len;
    }
    stressed(&parts.concat())
}

fn rule(word: &str, at: usize) -> Option<(usize, &'static str)> {
    RULES.iter().chain(&LAST).find_map(|&(pattern, sound)| {
        let (pattern, at_start) = pattern.strip_prefix('^').map_or((pattern, false), |rest| (rest, true));
        let (letters, at_end) = pattern.strip_suffix('$').map_or((pattern, false), |rest| (rest, true));
        let fits = word[at..].starts_with(letters)
            && (!at_start || at == 0)
            && (!at_end || (at + letters.len() == word.len() && at > 0));
        fits.then_some((letters.len(), sound))
    })
}

/// A vowel before one consonant and a final e: make, Nike, Zone.
fn long_vowel(word: &str, at: usize) -> Option<(usize, &'static str)> {
    let rest = word.as_bytes().get(at..)?;
    let &[vowel, consonant, b'e'] = rest else { return None };
    if b"aeiouywxr".contains(&consonant) {
        return None;
    }
    Some((
        1,
        match vowel {
            b'a' => "A",
            b'e' => "i",
            b'i' | b'y' => "I",
            b'o' => "O",
            b'u' => "u",
            _ => return None,
        },
    ))
}

fn stressed(sound: &str) -> String {
    let vowels: Vec<usize> =
        sound.char_indices().filter(|&(_, c)| VOWELS.contains(c)).map(|(at, _)| at).collect();
    let place = if vowels.len() > 3 { vowels.get(1) } else { vowels.first() };
    match place {
        Some(&at) => format!("{}ˈ{}", &sound[..at], &sound[at..]),
        None => sound.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_sounded_out() {
        for (word, sound) in [
            ("blick", "blˈɪk"),
            ("zake", "zˈAk"),
            ("glopping", "ɡlˈɑpɪŋ"),
            ("kneff", "nˈɛf"),
            ("squimble", "skwˈɪmbəl"),
        ] {
            assert_eq!(sound_out(word), sound, "{word}");
        }
    }
}
