//! Makes a function of every message of `locales`, and tells the program its version and what Windows shows of it.
//!
//! A message that not every language has, or that has other arguments there, gets no function, so that whoever says it
//! does not compile.

use std::{env, io, process::ExitCode};

use chrono::DateTime;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};
use winresource::WindowsResource;

fn main() -> ExitCode {
    let Ok(out) = env::var("OUT_DIR") else { return ExitCode::FAILURE };
    println!("cargo::rustc-env=TINGXINWEN_VERSION={}", version());
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "windows")
        && let Err(error) = describe_for_windows()
    {
        println!("cargo::error={error}");
        return ExitCode::FAILURE;
    }
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

/// The version, with the day of the sources where a package is made of them (see reproducible-builds.org for the
/// variable).
fn version() -> String {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let version = env!("CARGO_PKG_VERSION");
    let seconds = env::var("SOURCE_DATE_EPOCH").ok().and_then(|told| told.parse().ok());
    match seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) {
        Some(time) => format!("{version} ({})", time.format("%Y-%m-%d")),
        None => version.to_owned(),
    }
}

/// Puts the icon, names, version and manifest into the program.
fn describe_for_windows() -> io::Result<()> {
    const ICON: &str = "desktop/tingxinwen.ico";
    const MANIFEST: &str = "desktop/windows.manifest";
    for path in [ICON, MANIFEST] {
        println!("cargo::rerun-if-changed={path}");
    }
    WindowsResource::new()
        .set_icon(ICON)
        .set_manifest_file(MANIFEST)
        .set("ProductName", "聽新聞 tingxinwen")
        .set("FileDescription", "聽新聞 tingxinwen")
        .set("LegalCopyright", "MIT")
        .compile()
}
