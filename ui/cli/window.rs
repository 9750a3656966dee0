//! The window; where there is no display, the terminal.

use std::{
    cell::OnceCell,
    sync::{Arc, OnceLock},
};

use super::{Listen, Started, runtime, runtime::Runtime};
use tingxinwen::{
    app::VoiceSet,
    block_overrides_file, lexicon_file,
    remote::{self, APP_ID, Reached, Remote, RemoteRequest},
    session::QueueCommand,
};

use crate::{
    actions::{Action, selected},
    app::App,
    clipboard, console,
    failure::Failure,
    follow::Follower,
    global_keys::GlobalKeys,
    locale, media_keys,
    preview::Preview,
    reading::Reading,
    theme,
    words::Words,
};
use eframe::{CreationContext, NativeOptions};
use egui::{IconData, ViewportBuilder, ViewportCommand};
use tokio::runtime::Handle;

/// What stands for it in a list of windows.
const ICON: &[u8] = include_bytes!("../desktop/icons/256.png");

pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    if display().is_none() {
        super::say(Words::of_listener().no_display());
        return super::read::run(listen);
    }
    let words = Words::of_listener();
    let runtime = runtime()?;
    if listen.is_for_any_window() && handed_to_running(&runtime, listen)? {
        return Ok(());
    }
    let follower = Follower::new(listen.trace()?);
    // The engine starts, and the article opens, while the window is made.
    let ctx = Arc::new(OnceLock::<egui::Context>::new());
    let waker = Arc::clone(&ctx);
    let started = listen.start(&runtime, move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    })?;
    let waker = Arc::clone(&ctx);
    started.program.passwords().ask_by(move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    });
    let preview = Preview::new(Arc::<VoiceSet>::clone(&started.voices));
    let trials = preview.sibling();
    let Started { program, queue, engine, choices, front_end, settings, .. } = started;
    let raised = Arc::clone(&ctx);
    let raise = Arc::new(move || {
        if let Some(ctx) = raised.get() {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
    });
    let reached = Reached {
        engine: engine.clone(),
        queue: Some(queue),
        playback: program.playback_now(),
        raise: Some(raise),
    };
    let _remote = Remote::open(&runtime, &reached, &words.app_name());
    let told = reached.clone();
    let global = move |action: Action| {
        if action == Action::ReadSelection {
            let selected =
                clipboard::selected().and_then(|text| super::remote::handed_over(selected(&text)).ok());
            if let (Some(source), Some(queue)) = (selected, &reached.queue) {
                queue.send(QueueCommand::PlayNow(source.queued()));
            }
        } else if let Some(command) = action.remote() {
            reached.engine.send(command.command());
        }
    };
    let reading = Reading::new(front_end, preview, lexicon_file::path(), &settings);
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title(words.app_name())
            .with_app_id(APP_ID)
            .with_icon(icon())
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([380.0, 360.0])
            .with_clamp_size_to_monitor_size(true)
            .with_drag_and_drop(true),
        // No colour here runs into another so slowly that steps would be seen.
        dithering: false,
        ..NativeOptions::default()
    };
    let media_keys = OnceCell::new();
    let (handle, keys) = (Handle::clone(&runtime), &media_keys);
    let create = move |context: &CreationContext<'_>| {
        console::leave();
        theme::install_for(&context.egui_ctx, locale::chosen());
        ctx.set(context.egui_ctx.clone()).ok();
        keys.set(media_keys::open(context, &handle, &told, &words.app_name())).ok();
        let app = App::new(engine, choices, words, follower)
            .reading(reading)
            .with_program(program, trials)
            .remembering(block_overrides_file::path())
            .with_global_keys(GlobalKeys::new(global));
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    eframe::run_native(APP_ID, options, Box::new(create))
        .map_err(|error| Failure::NoWindow(error.to_string()).into())
}

/// The icon of the window; without one where it cannot be read.
fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(ICON).unwrap_or_default()
}

/// Has the window that is open show what is asked for; `false` where none is.
fn handed_to_running(runtime: &Runtime, listen: &Listen) -> anyhow::Result<bool> {
    let Some(folder) = remote::folder() else { return Ok(false) };
    let is_running = || runtime.block_on(remote::ask(&folder, &RemoteRequest::Status)).is_ok();
    let request = match listen.source() {
        // It is read only where somebody takes it.
        Some(source) if super::remote::is_piped(&source) && !is_running() => return Ok(false),
        Some(source) => RemoteRequest::Open(super::remote::handed_over(source)?),
        None => RemoteRequest::Raise,
    };
    match runtime.block_on(remote::ask(&folder, &request)) {
        Ok(_) => Ok(true),
        // One that hangs, or is of another version, is no reason not to open a window.
        Err(error) => {
            tracing::info!(%error, "no window takes it");
            Ok(false)
        }
    }
}

/// The screen to open a window on, where there is one.
pub(super) fn display() -> Option<String> {
    if cfg!(any(windows, target_os = "macos")) {
        return Some(Words::of_listener().doctor_desktop());
    }
    ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some(format!("{name}={value}"))
    })
}
