//! `tingxinwen doctor`: what works on this machine, each line seen just now.

mod report;

use std::time::Instant;

use clap::Args;
use tingxinwen::{
    app::VoiceSet,
    article::{Article, BlockKind, Language, Meta},
    audio::default_device,
    engine::VoiceSource as _,
    settings::Settings,
    speech::Frames,
    text::{Haste, Script},
};

use crate::{failure::Failure, setup, words::Words};

/// What the voice says to be measured.
const SAMPLE: &str = "今天天氣晴朗，適合到戶外走走，聽一段新聞。";

/// What to tell.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Prints, in English and for a bug report, all that helps to find a fault: no text of articles, no addresses, no
    /// keys.
    #[arg(long)]
    report: bool,
}

impl Doctor {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        if self.report { report::print() } else { run() }
    }
}

fn run() -> anyhow::Result<()> {
    let settings = setup::settings();
    let shelf = setup::voices(&settings)?;
    let words = Words::of_listener();
    tell(&words.doctor_display(), super::window::display().ok_or_else(|| words.doctor_no_display()));
    tell(&words.doctor_sound(), default_device().map_err(|_| words.doctor_no_sound()));
    let fonts = crate::theme::check_fonts().map(|()| words.doctor_fonts_whole());
    tell(&words.doctor_fonts(), fonts.map_err(|error| words.io(error.kind())));
    let voices = shelf.list();
    let installed = voices.iter().filter(|voice| voice.installed).count();
    let found = match installed {
        0 => Err(words.doctor_voices_none(voices.len())),
        _ => Ok(words.doctor_voices_some(installed, voices.len())),
    };
    tell(&words.doctor_voices(), found);
    let speed = voice_speed(&shelf, &settings, words);
    tell(&words.doctor_speed(), speed.map_err(|error| words.failure(&error)));
    Ok(())
}

fn tell(what: &str, found: Result<String, String>) {
    let (mark, text) = match found {
        Ok(text) => ("ok", text),
        Err(text) => ("--", text),
    };
    super::say(format_args!("{mark}  {}{text}", crate::terminal::padded(what, 15)));
}

/// Work for a second of sound, on a sentence of the default voice, once it is warm.
fn voice_speed(shelf: &VoiceSet, settings: &Settings, words: &Words) -> anyhow::Result<String> {
    let orders = shelf.orders(None, &settings.voices.order)?;
    let id = orders.of(Language::Mandarin).first().ok_or(Failure::NoVoiceForLanguage)?;
    let started = Instant::now();
    let mut voice = shelf.load(id)?;
    let loading = started.elapsed().as_secs_f64();
    let script = Script::new(Article::new(Meta::default(), [(BlockKind::Paragraph, SAMPLE)]).into());
    let piece = script.piece_at(0, Haste::LookAhead).ok_or(Failure::NothingGiven)?;
    let utterance = setup::front_end(settings).utterance(script.article(), piece);
    let mut best: Option<(f64, Frames)> = None;
    for _ in 0..3 {
        let started = Instant::now();
        let clip = voice.speak(&utterance)?;
        let work = started.elapsed().as_secs_f64();
        if best.is_none_or(|(least, _)| work < least) {
            best = Some((work, clip.len()));
        }
    }
    let (work, sound) = best.ok_or(Failure::NothingGiven)?;
    let factor = format!("{:.2}", work / sound.as_secs_f64());
    Ok(words.doctor_speed_is(factor, &id.0, format!("{loading:.2}")))
}
