//! Lines of a page: glyphs that follow each other on one baseline, with the spaces that are only gaps.

use super::glyphs::Glyph;

/// Gap between Latin letters from which on it is a space, in ems.
const SPACE_EMS: f64 = 0.15;
/// Gap from which on what follows is another cell, in ems.
const CELL_EMS: f64 = 1.8;
/// How far baselines of one line may lie apart, in ems: raised and lowered words are of the line.
const SAME_LINE_EMS: f64 = 0.45;
/// The size of a raised mark, in sizes of its line.
const MARK_SIZE: f64 = 0.8;

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its text; cells are parted by tabs.
    pub(super) text: String,
    /// Where it begins and ends.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Its baseline.
    pub(super) line: f64,
    /// The size of most of its glyphs.
    pub(super) size: f64,
    /// How many cells it has.
    pub(super) cells: usize,
}

/// The lines of `glyphs`, in the order in which they are drawn.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        let is_blank = glyph.text.trim().is_empty();
        match lines.last_mut() {
            Some(line) if is_blank || goes_on(line, glyph) => line.push(glyph),
            Some(_) | None if is_blank => {}
            Some(_) | None => lines.push(vec![glyph]),
        }
    }
    lines.iter().filter_map(|line| built(line)).collect()
}

/// Whether `glyph` stands on the line of those before it.
fn goes_on(line: &[&Glyph], glyph: &Glyph) -> bool {
    let Some(last) = line.iter().rev().find(|before| !before.text.trim().is_empty()) else { return true };
    let size = last.size.max(glyph.size);
    let main = line.iter().map(|before| before.size).fold(0.0, f64::max).max(glyph.size);
    let near = (last.line - glyph.line).abs() < SAME_LINE_EMS * main;
    near && glyph.from > last.from - size
}

fn built(glyphs: &[&Glyph]) -> Option<Line> {
    let visible: Vec<&&Glyph> = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).collect();
    let largest = usual_size(visible.iter().map(|glyph| glyph.size))?;
    let baseline = visible.iter().find(|glyph| (glyph.size - largest).abs() < 0.1).map(|glyph| glyph.line)?;
    let mut line = Line {
        text: String::new(),
        from: f64::INFINITY,
        to: f64::NEG_INFINITY,
        line: baseline,
        size: largest,
        cells: 1,
    };
    let mut last: Option<&Glyph> = None;
    for (index, glyph) in glyphs.iter().enumerate() {
        if glyph.text.trim().is_empty() {
            // A space may be drawn anywhere; where the gap is seen is decided by the next glyph.
            if last.is_some() && !line.text.ends_with([' ', '\t']) {
                line.text.push(' ');
            }
            continue;
        }
        if is_note_mark(glyphs, index, baseline, largest) {
            last = Some(glyph);
            continue;
        }
        if let Some(before) = last {
            let gap = (glyph.from - before.to) / largest;
            let is_wide = |text: &str| text.chars().all(|c| c >= '\u{2E80}');
            if gap > CELL_EMS {
                line.text.truncate(line.text.trim_end().len());
                line.text.push('\t');
                line.cells += 1;
            } else if gap > SPACE_EMS && !line.text.ends_with([' ', '\t']) && !(is_wide(&glyph.text) && is_wide(&before.text)) {
                line.text.push(' ');
            }
        }
        line.text.push_str(&glyph.text);
        (line.from, line.to) = (line.from.min(glyph.from), line.to.max(glyph.to));
        last = Some(glyph);
    }
    let text = tidy(&line.text);
    (!text.is_empty()).then_some(Line { text, ..line })
}

/// Whether the glyph at `index` is of a raised mark of a note: small digits or signs after a word.
fn is_note_mark(glyphs: &[&Glyph], index: usize, baseline: f64, size: f64) -> bool {
    let glyph = glyphs[index];
    let is_raised = glyph.size < size * MARK_SIZE && glyph.line < baseline - size * 0.1;
    let is_mark = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "*†‡§¶,[]".contains(c));
    let before = glyphs[..index].iter().rev().find(|before| before.size >= size * MARK_SIZE);
    let is_after_word = before.is_some_and(|before| !before.text.ends_with(|c: char| c.is_ascii_digit()));
    is_raised && is_mark(&glyph.text) && is_after_word
}

/// The size of most glyphs.
pub(super) fn usual_size(sizes: impl Iterator<Item = f64>) -> Option<f64> {
    let mut counts: Vec<(i64, usize)> = Vec::new();
    for size in sizes {
        let key = (size * 10.0).round() as i64;
        match counts.iter_mut().find(|(found, _)| *found == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(key, _)| key as f64 / 10.0)
}

/// `text` without spaces between Han, and with one space elsewhere.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let is_wide = |c: char| c >= '\u{2E80}' && c != '\u{3000}';
        if matches!(c, ' ' | '\u{A0}') {
            let last = out.chars().next_back();
            let next = chars.peek().copied();
            let is_between = last.is_some_and(is_wide) && next.is_some_and(is_wide);
            if !is_between && !out.ends_with([' ', '\t']) && next != Some('\t') {
                out.push(' ');
            }
        } else {
            out.push(match c {
                '\u{FB00}'..='\u{FB06}' => {
                    out.push_str(["ff", "fi", "fl", "ffi", "ffl", "st", "st"][c as usize - 0xFB00]);
                    continue;
                }
                c => c,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, from: f64, line: f64, size: f64) -> Vec<Glyph> {
        let place = |(at, c): (usize, char)| Glyph {
            text: c.to_string(),
            from: from + at as f64 * size,
            to: from + (at + 1) as f64 * size,
            line,
            size,
        };
        text.chars().enumerate().map(place).collect()
    }

    #[test]
    fn gaps_are_spaces_cells_or_nothing_and_raised_digits_marks() {
        let mut all = glyphs("甲乙", 0.0, 100.0, 10.0);
        all.extend(glyphs("1", 20.0, 96.0, 6.0));
        all.extend(glyphs("丙 丁", 26.0, 100.0, 10.0));
        all.extend(glyphs("ab", 60.0, 100.0, 10.0));
        all.extend(glyphs("戊", 120.0, 100.0, 10.0));
        all.extend(glyphs("己", 0.0, 120.0, 10.0));
        let texts: Vec<String> = lines(&all).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["甲乙丙丁 ab\t戊", "己"]);
    }
}
