//! The mini player: a window of its own that stays on top.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use egui::{Context, ViewportBuilder, ViewportCommand, ViewportId};
use tingxinwen::player::Phase;

use super::App;
use crate::{
    follow::{TICK, heard, until_change},
    theme::Theme,
    view::mini::{MiniChoice, SIZE, mini_ui},
};

/// Whether the mini player is open; shared with its window.
#[derive(Clone, Default)]
pub(super) struct Mini(Arc<AtomicBool>);

impl Mini {
    pub(super) fn toggle(&self) {
        self.0.fetch_xor(true, Ordering::Relaxed);
    }

    fn close(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl App {
    /// Has the mini player drawn while it is open: in passes of its own, since this window may be minimized.
    pub(super) fn mini_ui(&self, ctx: &Context) {
        if !self.mini.0.load(Ordering::Relaxed) {
            return;
        }
        let builder = ViewportBuilder::default()
            .with_title(self.words.app_name())
            .with_app_id("tingxinwen-mini")
            .with_inner_size(SIZE)
            .with_resizable(false)
            .with_decorations(false)
            // A desktop may refuse that; it is a small window then.
            .with_always_on_top();
        let (engine, words, mini) = (self.engine.clone(), self.words, self.mini.clone());
        let pauses = self.pauses();
        let draw = move |ui: &mut egui::Ui, _: egui::ViewportClass| {
            let ctx = ui.ctx().clone();
            let theme = Theme::of(&ctx);
            let snapshot = engine.snapshot();
            let heard = heard(&engine, &snapshot, Instant::now());
            let mut commands = Vec::new();
            let choice = mini_ui(ui, &snapshot, heard.highlight, heard.time, words, &theme, &mut commands);
            commands.into_iter().for_each(|command| engine.send(command));
            let closes = ctx.input(|input| input.viewport().close_requested());
            if choice != MiniChoice::Waiting || closes {
                mini.close();
                ctx.request_repaint_of(ViewportId::ROOT);
            }
            if choice == MiniChoice::Whole {
                ctx.send_viewport_cmd_to(ViewportId::ROOT, ViewportCommand::Minimized(false));
                ctx.send_viewport_cmd_to(ViewportId::ROOT, ViewportCommand::Focus);
            }
            match snapshot.phase {
                Phase::Playing => ctx.request_repaint_after(until_change(&engine, &snapshot, pauses)),
                // What comes next may come while the window behind it is not drawn.
                Phase::Buffering { .. } => ctx.request_repaint_after(TICK),
                Phase::Empty | Phase::Paused | Phase::Finished => (),
            }
        };
        let id = ViewportId::from_hash_of("mini player");
        ctx.show_viewport_deferred(id, builder, draw);
        if !ctx.embed_viewports() {
            // What changed here changed there too.
            ctx.request_repaint_of(id);
        }
    }
}
