//! `tingxinwen extract`.

use clap::Args;
use serde_json::{Value, json};
use tingxinwen::article::{self, Article, BlockKind, Notice};

/// What to extract.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// An address, a file, `-`, or text.
    article: String,
    /// One JSON object instead of lines.
    #[arg(long)]
    json: bool,
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
        let article = super::open(super::source(&self.article))?;
        if self.json {
            super::say(report(&article));
        } else {
            if let Some(notice) = article.meta.notice {
                super::say(crate::words::Words::of_listener().article_notice(notice));
            }
            for block in article.blocks() {
                let read = if block.spoken { "▶" } else { " " };
                let (kind, reason) = (block.kind.name(), block.reason.name());
                super::say(format_args!("{read} {kind:<10} {reason:<14} {}", article.slice(block.range)));
            }
        }
        Ok(())
    }
}

/// What is known of `article`. Its title, byline, date, tags and related articles stand by
/// themselves; `blocks` are all the others.
fn report(article: &Article) -> Value {
    let is_apart = |kind| {
        matches!(
            kind,
            BlockKind::Title | BlockKind::Byline | BlockKind::Date | BlockKind::Tags | BlockKind::Related
        )
    };
    let blocks: Vec<Value> = article
        .blocks()
        .iter()
        .filter(|block| !is_apart(block.kind))
        .map(|block| {
            json!({
                "kind": block.kind.name(),
                "text": article.slice(block.range),
                "spoken": block.spoken,
                "reason": block.reason.name(),
            })
        })
        .collect();
    let meta = &article.meta;
    let related: Vec<Value> =
        meta.related.iter().map(|link| json!({ "title": link.title, "url": link.url })).collect();
    json!({
        "title": article.title(),
        "byline": article.byline(),
        "published": meta.published,
        "modified": meta.modified,
        "site": meta.site,
        "canonical": meta.canonical,
        "image": meta.image,
        "notice": meta.notice.map(Notice::name),
        "language": article.language.tag(),
        "blocks": blocks,
        "tags": meta.tags,
        "related": related,
    })
}
