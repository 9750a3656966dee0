//! Codes: digits that name a thing and count nothing, said one by one.

use super::{
    Line, Part, Say,
    amount::{POWERS, counts},
    mandarin as say, numeral,
    unit::unit_at,
};
use tingxinwen_core::article::is_han;

/// Longest code of several groups of digits that is looked at.
const LONGEST: usize = 40;
/// From how many digits on a number without commas is a code.
const LONG: usize = 8;
/// Numbers that are called in Taiwan: police, fire, the lines for help and advice.
const CALLED: [&str; 20] = [
    "110", "112", "113", "118", "119", "165", "168", "1922", "1925", "1955", "1957", "1966", "1968", "1980",
    "1985", "1988", "1991", "1995", "1996", "1999",
];
/// Words before a number that is called.
const CALLERS: [&str; 14] =
    ["獲報", "通報", "撥", "打", "叫", "播", "向", "洽", "請", "接獲", "致電", "電", "報", "專線"];
/// Words behind it.
const ANSWERS: [&str; 22] = [
    "出動", "報案", "求助", "求救", "專線", "救護", "派遣", "勤務", "指揮", "值勤", "通報", "電話", "受理",
    "系統", "消防", "緊急", "反詐", "保護", "長照", "市民", "防疫", "諮詢",
];
/// Numbers of three digits that are names before these words: 104人力銀行, 108課綱.
const NAMES: [&str; 22] = [
    "熊班",
    "課綱",
    "煙火",
    "人力",
    "租屋",
    "房屋",
    "實價",
    "縣道",
    "甲縣道",
    "乙縣道",
    "甲市道",
    "甲線",
    "市道",
    "鄉道",
    "公車",
    "路公車",
    "號公車",
    "新課綱",
    "學測",
    "指考",
    "統測",
    "會考",
];
/// Cities of which an address may start.
const CITIES: [&str; 11] = [
    "台北市",
    "臺北市",
    "新北市",
    "桃園市",
    "台中市",
    "臺中市",
    "台南市",
    "臺南市",
    "高雄市",
    "基隆市",
    "新竹市",
];
/// What a day of history is called by: 5·4運動.
const DAYS: [&str; 8] = ["運動", "事件", "事變", "慘案", "地震", "大地震", "學運", "紀念"];
/// Words before a count, though it has four digits and no unit.
const BEFORE_COUNT: &str = "約共達逾近計僅數超滿破至到第增減少多售賣得獲於跌漲升降攻守";

/// Rule: a number that is a code, digit by digit: 台積電（2330）, 末四碼1234, ISBN, 0912***678, 2330台積電.
pub(super) fn code(line: &Line, at: usize) -> Option<Vec<Part>> {
    let before = line.before(at);
    if before.is_ascii_digit() || (before == '.' && line.before(at.saturating_sub(1)).is_ascii_digit()) {
        return None;
    }
    pointed_day(line, at).or_else(|| grouped(line, at)).or_else(|| masked(line, at)).or_else(|| {
        let digits = line.digits(at).filter(|digits| digits.is_plain() && !digits.whole.is_empty())?;
        let counted = counts(line, digits.end)
            || POWERS.contains(line.at(digits.end))
            || unit_at(line, digits.end).is_some()
            || line.at(digits.end) == '%';
        let len = digits.whole.len();
        let is_code = in_brackets(line, at, &digits.whole, digits.end)
            || (!counted && len >= 2 && after_code_word(line, at))
            || (!counted && len >= LONG && !digits.whole.ends_with("000"))
            || (!counted && is_called(line, at, &digits.whole, digits.end))
            || (!counted && is_name(line, at, &digits.whole, digits.end))
            || is_line(line, &digits.whole, digits.end)
            || is_flight(line, at, &digits.whole, digits.end)
            || is_postcode(line, at, &digits.whole, digits.end)
            || (len >= LONG && line.before(at) == '第' && matches!(line.at(digits.end), '號' | '号'))
            || is_fund(line, &digits.whole, digits.end)
            || is_numbered(line, &digits.whole, digits.end)
            || is_years_of_birth(line, at, &digits.whole, digits.end);
        is_code.then(|| say(digits.end, numeral::digit_by_digit(&digits.whole)))?
    })
}

/// Rule: the name of the shops, 7-11, which is no range such as 7-11月.
pub(super) fn shop(line: &Line, at: usize) -> Option<Vec<Part>> {
    let full = line.first_of(at, &["7-ELEVEN", "7-Eleven", "7-eleven"]);
    let end = at + full.map_or(4, str::len);
    let is_shop = (full.is_some() || line.has(at, "7-11"))
        && !line.before(at).is_ascii_alphanumeric()
        && !matches!(line.before(at), '-' | '、' | '.')
        && !line.at(end).is_ascii_alphanumeric()
        && !matches!(line.at(end), '.' | '-' | '/' | '%' | '、')
        && !counts(line, end)
        && unit_at(line, end).is_none();
    is_shop.then(|| vec![Part { end, say: Say::English("seven eleven".to_owned()) }])
}

/// A day of history by month and day with a point between: 9‧21, 2·28.
fn pointed_day(line: &Line, at: usize) -> Option<Vec<Part>> {
    let point = line.while_within(at, 3, |c| c.is_ascii_digit());
    let end = line.while_within(point + 1, 3, |c| c.is_ascii_digit());
    let value = |from: usize, to: usize| line.text(from..to).parse::<u32>().unwrap_or_default();
    let is_day = matches!(line.at(point), '‧' | '·' | '・')
        && (1..=12).contains(&value(at, point))
        && (1..=31).contains(&value(point + 1, end))
        && (end - point == 3 || line.first_of(end, &DAYS).is_some())
        && !counts(line, end)
        && unit_at(line, end).is_none()
        && !POWERS.contains(line.at(end))
        && !matches!(line.at(end), '%' | '‧' | '·' | '・');
    is_day.then(|| {
        vec![
            Part { end: point, say: Say::Mandarin(numeral::digit_by_digit(&line.text(at..point))) },
            Part { end: point + 1, say: Say::Silent },
            Part { end, say: Say::Mandarin(numeral::digit_by_digit(&line.text(point + 1..end))) },
        ]
    })
}

/// Three or more groups of digits with dashes: ISBN 978-986-1234-56-7, 4311-2233-4455-6677.
fn grouped(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    let mut end = line.while_within(at, LONGEST, is_part);
    while end > at && line.at(end - 1) == '-' {
        end -= 1;
    }
    let text = line.text(at..end);
    let groups: Vec<&str> = text.split('-').collect();
    let is_book = groups.len() >= 2 && line.has_before(at, 6, &["ISBN", "ISSN"]);
    let is_code =
        groups.len() >= 3 || is_book || (groups.len() == 2 && text.len() > 6 && after_code_word(line, at));
    let is_whole = groups.iter().all(|group| !group.is_empty())
        && !line.at(end).is_ascii_alphanumeric()
        && line.before(at) != '-';
    (is_code && is_whole).then(|| say(end, numeral::digit_by_digit(&text)))?
}

/// Digits beside others that are hidden: 0912***678, A12345****.
fn masked(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_mask = |c: char| matches!(c, '*' | '＊' | '●' | '○' | 'x' | 'X' | '×');
    let end = line.while_within(at, LONGEST, |c| c.is_ascii_digit());
    let dash = at - usize::from(line.before(at) == '-' && at > 2);
    let before = is_mask(line.before(dash)) && dash >= 2 && line.at(dash - 2) == line.before(dash);
    let behind = is_mask(line.at(end)) && line.at(end + 1) == line.at(end);
    (end > at && (before || behind)).then(|| say(end, numeral::digit_by_digit(&line.text(at..end))))?
}

/// Rule: what hides digits, which is silent: 09××-×××-123.
pub(super) fn hidden(line: &Line, at: usize) -> Option<Vec<Part>> {
    let end = line.while_within(at, LONGEST, |c| matches!(c, '×' | '-'));
    (line.at(at) == '×' && line.at(at + 1) == '×').then(|| vec![Part { end, say: Say::Silent }])
}

/// A number that is called, with the name of its line behind it: 1925安心專線.
fn is_line(line: &Line, digits: &str, end: usize) -> bool {
    CALLED.contains(&digits)
        && !"個人名元位次年".contains(line.at(end))
        && (1..=8)
            .take_while(|&ahead| is_han(line.at(end + ahead - 1)))
            .any(|ahead| line.first_of(end + ahead, &["專線", "热线", "熱線", "专线"]).is_some())
}

/// The number of a flight behind the letters of its company: B7-8961班機.
fn is_flight(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let is_named = matches!(line.before(at), '-' | ' ') && at > 1 && line.at(at - 2).is_ascii_alphanumeric();
    digits.len() >= 3 && is_named && line.first_of(end, &["班機", "航班"]).is_some()
}

/// A postcode before a city: 100台北市中正區.
fn is_postcode(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let city = line.first_of(end, &CITIES);
    matches!(digits.len(), 3 | 5 | 6)
        && matches!(line.before(at), '\0' | ' ' | ':' | '：' | '(' | '（' | '〒')
        && city.is_some_and(|city| !"民長府議的、".contains(line.at(end + city.chars().count())))
}

/// Four to six digits with brackets around, alone or in a list: the code of a share, or a year.
fn in_brackets(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let opens = matches!(line.before(at), '(' | '（');
    let closes = matches!(line.at(end), ')' | '）');
    let listed = matches!(line.before(at), '、' | '，' | ',' | '/' | ':' | '：' | ' ');
    let goes_on = matches!(line.at(end), '、' | '，' | ',' | '/')
        || ["-TW", ".TW", "-US", ".US", "-HK", ".HK"].iter().any(|market| line.has(end, market));
    (4..=6).contains(&digits.len())
        && !digits.ends_with("000")
        && ((opens && (closes || goes_on)) || (closes && listed && line.has_before(at, 24, &["(", "（"])))
}

/// Whether a word for a code stands before: 帳號, 末四碼, 文號, with a colon or 為 between.
fn after_code_word(line: &Line, at: usize) -> bool {
    let word = behind_gap(line, at);
    let before = line.before(word.saturating_sub(1));
    match line.before(word) {
        '碼' | '码' => true,
        // 卡號 and 文號, but not 3號 and 一號.
        '號' | '号' => is_han(before) && !"〇零一二三四五六七八九十月每各同幾".contains(before),
        _ => line.ends_with_any(word, &["車牌", "統編", "代號", "ISBN", "末五碼"]),
    }
}

/// Where a word ends that stands before the code at `at`, with a colon, 為 or an opening quote between: 末3碼為「567」.
pub(super) fn behind_gap(line: &Line, at: usize) -> usize {
    let quote = at - usize::from(matches!(line.before(at), '「' | '『' | '“' | '"'));
    quote - usize::from(matches!(line.before(quote), ':' | '：' | ' ' | '為' | '是' | '='))
}

/// A number that is called, beside a word that tells so or another such number.
fn is_called(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let is_and = |c: char| "、或和與及".contains(c);
    let beside = (is_and(line.at(end)) && line.first_of(end + 1, &CALLED).is_some())
        || (at > 0 && is_and(line.before(at)) && line.ends_with_any(at - 1, &CALLED));
    CALLED.contains(&digits)
        && (beside || line.ends_with_any(at, &CALLERS) || line.first_of(end, &ANSWERS).is_some())
}

/// The code of a fund with the letter of its kind: 00631L, 00679B.
fn is_fund(line: &Line, digits: &str, end: usize) -> bool {
    digits.len() == 5
        && digits.starts_with("00")
        && line.at(end).is_ascii_uppercase()
        && !line.at(end + 1).is_ascii_alphanumeric()
}

/// A number of three digits that is a name by what follows: 108課綱, 212、299公車.
fn is_numbered(line: &Line, digits: &str, end: usize) -> bool {
    let listed = line.while_within(end, 16, |c| c.is_ascii_digit() || "、,和及與".contains(c));
    let is_listed =
        listed > end && line.first_of(listed, &["公車", "路公車", "號公車", "快線", "路快線"]).is_some();
    let is_bus = line.first_of(end, &["快線", "路公車", "號公車"]).is_some();
    (digits.len() == 3 || digits.len() == 4 && (is_bus || is_listed))
        && (is_listed || is_bus || line.first_of(end, &NAMES).is_some())
}

/// A number that is a name: 2330台積電, 1450網軍, 92無鉛汽油.
fn is_name(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let is_fuel = digits.len() == 2 && line.has(end, "無鉛");
    let is_shop = digits == "711" && line.first_of(end, &["超商", "門市", "便利"]).is_some();
    let before = line.before(at);
    let is_free = !before.is_ascii_alphanumeric()
        && !matches!(before, '$' | '-' | '.' | ',')
        && !BEFORE_COUNT.contains(before);
    // 2330 台積電: a code before a name, at the start of a clause.
    let starts = before == '\0' || "。，；：、（(「\n".contains(before);
    let next = if starts { line.skip_space(end) } else { end };
    let is_share =
        digits.len() == 4 && !digits.ends_with("00") && is_han(line.at(next)) && !counts(line, next);
    is_fuel || ((is_share || is_shop) && is_free)
}

/// 90後, those born then: not 年過60後.
fn is_years_of_birth(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let is_decade = digits.len() == 2 && (digits.ends_with('0') || digits.ends_with('5'));
    let age = "過滿歲逾達近到屆";
    let is_free = !age.contains(line.before(at)) && !matches!(line.before(at), '/' | ':' | '：' | '-' | '~');
    // 90、00後: the first of two.
    let next = line.while_within(end + 1, 3, |c| c.is_ascii_digit());
    let listed = matches!(line.at(end), '、' | '和' | '與') && next == end + 3;
    let end = if listed { next } else { end };
    is_decade && line.at(end) == '後' && is_free && !line.has(end, "後來") && digits != "10"
}
