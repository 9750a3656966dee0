//! Folding: characters that are written otherwise than they are read, before any rule or dictionary sees the text.
//!
//! Each is folded by itself, and every place of the folded text knows its place in the text as written. (NFKC of a
//! whole text would do too much: it makes other marks of ， and other units of ℃.)

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_compatible};

/// Characters of the block CJK Radicals Supplement, as PDF files have them, and the characters they stand for. Unicode
/// decomposes only the radicals of Kangxi.
const RADICALS: &str = "⺁厂⺎兀⺓幺⺕彐⺝月⺠民⺫目⺬示⺲网⺶羊⺷羊⺸羊⺻聿⺼肉⻁虎⻂衣⻃西⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻒長⻓长⻔门\
    ⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀";
/// Digits of Chinese numerals.
const DIGITS: &str = "〇零一二三四五六七八九";
/// What else a Chinese numeral is made of.
const POWERS: &str = "十百千萬万億亿兆";
/// What is written for the point of a Chinese decimal.
const POINTS: &str = "．‧·・•";
/// Characters before a zero that starts a number: 於○六年, 達○．五.
const BEFORE_ZERO: &str = "於為是達約近逾僅的以至到從自在國每比占率第增減漲跌升降";
/// Named by month and day with a point between, which is silent: 九一八, 五四.
const DAYS: [&str; 16] = [
    "事變",
    "事件",
    "運動",
    "慘案",
    "遊行",
    "學運",
    "公報",
    "大地震",
    "地震",
    "風災",
    "水災",
    "紀念",
    "起義",
    "勞動節",
    "政變",
    "晚會",
];
/// How far the numeral behind a point is followed.
const LONGEST_NUMERAL: usize = 12;

/// A text, its characters folded.
pub(crate) struct Folded<'a> {
    /// The folded text.
    pub(crate) text: Cow<'a, str>,
    /// Of each character that is kept, its first byte in the folded text and in the text as written; none where both
    /// are the same.
    places: Vec<(usize, usize)>,
    written_len: usize,
}

impl Folded<'_> {
    /// The byte of the text as written that byte `at` of the folded text stands for.
    pub(crate) fn written(&self, at: usize) -> usize {
        if self.places.is_empty() {
            return at;
        }
        if at >= self.text.len() {
            return self.written_len;
        }
        // What is left out at the very start belongs to the first character.
        let last = self.places.partition_point(|&(folded, _)| folded <= at).saturating_sub(1);
        if last == 0 { 0 } else { self.places[last].1 }
    }

    /// The byte of the folded text that stands for byte `at` of the text as written, or for the next that is kept.
    pub(crate) fn folded(&self, at: usize) -> usize {
        if self.places.is_empty() {
            return at;
        }
        let next = self.places.partition_point(|&(_, written)| written < at);
        self.places.get(next).map_or(self.text.len(), |&(folded, _)| folded)
    }
}

/// `text` with its characters folded.
pub(crate) fn fold(text: &str) -> Folded<'_> {
    let as_written = Folded { text: Cow::Borrowed(text), places: Vec::new(), written_len: text.len() };
    if !text.chars().any(may_fold) {
        return as_written;
    }
    let written: Vec<(usize, char)> = text.char_indices().collect();
    let mut folded = String::with_capacity(text.len());
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(written.len());
    for (idx, &(place, c)) in written.iter().enumerate() {
        // The voicing marks of narrow kana stand apart.
        let c = match c {
            'ﾞ' => '\u{3099}',
            'ﾟ' => '\u{309A}',
            _ => c,
        };
        if is_invisible(c) {
            continue;
        }
        if is_combining(c) {
            if let Some(whole) = folded.chars().next_back().and_then(|base| compose(base, c)) {
                folded.pop();
                folded.push(whole);
            }
            continue;
        }
        let last = folded.chars().next_back().unwrap_or('\0');
        places.push((folded.len(), place));
        match in_context(last, &written, idx) {
            Some(one) => folded.push(one),
            None => fold_alone(c, &mut folded),
        }
    }
    if folded.is_empty() {
        return as_written;
    }
    Folded { text: Cow::Owned(folded), places, written_len: text.len() }
}

/// Whether `c` may be folded; a quick look, so that most texts are not copied.
fn may_fold(c: char) -> bool {
    c == '`'
        || c == '\u{AD}'
        || c == '´'
        || (c >= '\u{B2}' && (is_invisible(c) || is_combining(c) || is_folded(c)))
}

/// Whether `c` shows nothing and says nothing: soft hyphens, joiners, marks of direction, selectors of a form.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Marks over and under Latin letters and kana.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{3099}' | '\u{309A}')
}

fn is_folded(c: char) -> bool {
    matches!(c, 'µ' | '·' | 'ʼ' | '‘' | '‧' | '•' | '₀'..='₉' | '\u{2126}' | '\u{212A}' | '\u{212B}' | '○' | '◯'
        | '\u{2E80}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}' | '・' | '．' | '\u{F900}'..='\u{FAFF}'
        | '\u{FB00}'..='\u{FB06}' | '\u{FF65}'..='\u{FF9F}' | '\u{1D400}'..='\u{1D7FF}' | '𠮷'
        | '\u{2F800}'..='\u{2FA1F}')
}

/// Pushes what `c` stands for wherever it stands.
fn fold_alone(c: char, folded: &mut String) {
    match c {
        '₀'..='₉' => folded.extend(char::from_digit(u32::from(c) - 0x2080, 10)),
        '𠮷' => folded.push('吉'),
        'µ'
        | '\u{2126}'
        | '\u{212A}'
        | '\u{212B}'
        | '\u{2F00}'..='\u{2FD5}'
        | '\u{F900}'..='\u{FB06}'
        | '\u{FF65}'..='\u{FF9F}'
        | '\u{1D400}'..='\u{1D7FF}'
        | '\u{2F800}'..='\u{2FA1F}'
        | '⺟'
        | '⻳' => {
            decompose_compatible(c, |part| folded.push(part));
        }
        '\u{2E80}'..='\u{2EF3}' => {
            folded.push(RADICALS.chars().skip_while(|&radical| radical != c).nth(1).unwrap_or(c));
        }
        _ => folded.push(c),
    }
}

/// What the character at `idx` stands for between its neighbours, of which `last` was folded before it: the zero and
/// the point of Chinese numerals, the apostrophe of don`t.
fn in_context(last: char, written: &[(usize, char)], idx: usize) -> Option<char> {
    let at = |idx: usize| written.get(idx).map_or('\0', |&(_, c)| c);
    let next = at(idx + 1);
    match at(idx) {
        '○' | '◯' => {
            // Past further zeros: ○○公司 is a name left out.
            let digit = idx + 1 + (idx + 1..idx + 5).take_while(|&place| is_zero(at(place))).count();
            let goes_on = is_known(at(digit)) || (is_point(next) && is_numeral(at(idx + 2)));
            let may_start = !last.is_alphanumeric() || BEFORE_ZERO.contains(last);
            (is_known(last) || (goes_on && may_start)).then_some('〇')
        }
        c if is_point(c) => (is_numeral(last) && is_decimal(written, idx)).then_some('點'),
        '`' | '´' | 'ʼ' | '‘' => {
            (last.is_ascii_alphabetic() && next.is_ascii_alphabetic()).then_some('\'')
        }
        _ => None,
    }
}

/// Whether the point at `idx`, which follows a Chinese numeral, parts a decimal from its whole: not the parts of a date
/// (二○二五．九．四), nor month and day of an event (九．一八事變).
fn is_decimal(written: &[(usize, char)], idx: usize) -> bool {
    let at = |idx: usize| written.get(idx).map_or('\0', |&(_, c)| c);
    let behind = (idx + 1..=idx + LONGEST_NUMERAL).take_while(|&place| is_numeral(at(place))).count();
    let before = (1..=LONGEST_NUMERAL.min(idx)).take_while(|&back| is_numeral(at(idx - back))).count();
    let end = idx + 1 + behind;
    let is_chain = is_point(at(end)) || (before < idx && is_point(at(idx - before - 1)));
    let rest: String = (end..end + 3).map(at).collect();
    behind > 0 && !is_chain && !DAYS.iter().any(|day| rest.starts_with(day))
}

fn is_point(c: char) -> bool {
    POINTS.contains(c)
}

fn is_zero(c: char) -> bool {
    matches!(c, '○' | '◯')
}

/// A character of Chinese numerals that is nothing else.
fn is_known(c: char) -> bool {
    DIGITS.contains(c) || POWERS.contains(c)
}

fn is_numeral(c: char) -> bool {
    is_known(c) || is_zero(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_fold_one_by_one() {
        for (written, text) in [
            ("銀\u{200B}行", "銀行"),
            ("pre\u{AD}requisite", "prerequisite"),
            ("nai\u{308}ve", "naïve"),
            ("⾼壓危險，⼯作⼈員⻑", "高壓危險，工作人員長"),
            ("𠮷野家", "吉野家"),
            ("𝗕𝗼𝗹𝗱", "Bold"),
            ("of\u{FB01}ce", "office"),
            ("ｶﾞ", "ガ"),
            ("CO₂", "CO2"),
            ("don`t", "don't"),
            ("二○二五年、民國一○三年", "二〇二五年、民國一〇三年"),
            ("比例為○．六", "比例為〇點六"),
            ("三十八．五度", "三十八點五度"),
            ("陳○○與○○公司", "陳○○與○○公司"),
            ("九．一八事變", "九．一八事變"),
            ("一．前言", "一．前言"),
            ("２．５℃，", "２．５℃，"),
        ] {
            assert_eq!(fold(written).text, text, "{written}");
        }
    }

    #[test]
    fn places_lead_back_to_the_text_as_written() {
        let written = "\u{200B}銀\u{200B}行e\u{301}\u{200B}";
        let folded = fold(written);
        assert_eq!(folded.text, "銀行é");
        let places: Vec<usize> = [0, 3, 6, 8].into_iter().map(|at| folded.written(at)).collect();
        assert_eq!(places, [0, 9, 12, written.len()]);
        assert_eq!(folded.folded(9), 3);
        assert_eq!(folded.folded(3), 0);
    }
}
