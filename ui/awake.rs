//! Keeps the screen from going dark while the listener reads along.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use keepawake::Builder;

/// The screen stays on as long as this lives, where the desktop lets programs ask for that.
pub(crate) struct Awake {
    /// Its thread ends when this is dropped.
    _until: Sender<()>,
}

impl Awake {
    /// Asks the desktop, beside the window, since that may wait; `name` is what it calls the program, and `reason` why.
    pub(crate) fn new(name: String, reason: String) -> Option<Self> {
        let (until, dropped) = channel::<()>();
        let keep = move || {
            let asked = Builder::default()
                .display(true)
                .reason(reason)
                .app_name(name)
                .app_reverse_domain("tw.tingxinwen")
                .create();
            match asked {
                // Returns with an error, once the other end is dropped.
                Ok(_kept) => drop(dropped.recv()),
                Err(error) => tracing::info!(%error, "the screen may go dark"),
            }
        };
        thread::Builder::new().name("awake".to_owned()).spawn(keep).ok()?;
        Some(Self { _until: until })
    }
}
