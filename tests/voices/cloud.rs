//! Cloud and desktop services, each against a fake server with its protocol.

use std::{net::TcpListener, thread, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use secrecy::SecretString;
use tingxinwen_core::speech::{Clip, Timing, VoiceError, VoiceId};
use tingxinwen_test_tools::server::{Answer, Server, pcm_of, wav};
use tingxinwen_voices::services::{Account, SentText, ServiceKind};
use tingxinwen_voices::services::{
    Limits, Services,
    secret::{Keyring, Keys},
};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::common::utterance;

const TEXT: &str = "三加五<八 & 八。";
const SENT: &str = "Prices rose today.";

fn speak(kind: ServiceKind, address: &str, text: &str) -> Result<Clip, VoiceError> {
    speak_as(Account { kind, address: Some(address.to_owned()), ..Account::default() }, text)
}

fn speak_as(account: Account, text: &str) -> Result<Clip, VoiceError> {
    let kind = account.kind;
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
    keys.set("box", &SecretString::from("verysecret")).unwrap();
    let limits = Limits { attempts: 2, first_wait: Duration::from_millis(5), ..Limits::default() };
    let services = Services::new(&[("box".to_owned(), account)].into_iter().collect(), keys, limits).unwrap();
    let voice =
        if kind == ServiceKind::ElevenLabs { "Xb7hH8MSUJpSbSDYk0k2" } else { "zh-TW-HsiaoChenNeural" };
    services.load(&VoiceId(format!("box:{voice}"))).unwrap().speak(&utterance(text))
}

fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

fn starts(clip: &Clip) -> Vec<f64> {
    clip.marks().iter().map(|mark| (mark.start.as_secs_f64() * 100.0).round() / 100.0).collect()
}

#[test]
fn azure_gets_markup_in_which_text_is_text() {
    let server = Server::start(|_| Answer::whole("audio/basic", bytes(&pcm_of("三加五小於八和八"))));
    let clip = speak(ServiceKind::Azure, &server.url(), TEXT).unwrap();
    assert_eq!(clip.timing(), Timing::Estimated);
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /cognitiveservices/v1 HTTP/1.1");
    assert_eq!(request.header("ocp-apim-subscription-key"), Some("verysecret"));
    assert_eq!(request.header("x-microsoft-outputformat"), Some("raw-24khz-16bit-mono-pcm"));
    assert_eq!(request.header("content-type"), Some("application/ssml+xml"));
    let body = String::from_utf8(request.body.clone()).unwrap();
    assert!(body.contains("xml:lang=\"zh-TW\"><voice name=\"zh-TW-HsiaoChenNeural\">"), "{body}");
    assert_eq!(body.matches('<').count(), 4, "{body}");
    assert!(body.contains("三加五 八   八。"), "what we pass over is not for the service to say: {body}");
}

#[test]
fn the_listener_says_whether_text_is_sent_as_said_or_as_written() {
    let text = "漲了12.5%。";
    let server = Server::start(|request| {
        let said = request.input();
        Answer::whole("audio/wav", wav(&pcm_of(if said.is_empty() { text } else { &said }), 24_000, None))
    });
    for (kind, how, wanted) in [
        (ServiceKind::OpenAi, None, "漲了百分之十二點五。"),
        (ServiceKind::OpenAi, Some(SentText::Written), "漲了12.5%。"),
        (ServiceKind::Azure, None, "漲了12.5%。"),
        (ServiceKind::Azure, Some(SentText::Spoken), "漲了百分之十二點五。"),
    ] {
        let clip =
            speak_as(Account { kind, address: Some(server.url()), text: how, ..Account::default() }, text)
                .unwrap();
        let body = String::from_utf8(server.requests().pop().unwrap().body).unwrap();
        assert!(body.contains(wanted), "{kind:?} {how:?}: {body}");
        let marks: Vec<&str> = clip
            .marks()
            .iter()
            .map(|mark| mark.source)
            .map(|at| &text[at.start as usize..at.end as usize])
            .collect();
        assert_eq!(marks.concat(), "漲了12.5%", "{kind:?} {how:?}");
    }
}

#[test]
fn azure_without_a_key_or_region_says_so() {
    let account = Account { kind: ServiceKind::Azure, region: Some("../evil".into()), ..Account::default() };
    for (account, key) in [
        (Account { kind: ServiceKind::Azure, ..Account::default() }, "k"),
        (account, "k"),
        (Account { kind: ServiceKind::Azure, region: Some("eastasia".into()), ..Account::default() }, ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
        keys.set("box", &SecretString::from(key)).unwrap();
        let services =
            Services::new(&[("box".to_owned(), account)].into_iter().collect(), keys, Limits::default())
                .unwrap();
        assert!(!services.is_ready("box") || key == "k");
        let error = services.load(&VoiceId("box:zh-TW-HsiaoChenNeural".into())).err();
        assert!(matches!(error, Some(VoiceError::NotInstalled(_))), "{error:?}");
    }
}

#[test]
fn google_is_asked_for_marks_and_they_are_the_words_times() {
    let server = Server::start(|request| {
        let ssml = request.json()["input"]["ssml"].as_str().unwrap().to_owned();
        let points: Vec<_> = ["s0", "s1", "s2", "e2"]
            .iter()
            .enumerate()
            .filter(|(_, name)| ssml.contains(&format!("<mark name=\"{name}\"/>")))
            .map(|(idx, name)| serde_json::json!({"markName": name, "timeSeconds": idx as f64 * 0.7}))
            .collect();
        let sound = BASE64_STANDARD.encode(wav(&pcm_of(SENT), 24_000, None));
        Answer::whole(
            "application/json",
            serde_json::json!({"audioContent": sound, "timepoints": points}).to_string().into_bytes(),
        )
    });
    let clip = speak(ServiceKind::Google, &server.url(), SENT).unwrap();
    assert_eq!(clip.timing(), Timing::Measured);
    assert_eq!(starts(&clip), [0.0, 0.7, 1.4]);
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /v1beta1/text:synthesize HTTP/1.1", "no key in the address");
    assert_eq!(request.header("x-goog-api-key"), Some("verysecret"));
    assert_eq!(request.json()["voice"]["languageCode"], "zh-TW");
}

#[test]
fn elevenlabs_times_characters_as_they_come() {
    let server = Server::start(|_| {
        let sound = pcm_of(SENT);
        let mut lines = String::new();
        let chars: Vec<String> = SENT.chars().map(|c| c.to_string()).collect();
        let half = chars.len() / 2;
        for (part, sound) in
            [(0..half, &sound[..sound.len() / 2]), (half..chars.len(), &sound[sound.len() / 2..])]
        {
            let start: Vec<f64> = part.clone().map(|idx| idx as f64 * 0.1).collect();
            let end: Vec<f64> = part.clone().map(|idx| (idx + 1) as f64 * 0.1).collect();
            let line = serde_json::json!({
                "audio_base64": BASE64_STANDARD.encode(bytes(sound)),
                "alignment": {"characters": &chars[part], "character_start_times_seconds": start, "character_end_times_seconds": end},
            });
            lines += &format!("{line}\n\n");
        }
        Answer::whole("application/json", lines.into_bytes())
    });
    let clip = speak(ServiceKind::ElevenLabs, &server.url(), SENT).unwrap();
    assert_eq!(clip.timing(), Timing::Measured);
    // 「Prices」 has six characters, then a space.
    assert_eq!(starts(&clip), [0.0, 0.7, 1.2]);
    let request = &server.requests()[0];
    assert_eq!(
        request.line,
        "POST /v1/text-to-speech/Xb7hH8MSUJpSbSDYk0k2/stream/with-timestamps?output_format=pcm_24000 HTTP/1.1"
    );
    assert_eq!(request.header("xi-api-key"), Some("verysecret"));
    assert_eq!(request.json()["text"], SENT);
}

/// Speaks the protocol of Edge's service to one connection after another; closes early as often as asked.
fn edge(mut early: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("ws://{}/v1", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut socket = tungstenite::accept(stream).unwrap();
            let config = socket.read().unwrap().into_text().unwrap();
            assert!(
                config.contains("Path:speech.config") && config.contains("\"wordBoundaryEnabled\":\"true\"")
            );
            let speech = socket.read().unwrap().into_text().unwrap();
            assert!(speech.contains("Path:ssml") && speech.contains("zh-TW-HsiaoChenNeural"));
            let sound = wav(&pcm_of(SENT), 24_000, None);
            let boundary = |text: &str, at: f64| {
                let metadata = serde_json::json!({"Metadata": [{"Type": "WordBoundary", "Data": {"Offset": at * 1e7, "Duration": 3e6, "text": {"Text": text, "Length": 5, "BoundaryType": "WordBoundary"}}}]});
                Message::text(format!("X-RequestId:1\r\nPath:audio.metadata\r\n\r\n{metadata}"))
            };
            let audio = |sound: &[u8]| {
                let head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n";
                let mut message = (head.len() as u16).to_be_bytes().to_vec();
                message.extend_from_slice(head);
                message.extend_from_slice(sound);
                Message::binary(message)
            };
            socket.send(Message::text("X-RequestId:1\r\nPath:turn.start\r\n\r\n{}")).ok();
            socket.send(boundary("Prices", 0.0)).ok();
            socket.send(boundary("rose", 0.8)).ok();
            let (first, second) = sound.split_at(sound.len() / 2);
            socket.send(audio(first)).ok();
            if early > 0 {
                early -= 1;
                socket.close(None).ok();
                continue;
            }
            socket.send(boundary("today", 1.3)).ok();
            socket.send(audio(second)).ok();
            socket.send(Message::text("X-RequestId:1\r\nPath:turn.end\r\n\r\n{}")).ok();
            socket.flush().ok();
        }
    });
    address
}

#[test]
fn edge_speaks_over_a_socket_and_a_socket_that_closes_early_is_opened_again() {
    for early in [0, 1] {
        let clip = speak(ServiceKind::Edge, &edge(early), SENT).unwrap();
        assert_eq!(clip.timing(), Timing::Measured);
        assert_eq!(starts(&clip), [0.0, 0.8, 1.3], "closed early {early} times");
        assert_eq!(clip.samples().iter().filter(|sample| **sample != 0.0).count(), pcm_of(SENT).len());
    }
    assert!(matches!(speak(ServiceKind::Edge, &edge(9), SENT), Err(VoiceError::Unavailable { .. })));
}

#[cfg(unix)]
#[test]
fn the_desktops_own_program_gets_text_on_its_input_and_sound_is_taken_from_its_output() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound.wav");
    std::fs::write(&sound, wav(&pcm_of(SENT), 22_050, Some(0x7fff_f000))).unwrap();
    let program = folder.path().join("espeak-ng");
    let said = folder.path().join("said");
    let script =
        format!("#!/bin/sh\necho \"$@\" >> {0}.args\ncat > {0}\ncat {1}\n", said.display(), sound.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let clip = speak(ServiceKind::System, program.to_str().unwrap(), SENT).unwrap();
    assert_eq!(clip.timing(), Timing::Estimated);
    assert_eq!(std::fs::read_to_string(&said).unwrap(), SENT);
    let args = std::fs::read_to_string(folder.path().join("said.args")).unwrap();
    assert!(!args.contains("Prices"), "what is read is no argument");
    assert_eq!(args.lines().count(), 1, "it is not asked again for a header that promises too much");
    let error = speak(ServiceKind::System, "/nowhere/espeak-ng", SENT).unwrap_err();
    assert!(matches!(error, VoiceError::NotInstalled(_)), "{error:?}");
}

#[test]
fn elevenlabs_lists_its_voices_by_name_also_before_it_is_set_up() {
    let server = Server::start(|_| {
        let list =
            r#"{"voices": [{"voice_id": "Xb7hH8MSUJpSbSDYk0k2", "name": "Alice"}, {"voice_id": "x1"}]}"#;
        Answer::whole("application/json", list.into())
    });
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
    let services = Services::new(&Default::default(), keys, Limits::default()).unwrap();
    let kind = ServiceKind::ElevenLabs;
    let account = Account { kind, address: Some(server.url()), ..Account::default() };
    assert!(services.voices_at("elevenlabs", &account, None).is_err(), "not without a key");
    let key = Some(SecretString::from("verysecret"));
    let listed = services.voices_at("elevenlabs", &account, key).unwrap();
    let named: Vec<_> = listed.iter().map(|voice| (voice.id.as_str(), voice.name.as_deref())).collect();
    assert_eq!(named, [("Xb7hH8MSUJpSbSDYk0k2", Some("Alice")), ("x1", None)]);
    let request = &server.requests()[0];
    assert_eq!(request.line, "GET /v1/voices HTTP/1.1");
    assert_eq!(request.header("xi-api-key"), Some("verysecret"));
}
