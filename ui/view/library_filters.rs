//! What of the library is listed: how far it was heard, by tag, and in which order; and the tags of a document.

use egui::{RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};
use tingxinwen_library::{Filter, Sort};

use super::library::{LibraryChoice, LibraryShown};
use crate::{
    look::{Button, Glyph, Stays, choice_row_ui, galley, heading_ui, popover},
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// The height of a chip, in points.
const CHIP: f32 = 32.0;

/// A round choice that can be on; whether it was pressed.
fn chip_ui(ui: &mut Ui, text: &str, is_on: bool, theme: &Theme) -> bool {
    let font = if is_on { bold(size::SMALL) } else { regular(size::SMALL) };
    let label = galley(ui, text, font, 240.0);
    let tick = if is_on { 20.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(label.size().x + tick + 28.0, CHIP), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_on, text));
    let painter = ui.painter();
    let edge = if is_on || response.has_focus() { theme.accent } else { theme.line };
    let fill = match (is_on, response.hovered()) {
        (true, _) => theme.selected,
        (false, true) => theme.pointed,
        (false, false) => theme.paper,
    };
    painter.rect_filled(rect, CHIP / 2.0, fill);
    painter.rect_stroke(rect, CHIP / 2.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    let ink = if is_on { theme.accent } else { theme.ink2 };
    if is_on {
        Glyph::Check.paint(painter, pos2(rect.left() + 20.0, rect.center().y), 15.0, ink);
    }
    let corner = pos2(rect.left() + 14.0 + tick, rect.center().y - label.size().y / 2.0);
    painter.galley_with_override_text_color(corner, label, ink);
    response.clicked()
}

/// The filters, and the listener's tags.
pub(super) fn filters_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    let counts = shown.counts;
    let filters = [
        (Filter::All, words.filter_all(), counts.all),
        (Filter::Unheard, words.filter_unheard(), counts.unheard),
        (Filter::Begun, words.filter_begun(), counts.begun),
        (Filter::Heard, words.filter_heard(), counts.heard),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for (filter, label, count) in filters {
            let label = words.filter_count(label, count);
            if chip_ui(ui, &label, shown.query.filter == filter, theme) && shown.query.filter != filter {
                shown.query.filter = filter;
                choices.push(LibraryChoice::Changed);
            }
        }
        for (tag, count) in shown.tags {
            let is_on = shown.query.tag.as_ref() == Some(tag);
            if chip_ui(ui, &words.filter_count(format!("#{tag}"), *count), is_on, theme) {
                shown.query.tag = (!is_on).then(|| tag.clone());
                choices.push(LibraryChoice::Changed);
            }
        }
    });
    ui.add_space(8.0);
}

/// The button of the order, and its card; whether another was chosen.
pub(super) fn sort_ui(ui: &mut Ui, sort: &mut Sort, words: &Words, theme: &Theme) -> bool {
    let label_of = |sort: Sort| match sort {
        Sort::Recent => words.sort_recent(),
        Sort::Published => words.sort_published(),
        Sort::Title => words.sort_title(),
        Sort::Length => words.sort_length(),
    };
    let (label, now) = (words.sort_menu(), label_of(*sort));
    let button = Button::new(&label).glyph(Glyph::Sort).text(&now).ui(ui, theme);
    let mut changed = false;
    popover(&button, Stays::UntilPressed, 220.0, theme, |ui| {
        heading_ui(ui, words.sort_menu());
        for choice in [Sort::Recent, Sort::Published, Sort::Title, Sort::Length] {
            if choice_row_ui(ui, &label_of(choice), "", *sort == choice, theme).clicked() && *sort != choice {
                *sort = choice;
                changed = true;
            }
        }
    });
    button.on_hover_text(label);
    changed
}

/// The tags of a document, among all there are, and a field for a new one; the tags after a change.
pub(super) fn tags_ui(
    ui: &mut Ui,
    tags: &[String],
    all: &[(String, u64)],
    new: &mut String,
    words: &Words,
    theme: &Theme,
) -> Option<Vec<String>> {
    let mut changed = None;
    heading_ui(ui, words.tags());
    for (tag, _) in all {
        let is_on = tags.contains(tag);
        if choice_row_ui(ui, &format!("#{tag}"), "", is_on, theme).clicked() {
            let mut after = tags.to_vec();
            if is_on {
                after.retain(|had| had != tag);
            } else {
                after.push(tag.clone());
            }
            changed = Some(after);
        }
    }
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(new).hint_text(words.tag_new()).desired_width(f32::INFINITY);
        let field = ui.add(field.margin(vec2(8.0, 7.0)));
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.tag_new()));
        let enters = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let tag = new.trim().trim_start_matches('#').to_owned();
        if enters && !tag.is_empty() {
            changed = Some(tags.iter().cloned().chain([tag]).collect());
            new.clear();
        }
    });
    if tags.is_empty() && all.is_empty() {
        ui.label(RichText::new(words.tags_hint()).size(size::SMALL).color(theme.ink2));
    }
    changed
}
