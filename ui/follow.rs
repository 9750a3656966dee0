//! Follows the voice for whoever shows it: what to light up, and what to write to the trace.

use std::time::{Duration, Instant};

use serde_json::json;
use tingxinwen::{
    article::TextRange,
    engine::EngineHandle,
    player::{Epoch, Pauses, Phase, Playhead, Snapshot, Sound},
    speech::{Frames, SAMPLE_RATE_HZ},
};

use crate::{trace::Trace, view::reader::Highlight};

/// What is heard at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// What to light up.
    pub highlight: Highlight,
    /// Where that is in the whole article.
    pub time: Frames,
    /// The playhead itself.
    pub playhead: Playhead,
}

/// Remembers what was shown last, so that the trace has each change once.
#[derive(Default)]
pub struct Follower {
    trace: Option<Trace>,
    word: Option<TextRange>,
    sentence: Option<TextRange>,
    epoch: Epoch,
    was_playing: bool,
    started: Option<Instant>,
    sound: Option<Sound>,
    was_shown: bool,
    was_ready: bool,
}

/// What is heard at `now`.
pub fn heard(engine: &EngineHandle, snapshot: &Snapshot, now: Instant) -> Heard {
    let playhead = engine.playhead().heard(now);
    let word = snapshot.word_at(playhead);
    let place = word.map_or(snapshot.place, |word| word.source.start);
    let sentence = snapshot.script.as_ref().and_then(|script| {
        let idx = word.map(|word| word.sentence).or_else(|| script.sentence_at(place))?;
        script.sentence(idx).map(|sentence| sentence.range)
    });
    let is_reading = snapshot.phase != Phase::Finished;
    Heard {
        highlight: Highlight {
            sentence: sentence.filter(|_| is_reading),
            word: word.map(|word| word.source).filter(|_| is_reading),
        },
        time: snapshot.article_time(playhead),
        playhead,
    }
}

/// How often is looked where nothing tells when the picture changes.
pub const TICK: Duration = Duration::from_millis(250);

/// The shortest that a picture stands still: a faster one would only heat the machine.
const FRAME: Duration = Duration::from_millis(12);

/// The longest: by then the time shown is another, unless the sound device stands still.
const SECOND: Duration = Duration::from_secs(1);

/// The longest where pauses are shortened, since how much is left out is known when the device takes it.
const GLANCE: Duration = Duration::from_millis(100);

/// How long the picture stays as it is while sound plays: until the next word or the next second of the article.
pub fn until_change(engine: &EngineHandle, snapshot: &Snapshot, pauses: Pauses) -> Duration {
    let longest = match pauses {
        Pauses::Whole => SECOND,
        Pauses::Short => GLANCE,
    };
    let now = Instant::now();
    let playhead = engine.playhead();
    let heard = playhead.heard(now);
    let second = u64::from(SAMPLE_RATE_HZ);
    let second = Frames(heard.frame.0 + second - snapshot.article_time(heard).0 % second);
    let word = snapshot.timeline.next_word(heard.frame).map_or(second, |word| word.start);
    playhead.until(word.min(second), now, snapshot.speed).unwrap_or(TICK).clamp(FRAME, longest)
}

impl Follower {
    /// A follower that writes to `trace`, if there is one.
    pub fn new(trace: Option<Trace>) -> Self {
        Self { trace, ..Self::default() }
    }

    /// Notes that the listener asked for something: `play`, `pause`, …
    pub fn asked(&mut self, event: &str) {
        if let Some(trace) = &mut self.trace {
            trace.now(event, json!({}));
        }
    }

    /// Notes what is shown from now on.
    pub fn show(&mut self, engine: &EngineHandle, snapshot: &Snapshot, heard: &Heard) {
        let started = engine.playhead().started();
        let Some(trace) = &mut self.trace else { return };
        if !self.was_shown {
            self.was_shown = true;
            trace.now("first_frame", json!({}));
        }
        if !self.was_ready && !snapshot.timeline.is_empty() {
            self.was_ready = true;
            trace.now("ready", json!({}));
        }
        if self.epoch != snapshot.epoch {
            self.epoch = snapshot.epoch;
            (self.word, self.sentence, self.was_playing) = (None, None, false);
            trace.now("seek", json!({ "place": snapshot.place }));
        }
        if self.sound.as_ref() != Some(&snapshot.sound) {
            self.sound = Some(snapshot.sound.clone());
            let (device, lost) = match &snapshot.sound {
                Sound::Unknown => (None, None),
                Sound::Device(name) => (Some(name), None),
                Sound::None(reason) => (None, Some(reason)),
            };
            trace.now("sound", json!({ "device": device, "lost": lost }));
        }
        if let (Some(at), true) = (started, started != self.started) {
            self.started = started;
            trace.at(at, "first_sound", json!({}));
        }
        let is_playing = snapshot.phase == Phase::Playing;
        if self.was_playing && matches!(snapshot.phase, Phase::Buffering { .. }) {
            trace.now("underrun", json!({}));
        }
        self.was_playing = is_playing;
        let secs = heard.time.as_secs_f64();
        let range = |range: TextRange| json!([range.start, range.end]);
        let Highlight { sentence, word } = heard.highlight;
        if let (Some(now), true) = (sentence, sentence != self.sentence) {
            self.sentence = sentence;
            trace.now("sentence", json!({ "source": range(now), "article_s": secs }));
        }
        if let (Some(now), true) = (word, word != self.word) {
            self.word = word;
            // The word's own first frame: what is shown at this moment, as opposed to how far the
            // sound has got in it.
            let start = snapshot.word_at(heard.playhead).map(|word| word.start);
            let start =
                start.map(|frame| snapshot.article_time(Playhead { frame, ..heard.playhead }).as_secs_f64());
            trace.now("word", json!({ "source": range(now), "article_s": start, "heard_s": secs }));
        }
    }
}
