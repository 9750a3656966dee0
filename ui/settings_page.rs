//! The settings while they are shown: what is typed, what is saved, and what is asked of others meanwhile.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use secrecy::SecretString;
use tingxinwen::{
    app::{Application, LANGUAGES, SaveError, VoiceChoice},
    player::Command,
    settings::{Account, Settings},
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::services::Listed;

use crate::{
    preview::Preview,
    theme::Theme,
    view::settings::{Draft, Section, SettingsChoice, services_ui, storage_ui, voices_ui},
    words::Words,
};

/// The settings, shown or not.
pub(crate) struct SettingsPage {
    program: Arc<dyn Application>,
    preview: Preview,
    /// The settings as they were when it was opened, and what is typed.
    draft: Option<(Settings, Draft)>,
    /// The settings that could not be saved.
    failed: Option<Settings>,
    /// The voice that is tried.
    tried: Option<VoiceId>,
    /// Where threads answer that wait for something.
    tell: Sender<Told>,
    told: Receiver<Told>,
}

/// What was waited for, off the thread that draws.
enum Told {
    /// The settings with their voices completed, and all services.
    Opened(Box<Settings>, BTreeMap<String, Account>),
    /// Services that have a key.
    Keys(BTreeSet<String>),
    /// Bytes of sound on disk.
    Kept(u64),
    /// The voices of a service.
    Voices(String, Result<Vec<Listed>, VoiceError>),
    /// These settings are saved, with the keys of these services, and these voices are there to choose from; or why
    /// they are not.
    Saved(Result<Vec<VoiceChoice>, SaveError>, Box<Settings>, Vec<String>),
}

impl SettingsPage {
    pub(crate) fn new(program: Arc<dyn Application>, preview: Preview) -> Self {
        let (tell, told) = mpsc::channel();
        Self { program, preview, draft: None, failed: None, tried: None, tell, told }
    }

    /// Shows the settings that hold, unless there is something that was typed and not saved.
    pub(crate) fn open(&mut self, ctx: &egui::Context) {
        if self.draft.as_ref().is_some_and(|(before, draft)| draft.has_unsaved(before)) {
            return;
        }
        self.ask(ctx, |program| {
            let mut settings = (*program.settings()).clone();
            for language in LANGUAGES {
                let order = settings.voices.order.of(language).to_vec();
                settings.voices.order.set(language, program.complete(language, order));
            }
            Told::Opened(Box::new(settings), program.services())
        });
    }

    /// Draws `section`, one of voices, services and storage; what is changed there holds at once. Once settings are
    /// saved, puts the voices that there are then into `voices`.
    pub(crate) fn show(
        &mut self,
        ui: &mut egui::Ui,
        section: Section,
        words: &'static Words,
        theme: &Theme,
        voices: &mut Vec<VoiceChoice>,
        commands: &mut Vec<Command>,
    ) {
        let ctx = ui.ctx().clone();
        let told: Vec<Told> = self.told.try_iter().collect();
        for told in told {
            if matches!(told, Told::Opened(..)) {
                self.ask(&ctx, |program| {
                    let names = program.services().into_keys();
                    Told::Keys(names.filter(|name| program.has_key(name)).collect())
                });
                self.ask(&ctx, |program| Told::Kept(program.kept_bytes()));
            }
            self.take(told, words, voices);
        }
        let Some((_, draft)) = &mut self.draft else { return };
        if let (Some(voice), Some(outcome)) = (&self.tried, self.preview.outcome()) {
            draft.tell(voice.clone(), outcome);
        }
        let mut choices = Vec::new();
        if let Some(problem) = draft.problem() {
            ui.add(egui::Label::new(egui::RichText::new(problem).color(theme.danger)).wrap());
        }
        match section {
            Section::Voices => voices_ui(ui, words, theme, voices, draft, &mut choices),
            Section::Services => services_ui(ui, words, theme, draft, &mut choices),
            Section::Storage => storage_ui(ui, words, theme, draft, &mut choices),
            Section::Playback | Section::Reading | Section::Looks | Section::Keys | Section::About => (),
        }
        for choice in choices {
            self.follow(choice, &ctx, commands);
        }
        self.save_what_changed(&ctx);
    }

    /// Does what the listener chose.
    fn follow(&mut self, choice: SettingsChoice, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let Some((before, draft)) = &mut self.draft else { return };
        match choice {
            SettingsChoice::Try(voice, language) => {
                let Some(sample) = self.program.sample(language) else { return };
                commands.push(Command::Pause);
                self.tried = Some(voice.clone());
                let ctx = ctx.clone();
                self.preview.speak([sample], voice, move || ctx.request_repaint());
            }
            SettingsChoice::ListVoices(service) => {
                let Some(account) = draft.account(&service) else { return };
                let typed = draft.keys().find(|(name, _)| *name == service);
                let key = typed.map(|(_, key)| SecretString::from(key));
                self.ask(ctx, move |program| {
                    let voices = program.voices_at(&service, &account, key);
                    Told::Voices(service, voices)
                });
            }
            SettingsChoice::ClearKept => self.ask(ctx, |program| {
                program.clear_kept();
                Told::Kept(program.kept_bytes())
            }),
            SettingsChoice::Save => {
                let after = draft.settings(before);
                let keys: Vec<_> =
                    draft.keys().map(|(name, key)| (name.to_owned(), SecretString::from(key))).collect();
                self.save(ctx, after, keys);
            }
        }
    }

    /// Saves what holds at once, where it changed.
    fn save_what_changed(&mut self, ctx: &egui::Context) {
        let Some((before, draft)) = &self.draft else { return };
        let after = draft.live(before);
        if after != *before && !draft.is_saving() && self.failed.as_ref() != Some(&after) {
            self.save(ctx, after, Vec::new());
        }
    }

    fn save(&mut self, ctx: &egui::Context, after: Settings, keys: Vec<(String, SecretString)>) {
        let Some((before, draft)) = &mut self.draft else { return };
        let before = before.clone();
        draft.tell_saving();
        self.failed = None;
        self.ask(ctx, move |program| {
            let saved = program.save(&before, &after, &keys);
            let names = keys.into_iter().map(|(name, _)| name).collect();
            let choices = if saved.is_ok() { program.choices() } else { Vec::new() };
            Told::Saved(saved.map(|()| choices), Box::new(after), names)
        });
    }

    fn take(&mut self, told: Told, words: &Words, voices: &mut Vec<VoiceChoice>) {
        match (told, &mut self.draft) {
            (Told::Opened(settings, services), draft) => {
                let new = Draft::new(&settings, services);
                *draft = Some((*settings, new));
            }
            (Told::Saved(Ok(choices), after, keys), draft) => {
                *voices = choices;
                if let Some((before, draft)) = draft {
                    *before = *after;
                    draft.tell_saved(keys);
                }
            }
            // Nobody has opened it yet.
            (Told::Saved(Err(_), ..) | Told::Keys(_) | Told::Kept(_) | Told::Voices(..), None) => (),
            // What was typed stays.
            (Told::Saved(Err(error), after, _), Some((_, draft))) => {
                draft.tell_problem(words.save_error(&error));
                self.failed = Some(*after);
            }
            (Told::Keys(names), Some((_, draft))) => draft.tell_keys(names),
            (Told::Kept(bytes), Some((_, draft))) => draft.tell_kept(bytes),
            (Told::Voices(service, listed), Some((_, draft))) => draft.tell_voices(service, listed),
        }
    }

    /// Silences the voice that is tried, since the settings are not shown any more.
    pub(crate) fn leave(&mut self) {
        if self.tried.take().is_some() {
            self.preview.stop();
        }
    }

    /// Has `question` answered on a thread of its own.
    fn ask(&self, ctx: &egui::Context, question: impl FnOnce(&dyn Application) -> Told + Send + 'static) {
        let (program, tell, ctx) = (Arc::clone(&self.program), self.tell.clone(), ctx.clone());
        let answer = move || {
            tell.send(question(&*program)).ok();
            ctx.request_repaint();
        };
        // A system without threads for this has none to play sound on either.
        thread::Builder::new().name("settings".to_owned()).spawn(answer).ok();
    }
}
