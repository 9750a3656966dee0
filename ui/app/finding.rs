//! The search within the article.

use egui::{Frame, Margin, Ui};
use tingxinwen::{player::Command, text::Script};

use super::App;
use crate::{
    find::Find,
    theme::Theme,
    view::{
        find::{FindChoice, find_ui},
        reader::Highlight,
    },
};

impl App {
    /// Opens the search.
    pub(super) fn open_find(&mut self) {
        self.find.get_or_insert_with(Find::default);
    }

    /// Draws the bar of the search while it is open, above the page. Whether its hit is to be brought into sight.
    pub(super) fn find_bar_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        script: &Script,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) -> bool {
        let Some(find) = &mut self.find else { return false };
        let frame = Frame::new().inner_margin(Margin::symmetric(16, 6));
        match frame.show(ui, |ui| find_ui(ui, find, self.words, theme)).inner {
            FindChoice::Waiting => return false,
            FindChoice::Changed => {
                find.search(script.article(), here.sentence.map_or(0, |sentence| sentence.start));
                self.following = false;
            }
            FindChoice::Moved => self.following = false,
            FindChoice::ReadHere => commands.extend(find.hit().map(|hit| Command::SeekTo(hit.start))),
            FindChoice::Closed => {
                self.find = None;
                return false;
            }
        }
        true
    }
}
