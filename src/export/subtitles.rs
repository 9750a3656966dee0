//! WebVTT subtitles: a cue for each sentence, and in it a time for each word.

use std::{
    io::{self, Write},
    sync::Arc,
};

use crate::{
    article::TextRange,
    speech::{Clip, Frames},
    text::{Script, SentenceIdx},
};

/// A file of subtitles that is being written, a sentence behind the sound.
pub(super) struct Subtitles<'a> {
    out: &'a mut dyn Write,
    /// The cue of the last sentence, of which more may come.
    cue: Option<Cue>,
}

struct Cue {
    script: Arc<Script>,
    sentence: SentenceIdx,
    range: TextRange,
    end: Frames,
    words: Vec<(TextRange, Frames)>,
}

impl<'a> Subtitles<'a> {
    /// Begins the file `out`.
    pub(super) fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        out.write_all(b"WEBVTT\n")?;
        Ok(Self { out, cue: None })
    }

    /// Adds the words of `clip`, a piece of `script` that starts at `at`.
    pub(super) fn push(&mut self, script: &Arc<Script>, clip: &Clip, at: Frames) -> io::Result<()> {
        let Some(idx) = script.sentence_at(clip.source().start) else { return Ok(()) };
        let Some(sentence) = script.sentence(idx) else { return Ok(()) };
        let Some(last) = clip.marks().last() else { return Ok(()) };
        let goes_on = |cue: &Cue| cue.sentence == idx && Arc::ptr_eq(&cue.script, script);
        if !self.cue.as_ref().is_some_and(goes_on) {
            let script = Arc::clone(script);
            let cue = Cue { script, sentence: idx, range: sentence.range, end: at, words: Vec::new() };
            self.write(Some(cue))?;
        }
        if let Some(cue) = &mut self.cue {
            cue.words.extend(clip.marks().iter().map(|mark| (mark.source, at + mark.start)));
            cue.end = at + last.end;
        }
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.write(None)?;
        self.out.flush()
    }

    /// Writes the last cue, after which `next` comes.
    fn write(&mut self, next: Option<Cue>) -> io::Result<()> {
        let Some(cue) = std::mem::replace(&mut self.cue, next) else { return Ok(()) };
        let Some(&(_, start)) = cue.words.first() else { return Ok(()) };
        let out = &mut self.out;
        write!(out, "\n{} --> {}\n", time(start), time(cue.end))?;
        let slice = |from, to| escaped(cue.script.article().slice(TextRange::new(from, to)));
        let mut from = cue.range.start;
        for (source, at) in cue.words.iter().skip(1) {
            write!(out, "{}<{}>", slice(from, source.start), time(*at))?;
            from = source.start;
        }
        writeln!(out, "{}", slice(from, cue.range.end))
    }
}

/// `HH:MM:SS.mmm`.
fn time(frames: Frames) -> String {
    let millis = (frames.as_secs_f64() * 1000.0).round() as u64;
    let (secs, millis) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02}.{millis:03}", secs / 3600, secs / 60 % 60, secs % 60)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
