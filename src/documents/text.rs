//! Plain text as a book: chapters by the lines that name them (第三回, Chapter 3), lines that were wrapped joined.

use tingxinwen_article::{plain, unwrapped_lines};
use tingxinwen_core::article::{BlockDraft, BlockKind, Reason, Span, TextRange};

use crate::flow::{Entry, Flow};

/// From this size on a text is a book, whatever is in it, in bytes.
const BOOK_BYTES: usize = 256 << 10;
/// So many chapters make a book of a shorter text.
const BOOK_CHAPTERS: usize = 3;
/// The longest line that names a chapter, in characters.
const MAX_CHARS: usize = 40;

/// Whether `text` is a book rather than an article or a copied page.
pub(crate) fn is_book(text: &str) -> bool {
    text.len() >= BOOK_BYTES
        || text.lines().filter_map(chapter_level).take(BOOK_CHAPTERS).count() == BOOK_CHAPTERS
}

/// Reads `text`.
pub(crate) fn read(text: &str) -> Flow {
    let mut flow = Flow::default();
    for line in unwrapped_lines(&plain(text)) {
        match chapter_level(&line) {
            Some(level) => {
                let title = line.split_whitespace().collect::<Vec<_>>().join(" ");
                flow.contents.push(Entry { block: flow.blocks.len(), level, title });
                flow.push(BlockDraft { level, ..BlockDraft::new(BlockKind::Heading, Reason::Kind, line) });
            }
            None if is_rule(&line) => (),
            None => flow.add(BlockKind::Paragraph, line),
        }
    }
    take_notes_apart(&mut flow.blocks);
    let least = flow.contents.iter().map(|entry| entry.level).min().unwrap_or(1);
    for entry in &mut flow.contents {
        entry.level -= least - 1;
    }
    flow
}

/// Whether `line` is drawn of signs: under a heading, between sections, in a table.
fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| c.is_whitespace() || "-=_*~+|─━═".contains(c))
}

/// Makes notes of the paragraphs that begin with `[1]` where an earlier one has that mark, which is taken away with it.
fn take_notes_apart(blocks: &mut [BlockDraft]) {
    let mark = |text: &str| {
        let inside = text.strip_prefix('[')?.split_once(']')?.0;
        let is_number = !inside.is_empty() && inside.len() < 4 && inside.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| format!("[{inside}]"))
    };
    let notes: Vec<(usize, String)> =
        blocks.iter().enumerate().filter_map(|(at, block)| Some((at, mark(&block.text)?))).collect();
    for (at, mark) in notes {
        let Some((before, [note, ..])) = blocks.split_at_mut_checked(at) else { continue };
        let Some(marked) = before.iter_mut().rev().find(|block| {
            block.kind == BlockKind::Paragraph && block.text.find(&mark).is_some_and(|at| at > 0)
        }) else {
            continue;
        };
        note.text.drain(..mark.len());
        let Some(place) = marked.text.find(&mark) else { continue };
        marked.text.replace_range(place..place + mark.len(), "");
        for span in marked.spans.iter_mut().filter(|span| span.range.start >= place as u32) {
            let moved = |at: u32| at - mark.len() as u32;
            span.range = TextRange::new(moved(span.range.start), moved(span.range.end));
        }
        let said = note.text.trim().chars().take(Span::FOOTNOTE_CHARS).collect::<String>();
        marked.spans.extend(Span::footnote(&marked.text[..place], &mark, said));
        note.kind = BlockKind::Note;
    }
}

/// The level of the chapter that `line` names: 1 for volumes, 2 for chapters, 3 for sections.
pub(crate) fn chapter_level(line: &str) -> Option<u8> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || "【】《》〈〉[]=-*".contains(c));
    if line.is_empty() || line.len() > MAX_CHARS * 3 || line.chars().count() > MAX_CHARS {
        return None;
    }
    const APART: &[&str] = &[
        "序",
        "序章",
        "序言",
        "自序",
        "前言",
        "楔子",
        "引子",
        "引言",
        "尾聲",
        "尾声",
        "後記",
        "后记",
        "跋",
        "終章",
        "终章",
        "番外",
        "prologue",
        "epilogue",
        "preface",
        "foreword",
        "introduction",
        "afterword",
    ];
    if APART.contains(&line.to_lowercase().as_str()) {
        return Some(2);
    }
    numbered_chinese(line).or_else(|| numbered_english(line))
}

/// 第十二章　歸來: a number, a word for a part, then nothing or a title set apart or short.
fn numbered_chinese(line: &str) -> Option<u8> {
    let rest = line.strip_prefix('第')?.trim_start();
    let number = rest
        .find(|c: char| !"〇零一二三四五六七八九十百千兩两廿卅0123456789０１２３４５６７８９".contains(c))?;
    let rest = rest[number..].trim_start();
    let (unit, title) = rest.split_at(rest.chars().next()?.len_utf8());
    let level = match unit {
        _ if number == 0 => return None,
        "卷" | "部" | "篇" | "集" => 1,
        "章" | "回" | "話" | "话" | "幕" | "折" => 2,
        "節" | "节" => 3,
        _ => return None,
    };
    // 第一章講的是…… is a sentence.
    let is_apart = title.is_empty()
        || title.starts_with(|c: char| c.is_whitespace() || "：:、.．-—《〈「(（".contains(c));
    let is_sentence = title.ends_with(['。', '，', '；', '、', '」', '！', '？', ',', '.']) && !is_apart;
    (is_apart || !is_sentence && !title.contains(['，', '。'])).then_some(level)
}

/// Chapter 12, CHAPTER XII: Home, Part Two.
fn numbered_english(line: &str) -> Option<u8> {
    const NUMBERS: &[&str] = &[
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let lower = line.to_lowercase();
    let (word, rest) = lower.split_once(char::is_whitespace)?;
    let level = match word {
        "volume" | "book" | "part" => 1,
        "chapter" => 2,
        _ => return None,
    };
    let number = rest.split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
    let is_number = number.chars().all(|c| c.is_ascii_digit())
        || number.chars().all(|c| "ivxlcdm".contains(c))
        || NUMBERS.contains(&number.split('-').next()?);
    let is_sentence = line.ends_with(['.', ',', ';']) && rest.len() > number.len() + 1;
    (!number.is_empty() && is_number && !is_sentence).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_told_from_sentences() {
        for (line, level) in [
            ("第一章　渡船頭的清晨", Some(2)),
            ("  第 12 回", Some(2)),
            ("第三卷", Some(1)),
            ("第一千二百三十四章 歸來", Some(2)),
            ("楔子", Some(2)),
            ("第一章講的是一個老人，他住在海邊。", None),
            ("第一次搭船", None),
            ("第章", None),
            ("Chapter One: The Shop on Tarn Street", Some(2)),
            ("CHAPTER XII", Some(2)),
            ("Part two of the plan was easier.", None),
            ("Chapter and verse", None),
        ] {
            assert_eq!(chapter_level(line), level, "{line}");
        }
    }
}
