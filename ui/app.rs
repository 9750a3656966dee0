//! The `eframe` shell: snapshot in, commands out.

mod article;
mod cards;
mod choices;
mod dialogs;
mod export;
mod finding;
mod focus;
mod footnotes;
mod mini;
mod note;
mod panels;
mod password;
mod perform;
mod player;
mod settings;
mod sidebar;
mod top_bar;

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Instant,
};

use egui::Ui;
use tingxinwen::{
    app::{Application, VoiceChoice},
    article::Source,
    engine::EngineHandle,
    player::{Command, Pauses, Phase, Snapshot},
    settings::Settings,
    text::SentenceIdx,
};

use cards::OpenLink;
use export::TakeAlong;
use mini::Mini;
use note::NoteDraft;
use panels::Panels;
use settings::SettingsShown;

use crate::{
    actions::{KeyMap, Pressed, given, pressed},
    awake::Awake,
    block_overrides::BlockOverrides,
    faces::Faces,
    find::Find,
    follow::{Follower, heard, until_change},
    global_keys::GlobalKeys,
    installing::Installing,
    layout::Layout,
    offline::OfflineButton,
    page::{Footnote, RowKind},
    panes::Panes,
    pictures::ArticlePictures,
    preview::Preview,
    reading::Reading,
    selection::Selection,
    settings_page::SettingsPage,
    theme::{self, Theme},
    view::{
        palette::Palette,
        reader::{Highlight, Scrolling},
        sidebar::Destination,
    },
    words::Words,
};

/// The window.
pub struct App {
    engine: EngineHandle,
    follower: Follower,
    voices: Vec<VoiceChoice>,
    words: &'static Words,
    page: Option<Layout>,
    pictures: ArticlePictures,
    /// The blocks at which runs that are folded otherwise are shown in full.
    unfolded: BTreeSet<usize>,
    /// Whether the page goes with the voice.
    following: bool,
    /// The sentence that was brought into sight last.
    brought: Option<SentenceIdx>,
    keys_shown: bool,
    /// What is typed into the field of the empty page.
    typed: String,
    /// What is typed into the window that asks what to open, while that is shown.
    draft: Option<String>,
    /// What is typed of the password that a document waits for.
    password: String,
    /// Where the file dialog answers.
    chosen: Option<mpsc::Receiver<Option<PathBuf>>>,
    /// The program behind the window, and its settings as they were shown last.
    program: Option<(Arc<dyn Application>, Arc<Settings>)>,
    /// What the listener was not told yet of the settings file.
    news: Vec<String>,
    reading: Option<Reading>,
    /// The installation of voices that are missing.
    installing: Option<Installing>,
    /// The settings, and the button for listening offline.
    tools: Option<(SettingsPage, OfflineButton)>,
    panels: Panels,
    block_overrides: BlockOverrides,
    keys: KeyMap,
    global_keys: Option<GlobalKeys>,
    /// The search within the article, while it is open.
    find: Option<Find>,
    /// Whether other colours were chosen than are shown.
    stale_theme: bool,
    /// The palette of actions, while it is open.
    palette: Option<Palette>,
    /// The section of the settings that is shown, what is searched in them, and the list of keys.
    settings: SettingsShown,
    /// What is selected on the page, and the link whose card is open.
    selection: Option<Selection>,
    link: Option<OpenLink>,
    mini: Mini,
    /// The note that is being written.
    note: Option<NoteDraft>,
    /// The footnotes whose card is open.
    footnotes: Option<Vec<Footnote>>,
    /// Whether it is in focus mode.
    focus: bool,
    faces: Faces,
    /// Keeps the screen on there, while it plays.
    awake: Option<Awake>,
    /// How far keys scroll the page in the next frame.
    scroll: Scrolling,
    take_along: TakeAlong,
}

impl App {
    /// A window on `engine`.
    pub fn new(
        engine: EngineHandle,
        voices: Vec<VoiceChoice>,
        words: &'static Words,
        follower: Follower,
    ) -> Self {
        Self {
            engine,
            follower,
            voices,
            words,
            page: None,
            pictures: ArticlePictures::default(),
            unfolded: BTreeSet::new(),
            following: true,
            brought: None,
            keys_shown: false,
            typed: String::new(),
            draft: None,
            password: String::new(),
            chosen: None,
            program: None,
            news: Vec::new(),
            reading: None,
            installing: None,
            tools: None,
            panels: Panels::default(),
            block_overrides: BlockOverrides::default(),
            keys: KeyMap::default(),
            global_keys: None,
            find: None,
            stale_theme: true,
            palette: None,
            settings: SettingsShown::default(),
            selection: None,
            link: None,
            mini: Mini::default(),
            note: None,
            footnotes: None,
            focus: false,
            faces: Faces::default(),
            awake: None,
            scroll: Scrolling::default(),
            take_along: TakeAlong::default(),
        }
    }

    /// The same, that keeps in `file`, if any, which blocks the listener switches.
    pub fn remembering(self, file: Option<PathBuf>) -> Self {
        Self { block_overrides: BlockOverrides::kept_in(file), ..self }
    }

    /// The same, with the listener's own keys.
    pub fn with_keys(self, keys: KeyMap) -> Self {
        Self { keys, ..self }
    }

    /// The same, that holds the listener's global keys with `keys`.
    pub fn with_global_keys(self, keys: GlobalKeys) -> Self {
        let mut app = Self { global_keys: Some(keys), ..self };
        if let Some((_, settings)) = &app.program {
            let settings = Arc::clone(settings);
            app.hold_global_keys(&settings);
        }
        app
    }

    /// The same, with the tools of reading.
    pub fn reading(self, reading: Reading) -> Self {
        Self { reading: Some(reading), ..self }
    }

    /// The same over `program`, whose settings it shows and changes, and whose voices are tried through `preview`.
    pub fn with_program(self, program: Arc<dyn Application>, preview: Preview) -> Self {
        let tools =
            (SettingsPage::new(Arc::clone(&program), preview), OfflineButton::new(Arc::clone(&program)));
        let (settings, panels) = (program.settings(), Panels::of(&program));
        let installing = Some(Installing::new(Arc::clone(&program)));
        let mut app = Self {
            program: Some((program, Arc::clone(&settings))),
            tools: Some(tools),
            installing,
            panels,
            ..self
        };
        app.take_keys_of(&settings);
        app
    }

    /// Draws everything once.
    pub fn show(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.take_settings();
        if std::mem::take(&mut self.stale_theme) {
            theme::choose(&ctx, self.looks().theme);
        }
        self.faces.follow(&ctx, self.looks().face);
        let theme = Theme::of(&ctx);
        let snapshot = self.engine.snapshot();
        let heard = heard(&self.engine, &snapshot, Instant::now());
        let here = heard.highlight;
        let mut commands = Vec::new();
        self.take_keys(&ctx, &snapshot, here, &mut commands);
        let (shows_queue, looks) = (self.panels.beside_shown(), self.looks());
        let panes = Panes::of(ctx.content_rect().size(), shows_queue, looks.rail);
        let mut reads_anew = false;
        if self.focus && snapshot.script.is_some() {
            self.focus_ui(ui, &heard, panes, &theme, &snapshot, &mut commands);
        } else {
            self.player_ui(ui, panes, &theme, &snapshot, &heard, &mut commands);
            self.sidebar_panel_ui(ui, panes, &theme, &snapshot, here, &mut commands);
            if self.panels_ui(ui, panes, &theme, &snapshot, &mut commands) {
                reads_anew |= self.article_ui(ui, panes, &theme, &snapshot, here, &mut commands);
            }
        }
        if let Some(reading) = &mut self.reading {
            reads_anew |= reading.show(&ctx, self.words, &theme, &snapshot.voice, &mut commands);
        }
        if reads_anew {
            self.save_reading();
            self.pronounce_anew(here, &mut commands);
        }
        self.mini_ui(&ctx);
        self.dialogs_ui(&ctx, &theme, &snapshot, here, &mut commands);
        self.follower.show(&self.engine, &snapshot, &heard);
        self.stay_awake(&snapshot);
        self.send(commands);
        self.schedule(&ctx, &snapshot);
    }

    fn take_keys(
        &mut self,
        ctx: &egui::Context,
        snapshot: &Snapshot,
        here: Highlight,
        commands: &mut Vec<Command>,
    ) {
        if self.settings.keys.takes_keys() && self.panels.destination == Destination::Settings {
            return;
        }
        for pressed in pressed(ctx, &self.keys) {
            match pressed {
                Pressed::Action(action) if action.is_enabled(snapshot) => {
                    self.perform(action, ctx, snapshot, here, commands);
                }
                Pressed::Action(_) => (),
                Pressed::Pasted(text) => commands.push(Command::Open(given(&text))),
            }
        }
        self.take_dropped(ctx, snapshot, commands);
        if let Some(answer) = self.chosen.as_ref().and_then(|chosen| chosen.try_recv().ok()) {
            self.chosen = None;
            match answer {
                Some(path) => commands.push(Command::Open(Source::File(path))),
                // Without a desktop portal there is no file dialog, which looks like a dialog that
                // was closed at once: the path can be typed.
                None => self.draft = self.draft.take().or_else(|| Some(String::new())),
            }
        }
    }

    fn send(&mut self, commands: Vec<Command>) {
        for command in commands {
            match &command {
                Command::Toggle if self.engine.snapshot().wants_sound() => self.follower.asked("pause"),
                Command::Play | Command::Toggle => self.follower.asked("play"),
                Command::Pause => self.follower.asked("pause"),
                Command::SeekTo(_)
                | Command::SeekToTime(_)
                | Command::SeekBy { .. }
                | Command::Step(..)
                | Command::OpenPart(_)
                | Command::StepPart(_)
                | Command::Open(_) => self.follow(),
                Command::ToggleBlock(index) => {
                    // The rest of its run does not fold because it begins elsewhere now.
                    let next = RowKind::Block(index + 1);
                    let shows = |layout: &Layout| layout.page.rows.iter().any(|row| row.kind == next);
                    if self.page.as_ref().is_some_and(shows) {
                        self.unfolded.insert(index + 1);
                    }
                }
                Command::SetBlockFilter(_)
                | Command::SetVoice(..)
                | Command::SetVoices(..)
                | Command::SetSpeed(_)
                | Command::StepSpeed(_)
                | Command::SetPauses(_)
                | Command::SetVolume(_)
                | Command::StepVolume(_)
                | Command::ToggleMute
                | Command::Fade(_)
                | Command::SetLookAhead(_)
                | Command::DismissNotice => (),
            }
            self.engine.send(command);
        }
    }

    /// What is read from here on is made anew; what did not change is still there.
    fn pronounce_anew(&mut self, here: Highlight, commands: &mut Vec<Command>) {
        self.page = None;
        commands.extend(here.sentence.map(|sentence| Command::SeekTo(sentence.start)));
    }

    fn follow(&mut self) {
        self.following = true;
        self.brought = None;
    }

    fn pauses(&self) -> Pauses {
        self.program.as_ref().map_or(Pauses::Whole, |(_, settings)| settings.playback.pauses())
    }

    /// Sleeps until the picture changes by itself; for ever when it does not.
    fn schedule(&self, ctx: &egui::Context, snapshot: &Snapshot) {
        if snapshot.phase == Phase::Playing {
            ctx.request_repaint_after(until_change(&self.engine, snapshot, self.pauses()));
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    /// The paper, which the page and all that stands in its place leave as it is: where a processor draws, each layer
    /// over the whole window costs as much as all text on it.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let snapshot = self.engine.snapshot();
        snapshot.script.iter().for_each(|script| self.block_overrides.keep(script.article()));
    }
}
