//! Makes a function of every message of `locales`, and what Windows shows of a program.
//!
//! A message that not every language has, or that has other arguments there, gets no function, so that whoever says it
//! does not compile.

use std::{env, fs, io, process::ExitCode};

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};
use winresource::WindowsResource;

/// The picture of the program, in two sizes, each with its width and height in pixels.
const ICONS: [(u8, &str); 2] = [(48, "browser/icons/48.png"), (128, "browser/icons/128.png")];

fn main() -> ExitCode {
    let Ok(out) = env::var("OUT_DIR") else { return ExitCode::FAILURE };
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "windows")
        && let Err(error) = describe_for_windows(&out)
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

/// Puts the icon, names, version and manifest into the program.
fn describe_for_windows(out: &str) -> io::Result<()> {
    let icon = format!("{out}/tingxinwen.ico");
    fs::write(&icon, ico()?)?;
    println!("cargo::rerun-if-changed=windows.manifest");
    WindowsResource::new()
        .set_icon(&icon)
        .set_manifest_file("windows.manifest")
        .set("ProductName", "聽新聞 tingxinwen")
        .set("FileDescription", "聽新聞 tingxinwen")
        .set("LegalCopyright", "MIT")
        .compile()
}

/// The pictures as one ICO file: a head, an entry of 16 bytes for each, then the PNG files as they are (Windows Vista and
/// later read those).
fn ico() -> io::Result<Vec<u8>> {
    let mut head = vec![0, 0, 1, 0, ICONS.len() as u8, 0];
    let mut pictures = Vec::new();
    for (side, path) in ICONS {
        println!("cargo::rerun-if-changed={path}");
        let picture = fs::read(path)?;
        let place = 6 + 16 * ICONS.len() + pictures.len();
        // No palette, one plane, 32 bits a pixel.
        head.extend([side, side, 0, 0, 1, 0, 32, 0]);
        head.extend((picture.len() as u32).to_le_bytes());
        head.extend((place as u32).to_le_bytes());
        pictures.extend(picture);
    }
    head.extend(pictures);
    Ok(head)
}
