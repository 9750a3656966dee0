//! Time marks of a transcript: when something is said, in front of it: [00:12] 小滿：那你怎麼猜？

use super::{
    super::{BlockDraft, BlockKind},
    spans,
};

/// Takes the times off the paragraphs of a transcript.
pub(super) fn drop(blocks: &mut [BlockDraft]) {
    /// How many paragraphs with a time make a transcript.
    const LEAST: usize = 3;
    let length =
        |block: &BlockDraft| if block.kind == BlockKind::Paragraph { length(&block.text) } else { None };
    if blocks.iter().filter_map(length).count() < LEAST {
        return;
    }
    for block in blocks {
        let Some(bytes) = length(block) else { continue };
        block.spans.retain(|span| span.range.start as usize >= bytes);
        spans::shift(&mut block.spans, bytes);
        block.text.drain(..bytes);
    }
}

/// How many bytes the time takes that `text` begins with, and the space after it: in brackets, or with seconds.
fn length(text: &str) -> Option<usize> {
    let (open, close) = [("[", "]"), ("(", ")"), ("（", "）"), ("【", "】"), ("", "")]
        .into_iter()
        .find(|(open, _)| text.starts_with(open))?;
    let inner = &text[open.len()..];
    let end = inner.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')?;
    let colons = inner[..end].matches(':').count();
    let is_time = colons == 2 || colons == 1 && !open.is_empty();
    let rest = inner[end..].strip_prefix(close).filter(|_| is_time && end <= 12)?;
    let said = rest.trim_start_matches([' ', '\u{3000}', '-', '–', '—', '|']);
    (!said.is_empty() && (said.len() < rest.len() || !open.is_empty())).then(|| text.len() - said.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_other_numbers() {
        for (text, said) in [
            ("[00:12] 小滿：那你怎麼猜？", "小滿：那你怎麼猜？"),
            ("(1:02:03) Mara: Good morning.", "Mara: Good morning."),
            ("00:01:18.240 Mara: Good morning.", "Mara: Good morning."),
            ("【00:31】大家好。", "大家好。"),
        ] {
            assert_eq!(length(text).map(|bytes| &text[bytes..]), Some(said), "{text}");
        }
        for text in
            ["09:30 開幕典禮", "[12] 見附註", "3:2 逆轉", "(2025) 年", "[00:12]", "", "[", "1:2:3小時"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
