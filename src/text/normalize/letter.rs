//! Letters of other scripts: Greek by name, kana by sound.

use super::{Line, Part, Say, english_part as english, mandarin as mandarin_part, numeral};

/// Numbers in circles and brackets, or with a point: the first of each run, how many, and the number of the first.
const CIRCLED: [(char, u32, u32); 11] = [
    ('①', 20, 1),
    ('⑴', 20, 1),
    ('⒈', 20, 1),
    ('⓪', 1, 0),
    ('❶', 10, 1),
    ('➀', 10, 1),
    ('➊', 10, 1),
    ('㈠', 10, 1),
    ('㊀', 10, 1),
    ('㉑', 15, 21),
    ('㊱', 15, 36),
];
/// Greek letters and their names.
const GREEK: [(&str, &str); 24] = [
    ("αΑ", "alpha"),
    ("βΒ", "beta"),
    ("γΓ", "gamma"),
    ("δΔ", "delta"),
    ("εΕ", "epsilon"),
    ("ζΖ", "zeta"),
    ("ηΗ", "eta"),
    ("θΘ", "theta"),
    ("ιΙ", "iota"),
    ("κΚ", "kappa"),
    ("λΛ", "lambda"),
    ("μΜ", "mu"),
    ("νΝ", "nu"),
    ("ξΞ", "xi"),
    ("οΟ", "omicron"),
    ("πΠ", "pi"),
    ("ρΡ", "rho"),
    ("σΣς", "sigma"),
    ("τΤ", "tau"),
    ("υΥ", "upsilon"),
    ("φΦϕ", "phi"),
    ("χΧ", "chi"),
    ("ψΨ", "psi"),
    ("ωΩ", "omega"),
];
/// The kana of each row by its vowels a, i, u, e, o, and the consonant of the row in Latin letters. A dash holds the
/// place of what is not in use.
const KANA: [(&str, &str); 15] = [
    ("あいうえお", ""),
    ("かきくけこ", "k"),
    ("がぎぐげご", "g"),
    ("さしすせそ", "s"),
    ("ざじずぜぞ", "z"),
    ("たちつてと", "t"),
    ("だぢづでど", "d"),
    ("なにぬねの", "n"),
    ("はひふへほ", "h"),
    ("ばびぶべぼ", "b"),
    ("ぱぴぷぺぽ", "p"),
    ("まみむめも", "m"),
    ("や-ゆ-よ", "y"),
    ("らりるれろ", "r"),
    ("わ---を", "w"),
];
/// Longest stretch of kana that is one word.
const LONGEST: usize = 24;

/// Rule: numbers in circles, ①交通②住宿. Behind a word, with a mark behind them, they lead to a note and are silent.
pub(super) fn circled(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = u32::from(line.at(at));
    let number = CIRCLED.iter().find_map(|&(first, count, number)| {
        sign.checked_sub(u32::from(first)).filter(|&ahead| ahead < count).map(|ahead| number + ahead)
    })?;
    let next = line.at(at + 1);
    let before = line.before(at);
    // 圖①。 names a thing.
    let is_note = before.is_alphanumeric()
        && !"圖表第項題案驟法點條例".contains(before)
        && (next == '\0' || "。，；、？！」）.,;?!)".contains(next));
    let number = number.to_string();
    if is_note {
        return Some(vec![Part { end: at + 1, say: Say::Silent }]);
    }
    if line.is_english(at) {
        return english(at + 1, numeral::english_cardinal(&number));
    }
    mandarin_part(at + 1, numeral::cardinal(&number))
}

/// Rule: a Greek letter that stands alone is read by its name: α波, β版. Greek words are left to others.
pub(super) fn greek(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_greek = |c: char| matches!(c, 'Α'..='ϕ');
    let name = GREEK.iter().find(|(letters, _)| letters.contains(line.at(at)))?.1;
    let is_word = is_greek(line.before(at)) || is_greek(line.at(at + 1));
    let letter = Part { end: at + 1, say: Say::English(name.to_owned()) };
    // ω-3: the dash is no sign.
    if line.at(at + 1) == '-' && line.at(at + 2).is_ascii_digit() {
        return Some(vec![letter, Part { end: at + 2, say: Say::Silent }]);
    }
    (!is_word).then(|| vec![letter])
}

/// Rule: kana are read as romanized Japanese: 鮮の味, ラーメン.
pub(super) fn kana(line: &Line, at: usize) -> Option<Vec<Part>> {
    let end = line.while_within(at, LONGEST, |c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー'));
    if end == at {
        return None;
    }
    let mut word = String::new();
    let mut is_doubled = false;
    for c in line.text(at..end).chars().map(hiragana) {
        match c {
            'ー' => {}
            'ん' => word.push('n'),
            'っ' => is_doubled = true,
            // きゃ is one syllable: kya.
            'ゃ' | 'ゅ' | 'ょ' => {
                word.pop();
                let glide = if word.ends_with('h') || word.ends_with('j') { "" } else { "y" };
                word.push_str(glide);
                word.push(match c {
                    'ゃ' => 'a',
                    'ゅ' => 'u',
                    _ => 'o',
                });
            }
            _ => {
                let Some(syllable) = syllable(c) else { continue };
                let first = syllable.chars().next().filter(|_| is_doubled);
                word.extend(first);
                word.push_str(&syllable);
                is_doubled = false;
            }
        }
    }
    (!word.is_empty()).then(|| english(end, word))?
}

/// Katakana as hiragana, small vowels as full ones.
fn hiragana(c: char) -> char {
    let c = match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    match c {
        'ぁ' => 'あ',
        'ぃ' => 'い',
        'ぅ' => 'う',
        'ぇ' => 'え',
        'ぉ' => 'お',
        'ゔ' => 'ぶ',
        'ゎ' => 'わ',
        _ => c,
    }
}

/// One kana in Latin letters, Hepburn.
fn syllable(kana: char) -> Option<String> {
    let (row, consonant) = KANA.iter().find(|(row, _)| row.contains(kana))?;
    let vowel = row.chars().position(|c| c == kana).and_then(|place| "aiueo".chars().nth(place))?;
    Some(match kana {
        'し' => "shi".to_owned(),
        'ち' => "chi".to_owned(),
        'つ' => "tsu".to_owned(),
        'じ' | 'ぢ' => "ji".to_owned(),
        'ふ' => "fu".to_owned(),
        'を' => "o".to_owned(),
        _ => format!("{consonant}{vowel}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tingxinwen_core::article::Language;

    #[test]
    fn kana_are_said_in_latin_letters() {
        for (written, spoken) in [
            ("の", "no"),
            ("ラーメン", "ramen"),
            ("きゃりー", "kyari"),
            ("ロッテ", "rotte"),
            ("しょうゆ", "shouyu"),
        ] {
            let line = Line::new(written, Language::Mandarin);
            assert_eq!(kana(&line, 0), english(line.len(), spoken), "{written}");
        }
    }
}
