//! The text of a document as it is stored: JSON of its parts, deflated.

use std::{
    io::{Read as _, Write as _},
    sync::Arc,
};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use tingxinwen_core::{
    article::Article,
    document::{Document, DocumentId, Part},
};

use crate::LibraryError;

/// The most that a stored text may unfold to, in bytes: more than the limits of extraction let in.
const MOST_BYTES: u64 = 256 << 20;

#[derive(Serialize)]
struct WrittenPart<'a> {
    title: Option<&'a str>,
    article: &'a Article,
}

#[derive(Deserialize)]
struct ReadPart {
    title: Option<String>,
    article: Article,
}

pub(crate) fn written(document: &Document) -> Result<Vec<u8>, LibraryError> {
    let part = |part: &'_ Part| {
        serde_json::to_vec(&WrittenPart { title: part.title.as_deref(), article: &part.article })
    };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    for one in document.parts() {
        let mut line = part(one).map_err(|error| LibraryError::Refused(error.to_string()))?;
        line.push(b'\n');
        encoder.write_all(&line)?;
    }
    Ok(encoder.finish()?)
}

pub(crate) fn read(id: &str, body: &[u8]) -> Result<Document, LibraryError> {
    let damaged = |error: &dyn std::fmt::Display| LibraryError::NotALibrary(error.to_string());
    let mut json = Vec::new();
    ZlibDecoder::new(body).take(MOST_BYTES).read_to_end(&mut json).map_err(|error| damaged(&error))?;
    let parts = serde_json::Deserializer::from_slice(&json)
        .into_iter::<ReadPart>()
        .map(|part| part.map(|part| Part { title: part.title, article: Arc::new(part.article) }));
    let parts = parts.collect::<Result<Vec<Part>, _>>().map_err(|error| damaged(&error))?;
    Document::of_parts(DocumentId(id.to_owned()), parts).ok_or_else(|| damaged(&"a document without parts"))
}
