//! `tingxinwen licences`.

use crate::LICENCES;

/// Prints the texts of the licences of all that is in the program.
pub(super) fn run() {
    super::say(LICENCES);
}
