//! `tingxinwen lexicon`: the listener's own readings of words.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use tingxinwen::{lexicon_file, text::Lexicon};

/// What to do with the lexicon; without anything, lists it.
#[derive(Debug, Args)]
pub(super) struct LexiconArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Prints every word and its reading.
    List,
    /// Keeps a reading: Zhuyin, Pinyin with marks or digits, or `=` and other text to be read instead.
    Add {
        /// As it is written.
        word: String,
        /// As it is read.
        reading: String,
    },
    /// Takes a word out.
    Remove {
        /// As it is written.
        word: String,
    },
    /// Adds the words of a file, in the place of those that are there.
    Import {
        /// A word, a tab and a reading a line.
        file: PathBuf,
    },
    /// Writes all words to a file that `import` takes.
    Export {
        /// Where to.
        file: PathBuf,
    },
}

impl LexiconArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let path = lexicon_file::path().context("this system names no folder for settings")?;
        match self.action.as_ref().unwrap_or(&Action::List) {
            Action::List => {
                for (word, reading) in load(&path)?.entries() {
                    super::say(format_args!("{word}\t{reading}"));
                }
            }
            Action::Add { word, reading } => {
                load(&path)?.with(word, reading).with_context(|| format!("{word} {reading}"))?;
                lexicon_file::change(&path, word, Some(reading))
                    .with_context(|| path.display().to_string())?;
            }
            Action::Remove { word } => {
                anyhow::ensure!(load(&path)?.reading_of(word).is_some(), "the lexicon has no {word}");
                lexicon_file::change(&path, word, None).with_context(|| path.display().to_string())?;
            }
            Action::Import { file } => {
                let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
                let (count, errors) = lexicon_file::import(&path, &String::from_utf8_lossy(&bytes))
                    .with_context(|| path.display().to_string())?;
                super::say(format_args!("{count} words are in {}", path.display()));
                let bad: Vec<String> =
                    errors.iter().map(|error| format!("{}: {error}", file.display())).collect();
                anyhow::ensure!(bad.is_empty(), "passed over:\n{}", bad.join("\n"));
            }
            Action::Export { file } => {
                std::fs::write(file, load(&path)?.to_text()).with_context(|| file.display().to_string())?;
            }
        }
        Ok(())
    }
}

/// The lexicon; what is wrong with its file was told when it was changed by hand, and is told by whoever
/// reads with it.
fn load(path: &Path) -> anyhow::Result<Lexicon> {
    Ok(lexicon_file::load(path).with_context(|| path.display().to_string())?.0)
}
