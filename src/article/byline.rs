//! Byline patterns of newspapers: 記者×××／台北報導, （中央社記者×××4日電）, By A. Writer.

use std::sync::LazyLock;

use regex::Regex;

use super::{credits, date, is_han};

/// The longest line that may be a byline, in characters.
const MAX_CHARS: usize = 70;

/// 〔記者王小明／台北報導〕, （中央社記者王小明台北4日電）, 【記者王小明台北報導】 at the start of a text.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[〔（(【\[]\s*([^〔〕（）()【】\[\]]{0,12}(?:記者|记者|中央社|編譯|特派員|中心|頻道|綜合|報)[^〔〕【】\[\]]{0,40}?(?:報導|报道|電|电|攝影|專電|報))\s*[〕）)】\]]\s*",
    )
});
/// 聯合報／ 記者王小明／即時報導, 記者王小明／桃園機場報導, 文／王小明.
static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[^\s／/，。：:]{2,10}\s*[／/╱]\s*)?(?:[^\s／/，。：:]{0,6}(?:記者|记者|特派員|編譯)\s*[^／/，。：:\n]{2,24}|[^\s／/，。：:]{2,8}中心|中央社|編輯部)\s*[／/╱│|]\s*[^／/，。\s]{2,12}?(?:報導|报道|專電|電|外電|攝影)",
    )
});
/// 中央社／曼谷9日專電; 記者王小明台北報導.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:中央社\s*[／/]\s*\S{2,8}[0-9]{1,2}日(?:專電|電)|(?:記者|记者)\s*[^，。！？：:]{2,20}(?:報導|报道))$",
    )
});
/// 記者：王小明; 作者／王小明; 文/王小明; 撰文 王小明.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:本報記者|記者|记者|作者|撰文|撰稿|採訪撰文|文字|文|編譯|整理)\s*[：:／/|｜\s]\s*([^，。！？]{2,24})$",
    )
});
/// 文／王小明攝影／林大山: the writer among several credits, without a space before the next.
static CREDITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:採訪撰文|撰文|文字|文|作者)\s*[：:／/|｜]\s*([\p{Han}·．、\s]{2,16}?)\s*(?:攝影|圖片|圖|編輯|設計|影音|影像)\s*[：:／/|｜]|(?:採訪撰文|撰文|撰稿)\s*[：:／/|｜\s]\s*([\p{Han}·]{2,4}?)\s*(?:諮詢|審訂|審稿|核稿|編輯|責任編輯|攝影|受訪))",
    )
});
/// 財經網記者 王小明 台北: the paper, the name, the place.
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\p{Han}A-Za-z]{2,8}(?:記者|记者)[\s：:]+([\p{Han}]{2,4})(?:\s+[\p{Han}]{2,4})?$")
});
/// 張貼者：王小明 於 晚上10:31, 王小明 發表在 痞客邦.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:張貼者|發表者|貼文者|發文者|发表者)\s*[：:]\s*([^：:，。]{1,24}?)\s*(?:[於于|].*)?|([^：:，。\s]{1,24})\s*發表在\s*痞客邦.*)$",
    )
});
/// 作者 seaside (海邊的人): the head of a board's post.
static BOARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:作者|發信人|发信人)\s*[:：]?\s*([A-Za-z][A-Za-z0-9]{1,12})\s*[(（][^()（）]*[)）]")
});
/// By A. Writer, with what follows the name cut off.
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?i:written by|words by|story by|posted by|authored by|article by|contributors?:|by)[:\s]+|By)([A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*(?:[ ,&]+(?:(?:and|de|van|von|der|la|bin|al|with)\s+)*[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*){0,9})",
    )
});

/// Posted by A. Writer, after a date.
static AFTER_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s|·•,])(?i:written|posted|words|authored|article|story|published) by:?\s*((?:[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*\s?){0,4})(?:$|[,|·•0-9]|\son\s|\sin\s)",
    )
});

/// Von A. Writer · 3.7.2026, Par A. Writer: as [`ENGLISH`], in other languages, whose sentences may begin so: a name of two
/// words or more, and the end of the line or a mark behind it.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:von|par|por|door|av|af)\s+|(?:text|texte|texto|testo|tekst|autor|autorin|auteur|autrice|autore)\s?:\s*)((?:[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*)(?:\s+(?:(?:de|van|von|der|den|du|la|le|zu)\s+){0,2}[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*){1,4}(?:(?:,| und| et| y| en| och)\s+[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*(?:\s+[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*){1,3})*)\s*(?:$|[·|•–—,/]|[0-9])",
    )
});
/// 文字 / 王小明2025.10.12: a label, a name and a date that nothing parts.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:作者|撰文|撰稿|文字|文|記者)\s*[：:／/|｜]\s*([\p{Han}·．]{2,8}?)\s*((?:19|20)[0-9]{2}[-/.年].*)$",
    )
});

/// April 6, 2026 By A. Writer 3 Comments: a name of two words or more behind a year.
static AFTER_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:19|20)[0-9]{2},? [Bb]y ([A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*(?:\s+[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ž.'’-]*){1,3})\s*(?:$|[,|·•0-9]|\sin\s)",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file")
}

/// The byline that `text` begins with, and the rest, which may be empty.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    /// How many characters a byline before a text has at most.
    const FAR: usize = 90;
    let text = text.trim();
    // All of them end in what was done for the paper.
    if !text.chars().take(FAR).any(|c| matches!(c, '報' | '报' | '電' | '电' | '攝')) {
        return None;
    }
    if let Some(found) = BRACKETED.captures(text) {
        let (whole, inner) = (found.get(0)?, found.get(1)?);
        return Some((inner.as_str(), text[whole.end()..].trim_start()));
    }
    if let Some(found) = SLASHED.find(text) {
        let rest = &text[found.end()..];
        // 報導 may be a word of the sentence; a byline ends there.
        let ends = rest.is_empty() || rest.starts_with([' ', '\u{3000}', '】', '〕', '）', ')', ']', '】']);
        return ends.then(|| {
            (
                found.as_str(),
                rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '「' && c != '《'),
            )
        });
    }
    None
}

/// The byline in `line`, if there is nothing else in it.
pub(super) fn whole(line: &str) -> Option<String> {
    let line = line.trim();
    if line.chars().count() > MAX_CHARS {
        return None;
    }
    if let Some((byline, rest)) = split(line) {
        return rest.chars().count().le(&16).then(|| byline.to_owned());
    }
    if let Some(writer) = credits::writer(line) {
        return writer;
    }
    if let Some(name) = on_board(line) {
        return Some(name);
    }
    if !line.starts_with(is_han) {
        return english(line).or_else(|| foreign(line));
    }
    if PLAIN.is_match(line) {
        return Some(line.to_owned());
    }
    if let Some(found) = CREDITED.captures(line) {
        return Some(found.get(1).or(found.get(2))?.as_str().trim().to_owned());
    }
    if let Some(found) = DATED.captures(line).filter(|found| date::find(&found[2]).is_some()) {
        return Some(found.get(1)?.as_str().to_owned());
    }
    // 作者：王小明｜更新日期：2025/04/11
    let labelled = line.split(['｜', '|']).next().unwrap_or(line).trim();
    if let Some(found) = LABELLED.captures(labelled) {
        return Some(found.get(1)?.as_str().trim().to_owned());
    }
    if let Some(found) = PLACED.captures(line).filter(|_| !line.starts_with(['攝', '摄'])) {
        return Some(found.get(1)?.as_str().to_owned());
    }
    if let Some(found) = POSTED.captures(line) {
        return Some(found.get(1).or(found.get(2))?.as_str().to_owned());
    }
    english(line)
}

/// The name of who wrote a board's post, in the `line` of its head that says so.
pub(super) fn on_board(line: &str) -> Option<String> {
    let line = line.trim();
    let found = if line.starts_with(is_han) { BOARD.captures(line) } else { None };
    Some(found?.get(1)?.as_str().to_owned())
}

/// The name or names in `By A. Writer`.
pub(super) fn english(line: &str) -> Option<String> {
    let found = ENGLISH.captures(line.trim())?;
    // A sentence may begin with By, too; one with a date says when it was posted.
    let is_sentence = line.trim_end().ends_with('.') && line.split_whitespace().count() > 8;
    if is_sentence && date::find(line).is_none() {
        return None;
    }
    Some(found.get(1)?.as_str().trim_end_matches([' ', ',', '-']).to_owned())
}

/// The name or names in `Von A. Writer`.
pub(super) fn foreign(line: &str) -> Option<String> {
    let line = line.trim();
    let may_be = line.get(..1).is_some_and(|first| "vpdatVPDAT".contains(first));
    let found = if may_be { FOREIGN.captures(line) } else { None };
    Some(found?.get(1)?.as_str().trim_end_matches([' ', ',', '-']).to_owned())
}

/// The name after `Written by` in a line; empty, if the line ends there.
pub(super) fn after_verb(line: &str) -> Option<String> {
    let has_by = line.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"by"));
    let found = if has_by { AFTER_VERB.captures(line).or_else(|| AFTER_YEAR.captures(line)) } else { None };
    Some(found?.get(1)?.as_str().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_known_by_their_shape() {
        for line in [
            "聯合報／ 記者林大山／即時報導",
            "記者林大山／桃園機場報導",
            "〔記者林大山／台北報導〕",
            "（中央社記者林大山台北4日電）",
            "中央社／曼谷9日專電",
            "〔財經頻道／綜合報導〕",
            "記者林大山台北報導",
            "財經網記者 林大山 台北",
            "張貼者： 林大山 於 晚上10:31",
            "林大山 發表在 痞客邦 留言(3) 人氣(1,820)",
            "作者seaside (海邊的人)",
            "記者：林大山",
            "文／林大山",
            "作者：林大山｜更新日期：2025/04/11",
            "文／林大山攝影／方小雨2026-06-02 06:00",
            "撰文 林大山諮詢專家 何小安醫師（復健科）2025-01-16",
            "By Anna Writer",
            "ByAnna Writer",
            "Contributors: Anna Writer",
            "Written by Anna B. Writer and Carl Other",
        ] {
            assert!(whole(line).is_some(), "{line}");
        }
        for line in [
            "市長上午出席開幕典禮時表示，記者會將在下午舉行。",
            "記者會／下午兩點",
            "攝影記者 方小雨",
            "市府記者會 下午 市府",
            "By the time the train came, everybody had left the station and gone home.",
            "新的公園將在下個月開放。",
            "Byron and Other Poets",
            "BYLAWS OF THE CLUB",
        ] {
            assert_eq!(whole(line), None, "{line}");
        }
    }

    #[test]
    fn bylines_of_other_languages_are_told_from_sentences() {
        for (line, name) in [
            ("Von Anna Schreiber", Some("Anna Schreiber")),
            ("Von Anna Schreiber · 22.05.2025, 06:30 Uhr · Lesezeit: 2 Min.", Some("Anna Schreiber")),
            ("Par Anna de la Plume et Carl Autre", Some("Anna de la Plume et Carl Autre")),
            ("Text: Anna Schreiber | Fotos: Carl Anders | 12. Oktober 2024", Some("Anna Schreiber")),
            ("Text: eine Brücke", None),
            ("Von Berlin nach Hamburg fährt man zwei Stunden.", None),
            ("Par ailleurs, le pont reste ouvert.", None),
            ("Von Montag Abend an ist die Brücke gesperrt.", None),
        ] {
            assert_eq!(foreign(line).as_deref(), name, "{line}");
        }
        assert_eq!(whole("文字 / 林大山2025.10.12瀏覽 23.1K").as_deref(), Some("林大山"));
    }

    #[test]
    fn bylines_are_cut_off_paragraphs() {
        assert_eq!(
            split("〔記者林大山／台北報導〕新的公園今天開放。"),
            Some(("記者林大山／台北報導", "新的公園今天開放。"))
        );
        assert_eq!(
            split("（中央社記者林大山台北4日電）新的公園今天開放。"),
            Some(("中央社記者林大山台北4日電", "新的公園今天開放。"))
        );
        assert_eq!(split("新的公園今天開放。"), None);
        assert_eq!(after_verb("May 3, 2026 Posted by Anna Writer").as_deref(), Some("Anna Writer"));
        assert_eq!(after_verb("Written by").as_deref(), Some(""));
        assert_eq!(after_verb("Generated on Wed Apr 2 08:01:12 2025 by LaTeXML"), None);
        assert_eq!(after_verb("April 6, 2026 By Anna Writer 3 Comments").as_deref(), Some("Anna Writer"));
        assert_eq!(
            english("Posted by AnnaW on Friday December 19, 2025 from the desk of the bridges dept.")
                .as_deref(),
            Some("AnnaW")
        );
        assert_eq!(after_verb("The song was written by many people over the years."), None);
        assert_eq!(english("By Anna Writer, Staff").as_deref(), Some("Anna Writer, Staff"));
    }
}
