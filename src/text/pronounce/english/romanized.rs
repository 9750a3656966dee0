//! Chinese names in Latin letters (Pinyin), as English speakers say them: Xi, Qingdao, Huawei.

/// Initials, the longer ones first, and how they are said.
const INITIALS: [(&str, &str); 24] = [
    ("zh", "ʤ"),
    ("ch", "ʧ"),
    ("sh", "ʃ"),
    ("b", "b"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "d"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "ɡ"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ʤ"),
    ("q", "ʧ"),
    ("x", "ʃ"),
    ("r", "ɹ"),
    ("z", "dz"),
    ("c", "ts"),
    ("s", "s"),
    ("y", "j"),
    ("w", "w"),
    ("", ""),
];
/// Finals, the longer ones first, and how they are said. The vowel that bears the stress is marked.
const FINALS: [(&str, &str); 34] = [
    ("iang", "jˈɑŋ"),
    ("uang", "wˈɑŋ"),
    ("iong", "jˈOŋ"),
    ("iao", "jˈW"),
    ("ian", "jˈɛn"),
    ("ing", "ˈɪŋ"),
    ("ang", "ˈɑŋ"),
    ("eng", "ˈʌŋ"),
    ("ong", "ˈOŋ"),
    ("uai", "wˈI"),
    ("uan", "wˈɑn"),
    ("ai", "ˈI"),
    ("ei", "ˈA"),
    ("ao", "ˈW"),
    ("ou", "ˈO"),
    ("an", "ˈɑn"),
    ("en", "ˈʌn"),
    ("in", "ˈɪn"),
    ("un", "wˈʌn"),
    ("ia", "jˈɑ"),
    ("ie", "jˈA"),
    ("iu", "jˈO"),
    ("ua", "wˈɑ"),
    ("uo", "wˈɔ"),
    ("ui", "wˈA"),
    ("ue", "wˈA"),
    ("er", "ˈɜɹ"),
    ("a", "ˈɑ"),
    ("o", "ˈO"),
    ("e", "ˈʌ"),
    ("i", "ˈi"),
    ("u", "ˈu"),
    ("v", "ˈu"),
    ("ü", "ˈu"),
];
/// Letters that are hardly ever so in English names: a q without u, an x or a zh before a vowel.
const MARKS: [&str; 8] = ["zh", "xi", "xu", "qi", "xua", "qua", "hua", "uang"];
/// The most syllables of a name.
const MOST: usize = 4;

/// The sound of a name in Pinyin, lower-case; `None` where it is no Pinyin, or may as well be English.
pub(super) fn sound_out(word: &str) -> Option<String> {
    if !MARKS.iter().any(|mark| word.contains(mark)) {
        return None;
    }
    let syllables = syllables(word, MOST)?;
    let last = syllables.len() - 1;
    // The last syllable is the strongest, as in Beijing.
    Some(
        syllables
            .iter()
            .enumerate()
            .map(|(at, said)| if at == last { said.clone() } else { said.replace('ˈ', "ˌ") })
            .collect(),
    )
}

/// The syllables that all of `word` is made of, the longest first.
fn syllables(word: &str, most: usize) -> Option<Vec<String>> {
    if word.is_empty() {
        return Some(Vec::new());
    }
    if most == 0 {
        return None;
    }
    for (initial, onset) in INITIALS.iter().filter(|(initial, _)| word.starts_with(initial)) {
        let rest = &word[initial.len()..];
        for (_, (written, said)) in
            FINALS.iter().enumerate().filter(|(_, (written, _))| rest.starts_with(written))
        {
            if let Some(mut behind) = syllables(&rest[written.len()..], most - 1) {
                behind.insert(0, joined(initial, onset, written, said));
                return Some(behind);
            }
        }
    }
    None
}

/// An initial and a final together: 知 and its like have no vowel of their own, and y and w are the glide.
fn joined(initial: &str, onset: &str, written: &str, said: &str) -> String {
    match (initial, written) {
        ("zh" | "ch" | "sh" | "r", "i") => format!("{onset}ˈɜɹ"),
        ("z" | "c" | "s", "i") => format!("{onset}ˈʊ"),
        ("y" | "w", _) => format!("{onset}{}", said.trim_start_matches(['j', 'w'])),
        _ => format!("{onset}{said}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_is_said_and_english_is_left() {
        for (word, expected) in [
            ("xi", Some("ʃˈi")),
            ("huawei", Some("hwˌɑwˈA")),
            ("qingdao", Some("ʧˌɪŋdˈW")),
            ("shenzhen", Some("ʃˌʌnʤˈʌn")),
            ("quick", None),
            ("maxim", None),
            ("putin", None),
        ] {
            assert_eq!(sound_out(word).as_deref(), expected, "{word}");
        }
    }
}
