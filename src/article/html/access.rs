//! Access: whether a page has a paywall, or shows its text by scripts only.

use dom_query::Document;

use super::{super::phrases, head::Head, hints::Hints, line::Line};

/// Words at which the text of a page for subscribers ends.
const WALLS: &[&str] = &[
    "訂閱後看全文",
    "訂閱後即可閱讀",
    "想看完整內容",
    "訂閱看全文",
    "訂閱即可閱讀",
    "訂閱會員專屬",
    "訂戶專屬",
    "訂閱專區文章",
    "本文為付費",
    "付費文章",
    "付費會員",
    "加入會員看全文",
    "登入看全文",
    "登入會員看全文",
    "登入後繼續閱讀",
    "會員專屬內容",
    "會員限定",
    "閱讀全文請",
    "看完整內容請",
    "立即訂閱，閱讀全文",
    "订阅后阅读全文",
    "付费后阅读",
    "登录后阅读全文",
    "本文为付费",
    "subscribe to continue",
    "subscribe to read",
    "subscribe to keep reading",
    "to continue reading",
    "to keep reading",
    "to read the full",
    "for subscribers only",
    "subscribers only",
    "subscriber-only",
    "subscriber exclusive",
    "already a subscriber",
    "this content is for members",
    "this article is for subscribers",
    "unlock this article",
    "you have reached your limit",
];

/// Whether the page keeps the rest of its text back: a short line after the text, or in its place, says so, or the text is cut off where
/// the page's data says that it is for subscribers. By the data alone nothing is kept back: of 15 such pages that were
/// looked at, 14 showed their whole text.
pub(super) fn is_kept_back(head: &Head, lines: &[Line], is_article: &[bool]) -> bool {
    /// How many lines after the text a wall stands at most.
    const NEAR: usize = 12;
    const MAX_CHARS: usize = 160;
    let says_wall = |line: &Line| {
        let lower = line.text.to_lowercase();
        lower.chars().count() <= MAX_CHARS && WALLS.iter().any(|wall| lower.contains(wall))
    };
    let Some(last) = is_article.iter().rposition(|is| *is) else {
        // A page may show its wall alone; menus ask subscribers to log in everywhere.
        return lines.iter().any(|line| says_wall(line) && !line.hints.has(Hints::NAV.with(Hints::HEADER)));
    };
    let is_cut_off = || lines.get(last).is_some_and(|line| phrases::is_cut_off(&line.text));
    head.json.is_paid && is_cut_off() || lines.iter().skip(last).take(NEAR).any(says_wall)
}

/// Whether the page needs its scripts: it says so, or has only an empty frame.
pub(super) fn needs_script(doc: &Document, lines: &[Line]) -> bool {
    /// How many lines a frame has at most.
    const FRAME_LINES: usize = 12;
    const SAYS: &[&str] = &["javascript", "啟用 js", "瀏覽器不支援", "浏览器不支持"];
    let says = |text: &str| {
        let lower = text.to_lowercase();
        lower.chars().count() < 300 && SAYS.iter().any(|word| lower.contains(word))
    };
    let scripts = doc.select("script[src], script[type=module], script#__NEXT_DATA__").length();
    let is_told = || {
        lines.iter().any(|line| says(&line.text))
            || doc.select("noscript").nodes().iter().any(|node| says(&node.text()))
    };
    let has_root = || doc.select("#app, #root, #__next, #__nuxt, app-root, [data-reactroot]").exists();
    scripts > 0 && (is_told() || lines.len() <= FRAME_LINES && has_root())
}
