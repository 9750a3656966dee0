//! Progress bars on standard error while voices are installed; nothing where that is no terminal.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen_voices::install::{Progress, Step};

use crate::words::Words;

/// One bar at a time: that of the step that is going on.
pub(super) struct Bars {
    words: &'static Words,
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// No bar yet; it will speak with `words`.
    pub(super) fn new(words: &'static Words) -> Self {
        Self { words, bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn spin(text: String) -> ProgressBar {
        let bar = ProgressBar::new_spinner().with_message(text);
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    fn download(total: u64) -> ProgressBar {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}");
        ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

impl Progress for Bars {
    fn tell(&self, step: &Step<'_>) {
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let next = match step {
            Step::Waiting => Self::spin(self.words.install_waiting()),
            Step::Trying { file, source } => Self::spin(format!("{file}: {source}")),
            Step::Received { file, bytes, total } => {
                if bar.length() == Some(*total) {
                    bar.set_position(*bytes);
                    return;
                }
                let next = Self::download(*total).with_message((*file).to_owned());
                next.set_position(*bytes);
                next
            }
            Step::Failed { source, why } => {
                bar.println(self.words.install_source_failed(source, self.words.source_error(why)));
                return;
            }
            Step::Done { file } => {
                bar.println(self.words.install_done(file));
                return;
            }
            Step::Finished => ProgressBar::hidden(),
        };
        bar.finish_and_clear();
        *bar = next;
    }
}
