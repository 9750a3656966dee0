//! Headline of a page, without the site's name.

use super::{
    super::shingles::words_of,
    fields,
    head::{Head, squeezed},
    hints::Hints,
    line::Line,
    names::has_han,
    tags::Element,
};

/// Separators between a headline and the name of the site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " -- ", " – ", " — ", " :: ", " » ", " · ", " • ", "｜", " / ", "_", "|", "－", "—", "-",
    "–",
];
/// How many of its title's words a headline has at least, for it to be the headline.
const LEAST_SHARE: f32 = 0.3;

/// The headline of a page whose article begins at the line `first`.
pub(super) fn find(head: &Head, lines: &[Line], first: usize) -> Option<String> {
    let declared: Vec<String> =
        [head.meta(&["og:title", "twitter:title"]), head.json.headline.as_deref(), head.title.as_deref()]
            .into_iter()
            .flatten()
            .map(squeezed)
            .collect();
    let whole = field(head, lines, first).or_else(|| find_whole(head, lines, first, &declared))?;
    let title = without_path(&whole).to_owned();
    let shorter = cited(&title, head).or_else(|| without_kicker(&title, head, &declared));
    let title = shorter.or_else(|| without_number(&title, head, &declared)).unwrap_or(title);
    Some(match title.split_once(" | ") {
        // Some sites put the section into the headline itself.
        Some((start, _)) if words_of(start).len() > 3 => start.trim().to_owned(),
        _ => title,
    })
}

fn find_whole(head: &Head, lines: &[Line], first: usize, declared: &[String]) -> Option<String> {
    let visible = visible_and_declared(head, declared, lines, first);
    if let Some((_, line)) = visible.filter(|(_, line)| line.element == Element::Headline) {
        return Some(line.text.clone());
    }
    let above = headline_above(head, lines, first, declared);
    // The name of a section may stand in an `h1`.
    let is_whole = |line: &Line| {
        declared.iter().any(|own| words_of(&without_site(own, head.site())) == line.words)
            && above.as_ref().is_none_or(|above| words_of(above).len() * 2 < line.words.len())
    };
    if let Some((_, line)) = visible.filter(|(_, line)| is_whole(line)) {
        return Some(line.text.clone());
    }
    if let Some(above) = above {
        return Some(above);
    }
    if let Some((_, line)) = visible {
        return Some(line.text.clone());
    }
    let headlines: Vec<&Line> = lines.iter().filter(|line| line.element == Element::Headline).collect();
    if declared.is_empty() {
        return headlines.first().map(|line| line.text.clone());
    }
    if let Some(heading) = heading_over(head, lines, first) {
        return Some(heading);
    }
    // What the page calls itself twice is without the site's name once.
    let cut: Vec<String> = declared.iter().map(|title| without_site(title, head.site())).collect();
    cut.into_iter().find(|title| !words_of(title).is_empty())
}

/// `title` without the line over a headline that stands in the same element, where the page calls itself without it. On
/// Chinese pages one that it calls itself by, too, is of the headline: 專訪｜….
fn without_kicker(title: &str, head: &Head, declared: &[String]) -> Option<String> {
    /// The least length of what is left, in words, and its share of the whole, one in so many.
    const LEAST: (usize, usize) = (4, 3);
    let words = words_of(title);
    let site = head.site().map(words_of).unwrap_or_default();
    declared.iter().find_map(|whole| {
        let own = without_site(whole, head.site());
        let left = words_of(&own);
        let is_end = left.len() >= LEAST.0
            && left.len() * LEAST.1 >= words.len()
            && left.len() < words.len()
            && words.ends_with(&left);
        let is_kicker = || {
            !has_han(title) || !holds(&words_of(whole), &words) || words[..words.len() - left.len()] == site
        };
        (is_end && is_kicker()).then_some(own)
    })
}

/// `title` without a number or a site behind it in the same element, where the page calls itself without them: … #2214,
/// … (news.test) 87.
fn without_number(title: &str, head: &Head, declared: &[String]) -> Option<String> {
    /// The least length of what is left, in words.
    const LEAST: usize = 4;
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '));
    let is_host = |text: &str| text.is_ascii() && text.contains('.') && !text.contains(' ');
    let is_beside = |rest: &str| {
        let rest = rest.trim();
        let in_brackets = || rest.strip_prefix(['(', '（'])?.split_once([')', '）']);
        match rest.strip_prefix('#') {
            Some(number) => is_number(number),
            None => in_brackets()
                .is_some_and(|(inner, after)| (is_number(inner) || is_host(inner)) && is_number(after)),
        }
    };
    let own = declared.iter().map(|own| without_site(own, head.site()));
    own.into_iter()
        .find(|own| words_of(own).len() >= LEAST && title.strip_prefix(own.as_str()).is_some_and(is_beside))
}

/// The title by which catalogues know the page, where `title` holds it between other things.
fn cited(title: &str, head: &Head) -> Option<String> {
    /// How many words it has at least.
    const LEAST: usize = 3;
    let own = head.meta(&["citation_title", "dc.title", "dcterms.title"])?;
    let (words, whole) = (words_of(own), words_of(title));
    (words.len() >= LEAST && words.len() < whole.len() && holds(&whole, &words)).then(|| own.to_owned())
}

/// What a field near the text says is the title, of a page that calls itself nothing but what its site is: 公告標題 ….
fn field(head: &Head, lines: &[Line], first: usize) -> Option<String> {
    /// How many lines above the text and below its first line the field may stand.
    const NEAR: usize = 15;
    /// How many words a headline has at least.
    const LEAST: usize = 4;
    if is_told_apart(head) {
        return None;
    }
    let near = lines.iter().skip(first.saturating_sub(NEAR)).take(NEAR.min(first) + NEAR);
    let title =
        near.filter_map(|line| fields::title(&line.text)).find(|title| words_of(title).len() >= LEAST)?;
    Some(title.to_owned())
}

/// Whether the page says what its headline is, and not only what its window is called.
fn is_told_apart(head: &Head) -> bool {
    head.meta(&["og:title", "twitter:title"]).or(head.json.headline.as_deref()).is_some()
}

/// Whether `part` stands in `words`.
fn holds(words: &[u64], part: &[u64]) -> bool {
    words.windows(part.len().max(1)).any(|window| window == part)
}

/// The `h1` next above the article, if it and what the page calls itself speak of the same, or if
/// there is no other.
fn headline_above(head: &Head, lines: &[Line], first: usize, declared: &[String]) -> Option<String> {
    /// Share of the headline's words that the page must use of itself.
    const LEAST_COMMON: usize = 3;
    /// How many lines over the text a headline of two words stands at most.
    const NEAR: usize = 4;
    let is_headline =
        |line: &Line| line.element == Element::Headline && !leads_home(line) && !is_site_name(line, head);
    let all: Vec<(usize, &Line)> = lines.iter().enumerate().filter(|(_, line)| is_headline(line)).collect();
    let (at, line) = all.iter().rev().find(|(at, _)| *at <= first + 1)?;
    let above = all.iter().filter(|(at, _)| *at <= first + 1).count();
    let words = &line.words;
    let known: Vec<u64> = declared.iter().flat_map(|title| words_of(title)).collect();
    let common = words.iter().filter(|word| known.contains(word)).count();
    // Class Turnstile, of a page that is called Turnstile (gates 3.1).
    let is_half = words.len() == 2 && common == 1 && line.level <= 1 && *at + NEAR >= first;
    let is_alone = above == 1 && (words.len() > 2 || is_half) || common == words.len() && words.len() > 1;
    let is_meant = is_alone || words.len() > 2 && common * LEAST_COMMON >= words.len();
    (is_meant && common > 0).then(|| line.text.clone())
}

/// The heading over the text, of a page whose `title` is its only name and none of its text's: 列印本文 - 測試報.
fn heading_over(head: &Head, lines: &[Line], first: usize) -> Option<String> {
    /// How many lines above the text it stands at most.
    const NEAR: usize = 4;
    /// How many words a headline has at least.
    const LEAST: usize = 4;
    if is_told_apart(head) {
        return None;
    }
    let title = words_of(&without_site(head.title.as_deref()?, head.site()));
    let is_over = |line: &&Line| {
        line.element == Element::Heading
            && line.link_share() < 0.5
            && line.words.len() >= LEAST
            && !title.iter().any(|word| line.words.contains(word))
    };
    let near = lines.iter().skip(first.saturating_sub(NEAR)).take(NEAR.min(first) + 1);
    let mut over = near.filter(is_over);
    let heading = over.next()?;
    over.next().is_none().then(|| heading.text.clone())
}

/// A line that looks like a headline, and is what the page calls itself, or the start of it.
fn visible_and_declared<'a>(
    head: &Head,
    declared: &[String],
    lines: &'a [Line],
    first: usize,
) -> Option<(usize, &'a Line)> {
    /// How many lines over the text a headline stands right over it.
    const NEAR: usize = 3;
    let declared: Vec<Vec<u64>> = declared.iter().map(|title| words_of(title)).collect();
    let mut best: Option<(usize, &Line)> = None;
    // Of the name of a series and a headline, the headline stands right over the text.
    let nearest = lines.iter().take(first + 1).rposition(|line| line.element == Element::Heading);
    for (at, line) in lines.iter().enumerate() {
        if leads_home(line) || is_site_name(line, head) {
            continue;
        }
        let rank = match line.element {
            Element::Headline => 3,
            Element::Heading => 2,
            _ if line.hints.has(Hints::HEADLINE) => 2,
            Element::Plain | Element::Paragraph | Element::Row => 1,
            Element::ListItem | Element::Quote | Element::Caption | Element::Code | Element::Time => 0,
        };
        if rank == 0 || (rank < 3 && line.link_share() > 0.5) || line.hints.has(Hints::CRUMBS) {
            continue;
        }
        let words = &line.words;
        let is_declared = declared.iter().any(|title| {
            let is_enough = words.len() as f32 >= title.len() as f32 * LEAST_SHARE && words.len() > 1;
            is_enough && words.len() <= title.len() && holds(title, words)
        });
        let is_nearest = Some(at) == nearest && at + NEAR >= first;
        let score = rank * 1000 + words.len().min(900) + usize::from(is_nearest) * 500;
        if is_declared && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, line));
        }
    }
    best
}

/// Whether `line` is the headline of these words, perhaps with a line over it or a number behind it in the same element.
pub(super) fn is_title(line: &Line, title: &[u64]) -> bool {
    /// The least length of such a headline, in words, and the most words behind it.
    const LENGTHS: (usize, usize) = (4, 2);
    let words = &line.words;
    let is_within =
        || words.ends_with(title) || words.starts_with(title) && words.len() <= title.len() + LENGTHS.1;
    *words == title || line.element == Element::Headline && title.len() >= LENGTHS.0 && is_within()
}

/// `title` without the path from the first page to this one: 網站 〉頻道 〉標題.
fn without_path(title: &str) -> &str {
    const STEPS: [char; 3] = ['〉', '›', '»'];
    let cut = title.rsplit_once(STEPS).filter(|(path, end)| path.contains(STEPS) && words_of(end).len() > 4);
    cut.map_or(title, |(_, end)| end)
        .trim_matches(|c: char| c.is_whitespace() || STEPS.contains(&c) || c == '》')
}

/// Whether `name` ends as the names of Chinese sites and their sections do.
fn is_site(name: &str) -> bool {
    const ENDS: &[&str] =
        &["新聞", "新闻", "網", "网", "報", "报", "頻道", "频道", "中心", "在线", "在線", "要聞", "要闻"];
    ENDS.iter().any(|end| name.trim().ends_with(end))
}

/// Whether `line` is the name of the site and nothing else.
fn is_site_name(line: &Line, head: &Head) -> bool {
    head.site().is_some_and(|site| words_of(site) == line.words)
}

/// Whether all of the line is a link to the site's first page: the site's name.
fn leads_home(line: &Line) -> bool {
    line.link_share() > 0.9
        && line.anchors.first().is_some_and(|anchor| {
            let path = anchor
                .href
                .split_once("://")
                .map_or(anchor.href.as_str(), |(_, rest)| rest.find('/').map_or("/", |slash| &rest[slash..]));
            matches!(path, "/" | "./" | "../" | "/index.html")
        })
}

/// `title` without what names the site, before or after it.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    if let Some(site) = site.map(words_of).filter(|site| !site.is_empty()) {
        for separator in SEPARATORS {
            let cut =
                title.rsplit_once(separator).filter(|(_, end)| words_of(end) == site).map(|(start, _)| start);
            let cut = cut.or_else(|| {
                title.split_once(separator).filter(|(start, _)| words_of(start) == site).map(|(_, end)| end)
            });
            if let Some(cut) = cut.map(str::trim).filter(|cut| !cut.is_empty()) {
                return cut.to_owned();
            }
        }
    }
    for separator in SEPARATORS.iter().take(10) {
        let parts: Vec<&str> = title.split(separator).collect();
        if parts.len() < 2 {
            continue;
        }
        // The first part, unless it is short beside the next: a section's or the site's name.
        let first = words_of(parts[0]).len();
        let rest = words_of(parts[1]).len();
        // What a headline opens with, where the site has another name: 專訪｜….
        if *separator == "｜" && site.is_some() && first < 3 && rest > first * 2 {
            return format!("{}｜{}", parts[0].trim(), parts[1].trim());
        }
        let (kept, other) = if first < 3 && rest > first * 2 { (parts[1], first) } else { (parts[0], rest) };
        if other <= 8 || parts.len() > 2 || other <= 12 && is_site(parts[1]) {
            return kept.trim().to_owned();
        }
    }
    // 標題_新聞頻道_網站: no spaces around.
    if let Some((start, end)) = title.split_once('_').filter(|(start, _)| words_of(start).len() > 4) {
        let _ = end;
        return start.trim().to_owned();
    }
    if let Some((start, end)) = title.rsplit_once('-')
        && !end.is_ascii()
        && words_of(end).len() <= 8
        && words_of(start).len() > 6
    {
        // The section stands before the site.
        let section = start.rsplit_once('-').filter(|(start, end)| is_site(end) && words_of(start).len() > 6);
        return section.map_or(start, |(start, _)| start).trim().to_owned();
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_to_the_page_is_left_out() {
        assert_eq!(without_path("測試新聞網 〉地方新聞 〉新的河濱公園今天開放"), "新的河濱公園今天開放");
        assert_eq!(without_path("甲 〉乙"), "甲 〉乙");
    }

    #[test]
    fn the_name_of_the_site_is_left_out() {
        for (title, site, expected) in [
            ("新的河濱公園今天開放 | 地方 | 測試新聞網", None, "新的河濱公園今天開放"),
            ("新的河濱公園今天開放_測試新聞_某網", None, "新的河濱公園今天開放"),
            ("新的河濱公園今天開放-測試新聞網", None, "新的河濱公園今天開放"),
            ("The park opens today - The Test", Some("The Test"), "The park opens today"),
            ("新的河濱公園今天開放 - 自在電子報 即時新聞", None, "新的河濱公園今天開放"),
            ("新的河濱公園今天開放-地方頻道-測試網", None, "新的河濱公園今天開放"),
            ("The Test: The park opens", None, "The Test: The park opens"),
            ("Self-made parks", None, "Self-made parks"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }
}
