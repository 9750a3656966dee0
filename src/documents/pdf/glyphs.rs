//! Glyphs of a page: each with its character and place, in the direction in which the page is read.

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};
use hayro_syntax::page::Page;

use super::radicals::folded;

/// How many glyphs a page may have; what follows is left out.
const MAX_GLYPHS: usize = 400_000;
/// Units of an em in a glyph's own space.
const EM: f64 = 1000.0;
/// Where the middle of an ideograph stands above its baseline, in units of an em.
const MIDDLE: f64 = 380.0;

/// A glyph, in a space in which lines go from left to right and follow each other downwards; units are points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its characters.
    pub(super) text: String,
    /// Where it begins and ends along its line.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Where its line stands: the baseline, for vertical text the middle.
    pub(super) line: f64,
    /// The size of its font.
    pub(super) size: f64,
}

/// What is drawn on a page.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Its glyphs that have characters, in the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// How many glyphs have none.
    pub(super) unknown: usize,
    /// How many pictures there are.
    pub(super) pictures: usize,
}

/// Draws `page`.
pub(super) fn draw<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> Drawn {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings);
    let mut pen = Pen { bounds, ..Pen::default() };
    interpret_page(page, &mut context, &mut pen);
    pen.finish()
}

/// A glyph as it stands on the page.
struct Placed {
    text: String,
    origin: Point,
    middle: Point,
    /// The step to the next, and its direction.
    advance: (f64, f64),
    size: f64,
    is_vertical: bool,
}

#[derive(Default)]
struct Pen {
    bounds: Rect,
    placed: Vec<Placed>,
    unknown: usize,
    pictures: usize,
}

impl Pen {
    /// The glyphs in the direction of most of them; the others stand in the margin.
    fn finish(self) -> Drawn {
        let directions = self.placed.iter().map(|glyph| glyph.direction());
        let mut counts = [0_usize; 5];
        directions.for_each(|direction| counts[direction as usize] += 1);
        let vertical = counts[Direction::Vertical as usize];
        let is_vertical = (vertical.max(self.stacked())) * 2 > self.placed.len();
        let main = (0..4).max_by_key(|index| counts[*index]).unwrap_or(0);
        let glyphs = self.placed.iter().filter_map(|glyph| {
            if is_vertical {
                Some(glyph.in_column())
            } else {
                (glyph.direction() as usize == main).then(|| glyph.in_line(main))
            }
        });
        Drawn { glyphs: glyphs.collect(), unknown: self.unknown, pictures: self.pictures }
    }
}

impl Pen {
    /// How many glyphs stand right below the one before: some programs write vertical text so, glyph by glyph.
    fn stacked(&self) -> usize {
        let is_stacked = |pair: &&[Placed]| {
            let step = pair[1].middle - pair[0].middle;
            step.x.abs() < 0.3 * pair[1].size && (0.7..1.6).contains(&(step.y / pair[1].size))
        };
        self.placed.windows(2).filter(is_stacked).count()
    }
}

/// The direction in which a glyph's line goes on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
    /// Downwards, its glyphs upright.
    Vertical,
}

impl Placed {
    fn direction(&self) -> Direction {
        let (x, y) = self.advance;
        match (self.is_vertical, x.abs() >= y.abs()) {
            (true, _) => Direction::Vertical,
            (false, true) if x >= 0.0 => Direction::Right,
            (false, true) => Direction::Left,
            (false, false) if y >= 0.0 => Direction::Down,
            (false, false) => Direction::Up,
        }
    }

    /// In lines, as if the page were turned so that `direction` (an index of [`Direction`]) goes to the right.
    fn in_line(&self, direction: usize) -> Glyph {
        let Point { x, y } = self.origin;
        let (from, line) = match direction {
            1 => (y, -x),
            2 => (-x, -y),
            3 => (-y, x),
            _ => (x, y),
        };
        let step = self.advance.0.hypot(self.advance.1);
        Glyph { text: self.text.clone(), from, to: from + step, line, size: self.size }
    }

    /// In columns, which go downwards and follow each other to the left.
    fn in_column(&self) -> Glyph {
        let (text, size) = (self.text.clone(), self.size);
        let line = -self.middle.x;
        match self.direction() {
            Direction::Down => {
                Glyph { text, from: self.origin.y, to: self.origin.y + self.advance.1, line, size }
            }
            Direction::Vertical | Direction::Right | Direction::Left | Direction::Up => {
                Glyph { text, from: self.middle.y - size / 2.0, to: self.middle.y + size / 2.0, line, size }
            }
        }
    }
}

impl<'a> Device<'a> for Pen {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // What is filled and stroked is drawn twice.
        if matches!(mode, DrawMode::Stroke(_))
            && self.placed.last().is_some_and(|last| self.is_same(last, run, &props))
        {
            return;
        }
        for glyph in run.glyphs() {
            if self.placed.len() >= MAX_GLYPHS {
                return;
            }
            let advance = match &**glyph {
                Shape::Outline(outline) => outline.advance_width(),
                Shape::Type3(shape) => shape.advance_width(),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            let is_known = text.chars().any(|c| {
                !c.is_control() && c != char::REPLACEMENT_CHARACTER && !('\u{E000}'..='\u{F8FF}').contains(&c)
            });
            if !is_known {
                self.unknown += 1;
                continue;
            }
            let transform = props.transform * glyph.transform();
            let origin = transform * Point::ZERO;
            let advance = f64::from(advance.unwrap_or(500.0));
            let step = transform * Point::new(advance.max(1.0), 0.0) - origin;
            let up = transform * Point::new(0.0, EM) - origin;
            if !self.bounds.inflate(2.0, 2.0).contains(origin) || !up.hypot().is_finite() {
                continue;
            }
            self.placed.push(Placed {
                text: text.chars().map(folded).collect(),
                origin,
                middle: transform * Point::new(advance / 2.0, MIDDLE),
                advance: (step.x, step.y),
                size: up.hypot(),
                is_vertical: run.writing_mode() == WritingMode::Vertical,
            });
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictures += 1;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Pen {
    /// Whether the last glyph of `run` stands where `last` does.
    fn is_same(&self, last: &Placed, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
        run.glyphs().last().is_some_and(|glyph| {
            let origin = props.transform * glyph.transform() * Point::ZERO;
            (origin - last.origin).hypot() < 0.1
        })
    }
}
