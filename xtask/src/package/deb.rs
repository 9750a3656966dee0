//! A package of Debian and its relatives.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::{Package, files, size_of, write};
use crate::{
    packages::ensure,
    tools::{Failed, Tool},
};

/// What the window and the sound want, which is loaded only when there is a screen or a sound server.
pub(super) const RECOMMENDS: &str = "ca-certificates, libegl1, libgl1-mesa-dri, libx11-6, libxcursor1, libxi6, \
                          libxkbcommon0, libxkbcommon-x11-0, pipewire-pulse | pulseaudio";
const SUGGESTS: &str = "espeak-ng, fonts-noto-cjk";

/// What it is. Its lines begin with a space each, as the format wants.
const DESCRIPTION: &str = concat!(
    " Tingxinwen takes the article out of a page, an e-book or a document, reads\n",
    " it aloud, and shows the paragraph, the sentence and the word being spoken.\n",
    " It reads Traditional and Simplified Chinese as Taiwan does, with English\n",
    " words in between, and English articles.\n",
    " .\n",
    " The voice runs on this computer: no account is needed, and nothing is sent\n",
    " away. There is a library, a queue, feeds, media keys, and sound files with\n",
    " chapters and subtitles to take along.\n",
);

/// Makes `tingxinwen_VERSION_ARCHITECTURE.deb`, and has lintian look at it.
pub(super) fn make(package: &Package) -> Result<PathBuf, Failed> {
    ensure(&[&["dpkg-dev", "lintian"]])?;
    let program = package.program()?;
    let work = package.empty("deb")?;
    let tree = work.join("tree");
    let usr = tree.join("usr");
    files::lay_program(&program, &usr)?;
    files::lay(package, &program, &usr)?;
    let (name, other) = ("tingxinwen", "tingxinwen-full");
    let (name, other) = if package.full { (other, name) } else { (name, other) };
    let (maintainer, doc) = (maintainer()?, usr.join("share/doc").join(name));
    write(&doc.join("copyright"), copyright(&maintainer)?)?;
    let changed = format!(
        "{name} ({}) stable; urgency=medium\n\n  * Version {}.\n\n -- {maintainer}  {}\n",
        package.version,
        package.version,
        package.date("%a, %d %b %Y %H:%M:%S +0000")?
    );
    write(&doc.join("changelog"), changed)?;
    files::compress(&doc.join("changelog"))?;
    let processor = Tool::new("dpkg").args(["--print-architecture"]).output().unwrap_or_default();
    let processor = processor.trim();
    let control = format!(
        "Package: {name}\nVersion: {}\nArchitecture: {processor}\nMaintainer: {maintainer}\n\
         Installed-Size: {}\nDepends: {}\nRecommends: {RECOMMENDS}\nSuggests: {SUGGESTS}\nConflicts: {other}\n\
         Section: sound\nPriority: optional\n\
         Description: reads articles and books aloud{}\n{DESCRIPTION}",
        package.version,
        size_of(&tree).map_err(super::at(&tree))? / 1024,
        libraries(&work, &program)?,
        if package.full { ", with its voices" } else { "" },
    );
    write(&tree.join("DEBIAN/control"), control)?;
    sums(&tree)?;
    files::settle(package, &tree)?;
    let made = package.folder.join(format!("{name}_{}_{processor}.deb", package.version));
    let build = Tool::new("dpkg-deb").args(["--root-owner-group", "-Zxz", "--build"]).args([&tree, &made]);
    build.env("SOURCE_DATE_EPOCH", &package.epoch.to_string()).run()?;
    // Crates bring C code of their own along, and a package that is no part of Debian closes no report there.
    let without = "embedded-library,initial-upload-closes-no-bugs";
    let lint =
        Tool::new("lintian").args(["--fail-on", "error,warning", "--suppress-tags", without]).args([&made]);
    if Tool::new("id").args(["-u"]).output().is_some_and(|id| id.trim() == "0") {
        lint.args(["--allow-root"]).run()?;
    } else {
        lint.run()?;
    }
    Ok(made)
}

/// Who makes the package: as Debian's own tools are told, or as git is.
fn maintainer() -> Result<String, Failed> {
    let git = |key: &str| Tool::new("git").args(["config", key]).output().map(|text| text.trim().to_owned());
    let name = env::var("DEBFULLNAME").ok().or_else(|| git("user.name"));
    let address = env::var("DEBEMAIL").ok().or_else(|| git("user.email"));
    match (name, address) {
        (Some(name), Some(address)) => Ok(format!("{name} <{address}>")),
        _ => Err(Failed(
            "Who makes the package? Set DEBFULLNAME and DEBEMAIL, or git's user.name and user.email"
                .to_owned(),
        )),
    }
}

/// The packages that hold the libraries which `program` is linked with.
fn libraries(work: &Path, program: &Path) -> Result<String, Failed> {
    // dpkg-shlibdeps wants to be in a source package.
    write(&work.join("debian/control"), "Source: tingxinwen\n\nPackage: tingxinwen\nArchitecture: any\n")?;
    let found = Tool::new("dpkg-shlibdeps")
        .within(work)
        .args(["-O", "--ignore-missing-info"])
        .args([program])
        .output();
    let found = found.and_then(|text| text.trim().strip_prefix("shlibs:Depends=").map(str::to_owned));
    found.ok_or_else(|| Failed("dpkg-shlibdeps does not tell which libraries are needed".to_owned()))
}

/// The checksums of all files, as `dpkg --verify` asks them.
fn sums(tree: &Path) -> Result<(), Failed> {
    let sums =
        Tool::new("sh").within(tree).args(["-c", "find usr -type f | LC_ALL=C sort | xargs md5sum"]).output();
    let sums = sums.ok_or_else(|| Failed("md5sum failed".to_owned()))?;
    write(&tree.join("DEBIAN/md5sums"), sums)
}

fn copyright(maintainer: &str) -> Result<String, Failed> {
    let licence = files::read(&crate::root().join("LICENSE"))?;
    let holder = licence.lines().find_map(|line| line.strip_prefix("Copyright (c) "));
    let holder = holder.ok_or_else(|| Failed("LICENSE names no holder".to_owned()))?;
    let text: String = licence
        .lines()
        .skip_while(|line| !line.starts_with("Permission"))
        .fold(String::new(), |text, line| text + if line.is_empty() { " ." } else { " " } + line + "\n");
    Ok(format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: tingxinwen\nUpstream-Contact: {maintainer}\n\
         Comment: licences.txt.gz has the licences of all libraries and data inside.\n\n\
         Files: *\nCopyright: {holder}\nLicense: Expat\n{text}"
    ))
}
