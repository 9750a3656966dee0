//! The page in its place: the bar above it, the article or how to open one, and what is done on it.

use std::sync::Arc;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use tingxinwen::{
    article::Article,
    player::{Command, Snapshot},
    text::Script,
};
use tingxinwen_library::QueueSource;

use super::{App, cards::OpenLink};
use crate::{
    actions::given,
    find::Find,
    layout::Layout,
    page::{Look, Pictures},
    panes::Panes,
    pictures::ArticlePictures,
    reading::Reading,
    theme::Theme,
    view::{
        empty::{EmptyChoice, empty_ui},
        reader::{Highlight, Showing, Touch, reader_ui},
    },
};

impl App {
    /// Draws it. Whether words are pronounced anew.
    pub(super) fn article_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) -> bool {
        let bar = Frame::new().inner_margin(Margin::symmetric(16, 0));
        let top = Panel::top("top-bar").frame(bar).show_separator_line(false);
        let reads_anew = top.show(ui, |ui| self.top_bar_ui(ui, panes, theme, snapshot, here, commands)).inner;
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| match &snapshot.script {
            Some(script) => self.page_ui(ui, theme, script, here, commands),
            None => match empty_ui(ui, &mut self.typed, self.words, theme) {
                EmptyChoice::Waiting => (),
                EmptyChoice::Given(text) => commands.push(Command::Open(given(&text))),
                EmptyChoice::ChooseFile => self.choose_file(ui.ctx()),
            },
        });
        reads_anew
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        script: &Arc<Script>,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        self.block_overrides.keep(script.article());
        self.lay_out(ui, script.article(), theme);
        let found = self.find_bar_ui(ui, theme, script, here, commands);
        let heard = here.sentence.and_then(|range| script.sentence_at(range.start));
        let bring_back = self.following && heard.is_some() && heard != self.brought;
        if bring_back {
            self.brought = heard;
        }
        let Some(layout) = &mut self.page else { return };
        let marked = self.panels.marked(script);
        let showing = Showing {
            highlight: here,
            selected: self.selection.map(|selection| selection.range(script.article())),
            width: layout.width(),
            marked: &marked,
            hits: self.find.as_ref().map_or(&[], |find| &find.hits),
            hit: self.find.as_ref().and_then(Find::hit),
            shows_hit: found,
            bring_back,
            scroll_to: layout.scroll_to.take(),
            scroll: std::mem::take(&mut self.scroll),
            pictures: &self.pictures,
            readings: self.reading.as_ref().and_then(Reading::beside),
            words: self.words,
            theme,
        };
        let touch = reader_ui(ui, &layout.page, &showing, commands);
        layout.scrolled = touch.top;
        self.take_touch(touch, script);
        self.cards_ui(ui.ctx(), theme, script, commands);
    }

    pub(super) fn ask_reading(&mut self, script: &Script, offset: u32) {
        if let Some(reading) = &mut self.reading {
            reading.ask(script, offset);
        }
    }

    fn take_touch(&mut self, touch: Touch, script: &Script) {
        if let Some(offset) = touch.asked {
            self.ask_reading(script, offset);
        }
        if touch.scrolled {
            self.following = false;
        }
        if touch.pressed || touch.pressed_link.is_some() {
            self.selection = None;
        }
        if !touch.pressed_footnotes.is_empty() {
            self.footnotes = Some(touch.pressed_footnotes);
        }
        if let Some((address, offset, place)) = touch.pressed_link {
            self.link = Some(OpenLink { address, offset, place });
        }
        touch.dragged.into_iter().for_each(|dragged| self.take_dragged(dragged));
        if let Some(address) = touch.enqueued {
            self.panels.enqueue(vec![QueueSource::Address(address)], true);
        }
        if let Some(first) = touch.unfold {
            self.unfolded.insert(first);
            self.page = None;
        }
    }

    fn lay_out(&mut self, ui: &Ui, article: &Arc<Article>, theme: &Theme) {
        let zhuyin = self.reading.as_ref().and_then(Reading::beside).is_some();
        let looks = self.looks();
        let width = crate::page_width(ui.available_width(), &looks);
        let (size, line) = (looks.text_size() as f32, looks.lines.factor());
        let pictures = if looks.pictures { Pictures::Shown } else { Pictures::Hidden };
        let look = Look { theme: *theme, width, zhuyin, size, line, pictures };
        if !self.page.as_ref().is_some_and(|layout| layout.shows(ui.ctx(), article, look)) {
            // It may have been opened from outside the window.
            if self.page.as_ref().is_some_and(|layout| !layout.is_of(article)) {
                self.unfolded.clear();
                self.selection = None;
                self.follow();
            }
            if !self.page.as_ref().is_some_and(|layout| layout.is_of(article)) {
                let program = self.program.as_ref().map(|(program, _)| Arc::clone(program));
                let page = article.meta.source.as_deref().unwrap_or_default();
                self.pictures = ArticlePictures::new(program, page);
            }
            let layout = Layout::new(ui.ctx(), article, look, &self.unfolded, self.words);
            self.page = Some(match &self.page {
                Some(before) => layout.in_place_of(before),
                None => layout,
            });
            self.brought = None;
        }
    }
}
