//! MOBI and AZW3 reader: PalmDOC records to HTML, cut into chapters where pages break.
//!
//! After the format as the MobileRead wiki describes it ("MOBI", "PDB", "KF8"). Text that is packed by HUFF/CDIC is not
//! read.

use std::collections::BTreeSet;

use encoding_rs::{UTF_8, WINDOWS_1252};
use tingxinwen_article::Chapter;
use tingxinwen_core::{
    article::{DocumentFault, Lock, OpenError},
    document::DocumentMeta,
};

use crate::{
    epub::{File, flow_of},
    flow::Flow,
};

/// Where the head of a Palm database says what it is.
const KIND: std::ops::Range<usize> = 60..68;
/// The largest text that is read, in bytes.
const MAX_TEXT_BYTES: usize = 96 << 20;
/// What a page break is in MOBI.
const PAGE_BREAK: &str = "<mbp:pagebreak";

/// Whether `bytes` are a MOBI file.
pub(crate) fn is_mobi(bytes: &[u8]) -> bool {
    bytes.get(KIND).is_some_and(|kind| kind == b"BOOKMOBI" || kind == b"TEXtREAd")
}

/// Reads the book that `bytes` are.
///
/// # Errors
/// [`OpenError::Document`]: protected, damaged, too large; [`OpenError::NotText`] where it is packed by HUFF/CDIC.
pub(crate) fn read(bytes: &[u8]) -> Result<Flow, OpenError> {
    let damaged = OpenError::Document(DocumentFault::Damaged);
    let records = records(bytes).ok_or_else(|| damaged.clone())?;
    let head = records.first().copied().filter(|head| head.len() >= 16).ok_or(damaged)?;
    if u16_at(head, 12).is_some_and(|encryption| encryption != 0) {
        return Err(OpenError::Document(DocumentFault::Protected(Lock::Kindle)));
    }
    let unpack: fn(&[u8], &mut Vec<u8>) = match u16_at(head, 0) {
        Some(1) => |record, text| text.extend_from_slice(record),
        Some(2) => unpack_palmdoc,
        _ => return Err(OpenError::NotText { kind: "application/x-mobipocket-ebook".to_owned() }),
    };
    let count = usize::from(u16_at(head, 8).unwrap_or(0));
    let flags = if u32_at(head, 20).is_some_and(|length| length >= 228) { u16_at(head, 242) } else { None };
    let mut text = Vec::new();
    for record in records.iter().skip(1).take(count) {
        unpack(without_trailers(record, flags.unwrap_or(0)), &mut text);
        if text.len() > MAX_TEXT_BYTES {
            return Err(OpenError::Document(DocumentFault::Unpacks {
                limit_mib: MAX_TEXT_BYTES as u64 >> 20,
            }));
        }
    }
    let is_kf8 = u32_at(head, 36) == Some(8);
    if is_kf8 && let Some(end) = first_flow_end(head, &records) {
        text.truncate(end);
    }
    let encoding = if u32_at(head, 28) == Some(65001) { UTF_8 } else { WINDOWS_1252 };
    let html = if is_kf8 { text } else { with_anchors(&text) };
    let html = encoding.decode_without_bom_handling(&html).0;
    let files = chunks(&html, if is_kf8 { "<?xml" } else { PAGE_BREAK });
    let meta = DocumentMeta::new(exth(head, 503, encoding), exth(head, 100, encoding));
    Ok(Flow { cover: cover(&records), ..flow_of(files, meta) })
}

/// The picture on the cover of the book of these `records`.
fn cover(records: &[&[u8]]) -> Option<Vec<u8>> {
    /// Where the head says which record is the first picture.
    const FIRST_PICTURE: usize = 108;
    /// The record of the extended head with the number of the cover among the pictures.
    const COVER: u32 = 201;
    let head = *records.first()?;
    let number = u32_at(extended(head, COVER)?, 0)?;
    let record = u32_at(head, FIRST_PICTURE)?.checked_add(number)?;
    records.get(record as usize).map(|picture| picture.to_vec())
}

/// The chapters that `html` is cut into before each `mark`.
fn chunks(html: &str, mark: &str) -> Vec<File> {
    let mut starts: Vec<usize> = html.match_indices(mark).map(|(at, _)| at).collect();
    starts.insert(0, 0);
    starts.push(html.len());
    let pieces = starts.windows(2).map(|pair| &html[pair[0]..pair[1]]);
    // All addresses lead into the one file.
    pieces.map(|piece| File::new("book".to_owned(), Chapter::read(piece))).collect()
}

/// The records of a Palm database.
fn records(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let count = usize::from(u16_at(bytes, 76)?);
    let mut offsets: Vec<usize> =
        (0..count).map_while(|index| Some(u32_at(bytes, 78 + index * 8)? as usize)).collect();
    offsets.push(bytes.len());
    let records = offsets.windows(2).map(|pair| bytes.get(pair[0]..pair[1].max(pair[0])).unwrap_or_default());
    Some(records.collect())
}

/// `record` without what follows its text: sizes are written backwards from its end, one for each of `flags`.
fn without_trailers(record: &[u8], flags: u16) -> &[u8] {
    let mut end = record.len();
    for _ in 0..(flags >> 1).count_ones() {
        let mut size = 0_usize;
        for (index, byte) in record[..end].iter().rev().take(4).enumerate() {
            size |= usize::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 != 0 {
                break;
            }
        }
        end = end.saturating_sub(size);
    }
    if flags & 1 != 0 && end > 0 {
        end = end.saturating_sub(usize::from(record[end - 1] & 3) + 1);
    }
    &record[..end]
}

/// Adds the text of a record that is packed by PalmDOC's LZ77.
fn unpack_palmdoc(record: &[u8], text: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = record.get(at) {
        at += 1;
        match byte {
            1..=8 => {
                let end = (at + usize::from(byte)).min(record.len());
                text.extend_from_slice(&record[at..end]);
                at = end;
            }
            0x80..=0xBF => {
                let Some(&low) = record.get(at) else { return };
                at += 1;
                let pair = (usize::from(byte & 0x3F) << 8) | usize::from(low);
                let (distance, length) = (pair >> 3, (pair & 7) + 3);
                for _ in 0..length {
                    let Some(&copied) = text.len().checked_sub(distance).and_then(|from| text.get(from))
                    else {
                        return;
                    };
                    text.push(copied);
                }
            }
            0xC0..=0xFF => text.extend([b' ', byte ^ 0x80]),
            byte => text.push(byte),
        }
    }
}

/// Where the first flow of a KF8 book ends, which is its text; style sheets and pictures follow.
fn first_flow_end(head: &[u8], records: &[&[u8]]) -> Option<usize> {
    let table = records.get(u32_at(head, 192)? as usize).filter(|record| record.starts_with(b"FDST"))?;
    Some(u32_at(table, 16)? as usize)
}

/// `text` with an anchor at each byte to which a link leads by `filepos`, and such links as those of HTML.
fn with_anchors(text: &[u8]) -> Vec<u8> {
    const LINK: &[u8] = b"filepos=";
    let mut places = BTreeSet::new();
    let mut links = Vec::new();
    for at in 0..text.len().saturating_sub(LINK.len()) {
        if !text[at..].starts_with(LINK) {
            continue;
        }
        let start = at + LINK.len() + usize::from(matches!(text.get(at + LINK.len()), Some(b'"' | b'\'')));
        let digits = text[start..].iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        let number =
            std::str::from_utf8(&text[start..start + digits]).ok().and_then(|digits| digits.parse().ok());
        if let Some(place) = number.filter(|place: &usize| *place < text.len()) {
            let quote = usize::from(start > at + LINK.len());
            places.insert(place);
            links.push((at, start + digits + quote, place));
        }
    }
    let mut out = Vec::with_capacity(text.len() + places.len() * 24);
    let mut links = links.into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if places.contains(&at) {
            out.extend_from_slice(format!("<a id=\"p{at}\"></a>").as_bytes());
        }
        match links.next_if(|(from, ..)| *from == at) {
            Some((_, to, place)) => {
                out.extend_from_slice(format!("href=\"#p{place}\"").as_bytes());
                at = to;
            }
            None => {
                out.push(text[at]);
                at += 1;
            }
        }
    }
    out
}

/// The text of the record of the extended head with this number.
fn exth(head: &[u8], wanted: u32, encoding: &'static encoding_rs::Encoding) -> Option<String> {
    let text = encoding.decode_without_bom_handling(extended(head, wanted)?).0.trim().to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// The record of the extended head with this number.
fn extended(head: &[u8], wanted: u32) -> Option<&[u8]> {
    let start = 16 + u32_at(head, 20)? as usize;
    let table = head.get(start..).filter(|table| table.starts_with(b"EXTH"))?;
    let mut at = 12;
    for _ in 0..u32_at(table, 8)? {
        let (kind, length) = (u32_at(table, at)?, u32_at(table, at + 4)? as usize);
        let value = table.get(at + 8..at + length)?;
        if kind == wanted {
            return Some(value);
        }
        at += length;
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_unpacked_and_lose_what_follows_their_text() {
        let mut text = Vec::new();
        // Literals, a copy of three bytes from three back, a space with a letter, three literals that are no codes.
        unpack_palmdoc(b"abc\x80\x18\xE1\x03\xE9\x9C\xA7", &mut text);
        assert_eq!(text, "abcabc a霧".as_bytes());
        assert_eq!(without_trailers(b"text\x01\x82", 2), b"text");
        assert_eq!(without_trailers(b"text\xE9\xE9\x02", 1), b"text");
        assert_eq!(without_trailers(b"\x03", 3), b"");
        unpack_palmdoc(b"\x80", &mut text);
        unpack_palmdoc(b"\xBF\xFF", &mut Vec::new());
    }

    #[test]
    fn links_by_place_become_links_to_anchors() {
        let text = b"<a filepos=0000000030>1</a><p>Note</p>";
        let html = String::from_utf8(with_anchors(text)).unwrap();
        assert_eq!(html, "<a href=\"#p30\">1</a><p><a id=\"p30\"></a>Note</p>");
    }
}
