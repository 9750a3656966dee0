//! Telephone numbers and codes, digit by digit.

use super::{Line, Part, code::behind_gap, mandarin as say, numeral};

/// Words before a number that is called or typed.
const BEFORE: [&str; 33] = [
    "電話",
    "专线",
    "專線",
    "傳真",
    "手機",
    "分機",
    "統編",
    "撥打",
    "撥",
    "打",
    "熱線",
    "客服",
    "號碼",
    "帳號",
    "密碼",
    "代碼",
    "代號",
    "編號",
    "簡訊",
    "郵遞區號",
    "統一編號",
    "股號",
    "請洽",
    "洽詢",
    "电话",
    "热线",
    "号码",
    "拨打",
    "驗證碼",
    "序號",
    "學號",
    "案號",
    "撥通",
];
/// Words behind a number that is called.
const AFTER: [&str; 12] =
    ["專線", "熱線", "報案", "市民", "保護專線", "反詐", "救護", "通報", "专线", "热线", "报警", "勤務"];
/// Longest number of this kind, marks between its groups counted.
const LONGEST: usize = 24;

/// Rule: telephone numbers, hotlines and codes, digit by digit.
pub(super) fn phone(line: &Line, at: usize) -> Option<Vec<Part>> {
    if let Some(parts) = extension(line, at) {
        return Some(parts);
    }
    if line.before(at).is_ascii_alphanumeric() || matches!(line.before(at), '.' | '$') {
        return None;
    }
    grouped(line, at).or_else(|| called(line, at))
}

/// The number that is dialled behind a telephone number: 2228-9111轉12345, 2311-3731#123.
fn extension(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_hash = line.at(at) == '#';
    let sign = if is_hash { at } else { at.checked_sub(1).filter(|&sign| line.at(sign) == '轉')? };
    let end = sign - usize::from(line.before(sign) == ' ');
    // The last group of the number, and a mark or a bracket before it.
    let group = (1..=8).take_while(|&back| back <= end && line.at(end - back).is_ascii_digit()).count();
    let is_phone =
        group >= 7 || (3..=4).contains(&group) && matches!(line.before(end - group), '-' | ' ' | ')' | '）');
    let digits = line.digits(at + usize::from(is_hash))?;
    let is_short = digits.is_plain() && digits.whole.len() <= 6;
    let sign = if is_hash { "轉" } else { "" };
    (is_phone && is_short)
        .then(|| say(digits.end, format!("{sign}{}", numeral::digit_by_digit(&digits.whole))))?
}

/// A telephone number, its groups parted by dashes, brackets or spaces: 02-2345-6789, (02)2345-6789, 0912 345 678.
fn grouped(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '（' | '）');
    let plus = line.at(at) == '+';
    let from = at + usize::from(plus);
    let mut end = line.while_within(from, LONGEST + 1, is_part);
    // 0912 345 678: groups with spaces between.
    if plus || matches!(line.at(from), '0' | '(' | '（') {
        while line.at(end) == ' ' && line.at(end + 1).is_ascii_digit() && end - at < LONGEST {
            end = line.while_within(end + 1, LONGEST, is_part);
        }
    }
    while end > at && !line.at(end - 1).is_ascii_digit() {
        end -= 1;
    }
    if end <= at || end - at > LONGEST || matches!(line.at(end), '/' | '%') {
        return None;
    }
    let text = line.text(at..end);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let parts = text.contains(['-', ')', '）', ' ']);
    let starts = text.trim_start_matches(['(', '（']).starts_with('0');
    let told = line.ends_with_any(at, &BEFORE) || line.ends_with_any(at.saturating_sub(1), &BEFORE);
    let is_phone = (plus && (8..=15).contains(&digits))
        || (starts && (8..=11).contains(&digits) && (parts || digits >= 9))
        || (told && parts && (6..=12).contains(&digits));
    let spoken = numeral::digit_by_digit(&text);
    is_phone.then(|| say(end, if plus { format!("加{spoken}") } else { spoken }))?
}

/// A short number beside a word that shows it is called or typed: 撥打119, 1999市民專線.
fn called(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.is_plain() && digits.whole.len() >= 3)?;
    let told = line.ends_with_any(behind_gap(line, at), &BEFORE);
    let behind = line.first_of(digits.end, &AFTER).is_some();
    let counts = "人元通次名個歲分萬億公年".contains(line.at(digits.end)) && digits.end < line.len();
    ((told && !counts) || behind).then(|| say(digits.end, numeral::digit_by_digit(&digits.whole)))?
}
