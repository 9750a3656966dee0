//! Fetches an asset from an address into a `.part` file, going on where an earlier attempt stopped.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use reqwest::{
    StatusCode,
    blocking::{Client, Response},
    header::{CONTENT_RANGE, RANGE},
    redirect,
};
use tingxinwen_net::tls;

use super::{FetchError, Limits, Progress, Step};
use crate::{catalog::Asset, sum};

/// Bytes read at a time; the progress is told as often.
const CHUNK: usize = 1 << 16;

/// Fills `part` with `asset` from `address`, checked; what an earlier, broken attempt left there is used
/// if the server can go on from it.
///
/// # Errors
/// Whatever came last; `part` then holds what can be gone on from, or is gone.
pub(super) fn download(
    asset: &Asset,
    address: &str,
    part: &Path,
    limits: &Limits,
    progress: &dyn Progress,
) -> Result<(), FetchError> {
    let client = Client::builder()
        .tls_backend_preconfigured(tls::for_http())
        .connect_timeout(limits.connect)
        .timeout(limits.attempt)
        .redirect(redirect::Policy::limited(limits.redirects))
        // Ranges count bytes of what is sent.
        .gzip(false)
        .brotli(false)
        .build()
        .map_err(|error| FetchError::Network(reason(&error)))?;
    let mut in_vain = 0;
    loop {
        let before = length(part);
        match attempt(&client, asset, address, part, progress) {
            Ok(()) if is_right(part, asset)? => return Ok(()),
            Ok(()) => {
                fs::remove_file(part).map_err(|error| FetchError::file(part, error))?;
                // What was gone on from may have been another file: once more from the start.
                if before == 0 {
                    return Err(FetchError::Checksum);
                }
            }
            Err(error @ (FetchError::Status(_) | FetchError::File { .. } | FetchError::TooLong)) => {
                return Err(error);
            }
            Err(error) if length(part) <= before => {
                in_vain += 1;
                if in_vain >= limits.attempts {
                    return Err(error);
                }
            }
            Err(_) => in_vain = 0,
        }
    }
}

fn is_right(part: &Path, asset: &Asset) -> Result<bool, FetchError> {
    let found = sum::of_file(part).map_err(|error| FetchError::file(part, error))?;
    Ok(found == asset.sha256)
}

fn length(part: &Path) -> u64 {
    part.metadata().map_or(0, |meta| meta.len())
}

fn attempt(
    client: &Client,
    asset: &Asset,
    address: &str,
    part: &Path,
    progress: &dyn Progress,
) -> Result<(), FetchError> {
    let file_error = |error| FetchError::file(part, error);
    let mut file = File::options().create(true).truncate(false).write(true).open(part).map_err(file_error)?;
    let mut have = file.seek(SeekFrom::End(0)).map_err(file_error)?;
    if have == asset.bytes {
        return Ok(());
    }
    let mut request = client.get(address);
    if have > 0 && have < asset.bytes {
        request = request.header(RANGE, format!("bytes={have}-"));
    }
    let mut response = request.send().map_err(|error| FetchError::Network(reason(&error)))?;
    if !goes_on_from(&response, have) {
        have = 0;
        file.set_len(0).map_err(file_error)?;
        file.rewind().map_err(file_error)?;
    }
    if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
        return Err(FetchError::Network("the server did not go on from where it stopped".to_owned()));
    }
    if !response.status().is_success() {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    let mut chunk = vec![0; CHUNK];
    loop {
        progress.tell(&Step::Received { file: &asset.file, bytes: have, total: asset.bytes });
        let count = response.read(&mut chunk).map_err(|error| FetchError::Network(reason(&error)))?;
        if count == 0 {
            break;
        }
        have += count as u64;
        if have > asset.bytes {
            drop(file);
            fs::remove_file(part).map_err(file_error)?;
            return Err(FetchError::TooLong);
        }
        file.write_all(&chunk[..count]).map_err(file_error)?;
    }
    if have < asset.bytes {
        return Err(FetchError::Network(format!(
            "the connection ended after {have} of {} bytes",
            asset.bytes
        )));
    }
    file.sync_all().map_err(file_error)
}

/// Whether the body of `response` starts at byte `have` of the asset.
fn goes_on_from(response: &Response, have: u64) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
    response.status() == StatusCode::PARTIAL_CONTENT
        && range.is_some_and(|range| range.starts_with(&format!("bytes {have}-")))
}

/// The innermost cause of `error`: the outer ones only say that a request failed.
fn reason(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
