//! Cues in each format of subtitles.

use std::io::{self, Write};

use tingxinwen_core::speech::Frames;

use super::{Cue, SubtitleFormat};
use crate::{Tags, tags::millis};

/// A file of subtitles that is being written.
pub struct Writer<W> {
    format: SubtitleFormat,
    out: W,
    /// How many cues were written.
    count: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file of `format` for the sound of which `tags` tell.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn begin(format: SubtitleFormat, tags: &Tags, mut out: W) -> io::Result<Self> {
        match format {
            SubtitleFormat::Srt => (),
            SubtitleFormat::WebVtt => writeln!(out, "WEBVTT")?,
            SubtitleFormat::Lrc => {
                let line = |text: &str| text.replace(char::is_control, " ").replace(']', "］");
                writeln!(out, "[ti:{}]", line(&tags.title))?;
                if let Some(artist) = &tags.artist {
                    writeln!(out, "[ar:{}]", line(artist))?;
                }
            }
            SubtitleFormat::Ass => out.write_all(ASS.as_bytes())?,
        }
        Ok(Self { format, out, count: 0 })
    }

    /// Adds `cue`, which comes after those before it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn push(&mut self, cue: &Cue) -> io::Result<()> {
        self.count += 1;
        match self.format {
            SubtitleFormat::Srt => self.srt(cue),
            SubtitleFormat::WebVtt => self.web_vtt(cue),
            SubtitleFormat::Lrc => self.lrc(cue),
            SubtitleFormat::Ass => self.ass(cue),
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn srt(&mut self, cue: &Cue) -> io::Result<()> {
        let (start, end) = (time(cue.start, ','), time(cue.end, ','));
        // An arrow would be taken for times.
        writeln!(self.out, "{}\n{start} --> {end}\n{}\n", self.count, cue.text.replace("-->", "→"))
    }

    /// A time in the text before each word but the first.
    fn web_vtt(&mut self, cue: &Cue) -> io::Result<()> {
        write!(self.out, "\n{} --> {}\n", time(cue.start, '.'), time(cue.end, '.'))?;
        for (idx, (start, text)) in words(cue).enumerate() {
            // The first has the time of the cue.
            if idx > 0 {
                write!(self.out, "<{}>", time(start, '.'))?;
            }
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            write!(self.out, "{text}")?;
        }
        writeln!(self.out)
    }

    fn lrc(&mut self, cue: &Cue) -> io::Result<()> {
        let time = |frames: Frames| {
            let cents = (millis(frames) + 5) / 10;
            format!("{:02}:{:02}.{:02}", cents / 6_000, cents / 100 % 60, cents % 100)
        };
        write!(self.out, "[{}]", time(cue.start))?;
        for (start, text) in words(cue) {
            // Angle brackets of half width would be taken for times.
            write!(self.out, "<{}>{}", time(start), text.replace('<', "＜").replace('>', "＞"))?;
        }
        writeln!(self.out, "<{}>", time(cue.end))
    }

    fn ass(&mut self, cue: &Cue) -> io::Result<()> {
        let cents = |frames: Frames| (millis(frames) + 5) / 10;
        let time = |frames: Frames| {
            let cents = cents(frames);
            format!(
                "{}:{:02}:{:02}.{:02}",
                cents / 360_000,
                cents / 6_000 % 60,
                cents / 100 % 60,
                cents % 100
            )
        };
        write!(self.out, "Dialogue: 0,{},{},Default,,0,0,0,,", time(cue.start), time(cue.end))?;
        let nexts = cue.words.iter().skip(1).map(|word| word.start).chain([cue.end]);
        for ((start, text), next) in words(cue).zip(nexts) {
            // Braces and backslashes of half width are commands.
            let text = text.replace('{', "｛").replace('}', "｝").replace('\\', "＼");
            write!(self.out, "{{\\k{}}}{text}", cents(next).saturating_sub(cents(start)))?;
        }
        writeln!(self.out)
    }
}

/// The head of an ASS file: one style, of a size that suits a picture of 1280 by 720.
const ASS: &str = "\
[Script Info]
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720
WrapStyle: 2

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Noto Sans TC,48,&H00FFFFFF,&H00A0A0A0,&H00202020,&H80000000,0,0,0,0,100,100,0,0,1,2,1,2,40,40,40,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
";

/// When each word of `cue` begins, and its text with all up to the next one; the first with all before it.
fn words(cue: &Cue) -> impl Iterator<Item = (Frames, &str)> {
    cue.words.iter().enumerate().map(|(idx, word)| {
        let from = if idx == 0 { 0 } else { word.bytes.start };
        let to = cue.words.get(idx + 1).map_or(cue.text.len(), |next| next.bytes.start);
        (word.start, cue.text.get(from..to).unwrap_or_default())
    })
}

/// `HH:MM:SS.mmm`, with `point` before the milliseconds.
fn time(frames: Frames, point: char) -> String {
    let millis = millis(frames);
    let (secs, millis) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02}{point}{millis:03}", secs / 3600, secs / 60 % 60, secs % 60)
}
