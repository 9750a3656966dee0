//! Package managers of Linux systems, and what each calls the packages that we know by Debian's names.
//!
//! Only Debian's was tried; the names of the others are those of their package lists (Fedora 42, Arch, openSUSE
//! Tumbleweed, Alpine 3.22).

use crate::tools::Tool;

/// A package manager.
#[derive(Debug)]
pub(crate) struct Manager {
    /// The program that installs, and what it is told before the names of packages.
    pub(crate) install: &'static [&'static str],
    /// What fetches the lists of packages, where that is a command of its own.
    pub(crate) refresh: Option<&'static [&'static str]>,
    /// What tells of one package whether it is installed; its name comes last.
    query: &'static [&'static str],
    /// The state that a line of the answer must tell behind an architecture, where it is not enough that there is an answer.
    installed: Option<&'static str>,
    /// Which of [`NAMES`] are its own; `None` for Debian's.
    column: Option<usize>,
}

/// All that are known; the first whose programs are there is this system's.
const MANAGERS: [Manager; 5] = [
    Manager {
        install: &[
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "-q",
            "--no-install-recommends",
        ],
        refresh: Some(&["apt-get", "update", "-q"]),
        query: &["dpkg-query", "-W", "-f=${Architecture} ${db:Status-Status}\n"],
        installed: Some("installed"),
        column: None,
    },
    Manager {
        install: &["dnf", "install", "-y", "--setopt=install_weak_deps=False"],
        refresh: None,
        query: &["rpm", "-q"],
        installed: None,
        column: Some(0),
    },
    Manager {
        install: &["pacman", "-S", "--needed", "--noconfirm"],
        refresh: None,
        query: &["pacman", "-Q"],
        installed: None,
        column: Some(1),
    },
    Manager {
        install: &["zypper", "--non-interactive", "install", "--no-recommends"],
        refresh: None,
        query: &["rpm", "-q"],
        installed: None,
        column: Some(2),
    },
    Manager {
        install: &["apk", "add"],
        refresh: None,
        query: &["apk", "info", "-e"],
        installed: None,
        column: Some(3),
    },
];

/// Debian's name of a package, then what dnf, pacman, zypper and apk know it by; nothing where there is none.
#[rustfmt::skip]
const NAMES: &[(&str, [&str; 4])] = &[
    ("appstream", ["appstream", "appstream", "AppStream", "appstream"]),
    ("at-spi2-core", ["at-spi2-core", "at-spi2-core", "at-spi2-core", "at-spi2-core"]),
    ("dbus", ["dbus-daemon", "dbus", "dbus-1-daemon", "dbus"]),
    ("desktop-file-utils", ["desktop-file-utils", "desktop-file-utils", "desktop-file-utils", "desktop-file-utils"]),
    ("ffmpeg", ["ffmpeg-free", "ffmpeg", "ffmpeg", "ffmpeg"]),
    ("flac", ["flac", "flac", "flac", "flac"]),
    ("flatpak-builder", ["flatpak-builder", "flatpak-builder", "flatpak-builder", "flatpak-builder"]),
    ("gcc", ["gcc", "gcc", "gcc", "gcc"]),
    ("icnsutils", ["libicns-utils", "libicns", "icns-utils", "libicns-progs"]),
    ("imagemagick", ["ImageMagick", "imagemagick", "ImageMagick", "imagemagick"]),
    ("libasound2-dev", ["alsa-lib-devel", "alsa-lib", "alsa-devel", "alsa-lib-dev"]),
    ("libc6-dev", ["glibc-devel", "glibc", "glibc-devel", "musl-dev"]),
    ("libegl1", ["libglvnd-egl", "libglvnd", "libglvnd", "mesa-egl"]),
    ("libgl1-mesa-dri", ["mesa-dri-drivers", "mesa", "Mesa-dri", "mesa-dri-gallium"]),
    ("libxcursor1", ["libXcursor", "libxcursor", "libXcursor1", "libxcursor"]),
    ("libxi6", ["libXi", "libxi", "libXi6", "libxi"]),
    ("libxkbcommon-x11-0", ["libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0", "libxkbcommon"]),
    ("npm", ["nodejs-npm", "npm", "npm-default", "npm"]),
    ("nsis", ["mingw32-nsis", "nsis", "mingw64-cross-nsis", ""]),
    ("openbox", ["openbox", "openbox", "openbox", "openbox"]),
    ("opus-tools", ["opus-tools", "opus-tools", "opus-tools", "opus-tools"]),
    ("pkg-config", ["pkgconf-pkg-config", "pkgconf", "pkg-config", "pkgconf"]),
    ("playerctl", ["playerctl", "playerctl", "playerctl", "playerctl"]),
    ("pulseaudio", ["pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio"]),
    ("pulseaudio-utils", ["pulseaudio-utils", "libpulse", "pulseaudio-utils", "pulseaudio-utils"]),
    ("python3", ["python3", "python", "python3", "python3"]),
    ("python3-mutagen", ["python3-mutagen", "python-mutagen", "python3-mutagen", "py3-mutagen"]),
    ("python3-pip", ["python3-pip", "python-pip", "python3-pip", "py3-pip"]),
    ("python3-venv", ["python3", "python", "python3", "python3"]),
    ("xdotool", ["xdotool", "xdotool", "xdotool", "xdotool"]),
    ("xvfb", ["xorg-x11-server-Xvfb", "xorg-server-xvfb", "xorg-x11-server-Xvfb", "xvfb"]),
    ("zip", ["zip", "zip", "zip", "zip"]),
];

impl Manager {
    /// This system's; `None` where it has none that is known.
    pub(crate) fn of_this_system() -> Option<Self> {
        let is_here = |manager: &Manager| {
            let asks = |program: &str| Tool::new(program).args(["--version"]).output().is_some();
            // Of Debian's, apt may be there without its packages.
            asks(manager.query[0]) && asks(manager.program())
        };
        MANAGERS.into_iter().find(is_here)
    }

    /// The program that installs.
    fn program(&self) -> &'static str {
        let names_program = |word: &&&str| **word != "env" && !word.contains('=');
        self.install.iter().find(names_program).copied().unwrap_or_default()
    }

    /// What this manager calls Debian's `package`; `None` where it has no such package.
    pub(crate) fn name(&self, package: &'static str) -> Option<&'static str> {
        let Some(column) = self.column else { return Some(package) };
        let names = NAMES.iter().find(|(debian, _)| *debian == package)?;
        Some(names.1[column]).filter(|name| !name.is_empty())
    }

    /// Whether the package that it calls `name` is installed.
    pub(crate) fn has(&self, name: &str) -> bool {
        let told = Tool::new(self.query[0]).args(&self.query[1..]).args([name]).output();
        let foreign = || match name.contains(':') {
            true => None,
            false => Tool::new("dpkg").args(["--print-foreign-architectures"]).output(),
        };
        told.is_some_and(|told| {
            self.installed.is_none_or(|wanted| is_installed(&told, wanted, &foreign().unwrap_or_default()))
        })
    }

    /// The command by which a person installs `names`.
    pub(crate) fn by_hand(&self, names: &[&str]) -> String {
        let words =
            self.install.iter().copied().filter(|word| *word != "env" && !word.contains("DEBIAN_FRONTEND"));
        words.chain(names.iter().copied()).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a line of `told`, an architecture and a state, says that a package is `wanted`, for none of the `foreign`
/// architectures, whose packages build nothing for this machine.
fn is_installed(told: &str, wanted: &str, foreign: &str) -> bool {
    told.lines()
        .filter_map(|line| line.split_once(' '))
        .any(|(architecture, state)| state == wanted && !foreign.lines().any(|other| other == architecture))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::{BENCH, BUILD, CLIENTS, RUN, TEST};

    #[test]
    fn every_manager_knows_every_package_that_running_and_testing_need() {
        for manager in &MANAGERS {
            for package in [BUILD, RUN, TEST, BENCH, CLIENTS].into_iter().flatten() {
                assert!(manager.name(package).is_some(), "{package} of {}", manager.program());
            }
        }
        assert_eq!(MANAGERS[1].name("libc6-dev"), Some("glibc-devel"));
        assert_eq!(MANAGERS[4].name("no-such-package"), None);
    }

    #[test]
    fn a_package_of_another_architecture_is_none_of_this_machine() {
        let both = "amd64 installed\narm64 installed\n";
        assert!(is_installed(both, "installed", "arm64\n"));
        assert!(is_installed("all installed\n", "installed", "arm64\n"));
        assert!(!is_installed("arm64 installed\n", "installed", "arm64\n"));
        assert!(is_installed("arm64 installed\n", "installed", ""));
        assert!(!is_installed("amd64 config-files\n", "installed", ""));
    }

    #[test]
    fn the_one_command_is_told_as_a_person_types_it() {
        assert_eq!(MANAGERS[0].program(), "apt-get");
        assert_eq!(MANAGERS[0].by_hand(&["gcc"]), "apt-get install -y -q --no-install-recommends gcc");
        assert_eq!(MANAGERS[2].by_hand(&["gcc", "pkgconf"]), "pacman -S --needed --noconfirm gcc pkgconf");
    }
}
