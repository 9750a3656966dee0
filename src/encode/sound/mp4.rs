//! The MP4 file around AAC frames (ISO/IEC 14496-12 and -14, Apple's QuickTime File Format for chapters and tags).
//!
//! Chapters are there twice, since players know one or the other: as a QuickTime track of texts to which the sound refers, and
//! as Nero's list. The head comes first, so that a player begins before it has the whole file.

use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::atom::{MATRIX, atom, be32, data_is_here, item, media_head, track_head};
use crate::{EncodeError, Tags, tags::millis};

/// Samples of a frame of AAC.
const FRAME: u64 = 1_024;
/// Frames that stand together: about two seconds.
const CHUNK: usize = 48;
/// Times of the film and of chapters are in milliseconds.
const MILLIS: u32 = 1_000;
/// Most entries of Nero's list, whose count is a byte.
const NERO: usize = 255;
/// The most bytes of frames whose places surely have 32 bits, whatever head and cover stand before them.
const SMALL: u64 = 4_000_000_000;

/// What kind of file players take it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brand {
    /// An audio book, whose place is kept.
    Book,
    /// A song.
    Song,
}

/// A file of AAC frames.
pub(super) struct Movie<'a> {
    pub(super) brand: Brand,
    /// The `AudioSpecificConfig`.
    pub(super) config: &'a [u8],
    /// The bytes of each frame, and of all.
    pub(super) sizes: &'a [u32],
    pub(super) bytes: u64,
    /// What the encoder put before the sound.
    pub(super) delay: Frames,
    /// The length of the sound.
    pub(super) len: Frames,
    pub(super) tags: &'a Tags,
}

impl Movie<'_> {
    /// What stands before the frames, and what behind them: the texts of the chapters.
    pub(super) fn around_the_sound(&self) -> Result<(Vec<u8>, Vec<u8>), EncodeError> {
        let tail: Vec<Vec<u8>> =
            self.tags.chapters.iter().map(|chapter| text_sample(&chapter.title)).collect();
        let texts: Vec<u32> = tail.iter().map(|text| text.len() as u32).collect();
        let tail = tail.concat();
        let mut head = Vec::new();
        let kind: &[u8; 4] = match self.brand {
            Brand::Book => b"M4B ",
            Brand::Song => b"M4A ",
        };
        atom(&mut head, b"ftyp", |out| {
            out.extend([&kind[..], &0x200_u32.to_be_bytes(), kind, b"mp42", b"isom"].concat());
        });
        // Its own length does not depend on the offsets in it.
        let len = self.moov(0, &texts)?.len() as u64;
        let own = if self.is_large() { 16 } else { 8 };
        let data = own + self.bytes + tail.len() as u64;
        let moov = self.moov(head.len() as u64 + len + own, &texts)?;
        head.extend(moov);
        if self.is_large() {
            head.extend([&1_u32.to_be_bytes(), &b"mdat"[..], &data.to_be_bytes()].concat());
        } else {
            head.extend([&(data as u32).to_be_bytes(), &b"mdat"[..]].concat());
        }
        Ok((head, tail))
    }

    /// Whether places in the file take 64 bits.
    fn is_large(&self) -> bool {
        self.bytes > SMALL
    }

    /// The head, where frames begin at byte `at` and the texts of chapters, of `texts` bytes each, behind them.
    fn moov(&self, at: u64, texts: &[u32]) -> Result<Vec<u8>, EncodeError> {
        let film = u32::try_from(millis(self.len)).map_err(|_| EncodeError::TooLong)?;
        let mut moov = Vec::new();
        let (sound, text) = (self.sound(film, at), self.chapters(film, at + self.bytes, texts));
        atom(&mut moov, b"moov", |out| {
            let next_track = if texts.is_empty() { 2_u32 } else { 3 };
            atom(out, b"mvhd", |out| {
                be32(out, &[0, 0, 0, MILLIS, film, 0x1_0000, 0x100_0000, 0, 0]);
                be32(out, &MATRIX);
                be32(out, &[0, 0, 0, 0, 0, 0, next_track]);
            });
            out.extend(&sound);
            out.extend(&text);
            atom(out, b"udta", |out| {
                self.itunes(out);
                self.nero(out);
            });
        });
        Ok(moov)
    }

    /// The track of the sound.
    fn sound(&self, film: u32, at: u64) -> Vec<u8> {
        // The last frame counts as long as there is sound in it.
        let coded = self.delay.0 + self.len.0;
        let before_last = (self.sizes.len() as u64).saturating_sub(1);
        let last = coded.saturating_sub(before_last * FRAME).min(FRAME) as u32;
        let offsets = offsets(self.sizes, at);
        let mut track = Vec::new();
        atom(&mut track, b"trak", |out| {
            track_head(out, 0x7, 1, film, 0x0100);
            // Players leave out what the encoder put before the sound.
            atom(out, b"edts", |out| {
                atom(out, b"elst", |out| be32(out, &[0, 1, film, self.delay.0 as u32, 0x1_0000]));
            });
            if !self.tags.chapters.is_empty() {
                atom(out, b"tref", |out| atom(out, b"chap", |out| be32(out, &[2])));
            }
            atom(out, b"mdia", |out| {
                media_head(out, SAMPLE_RATE_HZ, coded, b"soun");
                atom(out, b"minf", |out| {
                    atom(out, b"smhd", |out| be32(out, &[0, 0]));
                    data_is_here(out);
                    atom(out, b"stbl", |out| {
                        atom(out, b"stsd", |out| {
                            be32(out, &[0, 1]);
                            self.aac(out);
                        });
                        atom(out, b"stts", |out| {
                            be32(out, &[0, 2, before_last as u32, FRAME as u32, 1, last]);
                        });
                        chunks(out, self.sizes.len());
                        sizes(out, self.sizes);
                        self.places(out, &offsets);
                    });
                });
            });
        });
        track
    }

    /// `stco` or `co64`: where chunks begin.
    fn places(&self, out: &mut Vec<u8>, places: &[u64]) {
        let name = if self.is_large() { b"co64" } else { b"stco" };
        atom(out, name, |out| {
            be32(out, &[0, places.len() as u32]);
            for place in places {
                let place = place.to_be_bytes();
                out.extend(if self.is_large() { &place[..] } else { &place[4..] });
            }
        });
    }

    /// How the frames are to be decoded.
    fn aac(&self, out: &mut Vec<u8>) {
        const AAC: u8 = 0x40;
        const SOUND: u8 = 0x15;
        let secs = (self.len.as_secs_f64() as u64).max(1);
        let mean = (self.bytes * 8 / secs).min(u64::from(u32::MAX)) as u32;
        atom(out, b"mp4a", |out| {
            be32(out, &[0, 1, 0, 0, 0x0001_0010, 0, SAMPLE_RATE_HZ << 16]);
            atom(out, b"esds", |out| {
                be32(out, &[0]);
                let config = [&[0x05, self.config.len() as u8], self.config].concat();
                let mut decoder = vec![AAC, SOUND, 0, 0, 0];
                be32(&mut decoder, &[mean, mean]);
                decoder.extend(&config);
                let sync = [0x06, 1, 2];
                let decoder = [&[0x04, decoder.len() as u8], decoder.as_slice()].concat();
                out.extend([0x03, (3 + decoder.len() + sync.len()) as u8, 0, 1, 0]);
                out.extend(decoder);
                out.extend(sync);
            });
        });
    }

    /// The track of the chapters' names; nothing where there are none.
    fn chapters(&self, film: u32, at: u64, texts: &[u32]) -> Vec<u8> {
        let mut track = Vec::new();
        if texts.is_empty() {
            return track;
        }
        let starts = self.tags.chapters.iter().skip(1).map(|chapter| millis(chapter.start) as u32);
        let ends: Vec<u32> = starts.chain([film]).collect();
        let begins = std::iter::once(0).chain(ends.iter().copied());
        let lengths: Vec<u32> = begins.zip(&ends).map(|(start, end)| end.saturating_sub(start)).collect();
        atom(&mut track, b"trak", |out| {
            track_head(out, 0, 2, film, 0);
            atom(out, b"mdia", |out| {
                media_head(out, MILLIS, u64::from(film), b"text");
                atom(out, b"minf", |out| {
                    atom(out, b"gmhd", |out| {
                        atom(out, b"gmin", |out| be32(out, &[0, 0x0040_8000, 0x8000_8000, 0]));
                        atom(out, b"text", |out| be32(out, &MATRIX));
                    });
                    data_is_here(out);
                    atom(out, b"stbl", |out| {
                        atom(out, b"stsd", |out| {
                            be32(out, &[0, 1]);
                            atom(out, b"text", |out| {
                                be32(out, &[0, 1, 0, 1]);
                                // Colours, box, font and its name.
                                out.extend([0; 35]);
                            });
                        });
                        atom(out, b"stts", |out| {
                            be32(out, &[0, lengths.len() as u32]);
                            lengths.iter().for_each(|&length| be32(out, &[1, length]));
                        });
                        atom(out, b"stsc", |out| be32(out, &[0, 1, 1, texts.len() as u32, 1]));
                        sizes(out, texts);
                        self.places(out, &[at]);
                    });
                });
            });
        });
        track
    }

    /// Nero's list of chapters.
    fn nero(&self, out: &mut Vec<u8>) {
        let chapters = &self.tags.chapters[..self.tags.chapters.len().min(NERO)];
        if chapters.is_empty() {
            return;
        }
        atom(out, b"chpl", |out| {
            be32(out, &[0x0100_0000, 0]);
            out.push(chapters.len() as u8);
            for chapter in chapters {
                // In units of 100 ns.
                out.extend((millis(chapter.start) * 10_000).to_be_bytes());
                let title = within(&chapter.title, usize::from(u8::MAX));
                out.push(title.len() as u8);
                out.extend(title.as_bytes());
            }
        });
    }

    /// The tags, as iTunes has them.
    fn itunes(&self, out: &mut Vec<u8>) {
        const TEXT: u32 = 1;
        const JPEG: u32 = 13;
        const PNG: u32 = 14;
        const NUMBER: u32 = 21;
        const BINARY: u32 = 0;
        let tags = self.tags;
        let words = (!tags.lines.is_empty()).then(|| tags.words());
        let artist = tags.artist.as_deref();
        let texts: [(&[u8; 4], Option<&str>); 8] = [
            (b"\xA9nam", Some(&tags.title)),
            (b"\xA9ART", artist),
            (b"aART", artist),
            (b"\xA9alb", tags.album.as_deref()),
            (b"\xA9day", tags.date.as_deref()),
            (b"\xA9cmt", tags.source.as_deref()),
            (b"\xA9lyr", words.as_deref()),
            (b"\xA9too", Some("tingxinwen")),
        ];
        atom(out, b"meta", |out| {
            be32(out, &[0]);
            atom(out, b"hdlr", |out| {
                be32(out, &[0, 0]);
                out.extend(b"mdirappl");
                be32(out, &[0, 0]);
                out.push(0);
            });
            atom(out, b"ilst", |out| {
                for (name, value) in texts {
                    if let Some(value) = value {
                        item(out, name, TEXT, value.as_bytes());
                    }
                }
                if let Some((number, total)) = tags.track {
                    let [number, total] = [number, total].map(|n| (n.min(0xFFFF) as u16).to_be_bytes());
                    item(out, b"trkn", BINARY, &[[0, 0], number, total, [0, 0]].concat());
                }
                let kind = match self.brand {
                    Brand::Book => 2,
                    Brand::Song => 1,
                };
                item(out, b"stik", NUMBER, &[kind]);
                if let Some(cover) = &tags.cover {
                    let kind = if cover.mime() == "image/png" { PNG } else { JPEG };
                    item(out, b"covr", kind, cover.bytes());
                }
            });
        });
    }
}

/// `stsc`: how many frames stand together; fewer in the last chunk.
fn chunks(out: &mut Vec<u8>, frames: usize) {
    let (whole, rest) = ((frames / CHUNK) as u32, (frames % CHUNK) as u32);
    let mut entries = Vec::new();
    if whole > 0 {
        entries.extend([1, CHUNK as u32, 1]);
    }
    if rest > 0 {
        entries.extend([whole + 1, rest, 1]);
    }
    atom(out, b"stsc", |out| {
        be32(out, &[0, (entries.len() / 3) as u32]);
        be32(out, &entries);
    });
}

/// `stsz`: the bytes of each.
fn sizes(out: &mut Vec<u8>, sizes: &[u32]) {
    atom(out, b"stsz", |out| {
        be32(out, &[0, 0, sizes.len() as u32]);
        be32(out, sizes);
    });
}

/// Where each chunk begins, where the first begins at byte `at`.
fn offsets(sizes: &[u32], at: u64) -> Vec<u64> {
    let mut at = at;
    let each = sizes.chunks(CHUNK).map(|chunk| {
        let start = at;
        at += chunk.iter().map(|&size| u64::from(size)).sum::<u64>();
        start
    });
    each.collect()
}

/// The name of a chapter: its length, its bytes, and that they are UTF-8.
fn text_sample(title: &str) -> Vec<u8> {
    let title = within(title, 1_000);
    let mut sample = (title.len() as u16).to_be_bytes().to_vec();
    sample.extend(title.as_bytes());
    atom(&mut sample, b"encd", |out| be32(out, &[0x100]));
    sample
}

/// The beginning of `text` that has at most `bytes`.
fn within(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use std::{fs::File, io::Write as _, process::Command};

    use super::*;

    /// The file is sparse: it takes no room.
    #[test]
    fn others_find_all_of_a_sound_that_is_larger_than_four_gibibytes_and_longer_than_two_days() {
        let secs = 60 * 3_600_u64;
        let len = Frames(secs * u64::from(SAMPLE_RATE_HZ));
        let count = len.0.div_ceil(FRAME);
        let sizes = vec![900; count as usize];
        let chapter = |title: &str, start| crate::Chapter { title: title.to_owned(), start };
        let chapters = vec![chapter("一", Frames(0)), chapter("二", Frames(len.0 / 2))];
        let tags = Tags { chapters, ..Tags::default() };
        let movie = Movie {
            brand: Brand::Book,
            config: &[0x13, 0x08],
            sizes: &sizes,
            bytes: count * 900,
            delay: Frames(0),
            len,
            tags: &tags,
        };
        assert!(movie.is_large());
        let (head, tail) = movie.around_the_sound().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.m4b");
        let mut file = File::create(&path).unwrap();
        file.write_all(&head).unwrap();
        file.set_len(head.len() as u64 + movie.bytes).unwrap();
        std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).unwrap();
        file.write_all(&tail).unwrap();
        let ffprobe = |args: &[&str]| {
            let mut run = Command::new("ffprobe");
            run.args(["-v", "error", "-of", "csv=p=0"]).args(args).arg(&path);
            let run = run.output().expect("`cargo xtask setup` installs ffprobe");
            String::from_utf8_lossy(&run.stdout).trim().to_owned()
        };
        let found = ffprobe(&["-show_entries", "format=duration:chapter_tags=title"]);
        assert_eq!(found, format!("一\n二\n{secs}.000000"));
        let last = ["-read_intervals", "215999%+#1", "-show_entries", "packet=pos"];
        let at: u64 = ffprobe(&last).lines().next().unwrap().trim_end_matches(',').parse().unwrap();
        assert_eq!((at - head.len() as u64) % 900, 0, "a packet begins there");
        assert!(at > u64::from(u32::MAX), "{at}");
    }
}
