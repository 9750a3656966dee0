//! The window of settings while it is open: what is typed, and what is asked of others meanwhile.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use secrecy::SecretString;
use tingxinwen::{
    player::Command,
    settings::Settings,
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::services::Listed;

use crate::{
    desk::{Desk, SaveError},
    preview::Preview,
    setup::{self, LANGUAGES},
    theme::Theme,
    view::{
        settings::{Draft, SettingsChoice, settings_ui},
        transport::VoiceChoice,
    },
    words::Words,
};

/// The window of settings, open or not.
pub(crate) struct Choosing {
    desk: Arc<dyn Desk>,
    preview: Preview,
    draft: Option<(Settings, Draft)>,
    /// The voice that is tried.
    tried: Option<VoiceId>,
    /// Where threads answer that wait for something.
    tell: Sender<Told>,
    told: Receiver<Told>,
}

/// What was waited for, off the thread that draws.
enum Told {
    /// Services that have a key.
    Keys(BTreeSet<String>),
    /// Bytes of sound on disk.
    Kept(u64),
    /// The voices of a service.
    Voices(String, Result<Vec<Listed>, VoiceError>),
    /// The settings are kept, or why not.
    Saved(Box<Settings>, Result<Saved, SaveError>),
}

/// What changed with the settings.
struct Saved {
    commands: Vec<Command>,
    voices: Vec<VoiceChoice>,
}

impl Choosing {
    pub(crate) fn new(desk: Arc<dyn Desk>, preview: Preview) -> Self {
        let (tell, told) = mpsc::channel();
        Self { desk, preview, draft: None, tried: None, tell, told }
    }

    /// Opens it over `settings`, or what is on disk.
    pub(crate) fn open(&mut self, ctx: &egui::Context, settings: Option<Settings>) {
        let mut settings = settings.unwrap_or_else(setup::settings);
        for language in LANGUAGES {
            let list = settings.voice(language).into_iter().chain(settings.stand_by(language)).collect();
            settings = settings.with_voices(language, &self.desk.complete(language, list));
        }
        let services = self.desk.services();
        let names: Vec<String> = services.keys().cloned().collect();
        self.draft = Some((settings.clone(), Draft::new(&settings, services)));
        self.ask(ctx, move |desk| Told::Keys(names.into_iter().filter(|name| desk.has_key(name)).collect()));
        self.ask(ctx, |desk| Told::Kept(desk.kept_bytes()));
    }

    /// Draws it if it is open; returns the settings when they are saved, and puts the voices that there are
    /// then into `voices`.
    pub(crate) fn show(
        &mut self,
        ctx: &egui::Context,
        words: &'static Words,
        theme: &Theme,
        voices: &mut Vec<VoiceChoice>,
        commands: &mut Vec<Command>,
    ) -> Option<Settings> {
        let told: Vec<Told> = self.told.try_iter().collect();
        for told in told {
            if let Some(settings) = self.take(told, words, voices, commands) {
                return Some(settings);
            }
        }
        let (settings, draft) = self.draft.as_mut()?;
        if let (Some(voice), Some(outcome)) = (&self.tried, self.preview.outcome()) {
            draft.tell(voice.clone(), outcome);
        }
        match settings_ui(ctx, words, theme, voices, draft)? {
            SettingsChoice::Try(voice, language) => {
                let sample = self.desk.sample(language)?;
                commands.push(Command::Pause);
                self.tried = Some(voice.clone());
                let ctx = ctx.clone();
                self.preview.speak(sample, voice, move || ctx.request_repaint());
            }
            SettingsChoice::ListVoices(service) => {
                let account = draft.account(&service)?;
                let typed = draft.keys().find(|(name, _)| *name == service);
                let key = typed.map(|(_, key)| SecretString::from(key));
                self.ask(ctx, move |desk| {
                    let voices = desk.voices_at(&service, &account, key);
                    Told::Voices(service, voices)
                });
            }
            SettingsChoice::ClearKept => self.ask(ctx, |desk| {
                desk.clear_kept();
                Told::Kept(desk.kept_bytes())
            }),
            SettingsChoice::Closed => self.close(),
            SettingsChoice::Save => {
                let chosen = Box::new(draft.settings(settings));
                let keys: Vec<_> =
                    draft.keys().map(|(name, key)| (name.to_owned(), SecretString::from(key))).collect();
                draft.tell_saving();
                self.ask(ctx, move |desk| {
                    let saved = desk.save(&chosen, &keys);
                    let saved = saved.map(|commands| Saved { commands, voices: desk.choices() });
                    Told::Saved(chosen, saved)
                });
            }
        }
        None
    }

    fn take(
        &mut self,
        told: Told,
        words: &Words,
        voices: &mut Vec<VoiceChoice>,
        commands: &mut Vec<Command>,
    ) -> Option<Settings> {
        match (told, &mut self.draft) {
            (Told::Saved(settings, Ok(saved)), _) => {
                commands.extend(saved.commands);
                *voices = saved.voices;
                self.close();
                return Some(*settings);
            }
            // It was closed meanwhile.
            (Told::Saved(_, Err(_)) | Told::Keys(_) | Told::Kept(_) | Told::Voices(..), None) => (),
            // The window stays open, with what was typed.
            (Told::Saved(_, Err(error)), Some((_, draft))) => draft.tell_problem(words.save_error(&error)),
            (Told::Keys(names), Some((_, draft))) => draft.tell_keys(names),
            (Told::Kept(bytes), Some((_, draft))) => draft.tell_kept(bytes),
            (Told::Voices(service, listed), Some((_, draft))) => draft.tell_voices(service, listed),
        }
        None
    }

    fn close(&mut self) {
        self.draft = None;
        self.tried = None;
        self.preview.stop();
    }

    /// Has `question` answered on a thread of its own.
    fn ask(&self, ctx: &egui::Context, question: impl FnOnce(&dyn Desk) -> Told + Send + 'static) {
        let (desk, tell, ctx) = (Arc::clone(&self.desk), self.tell.clone(), ctx.clone());
        let answer = move || {
            tell.send(question(&*desk)).ok();
            ctx.request_repaint();
        };
        // A system without threads for this has none to play sound on either.
        thread::Builder::new().name("desk".to_owned()).spawn(answer).ok();
    }
}
