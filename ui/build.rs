//! Makes a function of every message of `locales`. A message that not every language has, or that has other
//! arguments there, gets none, so that whoever says it does not compile.

use std::process::ExitCode;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};

fn main() -> ExitCode {
    let Ok(out) = std::env::var("OUT_DIR") else { return ExitCode::FAILURE };
    let options = BuildOptions::default()
        .with_locales_folder("locales")
        .with_output_file_path(&format!("{out}/messages.rs"))
        .with_ftl_output(FtlOutputOptions::single_file(&format!("{out}/messages.ftl")))
        .with_prefix("")
        .with_lint_level(LintLevel::Strict)
        // Neither language is written from right to left.
        .without_bidi_isolation()
        .without_format();
    match try_build_from_locales_folder(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}
