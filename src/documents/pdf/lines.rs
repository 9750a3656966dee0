//! Lines of a page: glyphs that follow each other on one baseline, with the spaces that are only gaps.

use super::glyphs::Glyph;

/// Gap between Latin letters from which on it is a space, in ems.
const SPACE_EMS: f64 = 0.15;
/// Gap from which on what follows is another cell, in ems.
const CELL_EMS: f64 = 1.8;
/// How far baselines of one line may lie apart, in ems: raised and lowered words are of the line.
const SAME_LINE_EMS: f64 = 0.45;
/// The same for what is smaller than the line.
const RAISED_EMS: f64 = 0.7;
/// The size of a raised mark, in sizes of its line.
const MARK_SIZE: f64 = 0.88;

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
    with_markers(lines.iter().filter_map(|line| built(line)).collect())
}

/// `lines` with each number or bullet that was drawn by itself before the item that it belongs to.
fn with_markers(mut lines: Vec<Line>) -> Vec<Line> {
    /// How far a marker may stand before its item, in ems.
    const REACH_EMS: f64 = 4.0;
    let is_marker = |line: &Line| {
        let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits) && matches!(&line.text[digits..], "." | ")" | "、")
            || matches!(line.text.as_str(), "•" | "●" | "◦" | "▪" | "‣" | "·" | "■" | "–")
    };
    let mut at = 0;
    while at < lines.len() {
        let marker = lines[at].clone();
        let is_beside = |line: &Line| {
            (line.line - marker.line).abs() < marker.size * 0.3
                && line.from >= marker.to - 1.0
                && line.from < marker.to + marker.size * REACH_EMS
        };
        let item = if is_marker(&marker) { lines.iter().position(is_beside) } else { None };
        match item {
            Some(item) => {
                lines[item].text.insert_str(0, &format!("{} ", marker.text));
                lines.remove(at);
            }
            None => at += 1,
        }
    }
    lines
}

/// Whether `glyph` stands on the line of those before it.
fn goes_on(line: &[&Glyph], glyph: &Glyph) -> bool {
    let visible = || line.iter().filter(|before| !before.text.trim().is_empty());
    let Some(last) = visible().next_back() else { return true };
    let main = visible().fold(0.0, |size: f64, before| size.max(before.size));
    let word = visible().find(|before| before.size > main * MARK_SIZE && !is_mark(&before.text));
    let base = word.map_or(last.line, |before| before.line);
    let is_small = word.is_none() || glyph.size < main * MARK_SIZE || last.size < main * MARK_SIZE;
    // A raised mark may stand as high as the line before.
    let reach = if is_small || is_mark(&glyph.text) { RAISED_EMS } else { SAME_LINE_EMS };
    let near = |line: f64| (line - glyph.line).abs() < reach * main.max(glyph.size);
    (near(base) || near(last.line) && is_small) && glyph.from > last.from - main.max(glyph.size)
}

/// Whether `text` may be of the mark of a note.
fn is_mark(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || "*†‡§¶,[]".contains(c))
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
            if glyph.text.contains('\u{3000}') {
                line.text.push('\u{3000}');
            } else if last.is_some() && !line.text.ends_with([' ', '\t', '\u{3000}']) {
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
            } else if gap > SPACE_EMS
                && !line.text.ends_with([' ', '\t'])
                && !(is_wide(&glyph.text) && is_wide(&before.text))
            {
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
    let height = (baseline - glyph.line) / size;
    let is_raised = height > if glyph.size < size * MARK_SIZE { 0.1 } else { 0.3 };
    let is_on_line =
        |before: &&&Glyph| (before.line - baseline).abs() < size * 0.1 && !before.text.trim().is_empty();
    let before = glyphs[..index].iter().rev().find(is_on_line);
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
