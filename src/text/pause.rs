//! Pauses: the table of silences after marks and blocks, at normal speed, added to what the voice itself leaves.

use tingxinwen_core::{article::BlockKind, speech::Frames};

/// Silence after a sentence or clause that ends in `last`.
pub fn after_mark(last: Option<char>) -> Frames {
    Frames::from_millis(match last {
        Some('。' | '！' | '？' | '.' | '!' | '?') => 250,
        Some('…') => 350,
        Some('；' | ';' | '：' | ':' | '—') => 150,
        Some('，' | ',') => 100,
        Some('、') => 50,
        _ => 200,
    })
}

/// Silence after the last sentence of a block, in place of that of its mark.
pub fn after_block(kind: BlockKind) -> Frames {
    Frames::from_millis(match kind {
        BlockKind::Title => 800,
        BlockKind::Heading => 600,
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::Code => 500,
        BlockKind::ListItem | BlockKind::TableRow => 350,
        BlockKind::Byline
        | BlockKind::Date
        | BlockKind::Caption
        | BlockKind::Credit
        | BlockKind::Embed
        | BlockKind::Tags
        | BlockKind::Related
        | BlockKind::Note
        | BlockKind::Furniture => 400,
    })
}
