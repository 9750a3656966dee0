//! Whether the times that a service tells of its words can be those of its sound. Others are not used: the times are
//! then found in the sound, as of services that tell none.

use super::{intake::Span, sent::Sent};

/// No voice says a syllable faster, in seconds.
pub(super) const SHORTEST_SYLLABLE_SECS: f64 = 0.05;
/// How far words may end behind the sound: services pad it.
const SLACK_SECS: f64 = 0.3;
/// How far a word may start before the one before it: services round.
const MOST_BACK_SECS: f64 = 0.05;
/// The times of words that are said one after the other hardly overlap: all together are at most so many times as long as
/// the stretch that they lie in.
const MOST_OVERLAP: f64 = 1.5;
/// The last word ends no earlier than at this share of the time at which it should by the length of the text.
const LEAST_SHARE: f64 = 0.5;

/// Whether words can be heard at `spans`, whatever sound is still to come: times are numbers from zero on, in order, and
/// leave each word some room.
pub(super) fn are_possible(spans: &[Span], sent: &Sent) -> bool {
    let each = spans.iter().all(|span| span.start >= 0.0 && span.end >= span.start && span.end.is_finite());
    let ordered = spans.windows(2).all(|pair| pair[0].start <= pair[1].start + MOST_BACK_SECS);
    let Some(stretch) = stretch(spans).filter(|_| each && ordered) else { return spans.is_empty() };
    let all: f64 = spans.iter().map(|span| span.end - span.start).sum();
    // The first and the last may be short.
    let syllables = said(spans, sent) - 2.0;
    all <= MOST_OVERLAP * stretch.1 + SLACK_SECS && stretch.1 >= syllables * SHORTEST_SYLLABLE_SECS
}

/// Whether `spans` are those of a sound that is heard from `start` to `end`, in seconds.
pub(super) fn fit(spans: &[Span], sent: &Sent, start: f64, end: f64) -> bool {
    let Some((first, length)) = stretch(spans) else { return true };
    let last = first + length;
    let whole = sent.weight();
    let share = if whole > 0.0 { reached(spans, sent) / whole } else { 0.0 };
    last <= end + SLACK_SECS && last - start >= LEAST_SHARE * share * (end - start)
}

/// Where the first span starts, and how long it is until the last one ends.
fn stretch(spans: &[Span]) -> Option<(f64, f64)> {
    let first = spans.iter().map(|span| span.start).reduce(f64::min)?;
    let last = spans.iter().map(|span| span.end).reduce(f64::max)?;
    Some((first, last - first))
}

/// The length of the words that have times, in syllables of Mandarin.
fn said(spans: &[Span], sent: &Sent) -> f64 {
    let has_time = |place: &std::ops::Range<usize>| {
        spans.iter().any(|span| span.place.start < place.end && place.start < span.place.end)
    };
    sent.words.iter().filter(|word| has_time(&word.place)).map(|word| word.weight).sum()
}

/// The length of the text up to the last word that has a time, in the same.
fn reached(spans: &[Span], sent: &Sent) -> f64 {
    let until = spans.iter().map(|span| span.place.end).max().unwrap_or_default();
    sent.words.iter().filter(|word| word.place.start < until).map(|word| word.weight).sum()
}
