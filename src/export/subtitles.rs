//! WebVTT subtitles: a cue for each sentence, and in it a time for each word.

use std::fmt::Write;

use crate::{
    article::TextRange,
    speech::{Clip, Frames},
    text::{Script, SentenceIdx},
};

/// The times of all words of an export.
#[derive(Clone, Debug, Default)]
pub struct Subtitles {
    cues: Vec<Cue>,
}

#[derive(Clone, Debug)]
struct Cue {
    sentence: SentenceIdx,
    range: TextRange,
    end: Frames,
    words: Vec<(TextRange, Frames)>,
}

impl Subtitles {
    pub(super) fn push(&mut self, script: &Script, clip: &Clip, at: Frames) {
        let Some(idx) = script.sentence_at(clip.source().start) else { return };
        let Some(sentence) = script.sentence(idx) else { return };
        let Some(last) = clip.marks().last() else { return };
        if self.cues.last().is_none_or(|cue| cue.sentence != idx) {
            self.cues.push(Cue { sentence: idx, range: sentence.range, end: at, words: Vec::new() });
        }
        if let Some(cue) = self.cues.last_mut() {
            cue.words.extend(clip.marks().iter().map(|mark| (mark.source, at + mark.start)));
            cue.end = at + last.end;
        }
    }

    /// The file's text.
    pub fn to_vtt(&self, script: &Script) -> String {
        let mut vtt = "WEBVTT\n".to_owned();
        for cue in &self.cues {
            let Some(&(_, start)) = cue.words.first() else { continue };
            // Writing to a string cannot fail.
            write!(vtt, "\n{} --> {}\n", time(start), time(cue.end)).ok();
            let mut from = cue.range.start;
            for (idx, (source, at)) in cue.words.iter().enumerate() {
                if idx > 0 {
                    push_escaped(&mut vtt, script.article().slice(TextRange::new(from, source.start)));
                    write!(vtt, "<{}>", time(*at)).ok();
                    from = source.start;
                }
            }
            push_escaped(&mut vtt, script.article().slice(TextRange::new(from, cue.range.end)));
            vtt.push('\n');
        }
        vtt
    }
}

/// `HH:MM:SS.mmm`.
fn time(frames: Frames) -> String {
    let millis = (frames.as_secs_f64() * 1000.0).round() as u64;
    let (secs, millis) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02}.{millis:03}", secs / 3600, secs / 60 % 60, secs % 60)
}

fn push_escaped(vtt: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => vtt.push_str("&amp;"),
            '<' => vtt.push_str("&lt;"),
            '>' => vtt.push_str("&gt;"),
            c => vtt.push(c),
        }
    }
}
