//! Names of authors: tells them from other text that stands where a byline does.

use std::sync::LazyLock;

use super::{super::phrases, head::Head, line::Line};
use tingxinwen_core::article::is_han;

/// Words of the names of sections, roles and buttons, which are written as names are.
static THINGS: LazyLock<Vec<&str>> = LazyLock::new(|| phrases::sorted(include_str!("../data/things.txt")));

/// Whether `name` may be a person's: not an address, not the site.
pub(super) fn is_person(name: &str, head: &Head) -> bool {
    const NOBODY: &[&str] = &[
        "admin",
        "administrator",
        "editor",
        "staff",
        "guest",
        "anonymous",
        "editorial team",
        "webmaster",
        "編輯部",
        "网易",
        "新浪",
        "搜狐",
        "腾讯",
        "凤凰",
        "chinanews",
        "null",
        "undefined",
        "none",
        "author",
        "authors",
        "reddit",
        "facebook",
        "twitter",
        "linkedin",
        "youtube",
        "instagram",
    ];
    /// Names of months, which are no names of people by themselves.
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ];
    let lower = name.trim().to_lowercase();
    /// The longest Chinese byline, in characters: 聯合報／記者×××、×××／綜合報導.
    const HAN_CHARS: usize = 34;
    let is_sentence = name.contains(['。', '！', '？', '_', '>', '【', '：']);
    if name.ends_with(['!', '?']) || phrases::is_tools(name) {
        return false;
    }
    if has_han(name) && (is_sentence || name.chars().count() > HAN_CHARS) {
        return false;
    }
    // 文章 212, 積分 388: a counter.
    let is_counter = has_han(name) && name.ends_with(|c: char| c.is_ascii_digit());
    if is_counter || is_label(name) || name.contains(|c: char| c.is_ascii_digit()) && !has_han(name) {
        return false;
    }
    !lower.is_empty()
        && lower.chars().count() < 120
        && !lower.contains("http")
        && !lower.contains("www.")
        && !NOBODY.contains(&lower.as_str())
        && !MONTHS.contains(&lower.trim_end_matches('.'))
        && !is_address(&lower)
        && head.site().is_none_or(|site| letters(site) != letters(name))
        && lower.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !["網", "网", "電子報", "新聞雲", "日報社", "時報資訊", "報社", "新闻", "新聞"]
            .iter()
            .any(|end| lower.ends_with(end))
}

/// Whether `name`, in lower case, is an address of mail or of a site, or the key of a translation that
/// is not there.
fn is_address(name: &str) -> bool {
    const ENDS: &[&str] = &[".com", ".net", ".org", ".cn", ".tw", ".hk", ".io", ".co", ".uk", ".info"];
    name.contains('@')
        || !name.contains(' ')
            && name.is_ascii()
            && (ENDS.iter().any(|end| name.ends_with(end)) || name.matches('.').count() > 2)
}

/// Whether `name`, which stands where a byline does, may be one: not a button, nor, on Chinese pages, the
/// headline or the host.
pub(super) fn is_plausible(name: &str, head: &Head) -> bool {
    const NEVER: &[&str] =
        &["字号", "字號", "字体", "字體", "大小", "联系", "聯絡", "小時前", "小时前", "分鐘前", "分钟前"];
    /// The longest Chinese names without a paper's or a desk's, in characters: two people with a role.
    const NAMES_CHARS: usize = 16;
    /// The longest name of an office or a pen, in one piece.
    const NAME_CHARS: usize = 8;
    const OTHERS: &[&str] =
        &["责任编辑", "責任編輯", "责编", "責編", "编辑：", "編輯：", "来源", "來源", "文章来源", "資料來源"];
    const ROLES: &[&str] =
        &["記者", "记者", "報", "报", "／", "╱", "/", "電", "电", "編", "编", "作者", "文"];
    let is_chinese = head.title.as_deref().is_some_and(has_han);
    let plain = letters(name);
    let titles = [head.title.as_deref(), head.meta(&["og:title"])];
    let is_title = plain.chars().count() > 6
        && titles.into_iter().flatten().any(|title| letters(title).contains(&plain));
    let address = head.canonical.as_deref().or_else(|| head.meta(&["og:url"])).unwrap_or_default();
    let is_host =
        !name.contains(' ') && name.is_ascii() && address.to_lowercase().contains(&name.to_lowercase());
    let is_text =
        has_han(name) && name.chars().count() > NAMES_CHARS && !ROLES.iter().any(|role| name.contains(role));
    // No name is so long in one piece, and what follows the label of an editor or a source is no author.
    let longest = name.split(|c: char| !is_han(c)).map(|run| run.chars().count()).max();
    let is_phrase = longest > Some(NAME_CHARS) && !ROLES.iter().any(|role| name.contains(role));
    let is_others = OTHERS.iter().any(|role| name.trim_start_matches(['【', '(', '（']).starts_with(role))
        && !["記者", "记者", "作者", "撰"].iter().any(|role| name.contains(role));
    name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !NEVER.iter().any(|word| name.contains(word))
        && !(is_chinese && (is_title || is_host || is_text || is_phrase || is_others))
}

/// Whether all that the `lines` of a Chinese page say of `name` is that it edited, or how many commented.
pub(super) fn is_another(name: &str, lines: &[Line]) -> bool {
    const EDITORS: &[&str] = &["编辑", "編輯", "责编", "責編"];
    /// How far behind the name such a word stands, in bytes.
    const NEAR: usize = 24;
    const COMMENTS: &[&str] = &["评论", "評論", "留言", "回應", "回应", "人氣", "人气"];
    if name.is_empty() || !has_han(name) {
        return false;
    }
    let is_others = |line: &str, at: usize| {
        let before = line[..at].trim_end_matches([' ', ':', '：', '/', '／', '\u{3000}']);
        EDITORS.iter().any(|role| before.ends_with(role))
            || COMMENTS.iter().any(|word| line[at + name.len()..].find(word).is_some_and(|far| far <= NEAR))
    };
    let mut mentions =
        lines.iter().filter_map(|line| Some(is_others(&line.text, line.text.find(name)?))).peekable();
    mentions.peek().is_some() && mentions.all(|is| is)
}

/// As [`is_person`], and no more than a name or two.
pub(super) fn is_name(name: &str, head: &Head) -> bool {
    let words = name.split_whitespace().count();
    (words <= 6 || has_han(name))
        && !name.ends_with('.')
        && is_person(name, head)
        && !phrases::is_furniture(name)
}

/// Whether `name` has the shape of a person's name: Anna B. Writer, Ludwig van Nobody.
pub(super) fn is_shaped(name: &str, head: &Head) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "van", "von", "der", "den", "la", "le", "del", "della", "di", "da", "dos", "bin", "al", "el",
        "ter",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_word = |word: &&str| {
        let bare = word.trim_matches('.');
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.');
        bare.chars().all(is_letter)
            && !is_glued(bare)
            && (capital && THINGS.binary_search(&bare.to_lowercase().as_str()).is_err()
                || PARTICLES.contains(&bare))
    };
    (2..=5).contains(&words.len())
        && !has_han(name)
        && words.iter().all(is_word)
        && is_name(name, head)
        && is_plausible(name, head)
}

/// Whether `word` is two, the first in lower case at its end and longer than what a name may begin with: McWriter,
/// FitzWriter.
fn is_glued(word: &str) -> bool {
    /// The longest such beginning, in letters.
    const BEGINNING: usize = 4;
    let mut letters = word.chars().zip(word.chars().skip(1)).skip(BEGINNING);
    letters.any(|(before, after)| before.is_lowercase() && after.is_uppercase())
}

/// Whether `name` is a Chinese name of three characters, by its surname: 王小明.
pub(super) fn is_han_name(name: &str) -> bool {
    /// The surnames of nine people in ten in Taiwan.
    const SURNAMES: &str = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬阮董温唐藍蔣石古紀姚連馮歐程湯田康姜白涂鄒尤巫鐘韓龔袁童";
    /// How the names of places, offices and papers end.
    const ENDS: &[char] = &[
        '縣', '市', '區', '鄉', '鎮', '省', '署', '部', '局', '處', '會', '院', '報', '網', '社', '版', '室',
        '組',
    ];
    let mut letters = name.chars();
    let has_surname = letters.next().is_some_and(|first| SURNAMES.contains(first));
    has_surname && name.chars().count() == 3 && letters.all(super::super::is_han) && !name.ends_with(ENDS)
}

/// `Writer, Anna` as `Anna Writer`.
pub(super) fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given))
            if !family.contains(' ') && !given.contains([',', ' ']) && name.is_ascii() && given.len() > 1 =>
        {
            format!("{given} {family}")
        }
        _ => name.to_owned(),
    }
}

/// Whether `text` is only the label of a name.
pub(super) fn is_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "by",
        "article by",
        "articles by",
        "authored by",
        "written and edited by",
        "written by",
        "posted by",
        "words by",
        "story by",
        "author",
        "authors",
        "published by",
        "insights from",
        "staff writer",
        "von",
        "par",
        "por",
        "door",
        "autor",
        "auteur",
        "記者",
        "作者",
        "文",
    ];
    let bare = text.trim().trim_end_matches([':', '：', '/', '／']).trim().to_lowercase();
    LABELS.contains(&bare.as_str())
}

/// The letters and digits of `text`, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Whether `text` has a Chinese character.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(super::super::is_han)
}

/// A name without its label: `By`, `作者：`.
pub(super) fn tidy(name: &str) -> String {
    let mut name = name.trim().replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    // Who writes a live report in turn.
    for turn in [" (now)", " (earlier)", " (and earlier)"] {
        name = name.replace(turn, "");
    }
    let lower = name.to_lowercase();
    let labels = [
        "written by ",
        "authored by: ",
        "authored by ",
        "articles by ",
        "article by ",
        "contributors: ",
        "contributor: ",
        "authors: ",
        "posted by ",
        "story by ",
        "reporting by ",
        "by ",
        "by: ",
        "author: ",
        "author ",
        "作者：",
        "作者:",
        "記者：",
        "文：",
    ];
    let cut = labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |label| label.len());
    name.get(cut..).unwrap_or(&name).trim_matches([' ', ',', '|', '·', '-', '•']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{super::tags::Element, *};

    #[test]
    fn names_that_stand_together_without_a_space_are_none() {
        assert!(
            is_shaped("Anna McWriter", &Head::default()) && is_shaped("Carl FitzOther", &Head::default())
        );
        assert!(!is_shaped("Wedding ChecklistsJust Engaged", &Head::default()));
        assert!(!is_person("Stay connected with me!", &Head::default()));
    }

    #[test]
    fn who_edits_or_is_counted_did_not_write_it() {
        let lines =
            |texts: &[&str]| texts.iter().map(|text| Line::of(Element::Plain, text)).collect::<Vec<Line>>();
        assert!(is_another("林大山", &lines(&["新橋通車", "責任編輯： 林大山 作者："])));
        assert!(is_another("正有", &lines(&["正有 2 人評論", "查看所有評論正有(2)人在評論"])));
        assert!(!is_another("林大山", &lines(&["測試網 林大山 2026-05-03", "（責任編輯：林大山）"])));
        assert!(!is_another("林大山", &lines(&["由 林大山 | 9 月 4, 2025 | 隨筆 | 0 條留言"])));
        assert!(!is_another("林大山", &lines(&["新橋通車"])), "the page's head alone names him");
        assert!(!is_another("Anna Writer", &lines(&["編輯 Anna Writer"])));
    }
}
