//! The player against a small reference model, for any order of inputs: each word of a pass is queued once and in
//! order, nothing of an old epoch after a new one starts, and what is played to its end is finished.

mod steps;

use std::{sync::Arc, time::Duration};

use crate::common::{article, clip_of, portion};
use proptest::{collection::vec, prelude::*};
use tingxinwen::{
    article::{Language, OpenError, Source},
    player::{Command, Effect, Epoch, Event, Input, LOOK_AHEAD, Notice, Phase, Player, Playhead, RequestId},
    speech::{Clip, Frames, Mark, Timing, VoiceError, VoiceId},
    text::{Haste, Script},
};

use steps::{Stale, Step, TEXTS, refusal, step};

/// Frames of sound a character.
const CHAR: u64 = 1_500;

/// A piece that is asked for, and the whole sentence as far as it was streamed.
#[derive(Clone)]
struct Asked {
    epoch: Epoch,
    script: Arc<Script>,
    offset: u32,
    haste: Haste,
    streamed: Option<(Clip, u64)>,
    /// The byte before which all was said.
    said: u32,
}

impl Asked {
    fn clip(&self, haste: Haste) -> Clip {
        clip_of(&self.script, self.script.piece_at(self.offset, haste).unwrap(), CHAR)
    }
}

struct Model {
    player: Player,
    epoch: Epoch,
    asked: Option<Asked>,
    opening: Option<RequestId>,
    /// Requests of epochs that are over.
    old: Vec<Asked>,
    /// The bytes at which the characters start that are read, in order.
    spoken: Vec<u32>,
    /// How many of them were queued or left out in this epoch, or lie before its start.
    done: usize,
    /// Marks queued in all.
    queued: usize,
    /// Sound queued in this epoch, and how much of it was heard.
    sound: Frames,
    heard: Frames,
    /// Sound that is wanted ahead of what is heard.
    look_ahead: Frames,
    /// Whether no voice speaks, until the listener does something.
    refused: bool,
    /// Whether the last of them was queued in part.
    unfinished: bool,
}

impl Model {
    fn new() -> Self {
        let list = ["a", "b", "c"].map(|voice| (Language::Mandarin, VoiceId(voice.into())));
        let mut model = Self {
            player: Player::new(list),
            epoch: Epoch::default(),
            asked: None,
            opening: None,
            old: Vec::new(),
            spoken: Vec::new(),
            done: 0,
            queued: 0,
            sound: Frames(0),
            heard: Frames(0),
            look_ahead: LOOK_AHEAD,
            refused: false,
            unfinished: false,
        };
        model.take(Step::Command(Command::Open(Source::Text(String::new()))));
        model.take(Step::Opened(Some(TEXTS[0])));
        model
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Command(command) => {
                match command {
                    Command::SetLookAhead(frames) => self.look_ahead = frames,
                    Command::Play | Command::Toggle => self.refused = false,
                    _ => (),
                }
                self.input(Input::Command(command));
            }
            Step::Answer(haste, work) => self.answer(haste, work),
            Step::Stream(frames) => self.stream(frames),
            Step::Fail(error) => self.fail(error),
            Step::Stale(stale) => self.stale(stale),
            Step::Retime(idx) => self.retime(idx),
            Step::MaySpeakAgain(voice) => self.event(Event::MaySpeakAgain { voice }),
            Step::Rested(secs) => self.event(Event::Rested(Duration::from_secs(secs))),
            Step::Heard(share) => {
                let end = self.player.snapshot().timeline.end();
                self.heard(Frames((end.0 as f64 * share) as u64));
            }
            Step::Opened(text) => {
                let Some(request) = self.opening.take() else { return };
                let result = text.map(|text| Arc::new(article(text).into())).ok_or(OpenError::Empty);
                self.event(Event::Opened { request, result });
            }
            Step::OpenedUnasked(number) => {
                let request = RequestId(number);
                if self.opening != Some(request) {
                    let before = self.player.snapshot().script;
                    self.event(Event::Opened {
                        request, result: Ok(Arc::new(article("沒有人問。").into()))
                    });
                    assert_eq!(before.is_some(), self.player.snapshot().script.is_some());
                }
            }
            Step::DeviceLost => self.event(Event::DeviceLost { reason: "unplugged".into() }),
            Step::DeviceOpened => self.event(Event::DeviceOpened { name: "speaker".into() }),
            Step::ToggleKind(kind) => {
                let mut choice = self.player.snapshot().block_filter;
                choice.toggle(kind);
                self.input(Input::Command(Command::SetBlockFilter(choice)));
            }
        }
        self.check();
    }

    fn answer(&mut self, haste: Haste, work: Option<Duration>) {
        let Some(asked) = self.asked.take() else { return };
        let clip = match &asked.streamed {
            Some((whole, done)) => whole.after(Frames(*done)),
            // A clause is only an answer to who is content with one.
            None if asked.haste == Haste::FirstSound => asked.clip(haste),
            None => asked.clip(Haste::LookAhead),
        };
        self.event(Event::Synthesized { epoch: asked.epoch, result: Ok(Arc::new(clip)), work });
    }

    fn stream(&mut self, frames: u64) {
        let Some(mut asked) = self.asked.take() else { return };
        let (whole, done) = asked.streamed.take().unwrap_or_else(|| (asked.clip(Haste::LookAhead), 0));
        // The pause at the end comes with the answer.
        let end = (done + frames).min(whole.marks().last().map_or(0, |mark| mark.end.0));
        let epoch = asked.epoch;
        let part = (done < end).then(|| portion(&whole, done, end));
        asked.streamed = Some((whole, end.max(done)));
        asked.said = part.as_ref().map_or(asked.said, |part| part.said.max(asked.said));
        self.asked = Some(asked);
        let Some(portion) = part else { return };
        let (before, said) = (self.queued, portion.said);
        self.event(Event::Streamed { epoch, portion });
        self.unfinished |= before < self.queued && said <= self.spoken[self.done - 1];
    }

    fn fail(&mut self, error: VoiceError) {
        let Some(asked) = self.asked.take() else { return };
        self.event(Event::Synthesized { epoch: asked.epoch, result: Err(error), work: None });
        self.refused = matches!(self.player.snapshot().notice, Some(Notice::NoVoice(_)));
        if matches!(self.player.snapshot().notice, Some(Notice::Skipped(_))) {
            // The rest of the piece is left out.
            let next = asked.offset.max(asked.said);
            let Some(piece) = asked.script.piece_at(next, Haste::LookAhead) else { return };
            let end = piece.range.end;
            self.done = self.done.max(self.spoken.partition_point(|&at| at < end));
            self.unfinished = false;
        }
    }

    fn stale(&mut self, stale: Stale) {
        let timeline = self.player.snapshot().timeline;
        let old = self.old.last().cloned();
        let event = match (stale, old, &self.asked) {
            (Stale::Unasked, Some(old), None) => {
                let result = Ok(Arc::new(old.clip(old.haste)));
                Event::Synthesized { epoch: self.epoch, result, work: None }
            }
            (Stale::Answer, Some(old), _) => {
                let (epoch, result) = (old.epoch, Ok(Arc::new(old.clip(old.haste))));
                Event::Synthesized { epoch, result, work: Some(Duration::from_secs(1)) }
            }
            (Stale::Failure, Some(old), _) => {
                let result = Err(VoiceError::Refused(refusal()));
                Event::Synthesized { epoch: old.epoch, result, work: None }
            }
            (Stale::Portion, Some(old), _) => {
                let clip = old.clip(Haste::LookAhead);
                Event::Streamed { epoch: old.epoch, portion: portion(&clip, 0, CHAR) }
            }
            (Stale::Times, Some(old), _) => {
                let clip = old.clip(Haste::LookAhead);
                let clip = Arc::new(clip.with_marks(Vec::new(), Timing::Aligned).unwrap());
                Event::Retimed { epoch: old.epoch, clip }
            }
            (Stale::Heard, Some(old), _) => {
                Event::Heard(Playhead { epoch: old.epoch, frame: Frames(9_000_000) })
            }
            _ => return,
        };
        let place = self.player.snapshot().place;
        self.event(event);
        let after = self.player.snapshot();
        assert_eq!(after.place, place);
        assert_eq!(after.timeline.parts().len(), timeline.parts().len());
        let marks =
            |parts: &[tingxinwen::player::Part]| parts.iter().map(|part| part.marks.len()).sum::<usize>();
        assert_eq!(marks(after.timeline.parts()), marks(timeline.parts()));
    }

    fn retime(&mut self, idx: usize) {
        let before = self.player.snapshot().timeline;
        let Some(part) = before.parts().get(idx) else { return };
        let later = |at: Frames| (at + Frames(200)).min(part.len);
        let marks = part.marks.iter().map(|mark| Mark {
            start: later(mark.start),
            end: later(mark.end),
            syllables: Vec::new(),
            ..mark.clone()
        });
        let samples = vec![0.1; part.len.0 as usize];
        let Some(clip) = Clip::new(part.source, samples.into(), marks.collect(), Timing::Aligned) else {
            return;
        };
        self.event(Event::Retimed { epoch: self.epoch, clip: Arc::new(clip) });
        let after = self.player.snapshot().timeline;
        assert_eq!((after.end(), after.parts().len()), (before.end(), before.parts().len()));
    }

    fn heard(&mut self, frame: Frames) {
        self.heard = frame;
        self.event(Event::Heard(Playhead { epoch: self.epoch, frame }));
    }

    fn event(&mut self, event: Event) {
        self.input(Input::Event(event));
    }

    fn input(&mut self, input: Input) {
        let mut effects = Vec::new();
        self.player.handle(input, &mut effects);
        let mut starts = false;
        for effect in effects {
            match effect {
                Effect::Open { request, .. } => self.opening = Some(request),
                Effect::StartEpoch(epoch) => {
                    assert_eq!(epoch.0, self.epoch.0.wrapping_add(1), "epochs are counted");
                    self.epoch = epoch;
                    self.old.extend(self.asked.take());
                    starts = true;
                }
                Effect::Synthesize { epoch, script, offset, haste, .. } => {
                    assert_eq!(epoch, self.epoch);
                    assert!(self.asked.is_none(), "one piece at a time");
                    assert!(script.piece_at(offset, haste).is_some(), "nothing is there to be said");
                    self.asked = Some(Asked { epoch, script, offset, haste, streamed: None, said: offset });
                }
                Effect::Enqueue { epoch, clip, from } => {
                    assert_eq!(epoch, self.epoch, "stale sound is queued");
                    assert!(!starts, "sound that nobody asked for is queued");
                    self.queue(&clip, from);
                }
                _ => (),
            }
        }
        if starts {
            self.start();
        }
    }

    /// A new pass starts where the listener is.
    fn start(&mut self) {
        (self.sound, self.heard, self.refused) = (Frames(0), Frames(0), false);
        let snapshot = self.player.snapshot();
        let script = snapshot.script.unwrap();
        let chars = |range: tingxinwen::article::TextRange| {
            let text = script.article().slice(range).to_owned();
            text.char_indices().map(|(at, _)| range.start + at as u32).collect::<Vec<u32>>()
        };
        self.spoken = script.sentences().iter().flat_map(|sentence| chars(sentence.range)).collect();
        let text = script.article().text();
        let ends = |&at: &u32| at + text[at as usize..].chars().next().map_or(0, char::len_utf8) as u32;
        self.done = self.spoken.partition_point(|at| ends(at) <= snapshot.place);
        self.unfinished = false;
    }

    /// Each word is the next one, or the rest of the one that was queued in part.
    fn queue(&mut self, clip: &Clip, from: Frames) {
        assert!(from <= clip.len());
        self.sound = self.sound + clip.len().saturating_sub(from);
        for mark in clip.marks().iter().filter(|mark| from < mark.end) {
            if !std::mem::take(&mut self.unfinished) {
                self.done += 1;
            }
            self.queued += 1;
            let wanted = self.spoken.get(self.done - 1);
            assert_eq!(Some(&mark.source.start), wanted, "each word once and in order");
        }
    }

    fn check(&self) {
        let snapshot = self.player.snapshot();
        assert_eq!(snapshot.timeline.end(), self.sound, "the timeline is of this epoch and has all of it");
        let ready = self.sound.saturating_sub(self.heard);
        let asks = self.asked.is_some() || self.refused || self.look_ahead <= ready;
        assert!(asks || self.done == self.spoken.len(), "it waits for nothing");
        if snapshot.phase == Phase::Finished {
            assert!(self.done == self.spoken.len() && !self.unfinished, "not all was queued");
        }
        assert!(snapshot.clock.total() >= snapshot.article_time(Playhead::default()));
    }

    /// Nothing more happens than that all is spoken and heard.
    fn play_to_the_end(&mut self) {
        for voice in ["a", "b", "c"] {
            self.take(Step::MaySpeakAgain(VoiceId(voice.into())));
        }
        self.take(Step::Command(Command::Play));
        for _ in 0..200 {
            if self.player.snapshot().phase == Phase::Finished {
                return;
            }
            self.take(Step::Answer(Haste::LookAhead, None));
            self.take(Step::Heard(1.0));
        }
        panic!("it never ends: {:?}", self.player.snapshot().phase);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn each_word_of_a_pass_is_queued_once_and_in_order_whatever_happens(steps in vec(step(), 1..90)) {
        let mut model = Model::new();
        steps.into_iter().for_each(|step| model.take(step));
        model.play_to_the_end();
    }
}
