//! Page fetcher: one HTTP GET within limits.

use std::{io::Read, sync::Arc};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use reqwest::{
    Client, ClientBuilder, Response, Url,
    header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, LOCATION},
    redirect::Policy,
};

use tingxinwen_core::{article::OpenError, speech::NetworkFault};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    limits::Limits,
    private::{self, By, Resolver},
    tls,
};

/// `User-Agent` header: looks like a browser, since sites serve other pages to other clients, and names the program.
const USER_AGENT: &str = concat!(
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) tingxinwen/",
    env!("CARGO_PKG_VERSION")
);
const ACCEPTED: &str = "text/html,application/xhtml+xml,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.5";
pub(crate) const LANGUAGES: &str = "zh-TW,zh;q=0.9,en;q=0.8";

/// A fetched page.
pub struct Page {
    /// The body, decompressed.
    pub bytes: Vec<u8>,
    /// The charset that the server names.
    pub charset: Option<String>,
    /// The media type that the server names, without parameters.
    pub media_type: Option<String>,
    /// Its address after all redirects.
    pub address: Url,
    /// Which addresses its links and redirects may lead to.
    pub reach: Reach,
}

/// Which addresses the links and redirects of a page may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses only, as their names are resolved.
    Public,
    /// Also the page's own host, which is in the listener's own network.
    OwnHost(Arc<str>),
}

/// Fetches `address`, which the listener gave, within `limits`.
///
/// # Errors
/// [`OpenError`], one variant for each way in which no page comes.
pub async fn fetch(address: &str, limits: &Limits) -> Result<Page, OpenError> {
    let bad_address = || OpenError::BadAddress(address.to_owned());
    let url = Url::parse(address.trim()).map_err(|_| bad_address())?;
    if !is_web(&url) {
        return Err(bad_address());
    }
    let reach = private::reach_of(&url, limits.connect).await;
    if !private::is_in_reach(&url, By::Listener, &reach, limits.connect).await {
        return Err(bad_address());
    }
    fetch_as(url, limits, reach).await
}

/// Fetches `url`, to which a page with `reach` links, within `limits`.
///
/// # Errors
/// As [`fetch`]; [`OpenError::BadAddress`] for an address out of `reach`.
pub async fn fetch_linked(url: &Url, limits: &Limits, reach: Reach) -> Result<Page, OpenError> {
    if !private::is_in_reach(url, By::Page, &reach, limits.connect).await {
        return Err(OpenError::BadAddress(url.to_string()));
    }
    fetch_as(url.clone(), limits, reach).await
}

/// Asks for `url`, which is in `reach`, in one of the media types of `accepted`; the answer, its body still to be read.
pub(crate) async fn get(
    url: Url,
    limits: &Limits,
    reach: &Reach,
    accepted: &str,
) -> Result<Response, OpenError> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let timed_out = |_| OpenError::TimedOut { host: host.clone() };
    timeout(limits.whole, followed(url, limits, reach, accepted)).await.map_err(timed_out)?
}

/// The answer at the end of all redirects.
async fn followed(
    mut url: Url,
    limits: &Limits,
    reach: &Reach,
    accepted: &str,
) -> Result<Response, OpenError> {
    let client = builder(limits, reach).build().map_err(|error| explain(&error, ""))?;
    let mut host = String::new();
    for _ in 0..=limits.redirects {
        host = url.host_str().ok_or_else(|| OpenError::BadAddress(url.to_string()))?.to_owned();
        let request = client
            .get(url.clone())
            .header(ACCEPT, accepted)
            .header(ACCEPT_LANGUAGE, LANGUAGES)
            .timeout(limits.whole_document());
        let response = request.send().await.map_err(|error| explain(&error, &host))?;
        if let Some(next) = next_hop(&response) {
            // A page has no business elsewhere in the listener's own network.
            if !private::is_in_reach(&next, By::Page, reach, limits.connect).await {
                return Err(OpenError::BadAddress(next.to_string()));
            }
            url = next;
            continue;
        }
        let status = response.status();
        if !status.is_success() {
            return Err(OpenError::Status { host, status: status.as_u16() });
        }
        return Ok(response);
    }
    Err(OpenError::TooManyRedirects { host })
}

/// Where `response` sends on to.
pub(crate) fn next_hop(response: &Response) -> Option<Url> {
    let is_moved = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let next = response.headers().get(LOCATION).filter(|_| is_moved)?.to_str().ok()?;
    response.url().join(next).ok()
}

async fn fetch_as(url: Url, limits: &Limits, reach: Reach) -> Result<Page, OpenError> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let started = Instant::now();
    let timed_out = |_| OpenError::TimedOut { host: host.clone() };
    let response = get(url, limits, &reach, ACCEPTED).await?;
    let (media_type, charset) = content_type(&response);
    if let Some(kind) = media_type.as_deref().filter(|kind| !may_be_text(kind)) {
        return Err(OpenError::NotText { kind: kind.to_owned() });
    }
    let address = response.url().clone();
    // The client unpacks the others.
    let encoding = response.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let is_deflated = encoding.is_some_and(|value| value.trim().eq_ignore_ascii_case("deflate"));
    let is_page = matches!(media_type.as_deref(), Some("text/html" | "application/xhtml+xml") | None);
    let (mib, wait) = match is_page {
        true => (limits.page_mib, limits.whole),
        false => (limits.document_mib, limits.whole_document()),
    };
    let mut bytes = timeout_at(started + wait, body(response, mib, &host)).await.map_err(timed_out)??;
    if is_deflated {
        bytes = inflated(&bytes, mib)?;
    }
    Ok(Page { bytes, charset, media_type, address, reach })
}

/// A client within `limits` and `reach`, which follows no redirects by itself.
pub(crate) fn builder(limits: &Limits, reach: &Reach) -> ClientBuilder {
    Client::builder()
        .tls_backend_preconfigured(tls::for_http())
        .dns_resolver(Resolver::new(reach))
        .redirect(Policy::none())
        .user_agent(USER_AGENT)
        .connect_timeout(limits.connect)
        .timeout(limits.whole)
}

pub(crate) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

pub(crate) fn explain(error: &reqwest::Error, host: &str) -> OpenError {
    let host = host.to_owned();
    if error.is_timeout() {
        return OpenError::TimedOut { host };
    }
    if error.is_builder() {
        return OpenError::BadAddress(host);
    }
    OpenError::Unreachable { host, reason: NetworkFault::of(error) }
}

pub(crate) fn content_type(response: &Response) -> (Option<String>, Option<String>) {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().filter(|kind| !kind.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim_matches(['"', '\'', ' ']).to_owned())
    });
    (media_type, charset)
}

fn may_be_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || media_type.ends_with("+xml")
        || matches!(media_type, "application/xml" | "application/octet-stream" | "unknown/unknown")
        || is_document(media_type)
}

/// Whether `media_type` is that of a book or document.
fn is_document(media_type: &str) -> bool {
    media_type.starts_with("application/vnd.oasis.opendocument")
        || media_type.starts_with("application/vnd.openxmlformats-officedocument.wordprocessingml")
        || matches!(
            media_type,
            "application/epub+zip"
                | "application/pdf"
                | "application/rtf"
                | "application/zip"
                | "application/x-fictionbook+xml"
                | "application/x-subrip"
                | "message/rfc822"
                | "multipart/related"
        )
}

/// The body of `response`, of at most `limit_mib`.
pub(crate) async fn body(mut response: Response, limit_mib: u64, host: &str) -> Result<Vec<u8>, OpenError> {
    let too_large = || OpenError::TooLarge { limit_mib };
    let limit = limit_mib.saturating_mul(1 << 20);
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Chunks come decompressed, so that a small answer that unpacks to gigabytes stops here too.
    while let Some(chunk) = response.chunk().await.map_err(|error| explain(&error, host))? {
        if (bytes.len() + chunk.len()) as u64 > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What `bytes` unpack to: `deflate` is the zlib format (RFC 9110, section 8.4.1.2), which some servers leave the
/// wrapper of away. Bytes of neither come back as they are.
pub(crate) fn inflated(bytes: &[u8], limit_mib: u64) -> Result<Vec<u8>, OpenError> {
    let limit = limit_mib.saturating_mul(1 << 20);
    let read = |from: &mut dyn Read| {
        let mut out = Vec::new();
        from.take(limit.saturating_add(1)).read_to_end(&mut out).is_ok().then_some(out)
    };
    let out = read(&mut ZlibDecoder::new(bytes)).or_else(|| read(&mut DeflateDecoder::new(bytes)));
    match out {
        Some(out) if out.len() as u64 > limit => Err(OpenError::TooLarge { limit_mib }),
        Some(out) => Ok(out),
        None => Ok(bytes.to_vec()),
    }
}
