//! Exports: how long they take beside synthesis alone, how fast what was kept is encoded, and how much memory they take.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta},
    core::{VoiceOrders, document::Document},
    engine::{SoundCache, VoiceSource},
    export::{self, Kind, Layout, Order, Overwriting, Quality, Speech},
    player::Speed,
    speech::{Cancel, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};
use tingxinwen_ui::setup;
use tingxinwen_voices::ToneVoice;

use crate::tell;

/// How long the article is that is measured, in minutes, unless the first argument says otherwise.
const MINUTES: u32 = 30;
/// Sentences of a minute.
const A_MINUTE: u32 = 8;
/// How many times as long the sounds are between which memory is compared.
const TIMES: [u32; 2] = [2, 8];

/// Measures on an article of so many `minutes`.
pub(crate) fn run(minutes: Option<&str>) {
    let minutes = minutes.and_then(|minutes| minutes.parse().ok()).unwrap_or(MINUTES);
    let (settings, front_end, folder) =
        (setup::settings(), FrontEnd::load(), tempfile::tempdir().expect("a folder"));
    let shelf = setup::voices(&settings).expect("voices");
    let orders = shelf.orders(None, &settings.voices.order).expect("voices");
    let document = article(minutes * A_MINUTE);
    let alone = synthesis(&document, &front_end, &*shelf, &orders);
    let cache = SoundCache::open(&folder.path().join("kept"), SoundCache::DEFAULT_LIMIT).expect("a cache");
    let voices: Arc<dyn VoiceSource> = shelf;
    let speech = |orders: &VoiceOrders, voices: &Arc<dyn VoiceSource>, cache| Speech {
        blocks: &settings.reading.blocks,
        voices: Arc::clone(voices),
        orders: orders.clone(),
        front_end: &front_end,
        sound_cache: cache,
        cancel: Cancel::default(),
    };
    let with_voice = speech(&orders, &voices, Some(&cache));
    let (fresh, secs) = exported(&document, Kind::all().next().expect("a kind"), &with_voice, folder.path());
    tell(format_args!(
        "export of {:.1} minutes as MP3, nothing kept: {:.1} s, synthesis alone {:.1} s, ratio {:.2}",
        secs / 60.0,
        fresh.as_secs_f64(),
        alone.as_secs_f64(),
        fresh.as_secs_f64() / alone.as_secs_f64()
    ));
    for kind in Kind::all() {
        let (kept, secs) = exported(&document, kind, &with_voice, folder.path());
        tell(format_args!(
            "export as {}, all kept: {:.0} x real time",
            kind.ending(),
            secs / kept.as_secs_f64()
        ));
    }
    memory(minutes, &front_end, &settings.reading.blocks, folder.path());
}

/// An article of so many sentences, all different.
fn article(sentences: u32) -> Document {
    let sentence = |number: u32| {
        let text = format!(
            "第{number}項計畫由市府和民間團體一起推動，預計三年內完成，經費由中央補助一半，其餘由地方自籌。"
        );
        (BlockKind::Paragraph, text)
    };
    Document::of_article(Article::new(Meta::default(), (1..=sentences).map(sentence)))
}

/// How long the voice alone takes for all of `document`.
fn synthesis(
    document: &Document,
    front_end: &FrontEnd,
    voices: &dyn VoiceSource,
    orders: &VoiceOrders,
) -> Duration {
    let script = Script::new(Arc::clone(document.first()));
    let mut voice = voices.load(&orders.of(Language::Mandarin)[0]).expect("a voice");
    let started = Instant::now();
    let mut offset = 0;
    while let Some(piece) = script.piece_at(offset, Haste::LookAhead) {
        voice.speak(&front_end.utterance(script.article(), piece)).expect("sound");
        offset = piece.range.end;
    }
    started.elapsed()
}

/// How long the export of `document` takes, and how long it is heard, in seconds.
fn exported(document: &Document, kind: Kind, speech: &Speech<'_>, folder: &Path) -> (Duration, f64) {
    let order = Order {
        kind,
        quality: Quality::default(),
        speed: Speed::NORMAL,
        subtitles: Vec::new(),
        cover: None,
        layout: Layout::One(folder.join(format!("all.{}", kind.ending()))),
    };
    let files = export::plan(vec![document.clone()], &order);
    let (started, mut secs) = (Instant::now(), 0.0);
    let done = &mut |_, exported: export::Exported| secs = exported.len.as_secs_f64();
    export::run(&files, &order, Overwriting::Allowed, speech, &|_| (), done).expect("a file");
    (started.elapsed(), secs)
}

/// Beeps.
struct Tones;

impl VoiceSource for Tones {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(ToneVoice::default()))
    }
}

/// The memory that exports of some hours take, by a voice that takes none.
fn memory(minutes: u32, front_end: &FrontEnd, blocks: &BlockFilter, folder: &Path) {
    let orders = [(Language::Mandarin, VoiceId("tone".to_owned()))].into_iter().collect();
    let voices: Arc<dyn VoiceSource> = Arc::new(Tones);
    let speech = Speech { blocks, voices, orders, front_end, sound_cache: None, cancel: Cancel::default() };
    for times in TIMES {
        let document = article(times * minutes * A_MINUTE);
        let before = resident_mb();
        let (_, secs) = exported(&document, Kind::all().next().expect("a kind"), &speech, folder);
        let after = resident_mb();
        tell(format_args!(
            "export of {:.1} hours of tones: {before:.0} MB before it, {after:.0} MB after",
            secs / 3600.0
        ));
    }
}

/// The memory that this program holds, in MB.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok());
    kb.unwrap_or(f64::NAN) / 1024.0
}
