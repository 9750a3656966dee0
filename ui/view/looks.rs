//! The card of how the page looks: colours, face, size of text, height of lines, width of the column, pictures, Zhuyin.

use egui::{
    Align, Align2, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use tingxinwen::settings::{Face, LineHeight, Looks, ThemeChoice};

use crate::{
    look::{Glyph, glyph_button_ui, segments_ui, switch_row_ui},
    theme::{CONTRAST, DARK, LIGHT, SEPIA, Theme, regular, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 44.0;
/// Space between the samples of colours.
const GAP: f32 = 8.0;

/// Draws the card; what is chosen is put into `looks`, and into `zhuyin` where there is a choice of it.
/// `missing_font` is what can be installed for the face that was chosen.
pub fn looks_ui(
    ui: &mut Ui,
    looks: &mut Looks,
    zhuyin: Option<&mut bool>,
    missing_font: Option<&str>,
    words: &Words,
    theme: &Theme,
) {
    themes_ui(ui, &mut looks.theme, words, theme);
    let mut follows = looks.theme == ThemeChoice::System;
    if switch_row_ui(ui, &words.theme(ThemeChoice::System), &mut follows, theme) {
        let is_dark = ui.ctx().theme() == egui::Theme::Dark;
        looks.theme = match (follows, is_dark) {
            (true, _) => ThemeChoice::System,
            (false, true) => ThemeChoice::Dark,
            (false, false) => ThemeChoice::Light,
        };
    }
    row_ui(ui, &words.looks_face(), theme, |ui| {
        let choices = Face::ALL.map(|face| (face, words.face(face)));
        segments_ui(ui, &mut looks.face, choices, theme);
    });
    if let Some(font) = missing_font {
        ui.label(RichText::new(words.face_missing(font)).size(size::SMALL).color(theme.warn));
    }
    let mut size = looks.text_size();
    if stepper_ui(ui, &words.looks_text_size(), &mut size, Looks::TEXT_SIZES, words, theme) {
        looks.set_text_size(size);
    }
    let mut column = looks.column();
    if stepper_ui(ui, &words.looks_column(), &mut column, Looks::COLUMNS, words, theme) {
        looks.set_column(column);
    }
    row_ui(ui, &words.looks_lines(), theme, |ui| {
        let choices = LineHeight::ALL.map(|lines| (lines, words.line_height(lines)));
        segments_ui(ui, &mut looks.lines, choices, theme);
    });
    switch_row_ui(ui, &words.looks_pictures(), &mut looks.pictures, theme);
    if let Some(zhuyin) = zhuyin {
        switch_row_ui(ui, &words.zhuyin(), zhuyin, theme);
    }
}

/// A sample of each theme's paper and ink.
fn themes_ui(ui: &mut Ui, choice: &mut ThemeChoice, words: &Words, theme: &Theme) {
    let samples = [
        (ThemeChoice::Light, LIGHT),
        (ThemeChoice::Sepia, SEPIA),
        (ThemeChoice::Dark, DARK),
        (ThemeChoice::Contrast, CONTRAST),
    ];
    let side = (ui.available_width() - 3.0 * GAP) / 4.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (value, sample) in samples {
            let (rect, response) = ui.allocate_exact_size(vec2(side, 56.0), Sense::click());
            let is_on = *choice == value || (*choice == ThemeChoice::System && *theme == sample);
            let name = words.theme(value);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_on, name.as_str()));
            let painter = ui.painter();
            painter.rect_filled(rect, 8.0, sample.paper);
            let edge = if is_on || response.has_focus() {
                Stroke::new(2.0, theme.accent)
            } else {
                Stroke::new(1.0, theme.line)
            };
            painter.rect_stroke(rect, 8.0, edge, StrokeKind::Inside);
            let top = pos2(rect.center().x, rect.top() + 18.0);
            painter.text(top, Align2::CENTER_CENTER, "文", regular(17.0), sample.ink);
            let below = pos2(rect.center().x, rect.bottom() - 15.0);
            painter.text(below, Align2::CENTER_CENTER, &name, regular(size::SMALL), sample.ink);
            if response.clicked() {
                *choice = value;
            }
        }
    });
}

/// A row with its words at the left.
pub(super) fn row_ui(ui: &mut Ui, label: &str, theme: &Theme, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.label(RichText::new(label).color(theme.ink2));
        ui.with_layout(Layout::right_to_left(Align::Center), content);
    });
}

/// A number with a button for less and one for more; whether it changed.
fn stepper_ui(
    ui: &mut Ui,
    label: &str,
    value: &mut u32,
    range: std::ops::RangeInclusive<u32>,
    words: &Words,
    theme: &Theme,
) -> bool {
    let before = *value;
    row_ui(ui, label, theme, |ui| {
        if glyph_button_ui(ui, Glyph::Plus, &words.more_of(label), 36.0, theme).clicked() {
            *value += 1;
        }
        let (slot, _) = ui.allocate_exact_size(vec2(36.0, 36.0), Sense::hover());
        paint_number(ui, slot, *value, theme);
        if glyph_button_ui(ui, Glyph::Minus, &words.less_of(label), 36.0, theme).clicked() {
            *value = value.saturating_sub(1);
        }
    });
    *value = (*value).clamp(*range.start(), *range.end());
    *value != before
}

fn paint_number(ui: &Ui, slot: Rect, value: u32, theme: &Theme) {
    let (text, font) = (value.to_string(), regular(size::CONTROL));
    ui.painter().text(slot.center(), Align2::CENTER_CENTER, text, font, theme.ink);
}
