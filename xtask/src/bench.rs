//! The figures of the README.

use std::path::Path;

use crate::tools::Failed;

/// Runs the benches called `names`, all without a name.
pub(crate) fn run(_program: &Path, _names: &[String]) -> Result<(), Failed> {
    Err(Failed("no bench yet".to_owned()))
}
