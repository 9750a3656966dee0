//! Requests to services: one client, whose keys never reach another host.

use std::{
    net::IpAddr,
    time::{Duration, SystemTime},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use reqwest::{
    Client, RequestBuilder, Response, Url,
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::{Action, Attempt, Policy},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tingxinwen_net::tls;

use super::{
    fault::{Fault, NetworkFault, SettingFault, SoundFault},
    intake::{Kind, Outlet},
    limits::Limits,
};

/// What is read of an error.
const MOST_SAID: usize = 4096;
/// What is shown of it, in characters.
const MOST_SHOWN: usize = 160;
/// What a sentence in writing may take: its sound is some hundred kilobytes.
const LONGEST: usize = 32 << 20;
/// How long an error may take to tell.
const TELLING: Duration = Duration::from_secs(2);
const REDIRECTS: usize = 3;

/// A client for the service at `address`.
pub(super) fn client(address: &Url, limits: &Limits) -> Result<Client, Fault> {
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls::for_http())
        .user_agent(concat!("tingxinwen/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .redirect(Policy::custom(follow));
    if is_near(address) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Fault::Settings(error.to_string().into()))
}

/// Keys travel in headers of the services' own names, so that a request goes nowhere but to its host.
fn follow(attempt: Attempt<'_>) -> Action {
    let Some(first) = attempt.previous().first() else { return attempt.stop() };
    let same_host = first.host_str() == attempt.url().host_str()
        && first.port_or_known_default() == attempt.url().port_or_known_default()
        && first.scheme() == attempt.url().scheme();
    if same_host && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

/// The address of a service as the listener gave it. Without encryption only to this machine and private
/// networks, unless the listener allowed it.
pub(super) fn address(given: &str, plain_allowed: bool) -> Result<Url, Fault> {
    let bad = || Fault::Settings(SettingFault::BadAddress(given.to_owned()));
    let url = Url::parse(given.trim()).map_err(|_| bad())?;
    match url.scheme() {
        "https" | "wss" => Ok(url),
        "http" | "ws" if plain_allowed || is_near(&url) => Ok(url),
        "http" | "ws" => Err(Fault::Settings(SettingFault::NotEncrypted(given.to_owned()))),
        _ => Err(bad()),
    }
}

/// Whether text and key would leave this network at `given` without encryption.
pub fn is_open_to_all(given: &str) -> bool {
    matches!(address(given, false), Err(Fault::Settings(_))) && address(given, true).is_ok()
}

/// `base` with `path` after it, whether it ends in a slash, `/v1` or neither.
pub(super) fn join(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let kept = base.path().trim_end_matches('/');
    let kept = if path.starts_with("/v1/") || path.starts_with("/dev/") {
        kept.trim_end_matches("/v1")
    } else {
        kept
    };
    url.set_path(&format!("{kept}{path}"));
    url
}

/// Whether the address is this machine or in a private network.
pub(super) fn is_near(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local"),
    }
}

/// Sends `request`; an answer that says no is a fault, told without `key`.
pub(super) async fn send(request: RequestBuilder, key: Option<&SecretString>) -> Result<Response, Fault> {
    let response = request.send().await.map_err(|error| fault_of(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if status.is_redirection() {
        return Err(Fault::Settings(SettingFault::Moved));
    }
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.and_then(|value| time_until(value, SystemTime::now()));
    let told = tokio::time::timeout(TELLING, start_of(response)).await.unwrap_or_default();
    Err(Fault::Status { code: status.as_u16(), said: shown(&told, key), retry_after })
}

/// How long it is from `now` to what `value` of the header `Retry-After` says: seconds, or a date.
fn time_until(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(secs) = value.parse() {
        return Some(Duration::from_secs(secs));
    }
    // A date that has passed says: now.
    Some(httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default())
}

async fn start_of(mut response: Response) -> Vec<u8> {
    let mut told = Vec::new();
    while told.len() < MOST_SAID
        && let Ok(Some(chunk)) = response.chunk().await
    {
        told.extend_from_slice(&chunk);
    }
    told.truncate(MOST_SAID);
    told
}

/// What a service says of an error, in one line; services repeat keys to those who sent them.
fn shown(told: &[u8], key: Option<&SecretString>) -> String {
    let text = String::from_utf8_lossy(told);
    let json: Option<Value> = serde_json::from_str(&text).ok();
    let said = json.as_ref().and_then(|json| {
        let error = json.get("error").or_else(|| json.get("detail")).unwrap_or(json);
        let message = error.get("message").unwrap_or(error).as_str()?;
        let code = error.get("code").or_else(|| error.get("status")).and_then(Value::as_str).unwrap_or("");
        Some(format!("{message} {code}"))
    });
    let mut said =
        said.unwrap_or_else(|| if text.trim_start().starts_with('<') { String::new() } else { text.into() });
    if let Some(key) = key.map(|key| key.expose_secret()).filter(|key| !key.is_empty()) {
        said = without(&said, key);
    }
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MOST_SHOWN).collect()
}

/// `said` without `key` and without parts of it: where an error is cut off, so may be the key in it.
fn without(said: &str, key: &str) -> String {
    /// Parts of so many bytes say nothing of a key; longer ones may.
    const HARMLESS: usize = 5;
    let mut out = String::new();
    let mut rest = said;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let part = ends.take_while(|end| key.contains(&rest[..*end])).last().unwrap_or_default();
        if part > HARMLESS.min(key.len() - 1) {
            out.push_str("•••");
            rest = &rest[part..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Passes on an answer that is sound from its first byte to its last; `kind` is what was asked for.
pub(super) async fn pass_on(mut response: Response, kind: Kind, outlet: &Outlet) -> Result<(), Fault> {
    let media = media_type(&response);
    if media == "application/json" {
        let sound =
            sound_in_json(&whole(response).await?).ok_or(Fault::NotSound(SoundFault::NotAudio(media)))?;
        outlet.kind(kind).await?;
        return outlet.sound(sound.into()).await;
    }
    if media.starts_with("text/") || media.contains("json") || media.contains("xml") {
        return Err(Fault::NotSound(SoundFault::NotAudio(media)));
    }
    let is_file = ["wav", "mpeg", "mp3", "ogg", "flac", "aac"].iter().any(|name| media.contains(name));
    outlet.kind(if is_file { Kind::File } else { kind }).await?;
    while let Some(bytes) = response.chunk().await.map_err(|error| fault_of(&error))? {
        outlet.sound(bytes).await?;
    }
    Ok(())
}

/// The sound in an answer like `{"audio": "<base64>"}`: whatever the field is called, it is the longest text in it.
fn sound_in_json(answer: &[u8]) -> Option<Vec<u8>> {
    /// A tenth of a second of the smallest format; what is shorter is an id or a message.
    const SHORTEST: usize = 400;
    fn longest(value: &Value) -> Option<&str> {
        match value {
            Value::String(text) => Some(text),
            Value::Array(values) => values.iter().filter_map(longest).max_by_key(|text| text.len()),
            Value::Object(fields) => fields.values().filter_map(longest).max_by_key(|text| text.len()),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let text = longest(&answer).filter(|text| text.len() >= SHORTEST)?;
    // As a data URL too.
    let encoded = text.split_once("base64,").map_or(text, |(_, encoded)| encoded);
    BASE64_STANDARD.decode(encoded.trim()).ok()
}

/// All of an answer that is not sound itself, as far as it is not too much.
pub(super) async fn whole(mut response: Response) -> Result<Vec<u8>, Fault> {
    let mut all = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|error| fault_of(&error))? {
        all.extend_from_slice(&bytes);
        if all.len() > LONGEST {
            return Err(Fault::NotSound(SoundFault::Endless));
        }
    }
    Ok(all)
}

/// The next line of an answer of lines, with what of the next came already in `rest`; `None` at the end.
pub(super) async fn next_line(response: &mut Response, rest: &mut Vec<u8>) -> Result<Option<Bytes>, Fault> {
    let mut searched = 0;
    loop {
        if let Some(at) = rest[searched..].iter().position(|&byte| byte == b'\n') {
            let line = rest.drain(..=searched + at).collect::<Vec<u8>>();
            return Ok(Some(line.into()));
        }
        searched = rest.len();
        if searched > LONGEST {
            return Err(Fault::NotSound(SoundFault::Endless));
        }
        match response.chunk().await.map_err(|error| fault_of(&error))? {
            Some(bytes) => rest.extend_from_slice(&bytes),
            None if rest.is_empty() => return Ok(None),
            None => return Ok(Some(std::mem::take(rest).into())),
        }
    }
}

/// The media type that the server names, in lower case.
pub(super) fn media_type(response: &Response) -> String {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

pub(super) fn fault_of(error: &reqwest::Error) -> Fault {
    let fault = NetworkFault::of(error);
    if error.is_timeout() {
        Fault::NoConnection(NetworkFault::TimedOut)
    } else if error.is_connect() {
        Fault::NoConnection(fault)
    } else if error.is_builder() {
        Fault::Settings(fault.to_string().into())
    } else {
        Fault::Cut(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_keys_leave_this_network_only_encrypted() {
        for near in [
            "http://127.0.0.1:8880",
            "http://localhost/v1",
            "http://192.168.1.9",
            "http://gpu.local",
            "http://[::1]:1",
        ] {
            assert!(address(near, false).is_ok(), "{near}");
        }
        for far in ["http://example.test", "http://8.8.8.8", "ws://example.test"] {
            assert!(matches!(address(far, false), Err(Fault::Settings(_))), "{far}");
            assert!(address(far, true).is_ok(), "{far}");
        }
        assert!(address("https://example.test", false).is_ok());
        assert!(address("file:///etc/passwd", true).is_err());
    }

    #[test]
    fn an_error_shows_no_part_of_a_key_wherever_it_is_cut_off() {
        let key = SecretString::from("sk-1234567890abcdefghij");
        let padding = " ".repeat(MOST_SAID - 20);
        for said in [
            "{\"error\": \"bad key sk-1234567890abcdefghij\"}".to_owned(),
            format!("{padding}bad key sk-1234567890abcdefghij"),
            "bad key sk-123456\n7890abcdefghij".to_owned(),
            "bad key …67890abcdefghij".to_owned(),
        ] {
            let cut = &said.as_bytes()[..said.len().min(MOST_SAID)];
            let shown = shown(cut, Some(&key));
            assert!(shown.contains("bad key") && shown.contains("•••"), "{shown}");
            assert!(!shown.contains("123456") && !shown.contains("abcdef"), "{shown}");
        }
        assert_eq!(without("the key is wrong", "key-of-mine"), "the key is wrong");
        assert_eq!(without("a b", "b"), "a •••");
    }

    #[test]
    fn a_service_says_in_seconds_or_by_a_date_when_to_come_back() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let secs = |value| time_until(value, now).map(|time| time.as_secs());
        assert_eq!(secs(" 7 "), Some(7));
        assert_eq!(secs("Sun, 06 Nov 1994 08:50:07 GMT"), Some(30));
        assert_eq!(secs("Sunday, 06-Nov-94 08:49:38 GMT"), Some(1), "as old servers write it");
        assert_eq!(secs("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(secs("soon"), None);
        assert_eq!(secs("-3"), None);
    }

    #[test]
    fn addresses_are_joined_however_they_end() {
        for base in
            ["http://localhost:1", "http://localhost:1/", "http://localhost:1/v1", "http://localhost:1/v1/"]
        {
            let joined = join(&Url::parse(base).unwrap(), "/v1/audio/speech");
            assert_eq!(joined.as_str(), "http://localhost:1/v1/audio/speech");
        }
    }

    #[test]
    fn an_error_that_repeats_the_key_is_shown_without_it() {
        let key = SecretString::from("sk-verysecret");
        let told =
            br#"{"error": {"message": "Incorrect key provided: sk-verysecret.", "code": "invalid_api_key"}}"#;
        let said = shown(told, Some(&key));
        assert_eq!(said, "Incorrect key provided: •••. invalid_api_key");
        assert_eq!(shown(b"<html>502</html>", None), "");
        assert!(format!("{key:?}").find("secret").is_none_or(|_| !format!("{key:?}").contains("verysecret")));
    }
}
