//! Builds the program for other systems than this one, and runs there what can be: `cargo xtask check windows`.
//!
//! Debian's compiler comes with the source of the standard library, from which that of any system is made; so no
//! toolchain of rustup's is needed. It is apart from the one that builds for this system, in a folder of its own.

mod arm;
mod mac;
pub(crate) mod windows;

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use crate::{
    packages::ensure,
    root, target,
    tools::{Failed, Tool, tell},
};

/// Debian's compiler, with the source of its library.
const COMPILER: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];
const CARGO: &str = "/usr/bin/cargo";

/// Checks the system that `args` name.
pub(crate) fn run(args: &[String]) -> Result<(), Failed> {
    let began = Instant::now();
    let names: Vec<&str> = args.iter().map(String::as_str).collect();
    match names[..] {
        ["windows"] => windows::run(),
        ["arm"] => arm::run(),
        ["mac"] => mac::run(),
        _ => Err(Failed("cargo xtask check windows|arm|mac".to_owned())),
    }?;
    tell(&format!("{} holds, after {} min", names[0], began.elapsed().as_secs().div_ceil(60)));
    Ok(())
}

/// A system that is built for, and how what was built is started.
struct Cross {
    /// What the compiler calls it.
    triple: &'static str,
    /// Where all of it stands.
    folder: PathBuf,
    /// Variables of all that is run.
    variables: Vec<(String, String)>,
}

impl Cross {
    /// The system that the compiler calls `triple`, called `name` here; installs the compiler and the Debian packages
    /// `needed` where they are missing.
    fn new(name: &str, triple: &'static str, needed: &[&'static str]) -> Result<Self, Failed> {
        ensure(&[COMPILER, needed])?;
        if !Path::new(CARGO).exists() {
            let wanted = COMPILER.join(", ");
            return Err(Failed(format!("This needs {CARGO} of Debian's packages {wanted}.")));
        }
        let folder = target().join("other").join(name);
        fs::create_dir_all(&folder).map_err(|error| Failed(format!("{}: {error}", folder.display())))?;
        let folder = std::path::absolute(&folder).map_err(|error| Failed(error.to_string()))?;
        let mut made = Self { triple, variables: Vec::new(), folder };
        // `-Z` is what the next compilers have for all.
        made.set("RUSTC_BOOTSTRAP", "1");
        made.set("CARGO_TARGET_DIR", &made.folder.display().to_string());
        // Lines of panics are not worth their space here, nor is what makes a second build faster.
        made.set("CARGO_PROFILE_DEV_DEBUG", "0");
        made.set("CARGO_INCREMENTAL", "0");
        let path = env::var("PATH").unwrap_or_default();
        made.set("PATH", &format!("/usr/bin:{path}"));
        Ok(made)
    }

    /// Sets `name` for all that is run.
    fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Sets `CARGO_TARGET_…` of this system: what links (`LINKER`), what starts a program (`RUNNER`).
    fn set_target(&mut self, name: &str, value: &str) {
        let triple = self.triple.to_ascii_uppercase().replace('-', "_");
        self.set(&format!("CARGO_TARGET_{triple}_{name}"), value);
    }

    /// Cargo's `command` for this system.
    fn cargo(&self, command: &str) -> Tool {
        let mut tool = Tool::at(Path::new(CARGO)).within(&root());
        for (name, value) in &self.variables {
            tool = tool.env(name, value);
        }
        // What the cargo says that started us is of another compiler.
        for name in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            tool = tool.without(name);
        }
        tool.args([command, "-Z", "build-std=std,panic_unwind", "--target", self.triple])
            // Half the time of what is built once and run briefly; the voice's own packages stay as they are.
            .args(["--config", "profile.dev.package.\"*\".opt-level=0"])
    }

    /// Where the program called `name` is once it is built.
    fn built(&self, name: &str) -> String {
        self.folder.join(self.triple).join("debug").join(name).display().to_string()
    }

    /// Tests what the commands of a program do that the words of `run` start.
    fn commands(&self, run: &[&str]) -> Result<(), Failed> {
        tell("Trying the commands, with the voices of this machine …");
        let mut tool = Tool::cargo();
        for (name, value) in self.variables.iter().filter(|(name, _)| name.starts_with("WINE")) {
            tool = tool.env(name, value);
        }
        tool.env("TINGXINWEN_RUN", &run.join("\n"))
            .env("TINGXINWEN_DATA", &self.lent_voices()?.display().to_string())
            .args(["test", "--workspace", "--test", "commands"])
            .run()
    }

    /// A folder with the voices of this machine, which programs of another system may write to.
    fn lent_voices(&self) -> Result<PathBuf, Failed> {
        let installed = installed_voices()?;
        let lent = self.folder.join("data");
        for name in ["models", "voices"] {
            let (from, to) = (installed.join(name), lent.join(name));
            let failed = |error: std::io::Error| Failed(format!("{}: {error}", to.display()));
            fs::create_dir_all(&to).map_err(failed)?;
            for file in fs::read_dir(&from).map_err(failed)?.flatten() {
                let copy = to.join(file.file_name());
                if !copy.exists() {
                    // What is written anew is another file then; across disks it is another one now.
                    fs::hard_link(file.path(), &copy)
                        .or_else(|_| fs::copy(file.path(), &copy).map(|_| ()))
                        .map_err(failed)?;
                }
            }
        }
        Ok(lent)
    }
}

/// The folder of this machine's voices.
fn installed_voices() -> Result<PathBuf, Failed> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = named("XDG_DATA_HOME").or_else(|| Some(env::home_dir()?.join(".local/share")));
    let folder = named("TINGXINWEN_DATA").or_else(|| Some(data?.join("tingxinwen")));
    folder.filter(|folder| folder.join("models").is_dir()).ok_or_else(|| {
        Failed(
            "There is no voice on this machine. `cargo xtask run` or `tingxinwen voices install` fetches it."
                .to_owned(),
        )
    })
}
