//! ARM: Linux on 64 bits, run by QEMU.

use super::Cross;
use crate::{
    packages::know_architecture,
    tools::{Failed, tell},
};

/// What Debian calls it.
const ARCHITECTURE: &str = "arm64";
/// What links and runs programs of ARM, with the libraries that they need there.
const PACKAGES: &[&str] =
    &["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross", "qemu-user-static", "libasound2-dev:arm64"];
const RUNNER: &str = "qemu-aarch64-static";
/// Where those libraries tell how they are linked.
const LIBRARIES: &str = "/usr/lib/aarch64-linux-gnu/pkgconfig";

pub(super) fn run() -> Result<(), Failed> {
    know_architecture(ARCHITECTURE)?;
    let mut cross = Cross::new("arm", "aarch64-unknown-linux-gnu", PACKAGES)?;
    cross.set_target("LINKER", "aarch64-linux-gnu-gcc");
    cross.set_target("RUNNER", RUNNER);
    cross.set("PKG_CONFIG_ALLOW_CROSS", "1");
    cross.set("PKG_CONFIG_LIBDIR", LIBRARIES);
    tell("Running the network's tests on ARM …");
    cross.cargo("test").args(["--package", "tingxinwen-network"]).run()?;
    tell("Building for ARM …");
    cross.cargo("build").args(["--workspace", "--bin", "tingxinwen"]).run()?;
    cross.commands(&[RUNNER, &cross.built("tingxinwen")])
}
