//! Who wrote a page's article, and when.

use super::{
    super::{byline, date, phrases},
    head::Head,
    hints::Hints,
    lines::{Anchor, Element, Line},
};

/// How many lines around the headline may say who and when.
const NEAR_LINES: usize = 25;

/// The byline, from what the newspaper prints to what the page's head says.
///
/// `from` is the line of the headline, or where the article starts.
pub(super) fn byline(
    head: &Head,
    lines: &[Line],
    from: usize,
    is_article: &[bool],
    guess: Option<&str>,
) -> Option<String> {
    let near = || lines.iter().skip(from.saturating_sub(3)).take(NEAR_LINES + 3);
    let printed = near().find_map(|line| {
        byline::whole(&line.text)
            .filter(|_| has_han(&line.text))
            .or_else(|| Some(byline::split(&line.text)?.0.to_owned()))
    });
    let signed = || {
        let last = is_article.iter().rposition(|is| *is)?;
        let line = lines.get(last)?;
        byline::whole(&line.text).filter(|_| has_han(&line.text))
    };
    let told = || {
        let authors: Vec<&str> =
            head.json.authors.iter().map(String::as_str).filter(|name| is_person(name, head)).collect();
        (!authors.is_empty()).then(|| authors.join(", "))
    };
    let meta = || {
        let names = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "citation_author",
            "twitter:data1",
        ];
        names.iter().find_map(|name| head.all(name).find(|author| is_person(author, head))).map(str::to_owned)
    };
    let marked = || {
        let is_marked = |line: &&Line| {
            line.hints.has(Hints::BYLINE) && !line.hints.has(Hints::COMMENTS | Hints::RELATED | Hints::ASIDE)
        };
        near().filter(is_marked).find_map(|line| {
            let name = byline::english(&line.text).unwrap_or_else(|| tidy(&line.text));
            let words = name.split_whitespace().count();
            let is_name = (words <= 8 || has_han(&name) && name.chars().count() < 20)
                && is_person(&name, head)
                && !phrases::is_furniture(&name)
                && date::find(&name).is_none();
            is_name.then_some(name)
        })
    };
    // By / A. Writer, on two lines or one.
    let said = || {
        near().find_map(|line| byline::english(&line.text)).or_else(|| {
            let label = near().position(|line| is_label(&line.text))?;
            let name = &near().nth(label + 1)?.text;
            (name.split_whitespace().count() <= 8 && is_person(name, head)).then(|| name.clone())
        })
    };
    let linked = || {
        let is_author = |anchor: &&Anchor| {
            let href = anchor.href.to_ascii_lowercase();
            ["/author", "/staff/", "/people/", "/contributor", "/writer", "/reporter"]
                .iter()
                .any(|part| href.contains(part))
        };
        let anchors = near()
            .filter(|line| !line.hints.has(Hints::RELATED | Hints::COMMENTS))
            .flat_map(|line| &line.anchors);
        let name = anchors.filter(is_author).find(|anchor| is_name(&anchor.text, head))?;
        Some(name.text.clone())
    };
    // Written by A. Writer, anywhere: at the article's end, after the date.
    let signed_off = || {
        lines.iter().enumerate().find_map(|(at, line)| {
            let name = byline::after_verb(&line.text)?;
            if name.is_empty() { lines.get(at + 1).map(|next| next.text.clone()) } else { Some(name) }
                .filter(|name| is_name(name, head))
        })
    };
    // A journal of one person bears the person's name.
    let owner = || {
        let told = head.json.authors.first().map(String::as_str).or_else(|| head.meta(&["author"]))?;
        is_person(told, &Head::default()).then(|| told.to_owned()).filter(|name| !has_han(name))
    };
    let guess = || guess.filter(|name| is_person(name, head)).map(|name| name.replace("; ", ", "));
    let all: [&dyn Fn() -> Option<String>; 9] =
        [&told, &signed, &meta, &said, &marked, &linked, &signed_off, &guess, &owner];
    let is_meant = |name: &String| is_plausible(name, head);
    printed
        .filter(is_meant)
        .or_else(|| all.iter().find_map(|find| find().filter(is_meant)))
        .map(|name| tidy(&name))
}

/// When it was published: an ISO 8601 date or date and time.
pub(super) fn published(head: &Head, lines: &[Line], from: usize, address: Option<&str>) -> Option<String> {
    let told = head.json.published.as_deref().and_then(date::find);
    let meta = || {
        let names = [
            "article:published_time",
            "og:published_time",
            "datepublished",
            "parsely-pub-date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "sailthru.date",
            "article.published",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "dc.date",
            "dc.date.created",
            "citation_publication_date",
            "date",
            "article:post_date",
            "og:article:published_time",
            "cxenseparse:recs:publishtime",
            "weibo: article:create_at",
            "release_date",
            "created",
        ];
        names.iter().find_map(|name| head.meta(&[name]).and_then(date::find))
    };
    let near = || lines.iter().skip(from.saturating_sub(8)).take(NEAR_LINES + 8);
    let timed = || near().find_map(|line| line.datetime.as_deref().and_then(date::find));
    let printed = || {
        near()
            .filter(|line| {
                line.hints.has(Hints::DATE) || line.element == Element::Time || date::is_line(&line.text)
            })
            .find_map(|line| date::find(&line.text))
    };
    let anywhere = || lines.iter().find_map(|line| line.datetime.as_deref().and_then(date::find));
    let dated =
        || lines.iter().find(|line| date::is_line(&line.text)).and_then(|line| date::find(&line.text));
    // Where the head counts in UTC and the page prints the day before or after, that is the local day.
    let local = |date: &String| {
        let is_utc = date.ends_with('Z') || date.ends_with("+00:00");
        let short = near().filter(|line| is_utc && line.text.chars().count() < 90);
        let printed: Vec<String> = short.filter_map(|line| date::find(&line.text)).collect();
        let is_printed = printed.iter().any(|printed| printed.get(..10) == date.get(..10));
        printed.into_iter().find(|printed| !is_printed && date::are_neighbours(printed, date))
    };
    if let Some(date) = told.clone().or_else(meta)
        && let Some(local) = local(&date).or_else(|| first_printed(lines, from, &date))
    {
        return Some(local);
    }
    told.or_else(meta)
        .or_else(timed)
        .or_else(printed)
        .or_else(|| address.and_then(date::in_path))
        .or_else(|| head.canonical.as_deref().and_then(date::in_path))
        .or_else(|| head.meta(&["og:url"]).and_then(date::in_path))
        .or_else(anywhere)
        .or_else(|| {
            head.meta(&["article:modified_time", "og:updated_time", "lastmod", "last-modified"])
                .and_then(date::find)
        })
        .or_else(dated)
}

/// The date printed under the headline, if it is before `told`: some sites tell when they last
/// touched a page as when it was published.
fn first_printed(lines: &[Line], from: usize, told: &str) -> Option<String> {
    /// How many lines under the headline such a date stands at most.
    const UNDER: usize = 8;
    const MAX_CHARS: usize = 40;
    const LATER: &[&str] =
        &["updat", "modif", "edit", "review", "revis", "更新", "修改", "since", "copyright", "©"];
    let lines = lines.iter().skip(from).take(UNDER + 1);
    let is_free = |line: &&Line| {
        let lower = line.text.to_lowercase();
        line.text.chars().count() <= MAX_CHARS
            && date::is_line(&line.text)
            && !LATER.iter().any(|word| lower.contains(word))
            && !line.hints.has(Hints::RELATED | Hints::COMMENTS | Hints::ASIDE)
            && line.link_share() < 0.5
    };
    let printed = lines.filter(is_free).find_map(|line| date::find(&line.text))?;
    (printed.get(..10)? < told.get(..10)? && !date::are_neighbours(&printed, told)).then_some(printed)
}

/// When it was last changed, if that was after it was `published`.
pub(super) fn modified(head: &Head, published: Option<&str>) -> Option<String> {
    let names = ["article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified"];
    let told = head.json.modified.as_deref().or_else(|| head.meta(&names)).and_then(date::find)?;
    (published.is_none_or(|published| published < told.as_str())).then_some(told)
}

/// `moment` with its zone, if it has a time of day without one and the page comes from where all
/// clocks show the same: Taiwan, Hong Kong, Macau, China.
pub(super) fn with_zone(moment: String, head: &Head, host: Option<&str>) -> String {
    /// Length of a date and time without zone.
    const BARE: usize = "2025-09-04T12:30:00".len();
    let lands = [".tw", ".hk", ".mo", ".cn"];
    let is_there = host.is_some_and(|host| lands.iter().any(|land| host.ends_with(land)))
        || ["zh-tw", "zh-hant-tw", "zh-hk", "zh-hant-hk", "zh-cn", "zh-hans-cn"]
            .contains(&head.lang.as_str());
    if moment.len() == BARE && is_there { moment + "+08:00" } else { moment }
}

/// Whether `name` may be a person's: not an address, not the site.
fn is_person(name: &str, head: &Head) -> bool {
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
    ];
    let lower = name.trim().to_lowercase();
    /// The longest Chinese byline, in characters: 聯合報／記者×××、×××／綜合報導.
    const HAN_CHARS: usize = 34;
    let is_sentence = name.contains(['。', '！', '？', '_', '>', '【', '：']);
    if has_han(name) && (is_sentence || name.chars().count() > HAN_CHARS) {
        return false;
    }
    if is_label(name) || name.contains(|c: char| c.is_ascii_digit()) && !has_han(name) {
        return false;
    }
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    !lower.is_empty()
        && lower.chars().count() < 120
        && !lower.contains("http")
        && !lower.contains("www.")
        && !NOBODY.contains(&lower.as_str())
        && head.site().is_none_or(|site| bare(site) != bare(name))
        && lower.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !["網", "网", "電子報", "新聞雲", "日報社", "時報資訊", "報社", "新闻", "新聞"]
            .iter()
            .any(|end| lower.ends_with(end))
}

/// Whether `name`, which stands where a byline does, may be one: not a button, nor, on Chinese pages, the
/// headline or the host.
fn is_plausible(name: &str, head: &Head) -> bool {
    const NEVER: &[&str] =
        &["字号", "字號", "字体", "字體", "大小", "联系", "聯絡", "小時前", "小时前", "分鐘前", "分钟前"];
    /// The longest Chinese names without a paper's or a desk's, in characters: two people with a role.
    const NAMES_CHARS: usize = 16;
    const ROLES: &[&str] =
        &["記者", "记者", "報", "报", "／", "╱", "/", "電", "电", "編", "编", "作者", "文"];
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_chinese = head.title.as_deref().is_some_and(has_han);
    let plain = bare(name);
    let told = [head.title.as_deref(), head.meta(&["og:title"])];
    let is_title =
        plain.chars().count() > 6 && told.into_iter().flatten().any(|title| bare(title).contains(&plain));
    let address = head.canonical.as_deref().or_else(|| head.meta(&["og:url"])).unwrap_or_default();
    let is_host =
        !name.contains(' ') && name.is_ascii() && address.to_lowercase().contains(&name.to_lowercase());
    let is_text =
        has_han(name) && name.chars().count() > NAMES_CHARS && !ROLES.iter().any(|role| name.contains(role));
    name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !NEVER.iter().any(|word| name.contains(word))
        && !(is_chinese && (is_title || is_host || is_text))
}

/// As [`is_person`], and no more than a name or two.
fn is_name(name: &str, head: &Head) -> bool {
    let words = name.split_whitespace().count();
    (words <= 6 || has_han(name))
        && !name.ends_with('.')
        && is_person(name, head)
        && !phrases::is_furniture(name)
}

/// Whether `text` only announces a name.
fn is_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "by",
        "written by",
        "posted by",
        "words by",
        "story by",
        "author",
        "authors",
        "published by",
        "insights from",
        "staff writer",
        "記者",
        "作者",
        "文",
    ];
    let bare = text.trim().trim_end_matches([':', '：', '/', '／']).trim().to_lowercase();
    LABELS.contains(&bare.as_str())
}

fn has_han(text: &str) -> bool {
    text.chars().any(super::super::is_han)
}

/// A name without what labels it.
fn tidy(name: &str) -> String {
    let name = name.trim().replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    let lower = name.to_lowercase();
    let labels = [
        "written by ",
        "posted by ",
        "story by ",
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
