//! Native messaging, by which the button of a browser talks to its host (as Chromium and Mozilla have it).
//!
//! A message is its length in bytes, a `u32` in the machine's order, then JSON.

use std::io::{self, Read, Write};

use serde_json::Value;

/// The longest message that is read, in MiB: pages of the extension's limit, of characters of three bytes.
pub const MOST_NATIVE_MIB: u32 = 32;

/// What came.
#[derive(Clone, Debug, PartialEq)]
pub enum NativeMessage {
    /// An object.
    Object(Value),
    /// Something else: the next may be better.
    Unreadable,
    /// More than is read. What follows is not read either, since there is no telling where the next one begins.
    TooLong,
}

impl NativeMessage {
    /// The next of `from`; `None` at its end, and where one is cut off there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn receive(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut length = [0; 4];
        match from.read_exact(&mut length) {
            Ok(()) => (),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let length = u32::from_ne_bytes(length);
        if length > MOST_NATIVE_MIB << 20 {
            return Ok(Some(Self::TooLong));
        }
        let mut message = Vec::new();
        from.take(u64::from(length)).read_to_end(&mut message)?;
        if message.len() < length as usize {
            return Ok(None);
        }
        let object = serde_json::from_slice(&message).ok().filter(Value::is_object);
        Ok(Some(object.map_or(Self::Unreadable, Self::Object)))
    }
}

/// Writes `answer` as a message into `to`.
///
/// # Errors
/// Where it cannot be written.
pub fn send_native(to: &mut impl Write, answer: &Value) -> io::Result<()> {
    let text = answer.to_string();
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_ne_bytes())?;
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// What the listener wants done with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Play it now.
    Play,
    /// Play it after what is queued.
    Add,
}

/// What the button was pressed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Text that was selected.
    Selection(String),
    /// A page as its reader sees it.
    Page {
        /// Its markup.
        html: String,
        /// Its address.
        address: String,
    },
    /// A page that the extension may not read.
    Address(String),
}

impl Pressed {
    /// What `message` says, and what is wanted of it.
    ///
    /// # Errors
    /// The address that it gives, where that is none of the web and nothing is selected.
    pub fn of(message: &Value) -> Result<(Self, Wish), String> {
        let text = |name: &str| message[name].as_str().map(str::trim).filter(|text| !text.is_empty());
        let wish = if message["action"] == "add" { Wish::Add } else { Wish::Play };
        let address = text("address").filter(|address| is_web(address)).map(str::to_owned);
        let pressed = match (text("selection"), text("html"), address) {
            (Some(selection), _, _) => Self::Selection(selection.to_owned()),
            (None, Some(html), Some(address)) => Self::Page { html: html.to_owned(), address },
            (None, None, Some(address)) => Self::Address(address),
            (None, _, None) => return Err(message["address"].as_str().unwrap_or_default().to_owned()),
        };
        Ok((pressed, wish))
    }
}

/// Whether `address` is of the web.
pub fn is_web(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_pressed_is_a_selection_before_a_page_and_a_page_before_its_address() {
        let of = |message: Value| Pressed::of(&message);
        let all =
            json!({ "action": "add", "address": "HTTPS://a.test/", "html": "<p>x", "selection": " 甲 " });
        assert_eq!(of(all), Ok((Pressed::Selection("甲".to_owned()), Wish::Add)));
        let page = json!({ "address": "https://a.test/", "html": "<p>x", "selection": " " });
        let (html, address) = ("<p>x".to_owned(), "https://a.test/".to_owned());
        assert_eq!(of(page), Ok((Pressed::Page { html, address: address.clone() }, Wish::Play)));
        assert_eq!(of(json!({ "address": address })), Ok((Pressed::Address(address), Wish::Play)));
        assert_eq!(
            of(json!({ "address": "file:///etc/passwd", "html": "x" })),
            Err("file:///etc/passwd".to_owned())
        );
        assert_eq!(of(json!({ "address": 7 })), Err(String::new()));
    }
}
