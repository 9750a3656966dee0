//! ARM: Linux on 64 bits, run by QEMU.

use super::Cross;
use crate::tools::{Failed, tell};

/// What links and runs programs of ARM.
const PACKAGES: &[&str] = &["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross", "qemu-user-static"];
const RUNNER: &str = "qemu-aarch64-static -L /usr/aarch64-linux-gnu";

pub(super) fn run() -> Result<(), Failed> {
    let mut cross = Cross::new("arm", "aarch64-unknown-linux-gnu", PACKAGES)?;
    cross.set_target("LINKER", "aarch64-linux-gnu-gcc");
    cross.set_target("RUNNER", RUNNER);
    tell("Running the vocoder's tests on ARM …");
    cross.cargo("test").args(["--package", "tingxinwen-vocoder"]).run()
}
