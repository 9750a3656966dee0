//! Joins the parts of an article that continues on other pages.

use std::collections::HashSet;

use super::{Article, BlockDraft, BlockKind, shingles::words_of};

/// `first` with the text of the `others`, its next parts, after its own; repeated blocks are left out.
pub(super) fn joined(first: &Article, others: &[Article]) -> Article {
    let mut seen: HashSet<Vec<u64>> = HashSet::new();
    let mut blocks: Vec<BlockDraft> = Vec::new();
    let last = first.blocks().iter().rposition(|block| is_text(block.kind)).unwrap_or(0);
    for (at, block) in first.blocks().iter().enumerate() {
        let text = first.slice(block.range);
        seen.insert(words_of(text));
        blocks.push(first.draft(block));
        if at != last {
            continue;
        }
        for other in others {
            let end = other.blocks().iter().rposition(|block| is_text(block.kind));
            let end = end.map_or(0, |end| end + 1);
            let inside = other.blocks().iter().take(end).filter(|block| is_inside(block.kind));
            for block in inside {
                let text = other.slice(block.range);
                if seen.insert(words_of(text)) {
                    blocks.push(other.draft(block));
                }
            }
        }
    }
    Article::new(first.meta.clone(), blocks)
}

/// Whether blocks of `kind` are the article's own words.
fn is_text(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Heading
        | BlockKind::Paragraph
        | BlockKind::ListItem
        | BlockKind::Quote
        | BlockKind::TableRow
        | BlockKind::Code => true,
        BlockKind::Title
        | BlockKind::Byline
        | BlockKind::Date
        | BlockKind::Caption
        | BlockKind::Credit
        | BlockKind::Embed
        | BlockKind::Tags
        | BlockKind::Related
        | BlockKind::Note
        | BlockKind::Furniture => false,
    }
}

/// Whether blocks of `kind` stand among the article's own words.
fn is_inside(kind: BlockKind) -> bool {
    is_text(kind)
        || matches!(kind, BlockKind::Caption | BlockKind::Credit | BlockKind::Embed | BlockKind::Note)
}

#[cfg(test)]
mod tests {
    use super::{super::Meta, *};

    #[test]
    fn parts_go_on_where_the_first_ended() {
        use BlockKind::{Furniture, Paragraph, Tags, Title};
        let part = |blocks: &[(BlockKind, &str)]| Article::new(Meta::default(), blocks.iter().copied());
        let first =
            part(&[(Title, "長文"), (Paragraph, "這是第一頁的內容。"), (Tags, "橋"), (Furniture, "下一頁")]);
        let second = part(&[
            (Title, "長文"),
            (Paragraph, "這是第一頁的內容。"),
            (Paragraph, "這是第二頁的內容。"),
            (Furniture, "上一頁"),
        ]);
        let third = part(&[(Paragraph, "這是第三頁的內容。")]);
        let whole = joined(&first, &[second, third]);
        assert_eq!(
            whole.text(),
            "長文\n這是第一頁的內容。\n這是第二頁的內容。\n這是第三頁的內容。\n橋\n下一頁"
        );
    }
}
