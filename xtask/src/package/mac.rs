//! A bundle of macOS.

use std::{env, path::PathBuf};

use super::{Package, copy, files, write};
use crate::{
    packages::ensure,
    root,
    tools::{Failed, Tool, tell},
};

/// Makes `Tingxinwen.app` in a folder; elsewhere than on macOS, without the program.
pub(super) fn make(package: &Package) -> Result<PathBuf, Failed> {
    let ours = root().join("ui/desktop");
    let folder = package.empty("mac")?;
    let contents = folder.join("Tingxinwen.app/Contents");
    let text = files::read(&ours.join("Info.plist"))?;
    write(&contents.join("Info.plist"), text.replace("@VERSION@", &package.version))?;
    write(&contents.join("PkgInfo"), "APPL????")?;
    let icon = contents.join("Resources/tingxinwen.icns");
    write(&icon, "")?;
    let drawn = files::ICONS.map(|size| ours.join(format!("icons/{size}.png")));
    ensure(&[&["icnsutils"]])?;
    Tool::new("png2icns").args([&icon]).args(drawn).run()?;
    if env::consts::OS == "macos" {
        copy(&package.program()?, &contents.join("MacOS/tingxinwen"))?;
    } else {
        tell("The bundle has no program: that is linked on macOS only.");
    }
    files::settle(package, &folder)?;
    Ok(folder.join("Tingxinwen.app"))
}
