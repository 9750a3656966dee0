//! The bar above the page: what is open, the way back to the voice, and the menus.

use egui::{Align, Button, Label, Layout, RichText, TextStyle, Ui, containers::menu::is_in_menu, vec2};
use tingxinwen::player::{Command, Phase, Snapshot};

use super::App;
use crate::{
    actions::Action,
    theme::{Theme, size},
    view::{blocks::blocks_ui, looks::looks_ui, reader::Highlight, sleep::sleep_ui},
    words::Words,
};

/// Its height, in points; less where the window is low.
const HEIGHT: f32 = 44.0;
/// What the title has at the least beside the buttons, in points; else they go into one menu.
const TITLE: f32 = 150.0;

/// What stands in the bar, or in its menu where the window is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BarItem {
    /// A button of an action.
    Action(Action),
    /// The menu of the kinds of blocks that are read.
    Blocks,
    /// The menu of readings and Zhuyin.
    Readings,
    /// The menu of how the page looks.
    Looks,
    /// The menu of the sleep timer.
    Sleep,
}

impl BarItem {
    /// All of them, from left to right.
    const ALL: &[Self] = &[
        Self::FIRST,
        Self::Action(Action::Library),
        Self::Action(Action::Queue),
        Self::Blocks,
        Self::Readings,
        Self::Looks,
        Self::Sleep,
        Self::Action(Action::KeepOffline),
        Self::Action(Action::Settings),
        Self::Action(Action::Keys),
    ];
    /// What stands in the bar at any width.
    const FIRST: Self = Self::Action(Action::Open);
    /// The others.
    const MENU: &[Self] = Self::ALL.split_at(1).1;

    /// Its label; in the bar a shorter one where the action has one.
    fn label(self, words: &Words, is_in_menu: bool) -> String {
        match self {
            Self::Blocks => words.blocks_menu(),
            Self::Readings => words.pronunciation_menu(),
            Self::Looks => words.looks_menu(),
            Self::Sleep => words.sleep_menu(),
            Self::Action(Action::Open) if !is_in_menu => words.open(),
            Self::Action(Action::Keys) if !is_in_menu => "?".to_owned(),
            Self::Action(action) => action.label(words),
        }
    }

    /// Its width in the bar, in points, whatever it shows.
    fn width(self, ui: &Ui, words: &Words) -> f32 {
        let font = TextStyle::Button.resolve(ui.style());
        let (label, color) = (self.longest_label(words), egui::Color32::PLACEHOLDER);
        let text = ui.ctx().fonts_mut(|fonts| fonts.layout_no_wrap(label, font, color).size().x);
        text + 2.0 * ui.spacing().button_padding.x
    }

    /// The longest that it ever shows in the bar: it must not move the others.
    fn longest_label(self, words: &Words) -> String {
        match self {
            Self::Action(Action::KeepOffline) => words.offline_share(1.0) + &words.offline_stop(),
            Self::Action(Action::Queue) => self.label(words, false) + " 99",
            Self::Sleep => words.sleep_end_of_article(),
            Self::Action(_) | Self::Blocks | Self::Readings | Self::Looks => self.label(words, false),
        }
    }
}

/// What the listener asked for in the bar.
struct Asked<'a> {
    action: Option<Action>,
    commands: &'a mut Vec<Command>,
}

impl App {
    /// Draws the bar. Whether words are pronounced anew.
    pub(super) fn top_bar_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) -> bool {
        // Buttons of the bar are words until they are pointed at.
        ui.visuals_mut().widgets.inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
        let row = vec2(ui.available_width(), HEIGHT);
        let mut asked = Asked { action: None, commands };
        let mut changed = false;
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            changed = if row.x - self.most_width(ui) < TITLE {
                let menu = ui.menu_button(self.words.menu(), |ui| {
                    let items = [BarItem::MENU, &[BarItem::Action(Action::Palette)]].concat();
                    self.items_ui(ui, &items, theme, snapshot, &mut asked)
                });
                self.items_ui(ui, &[BarItem::FIRST], theme, snapshot, &mut asked);
                menu.inner.unwrap_or_default()
            } else {
                // At the right, and in the order in which Tab goes.
                let width = self.buttons_width.unwrap_or_else(|| self.most_width(ui));
                let slot = vec2(width, HEIGHT);
                let buttons = ui.allocate_ui_with_layout(slot, Layout::left_to_right(Align::Center), |ui| {
                    self.items_ui(ui, BarItem::ALL, theme, snapshot, &mut asked)
                });
                let drawn = buttons.response.rect.width();
                if self.buttons_width.replace(drawn) != Some(drawn) {
                    ui.ctx().request_repaint();
                }
                buttons.inner
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                self.title_ui(ui, theme, snapshot, &mut asked.action);
            });
        });
        if let Asked { action: Some(action), commands } = asked {
            self.perform(action, ui.ctx(), snapshot, here, commands);
        }
        changed
    }

    /// How wide all items are beside each other at the most, in points.
    fn most_width(&self, ui: &Ui) -> f32 {
        let spacing = ui.spacing().item_spacing.x;
        let shown = BarItem::ALL.iter().filter(|item| self.has(**item));
        shown.map(|item| item.width(ui, self.words) + spacing).sum()
    }

    /// Whether the program behind the window has what `item` needs.
    fn has(&self, item: BarItem) -> bool {
        match item {
            BarItem::Action(Action::KeepOffline | Action::Settings) => self.tools.is_some(),
            BarItem::Action(Action::Library) => self.panels.has_library(),
            BarItem::Action(Action::Queue) | BarItem::Sleep => self.panels.queue().is_some(),
            BarItem::Action(_) | BarItem::Blocks => true,
            BarItem::Readings => self.reading.is_some(),
            BarItem::Looks => self.program.is_some(),
        }
    }

    /// Draws `items`. Whether words are pronounced anew.
    fn items_ui(
        &mut self,
        ui: &mut Ui,
        items: &[BarItem],
        theme: &Theme,
        snapshot: &Snapshot,
        asked: &mut Asked<'_>,
    ) -> bool {
        let words = self.words;
        let mut changed = false;
        for item in items.iter().copied().filter(|item| self.has(*item)).collect::<Vec<_>>() {
            match item {
                BarItem::Blocks => blocks_ui(ui, &snapshot.block_filter, words, asked.commands),
                BarItem::Readings => {
                    changed |= self.reading.as_mut().is_some_and(|reading| reading.menu_ui(ui, words));
                }
                BarItem::Looks => self.looks_menu_ui(ui),
                BarItem::Sleep => self.sleep_menu_ui(ui, item.width(ui, words)),
                BarItem::Action(action) => {
                    let state = self.tools.as_ref().filter(|_| action == Action::KeepOffline);
                    let label = state.and_then(|(_, offline)| offline.state_ui(ui, snapshot, words, theme));
                    let mut label = label.unwrap_or_else(|| item.label(words, is_in_menu(ui)));
                    if let (Action::Queue, Some((_, count @ 1..))) = (action, self.panels.queue()) {
                        label += &format!(" {count}");
                    }
                    let mut button = Button::new(label);
                    if action == Action::Queue && !is_in_menu(ui) {
                        // What is counted must not move the others.
                        button = button.min_size(vec2(item.width(ui, words), 0.0));
                    }
                    let button = ui.add_enabled(action.is_enabled(snapshot), button);
                    if button.on_hover_text(self.keys.tip(action, words)).clicked() {
                        asked.action = Some(action);
                    }
                }
            }
        }
        changed
    }

    fn sleep_menu_ui(&self, ui: &mut Ui, width: f32) {
        let Some((queue, _)) = self.panels.queue() else { return };
        let timer = queue.sleep_timer();
        if let Some(choice) = sleep_ui(ui, timer.choice(), timer.left(), width, self.words) {
            timer.set(choice);
        }
        if let Some(left) = timer.left() {
            // The minute shown goes on.
            ui.ctx().request_repaint_after(std::time::Duration::from_secs(left.as_secs() % 60 + 1));
        }
    }

    fn looks_menu_ui(&self, ui: &mut Ui) {
        let before = self.looks();
        let mut looks = before.clone();
        looks_ui(ui, &mut looks, self.words);
        if let (Some((program, _)), true) = (&self.program, looks != before) {
            program.change(&mut |settings| settings.looks = looks.clone());
            ui.ctx().request_repaint();
        }
    }

    /// What is open or being opened, or the way back to the voice.
    fn title_ui(&self, ui: &mut Ui, theme: &Theme, snapshot: &Snapshot, asked: &mut Option<Action>) {
        let faint = |text: String| RichText::new(text).size(size::CONTROL).color(theme.faint_ink);
        if snapshot.opening.is_some() {
            ui.spinner();
            ui.label(faint(self.words.opening()));
        } else if !self.following && snapshot.script.is_some() {
            let back = ui.add(Button::new(Action::Follow.label(self.words)).truncate());
            if back.on_hover_text(self.keys.tip(Action::Follow, self.words)).clicked() {
                *asked = Some(Action::Follow);
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
