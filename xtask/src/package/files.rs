//! What a package holds, laid out as Unix systems have it below `/usr`.

use std::{fs, path::Path};

use super::{APP_ID, Package, at, copy, write};
use crate::{
    packages::ensure,
    root,
    tools::{Failed, Tool},
};

/// Sizes of the icon that are drawn, in pixels of one side.
pub(super) const ICONS: [u32; 5] = [16, 32, 48, 128, 256];
/// Where each shell looks for what completes commands, below `share`.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/tingxinwen"),
    ("zsh", "zsh/vendor-completions/_tingxinwen"),
    ("fish", "fish/vendor_completions.d/tingxinwen.fish"),
];
/// Formats of voices and of what makes them.
const VOICES: [&str; 2] = ["voices", "models"];

/// Puts `program` into `prefix`, without its symbols: those stay where it was built.
pub(super) fn lay_program(program: &Path, prefix: &Path) -> Result<(), Failed> {
    let laid = prefix.join("bin/tingxinwen");
    copy(program, &laid)?;
    Tool::new("strip").args(["--strip-unneeded"]).args([&laid]).run()
}

/// Puts everything but the program into `prefix`; `program` is asked for its manual, its licences and its voices.
pub(super) fn lay(package: &Package, program: &Path, prefix: &Path) -> Result<(), Failed> {
    ensure(&[&["desktop-file-utils", "appstream"]])?;
    let (ours, share) = (root().join("ui/desktop"), prefix.join("share"));
    let desktop = share.join("applications").join(format!("{APP_ID}.desktop"));
    copy(&ours.join(format!("{APP_ID}.desktop")), &desktop)?;
    Tool::new("desktop-file-validate").args([&desktop]).run()?;
    let metainfo = share.join("metainfo").join(format!("{APP_ID}.metainfo.xml"));
    let text = read(&ours.join(format!("{APP_ID}.metainfo.xml")))?;
    write(&metainfo, text.replace("@VERSION@", &package.version).replace("@DATE@", &package.date("%F")?))?;
    Tool::new("appstreamcli").args(["validate", "--no-net", "--explain"]).args([&metainfo]).run()?;
    let icons = share.join("icons/hicolor");
    copy(&ours.join("tingxinwen.svg"), &icons.join("scalable/apps").join(format!("{APP_ID}.svg")))?;
    for size in ICONS {
        let drawn = ours.join(format!("icons/{size}.png"));
        copy(&drawn, &icons.join(format!("{size}x{size}/apps/{APP_ID}.png")))?;
    }
    for (shell, path) in COMPLETIONS {
        write(&share.join(path), ask(program, &["completions", shell])?)?;
    }
    let manual = share.join("man/man1");
    let pages = Tool::at(program).args(["manual"]).args([&manual]);
    pages.run()?;
    for page in fs::read_dir(&manual).map_err(at(&manual))? {
        compress(&page.map_err(at(&manual))?.path())?;
    }
    let doc = share.join("doc/tingxinwen");
    write(&doc.join("licences.txt"), ask(program, &["licences"])?)?;
    compress(&doc.join("licences.txt"))?;
    if package.full {
        lay_voices(&package.voices(program)?, &share.join("tingxinwen"))?;
    }
    Ok(())
}

/// Puts the voices in `from`, a folder of data, into `to`.
pub(super) fn lay_voices(from: &Path, to: &Path) -> Result<(), Failed> {
    VOICES.iter().try_for_each(|kind| copy_downloads(&from.join(kind), &to.join(kind)))
}

/// Copies what was downloaded; what was made of that is made again where it is used.
fn copy_downloads(from: &Path, to: &Path) -> Result<(), Failed> {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let path = entry.map_err(at(from))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".int8.onnx") || name.ends_with(".bin") {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// What `program` prints, in English.
fn ask(program: &Path, args: &[&str]) -> Result<String, Failed> {
    let said = Tool::at(program).args(args).env("LC_ALL", "C.UTF-8").output();
    said.ok_or_else(|| Failed(format!("{} {} failed", program.display(), args.join(" "))))
}

/// Compresses `file` as small as can be, without its name and time.
pub(super) fn compress(file: &Path) -> Result<(), Failed> {
    Tool::new("gzip").args(["-9", "--no-name", "--force"]).args([file]).run()
}

/// Gives all in `folder` the time of the package, and the modes that files have everywhere; those in a `bin` can be run.
pub(super) fn settle(package: &Package, folder: &Path) -> Result<(), Failed> {
    Tool::new("chmod").args(["-R", "u=rwX,go=rX"]).args([folder]).run()?;
    let time = format!("--date=@{}", package.epoch);
    let all = Tool::new("find").args([folder]).args([
        "-depth",
        "-exec",
        "touch",
        "--no-dereference",
        &time,
        "{}",
        "+",
    ]);
    all.run()
}

pub(super) fn read(path: &Path) -> Result<String, Failed> {
    fs::read_to_string(path).map_err(at(path))
}
