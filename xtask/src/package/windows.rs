//! Windows: an installer for one account, and the same files as a ZIP archive.

use std::{
    fs,
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use super::{Package, at, copy, files, size_of};
use crate::{
    check::windows::{program, wine},
    packages::ensure,
    root,
    tools::{Failed, Tool, tell},
};

/// Where the installer puts the program, below the account's folder.
const PLACE: &str = "AppData/Local/Programs/tingxinwen";
/// How long what removes it may go on after it said that it is done, in tenths of a second.
const WAITING: usize = 100;

/// Makes the installer and, beside it, the archive.
pub(super) fn make(package: &Package) -> Result<PathBuf, Failed> {
    ensure(&[&["nsis", "zip"]])?;
    let built = program(package.profile, package.epoch)?;
    let name = package.name("x86_64-windows");
    let work = package.empty("windows")?;
    let folder = work.join(&name);
    copy(&built, &folder.join("tingxinwen.exe"))?;
    copy(&root().join("ui/licences.txt"), &folder.join("licences.txt"))?;
    if package.full {
        files::lay_voices(&package.voices(&package.program()?)?, &folder.join("share/tingxinwen"))?;
    }
    files::settle(package, &folder)?;
    let archive = package.folder.join(format!("{name}.zip"));
    if archive.exists() {
        fs::remove_file(&archive).map_err(at(&archive))?;
    }
    let list = format!("find '{name}' | LC_ALL=C sort | TZ=UTC zip -q -9 -X -@ '{}'", archive.display());
    Tool::new("sh").within(&work).args(["-c", &list]).run()?;
    let installer = package.folder.join(format!("{name}-installer.exe"));
    let kilobytes = size_of(&folder).map_err(at(&folder))? / 1024;
    let make =
        Tool::new("makensis").within(&root().join("ui/desktop")).args(["-V2", "-INPUTCHARSET", "UTF8"]);
    make.args([
        format!("-DVERSION={}", package.version),
        format!("-DPROGRAM={}", folder.display()),
        format!("-DOUT={}", installer.display()),
        format!("-DBYTES={kilobytes}"),
    ])
    .args(["installer.nsi"])
    .env("SOURCE_DATE_EPOCH", &package.epoch.to_string())
    .run()?;
    Ok(installer)
}

/// Installs, uses and removes it under Wine.
pub(super) fn try_it(package: &Package, installer: &Path) -> Result<(), Failed> {
    let home = package.empty("wine")?;
    let wine = wine(&home)?;
    wine(&format!("Z:{}", installer.display())).args(["/S"]).run()?;
    let users = home.join("drive_c/users");
    let account = fs::read_dir(&users).map_err(at(&users))?.flatten().map(|entry| entry.path().join(PLACE));
    let place = account.into_iter().find(|place| place.join("tingxinwen.exe").exists());
    let place = place.ok_or_else(|| Failed("the installer installed nothing".to_owned()))?;
    let program = format!("Z:{}", place.join("tingxinwen.exe").display());
    wine(&program).args(["--version"]).run()?;
    wine(&program)
        .args(["extract", &format!("Z:{}", root().join("tests/data/sample-zh.html").display())])
        .run()?;
    let known = |key: &str| wine("reg").args(["query", key]).output().is_some();
    const ADDRESSES: &str = r"HKCU\Software\Classes\tingxinwen\shell\open\command";
    if !known(ADDRESSES) {
        return Err(Failed("addresses of ours are not registered".to_owned()));
    }
    wine(&format!("Z:{}", place.join("uninstall.exe").display())).args(["/S"]).run()?;
    // It goes on in a copy of itself.
    for _ in 0..WAITING {
        if !place.exists() {
            break;
        }
        sleep(Duration::from_millis(100));
    }
    if place.exists() || known(ADDRESSES) {
        return Err(Failed(format!("something of the program stayed: {}", place.display())));
    }
    tell("installed, used and removed under Wine, and nothing stayed");
    Ok(())
}
