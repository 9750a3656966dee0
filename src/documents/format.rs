//! Format: what a file is, by its first bytes, and by its name where these do not tell.

use tingxinwen_article::{check_is_text, decode};

use crate::{archive::Archive, mobi, subtitles};

/// The format of a book or document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// EPUB 2 or 3.
    Epub,
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// ODT.
    Odt,
    /// FB2, as it is.
    Fb2,
    /// FB2 in a ZIP file.
    ZippedFb2,
    /// MOBI or AZW3.
    Mobi,
    /// RTF.
    Rtf,
    /// DOCX and its like, encrypted with a password by an office program (ECMA-376 in a compound file, MS-OFFCRYPTO).
    LockedOffice,
    /// SRT or WebVTT.
    Subtitles,
    /// A mail, or a web page saved as one.
    Mail,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

impl Format {
    /// The format of `bytes`, a file called `name`; `None` where it is no document: a web page, a picture, a program.
    pub fn of(bytes: &[u8], name: &str) -> Option<Self> {
        /// Where the head of a PDF may begin at the latest, in bytes.
        const PDF_HEAD: usize = 1024;
        /// How much of a text is looked at, in bytes.
        const HEAD: usize = 4096;
        let head = &bytes[..bytes.len().min(HEAD)];
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::of_archive(&Archive::open(bytes).ok()?);
        }
        if head[..head.len().min(PDF_HEAD)].windows(5).any(|window| window == b"%PDF-") {
            return Some(Self::Pdf);
        }
        if mobi::is_mobi(bytes) {
            return Some(Self::Mobi);
        }
        if is_compound(bytes) {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_locked = bytes.windows(name.len()).any(|window| window == name);
            return is_locked.then_some(Self::LockedOffice);
        }
        if bytes.starts_with(b"{\\rtf") {
            return Some(Self::Rtf);
        }
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
        let text = decode(head, None);
        if text.contains("<FictionBook") {
            return Some(Self::Fb2);
        }
        if is_mail(&text) {
            return Some(Self::Mail);
        }
        if subtitles::is_subtitles(&text) {
            return Some(Self::Subtitles);
        }
        let is_text = check_is_text(head).is_ok();
        match end.as_str() {
            "md" | "markdown" | "mkd" if is_text => Some(Self::Markdown),
            "txt" | "text" | ""
                if is_text && !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') =>
            {
                Some(Self::Text)
            }
            _ => None,
        }
    }

    /// The format of the documents that `archive` is.
    pub(crate) fn of_archive(archive: &Archive<'_>) -> Option<Self> {
        let has = |name: &str| archive.find(name).is_some();
        let kind = archive.text("mimetype").ok().flatten().unwrap_or_default();
        if kind.contains("epub")
            || has("META-INF/container.xml")
            || archive.names().any(|name| name.ends_with(".opf"))
        {
            Some(Self::Epub)
        } else if kind.contains("opendocument.text") || has("content.xml") {
            Some(Self::Odt)
        } else if has("word/document.xml") || has("[Content_Types].xml") && has("_rels/.rels") {
            Some(Self::Docx)
        } else if archive.names().any(|name| name.ends_with(".fb2")) {
            Some(Self::ZippedFb2)
        } else {
            None
        }
    }
}

/// Whether `bytes` begin a compound file (MS-CFB), in which office programs put what is encrypted.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Whether `text` begins with the head of a mail: header lines, and among them one that only mails have.
fn is_mail(text: &str) -> bool {
    let mut has_own = false;
    let mut count = 0;
    for line in text.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && count > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        count += 1;
        let name = name.to_ascii_lowercase();
        has_own |= ["mime-version", "message-id", "received", "return-path", "snapshot-content-location"]
            .contains(&name.as_str());
    }
    has_own && count > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (bytes, name, format) in [
            (b"\n%PDF-1.7".as_slice(), "a.txt", Some(Format::Pdf)),
            (b"{\\rtf1", "a.doc", Some(Format::Rtf)),
            (b"<?xml version='1.0'?><FictionBook>", "a.xml", Some(Format::Fb2)),
            (b"WEBVTT\n", "a", Some(Format::Subtitles)),
            (b"From: a\nMIME-Version: 1.0\n\nx", "a", Some(Format::Mail)),
            (b"Note: this\nis no mail\n", "a.txt", Some(Format::Text)),
            (b"# x", "a.md", Some(Format::Markdown)),
            (b"<!DOCTYPE html><p>x", "a.txt", None),
            (b"<p>x", "a.html", None),
            (b"PK\x03\x04", "a.zip", None),
            (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", None),
        ] {
            assert_eq!(Format::of(bytes, name), format, "{name} {:?}", String::from_utf8_lossy(bytes));
        }
    }
}
