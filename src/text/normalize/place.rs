//! Names in digits: rooms, roads, lines, anniversaries and events, digit by digit.

use super::{Line, Part, mandarin as say, numeral};

/// Words behind three or four digits that are the number of a room.
const ROOMS: [&str; 6] = ["號房", "室", "教室", "病房", "號室", "包廂"];
/// Words before the number of a road, a bus line or an aircraft.
const ROADS: [&str; 14] = [
    "縣道",
    "鄉道",
    "市道",
    "公車",
    "路線",
    "客運",
    "波音",
    "空巴",
    "空中巴士",
    "台北",
    "臺北",
    "省道",
    "公路",
    "Boeing ",
];
/// Words behind two to four digits that name an event by its month and day: 921地震.
const EVENTS: [&str; 41] = [
    "重陽",
    "跨年",
    "檔期",
    "年中慶",
    "狂歡節",
    "事件",
    "地震",
    "大地震",
    "連假",
    "紀念",
    "公園",
    "學運",
    "風災",
    "水災",
    "空難",
    "槍擊",
    "砲戰",
    "炮戰",
    "就職",
    "婦女節",
    "購物節",
    "光棍節",
    "軍人節",
    "部隊",
    "震災",
    "海嘯",
    "恐攻",
    "政變",
    "高地",
    "大樓",
    "慘案",
    "記者節",
    "勞動節",
    "兵變",
    "氣爆",
    "演說",
    "革命",
    "戰役",
    "談話",
    "和平日",
    "宣言",
];
/// Votes that are named by their day, which may stand behind any other count too: 826罷免, but 20公投.
const VOTES: [&str; 6] = ["罷免", "大罷免", "公投", "大選", "選舉", "罷韓"];
/// What is named by one digit that stands three times: 333政策.
const TRIPLES: [&str; 6] = ["政策", "原則", "法案", "計畫", "口訣", "法則"];
/// What the roads of a county start with, before their number and 線.
const COUNTIES: &str = "台臺縣市鄉北桃竹苗中彰投雲嘉南高屏宜花東澎";
/// Characters directly behind a number that show it to be a count, though an event is named later: 921個地震.
const COUNTED: &str = "個人名起場次件棟座位天日月年萬億級公度處所多餘名家條項週周";

/// Rule: a number that names a room, a road, a line or an event, digit by digit.
pub(super) fn place(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits =
        line.digits(at).filter(|digits| digits.is_plain() && (2..=5).contains(&digits.whole.len()))?;
    let len = digits.whole.len();
    let is_room = len >= 3 && line.first_of(digits.end, &ROOMS).is_some();
    // 台六一線, but 台十一線.
    let is_teen = len == 2 && digits.whole.starts_with('1');
    let is_line = (COUNTIES.contains(line.before(at)) && line.at(digits.end) == '線' && !is_teen)
        || (len >= 3 && line.has(digits.end, "路公車"));
    let follows = line.at(digits.end);
    let is_road = len >= 3 && line.ends_with_any(at, &ROADS) && !COUNTED.contains(follows) && follows != '號';
    let is_triple = len == 3
        && digits.whole.chars().all(|c| digits.whole.starts_with(c))
        && line.first_of(digits.end, &TRIPLES).is_some();
    let is_vote = is_day(&digits.whole) && line.first_of(digits.end, &VOTES).is_some();
    (is_room || is_line || is_road || is_triple || is_vote || is_event(line, digits.end, len))
        .then(|| say(digits.end, numeral::digit_by_digit(&digits.whole)))?
}

/// Whether three or four digits are a month and a day.
fn is_day(digits: &str) -> bool {
    let month = digits.len().saturating_sub(2);
    let value = |part: &str| part.parse::<u8>().unwrap_or_default();
    month > 0 && (1..=12).contains(&value(&digits[..month])) && (1..=31).contains(&value(&digits[month..]))
}

/// Whether an event is named within a few characters behind a number.
fn is_event(line: &Line, at: usize, len: usize) -> bool {
    if len > 4 || line.before(at - len) == '雙' || (COUNTED.contains(line.at(at)) && at < line.len()) {
        return false;
    }
    let reach = if len == 3 { 4 } else { 0 };
    for ahead in 0..=reach {
        if line.first_of(at + ahead, &EVENTS).is_some() {
            return true;
        }
        if !tingxinwen_core::article::is_han(line.at(at + ahead)) {
            return false;
        }
    }
    false
}
