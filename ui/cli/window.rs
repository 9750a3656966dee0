//! The window; where there is no display, the terminal.

use std::sync::{Arc, OnceLock};

use super::{Listen, runtime};
use tingxinwen::{audio::open_device, lexicon_file, singles_file};

use crate::{
    app::App, desk::ListenersDesk, failure::Failure, follow::Follower, locale::Locale, preview::Preview,
    reading::Reading, setup, theme, words::Words,
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
    let shelf = Arc::new(setup::Shelf::open()?);
    let choices = shelf.choices();
    let settings = setup::settings();
    let voices = shelf.chosen(listen.voice.as_deref())?;
    let follower = Follower::new(listen.trace()?);
    // The engine starts, and the article opens, while the window is made.
    let ctx = Arc::new(OnceLock::<egui::Context>::new());
    let waker = Arc::clone(&ctx);
    let front_end = Arc::new(listen.front_end());
    let preview = Preview::new(Arc::<setup::Shelf>::clone(&shelf));
    let trials = preview.sibling();
    let reading = Reading::new(Arc::clone(&front_end), preview, lexicon_file::path(), &settings);
    let cache = setup::sound_cache();
    let desk = Arc::new(ListenersDesk::new(Arc::clone(&shelf), Arc::clone(&front_end), cache.clone()));
    let engine = setup::engine(runtime.handle(), shelf, front_end, voices, cache, open_device, move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    })?;
    for command in listen.commands(&settings) {
        engine.send(command);
    }
    let is_for_once = listen.voice.is_some() || listen.speed.is_some() || listen.reading.is_some();
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
        theme::install_for(&context.egui_ctx, Locale::System);
        ctx.set(context.egui_ctx.clone()).ok();
        let mut app = App::new(engine, choices, words, follower).reading(reading).with_desk(desk, trials);
        app = app.remembering(singles_file::path());
        // What was asked for this once is not what is wanted always.
        if !is_for_once {
            app = app.keeping(settings);
        }
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
