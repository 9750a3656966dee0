//! The program: reads its command line and does what it says.

use std::{io::Write as _, process::ExitCode};

use tingxinwen_ui::{cli, memory, output, words::Words};

/// A program that fails leaves no image of its memory on the disk: keys and passwords stand there.
#[cfg(unix)]
fn leave_no_core() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Core);
    limit.current = Some(0);
    setrlimit(Resource::Core, limit).ok();
}

fn main() -> ExitCode {
    #[cfg(unix)]
    leave_no_core();
    memory::give_back_large();
    let cli = cli::parse();
    let _log = tingxinwen::app::log::start();
    let done = cli.run();
    // Only now is it known which language the settings name.
    let words = Words::of_listener();
    let problem = match (done, output::failure()) {
        (Ok(()), None) => return ExitCode::SUCCESS,
        (Ok(()), Some(kind)) => words.not_printed(words.io(kind)),
        (Err(error), _) => {
            tracing::warn!(error = format!("{error:#}"), "the command failed");
            words.failure(&error)
        }
    };
    writeln!(std::io::stderr(), "{}", output::printable(&problem)).ok();
    ExitCode::FAILURE
}
