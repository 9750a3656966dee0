//! Pictures of a page: one HTTP GET within limits, of an image and nothing else.

use std::time::Duration;

use reqwest::Url;
use tingxinwen_core::article::OpenError;

use crate::{
    fetch::{self, Reach, body, get, is_web},
    limits::Limits,
    private,
};

/// Limits for a picture: a listener who reads on does not wait for it.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(10),
    whole: Duration::from_secs(20),
    redirects: 5,
    page_mib: MOST_MIB,
    document_mib: MOST_MIB,
};
/// The largest file of a picture, in MiB.
const MOST_MIB: u64 = 8;
/// What is asked for.
const ACCEPTED: &str = "image/webp,image/jpeg,image/png,image/gif;q=0.8";

/// The file of the picture at `address`, which the page at `page` shows. Only a page in the listener's own network
/// shows pictures from there, and only from its own host.
///
/// # Errors
/// [`OpenError`], as [`fetch`](crate::fetch); [`OpenError::NotText`] where it is no image.
pub async fn fetch_picture(page: &str, address: &str) -> Result<Vec<u8>, OpenError> {
    let bad_address = || OpenError::BadAddress(address.to_owned());
    let url = Url::parse(address).ok().filter(is_web).ok_or_else(bad_address)?;
    let page = Url::parse(page).ok();
    let is_of_own_host = page.as_ref().is_some_and(|page| page.host() == url.host());
    let reach = if is_of_own_host { private::reach_of(&url, LIMITS.connect).await } else { Reach::Public };
    if !private::is_in_reach(&url, private::By::Page, &reach, LIMITS.connect).await {
        return Err(bad_address());
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    let response = get(url, &LIMITS, &reach, ACCEPTED).await?;
    let (kind, _) = fetch::content_type(&response);
    match kind {
        Some(kind) if !kind.starts_with("image/") && kind != "application/octet-stream" => {
            Err(OpenError::NotText { kind })
        }
        Some(_) | None => body(response, MOST_MIB, &host).await,
    }
}
