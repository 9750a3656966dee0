//! `tingxinwen host`: the native messaging host that the button of a browser talks to.
//!
//! A message is its length in bytes, a `u32` in the machine's order, then JSON (Chromium's and Mozilla's native
//! messaging). A page comes as its reader sees it, and goes into the library under its address; the window, the one
//! that runs or a new one, opens it from there.

use std::{
    io::{self, Read, Write},
    process::Stdio,
    time::Duration,
};

use clap::Args;
use serde_json::{Value, json};
use tingxinwen::{
    article::{self, Article, Source},
    core::document::Document,
    remote::{self, RemoteAnswer, RemoteError, RemoteRequest, RemoteSource},
};
use tingxinwen_library::{Database, QueueSource, UnixSecs};

use super::{browser, runtime};
use crate::{failure::Failure, words::Words};

/// The longest message that is read, in MiB: pages of the extension's limit, of characters of three bytes.
const MOST_MIB: u32 = 32;

/// How often, and after which pauses, a new window is asked until it answers.
const ASKED: usize = 100;
const BETWEEN: Duration = Duration::from_millis(200);

/// Who asks: what a browser adds to the command.
#[derive(Debug, Args)]
pub(super) struct HostArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    caller: Vec<String>,
}

impl HostArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.caller.iter().any(|word| browser::is_our_extension(word)),
            Failure::NotOurButton
        );
        let runtime = runtime()?;
        let words = Words::of_listener();
        serve(&mut io::stdin().lock(), &mut io::stdout().lock(), words, |message| {
            runtime.block_on(handled(message)).unwrap_or_else(|error| failed(&words.failure(&error)))
        })?;
        Ok(())
    }
}

/// Answers each message of `from` by `answer`, until there are no more.
fn serve(
    from: &mut impl Read,
    to: &mut impl Write,
    words: &Words,
    answer: impl Fn(&Value) -> Value,
) -> io::Result<()> {
    loop {
        let mut length = [0; 4];
        match from.read_exact(&mut length) {
            Ok(()) => (),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        let length = u32::from_ne_bytes(length);
        if length > MOST_MIB << 20 {
            // What follows is not read, so that there is no telling where the next would begin.
            return send(to, &failed(&words.host_too_large(MOST_MIB)));
        }
        let mut message = Vec::new();
        from.take(u64::from(length)).read_to_end(&mut message)?;
        if message.len() < length as usize {
            return Ok(());
        }
        let message: Option<Value> = serde_json::from_slice(&message).ok().filter(Value::is_object);
        let answer = message.map_or_else(|| failed(&words.host_unreadable()), |message| answer(&message));
        send(to, &answer)?;
    }
}

fn send(to: &mut impl Write, answer: &Value) -> io::Result<()> {
    let text = answer.to_string();
    let length = u32::try_from(text.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_ne_bytes())?;
    to.write_all(text.as_bytes())?;
    to.flush()
}

fn failed(why: &str) -> Value {
    json!({ "ok": false, "error": why })
}

/// What the listener wants done with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Play it now.
    Play,
    /// Play it after what is queued.
    Add,
}

async fn handled(message: &Value) -> anyhow::Result<Value> {
    let text = |name: &str| message[name].as_str().map(str::trim).filter(|text| !text.is_empty());
    let wish = if message["action"] == "add" { Wish::Add } else { Wish::Play };
    let address = text("address").filter(|address| browser::is_web(address));
    let (source, title) = match (text("selection"), text("html"), address) {
        (Some(selection), _, _) => {
            let article = article::open(Source::Text(selection.to_owned())).await?;
            kept(article, None)?
        }
        (None, Some(html), Some(address)) => {
            let article = article::open_seen(html.to_owned(), address).await?;
            kept(article, Some(address))?
        }
        (None, None, Some(address)) => (address.to_owned(), None),
        (None, _, None) => {
            let given = message["address"].as_str().unwrap_or_default();
            return Err(Failure::NotOurAddress(given.to_owned()).into());
        }
    };
    let state = carry_out(&source, wish).await?;
    Ok(json!({ "ok": true, "state": state, "title": title }))
}

/// Keeps `article` in the library under `address`; what it is opened by, and its title.
fn kept(article: Article, address: Option<&str>) -> anyhow::Result<(String, Option<String>)> {
    let title = article.name();
    let document = Document::from(article);
    let path = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?;
    Database::open(&path)?.keep(&document, address, UnixSecs::now())?;
    Ok((document.id().0.clone(), Some(title)))
}

/// Has the window that runs, or a new one, play what is opened by `source`; what it does then.
pub(super) async fn carry_out(source: &str, wish: Wish) -> anyhow::Result<&'static str> {
    let address = RemoteSource::Address(source.to_owned());
    let request = match wish {
        Wish::Play => RemoteRequest::PlayNow(address),
        Wish::Add => RemoteRequest::Add(vec![address]),
    };
    let folder = remote::folder().ok_or(RemoteError::NotRunning)?;
    let told = match remote::ask(&folder, &request).await {
        Ok(RemoteAnswer::Failed(fault)) => return Err(RemoteError::Refused(fault).into()),
        Ok(RemoteAnswer::Done | RemoteAnswer::Status(_)) => true,
        Err(_) => false,
    };
    match wish {
        Wish::Play if told => Ok("playing"),
        Wish::Play => {
            // It outlives this: the browser ends its host when the answer is there.
            let mut window = std::process::Command::new(std::env::current_exe()?);
            window.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            window.spawn()?;
            for _ in 0..ASKED {
                tokio::time::sleep(BETWEEN).await;
                match remote::ask(&folder, &request).await {
                    Ok(_) => return Ok("playing"),
                    // It is still being made.
                    Err(RemoteError::NotRunning | RemoteError::Connection(_)) => (),
                    Err(error) => return Err(error.into()),
                }
            }
            Err(RemoteError::NoAnswer.into())
        }
        Wish::Add if told => Ok("queued"),
        Wish::Add => {
            let path = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?;
            Database::open(&path)?.enqueue(&[QueueSource::Address(source.to_owned())])?;
            Ok("kept")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn framed(text: &str) -> Vec<u8> {
        [&u32::try_from(text.len()).unwrap().to_ne_bytes(), text.as_bytes()].concat()
    }

    fn answers(mut input: &[u8]) -> Vec<Value> {
        let mut out = Vec::new();
        serve(&mut input, &mut out, Words::of(Locale::En), |message| json!({ "echo": message["a"] }))
            .unwrap();
        let mut rest = out.as_slice();
        let mut all = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let (text, left) = after.split_at(u32::from_ne_bytes(*length) as usize);
            all.push(serde_json::from_slice(text).unwrap());
            rest = left;
        }
        all
    }

    #[test]
    fn each_message_has_its_answer() {
        let input = [framed("{\"a\":1}"), framed("{\"a\":\"二\"}")].concat();
        assert_eq!(answers(&input), [json!({ "echo": 1 }), json!({ "echo": "二" })]);
        assert!(answers(&[]).is_empty());
    }

    #[test]
    fn what_is_too_long_broken_or_cut_off_is_told_or_dropped() {
        let long = u32::MAX.to_ne_bytes();
        assert_eq!(answers(&long)[0]["ok"], false);
        for bad in ["", "x", "[1]", "\"text\""] {
            let input = [framed(bad), framed("{\"a\":1}")].concat();
            let all = answers(&input);
            assert_eq!((all[0]["ok"].clone(), all[1]["echo"].clone()), (json!(false), json!(1)), "{bad}");
        }
        assert!(answers(&framed("{\"a\":1}")[..8]).is_empty());
        assert!(answers(&[1, 0]).is_empty());
    }
}
