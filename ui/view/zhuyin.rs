//! Zhuyin beside the characters, as in schoolbooks of Taiwan: symbols from top to bottom at the right of each,
//! the mark of the tone at the right of the last.

use std::ops::Range;

use egui::{Align2, Pos2, Rect, Ui, vec2};
use tingxinwen::{
    article::is_han,
    text::{FrontEnd, zhuyin},
};

use crate::{
    page::Beside,
    theme::{Theme, regular},
};

/// Size of a symbol, as a part of its character's.
const SYMBOL: f32 = 0.4;
/// From one symbol to the next, as a part of a symbol.
const STEP: f32 = 0.9;
/// Marks of tones that stand beside the last symbol.
const MARKS: [char; 3] = ['ˊ', 'ˇ', 'ˋ'];

/// Zhuyin for the characters of `text` that are read one by one, by their bytes.
pub fn zhuyin_of(front_end: &FrontEnd, text: &str) -> Vec<(Range<usize>, String)> {
    let mut beside = Vec::new();
    for word in front_end.words(text) {
        let start = word.source.start as usize;
        let Some(written) = text.get(start..word.source.end as usize) else { continue };
        let letters: Vec<(usize, char)> = written.char_indices().filter(|(_, c)| is_han(*c)).collect();
        // Of what is said otherwise than it is written, no symbol belongs to one character.
        if letters.len() != word.syllables.len() || letters.len() != written.chars().count() {
            continue;
        }
        for ((at, letter), syllable) in letters.into_iter().zip(&word.syllables) {
            if let Some(symbols) = zhuyin(&syllable.reading) {
                let first = start + at;
                beside.push((first..first + letter.len_utf8(), symbols));
            }
        }
    }
    beside
}

/// Paints them beside a row whose corner is at `corner`.
pub fn zhuyin_ui(ui: &Ui, beside: &[Beside], corner: Pos2, theme: &Theme) {
    let clip = ui.clip_rect();
    for Beside { place, symbols } in beside {
        let place = place.translate(corner.to_vec2());
        if !clip.intersects(place) {
            continue;
        }
        column_ui(ui, place, symbols, theme);
    }
}

/// Paints those of the character in `place`.
fn column_ui(ui: &Ui, place: Rect, symbols: &str, theme: &Theme) {
    let painter = ui.painter();
    let symbol = place.width() * SYMBOL;
    let paint = |pos: Pos2, c: char| {
        painter.text(pos, Align2::CENTER_CENTER, c, regular(symbol), theme.ink2);
    };
    let letters: Vec<char> = symbols.chars().filter(|c| !MARKS.contains(c)).collect();
    let below = vec2(0.0, symbol * STEP);
    let half = letters.len().saturating_sub(1) as f32 / 2.0;
    let first = Pos2::new(place.right() + symbol * 0.62, place.center().y) - below * half;
    for (nth, c) in letters.iter().enumerate() {
        paint(first + below * nth as f32, *c);
    }
    if let Some(mark) = symbols.chars().find(|c| MARKS.contains(c)) {
        paint(first + below * (2.0 * half) + vec2(symbol * 0.72, -symbol * 0.3), mark);
    }
}
