//! Units of measure: what is said for them, and units by unit such as mg/L and 元/人.

use std::borrow::Cow;

use super::{Line, Part, Say, amount::POWERS, mandarin as say};
use tingxinwen_core::article::is_han;

/// A unit: what is said before the number and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// As it is written.
    pub(super) written: &'static str,
    /// Said before the number.
    pub(super) before: Cow<'static, str>,
    /// Said after the number.
    pub(super) after: &'static str,
}

/// Written, said before the number, said after it.
type Row = (&'static str, &'static str, &'static str);

/// Units that are written in letters or signs; the longer ones first.
const UNITS: &[Row] = &[
    ("km/hr", "時速", "公里"),
    ("km/h", "時速", "公里"),
    ("mph", "時速", "英里"),
    ("kph", "時速", "公里"),
    ("mmHg", "", "毫米汞柱"),
    ("rpm", "每分鐘", "轉"),
    ("km²", "", "平方公里"),
    ("km2", "", "平方公里"),
    ("cm²", "", "平方公分"),
    ("cm2", "", "平方公分"),
    ("mm²", "", "平方公釐"),
    ("mm2", "", "平方公釐"),
    ("cm³", "", "立方公分"),
    ("cm3", "", "立方公分"),
    ("m²", "", "平方公尺"),
    ("m2", "", "平方公尺"),
    ("m³", "", "立方公尺"),
    ("m3", "", "立方公尺"),
    ("kWh", "", "度電"),
    ("MWh", "", "千度電"),
    ("GWh", "", "百萬度電"),
    ("Wh", "", "瓦時"),
    ("kcal", "", "大卡"),
    ("cal", "", "卡"),
    ("kJ", "", "千焦"),
    ("hPa", "", "百帕"),
    ("kPa", "", "千帕"),
    ("MPa", "", "百萬帕"),
    ("mins", "", "分鐘"),
    ("min", "", "分鐘"),
    ("sec", "", "秒"),
    ("hrs", "", "小時"),
    ("hr", "", "小時"),
    ("ms", "", "毫秒"),
    ("kHz", "", "千赫"),
    ("MHz", "", "百萬赫"),
    ("km", "", "公里"),
    ("KM", "", "公里"),
    ("kg", "", "公斤"),
    ("Kg", "", "公斤"),
    ("KG", "", "公斤"),
    ("cm", "", "公分"),
    ("mm", "", "公釐"),
    ("nm", "", "奈米"),
    ("μm", "", "微米"),
    ("mg", "", "毫克"),
    ("μg", "", "微克"),
    ("ug", "", "微克"),
    ("ng", "", "奈克"),
    ("ml", "", "毫升"),
    ("mL", "", "毫升"),
    ("dL", "", "分升"),
    ("mSv", "", "毫西弗"),
    ("μSv", "", "微西弗"),
    ("Sv", "", "西弗"),
    ("Bq", "", "貝克"),
    ("kΩ", "", "千歐姆"),
    ("MΩ", "", "百萬歐姆"),
    ("Ω", "", "歐姆"),
    ("mA", "", "毫安培"),
    ("cc", "", "西西"),
    ("CC", "", "西西"),
    ("ha", "", "公頃"),
    ("Hz", "", "赫茲"),
    ("kW", "", "千瓦"),
    ("MW", "", "百萬瓦"),
    ("GW", "", "吉瓦"),
    ("kV", "", "千伏特"),
    ("dB", "", "分貝"),
    ("ft", "", "英尺"),
    ("lb", "", "磅"),
    ("oz", "", "盎司"),
    ("°C", "攝氏", "度"),
    ("°F", "華氏", "度"),
    ("ºC", "攝氏", "度"),
    ("℃", "攝氏", "度"),
    ("℉", "華氏", "度"),
    ("°", "", "度"),
    ("㎡", "", "平方公尺"),
    ("㎥", "", "立方公尺"),
    ("㎢", "", "平方公里"),
    ("㎞", "", "公里"),
    ("㎏", "", "公斤"),
    ("㎎", "", "毫克"),
    ("㎝", "", "公分"),
    ("㎜", "", "公釐"),
    ("㏄", "", "西西"),
    ("㎖", "", "毫升"),
    ("g", "", "公克"),
    ("m", "", "公尺"),
    ("L", "", "公升"),
    ("V", "", "伏特"),
    ("W", "", "瓦"),
    ("%", "百分之", ""),
    ("‰", "千分之", ""),
    ("″", "", "吋"),
];
/// What a quantity may be counted by, in letters, and what is said for it; the longer ones first.
const PER: [(&str, &str); 36] = [
    ("24hrs", "二十四小時"),
    ("24hr", "二十四小時"),
    ("24h", "二十四小時"),
    ("12h", "十二小時"),
    ("6h", "六小時"),
    ("3h", "三小時"),
    ("48h", "四十八小時"),
    ("10min", "十分鐘"),
    ("km²", "平方公里"),
    ("km2", "平方公里"),
    ("cm²", "平方公分"),
    ("cm2", "平方公分"),
    ("m²", "平方公尺"),
    ("m2", "平方公尺"),
    ("m³", "立方公尺"),
    ("m3", "立方公尺"),
    ("㎡", "平方公尺"),
    ("min", "分鐘"),
    ("sec", "秒"),
    ("day", "日"),
    ("hr", "小時"),
    ("kg", "公斤"),
    ("km", "公里"),
    ("mL", "毫升"),
    ("ml", "毫升"),
    ("dL", "分升"),
    ("ha", "公頃"),
    ("mm", "公釐"),
    ("cm", "公分"),
    ("h", "小時"),
    ("s", "秒"),
    ("d", "日"),
    ("L", "公升"),
    ("l", "公升"),
    ("g", "公克"),
    ("m", "公尺"),
];
/// What a quantity may be counted by, in Chinese characters; the longer ones first.
const EACH: [&str; 66] = [
    "平方公尺",
    "平方公里",
    "立方公尺",
    "平方公分",
    "人次",
    "小時",
    "分鐘",
    "公里",
    "公尺",
    "公斤",
    "公噸",
    "公頃",
    "公克",
    "公升",
    "毫升",
    "盎司",
    "加侖",
    "英畝",
    "單位",
    "學期",
    "學分",
    "個月",
    "季度",
    "日",
    "天",
    "週",
    "周",
    "月",
    "年",
    "時",
    "秒",
    "人",
    "次",
    "坪",
    "噸",
    "桶",
    "度",
    "股",
    "張",
    "戶",
    "件",
    "杯",
    "瓶",
    "盒",
    "包",
    "份",
    "箱",
    "台",
    "輛",
    "間",
    "晚",
    "夜",
    "餐",
    "趟",
    "場",
    "堂",
    "節",
    "季",
    "期",
    "支",
    "顆",
    "磅",
    "組",
    "位",
    "升",
    "個",
];
/// Units in Chinese characters that stand before such a slash without a number of their own: 萬元/坪.
const MONEY: [&str; 9] = ["元", "圓", "円", "塊", "鎊", "美金", "盧布", "盧比", "韓圜"];
/// How far before a slash 每 may stand, in characters.
const SAID_REACH: usize = 14;
/// Longest price that is looked through for its sign, in characters.
const LONGEST_PRICE: usize = 10;
/// Longest unit in Chinese characters between a number and a slash.
const LONGEST_UNIT: usize = 6;

/// The unit behind a number that ends at `at`, one space between allowed; and where it ends.
pub(super) fn unit_at(line: &Line, at: usize) -> Option<(Unit, usize)> {
    let start = line.skip_space(at);
    let (&(written, before, after), end) = UNITS.iter().find_map(|row| {
        let end = start + row.0.chars().count();
        let is_word = row.0.ends_with(|c: char| c.is_ascii_alphabetic());
        let dash = line.at(end) == '-' && !line.at(end + 1).is_ascii_digit();
        let goes_on = is_word && (line.at(end).is_ascii_alphanumeric() || dash);
        // A lone letter after a space is a name, no unit.
        let apart = start > at && row.0.len() == 1 && is_word;
        (line.has(start, row.0) && !goes_on && !apart).then_some((row, end))
    })?;
    if before.is_empty()
        && let Some((each, end)) = each_at(line, end)
    {
        return Some((Unit { written, before: format!("每{each}").into(), after }, end));
    }
    Some((Unit { written, before: before.into(), after }, end))
}

/// How a number is said before a unit. What is said before the number is left out where it is written there already:
/// 時速60km/h, 攝氏25°C.
pub(super) fn with_unit(line: &Line, at: usize, number: &str, unit: &Unit) -> String {
    let is_said = line.ends_with(at, &unit.before)
        || (unit.before == "時速" && line.has_before(at, 5, &["時速", "每小時"]));
    let before = if is_said { "" } else { &unit.before };
    match (number, unit.written) {
        ("一百", "%") if !before.is_empty() => "百分之百".to_owned(),
        ("二", "%" | "‰") => format!("{before}二{}", unit.after),
        ("二", _) => format!("{before}兩{}", unit.after),
        _ => format!("{before}{number}{}", unit.after),
    }
}

/// Rule: the slash between a unit and what it is counted by, read 每: 元/人, 毫升／日, 萬元/坪.
pub(super) fn each(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (each, end) = each_at(line, at)?;
    let mut start = at;
    while start > 0 && at - start < LONGEST_UNIT && is_han(line.at(start - 1)) {
        start -= 1;
    }
    let is_counted = line.before(at) == '%' || (start < at && line.before(start).is_ascii_digit());
    // HK$1,280/張: the sign stands before the number.
    let is_signed =
        line.before(at).is_ascii_digit() && line.has_before(at, LONGEST_PRICE, &["$", "€", "£", "¥", "₩"]);
    // 1萬5/月.
    let is_rent = line.before(at).is_ascii_digit() && at > 1 && POWERS.contains(line.at(at - 2));
    let is_money = is_signed || is_rent || MONEY.iter().any(|unit| line.ends_with(at, unit));
    let spoken = format!("每{each}");
    // 每坪50萬元/坪, 時速300公里/小時: not twice.
    let speed = match each {
        "小時" => "時速",
        "秒" => "秒速",
        _ => spoken.as_str(),
    };
    let is_said = line.has_before(at, SAID_REACH, &[&spoken, speed]);
    let fits = is_counted || is_money || (is_said && POWERS.contains(line.before(at)));
    if !fits {
        return None;
    }
    if is_said {
        return Some(vec![Part { end, say: Say::Silent }]);
    }
    say(end, spoken)
}

/// Rule: the sign of a unit that follows no digits: （單位：㎡）, 以%計, 五點五%.
pub(super) fn lone(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.at(at) == '%' {
        let is_code = line.before(at).is_ascii_alphanumeric() || line.at(at + 1).is_ascii_alphanumeric();
        let is_counted = "〇零一二三四五六七八九十百千萬".contains(line.before(at));
        return (!is_code).then(|| say(at + 1, if is_counted { "趴" } else { "百分比" }))?;
    }
    let mut letters = [0; 4];
    let sign = line.at(at);
    let sign: &str =
        if sign.is_ascii() || sign == '°' { return None } else { sign.encode_utf8(&mut letters) };
    let &(_, before, after) = UNITS.iter().find(|row| row.0 == sign && row.0 != "″")?;
    say(at + 1, format!("{before}{after}"))
}

/// What is counted by, behind the slash at `at`, and where it ends.
fn each_at(line: &Line, at: usize) -> Option<(&'static str, usize)> {
    let start = at + 1;
    if line.at(at) != '/' {
        return None;
    }
    if let Some(each) = line.first_of(start, &EACH) {
        return Some((each, start + each.chars().count()));
    }
    let &(written, each) = PER.iter().find(|(written, _)| {
        let end = start + written.chars().count();
        line.has(start, written) && !line.at(end).is_ascii_alphanumeric()
    })?;
    Some((each, start + written.chars().count()))
}
