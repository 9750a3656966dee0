//! Media keys of systems that give them to a window; on others the program has them without one.

use eframe::CreationContext;
use tingxinwen::remote::Reached;
use tokio::runtime::Handle;

/// Has the system pass media keys on to `reached`, which is called `name` and has the window of `context`, for as long as
/// what is returned is kept.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) fn open(
    context: &CreationContext<'_>,
    runtime: &Handle,
    reached: &Reached,
    name: &str,
) -> tingxinwen::remote::MediaControls {
    use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    let window = match context.window_handle().map(|handle| handle.as_raw()) {
        Ok(RawWindowHandle::Win32(handle)) => Some(handle.hwnd),
        Ok(_) | Err(_) => None,
    };
    tingxinwen::remote::MediaControls::start(runtime, reached.clone(), name, window)
}

/// Does nothing.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn open(_: &CreationContext<'_>, _: &Handle, _: &Reached, _: &str) {}
