//! What an installation says while it goes on.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

/// What is going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Another process installs: waiting until it has done.
    Waiting,
    /// A source of a file is tried.
    Trying {
        /// The file, relative to the data folder.
        file: &'a str,
        /// A command or an address.
        source: &'a str,
    },
    /// Bytes of a file have come.
    Received {
        /// The file.
        file: &'a str,
        /// How many so far.
        bytes: u64,
        /// How many there are.
        total: u64,
    },
    /// A source gave nothing; the next one is tried.
    Failed {
        /// A command or an address.
        source: &'a str,
        /// Why.
        why: &'a str,
    },
    /// The model is turned into what runs: takes seconds.
    Converting,
    /// A file is whole and checked.
    Done {
        /// The file.
        file: &'a str,
    },
    /// Everything is there.
    Finished,
}

/// Is told the steps of an installation, from another thread.
pub trait Progress: Sync {
    /// `step` has begun or happened. Is called often: must not block.
    fn tell(&self, step: &Step<'_>);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn tell(&self, _: &Step<'_>) {}
}

/// A bar on the terminal; nothing where standard error is none.
#[derive(Debug)]
pub struct Bars {
    /// The bar of what is going on.
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// No bar yet.
    pub fn new() -> Self {
        Self { bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn spin(text: String) -> ProgressBar {
        let bar = ProgressBar::new_spinner().with_message(text);
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        bar
    }

    fn download(total: u64) -> ProgressBar {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}");
        ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

impl Default for Bars {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for Bars {
    fn tell(&self, step: &Step<'_>) {
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let next = match step {
            Step::Waiting => Self::spin("another installation is running, waiting for it".to_owned()),
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
                bar.println(format!("{source}: {why}"));
                return;
            }
            Step::Converting => Self::spin("preparing the model".to_owned()),
            Step::Done { file } => {
                bar.println(format!("{file}: installed"));
                return;
            }
            Step::Finished => ProgressBar::hidden(),
        };
        bar.finish_and_clear();
        *bar = next;
    }
}
