//! The `eframe` shell: snapshot in, commands out.

mod choices;
mod dialogs;
mod finding;
mod panels;
mod perform;
mod top_bar;

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use tingxinwen::{
    app::{Application, VoiceChoice},
    article::{Article, Source},
    engine::EngineHandle,
    player::{Command, Phase, Snapshot},
    settings::Settings,
    text::{Script, SentenceIdx},
};
use tingxinwen_library::QueueSource;

use panels::Panels;

use crate::{
    actions::{KeyMap, Pressed, given, pressed},
    block_overrides::BlockOverrides,
    find::Find,
    follow::{Follower, heard},
    layout::Layout,
    offline::OfflineButton,
    page::{Look, RowKind},
    preview::Preview,
    reading::Reading,
    settings_window::SettingsWindow,
    theme::{self, Theme},
    view::{
        empty::{EmptyChoice, empty_ui},
        notice::{lines_ui, notice_ui},
        palette::Palette,
        reader::{Highlight, Scrolling, Showing, Touch, reader_ui},
        transport::{Transport, transport_ui},
    },
    words::Words,
};

/// The longest that a changing picture stands still while sound plays: the time shown goes on.
const TICK: Duration = Duration::from_millis(250);
/// The shortest: a faster picture would only heat the machine.
const FRAME: Duration = Duration::from_millis(12);

/// The window.
pub struct App {
    engine: EngineHandle,
    follower: Follower,
    voices: Vec<VoiceChoice>,
    words: &'static Words,
    page: Option<Layout>,
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
    /// Where the file dialog answers.
    chosen: Option<mpsc::Receiver<Option<PathBuf>>>,
    /// The program behind the window, and its settings as they were shown last.
    program: Option<(Arc<dyn Application>, Arc<Settings>)>,
    /// What the listener was not told yet of the settings file.
    news: Vec<String>,
    reading: Option<Reading>,
    /// The settings window, and the button for listening offline.
    tools: Option<(SettingsWindow, OfflineButton)>,
    panels: Panels,
    block_overrides: BlockOverrides,
    keys: KeyMap,
    /// The search within the article, while it is open.
    find: Option<Find>,
    /// Whether other colours were chosen than are shown.
    stale_theme: bool,
    /// The palette of actions, while it is open.
    palette: Option<Palette>,
    /// The width of the buttons above the page when they were drawn last, in points.
    buttons_width: Option<f32>,
    /// How far keys scroll the page in the next frame.
    scroll: Scrolling,
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
            unfolded: BTreeSet::new(),
            following: true,
            brought: None,
            keys_shown: false,
            typed: String::new(),
            draft: None,
            chosen: None,
            program: None,
            news: Vec::new(),
            reading: None,
            tools: None,
            panels: Panels::default(),
            block_overrides: BlockOverrides::default(),
            keys: KeyMap::default(),
            find: None,
            stale_theme: true,
            palette: None,
            buttons_width: None,
            scroll: Scrolling::default(),
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

    /// The same, with the tools of reading.
    pub fn reading(self, reading: Reading) -> Self {
        Self { reading: Some(reading), ..self }
    }

    /// The same over `program`, whose settings it shows and changes, and whose voices are tried through `preview`.
    pub fn with_program(self, program: Arc<dyn Application>, preview: Preview) -> Self {
        let tools =
            (SettingsWindow::new(Arc::clone(&program), preview), OfflineButton::new(Arc::clone(&program)));
        let (settings, panels) = (program.settings(), Panels::of(&program));
        let mut app =
            Self { program: Some((program, Arc::clone(&settings))), tools: Some(tools), panels, ..self };
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
        let theme = Theme::of(&ctx);
        let snapshot = self.engine.snapshot();
        let heard = heard(&self.engine, &snapshot, Instant::now());
        let mut commands = Vec::new();
        self.take_keys(&ctx, &snapshot, heard.highlight, &mut commands);

        let bar =
            Frame::new().fill(theme.bar).inner_margin(Margin { left: 16, right: 16, top: 6, bottom: 8 });
        Panel::bottom("player").frame(bar).show_separator_line(false).show(ui, |ui| {
            lines_ui(ui, &mut self.news, self.words, &theme);
            notice_ui(ui, &snapshot, &self.voices, self.words, &theme, &mut commands);
            let shown = Transport {
                now: heard.time,
                voices: &self.voices,
                words: self.words,
                keys: &self.keys,
                theme: &theme,
            };
            transport_ui(ui, &snapshot, &shown, &mut commands);
        });
        let bar = Frame::new().fill(theme.paper).inner_margin(Margin::symmetric(14, 0));
        let mut reads_anew = Panel::top("top-bar")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| self.top_bar_ui(ui, &theme, &snapshot, heard.highlight, &mut commands))
            .inner;
        let has_room = self.panels_ui(ui, &theme, &snapshot, &mut commands);
        CentralPanel::default().frame(Frame::new().fill(theme.paper)).show(ui, |ui| {
            if !has_room {
                return;
            }
            let Some(script) = &snapshot.script else {
                match empty_ui(ui, &mut self.typed, self.words, &theme) {
                    EmptyChoice::Waiting => (),
                    EmptyChoice::Given(text) => commands.push(Command::Open(given(&text))),
                    EmptyChoice::ChooseFile => self.choose_file(&ctx),
                }
                return;
            };
            self.block_overrides.keep(script.article());
            self.lay_out(ui, script.article(), &theme);
            let found = self.find_bar_ui(ui, &theme, script, heard.highlight, &mut commands);
            let here = heard.highlight.sentence.and_then(|range| script.sentence_at(range.start));
            let bring_back = self.following && here.is_some() && here != self.brought;
            if bring_back {
                self.brought = here;
            }
            let Some(layout) = &mut self.page else { return };
            let marked = self.panels.marked(script);
            let showing = Showing {
                highlight: heard.highlight,
                width: layout.width(),
                marked: &marked,
                hits: self.find.as_ref().map_or(&[], |find| &find.hits),
                hit: self.find.as_ref().and_then(Find::hit),
                shows_hit: found,
                bring_back,
                scroll_to: layout.scroll_to.take(),
                scroll: std::mem::take(&mut self.scroll),
                readings: self.reading.as_ref().and_then(Reading::beside),
                words: self.words,
                theme: &theme,
            };
            let touch = reader_ui(ui, &layout.page, &showing, &mut commands);
            layout.scrolled = touch.top;
            self.take_touch(touch, script);
        });
        if let Some(reading) = &mut self.reading {
            reads_anew |= reading.show(&ctx, self.words, &theme, &snapshot.voice, &mut commands);
        }
        if reads_anew {
            self.save_reading();
            self.pronounce_anew(heard.highlight, &mut commands);
        }
        self.dialogs_ui(&ctx, &theme, &snapshot, heard.highlight, &mut commands);
        self.follower.show(&self.engine, &snapshot, &heard);
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

    fn ask_reading(&mut self, script: &Script, offset: u32) {
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
        let look = Look { theme: *theme, width, zhuyin, size, line };
        if !self.page.as_ref().is_some_and(|layout| layout.shows(ui.ctx(), article, look)) {
            // It may have been opened from outside the window.
            if self.page.as_ref().is_some_and(|layout| !layout.is_of(article)) {
                self.unfolded.clear();
                self.follow();
            }
            let layout = Layout::new(ui.ctx(), article, look, &self.unfolded, self.words);
            self.page = Some(match &self.page {
                Some(before) => layout.in_place_of(before),
                None => layout,
            });
            self.brought = None;
        }
    }

    /// Sleeps until the picture changes by itself; for ever when it does not.
    fn schedule(&self, ctx: &egui::Context, snapshot: &Snapshot) {
        if snapshot.phase != Phase::Playing {
            return;
        }
        let now = Instant::now();
        let playhead = self.engine.playhead();
        let next = snapshot.timeline.next_word(playhead.heard(now).frame);
        let until = next.and_then(|word| playhead.until(word.start, now)).unwrap_or(TICK);
        ctx.request_repaint_after(until.clamp(FRAME, TICK));
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let snapshot = self.engine.snapshot();
        snapshot.script.iter().for_each(|script| self.block_overrides.keep(script.article()));
    }
}
