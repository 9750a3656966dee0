//! Conditional GET: asks for a page only if it changed, and tells whether it moved for good.

use std::sync::OnceLock;

use reqwest::{
    Client, Response, StatusCode, Url,
    header::{
        ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, ETAG, HeaderMap, HeaderName,
        IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
    },
};
use tingxinwen_core::article::OpenError;

use crate::{
    fetch::{LANGUAGES, Page, Reach, body, builder, content_type, explain, inflated, next_hop},
    limits::Limits,
    private::{self, By},
};

/// What of an answer lets the next request be a conditional one (RFC 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// What came of a conditional request.
pub enum Answer {
    /// A page.
    Page {
        /// The page.
        page: Box<Page>,
        /// What the next request is made conditional by.
        validators: Validators,
        /// Where it is found from now on: the end of redirects that are all permanent.
        moved_to: Option<Url>,
        /// For how many seconds it is fresh, where the server says so.
        fresh_secs: Option<u64>,
    },
    /// The page did not change.
    Unchanged,
    /// The server gives none.
    Refused {
        /// Its status.
        status: u16,
        /// Its `Retry-After`.
        retry_after: Option<String>,
    },
}

/// A client for pages that are asked for again and again; its connections are used again.
#[derive(Debug, Default)]
pub struct ConditionalClient {
    limits: Limits,
    public: OnceLock<Client>,
}

impl ConditionalClient {
    /// A client within `limits`.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Which addresses `url`, which the listener gave, may lead to.
    pub async fn reach(&self, url: &Url) -> Reach {
        private::reach_of(url, self.limits.connect).await
    }

    /// Asks for `url` within `reach`, unless it is as `known` says. `accepted` is the `Accept` header.
    ///
    /// # Errors
    /// [`OpenError`], where no answer comes, or it leads out of `reach`.
    pub async fn get(
        &self,
        url: &Url,
        reach: Reach,
        known: &Validators,
        accepted: &'static str,
    ) -> Result<Answer, OpenError> {
        let client = self.client(&reach)?;
        let mut at = url.clone();
        let mut is_moved = true;
        for _ in 0..=self.limits.redirects {
            let by = if at == *url { By::Listener } else { By::Page };
            if !private::is_in_reach(&at, by, &reach, self.limits.connect).await {
                return Err(OpenError::BadAddress(at.to_string()));
            }
            let host = at.host_str().unwrap_or_default().to_owned();
            let mut request =
                client.get(at.clone()).header(ACCEPT, accepted).header(ACCEPT_LANGUAGE, LANGUAGES);
            if let Some(etag) = &known.etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            if let Some(modified) = &known.modified {
                request = request.header(IF_MODIFIED_SINCE, modified);
            }
            let response = request.send().await.map_err(|error| explain(&error, &host))?;
            let status = response.status();
            if let Some(next) = next_hop(&response) {
                is_moved &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
                at = next;
                continue;
            }
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer::Unchanged);
            }
            if !status.is_success() {
                let retry_after = text(response.headers(), RETRY_AFTER);
                return Ok(Answer::Refused { status: status.as_u16(), retry_after });
            }
            let moved_to = (is_moved && at != *url).then(|| at.clone());
            return self.page(response, reach, moved_to, &host).await;
        }
        Err(OpenError::TooManyRedirects { host: at.host_str().unwrap_or_default().to_owned() })
    }

    async fn page(
        &self,
        response: Response,
        reach: Reach,
        moved_to: Option<Url>,
        host: &str,
    ) -> Result<Answer, OpenError> {
        let headers = response.headers();
        let validators = Validators { etag: text(headers, ETAG), modified: text(headers, LAST_MODIFIED) };
        let fresh_secs = text(headers, CACHE_CONTROL).as_deref().and_then(max_age);
        let is_deflated =
            text(headers, CONTENT_ENCODING).is_some_and(|value| value.trim().eq_ignore_ascii_case("deflate"));
        let (media_type, charset) = content_type(&response);
        let address = response.url().clone();
        let mut bytes = body(response, self.limits.page_mib, host).await?;
        if is_deflated {
            bytes = inflated(&bytes, self.limits.page_mib)?;
        }
        let page = Box::new(Page { bytes, charset, media_type, address, reach });
        Ok(Answer::Page { page, validators, moved_to, fresh_secs })
    }

    /// A client within `reach`; that for public addresses is kept.
    fn client(&self, reach: &Reach) -> Result<Client, OpenError> {
        if let Some(client) = self.public.get().filter(|_| *reach == Reach::Public) {
            return Ok(client.clone());
        }
        let client = builder(&self.limits, reach).build().map_err(|error| explain(&error, ""))?;
        if *reach == Reach::Public {
            return Ok(self.public.get_or_init(|| client).clone());
        }
        Ok(client)
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Seconds of `max-age` in a `Cache-Control` header.
fn max_age(header: &str) -> Option<u64> {
    header.split(',').find_map(|part| part.trim().strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}
