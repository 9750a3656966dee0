//! A target under libFuzzer: the one that the variable `FUZZ_TARGET` names. With `FUZZ_SEEDS`, its seeds are written to
//! that folder, and nothing is run.
#![no_main]

use std::{env, fs, path::Path, sync::OnceLock};

use libfuzzer_sys::fuzz_target;
use tingxinwen_fuzz::Target;

static TARGET: OnceLock<&Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = env::var("FUZZ_TARGET").unwrap_or_default();
        let target = Target::named(&name).unwrap_or_else(|| panic!("no target is called {name:?}"));
        TARGET.get_or_init(|| target);
        if let Some(folder) = env::var_os("FUZZ_SEEDS") {
            for (at, seed) in target.seeds().iter().enumerate() {
                fs::write(Path::new(&folder).join(format!("seed-{at}")), seed).expect("a folder for seeds");
            }
            std::process::exit(0);
        }
    },
    |data: &[u8]| {
        if let Some(target) = TARGET.get() {
            (target.run)(data);
        }
    }
);
