//! Syllables of Mandarin: pinyin with a tone digit, their phonemes, and their Zhuyin.

use std::{collections::HashMap, sync::OnceLock};

/// Index of a syllable in [`Syllables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SyllableId(pub(super) u16);

/// Pinyin and phonemes of each syllable, tone 1 to 5 apart.
const TABLE: &str = include_str!("data/pinyin_ipa.tsv");

/// All syllables that can be said.
pub(super) struct Syllables {
    rows: Vec<(&'static str, &'static str)>,
    by_name: HashMap<&'static str, SyllableId>,
    by_zhuyin: OnceLock<HashMap<String, SyllableId>>,
}

impl Syllables {
    pub(super) fn load() -> Self {
        let rows: Vec<_> = TABLE.lines().filter_map(|line| line.split_once('\t')).collect();
        let by_name =
            rows.iter().enumerate().map(|(idx, &(name, _))| (name, SyllableId(idx as u16))).collect();
        Self { rows, by_name, by_zhuyin: OnceLock::new() }
    }

    /// The syllable that `symbols` of Zhuyin write; the table is made when it is first asked for.
    pub(super) fn of_zhuyin(&self, symbols: &str) -> Option<SyllableId> {
        let table = self.by_zhuyin.get_or_init(|| {
            let mut table = HashMap::new();
            for id in self.ids() {
                if let Some(symbols) = zhuyin(self.name(id)) {
                    table.entry(symbols).or_insert(id);
                }
            }
            table
        });
        table.get(symbols).copied()
    }

    /// Pinyin with a tone digit, `ü` as `v`: `lv4`.
    pub(super) fn name(&self, id: SyllableId) -> &'static str {
        self.rows.get(id.0 as usize).map_or("", |row| row.0)
    }

    /// Phonemes in the Kokoro vocabulary.
    pub(super) fn phonemes(&self, id: SyllableId) -> &'static str {
        self.rows.get(id.0 as usize).map_or("", |row| row.1)
    }

    /// The syllable of that name.
    pub(super) fn find(&self, name: &str) -> Option<SyllableId> {
        self.by_name.get(name).copied()
    }

    /// All of them, in the order of the table.
    pub(super) fn ids(&self) -> impl Iterator<Item = SyllableId> {
        (0..self.rows.len()).map(|idx| SyllableId(idx as u16))
    }

    /// Its tone, 1 to 5.
    pub(super) fn tone(&self, id: SyllableId) -> u8 {
        self.name(id).bytes().last().map_or(5, |digit| digit.wrapping_sub(b'0'))
    }

    /// The same syllable in another tone; the same one where Mandarin has no such syllable.
    pub(super) fn with_tone(&self, id: SyllableId, tone: u8) -> SyllableId {
        let name = self.name(id);
        let toneless = name.get(..name.len().saturating_sub(1)).unwrap_or_default();
        self.find(&format!("{toneless}{tone}")).unwrap_or(id)
    }
}

/// Initials of pinyin and their Zhuyin; the longer ones first.
const INITIALS: [(&str, &str); 21] = [
    ("zh", "ㄓ"),
    ("ch", "ㄔ"),
    ("sh", "ㄕ"),
    ("b", "ㄅ"),
    ("p", "ㄆ"),
    ("m", "ㄇ"),
    ("f", "ㄈ"),
    ("d", "ㄉ"),
    ("t", "ㄊ"),
    ("n", "ㄋ"),
    ("l", "ㄌ"),
    ("g", "ㄍ"),
    ("k", "ㄎ"),
    ("h", "ㄏ"),
    ("j", "ㄐ"),
    ("q", "ㄑ"),
    ("x", "ㄒ"),
    ("r", "ㄖ"),
    ("z", "ㄗ"),
    ("c", "ㄘ"),
    ("s", "ㄙ"),
];

/// Finals as they are written after an initial.
const FINALS: [(&str, &str); 36] = [
    ("a", "ㄚ"),
    ("o", "ㄛ"),
    ("e", "ㄜ"),
    ("ê", "ㄝ"),
    ("ai", "ㄞ"),
    ("ei", "ㄟ"),
    ("ao", "ㄠ"),
    ("ou", "ㄡ"),
    ("an", "ㄢ"),
    ("en", "ㄣ"),
    ("ang", "ㄤ"),
    ("eng", "ㄥ"),
    ("er", "ㄦ"),
    ("i", "ㄧ"),
    ("ia", "ㄧㄚ"),
    ("io", "ㄧㄛ"),
    ("ie", "ㄧㄝ"),
    ("iai", "ㄧㄞ"),
    ("iao", "ㄧㄠ"),
    ("iu", "ㄧㄡ"),
    ("ian", "ㄧㄢ"),
    ("in", "ㄧㄣ"),
    ("iang", "ㄧㄤ"),
    ("ing", "ㄧㄥ"),
    ("u", "ㄨ"),
    ("ua", "ㄨㄚ"),
    ("uo", "ㄨㄛ"),
    ("uai", "ㄨㄞ"),
    ("ui", "ㄨㄟ"),
    ("uan", "ㄨㄢ"),
    ("un", "ㄨㄣ"),
    ("uang", "ㄨㄤ"),
    ("ong", "ㄨㄥ"),
    ("v", "ㄩ"),
    ("ve", "ㄩㄝ"),
    ("iong", "ㄩㄥ"),
];

/// Whole syllables that follow no rule.
const WHOLE: [(&str, &str); 22] = [
    ("yi", "ㄧ"),
    ("wu", "ㄨ"),
    ("yu", "ㄩ"),
    ("yue", "ㄩㄝ"),
    ("yuan", "ㄩㄢ"),
    ("yun", "ㄩㄣ"),
    ("yong", "ㄩㄥ"),
    ("yin", "ㄧㄣ"),
    ("ying", "ㄧㄥ"),
    ("ye", "ㄧㄝ"),
    ("you", "ㄧㄡ"),
    ("wei", "ㄨㄟ"),
    ("wen", "ㄨㄣ"),
    ("weng", "ㄨㄥ"),
    ("wan", "ㄨㄢ"),
    ("wang", "ㄨㄤ"),
    ("zhi", "ㄓ"),
    ("chi", "ㄔ"),
    ("shi", "ㄕ"),
    ("ri", "ㄖ"),
    ("m", "ㄇ"),
    ("n", "ㄋ"),
];

/// Zhuyin of pinyin with a tone digit: `lv4` → `ㄌㄩˋ`, `de5` → `˙ㄉㄜ`; `None` for what is no
/// syllable of Mandarin.
pub fn zhuyin(pinyin: &str) -> Option<String> {
    let tone = pinyin.chars().next_back()?.to_digit(10)?;
    let body = &pinyin[..pinyin.len() - 1];
    let symbols = symbols_of(body)?;
    Some(match tone {
        1 => symbols,
        2 => symbols + "ˊ",
        3 => symbols + "ˇ",
        4 => symbols + "ˋ",
        5 => format!("˙{symbols}"),
        _ => return None,
    })
}

fn symbols_of(body: &str) -> Option<String> {
    let find =
        |table: &[(&str, &'static str)], key: &str| table.iter().find(|row| row.0 == key).map(|row| row.1);
    if let Some(whole) = find(&WHOLE, body) {
        return Some(whole.to_owned());
    }
    if matches!(body, "zi" | "ci" | "si") {
        return find(&INITIALS, &body[..1]).map(str::to_owned);
    }
    let (initial, symbol) = INITIALS.iter().find(|row| body.starts_with(row.0)).copied().unwrap_or_default();
    let rest = &body[initial.len()..];
    let rest = match (initial, rest.as_bytes()) {
        // y and w stand for i and u at the front; j, q, x drop the dots of ü.
        ("", [b'y', ..]) => format!("i{}", &rest[1..]),
        ("", [b'w', ..]) => format!("u{}", &rest[1..]),
        ("j" | "q" | "x", [b'u', ..]) => format!("v{}", &rest[1..]),
        _ => rest.to_owned(),
    };
    let last = match rest.as_str() {
        "van" => "ㄩㄢ",
        "vn" => "ㄩㄣ",
        _ => find(&FINALS, &rest)?,
    };
    Some(format!("{symbol}{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zhuyin_of_each_kind_of_syllable() {
        for (pinyin, symbols) in [
            ("ma1", "ㄇㄚ"),
            ("lv4", "ㄌㄩˋ"),
            ("de5", "˙ㄉㄜ"),
            ("zhi2", "ㄓˊ"),
            ("si4", "ㄙˋ"),
            ("xuan3", "ㄒㄩㄢˇ"),
            ("jun1", "ㄐㄩㄣ"),
            ("yao2", "ㄧㄠˊ"),
            ("yang4", "ㄧㄤˋ"),
            ("wo3", "ㄨㄛˇ"),
            ("weng1", "ㄨㄥ"),
            ("er2", "ㄦˊ"),
            ("qiong2", "ㄑㄩㄥˊ"),
            ("liu2", "ㄌㄧㄡˊ"),
            ("nve4", "ㄋㄩㄝˋ"),
            ("yuan2", "ㄩㄢˊ"),
        ] {
            assert_eq!(zhuyin(pinyin).as_deref(), Some(symbols), "{pinyin}");
        }
        for wrong in ["", "ma", "xyz4", "ma9", "4"] {
            assert_eq!(zhuyin(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nearly_every_syllable_of_the_table_has_zhuyin() {
        let all = Syllables::load();
        let without: Vec<_> =
            all.rows.iter().map(|row| row.0).filter(|name| zhuyin(name).is_none()).collect();
        // ng, hm and the like are interjections without a Zhuyin spelling.
        assert!(without.len() < 40, "{without:?}");
        assert!(all.rows.len() > 1800);
    }

    #[test]
    fn a_tone_that_nobody_uses_changes_nothing() {
        let all = Syllables::load();
        let ma = all.find("ma1").unwrap();
        assert_eq!(all.name(all.with_tone(ma, 4)), "ma4");
        assert_eq!(all.tone(ma), 1);
        assert_eq!(all.name(all.with_tone(ma, 7)), "ma1");
    }
}
