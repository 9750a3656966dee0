//! A file of the sound cache: a line of JSON, the sound as FLAC, and a checksum of both.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{SoundCacheError, flac};
use crate::{
    article::TextRange,
    engine::key::SoundKey,
    speech::{Clip, Frames, Mark, Timing},
};

/// Bytes of the checksum at the end.
const CHECKSUM: usize = 32;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    /// All that the sound depends on: two keys of one hash are told apart.
    key: String,
    /// The length of the text in bytes.
    text: u32,
    timing: String,
    /// Where each word is in the text, when it is heard, and when its syllables start.
    marks: Vec<(u32, u32, u64, u64, Vec<u64>)>,
}

/// Why a file gives no sound.
pub(super) enum Unreadable {
    /// It was cut off or changed.
    Damaged,
    /// It is whole, and of another sound whose name has the same hash.
    OtherKey,
}

/// The bytes of a file that holds `clip`.
pub(super) fn write(key: &SoundKey, clip: &Clip) -> Result<Vec<u8>, SoundCacheError> {
    let mut bytes = body(key.as_str(), clip)?;
    let sum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&sum);
    Ok(bytes)
}

/// All of it but the checksum.
pub(super) fn body(key: &str, clip: &Clip) -> Result<Vec<u8>, SoundCacheError> {
    let start = clip.source().start;
    let mark = |mark: &Mark| {
        let syllables = mark.syllables.iter().map(|at| at.0).collect();
        (mark.source.start - start, mark.source.end - start, mark.start.0, mark.end.0, syllables)
    };
    let timing = match clip.timing() {
        Timing::Model => "model",
        Timing::Measured => "measured",
        Timing::Aligned => "aligned",
        Timing::Estimated => "estimated",
    };
    let head = Head {
        key: key.to_owned(),
        text: clip.source().len(),
        timing: timing.to_owned(),
        marks: clip.marks().iter().map(mark).collect(),
    };
    let codec = |error: String| SoundCacheError::Codec(error);
    let mut bytes = serde_json::to_vec(&head).map_err(|error| codec(error.to_string()))?;
    bytes.push(b'\n');
    bytes.extend(flac::encode(clip.samples()).map_err(codec)?);
    Ok(bytes)
}

/// The sound in `bytes`, if it is that of `key`, for text that starts at byte `start`.
pub(super) fn read(bytes: &[u8], key: &SoundKey, start: u32) -> Result<Clip, Unreadable> {
    let (body, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(Unreadable::Damaged)?;
    if Sha256::digest(body)[..] != sum[..] {
        return Err(Unreadable::Damaged);
    }
    let (own, clip) = read_body(body, start).ok_or(Unreadable::Damaged)?;
    if own == key.as_str() { Ok(clip) } else { Err(Unreadable::OtherKey) }
}

/// The key and the sound in `body`, which may say anything.
pub(super) fn read_body(body: &[u8], start: u32) -> Option<(String, Clip)> {
    let line = body.iter().position(|&byte| byte == b'\n')?;
    let head: Head = serde_json::from_slice(&body[..line]).ok()?;
    let samples = flac::decode(&body[line + 1..])?;
    let timing = match head.timing.as_str() {
        "model" => Timing::Model,
        "measured" => Timing::Measured,
        "aligned" => Timing::Aligned,
        _ => Timing::Estimated,
    };
    let place = |from: u32, to: u32| {
        let (from, to) = (start.checked_add(from)?, start.checked_add(to)?);
        (from <= to).then(|| TextRange::new(from, to))
    };
    let mark = |(from, to, at, until, syllables): (u32, u32, u64, u64, Vec<u64>)| {
        let syllables = syllables.into_iter().map(Frames).collect();
        Some(Mark { source: place(from, to)?, start: Frames(at), end: Frames(until), syllables })
    };
    let marks = head.marks.into_iter().map(mark).collect::<Option<_>>()?;
    Some((head.key, Clip::new(place(0, head.text)?, samples.into(), marks, timing)?))
}
