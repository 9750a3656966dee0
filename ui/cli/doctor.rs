//! `tingxinwen doctor`: what works on this machine, each line seen just now.

use std::time::Instant;

use tingxinwen::{
    article::{Article, BlockKind, Meta},
    audio::default_device,
    engine::VoiceSource as _,
    speech::Frames,
    text::{Haste, Script},
};

use crate::setup::Shelf;

/// What the voice says to be measured.
const SAMPLE: &str = "今天天氣晴朗，適合到戶外走走，聽一段新聞。";

pub(super) fn run() -> anyhow::Result<()> {
    let shelf = Shelf::open()?;
    tell(
        "display",
        super::window::display().ok_or_else(|| "none: `tingxinwen read` works without".to_owned()),
    );
    tell("sound device", default_device());
    tell("fonts", crate::theme::check_fonts());
    let voices = shelf.list();
    let installed = voices.iter().filter(|voice| voice.installed).count();
    let of_all = format!("{installed} of {} installed", voices.len());
    tell(
        "voices",
        if installed > 0 { Ok(of_all) } else { Err(format!("{of_all}: `tingxinwen voices install`")) },
    );
    tell("real-time factor", real_time_factor(&shelf));
    Ok(())
}

fn tell(what: &str, found: Result<String, String>) {
    let (mark, text) = match found {
        Ok(text) => ("ok", text),
        Err(text) => ("--", text),
    };
    super::say(format_args!("{mark}  {what:<17} {text}"));
}

/// Work for a second of sound, on a sentence of the default voice, once it is warm.
fn real_time_factor(shelf: &Shelf) -> Result<String, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let (_, id) = shelf.chosen(None).map_err(|error| text(&error))?.swap_remove(0);
    let started = Instant::now();
    let mut voice = shelf.load(&id).map_err(|error| text(&error))?;
    let loading = started.elapsed().as_secs_f64();
    let script = Script::new(Article::new(Meta::default(), [(BlockKind::Paragraph, SAMPLE)]).into());
    let piece = script.piece_at(0, Haste::LookAhead).ok_or("no sentence")?;
    let utterance = crate::setup::front_end().utterance(script.article(), piece);
    let mut best: Option<(f64, Frames)> = None;
    for _ in 0..3 {
        let started = Instant::now();
        let clip = voice.speak(&utterance).map_err(|error| text(&error))?;
        let work = started.elapsed().as_secs_f64();
        if best.is_none_or(|(least, _)| work < least) {
            best = Some((work, clip.len()));
        }
    }
    let (work, sound) = best.ok_or("no sound")?;
    Ok(format!("{:.2} ({}, loaded in {loading:.2} s)", work / sound.as_secs_f64(), id.0))
}
