//! Focus mode: the sentence that is heard, large, between those before and after it; nothing else.

use egui::{Color32, FontId, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use tingxinwen::{
    article::TextRange,
    player::Command,
    text::{Script, SentenceIdx},
};

use super::reader::{Highlight, paint_word_box};
use crate::{
    look::{Paragraph, Setting},
    theme::{Theme, page, page_bold},
};

/// The sizes of the sentence that is heard and of the others, in points, with the heights of their lines.
const CURRENT: [f32; 2] = [38.0, 62.0];
const OTHER: [f32; 2] = [26.0, 44.0];
/// The widest column, in characters of the sentence that is heard.
const COLUMN: f32 = 22.0;
/// Space between two sentences, in points.
const GAP: f32 = 28.0;
/// Where the sentence that is heard begins, as a part of the height.
const HEIGHT: f32 = 0.36;

/// Draws the sentences of `script` around the one that is heard; a press on one goes there.
pub fn focus_ui(ui: &mut Ui, script: &Script, here: Highlight, theme: &Theme, commands: &mut Vec<Command>) {
    let (area, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let heard = here.sentence.and_then(|range| script.sentence_at(range.start));
    let Some(current) = heard.or_else(|| script.sentence_at(0)) else { return };
    // A narrow window has smaller letters, not broken words.
    let scale = (area.width() / 760.0).clamp(0.6, 1.0);
    let width = (area.width() - 96.0 * scale).min(CURRENT[0] * scale * COLUMN).max(120.0);
    let left = area.center().x - width / 2.0;
    let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(area));
    ui.set_clip_rect(area);
    let mut shown = Shown { script, here, theme, scale, width };
    let top = area.top() + area.height() * HEIGHT;
    let mut below = shown.sentence_ui(ui, current, pos2(left, top), 0, commands);
    let mut next = current;
    for distance in 1.. {
        next = SentenceIdx(next.0 + 1);
        if below > area.bottom() || script.sentence(next).is_none() {
            break;
        }
        below = shown.sentence_ui(ui, next, pos2(left, below), distance, commands);
    }
    let mut above = top;
    let mut before = current;
    for distance in 1.. {
        let Some(index) = before.0.checked_sub(1).filter(|_| above > area.top()) else { break };
        before = SentenceIdx(index);
        above -= shown.height_of(ui, before);
        shown.sentence_ui(ui, before, pos2(left, above), distance, commands);
    }
    fade(ui, area, theme);
}

struct Shown<'a> {
    script: &'a Script,
    here: Highlight,
    theme: &'a Theme,
    scale: f32,
    width: f32,
}

impl Shown<'_> {
    fn paragraph(
        &self,
        ui: &Ui,
        sentence: SentenceIdx,
        is_current: bool,
        color: Color32,
    ) -> Option<Paragraph> {
        let range = self.script.sentence(sentence)?.range;
        let text = self.script.article().slice(range);
        let [size, line] = if is_current { CURRENT } else { OTHER };
        let size = (size * self.scale).round();
        let font: FontId = if is_current { page_bold(size) } else { page(size) };
        let setting = Setting {
            strong: font.clone(),
            font,
            color,
            line: (line * self.scale).round(),
            width: self.width,
            room: 0.0,
        };
        Some(Paragraph::new(ui.ctx(), text, range, &setting, &[]))
    }

    /// The height of a sentence that is not the one heard, and the space behind it.
    fn height_of(&self, ui: &Ui, sentence: SentenceIdx) -> f32 {
        let paragraph = self.paragraph(ui, sentence, false, self.theme.focus_near);
        paragraph.map_or(0.0, |paragraph| paragraph.galley.size().y) + GAP * self.scale
    }

    /// Draws a sentence `distance` from the one heard; returns where the next begins.
    fn sentence_ui(
        &mut self,
        ui: &mut Ui,
        sentence: SentenceIdx,
        corner: Pos2,
        distance: usize,
        commands: &mut Vec<Command>,
    ) -> f32 {
        let theme = self.theme;
        let color = match distance {
            0 => theme.ink,
            1 | 2 => theme.focus_near,
            _ => theme.focus_far,
        };
        let Some(paragraph) = self.paragraph(ui, sentence, distance == 0, color) else { return corner.y };
        let rect = Rect::from_min_size(corner, vec2(self.width, paragraph.galley.size().y));
        let response = ui.interact(rect, ui.scope_id().with(("sentence", sentence.0)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, paragraph.text()));
        if response.clicked()
            && let Some(sentence) = self.script.sentence(sentence)
        {
            commands.push(Command::SeekTo(sentence.range.start));
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if distance == 0 {
            let bar = Rect::from_min_size(corner - vec2(32.0 * self.scale, 0.0), vec2(5.0, rect.height()));
            ui.painter().rect_filled(bar, 2.5, theme.accent);
        }
        ui.painter().galley(corner, paragraph.galley.clone(), color);
        if distance == 0 {
            let boxes = self.here.word.into_iter().flat_map(|word: TextRange| paragraph.boxes(word));
            for place in boxes {
                paint_word_box(ui, place.translate(corner.to_vec2()), corner, &paragraph.galley, theme);
            }
        }
        rect.bottom() + GAP * self.scale
    }
}

/// Has the text go into the paper at the top and the bottom.
fn fade(ui: &Ui, area: Rect, theme: &Theme) {
    let paper = theme.paper;
    let clear = Color32::from_rgba_unmultiplied(paper.r(), paper.g(), paper.b(), 0);
    let band = |rect: Rect, above: Color32, below: Color32| {
        let mut mesh = egui::Mesh::default();
        for (corner, color) in [
            (rect.left_top(), above),
            (rect.right_top(), above),
            (rect.left_bottom(), below),
            (rect.right_bottom(), below),
        ] {
            mesh.colored_vertex(corner, color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(1, 2, 3);
        ui.painter().add(mesh);
    };
    let high = (area.height() * 0.16).min(100.0);
    band(area.with_max_y(area.top() + high), paper, clear);
    band(area.with_min_y(area.bottom() - high), clear, paper);
}
