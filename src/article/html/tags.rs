//! HTML elements: how each stands in the flow of text, and what its lines are.

/// The element that a line is the text of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Element {
    /// Of no telling element: a `div`, a table cell used for layout.
    #[default]
    Plain,
    Paragraph,
    /// `h1`.
    Headline,
    /// `h2` to `h6`.
    Heading,
    ListItem,
    Quote,
    /// A row of a table of data.
    Row,
    /// `figcaption`.
    Caption,
    /// `pre`.
    Code,
    /// `time`.
    Time,
}

impl Element {
    pub(super) fn holds_paragraphs(self) -> bool {
        matches!(self, Self::Quote | Self::ListItem | Self::Caption)
    }
}

/// How an element stands in the flow of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Flow {
    /// Inside a line.
    #[default]
    Inline,
    /// Begins and ends a line.
    Block,
    /// Stands beside others in one line.
    Cell,
    /// Ends a line, has nothing inside.
    Break,
    /// Not text: scripts, pictures, form fields.
    Skipped,
}

/// How the element `name` stands in the flow.
pub(super) fn flow(name: &str) -> Flow {
    match name {
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "font" | "i" | "ins" | "kbd" | "mark" | "nobr" | "q" | "ruby" | "rb" | "s" | "samp"
        | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr"
        | "label" => Flow::Inline,
        "td" | "th" => Flow::Cell,
        "br" | "hr" => Flow::Break,
        // `rt` and `rp`: the reading of a character would be read a second time; `spans` has it.
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "embed"
        | "select" | "textarea" | "input" | "head" | "title" | "audio" | "video" | "canvas" | "map"
        | "img" | "rt" | "rp" | "rtc" | "datalist" | "progress" | "meter" | "noframes" | "applet" => {
            Flow::Skipped
        }
        _ => Flow::Block,
    }
}

/// What lines inside the element `name` are, if it says so.
pub(super) fn element(name: &str) -> Option<Element> {
    Some(match name {
        "p" => Element::Paragraph,
        "h1" => Element::Headline,
        "h2" | "h3" | "h4" | "h5" | "h6" => Element::Heading,
        "li" | "dt" | "dd" => Element::ListItem,
        "blockquote" => Element::Quote,
        "tr" => Element::Row,
        "figcaption" | "caption" => Element::Caption,
        "pre" => Element::Code,
        "time" => Element::Time,
        "div" | "section" | "article" | "table" | "main" | "aside" | "nav" | "footer" | "header" => {
            Element::Plain
        }
        _ => return None,
    })
}

/// The level of the heading element `name`, 1 to 6.
pub(super) fn level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&digit).then_some(digit)
}
