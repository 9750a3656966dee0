//! The text of a document as it is stored: JSON of its parts, deflated.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use tingxinwen_core::{
    article::Article,
    document::{Document, DocumentId, DocumentMeta, PageStart, Part},
};

use crate::LibraryError;

/// The most that a stored text may unfold to, in bytes: more than the limits of extraction let in.
const MOST_BYTES: u64 = 256 << 20;

#[derive(Serialize)]
struct WrittenPart<'a> {
    title: Option<&'a str>,
    level: u8,
    pages: &'a [PageStart],
    article: &'a Article,
    /// Of the whole document; with its first part only.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a DocumentMeta>,
}

#[derive(Deserialize)]
struct ReadPart {
    title: Option<String>,
    #[serde(default = "outermost")]
    level: u8,
    #[serde(default)]
    pages: Vec<PageStart>,
    article: Article,
    #[serde(default)]
    document: Option<DocumentMeta>,
}

fn outermost() -> u8 {
    1
}

/// The text of `document`; nothing for a long one, which is read from its file again.
pub(crate) fn written(document: &Document) -> Result<Vec<u8>, LibraryError> {
    if document.is_long() {
        return Ok(Vec::new());
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    for (at, part) in document.parts().iter().enumerate() {
        let Part { title, level, pages, .. } = part;
        let article = &part.article();
        let meta = (at == 0).then_some(&document.meta);
        let written = WrittenPart { title: title.as_deref(), level: *level, pages, article, document: meta };
        let mut line =
            serde_json::to_vec(&written).map_err(|error| LibraryError::Refused(error.to_string()))?;
        line.push(b'\n');
        encoder.write_all(&line)?;
    }
    Ok(encoder.finish()?)
}

pub(crate) fn read(id: &str, body: &[u8]) -> Result<Document, LibraryError> {
    let damaged = |error: &dyn std::fmt::Display| LibraryError::NotALibrary(error.to_string());
    let mut json = Vec::new();
    ZlibDecoder::new(body).take(MOST_BYTES).read_to_end(&mut json).map_err(|error| damaged(&error))?;
    let (mut meta, mut parts) = (DocumentMeta::default(), Vec::new());
    for part in serde_json::Deserializer::from_slice(&json).into_iter::<ReadPart>() {
        let ReadPart { title, level, pages, article, document } = part.map_err(|error| damaged(&error))?;
        meta = document.unwrap_or(meta);
        parts.push(Part { title, level, body: article.into(), pages });
    }
    let mut document = Document::of_parts(DocumentId(id.to_owned()), parts)
        .ok_or_else(|| damaged(&"a document without parts"))?;
    document.meta = meta;
    Ok(document)
}
