//! Blocks of a PDF: lines joined to paragraphs, headings by size, rows of tables, notes by size and place.

use tingxinwen_article::Hyphens;
use tingxinwen_core::article::{BlockDraft, BlockKind, Reason};

use super::{
    Page,
    lines::{Line, usual_size},
};
use crate::flow::Flow;

/// How much larger than the text a heading is.
const HEADING_SIZE: f64 = 1.12;
/// How large a note is at the most, in sizes of the text.
const NOTE_SIZE: f64 = 0.92;
/// The indent of a first line, in ems.
const INDENT_EMS: f64 = 0.9;
/// How far a full line may end before the margin, in ems.
const SLACK_EMS: f64 = 1.6;

/// A line with where it stands among the others.
struct Placed<'a> {
    line: &'a Line,
    page: usize,
    /// The left and right margins of its column.
    left: f64,
    right: f64,
    /// Whether its block is set in as a whole.
    is_set_in: bool,
    is_note: bool,
}

/// The size of the text of `pages`.
pub(super) fn body_size(pages: &[Page]) -> f64 {
    let chars = |line: &Line| line.text.chars().count();
    let sizes = pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| std::iter::repeat_n(line.size, chars(line)));
    usual_size(sizes).unwrap_or(12.0)
}

/// The flow of `pages`, whose text has the size `body`.
pub(super) fn flow(pages: &[Page], body: f64) -> Flow {
    let placed: Vec<Placed<'_>> =
        pages.iter().enumerate().flat_map(|(index, page)| placed(index, page, body)).collect();
    let (notes, text): (Vec<&Placed<'_>>, Vec<&Placed<'_>>) = placed.iter().partition(|line| line.is_note);
    let texts: Vec<&str> = placed.iter().map(|line| line.line.text.as_str()).collect();
    let hyphens = Hyphens::of(&texts);
    let spacing = spacing(&text, body);
    let mut builder = Builder {
        flow: Flow::default(),
        hyphens,
        levels: levels(&text, body),
        body,
        spacing,
        notes,
        page: None,
        labels: pages,
    };
    builder.run(&text);
    builder.flow
}

/// The distance between the lines of a paragraph.
fn spacing(lines: &[&Placed<'_>], body: f64) -> f64 {
    let pairs = lines.windows(2).filter(|pair| pair[0].page == pair[1].page);
    let gaps =
        pairs.map(|pair| pair[1].line.line - pair[0].line.line).filter(|gap| *gap > 0.0 && *gap < body * 3.0);
    usual_size(gaps).unwrap_or(body * 1.5)
}

/// The sizes of headings, the largest first.
fn levels(lines: &[&Placed<'_>], body: f64) -> Vec<f64> {
    let mut sizes: Vec<f64> = Vec::new();
    for line in lines.iter().filter(|line| line.line.size > body * HEADING_SIZE) {
        if !sizes.iter().any(|size| (size - line.line.size).abs() < 0.4) {
            sizes.push(line.line.size);
        }
    }
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes
}

/// The lines of a page: those of each column with its margins, those at its foot that are notes marked.
fn placed(index: usize, page: &Page, body: f64) -> Vec<Placed<'_>> {
    let lines = &page.lines;
    let mut result = Vec::with_capacity(lines.len());
    // A column is a run of lines that goes down.
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len()
            && lines[end].line > lines[end - 1].line - body * 0.6
            && overlap(&lines[start..end], &lines[end])
        {
            end += 1;
        }
        let column = &lines[start..end];
        let left = column
            .iter()
            .filter(|line| (line.size - body).abs() < 1.0)
            .map(|line| line.from)
            .fold(f64::INFINITY, f64::min);
        let left = if left.is_finite() {
            left
        } else {
            column.iter().map(|line| line.from).fold(f64::INFINITY, f64::min)
        };
        let widest = right_margin(column, body);
        for (at, line) in column.iter().enumerate() {
            let is_note = is_note(lines, start + at, body);
            let (right, is_set_in) = match set_in(column, at, left) {
                Some(right) => (right, true),
                None => (widest, false),
            };
            result.push(Placed { line, page: index, left, right, is_set_in, is_note });
        }
        start = end;
    }
    result
}

/// The right margin of a column: the farthest place at which more than one line of its text ends.
fn right_margin(column: &[Line], body: f64) -> f64 {
    let is_text = |line: &&Line| line.size < body * HEADING_SIZE && line.cells == 1;
    let mut ends: Vec<f64> = column.iter().filter(is_text).map(|line| line.to).collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    let margin = ends.windows(2).find(|pair| pair[0] - pair[1] < body * 0.8).map(|pair| pair[0]);
    margin.or(ends.first().copied()).unwrap_or(f64::INFINITY)
}

/// The right margin of the line `at` where it is one of a block that is set in, as quotations are: with the same
/// indent, and not each a sentence.
fn set_in(column: &[Line], at: usize, left: f64) -> Option<f64> {
    let line = &column[at];
    if line.from < left + INDENT_EMS * line.size {
        return None;
    }
    let is_same = |other: &&Line| {
        (other.from - line.from).abs() < 0.3 * line.size && (other.size - line.size).abs() < 0.5
    };
    let before = column[..at].iter().rev().take_while(is_same);
    let after = column[at..].iter().take_while(is_same);
    let block: Vec<&Line> = before.chain(after).collect();
    let open = block.iter().filter(|line| !ends_sentence(&line.text)).count();
    (block.len() > 1 && open * 2 >= block.len())
        .then(|| block.iter().map(|line| line.to).fold(line.to, f64::max))
}

/// Whether the line `at` of a page is of a note: it is small, with the small lines before it it begins with a mark, and
/// no text stands below it.
pub(super) fn is_note(lines: &[Line], at: usize, body: f64) -> bool {
    let line = &lines[at];
    let is_small = |line: &Line| line.size <= body * NOTE_SIZE;
    let is_below = |other: &Line| {
        !is_small(other) && other.line > line.line && other.from < line.to && other.to > line.from
    };
    let is_above = |other: &Line| !is_small(other) && other.line < line.line;
    let first = lines[..at].iter().rposition(|line| !is_small(line)).map_or(0, |text| text + 1);
    is_small(line)
        && is_started(&lines[first..=at])
        && !lines.iter().any(is_below)
        && lines.iter().any(is_above)
}

/// Whether small lines begin as notes do: with a mark.
fn is_started(lines: &[Line]) -> bool {
    lines.first().is_some_and(|line| {
        line.text.starts_with(|c: char| c.is_ascii_digit() || "*†‡§[(註注⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨".contains(c))
    })
}

/// Whether `line` stands below those of `column` rather than beside them.
fn overlap(column: &[Line], line: &Line) -> bool {
    let from = column.iter().map(|line| line.from).fold(f64::INFINITY, f64::min);
    let to = column.iter().map(|line| line.to).fold(f64::NEG_INFINITY, f64::max);
    line.from < to && line.to > from
}

struct Builder<'a> {
    flow: Flow,
    hyphens: Hyphens<'a>,
    levels: Vec<f64>,
    body: f64,
    spacing: f64,
    notes: Vec<&'a Placed<'a>>,
    page: Option<usize>,
    labels: &'a [Page],
}

impl Builder<'_> {
    fn run(&mut self, lines: &[&Placed<'_>]) {
        let mut text = String::new();
        let mut first: Option<&Placed<'_>> = None;
        for (at, line) in lines.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| lines[before]);
            let is_row = is_row(lines, at);
            let goes_on = before
                .is_some_and(|before| !is_row && !is_row_before(lines, at) && self.goes_on(before, line));
            if !goes_on {
                self.end(&mut text, first);
                first = Some(line);
                if self.page != Some(line.page) {
                    self.notes_before(line.page);
                }
            }
            if self.page != Some(line.page) {
                let label = self.labels[line.page].label.clone();
                self.flow.pages.push((self.flow.blocks.len(), text.len() as u32, label));
                self.page = Some(line.page);
            }
            self.join(&mut text, &line.line.text);
            if is_row {
                self.flow.add(BlockKind::TableRow, std::mem::take(&mut text).replace('\t', " "));
                first = None;
            }
        }
        self.end(&mut text, first);
        self.notes_before(usize::MAX);
    }

    /// Adds the notes of pages before `page`: the text of the page that they stand on is done.
    fn notes_before(&mut self, page: usize) {
        let count = self.notes.iter().take_while(|note| note.page < page).count();
        let mut text = String::new();
        let mut last = None;
        for note in self.notes.drain(..count).collect::<Vec<_>>() {
            let line = &note.line.text;
            // 1990 at the start of a line is no mark.
            let number = line.bytes().take_while(u8::is_ascii_digit).count();
            let number: Option<u32> = line[..number].parse().ok();
            let is_next = number.is_none_or(|number| last.is_none_or(|last| number == last + 1));
            if is_started(std::slice::from_ref(note.line)) && is_next {
                last = number.or(last);
                self.flow.add(BlockKind::Note, std::mem::take(&mut text));
            }
            let line = without_mark(line, text.is_empty());
            self.join(&mut text, line);
        }
        self.flow.add(BlockKind::Note, text);
    }

    /// Whether `line` goes on with the paragraph of the line `before`.
    fn goes_on(&self, before: &Placed<'_>, line: &Placed<'_>) -> bool {
        let (last, next) = (before.line, line.line);
        let em = last.size;
        if (last.size - next.size).abs() > 0.06 * last.size || starts_item(&next.text) {
            return false;
        }
        let is_heading = next.size > self.body * HEADING_SIZE;
        let step = next.line - last.line;
        let is_next = before.page == line.page && step > 0.0 && step < em * 3.0;
        let pitch = if is_heading { em * 1.6 } else { self.spacing.max(em * 1.05) * 1.38 };
        if is_next && step > pitch {
            return false;
        }
        if is_heading {
            return is_next;
        }
        let word = next.text.split(|c: char| c.is_whitespace() || c >= '\u{2E80}').next().unwrap_or_default();
        let width: f64 = word.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum();
        let is_full = last.to + (width + 0.3).max(SLACK_EMS) * em >= before.right;
        let is_ended = ends_sentence(&last.text);
        let is_indented = next.from > line.left + INDENT_EMS * em && !line.is_set_in;
        if is_next {
            let is_shifted = (next.from - last.from).abs() < 0.3 * em;
            let is_one_block = line.is_set_in == before.is_set_in && (is_shifted || !line.is_set_in);
            return is_full && is_one_block && !is_indented;
        }
        // Over the end of a column or page.
        let is_as_far_in = ((next.from - line.left) - (last.from - before.left)).abs() < 0.3 * em;
        !is_ended && (is_full || !is_indented || is_as_far_in)
    }

    fn join(&self, text: &mut String, line: &str) {
        if text.is_empty() {
            text.push_str(line);
            return;
        }
        // Programs that break words write hyphens that no author types.
        let is_broken = text.ends_with(['\u{AD}', '\u{2010}']) && line.starts_with(char::is_lowercase);
        if is_broken || self.hyphens.is_broken(text, line) {
            text.pop();
        } else {
            let is_wide = |c: Option<char>| c.is_none_or(|c| c >= '\u{2E80}');
            let is_hyphenated = text.ends_with('-');
            if !is_wide(text.chars().next_back()) && !is_wide(line.chars().next()) && !is_hyphenated {
                text.push(' ');
            }
        }
        text.push_str(line);
    }

    /// Ends the paragraph that began with `first`.
    fn end(&mut self, text: &mut String, first: Option<&Placed<'_>>) {
        let text = std::mem::take(text).replace('\t', " ");
        let text = text.trim_end_matches(['↩', '\u{FE0E}', '\u{FE0F}', ' ']).to_owned();
        let Some(first) = first else { return };
        let size = first.line.size;
        let is_large = size > self.body * HEADING_SIZE;
        /// The longest heading, in characters.
        const HEADING_CHARS: usize = 160;
        if is_large && text.chars().count() <= HEADING_CHARS {
            let level = self.levels.iter().position(|level| (level - size).abs() < 0.4).unwrap_or(0);
            let level = (level + 1).min(6) as u8;
            self.flow.push(BlockDraft { level, ..BlockDraft::new(BlockKind::Heading, Reason::Kind, text) });
        } else {
            self.flow.add(BlockKind::Paragraph, text);
        }
    }
}

/// Whether the line `at` is a row of a table: it and a neighbour have several cells.
fn is_row(lines: &[&Placed<'_>], at: usize) -> bool {
    let has_cells = |index: usize| {
        lines.get(index).is_some_and(|line| line.line.cells > 1 && !starts_item(&line.line.text))
    };
    has_cells(at) && (has_cells(at + 1) || at > 0 && has_cells(at - 1))
}

fn is_row_before(lines: &[&Placed<'_>], at: usize) -> bool {
    at > 0 && is_row(lines, at - 1)
}

/// Whether a line begins an item of a list.
fn starts_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = (1..=3).contains(&digits)
        && text[digits..]
            .strip_prefix(['.', ')', '、'])
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    is_numbered || text.starts_with(['•', '●', '◦', '▪', '‣', '·', '■', '◆'])
}

/// `line` without the mark that a note begins with.
fn without_mark(line: &str, is_first: bool) -> &str {
    if !is_first {
        return line;
    }
    line.trim_start_matches(|c: char| c.is_ascii_digit() || "*†‡§[]()⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨.".contains(c))
        .trim_start()
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['」', '』', '”', '"', '’', '\'', ')', '）'])
        .ends_with(['。', '！', '？', '.', '!', '?', '…', '：', ':', '；', ';'])
}
