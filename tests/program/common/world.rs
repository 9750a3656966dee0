//! A player and a world that answers it when told to.

use std::{sync::Arc, time::Duration};

use tingxinwen::{
    article::{Language, Source},
    player::{Command, Effect, Epoch, Event, Input, Player, Playhead, RequestId, Snapshot},
    speech::{Frames, VoiceId},
    text::{Haste, Script},
};

use super::{article, clip_for};

/// A player and a world that answers it when told to.
pub(crate) struct World {
    pub(crate) player: Player,
    pub(crate) effects: Vec<Effect>,
    /// Work for a second of sound.
    pub(crate) pace: f64,
}

impl World {
    pub(crate) fn new() -> Self {
        let voices = [(Language::Mandarin, VoiceId("zh".into())), (Language::English, VoiceId("en".into()))];
        Self { player: Player::new(voices), effects: Vec::new(), pace: 0.5 }
    }

    pub(crate) fn opened(text: &str) -> Self {
        let mut world = Self::new();
        world.command(Command::Open(Source::Text(text.into())));
        let request = world.opening();
        world.event(Event::Opened { request, result: Ok(Arc::new(article(text).into())) });
        world
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.player.handle(Input::Command(command), &mut self.effects);
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.player.handle(Input::Event(event), &mut self.effects);
    }

    pub(crate) fn heard(&mut self, frame: u64) {
        let epoch = self.snapshot().epoch;
        self.event(Event::Heard(Playhead { epoch, frame: Frames(frame) }));
    }

    pub(crate) fn opening(&self) -> RequestId {
        let open = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Open { request, .. } => Some(*request),
            _ => None,
        });
        open.expect("nothing is being opened")
    }

    pub(crate) fn request(&self) -> Option<(Epoch, Arc<Script>, u32, Haste)> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Synthesize { epoch, script, offset, haste, .. } => {
                Some((*epoch, script.clone(), *offset, *haste))
            }
            _ => None,
        })
    }

    /// Answers the newest request for sound, as a voice would; `false` when there is none.
    pub(crate) fn synthesize(&mut self) -> bool {
        let Some((epoch, script, offset, haste)) = self.request() else { return false };
        self.effects.retain(|effect| !matches!(effect, Effect::Synthesize { .. }));
        let piece = script.piece_at(offset, haste).expect("a request is for text that is there");
        let clip = Arc::new(clip_for(&script, piece));
        let work = Some(Duration::from_secs_f64(clip.len().as_secs_f64() * self.pace));
        self.event(Event::Synthesized { epoch, result: Ok(clip), work });
        true
    }

    pub(crate) fn synthesize_all(&mut self) {
        while self.synthesize() {}
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.player.snapshot()
    }

    pub(crate) fn enqueued(&self) -> Vec<(Epoch, String)> {
        let text = self.snapshot().script.expect("open").article().clone();
        let of = |effect: &Effect| match effect {
            Effect::Enqueue { epoch, clip, .. } => Some((*epoch, text.slice(clip.source()).to_owned())),
            _ => None,
        };
        self.effects.iter().filter_map(of).collect()
    }

    pub(crate) fn place(&self) -> String {
        let snapshot = self.snapshot();
        snapshot.script.expect("open").article().text()[snapshot.place as usize..].chars().take(4).collect()
    }
}
