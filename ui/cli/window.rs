//! The window; where there is no display, the terminal.

use std::sync::{Arc, OnceLock};

use super::{Listen, Started, runtime};
use tingxinwen::{app::VoiceSet, block_overrides_file, lexicon_file, remote::Remote};

use crate::{
    app::App, failure::Failure, follow::Follower, locale, preview::Preview, reading::Reading, theme,
    words::Words,
};
use eframe::{CreationContext, NativeOptions};
use egui::ViewportBuilder;

/// The name that desktops know the window by.
const APP_ID: &str = "tw.tingxinwen";

pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    if display().is_none() {
        super::say(Words::of_listener().no_display());
        return super::read::run(listen);
    }
    let words = Words::of_listener();
    let runtime = runtime()?;
    let follower = Follower::new(listen.trace()?);
    // The engine starts, and the article opens, while the window is made.
    let ctx = Arc::new(OnceLock::<egui::Context>::new());
    let waker = Arc::clone(&ctx);
    let started = listen.start(&runtime, move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    })?;
    let preview = Preview::new(Arc::<VoiceSet>::clone(&started.voices));
    let trials = preview.sibling();
    let Started { program, engine, choices, front_end, settings, .. } = started;
    let _remote = Remote::open(runtime.handle(), &engine, &words.app_name());
    let reading = Reading::new(front_end, preview, lexicon_file::path(), &settings);
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title(words.app_name())
            .with_app_id(APP_ID)
            .with_inner_size([1000.0, 760.0])
            .with_min_inner_size([380.0, 360.0])
            .with_clamp_size_to_monitor_size(true)
            .with_drag_and_drop(true),
        ..NativeOptions::default()
    };
    let create = move |context: &CreationContext<'_>| {
        theme::install_for(&context.egui_ctx, locale::chosen());
        ctx.set(context.egui_ctx.clone()).ok();
        let app = App::new(engine, choices, words, follower)
            .reading(reading)
            .with_program(program, trials)
            .remembering(block_overrides_file::path());
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    eframe::run_native(APP_ID, options, Box::new(create))
        .map_err(|error| Failure::NoWindow(error.to_string()).into())
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
