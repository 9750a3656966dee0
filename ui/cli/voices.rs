//! `tingxinwen voices`.

use clap::{Args, Subcommand};
use tingxinwen::speech::VoiceId;
use tingxinwen_voices::{catalog::Gender, install::Bars};

use crate::setup::Shelf;

/// What to do with voices; nothing lists them.
#[derive(Debug, Args)]
pub(super) struct VoicesArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Fetches the files of these voices; without a name, of the default voice of each language.
    Install {
        /// Names, as `tingxinwen voices` lists them.
        names: Vec<String>,
    },
    /// Asks a speech service which voices it has.
    Of {
        /// Its name in the settings.
        service: String,
    },
}

impl VoicesArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let shelf = Shelf::open()?;
        match &self.action {
            None => list(&shelf),
            Some(Action::Install { names }) => return install(&shelf, names),
            Some(Action::Of { service }) => return of_service(&shelf, service),
        }
        Ok(())
    }
}

fn list(shelf: &Shelf) {
    for voice in shelf.list() {
        let state = match (voice.installed, voice.id.0.contains(':')) {
            (true, false) => "installed",
            (true, true) => "ready",
            (false, _) => "-",
        };
        let gender = match voice.gender {
            Gender::Female => "female",
            Gender::Male => "male",
        };
        let (id, name, language) = (&voice.id.0, &voice.name, voice.language.tag());
        super::say(format_args!("{id:<27} {language}  {gender:<7} {state:<10} {name}  ({})", voice.licence));
    }
}

fn install(shelf: &Shelf, names: &[String]) -> anyhow::Result<()> {
    let ids: Vec<VoiceId> = if names.is_empty() {
        // Those of services and of the system speak without files of ours.
        let chosen = shelf.chosen(None)?.into_iter().map(|(_, id)| id);
        chosen.filter(|id| !id.0.contains(':')).collect()
    } else {
        names.iter().cloned().map(VoiceId).collect()
    };
    shelf.installer().install(&ids, &Bars::new())?;
    Ok(())
}

fn of_service(shelf: &Shelf, service: &str) -> anyhow::Result<()> {
    let services = shelf.services();
    anyhow::ensure!(
        services.accounts().contains_key(service),
        "no service is named {service}; the settings have {}",
        services.accounts().into_keys().collect::<Vec<_>>().join(", ")
    );
    let voices = services.voices_of(service)?;
    anyhow::ensure!(!voices.is_empty(), "{service} does not say which voices it has");
    for voice in voices {
        let name = voice.name.map(|name| format!("  {name}")).unwrap_or_default();
        super::say(format_args!("{service}:{}{name}", voice.id));
    }
    Ok(())
}
