//! The rule families for stretches of English.

mod abbreviation;
mod amount;
mod date;

use super::{Part, Rule, english_part as say, line::Line, mark, math, numeral, web, word};

/// In the order they are tried.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("address", web::web),
    ("date", date::date),
    ("time", date::time),
    ("decade", date::decade),
    ("called", amount::called),
    ("money", amount::money),
    ("fraction", amount::fraction),
    ("range", amount::range),
    ("measure", amount::measure),
    ("ordinal", amount::ordinal),
    ("year", date::year),
    ("number", amount::number),
    ("sign", abbreviation::sign),
    ("abbreviation", abbreviation::abbreviation),
    ("Roman numeral", abbreviation::roman),
    ("shared abbreviation", word::shared_abbreviation),
    ("word", word::word),
    ("mathematics", math_sign),
    ("bracket", mark::bracket),
    ("mark", mark::mark),
];

/// Signs of mathematics in English words.
fn math_sign(line: &Line, at: usize) -> Option<Vec<Part>> {
    math::math(line, at)?;
    let word = match line.at(at) {
        '=' => "equals",
        '+' => "plus",
        '-' | '−' => "minus",
        '×' | '*' | 'x' | 'X' => "times",
        '÷' => "divided by",
        '>' => "greater than",
        '<' => "less than",
        '≥' | '≧' => "at least",
        '≤' | '≦' => "at most",
        '≈' | '≒' => "about",
        '±' => "plus or minus",
        '√' => "root",
        '²' => "squared",
        '³' => "cubed",
        'π' => "pi",
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
