//! Speech services against servers on 127.0.0.1.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use tingxinwen_core::speech::{Cancel, Portion, Timing, VoiceError, VoiceId};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen_voices::{
    DataDir, Voices,
    catalog::Catalog,
    kokoro::SOUND_VERSION,
    services::{Account, SentText, ServiceKind},
};

use crate::common::{Desk, TEXT, heard, speech, utterance};

#[test]
fn a_server_is_asked_as_its_interface_says_and_its_sound_is_heard_sample_for_sample() {
    let server = Server::start(speech);
    let desk = Desk::with_key(
        Account {
            address: Some(format!("{}/v1", server.url())),
            model: Some("kokoro".into()),
            ..Account::default()
        },
        Some("sk-verysecret"),
    );
    let clip = desk.speak(TEXT).unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /v1/audio/speech HTTP/1.1");
    assert_eq!(request.header("authorization"), Some("Bearer sk-verysecret"));
    assert_eq!(request.json()["model"], "kokoro");
    assert_eq!(request.json()["voice"], "bella");
    assert_eq!(request.input(), TEXT);
    assert_eq!(heard(&clip), pcm_of(TEXT));
    assert_eq!(clip.timing(), Timing::Estimated);
    let said: u32 = clip.marks().iter().map(|mark| mark.source.len()).sum();
    assert_eq!(said as usize, TEXT.replace(['，', '。'], "").len());
}

#[test]
fn a_server_of_ones_own_needs_no_key() {
    let server = Server::start(speech);
    Desk::at(&server).speak(TEXT).unwrap();
    assert_eq!(server.requests()[0].header("authorization"), None);
}

#[test]
fn raw_samples_other_rates_and_headers_of_streams_are_understood() {
    let samples = pcm_of(TEXT);
    let raw: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let answers = [
        ("pcm", Answer::whole("audio/pcm", raw)),
        ("wav", Answer { length: None, ..Answer::whole("audio/wav", wav(&samples, 24_000, Some(u32::MAX))) }),
        // A header that promises more than ever comes, and does so twice, is wrong.
        (
            "wav",
            Answer { length: None, ..Answer::whole("audio/wav", wav(&samples, 24_000, Some(0x7fff_ff00))) },
        ),
    ];
    for (format, answer) in answers {
        let server = Server::start(move |_| answer.clone());
        let account =
            Account { address: Some(server.url()), format: Some(format.into()), ..Account::default() };
        assert_eq!(heard(&Desk::new(account).speak(TEXT).unwrap()), samples, "{format}");
    }
    let server = Server::start(move |_| Answer::whole("audio/wav", wav(&pcm_of(TEXT), 32_000, None)));
    let clip = Desk::at(&server).speak(TEXT).unwrap();
    assert!((heard(&clip).len() * 4).abs_diff(samples.len() * 3) < 3_000, "three quarters as long");
}

#[test]
fn sound_is_handed_over_while_the_answer_still_comes() {
    // 20 ms of sound every 20 ms.
    let server = Server::start(|request| speech(request).dripping(960, Duration::from_millis(20)));
    let desk = Desk::at(&server);
    let mut voice = desk.services.load(&VoiceId("box:bella".into())).unwrap();
    let (mut streamed, mut portions, mut early) = (Vec::new(), 0, 0);
    let mut hand_over = |portion: Portion| {
        streamed.extend_from_slice(portion.clip.samples());
        portions += 1;
        early += server.busy.load(Ordering::SeqCst);
    };
    let clip = voice.stream(&utterance(TEXT), &Cancel::default(), &mut hand_over).unwrap();
    assert!(portions >= 3 && early >= 2, "{early} of {portions} while the server was answering");
    assert_eq!(streamed[..], clip.samples()[..streamed.len()]);
}

#[test]
fn what_passes_is_asked_again_and_no_sample_is_heard_twice() {
    type Trouble = fn(&Request) -> Answer;
    let troubles: [(&str, Trouble); 10] = [
        ("too many", |_| Answer::status(429, "{}").with("retry-after", "0")),
        ("a fault", |_| Answer::status(503, "<html>busy</html>")),
        ("nothing", |_| Answer::whole("audio/wav", Vec::new())),
        ("a page", |_| Answer::whole("text/html", b"<html>log in</html>".to_vec())),
        ("noise", |_| Answer::whole("audio/wav", (0..9_000_u32).map(|at| (at * 7 % 251) as u8).collect())),
        ("a cut", |request| speech(request).cut(30_000)),
        ("an early cut", |request| speech(request).cut(20)),
        ("a stall", |request| speech(request).cut(20_000).hanging()),
        ("a drip", |request| speech(request).dripping(10, Duration::from_millis(60))),
        ("no answer", |_| Answer::whole("audio/wav", Vec::new()).hanging().cut(0)),
    ];
    for (name, trouble) in troubles {
        let asked = AtomicUsize::new(0);
        let server = Server::start(move |request| match asked.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => trouble(request),
            _ => speech(request),
        });
        let desk = Desk::at(&server);
        let mut voice = desk.services.load(&VoiceId("box:bella".into())).unwrap();
        let mut streamed: Vec<f32> = Vec::new();
        let clip = voice
            .stream(&utterance(TEXT), &Cancel::default(), &mut |portion| {
                streamed.extend(portion.clip.samples().iter());
            })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(server.requests().len(), 3, "{name}");
        assert_eq!(heard(&clip), pcm_of(TEXT), "{name}");
        assert_eq!(streamed[..], clip.samples()[..streamed.len()], "{name}");
    }
}

#[test]
fn a_wrong_key_and_a_used_up_quota_are_told_at_once_and_never_show_the_key() {
    for (status, body) in [
        (401, r#"{"error": {"message": "Incorrect API key provided: sk-verysecret"}}"#),
        (403, "{}"),
        (429, r#"{"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}"#),
    ] {
        let server = Server::start(move |_| Answer::status(status, body));
        let account = Account { address: Some(server.url()), ..Account::default() };
        let error = Desk::with_key(account, Some("sk-verysecret")).speak(TEXT).unwrap_err();
        assert!(matches!(error, VoiceError::Refused(_)), "{error:?}");
        assert_eq!(server.requests().len(), 1, "{status} is not asked again");
        assert!(!format!("{error:?} {error}").contains("verysecret"));
    }
}

#[test]
fn a_service_that_stays_away_is_given_up_after_growing_waits() {
    let server = Server::start(|_| Answer::status(500, "{}"));
    let error = Desk::at(&server).speak(TEXT).unwrap_err();
    assert!(matches!(error, VoiceError::Unavailable { again_secs: None, .. }), "{error:?}");
    assert_eq!(server.requests().len(), 4);

    let server = Server::start(|_| Answer::status(429, "{}").with("retry-after", "120"));
    let error = Desk::at(&server).speak(TEXT).unwrap_err();
    assert!(matches!(error, VoiceError::Unavailable { again_secs: Some(120), .. }), "{error:?}");
    assert_eq!(server.requests().len(), 1, "it said when to come back");

    let account = Account { address: Some("http://127.0.0.1:1".into()), ..Account::default() };
    let error = Desk::new(account).speak(TEXT).unwrap_err();
    assert!(matches!(error, VoiceError::Unavailable { .. }), "{error:?}");
}

#[test]
fn keys_do_not_follow_a_redirect_to_another_host() {
    let other = Server::start(speech);
    let target = other.url();
    let server = Server::start(move |_| Answer::status(307, "").with("location", &target));
    let account = Account { address: Some(server.url()), ..Account::default() };
    let error = Desk::with_key(account, Some("sk-verysecret")).speak(TEXT).unwrap_err();
    assert!(matches!(error, VoiceError::NotInstalled(_)), "{error:?}");
    assert!(other.requests().is_empty());
}

#[test]
fn whoever_jumps_elsewhere_lets_go_of_the_connection() {
    let server = Server::start(|request| speech(request).cut(20_000).hanging());
    let desk = Desk::at(&server);
    let mut voice = desk.services.load(&VoiceId("box:bella".into())).unwrap();
    let cancel = Cancel::default();
    let jump = cancel.clone();
    let mut heard_any = false;
    let error = voice.stream(&utterance(TEXT), &cancel, &mut |_| {
        heard_any = true;
        jump.cancel();
    });
    assert!(heard_any && error.is_err());
    let is_closed = (0..5_000).any(|_| {
        thread::sleep(Duration::from_millis(1));
        server.busy.load(Ordering::SeqCst) == 0
    });
    assert!(is_closed, "the connection is still open");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn captions_of_kokoro_fastapi_are_the_times_of_the_articles_words() {
    let server = Server::start(|request| {
        let sound = pcm_of(&request.input());
        let words = "Prices rose today";
        let mut lines = String::new();
        for (idx, word) in words.split(' ').enumerate() {
            let third = sound.len() / 3;
            let bytes: Vec<u8> =
                sound[idx * third..(idx + 1) * third].iter().flat_map(|s| s.to_le_bytes()).collect();
            use base64::Engine as _;
            let audio = base64::prelude::BASE64_STANDARD.encode(bytes);
            let (start, length) = ((idx * third) as f64 / 24_000.0, third as f64 / 24_000.0);
            lines += &format!(
                "{}\n",
                serde_json::json!({"audio": audio, "timestamps": [{"word": word, "start_time": start, "end_time": start + 0.9 * length}]})
            );
        }
        Answer::whole("application/x-ndjson", lines.into_bytes())
    });
    let account = Account {
        address: Some(server.url()),
        captions: true,
        format: Some("pcm".into()),
        ..Account::default()
    };
    let clip = Desk::new(account).speak("Prices rose today.").unwrap();
    assert_eq!(server.requests()[0].line, "POST /dev/captioned_speech HTTP/1.1");
    assert_eq!(clip.timing(), Timing::Measured);
    let starts: Vec<u64> = clip.marks().iter().map(|mark| mark.start.0).collect();
    let third = pcm_of("Prices rose today.").len() / 3;
    assert_eq!(starts, [0, third as u64, 2 * third as u64]);
}

#[test]
fn a_server_without_captions_is_asked_for_them_once() {
    let server = Server::start(|request| match request.line.contains("captioned") {
        true => Answer::status(404, "{}"),
        false => speech(request),
    });
    let desk = Desk::new(Account { address: Some(server.url()), captions: true, ..Account::default() });
    for _ in 0..2 {
        assert_eq!(heard(&desk.speak(TEXT).unwrap()), pcm_of(TEXT));
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_server_lists_its_voices_or_does_not() {
    let server = Server::start(|_| {
        Answer::whole(
            "application/json",
            br#"{"voices": ["af_heart", {"id": "zf_xiaoxiao", "name": "x"}]}"#.to_vec(),
        )
    });
    let listed = Desk::at(&server).services.voices_of("box").unwrap();
    assert_eq!(listed.iter().map(|voice| voice.id.as_str()).collect::<Vec<_>>(), ["af_heart", "zf_xiaoxiao"]);
    let server = Server::start(|_| Answer::status(404, "{}"));
    assert!(Desk::at(&server).services.voices_of("box").unwrap().is_empty());
}

#[test]
fn what_is_set_up_wrongly_is_told_without_asking_anybody() {
    for account in [
        Account { address: Some("http://example.test".into()), ..Account::default() },
        Account { address: Some("nonsense".into()), ..Account::default() },
        Account {
            address: Some("http://127.0.0.1:1".into()),
            format: Some("mp2".into()),
            ..Account::default()
        },
    ] {
        assert!(matches!(Desk::new(account).speak(TEXT), Err(VoiceError::NotInstalled(_))));
    }
    let kind = ServiceKind::OpenAi;
    let desk = Desk::new(Account { kind, ..Account::default() });
    assert!(desk.services.load(&VoiceId("other:voice".into())).is_err());
    assert!(!desk.services.has(&VoiceId("zf_xiaoxiao".into())));
}

#[test]
fn kept_sound_is_forgotten_when_the_sound_changes_and_not_otherwise() {
    let of = |account: Account| Desk::new(account).services.version(&VoiceId("box:bella".into()));
    let account = Account {
        address: Some("https://example.test/".into()),
        model: Some("tts-1".into()),
        format: Some("mp3".into()),
        instructions: Some("slowly,\n\"please\"".into()),
        ..Account::default()
    };
    // Whoever changes this makes all listeners' kept sound be spoken anew.
    let named = concat!(
        "kind=\"openai\"\naddress=\"https://example.test/\"\nmodel=\"tts-1\"\nformat=\"mp3\"\n",
        r#"instructions="slowly,\n\"please\"""#,
        "\ntext=\"spoken\"\n"
    );
    assert_eq!(of(account.clone()), named);
    let changes: [fn(&mut Account); 7] = [
        |account| account.kind = ServiceKind::ElevenLabs,
        |account| account.address = None,
        |account| account.region = Some("x".into()),
        |account| account.model = Some("tts-2".into()),
        |account| account.format = Some("wav".into()),
        |account| account.instructions = None,
        |account| account.text = Some(SentText::Written),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut changed = account.clone();
        change(&mut changed);
        assert_ne!(of(changed), named, "change {number}");
    }
    let same = Account { captions: true, plain_http: true, text: Some(SentText::Spoken), ..account };
    assert_eq!(of(same), named, "these change no sound");
}

#[test]
fn a_release_forgets_no_kept_sound_of_the_embedded_voice() {
    let folder = tempfile::tempdir().unwrap();
    let voices = Voices::open(DataDir::at(folder.path().to_owned())).unwrap();
    let catalog = Catalog::embedded().unwrap();
    for voice in voices.list() {
        let files = catalog.kokoro.iter().chain(&catalog.voice(&voice.id).unwrap().assets);
        let sums: Vec<&str> = files.map(|asset| asset.sha256.as_str()).collect();
        // Nothing else: no version of the program, which changes more often than the sound.
        assert_eq!(voices.version(&voice.id), format!("{} {}", SOUND_VERSION, sums.join(" ")));
    }
    assert!(!SOUND_VERSION.contains(env!("CARGO_PKG_VERSION")));
}
