//! What the tests of documents share: archives made in memory, files of other programs, texts of what was read.

use std::{fs, io::Write as _, path::PathBuf};

use tingxinwen_core::{
    article::{BlockKind, OpenError, Span, SpanKind, TextRange},
    document::{Part, PartBody},
};
use tingxinwen_documents::{Document, read};
use zip::{ZipWriter, write::SimpleFileOptions};

/// An archive of these entries, deflated.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The file `name` that another program made.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/documents");
    fs::read(folder.join(name)).unwrap()
}

/// The document that `bytes` are, a file called `name`.
pub(crate) fn opened(bytes: Vec<u8>, name: &str) -> Result<Document, OpenError> {
    read(bytes, name, None, None).map(|document| document.expect("a document"))
}

/// The titles and levels of its parts.
pub(crate) fn titles(document: &Document) -> Vec<(Option<&str>, u8)> {
    document.parts().iter().map(|part| (part.title.as_deref(), part.level)).collect()
}

/// Its blocks with the names of their kinds, in order.
pub(crate) fn blocks(document: &Document) -> Vec<(&'static str, &str)> {
    let parts = document.parts().iter();
    parts
        .flat_map(|part| {
            let PartBody::Made(article) = &part.body else { panic!("a long text") };
            article.blocks().iter().map(|block| (block.kind.name(), article.slice(block.range)))
        })
        .collect()
}

/// Its footnotes: the character before the mark, the mark, and what the note says.
pub(crate) fn footnotes(document: &Document) -> Vec<(String, String, String)> {
    let articles = document.parts().iter().map(Part::article);
    let all = articles.flat_map(|article| {
        let whole = TextRange::new(0, article.text().len() as u32);
        let footnote = |span: &Span| match &span.kind {
            SpanKind::Footnote { label, text } => {
                Some((article.slice(span.range).to_owned(), label.clone(), text.clone()))
            }
            SpanKind::Emphasis | SpanKind::Strong | SpanKind::Link { .. } | SpanKind::Ruby { .. } => None,
        };
        article.spans(whole).filter_map(footnote).collect::<Vec<_>>()
    });
    all.collect()
}

/// [`footnotes`] as they are to be.
pub(crate) fn are(footnotes: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let owned = |(before, label, text): &(&str, &str, &str)| {
        ((*before).to_owned(), (*label).to_owned(), (*text).to_owned())
    };
    footnotes.iter().map(owned).collect()
}

/// What of it is read, without notes.
pub(crate) fn texts(document: &Document) -> Vec<&str> {
    let note = BlockKind::Note.name();
    blocks(document).into_iter().filter(|(kind, _)| *kind != note).map(|(_, text)| text).collect()
}

/// An EPUB with this package document's manifest and spine, and these files beside it.
pub(crate) fn epub(manifest: &str, spine: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let package = format!(
        "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>渡船</dc:title><dc:creator>林</dc:creator></metadata>\
         <manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let container = "<container><rootfiles><rootfile full-path='OPS/package.opf'/></rootfiles></container>";
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("OPS/package.opf", package.as_bytes()),
    ];
    entries.extend(files);
    zip(&entries)
}

/// A manifest's item of a chapter.
pub(crate) fn item(id: &str, href: &str) -> String {
    format!("<item id='{id}' href='{href}' media-type='application/xhtml+xml'/>")
}

/// A MOBI of this HTML, not packed.
pub(crate) fn mobi(html: &str) -> Vec<u8> {
    mobi_with(html, &[])
}

/// A MOBI of this HTML, with these pictures, the last of which is its cover.
pub(crate) fn mobi_with(html: &str, pictures: &[&[u8]]) -> Vec<u8> {
    const RECORD: usize = 4096;
    let mut head = vec![0_u8; 232];
    head[1] = 1;
    head[4..8].copy_from_slice(&(html.len() as u32).to_be_bytes());
    let texts: Vec<&[u8]> = html.as_bytes().chunks(RECORD).collect();
    head[8..10].copy_from_slice(&(texts.len() as u16).to_be_bytes());
    head[16..20].copy_from_slice(b"MOBI");
    head[20..24].copy_from_slice(&216_u32.to_be_bytes());
    head[28..32].copy_from_slice(&65001_u32.to_be_bytes());
    head[108..112].copy_from_slice(&(texts.len() as u32 + 1).to_be_bytes());
    if let Some(cover) = pictures.len().checked_sub(1) {
        head.extend(b"EXTH");
        let (len, count, kind, own) = (24_u32, 1_u32, 201_u32, 12_u32);
        head.extend([len, count, kind, own, cover as u32].map(u32::to_be_bytes).concat());
    }
    let pictures = pictures.iter().copied();
    let records: Vec<&[u8]> = std::iter::once(head.as_slice()).chain(texts).chain(pictures).collect();
    let mut file = vec![0_u8; 60];
    file.extend_from_slice(b"BOOKMOBI");
    file.extend_from_slice(&[0; 8]);
    file.extend_from_slice(&(records.len() as u16).to_be_bytes());
    let mut at = file.len() + records.len() * 8;
    for record in &records {
        file.extend_from_slice(&(at as u32).to_be_bytes());
        file.extend_from_slice(&[0; 4]);
        at += record.len();
    }
    records.into_iter().for_each(|record| file.extend_from_slice(record));
    file
}
