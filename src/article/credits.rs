//! Credits: a row of roles and names, 文／王小明　攝影／林大山, and the signature at the end of a text.

use std::sync::LazyLock;

use regex::Regex;

/// Roles of those who wrote.
const WRITERS: &[&str] =
    &["採訪撰文", "采访撰文", "撰文", "撰稿", "採訪", "文字", "作者", "記者", "记者", "文"];
/// Roles of those who did not; those that others end in come first.
const OTHERS: &[&str] = &[
    "責任編輯",
    "责任编辑",
    "核稿編輯",
    "執行編輯",
    "攝影記者",
    "編輯",
    "编辑",
    "攝影",
    "摄影",
    "圖片",
    "图片",
    "照片",
    "插畫",
    "繪圖",
    "設計",
    "设计",
    "影音",
    "影像",
    "剪輯",
    "監製",
    "製作",
    "校對",
    "核稿",
    "審稿",
    "翻譯",
    "翻译",
    "圖",
    "图",
];
/// What stands between a role and a name.
const BETWEEN: &[char] = &['：', ':', '／', '/', '|', '｜', '╱'];

/// （記者王小明）, （本報記者王小明、林大山台北報導） at the end of a text.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[（(【〔](?:[\p{Han}]{0,4}(?:記者|记者|特派員|特約記者|通訊員)|撰文|採訪|文)\s*[:：／/]?\s*([\p{Han}·]{2,4}(?:[、,，／/ ][\p{Han}·]{2,4}){0,2}?)(?:[、／/]?[\p{Han}]{2,6}(?:報導|报道|電|电))?[）)】〕]\s*$",
    )
    .expect("a pattern of this file")
});

/// Who wrote, by a `line` that is a row of two or more roles and names: nobody, if none of the roles is a writer's.
/// `None` where the line is no such row.
pub(super) fn writer(line: &str) -> Option<Option<String>> {
    /// The longest row, in characters.
    const CHARS: usize = 90;
    /// The longest name, or list of names, in characters.
    const NAME_CHARS: usize = 18;
    let line = line.trim().trim_matches(['（', '）', '(', ')', '【', '】']);
    if line.chars().count() > CHARS || !line.contains(BETWEEN) {
        return None;
    }
    let starts = roles(line);
    let is_row = starts.len() > 1 && starts.first().is_some_and(|(at, ..)| *at == 0);
    if !is_row {
        return None;
    }
    let mut writer = None;
    for (order, (_, is_writer, name_at)) in starts.iter().enumerate() {
        let end = starts.get(order + 1).map_or(line.len(), |(at, ..)| *at);
        let name = line.get(*name_at..end)?.trim_matches(|c: char| !c.is_alphanumeric());
        if name.chars().count() > NAME_CHARS {
            return None;
        }
        if *is_writer && writer.is_none() && name.chars().count() > 1 {
            writer = Some(name.to_owned());
        }
    }
    Some(writer)
}

/// The roles in `line`: where each begins, whether it is a writer's, and where the name after it begins.
fn roles(line: &str) -> Vec<(usize, bool, usize)> {
    let mut found: Vec<(usize, bool, usize)> = Vec::new();
    for (at, mark) in line.match_indices(BETWEEN) {
        let before = line[..at].trim_end();
        let ends = |roles: &[&str]| {
            roles.iter().find(|role| before.ends_with(**role)).map(|role| before.len() - role.len())
        };
        let name_at = at + mark.len();
        // 責任編輯 ends in 編輯, 攝影記者 in 記者.
        if let Some(start) = ends(OTHERS) {
            found.push((start, false, name_at));
        } else if let Some(start) = ends(WRITERS) {
            found.push((start, true, name_at));
        }
    }
    found
}

/// Who signed the last `line` of a text.
pub(super) fn signature(line: &str) -> Option<String> {
    let found =
        if line.trim_end().ends_with(['）', ')', '】', '〕']) { SIGNED.captures(line) } else { None };
    Some(found?.get(1)?.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_credits_name_the_writer() {
        for (line, name) in [
            ("文／林大山　攝影／方小雨", Some("林大山")),
            ("攝影／方小雨　撰文／林大山", Some("林大山")),
            ("攝影：方小雨 文字：林大山 責任編輯：何小安", Some("林大山")),
            ("責任編輯：何小安　攝影：方小雨", None),
        ] {
            assert_eq!(writer(line), Some(name.map(str::to_owned)), "{line}");
        }
        for line in [
            "市長：新橋通車",
            "文／林大山",
            "他說：文字：是一種工具，攝影：也是。這一行其實是一個很長的句子，不是任何人的署名或是出處。",
        ] {
            assert_eq!(writer(line), None, "{line}");
        }
    }

    #[test]
    fn texts_are_signed_at_their_end() {
        for (line, name) in [
            ("大家可以沿著河走到出海口。（記者林大山）", Some("林大山")),
            ("（本報記者林大山、方小雨）", Some("林大山、方小雨")),
            ("【撰文：林大山】", Some("林大山")),
            ("（編輯：林大山）", None),
            ("（記者會下午舉行，地點另行通知大家）", None),
        ] {
            assert_eq!(signature(line).as_deref(), name, "{line}");
        }
    }
}
