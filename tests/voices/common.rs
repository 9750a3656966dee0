//! What tests of services need: a desk with one service, and what was heard.

use std::{sync::Arc, time::Duration};

use secrecy::SecretString;
use tingxinwen_core::{
    article::{Article, BlockKind, Meta},
    speech::{Clip, Utterance, VoiceError, VoiceId},
};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen_text::{FrontEnd, Haste, Script};
use tingxinwen_voices::services::{
    Account, Limits, Services,
    secret::{Keyring, Keys},
};

pub(crate) const TEXT: &str = "這是第一句話，有一個逗號。";

pub(crate) fn utterance(text: &str) -> Utterance {
    let article = Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, text)]));
    let script = Script::new(Arc::clone(&article));
    let piece = script.piece_at(0, Haste::LookAhead).unwrap();
    FrontEnd::load().utterance(&article, piece)
}

/// As patient as a test is.
pub(crate) fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(600),
        silence: Duration::from_millis(400),
        least_bytes: 800,
        sentence: Duration::from_secs(20),
        attempts: 4,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(50),
    }
}

pub(crate) struct Desk {
    pub(crate) services: Services,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new(account: Account) -> Self {
        Self::with_key(account, None)
    }

    pub(crate) fn with_key(account: Account, key: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
        if let Some(key) = key {
            keys.set("box", &SecretString::from(key)).unwrap();
        }
        let accounts = [("box".to_owned(), account)].into_iter().collect();
        Self { services: Services::new(&accounts, keys, limits()).unwrap(), _folder: folder }
    }

    pub(crate) fn at(server: &Server) -> Self {
        Self::new(Account { address: Some(server.url()), ..Account::default() })
    }

    pub(crate) fn speak(&self, text: &str) -> Result<Clip, VoiceError> {
        self.services.load(&VoiceId("box:bella".into()))?.speak(&utterance(text))
    }
}

pub(crate) fn speech(request: &Request) -> Answer {
    Answer::whole("audio/wav", wav(&pcm_of(&request.input()), 24_000, None))
}

/// The sound of a clip but for the pause after it, as it was sent.
pub(crate) fn heard(clip: &Clip) -> Vec<i16> {
    let samples = clip.samples().iter().map(|sample| (sample * 32_768.0).round() as i16);
    let mut samples: Vec<i16> = samples.collect();
    while samples.last() == Some(&0) {
        samples.pop();
    }
    samples
}
