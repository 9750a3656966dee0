//! Quantities: a number with what makes it 兩 rather than 二, its powers of ten, and its unit.

use super::{
    line::{Digits, Line},
    numeral,
};

/// Words before which 2 is read 二, since it numbers a thing and does not count things: 二月, 二樓, 二壘.
const NAMED: [&str; 94] = [
    "連霸",
    "連勝",
    "連敗",
    "連冠",
    "連莊",
    "哥",
    "伯",
    "叔",
    "嫂",
    "的",
    "度燒",
    "度灼",
    "度空間",
    "寶媽",
    "寶爸",
    "話不說",
    "氧化",
    "極體",
    "重奏",
    "重唱",
    "刀流",
    "聯式",
    "次方",
    "次函數",
    "元一次",
    "進宮",
    "維條",
    "維碼",
    "維空間",
    "維平",
    "維圖",
    "硫化",
    "尖瓣",
    "月",
    "日",
    "號",
    "号",
    "樓",
    "楼",
    "年級",
    "年级",
    "壘",
    "垒",
    "審",
    "审",
    "級",
    "级",
    "軍",
    "军",
    "手",
    "班",
    "線",
    "线",
    "期",
    "版",
    "等",
    "敗",
    "败",
    "勝",
    "胜",
    "胎",
    "代",
    "讀",
    "读",
    "殿",
    "路",
    "段",
    "巷",
    "弄",
    "區",
    "区",
    "比",
    "分之",
    "之",
    "十",
    "又",
    "進位",
    "進制",
    "元論",
    "戰",
    "战",
    "房",
    "廳",
    "點零",
    "次元",
    "次大戰",
    "次世界大戰",
    "次革命",
    "甲線",
    "乙線",
    "丙線",
    "丁線",
    "丁目",
    "衛",
];

/// Characters that start what a number counts or measures.
const COUNTED: &str = "人名個个位元件張张份家台輛辆條条座棟栋間间戶户次場场多餘余萬万億亿千百點点度公米噸吨斤克歲岁天日月號号樓楼股口筆\
    笔頁页字票分秒倍隻只匹枚顆颗粒架艘瓶箱包組组套種种項项平坪尺美港歐欧英韓韩至到比步房室線线路時时吋寸封通套顆株棵頭头尊班梯站級级\
    對对束捆道盒杯碗盤盘罐桶袋卷頓顿幅幢所校院系團团隊队屆届期集季章節段句行列排款例具員员畝亩頃两兩升瓦焦卡年週周旬刻角圓塊\
    块鎊兆十來来幾几起宗批支把本冊册篇首部枝根片面尾峰群桌席床坨攤摊趟回遍輪轮聲声格階层層代屆毫奈微克卡磅哩呎浬海加立立里億折成趴%‰\
    日泰印越盧瑞馬人市縣縣村鄉鄰戰胜勝敗败安打";

/// Words that start as what is counted does, and are none: 2026台北, 104人力銀行.
const UNCOUNTED: [&str; 42] = [
    "台灣", "臺灣", "台北", "臺北", "台中", "臺中", "台南", "臺南", "台東", "臺東", "台積", "台鐵", "台股",
    "台海", "人力", "人工", "人權", "人類", "家電", "口罩", "日本", "日職", "美國", "美洲", "美職", "歐洲",
    "歐盟", "英國", "韓國", "韓職", "泰國", "印度", "越南", "市長", "縣長", "縣市", "縣道", "市道", "鄉道",
    "年輕", "戰機", "戰爭",
];

/// Whether a number that ends at `at` counts or measures what stands there.
pub(super) fn counts(line: &Line, at: usize) -> bool {
    at < line.len() && COUNTED.contains(line.at(at)) && line.first_of(at, &UNCOUNTED).is_none()
}

/// Powers of ten written in Chinese.
pub(super) const POWERS: &str = "百千萬万億亿兆";

/// The number from `at` to the end of `digits` as it is said there: 兩 or 二 by what follows.
pub(super) fn counted(line: &Line, at: usize, digits: &Digits) -> String {
    if counts_two(line, at, digits.end, digits) {
        return "兩".to_owned();
    }
    numeral::decimal(&digits.whole, &digits.decimals)
}

/// Whether the number is 2 and counts the things named at `next`, so that it is read 兩.
pub(super) fn counts_two(line: &Line, at: usize, next: usize, digits: &Digits) -> bool {
    if digits.whole != "2" || !digits.decimals.is_empty() {
        return false;
    }
    let next = line.skip_space(next);
    let what = line.at(next);
    // Switch 2定價: what follows a name is not counted by it, unless it counts.
    let is_name = line.ends_latin(at) && !counts(line, next);
    let is_second_year = line.before(at) == '大'
        && line.first_of(next, &["學生", "生", "男", "女", "下", "上", "那年", "時", "的"]).is_some();
    let is_minute = what == '分' && line.at(next + 1) != '鐘' && line.has_before(at, 3, &["時", "点", "點"]);
    tingxinwen_core::article::is_han(what)
        && !is_minute
        && !is_name
        && !is_second_year
        && line.first_of(next, &NAMED).is_none()
        && !line.ends_with_any(
            at,
            &["第", "支", "分之", "民國", "之", "零下", "點", "雙", "初", "高", "國", "小", "+", "√"],
        )
}

/// The reading of a number with powers of ten in Chinese characters, such as 1億2,000萬, and where it ends.
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
