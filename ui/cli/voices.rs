//! `tingxinwen voices`.

use clap::{Args, Subcommand};
use tingxinwen::{
    app::{LANGUAGES, VoiceSet},
    speech::VoiceId,
};
use tingxinwen_voices::{catalog::Gender, install::Origin};

use super::bars::Bars;
use crate::{failure::Failure, setup, words::Words};

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
        /// A folder or an address that has a copy of the files, tried before all others.
        #[arg(long)]
        from: Option<String>,
    },
    /// Asks a speech service which voices it has.
    Of {
        /// Its name in the settings.
        service: String,
    },
}

impl VoicesArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let shelf = setup::voices(&setup::settings())?;
        match &self.action {
            None => list(&shelf),
            Some(Action::Install { names, from }) => return install(&shelf, names, from.as_deref()),
            Some(Action::Of { service }) => return of_service(&shelf, service),
        }
        Ok(())
    }
}

fn list(shelf: &VoiceSet) {
    let words = Words::of_listener();
    for voice in shelf.list() {
        let state = match (voice.installed, voice.id.0.contains(':')) {
            (true, false) => words.state_installed(),
            (true, true) => words.state_ready(),
            (false, _) => "-".to_owned(),
        };
        let gender = match voice.gender {
            Gender::Female => words.gender_female(),
            Gender::Male => words.gender_male(),
        };
        let (id, name, language) = (&voice.id.0, &voice.name, voice.language.tag());
        super::say(format_args!("{id:<27} {language}  {gender:<7} {state:<10} {name}  ({})", voice.licence));
    }
}

fn install(shelf: &VoiceSet, names: &[String], from: Option<&str>) -> anyhow::Result<()> {
    let ids: Vec<VoiceId> = if names.is_empty() {
        // Those of services and of the system speak without files of ours.
        let orders = shelf.orders(None, &setup::settings().voices.order)?;
        let chosen = LANGUAGES.into_iter().flat_map(|language| orders.of(language).to_vec());
        chosen.filter(|id| !id.0.contains(':')).collect()
    } else {
        names.iter().cloned().map(VoiceId).collect()
    };
    let mut installer = shelf.installer();
    if let Some(from) = from {
        let is_address = ["http://", "https://"].iter().any(|scheme| from.starts_with(scheme));
        installer = installer.with_origin(if is_address {
            Origin::Address(from.to_owned())
        } else {
            Origin::Folder(from.into())
        });
    }
    installer.install(&ids, &Bars::new(Words::of_listener()))?;
    Ok(())
}

fn of_service(shelf: &VoiceSet, service: &str) -> anyhow::Result<()> {
    let services = shelf.services();
    let known: Vec<String> = services.accounts().into_keys().collect();
    if !known.iter().any(|name| name == service) {
        return Err(Failure::UnknownService { name: service.to_owned(), known }.into());
    }
    let voices = services.voices_of(service)?;
    anyhow::ensure!(!voices.is_empty(), Failure::UnlistedVoices(service.to_owned()));
    for voice in voices {
        let name = voice.name.map(|name| format!("  {name}")).unwrap_or_default();
        super::say(format_args!("{service}:{}{name}", voice.id));
    }
    Ok(())
}
