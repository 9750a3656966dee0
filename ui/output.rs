//! What is printed: without what would command a terminal, and with its failures noted.

use std::{
    borrow::Cow,
    io::{self, Write as _},
    sync::OnceLock,
};

/// The first failure to write to standard output.
static FAILED: OnceLock<io::ErrorKind> = OnceLock::new();

/// `text` in which nothing commands a terminal or turns its lines round: control characters but for line ends and tabs,
/// and those of writing direction (UAX 9), are replaced.
pub fn printable(text: &str) -> Cow<'_, str> {
    let commands = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(commands) { Cow::Owned(text.replace(commands, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// Prints a line; whoever stopped reading needs no more of it, and any other failure is told at the end.
pub(crate) fn say(line: impl std::fmt::Display) {
    let line = line.to_string();
    if let Err(error) = writeln!(io::stdout().lock(), "{}", printable(&line)) {
        FAILED.get_or_init(|| error.kind());
    }
}

/// Why something that was to be printed was not; `None` where all was, or nobody read on.
pub fn failure() -> Option<io::ErrorKind> {
    FAILED.get().copied().filter(|kind| *kind != io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_printed_commands_a_terminal() {
        assert_eq!(printable("一行\n\t二行"), "一行\n\t二行");
        let attack = "\u{1b}]0;T\u{7}\u{9b}2J\u{202e}轉\r";
        assert_eq!(printable(attack), "\u{FFFD}]0;T\u{FFFD}\u{FFFD}2J\u{FFFD}轉\u{FFFD}");
    }
}
