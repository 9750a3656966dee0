//! The bar above the page: the way back to the library or to the voice, and the page's tools.

use egui::{Align, Label, Layout, RichText, Ui, vec2};
use tingxinwen::player::{Command, Snapshot};

use super::App;
use crate::{
    actions::Action,
    look::{Button, Glyph, Stays, glyph_button_ui, heading_ui, menu_row_ui, popover},
    panes::{Panes, Side},
    theme::{Theme, size},
    view::{blocks::blocks_ui, looks::looks_ui, reader::Highlight, sidebar::Destination},
};

/// Its height, in points; where the window is low, the second.
const HEIGHT: f32 = 52.0;
const LOW: f32 = 44.0;
/// The side of a button, in points.
const TOOL: f32 = 36.0;
/// A bar less wide has only what must be in it, in points.
const NARROW: f32 = 560.0;

/// What the menu of all else has.
const MORE: [(Glyph, Action); 13] = [
    (Glyph::Search, Action::Find),
    (Glyph::Tag, Action::Mark),
    (Glyph::Edit, Action::Note),
    (Glyph::Translate, Action::Pronounce),
    (Glyph::Again, Action::Reload),
    (Glyph::Folder, Action::OpenFile),
    (Glyph::Enlarge, Action::Focus),
    (Glyph::Mini, Action::Mini),
    (Glyph::Download, Action::KeepOffline),
    (Glyph::Suitcase, Action::TakeAlong),
    (Glyph::Gear, Action::Settings),
    (Glyph::Menu, Action::Palette),
    (Glyph::Keyboard, Action::Keys),
];

impl App {
    /// Draws the bar. Whether words are pronounced anew.
    pub(super) fn top_bar_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) -> bool {
        let row = vec2(ui.available_width(), if panes.is_low { LOW } else { HEIGHT });
        let is_narrow = row.x < NARROW;
        let mut asked = None;
        let mut changed = false;
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            self.more_ui(ui, theme, snapshot, &mut asked);
            if !is_narrow {
                self.action_button_ui(ui, Glyph::Enlarge, Action::Focus, theme, snapshot, &mut asked);
            }
            changed = self.looks_card_ui(ui, theme);
            let label = self.words.blocks_menu();
            let blocks = glyph_button_ui(ui, Glyph::Checklist, &label, TOOL, theme);
            popover(&blocks, Stays::UntilLeft, 380.0, theme, |ui| {
                heading_ui(ui, label);
                blocks_ui(ui, &snapshot.block_filter, self.words, theme, commands);
            });
            if is_narrow && self.panels.has_library() {
                self.action_button_ui(ui, Glyph::Queue, Action::Queue, theme, snapshot, &mut asked);
            }
            // At the left of the others, since what it says has no fixed width.
            if !is_narrow {
                self.offline_ui(ui, theme, snapshot, &mut asked);
                self.take_along_button_ui(ui, theme, snapshot, &mut asked);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                self.left_ui(ui, panes, theme, snapshot, &mut asked);
            });
        });
        if let Some(action) = asked {
            self.perform(action, ui.ctx(), snapshot, here, commands);
        }
        changed
    }

    /// A button of `action`.
    fn action_button_ui(
        &self,
        ui: &mut Ui,
        glyph: Glyph,
        action: Action,
        theme: &Theme,
        snapshot: &Snapshot,
        asked: &mut Option<Action>,
    ) {
        ui.add_enabled_ui(action.is_enabled(snapshot), |ui| {
            let label = action.label(self.words);
            let button = Button::new(&label).glyph(glyph).ui(ui, theme);
            if button.on_hover_text(self.keys.tip(action, self.words)).clicked() {
                *asked = Some(action);
            }
        });
    }

    /// The button that keeps the article for offline, with how far it is.
    fn offline_ui(&self, ui: &mut Ui, theme: &Theme, snapshot: &Snapshot, asked: &mut Option<Action>) {
        let Some((_, offline)) = &self.tools else { return };
        let action = Action::KeepOffline;
        let state = offline.state(snapshot, self.words);
        let label = state.as_ref().map_or_else(|| action.label(self.words), |state| state.label.clone());
        ui.add_enabled_ui(action.is_enabled(snapshot), |ui| {
            let is_on = state.as_ref().is_some_and(|state| state.why.is_none());
            let button = Button::new(&label).glyph(Glyph::Download).on(is_on).ui(ui, theme);
            let why = state.as_ref().and_then(|state| state.why.clone());
            let tip = why.unwrap_or_else(|| self.keys.tip(action, self.words));
            if button.on_hover_text(tip).clicked() {
                *asked = Some(action);
            }
        });
        if let Some(text) = state.and_then(|state| state.text) {
            ui.label(RichText::new(text).size(size::SMALL).color(theme.ink2));
        }
    }

    /// The card of how the page looks. Whether words are pronounced anew.
    fn looks_card_ui(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        if self.program.is_none() {
            return false;
        }
        let label = self.words.looks_menu();
        let button = glyph_button_ui(ui, Glyph::Letters, &label, TOOL, theme);
        let before = self.looks();
        let (mut looks, had) = (before.clone(), before.zhuyin);
        let mut zhuyin = had;
        let mut changed = false;
        popover(&button, Stays::UntilLeft, 340.0, theme, |ui| {
            heading_ui(ui, label);
            let zhuyin = self.reading.is_some().then_some(&mut zhuyin);
            looks_ui(ui, &mut looks, zhuyin, self.faces.missing(), self.words, theme);
            if let Some(reading) = &mut self.reading {
                changed = reading.choice_ui(ui, self.words, theme);
            }
        });
        if zhuyin != had
            && let Some(reading) = &mut self.reading
        {
            reading.toggle_zhuyin();
            changed = true;
        }
        if let (Some((program, _)), true) = (&self.program, looks != before) {
            program.change(&mut |settings| settings.looks = looks.clone());
            ui.ctx().request_repaint();
        }
        changed
    }

    /// The menu of all else.
    fn more_ui(&self, ui: &mut Ui, theme: &Theme, snapshot: &Snapshot, asked: &mut Option<Action>) {
        let button = glyph_button_ui(ui, Glyph::More, &self.words.menu(), TOOL, theme);
        popover(&button, Stays::UntilPressed, 280.0, theme, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (glyph, action) in MORE {
                let needs_tools =
                    matches!(action, Action::KeepOffline | Action::TakeAlong | Action::Settings);
                if needs_tools && self.tools.is_none() {
                    continue;
                }
                let (label, key) = (action.label(self.words), self.keys.shown(action, self.words));
                ui.add_enabled_ui(action.is_enabled(snapshot), |ui| {
                    if menu_row_ui(ui, Some(glyph), &label, key.as_deref().unwrap_or_default(), theme)
                        .clicked()
                    {
                        *asked = Some(action);
                    }
                });
            }
        });
    }

    /// At the left: the sidebar where it is hidden, or the way back to the library; then what is open or being opened,
    /// or the way back to the voice.
    fn left_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        asked: &mut Option<Action>,
    ) {
        let words = self.words;
        if panes.side == Side::Behind {
            if glyph_button_ui(ui, Glyph::Menu, &words.sidebar_show(), TOOL, theme).clicked() {
                self.panels.shows_sidebar = true;
            }
        } else if self.panels.has_library() {
            let (label, text) = (words.back_to_library(), words.library());
            let back = Button::new(&label).glyph(Glyph::Back).text(&text).ui(ui, theme);
            if back.clicked() {
                self.panels.destination = Destination::Library;
            }
        }
        let faint = |text: String| RichText::new(text).size(size::CONTROL).color(theme.ink2);
        if snapshot.opening.is_some() {
            ui.spinner();
            ui.label(faint(words.opening()));
        } else if !self.following && snapshot.script.is_some() {
            let label = Action::Follow.label(words);
            let back = Button::new(&label).glyph(Glyph::Wave).text(&label).on(true).ui(ui, theme);
            if back.on_hover_text(self.keys.tip(Action::Follow, words)).clicked() {
                *asked = Some(Action::Follow);
            }
        } else if let (Some(script), true) = (&snapshot.script, self.is_title_out_of_sight()) {
            let title = script.article().title().unwrap_or_default();
            ui.add(Label::new(faint(title.to_owned())).truncate());
        }
    }

    fn is_title_out_of_sight(&self) -> bool {
        self.page.as_ref().is_some_and(|layout| layout.scrolled > 80.0)
    }
}
