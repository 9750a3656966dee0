//! Memory of exports, by counting: it does not grow with the length of the sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use peak_alloc::PeakAlloc;
use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta},
    core::document::Document,
    engine::VoiceSource,
    export::{Kind, Layout, Order, Overwriting, Quality, Speech, SubtitleFormat, plan, run},
    player::Speed,
    speech::{Cancel, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::ToneVoice;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many sentences each of two documents has; one is heard for some two seconds.
const SENTENCES: [usize; 2] = [36, 80];
/// What the longer one may take beyond the other, in bytes. Its sound alone would be 6 million, and the threads that speak
/// ahead hold two million more or less of it.
const MOST: usize = 3_000_000;

struct Tones;

impl VoiceSource for Tones {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(ToneVoice::default()))
    }
}

/// The most memory that the export of so many `sentences` takes, and how long it is heard, in seconds.
fn exported(kind: Kind, sentences: usize, front_end: &FrontEnd) -> (usize, f64) {
    let folder = tempfile::tempdir().unwrap();
    let paragraph = |number| (BlockKind::Paragraph, format!("第{number}班船，早上六點開。"));
    let document = Document::of_article(Article::new(Meta::default(), (0..sentences).map(paragraph)));
    let order = Order {
        kind,
        quality: Quality::Small,
        speed: Speed::NORMAL,
        subtitles: vec![SubtitleFormat::WebVtt],
        cover: None,
        layout: Layout::One(folder.path().join(format!("a.{}", kind.ending()))),
    };
    let (files, blocks) = (plan(vec![document], &order), BlockFilter::default());
    let speech = Speech {
        blocks: &blocks,
        voices: Arc::new(Tones),
        orders: [(Language::Mandarin, VoiceId("tone".to_owned()))].into_iter().collect(),
        front_end,
        sound_cache: None,
        cancel: Cancel::default(),
    };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut secs = 0.0;
    run(&files, &order, Overwriting::Refused, &speech, &|_| (), &mut |_, exported| {
        secs += exported.len.as_secs_f64();
    })
    .unwrap();
    (MEMORY.peak_usage().saturating_sub(before), secs)
}

// One test, so that nothing else allocates meanwhile.
#[test]
fn a_longer_sound_takes_no_more_memory() {
    let front_end = FrontEnd::load();
    for kind in Kind::in_build() {
        let [(short, from), (long, to)] = SENTENCES.map(|sentences| exported(kind, sentences, &front_end));
        assert!(from > 61.0 && to - from > 60.0, "a minute is held, and more is heard: {from} s, {to} s");
        assert!(long < short + MOST, "{kind:?}: {short} bytes for {from:.0} s, {long} for {to:.0} s");
    }
}
