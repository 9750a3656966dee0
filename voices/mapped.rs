//! Loads a model whose weights are mapped into memory, not copied: the one place of this package
//! that needs `unsafe`.

use std::path::Path;

/// Loads the graph at `path` with weights that stay in their file until they are used, shared with
/// other processes.
#[allow(unsafe_code)]
pub(crate) fn load(options: &rten::ModelOptions, path: &Path) -> Result<rten::Model, rten::LoadError> {
    // SAFETY: mapped files must not be changed while they are in use. Ours are written under another
    // name and renamed when whole, never written to again, and a newer one replaces the name, not the
    // bytes (`kokoro::convert`).
    unsafe { options.load_mmap(path) }
}
