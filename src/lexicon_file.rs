//! The file of the listener's lexicon, `lexicon.txt` beside the settings.

use std::{
    io,
    path::{Path, PathBuf},
};

use tingxinwen_store::{Folder, Lock, read_text, write};

use crate::text::{LineError, UserLexicon};

/// Where it is kept on this system, if it names a folder for such files.
pub fn path() -> Option<PathBuf> {
    Folder::Config.path().map(|folder| folder.join("lexicon.txt"))
}

/// The lexicon in `path` and the lines of it that are wrong. Where there is no such file, an empty one.
///
/// # Errors
/// Where the file is there and cannot be read.
pub fn load(path: &Path) -> io::Result<(UserLexicon, Vec<LineError>)> {
    Ok(UserLexicon::parse(&text_of(path)?))
}

/// Writes `reading` for `word` to `path`, or takes `word` out; gives what the file then says. Other lines stay
/// as they are.
///
/// # Errors
/// Where the file cannot be read or written; it is then as it was.
pub fn change(path: &Path, word: &str, reading: Option<&str>) -> io::Result<UserLexicon> {
    let _lock = Lock::of(path)?;
    let text = text_of(path)?;
    let text = UserLexicon::edited(&text, &[(word, reading)]);
    write(path, text.as_bytes())?;
    Ok(UserLexicon::parse(&text).0)
}

/// Adds what `text` says to `path`, in the place of what that says for the same words; gives how many words
/// those are, and the lines of `text` that are wrong.
///
/// # Errors
/// As [`change`].
pub fn import(path: &Path, text: &str) -> io::Result<(usize, Vec<LineError>)> {
    let (lexicon, errors) = UserLexicon::parse(text);
    let _lock = Lock::of(path)?;
    let changes: Vec<_> = lexicon.entries().map(|(word, reading)| (word, Some(reading))).collect();
    write(path, UserLexicon::edited(&text_of(path)?, &changes).as_bytes())?;
    Ok((lexicon.len(), errors))
}

/// The text of the file; bytes that are no text spoil their own line only.
fn text_of(path: &Path) -> io::Result<String> {
    read_text(path).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_read_and_none_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lexicon.txt");
        assert_eq!(load(&path).unwrap(), Default::default());
        fs::write(&path, b"\xef\xbb\xbf\xe8\xa1\x8c hang2\r\n\xff\xfe ma1\r\nAI =\xe6\x84\x9b\r\n").unwrap();
        let (lexicon, errors) = load(&path).unwrap();
        assert_eq!(lexicon.to_text(), "行\thang2\nAI\t=愛\n");
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].to_string(), "line 2: not in UTF-8");
        assert!(load(folder.path()).is_err());
    }

    #[test]
    fn a_word_is_kept_and_taken_out_and_the_listeners_own_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/lexicon.txt");
        let kept = change(&path, "垃圾", Some("la1 ji1")).unwrap();
        assert_eq!(kept.reading_of("垃圾"), Some("la1 ji1"));
        fs::write(&path, "# mine\n行 hang2 # of trades\nbad line here\n垃圾\tㄌㄚ ㄐㄧ\n").unwrap();
        let kept = change(&path, "行", Some("ㄒㄧㄥˊ")).unwrap();
        assert_eq!((kept.reading_of("行"), kept.len()), (Some("ㄒㄧㄥˊ"), 2));
        change(&path, "垃圾", None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\nbad line here\n行\tㄒㄧㄥˊ\n");
        let (count, errors) = import(&path, "和 han4\n行 hang2\noops\n").unwrap();
        assert_eq!((count, errors.len(), errors[0].line), (2, 1, 3));
        assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\nbad line here\n和\than4\n行\thang2\n");
        // A long list is gone through once, not once a word.
        let many: String = (0..3000)
            .map(|at| format!("{}{}\thao3 hao3\n", '\u{4e00}', char::from_u32(0x4e10 + at).unwrap()))
            .collect();
        assert_eq!(import(&path, &many).unwrap().0, 3000);
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 3004);
        assert!(change(&folder.path().join("new/lexicon.txt/below"), "行", None).is_err());
    }
}
