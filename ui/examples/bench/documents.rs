//! `bench documents FILE…`: from the wish to open each file to its first sentence, and how much memory that takes; the
//! first is what the others are compared with.

use std::{fs, path::PathBuf, time::Instant};

use tingxinwen::{
    article::Source,
    documents,
    text::{FrontEnd, Haste, Script},
};
use tokio::runtime::Runtime;

use crate::{percentile, tell};

/// Times each is measured; the median counts.
const RUNS: usize = 3;

pub(crate) fn run(files: &[String]) {
    let (runtime, front_end) = (Runtime::new().expect("a runtime"), FrontEnd::load());
    let mut first = None;
    for file in files {
        let (mut times, mut parts) = (Vec::new(), 0);
        for _ in 0..RUNS {
            let started = Instant::now();
            let opened = documents::open(Source::File(PathBuf::from(file)), |_| std::future::ready(None));
            let document = runtime.block_on(opened).expect("a document");
            let script = document.parts().iter().map(|part| Script::new(part.article()));
            let script = script.into_iter().find(|script| !script.sentences().is_empty());
            let script = script.expect("something that is read");
            let piece = script.piece_at(0, Haste::FirstSound).expect("a sentence");
            front_end.utterance(script.article(), piece);
            times.push(started.elapsed().as_secs_f64() * 1e3);
            parts = document.parts().len();
        }
        let time = percentile(&mut times, 0.5);
        let beside = *first.get_or_insert(time);
        let size = fs::metadata(file).map_or(0.0, |about| about.len() as f64 / 1e6);
        tell(format_args!(
            "{file}: {size:.1} MB, {parts} parts, first sentence after {time:.0} ms, {:+.0} ms beside the first file",
            time - beside
        ));
    }
}
