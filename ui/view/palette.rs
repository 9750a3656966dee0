//! The palette: all actions, found by what is typed.

use egui::{Align, Key, Layout, Modal, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};
use tingxinwen::player::Snapshot;

use crate::{
    actions::{Action, KeyMap},
    theme::{Theme, size},
    words::Words,
};

/// Its width, in points, where the window has room for it.
const WIDTH: f32 = 460.0;
/// The height of an action in it, in points.
const ROW: f32 = 36.0;
/// How many actions are in sight at once.
const SHOWN: f32 = 9.0;

/// What is typed into the open palette, and which of the found actions is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    query: String,
    chosen: usize,
}

/// What the listener did in [`palette_ui`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteChoice {
    /// Nothing yet.
    Waiting,
    /// Went away.
    Closed,
    /// Wants this done.
    Done(Action),
}

impl Palette {
    /// The actions that are found, those first that can be done now.
    pub fn found(&self, snapshot: &Snapshot) -> Vec<Action> {
        let is_found = |action: &Action| *action != Action::Palette && action.is_found_by(&self.query);
        let mut found: Vec<Action> = Action::ALL.iter().copied().filter(is_found).collect();
        found.sort_by_key(|action| !action.is_enabled(snapshot));
        found
    }
}

/// Draws the palette.
pub fn palette_ui(
    ctx: &egui::Context,
    palette: &mut Palette,
    keys: &KeyMap,
    snapshot: &Snapshot,
    words: &Words,
    theme: &Theme,
) -> PaletteChoice {
    let mut choice = PaletteChoice::Waiting;
    let (down, up, enter) = ctx.input_mut(|input| {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key);
        (count(Key::ArrowDown), count(Key::ArrowUp), count(Key::Enter) > 0)
    });
    let modal = Modal::new(egui::Id::unique("palette")).show(ctx, |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 48.0));
        let field = TextEdit::singleline(&mut palette.query).hint_text(words.palette_hint());
        let field = ui.add(field.desired_width(f32::INFINITY).margin(vec2(8.0, 8.0)));
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.palette_hint()));
        field.request_focus();
        if field.changed() {
            palette.chosen = 0;
        }
        let found = palette.found(snapshot);
        palette.chosen = (palette.chosen + down).saturating_sub(up).min(found.len().saturating_sub(1));
        ui.add_space(8.0);
        if found.is_empty() {
            ui.label(RichText::new(words.palette_nothing()).color(theme.faint_ink));
        }
        ScrollArea::vertical().max_height(ROW * SHOWN).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (idx, action) in found.iter().enumerate() {
                let is_chosen = idx == palette.chosen;
                let row = row_ui(ui, *action, is_chosen, keys, snapshot, words, theme);
                if is_chosen && down + up > 0 {
                    row.scroll_to_me(None);
                }
                if action.is_enabled(snapshot) && (row.clicked() || (enter && is_chosen)) {
                    choice = PaletteChoice::Done(*action);
                }
            }
        });
    });
    if modal.should_close() && choice == PaletteChoice::Waiting { PaletteChoice::Closed } else { choice }
}

fn row_ui(
    ui: &mut Ui,
    action: Action,
    is_chosen: bool,
    keys: &KeyMap,
    snapshot: &Snapshot,
    words: &Words,
    theme: &Theme,
) -> egui::Response {
    ui.add_enabled_ui(action.is_enabled(snapshot), |ui| {
        let button =
            egui::Button::selectable(is_chosen, RichText::new(action.label(words)).size(size::CONTROL));
        let keys = keys.shown(action, words).unwrap_or_default();
        let keys = RichText::new(keys).size(size::CONTROL - 2.0).color(theme.faint_ink);
        let row = vec2(ui.available_width(), ROW);
        ui.allocate_ui_with_layout(row, Layout::top_down_justified(Align::Min), |ui| {
            ui.add(button.right_text(keys).min_size(row))
        })
        .inner
    })
    .inner
}
