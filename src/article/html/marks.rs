//! Marks inside a line that are none of its words: marks of notes, links to edit a section, texts that only screen
//! readers see, initials that stand twice; and raised digits, which are.

use std::collections::HashSet;

use dom_query::{Element, NodeRef};

use super::super::{is_han, steps};

/// Whole classes, without their hyphens, of links that belong to a heading or a note and not to its words.
const LINKS: &[&str] = &[
    "mweditsection",
    "mwcitebacklink",
    "hashlink",
    "headerlink",
    "headeranchor",
    "anchorjslink",
    "footnotebackref",
    "footnotebacklink",
    "reversefootnote",
];
/// Parts of classes, without their hyphens, of texts that only screen readers see.
const CONCEALED: &[&str] =
    &["visuallyhidden", "screenreader", "assistivetext", "accessiblyhidden", "elementinvisible", "showforsr"];
/// The same as whole classes.
const CONCEALED_WHOLE: &[&str] = &["sronly", "srtext", "offscreen", "a11yhidden", "vh", "uahidden"];
/// Parts of styles, without spaces, by which a page conceals them.
const CONCEALING: &[&str] =
    &["clip:rect(0", "clip:rect(1px", "clip-path:inset(50%", "clip-path:inset(100%", "text-indent:-999"];
/// Words in the address of a note.
const NOTES: &[&str] = &["note", "fn", "ftn", "ref", "cite", "bib", "endn", "sdfoot"];
/// The longest mark of a note, in characters: `1, 2, 3` or `[note 12]`.
const MARK_CHARS: usize = 24;

/// What an element inside a line adds to its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    Nothing,
    /// Nothing; it leads to the notes with these ids.
    Note(Vec<String>),
    /// These words instead of its own.
    Words(String),
}

/// What the element of `node`, called `name`, adds after the text `before` of its line, if not its own words.
///
/// `concealed` are the page's own classes that conceal.
pub(super) fn of(
    node: &NodeRef<'_>,
    element: &Element,
    name: &str,
    before: &str,
    concealed: &HashSet<String>,
) -> Option<Mark> {
    let class = element.attr("class");
    let has = |is: &dyn Fn(&str) -> bool| {
        class.as_deref().is_some_and(|class| {
            class.split_ascii_whitespace().any(|class| {
                steps::add(1);
                is(&bare(class))
            })
        })
    };
    if has(&|class| LINKS.contains(&class)) {
        return Some(Mark::Nothing);
    }
    // A page may have its headline for screen readers only.
    let is_concealed = name != "h1"
        && (has(&is_concealing_class)
            || class
                .as_deref()
                .is_some_and(|class| class.split_ascii_whitespace().any(|class| concealed.contains(class)))
            || element.attr("style").is_some_and(|style| conceals(&style)));
    if is_concealed {
        // The initial of a word whose picture stands before the rest of it.
        let text = node.text();
        let is_initial = text.trim().chars().count() == 1 && before.trim().is_empty();
        return (!is_initial).then_some(Mark::Nothing);
    }
    match name {
        "sup" => raised(node, before),
        "a" => {
            let href = element.attr("href")?;
            let (page, id) = href.split_once('#')?;
            let is_here = page.is_empty() || NOTES.iter().any(|word| id.to_ascii_lowercase().contains(word));
            let is_after = before.chars().next_back().is_some_and(|last| !last.is_whitespace());
            let text = node.text();
            if page.is_empty() && is_time_mark(&text) {
                return Some(Mark::Nothing);
            }
            (is_here && is_after && is_note(&text, id, before)).then(|| Mark::Note(vec![id.to_owned()]))
        }
        "span" | "b" | "strong" | "em" | "i" => {
            // <span aria-hidden>T</span><span>T</span>he: the initial was there already.
            let is_alone = before.chars().count() == 1 && before.chars().all(char::is_alphabetic);
            (is_alone
                && node.text().trim() == before
                && (name == "span" || has(&|class| class.contains("cap"))))
            .then_some(Mark::Nothing)
        }
        _ => None,
    }
}

/// The classes that the style sheets inside a page conceal by.
pub(super) fn concealed_by<'a>(sheets: impl Iterator<Item = NodeRef<'a>>) -> HashSet<String> {
    /// How much of all style sheets is looked at, in bytes.
    const MAX_BYTES: usize = 1 << 20;
    let (mut classes, mut left) = (HashSet::new(), MAX_BYTES);
    for sheet in sheets {
        let text = sheet.text();
        if text.len() > left {
            break;
        }
        left -= text.len();
        steps::add(text.len());
        if !text.contains("clip") {
            continue;
        }
        for rule in text.split('}') {
            let Some((selectors, style)) = rule.rsplit_once('{') else { continue };
            if style.contains("clip") && conceals(style) {
                let selectors = selectors.split(',').map(str::trim).filter_map(|one| one.strip_prefix('.'));
                let is_class =
                    |name: &&str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                classes.extend(selectors.filter(is_class).map(str::to_owned));
            }
        }
    }
    classes
}

fn is_concealing_class(class: &str) -> bool {
    CONCEALED_WHOLE.contains(&class) || CONCEALED.iter().any(|part| class.contains(part))
}

fn conceals(style: &str) -> bool {
    let bare: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let is_dot =
        bare.contains("width:1px") && bare.contains("height:1px") && bare.contains("overflow:hidden");
    is_dot || CONCEALING.iter().any(|part| bare.contains(part))
}

/// What a `sup` element adds: nothing, if it is the mark of a note; raised digits.
pub(super) fn raised(node: &NodeRef<'_>, before: &str) -> Option<Mark> {
    let text = node.text();
    let text = text.trim();
    let links = node.descendants_it().chain(node.parent()).filter_map(|node| node.attr("href"));
    let ids: Vec<String> = links
        .filter_map(|href| Some(href.split_once('#')?.1.to_owned()))
        .filter(|id| !id.is_empty())
        .collect();
    let is_short = text.chars().count() <= MARK_CHARS;
    let is_sign = !text.is_empty() && text.chars().all(|c| "*†‡§¶".contains(c));
    let is_bracketed = text.starts_with(['[', '［', '〔']) && text.ends_with([']', '］', '〕']);
    if is_short && (is_sign || is_bracketed || !ids.is_empty()) {
        return Some(Mark::Note(ids));
    }
    let is_number =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '–' | '-'));
    if is_number && is_short && text.starts_with(|c: char| c.is_ascii_digit()) && !may_be_raised(before) {
        return Some(Mark::Note(Vec::new()));
    }
    let raised: Option<String> = text.chars().map(superscript).collect();
    raised.filter(|raised| !raised.is_empty()).map(Mark::Words)
}

/// Whether what stands after `before` may be its power: a number, a sign of a unit or of a quantity.
fn may_be_raised(before: &str) -> bool {
    /// The longest sign of a unit, in letters: `cm`.
    const SIGN: usize = 2;
    let last = before.chars().next_back();
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic() && !is_han(*c)).count();
    let is_unit = ["公尺", "公里", "公分", "米", "厘米", "毫米"].iter().any(|unit| before.ends_with(unit));
    last.is_some_and(|c| c.is_ascii_digit() || c == ')') || (1..=SIGN).contains(&letters) || is_unit
}

/// `c` as a raised character.
pub(super) fn superscript(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32(u32::from('⁴') + u32::from(c) - u32::from('4'))?,
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        _ => return None,
    })
}

/// Whether `text`, a link into the page's sound, is the time at which something is said: 00:01:18.
fn is_time_mark(text: &str) -> bool {
    let text = text.trim().trim_matches(['[', ']', '(', ')']);
    let parts = text.split(':').count();
    (2..=3).contains(&parts) && text.chars().all(|c| c.is_ascii_digit() || c == ':') && text.len() <= 8
}

/// Whether `text`, a link to the element with this `id`, is the mark of a note: in brackets, a sign, or a number that
/// leads to a note.
pub(super) fn is_note(text: &str, id: &str, before: &str) -> bool {
    /// The longest of them, without brackets.
    const CHARS: usize = 8;
    let text = text.trim();
    let inner = text.trim_matches(['[', ']', '(', ')', '［', '］', '（', '）', '〔', '〕', ' ']);
    // The brackets may stand around several: [1–3].
    let is_bracketed =
        inner.len() < text.len() || before.trim_end_matches([' ', ',', '-', '–', '—', ';']).ends_with('[');
    let number = ["註", "注", "註釋", "note", "note ", "n"]
        .iter()
        .find_map(|label| inner.strip_prefix(label))
        .unwrap_or(inner)
        .trim();
    let is_number = !number.is_empty() && number.len() <= 3 && number.chars().all(|c| c.is_ascii_digit());
    let is_letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_lowercase());
    let is_sign = !inner.is_empty() && inner.chars().all(|c| "*†‡§¶↩".contains(c));
    let id = id.to_ascii_lowercase();
    let is_to_note = NOTES.iter().any(|word| id.contains(word));
    text.chars().count() <= CHARS + 2
        && (is_sign || is_bracketed && (is_number || is_letter) || is_number && is_to_note)
}

/// The letters and digits of `class`, in lower case.
fn bare(class: &str) -> String {
    class.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_are_told_from_words_and_numbers() {
        for (text, id) in
            [("[1]", "x"), ("1", "footnote-1"), ("*", "x"), ("[a]", "y"), ("註3", "fn3"), ("[註 3]", "a")]
        {
            assert!(is_note(text, id, "三成"), "{text} {id}");
        }
        for (text, id) in
            [("3", "chapter3"), ("here", "note"), ("[here]", "note"), ("2026", "ref"), ("", "fn")]
        {
            assert!(!is_note(text, id, "三成"), "{text} {id}");
        }
    }

    #[test]
    fn powers_are_told_from_marks_of_notes() {
        for before in ["10", "面積3m", "x", "(a+b)", "三公尺"] {
            assert!(may_be_raised(before), "{before}");
        }
        for before in ["the next day.", "三成", "rose again", "」", ""] {
            assert!(!may_be_raised(before), "{before}");
        }
    }

    #[test]
    fn styles_that_conceal_are_known() {
        for style in ["position:absolute; clip: rect(0, 0, 0, 0)", "width:1px;height:1px;overflow: hidden"] {
            assert!(conceals(style), "{style}");
        }
        assert!(!conceals("height:1px;width:100%"));
    }
}
