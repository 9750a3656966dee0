//! What cannot be read, and why.

use tingxinwen_core::article::{DocumentFault, Lock, OpenError};
use tingxinwen_documents::read;

use crate::common::{epub, file, item, opened, texts, zip};

fn fault(bytes: Vec<u8>, name: &str) -> DocumentFault {
    match opened(bytes, name) {
        Err(OpenError::Document(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

fn encrypted(what: &str, method: &str, beside: (&str, &str)) -> Vec<u8> {
    let encryption = format!(
        "<encryption><EncryptedData><EncryptionMethod Algorithm='{method}'/><CipherData><CipherReference URI='{what}'/>\
         </CipherData></EncryptedData></encryption>"
    );
    let files: &[(&str, &[u8])] = &[
        ("OPS/a.xhtml", b"<html><body><p>Words.</p></body></html>"),
        ("OPS/a.ttf", b"font"),
        ("META-INF/encryption.xml", encryption.as_bytes()),
        (beside.0, beside.1.as_bytes()),
    ];
    epub(&item("a", "a.xhtml"), "<itemref idref='a'/>", files)
}

#[test]
fn a_book_is_protected_where_a_chapter_is_encrypted_and_not_where_a_font_is() {
    let aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
    for (beside, lock) in [
        (("META-INF/license.lcpl", "{}"), Lock::Lcp),
        (("META-INF/sinf.xml", "<sinf/>"), Lock::Apple),
        (("META-INF/rights.xml", "<rights xmlns='http://ns.adobe.com/adept'/>"), Lock::Adobe),
        (("META-INF/other.xml", "<x/>"), Lock::Other),
    ] {
        let book = encrypted("OPS/a.xhtml", aes, beside);
        assert_eq!(fault(book, "a.epub"), DocumentFault::Protected(lock));
    }
    let font = encrypted("OPS/a.ttf", "http://www.idpf.org/2008/embedding", ("x", ""));
    let font = opened(font, "a.epub").unwrap();
    assert_eq!(texts(&font), ["Words."]);
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let zeros = vec![b' '; 40 << 20];
    let book = epub(&item("a", "a.xhtml"), "<itemref idref='a'/>", &[("OPS/a.xhtml", &zeros)]);
    assert!(book.len() < 1 << 20);
    assert!(matches!(fault(book, "a.epub"), DocumentFault::Unpacks { .. }));
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_told() {
    assert_eq!(fault(file("password.pdf"), "a.pdf"), DocumentFault::NeedsPassword);
    let with = |password: &str| read(file("password.pdf"), "a.pdf", None, Some(password.to_owned()));
    assert_eq!(with("port"), Err(OpenError::Document(DocumentFault::WrongPassword)));
    assert_eq!(with("harbour").unwrap().unwrap().meta.title.as_deref(), Some("The Ferry"));
}

#[test]
fn scanned_pages_and_broken_files_are_told_apart() {
    assert_eq!(fault(file("scanned.pdf"), "a.pdf"), DocumentFault::Scanned);
    assert_eq!(fault(b"%PDF-1.7 and nothing else".to_vec(), "a.pdf"), DocumentFault::Damaged);
    assert_eq!(fault(zip(&[("META-INF/container.xml", b"<x/>")]), "a.epub"), DocumentFault::Damaged);
    assert_eq!(opened(epub("", "", &[]), "a.epub"), Err(OpenError::NoArticle));
}

#[test]
fn what_an_office_program_locked_is_said_to_be_locked() {
    let mut docx = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    docx.resize(8192, 0);
    assert!(read(docx.clone(), "a.doc", None, None).unwrap().is_none(), "not all of these are locked");
    docx.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(fault(docx, "a.docx"), DocumentFault::Protected(Lock::Office));
    let manifest = b"<manifest:manifest xmlns:manifest='m'><manifest:file-entry><manifest:encryption-data/>\
        </manifest:file-entry></manifest:manifest>";
    let odt = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x93\x12"),
    ]);
    assert_eq!(fault(odt, "a.odt"), DocumentFault::Protected(Lock::Office));
}
