//! Phrases: words that pages use around an article, in Chinese and English, by which lines are told apart.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

pub(super) use super::captions::{is_caption, is_credit};

/// Headings after which a page goes on to other articles, comments, or adverts.
static STOPS: LazyLock<Vec<&str>> = LazyLock::new(|| sorted(include_str!("data/stops.txt")));
/// Labels of a row of tags.
const TAG_HEADS: &[&str] = &[
    "標籤",
    "標簽",
    "关键字",
    "關鍵字",
    "关键词",
    "關鍵詞",
    "tags",
    "tag",
    "topics",
    "keywords",
    "filed under",
];
/// Parts of lines that only a page's furniture says. Never such as an article could well say.
static FURNITURE: LazyLock<AhoCorasick> =
    LazyLock::new(|| any_of(include_str!("data/furniture.txt").lines()));
/// Whole lines of players, share rows and menus.
static WHOLE: LazyLock<Vec<&str>> = LazyLock::new(|| sorted(include_str!("data/whole.txt")));

/// Whether `line` is a heading after which the article is over.
pub(super) fn is_stop(line: &str) -> bool {
    let bare = bare(line);
    STOPS.binary_search(&bare.as_str()).is_ok()
        || bare.starts_with("more from ") && bare.len() < 40
        || is_more(&bare)
}

/// 更多測試報報導: a label of links to other stories, with the name of the paper in it.
fn is_more(line: &str) -> bool {
    /// The longest of them, in characters.
    const CHARS: usize = 16;
    const WHAT: &[&str] = &["報導", "新聞", "文章", "消息", "报道", "新闻"];
    line.starts_with("更多") && line.chars().count() <= CHARS && WHAT.iter().any(|what| line.ends_with(what))
}

/// What a row of tags says, if `line` opens one: 關鍵字：公園、交通.
pub(super) fn tag_row(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once([':', '：'])?;
    TAG_HEADS.contains(&bare(head).as_str()).then(|| rest.trim())
}

/// Whether `line` has words that only furniture has.
pub(super) fn is_furniture(line: &str) -> bool {
    /// A paragraph may quote such words; a line of furniture is short.
    const MAX_CHARS: usize = 200;
    let bare = bare(line);
    if WHOLE.binary_search(&bare.as_str()).is_ok() || is_clock(line) || is_count(&bare) {
        return true;
    }
    line.chars().count() < MAX_CHARS && {
        let lower = line.to_lowercase();
        FURNITURE.is_match(&lower)
    }
}

/// Whether `line` is what a page's own programs replace: `$$AD$$`, `{{title}}`, `[gallery id=3]`.
pub(super) fn is_placeholder(line: &str) -> bool {
    let line = line.trim();
    let is_between = |open: &str, close: &str| {
        line.strip_prefix(open)
            .and_then(|line| line.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty())
    };
    is_between("$$", "$$") || is_between("{{", "}}") || is_between("[[", "]]") || is_between("[", "\"]")
}

/// Whether `line` only says how long it takes to read, or offers to read it aloud.
pub(super) fn is_about_reading(line: &str) -> bool {
    const ALOUD: &[&str] = &[
        "artikel anhören",
        "artikel vorlesen",
        "écouter l'article",
        "écouter cet article",
        "escuchar artículo",
        "ascolta l'articolo",
        "listen to this article",
        "收聽本文",
    ];
    const LENGTHS: &[&str] = &[
        "lesezeit",
        "temps de lecture",
        "tiempo de lectura",
        "tempo di lettura",
        "tempo de leitura",
        "leestijd",
        "lästid",
        "reading time",
        "estimated reading time",
        "讀畢需時",
    ];
    /// The longest line that says how long it takes, in characters.
    const CHARS: usize = 32;
    let bare = bare(line).replace('’', "'");
    let is_length = || LENGTHS.iter().any(|label| bare.starts_with(label));
    let has_digit = || bare.contains(|c: char| c.is_ascii_digit());
    ALOUD.contains(&bare.as_str()) || bare.chars().count() <= CHARS && is_length() && has_digit()
}

/// 12 languages, 3 則回應: how many there are of what stands elsewhere; `line` is in lower case.
fn is_count(line: &str) -> bool {
    /// The longest line that says how long it takes to read, in characters.
    const CHARS: usize = 14;
    let is_length = ["閱讀時間", "分鐘閱讀", "阅读时间"].iter().any(|words| line.contains(words))
        && line.chars().count() <= CHARS
        && line.contains(|c: char| c.is_ascii_digit());
    if is_length {
        return true;
    }
    const COUNTED: &[&str] = &[
        "languages",
        "comments",
        "likes",
        "shares",
        "views",
        "replies",
        "種語言",
        "种语言",
        "則留言",
        "則回應",
        "則評論",
        "条评论",
        "次瀏覽",
        "次分享",
        "次觀看",
    ];
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '));
    rest.len() < line.len() && COUNTED.contains(&rest)
}

/// Share Save Listen (9 min): buttons of a page's tools, two at least.
pub(super) fn is_tools(line: &str) -> bool {
    /// The longest row of them, in bytes.
    const BYTES: usize = 80;
    const TOOLS: &[&str] = &[
        "share",
        "save",
        "print",
        "listen",
        "resize",
        "email",
        "comment",
        "comments",
        "gift",
        "bookmark",
        "copy",
        "tweet",
        "teilen",
        "merken",
        "drucken",
        "vorlesen",
        "anhören",
        "kommentieren",
        "partager",
        "imprimer",
        "enregistrer",
        "écouter",
        "compartir",
        "guardar",
        "シェア",
        "ポスト",
        "印刷",
        "保存",
    ];
    const TOOLS_HAN: &[&str] = &[
        "字體放大",
        "字體縮小",
        "放大字體",
        "縮小字體",
        "字級",
        "複製連結",
        "複製網址",
        "友善列印",
        "加入收藏",
        "轉寄",
        "列印",
        "分享",
        "收藏",
        "留言",
        "存檔",
    ];
    if line.len() > BYTES {
        return false;
    }
    let mut lower = line.to_lowercase();
    let (mut tools, mut others) = (0, 0);
    // These stand beside each other without spaces.
    for tool in TOOLS_HAN {
        tools += lower.matches(tool).count();
        lower = lower.replace(tool, " ");
    }
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let is_count = word == "min" || word == "mins" || word.chars().all(|c| c.is_ascii_digit());
        tools += usize::from(TOOLS.contains(&word));
        others += usize::from(!is_count && !TOOLS.contains(&word));
    }
    tools > 1 && others == 0
}

/// 0:00 / 0:00.
pub(super) fn is_clock(line: &str) -> bool {
    line.contains(':')
        && line.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | ' '))
        && line.chars().any(|c| c.is_ascii_digit())
        && line.len() < 24
}

/// Marks before a link to another story, set as a paragraph: ► 看更多.
pub(super) const POINTERS: &[char] = &['►', '▶', '▸', '▷', '➤', '➜', '→', '☞', '👉', '★', '☆', '»', '›'];

/// Whether `line` ends as sentences do.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line =
        line.trim_end_matches(['」', '』', '）', ')', '"', '”', '’', '\'', '】', ']', '》', ' ', '\u{3000}']);
    line.ends_with(['。', '！', '？', '!', '?', '.', '…', '；', ';', '︰', '：', ':'])
}

/// Whether `line` is a teaser that was cut off: …對抗美...
pub(super) fn is_cut_off(line: &str) -> bool {
    line.ends_with("...") || line.ends_with("…") || line.ends_with("[…]")
}

/// Weight of `text`, in letters and digits: a Chinese character counts as three.
pub(super) fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            c if super::is_han(c) => 3,
            c if c.is_alphanumeric() => 1,
            _ => 0,
        })
        .sum()
}

/// Finds any of `parts` in one pass over a text.
pub(super) fn any_of<'a>(parts: impl Iterator<Item = &'a str>) -> AhoCorasick {
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().kind(kind).build(parts).expect("a list of this package")
}

/// The lines of `list`, in order.
pub(super) fn sorted(list: &str) -> Vec<&str> {
    let mut words: Vec<&str> = list.lines().collect();
    words.sort_unstable();
    words
}

fn bare(line: &str) -> String {
    line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reference_work_calls_itself_is_furniture() {
        for line in ["維基百科，自由的百科全書", "From Wikipedia, the free encyclopedia"] {
            assert!(is_furniture(line), "{line}");
        }
        assert!(!is_furniture("維基百科今年二十五歲。"));
        for line in ["12 languages", "1,204 Comments", "3 則回應"] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Share Resize Listen (9 min)",
            "Share · Save · 12 Comments",
            "字體放大複製連結",
            "Teilen Merken Drucken",
        ] {
            assert!(is_tools(line), "{line}");
        }
        for line in ["Share", "Save and share what you have.", "12 min", "分享", "分享給朋友列印"] {
            assert!(!is_tools(line), "{line}");
        }
        for line in ["更多測試報報導", "更多新聞", "More from The Test"] {
            assert!(is_stop(line), "{line}");
        }
        assert!(!is_stop("更多居民開始關心這則新聞的後續，也有人寫信到報社"));
        for line in ["Lesezeit: 2 Min.", "Temps de lecture : 3 min", "Artikel anhören"] {
            assert!(is_about_reading(line), "{line}");
        }
        assert!(
            !is_about_reading("Die Lesezeit der Kinder beginnt um drei.") && !is_about_reading("Lesezeit")
        );
        for line in ["1 分鐘 (閱讀時間)", "閱讀時間約 2 分鐘", "3 分鐘閱讀"] {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["Comments were 12", "12 languages are spoken here.", "3 則"] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
