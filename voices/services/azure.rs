//! Microsoft's speech service, over HTTP. That interface gives no word times: they are estimated.

use std::sync::Arc;

use crate::services::Account;
use reqwest::{
    Client, Url,
    header::{CONTENT_TYPE, HeaderValue},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    fault::{Fault, SettingFault},
    http,
    intake::{Kind, Outlet},
    limits::Limits,
    sent::Sent,
    speaker::{Delivery, Service},
    ssml,
};

/// Loses nothing, and streams.
const FORMAT: &str = "raw-24khz-16bit-mono-pcm";
const KIND: Kind = Kind::Raw { rate_hz: 24_000 };

/// A voice of the service.
pub(super) struct Azure {
    client: Client,
    address: Url,
    voice: String,
    key: SecretString,
}

impl Azure {
    pub(super) fn new(
        account: &Account,
        voice: &str,
        key: SecretString,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let base = match (&account.address, &account.region) {
            (Some(address), _) => address.clone(),
            (None, Some(region)) if region.chars().all(|c| c.is_ascii_alphanumeric()) => {
                format!("https://{region}.tts.speech.microsoft.com")
            }
            (None, _) => {
                return Err(Fault::Settings(SettingFault::NoRegion));
            }
        };
        let base = http::address(&base, account.plain_http)?;
        let address = http::join(&base, "/cognitiveservices/v1");
        Ok(Self { client: http::client(&base, limits)?, address, voice: voice.to_owned(), key })
    }
}

impl Service for Azure {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        let key = self.key.clone();
        let request = header_of(&key).map(|header| {
            self.client
                .post(self.address.clone())
                .header("Ocp-Apim-Subscription-Key", header)
                .header("X-Microsoft-OutputFormat", FORMAT)
                .header(CONTENT_TYPE, "application/ssml+xml")
                .body(ssml::document(&self.voice, &ssml::text(&sent)))
        });
        Box::pin(async move {
            let response = http::send(request?, Some(&key)).await?;
            http::pass_on(response, KIND, &outlet).await
        })
    }
}

/// `key` as a header that shows itself nowhere.
pub(super) fn header_of(key: &SecretString) -> Result<HeaderValue, Fault> {
    let mut header =
        HeaderValue::from_str(key.expose_secret()).map_err(|_| Fault::Settings(SettingFault::BadKey))?;
    header.set_sensitive(true);
    Ok(header)
}
