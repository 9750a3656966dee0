//! Where the sound of an MP4 file starts: encoders put frames before it, which its edit list (ISO/IEC 14496-12, 8.6.6) or a
//! tag of iTunes says to leave out. The decoder of these files reads neither.

use std::io::{Read, Seek, SeekFrom};

/// The largest table of contents that is looked through, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// How many boxes stand in a file at the most before its table of contents: fragments.
const MOST_BOXES: usize = 10_000;

/// What of the sound in `file`, which has `len` bytes, is before its start, in seconds; `None` where nothing says so.
pub(super) fn start_secs(file: &mut (impl Read + Seek), len: u64) -> Option<f64> {
    let moov = contents(file, len)?;
    let traks = boxes(&moov).filter(|(name, _)| name == b"trak").map(|(_, body)| body);
    let track = traks.into_iter().find(|trak| {
        let handler = inside(trak, &[b"mdia", b"hdlr"]);
        handler.is_some_and(|body| body.get(8..12) == Some(b"soun"))
    })?;
    let header = inside(track, &[b"mdia", b"mdhd"])?;
    let scale = number(header, if header.first()? == &1 { 20 } else { 12 }, 4)?.max(1) as f64;
    edited(track).map(|units| units / scale).or_else(|| told_by_itunes(&moov).map(|frames| frames / scale))
}

/// The table of contents of `file`.
fn contents(file: &mut (impl Read + Seek), len: u64) -> Option<Vec<u8>> {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut head).ok()?;
        if at == 0 && &head[4..8] != b"ftyp" {
            return None;
        }
        let (own, size) = match number(&head, 0, 4)? {
            1 => (16, number(&head, 8, 8)?),
            0 => (8, len - at),
            size => (8, size),
        };
        let body = size.checked_sub(own)?;
        if &head[4..8] == b"moov" {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(at + own)).ok()?;
            file.by_ref().take(body.min(MOST_BYTES)).read_to_end(&mut bytes).ok()?;
            return Some(bytes);
        }
        at = at.checked_add(size).filter(|at| *at < len)?;
    }
    None
}

/// The boxes that stand one after the other in `bytes`.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let size = usize::try_from(number(bytes, 0, 4)?).ok()?;
        let (this, rest) = bytes.split_at_checked(size)?;
        bytes = rest;
        Some((this.get(4..8)?, this.get(8..)?))
    })
}

/// The body of the box to which `path` leads from `bytes`.
fn inside<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter()
        .try_fold(bytes, |body, name| boxes(body).find(|(found, _)| found == name).map(|(_, body)| body))
}

/// Where the first edit of `track` that is not empty starts, in units of its media.
fn edited(track: &[u8]) -> Option<f64> {
    let list = inside(track, &[b"edts", b"elst"])?;
    let is_long = list.first()? == &1;
    let (size, at, width) = if is_long { (20, 8, 8) } else { (12, 4, 4) };
    let count = usize::try_from(number(list, 4, 4)?).ok()?.min(list.len() / size);
    let starts = (0..count).map_while(|edit| number(list, 8 + edit * size + at, width));
    let empty = if is_long { u64::MAX } else { u64::from(u32::MAX) };
    starts.filter(|start| *start != empty).map(|start| start as f64).next()
}

/// The frames before the sound by the tag of iTunes: ` 00000000 00000840 …`, the second of its numbers.
fn told_by_itunes(moov: &[u8]) -> Option<f64> {
    const TAG: &[u8] = b"iTunSMPB";
    let at = moov.windows(TAG.len()).position(|window| window == TAG)? + TAG.len();
    let text = moov.get(at..(at + 80).min(moov.len()))?;
    let text: String =
        text.iter().map(|&byte| if byte.is_ascii_graphic() { byte as char } else { ' ' }).collect();
    let mut numbers = text.split(' ').filter(|word| word.len() == 8);
    let first = numbers.next()?;
    let delay = u32::from_str_radix(numbers.next()?, 16).ok()?;
    (first == "00000000").then_some(f64::from(delay))
}

/// The number of `width` bytes at `at`, the highest first.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + width)?;
    Some(bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}
