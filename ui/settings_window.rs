//! The settings window while it is open: what is typed, and what is asked of others meanwhile.

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
    view::settings::{Draft, SettingsChoice, settings_ui},
    words::Words,
};

/// The settings window, open or not.
pub(crate) struct SettingsWindow {
    program: Arc<dyn Application>,
    preview: Preview,
    /// The settings as they were when it was opened, and what is typed.
    draft: Option<(Settings, Draft)>,
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
    /// The settings are saved, and these voices are there to choose from; or why they are not.
    Saved(Result<Vec<VoiceChoice>, SaveError>),
}

impl SettingsWindow {
    pub(crate) fn new(program: Arc<dyn Application>, preview: Preview) -> Self {
        let (tell, told) = mpsc::channel();
        Self { program, preview, draft: None, tried: None, tell, told }
    }

    /// Opens it over the settings that hold.
    pub(crate) fn open(&mut self, ctx: &egui::Context) {
        self.ask(ctx, |program| {
            let mut settings = (*program.settings()).clone();
            for language in LANGUAGES {
                let order = settings.voices.order.of(language).to_vec();
                settings.voices.order.set(language, program.complete(language, order));
            }
            Told::Opened(Box::new(settings), program.services())
        });
    }

    /// Draws it if it is open; once settings are saved, puts the voices that there are then into `voices`.
    pub(crate) fn show(
        &mut self,
        ctx: &egui::Context,
        words: &'static Words,
        theme: &Theme,
        voices: &mut Vec<VoiceChoice>,
        commands: &mut Vec<Command>,
    ) {
        let told: Vec<Told> = self.told.try_iter().collect();
        for told in told {
            if matches!(told, Told::Opened(..)) {
                self.ask(ctx, |program| {
                    let names = program.services().into_keys();
                    Told::Keys(names.filter(|name| program.has_key(name)).collect())
                });
                self.ask(ctx, |program| Told::Kept(program.kept_bytes()));
            }
            self.take(told, words, voices);
        }
        let Some((_, draft)) = &mut self.draft else { return };
        if let (Some(voice), Some(outcome)) = (&self.tried, self.preview.outcome()) {
            draft.tell(voice.clone(), outcome);
        }
        if let Some(choice) = settings_ui(ctx, words, theme, voices, draft) {
            self.follow(choice, ctx, commands);
        }
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
                self.preview.speak(sample, voice, move || ctx.request_repaint());
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
            SettingsChoice::Closed => self.close(),
            SettingsChoice::Save => {
                let (before, after) = (before.clone(), draft.settings(before));
                let keys: Vec<_> =
                    draft.keys().map(|(name, key)| (name.to_owned(), SecretString::from(key))).collect();
                draft.tell_saving();
                self.ask(ctx, move |program| {
                    let saved = program.save(&before, &after, &keys);
                    Told::Saved(saved.map(|()| program.choices()))
                });
            }
        }
    }

    fn take(&mut self, told: Told, words: &Words, voices: &mut Vec<VoiceChoice>) {
        match (told, &mut self.draft) {
            (Told::Opened(settings, services), draft) => {
                let new = Draft::new(&settings, services);
                *draft = Some((*settings, new));
            }
            (Told::Saved(Ok(choices)), _) => {
                *voices = choices;
                self.close();
            }
            // It was closed meanwhile.
            (Told::Saved(Err(_)) | Told::Keys(_) | Told::Kept(_) | Told::Voices(..), None) => (),
            // The window stays open, with what was typed.
            (Told::Saved(Err(error)), Some((_, draft))) => draft.tell_problem(words.save_error(&error)),
            (Told::Keys(names), Some((_, draft))) => draft.tell_keys(names),
            (Told::Kept(bytes), Some((_, draft))) => draft.tell_kept(bytes),
            (Told::Voices(service, listed), Some((_, draft))) => draft.tell_voices(service, listed),
        }
    }

    fn close(&mut self) {
        self.draft = None;
        self.tried = None;
        self.preview.stop();
    }

    /// Has `question` answered on a thread of its own.
    fn ask(&self, ctx: &egui::Context, question: impl FnOnce(&dyn Application) -> Told + Send + 'static) {
        let (program, tell, ctx) = (Arc::clone(&self.program), self.tell.clone(), ctx.clone());
        let answer = move || {
            tell.send(question(&*program)).ok();
            ctx.request_repaint();
        };
        // A system without threads for this has none to play sound on either.
        thread::Builder::new().name("settings-window".to_owned()).spawn(answer).ok();
    }
}
