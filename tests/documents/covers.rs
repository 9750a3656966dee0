//! Covers of books, in the ways in which books name them.

use tingxinwen_documents::read;

use crate::common::{item, mobi_with, zip};

const PICTURE: &[u8] = b"\xFF\xD8\xFF\xE0 a picture";

/// The cover of a file of these bytes.
fn cover_of(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(read(bytes.to_vec(), name, None, None).ok()??.cover?.to_vec())
}

/// An EPUB whose package says `meta` of itself, has `manifest`, and ends in `guide`.
fn epub(meta: &str, manifest: &str, guide: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let package = format!(
        "<package><metadata><title>渡船</title>{meta}</metadata><manifest>{}{manifest}</manifest><spine>\
         <itemref idref='a'/></spine>{guide}</package>",
        item("a", "a.xhtml")
    );
    let container = "<container><rootfiles><rootfile full-path='OPS/package.opf'/></rootfiles></container>";
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("META-INF/container.xml", container.as_bytes()),
        ("OPS/package.opf", package.as_bytes()),
        ("OPS/a.xhtml", b"<p>a</p>"),
        ("OPS/images/front.jpg", PICTURE),
    ];
    entries.extend(files);
    zip(&entries)
}

#[test]
fn an_epub_names_its_cover_as_epub_3_or_epub_2_does_or_by_a_page_that_shows_it() {
    let picture =
        |more: &str| format!("<item id='front' href='images/front.jpg' media-type='image/jpeg' {more}/>");
    let (as_3, as_2) = (picture("properties='cover-image'"), picture(""));
    let named = "<meta name='cover' content='front'/>";
    let guide = "<guide><reference type='cover' href='pages/cover.xhtml'/></guide>";
    let html: &[u8] = b"<html><body><img src='../images/front.jpg'/></body></html>";
    let svg: &[u8] = b"<html><svg><image xlink:href='../images/front.jpg'/></svg></html>";
    for (what, bytes) in [
        ("EPUB 3", epub("", &as_3, "", &[])),
        ("EPUB 2", epub(named, &as_2, "", &[])),
        ("HTML", epub("", &as_2, guide, &[("OPS/pages/cover.xhtml", html)])),
        ("SVG", epub("", &as_2, guide, &[("OPS/pages/cover.xhtml", svg)])),
    ] {
        assert_eq!(cover_of("a.epub", &bytes).as_deref(), Some(PICTURE), "{what}");
    }
    assert_eq!(cover_of("a.epub", &epub("", &as_2, "", &[])), None, "a picture is no cover by itself");
    let lost = "<meta name='cover' content='lost'/>";
    assert_eq!(cover_of("a.epub", &epub(lost, "", guide, &[])), None, "what it names is not there");
}

#[test]
fn the_covers_of_fb2_and_mobi_are_found() {
    let fb2 = "<FictionBook xmlns:l='x'><description><title-info><coverpage><image l:href='#c.jpg'/></coverpage>\
         </title-info></description><body><p>a</p></body><binary id='c.jpg'>/9j/\n4CBh IHBpY3R1cmU=</binary></FictionBook>";
    assert_eq!(cover_of("a.fb2", fb2.as_bytes()).as_deref(), Some(PICTURE));
    assert_eq!(cover_of("a.fb2.zip", &zip(&[("a.fb2", fb2.as_bytes())])).as_deref(), Some(PICTURE));
    let mobi = mobi_with("<p>a</p>", &[b"GIF89a", PICTURE]);
    assert_eq!(cover_of("a.mobi", &mobi).as_deref(), Some(PICTURE));
    for cut in (0..mobi.len()).step_by(7) {
        cover_of("a.mobi", &mobi[..cut]);
    }
}

#[test]
fn what_is_no_book_has_no_cover() {
    assert_eq!(cover_of("a.mobi", &mobi_with("<p>a</p>", &[])), None);
    assert_eq!(cover_of("a.md", b"# a\n\nb"), None);
    let huge = [PICTURE, &vec![7; 9 << 20]].concat();
    let item = "<item id='front' href='images/huge.jpg' media-type='image/jpeg' properties='cover-image'/>";
    let book = epub("", item, "", &[("OPS/images/huge.jpg", &huge)]);
    assert_eq!(cover_of("a.epub", &book), None, "larger than any cover");
}
