//! The track: the sound of a whole document, sentence by sentence and in order. What the sound cache holds is not
//! spoken again; where a voice fails, the next one speaks, by the player's rules.

mod kept;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use tingxinwen_core::{VoiceOrders, document::Document};

use super::{
    casting::Casting,
    passages::{Passage, Passages, Planned},
};
use crate::{
    article::BlockFilter,
    engine::{Aligner, Narrator, SoundCache, SoundCacheError, Speaker, VoiceSource, guarded, lock},
    player::MOST_SKIPPED,
    speech::{Cancel, Clip, Utterance, VoiceError, VoiceId},
    text::{FrontEnd, Script},
};

/// Pieces that may be ready before the one whose turn it is, for each that is spoken at once.
const READY_AHEAD: usize = 4;

/// What documents are spoken with.
#[derive(Clone)]
pub struct Speech<'a> {
    /// Which kinds of blocks are read.
    pub blocks: &'a BlockFilter,
    /// Loads voices.
    pub voices: Arc<dyn VoiceSource>,
    /// The voices for each language, the wanted one first: the next speaks where one fails.
    pub orders: VoiceOrders,
    /// Says how text is spoken.
    pub front_end: &'a FrontEnd,
    /// Holds what was spoken before, and takes what is spoken now.
    pub sound_cache: Option<&'a SoundCache>,
    /// Ends it soon.
    pub cancel: Cancel,
}

impl<'s> Speech<'s> {
    /// The sound of `document`.
    pub fn track<'a>(&self, document: &'a Document) -> Track<'a>
    where
        's: 'a,
    {
        Track { document, speech: self.clone() }
    }
}

/// A document, and what its sound is made with.
pub struct Track<'a> {
    /// The document: its parts are read in order, each cut into sentences when its turn comes.
    pub document: &'a Document,
    /// What it is spoken with.
    pub speech: Speech<'a>,
}

/// A piece of a track.
pub(super) struct Section<'a> {
    /// The part that it is of.
    pub(super) part: usize,
    pub(super) script: &'a Arc<Script>,
    pub(super) clip: Clip,
    /// Who spoke it.
    pub(super) voice: VoiceId,
}

/// What of a track did not go as wanted.
#[derive(Debug, Default)]
pub struct Report {
    /// Pieces that another voice than the wanted one spoke.
    pub by_others: Vec<(Passage, VoiceId)>,
    /// Pieces that no voice spoke, and which are left out.
    pub left_out: Vec<(Passage, VoiceError)>,
}

impl Report {
    /// Adds what went not as wanted in a document that is part `part` of the whole.
    pub(super) fn add(&mut self, of_part: Self, part: usize) {
        let moved = |passage: Passage| Passage { part, ..passage };
        self.by_others.extend(of_part.by_others.into_iter().map(|(passage, voice)| (moved(passage), voice)));
        self.left_out.extend(of_part.left_out.into_iter().map(|(passage, error)| (moved(passage), error)));
    }
}

/// Why a track was not made to its end. What was put into the sound cache before is there.
#[derive(Debug, thiserror::Error)]
pub enum TrackError {
    /// No voice speaks; this is what became of the last one.
    #[error(transparent)]
    Voice(#[from] VoiceError),
    /// The listener does not want it any more.
    #[error("stopped")]
    Stopped,
    /// The listener lets no sound be kept.
    #[error("the settings leave no room for kept sound, or there is no folder for it")]
    NoRoom,
    /// The sound cache does not take more.
    #[error(transparent)]
    SoundCache(#[from] SoundCacheError),
}

/// What becomes of the sound beside being handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// It is put into the sound cache, if that takes it.
    IfPossible,
    /// It is pinned there until it was heard, or the track ends with an error.
    UntilHeard,
}

/// A piece that is done.
enum Made {
    Spoken(Box<Clip>, VoiceId),
    /// By a narrator, who is made as loud as a voice of this name.
    Recorded(Box<Clip>, VoiceId),
    LeftOut(VoiceError),
}

/// Which pieces are being made.
struct Plan<'a> {
    /// Those that nobody makes yet.
    passages: Passages<'a>,
    /// How many are made or being made.
    planned: usize,
    /// The piece whose turn it is to be handed over.
    turn: usize,
    /// No more pieces are wanted.
    over: bool,
}

impl Track<'_> {
    /// Pins the whole document in the sound cache until it was heard, and speaks what is not there; tells
    /// `progress` the share that is done.
    ///
    /// # Errors
    /// Where no voice speaks, or not all of it can be kept.
    pub fn keep(&self, progress: &(dyn Fn(f32) + Sync)) -> Result<Report, TrackError> {
        if self.speech.sound_cache.is_none_or(|cache| cache.limit() == 0) {
            return Err(TrackError::NoRoom);
        }
        self.each(Keep::UntilHeard, progress, |_| Ok(()))
    }

    /// Whether nothing of it is read aloud.
    pub(super) fn is_silent(&self) -> bool {
        self.passages().next().is_none()
    }

    /// Hands all pieces to `take` in order; as many are made at once as suits the voice that is wanted first.
    pub(super) fn each<E: From<TrackError>>(
        &self,
        keep: Keep,
        progress: &(dyn Fn(f32) + Sync),
        mut take: impl FnMut(Section<'_>) -> Result<(), E>,
    ) -> Result<Report, E> {
        let Some(first) = self.passages().next() else { return Ok(Report::default()) };
        let mut speaker = Speaker::new(Arc::clone(&self.speech.voices));
        // One that cannot be loaded fails again at the first piece, which the next voice speaks.
        let wanted = self.speech.orders.of(first.language()).first();
        let at_once = wanted.map_or(1, |voice| speaker.at_once(voice).unwrap_or(1));
        let room = Room {
            track: self,
            keep,
            ahead: at_once * READY_AHEAD,
            plan: Mutex::new(Plan { passages: self.passages(), planned: 0, turn: 0, over: false }),
            changed: Condvar::new(),
            casting: Mutex::new(Casting::new(self.speech.orders.clone())),
            alone: Mutex::new(speaker),
            aligner: Mutex::new(Aligner::new(Arc::clone(&self.speech.voices))),
            narrator: Narrator::default(),
        };
        let (done, made) = channel();
        thread::scope(|scope| {
            for _ in 0..at_once {
                let (room, done) = (&room, done.clone());
                scope.spawn(move || room.work(&done));
            }
            drop(done);
            let report = room.hand_over(&made, progress, &mut take);
            // After an error, the threads end with their pieces.
            room.change(|plan| plan.over = true);
            report
        })
    }

    fn passages(&self) -> Passages<'_> {
        Passages::new(self.document, self.speech.blocks)
    }
}

/// What the threads that make a track share.
struct Room<'a> {
    track: &'a Track<'a>,
    keep: Keep,
    /// Pieces that may be made before their turn.
    ahead: usize,
    plan: Mutex<Plan<'a>>,
    changed: Condvar,
    casting: Mutex<Casting>,
    /// Speaks for voices that speak one utterance at a time, which are those of this machine.
    alone: Mutex<Speaker>,
    aligner: Mutex<Aligner>,
    narrator: Narrator,
}

impl Room<'_> {
    fn hand_over<E: From<TrackError>>(
        &self,
        made: &Receiver<(usize, Planned, Result<Made, TrackError>)>,
        progress: &(dyn Fn(f32) + Sync),
        take: &mut impl FnMut(Section<'_>) -> Result<(), E>,
    ) -> Result<Report, E> {
        let (mut report, mut early) = (Report::default(), BTreeMap::new());
        let (mut turn, mut skipped) = (0, 0);
        // Every thread sends what it began, so that this ends.
        while let Ok((idx, planned, piece)) = made.recv() {
            early.insert(idx, (planned, piece));
            while let Some((planned, piece)) = early.remove(&turn) {
                match piece? {
                    Made::Spoken(clip, voice) => {
                        skipped = 0;
                        if self.track.speech.orders.of(planned.language()).first() != Some(&voice) {
                            report.by_others.push((planned.passage, voice.clone()));
                        }
                        let (part, script) = (planned.passage.part, &planned.script);
                        take(Section { part, script, clip: *clip, voice })?;
                    }
                    Made::Recorded(clip, voice) => {
                        skipped = 0;
                        let (part, script) = (planned.passage.part, &planned.script);
                        take(Section { part, script, clip: *clip, voice })?;
                    }
                    Made::LeftOut(error) => {
                        skipped += 1;
                        if skipped >= MOST_SKIPPED {
                            return Err(TrackError::Voice(error).into());
                        }
                        report.left_out.push((planned.passage, error));
                    }
                }
                turn += 1;
                self.change(|plan| plan.turn = turn);
                progress(planned.share);
            }
        }
        if early.is_empty() { Ok(report) } else { Err(TrackError::Stopped.into()) }
    }

    /// Makes pieces until there are no more.
    fn work(&self, done: &Sender<(usize, Planned, Result<Made, TrackError>)>) {
        let mut speaker = Speaker::new(Arc::clone(&self.track.speech.voices));
        while let Some((idx, planned)) = self.next() {
            let made = guarded(|| self.make(&planned, &mut speaker))
                .unwrap_or_else(|error| Ok(Made::LeftOut(error)));
            if done.send((idx, planned, made)).is_err() {
                return;
            }
        }
    }

    /// The next piece to be made, once it is not too early for it.
    fn next(&self) -> Option<(usize, Planned)> {
        let is_early = |plan: &mut Plan<'_>| !plan.over && plan.planned >= plan.turn + self.ahead;
        let waited = self.changed.wait_while(lock(&self.plan), is_early);
        let mut plan = waited.unwrap_or_else(PoisonError::into_inner);
        if plan.over {
            return None;
        }
        let planned = plan.passages.next()?;
        plan.planned += 1;
        Some((plan.planned - 1, planned))
    }

    fn change(&self, change: impl FnOnce(&mut Plan<'_>)) {
        change(&mut lock(&self.plan));
        self.changed.notify_all();
    }

    /// The sound of a piece in the first voice that has it or speaks it.
    fn make(&self, planned: &Planned, speaker: &mut Speaker) -> Result<Made, TrackError> {
        let utterance = self.track.speech.front_end.utterance(planned.script.article(), planned.piece);
        if let Some(clip) = self.recorded(planned, &utterance)? {
            let narrator = Narrator::voice(planned.script.article());
            return Ok(Made::Recorded(Box::new(clip), narrator));
        }
        let language = planned.language();
        let (mut tried, mut failure) = (Vec::new(), None);
        loop {
            if self.track.speech.cancel.is_cancelled() {
                return Err(TrackError::Stopped);
            }
            let Some(voice) = lock(&self.casting).next(language, &tried) else { break };
            // Also in a voice that is given up for now.
            let before = self
                .track
                .speech
                .orders
                .of(language)
                .iter()
                .take_while(|other| **other != voice)
                .chain([&voice]);
            for kept in before {
                if let Some(clip) = self.kept(&self.key(kept, &utterance), utterance.source.start)? {
                    return Ok(Made::Spoken(Box::new(clip), kept.clone()));
                }
            }
            match self.speak(&voice, &utterance, speaker) {
                Ok(clip) => {
                    lock(&self.casting).has_spoken(&voice);
                    self.put(&self.key(&voice, &utterance), &clip)?;
                    return Ok(Made::Spoken(Box::new(clip), voice));
                }
                Err(_) if self.track.speech.cancel.is_cancelled() => return Err(TrackError::Stopped),
                Err(error) => {
                    tracing::debug!(voice = voice.0, %error, "a voice failed");
                    tried.push(voice);
                    lock(&self.casting).give_up(language, &tried, &error);
                    failure = Some(error);
                }
            }
        }
        match failure {
            // The voices failed on this piece; on another they may not.
            Some(VoiceError::Failed(reason)) => Ok(Made::LeftOut(VoiceError::Failed(reason))),
            Some(error) => Err(error.into()),
            None => Err(lock(&self.casting).last_failure().into()),
        }
    }

    /// Speaks, and finds the times of the words where the voice does not tell them.
    fn speak(
        &self,
        voice: &VoiceId,
        utterance: &Utterance,
        speaker: &mut Speaker,
    ) -> Result<Clip, VoiceError> {
        let speak = |speaker: &mut Speaker| speaker.whole(voice, utterance, &self.track.speech.cancel);
        let is_alone = lock(&self.casting).is_alone(voice);
        let is_alone = match is_alone {
            Some(is_alone) => is_alone,
            None => {
                let is_alone = lock(&self.alone).at_once(voice)? == 1;
                lock(&self.casting).set_alone(voice, is_alone);
                is_alone
            }
        };
        let clip = if is_alone { speak(&mut lock(&self.alone))? } else { speak(speaker)? };
        let timed = lock(&self.aligner).timed(utterance, &clip, &[]);
        Ok(timed.unwrap_or(clip))
    }
}
