//! `tingxinwen read`.

use std::sync::Arc;

use tingxinwen::audio::open_device;

use super::{Listen, runtime};
use crate::{actions::KeyMap, failure::Failure, follow::Follower, setup, terminal, words::Words};

pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    anyhow::ensure!(listen.article.is_some(), Failure::NothingGiven);
    let runtime = runtime()?;
    let shelf = setup::Shelf::open()?;
    let settings = setup::settings();
    let voices = shelf.chosen(listen.voice.as_deref())?;
    let front_end = Arc::new(listen.front_end());
    let follower = Follower::new(listen.trace()?);
    let engine =
        setup::engine(runtime.handle(), shelf, front_end, voices, setup::kept(), open_device, || ())?;
    for command in listen.commands(&settings) {
        engine.send(command);
    }
    terminal::read(&engine, Words::of_listener(), KeyMap::defaults(), follower)?;
    Ok(())
}
