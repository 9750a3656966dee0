//! A piece of text, laid out as Chinese is set (clreq, section 3): no opening mark ends a line, Latin letters and digits
//! stand an eighth of a character off Chinese ones, and both edges of its lines are flush.

use std::{ops::Range, sync::Arc};

use egui::{
    Color32, FontId, Galley, Rect, Vec2,
    epaint::text::Glyph,
    text::{CCursor, LayoutJob, TextFormat},
    vec2,
};
use tingxinwen::article::{TextRange, is_han};

use super::quotes::{Set, runs};
use crate::theme;

/// Space between Chinese and Latin, as a part of a character (clreq allows up to a quarter).
const LATIN_GAP: f32 = 0.125;
/// What is put between two characters of a line at the most to make it flush, as a part of a character: a line that
/// wants more stays as it is.
const WIDEST_GAP: f32 = 0.3;

/// How a paragraph is set.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The font of its text.
    pub font: FontId,
    /// The font of what is emphasized.
    pub strong: FontId,
    /// Its colour.
    pub color: Color32,
    /// The height of a line, in points.
    pub line: f32,
    /// The width of its lines, in points.
    pub width: f32,
    /// Room for Zhuyin behind each Chinese character, in points.
    pub room: f32,
}

/// A piece of an article's text, laid out.
pub struct Paragraph {
    /// Its text, laid out.
    pub galley: Arc<Galley>,
    range: TextRange,
    text: String,
    /// Chars of `galley` that are line breaks put in here, in order.
    breaks: Vec<usize>,
    /// Room for Zhuyin behind each Chinese character, in points.
    room: f32,
}

impl Paragraph {
    /// Lays out `text`, which stands at `range` of its article; the bytes of `emphasized` stand out.
    pub fn new(
        ctx: &egui::Context,
        text: &str,
        range: TextRange,
        setting: &Setting,
        emphasized: &[Range<usize>],
    ) -> Self {
        let (galley, breaks) = lay_out(ctx, text, setting, emphasized);
        Self { galley, range, text: text.to_owned(), breaks, room: setting.room }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The boxes around the text of `range`, a box a line, from its own corner; room for Zhuyin included.
    pub fn boxes(&self, range: TextRange) -> Vec<Rect> {
        let start = range.start.max(self.range.start);
        let end = range.end.min(self.range.end);
        if start >= end {
            return Vec::new();
        }
        let chars = self.char_at(start)..self.char_at(end);
        let mut boxes = Vec::new();
        let mut first = 0;
        for row in &self.galley.rows {
            let glyphs = &row.row.glyphs;
            let (low, high) = (chars.start.max(first), chars.end.min(first + glyphs.len()));
            if low < high {
                let (left, right) = (&glyphs[low - first], &glyphs[high - first - 1]);
                boxes.push(Rect::from_min_max(
                    row.pos + vec2(left.pos.x, 0.0),
                    row.pos
                        + vec2(
                            right.pos.x + right.advance_width + self.room_behind(right.chr),
                            row.row.size.y,
                        ),
                ));
            }
            first += glyphs.len() + usize::from(row.ends_with_newline);
        }
        boxes
    }

    /// Room for Zhuyin behind `c`, in points.
    pub fn room_behind(&self, c: char) -> f32 {
        if is_han(c) { self.room } else { 0.0 }
    }

    /// The byte of the article under `pos`, from its own corner.
    pub fn offset_at(&self, pos: Vec2) -> u32 {
        let mut cursor = self.galley.cursor_from_pos(pos);
        // A cursor goes to the nearer gap between two characters; the listener means the character.
        let at = self.galley.pos_from_cursor(cursor);
        if at.center().x > pos.x {
            cursor = CCursor::new(cursor.index.0.saturating_sub(1));
        }
        let shown = cursor.index.0;
        let chars = shown - self.breaks.iter().filter(|&&at| at < shown).count();
        let bytes = self.text.char_indices().nth(chars).map_or(self.text.len(), |(at, _)| at);
        self.range.start + (bytes as u32).min(self.range.len().saturating_sub(1))
    }

    /// The char of the galley that shows the byte at `offset`.
    fn char_at(&self, offset: u32) -> usize {
        let bytes = (offset - self.range.start) as usize;
        let chars = self.text.get(..bytes).map_or(0, |before| before.chars().count());
        // Each break before it moves it one further.
        self.breaks.iter().fold(chars, |at, &line_break| if line_break <= at { at + 1 } else { at })
    }
}

/// Marks that open a quotation or bracket: they may not end a line.
const OPENERS: &str = "「『（《〈【〔［｛“‘";

/// Lays out `text` with no opening mark at the end of a line, where `egui` leaves some; returns the chars at which
/// lines were broken for that.
fn lay_out(
    ctx: &egui::Context,
    text: &str,
    setting: &Setting,
    emphasized: &[Range<usize>],
) -> (Arc<Galley>, Vec<usize>) {
    let mut shown = text.to_owned();
    let mut emphasized = emphasized.to_vec();
    let mut breaks = Vec::new();
    loop {
        let mut job = job_of(&shown, setting, &emphasized);
        job.wrap.max_width = setting.width - setting.room;
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let dangling = dangling_opener(&galley).and_then(|at| Some((at, shown.char_indices().nth(at)?.0)));
        let Some((at, byte)) = dangling else {
            let mut galley = Arc::unwrap_or_clone(galley);
            make_flush(&mut galley, &breaks, setting);
            return (Arc::new(galley), breaks);
        };
        shown.insert(byte, '\n');
        breaks.push(at);
        for range in &mut emphasized {
            range.start += usize::from(range.start >= byte);
            range.end += usize::from(range.end > byte);
        }
    }
}

/// `text` in its fonts, with the spaces that belong between its characters.
fn job_of(text: &str, setting: &Setting, emphasized: &[Range<usize>]) -> LayoutJob {
    let plain = TextFormat {
        font_id: setting.font.clone(),
        color: setting.color,
        line_height: Some(setting.line),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let mut last: Option<char> = None;
    for (run, set) in runs(text) {
        let mut from = run.start;
        while from < run.end {
            let first = text[from..].chars().next().unwrap_or_default();
            let is_strong = emphasized.iter().any(|range| range.contains(&from));
            let is_after_han = last.is_some_and(is_han);
            // As many letters as stand behind the same kind.
            let (mut end, mut before) = (from + first.len_utf8(), first);
            for (at, c) in text[from..run.end].char_indices().skip(1) {
                let is_other = is_han(before) != is_after_han
                    || has_latin_gap(before, c)
                    || emphasized.iter().any(|range| range.contains(&(from + at))) != is_strong;
                if is_other {
                    break;
                }
                (end, before) = (from + at + c.len_utf8(), c);
            }
            let font = if is_strong { &setting.strong } else { &setting.font };
            let font_id = match set {
                Set::Plain => font.clone(),
                Set::English => theme::english(font),
            };
            let gap = last.is_some_and(|last| has_latin_gap(last, first));
            let leading = if gap { setting.font.size * LATIN_GAP } else { 0.0 };
            // The space of a letter stands before it: it is wanted behind Chinese characters.
            let extra_letter_spacing = if is_after_han { setting.room } else { 0.0 };
            job.append(
                &text[from..end],
                leading,
                TextFormat { font_id, extra_letter_spacing, ..plain.clone() },
            );
            (from, last) = (end, Some(before));
        }
    }
    job
}

/// Whether an eighth of a character belongs between the two.
fn has_latin_gap(a: char, b: char) -> bool {
    let is_latin = |c: char| c.is_alphanumeric() && (c as u32) < 0x0250;
    (is_han(a) && is_latin(b)) || (is_latin(a) && is_han(b))
}

/// The char of the first opening mark that ends a line which could do without it.
fn dangling_opener(galley: &Galley) -> Option<usize> {
    let mut first = 0;
    let (_, rows) = galley.rows.split_last()?;
    for row in rows {
        let glyphs = &row.row.glyphs;
        let openers = glyphs.iter().rev().take_while(|glyph| OPENERS.contains(glyph.chr)).count();
        if !row.ends_with_newline && openers > 0 && openers < glyphs.len() {
            return Some(first + glyphs.len() - openers);
        }
        first += glyphs.len() + usize::from(row.ends_with_newline);
    }
    None
}

/// Whether space may be put beside `glyph`: Chinese characters and marks as wide as they are, not letters of a word or
/// marks among them.
fn is_wide(glyph: &Glyph, size: f32) -> bool {
    let is_chinese =
        is_han(glyph.chr) || matches!(glyph.chr, '\u{3000}'..='\u{30FF}' | '\u{FF00}'..='\u{FFEF}');
    is_chinese || (!glyph.chr.is_alphanumeric() && glyph.advance_width > size * 0.8)
}

/// Spreads the characters of each line so that it ends where the column does; the last line of a paragraph, and lines
/// of letters, stay.
fn make_flush(galley: &mut Galley, breaks: &[usize], setting: &Setting) {
    let size = setting.font.size;
    let pixel = 1.0 / galley.pixels_per_point.max(0.1);
    let count = galley.rows.len();
    let mut first = 0;
    let mut bounds = galley.mesh_bounds;
    for (nth, placed) in galley.rows.iter_mut().enumerate() {
        let end = first + placed.row.glyphs.len();
        let is_own = placed.ends_with_newline && breaks.contains(&end);
        first = end + usize::from(placed.ends_with_newline);
        if nth + 1 == count || (placed.ends_with_newline && !is_own) {
            continue;
        }
        let glyphs = &placed.row.glyphs;
        let shown = glyphs.len() - glyphs.iter().rev().take_while(|glyph| glyph.chr.is_whitespace()).count();
        let gaps: Vec<bool> = glyphs[..shown]
            .windows(2)
            .map(|pair| is_wide(&pair[0], size) || is_wide(&pair[1], size))
            .collect();
        let wide = gaps.iter().filter(|is_gap| **is_gap).count();
        let right = glyphs[..shown].last().map_or(0.0, |glyph| glyph.pos.x + glyph.advance_width);
        let slack = setting.width - setting.room - right;
        if wide == 0 || slack < pixel || slack / wide as f32 > setting.font.size * WIDEST_GAP {
            continue;
        }
        let row = Arc::make_mut(&mut placed.row);
        let mut passed = 0;
        for (at, is_gap) in gaps.into_iter().enumerate() {
            passed += usize::from(is_gap);
            let moved = (slack * passed as f32 / wide as f32 / pixel).floor() * pixel;
            let glyph = &mut row.glyphs[at + 1];
            glyph.pos.x += moved;
            if glyph.uv_rect.is_nothing() {
                continue;
            }
            let corner = glyph.first_vertex as usize;
            for vertex in row.visuals.mesh.vertices.iter_mut().skip(corner).take(4) {
                vertex.pos.x += moved;
            }
        }
        for glyph in &mut row.glyphs[shown..] {
            glyph.pos.x += slack;
        }
        row.size.x += slack;
        row.visuals.mesh_bounds.max.x += slack;
        bounds = bounds.union(row.visuals.mesh_bounds.translate(placed.pos.to_vec2()));
    }
    galley.mesh_bounds = bounds;
    galley.rect.max.x = galley.rect.max.x.max(bounds.max.x);
}
