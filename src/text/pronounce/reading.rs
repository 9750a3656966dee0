//! Reading parser: Zhuyin, Pinyin with marks, Pinyin with digits.

use super::syllable::{SyllableId, Syllables};

/// A part of a reading that is no syllable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no syllable of Mandarin")]
pub struct ReadingError(pub String);

/// Letters of Pinyin with a mark, what they are without, and the tone.
const MARKED: [(&str, char); 7] = [
    ("āáǎà", 'a'),
    ("ēéěè", 'e'),
    ("īíǐì", 'i'),
    ("ōóǒò", 'o'),
    ("ūúǔù", 'u'),
    ("ǖǘǚǜ", 'v'),
    ("\u{304}\u{301}\u{30c}\u{300}", '\0'),
];
/// The marks of Zhuyin for tone 2 to 4.
const TONES: [char; 3] = ['ˊ', 'ˇ', 'ˋ'];
/// The mark of Zhuyin for the neutral tone.
const NEUTRAL: char = '˙';

/// The syllables of `reading`. Spaces part them; after a digit or a mark of Zhuyin none is needed.
pub(super) fn parse(reading: &str, syllables: &Syllables) -> Result<Vec<SyllableId>, ReadingError> {
    let parts: Vec<String> = reading
        .split(|c: char| c.is_whitespace() || "'’-·".contains(c))
        .filter(|part| !part.is_empty())
        .flat_map(|part| if part.contains(is_zhuyin) { split_zhuyin(part) } else { split_pinyin(part) })
        .collect();
    let find = |part: &String| {
        let id = if part.contains(is_zhuyin) {
            syllables.of_zhuyin(part)
        } else {
            syllables.find(&plain(part)).or_else(|| syllables.find(&plain(part).replacen("ue", "ve", 1)))
        };
        id.ok_or_else(|| ReadingError(part.clone()))
    };
    let ids: Vec<SyllableId> = parts.iter().map(find).collect::<Result<_, _>>()?;
    if ids.is_empty() { Err(ReadingError(reading.to_owned())) } else { Ok(ids) }
}

/// Whether `c` is a symbol of Zhuyin, marks of tones left aside.
pub(super) fn is_zhuyin(c: char) -> bool {
    ('\u{3105}'..='\u{312f}').contains(&c)
}

/// How each symbol of Zhuyin is named.
const NAMES: [(&str, char); 37] = [
    ("bo1", 'ㄅ'),
    ("po1", 'ㄆ'),
    ("mo1", 'ㄇ'),
    ("fo2", 'ㄈ'),
    ("de1", 'ㄉ'),
    ("te4", 'ㄊ'),
    ("ne4", 'ㄋ'),
    ("le1", 'ㄌ'),
    ("ge1", 'ㄍ'),
    ("ke1", 'ㄎ'),
    ("he1", 'ㄏ'),
    ("ji1", 'ㄐ'),
    ("qi1", 'ㄑ'),
    ("xi1", 'ㄒ'),
    ("zhi1", 'ㄓ'),
    ("chi1", 'ㄔ'),
    ("shi1", 'ㄕ'),
    ("ri4", 'ㄖ'),
    ("zi1", 'ㄗ'),
    ("ci1", 'ㄘ'),
    ("si1", 'ㄙ'),
    ("a1", 'ㄚ'),
    ("o1", 'ㄛ'),
    ("e1", 'ㄜ'),
    ("ye1", 'ㄝ'),
    ("ai1", 'ㄞ'),
    ("ei1", 'ㄟ'),
    ("ao1", 'ㄠ'),
    ("ou1", 'ㄡ'),
    ("an1", 'ㄢ'),
    ("en1", 'ㄣ'),
    ("ang1", 'ㄤ'),
    ("eng1", 'ㄥ'),
    ("er2", 'ㄦ'),
    ("yi1", 'ㄧ'),
    ("wu1", 'ㄨ'),
    ("yu1", 'ㄩ'),
];

/// The names of the symbols of Zhuyin in `text`, marks of tones left out.
pub(super) fn named(text: &str, syllables: &Syllables) -> Vec<SyllableId> {
    let name =
        |c: char| NAMES.iter().find(|(_, symbol)| *symbol == c).and_then(|(name, _)| syllables.find(name));
    text.chars().filter_map(name).collect()
}

/// Syllables of Zhuyin that stand together; the neutral tone's mark is put first.
fn split_zhuyin(part: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = part.chars().peekable();
    while let Some(c) = rest.next() {
        // Some keyboards give the character for one.
        let c = if c == '一' { 'ㄧ' } else { c };
        let is_new = parts.last().is_none_or(String::is_empty);
        if c == NEUTRAL && !is_new {
            if rest.peek().is_none() {
                // Behind the symbols, as some write it.
                if let Some(last) = parts.last_mut() {
                    last.insert(0, c);
                }
                continue;
            }
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        if TONES.contains(&c) {
            parts.push(String::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Syllables of Pinyin that stand together, each with a digit.
fn split_pinyin(part: &str) -> Vec<String> {
    part.split_inclusive(|c: char| c.is_ascii_digit()).map(str::to_owned).collect()
}

/// A syllable of Pinyin as the table has it: a digit for the tone, `v` for ü.
fn plain(part: &str) -> String {
    let mut letters = String::new();
    let mut tone = '5';
    for c in part.to_lowercase().replace("u:", "v").chars() {
        let marked = MARKED.iter().find_map(|(marked, base)| {
            marked.chars().zip('1'..).find(|(mark, _)| *mark == c).map(|(_, tone)| (*base, tone))
        });
        match (c, marked) {
            (_, Some((base, found))) => {
                tone = found;
                letters.extend((base != '\0').then_some(base));
            }
            ('ü', None) => letters.push('v'),
            // The two dots by themselves.
            ('\u{308}', None) => {
                if letters.ends_with('u') {
                    letters.pop();
                    letters.push('v');
                }
            }
            ('0'..='5', None) => tone = if c == '0' { '5' } else { c },
            (_, None) => letters.push(c),
        }
    }
    letters.push(tone);
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_writing_is_read() {
        let syllables = Syllables::load();
        for (written, names) in [
            ("chong2 qing4", "chong2 qing4"),
            ("chong2qing4", "chong2 qing4"),
            ("Chóng qìng", "chong2 qing4"),
            ("ㄔㄨㄥˊ ㄑㄧㄥˋ", "chong2 qing4"),
            ("ㄔㄨㄥˊㄑㄧㄥˋ", "chong2 qing4"),
            ("ㄇㄚ ˙ㄇㄚ", "ma1 ma5"),
            ("ㄇㄚ˙ㄇㄚ", "ma1 ma5"),
            ("ㄉㄜ˙", "de5"),
            ("一ㄣˊ ㄏㄤˊ", "yin2 hang2"),
            ("lǜ sè", "lv4 se4"),
            ("lü4 lu:4 lv4", "lv4 lv4 lv4"),
            ("lu\u{308}\u{300}", "lv4"),
            ("nüè lüe4 lue4", "nve4 lve4 lve4"),
            ("de", "de5"),
            ("ma0", "ma5"),
            ("xi1'an1", "xi1 an1"),
        ] {
            let ids = parse(written, &syllables).unwrap();
            let found: Vec<_> = ids.iter().map(|id| syllables.name(*id)).collect();
            assert_eq!(found.join(" "), names, "{written}");
        }
        for wrong in ["", "xyz4", "ma9", "ㄅㄅˋ", "3", "--", "銀行", "yin2 hang2 ?"] {
            assert!(parse(wrong, &syllables).is_err(), "{wrong}");
        }
    }
}
