//! PDF reader (ISO 32000-2): glyphs to lines, lines to blocks, by a layout of our own.
//!
//! The order in which a page is drawn is that in which it is read, in all programs seen; sorting by place would tear
//! columns and vertical text apart. What is repeated in the margins of pages is furniture (`furniture`), small lines at
//! a page's foot are notes (`blocks`).

mod blocks;
mod furniture;
mod glyphs;
mod lines;
mod radicals;
mod signs;

use std::sync::Arc;

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use tingxinwen_core::{
    article::{DocumentFault, OpenError},
    document::DocumentMeta,
};

use crate::{flow::Flow, parallel};
use lines::Line;

/// Share of the glyphs that must have characters, in percent.
const KNOWN_PERCENT: usize = 60;

/// How many batches of pages there are at least, where there are as many pages.
const BATCHES: usize = 8;
/// Pages whose fonts are read once.
const MOST_PAGES: usize = 16;

/// A page and its number.
struct Page {
    label: String,
    lines: Vec<Line>,
}

/// Reads the document that `bytes` are, with `password` where it is encrypted.
///
/// # Errors
/// [`OpenError::Document`]: a password is needed or wrong, no text, damaged.
pub(crate) fn read(bytes: &Arc<Vec<u8>>, password: Option<&str>) -> Result<Flow, OpenError> {
    let pdf = Pdf::new_with_password(Arc::clone(bytes), password.unwrap_or_default());
    let pdf = pdf.map_err(|error| {
        OpenError::Document(match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => match password {
                Some(_) => DocumentFault::WrongPassword,
                None => DocumentFault::NeedsPassword,
            },
            LoadPdfError::Decryption(_) | LoadPdfError::Invalid => DocumentFault::Damaged,
        })
    })?;
    // What is kept of fonts is dropped after some pages, so that memory does not grow with them all.
    let batch = (pdf.pages().len() / BATCHES).clamp(1, MOST_PAGES);
    let batches: Vec<_> = pdf.pages().chunks(batch).collect();
    let drawn = parallel::each(&batches, |pages| {
        let cache = InterpreterCache::new();
        let read = |page| {
            let drawn = glyphs::draw(page, &cache);
            (lines::lines(&drawn.glyphs), drawn.glyphs.len(), drawn.unknown, drawn.pictures)
        };
        pages.iter().map(read).collect::<Vec<_>>()
    });
    let mut pages = Vec::new();
    let (mut known, mut unknown, mut pictures) = (0, 0, 0);
    for (index, (lines, glyphs, without_text, images)) in drawn.into_iter().flatten().enumerate() {
        known += glyphs;
        unknown += without_text;
        pictures += images;
        pages.push(Page { label: (index + 1).to_string(), lines });
    }
    if known * 100 < (known + unknown) * KNOWN_PERCENT {
        return Err(OpenError::Document(DocumentFault::NoTextMap));
    }
    if known == 0 {
        let fault = if pictures > 0 { DocumentFault::Scanned } else { DocumentFault::Damaged };
        return Err(OpenError::Document(fault));
    }
    furniture::remove(&mut pages);
    let body = blocks::body_size(&pages);
    signs::tell_apart(&mut pages, body);
    let mut flow = blocks::flow(&pages, body);
    let metadata = pdf.metadata();
    let said = |bytes: &Option<Box<[u8]>>| {
        let text = tingxinwen_article::decode(bytes.as_ref()?, None);
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    flow.meta = DocumentMeta::new(said(&metadata.title), said(&metadata.author));
    Ok(flow)
}
