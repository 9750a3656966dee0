//! The player under everything, with the strips of news above it.

use egui::{Context, Frame, Margin, Panel, Stroke, Ui, UiBuilder};
use tingxinwen::{
    player::{Command, Snapshot},
    speech::Frames,
};

use super::App;
use crate::{
    follow::Heard,
    panes::Panes,
    theme::Theme,
    view::{
        notice::{lines_ui, notice_ui},
        transport::{PlayerAsked, SleepShown, Transport, transport_ui},
    },
};

impl App {
    /// Draws it at the bottom of the window.
    pub(super) fn player_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        heard: &Heard,
        commands: &mut Vec<Command>,
    ) {
        let (top, bottom) = if panes.is_low { (4, 4) } else { (8, 12) };
        let bar = Frame::new().fill(theme.bar).inner_margin(Margin { left: 20, right: 20, top, bottom });
        let mut asked = PlayerAsked::default();
        let shown = Panel::bottom("player").frame(bar).show_separator_line(false).show(ui, |ui| {
            lines_ui(ui, &mut self.news, self.words, theme);
            if let Some(installing) = &mut self.installing {
                installing.show(ui, self.words, theme, &mut self.voices);
                if installing.tells(snapshot.notice.as_ref()) {
                    commands.push(Command::DismissNotice);
                }
            }
            notice_ui(ui, snapshot, &self.voices, self.words, theme, commands);
            // Its buttons stay who they are when a strip above them comes or goes, even while one is pressed.
            let own = UiBuilder::new().scope_id(egui::Id::unique("transport"));
            ui.scope_builder(own, |ui| {
                let shown = self.transport(ui.ctx(), snapshot, panes, theme, heard.time);
                transport_ui(ui, snapshot, &shown, &mut asked, commands);
            });
        });
        let edge = shown.response.rect;
        ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, theme.line));
        self.take_player(&asked, ui, snapshot, heard.highlight, commands);
    }

    /// What the player shows besides its state.
    pub(super) fn transport<'a>(
        &'a self,
        ctx: &Context,
        snapshot: &Snapshot,
        panes: Panes,
        theme: &'a Theme,
        now: Frames,
    ) -> Transport<'a> {
        let open = snapshot.document.as_ref().zip(snapshot.cover.as_ref());
        let timer = self.panels.queue().map(|queue| queue.sleep_timer());
        Transport {
            now,
            voices: &self.voices,
            words: self.words,
            keys: &self.keys,
            theme,
            room: panes.player,
            sleep: timer.map(|timer| SleepShown { choice: timer.choice(), left: timer.left() }),
            queue: self.panels.queue_shown(),
            cover: open.and_then(|((id, _), cover)| self.panels.covers.of_open(ctx, id, cover)),
        }
    }

    /// Does what was asked of the player.
    pub(super) fn take_player(
        &mut self,
        asked: &PlayerAsked,
        ui: &Ui,
        snapshot: &Snapshot,
        here: crate::view::reader::Highlight,
        commands: &mut Vec<Command>,
    ) {
        if let (Some(choice), Some(queue)) = (asked.sleep, self.panels.queue()) {
            queue.sleep_timer().set(choice);
        }
        if let Some(action) = asked.action {
            self.perform(action, ui.ctx(), snapshot, here, commands);
        }
    }
}
