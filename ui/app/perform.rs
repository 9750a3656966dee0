//! Carries out actions, however they were asked for: by a key, a menu, or the palette.

use egui::ViewportCommand;
use tingxinwen::{
    player::{Command, Snapshot},
    session::QueueCommand,
};

use super::App;
use crate::{
    actions::{Action, selected},
    app::footnotes::footnotes_at,
    clipboard,
    feeds_panel::FeedsPanel,
    view::{palette::Palette, reader::Highlight, sidebar::Destination},
};

/// What a press of an arrow key scrolls, in points.
const SCROLL: f32 = 60.0;
/// Farther than any page is high, in points.
const END: f32 = 1e9;

impl App {
    /// Carries out `action`; `here` is what is heard.
    pub(super) fn perform(
        &mut self,
        action: Action,
        ctx: &egui::Context,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        if let Some(remote) = action.remote() {
            commands.push(remote.command());
            return;
        }
        self.show_article_for(action);
        let at = here.word.or(here.sentence).map(|range| range.start);
        let spoken = snapshot.script.as_ref().zip(at);
        match action {
            Action::Follow => self.follow(),
            Action::ScrollUp => self.scroll(SCROLL, 0.0),
            Action::ScrollDown => self.scroll(-SCROLL, 0.0),
            Action::PageUp => self.scroll(0.0, 1.0),
            Action::PageDown => self.scroll(0.0, -1.0),
            Action::ToTop => self.scroll(END, 0.0),
            Action::ToBottom => self.scroll(-END, 0.0),
            Action::Pronounce => {
                if let Some((script, at)) = spoken {
                    self.ask_reading(script, at);
                }
            }
            Action::LeaveOut => {
                commands.extend(spoken.and_then(|(script, at)| self.block_overrides.leave_out(script, at)));
            }
            Action::BringBack => {
                let script = snapshot.script.iter();
                commands.extend(script.flat_map(|script| self.block_overrides.bring_back(script)));
            }
            Action::Mark => self.panels.toggle_mark(snapshot, ctx),
            Action::Note => self.open_note(snapshot),
            Action::Footnotes => {
                if let Some((script, at)) = spoken {
                    self.footnotes = Some(footnotes_at(script, at));
                }
            }
            Action::Find => self.open_find(),
            Action::Focus => self.focus = !self.focus,
            Action::Mini => self.mini.toggle(),
            Action::Zhuyin => self.toggle_zhuyin(here, commands),
            Action::LargerText => egui::gui_zoom::zoom_in(ctx),
            Action::SmallerText => egui::gui_zoom::zoom_out(ctx),
            Action::NormalText => ctx.set_zoom_factor(1.0),
            Action::Open => self.draft = Some(String::new()),
            Action::OpenFile => self.choose_file(ctx),
            Action::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Action::KeepOffline => {
                if let Some((_, offline)) = &mut self.tools {
                    offline.toggle(snapshot, ctx);
                }
            }
            Action::TakeAlong => self.toggle_take_along(snapshot),
            Action::Library => self.panels.toggle_library(),
            Action::Feeds => self.panels.toggle_feeds(),
            Action::TodaysNews => self.panels.feeds().into_iter().for_each(FeedsPanel::play_today),
            Action::QueueHeadline => self.panels.feeds().into_iter().for_each(FeedsPanel::enqueue_pointed),
            Action::QueueHeadlines => self.panels.feeds().into_iter().for_each(FeedsPanel::enqueue_all),
            Action::ReadSelection => {
                commands.extend(clipboard::selected().map(|text| Command::Open(selected(&text))));
            }
            Action::Queue => self.panels.toggle_queue(),
            Action::Contents => self.panels.toggle_contents(),
            Action::NextArticle => {
                if let Some(queue) = self.panels.queue() {
                    queue.send(QueueCommand::PlayNext);
                }
            }
            Action::Reload => self.reload(snapshot, commands),
            Action::Settings => self.open_settings(ctx),
            Action::Palette => self.palette = Some(Palette::default()),
            Action::Keys => self.keys_shown = !self.keys_shown,
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::PlayPause
            | Action::Play
            | Action::Pause
            | Action::PreviousSentence
            | Action::NextSentence
            | Action::PreviousParagraph
            | Action::NextParagraph
            | Action::PreviousChapter
            | Action::NextChapter
            | Action::BackTenSeconds
            | Action::ForwardTenSeconds
            | Action::Slower
            | Action::Faster
            | Action::NormalSpeed
            | Action::Mute
            | Action::Softer
            | Action::Louder => (),
        }
    }

    fn scroll(&mut self, points: f32, pages: f32) {
        self.scroll.points += points;
        self.scroll.pages += pages;
        self.following = false;
    }

    fn toggle_zhuyin(&mut self, here: Highlight, commands: &mut Vec<Command>) {
        if let Some(reading) = &mut self.reading {
            reading.toggle_zhuyin();
            self.save_reading();
            self.pronounce_anew(here, commands);
        }
    }

    pub(super) fn open_settings(&mut self, ctx: &egui::Context) {
        if self.panels.destination == Destination::Settings {
            self.leave_settings();
        } else if let Some((page, _)) = &mut self.tools {
            page.open(ctx);
            self.panels.destination = Destination::Settings;
        }
    }
}
