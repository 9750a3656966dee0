//! Speech services: a file a service, behind the same contract as the embedded voice.
//!
//! `speaker` asks and asks again, `intake` passes bytes on, `decode` makes sound of them, `assembly`
//! hands it over in portions with the time of each word. A service's own file says only what is asked of
//! it, and what its answer is. A voice is called `service:voice`, as in `azure:zh-TW-HsiaoChenNeural`. What decodes
//! sound also takes cuts out of the sound files of books ([`SoundFile`]).

mod account;
mod assembly;
mod azure;
mod decode;
mod edge;
mod elevenlabs;
mod fault;
mod google;
mod http;
mod intake;
mod known;
mod limits;
mod openai;
pub mod secret;
mod sent;
mod speaker;
mod ssml;
mod system;
mod times;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use secrecy::SecretString;
use tingxinwen_core::speech::{SetupFault, SpeechFault, Voice, VoiceError, VoiceId};
use tokio::runtime::Runtime;

use self::{
    assembly::Pace,
    azure::Azure,
    edge::Edge,
    elevenlabs::ElevenLabs,
    fault::{Fault, SettingFault},
    google::Google,
    intake::lock,
    openai::OpenAi,
    secret::Keys,
    speaker::{Service, ServiceVoice},
    system::System,
};

pub use self::{
    account::{Account, SentText, ServiceKind},
    decode::{SoundFile, sound_in},
    http::is_open_to_all,
    known::Known,
    limits::Limits,
};

/// The services that are there without being set up, by name.
const NAMES: &[(&str, ServiceKind)] = &[
    ("openai", ServiceKind::OpenAi),
    ("azure", ServiceKind::Azure),
    ("elevenlabs", ServiceKind::ElevenLabs),
    ("google", ServiceKind::Google),
    ("edge", ServiceKind::Edge),
    ("system", ServiceKind::System),
];

/// The listener's services.
pub struct Services {
    /// Taken when all is over.
    runtime: Option<Runtime>,
    accounts: RwLock<BTreeMap<String, Account>>,
    keys: Keys,
    /// Keys that were looked up. The keyring is asked only for services that the listener set up, since it
    /// may be locked, and ask the listener in turn.
    found: Mutex<BTreeMap<String, Option<SecretString>>>,
    set_up: Mutex<BTreeSet<String>>,
    limits: Limits,
    known: Vec<Known>,
    /// What was connected already: a connection is worth keeping.
    open: Mutex<BTreeMap<VoiceId, Opened>>,
}

/// A voice that a service says it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What comes after the colon of its name here.
    pub id: String,
    /// What the service calls it, where that is something else.
    pub name: Option<String>,
}

/// A voice that is connected, and how fast it speaks.
type Opened = (Arc<dyn Service>, Pace);

impl Services {
    /// The services that are known, and those that the listener set up.
    ///
    /// # Errors
    /// When the system gives no thread for the network.
    pub fn new(accounts: &BTreeMap<String, Account>, keys: Keys, limits: Limits) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("services")
            .enable_all()
            .build()?;
        let known = NAMES
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), Account { kind: *kind, ..Account::default() }));
        let mut all: BTreeMap<String, Account> = known.collect();
        all.extend(accounts.clone());
        Ok(Self {
            runtime: Some(runtime),
            accounts: RwLock::new(all),
            keys,
            found: Mutex::default(),
            set_up: Mutex::new(accounts.keys().cloned().collect()),
            limits,
            known: known::embedded(),
            open: Mutex::default(),
        })
    }

    /// Whether `id` is the voice of a service.
    pub fn has(&self, id: &VoiceId) -> bool {
        self.account(id).is_some()
    }

    /// The services by name, as they are set up.
    pub fn accounts(&self) -> BTreeMap<String, Account> {
        self.accounts.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets up the service called `name`; what speaks already speaks on.
    pub fn set_up(&self, name: &str, account: Account) {
        self.accounts.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), account);
        lock(&self.set_up).insert(name.to_owned());
        lock(&self.found).clear();
        lock(&self.open).clear();
    }

    /// Keeps `key` for the service called `name`; an empty one is forgotten.
    ///
    /// # Errors
    /// When there is neither a keyring nor a file to write.
    pub fn set_key(&self, name: &str, key: &SecretString) -> std::io::Result<()> {
        self.keys.set(name, key)?;
        lock(&self.set_up).insert(name.to_owned());
        lock(&self.found).clear();
        lock(&self.open).clear();
        Ok(())
    }

    fn key(&self, name: &str) -> Option<SecretString> {
        if let Some(found) = lock(&self.found).get(name) {
            return found.clone();
        }
        let is_set_up = lock(&self.set_up).contains(name);
        let key = if is_set_up { self.keys.get(name) } else { self.keys.get_quietly(name) };
        lock(&self.found).insert(name.to_owned(), key.clone());
        key
    }

    /// The voice called `id`. Connects to nothing yet.
    ///
    /// # Errors
    /// When a setting or a key is missing or wrong, or there is no such service.
    pub fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        let unknown = || VoiceError::NotInstalled(SetupFault::UnknownVoice(id.0.clone()));
        let (name, account, voice) = self.account(id).ok_or_else(unknown)?;
        let runtime = self.runtime.as_ref().ok_or_else(unknown)?;
        let mut open = lock(&self.open);
        let (service, pace) = match open.get(id) {
            Some((service, pace)) => (Arc::clone(service), pace.clone()),
            None => {
                let service = self.connect(name, &account, voice).map_err(|fault| fault.into_error(name))?;
                let pace = Pace::default();
                open.insert(id.clone(), (Arc::clone(&service), pace.clone()));
                (service, pace)
            }
        };
        Ok(Box::new(ServiceVoice {
            service,
            name: name.to_owned(),
            text: account.sent_text(),
            runtime: runtime.handle().clone(),
            limits: self.limits.clone(),
            pace,
        }))
    }

    /// What tells this sound of the voice `id` from another of the same name.
    pub fn version(&self, id: &VoiceId) -> String {
        self.account(id).map_or_else(String::new, |(_, account, _)| sound_of(&account))
    }

    /// The voices that the service `name` says it has; none where it does not say.
    ///
    /// # Errors
    /// When it cannot be reached, or refuses.
    pub fn voices_of(&self, name: &str) -> Result<Vec<Listed>, VoiceError> {
        self.accounts().remove(name).map_or(Ok(Vec::new()), |account| self.voices_at(name, &account, None))
    }

    /// The same for a service that is only about to be set up: as `account` says, with `key`, or the one it has.
    ///
    /// # Errors
    /// When it cannot be reached, or refuses.
    pub fn voices_at(
        &self,
        name: &str,
        account: &Account,
        key: Option<SecretString>,
    ) -> Result<Vec<Listed>, VoiceError> {
        let Some(runtime) = &self.runtime else { return Ok(Vec::new()) };
        let key = key.or_else(|| self.key(name));
        let voices = match account.kind {
            ServiceKind::OpenAi => runtime.block_on(openai::voices(account, key.as_ref(), &self.limits)),
            ServiceKind::ElevenLabs => {
                needed(key).and_then(|key| runtime.block_on(elevenlabs::voices(account, &key, &self.limits)))
            }
            ServiceKind::Azure | ServiceKind::Google | ServiceKind::Edge | ServiceKind::System => {
                Ok(Vec::new())
            }
        };
        voices.map_err(|fault| fault.into_error(name))
    }

    /// The voices of services that are worth naming without asking anybody.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// Whether the service called `name` can be asked, as far as can be told without the keyring: its key is
    /// set or may well be, or it needs none.
    pub fn is_ready(&self, name: &str) -> bool {
        let Some(account) = self.accounts().remove(name) else { return false };
        let has_key = || {
            let found = lock(&self.found).get(name).map(Option::is_some);
            found.unwrap_or_else(|| {
                let may_be_there = lock(&self.set_up).contains(name) && self.keys.has_keyring();
                may_be_there || self.keys.get_quietly(name).is_some()
            })
        };
        match account.kind {
            ServiceKind::OpenAi => account.address.is_some() || has_key(),
            ServiceKind::Azure => (account.region.is_some() || account.address.is_some()) && has_key(),
            ServiceKind::ElevenLabs | ServiceKind::Google => has_key(),
            ServiceKind::Edge => true,
            ServiceKind::System => system::is_here(&account),
        }
    }

    /// Whether the service called `name` has a key. A keyring that is locked may ask the listener to open it.
    pub fn has_key(&self, name: &str) -> bool {
        self.key(name).is_some()
    }

    fn account<'a>(&self, id: &'a VoiceId) -> Option<(&'a str, Account, &'a str)> {
        let (name, voice) = id.0.split_once(':')?;
        let account = self.accounts.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()?;
        (!voice.is_empty()).then_some((name, account, voice))
    }

    fn connect(&self, name: &str, account: &Account, voice: &str) -> Result<Arc<dyn Service>, Fault> {
        let key = self.key(name);
        let limits = &self.limits;
        Ok(match account.kind {
            ServiceKind::OpenAi => Arc::new(OpenAi::new(account, voice, key, limits)?),
            ServiceKind::Azure => Arc::new(Azure::new(account, voice, needed(key)?, limits)?),
            ServiceKind::ElevenLabs => Arc::new(ElevenLabs::new(account, voice, needed(key)?, limits)?),
            ServiceKind::Google => Arc::new(Google::new(account, voice, needed(key)?, limits)?),
            ServiceKind::Edge => Arc::new(Edge::new(account, voice, limits)?),
            ServiceKind::System => Arc::new(System::new(account, voice)),
        })
    }
}

/// The voices in `answer`, a list of a service; for tests, which have no service.
///
/// # Errors
/// Where it is no JSON.
pub fn voices_in(answer: &[u8]) -> Result<Vec<Listed>, SpeechFault> {
    openai::listed(answer).map_err(|_| SpeechFault::NoText)
}

/// All settings of `account` that change its sound, by name, in one canonical string: what is kept on disk is found
/// by it, so that names and their order stay as they are.
fn sound_of(account: &Account) -> String {
    let kind = match account.kind {
        ServiceKind::OpenAi => "openai",
        ServiceKind::Azure => "azure",
        ServiceKind::ElevenLabs => "elevenlabs",
        ServiceKind::Google => "google",
        ServiceKind::Edge => "edge",
        ServiceKind::System => "system",
    };
    let text = match account.sent_text() {
        SentText::Spoken => "spoken",
        SentText::Written => "written",
    };
    let fields = [
        ("kind", Some(kind)),
        ("address", account.address.as_deref()),
        ("region", account.region.as_deref()),
        ("model", account.model.as_deref()),
        ("format", account.format.as_deref()),
        ("instructions", account.instructions.as_deref()),
        ("text", Some(text)),
    ];
    // As JSON strings, so that no value looks like two fields.
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    fields.map(|(name, value)| format!("{name}={}\n", serde_json::Value::from(value))).collect()
}

/// The key of a service that speaks to nobody without one.
fn needed(key: Option<SecretString>) -> Result<SecretString, Fault> {
    key.ok_or(Fault::Settings(SettingFault::NoKey))
}

impl Drop for Services {
    fn drop(&mut self) {
        // Whoever drops this may be on a thread that must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").field("accounts", &self.accounts).finish_non_exhaustive()
    }
}
