//! The rule families for stretches of English.

mod abbreviation;
mod amount;
mod called;
mod date;
mod money;
mod score;
mod street;

use super::{Part, Rule, english_part as say, letter, line::Line, mark, math, numeral, raised, web, word};

pub(super) use amount::ordinal;

/// In the order they are tried.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("address", web::web),
    ("code of a place", street::zip),
    ("season", date::season),
    ("multiplication", times),
    ("date", date::date),
    ("days", date::days),
    ("time", date::time),
    ("ratio", amount::ratio),
    ("decade", date::decade),
    ("called", called::called),
    ("money", money::money),
    ("coins", money::coins),
    ("height", amount::height),
    ("version", amount::dotted),
    ("fraction", amount::fraction),
    ("fraction of one character", amount::fraction_sign),
    ("range", amount::range),
    ("measure", amount::measure),
    ("scaled", amount::scaled),
    ("ordinal", amount::ordinal),
    ("year", date::year),
    ("number", amount::number),
    ("charge", raised::english_charge),
    ("power", raised::english_raised),
    ("note", raised::note),
    ("per", amount::per),
    ("sign", abbreviation::sign),
    ("street", street::street),
    ("state", street::state),
    ("abbreviation", abbreviation::abbreviation),
    ("Roman numeral", abbreviation::roman),
    ("shared abbreviation", word::shared_abbreviation),
    ("number in a circle", letter::circled),
    ("Greek letter", letter::greek),
    ("kana", letter::kana),
    ("hangul", super::hangul::hangul),
    ("word", word::word),
    ("mathematics", math_sign),
    ("bracket", mark::bracket),
    ("mark", mark::mark),
];

/// 4x4, 30 x 40 cm: between two sizes.
fn times(line: &Line, at: usize) -> Option<Vec<Part>> {
    math::is_times(line, at).then(|| say(at + 1, "by"))?
}

/// Signs of mathematics in English words.
fn math_sign(line: &Line, at: usize) -> Option<Vec<Part>> {
    math::math(line, at)?;
    let word = match line.at(at) {
        '=' => "equals",
        '+' => "plus",
        '-' | '−' => "minus",
        '×' | '*' | 'x' | 'X' => "times",
        '÷' => "divided by",
        '>' if line.at(at + 1) == '=' => return say(at + 2, "at least"),
        '<' if line.at(at + 1) == '=' => return say(at + 2, "at most"),
        '>' => "greater than",
        '<' => "less than",
        '≥' | '≧' => "at least",
        '≤' | '≦' => "at most",
        '≈' | '≒' => "about",
        '±' => "plus or minus",
        '√' => "root",
        '∞' => "infinity",
        '≠' => "is not",
        _ => return None,
    };
    say(at + 1, word)
}

/// A number with decimals in words.
fn decimal(whole: &str, decimals: &str) -> String {
    let mut spoken = numeral::english_cardinal(whole);
    if !decimals.is_empty() {
        spoken.push_str(" point ");
        spoken.push_str(&numeral::english_digits(decimals));
    }
    spoken
}
