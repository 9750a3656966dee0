//! The read-aloud service of Microsoft Edge, over a WebSocket. It is unofficial: nobody promises that it
//! is there tomorrow, and the settings say so.

use std::{sync::Arc, time::SystemTime};

use crate::services::Account;
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Url;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tingxinwen_net::tls;
use tokio_tungstenite::{
    Connector, connect_async_tls_with_config,
    tungstenite::{self, Message, client::IntoClientRequest as _, http::HeaderValue},
};

use super::{
    fault::{Fault, NetworkFault, SettingFault},
    http,
    intake::{Kind, Outlet, Span},
    limits::Limits,
    openai::place_of,
    sent::Sent,
    speaker::{Delivery, Service},
    ssml,
};

const ADDRESS: &str = "wss://speech.platform.bing.com/consumer/speech/synthesize/readaloud/edge/v1";
/// The same in every copy of the browser; nobody's secret.
const CLIENT: &str = "6A5AA1D4EAFF4E9FB37E23D68491D6F4";
const VERSION: &str = "1-143.0.3650.75";
const ORIGIN: &str = "chrome-extension://jdiccldimpdaibmpdkjnbmckianbfold";
const AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0";
const CONFIG: &str = r#"{"context":{"synthesis":{"audio":{"metadataoptions":{"sentenceBoundaryEnabled":"false","wordBoundaryEnabled":"true"},"outputFormat":"audio-24khz-48kbitrate-mono-mp3"}}}}"#;
/// The service counts in tenths of a microsecond.
const TICKS: f64 = 1e7;

/// A voice of the service.
pub(super) struct Edge {
    address: Url,
    voice: String,
    limits: Limits,
}

impl Edge {
    pub(super) fn new(account: &Account, voice: &str, limits: &Limits) -> Result<Self, Fault> {
        let address = http::address(account.address.as_deref().unwrap_or(ADDRESS), account.plain_http)?;
        Ok(Self { address, voice: voice.to_owned(), limits: limits.clone() })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata {
    metadata: Vec<Boundary>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Boundary {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(default)]
    data: Option<BoundaryData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BoundaryData {
    offset: f64,
    #[serde(default)]
    duration: f64,
    #[serde(rename = "text", default)]
    text: Option<BoundaryText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BoundaryText {
    text: String,
}

impl Service for Edge {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        let address = signed(self.address.clone(), SystemTime::now());
        let document = ssml::document(&self.voice, &ssml::text(&sent));
        let connect = self.limits.connect;
        Box::pin(async move {
            let mut request = address.as_str().into_client_request().map_err(|error| fault_of(&error))?;
            let headers = request.headers_mut();
            headers.insert("Origin", HeaderValue::from_static(ORIGIN));
            headers.insert("User-Agent", HeaderValue::from_static(AGENT));
            let encryption = Connector::Rustls(tls::plain().into());
            let connecting = connect_async_tls_with_config(request, None, false, Some(encryption));
            let connecting = tokio::time::timeout(connect, connecting).await;
            let (mut socket, _) = connecting
                .map_err(|_| Fault::NoConnection(NetworkFault::TimedOut))?
                .map_err(|error| fault_of(&error))?;
            let id: String = (0..32).map(|_| fastrand::char('a'..='f')).collect();
            let config =
                format!("Content-Type:application/json; charset=utf-8\r\nPath:speech.config\r\n\r\n{CONFIG}");
            let speech = format!(
                "X-RequestId:{id}\r\nContent-Type:application/ssml+xml\r\nPath:ssml\r\n\r\n{document}"
            );
            for message in [config, speech] {
                socket.send(Message::text(message)).await.map_err(|error| fault_of(&error))?;
            }
            outlet.kind(Kind::File).await?;
            let mut at = 0;
            while let Some(message) = socket.next().await {
                match message.map_err(|error| fault_of(&error))? {
                    Message::Text(text) => {
                        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                        if head.contains("Path:turn.end") {
                            return Ok(());
                        }
                        if head.contains("Path:audio.metadata") {
                            outlet.spans(spans(body, &sent.text, &mut at)).await?;
                        }
                    }
                    Message::Binary(bytes) => {
                        let Some((length, rest)) = bytes.split_first_chunk::<2>() else { continue };
                        let length = usize::from(u16::from_be_bytes(*length));
                        let (Some(head), Some(_)) = (rest.get(..length), rest.get(length..)) else {
                            continue;
                        };
                        if String::from_utf8_lossy(head).contains("Path:audio") {
                            outlet.sound(bytes.slice(2 + length..)).await?;
                        }
                    }
                    Message::Close(_) => break,
                    Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => (),
                }
            }
            Err(Fault::Cut(NetworkFault::Closed))
        })
    }

    /// It is nobody's to burden.
    fn at_once(&self) -> usize {
        2
    }
}

fn spans(body: &str, text: &str, at: &mut usize) -> Vec<Span> {
    let metadata: Vec<Boundary> =
        serde_json::from_str::<Metadata>(body).map(|found| found.metadata).unwrap_or_default();
    let words = metadata.into_iter().filter(|boundary| boundary.kind == "WordBoundary");
    let span = |boundary: Boundary| {
        let data = boundary.data?;
        let place = place_of(&data.text?.text, text, at)?;
        let start = data.offset / TICKS;
        Some(Span { place, start, end: start + data.duration / TICKS })
    };
    words.filter_map(span).collect()
}

/// `address` with what the browser adds to it: a hash of the time, to five minutes.
fn signed(mut address: Url, now: SystemTime) -> Url {
    /// Seconds from 1601, where the service's clock starts, to 1970.
    const EPOCH: u64 = 11_644_473_600;
    let secs = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()) + EPOCH;
    let ticks = (secs - secs % 300) * 10_000_000;
    let hash: String =
        Sha256::digest(format!("{ticks}{CLIENT}")).iter().map(|byte| format!("{byte:02X}")).collect();
    address
        .query_pairs_mut()
        .append_pair("TrustedClientToken", CLIENT)
        .append_pair("Sec-MS-GEC", &hash)
        .append_pair("Sec-MS-GEC-Version", VERSION);
    address
}

fn fault_of(error: &tungstenite::Error) -> Fault {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are a connection that broke")]
    match error {
        tungstenite::Error::Http(response) => {
            Fault::Status { code: response.status().as_u16(), said: String::new(), retry_after: None }
        }
        tungstenite::Error::Io(error) => Fault::NoConnection(NetworkFault::of(error)),
        tungstenite::Error::Url(error) => Fault::Settings(SettingFault::BadAddress(error.to_string())),
        other => Fault::Cut(NetworkFault::of(other)),
    }
}
