//! Every target takes its seeds, and each of them damaged in many ways. With `FUZZ_SECS`, each is fed for so long; with
//! `FUZZ_SEED`, with other damage; with `FUZZ_TARGET`, that target alone.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, and says by what"
)]

use std::{
    env, fs,
    panic::catch_unwind,
    path::PathBuf,
    time::{Duration, Instant},
};

use tingxinwen_fuzz::{TARGETS, Target, mutated};

/// The number that the variable `name` holds.
fn given(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_comes_is_read_or_refused() {
    let mut all = 0;
    let wanted = env::var("FUZZ_TARGET").ok();
    let is_known = wanted.as_deref().is_none_or(|name| Target::named(name).is_some());
    assert!(is_known, "no target is called {wanted:?}");
    for target in TARGETS.iter().filter(|target| wanted.as_deref().is_none_or(|name| name == target.name)) {
        all += feed(target);
    }
    eprintln!("{all} inputs in all");
}

/// Feeds `target`; how many inputs it took.
fn feed(target: &Target) -> u64 {
    let seeds = target.seeds();
    assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
    seeds.iter().for_each(|seed| (target.run)(seed));
    let mut rng = fastrand::Rng::with_seed(given("FUZZ_SEED").unwrap_or(7));
    let (started, secs) = (Instant::now(), given("FUZZ_SECS").map(Duration::from_secs));
    let mut count = 0;
    while secs.map_or(count < target.inputs, |secs| started.elapsed() < secs) {
        let input =
            mutated(&seeds[count as usize % seeds.len()], &seeds[rng.usize(0..seeds.len())], &mut rng);
        if catch_unwind(|| (target.run)(&input)).is_err() {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-failed", target.name));
            fs::write(&path, &input).unwrap();
            let name = target.name;
            panic!("{name} fails on {}; in tests/fuzz/found/{name} it is tried each time", path.display());
        }
        count += 1;
    }
    eprintln!("{:12} {count} inputs", target.name);
    count
}
