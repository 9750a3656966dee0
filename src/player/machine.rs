//! The player's state, and what it does with each input.

use std::{sync::Arc, time::Duration};

use super::{
    Clock, Command, Effect, Epoch, Event, Input, Notice, Phase, RequestId, Snapshot, Sound, Speed, Timeline,
    Volume, answer::Request, gather, parts::Length, pass::Pass, seek::estimated_time, voices::Roster,
};
use tingxinwen_core::document::Document;

use crate::{
    article::{BlockFilter, Language, OpenError, Source},
    speech::{Frames, VoiceId},
    text::{Haste, Script},
};

/// Sound kept ready beyond the playhead, at normal speed, unless the listener wants another length: a minute,
/// which is 5.8 MB. A voice slower than speech is given what it needs.
pub const LOOK_AHEAD: Frames = Frames::from_millis(60_000);

/// Sound kept ready for a voice slower than speech, at the most: ten minutes, which is 58 MB. With a voice slower
/// still, the sound pauses again.
pub const MOST_AHEAD: Frames = Frames::from_millis(600_000);

/// Sound that must be ready before it starts to play. Less would leave a gap before the next piece is made, also
/// with a voice somewhat faster than speech.
const FIRST_SOUND: Frames = Frames::from_millis(500);

/// The same at the start of an epoch whose first piece is streamed, so that more of it arrives while it plays.
const FIRST_PORTION: Frames = Frames::from_millis(150);

/// Work for a second of sound, before any was measured: two cores of a modest machine.
const UNKNOWN_REAL_TIME_FACTOR: f64 = 0.8;

/// The player. Its state is data: no handle, no future, and nothing that can contradict something else.
#[derive(Debug)]
pub struct Player {
    pub(super) document: Option<Arc<Document>>,
    /// Index of the part of the document that is read.
    pub(super) part: usize,
    /// Of each part.
    pub(super) lengths: Arc<[Length]>,
    /// Of that part.
    pub(super) script: Option<Arc<Script>>,
    pub(super) block_filter: BlockFilter,
    opening: Option<(RequestId, Source)>,
    requests: RequestId,
    /// Whether the listener wants sound; [`Self::phase`] says whether it plays.
    pub(super) wants_sound: bool,
    /// Whether the sound card was told to play.
    sounding: bool,
    pub(super) voices: Roster,
    speed: Speed,
    volume: Volume,
    /// By what the volume is softened.
    fade: Volume,
    muted: bool,
    /// All that ends with the epoch.
    pub(super) pass: Pass,
    pub(super) clock: Arc<Clock>,
    /// How long the listener has wanted no sound, where that was long.
    pub(super) rested: Duration,
    /// The byte of the text that the listener is at. Outlives epochs.
    pub(super) place: u32,
    pub(super) pace: gather::Pace,
    look_ahead: Frames,
    sound: Sound,
    pub(super) notice: Option<Notice>,
    pub(super) told_of_recordings: bool,
}

impl Player {
    /// A player with nothing open; `voices` are the listener's choice: where there are several for a
    /// language, the next speaks where one fails.
    pub fn new(voices: impl IntoIterator<Item = (Language, VoiceId)>) -> Self {
        Self {
            document: None,
            part: 0,
            lengths: Arc::default(),
            script: None,
            block_filter: BlockFilter::default(),
            opening: None,
            requests: RequestId::default(),
            wants_sound: false,
            sounding: false,
            voices: Roster::new(voices.into_iter().collect()),
            speed: Speed::NORMAL,
            volume: Volume::FULL,
            fade: Volume::FULL,
            muted: false,
            pass: Pass::new(Epoch::default(), None),
            clock: Arc::default(),
            rested: Duration::ZERO,
            place: 0,
            pace: gather::Pace::default(),
            look_ahead: LOOK_AHEAD,
            sound: Sound::Unknown,
            notice: None,
            told_of_recordings: false,
        }
    }

    /// Handles `input`; pushes what is to be done onto `effects`, in order.
    pub fn handle(&mut self, input: Input, effects: &mut Vec<Effect>) {
        match input {
            Input::Command(command) => self.handle_command(command, effects),
            Input::Event(event) => self.handle_event(event, effects),
        }
        self.pump(effects);
        self.settle(effects);
    }

    /// What the UI may know.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            phase: self.phase(),
            document: self.document.as_ref().map(|document| (document.id().clone(), self.part as u32)),
            parts: self.parts(),
            cover: self.document.as_ref().and_then(|document| document.cover.clone()),
            script: self.script.clone(),
            opening: self.opening.as_ref().map(|(_, source)| source.clone()),
            epoch: self.pass.epoch,
            timeline: Arc::clone(&self.pass.timeline),
            clock: Arc::clone(&self.clock),
            place: self.place,
            speed: self.speed,
            volume: self.volume,
            muted: self.muted,
            block_filter: self.block_filter.clone(),
            voice: self.voice(),
            voices: Arc::clone(self.voices.orders()),
            sound: self.sound.clone(),
            real_time_factor: self.pace.real_time_factor(),
            notice: self.notice.clone(),
        }
    }

    /// Whether sound comes out, so that time goes on.
    pub fn is_sounding(&self) -> bool {
        self.sounding
    }

    /// Whether the listener wants sound, be it there or not.
    pub fn wants_sound(&self) -> bool {
        self.wants_sound
    }

    /// What the listener sees.
    pub fn phase(&self) -> Phase {
        match &self.script {
            None => Phase::Empty,
            Some(_) if self.is_finished() => Phase::Finished,
            Some(_) if !self.wants_sound => Phase::Paused,
            Some(_) if self.pass.gathering => {
                let missing = self.needed().saturating_sub(self.pass.ready());
                Phase::Buffering { wait: gather::wait(self.pace.real_time_factor(), missing) }
            }
            Some(_) => Phase::Playing,
        }
    }

    fn handle_command(&mut self, command: Command, effects: &mut Vec<Effect>) {
        match command {
            Command::Open(source) => {
                self.requests.0 += 1;
                self.opening = Some((self.requests, source.clone()));
                self.notice = None;
                effects.push(Effect::Open { request: self.requests, source });
            }
            Command::Play => self.play(effects),
            Command::Pause => self.wants_sound = false,
            Command::Toggle if self.wants_sound => self.wants_sound = false,
            Command::Toggle => self.play(effects),
            Command::OpenPart(part) => self.open_part(part as usize, effects),
            Command::StepPart(direction) => self.step_part(direction, effects),
            Command::SeekTo(offset) => self.seek_to(offset, effects),
            Command::SeekToTime(time) => self.seek_to_time(time, effects),
            Command::SeekBy { secs } => self.seek_by(secs, effects),
            Command::Step(unit, direction) => self.step(unit, direction, effects),
            Command::SetVoice(language, voice) => {
                self.set_voices(|voices| voices.prefer(language, voice), effects);
            }
            Command::SetVoices(language, list) => {
                self.set_voices(|voices| voices.set(language, list), effects);
            }
            Command::SetSpeed(speed) => self.set_speed(speed, effects),
            Command::StepSpeed(direction) => self.set_speed(self.speed.stepped(direction), effects),
            Command::SetPauses(pauses) => effects.push(Effect::SetPauses(pauses)),
            Command::SetVolume(volume) => self.set_volume(volume, effects),
            Command::StepVolume(direction) => self.set_volume(self.volume.stepped(direction), effects),
            Command::ToggleMute => {
                self.muted = !self.muted;
                self.tell_volume(effects);
            }
            Command::Fade(fade) => {
                self.fade = fade;
                self.tell_volume(effects);
            }
            Command::SetBlockFilter(choice) => self.set_block_filter(choice, effects),
            Command::ToggleBlock(index) => self.toggle_block(index, effects),
            Command::SetLookAhead(frames) => self.look_ahead = frames,
            Command::DismissNotice => self.notice = None,
        }
    }

    fn handle_event(&mut self, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::Opened { request, result } => {
                // Else an answer to a question nobody asks any more.
                if self.opening.as_ref().is_some_and(|(wanted, _)| *wanted == request) {
                    self.opening = None;
                    self.take_document(result, effects);
                }
            }
            Event::Streamed { epoch, .. }
            | Event::Synthesized { epoch, .. }
            | Event::Retimed { epoch, .. }
            | Event::NotRecorded { epoch }
                if epoch != self.pass.epoch => {}
            Event::Streamed { portion, .. } => self.take_portion(portion, effects),
            Event::Synthesized { result, work, .. } => self.take_answer(result, work, effects),
            Event::Retimed { clip, .. } => Timeline::retime(&mut self.pass.timeline, &clip),
            Event::NotRecorded { .. } => self.tell_of_recordings(),
            Event::MaySpeakAgain { voice } => self.voices.try_again(&voice),
            Event::Rested(rested) => self.rested = rested,
            Event::Heard(playhead) if playhead.epoch != self.pass.epoch => (),
            Event::Heard(playhead) => {
                self.pass.heard = playhead.frame;
                if let Some(word) = self.pass.timeline.word_at(self.pass.heard) {
                    self.place = word.source.start;
                }
                if self.is_finished() && !self.go_on_to_next_part(effects) {
                    self.wants_sound = false;
                }
            }
            Event::DeviceOpened { name } => self.take_device(Sound::Device(name), effects),
            Event::DeviceLost { reason } => self.take_device(Sound::None(reason), effects),
        }
    }

    fn set_volume(&mut self, volume: Volume, effects: &mut Vec<Effect>) {
        self.volume = volume;
        self.muted = false;
        self.tell_volume(effects);
    }

    fn tell_volume(&self, effects: &mut Vec<Effect>) {
        let gain = if self.muted { 0.0 } else { self.volume.gain() * self.fade.gain() };
        effects.push(Effect::SetVolume(Volume::new(gain)));
    }

    fn set_speed(&mut self, speed: Speed, effects: &mut Vec<Effect>) {
        self.speed = speed;
        effects.push(Effect::SetSpeed(speed));
    }

    fn play(&mut self, effects: &mut Vec<Effect>) {
        if self.is_finished() {
            self.seek_to(0, effects);
        } else if !self.wants_sound {
            let rested = std::mem::take(&mut self.rested);
            self.go_back_after(rested, effects);
        }
        if self.pass.refused {
            self.pass.refused = false;
            self.pass.skipped = 0;
            self.notice = None;
            self.voices.forgive();
        }
        self.wants_sound = self.script.is_some();
        if self.fade != Volume::FULL {
            self.fade = Volume::FULL;
            self.tell_volume(effects);
        }
    }

    fn take_document(&mut self, result: Result<Arc<Document>, OpenError>, effects: &mut Vec<Effect>) {
        match result {
            Ok(document) => {
                self.take_parts(document);
                self.wants_sound = false;
                let start = self.resumed_at();
                self.seek_to(start, effects);
            }
            Err(error) => self.notice = Some(Notice::NotOpened(error)),
        }
    }

    fn take_device(&mut self, sound: Sound, effects: &mut Vec<Effect>) {
        let before = std::mem::replace(&mut self.sound, sound);
        // A headset that is pulled is not to be followed by sound in the room.
        if matches!((&before, &self.sound), (Sound::Device(_), Sound::None(_))) {
            self.wants_sound = false;
        }
        effects.push(Effect::SetSpeed(self.speed));
        self.begin_again_here(effects);
    }

    /// Makes the sound from here on anew. What was heard to its end stays so: nothing of it is to come.
    fn begin_again_here(&mut self, effects: &mut Vec<Effect>) {
        if self.script.is_some() && !self.is_finished() {
            self.seek_to(self.place, effects);
        }
    }

    fn set_voices(&mut self, change: impl FnOnce(&mut Roster), effects: &mut Vec<Effect>) {
        let before = self.voice();
        change(&mut self.voices);
        if self.voice() != before {
            self.notice = None;
            self.pace = gather::Pace::default();
            if let Some(script) = &self.script {
                self.clock = Arc::new(Clock::new(script));
            }
            self.begin_again_here(effects);
        }
    }

    /// The one way to be elsewhere: a seek, a new voice, a new article and a new device all start
    /// an epoch.
    pub(super) fn seek_to(&mut self, offset: u32, effects: &mut Vec<Effect>) {
        let Some(script) = &self.script else { return };
        let next = script.sentence_at(offset).map(|_| offset);
        self.place = offset;
        self.pass = Pass::new(Epoch(self.pass.epoch.0.wrapping_add(1)), next);
        effects.push(Effect::StartEpoch(self.pass.epoch));
    }

    /// Keeps sound ready, a piece at a time; also while paused, so that the first sound is there.
    fn pump(&mut self, effects: &mut Vec<Effect>) {
        let enough = self.look_ahead.max(self.needed());
        let (Some(script), Some(offset)) = (&self.script, self.pass.next) else { return };
        if self.pass.request.is_some() || self.pass.refused || self.pass.ready() >= enough {
            return;
        }
        let voice = self.speaker();
        self.pass.request = Some(Request::new(voice.clone()));
        effects.push(Effect::Synthesize {
            epoch: self.pass.epoch,
            script: Arc::clone(script),
            offset,
            haste: self.haste(script, offset),
            voice,
        });
    }

    /// A whole sentence sounds best, but only where it is made before the sound runs out.
    fn haste(&self, script: &Script, offset: u32) -> Haste {
        let Some(whole) = script.piece_at(offset, Haste::LookAhead) else { return Haste::LookAhead };
        let sound = self.clock.estimate(script.article().slice(whole.range)).as_secs_f64();
        let work = sound * self.pace.real_time_factor().unwrap_or(UNKNOWN_REAL_TIME_FACTOR);
        let time = self.pass.ready().as_secs_f64() / f64::from(self.speed.factor());
        if work < time { Haste::LookAhead } else { Haste::FirstSound }
    }

    /// Starts and holds the sound card as what is wanted and what is ready ask for.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        let ready = self.pass.ready();
        if self.pass.next.is_none() {
            self.pass.gathering = false;
        } else if self.pass.gathering {
            let streams = self.pass.request.as_ref().is_some_and(|request| request.streams());
            let least = if streams && self.pass.heard == Frames(0) { FIRST_PORTION } else { FIRST_SOUND };
            self.pass.gathering = ready < self.needed().max(least);
        } else if ready == Frames(0) {
            self.pass.gathering = true;
        }
        let sounding = self.wants_sound && !self.pass.gathering;
        if self.sounding != sounding {
            self.sounding = sounding;
            effects.push(Effect::SetPlaying(sounding));
        }
    }

    /// Sound that must be ready for the rest to play without a gap.
    fn needed(&self) -> Frames {
        let Some(next) = self.pass.next else { return Frames(0) };
        let Some(script) = &self.script else { return Frames(0) };
        let unmade = self.clock.total().saturating_sub(estimated_time(script, &self.clock, next));
        let rest = self.pass.ready() + unmade;
        gather::needed(self.pace.real_time_factor(), self.speed.factor(), rest).min(MOST_AHEAD)
    }

    pub(super) fn is_finished(&self) -> bool {
        self.script.is_some() && self.pass.is_over()
    }

    /// Whom the listener wants for what is open.
    pub(super) fn voice(&self) -> VoiceId {
        self.voices.wanted(self.language()).cloned().unwrap_or_else(|| VoiceId(String::new()))
    }

    /// Who speaks now: the wanted one unless that is given up.
    pub(super) fn speaker(&self) -> VoiceId {
        self.voices.speaker(self.language()).cloned().unwrap_or_else(|| self.voice())
    }
}
