//! Books with the sound of a narrator: what is heard, when its words light up, and who reads what was not recorded.

mod narrator;

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use tingxinwen::{
    article::{self, Article, BlockFilter, BlockKind, Meta, Source},
    core::document::Document,
    engine::SoundCache,
    export::{Kind, Layout, Order, Overwriting, PlannedFile, Quality, SoundFormat, run},
    player::{Command, Notice, Speed},
    speech::{Frames, Timing},
    text::Script,
};
use tingxinwen_test_tools::server::{Answer, Request, Server};
use zip::CompressionMethod;

use narrator::{Hummed, Listener, book, par, pitch};

use crate::{
    common::wait_for,
    cuts::file,
    export::{Counting, speech},
    listening::{running, world},
};

const FIRST: [&str; 3] = ["船六點離開碼頭。", "那天沒有風，水面很平。", "他說：「走吧！」"];
const SECOND: [&str; 2] = ["霧很快就散了。", "沒有人說話。"];

#[test]
fn paragraphs_of_a_narrator_are_heard_sentence_by_sentence_and_the_voice_reads_the_rest() {
    for (format, method) in [
        (SoundFormat::Mp3, CompressionMethod::Stored),
        (SoundFormat::M4a, CompressionMethod::Stored),
        (SoundFormat::Opus, CompressionMethod::Deflated),
    ] {
        let (mut one, mut two) = (Hummed::default(), Hummed::default());
        // Each file begins with what is not of the book.
        one.hum("版權所有", 190.0);
        two.hum("第二面", 210.0);
        let first = FIRST.iter().zip([300.0, 400.0, 500.0]).map(|(text, pitch)| one.hum(text, pitch));
        let first: Vec<_> = first.collect();
        let second: Vec<_> =
            SECOND.iter().zip([600.0, 700.0]).map(|(text, pitch)| two.hum(text, pitch)).collect();
        let names = ["a", "b"].map(|name| format!("snd/{name}.{}", format.ending()));
        let overlay = format!(
            "<seq>{}<seq>{}</seq></seq>",
            par("p1", &names[0], (first[0].0, first[2].1)),
            par("p2", &names[1], (second[0].0, second[1].1))
        );
        let body = format!(
            "<p id='p1'>{}</p>\n<p>這一段沒有錄音。</p>\n<div><p id='p2'>{}</p></div>",
            FIRST.concat(),
            SECOND.concat()
        );
        let sounds = [(&*names[0], file(format, &one.sound)), (&*names[1], file(format, &two.sound))];
        let mut listener = Listener::to(&book(&body, &overlay, &sounds, method), None);
        let heard = listener.listen();
        assert_eq!(
            heard, "船六點離開碼頭那天沒有風水面很平他說走吧這一段沒有錄音霧很快就散了沒有人說話",
            "{format:?}"
        );
        assert_eq!(listener.spoken(), 1, "{format:?}: the paragraph without a recording");
        let pitches: Vec<(String, f32)> = listener
            .clips()
            .iter()
            .map(|clip| (listener.text(clip.source()), pitch(clip.samples())))
            .collect();
        let wanted = FIRST.iter().zip([300.0, 400.0, 500.0]).chain(SECOND.iter().zip([600.0, 700.0]));
        for (text, wanted) in wanted {
            let found =
                pitches.iter().find(|(found, _)| found == text).unwrap_or_else(|| panic!("{pitches:?}"));
            assert!((found.1 - wanted).abs() < 8.0, "{format:?}: {found:?}, not {wanted} Hz");
        }
        let snapshot = listener.desk.engine.snapshot();
        assert_eq!(snapshot.notice, None);
        // The voice's sentence takes 1.6 s with its pause; the others what the narrator took.
        let recorded: f64 = (first[2].1 - first[0].0) + (second[1].1 - second[0].0);
        let total = snapshot.clock.total().as_secs_f64();
        assert!((recorded..recorded + 4.0).contains(&total), "{total} of {recorded}");
    }
}

#[test]
fn a_word_that_is_a_recording_of_its_own_lights_up_just_then() {
    let words = ["船", "六點", "離開", "碼頭"];
    let mut hummed = Hummed::default();
    let times: Vec<_> =
        words.iter().zip([300.0, 360.0, 420.0, 480.0]).map(|(word, pitch)| hummed.hum(word, pitch)).collect();
    let spans = words.iter().enumerate().map(|(at, word)| format!("<span id='w{at}'>{word}</span>"));
    let body = format!("<p>{}。</p>", spans.collect::<String>());
    let overlay: String =
        times.iter().enumerate().map(|(at, times)| par(&format!("w{at}"), "s.flac", *times)).collect();
    let sounds = [("s.flac", file(SoundFormat::Flac, &hummed.sound))];
    let mut listener = Listener::to(&book(&body, &overlay, &sounds, CompressionMethod::Stored), None);
    assert_eq!(listener.listen(), "船六點離開碼頭");
    assert_eq!(listener.spoken(), 0);
    let clips = listener.clips();
    assert_eq!((clips.len(), clips[0].timing()), (1, Timing::Measured));
    for (mark, (from, to)) in clips[0].marks().iter().zip(&times) {
        let near = |frames: Frames, secs: f64| (frames.as_secs_f64() - secs).abs() < 0.002;
        assert!(near(mark.start, *from) && near(mark.end, *to), "{mark:?} at {from}");
    }
}

#[test]
fn a_seek_goes_to_the_word_and_time_is_that_of_the_recordings_before_anything_was_heard() {
    let mut hummed = Hummed::default();
    let all: Vec<&str> = FIRST.into_iter().chain(SECOND).collect();
    let times: Vec<_> = all.iter().zip(3..).map(|(text, at)| hummed.hum(text, 100.0 * at as f32)).collect();
    let body: String = all.iter().enumerate().map(|(at, text)| format!("<p id='s{at}'>{text}</p>")).collect();
    let overlay: String =
        times.iter().enumerate().map(|(at, times)| par(&format!("s{at}"), "s.mp3", *times)).collect();
    let sounds = [("s.mp3", file(SoundFormat::Mp3, &hummed.sound))];
    let listener = Listener::to(&book(&body, &overlay, &sounds, CompressionMethod::Stored), None);
    listener.open();
    let snapshot = listener.desk.engine.snapshot();
    let secs = snapshot.clock.total().as_secs_f64();
    assert!((secs - times[4].1).abs() < 0.01, "{secs} of {}", times[4].1);
    let script = snapshot.script.clone().unwrap();
    let place = script.article().text().find("散").unwrap() as u32;
    listener.desk.engine.send(Command::SeekTo(place));
    let clip = wait_for("its sentence", || {
        let clips = listener.clips();
        clips.into_iter().find(|clip| clip.source().contains(place))
    });
    assert!((pitch(clip.samples()) - 600.0).abs() < 6.0);
    // With the setting off, the voice reads all.
    let mut blocks = BlockFilter::default();
    blocks.recordings = false;
    listener.desk.engine.send(Command::SetBlockFilter(blocks));
    wait_for("the voice", || (listener.spoken() > 0).then_some(()));
    let before = listener.spoken();
    listener.desk.engine.send(Command::SetBlockFilter(BlockFilter::default()));
    wait_for("the narrator again", || {
        let snapshot = listener.desk.engine.snapshot();
        snapshot.script.as_ref().unwrap().article().recordings().is_some().then_some(())
    });
    assert!(listener.spoken() <= before + 2);
}

#[test]
fn what_is_left_of_a_recorded_book_is_what_its_narrator_takes() {
    let mut hummed = Hummed::default();
    let times: Vec<_> = SECOND.iter().chain(&FIRST[..2]).map(|text| hummed.hum(text, 400.0)).collect();
    let body = format!(
        "<h1 id='s0'>{}</h1><p id='s1'>{}</p><h1 id='s2'>{}</h1><p id='s3'>{}</p>",
        SECOND[0], SECOND[1], FIRST[0], FIRST[1]
    );
    let overlay = times.iter().enumerate().map(|(at, times)| par(&format!("s{at}"), "s.flac", *times));
    let sounds = [("s.flac", file(SoundFormat::Flac, &hummed.sound))];
    let bytes = book(&body, &overlay.collect::<String>(), &sounds, CompressionMethod::Stored);
    let listener = Listener::to(&bytes, None);
    listener.open();
    let snapshot = listener.desk.engine.snapshot();
    let after = snapshot.parts.as_ref().unwrap().after(snapshot.clock.total()).as_secs_f64();
    assert!((after - (times[3].1 - times[2].0)).abs() < 0.01, "{after}");
}

/// Overlays that are wrong somewhere, and what the voice has to read of three sentences.
#[test]
fn what_is_wrong_with_recordings_is_told_once_and_the_voice_reads() {
    let texts = ["船六點離開。", "沒有風。", "霧散了。"];
    let mut hummed = Hummed::default();
    let times: Vec<_> =
        texts.iter().zip([300.0, 400.0, 500.0]).map(|(text, pitch)| hummed.hum(text, pitch)).collect();
    let good = file(SoundFormat::Mp3, &hummed.sound);
    let [one, two, three] = [0, 1, 2].map(|at| par(&format!("s{at}"), "s.mp3", times[at]));
    let elsewhere = |sound: &str| par("s1", sound, times[1]);
    let cases: [(&str, String, Vec<u8>, usize, bool); 11] = [
        ("all is well", format!("{one}{two}{three}"), good.clone(), 0, false),
        ("the order does not matter", format!("{three}{one}{two}"), good.clone(), 0, false),
        (
            "a sound that is not there",
            format!("{one}{}{three}", elsewhere("gone.mp3")),
            good.clone(),
            1,
            true,
        ),
        (
            "one outside of the book",
            format!("{one}{}{three}", elsewhere("../../../../etc/passwd")),
            good.clone(),
            1,
            true,
        ),
        (
            "one in the network",
            format!("{one}{}{three}", elsewhere("https://a.test/s.mp3")),
            good.clone(),
            1,
            true,
        ),
        (
            "a clip behind the end",
            format!("{one}{two}{}", par("s2", "s.mp3", (50.0, 55.0))),
            good.clone(),
            1,
            true,
        ),
        (
            "one that ends before it begins",
            format!("{one}{}{three}", par("s1", "s.mp3", (3.0, 2.0))),
            good.clone(),
            1,
            true,
        ),
        (
            "a time that is none",
            format!("{one}{}{three}", two.replace("clipBegin='", "clipBegin='x")),
            good.clone(),
            1,
            true,
        ),
        (
            "a text that is not there",
            format!("{one}{}{three}", par("s9", "s.mp3", times[1])),
            good.clone(),
            1,
            false,
        ),
        ("no sound at all", format!("{one}{two}{three}"), b"these are words ".repeat(400), 3, true),
        ("half of it", format!("{one}{two}{three}"), good[..good.len() / 4].to_vec(), 3, true),
    ];
    for (what, overlay, sound, spoken, is_told) in cases {
        let body: String =
            texts.iter().enumerate().map(|(at, text)| format!("<p id='s{at}'>{text}</p>")).collect();
        let bytes = book(&body, &overlay, &[("s.mp3", sound)], CompressionMethod::Stored);
        let mut listener = Listener::to(&bytes, None);
        assert_eq!(listener.listen(), "船六點離開沒有風霧散了", "{what}");
        if what != "half of it" {
            assert_eq!(listener.spoken(), spoken, "{what}");
        }
        let missing = Notice::OfArticle(article::Notice::RecordingsMissing);
        assert_eq!(listener.desk.engine.snapshot().notice, is_told.then_some(missing), "{what}");
    }
}

#[test]
fn a_book_of_our_own_is_heard_as_it_was_made_and_kept_like_a_voice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("自己的書.epub");
    let voice = Counting::default();
    let made = crate::export::article("夜市旁的圖書館", "2026-11-24");
    export(made, &path, Kind::Book, &voice, None);
    let first = voice.0.load(Ordering::SeqCst);
    assert!(first > 3);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let open = || {
        let opened = tingxinwen::documents::open(Source::File(path.clone()), |_| async { None });
        runtime.block_on(opened).unwrap()
    };
    // Its sound goes from there into another file without a voice.
    let cache = SoundCache::open(&folder.path().join("said"), SoundCache::DEFAULT_LIMIT).unwrap();
    let again = folder.path().join("again.wav");
    export(open(), &again, Kind::Sound(SoundFormat::Wav), &voice, Some(&cache));
    assert_eq!(voice.0.load(Ordering::SeqCst), first, "no voice is asked");
    // What was kept of it is heard though the book is gone.
    let document = open();
    std::fs::remove_file(&path).unwrap();
    let once_more = folder.path().join("once more.wav");
    export(document, &once_more, Kind::Sound(SoundFormat::Wav), &voice, Some(&cache));
    assert_eq!(voice.0.load(Ordering::SeqCst), first);
    let [again, once_more] = [again, once_more].map(|path| std::fs::read(path).unwrap());
    assert!(again == once_more && again.len() > 300_000, "{}", again.len());
}

#[test]
fn a_book_of_our_own_has_the_text_that_it_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.epub");
    let paragraph =
        "這家店沒有招牌，大家循著聲音找來。 Nobody came. She left.  「請進。」他說，可是門沒有開。";
    let blocks = [(BlockKind::Heading, "那家店"), (BlockKind::Paragraph, paragraph)];
    let made = Document::of_article(Article::new(Meta::default(), blocks));
    let sentences = Script::new(Arc::clone(made.first())).sentences().len();
    export(made, &path, Kind::Book, &Counting::default(), None);
    let read = tingxinwen::documents::read(std::fs::read(&path).unwrap(), "own.epub", None, None);
    let read = read.unwrap().unwrap();
    assert_eq!(read.first().text(), format!("那家店\n{}", paragraph.replace("  ", " ")));
    assert_eq!(Script::new(Arc::clone(read.first())).sentences().len(), sentences);
}

#[test]
fn a_book_from_an_address_is_heard_another_day_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut hummed = Hummed::default();
    let times = hummed.hum(FIRST[0], 400.0);
    let sounds = [("s.mp3", file(SoundFormat::Mp3, &hummed.sound))];
    let body = format!("<h1>第一章</h1><p id='p'>{}</p><h1>第二章</h1><p>第二天。</p>", FIRST[0]);
    let bytes = book(&body, &par("p", "s.mp3", times), &sounds, CompressionMethod::Stored);
    let fetched = bytes.clone();
    let server = Server::start(move |request: &Request| {
        if request.line.contains("/book.epub") {
            Answer::whole("application/epub+zip", fetched.clone())
        } else {
            world(request)
        }
    });
    let address = format!("{}/book.epub", server.url());
    let asked =
        |words: &str| server.requests().iter().filter(|request| request.input().contains(words)).count();
    for day in 0..2 {
        let mut desk = running(folder.path(), &server);
        desk.engine.send(Command::Open(Source::Address(address.clone())));
        let parts = wait_for("the book", || desk.engine.snapshot().parts.clone());
        let kept = parts.document().book_file().unwrap();
        assert!(kept.bytes.is_none() && kept.path.is_some_and(|path| Path::new(&path).is_file()));
        desk.engine.send(Command::OpenPart(0));
        desk.engine.send(Command::Play);
        desk.listen_until("its second chapter", |desk| {
            desk.engine.snapshot().document.as_ref().is_some_and(|(_, part)| *part == 1).then_some(())
        });
        assert_eq!(asked("離開碼頭"), 0, "day {day}: the narrator was heard");
        assert_eq!(desk.engine.snapshot().notice, None);
        // What was posted to the library before is done then.
        desk.library().call(|database| database.counts()).unwrap();
    }
    let books = server.requests().iter().filter(|request| request.line.contains("/book.epub")).count();
    assert_eq!(books, 1);
}

fn export(document: Document, path: &Path, kind: Kind, voice: &Counting, cache: Option<&SoundCache>) {
    let order = Order {
        layout: Layout::One(path.to_owned()),
        kind,
        quality: Quality::Standard,
        subtitles: Vec::new(),
        speed: Speed::NORMAL,
        cover: None,
    };
    let tags = tingxinwen_encode::Tags { title: "夜市".to_owned(), ..Default::default() };
    let files = [PlannedFile { document, path: path.to_owned(), subtitles: Vec::new(), tags }];
    run(&files, &order, Overwriting::Allowed, &speech(voice, cache), &|_| (), &mut |_, _| ()).unwrap();
}
