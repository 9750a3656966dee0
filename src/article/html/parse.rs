//! Parser: from markup to a tree, of bounded depth and size, in time that grows with the page and no faster.
//!
//! html5ever builds the tree. What it does for a tag takes as long as elements are open or are to be opened again, so
//! [`Bounded`] stands between its tokenizer and its tree builder, asks the tree builder how many these are, and leaves
//! out the tags of elements that would be too many; their text stays. `pieces` leaves out attributes.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use dom_query::{Document, NodeId};
use html5ever::{
    LocalName, TokenizerResult, local_name,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
    tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts},
};

use super::{
    super::{
        limits::{
            BASE_LEVELS, BASE_NODES, BYTES_PER_NODE, LEVELS_PER_BYTE, MAX_DEPTH, MAX_NODES, SPENT_DEPTH,
        },
        steps,
    },
    pieces::{self, Content, Piece},
};

/// Elements without content, which are never open.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];
/// Elements that need no end tag; where such a start tag was left out, the next end tag is not its own.
const UNCLOSED: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
    "caption", "rt", "rp", "html", "head", "body",
];
/// How many tags may add attributes to the outermost elements.
const MAX_OUTERMOST: usize = 8;
/// How many nodes may come until it is asked again how many elements are open.
const NODES_UNASKED: usize = 64;

/// A page as a tree.
pub(super) struct Parsed {
    /// The tree.
    pub(super) doc: Document,
    /// Whether tags, attributes or the end of the page were left out.
    pub(super) is_cut: bool,
    /// Whether the end of the page was left out.
    pub(super) ends_early: bool,
}

/// The tree of the page `html`.
///
/// At most [`MAX_DEPTH`] elements are open at a time, [`SPENT_DEPTH`] once a page has opened too many deep ones; what
/// comes after too many nodes is left out.
pub(super) fn parse(html: &str) -> Parsed {
    parse_within(html, (BASE_NODES + html.len() / BYTES_PER_NODE).min(MAX_NODES))
}

/// As [`parse`], with `most_nodes` nodes.
pub(super) fn parse_within(html: &str, most_nodes: usize) -> Parsed {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let bounded = Bounded::new(TreeBuilder::new(Document::default(), options), html.len(), most_nodes);
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    let whole = StrTendril::from(html);
    let input = BufferQueue::default();
    let feed = |text: StrTendril| {
        input.push_back(text);
        // It stops at scripts, which nobody runs.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    };
    let (mut at, mut ends_early) = (0, false);
    while at < html.len() {
        if tokenizer.sink.is_full() {
            tokenizer.sink.is_cut.set(true);
            ends_early = true;
            break;
        }
        let piece = pieces::next(html, at, &tokenizer.sink.content());
        at = match piece {
            Piece::Whole { end } => {
                feed(whole.subtendril(at as u32, (end - at) as u32));
                end
            }
            Piece::WithoutAttributes { name_end, end } => {
                tokenizer.sink.is_cut.set(true);
                feed(whole.subtendril(at as u32, (name_end - at) as u32));
                feed(StrTendril::from(">"));
                end
            }
            Piece::EndOfContent { name_end, end } => {
                feed(whole.subtendril(at as u32, (name_end - at) as u32));
                feed(StrTendril::from(">"));
                // Within a script inside a script's comment it ends nothing.
                if tokenizer.sink.content() == Content::Markup { end } else { name_end + 1 }
            }
            Piece::Unended => html.len(),
        };
        // html5ever tells of every error, and nobody asks.
        tokenizer.sink.builder.sink.errors.borrow_mut().clear();
    }
    tokenizer.end();
    let bounded = tokenizer.sink;
    Parsed { is_cut: bounded.is_cut.get(), ends_early, doc: bounded.builder.sink }
}

/// The tree builder, within limits.
struct Bounded {
    builder: TreeBuilder<NodeId, Document>,
    /// What kind of content the tokenizer is in.
    content: RefCell<Content>,
    /// The element whose content is left out, since its start tag was.
    left_out: RefCell<Option<LocalName>>,
    /// Of each name, how many start tags were left out whose end tags are to come.
    unended: RefCell<HashMap<LocalName, usize>>,
    /// How many elements were open, or were to be opened again, when that was asked last.
    open: Cell<usize>,
    /// How many nodes there were then.
    nodes: Cell<usize>,
    most_nodes: usize,
    /// How many levels may still be used: each element takes as many as it is deep.
    levels: Cell<usize>,
    /// How many tags came that may add attributes to an outermost element.
    outermost: Cell<usize>,
    is_cut: Cell<bool>,
}

impl Bounded {
    fn new(builder: TreeBuilder<NodeId, Document>, bytes: usize, most_nodes: usize) -> Self {
        Self {
            builder,
            content: RefCell::default(),
            left_out: RefCell::default(),
            unended: RefCell::default(),
            open: Cell::new(0),
            nodes: Cell::new(0),
            most_nodes,
            levels: Cell::new(BASE_LEVELS + bytes * LEVELS_PER_BYTE),
            outermost: Cell::new(0),
            is_cut: Cell::new(false),
        }
    }

    fn is_full(&self) -> bool {
        self.builder.sink.tree.len() >= self.most_nodes
    }

    fn content(&self) -> Content {
        let content = self.content.borrow().clone();
        if content == Content::Markup
            && self.builder.adjusted_current_node_present_but_not_in_html_namespace()
        {
            Content::Foreign
        } else {
            content
        }
    }

    /// Whether one more element would be too many.
    fn is_deepest(&self) -> bool {
        let limit = if self.levels.get() > 0 { MAX_DEPTH } else { SPENT_DEPTH };
        // Each node that came since may be an element that is open.
        let most = |nodes: usize| self.open.get() + nodes - self.nodes.get();
        let nodes = self.builder.sink.tree.len();
        if most(nodes) >= limit || nodes - self.nodes.get() > NODES_UNASKED {
            let counter = Counter(Cell::new(0));
            self.builder.trace_handles(&counter);
            steps::add(counter.0.get());
            self.open.set(counter.0.get());
            self.nodes.set(nodes);
        }
        let most = most(nodes);
        steps::add(most);
        if most < limit {
            self.levels.set(self.levels.get().saturating_sub(most));
        }
        most >= limit
    }

    /// Leaves out the start tag `tag`, and the content of its element where that is no markup.
    fn leave_out(&self, tag: &Tag) -> TokenSinkResult<NodeId> {
        self.is_cut.set(true);
        if tag.name == local_name!("plaintext") {
            return TokenSinkResult::Continue;
        }
        let is_foreign = self.content() == Content::Foreign;
        if let Some(kind) = raw_kind(&tag.name).filter(|_| !is_foreign) {
            self.left_out.replace(Some(tag.name.clone()));
            self.content.replace(Content::UntilEnd(tag.name.clone()));
            return TokenSinkResult::RawData(kind);
        }
        let has_no_end = UNCLOSED.contains(&&*tag.name) || tag.self_closing && is_foreign;
        if !has_no_end {
            *self.unended.borrow_mut().entry(tag.name.clone()).or_default() += 1;
        }
        TokenSinkResult::Continue
    }

    fn start(&self, mut tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        if self.is_deepest() && !VOID.contains(&&*tag.name) {
            return self.leave_out(&tag);
        }
        if tag.name == local_name!("html") || tag.name == local_name!("body") {
            self.outermost.set(self.outermost.get() + 1);
            if self.outermost.get() > MAX_OUTERMOST {
                tag.attrs.clear();
            }
        }
        let name = tag.name.clone();
        let result = self.builder.process_token(Token::TagToken(tag), line);
        match &result {
            TokenSinkResult::RawData(_) => drop(self.content.replace(Content::UntilEnd(name))),
            TokenSinkResult::Plaintext => drop(self.content.replace(Content::Text)),
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => {}
        }
        result
    }

    fn end(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        steps::add(self.open.get());
        self.content.replace(Content::Markup);
        if self.left_out.take().is_some() {
            return TokenSinkResult::Continue;
        }
        if let Some(count) = self.unended.borrow_mut().get_mut(&tag.name).filter(|count| **count > 0) {
            *count -= 1;
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(Token::TagToken(tag), line)
    }
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(tag, line),
            Token::TagToken(tag) => self.end(tag, line),
            Token::CharacterTokens(_) | Token::NullCharacterToken if self.left_out.borrow().is_some() => {
                TokenSinkResult::Continue
            }
            Token::ParseError(_) => TokenSinkResult::Continue,
            Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts the elements that a tree builder has open or has to open again.
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// How the tokenizer reads the content of the element `name`, where that is no markup.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How deep the tree of `html` nests.
    fn depth_of(parsed: &Parsed) -> usize {
        let (mut deepest, mut open) = (0, vec![(parsed.doc.root(), 0)]);
        while let Some((node, depth)) = open.pop() {
            deepest = deepest.max(depth);
            open.extend(node.children_it(false).map(|child| (child, depth + 1)));
        }
        deepest
    }

    #[test]
    fn honest_pages_are_parsed_as_html5ever_does() {
        for page in [
            "<p>a<p>b<div class='x>y'><!-- <div> --><script>\"<div>\"</script><br/>c</div>",
            "a < b <3 <p <",
            "<!DOCTYPE html><title>a</title><!--><p>b<!--->c<!-- d --!><i>e</i>",
            "<script><!--<script></script> a</script ><b>c</b>",
            "<svg><title>a</title><![CDATA[ <p> ]]><style>p</style></svg><table><b>x<tr><td>y</table>z",
            "<textarea><p></textarea a=1><plaintext></plaintext><b>",
            "<?xml a?></ x></><a b = 'c>' d=e/f=g / =h>i</a j=k>&amp;&notit;\0",
            "<math><mi>x</mi><annotation-xml encoding='text/html'><p>y",
        ] {
            let page = page.repeat(50);
            let parsed = parse(&page);
            assert_eq!(parsed.doc.html(), Document::from(page.as_str()).html(), "{page:.60}");
            assert!(!parsed.is_cut, "{page:.60}");
        }
    }

    #[test]
    fn deep_nesting_is_cut_and_the_text_stays() {
        let page = format!("{}deep{}after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let parsed = parse(&page);
        assert!(depth_of(&parsed) <= MAX_DEPTH + 3 && parsed.is_cut);
        assert_eq!(parsed.doc.text().as_ref(), "deepafter");
        assert_eq!(parsed.doc.body().unwrap().text().as_ref(), "deepafter");
    }

    #[test]
    fn a_page_of_too_many_nodes_ends_early_and_says_so() {
        let page = "<p>x</p>".repeat(1_000);
        assert!(!parse_within(&page, 10_000).ends_early);
        let parsed = parse_within(&page, 500);
        assert!(parsed.ends_early && parsed.is_cut && parsed.doc.tree.len() < 1_000);
    }

    #[test]
    fn what_is_not_markup_is_left_out_with_its_tag() {
        let page = format!("{}<script>no <b>code</b></script>text", "<span>".repeat(1000));
        assert_eq!(parse(&page).doc.text().as_ref(), "text");
        let page = format!("{}<plaintext>a<b>c", "<span>".repeat(1000));
        assert_eq!(parse(&page).doc.text().as_ref(), "ac");
    }

    #[test]
    fn swarms_of_attributes_are_dropped_wherever_they_hide() {
        let swarm: String = (0..5_000).map(|i| format!(" a{i}=1")).collect();
        for before in [
            "",
            "<!-->",
            "<!--->",
            "<!-- --!>",
            "<svg><![CDATA[ <p ]]>",
            "<script><!--<script></script x=\"</script>",
            "<a b='>",
            "<textarea></textareas></textarea>",
            "<style></style <p>",
        ] {
            let page = format!("{before}<p{swarm}>x");
            let parsed = parse(&page);
            let most = parsed.doc.select("*").nodes().iter().map(|node| node.attrs().len()).max();
            assert!(most.is_some_and(|most| most < 10), "{before}: {most:?}");
        }
        let page: String = (0..5_000).map(|i| format!("<body a{i}=1>")).collect();
        assert!(parse(&page).doc.body().unwrap().attrs().len() <= MAX_OUTERMOST);
    }

    #[test]
    fn too_many_nodes_end_the_page() {
        let page = "<b></b>".repeat(1_000_000);
        assert!(parse(&page).doc.tree.len() <= BASE_NODES + page.len() / BYTES_PER_NODE + MAX_DEPTH);
    }
}
