//! Whole texts: which text of a feed is the article and which only a teaser, and whether a page gives less.

use tingxinwen_article::Article;

use crate::markup;

/// Letters that a description has at least to be taken for the whole article where it does not say so; teasers of
/// feeds have up to 300. A Chinese character says as much as two and a half letters.
const WHOLE_LETTERS: usize = 1500;
const LETTERS_A_HAN: f64 = 2.5;
/// What stands at the end of a text that goes on elsewhere.
const GOES_ON: &[&str] = &[
    "…",
    "...",
    "[…]",
    "[...]",
    "[&#8230;]",
    "繼續閱讀",
    "閱讀更多",
    "閱讀全文",
    "看全文",
    "全文",
    "更多",
    "read more",
    "continue reading",
    "read the rest",
    "more",
    "→",
    "»",
    "&raquo;",
];
/// How much of the length of the feed's text the page must have.
const PAGE_LEAST: f64 = 0.8;

/// The text of an item that is the article itself, as HTML: `content`, unless it breaks off, else a `summary` that is
/// as long as an article, or belongs to no page.
pub(crate) fn whole(content: Option<&str>, summary: Option<&str>, has_page: bool) -> Option<String> {
    let longest = |text: &&str| !markup::plain(text).is_empty();
    let content = content.filter(longest);
    let summary = summary.filter(longest);
    if !has_page {
        return content.or(summary).map(str::to_owned);
    }
    let said = content.filter(|text| !goes_on(text));
    // Some feeds give the same teaser in both.
    let said = said.filter(|text| {
        summary.is_none_or(|summary| {
            letters(text) > letters(summary) * 1.1 || letters(text) >= WHOLE_LETTERS as f64
        }) || has_paragraphs(text)
    });
    let long = summary.filter(|text| letters(text) >= WHOLE_LETTERS as f64 && !goes_on(text));
    said.or(long).map(str::to_owned)
}

/// Whether `page`, the article of an item's page, gives less than `text`, the article that its feed has as HTML.
pub(crate) fn gives_less(page: &Article, text: &str) -> bool {
    let in_feed = letters(text);
    let blocks = page.blocks().iter().filter(|block| block.spoken);
    let in_page: f64 = blocks.map(|block| weight(page.slice(block.range))).sum();
    let is_cut = page.meta.notice.is_some();
    in_page < in_feed * if is_cut { 1.0 } else { PAGE_LEAST }
}

/// A page of HTML made of an item's own text, to be read as any other.
pub(crate) fn document(title: &str, author: Option<&str>, published: Option<i64>, text: &str) -> String {
    let title = markup::escaped(title);
    let author = author.map_or(String::new(), |author| {
        format!("<meta name=\"author\" content=\"{}\">", markup::escaped(author).replace('"', "&quot;"))
    });
    let moment = published.and_then(|secs| chrono::DateTime::from_timestamp(secs, 0));
    let date = moment.map_or(String::new(), |moment| {
        format!("<meta property=\"article:published_time\" content=\"{}\">", moment.to_rfc3339())
    });
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title>{author}{date}</head>\
         <body><article><h1>{title}</h1>{text}</article></body></html>"
    )
}

fn goes_on(html: &str) -> bool {
    let text = markup::plain(html).to_lowercase();
    let last = text.lines().last().unwrap_or_default();
    let end = last.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ']' | ')' | '）' | '】' | '>' | '＞' | '。' | '.')
    });
    // A quotation may end in an ellipsis; what goes on elsewhere is short or says so.
    let says_so = GOES_ON.iter().skip(5).any(|mark| end.ends_with(mark) && last.chars().count() < 40);
    let breaks_off = GOES_ON.iter().take(5).any(|mark| last.ends_with(mark)) || end.ends_with('…');
    says_so || breaks_off
}

fn has_paragraphs(html: &str) -> bool {
    markup::plain(html).lines().count() >= 2
}

/// The length of the text of `html` in letters.
fn letters(html: &str) -> f64 {
    weight(&markup::plain(html))
}

fn weight(text: &str) -> f64 {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_han(c) { LETTERS_A_HAN } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teasers_are_no_articles() {
        let teaser = "能見度不到兩百公尺。";
        assert_eq!(whole(None, Some(teaser), true), None);
        assert_eq!(whole(None, Some(teaser), false).as_deref(), Some(teaser));
        assert_eq!(whole(Some(teaser), Some(teaser), true), None);
        assert_eq!(whole(Some("<p>渡船停航…</p><p><a>繼續閱讀 »</a></p>"), None, true), None);
        let whole_text = "<p>能見度不到兩百公尺，渡船停航。</p><p>上午復航。</p>";
        assert_eq!(whole(Some(whole_text), Some(teaser), true).as_deref(), Some(whole_text));
        let long = format!("<p>{}。</p>", "字".repeat(700));
        assert_eq!(whole(None, Some(&long), true), Some(long));
    }
}
