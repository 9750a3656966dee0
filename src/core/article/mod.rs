//! Article: one string, the blocks it consists of, and byte ranges into it.
//!
//! An [`Article`] holds everything found on a page, in reading order, including what is not read aloud, which the
//! window shows dimmed.

mod address;
mod block;
mod block_filter;
mod block_overrides;
mod draft;
mod language;
mod picture;
mod range;
mod recording;
mod source;
mod span;
mod stored;

pub use block::{Block, BlockKind, Reason};
pub use block_filter::{BlockFilter, Tables};
pub use block_overrides::{BlockOverride, fingerprint};
pub use draft::BlockDraft;
pub use language::{Language, is_han};
pub use picture::Picture;
pub use range::TextRange;
pub use recording::{BookFile, RecordedSound, Recording, Recordings};
pub use source::{DocumentFault, Lock, OpenError, Source};
pub use span::{Span, SpanKind};

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use stored::StoredArticle;

/// Another article that the page points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its title, as the page has it.
    pub title: String,
    /// Its address, where the page has one: absolute.
    pub url: Option<String>,
}

/// Metadata of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// Where it came from: an address or a path.
    pub source: Option<String>,
    /// The name of the site or paper.
    pub site: Option<String>,
    /// When it was published: an ISO 8601 date, or date and time with zone where the page has them.
    pub published: Option<String>,
    /// When it was last changed, if that was later: as [`published`](Self::published).
    pub modified: Option<String>,
    /// The canonical address of the page: absolute.
    pub canonical: Option<String>,
    /// The address of its leading picture: absolute. Nothing fetches it.
    pub image: Option<String>,
    /// What the listener is told before hearing it.
    pub notice: Option<Notice>,
    /// Tags, in the page's order.
    pub tags: Vec<String>,
    /// Other articles that the page points to.
    pub related: Vec<Link>,
}

/// What the listener is told of an article before hearing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The site keeps the rest for its subscribers: what is here is its beginning.
    OnlyTheBeginning,
    /// It continues on other pages, which could not all be fetched.
    PartsMissing,
    /// Its page is larger than any article's: the end of it is left out.
    EndLeftOut,
    /// Some of what its narrator recorded is not there or cannot be played: a voice reads it.
    RecordingsMissing,
}

impl Notice {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyTheBeginning => "only_the_beginning",
            Self::PartsMissing => "parts_missing",
            Self::EndLeftOut => "end_left_out",
            Self::RecordingsMissing => "recordings_missing",
        }
    }
}

/// An article, with the rest of its page that is worth showing, in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredArticle", into = "StoredArticle")]
pub struct Article {
    text: String,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    pictures: Vec<Picture>,
    recordings: Option<Arc<Recordings>>,
    /// Whether its recordings are heard where there are some.
    plays_recordings: bool,
    /// Metadata: source, dates, tags, links.
    pub meta: Meta,
    /// The language of most of what is spoken.
    pub language: Language,
}

/// Whether `c` shows nothing at the ends of a text.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || without_command(c) != c
}

/// `c`, or where it commands a terminal or turns text round (controls, and those of writing direction of UAX 9) a space
/// as many bytes long: nothing of that is to be read or shown.
fn without_command(c: char) -> char {
    match c {
        '\u{80}'..='\u{9F}' => '\u{A0}',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{200B}',
        c if c.is_control() => ' ',
        c => c,
    }
}

impl Article {
    /// An article of these blocks, in reading order, each read aloud as its kind says.
    ///
    /// Blocks without a visible character are left out; line breaks inside a block become spaces,
    /// but for [`BlockKind::Code`]. The language is taken from the spoken text.
    pub fn new<B: Into<BlockDraft>>(meta: Meta, blocks: impl IntoIterator<Item = B>) -> Self {
        let mut text = String::new();
        let mut kept = Vec::new();
        let mut spans = Vec::new();
        let mut pictures = Vec::new();
        let mut recorded = Vec::new();
        for draft in blocks {
            let draft: BlockDraft = draft.into();
            let words = draft.text.trim_matches(is_blank);
            // Ranges are 32 bits wide; the limits on page size keep far below.
            if words.is_empty() || text.len() + words.len() >= u32::MAX as usize {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len() as u32;
            let keeps_lines = draft.kind == BlockKind::Code;
            text.extend(words.chars().map(|c| if c == '\n' && keeps_lines { c } else { without_command(c) }));
            let range = TextRange::new(start, text.len() as u32);
            let trimmed = (draft.text.len() - draft.text.trim_start_matches(is_blank).len()) as u32;
            spans.extend(
                draft.spans.into_iter().filter_map(|span| {
                    Some(Span { range: placed(span.range, trimmed, range, &text)?, ..span })
                }),
            );
            recorded.extend(draft.recorded.into_iter().filter_map(|one| {
                Some(Recording { range: placed(one.range, trimmed, range, &text)?, ..one })
            }));
            pictures.extend(draft.pictures.into_iter().map(|picture| Picture { at: start, ..picture }));
            kept.push(Block {
                kind: draft.kind,
                level: draft.level,
                range,
                spoken: draft.kind.is_spoken(),
                reason: draft.reason,
            });
        }
        let language =
            Language::of(kept.iter().filter(|block| block.spoken).map(|block| &text[block.range.as_usize()]));
        spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
        let stretches = recording::in_order(recorded);
        let recordings =
            (!stretches.is_empty()).then(|| Arc::new(Recordings { stretches, ..Recordings::default() }));
        Self { text, blocks: kept, spans, pictures, recordings, plays_recordings: true, meta, language }
    }

    /// All text, blocks parted by line breaks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in reading order; their ranges do not overlap.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The spans that touch `range`, in order of their starts.
    pub fn spans(&self, range: TextRange) -> impl Iterator<Item = &Span> {
        let end = self.spans.partition_point(|span| span.range.start < range.end);
        self.spans[..end].iter().filter(move |span| span.range.end > range.start)
    }

    /// The pictures of the page, in order, each before the block that starts at [`Picture::at`].
    pub fn pictures(&self) -> &[Picture] {
        &self.pictures
    }

    /// The text in `range`, or nothing where `range` is not one of this article's.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }

    /// `block`, which is one of this article's, as a draft for another.
    pub fn draft(&self, block: &Block) -> BlockDraft {
        let start = block.range.start;
        let within = |at: u32| at.clamp(start, block.range.end) - start;
        let spans = self.spans(block.range).map(|span| Span {
            range: TextRange::new(within(span.range.start), within(span.range.end)),
            kind: span.kind.clone(),
        });
        BlockDraft {
            kind: block.kind,
            reason: block.reason,
            level: block.level,
            text: self.slice(block.range).to_owned(),
            spans: spans.collect(),
            pictures: self.pictures.iter().filter(|picture| picture.at == start).cloned().collect(),
            recorded: Vec::new(),
        }
    }

    /// The headline, where there is one.
    pub fn title(&self) -> Option<&str> {
        self.first(BlockKind::Title)
    }

    /// What a list calls it: its headline, or its first words that are read, where it has none.
    pub fn name(&self) -> String {
        /// Chars of the first words.
        const FIRST_WORDS: usize = 40;
        let first = self.blocks.iter().find(|block| block.spoken).map_or("", |block| self.slice(block.range));
        self.title().map_or_else(|| first.chars().take(FIRST_WORDS).collect(), str::to_owned)
    }

    /// The byline, as the page prints it.
    pub fn byline(&self) -> Option<&str> {
        self.first(BlockKind::Byline)
    }

    /// Whether anything is read aloud.
    pub fn has_speech(&self) -> bool {
        self.blocks.iter().any(|block| block.spoken)
    }

    fn first(&self, kind: BlockKind) -> Option<&str> {
        let block = self.blocks.iter().find(|block| block.kind == kind)?;
        Some(self.slice(block.range))
    }
}

/// `range` of a block's draft, of which the first `trimmed` bytes fell away, in the article's `text`, where the block
/// is `block`; `None` where nothing of it is left.
fn placed(range: TextRange, trimmed: u32, block: TextRange, text: &str) -> Option<TextRange> {
    let at = |byte: u32| (block.start + byte.saturating_sub(trimmed)).min(block.end);
    let range = TextRange::new(at(range.start), at(range.end));
    let is_whole = text.is_char_boundary(range.start as usize) && text.is_char_boundary(range.end as usize);
    (is_whole && !range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_commands_a_terminal_and_every_byte_keeps_its_place() {
        let texts = ["標題\u{1b}]0;T\u{7}", "文字\u{9b}2J\u{202e}反轉\r\n完"];
        let article = Article::new(Meta::default(), texts.map(|text| (BlockKind::Paragraph, text)));
        let blocks: Vec<&str> = article.blocks().iter().map(|block| article.slice(block.range)).collect();
        assert_eq!(blocks, ["標題 ]0;T", "文字\u{A0}2J\u{200B}反轉  完"]);
        let code = Article::new(Meta::default(), [(BlockKind::Code, "一\n\u{1b}[2J二")]);
        assert_eq!(code.text(), "一\n [2J二");
    }

    #[test]
    fn spans_stay_with_their_words() {
        let mut draft = BlockDraft::new(BlockKind::Paragraph, Reason::Kind, "  他說行不行。 ");
        let span = |start, end, kind| Span { range: TextRange::new(start, end), kind };
        let ruby = SpanKind::Ruby { reading: "ㄒㄧㄥˊ".to_owned() };
        draft.spans = vec![
            span(8, 11, ruby.clone()),
            span(0, 5, SpanKind::Strong),
            span(3, 4, SpanKind::Emphasis),
            span(20, 21, SpanKind::Emphasis),
        ];
        let first = BlockDraft::from((BlockKind::Title, "標題"));
        let article = Article::new(Meta::default(), [first, draft]);
        let all = TextRange::new(0, article.text().len() as u32);
        let spans: Vec<(&str, &SpanKind)> =
            article.spans(all).map(|span| (article.slice(span.range), &span.kind)).collect();
        assert_eq!(
            spans,
            [("他", &SpanKind::Strong), ("行", &ruby)],
            "those between bytes of a char are none"
        );
        assert_eq!(article.spans(article.blocks()[0].range).count(), 0);
    }
}
