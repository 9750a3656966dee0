//! What services are paid for is asked for once, however their servers answer.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tingxinwen_test_tools::server::{Answer, Server, Step, pcm_of, wav};

use crate::common::{Desk, TEXT, heard, speech};

#[test]
fn each_sentence_is_paid_for_once_whatever_size_a_stream_promises() {
    let samples = pcm_of(TEXT);
    let file = |size: Option<u32>| wav(&samples, 24_000, size);
    let odd_header = |riff: u32, data: u32| {
        let mut file = file(Some(data));
        file[4..8].copy_from_slice(&riff.to_le_bytes());
        file
    };
    let parts = |size: fn(&[i16]) -> Option<u32>| {
        let parts = samples.chunks(9_000).map(|part| Step::Send(wav(part, 24_000, size(part))));
        Answer { steps: parts.collect(), ..Answer::whole("audio/wav", Vec::new()) }
    };
    let base64 = |prefix: &str| {
        let sound = format!("{prefix}{}", BASE64_STANDARD.encode(file(None)));
        let body = serde_json::json!({ "id": "speech-1", "data": { "audio": sound } });
        Answer::whole("application/json", body.to_string().into_bytes())
    };
    let mut answers = vec![
        ("files in a row", parts(|_| None).chunked()),
        ("files in a row of no known size", parts(|_| Some(u32::MAX)).chunked()),
        ("base64 in JSON", base64("")),
        ("a data URL in JSON", base64("data:audio/wav;base64,")),
        (
            "RIFF and data 7FFFFFFF",
            Answer::whole("audio/wav", odd_header(0x7fff_ffff, 0x7fff_ffff)).chunked(),
        ),
        ("RIFF and data 0", Answer::whole("audio/wav", odd_header(0, 0))),
    ];
    let sizes = [0, 0x7fff_ff00, 0x7fff_ffff, 0x8000_0000, 2_000_000_000, u32::MAX - 36, u32::MAX];
    for size in sizes {
        answers.push(("a placeholder, chunked", Answer::whole("audio/wav", file(Some(size))).chunked()));
        answers.push(("a placeholder and a length", Answer::whole("audio/wav", file(Some(size)))));
    }
    for (name, answer) in answers {
        let server = Server::start(move |_| answer.clone());
        let clip = Desk::at(&server).speak(TEXT).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(heard(&clip), samples, "{name}");
        assert_eq!(server.requests().len(), 1, "{name}");
    }
}

#[test]
fn a_server_that_knows_no_streams_is_asked_once_more_without_one_and_then_always_so() {
    for (code, said) in [
        (422, r#"{"detail": [{"loc": ["body", "stream"], "msg": "Extra inputs are not permitted"}]}"#),
        (400, r#"{"error": {"message": "Unrecognized request argument supplied: stream"}}"#),
    ] {
        let server = Server::start(move |request| match request.json().get("stream") {
            Some(_) => Answer::status(code, said),
            None => speech(request),
        });
        let desk = Desk::at(&server);
        assert_eq!(heard(&desk.speak(TEXT).unwrap()), pcm_of(TEXT));
        assert_eq!(heard(&desk.speak("第二句。").unwrap()), pcm_of("第二句。"));
        assert_eq!(server.requests().len(), 3);
    }
}

#[test]
fn sound_that_ends_long_before_its_header_says_is_never_taken_for_whole() {
    let samples = pcm_of(TEXT);
    let half = samples.len() / 2;
    for promised in [samples.len() * 2, half * 2 + 4_000] {
        let file = wav(&samples[..half], 24_000, Some(promised as u32));
        let server = Server::start(move |_| Answer::whole("audio/wav", file.clone()));
        Desk::at(&server).speak(TEXT).unwrap_err();
    }
    // Headers that count themselves are no lie.
    let file = wav(&samples, 24_000, Some((samples.len() * 2 + 44) as u32));
    let server = Server::start(move |_| Answer::whole("audio/wav", file.clone()));
    assert_eq!(heard(&Desk::at(&server).speak(TEXT).unwrap()), samples);
    assert_eq!(server.requests().len(), 1);
}
