//! Normalization: from written to spoken text. Cuts a line into spans, each with its spoken form.
//!
//! The rule families are tried in the order of [`MANDARIN`] or [`english::RULES`], by the language of the
//! stretch that a place stands in; the first that fits says how far it goes. What no rule takes is
//! said as it is written.

mod amount;
mod code;
mod date;
mod english;
mod fold;
mod hangul;
mod letter;
mod line;
mod mark;
mod math;
mod model;
mod money;
mod number;
mod numeral;
mod phone;
mod place;
mod raised;
mod range;
mod ratio;
mod time;
mod unit;
mod web;
mod word;

use std::ops::Range;

pub(super) use fold::fold;
use line::Line;

use tingxinwen_core::article::{Language, is_han};

/// The spoken form of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Say {
    /// The Chinese characters that are written.
    Written,
    /// These Chinese characters instead, in one word.
    Mandarin(String),
    /// These English words.
    English(String),
    /// A mark of the Kokoro vocabulary.
    Mark(&'static str),
    /// Silence: nothing is spoken for it.
    Silent,
}

/// A span of a line with its spoken form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Bytes of the line.
    pub(super) source: Range<usize>,
    /// Its spoken form.
    pub(super) say: Say,
}

/// Part of what a rule takes: up to the character `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    end: usize,
    say: Say,
}

/// A rule: what it takes from the character at `at` on, in order and without gaps; nothing where it
/// does not fit. It looks back and ahead a bounded way only, so that time grows with length.
type Rule = fn(line: &Line, at: usize) -> Option<Vec<Part>>;

/// The rule families for stretches of Mandarin, in the order they are tried. Those for English are
/// [`english::RULES`].
const MANDARIN: &[(&str, Rule)] = &[
    ("address", web::web),
    ("money", money::money),
    ("shared abbreviation", word::shared_abbreviation),
    ("multiplication", math::times),
    ("half of the day", time::half_of_day),
    ("model", model::model),
    ("part of a number", range::part_of),
    ("date", date::date),
    ("time", time::time),
    ("telephone", phone::phone),
    ("shop", code::shop),
    ("hidden digits", code::hidden),
    ("code", code::code),
    ("name in digits", place::place),
    ("version", model::dotted),
    ("difference", math::difference),
    ("ratio", ratio::ratio),
    ("fraction", ratio::fraction),
    ("range", range::range),
    ("between two amounts", range::between),
    ("angle", math::arc),
    ("minutes and seconds", math::pace),
    ("measure", number::measure),
    ("tenths", number::tenths),
    ("ordinal", english::ordinal),
    ("grade", model::graded),
    ("number", number::number),
    ("charge", raised::charge),
    ("power", raised::raised),
    ("note", raised::note),
    ("unit by unit", unit::each),
    ("unit alone", unit::lone),
    ("slash", mark::slash),
    ("Roman numeral", math::roman),
    ("number in a circle", letter::circled),
    ("Greek letter", letter::greek),
    ("kana", letter::kana),
    ("hangul", hangul::hangul),
    ("word", word::word),
    ("mathematics", math::math),
    ("gap", mark::gap),
    ("weekday", mark::weekday),
    ("bracket", mark::bracket),
    ("mark", mark::mark),
];

/// The spans of `text`; they follow one another and cover it. `base` is the language of text that
/// shows none.
pub(super) fn normalize(text: &str, base: Language) -> Vec<Span> {
    let line = Line::new(text, base);
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if is_han(line.at(at)) {
            let end = line.while_at(at, is_han);
            push(&mut spans, line.bytes(at..end), Say::Written);
            at = end;
            continue;
        }
        let rules = if line.is_english(at) { english::RULES } else { MANDARIN };
        let parts = rules.iter().find_map(|(_, rule)| rule(&line, at)).unwrap_or_default();
        let start = at;
        for part in parts {
            // A rule that goes nowhere must not stop the reading.
            if part.end > at && part.end <= line.len() {
                push(&mut spans, line.bytes(at..part.end), part.say);
                at = part.end;
            }
        }
        if at == start {
            push(&mut spans, line.bytes(at..at + 1), Say::Silent);
            at += 1;
        }
    }
    spans
}

/// Adds a span; neighbours in silence become one.
fn push(spans: &mut Vec<Span>, source: Range<usize>, say: Say) {
    if let Some(last) = spans.last_mut()
        && last.say == Say::Silent
        && say == Say::Silent
    {
        last.source.end = source.end;
        return;
    }
    spans.push(Span { source, say });
}

/// One part.
#[expect(clippy::unnecessary_wraps, reason = "rules end in it")]
fn one(end: usize, say: Say) -> Option<Vec<Part>> {
    Some(vec![Part { end, say }])
}

/// One part, said in Mandarin.
fn mandarin(end: usize, spoken: impl Into<String>) -> Option<Vec<Part>> {
    one(end, Say::Mandarin(spoken.into()))
}

/// One part, said in English.
fn english_part(end: usize, spoken: impl Into<String>) -> Option<Vec<Part>> {
    one(end, Say::English(spoken.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps(text: &str) -> usize {
        line::tests::STEPS.with(|steps| steps.set(0));
        normalize(text, Language::Mandarin);
        line::tests::STEPS.with(std::cell::Cell::get)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn work_grows_with_the_text_and_no_faster(
            unit in "([0-9]{1,5}|[a-zA-Z]{1,6}|[-./:,~()=+*%$ ]|[一月日號元第年、（）～]|[A-Za-z0-9+/]{1,9}|ㄅ|の|²|○|，){1,4}"
        ) {
            let (short, long) = (steps(&unit.repeat(300)), steps(&unit.repeat(600)));
            // Twice the text, twice the work; a little more where a rule ends at the end.
            prop_assert!(long <= 2 * short + short / 8 + 4000, "{unit}: {short}, then {long}");
            prop_assert!(long <= 600 * unit.chars().count() * STEPS_A_CHARACTER, "{unit}: {long}");
        }
    }

    /// Most characters that all rules together look at for one of a text.
    const STEPS_A_CHARACTER: usize = 3000;

    #[test]
    fn the_longest_runs_are_looked_at_a_bounded_number_of_times() {
        for unit in ["a", "1", "A1b2/", "1,", "1-", "https://a.", "第1", "("] {
            let text = unit.repeat(20_000 / unit.len());
            assert!(steps(&text) <= text.len() * STEPS_A_CHARACTER, "{unit}: {}", steps(&text));
        }
    }
}
