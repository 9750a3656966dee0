//! Every target takes its seeds, and each of them damaged in many ways.

use tingxinwen_fuzz::{TARGETS, mutated};

#[test]
fn whatever_comes_is_read_or_refused() {
    for target in TARGETS {
        let seeds = target.seeds();
        assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
        let mut rng = fastrand::Rng::with_seed(7);
        seeds.iter().for_each(|seed| (target.run)(seed));
        for at in 0..target.inputs {
            let input = mutated(&seeds[at % seeds.len()], &seeds[rng.usize(0..seeds.len())], &mut rng);
            let run = std::panic::catch_unwind(|| (target.run)(&input));
            assert!(run.is_ok(), "{} fails at damage {at}", target.name);
        }
    }
}
