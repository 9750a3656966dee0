//! Windows: built by MinGW, run by Wine.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Cross;
use crate::tools::{Failed, Tool, tell};

/// What builds and runs programs of Windows.
const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64", "wine64"];
const WINE: &str = "/usr/lib/wine/wine64";

/// The packages whose own tests are run there: files, and numbers.
const TESTED: &[&str] = &["tingxinwen-store", "tingxinwen-network"];

/// A library of Windows 10 that Wine 8 lacks, and without which nothing starts that asks for random numbers. For tests
/// only.
const RANDOM: &str = "\
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
";

pub(super) fn run() -> Result<(), Failed> {
    let cross = cross()?;
    tell("Building for Windows …");
    cross.cargo("build").args(["--workspace", "--bin", "tingxinwen"]).run()?;
    tell("Running the tests under Wine …");
    cross.cargo("test").args(["--lib"]).args(TESTED.iter().flat_map(|name| ["--package", name])).run()?;
    cross.commands(&[WINE, &cross.built("tingxinwen.exe")])
}

/// The program, built with `profile`, whose files have the time `epoch`, in seconds since 1970.
pub(crate) fn program(profile: &str, epoch: u64) -> Result<PathBuf, Failed> {
    let cross = cross()?;
    let args = ["--profile", profile, "--package", "tingxinwen-ui", "--bin", "tingxinwen"];
    cross.cargo("build").args(args).env("SOURCE_DATE_EPOCH", &epoch.to_string()).run()?;
    Ok(cross.folder.join(cross.triple).join(profile).join("tingxinwen.exe"))
}

/// What starts the program at a path, for a listener whose files are in `home`.
pub(crate) fn wine(home: &Path) -> Result<impl Fn(&str) -> Tool, Failed> {
    let (cross, home) = (cross()?, home.display().to_string());
    Ok(move |path: &str| {
        let given = |tool: Tool, (name, value): &(String, String)| tool.env(name, value);
        let tool = cross.variables.iter().fold(Tool::new(WINE), given);
        tool.env("WINEPREFIX", &home).args([path])
    })
}

/// The system, with Wine to run what is built.
fn cross() -> Result<Cross, Failed> {
    let mut cross = Cross::new("windows", "x86_64-pc-windows-gnu", PACKAGES)?;
    let random = random(&cross.folder)?;
    cross.set_target("RUNNER", WINE);
    cross.set("WINEPREFIX", &cross.folder.join("wine").display().to_string());
    cross.set("WINEDEBUG", "-all");
    cross.set("WINEPATH", &format!("Z:{}", random.display()));
    Ok(cross)
}

/// Makes the library that Wine lacks; the folder it is in.
fn random(folder: &Path) -> Result<PathBuf, Failed> {
    let folder = folder.join("random");
    let failed = |error: std::io::Error| Failed(format!("{}: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(failed)?;
    let (source, library) = (folder.join("random.c"), folder.join("bcryptprimitives.dll"));
    fs::write(&source, RANDOM).map_err(failed)?;
    Tool::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-o"])
        .args([&library, &source])
        .args(["-ladvapi32"])
        .run()?;
    Ok(folder)
}
