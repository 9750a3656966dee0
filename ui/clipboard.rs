//! The clipboard and the primary selection, read when the listener asks, and never watched.

/// What is selected in any window; what was copied, where the system has no selection of its own.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn selected() -> Option<String> {
    use arboard::{GetExtLinux as _, LinuxClipboardKind};
    let mut clipboard = open()?;
    let selected = clipboard.get().clipboard(LinuxClipboardKind::Primary).text();
    given(selected).or_else(copied)
}

/// What is selected in any window; what was copied, where the system has no selection of its own.
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub fn selected() -> Option<String> {
    copied()
}

/// What was copied.
pub fn copied() -> Option<String> {
    given(open()?.get_text())
}

fn open() -> Option<arboard::Clipboard> {
    let clipboard = arboard::Clipboard::new();
    clipboard.inspect_err(|error| tracing::info!(%error, "there is no clipboard")).ok()
}

fn given(text: Result<String, arboard::Error>) -> Option<String> {
    let text = text.inspect_err(|error| tracing::info!(%error, "nothing is selected or copied")).ok()?;
    Some(text).filter(|text| !text.trim().is_empty())
}
