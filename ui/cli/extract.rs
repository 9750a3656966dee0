//! `tingxinwen extract`.

use clap::Args;
use serde_json::{Value, json};
use tingxinwen::{
    article::{self, Article, BlockKind, Notice},
    core::document::Document,
};

use super::password::PasswordArgs;

/// What to extract.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// An address, a file, `-`, or text.
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
            super::say(report(&document));
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

/// What is known of `document`. Title, byline, date, tags, related articles and notes stand by themselves; `blocks`
/// are all the others, each with the index of its part, and with its page where that is known.
fn report(document: &Document) -> Value {
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
        parts.push(json!({ "title": part.title, "level": part.level }));
        let article = part.article();
        for block in article.blocks() {
            let text = article.slice(block.range);
            let mut shown = json!({ "text": text, "part": index });
            if let Some(page) = part.page_at(block.range.start) {
                shown["page"] = json!(page);
            }
            if block.kind == BlockKind::Note {
                notes.push(shown);
            } else if !is_apart(block.kind) {
                shown["kind"] = json!(block.kind.name());
                shown["level"] = json!(block.level);
                shown["spoken"] = json!(block.spoken);
                shown["reason"] = json!(block.reason.name());
                blocks.push(shown);
            }
        }
    }
    let article: &Article = document.first();
    let meta = &article.meta;
    let related: Vec<Value> =
        meta.related.iter().map(|link| json!({ "title": link.title, "url": link.url })).collect();
    json!({
        "title": document.meta.title.as_deref().or(article.title()),
        "byline": document.meta.author.as_deref().or(article.byline()),
        "published": meta.published,
        "modified": meta.modified,
        "site": meta.site,
        "canonical": meta.canonical,
        "image": meta.image,
        "notice": meta.notice.map(Notice::name),
        "language": article.language.tag(),
        "parts": parts,
        "blocks": blocks,
        "notes": notes,
        "tags": meta.tags,
        "related": related,
    })
}
