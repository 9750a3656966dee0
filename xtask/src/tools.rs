//! Running other programs.

use std::{
    env,
    ffi::OsStr,
    fs::File,
    io::{BufRead as _, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

/// What went wrong, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failed(pub(crate) String);

/// A program and its arguments.
pub(crate) struct Tool {
    command: Command,
    name: String,
}

impl Tool {
    pub(crate) fn new(name: &str) -> Self {
        Self { command: Command::new(name), name: name.to_owned() }
    }

    pub(crate) fn at(path: &Path) -> Self {
        Self { command: Command::new(path), name: path.display().to_string() }
    }

    /// The cargo that runs us, in the project's folder.
    pub(crate) fn cargo() -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut tool = Self { command: Command::new(cargo), name: "cargo".to_owned() };
        tool.command.current_dir(crate::root());
        // What tells of this package is no matter of others: build scripts (ring's) would compile anew.
        let told = env::vars_os().map(|(name, _)| name);
        for name in told.filter(|name| name.to_string_lossy().starts_with("CARGO_PKG_")) {
            tool.command.env_remove(name);
        }
        tool.without("CARGO_MANIFEST_DIR").without("CARGO_MANIFEST_PATH")
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    /// Runs it to its end, on our own terminal.
    pub(crate) fn run(mut self) -> Result<(), Failed> {
        let status = self.command.status().map_err(|error| Failed(format!("{}: {error}", self.name)))?;
        if status.success() { Ok(()) } else { Err(Failed(format!("{} failed ({status})", self.name))) }
    }

    /// The same, and puts what it prints on standard output into `file` too.
    pub(crate) fn run_into(mut self, file: &Path) -> Result<(), Failed> {
        let failed = |error: std::io::Error| Failed(format!("{}: {error}", file.display()));
        let mut kept = File::create(file).map_err(failed)?;
        let name = self.name.clone();
        let started = self.command.stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| Failed(format!("{name}: {error}")))?;
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line.map_err(failed)?;
            writeln!(std::io::stdout(), "{line}").map_err(failed)?;
            writeln!(kept, "{line}").map_err(failed)?;
        }
        let status = child.wait().map_err(|error| Failed(format!("{name}: {error}")))?;
        if status.success() { Ok(()) } else { Err(Failed(format!("{name} failed ({status})"))) }
    }

    /// The same with `name` in its environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The same without `name` in its environment.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// The same in `folder`.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Starts it, quietly; it ends when what is returned is dropped.
    pub(crate) fn start(mut self) -> Result<Running, Failed> {
        let quiet = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.spawn().map(Running).map_err(|error| Failed(format!("{}: {error}", self.name)))
    }

    /// What it prints; nothing when it fails.
    pub(crate) fn output(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// A program that runs.
pub(crate) struct Running(Child);

impl Running {
    /// Whether it still does.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Tells whoever called us.
pub(crate) fn tell(words: &str) {
    writeln!(std::io::stderr(), "{words}").ok();
}
