//! The window of settings while it is open: what is typed, and the voice that is being tried.

use std::sync::{Arc, mpsc};

use secrecy::SecretString;
use tingxinwen::{player::Command, settings::Settings, speech::VoiceId};

use crate::{
    desk::Desk,
    setup::{self, LANGUAGES},
    theme::Theme,
    view::{
        settings::{Draft, SettingsChoice, Trial, settings_ui},
        transport::VoiceChoice,
    },
    words::Words,
};

/// The window of settings, open or not.
#[derive(Default)]
pub(crate) struct Choosing {
    desk: Option<Arc<dyn Desk>>,
    draft: Option<(Settings, Draft)>,
    /// Where the thread that tries a voice answers.
    trials: Option<mpsc::Receiver<(VoiceId, Trial)>>,
}

impl Choosing {
    pub(crate) fn new(desk: Arc<dyn Desk>) -> Self {
        Self { desk: Some(desk), ..Self::default() }
    }

    /// Whether there is anything to choose.
    pub(crate) fn is_there(&self) -> bool {
        self.desk.is_some()
    }

    /// Opens it over `settings`, or what is on disk.
    pub(crate) fn open(&mut self, settings: Option<Settings>) {
        let Some(desk) = &self.desk else { return };
        let mut settings = settings.unwrap_or_else(setup::settings);
        for language in LANGUAGES {
            let list = settings.voice(language).into_iter().chain(settings.stand_by(language)).collect();
            settings = settings.with_voices(language, &desk.complete(language, list));
        }
        let draft = Draft::new(&settings, desk.services(), |name| desk.has_key(name), desk.kept_bytes());
        self.draft = Some((settings, draft));
    }

    /// Draws it if it is open; returns the settings when they are saved.
    pub(crate) fn show(
        &mut self,
        ctx: &egui::Context,
        words: &'static Words,
        theme: &Theme,
        voices: &[VoiceChoice],
        commands: &mut Vec<Command>,
    ) -> Option<Settings> {
        let desk = Arc::clone(self.desk.as_ref()?);
        let (settings, draft) = self.draft.as_mut()?;
        for (voice, trial) in self.trials.iter().flat_map(mpsc::Receiver::try_iter) {
            draft.tell(voice, trial);
        }
        match settings_ui(ctx, words, theme, voices, draft)? {
            SettingsChoice::Try(voice, language) => {
                draft.tell(voice.clone(), Trial::Waiting);
                commands.push(Command::Pause);
                let (tell, trials) = mpsc::channel();
                self.trials = Some(trials);
                let ctx = ctx.clone();
                let try_it = move || {
                    let told = |trial| {
                        tell.send((voice.clone(), trial)).ok();
                        ctx.request_repaint();
                    };
                    let first = |first_sound| told(Trial::Heard { first_sound });
                    if let Err(error) = desk.try_voice(&voice, language, &first) {
                        told(Trial::Failed(error));
                    }
                };
                // Without a thread nothing is heard, which the listener sees.
                std::thread::Builder::new().name("try-voice".to_owned()).spawn(try_it).ok();
                None
            }
            SettingsChoice::ClearKept => {
                desk.clear_kept();
                draft.tell_kept(desk.kept_bytes());
                None
            }
            SettingsChoice::Closed => {
                self.draft = None;
                None
            }
            SettingsChoice::Save => {
                let chosen = draft.settings(settings);
                let keys: Vec<_> =
                    draft.keys().map(|(name, key)| (name.to_owned(), SecretString::from(key))).collect();
                match desk.save(&chosen, &keys) {
                    Ok(told) => {
                        commands.extend(told);
                        self.draft = None;
                        Some(chosen)
                    }
                    // The window stays open, with what was typed.
                    Err(error) => {
                        draft.tell_problem(error.to_string());
                        None
                    }
                }
            }
        }
    }
}
