//! Dates of a web page: when its article was published and last changed, found by rules tried in order.

use super::{super::date, bare_names::before_date, head::Head, hints::Hints, line::Line, tags::Element};

/// How many lines after the headline may hold the date.
const NEAR_LINES: usize = 25;
/// How many lines before the headline may hold it.
const LINES_BEFORE: usize = 8;
/// How many lines below the headline are looked at for a date before the declared one.
const LINES_UNDER: usize = 8;
/// The longest line with the local day, in characters.
const LOCAL_CHARS: usize = 90;

/// What the rules look at: the page's head and lines, and where its headline is.
struct Context<'a> {
    head: &'a Head,
    lines: &'a [Line],
    /// The line of the headline, or else where the article starts.
    headline: usize,
    /// The last line of the article.
    last: usize,
    address: Option<&'a str>,
}

/// A rule: the ISO 8601 date, or date and time, that it finds.
type Rule = fn(&Context<'_>) -> Option<String>;

/// Dates that the page declares for programs. What is printed corrects them: see [`local_day`], [`printed_before`].
const DECLARED: &[(&str, Rule)] = &[("JSON-LD", json_ld_date), ("meta elements", meta_date)];

/// The rules for pages that declare none, in the order they are tried.
const OTHERWISE: &[(&str, Rule)] = &[
    ("said to be the first", first_published),
    ("time element near the headline", time_near_headline),
    ("printed near the headline", printed_near_headline),
    ("address", |page| page.address.and_then(date::in_path)),
    ("canonical address", |page| page.head.canonical.as_deref().and_then(date::in_path)),
    ("og:url", |page| page.head.meta(&["og:url"]).and_then(date::in_path)),
    ("time element anywhere", time_anywhere),
    ("meta elements for the last change", meta_change),
    ("line with only a date, anywhere", printed_anywhere),
];

/// When the article was published: an ISO 8601 date, or date and time.
///
/// `headline` is the line of the headline, or else where the article starts; `last` its last line.
pub(super) fn published(
    head: &Head,
    lines: &[Line],
    headline: usize,
    last: usize,
    address: Option<&str>,
) -> Option<String> {
    let page = Context { head, lines, headline, last, address };
    let first = |rules: &[(&str, Rule)]| rules.iter().find_map(|(_, rule)| rule(&page));
    match first(DECLARED) {
        Some(date) => {
            let printed = local_day(&page, &date).or_else(|| printed_before(&page, &date));
            Some(
                printed
                    .or_else(|| first_published(&page).filter(|first| is_earlier(first, &date)))
                    .unwrap_or(date),
            )
        }
        None => first(OTHERWISE).map(|date| local_day(&page, &date).unwrap_or(date)),
    }
}

/// When the article was last changed, if that was after it was `published`.
pub(super) fn modified(head: &Head, published: Option<&str>) -> Option<String> {
    const NAMES: &[&str] =
        &["article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified"];
    let declared = head.json.modified.as_deref().or_else(|| head.meta(NAMES)).and_then(date::find)?;
    (published.is_none_or(|published| published < declared.as_str())).then_some(declared)
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

impl<'a> Context<'a> {
    /// The lines around the headline.
    fn near(&self) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().skip(self.headline.saturating_sub(LINES_BEFORE)).take(NEAR_LINES + LINES_BEFORE)
    }

    /// How many of [`Self::near`] stand up to the article's last line.
    fn until(&self) -> usize {
        (self.last + 1).saturating_sub(self.headline.saturating_sub(LINES_BEFORE))
    }
}

/// `datePublished` in JSON-LD.
fn json_ld_date(page: &Context<'_>) -> Option<String> {
    page.head.json.published.as_deref().and_then(|text| find(page, text))
}

/// `<meta property=article:published_time>` and its kin.
fn meta_date(page: &Context<'_>) -> Option<String> {
    const NAMES: &[&str] = &[
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
        "citation_date",
        "date",
        "article:post_date",
        "og:article:published_time",
        "cxenseparse:recs:publishtime",
        "weibo: article:create_at",
        "release_date",
        "created",
    ];
    let declared = |name: &&str| page.head.meta(&[name]).and_then(|text| find(page, text));
    NAMES.iter().find_map(declared).or_else(|| {
        let has = |name: &str, words: &[&str]| words.iter().any(|word| name.contains(word));
        let is_first = |name: &str| {
            has(name, &["publish", "posted"])
                && has(name, &["date", "time"])
                && !has(name, &["modif", "updat", "expir", "unpublish"])
        };
        page.head.alike(is_first).filter_map(|text| find(page, text)).min()
    })
}

/// `<meta property=article:modified_time>` and its kin.
fn meta_change(page: &Context<'_>) -> Option<String> {
    const NAMES: &[&str] = &["article:modified_time", "og:updated_time", "lastmod", "last-modified"];
    let is_change =
        |name: &str| ["modifieddate", "updateddate", "datemodified", "dateupdated"].contains(&name);
    let text = page.head.meta(NAMES).or_else(|| page.head.alike(is_change).next())?;
    find(page, text)
}

/// `<time datetime>` near the headline, and not after the text: those are of other stories.
fn time_near_headline(page: &Context<'_>) -> Option<String> {
    page.near().take(page.until()).find_map(datetime)
}

/// `<time datetime>` anywhere.
fn time_anywhere(page: &Context<'_>) -> Option<String> {
    page.lines.iter().find_map(datetime)
}

/// A date near the headline in a line that is marked as a date or is nothing else, but for a name before it.
fn printed_near_headline(page: &Context<'_>) -> Option<String> {
    /// The longest such name, in characters.
    const NAME_CHARS: usize = 24;
    let is_date = |line: &&Line| {
        line.hints.has(Hints::DATE) || line.element == Element::Time || date::is_line(&line.text)
    };
    let behind_name = |line: &Line| -> Option<String> {
        let (_, when) = before_date(&line.text).filter(|(name, _)| name.chars().count() <= NAME_CHARS)?;
        find(page, when)
    };
    let says = |line: &&Line| is_date(line) || is_said_published(&line.text);
    let near: Vec<&Line> = page.near().filter(says).collect();
    let first = near.iter().filter(|line| !is_later(&line.text)).find_map(|line| find(page, &line.text));
    let first = first.or_else(|| page.near().filter(|line| !is_later(&line.text)).find_map(behind_name));
    first.or_else(|| near.iter().find_map(|line| find(page, &line.text)))
}

/// Whether `text`, a short one, opens with the word that it was published: Publié le 17 janvier 2025 par ….
fn is_said_published(text: &str) -> bool {
    /// The longest of these, in characters.
    const CHARS: usize = 90;
    const OPENERS: &[&str] = &[
        "published",
        "posted",
        "publié",
        "mis en ligne",
        "veröffentlicht",
        "erstellt am",
        "publicado",
        "pubblicato",
        "gepubliceerd",
        "發布",
        "發佈",
        "刊登",
    ];
    let lower = text.to_lowercase();
    text.chars().count() <= CHARS && OPENERS.iter().any(|opener| lower.starts_with(opener))
}

/// Whether `text` speaks of a change, a print or a right, which come after the publication.
fn is_later(text: &str) -> bool {
    const LATER: &[&str] = &[
        "updat",
        "modif",
        "edit",
        "review",
        "revis",
        "更新",
        "修改",
        "異動",
        "列印",
        "since",
        "copyright",
        "©",
    ];
    let lower = text.to_lowercase();
    LATER.iter().any(|word| lower.contains(word))
}

/// The first line of the page that is only a date.
fn printed_anywhere(page: &Context<'_>) -> Option<String> {
    let line = page.lines.iter().find(|line| date::is_line(&line.text))?;
    find(page, &line.text)
}

/// The day printed near the headline, where `declared` is in UTC and the page prints only the day before or after:
/// that is the local day.
fn local_day(page: &Context<'_>, declared: &str) -> Option<String> {
    if !(declared.ends_with('Z') || declared.ends_with("+00:00")) {
        return None;
    }
    let short = page.near().filter(|line| line.text.chars().count() < LOCAL_CHARS);
    let printed: Vec<String> = short.filter_map(|line| find(page, &line.text)).collect();
    let is_printed = printed.iter().any(|printed| printed.get(..10) == declared.get(..10));
    printed.into_iter().find(|printed| !is_printed && date::are_neighbours(printed, declared))
}

/// The date in a line that says when the article itself was first published, as it was published again
/// since. One that names the day of a change, too, says nothing that the page does not declare.
fn first_published(page: &Context<'_>) -> Option<String> {
    /// The longest of these lines, in characters.
    const MAX_CHARS: usize = 200;
    /// How far behind such words the date may be, in characters.
    const MAX_BETWEEN: usize = 60;
    /// What stands before them, if anything does.
    const ITSELF: &[&str] =
        &["this ", "a version of this ", "article ", "story ", "post ", "本文", "這篇", "这篇", "原文"];
    const FIRST: &[&str] =
        &["originally published", "first published", "originally posted", "首次發布於", "首次发布于"];
    page.lines.iter().find_map(|line| {
        let lower = line.text.to_lowercase();
        let at = FIRST.iter().find_map(|words| lower.find(words))?;
        let is_own =
            line.text.chars().count() <= MAX_CHARS && !line.hints.has(Hints::RELATED | Hints::COMMENTS);
        let (before, behind) = lower.split_at_checked(at)?;
        let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_itself = before.is_empty() || ITSELF.iter().any(|words| before.starts_with(words));
        let found = || find(page, &behind.chars().take(MAX_BETWEEN).collect::<String>());
        (is_own && is_itself && !lower.contains("updated on")).then(found)?
    })
}

/// The date printed under the headline, if it is before `declared`: some sites declare when they last
/// touched a page as when it was published.
fn printed_before(page: &Context<'_>, declared: &str) -> Option<String> {
    const MAX_CHARS: usize = 40;
    let under = page.lines.iter().skip(page.headline).take(LINES_UNDER + 1);
    let is_free = |line: &&Line| {
        line.text.chars().count() <= MAX_CHARS
            && date::is_line(&line.text)
            && !is_later(&line.text)
            && !line.hints.has(Hints::RELATED | Hints::COMMENTS | Hints::ASIDE)
            && line.link_share() < 0.5
    };
    let printed = under.filter(is_free).find_map(|line| find(page, &line.text))?;
    // Month and day may be printed in the other order.
    let is_swapped = date::swapped(&printed).as_deref() == declared.get(..10);
    (is_earlier(&printed, declared) && !is_swapped && !date::are_neighbours(&printed, declared))
        .then_some(printed)
}

/// Whether the day of the date `one` is before that of the `other`.
fn is_earlier(one: &str, other: &str) -> bool {
    one.get(..10).zip(other.get(..10)).is_some_and(|(one, other)| one < other)
}

/// The date in `text`, with month and day in the order of the page's language.
fn find(page: &Context<'_>, text: &str) -> Option<String> {
    date::find_in(text, page.head.date_order())
}

/// The date in a line's `datetime`.
fn datetime(line: &Line) -> Option<String> {
    line.datetime.as_deref().and_then(date::find)
}

/// The date that `element` states for programs: in `datetime`, or in a `title` that begins as a date of ISO 8601 does, as
/// `<span class=age title="2026-07-03T08:12:01">`.
pub(super) fn stated(element: &dom_query::Element) -> Option<String> {
    let is_iso = |title: &str| {
        let day: Vec<&str> = title.get(..10).unwrap_or_default().split('-').collect();
        let lengths: Vec<usize> = day.iter().map(|part| part.len()).collect();
        lengths == [4, 2, 2] && day.concat().bytes().all(|byte| byte.is_ascii_digit())
    };
    let of = |name: &str| {
        element.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    of("datetime").or_else(|| of("title").filter(|title| is_iso(title)))
}
