//! The console that a program of Windows is started with.

/// Leaves it: a start from the desktop opened one that nobody wants to see beside the window (before Windows 11 24H2,
/// whose systems read `windows.manifest`); a shell keeps its own.
#[cfg(windows)]
pub(crate) fn leave() {
    if let Err(error) = winsafe::FreeConsole() {
        tracing::info!(%error, "there is no console to leave");
    }
}

/// Other systems open none.
#[cfg(not(windows))]
pub(crate) fn leave() {}
