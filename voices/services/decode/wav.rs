//! WAV as services stream it: sizes that are placeholders, several files in a row.
//!
//! A server that makes sound while it sends it does not know the size when it writes the header, and puts in
//! something else: 0, 2³¹ − 1, 2³² − 1, two thousand million. Others send a whole file with each portion. A
//! [`WavStream`] passes on one file with the header that decoders know from streams, and the sound of all.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// A size from here on is a placeholder: so many bytes are three quarters of an hour of the largest format
/// that services have (48 kHz, two channels of 16 bits), and what is asked for is a sentence.
const PLACEHOLDER: u32 = 1 << 28;
/// Room for a chunk beside the sound (`fmt `, `LIST`, `bext`); a larger one is no chunk.
const LARGEST_CHUNK: u32 = 1 << 20;
/// `RIFF`, a size, `WAVE`.
const FILE_HEADER: usize = 12;
/// A chunk's name and size.
const CHUNK_HEADER: usize = 8;
/// So many bytes fewer than promised are all of the sound: some servers count the headers with it.
const MISCOUNT: u64 = 64;
/// Bytes taken from the source at a time.
const BLOCK: usize = 8192;

/// Reads one endless WAV file out of what a server sends as WAV.
pub(super) struct WavStream<R> {
    source: R,
    /// Bytes that came and were not looked at.
    pending: Vec<u8>,
    /// Bytes to pass on.
    ready: Vec<u8>,
    state: State,
    /// The `fmt ` chunk of the first file: those after it must be of the same format.
    format: Option<Vec<u8>>,
    is_short: Arc<AtomicBool>,
}

enum State {
    /// Before a file.
    File,
    /// Before a chunk of a file whose sound did not come yet.
    Chunk,
    /// In the sound: what is left of it in bytes, and whether a byte of padding follows; unknown where the size is
    /// a placeholder.
    Sound(Option<(u64, bool)>),
    /// After sound of a known size: other chunks, another file, or the end.
    After,
    End,
}

impl<R: Read> WavStream<R> {
    /// Reads from `source`, which starts with `RIFF`.
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            pending: Vec::new(),
            ready: Vec::new(),
            state: State::File,
            format: None,
            is_short: Arc::default(),
        }
    }

    /// Set once the source ended before the size that a header promised.
    pub(super) fn is_short(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_short)
    }

    /// Waits until `count` bytes are pending; `false` where the source ends before.
    fn has(&mut self, count: usize) -> io::Result<bool> {
        while self.pending.len() < count {
            let start = self.pending.len();
            self.pending.resize(start + BLOCK, 0);
            let read = self.source.read(&mut self.pending[start..]);
            self.pending.truncate(start + *read.as_ref().unwrap_or(&0));
            if read? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn pass_on(&mut self, count: usize) {
        self.ready.extend(self.pending.drain(..count));
    }

    /// The source ended within a header: whatever came is left to the decoder, which says what is wrong with it.
    fn end_in_header(&mut self) -> State {
        self.is_short.store(true, Ordering::Relaxed);
        if self.format.is_none() {
            self.pass_on(self.pending.len());
        }
        State::End
    }

    fn step(&mut self) -> io::Result<State> {
        match self.state {
            State::File => self.file(),
            State::Chunk => self.chunk(),
            State::Sound(Some((left, is_padded))) => self.sound(left, is_padded),
            State::Sound(None) => self.sound_of_unknown_size(),
            State::After => self.after(),
            State::End => Ok(State::End),
        }
    }

    fn file(&mut self) -> io::Result<State> {
        if !self.has(FILE_HEADER)? {
            return Ok(self.end_in_header());
        }
        if !is_file(&self.pending) {
            return Err(malformed("there is no WAVE in it"));
        }
        self.pending.drain(..FILE_HEADER);
        Ok(State::Chunk)
    }

    fn chunk(&mut self) -> io::Result<State> {
        if !self.has(CHUNK_HEADER)? {
            return Ok(self.end_in_header());
        }
        let (name, size) = chunk_header(&self.pending);
        if name == *b"data" {
            if self.format.is_none() {
                return Err(malformed("its format is not told"));
            }
            self.pending.drain(..CHUNK_HEADER);
            let is_placeholder = size == 0 || size >= PLACEHOLDER;
            return Ok(State::Sound((!is_placeholder).then_some((u64::from(size), size % 2 == 1))));
        }
        if size > LARGEST_CHUNK {
            return Err(malformed("a chunk before the sound is too large"));
        }
        let whole = CHUNK_HEADER + padded(size);
        if !self.has(whole)? {
            return Ok(self.end_in_header());
        }
        if name == *b"fmt " {
            let format = self.pending[..whole].to_vec();
            match &self.format {
                Some(first) if *first != format => return Err(malformed("its files differ in format")),
                Some(_) => {}
                None => {
                    self.ready.extend(b"RIFF\xff\xff\xff\xffWAVE");
                    self.ready.extend(&format);
                    self.ready.extend(b"data\xff\xff\xff\xff");
                    self.format = Some(format);
                }
            }
        }
        self.pending.drain(..whole);
        Ok(State::Chunk)
    }

    fn sound(&mut self, left: u64, is_padded: bool) -> io::Result<State> {
        if left == 0 {
            if is_padded && self.has(1)? {
                self.pending.drain(..1);
            }
            return Ok(State::After);
        }
        if !self.has(1)? {
            self.is_short.store(left > MISCOUNT, Ordering::Relaxed);
            return Ok(State::End);
        }
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(self.pending.len());
        self.pass_on(count);
        Ok(State::Sound(Some((left - count as u64, is_padded))))
    }

    /// Sound up to the end of the source, or to the next file in it.
    fn sound_of_unknown_size(&mut self) -> io::Result<State> {
        let goes_on = self.has(FILE_HEADER)?;
        if let Some(at) = self.pending.windows(FILE_HEADER).position(is_file) {
            self.pass_on(at);
            return Ok(State::File);
        }
        // The header of the next file may be here in part.
        let kept = if goes_on { FILE_HEADER - 1 } else { 0 };
        self.pass_on(self.pending.len() - kept);
        Ok(if goes_on { State::Sound(None) } else { State::End })
    }

    fn after(&mut self) -> io::Result<State> {
        if !self.has(CHUNK_HEADER)? {
            return Ok(State::End);
        }
        if self.pending.starts_with(b"RIFF") && self.has(FILE_HEADER)? && is_file(&self.pending) {
            return Ok(State::File);
        }
        let (name, size) = chunk_header(&self.pending);
        if !name.iter().all(|byte| (b' '..=b'~').contains(byte)) || size > LARGEST_CHUNK {
            // No chunk, so that the size was wrong, and this is sound.
            return Ok(State::Sound(None));
        }
        let whole = CHUNK_HEADER + padded(size);
        self.has(whole)?;
        self.pending.drain(..whole.min(self.pending.len()));
        Ok(State::After)
    }
}

impl<R: Read> Read for WavStream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !matches!(self.state, State::End) {
            self.state = self.step()?;
        }
        let count = self.ready.len().min(into.len());
        into[..count].copy_from_slice(&self.ready[..count]);
        self.ready.drain(..count);
        Ok(count)
    }
}

fn is_file(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..FILE_HEADER) == Some(b"WAVE")
}

fn chunk_header(bytes: &[u8]) -> ([u8; 4], u32) {
    let word = |at: usize| {
        let mut word = [0; 4];
        word.copy_from_slice(&bytes[at..at + 4]);
        word
    };
    (word(0), u32::from_le_bytes(word(4)))
}

/// Chunks are of an even size.
fn padded(size: u32) -> usize {
    size as usize + size as usize % 2
}

fn malformed(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORMAT: &[u8] = b"fmt \x10\0\0\0\x01\0\x01\0\xc0\x5d\0\0\x80\xbb\0\0\x02\0\x10\0";

    fn file(sound: &[u8], size: u32) -> Vec<u8> {
        [b"RIFF\0\0\0\0WAVE", FORMAT, b"data", &size.to_le_bytes(), sound].concat()
    }

    /// What a stream passes on after the header, and whether it ended early.
    fn passed_on(sent: &[u8]) -> io::Result<(Vec<u8>, bool)> {
        let mut stream = WavStream::new(Dripping(sent));
        let is_short = stream.is_short();
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        let header = [b"RIFF\xff\xff\xff\xffWAVE", FORMAT, b"data\xff\xff\xff\xff"].concat();
        assert_eq!(all[..header.len()], header);
        Ok((all[header.len()..].to_vec(), is_short.load(Ordering::Relaxed)))
    }

    /// Gives seven bytes at a time.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(into.len()).min(7);
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn chunks_beside_the_sound_are_no_sound() {
        let sound = [1, 2, 3, 4, 5];
        let list = b"LIST\x04\0\0\0INFO";
        let sent = [b"RIFF\0\0\0\0WAVE", &list[..], FORMAT, b"data\x05\0\0\0", &sound, &[0], &list[..], b"x"]
            .concat();
        assert_eq!(passed_on(&sent).unwrap(), (sound.to_vec(), false));
    }

    #[test]
    fn a_promise_that_is_not_kept_is_told() {
        assert_eq!(passed_on(&file(&[1, 2], 600)).unwrap(), (vec![1, 2], true));
        assert_eq!(
            passed_on(&file(&[1, 2], 2 + 44)).unwrap(),
            (vec![1, 2], false),
            "its headers were counted"
        );
        let two = [file(&[1, 2], 2), file(&[3], 800)].concat();
        assert_eq!(passed_on(&two).unwrap(), (vec![1, 2, 3], true));
    }

    #[test]
    fn sound_that_goes_on_after_its_size_is_heard() {
        assert_eq!(passed_on(&file(&[200; 40], 4)).unwrap(), (vec![200; 40], false));
    }

    #[test]
    fn files_of_different_formats_in_a_row_are_an_error() {
        let mut second = file(&[3, 4], 2);
        second[24] ^= 1;
        assert!(passed_on(&[file(&[1, 2], 2), second].concat()).is_err());
    }

    proptest! {
        #[test]
        fn all_sound_of_files_in_a_row_is_passed_on_whatever_their_sizes_say(
            files in prop::collection::vec(
                (prop::collection::vec(any::<u8>(), 1..300), prop::option::of(prop::sample::select(vec![
                    0, 1 << 31, i32::MAX as u32, u32::MAX, u32::MAX - 36, 2_000_000_000,
                ]))),
                1..5,
            ),
        ) {
            let (mut sent, mut all) = (Vec::new(), Vec::new());
            for (sound, placeholder) in files {
                sent.extend(file(&sound, placeholder.unwrap_or(sound.len() as u32)));
                if placeholder.is_none() && sound.len() % 2 == 1 {
                    sent.push(0);
                }
                all.extend(sound);
            }
            prop_assert_eq!(passed_on(&sent).unwrap(), (all, false));
        }

        #[test]
        fn no_bytes_are_too_strange(sent in prop::collection::vec(any::<u8>(), 0..200)) {
            let sent = [&b"RIFF"[..], &sent].concat();
            let mut all = Vec::new();
            WavStream::new(&sent[..]).read_to_end(&mut all).ok();
            prop_assert!(all.len() <= sent.len() + 64);
        }
    }
}
