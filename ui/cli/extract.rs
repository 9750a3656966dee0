//! `tingxinwen extract`.

use std::sync::Arc;

use clap::Args;
use serde::Serialize;
use serde_json::json;
use tingxinwen::{
    article::{self, Article, Block, BlockKind, Link, Notice, Span, SpanKind},
    core::document::{Document, Part},
};

use super::password::PasswordArgs;

/// What to extract.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// An address, a file, `-`, or text.
    #[arg(value_parser = super::article_text())]
    article: String,
    /// One JSON object instead of lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    password: PasswordArgs,
    /// The facts about every line of a web page in a file, for fitting what they count.
    #[arg(long, hide = true, conflicts_with = "json")]
    evidence: bool,
}

impl Extract {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        if self.evidence {
            for line in article::evidence(&std::fs::read(&self.article)?) {
                super::say(json!(line));
            }
            return Ok(());
        }
        let document = super::open(&self.article, &self.password)?;
        if self.json {
            let articles: Vec<_> = document.parts().iter().map(Part::article).collect();
            super::say(serde_json::to_string(&report(&document, &articles))?);
            return Ok(());
        }
        if let Some(notice) = document.first().meta.notice {
            super::say(crate::words::Words::of_listener().article_notice(notice));
        }
        for part in document.parts() {
            if let Some(title) = &part.title {
                super::say(format_args!("{:indent$}§ {title}", "", indent = usize::from(part.level - 1) * 2));
            }
            let article = part.article();
            for block in article.blocks() {
                let read = if block.spoken { "▶" } else { " " };
                let (kind, reason) = (block.kind.name(), block.reason.name());
                super::say(format_args!("{read} {kind:<10} {reason:<14} {}", article.slice(block.range)));
            }
        }
        Ok(())
    }
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Report<'a> {
    title: Option<&'a str>,
    byline: Option<&'a str>,
    published: Option<&'a str>,
    modified: Option<&'a str>,
    site: Option<&'a str>,
    canonical: Option<&'a str>,
    image: Option<&'a str>,
    notice: Option<&'static str>,
    language: &'static str,
    parts: Vec<Titled<'a>>,
    blocks: Vec<Shown<'a>>,
    notes: Vec<Placed<'a>>,
    tags: &'a [String],
    related: &'a [Link],
}

/// A part.
#[derive(Debug, Serialize)]
struct Titled<'a> {
    title: Option<&'a str>,
    level: u8,
}

/// A text, with the index of its part, and with its page where that is known.
#[derive(Debug, Serialize)]
struct Placed<'a> {
    text: &'a str,
    part: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

/// A block.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    place: Placed<'a>,
    kind: &'static str,
    level: u8,
    spoken: bool,
    reason: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    footnotes: Vec<Marked<'a>>,
}

/// A footnote to a block.
#[derive(Debug, Serialize)]
struct Marked<'a> {
    /// The bytes of the block's text before its mark.
    at: u32,
    label: &'a str,
    text: &'a str,
}

/// The footnotes to `block`.
fn footnotes<'a>(article: &'a Article, block: &Block) -> Vec<Marked<'a>> {
    let marked = |span: &'a Span| match &span.kind {
        SpanKind::Footnote { label, text } => {
            Some(Marked { at: span.range.end.saturating_sub(block.range.start), label, text })
        }
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Link { .. } => None,
    };
    article.spans(block.range).filter_map(marked).collect()
}

/// What is known of `document`, whose parts hold `articles`. Title, byline, date, tags, related articles and notes stand by themselves; `blocks`
/// are all the others, each with the index of its part, and with its page where that is known.
fn report<'a>(document: &'a Document, articles: &'a [Arc<Article>]) -> Report<'a> {
    let is_apart = |kind| {
        matches!(
            kind,
            BlockKind::Title
                | BlockKind::Byline
                | BlockKind::Date
                | BlockKind::Tags
                | BlockKind::Related
                | BlockKind::Note
        )
    };
    let (mut parts, mut blocks, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (index, part) in document.parts().iter().enumerate() {
        parts.push(Titled { title: part.title.as_deref(), level: part.level });
        let Some(article) = articles.get(index) else { continue };
        for block in article.blocks() {
            let place = Placed {
                text: article.slice(block.range),
                part: index,
                page: part.page_at(block.range.start),
            };
            if block.kind == BlockKind::Note {
                notes.push(place);
            } else if !is_apart(block.kind) {
                blocks.push(Shown {
                    place,
                    kind: block.kind.name(),
                    level: block.level,
                    spoken: block.spoken,
                    reason: block.reason.name(),
                    footnotes: footnotes(article, block),
                });
            }
        }
    }
    let article: &Article = document.first();
    let meta = &article.meta;
    Report {
        title: document.meta.title.as_deref().or(article.title()),
        byline: document.meta.author.as_deref().or(article.byline()),
        published: meta.published.as_deref(),
        modified: meta.modified.as_deref(),
        site: meta.site.as_deref(),
        canonical: meta.canonical.as_deref(),
        image: meta.image.as_deref(),
        notice: meta.notice.map(Notice::name),
        language: article.language.tag(),
        parts,
        blocks,
        notes,
        tags: &meta.tags,
        related: &meta.related,
    }
}
