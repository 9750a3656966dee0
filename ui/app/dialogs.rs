//! The windows that lie over the page while the listener has them open.

use std::sync::mpsc;

use tingxinwen::player::{Command, Snapshot};

use super::App;
use crate::{
    actions::given,
    theme::Theme,
    view::{
        dialog::{OpenChoice, keys_ui, open_ui},
        palette::{PaletteChoice, palette_ui},
        reader::Highlight,
    },
};

impl App {
    /// The windows that lie over the page, the topmost first: it takes Escape.
    pub(super) fn dialogs_ui(
        &mut self,
        ctx: &egui::Context,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        if self.password_card_ui(ctx) {
            return;
        }
        self.note_card_ui(ctx, theme);
        self.footnotes_card_ui(ctx, theme, snapshot, commands);
        self.take_along_ui(ctx, theme, snapshot);
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
