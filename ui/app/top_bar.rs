//! The bar above the page: what is open, the way back to the voice, and the menus.

use egui::{Align, Button, Label, Layout, RichText, TextStyle, Ui, containers::menu::is_in_menu, vec2};
use tingxinwen::player::{Command, Phase, Snapshot};

use super::App;
use crate::{
    actions::Action,
    theme::{Theme, size},
    view::{blocks::blocks_ui, palette::Palette},
};

/// Its height, in points; less where the window is low.
const HEIGHT: f32 = 44.0;
/// What the title has at the least beside the buttons, in points; else they go into one menu.
const TITLE: f32 = 150.0;

impl App {
    /// Draws the bar. Whether words are pronounced anew.
    pub(super) fn top_bar_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) -> bool {
        let row = vec2(ui.available_width(), HEIGHT);
        let mut changed = false;
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            changed = if row.x - self.most_width(ui) < TITLE {
                let menu =
                    ui.menu_button(self.words.menu(), |ui| self.menus_ui(ui, theme, snapshot, commands));
                self.open_button_ui(ui);
                menu.inner.unwrap_or_default()
            } else {
                // At the right, and in the order in which Tab goes.
                let width = self.buttons_width.unwrap_or_else(|| self.most_width(ui));
                let slot = vec2(width, HEIGHT);
                let buttons = ui.allocate_ui_with_layout(slot, Layout::left_to_right(Align::Center), |ui| {
                    self.open_button_ui(ui);
                    self.menus_ui(ui, theme, snapshot, commands)
                });
                let drawn = buttons.response.rect.width();
                if self.buttons_width.replace(drawn) != Some(drawn) {
                    ui.ctx().request_repaint();
                }
                buttons.inner
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.title_ui(ui, theme, snapshot));
        });
        changed
    }

    fn open_button_ui(&mut self, ui: &mut Ui) {
        let tip = self.keys.tip(Action::Open, self.words);
        if ui.button(self.words.open()).on_hover_text(tip).clicked() {
            self.draft = Some(String::new());
        }
    }

    /// How wide all buttons are beside each other at the most, in points.
    fn most_width(&self, ui: &Ui) -> f32 {
        let words = self.words;
        let labels = [
            Some(words.open()),
            Some(words.blocks_menu()),
            self.reading.as_ref().map(|_| words.pronunciation_menu()),
            // Its longest text: it must not move the others.
            self.tools.as_ref().map(|_| words.offline_share(1.0) + &words.offline_stop()),
            self.tools.as_ref().map(|_| words.settings()),
            Some("?".to_owned()),
        ];
        let spacing = ui.spacing();
        let around = 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
        let font = TextStyle::Button.resolve(ui.style());
        let width = |label: String| {
            ui.ctx().fonts_mut(|fonts| {
                fonts.layout_no_wrap(label, font.clone(), egui::Color32::PLACEHOLDER).size().x + around
            })
        };
        labels.into_iter().flatten().map(width).sum()
    }

    /// What is read, pronunciation, offline, settings, keys: beside each other, or in the menu.
    fn menus_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) -> bool {
        let words = self.words;
        let mut changed = false;
        blocks_ui(ui, &snapshot.reading, words, commands);
        if let Some(reading) = &mut self.reading {
            changed |= reading.menu_ui(ui, words);
        }
        let mut opens_settings = false;
        if let Some((_, offline)) = &mut self.tools {
            offline.show(ui, snapshot, words, theme);
            let settings = ui.button(words.settings());
            opens_settings = settings.on_hover_text(self.keys.tip(Action::Settings, words)).clicked();
        }
        if opens_settings {
            self.open_settings(ui.ctx());
        }
        let is_menu = is_in_menu(ui);
        if is_menu && ui.button(words.action_palette()).clicked() {
            self.palette = Some(Palette::default());
        }
        let keys = if is_menu { words.action_keys() } else { "?".to_owned() };
        if ui.button(keys).on_hover_text(self.keys.tip(Action::Keys, words)).clicked() {
            self.keys_shown = true;
        }
        changed
    }

    /// What is open or being opened, or the way back to the voice.
    fn title_ui(&mut self, ui: &mut Ui, theme: &Theme, snapshot: &Snapshot) {
        let faint = |text: String| RichText::new(text).size(size::CONTROL).color(theme.faint_ink);
        if snapshot.opening.is_some() {
            ui.spinner();
            ui.label(faint(self.words.opening()));
        } else if !self.following && snapshot.script.is_some() {
            let label = self.words.action_follow();
            let back = ui.add(Button::new(label).truncate());
            if back.on_hover_text(self.keys.tip(Action::Follow, self.words)).clicked() {
                self.follow();
            }
        } else if let Phase::Buffering { wait } = snapshot.phase {
            ui.add(Label::new(faint(self.words.buffering_time(wait))).truncate());
        } else if let (Some(script), true) = (&snapshot.script, self.is_title_out_of_sight()) {
            let title = script.article().title().unwrap_or_default();
            ui.add(Label::new(faint(title.to_owned())).truncate());
        }
    }

    fn is_title_out_of_sight(&self) -> bool {
        self.page.as_ref().is_some_and(|layout| layout.scrolled > 80.0)
    }
}
