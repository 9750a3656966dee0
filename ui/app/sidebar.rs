//! The sidebar of the window, as a panel or over the page, and what is chosen in it.

use egui::{Frame, Margin, Modal, Panel, Ui};
use tingxinwen::player::{Command, Snapshot};

use super::App;
use crate::{
    actions::Action,
    panes::{Panes, RAIL, SIDEBAR, Side},
    theme::Theme,
    view::{
        reader::Highlight,
        sidebar::{Destination, SidebarChoice, rail_ui, sidebar_ui},
    },
};

impl App {
    /// Draws the sidebar or the rail at the left.
    pub(super) fn sidebar_panel_ui(
        &mut self,
        ui: &mut Ui,
        panes: Panes,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        let (name, width, margin) = match panes.side {
            Side::Sidebar => ("sidebar", SIDEBAR, 12),
            Side::Rail => ("rail", RAIL, 10),
            Side::Behind => {
                self.sidebar_over_page_ui(ui, theme, snapshot, here, commands);
                return;
            }
        };
        self.panels.shows_sidebar = false;
        let frame = Frame::new().fill(theme.bar).inner_margin(Margin::symmetric(margin, 0));
        let panel = Panel::left(name).exact_size(width).resizable(false).frame(frame);
        if self.panels.destination == Destination::Settings && panes.side == Side::Sidebar {
            panel.show(ui, |ui| self.sections_ui(ui, theme));
            return;
        }
        let choice = panel.show(ui, |ui| self.side_ui(ui, panes.side, theme)).inner;
        self.take_sidebar(choice, ui, snapshot, here, commands);
    }

    /// The sidebar over the page, in a narrow window, while it is open.
    fn sidebar_over_page_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        if !self.panels.shows_sidebar {
            return;
        }
        let screen = ui.ctx().content_rect();
        let frame = Frame::new().fill(theme.bar).inner_margin(Margin::symmetric(12, 0));
        let id = egui::Id::unique("sidebar over page");
        let area = Modal::default_area(id).anchor(egui::Align2::LEFT_TOP, [0.0, 0.0]);
        let modal = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width((SIDEBAR - 24.0).min(screen.width() - 80.0));
            ui.set_height(screen.height());
            self.side_ui(ui, Side::Sidebar, theme)
        });
        let closes = modal.should_close()
            || modal.inner.as_ref().is_some_and(|choice| *choice != SidebarChoice::Search);
        self.panels.shows_sidebar = !closes;
        self.take_sidebar(modal.inner, ui, snapshot, here, commands);
    }

    fn side_ui(&mut self, ui: &mut Ui, side: Side, theme: &Theme) -> Option<SidebarChoice> {
        let has_settings = self.tools.is_some();
        let (words, keys) = (self.words, &self.keys);
        self.panels.with_sidebar_shown(has_settings, |shown| match side {
            Side::Sidebar | Side::Behind => sidebar_ui(ui, shown, words, keys, theme),
            Side::Rail => rail_ui(ui, shown, words, theme),
        })
    }

    fn take_sidebar(
        &mut self,
        choice: Option<SidebarChoice>,
        ui: &Ui,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        match choice {
            None => (),
            Some(SidebarChoice::Do(action)) => self.perform(action, ui.ctx(), snapshot, here, commands),
            Some(SidebarChoice::ShowArticle) => self.panels.destination = Destination::Article,
            Some(SidebarChoice::Search) => self.panels.search_library(),
            Some(SidebarChoice::ShowLibrary) => self.panels.show_site(None),
            Some(SidebarChoice::ShowSite(site)) => self.panels.show_site(Some(site)),
            Some(SidebarChoice::Fold) if self.panels.shows_sidebar => self.panels.shows_sidebar = false,
            Some(SidebarChoice::Fold) => self.fold_sidebar(),
        }
    }

    /// Has the sidebar folded to a rail from now on, or the other way round.
    fn fold_sidebar(&mut self) {
        if let Some((program, _)) = &self.program {
            program.change(&mut |settings| settings.looks.rail = !settings.looks.rail);
        }
    }

    /// Shows the article, if an action of the page was asked for.
    pub(super) fn show_article_for(&mut self, action: Action) {
        if action.group() == crate::actions::Group::Page && !matches!(action, Action::Zhuyin | Action::Mini) {
            self.panels.destination = Destination::Article;
        }
    }
}
