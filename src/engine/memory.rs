//! Clips kept in memory.

use std::sync::Arc;

use lru::LruCache;

use super::key::SoundKey;
use crate::speech::Clip;

/// Bytes of clips kept: three minutes of sound.
const BUDGET: usize = 16 << 20;

/// Clips by key, up to a number of bytes; the least recently used go first.
pub(super) struct ClipMemory {
    clips: LruCache<SoundKey, Arc<Clip>>,
    bytes: usize,
    budget: usize,
}

impl ClipMemory {
    pub(super) fn new() -> Self {
        Self::with_budget(BUDGET)
    }

    fn with_budget(budget: usize) -> Self {
        Self { clips: LruCache::unbounded(), bytes: 0, budget }
    }

    /// The sound kept for `key`, for text that starts at byte `start`.
    pub(super) fn get(&mut self, key: &SoundKey, start: u32) -> Option<Arc<Clip>> {
        let clip = self.clips.get(key)?;
        if clip.source().start == start {
            Some(Arc::clone(clip))
        } else {
            Some(Arc::new(clip.moved_to(start)))
        }
    }

    pub(super) fn put(&mut self, key: SoundKey, clip: Arc<Clip>) {
        self.bytes += size_of(&key, &clip);
        if let Some((key, old)) = self.clips.push(key, clip) {
            self.bytes -= size_of(&key, &old);
        }
        while self.bytes > self.budget
            && let Some((key, old)) = self.clips.pop_lru()
        {
            self.bytes -= size_of(&key, &old);
        }
    }
}

fn size_of(key: &SoundKey, clip: &Clip) -> usize {
    size_of_val(clip.samples()) + size_of_val(clip.marks()) + key.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Language, TextRange},
        speech::{Frames, Mark, Syllable, Timing, Utterance, VoiceId, Word},
    };

    fn utterance(start: u32, phonemes: &str) -> Utterance {
        let source = TextRange::new(start, start + 3);
        let syllables = vec![Syllable { reading: String::new(), phonemes: phonemes.to_owned() }];
        let word = Word { source, spoken: "x".to_owned(), language: Language::Mandarin, syllables, mark: "" };
        Utterance {
            source,
            language: Language::Mandarin,
            written: "x".to_owned(),
            words: vec![word],
            pause: Frames(9),
        }
    }

    fn clip(start: u32) -> Arc<Clip> {
        let source = TextRange::new(start, start + 3);
        let mark = Mark { source, start: Frames(0), end: Frames(10), syllables: vec![Frames(0)] };
        Arc::new(Clip::new(source, vec![0.5; 10].into(), vec![mark], Timing::Model).unwrap())
    }

    #[test]
    fn the_same_words_elsewhere_are_the_same_sound_with_marks_of_their_own() {
        let voice = VoiceId("v".to_owned());
        let mut cache = ClipMemory::new();
        cache.put(SoundKey::new(&voice, "", &utterance(0, "a")), clip(0));
        let found = cache.get(&SoundKey::new(&voice, "", &utterance(600, "a")), 600).unwrap();
        assert_eq!(found.marks()[0].source, TextRange::new(600, 603));
        assert!(cache.get(&SoundKey::new(&voice, "", &utterance(0, "b")), 0).is_none());
        assert!(cache.get(&SoundKey::new(&VoiceId("w".to_owned()), "", &utterance(0, "a")), 0).is_none());
    }

    #[test]
    fn the_budget_holds_and_the_longest_unused_goes() {
        let voice = VoiceId("v".to_owned());
        let key = |phonemes| SoundKey::new(&voice, "", &utterance(0, phonemes));
        let one = size_of(&key("a"), &clip(0));
        let mut cache = ClipMemory::with_budget(2 * one);
        cache.put(key("a"), clip(0));
        cache.put(key("b"), clip(0));
        cache.put(key("b"), clip(0));
        assert_eq!(cache.bytes, 2 * one);
        assert!(cache.get(&key("a"), 0).is_some());
        cache.put(key("c"), clip(0));
        assert!(cache.get(&key("b"), 0).is_none());
        assert!(cache.get(&key("a"), 0).is_some());
        assert_eq!(cache.bytes, 2 * one);
    }
}
