//! Spans of a line, collected while the page is walked: emphasis, links, ruby.

use std::ops::Range;

use dom_query::NodeRef;

use super::super::{BlockDraft, Span, SpanKind, TextRange};

/// The spans of the line that is being gathered, as byte ranges of its text so far.
#[derive(Default)]
pub(super) struct Spans {
    done: Vec<Span>,
    ruby: Option<Ruby>,
}

/// A `ruby` element that is open.
#[derive(Default)]
struct Ruby {
    /// Where words without an element of their own begin.
    from: usize,
    /// `rb` elements whose reading is still to come.
    bases: Vec<Range<usize>>,
}

/// What an open element makes of the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Link,
    Ruby,
    RubyBase,
}

impl Mark {
    /// What the element `name` marks.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "em" | "i" => Self::Emphasis,
            "strong" | "b" => Self::Strong,
            "a" => Self::Link,
            "ruby" => Self::Ruby,
            "rb" => Self::RubyBase,
            _ => return None,
        })
    }
}

impl Spans {
    /// An element opens after `text`.
    pub(super) fn open(&mut self, mark: Mark, text: &str) {
        if mark == Mark::Ruby {
            self.ruby = Some(Ruby { from: text.len(), bases: Vec::new() });
        }
    }

    /// The element `node` ends, inside which `text` has grown from byte `from` on.
    pub(super) fn close(&mut self, mark: Mark, node: &NodeRef<'_>, text: &str, from: usize) {
        let kind = match mark {
            Mark::Ruby => {
                self.ruby = None;
                return;
            }
            Mark::RubyBase => {
                if let Some(ruby) = &mut self.ruby {
                    ruby.bases.push(from..text.len());
                }
                return;
            }
            Mark::Emphasis => SpanKind::Emphasis,
            Mark::Strong => SpanKind::Strong,
            Mark::Link => match node.attr("href") {
                Some(href) if !href.trim().is_empty() => SpanKind::Link { url: href.trim().to_owned() },
                _ => return,
            },
        };
        self.push(text, from..text.len(), kind);
    }

    /// An `rt` element says how the words before it are read.
    pub(super) fn read(&mut self, reading: &str, text: &str) {
        let Some(ruby) = &mut self.ruby else { return };
        let base = if ruby.bases.is_empty() { ruby.from..text.len() } else { ruby.bases.remove(0) };
        ruby.from = text.len();
        let reading = reading.split_whitespace().collect::<Vec<_>>().join(" ");
        if !reading.is_empty() {
            self.push(text, base, SpanKind::Ruby { reading });
        }
    }

    /// The mark `label` of a footnote follows `text`; the footnote is at `address`.
    pub(super) fn footnote(&mut self, text: &str, label: &str, address: &str) {
        self.done.extend(Span::footnote(text, label, address));
    }

    /// The spans of the line that has just ended; what is open goes on at the start of the next.
    pub(super) fn take(&mut self) -> Vec<Span> {
        if let Some(ruby) = &mut self.ruby {
            *ruby = Ruby::default();
        }
        let mut spans = std::mem::take(&mut self.done);
        spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
        spans
    }

    fn push(&mut self, text: &str, range: Range<usize>, kind: SpanKind) {
        let Some(words) = text.get(range.clone()) else { return };
        let start = range.start + words.len() - words.trim_start().len();
        let end = range.end - (words.len() - words.trim_end().len());
        if start < end {
            self.done.push(Span { range: TextRange::new(start as u32, end as u32), kind });
        }
    }
}

/// Moves `spans` to where they are once the first `bytes` of the text have fallen away; none begins before.
pub(super) fn shift(spans: &mut [Span], bytes: usize) {
    for span in spans {
        let moved = |at: u32| at.saturating_sub(bytes as u32);
        span.range = TextRange::new(moved(span.range.start), moved(span.range.end));
    }
}

/// Adds the words and spans of `other` to those of `block`.
pub(super) fn append(block: &mut BlockDraft, other: BlockDraft) {
    let before = block.text.len() as u32;
    block.text.push_str(&other.text);
    block
        .spans
        .extend(other.spans.into_iter().map(|span| Span { range: span.range.shifted(before), ..span }));
}
