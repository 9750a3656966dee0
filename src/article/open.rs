//! Stand-in until extraction is merged.
use super::{Article, BlockKind, Meta, OpenError, Source};
/// Fetches, reads and extracts.
pub async fn open(source: Source) -> Result<Article, OpenError> {
    let text = match source {
        Source::Address(a) => return Err(OpenError::BadAddress(a)),
        Source::File(p) => std::fs::read_to_string(&p)
            .map_err(|e| OpenError::File { path: p.display().to_string(), reason: e.to_string() })?,
        Source::Text(t) => t,
        Source::Stdin => std::io::read_to_string(std::io::stdin()).unwrap_or_default(),
    };
    let lines = text.lines().filter(|l| !l.trim().is_empty()).enumerate();
    let a = Article::new(
        Meta::default(),
        lines.map(|(i, l)| {
            (
                if i == 0 {
                    BlockKind::Title
                } else if l.starts_with('#') {
                    BlockKind::Furniture
                } else {
                    BlockKind::Paragraph
                },
                l,
            )
        }),
    );
    if a.has_speech() { Ok(a) } else { Err(OpenError::Empty) }
}
