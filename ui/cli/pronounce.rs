//! `tingxinwen pronounce`.

use clap::Args;

/// What to pronounce.
#[derive(Debug, Args)]
pub(super) struct Pronounce {
    /// Text; `-` for standard input.
    #[arg(default_value = "-")]
    text: String,
}

impl Pronounce {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let _ = &self.text;
        anyhow::bail!("stand-in")
    }
}
