//! A sound file and its subtitles, made of a track in one pass.

use std::{
    io::{self, ErrorKind, Write},
    panic::resume_unwind,
    path::Path,
    sync::mpsc::sync_channel,
    thread,
};

use tingxinwen_encode::{
    Chapter as TagChapter, EncodeError, Encoder, Line, Quality, SoundFormat, Tags, encoder,
    subtitles::{Cue, CueMaker, SubtitleFormat, Writer},
};

use super::{
    ExportError, Report, Track,
    chapters::{Chapter, Chapters},
    level::Leveller,
    limit::Ceiling,
    sentences::{Said, Sentences},
    track::{Keep, Section},
};
use crate::{
    audio::stretched,
    player::Speed,
    speech::{Clip, Frames},
};

/// Sentences that may wait for the encoder.
const WAITING: usize = 4;

/// A sound file that is wanted.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Its format.
    pub format: SoundFormat,
    /// How much room it may take.
    pub quality: Quality,
    /// How fast it is spoken.
    pub speed: Speed,
    /// What it says of itself; chapters and words are added.
    pub tags: Tags,
    /// Where it will be: what is encoded waits there in a nameless file.
    pub folder: &'a Path,
}

/// What was written.
#[derive(Debug)]
pub struct Exported {
    /// The parts of which anything was spoken, in order; of a document of one part its headings too.
    pub chapters: Vec<Chapter>,
    /// How long it is.
    pub len: Frames,
    /// What did not go as wanted.
    pub report: Report,
}

/// Writes all of `track` into `out` as it is `wanted`, and the times of its words into `subtitles`; tells `progress` the
/// share that is done. But for the words of the tags, nothing of it grows in memory with the length of the document.
///
/// # Errors
/// Where nothing is read aloud, no voice speaks, or something cannot be written.
pub fn sound(
    track: &Track<'_>,
    wanted: Wanted<'_>,
    out: &mut dyn Write,
    subtitles: Vec<(SubtitleFormat, Box<dyn Write + '_>)>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Exported, ExportError> {
    let mut captions = Captions::begin(subtitles, &wanted.tags)?;
    let mut heard = Heard { at: Frames(0), captions: &mut captions, said: &mut |_| () };
    let exported = spoken(track, wanted, out, &mut heard, progress)?;
    captions.end()?;
    Ok(exported)
}

/// Who is told of what is said.
pub(super) struct Heard<'a, 'b> {
    /// Where in the whole this sound begins.
    pub(super) at: Frames,
    /// The subtitles of the whole.
    pub(super) captions: &'a mut Captions<'b>,
    /// Each sentence, with its times in the whole.
    pub(super) said: &'a mut dyn FnMut(&Said),
}

/// Writes the sound of `track` into `out`, and tells `heard` what is said.
pub(super) fn spoken(
    track: &Track<'_>,
    wanted: Wanted<'_>,
    out: &mut dyn Write,
    heard: &mut Heard<'_, '_>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Exported, ExportError> {
    if track.is_silent() {
        return Err(ExportError::Silent);
    }
    let Wanted { format, quality, speed, mut tags, folder } = wanted;
    let mut levels = Leveller::new(ceiling(format)).map_err(refused)?;
    let encoder = encoder(format, quality, folder)?;
    let (mut chapters, mut sentences) = (Chapters::new(track.document), Sentences::default());
    let (at, mut len, mut lines) = (heard.at, Frames(0), Vec::new());
    let mut tell = |said: Said| {
        (heard.said)(&said);
        if let Some(first) = said.sentence.words.first() {
            let text = said.sentence.text.trim().replace(char::is_control, " ");
            lines.push(Line { start: first.start.saturating_sub(at), text });
        }
        heard.captions.push(said)
    };
    let (report, encoder) = encoded(encoder, |encode| {
        let report = track.each(Keep::IfPossible, progress, |section| {
            let Section { part, script, clip, voice } = section;
            let from = clip.source().start;
            let clip = stretched(as_kept(&clip), speed);
            chapters.push(part, script, from, len);
            if let Some(said) = sentences.push(script, from, clip.marks(), at + len) {
                tell(said)?;
            }
            len = len + clip.len();
            encode(levels.push(&voice, clip.samples().to_vec()).map_err(refused)?)
        })?;
        encode(levels.end().map_err(refused)?)?;
        Ok(report)
    })?;
    if let Some(said) = sentences.end() {
        tell(said)?;
    }
    tags.lines = lines;
    let chapters = chapters.end();
    if chapters.len() > 1 {
        let named = chapters.iter().map(|chapter| TagChapter {
            title: chapter.title.clone().unwrap_or_else(|| tags.title.clone()),
            start: chapter.start,
        });
        tags.chapters = named.collect();
    }
    encoder.finish(&tags, out)?;
    Ok(Exported { chapters, len, report })
}

/// Has `encoder` encode, on a thread of its own, what `work` gives it; the value of that, and the encoder.
fn encoded<T>(
    mut encoder: Box<dyn Encoder + Send>,
    work: impl FnOnce(&mut dyn FnMut(Vec<f32>) -> Result<(), ExportError>) -> Result<T, ExportError>,
) -> Result<(T, Box<dyn Encoder + Send>), ExportError> {
    let (give, given) = sync_channel::<Vec<f32>>(WAITING);
    thread::scope(|scope| {
        let encoding = scope.spawn(move || {
            given.iter().try_for_each(|samples| encoder.write(&samples))?;
            Ok::<_, EncodeError>(encoder)
        });
        // Nobody takes what is given once the encoder has failed, which says why.
        let mut encode =
            |samples| give.send(samples).map_err(|_| io::Error::from(ErrorKind::BrokenPipe).into());
        let done = work(&mut encode);
        drop(give);
        let encoder = encoding.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok((done?, encoder))
    })
}

/// `clip` with samples of 16 bits, as the sound cache keeps them: what was heard before makes the same file as what is
/// spoken now.
fn as_kept(clip: &Clip) -> Clip {
    const STEPS: f32 = i16::MAX as f32;
    let samples = clip.samples().iter().map(|sample| (sample.clamp(-1.0, 1.0) * STEPS).round() / STEPS);
    let marks = clip.marks().to_vec();
    Clip::new(clip.source(), samples.collect(), marks, clip.timing()).unwrap_or_else(|| clip.clone())
}

/// What goes into a file of `format`, so that it comes out at -1 dBTP at most: peaks of -1.5 dBTP where it is stored as it is, of
/// -2 dBTP where it may come out a little higher, of -3.5 dBTP for Opus, whose decoder was seen to raise peaks by 1.5 dB, and of
/// hissing by 3: there what is near 12 kHz counts 1.4 times, 2.9 dB.
fn ceiling(format: SoundFormat) -> Ceiling {
    let (peak, hissing) = match format {
        SoundFormat::Flac | SoundFormat::Wav => (0.841, 0.0),
        SoundFormat::Mp3 | SoundFormat::M4b | SoundFormat::M4a => (0.794, 0.0),
        SoundFormat::Opus => (0.67, 0.4),
    };
    Ceiling { peak, hissing }
}

fn refused(error: ebur128::Error) -> ExportError {
    ExportError::Encode(EncodeError::Refused(error.to_string()))
}

/// The subtitles that are being written.
pub(super) struct Captions<'a> {
    writers: Vec<Writer<Box<dyn Write + 'a>>>,
    cues: CueMaker,
}

impl<'a> Captions<'a> {
    /// Begins `subtitles` for the sound of which `tags` tell.
    pub(super) fn begin(
        subtitles: Vec<(SubtitleFormat, Box<dyn Write + 'a>)>,
        tags: &Tags,
    ) -> Result<Self, ExportError> {
        let writers = subtitles.into_iter().map(|(format, out)| Writer::begin(format, tags, out));
        Ok(Self { writers: writers.collect::<Result<_, _>>()?, cues: CueMaker::default() })
    }

    fn push(&mut self, said: Said) -> Result<(), ExportError> {
        let Self { writers, cues } = self;
        cues.push(said.sentence, said.joint, |cue| written(writers, &cue))
    }

    /// Writes what is left.
    pub(super) fn end(mut self) -> Result<(), ExportError> {
        self.cues.end(|cue| written(&mut self.writers, &cue))?;
        Ok(self.writers.into_iter().try_for_each(Writer::end)?)
    }
}

fn written(writers: &mut [Writer<Box<dyn Write + '_>>], cue: &Cue) -> Result<(), ExportError> {
    Ok(writers.iter_mut().try_for_each(|writer| writer.push(cue))?)
}
