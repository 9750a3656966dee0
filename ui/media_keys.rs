//! Media keys of systems that give them to a window; on others the program has them without one.

use eframe::CreationContext;
use tingxinwen::remote::Reached;
use tokio::runtime::Handle;

/// The media keys, for as long as it is kept.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) type MediaKeys = tingxinwen::remote::MediaControls;

/// Nothing.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) struct MediaKeys;

/// Has the system pass media keys on to `reached`, which is called `name` and has the window of `context`.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) fn open(
    context: &CreationContext<'_>,
    runtime: &Handle,
    reached: &Reached,
    name: &str,
) -> MediaKeys {
    use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    let window = match context.window_handle().map(|handle| handle.as_raw()) {
        Ok(RawWindowHandle::Win32(handle)) => Some(handle.hwnd),
        Ok(_) | Err(_) => None,
    };
    MediaKeys::start(runtime, reached.clone(), name, window)
}

/// The program has them already.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn open(_: &CreationContext<'_>, _: &Handle, _: &Reached, _: &str) -> MediaKeys {
    MediaKeys
}
