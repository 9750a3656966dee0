//! `tingxinwen read`.

use tingxinwen::player::Command;

use super::{Listen, runtime};
use crate::{follow::Follower, setup, terminal, words::Words};

pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    let words = Words::of_system();
    let source = listen.source().ok_or_else(|| anyhow::anyhow!(words.nothing_given))?;
    let runtime = runtime()?;
    let shelf = setup::Shelf::open()?;
    let voices = shelf.chosen(listen.voice.as_deref())?;
    let follower = Follower::new(listen.trace()?);
    let engine = setup::engine(runtime.handle(), shelf, voices, || ())?;
    engine.send(Command::SetSpeed(listen.speed()));
    engine.send(Command::Open(source));
    terminal::read(&engine, words, follower)?;
    Ok(())
}
