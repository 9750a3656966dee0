//! `tingxinwen host`: the native messaging host that the button of a browser talks to.
//!
//! A page comes as its reader sees it, and goes into the library under its address; the window, the one that runs or a new
//! one, opens it from there.

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
    remote::{
        self, MOST_NATIVE_MIB, NativeMessage, Pressed, RemoteAnswer, RemoteError, RemoteRequest,
        RemoteSource, Wish, send_native,
    },
};
use tingxinwen_library::{Database, QueueSource, UnixSecs};

use super::{browser, runtime};
use crate::{failure::Failure, words::Words};

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
    while let Some(message) = NativeMessage::receive(from)? {
        match message {
            NativeMessage::Object(message) => send_native(to, &answer(&message))?,
            NativeMessage::Unreadable => send_native(to, &failed(&words.host_unreadable()))?,
            NativeMessage::TooLong => {
                return send_native(to, &failed(&words.host_too_large(MOST_NATIVE_MIB)));
            }
        }
    }
    Ok(())
}

fn failed(why: &str) -> Value {
    json!({ "ok": false, "error": why })
}

async fn handled(message: &Value) -> anyhow::Result<Value> {
    let (pressed, wish) = Pressed::of(message).map_err(Failure::NotOurAddress)?;
    let (source, title) = match pressed {
        Pressed::Selection(text) => kept(article::open(Source::Text(text)).await?, None)?,
        Pressed::Page { html, address } => kept(article::open_seen(html, &address).await?, Some(&address))?,
        Pressed::Address(address) => (address, None),
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
