//! Lines of subtitles: where a sentence is cut, so that no line is too wide, and each is a phrase where it can be.

use std::ops::Range;

use tingxinwen_core::speech::Frames;
use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthChar as _;

use super::cue::{Cue, LONGEST, SHORTEST, Sentence, Word};

/// The widest line: 20 characters of full width, or 42 of half.
pub(super) const WIDEST: u32 = 420;
/// The width of a character of half width, such as a space.
pub(super) const SPACE: u32 = WIDEST / 42;
/// The width of one of full width.
const FULL: u32 = WIDEST / 20;

/// What a line costs that is wider than the widest, or seen for longer than the longest time: any cut is better.
const BROKEN: f64 = 1_000.0;
/// What a line costs in itself: as few as can be.
const LINE: f64 = 1.0;
/// What a cut costs that is not behind a mark.
const INSIDE: f64 = 0.6;
/// What a line costs that is seen for too short a time.
const BRIEF: f64 = 4.0;
/// Marks behind which a phrase ends.
const MARKS: &str = "，、；：。！？…—,;:.!?";

/// The width of `text`.
pub(super) fn width(text: &str) -> u32 {
    text.chars()
        .map(|c| if c.width() == Some(2) { FULL } else { c.width().unwrap_or(0) as u32 * SPACE })
        .sum()
}

/// `sentence` in lines; nothing where no word of it is heard.
pub(super) fn lines(sentence: Sentence) -> Vec<Cue> {
    // What breaks a line in the text is a space in a subtitle.
    let text = sentence.text.replace(char::is_control, " ");
    let words: Vec<Word> =
        sentence.words.into_iter().filter(|word| text.get(word.bytes.clone()).is_some()).collect();
    let cuts = cuts(&text, &words);
    let line = |range: Range<usize>| -> &[Word] {
        let from = words.partition_point(|word| word.bytes.start < range.start);
        let to = words.partition_point(|word| word.bytes.start < range.end);
        &words[from..to]
    };
    // The least cost of all up to each cut, and the cut before it.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for (to, &end) in cuts.iter().enumerate().skip(1) {
        let ends = (0..to).rev().map(|from| {
            let start = cuts[from];
            let cost = cost(&text[start..end], line(start..end), to + 1 == cuts.len());
            (best[from].0 + cost, from)
        });
        let least = ends.min_by(|one, other| one.0.total_cmp(&other.0));
        best.push(least.unwrap_or((0.0, 0)));
    }
    let mut ranges = Vec::new();
    let mut to = cuts.len() - 1;
    while to > 0 {
        let from = best[to].1;
        ranges.push(cuts[from]..cuts[to]);
        to = from;
    }
    ranges.into_iter().rev().filter_map(|range| cue(&text, range.clone(), line(range))).collect()
}

/// Where `text` may be cut, its start and end included: where lines may break (UAX 14), but in no word that is heard as one.
fn cuts(text: &str, words: &[Word]) -> Vec<usize> {
    let is_inside = |at: usize| {
        let next = words.partition_point(|word| word.bytes.end <= at);
        words.get(next).is_some_and(|word| word.bytes.start < at)
    };
    let breaks = linebreaks(text).map(|(at, _)| at).filter(|&at| at < text.len() && !is_inside(at));
    std::iter::once(0).chain(breaks).chain([text.len()]).collect()
}

/// What `text` costs as a line with these words.
fn cost(text: &str, words: &[Word], is_last: bool) -> f64 {
    let line = text.trim();
    let width = width(line);
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        // Nothing is heard of it: it belongs to a line beside it.
        return if line.is_empty() && is_last { 0.0 } else { BROKEN };
    };
    let seen = last.end.saturating_sub(first.start);
    let too_wide = f64::from(width.saturating_sub(WIDEST)) / f64::from(SPACE);
    let too_long = seen.saturating_sub(LONGEST).as_secs_f64();
    // One word cannot be cut.
    let broken = if words.len() > 1 { (too_wide + too_long) * BROKEN } else { 0.0 };
    let brief = if seen < SHORTEST { BRIEF } else { 0.0 };
    // A space parts phrases where words have none between them.
    let is_parted = line.len() < text.len() && line.chars().next_back().and_then(char::width) == Some(2);
    let inside = if is_last || is_parted || line.ends_with(|c| MARKS.contains(c)) { 0.0 } else { INSIDE };
    // Lines of about the same length are read best.
    let share = f64::from(width.min(WIDEST)) / f64::from(WIDEST);
    broken + brief + inside + LINE + (1.0 - share).powi(2)
}

/// The line at `range` of `text`; `None` where nothing of it is heard.
fn cue(text: &str, range: Range<usize>, words: &[Word]) -> Option<Cue> {
    let (first, last) = (words.first()?, words.last()?);
    let line = &text[range.clone()];
    let skipped = range.start + line.len() - line.trim_start().len();
    let line = line.trim();
    let within = |at: usize| at.saturating_sub(skipped).min(line.len());
    let moved =
        |word: &Word| Word { bytes: within(word.bytes.start)..within(word.bytes.end), ..word.clone() };
    let (start, end): (Frames, Frames) = (first.start, last.end);
    Some(Cue { text: line.to_owned(), words: words.iter().map(moved).collect(), start, end })
}
