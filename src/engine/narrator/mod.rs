//! The narrator: answers for text that a book's narrator has recorded, out of the book's own files of sound.
//!
//! A recording is one clip for a stretch of text. What is asked for is a piece of a sentence: it takes whole recordings
//! (a word or a phrase each), or its share of a longer one (a paragraph, a chapter), whose sound is cut in the pauses
//! between its pieces ([`cuts`]). A file is decoded where it is needed and no further.

mod cuts;
mod words;

use std::{
    fmt::Write as _,
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::{Arc, Mutex},
    time::Duration,
};

use lru::LruCache;
use tingxinwen_core::syllables_in;
use tingxinwen_documents::SoundBytes;
use tingxinwen_voices::services::SoundFile;

use super::{key::SoundKey, lock};
use crate::{
    article::{Article, BookFile, RecordedSound, Recording, Recordings, TextRange, fingerprint},
    speech::{Clip, Frames, SoundFault, Utterance, VoiceId},
    text::{Haste, Script},
};

/// The longest sound of one piece: ten minutes, 58 MB.
const LONGEST: Frames = Frames::from_millis(600_000);
/// How much of a clip may be missing at the end of its file.
const MOST_MISSING: Frames = Frames::from_millis(500);
/// Recordings whose cuts are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

/// Why a recording is not heard.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotHeard {
    /// The file is not there or cannot be read.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// It is no sound, or not sound of this length.
    #[error(transparent)]
    Sound(#[from] SoundFault),
    /// Nobody waits for it any more.
    #[error("it is not wanted any more")]
    NotWanted,
}

/// Gives the sound of recorded text. One file is kept open.
#[derive(Default)]
pub(crate) struct Narrator {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<Open>,
    cuts: Option<LruCache<CutsKey, Arc<[Frames]>>>,
}

struct Open {
    book: BookFile,
    sound: RecordedSound,
    file: SoundFile,
}

/// What cuts depend on: the sound, its times, and where the pieces of its text begin.
type CutsKey = (RecordedSound, Duration, Option<Duration>, Vec<u32>);

/// A stretch of a piece that is one stretch of sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its bytes of the text.
    pub(super) range: TextRange,
    /// Its frames of the piece's sound.
    pub(super) from: Frames,
    pub(super) to: Frames,
    /// Whether it is a recording of its own.
    is_whole: bool,
}

impl Narrator {
    /// Under what name the sound of the narrator of `article` is made as loud as voices are.
    pub(crate) fn voice(article: &Article) -> VoiceId {
        let book = article.book_file().and_then(|book| book.path.as_deref());
        let name = book.or(article.meta.source.as_deref()).unwrap_or_default();
        VoiceId(format!("recording:{:016x}", fingerprint(name)))
    }

    /// The key of the sound of `utterance`, a recorded piece of `script`; `None` where nothing of it is sound.
    pub(crate) fn key(script: &Script, utterance: &Utterance) -> Option<SoundKey> {
        let all = script.article().recordings()?;
        let mut version = String::new();
        for one in all.within(utterance.source) {
            let sound = all.sounds.get(one.sound as usize)?;
            let place = i64::from(one.range.start) - i64::from(utterance.source.start);
            let end = one.end.map(|end| end.as_micros());
            // Writing to a string cannot fail.
            write!(version, "{place}+{} {} {:08x}", one.range.len(), sound.name, sound.crc32).ok();
            write!(version, " {} {end:?};", one.begin.as_micros()).ok();
        }
        if version.is_empty() {
            return None;
        }
        if !goes_on(script, utterance) {
            version.push_str("pause");
        }
        Some(SoundKey::new(&VoiceId("recording".to_owned()), &version, utterance))
    }

    /// The sound of `utterance`, a recorded piece of `script`, and the recordings of which it consists, while `is_wanted`.
    ///
    /// # Errors
    /// Where it cannot be had.
    pub(crate) fn clip(
        &self,
        script: &Script,
        utterance: &Utterance,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(Clip, Vec<Section>), NotHeard> {
        let all = script.article().recordings().ok_or(SoundFault::Empty)?;
        let mut state = lock(&self.state);
        let (mut samples, mut sections) = (Vec::new(), Vec::new());
        for one in all.within(utterance.source) {
            let range = TextRange::new(
                one.range.start.max(utterance.source.start),
                one.range.end.min(utterance.source.end),
            );
            let is_whole = range == one.range;
            let (begin, end) = if is_whole {
                (frames(one.begin), one.end.map(frames))
            } else {
                state.share(script, all, one, range, is_wanted)?
            };
            let from = Frames(samples.len() as u64);
            state.cut(all, one, (begin, end), is_wanted, &mut |sound| {
                samples.extend_from_slice(sound);
                if samples.len() as u64 > LONGEST.0 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            let to = Frames(samples.len() as u64);
            let missing = end
                .map_or(Frames(0), |end| end.saturating_sub(begin).saturating_sub(to.saturating_sub(from)));
            if to > LONGEST || to == from || missing > MOST_MISSING {
                let secs = to.saturating_sub(from).as_secs_f64();
                return Err(SoundFault::TooShort { millis: (secs * 1000.0) as u64 }.into());
            }
            sections.push(Section { range, from, to, is_whole });
        }
        drop(state);
        let (marks, timing) = words::marks(utterance, &sections, &samples);
        if !goes_on(script, utterance) {
            samples.resize(samples.len() + utterance.pause.0 as usize, 0.0);
        }
        let clip = Clip::new(utterance.source, samples.into(), marks, timing).ok_or(SoundFault::Times)?;
        Ok((clip, sections))
    }

    /// Whether a file is open.
    pub(super) fn is_open(&self) -> bool {
        lock(&self.state).open.is_some()
    }

    /// Closes the file that is open.
    pub(super) fn close(&self) {
        lock(&self.state).open = None;
    }
}

/// Whether what follows `utterance` was recorded too, with the pause between them.
fn goes_on(script: &Script, utterance: &Utterance) -> bool {
    let next = script.piece_at(utterance.source.end, Haste::LookAhead);
    next.is_some_and(|piece| piece.is_recorded)
}

impl State {
    /// When the text of `range`, a part of that of `one`, begins and ends in the sound.
    fn share(
        &mut self,
        script: &Script,
        all: &Recordings,
        one: &Recording,
        range: TextRange,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(Frames, Option<Frames>), NotHeard> {
        let pieces = pieces(script, one.range);
        let at = pieces.iter().position(|piece| piece.start >= range.start).unwrap_or(0);
        let sound = all.sounds.get(one.sound as usize).ok_or(SoundFault::Empty)?;
        let starts = pieces.iter().map(|piece| piece.start).collect();
        let key: CutsKey = (sound.clone(), one.begin, one.end, starts);
        let known = self.cuts.get_or_insert_with(|| LruCache::new(REMEMBERED)).get(&key).cloned();
        let cuts = match known {
            Some(cuts) => cuts,
            None => {
                let text = script.article();
                let weights: Vec<f64> = pieces.iter().map(|piece| syllables_in(text.slice(*piece))).collect();
                let mut levels = cuts::Levels::default();
                let whole = (frames(one.begin), one.end.map(frames));
                self.cut(all, one, whole, is_wanted, &mut |sound| {
                    levels.push(sound);
                    ControlFlow::Continue(())
                })?;
                let cuts: Arc<[Frames]> =
                    cuts::between(&levels.end(), &weights).into_iter().map(|cut| whole.0 + cut).collect();
                self.cuts.get_or_insert_with(|| LruCache::new(REMEMBERED)).put(key, Arc::clone(&cuts));
                cuts
            }
        };
        let begin = at.checked_sub(1).map_or(Some(frames(one.begin)), |before| cuts.get(before).copied());
        Ok((begin.ok_or(SoundFault::Times)?, cuts.get(at).copied().or(one.end.map(frames))))
    }

    /// Hands the sound of `one` between two times to `each`.
    fn cut(
        &mut self,
        all: &Recordings,
        one: &Recording,
        (begin, end): (Frames, Option<Frames>),
        is_wanted: &dyn Fn() -> bool,
        each: &mut dyn FnMut(&[f32]) -> ControlFlow<()>,
    ) -> Result<(), NotHeard> {
        let sound = all.sounds.get(one.sound as usize).ok_or(SoundFault::Empty)?;
        // One that fails is opened anew the next time.
        let open = self.open.take().filter(|open| open.sound == *sound && open.book == all.book);
        let mut open = match open {
            Some(open) => open,
            None => {
                let bytes = SoundBytes::open(&all.book, sound)?;
                let len = bytes.len();
                Open { book: all.book.clone(), sound: sound.clone(), file: SoundFile::open(bytes, len)? }
            }
        };
        let mut was_wanted = true;
        open.file.cut(begin, end, &mut |samples| {
            was_wanted = is_wanted();
            if was_wanted { each(samples) } else { ControlFlow::Break(()) }
        })?;
        self.open = Some(open);
        if was_wanted { Ok(()) } else { Err(NotHeard::NotWanted) }
    }
}

/// The pieces of `script` in `range`, cut off at its ends.
fn pieces(script: &Script, range: TextRange) -> Vec<TextRange> {
    let mut all = Vec::new();
    let mut offset = range.start;
    while let Some(piece) =
        script.piece_at(offset, Haste::LookAhead).filter(|piece| piece.range.start < range.end)
    {
        all.push(TextRange::new(piece.range.start.max(range.start), piece.range.end.min(range.end)));
        offset = piece.range.end.max(offset + 1);
    }
    all
}

fn frames(time: Duration) -> Frames {
    Frames::from_secs_f64(time.as_secs_f64())
}
