//! Hints: what an element's name, classes and attributes tell about the text inside.

use dom_query::{Element, NodeRef};

use super::{
    class_words::{BODIES, EMBEDS, PANELS, WORDS},
    sites,
};

/// A set of hints; an element inside inherits its ancestors'.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u32);

impl std::ops::BitOr for Hints {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitAnd for Hints {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Hints {
    /// Not shown on the page.
    pub(super) const HIDDEN: Self = Self(1);
    /// In `<article>`.
    pub(super) const ARTICLE: Self = Self(1 << 1);
    /// In `<main>`.
    pub(super) const MAIN: Self = Self(1 << 2);
    /// In what is declared to be the article's body: `itemprop=articleBody`, class `article-body`.
    pub(super) const BODY: Self = Self(1 << 3);
    /// In a menu.
    pub(super) const NAV: Self = Self(1 << 4);
    /// In the page's foot.
    pub(super) const FOOTER: Self = Self(1 << 5);
    /// In the page's or the article's head.
    pub(super) const HEADER: Self = Self(1 << 6);
    /// Beside the article.
    pub(super) const ASIDE: Self = Self(1 << 7);
    /// In a form or a button.
    pub(super) const FORM: Self = Self(1 << 8);
    /// Links to other articles.
    pub(super) const RELATED: Self = Self(1 << 9);
    /// Shares, subscriptions, adverts.
    pub(super) const PROMOTION: Self = Self(1 << 10);
    /// Readers' comments.
    pub(super) const COMMENTS: Self = Self(1 << 11);
    /// Under a picture.
    pub(super) const CAPTION: Self = Self(1 << 12);
    /// A row of tags.
    pub(super) const TAGS: Self = Self(1 << 13);
    /// A byline.
    pub(super) const BYLINE: Self = Self(1 << 14);
    /// A date.
    pub(super) const DATE: Self = Self(1 << 15);
    /// In a list.
    pub(super) const LIST: Self = Self(1 << 16);
    /// In a link.
    pub(super) const LINK: Self = Self(1 << 17);
    /// A path to the page: Home > News.
    pub(super) const CRUMBS: Self = Self(1 << 18);
    /// Set off: a box about the author, a pop-up, a cookie notice, a table of contents.
    pub(super) const BOX: Self = Self(1 << 19);
    /// In a table.
    pub(super) const TABLE: Self = Self(1 << 20);
    /// The headline, by class or `itemprop`.
    pub(super) const HEADLINE: Self = Self(1 << 21);

    /// Shown by another site inside the page: a post, a film.
    pub(super) const EMBED: Self = Self(1 << 22);
    /// Left out by the rules for this site.
    pub(super) const DROPPED: Self = Self(1 << 23);
    /// In the article's body by these rules; see [`Self::BODY`].
    pub(super) const RULED: Self = Self(1 << 24);
    /// Notes, lists of references, and what a reference work says about its own page.
    pub(super) const NOTES: Self = Self(1 << 25);
    /// The sentences under the headline that tell what the story is.
    pub(super) const DECK: Self = Self(1 << 26);

    /// These and `others`, as `|` but in constants.
    pub(super) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether any of `others` is among these.
    pub(super) fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// These without `others`.
    pub(super) fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }
}

/// What a piece of a page may be called by a name for tests or scripts, which larger elements carry as well.
const OF_PIECES: Hints =
    Hints::BYLINE.with(Hints::DATE).with(Hints::CAPTION).with(Hints::HEADLINE).with(Hints::DECK);

/// Parts of inline styles that hide.
const HIDING: &[&str] = &["display:none", "visibility:hidden"];

/// The hints of `element` itself.
pub(super) fn of(element: &Element) -> Hints {
    let mut hints = of_name(&element.name.local);
    let name: &str = &element.name.local;
    // A whole page is marked with all kinds of classes: `has-sidebar`, `menu-open`.
    let is_page = matches!(name, "body" | "html" | "main");
    for attribute in &element.attrs {
        let value: &str = &attribute.value;
        let found = match &*attribute.name.local {
            // As a class of larger elements it means anything.
            "class" if name == "span" && value == "creator" => Hints::BYLINE,
            "class" | "id" if !is_page => of_words(value),
            // Where classes are names that a machine made.
            "data-testid" | "data-qa" | "data-hook" | "data-component" if !is_page => {
                of_words(value) & OF_PIECES
            }
            "itemprop" => of_property(value),
            "role" => of_role(value),
            sites::MARK if value == sites::BODY => Hints::BODY | Hints::RULED,
            sites::MARK if value == sites::DROP => Hints::DROPPED,
            // An `a` without one is a mark in the text, often left open.
            "href" if name == "a" => Hints::LINK,
            "hidden" => Hints::HIDDEN,
            "style" => of_style(value),
            "rel" if value == "author" => Hints::BYLINE,
            "rel" if value.split(' ').any(|word| word == "tag") => Hints::TAGS,
            _ => Hints::default(),
        };
        hints = hints | found;
    }
    if hints.has(Hints::HIDDEN) && is_panel(element) { hints.without(Hints::HIDDEN) } else { hints }
}

/// Whether the style of `element` keeps the line breaks of its text.
pub(super) fn keeps_breaks(element: &Element) -> bool {
    element.attr("style").is_some_and(|style| {
        let mut words = style.split(|c: char| !c.is_ascii_alphabetic() && c != '-');
        words.any(|word| matches!(word, "pre-wrap" | "pre-line" | "break-spaces"))
    })
}

/// Whether `text`, which ends with the inline element `node` and begins a line, is the first letter of a word, set apart: a
/// drop cap. The letters that are words too, A, I and O, are that only where a class says so.
pub(super) fn is_initial(node: &NodeRef<'_>, text: &str) -> bool {
    let mut letters = text.chars();
    let is_letter = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let says_so = || node.attr("class").is_some_and(|class| class.to_ascii_lowercase().contains("drop"));
    is_letter && (!matches!(text, "A" | "I" | "O") || says_so())
}

/// Whether `element` is hidden until a click opens it: the panel of a tab or of an accordion.
fn is_panel(element: &Element) -> bool {
    let is = |name: &str, is: &dyn Fn(&str) -> bool| element.attr(name).is_some_and(|value| is(&value));
    let is_named = |value: &str| {
        let bare: String =
            value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        PANELS.iter().any(|panel| bare.contains(panel))
    };
    is("role", &|role| role == "tabpanel")
        || is("hidden", &|value| value == "until-found")
        || is("class", &is_named)
        || is("id", &is_named)
}

fn of_name(name: &str) -> Hints {
    match name {
        "article" => Hints::ARTICLE,
        "main" => Hints::MAIN,
        "nav" | "menu" => Hints::NAV,
        "footer" => Hints::FOOTER,
        "header" => Hints::HEADER,
        "aside" => Hints::ASIDE,
        "form" | "button" | "dialog" => Hints::FORM,
        "figure" | "figcaption" => Hints::CAPTION,
        "ul" | "ol" | "dl" => Hints::LIST,
        "table" => Hints::TABLE,
        "time" => Hints::DATE,
        "address" => Hints::BYLINE,
        _ => Hints::default(),
    }
}

fn of_words(value: &str) -> Hints {
    let mut hints = Hints::default();
    for class in value.split_ascii_whitespace().take(20) {
        let bare: String =
            class.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if BODIES.contains(&bare.as_str()) {
            hints = hints | Hints::BODY;
            continue;
        }
        if EMBEDS.contains(&bare.as_str()) {
            hints = hints | Hints::EMBED;
        }
        let parts = parts(class);
        for (at, part) in parts.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| parts.get(at)).map_or("", String::as_str);
            if is_of_builder(before, part) {
                continue;
            }
            if let Some((_, hint)) = WORDS.iter().find(|(word, _)| word == part) {
                hints = hints | *hint;
            }
        }
    }
    hints
}

/// Whether the class's word `part`, after `before`, tells what a program made the element with: a page builder calls all
/// that it places a widget, and what a text was typed in is no editor of the news.
fn is_of_builder(before: &str, part: &str) -> bool {
    match part {
        "widget" => before == "elementor",
        "editor" => matches!(before, "text" | "richtext" | "rich" | "block" | "html" | "code" | "ql" | "ck"),
        _ => false,
    }
}

/// The words of a class: `relatedNews-list2` → related, news, list.
fn parts(class: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before_is_lower = false;
    for c in class.chars() {
        let starts = c.is_ascii_uppercase() && before_is_lower;
        if (starts || !c.is_ascii_alphabetic()) && parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(String::new());
        }
        if c.is_ascii_alphabetic()
            && let Some(part) = parts.last_mut()
        {
            part.push(c.to_ascii_lowercase());
        }
        before_is_lower = c.is_ascii_lowercase();
    }
    parts
}

fn of_property(value: &str) -> Hints {
    match value.to_ascii_lowercase().as_str() {
        "articlebody" => Hints::BODY,
        "author" | "creator" => Hints::BYLINE,
        "datepublished" | "datemodified" => Hints::DATE,
        "headline" => Hints::HEADLINE,
        "keywords" => Hints::TAGS,
        "caption" => Hints::CAPTION,
        "comment" => Hints::COMMENTS,
        _ => Hints::default(),
    }
}

fn of_role(value: &str) -> Hints {
    match value {
        "navigation" | "menu" | "menubar" | "tablist" => Hints::NAV,
        "contentinfo" => Hints::FOOTER,
        "complementary" => Hints::ASIDE,
        "banner" => Hints::NAV,
        "dialog" | "alertdialog" | "search" => Hints::FORM,
        "main" => Hints::MAIN,
        "article" => Hints::ARTICLE,
        "doc-endnotes" | "doc-footnote" | "doc-bibliography" => Hints::NOTES,
        _ => Hints::default(),
    }
}

fn of_style(value: &str) -> Hints {
    let bare: String = value.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    if HIDING.iter().any(|hiding| bare.contains(hiding)) { Hints::HIDDEN } else { Hints::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_was_built_with_says_nothing_of_its_text() {
        for class in [
            "elementor-widget elementor-widget-text-editor",
            "rich-text-editor",
            "ql-editor",
            "block-editor-block-list",
        ] {
            assert_eq!(of_words(class), Hints::default(), "{class}");
        }
        assert_eq!(of_words("wp-widget"), Hints::ASIDE);
        assert_eq!(of_words("news__editor"), Hints::BYLINE);
        assert_eq!(of_words("elementor-widget-sidebar"), Hints::ASIDE);
    }
}
