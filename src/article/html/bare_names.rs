//! Bare names: who wrote it, where nothing but the place of a name tells that.

use super::{
    super::{date, phrases},
    byline_rules::{BESIDE, Context, LINES_BEFORE, LINES_UNDER, MAX_BYTES, names_of},
    head::Head,
    hints::Hints,
    line::{Anchor, Line},
    names::{is_han_name, is_person, is_shaped, tidy},
    tags::Element,
};

/// Where no name of a writer stands.
const ELSEWHERE: Hints = BESIDE.with(Hints::NAV).with(Hints::TAGS).with(Hints::CRUMBS);

/// The name that stands before or after the date, in its line or beside it: A. Writer | May 3, 2026.
pub(super) fn beside_date(page: &Context<'_>) -> Option<String> {
    let Context { head, lines, headline, .. } = *page;
    let is_free = |line: &Line| !page.is_in(line, ELSEWHERE) && line.text.len() < MAX_BYTES;
    let is_section = |line: &Line| {
        let leads = |anchor: &Anchor| anchor.href.len() > 1 && !anchor.href.contains("author");
        line.anchors.iter().any(leads)
    };
    let start = headline.saturating_sub(LINES_BEFORE);
    for at in start..(headline + LINES_UNDER + 1).min(lines.len()) {
        let line = &lines[at];
        if let Some((name, _)) = before_date(&line.text).filter(|_| is_free(line) && line.anchors.is_empty())
            && (is_han_name(name) || is_shaped(name, head))
        {
            return Some(name.to_owned());
        }
        if !is_free(line) || line.text.ends_with(':') || date::find(&line.text).is_none() {
            continue;
        }
        let parts = line.text.split(['|', '·', '•', '–', '—', '/', ',']).map(str::trim);
        // A name may follow the year without a space, and a section the name: 2026A. Writer, A. Writer in Travel.
        let bare = |part: &str| {
            let part = part.trim_start_matches(|c: char| c.is_ascii_digit());
            tidy(part.split_once(" in ").map_or(part, |(name, _)| name))
        };
        let is_name = |part: &String| date::find(part).is_none() && is_shaped(part, head);
        if let Some(name) = parts.map(bare).find(is_name) {
            return Some(name);
        }
        let mut words =
            line.text.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '／' | '/'));
        if let Some(name) = words.find(|word| is_han_name(word)).filter(|_| !is_section(line)) {
            return Some(name.to_owned());
        }
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let beside = beside.filter_map(|at| lines.get(at)).filter(|line| is_free(line) && !is_section(line));
        let is_alone = |name: &String| is_shaped(name, head) || is_han_name(name);
        if let Some(name) = beside.map(|line| tidy(&line.text)).find(is_alone) {
            return Some(name);
        }
    }
    None
}

/// The name and the date, of a line in which nothing parts them: 王小明2026年7月3日, A. Writer3 July 2026.
pub(super) fn before_date(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
    let (name, when) = text.split_at(at);
    date::is_line(when).then(|| (name.trim(), when))
}

/// The name that stands alone between the headline and the text: a Chinese one by its surname, another one right under the
/// headline only.
pub(super) fn under_headline(page: &Context<'_>) -> Option<String> {
    let Context { head, lines, headline, .. } = *page;
    lines.get(headline).filter(|line| line.element == Element::Headline)?;
    let under = lines.iter().enumerate().skip(headline + 1).take(LINES_UNDER);
    let mut under = under.take_while(|(_, line)| !phrases::ends_sentence(&line.text));
    let is_alone = |(at, line): &(usize, &Line)| {
        let text = line.text.as_str();
        let is_next =
            *at == headline + 1 && lines.get(at + 1).is_some_and(|next| phrases::ends_sentence(&next.text));
        // A speaker is named again and again.
        let is_once = || lines[headline..].iter().filter(|other| other.text == text).count() <= 2;
        let is_of_text =
            matches!(line.element, Element::Paragraph | Element::Plain) && !page.is_in(line, ELSEWHERE);
        let leads = line.anchors.iter().any(|anchor: &Anchor| !anchor.href.contains("author"));
        is_of_text && !leads && (is_han_name(text) || is_next && is_shaped(text, head)) && is_once()
    };
    let listed = || names_and_office(&lines.get(headline + 1)?.text, head);
    under.find(is_alone).map(|(_, line)| line.text.clone()).or_else(listed)
}

/// The names that `text` opens with, if it is a list of names and perhaps where they work: A. Writer, B. Writer, University
/// of the North.
fn names_and_office(text: &str, head: &Head) -> Option<String> {
    /// The longest such line, in bytes.
    const BYTES: usize = 600;
    const OFFICES: &[&str] =
        &["University", "Institute", "Department", "Laborator", "College", "Research", "Universit"];
    if text.len() > BYTES || phrases::ends_sentence(text) {
        return None;
    }
    let names: Vec<&str> = names_of(text).take_while(|name| is_shaped(name, head)).collect();
    let is_whole = names.len() == names_of(text).count();
    let has_office = OFFICES.iter().any(|office| text.contains(office));
    let is_list = !names.is_empty() && has_office || names.len() > 1 && is_whole;
    is_list.then(|| names.join(", "))
}

/// The name in what a social network calls the page of a post: A. Writer (@writer@tusk.test), A. Writer on X: “…”.
pub(super) fn social(page: &Context<'_>) -> Option<String> {
    /// The longest name, in characters.
    const CHARS: usize = 40;
    const NETWORKS: &[&str] =
        &[" on X: ", " on Twitter: ", " on Threads: ", " on Bluesky: ", " on Mastodon: ", " on LinkedIn: "];
    let title = page.head.meta(&["og:title", "twitter:title"])?;
    let handle = || {
        title.split_once(" (@").filter(|(_, rest)| rest.find(')').is_some_and(|at| !rest[..at].contains(' ')))
    };
    let name = handle().map(|(name, _)| name);
    let name = name.or_else(|| NETWORKS.iter().find_map(|network| Some(title.split_once(network)?.0)))?;
    (name.chars().count() <= CHARS && is_person(name, page.head)).then(|| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_date_are_parted_where_nothing_else_does() {
        assert_eq!(before_date("何小安2026年7月3日"), Some(("何小安", "2026年7月3日")));
        assert_eq!(before_date("Anna Writer3 July 2026"), Some(("Anna Writer", "3 July 2026")));
        assert_eq!(before_date("2026年7月3日"), None);
        assert_eq!(before_date("第3屆新橋路跑"), None);
    }

    #[test]
    fn lists_of_names_are_told_from_other_lists() {
        let head = Head::default();
        let list = |text: &str| names_and_office(text, &head);
        assert_eq!(
            list("Anna Writer, Carl OtherDepartment of Bridges, North University").as_deref(),
            Some("Anna Writer")
        );
        assert_eq!(
            list("Anna Writer, Carl Other and Ona Third").as_deref(),
            Some("Anna Writer, Carl Other, Ona Third")
        );
        for text in [
            "Home, Garden and Kitchen",
            "San Francisco, CA",
            "Anna Writer",
            "Anna Writer, who opened the bridge, left.",
        ] {
            assert_eq!(list(text), None, "{text}");
        }
    }
}
