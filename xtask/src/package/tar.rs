//! A folder that runs from wherever it is unpacked.

use std::{fs, path::PathBuf};

use super::{Package, at, copy, files, processor, write};
use crate::tools::{Failed, Tool};

/// A library that bare systems have not, and nearly all others do, in a version of their own that fits their sound.
const SOUND: &str = "libasound.so.2";

/// Starts the program; on a system without ALSA's library, with ours.
const LAUNCHER: &str = r#"#!/bin/sh
# Starts tingxinwen from wherever this folder lies.
here=$(dirname "$(readlink -f "$0")")
program="$here/bin/tingxinwen"
if LD_TRACE_LOADED_OBJECTS=1 "$program" | grep -q 'not found'; then
    LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    export LD_LIBRARY_PATH
fi
exec "$program" "$@"
"#;

/// Makes `tingxinwen-VERSION-PROCESSOR-linux.tar.gz`.
pub(super) fn make(package: &Package) -> Result<PathBuf, Failed> {
    let program = package.program()?;
    let name = package.name(&format!("{}-linux", processor()));
    let work = package.empty("tar")?;
    let folder = work.join(&name);
    files::lay_program(&program, &folder)?;
    files::lay(package, &program, &folder)?;
    copy(&sound_library(&program)?, &folder.join("lib").join(SOUND))?;
    write(&folder.join("tingxinwen"), LAUNCHER)?;
    Tool::new("chmod").args(["+x"]).args([folder.join("tingxinwen")]).run()?;
    files::settle(package, &folder)?;
    let made = package.folder.join(format!("{name}.tar.gz"));
    let plain = package.folder.join(format!("{name}.tar"));
    let pack = Tool::new("tar").args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    let pack = pack.args(["--format=gnu", &format!("--mtime=@{}", package.epoch), "-C"]).args([&work]);
    pack.args(["-cf"]).args([&plain]).args([&name]).run()?;
    files::compress(&plain)?;
    fs::remove_dir_all(&work).map_err(at(&work))?;
    Ok(made)
}

/// The library that `program` is linked with here.
fn sound_library(program: &std::path::Path) -> Result<PathBuf, Failed> {
    let linked = Tool::new("ldd").args([program]).output().unwrap_or_default();
    let path = linked.lines().find_map(|line| {
        let (name, found) = line.trim().split_once(" => ")?;
        (name == SOUND).then(|| found.split(' ').next().map(PathBuf::from)).flatten()
    });
    path.ok_or_else(|| Failed(format!("{}: not linked with {SOUND}", program.display())))
}
