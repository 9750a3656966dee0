//! Windows: built by MinGW, run by Wine.

use std::{fs, path::Path};

use super::Cross;
use crate::tools::{Failed, Tool, tell};

/// What builds and runs programs of Windows.
const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64", "wine64"];
const WINE: &str = "/usr/lib/wine/wine64";

/// The packages whose own tests are run there: files, and numbers.
const TESTED: &[&str] = &["tingxinwen-store", "tingxinwen-vocoder"];

/// A library of Windows 10 that Wine 8 lacks, and without which nothing starts that asks for random numbers. For tests
/// only.
const RANDOM: &str = "\
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
";

pub(super) fn run() -> Result<(), Failed> {
    let mut cross = Cross::new("windows", "x86_64-pc-windows-gnu", PACKAGES)?;
    let random = random(&cross.folder)?;
    cross.set_target("RUNNER", WINE);
    cross.set("WINEPREFIX", &cross.folder.join("wine").display().to_string());
    cross.set("WINEDEBUG", "-all");
    cross.set("WINEPATH", &format!("Z:{}", random.display()));
    tell("Building for Windows …");
    cross.cargo("build").args(["--workspace", "--bin", "tingxinwen"]).run()?;
    tell("Running the tests under Wine …");
    cross.cargo("test").args(["--lib"]).args(TESTED.iter().flat_map(|name| ["--package", name])).run()?;
    cross.commands(&[WINE, &cross.built("tingxinwen.exe")])
}

/// Makes the library that Wine lacks; the folder it is in.
fn random(folder: &Path) -> Result<std::path::PathBuf, Failed> {
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
