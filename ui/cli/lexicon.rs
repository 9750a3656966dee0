//! `tingxinwen lexicon`: the listener's own readings of words.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use tingxinwen::{article::decode, lexicon_file, text::UserLexicon};

use super::dash;
use crate::{failure::Failure, words::Words};

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
        /// A word, a tab and a reading a line; `-` for standard input.
        file: PathBuf,
    },
    /// Writes all words to a file that `import` takes.
    Export {
        /// Where to; `-` for standard output.
        file: PathBuf,
    },
}

impl LexiconArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let path = lexicon_file::path().ok_or(Failure::NoSettingsFolder)?;
        match self.action.as_ref().unwrap_or(&Action::List) {
            Action::List => {
                for (word, reading) in load(&path)?.entries() {
                    super::say(format_args!("{word}\t{reading}"));
                }
            }
            Action::Add { word, reading } => {
                load(&path)?.with(word, reading)?;
                lexicon_file::change(&path, word, Some(reading)).map_err(Failure::write(&path))?;
            }
            Action::Remove { word } => {
                let is_known = load(&path)?.reading_of(word).is_some();
                anyhow::ensure!(is_known, Failure::UnknownWord(word.clone()));
                lexicon_file::change(&path, word, None).map_err(Failure::write(&path))?;
            }
            Action::Import { file } => {
                let text = decode(&dash::read(file)?, None);
                let (count, lines) = lexicon_file::import(&path, &text).map_err(Failure::write(&path))?;
                super::say(Words::of_listener().lexicon_imported(count, path.display().to_string()));
                anyhow::ensure!(lines.is_empty(), Failure::PassedOver { path: file.clone(), lines });
            }
            Action::Export { file } => {
                dash::write(file, &load(&path)?.to_text())?;
            }
        }
        Ok(())
    }
}

/// The lexicon; what is wrong with its file was told when it was changed by hand, and is told by whoever
/// reads with it.
fn load(path: &Path) -> anyhow::Result<UserLexicon> {
    Ok(lexicon_file::load(path).map_err(Failure::read(path))?.0)
}
