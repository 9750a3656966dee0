//! Google Cloud's text-to-speech: one answer a sentence, with marks for the times of words.

use std::sync::Arc;

use crate::services::Account;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::{Client, Url};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::{
    azure::header_of,
    fault::{Fault, SoundFault},
    http,
    intake::{Kind, Outlet, Span},
    limits::Limits,
    sent::Sent,
    speaker::{Delivery, Service},
    ssml,
};

const ADDRESS: &str = "https://texttospeech.googleapis.com";

/// A voice of the service.
pub(super) struct Google {
    client: Client,
    address: Url,
    voice: String,
    key: SecretString,
}

impl Google {
    pub(super) fn new(
        account: &Account,
        voice: &str,
        key: SecretString,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let base = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
        let address = http::join(&base, "/v1beta1/text:synthesize");
        Ok(Self { client: http::client(&base, limits)?, address, voice: voice.to_owned(), key })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spoken {
    audio_content: String,
    #[serde(default)]
    timepoints: Vec<Timepoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timepoint {
    mark_name: String,
    #[serde(default)]
    time_seconds: f64,
}

impl Service for Google {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        let body = json!({
            "input": {"ssml": format!("<speak>{}</speak>", ssml::marked(&sent))},
            "voice": {"languageCode": ssml::language_of(&self.voice), "name": self.voice},
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000},
            "enableTimePointing": ["SSML_MARK"],
        });
        let key = self.key.clone();
        let request = header_of(&key).map(|header| {
            self.client.post(self.address.clone()).header("X-Goog-Api-Key", header).json(&body)
        });
        Box::pin(async move {
            let response = http::send(request?, Some(&key)).await?;
            let bytes = http::whole(response).await?;
            let unreadable =
                |error: &dyn std::fmt::Display| Fault::NotSound(SoundFault::Unreadable(error.to_string()));
            let spoken: Spoken = serde_json::from_slice(&bytes).map_err(|error| Fault::unreadable(&error))?;
            let sound = BASE64_STANDARD.decode(&spoken.audio_content).map_err(|error| unreadable(&error))?;
            outlet.kind(Kind::File).await?;
            outlet.spans(spans(&spoken.timepoints, &sent)).await?;
            outlet.sound(sound.into()).await
        })
    }
}

/// The times of the words whose start and end were marked; the end is the next start where nothing else is.
fn spans(points: &[Timepoint], sent: &Sent) -> Vec<Span> {
    let at =
        |name: String| points.iter().find(|point| point.mark_name == name).map(|point| point.time_seconds);
    let span = |(idx, word): (usize, &super::sent::SentWord)| {
        let end = at(format!("e{idx}")).or_else(|| at(format!("s{}", idx + 1)))?;
        Some(Span { place: word.place.clone(), start: at(format!("s{idx}"))?, end })
    };
    sent.words.iter().enumerate().filter_map(span).collect()
}
