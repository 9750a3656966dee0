//! Paragraph: text that grows run by run, with the readings of its words.

use tingxinwen_core::article::{BlockDraft, BlockKind, Reason, Span, SpanKind, TextRange};

/// A paragraph that is being gathered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    text: String,
    spans: Vec<Span>,
}

impl Paragraph {
    /// Adds text as it is.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text of XML, in which white space is one space at the most.
    pub(crate) fn push_collapsed(&mut self, text: &str) {
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }

    /// What was added since byte `from` is read as `reading`.
    pub(crate) fn read_as(&mut self, from: usize, reading: &str) {
        let reading = reading.split_whitespace().collect::<Vec<_>>().join(" ");
        if from < self.text.len() && !reading.is_empty() {
            let range = TextRange::new(from as u32, self.text.len() as u32);
            self.spans.push(Span { range, kind: SpanKind::Ruby { reading } });
        }
    }

    /// The mark `label` of a footnote that says `note` stands here.
    pub(crate) fn footnote(&mut self, label: &str, note: &str) {
        let note: String = note.trim().chars().take(Span::FOOTNOTE_CHARS).collect();
        if !note.is_empty() {
            self.spans.extend(Span::footnote(&self.text, label, note));
        }
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The block that it is; empty from here on.
    pub(crate) fn take(&mut self, kind: BlockKind, level: u8) -> BlockDraft {
        let Self { text, spans } = std::mem::take(self);
        BlockDraft { level, spans, ..BlockDraft::new(kind, Reason::Kind, text) }
    }
}
