//! The program: reads its command line and does what it says.

use std::process::ExitCode;

use clap::Parser as _;
use tingxinwen_ui::{cli::Cli, words::Words};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let _log = tingxinwen::app::log::start();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "the command failed");
            use std::io::Write as _;
            writeln!(std::io::stderr(), "{}", Words::of_listener().failure(&error)).ok();
            ExitCode::FAILURE
        }
    }
}
