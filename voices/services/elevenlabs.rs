//! ElevenLabs: sound as it is made, with a time for each character.

use std::sync::Arc;

use crate::services::Account;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::{Client, Url};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::{
    Listed,
    azure::header_of,
    fault::{Fault, SettingFault, SoundFault},
    http,
    intake::{Kind, Outlet, Span},
    limits::Limits,
    openai::listed,
    sent::Sent,
    speaker::{Delivery, Service},
};

const ADDRESS: &str = "https://api.elevenlabs.io";
/// Speaks Mandarin, and soon.
const MODEL: &str = "eleven_flash_v2_5";
const FORMAT: &str = "pcm_24000";
const KIND: Kind = Kind::Raw { rate_hz: 24_000 };

/// A voice of the service.
pub(super) struct ElevenLabs {
    client: Client,
    address: Url,
    model: String,
    key: SecretString,
}

impl ElevenLabs {
    pub(super) fn new(
        account: &Account,
        voice: &str,
        key: SecretString,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        if !voice.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Fault::Settings(SettingFault::BadVoice(voice.to_owned())));
        }
        let base = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
        let mut address = http::join(&base, &format!("/v1/text-to-speech/{voice}/stream/with-timestamps"));
        address.set_query(Some(&format!("output_format={FORMAT}")));
        let model = account.model.clone().unwrap_or_else(|| MODEL.to_owned());
        Ok(Self { client: http::client(&base, limits)?, address, model, key })
    }
}

/// The voices that this listener has there.
pub(super) async fn voices(
    account: &Account,
    key: &SecretString,
    limits: &Limits,
) -> Result<Vec<Listed>, Fault> {
    let base = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
    let request =
        http::client(&base, limits)?.get(http::join(&base, "/v1/voices")).timeout(limits.first_byte);
    let response = http::send(request.header("xi-api-key", header_of(key)?), Some(key)).await?;
    listed(&http::whole(response).await?)
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    audio_base64: Option<String>,
    #[serde(default)]
    alignment: Option<Alignment>,
}

#[derive(Deserialize)]
struct Alignment {
    characters: Vec<String>,
    character_start_times_seconds: Vec<f64>,
    character_end_times_seconds: Vec<f64>,
}

impl Service for ElevenLabs {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        let body = json!({"text": sent.plain(), "model_id": self.model});
        let key = self.key.clone();
        let request = header_of(&key)
            .map(|header| self.client.post(self.address.clone()).header("xi-api-key", header).json(&body));
        Box::pin(async move {
            let mut response = http::send(request?, Some(&key)).await?;
            outlet.kind(KIND).await?;
            let unreadable =
                |error: &dyn std::fmt::Display| Fault::NotSound(SoundFault::Unreadable(error.to_string()));
            let (text, mut rest, mut at) = (sent.plain(), Vec::new(), 0);
            while let Some(line) = http::next_line(&mut response, &mut rest).await? {
                if line.trim_ascii().is_empty() {
                    continue;
                }
                let line: Line = serde_json::from_slice(&line).map_err(|error| Fault::unreadable(&error))?;
                if let Some(alignment) = &line.alignment {
                    outlet.spans(spans(alignment, &text, &mut at)).await?;
                }
                if let Some(sound) = line.audio_base64 {
                    let sound = BASE64_STANDARD.decode(sound).map_err(|error| unreadable(&error))?;
                    outlet.sound(sound.into()).await?;
                }
            }
            Ok(())
        })
    }
}

/// Each character's time; what is not the next character of the text is passed over.
fn spans(alignment: &Alignment, text: &str, at: &mut usize) -> Vec<Span> {
    let times = alignment.character_start_times_seconds.iter().zip(&alignment.character_end_times_seconds);
    let mut spans = Vec::new();
    for (character, (&start, &end)) in alignment.characters.iter().zip(times) {
        if !character.is_empty() && text[*at..].starts_with(character.as_str()) {
            spans.push(Span { place: *at..*at + character.len(), start, end });
            *at += character.len();
        }
    }
    spans
}
