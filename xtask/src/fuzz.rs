//! Runs what reads what others wrote under libFuzzer, which is guided by what code was reached.
//!
//! The compiler of releases can count that, if told to by flags of LLVM; all is built once more, beside the rest.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::tools::{Failed, Tool, tell};

/// What is run where no target is named: the names of `tests/fuzz/targets.rs`.
const TARGETS: &str = "tests/fuzz/targets.rs";
/// What makes code count where it was, as cargo-fuzz does.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";
/// How long one input may take in seconds, and how much memory in MiB.
const LIMITS: [&str; 2] = ["-timeout=30", "-rss_limit_mb=3000"];
/// How long a failing input is made smaller, in seconds.
const SHRINKING_SECS: u32 = 60;

/// Runs all targets, or the one that `args` name, for so many minutes (15 at first) that they share; tells how many inputs
/// each had, and how to repeat what failed.
pub(crate) fn run(args: &[String], root: &Path, target: &Path) -> Result<(), Failed> {
    let minutes = args.iter().find_map(|arg| arg.parse::<f64>().ok()).unwrap_or(15.0);
    let names = names(root)?;
    let named: Vec<&String> = args.iter().filter(|arg| arg.parse::<f64>().is_err()).collect();
    if let Some(unknown) = named.iter().find(|name| !names.contains(name)) {
        return Err(Failed(format!("No target is called {unknown}. There are {}.", names.join(", "))));
    }
    let names: Vec<&String> = if named.is_empty() { names.iter().collect() } else { named };
    let program = build(target)?;
    let secs = (minutes * 60.0 / names.len() as f64).max(1.0) as u32;
    let (mut inputs, mut failed) = (0, Vec::new());
    for name in names {
        let run = Run { program: &program, name, folder: target.join("fuzz-corpus").join(name) };
        let (count, bad) = run.for_secs(secs)?;
        tell(&format!("{name:12} {count:>9} inputs"));
        inputs += count;
        if let Some(bad) = bad {
            let smaller = run.smaller(&bad).unwrap_or(bad);
            tell(&format!(
                "{name} fails on {0}. To repeat it: FUZZ_TARGET={name} {1} {0}\nTo keep it: copy it into \
                 tests/fuzz/found/{name}, and run cargo test --test fuzz",
                smaller.display(),
                program.display(),
            ));
            failed.push(name.clone());
        }
    }
    tell(&format!("{inputs} inputs in all"));
    if failed.is_empty() { Ok(()) } else { Err(Failed(format!("These fail: {}.", failed.join(", ")))) }
}

/// The targets' names.
fn names(root: &Path) -> Result<Vec<String>, Failed> {
    let path = root.join(TARGETS);
    let text = fs::read_to_string(&path).map_err(|error| Failed(format!("{}: {error}", path.display())))?;
    let names =
        text.lines().filter_map(|line| line.trim().strip_prefix("Target { name: \"")?.split('"').next());
    Ok(names.map(str::to_owned).collect())
}

/// The program that runs a target.
fn build(target: &Path) -> Result<PathBuf, Failed> {
    let host = host()?;
    let build =
        ["build", "--profile", "fuzz", "--package", "tingxinwen-fuzz", "--features", "libfuzzer", "--target"];
    Tool::cargo().env("RUSTFLAGS", FLAGS).args(build).args([&host]).run()?;
    Ok(target.join(host).join("fuzz/fuzz"))
}

/// This machine, as the compiler calls it.
fn host() -> Result<String, Failed> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let out = Command::new(rustc).arg("-vV").output().map_err(|error| Failed(format!("rustc: {error}")))?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failed("rustc does not say what machine this is".to_owned()))
}

/// A target that is run.
struct Run<'a> {
    program: &'a Path,
    name: &'a str,
    /// What reached new code, kept from run to run.
    folder: PathBuf,
}

impl Run<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.env("FUZZ_TARGET", self.name).args(LIMITS).stdin(Stdio::null());
        command
    }

    /// Runs it; how many inputs it had, and the one it failed on.
    fn for_secs(&self, secs: u32) -> Result<(u64, Option<PathBuf>), Failed> {
        let failed = |error: std::io::Error| Failed(format!("{}: {error}", self.program.display()));
        fs::create_dir_all(&self.folder).map_err(failed)?;
        self.command().env("FUZZ_SEEDS", &self.folder).stderr(Stdio::null()).status().map_err(failed)?;
        let prefix = self.folder.with_extension("failed-");
        let mut command = self.command();
        command.arg(&self.folder).arg(format!("-max_total_time={secs}"));
        command
            .arg(format!("-artifact_prefix={}", prefix.display()))
            .args(["-print_final_stats=1", "-max_len=65536"]);
        let mut running = command.stderr(Stdio::piped()).spawn().map_err(failed)?;
        let (mut count, mut bad) = (0, None);
        let said = running.stderr.take().into_iter().flat_map(|said| BufReader::new(said).split(b'\n'));
        for line in said.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            // `#1024 NEW …` says how far it is, where it fails before the end.
            let at = line.strip_prefix('#').and_then(|rest| rest.split_whitespace().next()?.parse().ok());
            let all = line
                .strip_prefix("stat::number_of_executed_units:")
                .and_then(|rest| rest.trim().parse().ok());
            count = all.or(at).unwrap_or(count);
            if let Some((_, path)) = line.split_once("Test unit written to ") {
                bad = Some(PathBuf::from(path.trim()));
            }
            if line.contains("panicked at") || line.contains("ERROR: libFuzzer") {
                tell(&line);
            }
        }
        running.wait().map_err(failed)?;
        Ok((count, bad))
    }

    /// A smaller input on which it fails too.
    fn smaller(&self, bad: &Path) -> Option<PathBuf> {
        let smaller = bad.with_extension("small");
        let mut command = self.command();
        command.arg("-minimize_crash=1").arg(format!("-max_total_time={SHRINKING_SECS}"));
        command.arg(format!("-exact_artifact_path={}", smaller.display())).arg(bad);
        command.stderr(Stdio::null()).status().ok()?;
        smaller.exists().then_some(smaller)
    }
}
