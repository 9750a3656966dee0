//! Focus mode of the window: the sentences, the player's steps, and the way back.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, Ui, vec2};
use tingxinwen::player::{Command, Snapshot};

use super::App;
use crate::{
    actions::Action,
    awake::Awake,
    follow::Heard,
    look::{Button, Glyph},
    panes::Panes,
    theme::{Theme, size},
    view::{focus::focus_ui, transport::focus_bar_ui},
};

impl App {
    /// Keeps the screen on while it is in focus mode and plays, and not otherwise.
    pub(super) fn stay_awake(&mut self, snapshot: &Snapshot) {
        let is_watched = self.focus && snapshot.wants_sound();
        if is_watched && self.awake.is_none() {
            self.awake = Awake::new(self.words.app_name(), self.words.action_focus());
        } else if !is_watched {
            self.awake = None;
        }
    }

    /// Draws the whole window in focus mode; Escape ends it.
    pub(super) fn focus_ui(
        &mut self,
        ui: &mut Ui,
        heard: &Heard,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) {
        let Some(script) = &snapshot.script else { return };
        let mut leaves = crate::view::escape::closes(ui.ctx());
        let frame = Frame::new().inner_margin(Margin::symmetric(24, 8));
        Panel::bottom("focus-player").frame(frame).show_separator_line(false).show(ui, |ui| {
            focus_bar_ui(
                ui,
                snapshot,
                &self.transport(ui.ctx(), snapshot, panes, theme, heard.time),
                commands,
            );
        });
        Panel::top("focus-top").frame(frame).show_separator_line(false).show(ui, |ui| {
            let row = vec2(ui.available_width(), 36.0);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                let label = self.words.focus_leave();
                let leave = Button::new(&label).glyph(Glyph::Reduce).ui(ui, theme);
                leaves |= leave.on_hover_text(self.keys.tip(Action::Focus, self.words)).clicked();
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = script.article().title().unwrap_or_default();
                    let title = RichText::new(title).size(size::CONTROL).color(theme.ink2);
                    ui.add(Label::new(title).truncate());
                });
            });
        });
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            focus_ui(ui, script, heard.highlight, theme, commands);
        });
        self.focus &= !leaves;
    }
}
