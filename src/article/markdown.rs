//! Markdown extraction: from Markdown to an article, all of which is read.

use std::collections::HashMap;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    Article, BlockDraft, BlockKind, Meta, OpenError, Reason, Span, SpanKind, TextRange,
    limits::{BASE_MARKS, BYTES_PER_MARK},
    wrapped,
};

/// The article written in `text`.
pub(super) fn extract(text: &str) -> Result<Article, OpenError> {
    let article = Article::new(Meta::default(), blocks(text));
    if article.has_speech() { Ok(article) } else { Err(OpenError::NoArticle) }
}

/// The blocks of the Markdown `text`, its notes among them as [`BlockKind::Note`].
pub fn blocks(text: &str) -> Vec<BlockDraft> {
    if has_too_many_marks(text) {
        let lines = wrapped::lines(text).into_iter();
        return lines.map(|line| BlockDraft::new(BlockKind::Paragraph, Reason::Kind, line)).collect();
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.end();
    reader.fill_in_footnotes();
    reader.blocks
}

/// Whether `text` has so many marks that its tree would take too much memory; texts that people write are far from it.
fn has_too_many_marks(text: &str) -> bool {
    let is_mark = |byte: &u8| {
        matches!(
            byte,
            b'*' | b'_'
                | b'['
                | b']'
                | b'!'
                | b'`'
                | b'~'
                | b'<'
                | b'>'
                | b'|'
                | b'&'
                | b'\\'
                | b'$'
                | b'#'
                | b'-'
                | b'+'
                | b'\n'
        )
    };
    text.bytes().filter(is_mark).nth(BASE_MARKS + text.len() / BYTES_PER_MARK).is_some()
}

/// The blocks so far, and the state of the block being read.
#[derive(Default)]
struct Reader {
    blocks: Vec<BlockDraft>,
    has_title: bool,
    text: String,
    spans: Vec<Span>,
    /// The open spans and the bytes at which they start.
    open: Vec<(usize, SpanKind)>,
    heading: Option<HeadingLevel>,
    lists: usize,
    quotes: usize,
    notes: usize,
    /// The names of notes, each with the index of its first block.
    note_names: Vec<(usize, String)>,
    is_code: bool,
    is_row: bool,
    /// How many elements that are not read are open: metadata, alternative texts of pictures.
    hidden: usize,
    is_picture: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.finish(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                if self.hidden == 0 {
                    self.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.break_line(),
            Event::Rule => self.end(),
            // Tags inside Markdown: their text comes as text.
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
            Event::FootnoteReference(name) => self.spans.extend(Span::footnote(&self.text, &name, "")),
        }
    }

    // The crate's tags, not ours: what is new among them is text like any other.
    #[expect(clippy::wildcard_enum_match_arm)]
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end();
                self.heading = Some(*level);
            }
            Tag::Paragraph | Tag::HtmlBlock => self.end(),
            Tag::FootnoteDefinition(name) => {
                self.end();
                self.notes += 1;
                self.note_names.push((self.blocks.len(), name.to_string()));
            }
            Tag::BlockQuote(_) => {
                self.end();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.end();
                self.is_code = true;
            }
            Tag::List(_) => {
                self.end();
                self.lists += 1;
            }
            Tag::Item => self.end(),
            Tag::TableHead | Tag::TableRow => {
                self.end();
                self.is_row = true;
            }
            Tag::TableCell if !self.text.is_empty() => self.text.push(' '),
            Tag::Image { .. } => self.is_picture = true,
            Tag::Emphasis => self.open.push((self.text.len(), SpanKind::Emphasis)),
            Tag::Strong => self.open.push((self.text.len(), SpanKind::Strong)),
            Tag::Link { dest_url, .. } => {
                self.open.push((self.text.len(), SpanKind::Link { url: dest_url.to_string() }));
            }
            Tag::MetadataBlock(_) => self.hidden += 1,
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm)]
    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {
                if let Some((from, kind)) = self.open.pop().filter(|(from, _)| *from < self.text.len()) {
                    let range = TextRange::new(from as u32, self.text.len() as u32);
                    self.spans.push(Span { range, kind });
                }
            }
            TagEnd::MetadataBlock(_) => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow => self.end(),
            TagEnd::FootnoteDefinition => {
                self.end();
                self.notes = self.notes.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.end();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end();
                self.lists = self.lists.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Puts the texts of notes into the spans that have their names; takes away those of notes that are not there.
    fn fill_in_footnotes(&mut self) {
        let mut texts: HashMap<&str, String> = HashMap::new();
        for (at, (start, name)) in self.note_names.iter().enumerate() {
            let end = self.note_names.get(at + 1).map_or(self.blocks.len(), |(next, _)| *next);
            let notes = self.blocks[*start..end].iter().take_while(|block| block.kind == BlockKind::Note);
            let text = notes.map(|block| block.text.trim()).collect::<Vec<_>>().join(" ");
            texts.insert(name, text.chars().take(Span::FOOTNOTE_CHARS).collect());
        }
        for block in &mut self.blocks {
            block.spans.retain_mut(|span| {
                let SpanKind::Footnote { label, text } = &mut span.kind else { return true };
                let found = texts.get(label.as_str()).filter(|text| !text.is_empty());
                found.map(|found| text.clone_from(found)).is_some()
            });
        }
    }

    /// Lines of one paragraph: joined, with a space where letters would touch.
    fn break_line(&mut self) {
        if self.text.ends_with(|c: char| c.is_ascii()) && !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let spans = std::mem::take(&mut self.spans);
        self.open.iter_mut().for_each(|(from, _)| *from = 0);
        let heading = self.heading.take();
        let kind = match heading {
            Some(HeadingLevel::H1) if !self.has_title => BlockKind::Title,
            Some(_) => BlockKind::Heading,
            None if self.notes > 0 => BlockKind::Note,
            None if self.is_code => BlockKind::Code,
            None if self.is_row => BlockKind::TableRow,
            None if self.is_picture => BlockKind::Caption,
            None if self.lists > 0 => BlockKind::ListItem,
            None if self.quotes > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        if !text.trim().is_empty() {
            self.has_title |= kind == BlockKind::Title;
            let level = match heading {
                Some(level) if kind == BlockKind::Heading => level as u8,
                Some(_) | None => 0,
            };
            self.blocks.push(BlockDraft { level, spans, ..BlockDraft::new(kind, Reason::Kind, text) });
            (self.is_code, self.is_row, self.is_picture) = (false, false, false);
        }
    }
}
