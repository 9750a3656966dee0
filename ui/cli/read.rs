//! `tingxinwen read`.

use tingxinwen::remote::{Reached, Remote};

use super::{Listen, runtime};
use crate::{actions::KeyMap, failure::Failure, follow::Follower, setup, terminal, words::Words};

pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    anyhow::ensure!(listen.article.is_some(), Failure::NothingGiven);
    let runtime = runtime()?;
    let started = listen.start(&runtime, || ())?;
    let follower = Follower::new(listen.trace()?);
    let (keys, problems) = KeyMap::with(&started.settings.keys);
    let words = Words::of_listener();
    for problem in &problems {
        setup::warn(problem.told(words));
    }
    let (engine, queue) = (started.engine.clone(), Some(started.queue.clone()));
    let _remote = Remote::open(runtime.handle(), &Reached { engine, queue, raise: None }, &words.app_name());
    terminal::read(&started.engine, words, keys, follower)?;
    started.program.flush();
    Ok(())
}
