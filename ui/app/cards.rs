//! What is done with links and with text that is selected on the page.

use egui::{Context, Event, Pos2};
use tingxinwen::{player::Command, text::Script};
use tingxinwen_library::QueueSource;

use super::App;
use crate::{
    look::Glyph,
    selection::Selection,
    theme::Theme,
    view::{
        card::{CardChoice, card_ui},
        reader::Dragged,
    },
};

/// A link whose card is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OpenLink {
    /// Its address.
    pub(super) address: String,
    /// The byte of the article that was pressed.
    pub(super) offset: u32,
    /// Where it was pressed.
    pub(super) place: Pos2,
}

impl App {
    /// Follows the pointer that is dragged over the page.
    pub(super) fn take_dragged(&mut self, dragged: Dragged) {
        match (dragged, &mut self.selection) {
            (Dragged::From(offset), selection) => *selection = Some(Selection::at(offset)),
            (Dragged::To(offset), Some(selection)) => selection.to(offset),
            (Dragged::End(place), Some(selection)) => selection.end(place),
            (Dragged::To(_) | Dragged::End(_), None) => (),
        }
    }

    /// Draws the card that is open.
    pub(super) fn cards_ui(
        &mut self,
        ctx: &Context,
        theme: &Theme,
        script: &Script,
        commands: &mut Vec<Command>,
    ) {
        self.copy_selection(ctx, script);
        if let Some(link) = self.link.clone() {
            self.link_card_ui(ctx, theme, &link, commands);
        }
        let Some(selection) = self.selection else { return };
        let Some(place) = selection.card() else { return };
        let words = self.words;
        let rows = [
            (Glyph::Play, words.find_read_here(), String::new()),
            (Glyph::Copy, words.copy(), "Ctrl + C".to_owned()),
            (Glyph::Translate, words.correct_reading(), String::new()),
        ];
        let start = selection.range(script.article()).start;
        match card_ui(ctx, place, &rows, theme) {
            CardChoice::Open => (),
            CardChoice::Closed => self.selection = Some(selection.without_card()),
            CardChoice::Chosen(0) => {
                commands.extend([Command::SeekTo(start), Command::Play]);
                self.selection = None;
            }
            CardChoice::Chosen(1) => {
                ctx.copy_text(selection.text(script.article()));
                self.selection = Some(selection.without_card());
            }
            CardChoice::Chosen(_) => {
                self.selection = None;
                self.ask_reading(script, start);
            }
        }
    }

    fn link_card_ui(&mut self, ctx: &Context, theme: &Theme, link: &OpenLink, commands: &mut Vec<Command>) {
        let words = self.words;
        let mut rows = vec![
            (Glyph::Play, words.find_read_here(), String::new()),
            (Glyph::Outside, words.open_in_browser(), String::new()),
        ];
        if self.panels.queue().is_some() {
            rows.push((Glyph::Queue, words.queue_add(), String::new()));
        }
        match card_ui(ctx, link.place, &rows, theme) {
            CardChoice::Open => return,
            CardChoice::Closed => (),
            CardChoice::Chosen(0) => commands.push(Command::SeekTo(link.offset)),
            CardChoice::Chosen(1) => ctx.open_url(egui::OpenUrl::new_tab(&link.address)),
            CardChoice::Chosen(_) => {
                self.panels.enqueue(vec![QueueSource::Address(link.address.clone())], true);
            }
        }
        self.link = None;
    }

    /// Copies what is selected, where that was asked for by a key.
    fn copy_selection(&mut self, ctx: &Context, script: &Script) {
        let Some(selection) = self.selection else { return };
        let copies = ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
        if copies && !ctx.egui_wants_keyboard_input() {
            ctx.copy_text(selection.text(script.article()));
        }
    }
}
