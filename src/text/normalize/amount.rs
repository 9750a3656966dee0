//! Quantities: a number with what makes it 兩 rather than 二, its powers of ten, and its unit.

use super::{
    line::{Digits, Line},
    numeral,
};

/// What follows a 2 that names rather than counts: 二月, 二樓, 二壘.
const NAMED: [&str; 52] = [
    "月", "日", "號", "号", "樓", "楼", "年級", "年级", "壘", "垒", "審", "审", "級", "级", "軍", "军", "手",
    "班", "線", "线", "期", "版", "等", "敗", "败", "勝", "胜", "胎", "代", "讀", "读", "殿", "路", "段",
    "巷", "弄", "區", "区", "比", "分之", "之", "十", "又", "進位", "進制", "元論", "戰", "战", "房", "廳",
    "點零", "次元",
];

/// Powers of ten written in Chinese.
pub(super) const POWERS: &str = "百千萬万億亿兆";

/// A unit: what is said before the number and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) written: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
}

const fn unit(written: &'static str, before: &'static str, after: &'static str) -> Unit {
    Unit { written, before, after }
}

/// Units that are written in letters or signs; the longer ones first.
const UNITS: [Unit; 75] = [
    unit("km/hr", "時速", "公里"),
    unit("km/h", "時速", "公里"),
    unit("mg/dL", "每分升", "毫克"),
    unit("μg/m³", "每立方公尺", "微克"),
    unit("µg/m³", "每立方公尺", "微克"),
    unit("mmHg", "", "毫米汞柱"),
    unit("mph", "時速", "英里"),
    unit("kph", "時速", "公里"),
    unit("m/s", "每秒", "公尺"),
    unit("km²", "", "平方公里"),
    unit("km2", "", "平方公里"),
    unit("cm²", "", "平方公分"),
    unit("m²", "", "平方公尺"),
    unit("m³", "", "立方公尺"),
    unit("kWh", "", "度電"),
    unit("MWh", "", "千度電"),
    unit("kcal", "", "大卡"),
    unit("rpm", "每分鐘", "轉"),
    unit("hPa", "", "百帕"),
    unit("min", "", "分鐘"),
    unit("mins", "", "分鐘"),
    unit("sec", "", "秒"),
    unit("hrs", "", "小時"),
    unit("hr", "", "小時"),
    unit("kHz", "", "千赫"),
    unit("MHz", "", "百萬赫"),
    unit("km", "", "公里"),
    unit("KM", "", "公里"),
    unit("kg", "", "公斤"),
    unit("Kg", "", "公斤"),
    unit("KG", "", "公斤"),
    unit("cm", "", "公分"),
    unit("mm", "", "公釐"),
    unit("nm", "", "奈米"),
    unit("μm", "", "微米"),
    unit("mg", "", "毫克"),
    unit("μg", "", "微克"),
    unit("ml", "", "毫升"),
    unit("mL", "", "毫升"),
    unit("cc", "", "西西"),
    unit("CC", "", "西西"),
    unit("ha", "", "公頃"),
    unit("Hz", "", "赫茲"),
    unit("kW", "", "千瓦"),
    unit("MW", "", "百萬瓦"),
    unit("GW", "", "吉瓦"),
    unit("kV", "", "千伏特"),
    unit("dB", "", "分貝"),
    unit("ft", "", "英尺"),
    unit("lb", "", "磅"),
    unit("oz", "", "盎司"),
    unit("°C", "攝氏", "度"),
    unit("°F", "華氏", "度"),
    unit("℃", "攝氏", "度"),
    unit("℉", "華氏", "度"),
    unit("°", "", "度"),
    unit("㎡", "", "平方公尺"),
    unit("㎥", "", "立方公尺"),
    unit("㎢", "", "平方公里"),
    unit("㎞", "", "公里"),
    unit("㎏", "", "公斤"),
    unit("㎎", "", "毫克"),
    unit("㎝", "", "公分"),
    unit("㎜", "", "公釐"),
    unit("㏄", "", "西西"),
    unit("㎖", "", "毫升"),
    unit("g", "", "公克"),
    unit("m", "", "公尺"),
    unit("L", "", "公升"),
    unit("V", "", "伏特"),
    unit("W", "", "瓦"),
    unit("%", "百分之", ""),
    unit("‰", "千分之", ""),
    unit("ºC", "攝氏", "度"),
    unit("″", "", "吋"),
];

/// The unit behind a number that ends at `at`, one space between allowed; and where it ends.
pub(super) fn unit_at(line: &Line, at: usize) -> Option<(Unit, usize)> {
    let start = line.skip_space(at);
    UNITS.iter().filter(|unit| line.has(start, unit.written)).find_map(|&unit| {
        let end = start + unit.written.chars().count();
        let is_word = unit.written.ends_with(|c: char| c.is_ascii_alphabetic());
        let goes_on = is_word && (line.at(end).is_ascii_alphanumeric() || line.at(end) == '-');
        // A lone letter after a space is a name, no unit.
        let apart = start > at && unit.written.len() == 1 && is_word;
        (!goes_on && !apart).then_some((unit, end))
    })
}

/// How a number is said before a unit.
pub(super) fn with_unit(number: &str, unit: Unit) -> String {
    match (number, unit.written) {
        ("一百", "%") => "百分之百".to_owned(),
        ("二", "%" | "‰") => format!("{}二{}", unit.before, unit.after),
        ("二", _) => format!("{}兩{}", unit.before, unit.after),
        _ => format!("{}{number}{}", unit.before, unit.after),
    }
}

/// The number from `at` to the end of `digits` as it is said there: 兩 or 二 by what follows.
pub(super) fn counted(line: &Line, at: usize, digits: &Digits) -> String {
    if counts_two(line, at, digits.end, digits) {
        return "兩".to_owned();
    }
    numeral::decimal(&digits.whole, &digits.decimals)
}

/// Whether a 2 counts what stands at `next`.
pub(super) fn counts_two(line: &Line, at: usize, next: usize, digits: &Digits) -> bool {
    if digits.whole != "2" || !digits.decimals.is_empty() {
        return false;
    }
    let next = line.skip_space(next);
    let what = line.at(next);
    let is_minute = what == '分' && line.at(next + 1) != '鐘' && line.has_before(at, 3, &["時", "点", "點"]);
    tingxinwen_core::article::is_han(what)
        && !is_minute
        && line.first_of(next, &NAMED).is_none()
        && !line.ends_with_any(at, &["第", "分之", "民國", "之", "零下", "點", "雙", "初", "高", "國", "小"])
}

/// A number with its Chinese powers, such as 1億2,000萬: what is said and where it ends.
pub(super) fn large(line: &Line, at: usize) -> Option<(String, usize)> {
    let mut spoken = String::new();
    let mut end = at;
    // 兆, 億, 萬 and the rest: no number has more parts.
    for _ in 0..5 {
        let Some(digits) = line.digits(end) else { break };
        let power_end = line.while_at(digits.end, |c| POWERS.contains(c)).min(digits.end + 3);
        if power_end > digits.end && digits.whole == "2" && digits.decimals.is_empty() {
            spoken.push('兩');
        } else {
            spoken.push_str(&numeral::decimal(&digits.whole, &digits.decimals));
        }
        spoken.push_str(&line.text(digits.end..power_end));
        end = power_end;
        if power_end == digits.end {
            break;
        }
    }
    (end > at).then_some((spoken, end))
}

/// Where the second number of a range starts, behind the dash at `at`.
pub(super) fn range_at(line: &Line, at: usize) -> Option<usize> {
    let is_dash = matches!(line.at(at), '-' | '–' | '—' | '~' | '～' | '〜' | '‐' | '‑' | '−');
    (is_dash && line.at(at + 1).is_ascii_digit()).then_some(at + 1)
}
