//! Byline of a web page: who wrote its article, found by [`RULES`] tried in order.

use super::{
    super::{byline, credits, date, phrases},
    bare_names,
    head::Head,
    hints::Hints,
    line::{Anchor, Line},
    names::{
        has_han, in_order, is_another, is_label, is_name, is_person, is_plausible, is_shaped, letters, tidy,
    },
    tags::Element,
};

/// How many lines after the headline may hold the byline.
const NEAR_LINES: usize = 25;
/// How many lines before the headline may hold it.
pub(super) const LINES_BEFORE: usize = 3;
/// How many lines below the headline a byline without any mark may stand.
pub(super) const LINES_UNDER: usize = 8;
/// How many authors in the page's head are looked at.
const MAX_NAMES: usize = 40;
/// The longest line that may be an unmarked byline, in bytes.
pub(super) const MAX_BYTES: usize = 90;

/// The longest line that names who wrote the article in a sentence, in characters.
const MAX_CHARS: usize = 70;

/// Where other stories and readers' comments stand.
const OTHERS: Hints = Hints::RELATED.with(Hints::COMMENTS);
/// [`OTHERS`], and what stands beside the article.
pub(super) const BESIDE: Hints = OTHERS.with(Hints::ASIDE);

/// What the rules look at: the page's head and lines, and where its headline is.
pub(super) struct Context<'a> {
    pub(super) head: &'a Head,
    pub(super) lines: &'a [Line],
    /// The line of the headline, or else where the article starts.
    pub(super) headline: usize,
    is_article: &'a [bool],
    /// The author that the page's data names.
    data: Option<&'a str>,
}

/// A rule: the byline or name that it finds, nothing where it does not fit.
type Rule = fn(&Context<'_>) -> Option<String>;

/// The rules, in the order they are tried: from what the newspaper prints to guesses. The first wins whose name is
/// plausible and not an editor's or a commenter's.
const RULES: &[(&str, Rule)] = &[
    ("head of a board's post", board_author),
    ("newspaper byline near the headline", newspaper_byline),
    ("English byline under the headline", english_under_headline),
    ("authors in JSON-LD", json_ld_authors),
    ("newspaper byline as the last line", newspaper_signature),
    ("authors in meta elements", meta_authors),
    ("who posted it on a social network", bare_names::social),
    ("English byline near the headline", english_near_headline),
    ("link to the page of who posted it", poster),
    ("line marked as byline near the headline", marked_near_headline),
    ("link to an author's page", author_link),
    ("name beside an address of mail", beside_mail),
    ("written by, anywhere", written_by),
    ("name beside the date", bare_names::beside_date),
    ("name alone under the headline", bare_names::under_headline),
    ("line marked as byline, anywhere", marked_anywhere),
    ("author in the page's data", data_author),
    ("name alone as the last line", name_at_end),
    ("owner of a personal site", site_owner),
];

/// The byline of the page with this `head` and these `lines`.
///
/// `headline` is the line of the headline, or else where the article starts; `data` is the author that the page's data names.
pub(super) fn byline(
    head: &Head,
    lines: &[Line],
    headline: usize,
    is_article: &[bool],
    data: Option<&str>,
) -> Option<String> {
    let page = Context { head, lines, headline, is_article, data };
    let is_accepted = |name: &String| is_plausible(name, head) && !is_another(name, lines);
    let found = RULES.iter().find_map(|(_, rule)| rule(&page).filter(is_accepted));
    found.map(|name| tidy(&name))
}

impl<'a> Context<'a> {
    /// The lines around the headline.
    fn near(&self) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().skip(self.headline.saturating_sub(LINES_BEFORE)).take(NEAR_LINES + LINES_BEFORE)
    }

    /// Those of [`Self::near`] whose markup calls them the byline of this article. Right under the headline a byline may
    /// stand in an `aside`.
    fn marked(&self) -> impl Iterator<Item = &'a Line> {
        let start = self.headline.saturating_sub(LINES_BEFORE);
        let is_under = move |at: usize| start + at <= self.headline + LINES_UNDER;
        let is_marked = move |(at, line): &(usize, &Line)| {
            self.is_in(line, Hints::BYLINE)
                && !line.hints.has(Hints::FORM)
                && !self.is_in(line, if is_under(*at) { OTHERS } else { BESIDE })
        };
        self.near().enumerate().filter(is_marked).map(|(_, line)| line)
    }

    /// Whether `line` stands in one of `places` where the headline does not: some pages call all of their text one.
    pub(super) fn is_in(&self, line: &Line, places: Hints) -> bool {
        let around = self.lines.get(self.headline).map_or_else(Hints::default, |headline| headline.hints);
        line.hints.without(around).has(places)
    }
}

/// 作者 seaside (海邊的人), before the text.
fn board_author(page: &Context<'_>) -> Option<String> {
    page.lines.iter().take(page.headline + 1).find_map(|line| byline::on_board(&line.text))
}

/// 〔記者王小明／台北報導〕, alone or before a paragraph.
fn newspaper_byline(page: &Context<'_>) -> Option<String> {
    page.near().find_map(|line| {
        byline::whole(&line.text)
            .filter(|_| has_han(&line.text))
            .or_else(|| Some(byline::split(&line.text)?.0.to_owned()))
    })
}

/// By A. Writer, right under the headline: the page's head may name who uploaded the page.
fn english_under_headline(page: &Context<'_>) -> Option<String> {
    let under = page.lines.iter().skip(page.headline).take(LINES_UNDER + 1);
    let mut candidates =
        under.filter(|line| !page.is_in(line, OTHERS)).filter(|line| line.text.len() < MAX_BYTES);
    candidates.find_map(|line| {
        let is_list_of_names = |names: &String| {
            let mut names = names_of(names).filter(|name| !is_degree(name)).peekable();
            names.peek().is_some() && names.all(|name| is_shaped(name, page.head))
        };
        let named = byline::english(&line.text).filter(is_list_of_names);
        let one = || byline::foreign(&line.text).filter(|names| names_of(names).count() == 1);
        named.or_else(one).or_else(|| pen_name(&line.text, page.head))
    })
}

/// `author` in JSON-LD.
fn json_ld_authors(page: &Context<'_>) -> Option<String> {
    let names = page.head.json.authors.iter().map(String::as_str);
    let authors: Vec<&str> = names.filter(|name| is_person(name, page.head)).collect();
    (!authors.is_empty()).then(|| authors.join(", "))
}

/// 〔記者王小明／台北報導〕 or （記者王小明） at the article's end, or in a short line right after it.
fn newspaper_signature(page: &Context<'_>) -> Option<String> {
    /// How many lines after the article are looked at.
    const AFTER: usize = 2;
    let last = page.is_article.iter().rposition(|is| *is)?;
    let is_free = |line: &&Line| !line.hints.has(BESIDE);
    page.lines.iter().skip(last).take(AFTER + 1).filter(is_free).find_map(|line| {
        let whole = byline::whole(&line.text).filter(|_| has_han(&line.text));
        whole.or_else(|| credits::signature(&line.text))
    })
}

/// `<meta name=author>` and its kin.
fn meta_authors(page: &Context<'_>) -> Option<String> {
    const NAMES: &[&str] = &[
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "citation_author",
        "dc.contributor",
        "twitter:data1",
    ];
    NAMES.iter().find_map(|name| {
        let authors = page.head.all(name).take(MAX_NAMES).filter(|author| is_person(author, page.head));
        let mut all: Vec<String> = Vec::new();
        for author in authors.map(in_order) {
            if !all.contains(&author) {
                all.push(author);
            }
        }
        (!all.is_empty()).then(|| all.join(", "))
    })
}

/// By A. Writer, on one line or with the name on the next.
fn english_near_headline(page: &Context<'_>) -> Option<String> {
    let named = |line: &Line| byline::english(&line.text).or_else(|| byline::foreign(&line.text));
    page.near().find_map(named).or_else(|| {
        let label = page.near().position(|line| is_label(&line.text))?;
        let name = &page.near().nth(label + 1)?.text;
        (name.split_whitespace().count() <= 8 && is_person(name, page.head)).then(|| name.clone())
    })
}

/// A name that the page's markup calls a byline: `<span class=author>`.
fn marked_near_headline(page: &Context<'_>) -> Option<String> {
    let is_short_name = |name: &String| {
        let words = name.split_whitespace().count();
        (words <= 8 || has_han(name) && name.chars().count() < 20)
            && is_person(name, page.head)
            && !phrases::is_furniture(name)
            && date::find(name).is_none()
    };
    let of_line = |line: &Line| {
        let whole = byline::english(&line.text).unwrap_or_else(|| tidy(&line.text));
        // The name may be a link, with the date behind it.
        let is_latin = |name: &String| !has_han(name) && is_short_name(name);
        let links = || line.anchors.iter().filter(|_| line.text.len() < MAX_BYTES);
        let linked = || links().map(|anchor| tidy(&anchor.text)).find(is_latin);
        // Where they work may stand behind the names.
        let named = || names_of(&line.text).take_while(|name| is_shaped(name, page.head)).collect::<Vec<_>>();
        let listed = || Some(named().join(", ")).filter(|names| !names.is_empty());
        Some(whole).filter(is_short_name).or_else(linked).or_else(listed)
    };
    // What somebody does, A. Writer's office, may be marked before the name.
    let all: Vec<String> = page.marked().filter_map(of_line).collect();
    let is_person =
        |names: &&String| has_han(names) || names_of(names).all(|name| is_shaped(name, page.head));
    let first = all.first().filter(|first| first.split_whitespace().count() > 1);
    let shaped = first.and_then(|_| all.iter().find(is_person));
    shaped.or(all.first()).cloned()
}

/// The name under which somebody posted to a forum: one word, with a link to the page of this user.
fn poster(page: &Context<'_>) -> Option<String> {
    /// How long such names are, in bytes.
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=24;
    const PATHS: &[&str] =
        &["/user/", "/users/", "/u/", "user?id=", "/member", "/profile/", "/@", "space-uid", "mod=space"];
    /// What the line says that the name stands in, where its address is nothing but the name.
    const VERBS: &[&str] =
        &["opened", "asked", "posted", "wrote", "started", "submitted", "reported", "發表", "發問", "張貼"];
    let is_user = |(line, anchor): &(&Line, &Anchor)| {
        let (href, name) = (anchor.href.as_str(), anchor.text.as_str());
        let is_handle = name.is_ascii()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let is_own = || {
            href.trim_start_matches(['/', '~']) == name && VERBS.iter().any(|verb| line.text.contains(verb))
        };
        !href.contains("://")
            && (PATHS.iter().any(|path| format!("/{href}").contains(path)) || is_own())
            && is_handle
            && LENGTHS.contains(&name.len())
            && name.contains(|c: char| c.is_ascii_alphabetic())
            && !phrases::is_furniture(name)
            && is_plausible(name, page.head)
    };
    let near = page.near().filter(|line| !page.is_in(line, BESIDE));
    let mut near = near.flat_map(|line| line.anchors.iter().map(move |anchor| (line, anchor)));
    near.find(is_user).map(|(_, anchor)| anchor.text.clone())
}

/// The text of a link to `/author/…` near the headline.
fn author_link(page: &Context<'_>) -> Option<String> {
    const PATHS: &[&str] = &["/author", "/staff/", "/people/", "/contributor", "/writer", "/reporter"];
    let is_author = |anchor: &&Anchor| {
        let href = anchor.href.to_ascii_lowercase();
        PATHS.iter().any(|path| href.contains(path))
    };
    // What stands right under the headline is of this article, whatever its class.
    let right_under = page.lines.get(page.headline + 1);
    let near = page.near().filter(|line| !page.is_in(line, OTHERS));
    let anchors = right_under.into_iter().chain(near).flat_map(|line| &line.anchors);
    let name = anchors.filter(is_author).find(|anchor| is_name(&anchor.text, page.head))?;
    Some(name.text.clone())
}

/// A. Writer, with a link to write to: <b>A. Writer</b> <a href=mailto:…>a at writer.test</a>.
fn beside_mail(page: &Context<'_>) -> Option<String> {
    page.near().filter(|line| line.text.len() < MAX_BYTES).find_map(|line| {
        let anchor = line.anchors.iter().find(|anchor| anchor.href.starts_with("mailto:"))?;
        let name = tidy(line.text.replace(&anchor.text, "").trim());
        is_shaped(&name, page.head).then_some(name)
    })
}

/// Written by A. Writer, anywhere: at the article's end, after the date.
fn written_by(page: &Context<'_>) -> Option<String> {
    let may_name = |line: &Line| line.text.chars().count() <= MAX_CHARS || is_marked(&line);
    page.lines.iter().enumerate().filter(|(_, line)| may_name(line)).find_map(|(at, line)| {
        let name = byline::after_verb(&line.text)?;
        let next = || page.lines.get(at + 1).map(|next| next.text.clone());
        if name.is_empty() { next() } else { Some(name) }.filter(|name| is_name(name, page.head))
    })
}

/// A name that the page's markup calls a byline, wherever it stands: in a box about the author.
fn marked_anywhere(page: &Context<'_>) -> Option<String> {
    let mut marked = page.lines.iter().filter(is_marked);
    marked.find_map(|line| {
        let labelled = byline::english(&line.text).filter(|name| is_name(name, page.head));
        labelled.or_else(|| Some(tidy(&line.text)).filter(|name| is_shaped(name, page.head)))
    })
}

/// The author in the page's data, unless that is a name in the head that is no person's, spelled otherwise.
fn data_author(page: &Context<'_>) -> Option<String> {
    let name = page.data.filter(|name| is_person(name, page.head))?;
    let mut refused = page.head.all("author").take(MAX_NAMES).filter(|author| !is_person(author, page.head));
    let is_refused = refused.any(|author| letters(author) == letters(name));
    (!is_refused).then(|| name.replace("; ", ", "))
}

/// The name that stands alone as the last line of the article, as papers print it, and that the page has elsewhere too: a
/// greeting has the same shape.
fn name_at_end(page: &Context<'_>) -> Option<String> {
    let last = page.is_article.iter().rposition(|is| *is)?;
    let line =
        page.lines.get(last).filter(|line| line.element != Element::Heading && line.anchors.is_empty())?;
    let is_elsewhere = |name: &String| {
        let others = page.lines.iter().enumerate().filter(|(at, _)| *at != last);
        others.map(|(_, line)| line.text.as_str()).any(|text| text.contains(name.as_str()))
            || page.head.all("author").any(|author| author.contains(name.as_str()))
    };
    Some(tidy(&line.text)).filter(|name| is_shaped(name, page.head)).filter(is_elsewhere)
}

/// The author of a journal of one person, which bears the person's name: [`is_person`] refuses that elsewhere.
fn site_owner(page: &Context<'_>) -> Option<String> {
    let author = page.head.json.authors.first().map(String::as_str);
    let author = author.or_else(|| page.head.meta(&["author", "twitter:data1"]))?;
    (is_person(author, &Head::default()) && !has_han(author)).then(|| author.to_owned())
}

/// Whether the markup of `line` calls it the byline of this article.
fn is_marked(line: &&Line) -> bool {
    line.hints.has(Hints::BYLINE) && !line.hints.has(BESIDE)
}

/// The name in a line that is only `by` and one word: a pen name.
fn pen_name(line: &str, head: &Head) -> Option<String> {
    let (by, name) = line.trim().split_once(' ')?;
    (by.eq_ignore_ascii_case("by") && !name.contains(' ') && is_name(name, head)).then(|| name.to_owned())
}

/// Whether `part` of a list of names is a degree: PhD, M.D., RDN.
fn is_degree(part: &str) -> bool {
    /// The longest degree, in letters.
    const MAX_LETTERS: usize = 5;
    let letters = part.chars().filter(|c| *c != '.');
    part.chars().filter(|c| c.is_uppercase()).count() >= 2
        && part.chars().all(|c| c.is_alphabetic() || c == '.')
        && letters.count() <= MAX_LETTERS
}

/// Each name of a list of names: `A. Writer, B. Writer and C. Writer`.
pub(super) fn names_of(list: &str) -> impl Iterator<Item = &str> {
    let parts = list.split([',', '&']).flat_map(|part| part.split(" and "));
    let parts = parts.flat_map(|part| part.split(" und ")).flat_map(|part| part.split(" et "));
    parts.map(str::trim).filter(|name| !name.is_empty())
}
