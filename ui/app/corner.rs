//! What lies over the page: the buttons in its corner, the way back to the voice, and dialogs.

use std::sync::mpsc;

use tingxinwen::player::{Command, Snapshot};

use super::App;
use crate::{
    actions::{Action, given},
    theme::Theme,
    view::{
        blocks::blocks_ui,
        dialog::{OpenChoice, keys_ui, open_ui},
        palette::{PaletteChoice, palette_ui},
        reader::Highlight,
    },
};

impl App {
    /// The buttons over the page: open, what is read, readings, settings, keys, and the way back.
    /// Whether readings changed.
    pub(super) fn corner_ui(
        &mut self,
        ctx: &egui::Context,
        theme: &Theme,
        snapshot: &Snapshot,
        commands: &mut Vec<Command>,
    ) -> bool {
        let words = self.words;
        let (mut changed, mut opens_settings) = (false, false);
        egui::Area::new(egui::Id::unique("corner")).anchor(egui::Align2::RIGHT_TOP, [-14.0, 10.0]).show(
            ctx,
            |ui| {
                ui.horizontal(|ui| {
                    if snapshot.opening.is_some() {
                        ui.spinner();
                        ui.label(words.opening());
                    }
                    if ui.button(words.open()).clicked() {
                        self.draft = Some(String::new());
                    }
                    blocks_ui(ui, &snapshot.reading, words, commands);
                    if let Some(reading) = &mut self.reading {
                        changed |= reading.menu_ui(ui, words);
                    }
                    if let Some((_, offline)) = &mut self.tools {
                        offline.show(ui, snapshot, words, theme);
                        if ui.button(words.settings()).clicked() {
                            opens_settings = true;
                        }
                    }
                    if ui.button("?").on_hover_text(self.keys.tip(Action::Keys, words)).clicked() {
                        self.keys_shown = true;
                    }
                });
            },
        );
        if opens_settings {
            self.open_settings(ctx);
        }
        if !self.following && snapshot.script.is_some() {
            let bottom = [0.0, -118.0];
            egui::Area::new(egui::Id::unique("back")).anchor(egui::Align2::CENTER_BOTTOM, bottom).show(
                ctx,
                |ui| {
                    if ui.button(self.keys.tip(Action::Follow, words)).clicked() {
                        self.follow();
                    }
                },
            );
        }
        changed
    }

    pub(super) fn dialogs_ui(
        &mut self,
        ctx: &egui::Context,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        if let Some(palette) = &mut self.palette {
            match palette_ui(ctx, palette, &self.keys, snapshot, self.words, theme) {
                PaletteChoice::Waiting => (),
                PaletteChoice::Closed => self.palette = None,
                PaletteChoice::Done(action) => {
                    self.palette = None;
                    self.perform(action, ctx, snapshot, here, commands);
                }
            }
        }
        if self.keys_shown && keys_ui(ctx, &self.keys, self.words, theme) {
            self.keys_shown = false;
        }
        if let Some((window, _)) = &mut self.tools {
            window.show(ctx, self.words, theme, &mut self.voices, commands);
        }
        let Some(draft) = &mut self.draft else { return };
        match open_ui(ctx, self.words, draft) {
            OpenChoice::Waiting => (),
            OpenChoice::Cancelled => self.draft = None,
            OpenChoice::Given(text) => {
                self.draft = None;
                commands.push(Command::Open(given(&text)));
            }
            OpenChoice::ChooseFile => {
                self.draft = None;
                self.choose_file(ctx);
            }
        }
    }

    pub(super) fn choose_file(&mut self, ctx: &egui::Context) {
        let (answer, chosen) = mpsc::channel();
        let ctx = ctx.clone();
        let asked = std::thread::Builder::new().name("file-dialog".to_owned()).spawn(move || {
            answer.send(rfd::FileDialog::new().pick_file()).ok();
            ctx.request_repaint();
        });
        match asked {
            Ok(_) => self.chosen = Some(chosen),
            Err(_) => self.draft = Some(String::new()),
        }
    }
}
