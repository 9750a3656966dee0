//! Packages for listeners: `cargo xtask package [KIND...]`.
//!
//! Whatever a package holds besides the program is listed once, in [`files`]; each kind only wraps that. All times in a
//! package are those of the commit it is made of, or what `SOURCE_DATE_EPOCH` says, so that the same sources make the
//! same package. They are left in `target/package`.

mod deb;
mod files;
mod flatpak;
mod mac;
mod tar;
mod trial;
mod windows;

use std::{
    env, fs, io,
    path::{self, Path, PathBuf},
};

use crate::{
    install_voices,
    packages::{BUILD, ensure},
    program_name, root, target,
    tools::{Failed, Tool, tell},
};

/// The name that desktops know the program by.
const APP_ID: &str = "tw.tingxinwen.Tingxinwen";

/// A kind of package, and what makes it.
type Kind = (&'static str, fn(&Package) -> Result<PathBuf, Failed>);

/// All kinds, and the program that makes each.
const KINDS: [Kind; 5] = [
    ("deb", deb::make),
    ("tar", tar::make),
    ("flatpak", flatpak::make),
    ("windows", windows::make),
    ("mac", mac::make),
];

/// The profile of what is given to others.
const DIST: &str = "dist";

const USAGE: &str = "\
cargo xtask package [deb|tar|flatpak|windows|mac|all]... [--full] [--quick] [--try]
    --full  with the voices inside; otherwise they are fetched at the first start
    --quick of an ordinary release build, which is larger and slower and sooner made
    --try   install, use and remove the package on a bare system, and check that nothing is left";

/// What packages are made of.
struct Package {
    version: String,
    /// Seconds since 1970: the time of all files.
    epoch: u64,
    /// Whether the voices are inside.
    full: bool,
    /// The profile that the program is built with.
    profile: &'static str,
    /// Where packages are left, and made.
    folder: PathBuf,
}

/// Makes the kinds that `args` name.
pub(crate) fn run(args: &[String]) -> Result<(), Failed> {
    let (options, names): (Vec<&String>, Vec<&String>) = args.iter().partition(|arg| arg.starts_with("--"));
    let (mut full, mut quick, mut tried) = (false, false, false);
    for option in options {
        match option.as_str() {
            "--full" => full = true,
            "--quick" => quick = true,
            "--try" => tried = true,
            _ => return Err(Failed(USAGE.to_owned())),
        }
    }
    let all = names.is_empty() || names.iter().any(|name| *name == "all");
    if let Some(unknown) =
        names.iter().find(|name| **name != "all" && !KINDS.iter().any(|kind| kind.0 == **name))
    {
        return Err(Failed(format!("there is no package of the kind {unknown}\n{USAGE}")));
    }
    let package = Package::of_this_commit(full, if quick { "release" } else { DIST })?;
    for (name, make) in KINDS.iter().filter(|kind| all || names.iter().any(|name| name.as_str() == kind.0)) {
        tell(&format!("— {name} —"));
        let made = make(&package)?;
        let bytes = size_of(&made).map_err(|error| Failed(format!("{}: {error}", made.display())))?;
        tell(&format!("{} ({:.1} MB)", made.display(), bytes as f64 / 1e6));
        if tried {
            trial::run(name, &package, &made)?;
        }
    }
    Ok(())
}

impl Package {
    fn of_this_commit(full: bool, profile: &'static str) -> Result<Self, Failed> {
        let manifest =
            fs::read_to_string(root().join("Cargo.toml")).map_err(|error| Failed(error.to_string()))?;
        let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
        let version = version.ok_or_else(|| Failed("Cargo.toml names no version".to_owned()))?.to_owned();
        let told = env::var("SOURCE_DATE_EPOCH").ok();
        let committed =
            || Tool::new("git").args(["-C"]).args([root()]).args(["log", "-1", "--format=%ct"]).output();
        let epoch = told.or_else(committed).and_then(|text| text.trim().parse().ok());
        let epoch = epoch.ok_or_else(|| {
            Failed(
                "No time for the files: run this in a clone, or set SOURCE_DATE_EPOCH to seconds since 1970"
                    .to_owned(),
            )
        })?;
        let folder = path::absolute(target()).map_err(at(&target()))?;
        Ok(Self { version, epoch, full, profile, folder: folder.join("package") })
    }

    /// The program for this system, built as packages hold it.
    fn program(&self) -> Result<PathBuf, Failed> {
        ensure(&[BUILD])?;
        let args =
            ["rustc", "--profile", self.profile, "--package", "tingxinwen-ui", "--bin", "tingxinwen", "--"];
        // Rust's own linker, which this system's toolchain has, makes one of functions that are the same.
        let is_lld = cfg!(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"));
        let folds = is_lld && self.profile == DIST;
        let fold: &[&str] = if folds { &["-C", "link-arg=-Wl,--icf=all"] } else { &[] };
        let cargo = Tool::cargo().args(args).args(fold);
        cargo.env("SOURCE_DATE_EPOCH", &self.epoch.to_string()).run()?;
        Ok(target().join(self.profile).join(program_name()))
    }

    /// A folder of its own for what is called `name`, empty.
    fn empty(&self, name: &str) -> Result<PathBuf, Failed> {
        let folder = self.folder.join("work").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        Ok(folder)
    }

    /// The voices, fetched once for all packages.
    fn voices(&self, program: &Path) -> Result<PathBuf, Failed> {
        let folder = self.folder.join("voices");
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        install_voices(program, Some(&folder))?;
        Ok(folder)
    }

    /// The name of a package: of the program, its version, `system`, and whether voices are inside.
    fn name(&self, system: &str) -> String {
        let full = if self.full { "-full" } else { "" };
        format!("tingxinwen-{}-{system}{full}", self.version)
    }

    /// A date as `format` of `date` has it.
    fn date(&self, format: &str) -> Result<String, Failed> {
        let date = Tool::new("date").env("LC_ALL", "C");
        let date = date.args(["--utc", &format!("--date=@{}", self.epoch), &format!("+{format}")]).output();
        Ok(date
            .ok_or_else(|| Failed("`date` is missing, or does not know --date".to_owned()))?
            .trim()
            .to_owned())
    }
}

/// The processor's name in packages.
fn processor() -> &'static str {
    env::consts::ARCH
}

/// For `map_err`: what happened to the file or folder at `path`.
fn at(path: &Path) -> impl FnOnce(io::Error) -> Failed {
    let path = path.to_owned();
    move |error| Failed(format!("{}: {error}", path.display()))
}

/// Writes `text` to `path`, whose folder is made.
fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Failed> {
    make_room(path)?;
    fs::write(path, text).map_err(at(path))
}

/// Copies the file at `from` to `to`, whose folder is made.
fn copy(from: &Path, to: &Path) -> Result<(), Failed> {
    make_room(to)?;
    fs::copy(from, to).map(|_| ()).map_err(at(from))
}

fn make_room(path: &Path) -> Result<(), Failed> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(at(folder))
}

/// How many bytes a file, or all files of a folder, take.
fn size_of(path: &Path) -> io::Result<u64> {
    let meta = path.metadata()?;
    if meta.is_file() {
        return Ok(meta.len());
    }
    fs::read_dir(path)?.try_fold(0, |sum, entry| Ok(sum + size_of(&entry?.path())?))
}
