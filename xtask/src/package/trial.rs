//! A package as a listener meets it: installed on a bare system, used, and removed.
//!
//! The bare system is the least that Debian starts with, in a folder; it shares this machine's network, so that a server
//! at 127.0.0.1 takes the place of those that voices are fetched from.

use std::{
    collections::BTreeSet,
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{Package, at, copy, deb::RECOMMENDS, write};
use crate::{
    packages::ensure,
    tools::{Failed, Tool, tell},
};

/// Where voices are served.
const PORT: u16 = 18_881;
/// How long the first word, or the window, may take before it is given up.
const WAITING: Duration = Duration::from_secs(300);
/// Where windows are shown: any program of this machine reaches it, in whatever folder it lives.
const SCREEN: &str = ":87";
const SCREEN_SOCKET: &str = "/tmp/.X11-unix/X87";
/// What is read.
const TEXT: &str = "今天台北天氣晴朗，氣溫二十五度。\n";
/// Folders in which installing leaves notes of its own, or which are the account's.
const APART: [&str; 8] = ["./var", "./root", "./tmp", "./proc", "./dev", "./sys", "./run", "./etc"];

/// Tries the package of `kind` at `made`.
pub(super) fn run(kind: &str, package: &Package, made: &Path) -> Result<(), Failed> {
    match kind {
        "deb" => {
            let system = System::fresh(package)?;
            let (before, started) = (system.files()?, Instant::now());
            system.install(made, &[])?;
            let installed = system.files()?;
            system.listen(package, "/usr/bin/tingxinwen", started)?;
            system.apt(&["purge", "-y", if package.full { "tingxinwen-full" } else { "tingxinwen" }])?;
            system.apt(&["autoremove", "-y", "--purge"])?;
            tell_difference(&before, &installed, &system.files()?)?;
            // What others wrote leaves files of its own, so that this is tried apart.
            let system = System::fresh(package)?;
            let recommended = RECOMMENDS.split(", ").filter_map(|choice| choice.split(" | ").next());
            system.install(made, &recommended.collect::<Vec<_>>())?;
            system.show("/usr/bin/tingxinwen")
        }
        "tar" => {
            let system = System::fresh(package)?;
            let (before, started) = (system.files()?, Instant::now());
            let folder = system.root.join("opt");
            Tool::new("tar").args(["-C"]).args([&folder]).args(["-xf"]).args([made]).run()?;
            let unpacked = made.file_name().unwrap_or_default().to_string_lossy().replace(".tar.gz", "");
            let installed = system.files()?;
            system.listen(package, &format!("/opt/{unpacked}/tingxinwen"), started)?;
            let folder = folder.join(unpacked);
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
            tell_difference(&before, &installed, &system.files()?)
        }
        "windows" => super::windows::try_it(package, made),
        _ => {
            tell(&format!("A package of the kind {kind} cannot be tried here."));
            Ok(())
        }
    }
}

/// Tells how much the package brought, and fails if any of it stayed.
fn tell_difference(
    before: &BTreeSet<String>,
    installed: &BTreeSet<String>,
    after: &BTreeSet<String>,
) -> Result<(), Failed> {
    let brought = installed.difference(before).count();
    let left: Vec<&String> = after.difference(before).collect();
    if brought == 0 || !left.is_empty() {
        let (count, first) = (left.len(), &left[..left.len().min(5)]);
        return Err(Failed(format!(
            "{brought} files came with the package; {count} stayed, such as {first:?}"
        )));
    }
    tell(&format!("{brought} files came with the package, and none of them stayed"));
    Ok(())
}

/// A bare Debian in a folder.
struct System {
    root: PathBuf,
}

impl System {
    /// One that nothing was done to; what it is made of is fetched once.
    fn fresh(package: &Package) -> Result<Self, Failed> {
        if Tool::new("id").args(["-u"]).output().is_none_or(|id| id.trim() != "0") {
            return Err(Failed(
                "Trying a package on a bare system needs root, for debootstrap and chroot".to_owned(),
            ));
        }
        ensure(&[&["debootstrap", "python3"]])?;
        let (kept, root) = (package.folder.join("bare.tar"), package.empty("bare")?);
        if kept.exists() {
            Tool::new("tar").args(["-C"]).args([&root]).args(["-xf"]).args([&kept]).run()?;
        } else {
            let format = "$(CODENAME)\t$(SUITE)\t$(REPO_URI)";
            let known = Tool::new("apt-get")
                .args(["indextargets", "--format", format, "Created-By: Packages"])
                .output();
            let known = known.unwrap_or_default();
            let first = known.lines().next().unwrap_or_default();
            let [name, _, address] = first.split('\t').collect::<Vec<_>>()[..] else {
                return Err(Failed("apt knows no source of packages".to_owned()));
            };
            Tool::new("debootstrap").args(["--variant=minbase", name]).args([&root]).args([address]).run()?;
            // Where clocks and lists are of different days.
            let settings = "Acquire::Check-Valid-Until \"false\";\nAcquire::Check-Date \"false\";\n";
            write(&root.join("etc/apt/apt.conf.d/90bare"), settings)?;
            Tool::new("tar").args(["-C"]).args([&root]).args(["-cf"]).args([&kept]).args(["."]).run()?;
        }
        copy(Path::new("/etc/resolv.conf"), &root.join("etc/resolv.conf"))?;
        let system = Self { root };
        system.apt(&["update"])?;
        Ok(system)
    }

    fn inside(&self, command: &[&str]) -> Tool {
        // Programs find what came along with them by `/proc`, which is there for as long as the command runs.
        let enter = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";
        let tool = Tool::new("unshare").args(["--mount", "sh", "-c", enter]).args([&self.root]).args(command);
        tool.env("HOME", "/root").env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8")
    }

    fn apt(&self, args: &[&str]) -> Result<(), Failed> {
        self.inside(&["apt-get", "-q"]).args(args).run()
    }

    /// Installs the package at `made`, with these others and what all of them need.
    fn install(&self, made: &Path, others: &[&str]) -> Result<(), Failed> {
        copy(made, &self.root.join("tmp/package.deb"))?;
        self.apt(&[&["install", "-y", "--no-install-recommends", "/tmp/package.deb"], others].concat())
    }

    /// All files of the system that no account owns.
    fn files(&self) -> Result<BTreeSet<String>, Failed> {
        let found = Tool::new("find").within(&self.root).args([".", "-not", "-type", "d"]).output();
        let found = found.ok_or_else(|| Failed("`find` failed".to_owned()))?;
        let is_apart = |path: &str| APART.iter().any(|folder| Path::new(path).starts_with(folder));
        Ok(found.lines().filter(|path| !is_apart(path)).map(str::to_owned).collect())
    }

    /// Fetches the voices from a server on this machine, unless they came along, and reads until the first word is
    /// heard. `started` is when the package began to be installed.
    fn listen(&self, package: &Package, program: &str, started: Instant) -> Result<(), Failed> {
        tell(&format!("installed after {:.1} s", started.elapsed().as_secs_f64()));
        self.inside(&[program, "--version"]).run()?;
        write(&self.root.join("tmp/article.txt"), TEXT)?;
        self.inside(&[program, "extract", "/tmp/article.txt"]).run()?;
        let began = Instant::now();
        if !package.full {
            let voices = package.voices(&package.program()?)?;
            let port = PORT.to_string();
            let server = ["-m", "http.server", &port, "--bind", "127.0.0.1", "--directory"];
            let mut server = Tool::new("python3").args(server).args([&voices]).start()?;
            while TcpStream::connect(("127.0.0.1", PORT)).is_err() {
                if !server.is_alive() {
                    return Err(Failed(format!("no server starts at port {PORT} of 127.0.0.1")));
                }
                sleep(Duration::from_millis(20));
            }
            let origin = format!("http://127.0.0.1:{PORT}");
            self.inside(&[program, "voices", "install", "--from", &origin]).run()?;
        }
        let _reading =
            self.inside(&[program, "read", "--trace", "/tmp/reading", "/tmp/article.txt"]).start()?;
        self.wait_for("word", "tmp/reading")?;
        let secs = began.elapsed().as_secs_f64();
        tell(&format!("the first word was heard {secs:.1} s after the first start"));
        Ok(())
    }

    /// Opens the window, and waits until it is drawn.
    fn show(&self, program: &str) -> Result<(), Failed> {
        ensure(&[&["xvfb"]])?;
        write(&self.root.join("tmp/article.txt"), TEXT)?;
        let _screen = Tool::new("Xvfb").args([SCREEN, "-ac", "-screen", "0", "1280x800x24"]).start()?;
        while !Path::new(SCREEN_SOCKET).exists() {
            sleep(Duration::from_millis(20));
        }
        let began = Instant::now();
        let window = self.inside(&[program, "--trace", "/tmp/window", "/tmp/article.txt"]);
        let _window = window.env("DISPLAY", SCREEN).start()?;
        self.wait_for("first_frame", "tmp/window")?;
        tell(&format!("the window was drawn after {:.1} s", began.elapsed().as_secs_f64()));
        Ok(())
    }

    /// Waits for `event` in the trace at `path`.
    fn wait_for(&self, event: &str, path: &str) -> Result<(), Failed> {
        let (trace, began) = (self.root.join(path), Instant::now());
        while !fs::read_to_string(&trace).is_ok_and(|text| text.contains(&format!("\"{event}\""))) {
            if began.elapsed() > WAITING {
                return Err(Failed(format!("{event} never came")));
            }
            sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}
