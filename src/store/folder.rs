//! The folders of the program on this system, each of which an environment variable can name.

use std::{
    env,
    path::{Path, PathBuf},
};

use directories::{ProjectDirs, UserDirs};

/// A folder of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// What the listener may edit: settings, lexicon, keys.
    Config,
    /// What the listener owns or the program needs: block overrides, voices.
    Data,
    /// What can be made again: the sound of sentences.
    Cache,
    /// What a report of a fault needs: log files.
    State,
    /// What lasts as long as a program runs: the sockets at which it is reached.
    Runtime,
}

impl Folder {
    /// All folders.
    pub const ALL: [Self; 5] = [Self::Config, Self::Data, Self::Cache, Self::State, Self::Runtime];

    /// The environment variable that names another place for it.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Config => "TINGXINWEN_CONFIG",
            Self::Data => "TINGXINWEN_DATA",
            Self::Cache => "TINGXINWEN_CACHE",
            Self::State => "TINGXINWEN_STATE",
            Self::Runtime => "TINGXINWEN_RUNTIME",
        }
    }

    /// Its path: what the [variable](Self::variable) says, else this system's place for such files; `None` for a
    /// user without a home. It need not exist.
    pub fn path(self) -> Option<PathBuf> {
        let named = env::var_os(self.variable()).filter(|path| !path.is_empty()).map(PathBuf::from);
        named.or_else(|| self.usual())
    }

    fn usual(self) -> Option<PathBuf> {
        let dirs = ProjectDirs::from("tw", "", "tingxinwen")?;
        Some(match self {
            Self::Config => dirs.config_dir().to_owned(),
            // Voices are large and belong to one machine, so they do not roam with a Windows profile.
            Self::Data => dirs.data_local_dir().to_owned(),
            Self::Cache => dirs.cache_dir().to_owned(),
            Self::State => state_of(&dirs),
            // The system empties it, where it has one, when the user logs out.
            Self::Runtime => dirs.runtime_dir().map_or_else(|| state_of(&dirs).join("run"), Path::to_owned),
        })
    }
}

/// The folder of the user's music, or the user's home where the system names none; `None` for a user without one.
pub fn music_folder() -> Option<PathBuf> {
    let dirs = UserDirs::new()?;
    Some(dirs.audio_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
}

fn state_of(dirs: &ProjectDirs) -> PathBuf {
    dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_has_a_place_and_a_variable_of_its_own() {
        for (at, folder) in Folder::ALL.into_iter().enumerate() {
            assert!(folder.path().is_some(), "{folder:?}");
            for other in &Folder::ALL[at + 1..] {
                assert_ne!(folder.variable(), other.variable());
            }
        }
    }
}
