//! Words in capitals: which are named letter by letter, and how.

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
const READ_AS_WORDS: [&str; 65] = [
    "ACER", "AIDS", "APEC", "ASEAN", "ASUS", "AUKUS", "BASIC", "BENQ", "BRICS", "CAPTCHA", "CERN", "COVID",
    "DACA", "DARPA", "DRAM", "EBITDA", "FEMA", "FTSE", "FIDE", "FIFA", "GIF", "HEPA", "HIPAA", "IKEA",
    "INTERPOL", "JPEG", "JSON", "LASER", "LEGO", "LIDAR", "MENSA", "MERS", "NAFTA", "NAND", "NASA", "NASDAQ",
    "NATO", "NIST", "NOAA", "NORAD", "NVIDIA", "OPEC", "OPPO", "OSHA", "PETA", "PIN", "RAM", "ROM", "SARS",
    "SCADA", "SIM", "SONY", "SRAM", "SWAT", "SWIFT", "TOEFL", "TOEIC", "UEFA", "UNESCO", "UNICEF", "UNIQLO",
    "VIVO", "WIFI", "YAML", "ZARA",
];

/// Acronyms that are spelled in a headline of capitals too.
const ACRONYMS: [&str; 46] = [
    "AI", "API", "APP", "ATM", "BBC", "CBS", "CEO", "CFO", "CIA", "CNN", "CPI", "DIY", "DNA", "DOJ", "EPA",
    "ESG", "ETF", "EU", "EV", "FBI", "FDA", "GDP", "GOP", "GPS", "GPU", "IMF", "IPO", "IRS", "ISIS", "LED",
    "MIT", "MLB", "MVP", "NBA", "NFL", "OECD", "OK", "SEC", "TED", "TV", "UAE", "UFO", "UK", "UN", "US",
    "USA",
];

/// Short words that capitals only make louder: NOT, NEW. Longer ones are found in the lexicon.
const LOUD: [&str; 63] = [
    "ALL", "AND", "ANY", "ARE", "AIR", "BAD", "BAN", "BE", "BIG", "BOX", "BUT", "BUY", "BY", "DAY", "DID",
    "DO", "FOR", "FUN", "GET", "GOT", "HAD", "HAS", "HER", "HIS", "HOT", "HOW", "ITS", "JOB", "KEY", "LET",
    "LOT", "MAX", "MY", "NEW", "NO", "NOT", "NOW", "OF", "OFF", "OLD", "ONE", "OUR", "OUT", "OWN", "PRO",
    "RED", "RUN", "SAY", "SEE", "SHE", "THE", "TO", "TOO", "TOP", "TRY", "TWO", "WAS", "WAY", "WE", "WHY",
    "WIN", "YES", "YOU",
];

/// Whether `word`, in capitals, may be a word that is only louder, which is one where the lexicon has it: FREE, OPEN. So
/// short ones as NOT are too, but two letters only beside others.
pub(super) fn is_loud(word: &str, is_alone: bool, is_known: impl Fn(&str) -> bool) -> bool {
    let is_capital = word.bytes().all(|c| c.is_ascii_uppercase());
    match word.len() {
        _ if !is_capital || ACRONYMS.contains(&word) => false,
        2 => !is_alone && LOUD.contains(&word),
        3 => LOUD.contains(&word),
        4..=8 => has_vowel(word) && is_known(&word.to_lowercase()),
        _ => false,
    }
}

/// Whether words that are written so, in capitals, are a headline and no acronyms: three or more, all of them, with a longer
/// one among them.
pub(super) fn is_shouted(words: &[&str]) -> bool {
    let is_word = |word: &&&str| word.len() > 1 && word.starts_with(char::is_alphabetic);
    let all: Vec<&&str> = words.iter().filter(is_word).collect();
    all.len() >= 3
        && all.iter().all(|word| !word.contains(|c: char| c.is_lowercase()))
        && all.iter().any(|word| word.len() > 3 && has_vowel(word) && !READ_AS_WORDS.contains(word))
}

/// A word of such a headline: in small letters, but for acronyms.
pub(super) fn lowered(word: &str) -> String {
    let is_kept = ACRONYMS.contains(&word) || READ_AS_WORDS.contains(&word) || !has_vowel(word);
    if is_kept { word.to_owned() } else { word.to_lowercase() }
}

fn has_vowel(word: &str) -> bool {
    word.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
}

/// A word of capitals that is said letter by letter, possibly with a plural or possessive s.
/// `is_alone` where no other English word stands beside it: there an A is a letter.
pub(super) fn spelled(word: &str, is_alone: bool) -> Option<String> {
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
        && !READ_AS_WORDS.contains(&stem);
    let is_letter = word.len() == 1 && word.bytes().all(|c| c.is_ascii_alphabetic());
    (is_acronym || is_letter || is_tagged(stem)).then(|| letters(stem) + tail)
}

/// Whether a small letter stands before an acronym: kW, mRNA.
fn is_tagged(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && (2..=6).contains(&word.len())
        && word.bytes().skip(1).all(|c| c.is_ascii_uppercase())
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
        assert_eq!(spelled("mRNA", false).as_deref(), Some("ˌɛmˌɑɹˌɛnˈA"));
        assert_eq!(spelled("iPhone", false), None);
        assert_eq!(letters("R&D"), "ˈɑɹ ænd dˈi");
    }

    #[test]
    fn capitals_may_only_be_louder() {
        let is_known = |word: &str| matches!(word, "free" | "open" | "ted");
        for (word, is_alone, expected) in [
            ("FREE", true, true),
            ("NOT", true, true),
            ("TO", false, true),
            ("TO", true, false),
            ("IT", false, false),
            ("SAT", false, false),
            ("HDMI", false, false),
            ("TED", false, false),
            ("Free", false, false),
        ] {
            assert_eq!(is_loud(word, is_alone, is_known), expected, "{word}");
        }
    }
}
