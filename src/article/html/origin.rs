//! Who wrote a page's article, and when.

use super::{
    super::{byline, date, phrases},
    head::Head,
    hints::Hints,
    lines::{Anchor, Line},
    names::{
        has_han, in_order, is_another, is_label, is_name, is_person, is_plausible, is_shaped, letters, tidy,
    },
    tags::Element,
};

/// How many lines around the headline may say who and when.
const NEAR_LINES: usize = 25;

/// How many lines under the headline its byline stands at most.
const UNDER: usize = 8;
/// How many authors that the page's head names are looked at.
const MAX_NAMES: usize = 40;
/// How long a line that says who or when may be, in bytes.
const MAX_BYTES: usize = 90;

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
        let said = |name: &&str| {
            let mut all: Vec<String> = Vec::new();
            for author in
                head.all(name).take(MAX_NAMES).filter(|author| is_person(author, head)).map(in_order)
            {
                if !all.contains(&author) {
                    all.push(author);
                }
            }
            (!all.is_empty()).then(|| all.join(", "))
        };
        names.iter().find_map(said)
    };
    let marked = || {
        let is_marked = |line: &&Line| {
            line.hints.has(Hints::BYLINE) && !line.hints.has(Hints::COMMENTS | Hints::RELATED | Hints::ASIDE)
        };
        let is_name = |name: &String| {
            let words = name.split_whitespace().count();
            (words <= 8 || has_han(name) && name.chars().count() < 20)
                && is_person(name, head)
                && !phrases::is_furniture(name)
                && date::find(name).is_none()
        };
        near().filter(is_marked).find_map(|line| {
            let whole = byline::english(&line.text).unwrap_or_else(|| tidy(&line.text));
            // The name may be a link, with the date behind it.
            let is_latin = |name: &String| !has_han(name) && is_name(name);
            let linked = || line.anchors.iter().map(|anchor| tidy(&anchor.text)).find(is_latin);
            Some(whole).filter(is_name).or_else(linked)
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
    // By A. Writer, right under the headline: the page's head may name who put it there.
    let headed = || {
        let is_free = |line: &&Line| !line.hints.has(Hints::RELATED | Hints::COMMENTS | Hints::ASIDE);
        let under = lines.iter().skip(from).take(UNDER + 1).filter(is_free);
        under.filter(|line| line.text.len() < MAX_BYTES).find_map(|line| {
            let is_listed = |names: &String| names_of(names).all(|name| is_shaped(name, head));
            byline::english(&line.text).filter(is_listed).or_else(|| pen_name(&line.text, head))
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
    // What the page marks as its writer's name, wherever it stands: a box about the author.
    let boxed = || {
        let is_marked = |line: &&Line| {
            line.hints.has(Hints::BYLINE) && !line.hints.has(Hints::COMMENTS | Hints::RELATED | Hints::ASIDE)
        };
        lines.iter().filter(is_marked).map(|line| tidy(&line.text)).find(|name| is_shaped(name, head))
    };
    let beside = || beside_date(lines, from, head);
    // A journal of one person bears the person's name.
    let owner = || {
        let told = head.json.authors.first().map(String::as_str);
        let told = told.or_else(|| head.meta(&["author", "twitter:data1"]))?;
        is_person(told, &Head::default()).then(|| told.to_owned()).filter(|name| !has_han(name))
    };
    // The guess may be what was refused above, spelled otherwise.
    let is_refused = |name: &str| {
        let mut refused = head.all("author").take(MAX_NAMES).filter(|author| !is_person(author, head));
        refused.any(|author| letters(author) == letters(name))
    };
    let guess = || {
        let name = guess.filter(|name| is_person(name, head) && !is_refused(name))?;
        Some(name.replace("; ", ", "))
    };
    let all: [&dyn Fn() -> Option<String>; 12] = [
        &headed,
        &told,
        &signed,
        &meta,
        &said,
        &marked,
        &linked,
        &signed_off,
        &beside,
        &boxed,
        &guess,
        &owner,
    ];
    let is_meant = |name: &String| is_plausible(name, head) && !is_another(name, lines);
    printed
        .filter(is_meant)
        .or_else(|| all.iter().find_map(|find| find().filter(is_meant)))
        .map(|name| tidy(&name))
}

/// The one word after `by` in a line that says nothing else: by someone.
fn pen_name(line: &str, head: &Head) -> Option<String> {
    let (by, name) = line.trim().split_once(' ')?;
    (by.eq_ignore_ascii_case("by") && !name.contains(' ') && is_name(name, head)).then(|| name.to_owned())
}

/// Each name of a list of names.
fn names_of(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', '&']).flat_map(|part| part.split(" and ")).map(str::trim).filter(|name| !name.is_empty())
}

/// The name that stands before or after the date, in its line or beside it: A. Writer | May 3, 2026.
fn beside_date(lines: &[Line], from: usize, head: &Head) -> Option<String> {
    let is_free = |line: &Line| {
        let elsewhere = Hints::RELATED | Hints::COMMENTS | Hints::ASIDE | Hints::NAV | Hints::TAGS;
        !line.hints.has(elsewhere | Hints::CRUMBS) && line.text.len() < MAX_BYTES
    };
    let is_section = |line: &Line| {
        let leads = |anchor: &Anchor| anchor.href.len() > 1 && !anchor.href.contains("author");
        line.anchors.iter().any(leads)
    };
    let start = from.saturating_sub(3);
    for at in start..(from + UNDER + 1).min(lines.len()) {
        let line = &lines[at];
        if !is_free(line) || date::find(&line.text).is_none() {
            continue;
        }
        let parts = line.text.split(['|', '·', '•', '–', '—', '/', ',']).map(str::trim);
        if let Some(name) = parts.map(tidy).find(|part| date::find(part).is_none() && is_shaped(part, head)) {
            return Some(name);
        }
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let beside = beside.filter_map(|at| lines.get(at)).filter(|line| is_free(line) && !is_section(line));
        if let Some(name) = beside.map(|line| tidy(&line.text)).find(|name| is_shaped(name, head)) {
            return Some(name);
        }
    }
    None
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
