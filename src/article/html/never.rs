//! Lines that are never read, whatever the trees make of them: notes, addresses, links to other stories with a label,
//! calls to follow, subscribe and buy.

use super::{
    super::{addresses, calls, consent, date, phrases},
    fields,
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Share of links from which a line is no more than its links.
const MOSTLY: f32 = 0.8;
/// The same for a line that its label calls a link to something else.
const PARTLY: f32 = 0.4;

/// Whether `line` is none of the article's text, whatever stands around it.
pub(super) fn is_never_read(line: &Line) -> bool {
    let text = line.text.as_str();
    let leads_away = text.starts_with(phrases::POINTERS) && line.link_share() > MOSTLY;
    /// How many words such a link has at most.
    const SHORT: usize = 3;
    // Where to subscribe, where to share: a list of links.
    let is_panel = || {
        line.element == Element::ListItem
            && line.hints.has(Hints::PROMOTION | Hints::FORM | Hints::NAV)
            && line.link_share() > MOSTLY
            && line.words.len() <= SHORT
    };
    line.hints.has(Hints::DROPPED | Hints::NOTES)
        || is_panel()
        || is_home(line)
        || line.element != Element::Row && !text.contains(char::is_alphanumeric)
        || is_number(line)
        || is_contact(text)
        || fields::is_field(text)
        || phrases::is_clock(text)
        || phrases::is_tools(text)
        || phrases::is_about_reading(text)
        || is_tag_row(text)
        || is_mail(line)
        || is_quoted_mail(text)
        || is_origin(text)
        || leads_away
        || calls::is_labelled_link(text)
            && (line.link_share() > PARTLY || calls::is_label_long(text) && !phrases::ends_sentence(text))
        || addresses::is_address(text)
        || calls::is_call(text)
        || consent::is_request(text)
        || phrases::is_placeholder(text)
}

/// Whether `line` is the name of the site, which leads to its first page.
fn is_home(line: &Line) -> bool {
    let leads_home =
        line.anchors.first().is_some_and(|anchor| matches!(anchor.href.as_str(), "/" | "./" | "/index.html"));
    leads_home && line.anchors.len() == 1 && line.link_share() > MOSTLY
}

/// Whether `line` is the number of an item that stands under it: 1, 2.
fn is_number(line: &Line) -> bool {
    /// How many digits and marks it has at most.
    const CHARS: usize = 3;
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ')');
    line.element == Element::ListItem && line.text.chars().count() <= CHARS && line.text.chars().all(is_mark)
}

/// Whether `text` is a row of tags: 關鍵字：公園、交通.
fn is_tag_row(text: &str) -> bool {
    /// The longest of them, in characters.
    const CHARS: usize = 80;
    let has_tags = || phrases::tag_row(text).is_some_and(|row| !row.is_empty());
    let is_sentence = || phrases::ends_sentence(text) && !text.contains([';', '；']);
    text.chars().count() <= CHARS && !is_sentence() && has_tags()
}

/// Whether `text` says whom to write to: Kari Nes, +47 77 00 00 00, press@site.test.
fn is_contact(text: &str) -> bool {
    /// The longest of these, in characters.
    const CHARS: usize = 60;
    text.contains('@')
        && text.chars().count() <= CHARS
        && !phrases::ends_sentence(text)
        && text
            .split([' ', ',', '，', '、', '：', ':', '|', '｜', '/', '（', '('])
            .any(|word| word.contains('@') && addresses::is_address(word))
}

/// Whether `line` is a name with the address to write to.
fn is_mail(line: &Line) -> bool {
    let leads = line.anchors.iter().any(|anchor| anchor.href.starts_with("mailto:"));
    leads && line.link_share() > PARTLY && !phrases::ends_sentence(&line.text)
}

/// Whether `text` is what another mail said: > as before, or that somebody said it.
fn is_quoted_mail(text: &str) -> bool {
    let says = || text.ends_with("wrote:") || text.ends_with("寫道：") || text.ends_with("写道：");
    text.starts_with("> ") || text == ">" || says() && date::find(text).is_some()
}

/// Whether `text` says when and by whom another piece was written: April 20, 2026 by Anna Writer.
fn is_origin(text: &str) -> bool {
    /// The longest of these, in characters.
    const CHARS: usize = 60;
    let names = [" by ", " By ", "作者：", "作者:", "記者：", "Posted ", "Author: "];
    text.chars().count() <= CHARS
        && names.iter().any(|name| text.contains(name))
        && !phrases::ends_sentence(text)
        && date::find(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_without_its_number_alone() {
        for (element, text, is_number) in [
            (Element::ListItem, "1", true),
            (Element::ListItem, "12.", true),
            (Element::ListItem, "1890", false),
            (Element::ListItem, "二", false),
            (Element::Row, "12", false),
        ] {
            assert_eq!(is_never_read(&Line::of(element, text)), is_number, "{text}");
        }
    }

    #[test]
    fn links_with_a_label_are_known_by_their_links() {
        let line =
            |text: &str, linked: usize| Line { linked_chars: linked, ..Line::of(Element::Paragraph, text) };
        assert!(is_never_read(&line("Read: The town that sells its own salt twice", 44)));
        assert!(is_never_read(&line("同場加映：台北五間可以坐一下午的咖啡館", 14)));
        assert!(!is_never_read(&line("Read: 3 books a month, she says, and you will know.", 0)));
        assert!(is_never_read(&line("April 20, 2026 by Ona", 0)));
        assert!(!is_never_read(&line("The house was built on April 20, 1926 by Ona.", 0)));
        assert!(!is_never_read(&line("同場加映的電影有三部，他都看過了。", 4)));
    }
}
