//! Every server that speaks `POST /v1/audio/speech`: OpenAI's own, Kokoro-FastAPI, LocalAI, speaches, one
//! on the listener's own machine.
//!
//! Where the account says that the server has it, Kokoro-FastAPI's `/dev/captioned_speech` tells when each
//! word is heard.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::services::Account;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::{Client, RequestBuilder, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Listed,
    fault::{Fault, SettingFault, SoundFault},
    http::{self, join},
    intake::{Kind, Outlet, Span},
    limits::Limits,
    sent::Sent,
    speaker::{Delivery, Service},
};

/// Where OpenAI's own server is.
pub(super) const ADDRESS: &str = "https://api.openai.com/v1";
const MODEL: &str = "gpt-4o-mini-tts";
/// Says itself what it is, loses nothing, and streams.
const FORMAT: &str = "wav";
/// What is understood.
const FORMATS: [&str; 6] = [FORMAT, "pcm", "mp3", "opus", "flac", "aac"];
/// The rate of `pcm`, which does not say it.
const PCM: Kind = Kind::Raw { rate_hz: 24_000 };

/// A voice of such a server.
pub(super) struct OpenAi {
    client: Client,
    address: Url,
    key: Option<SecretString>,
    /// The request but for the text.
    body: Value,
    kind: Kind,
    /// Whether to ask for captions; not any more once the server does not have them.
    captions: Arc<AtomicBool>,
    /// Whether to ask for a stream; not any more once the server refused the field.
    streams: Arc<AtomicBool>,
}

/// The field that asks for a stream.
const STREAM: &str = "stream";

impl OpenAi {
    pub(super) fn new(
        account: &Account,
        voice: &str,
        key: Option<SecretString>,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let address = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
        let format = account.format.as_deref().unwrap_or(FORMAT);
        if !FORMATS.contains(&format) {
            return Err(Fault::Settings(SettingFault::BadFormat(format.to_owned())));
        }
        let mut body = json!({
            "model": account.model.as_deref().unwrap_or(MODEL),
            "voice": voice,
            "response_format": format,
        });
        if let Some(instructions) = &account.instructions {
            body["instructions"] = json!(instructions);
        }
        Ok(Self {
            client: http::client(&address, limits)?,
            address,
            key,
            body,
            kind: if format == "pcm" { PCM } else { Kind::File },
            captions: Arc::new(AtomicBool::new(account.captions)),
            streams: Arc::new(AtomicBool::new(true)),
        })
    }

    fn request(&self, path: &str, body: &Value) -> RequestBuilder {
        with_key(self.client.post(join(&self.address, path)).json(body), self.key.as_ref())
    }
}

fn with_key(request: RequestBuilder, key: Option<&SecretString>) -> RequestBuilder {
    match key {
        Some(key) => request.bearer_auth(key.expose_secret()),
        None => request,
    }
}

impl Service for OpenAi {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        /// Where speech is asked for.
        const SPEECH: &str = "/v1/audio/speech";
        let mut body = self.body.clone();
        body["input"] = json!(sent.plain());
        let unstreamed = self.request(SPEECH, &body);
        body[STREAM] = json!(true);
        let streamed = self.request(SPEECH, &body);
        let with_captions = self.request("/dev/captioned_speech", &body);
        let (key, kind) = (self.key.clone(), self.kind);
        let (captions, streams) = (Arc::clone(&self.captions), Arc::clone(&self.streams));
        Box::pin(async move {
            if captions.load(Ordering::Relaxed) {
                match http::send(with_captions, key.as_ref()).await {
                    Ok(response) => return captioned(response, kind, &sent, &outlet).await,
                    Err(Fault::Status { code: 404 | 405, .. }) => captions.store(false, Ordering::Relaxed),
                    Err(fault) => return Err(fault),
                }
            }
            if streams.load(Ordering::Relaxed) {
                match http::send(streamed, key.as_ref()).await {
                    Ok(response) => return http::pass_on(response, kind, &outlet).await,
                    Err(Fault::Status { code: 400 | 422, said, .. }) if said.contains(STREAM) => {
                        streams.store(false, Ordering::Relaxed);
                    }
                    Err(fault) => return Err(fault),
                }
            }
            http::pass_on(http::send(unstreamed, key.as_ref()).await?, kind, &outlet).await
        })
    }
}

/// A line of a captioned answer; an answer that does not stream is one line.
#[derive(Deserialize)]
struct Line {
    audio: String,
    #[serde(default)]
    timestamps: Option<Vec<Caption>>,
}

#[derive(Deserialize)]
struct Caption {
    word: String,
    start_time: f64,
    end_time: f64,
}

async fn captioned(
    mut response: reqwest::Response,
    kind: Kind,
    sent: &Sent,
    outlet: &Outlet,
) -> Result<(), Fault> {
    outlet.kind(kind).await?;
    let (mut rest, mut at) = (Vec::new(), 0);
    while let Some(line) = http::next_line(&mut response, &mut rest).await? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_slice(&line).map_err(|error| Fault::unreadable(&error))?;
        let captions = line.timestamps.unwrap_or_default();
        let spans = captions.iter().filter_map(|caption| {
            let place = place_of(&caption.word, &sent.text, &mut at)?;
            Some(Span { place, start: caption.start_time, end: caption.end_time })
        });
        outlet.spans(spans.collect()).await?;
        let sound = BASE64_STANDARD
            .decode(line.audio)
            .map_err(|error| Fault::NotSound(SoundFault::Unreadable(error.to_string())))?;
        outlet.sound(sound.into()).await?;
    }
    Ok(())
}

/// Where the server's `word` is in what was sent, looked for from `at` on: servers normalize once more, so
/// that a word may not be there at all, and is passed over.
pub(super) fn place_of(word: &str, text: &str, at: &mut usize) -> Option<std::ops::Range<usize>> {
    /// A word further on is another one of the same name.
    const NEAR: usize = 64;
    let word = word.trim().trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return None;
    }
    let rest = text.get(*at..)?;
    let found = rest.char_indices().map(|(idx, _)| idx).take_while(|&idx| idx <= NEAR).find(|&idx| {
        let mut there = rest[idx..].chars().flat_map(char::to_lowercase);
        word.chars().flat_map(char::to_lowercase).all(|c| there.next() == Some(c))
    })?;
    let start = *at + found;
    let length: usize = text[start..].chars().take(word.chars().count()).map(char::len_utf8).sum();
    *at = start + length;
    Some(start..*at)
}

/// The voices that the server says it has; none where it does not say.
pub(super) async fn voices(
    account: &Account,
    key: Option<&SecretString>,
    limits: &Limits,
) -> Result<Vec<Listed>, Fault> {
    let address = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
    let client = http::client(&address, limits)?;
    let request = client.get(join(&address, "/v1/audio/voices")).timeout(limits.first_byte);
    let response = match http::send(with_key(request, key), key).await {
        Ok(response) => response,
        Err(Fault::Status { code: 404 | 405, .. }) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    listed(&http::whole(response).await?)
}

/// The voices of an answer, whichever of the usual ways it tells them in.
pub(super) fn listed(answer: &[u8]) -> Result<Vec<Listed>, Fault> {
    let list: Value = serde_json::from_slice(answer).map_err(|error| Fault::unreadable(&error))?;
    let list = list.get("voices").or_else(|| list.get("data")).unwrap_or(&list).as_array().cloned();
    let voice = |voice: Value| {
        let field = |name: &str| voice.get(name).and_then(Value::as_str).map(str::to_owned);
        let name = field("name");
        let id = field("id").or_else(|| field("voice_id")).or_else(|| name.clone());
        let id = id.or_else(|| voice.as_str().map(str::to_owned))?;
        Some(Listed { name: name.filter(|name| *name != id), id })
    };
    Ok(list.unwrap_or_default().into_iter().filter_map(voice).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_server_are_found_in_what_was_sent() {
        let text = "Prices rose twelve point five percent, he said.";
        let mut at = 0;
        let mut found = |word| place_of(word, text, &mut at).map(|place| &text[place]);
        assert_eq!(found("prices"), Some("Prices"));
        assert_eq!(found(" rose"), Some("rose"));
        assert_eq!(found("12.5%"), None, "normalized otherwise");
        assert_eq!(found("percent,"), Some("percent"));
        assert_eq!(found(","), None);
        assert_eq!(found("said."), Some("said"));
        let text = "今年漲了";
        let mut at = 0;
        assert_eq!(place_of("年", text, &mut at), Some(3..6));
        assert_eq!(at, 6);
    }
}
