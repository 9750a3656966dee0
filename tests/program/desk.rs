//! Whole articles through a service: stood in for, heard again, asked for side by side, fetched ahead.

use std::sync::{
    Arc, Barrier, LazyLock, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use crate::common::desk::{Desk, Shelf, assert_in_order, sentences, services, speech};
use crate::common::wait_for;
use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta},
    core::{
        VoiceOrders,
        document::{Document, DocumentId, Part},
    },
    engine::{SoundCache, SoundCacheError, VoiceSource},
    export::{
        self, Chapter, ExportError, Exported, Quality, SoundFormat, Speech, SubtitleFormat, Tags, Track,
        TrackError, Wanted,
    },
    player::{Command, Notice, Speed},
    speech::{Cancel, Clip, Utterance, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of};
use tingxinwen_voices::ToneVoice;

static BLOCKS: LazyLock<BlockFilter> = LazyLock::new(BlockFilter::default);

fn orders(voices: &[&str]) -> VoiceOrders {
    voices.iter().map(|voice| (Language::Mandarin, VoiceId((*voice).to_owned()))).collect()
}

fn track<'a>(
    document: &'a Document,
    shelf: &Arc<Shelf>,
    voices: &[&str],
    front_end: &'a FrontEnd,
    sound_cache: &'a SoundCache,
) -> Track<'a> {
    Speech {
        blocks: &BLOCKS,
        voices: Arc::<Shelf>::clone(shelf),
        orders: orders(voices),
        front_end,
        sound_cache: Some(sound_cache),
        cancel: Cancel::default(),
    }
    .track(document)
}

#[test]
fn a_service_that_goes_away_is_stood_in_for_from_the_same_sentence() {
    let sentences = sentences(30);
    let answered = AtomicUsize::new(0);
    let server = Server::start(move |request| match answered.fetch_add(1, Ordering::SeqCst) {
        0..8 => speech(request),
        _ => Answer::status(503, "{}"),
    });
    let mut desk = Desk::new(&server, &["box:bella", "tone"], 2, None);
    let article = sentences.concat();
    desk.open(&article);
    let heard = desk.listen();
    assert_in_order(&heard, &article);
    let snapshot = desk.engine.snapshot();
    assert!(matches!(snapshot.notice, Some(Notice::OtherVoice { ref speaks, .. }) if speaks.0 == "tone"));
    assert!(!snapshot.clock.is_estimated(), "one clock over both voices");
}

#[test]
fn what_was_heard_is_heard_again_without_the_network_at_any_speed() {
    let sentences = sentences(12);
    let folder = tempfile::tempdir().unwrap();
    let kept = || SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.open(&sentences.concat());
    desk.listen();
    let first = desk.queued();
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    // The last sentence is written after it is heard.
    let is_sound =
        |entry: &std::fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "said");
    let is_written = || {
        let entries = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        entries.filter(is_sound).count() == 12
    };
    wait_for("twelve files", || is_written().then_some(()));
    drop(desk);

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.engine.send(Command::SetSpeed(tingxinwen::player::Speed::new(2.0)));
    desk.open(&sentences.concat());
    desk.listen();
    let again = desk.queued();
    assert_eq!(server.requests().len(), asked, "nobody was asked");
    assert_eq!(again.len(), first.len());
    assert!(again.iter().zip(&first).all(|(again, first)| again.abs_diff(*first) <= 1));
}

#[test]
fn sentences_are_asked_for_side_by_side_and_each_once() {
    // None of the first three is answered before all have asked.
    let (barrier, asked) = (Barrier::new(3), AtomicUsize::new(0));
    let server = Server::start(move |request| {
        if asked.fetch_add(1, Ordering::SeqCst) < 3 {
            barrier.wait();
        }
        speech(request)
    });
    let desk = Desk::new(&server, &["box:bella"], 2, None);
    let sentences = sentences(60);
    desk.open(&sentences.concat());
    let requests =
        wait_for("six requests", || Some(server.requests()).filter(|requests| requests.len() >= 6));
    let asked: Vec<String> = requests.iter().map(Request::input).collect();
    let mut first = asked[..3].to_vec();
    first.sort_by_key(|asked| sentences.iter().position(|sentence| sentence == asked));
    assert_eq!(first, sentences[..3], "the next three at once");
    let once: std::collections::BTreeSet<&String> = asked.iter().collect();
    assert_eq!(once.len(), asked.len(), "each once");
}

#[test]
fn an_article_fetched_whole_is_heard_without_the_network() {
    let sentences = sentences(12);
    let folder = tempfile::tempdir().unwrap();
    let kept = || SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let document = Document::of_article(crate::common::article(&sentences.concat()));
    let shelf = Arc::new(Shelf(services(&server, 2)));
    let shares = Mutex::new(Vec::new());
    let progress = |share: f32| shares.lock().unwrap().push(share);
    let (front_end, cache) = (FrontEnd::load(), kept());
    let track = track(&document, &shelf, &["box:bella"], &front_end, &cache);
    track.keep(&progress).unwrap();
    let shares = shares.into_inner().unwrap();
    assert_eq!((shares.len(), shares.iter().copied().fold(0.0, f32::max)), (12, 1.0));
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    track.keep(&|_| ()).unwrap();

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.open(&sentences.concat());
    desk.listen();
    assert_eq!(desk.queued().len(), sentences.iter().map(|one| pcm_of(one).len()).sum::<usize>());
    assert_eq!(server.requests().len(), asked, "nobody was asked");
}

#[test]
fn fetching_ends_soon_when_nobody_wants_it_and_what_was_kept_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let kept = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let document = Document::of_article(crate::common::article(&sentences(40).concat()));
    let (shelf, cancel) = (Arc::new(Shelf(services(&server, 2))), Cancel::default());
    let progress = |share: f32| {
        if share > 0.2 {
            cancel.cancel();
        }
    };
    let front_end = FrontEnd::load();
    let mut track = track(&document, &shelf, &["box:bella"], &front_end, &kept);
    track.speech.cancel = cancel.clone();
    let stopped = track.keep(&progress);
    assert!(matches!(stopped, Err(TrackError::Stopped)), "{stopped:?}");
    let count = std::fs::read_dir(folder.path()).unwrap().count();
    assert!((8..20).contains(&count), "{count}");
    kept.set_limit(0);
    assert_eq!(kept.bytes(), 0, "a new limit takes effect at once");
}

/// The sound of `track` as a WAV file, with its WebVTT.
fn wav(
    track: &Track<'_>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<(Vec<u8>, String, Exported), ExportError> {
    let (mut file, mut vtt) = (Vec::new(), Vec::new());
    let wanted = Wanted {
        format: SoundFormat::Wav,
        quality: Quality::Standard,
        speed: Speed::NORMAL,
        tags: Tags::default(),
        folder: &std::env::temp_dir(),
    };
    let subtitles: Box<dyn std::io::Write> = Box::new(&mut vtt);
    let subtitles = vec![(SubtitleFormat::WebVtt, subtitles)];
    let exported = export::sound(track, wanted, &mut file, subtitles, progress)?;
    Ok((file, String::from_utf8(vtt).unwrap(), exported))
}

/// The samples of a WAV file, and its WebVTT.
fn exported(track: &Track<'_>) -> (Vec<i16>, String, export::Report) {
    let (file, vtt, Exported { report, len, .. }) = wav(track, &|_| ()).unwrap();
    let samples = file[44..][..len.0 as usize * 2].chunks(2);
    (samples.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect(), vtt, report)
}

#[test]
fn what_was_kept_is_exported_without_asking_anybody_and_what_is_exported_is_kept() {
    let sentences = sentences(10);
    let folder = tempfile::tempdir().unwrap();
    let cache = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let (shelf, front_end) = (Arc::new(Shelf(services(&server, 2))), FrontEnd::load());
    let half = Document::of_article(crate::common::article(&sentences[..5].join("\n")));
    track(&half, &shelf, &["box:bella"], &front_end, &cache).keep(&|_| ()).unwrap();
    assert_eq!(server.requests().len(), 5);
    let whole = Document::of_article(crate::common::article(&sentences.join("\n")));
    let whole = track(&whole, &shelf, &["box:bella"], &front_end, &cache);
    let (samples, vtt, report) = exported(&whole);
    assert_eq!(server.requests().len(), 10, "only what was not kept is spoken");
    assert!(report.by_others.is_empty() && report.left_out.is_empty());
    let expected: Vec<i16> = sentences.iter().flat_map(|one| pcm_of(one)).collect();
    let heard: Vec<i16> = samples.iter().copied().filter(|&sample| sample != 0).collect();
    assert_eq!(heard.len(), expected.len());
    let sum = |one: &[i16], other: &[i16]| -> f64 {
        one.iter().zip(other).map(|(one, other)| f64::from(*one) * f64::from(*other)).sum()
    };
    let likeness = sum(&heard, &expected) / (sum(&heard, &heard) * sum(&expected, &expected)).sqrt();
    assert!(likeness > 0.99, "in order, but for the loudness: {likeness}");
    assert_eq!(vtt.matches(" --> ").count(), 10);
    let again = exported(&whole);
    assert_eq!((again.0, again.1), (samples, vtt));
    whole.keep(&|_| ()).unwrap();
    assert_eq!(server.requests().len(), 10, "nobody was asked");
}

#[test]
fn an_export_goes_on_in_the_next_voice_and_says_which_sentences_that_spoke() {
    let sentences = sentences(9);
    let refused = sentences[4].clone();
    let server = Server::start(move |request| match request.input() == refused {
        true => Answer::status(503, "{}"),
        false => speech(request),
    });
    let folder = tempfile::tempdir().unwrap();
    let cache = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let (shelf, front_end) = (Arc::new(Shelf(services(&server, 2))), FrontEnd::load());
    let document = Document::of_article(crate::common::article(&sentences.concat()));
    let (_, vtt, report) = exported(&track(&document, &shelf, &["box:bella", "tone"], &front_end, &cache));
    let text: String = vtt.lines().filter(|line| line.contains('<')).collect();
    let words: String =
        text.split('<').map(|part| part.split_once('>').map_or(part, |(_, word)| word)).collect();
    assert_eq!(words, sentences.concat(), "every sentence once and in order");
    // It is left alone for a while, as the player leaves it alone.
    assert!(report.by_others.iter().all(|(_, voice)| voice.0 == "tone"));
    let by_tone: Vec<String> = report.by_others.iter().map(|(passage, _)| passage.text(&document)).collect();
    assert!(by_tone.contains(&sentences[4]) && by_tone.len() < 9, "{by_tone:?}");
    // Nobody stands by: it ends, and what was spoken before is kept.
    let alone = track(&document, &shelf, &["box:bella"], &front_end, &cache);
    let error = wav(&alone, &|_| ()).unwrap_err();
    assert!(
        matches!(error, ExportError::Track(TrackError::Voice(VoiceError::Unavailable { .. }))),
        "{error:?}"
    );
}

#[test]
fn an_article_that_does_not_fit_is_told_and_what_is_pinned_stays_until_it_was_heard() {
    let sentences = sentences(8);
    let folder = tempfile::tempdir().unwrap();
    let cache = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let (shelf, front_end) = (Arc::new(Shelf(services(&server, 2))), FrontEnd::load());
    let first = Document::of_article(crate::common::article(&sentences[..4].concat()));
    let first = track(&first, &shelf, &["box:bella"], &front_end, &cache);
    first.keep(&|_| ()).unwrap();
    cache.set_limit(cache.bytes() * 3 / 2);
    let second = Document::of_article(crate::common::article(&sentences[4..].concat()));
    let second = track(&second, &shelf, &["box:bella"], &front_end, &cache);
    let full = second.keep(&|_| ());
    assert!(matches!(full, Err(TrackError::SoundCache(SoundCacheError::Full { .. }))), "{full:?}");
    exported(&second);
    // What was asked for the second may still arrive.
    let of_first =
        || server.requests().iter().filter(|asked| sentences[..4].contains(&asked.input())).count();
    let asked = of_first();
    assert_eq!(asked, 4);
    exported(&first);
    assert_eq!(of_first(), asked, "what was kept first is all there");
    cache.set_limit(0);
    assert!(matches!(first.keep(&|_| ()), Err(TrackError::NoRoom)));
}

/// Beeps, several sentences at once, but for one on which it panics.
struct Fragile(ToneVoice, String);

impl Voice for Fragile {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        assert_ne!(utterance.written, self.1, "a voice that panics, as a test wants it");
        self.0.speak(utterance)
    }

    fn at_once(&self) -> usize {
        3
    }
}

struct FragileVoices(String);

impl VoiceSource for FragileVoices {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(Fragile(ToneVoice::default(), self.0.clone())))
    }
}

#[test]
fn a_sentence_that_no_voice_says_is_left_out_of_an_export_and_told() {
    let sentences = sentences(12);
    let front_end = FrontEnd::load();
    let document = Document::of_article(crate::common::article(&sentences.concat()));
    let speech = Speech {
        blocks: &BLOCKS,
        voices: Arc::new(FragileVoices(sentences[5].clone())),
        orders: orders(&["fragile"]),
        front_end: &front_end,
        sound_cache: None,
        cancel: Cancel::default(),
    };
    let track = speech.track(&document);
    let (_, vtt, report) = exported(&track);
    assert_eq!(vtt.matches(" --> ").count(), 11);
    let left_out: Vec<String> = report.left_out.iter().map(|(passage, _)| passage.text(&document)).collect();
    assert_eq!(left_out, [sentences[5].clone()]);
}

/// Beeps, and notes what is loaded.
struct Counted(AtomicUsize);

impl VoiceSource for Counted {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(ToneVoice::default()))
    }
}

#[test]
fn a_book_is_exported_part_after_part_by_the_voices_of_each_language_and_tells_where_its_chapters_start() {
    let parts = [
        (None, vec!["書名。"]),
        (Some("第一章"), vec!["第一章", "船六點離開碼頭。", "沒有風。"]),
        (Some("空"), vec![]),
        (Some("Two"), vec!["The ferry left at six.", "There was no wind at all."]),
        (Some("第三章"), vec!["霧散了。"]),
    ];
    let of = |(title, texts): &(Option<&str>, Vec<&str>)| {
        let drafts = texts.iter().map(|text| (BlockKind::Paragraph, *text));
        let article = Article::new(Meta::default(), drafts);
        Part { title: title.map(str::to_owned), ..Part::of_article(article) }
    };
    let book = Document::of_parts(DocumentId("book".to_owned()), parts.iter().map(of).collect()).unwrap();
    let (front_end, voices) = (FrontEnd::load(), Arc::new(Counted(AtomicUsize::new(0))));
    let named = |language, name: &str| (language, VoiceId(name.to_owned()));
    let orders = [named(Language::Mandarin, "zh"), named(Language::English, "en")].into_iter().collect();
    let speech = Speech {
        blocks: &BLOCKS,
        voices: Arc::<Counted>::clone(&voices),
        orders,
        front_end: &front_end,
        sound_cache: None,
        cancel: Cancel::default(),
    };
    let track = speech.track(&book);
    let shares = Mutex::new(Vec::new());
    let progress = |share: f32| shares.lock().unwrap().push(share);
    let (_, vtt, Exported { chapters, report, len }) = wav(&track, &progress).unwrap();
    assert!(report.by_others.is_empty() && report.left_out.is_empty());
    let titles: Vec<Option<&str>> = chapters.iter().map(|chapter| chapter.title.as_deref()).collect();
    assert_eq!(titles, [None, Some("第一章"), Some("Two"), Some("第三章")], "but not those that are silent");
    let shares = shares.into_inner().unwrap();
    assert!(shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
    // The voice of each language is loaded once a change of language, and not once a chapter.
    assert!(voices.0.load(Ordering::SeqCst) <= 4);
    // A chapter starts where its first cue does, but for the silence before it.
    assert_eq!(vtt.matches(" --> ").count(), 7);
    let starts: Vec<u64> = chapters.iter().map(|Chapter { start, .. }| start.0).collect();
    assert!(starts[0] == 0 && starts.is_sorted() && starts[3] < len.0);
    let first = Document::of_article(Article::clone(book.first()));
    let (before, ..) = exported(&Track { document: &first, ..track });
    assert_eq!(starts[1], before.len() as u64);
}
