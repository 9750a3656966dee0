//! Reads members of archives: wheels (zip) and npm packages (tar, gzip).

use std::{collections::HashMap, ffi::OsStr, fs::File, io::Read, path::Path};

use super::{FetchError, Limits};

/// The members called `wanted` of the archive at `path`; what it has not is missing.
///
/// # Errors
/// [`FetchError::Archive`] where it cannot be read, or where a member is larger than the limit.
pub(super) fn members(
    path: &Path,
    wanted: &[&str],
    limits: &Limits,
) -> Result<HashMap<String, Vec<u8>>, FetchError> {
    let file = File::open(path).map_err(|error| FetchError::file(path, error))?;
    let mut found = HashMap::new();
    if path.extension() == Some(OsStr::new("whl")) || path.extension() == Some(OsStr::new("zip")) {
        let mut zip = zip::ZipArchive::new(file).map_err(damaged)?;
        for name in wanted {
            match zip.by_name(name) {
                Ok(member) => found.insert((*name).to_owned(), read(member, limits)?),
                Err(zip::result::ZipError::FileNotFound) => None,
                Err(error) => return Err(damaged(error)),
            };
        }
        return Ok(found);
    }
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(file));
    for member in tar.entries().map_err(damaged)? {
        let member = member.map_err(damaged)?;
        let name = member.path().map_err(damaged)?.to_string_lossy().into_owned();
        if wanted.contains(&name.as_str()) {
            found.insert(name, read(member, limits)?);
            if found.len() == wanted.len() {
                break;
            }
        }
    }
    Ok(found)
}

fn read(member: impl Read, limits: &Limits) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    member.take(limits.member_bytes + 1).read_to_end(&mut bytes).map_err(damaged)?;
    if bytes.len() as u64 > limits.member_bytes {
        return Err(FetchError::TooLong);
    }
    Ok(bytes)
}

// Taken by value as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn damaged(error: impl std::fmt::Display) -> FetchError {
    FetchError::Archive(error.to_string())
}
