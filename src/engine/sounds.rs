//! All sound that was made before: in memory, and on disk where the listener lets it be kept.

use std::sync::{Arc, Mutex};

use super::{
    key::SoundKey, lock, loudness::Loudness, memory::ClipMemory, sound_cache::SoundCache, speaker::guarded,
};
use crate::speech::Clip;

/// Finds sound by its key. Shared by all threads that make sound.
pub(super) struct Sounds {
    memory: Mutex<ClipMemory>,
    disk: Option<Arc<SoundCache>>,
    loudness: Loudness,
}

impl Sounds {
    /// Nothing in memory yet; `disk` is `None` where nothing is kept there.
    pub(super) fn new(disk: Option<Arc<SoundCache>>) -> Self {
        let file = disk.as_ref().map(|disk| disk.folder().join("loudness.json"));
        Self { memory: Mutex::new(ClipMemory::new()), disk, loudness: Loudness::kept_in(file) }
    }

    /// What makes all voices equally loud.
    pub(super) fn loudness(&self) -> &Loudness {
        &self.loudness
    }

    /// The sound of `key`, for text that starts at byte `start`, from memory or disk.
    pub(super) fn find(&self, key: &SoundKey, start: u32) -> Option<Arc<Clip>> {
        if let Some(clip) = self.recall(key, start) {
            return Some(clip);
        }
        let clip = Arc::new(self.disk.as_ref()?.hear(key, start)?);
        self.remember(key, &clip);
        Some(clip)
    }

    /// The same, from memory alone.
    pub(super) fn recall(&self, key: &SoundKey, start: u32) -> Option<Arc<Clip>> {
        lock(&self.memory).get(key, start)
    }

    /// Keeps `clip` in memory.
    pub(super) fn remember(&self, key: &SoundKey, clip: &Arc<Clip>) {
        lock(&self.memory).put(key.clone(), Arc::clone(clip));
    }

    /// Keeps `clip` on disk. What cannot be kept (the disk is full, the codec fails) is spoken again the next time.
    pub(super) fn keep(&self, key: &SoundKey, clip: &Clip) {
        let Some(disk) = &self.disk else { return };
        match guarded(|| disk.put(key, clip)) {
            Ok(Ok(())) => (),
            Ok(Err(error)) => tracing::warn!(%error, "sound was not kept"),
            Err(error) => tracing::warn!(%error, "sound was not kept"),
        }
    }
}
