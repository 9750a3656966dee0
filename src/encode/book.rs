//! EPUB 3 with Media Overlays: text that lights up sentence by sentence while its sound is heard, in one book.

use std::io::{Seek, Write};

use tingxinwen_core::{article::Language, speech::Frames};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{EncodeError, Picture, Tags, xml::escaped};

/// A chapter of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookChapter {
    /// Its name.
    pub title: String,
    /// Its text.
    pub blocks: Vec<BookBlock>,
    /// How long it is heard.
    pub len: Frames,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookBlock {
    /// What it is.
    pub kind: BookBlockKind,
    /// Its sentences, in order.
    pub sentences: Vec<BookSentence>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookBlockKind {
    /// A heading, by its depth from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookSentence {
    /// Its text, with the space around it.
    pub text: String,
    /// When it is heard in the sound of its chapter; `None` where it is not.
    pub heard: Option<(Frames, Frames)>,
}

/// A book that is being written.
pub struct BookWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    tags: Tags,
    chapters: Vec<(String, Frames)>,
}

/// The id of the whole text of a page.
const BODY: &str = "text";
/// The media type of the sound.
const SOUND: &str = "audio/mpeg";

impl<W: Write + Seek> BookWriter<W> {
    /// Begins a book of which `tags` tell.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn begin(tags: &Tags, out: W) -> Result<Self, EncodeError> {
        let mut book = Self { zip: ZipWriter::new(out), tags: tags.clone(), chapters: Vec::new() };
        // First and not compressed, so that what the file is stands at its beginning.
        book.entry("mimetype", CompressionMethod::Stored)?.write_all(b"application/epub+zip")?;
        book.text("META-INF/container.xml", CONTAINER)?;
        book.text("OEBPS/style.css", STYLE)?;
        Ok(book)
    }

    /// Begins the sound of the next chapter, an MP3: what is written into what this gives.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn sound(&mut self) -> Result<&mut dyn Write, EncodeError> {
        let name = format!("OEBPS/{}", sound_name(self.chapters.len()));
        self.entry(&name, CompressionMethod::Stored)
    }

    /// Adds the text of `chapter`, whose sound was written last.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn chapter(&mut self, chapter: &BookChapter) -> Result<(), EncodeError> {
        let idx = self.chapters.len();
        self.text(&format!("OEBPS/{}", text_name(idx)), &page(chapter, self.language()))?;
        self.text(&format!("OEBPS/{}", overlay_name(idx)), &overlay(chapter, idx))?;
        self.chapters.push((chapter.title.clone(), chapter.len));
        Ok(())
    }

    /// Writes what is left: the cover, the table of contents, the list of all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> Result<(), EncodeError> {
        if let Some(cover) = self.tags.cover.take() {
            let name = format!("OEBPS/{}", cover_name(&cover));
            self.entry(&name, CompressionMethod::Stored)?.write_all(cover.bytes())?;
            self.tags.cover = Some(cover);
        }
        let (contents, package) = (self.contents(), self.package());
        self.text("OEBPS/nav.xhtml", &contents)?;
        self.text("OEBPS/package.opf", &package)?;
        self.zip.finish().map_err(told)?;
        Ok(())
    }

    fn entry(&mut self, name: &str, method: CompressionMethod) -> Result<&mut dyn Write, EncodeError> {
        // No times: the same is the same file.
        let options = SimpleFileOptions::default().compression_method(method).large_file(false);
        self.zip.start_file(name, options).map_err(told)?;
        Ok(&mut self.zip)
    }

    fn text(&mut self, name: &str, text: &str) -> Result<(), EncodeError> {
        Ok(self.entry(name, CompressionMethod::Deflated)?.write_all(text.as_bytes())?)
    }

    fn language(&self) -> &'static str {
        match self.tags.language {
            Language::Mandarin => "zh-Hant-TW",
            Language::English => "en",
        }
    }

    /// The table of contents.
    fn contents(&self) -> String {
        let items = self.chapters.iter().enumerate().map(|(idx, (title, _))| {
            format!("<li><a href=\"{}\">{}</a></li>\n", text_name(idx), escaped(title))
        });
        let items: String = items.collect();
        let body = format!("<nav epub:type=\"toc\" id=\"toc\"><ol>\n{items}</ol></nav>");
        xhtml(&self.tags.title, self.language(), &body)
    }

    /// The list of all that is in the book.
    fn package(&self) -> String {
        let tags = &self.tags;
        let identity = tags.source.clone().unwrap_or_else(|| format!("urn:tingxinwen:{}", tags.title));
        let mut head = String::new();
        let mut add = |line: String| head.push_str(&(line + "\n"));
        add(format!("<dc:identifier id=\"id\">{}</dc:identifier>", escaped(&identity)));
        add(format!("<dc:title>{}</dc:title>", escaped(&tags.title)));
        add(format!("<dc:language>{}</dc:language>", self.language()));
        if let Some(artist) = &tags.artist {
            add(format!("<dc:creator>{}</dc:creator>", escaped(artist)));
        }
        if let Some(date) = &tags.date {
            add(format!("<dc:date>{}</dc:date>", escaped(date)));
        }
        // When the text was, not when the file was made: the same is the same file.
        let day = tags.date.as_deref().unwrap_or("2000-01-01");
        add(format!("<meta property=\"dcterms:modified\">{}T00:00:00Z</meta>", escaped(day)));
        let all = self.chapters.iter().map(|(_, len)| *len).sum();
        add(format!("<meta property=\"media:duration\">{}</meta>", clock(all)));
        for (idx, (_, len)) in self.chapters.iter().enumerate() {
            add(format!("<meta property=\"media:duration\" refines=\"#o{idx}\">{}</meta>", clock(*len)));
        }
        add("<meta property=\"media:active-class\">heard</meta>".to_owned());
        let mut items = String::new();
        let mut spine = String::new();
        for idx in 0..self.chapters.len() {
            let (text, overlay, sound) = (text_name(idx), overlay_name(idx), sound_name(idx));
            items.push_str(&format!(
                "<item id=\"c{idx}\" href=\"{text}\" media-type=\"application/xhtml+xml\" media-overlay=\"o{idx}\"/>\n\
                 <item id=\"o{idx}\" href=\"{overlay}\" media-type=\"application/smil+xml\"/>\n\
                 <item id=\"a{idx}\" href=\"{sound}\" media-type=\"{SOUND}\"/>\n"
            ));
            spine.push_str(&format!("<itemref idref=\"c{idx}\"/>\n"));
        }
        if let Some(cover) = &tags.cover {
            let (name, mime) = (cover_name(cover), cover.mime());
            items.push_str(&format!(
                "<item id=\"cover\" href=\"{name}\" media-type=\"{mime}\" properties=\"cover-image\"/>\n"
            ));
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{head}</metadata>\n<manifest>\n\
             <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{items}</manifest>\n\
             <spine>\n{spine}</spine>\n</package>\n"
        )
    }
}

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">
<rootfiles><rootfile full-path=\"OEBPS/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>
</container>
";

const STYLE: &str = "body { line-height: 1.8; }
p { margin: 0 0 1em; }
.item { margin-left: 1.5em; }
.heard { background: #f4e3a1; color: #1c1a17; }
";

fn text_name(idx: usize) -> String {
    format!("chapter-{}.xhtml", idx + 1)
}

fn overlay_name(idx: usize) -> String {
    format!("chapter-{}.smil", idx + 1)
}

fn sound_name(idx: usize) -> String {
    format!("chapter-{}.mp3", idx + 1)
}

fn cover_name(cover: &Picture) -> String {
    format!("cover.{}", cover.ending())
}

/// The text of `chapter`, a span a sentence.
fn page(chapter: &BookChapter, language: &str) -> String {
    let mut body = String::new();
    let mut number = 0;
    for block in &chapter.blocks {
        let (open, close) = match block.kind {
            BookBlockKind::Heading(level) => {
                let level = level.clamp(1, 6);
                (format!("<h{level}>"), format!("</h{level}>"))
            }
            BookBlockKind::Paragraph => ("<p>".to_owned(), "</p>".to_owned()),
            BookBlockKind::Item => ("<p class=\"item\">".to_owned(), "</p>".to_owned()),
            BookBlockKind::Quote => ("<blockquote><p>".to_owned(), "</p></blockquote>".to_owned()),
        };
        body.push_str(&open);
        for sentence in &block.sentences {
            body.push_str(&format!("<span id=\"s{number}\">{}</span>", escaped(&sentence.text)));
            number += 1;
        }
        body.push_str(&close);
        body.push('\n');
    }
    xhtml(&chapter.title, language, &body)
}

/// When each sentence of `chapter` is heard.
fn overlay(chapter: &BookChapter, idx: usize) -> String {
    let (text, sound) = (text_name(idx), sound_name(idx));
    let sentences = chapter.blocks.iter().flat_map(|block| &block.sentences).enumerate();
    let each = sentences.filter_map(|(number, sentence)| {
        let (start, end) = sentence.heard?;
        Some(format!(
            "<par id=\"p{number}\"><text src=\"{text}#s{number}\"/><audio src=\"{sound}\" clipBegin=\"{}\" \
             clipEnd=\"{}\"/></par>\n",
            clock(start),
            clock(end)
        ))
    });
    let each: String = each.collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <smil xmlns=\"http://www.w3.org/ns/SMIL\" xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\">\n\
         <body><seq id=\"seq\" epub:textref=\"{text}#{BODY}\">\n{each}</seq></body>\n</smil>\n"
    )
}

fn xhtml(title: &str, language: &str, body: &str) -> String {
    let title = if title.trim().is_empty() { "—".to_owned() } else { escaped(title) };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\">\n<head><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"style.css\"/></head>\n<body id=\"{BODY}\">\n{body}\n</body>\n</html>\n"
    )
}

/// `H:MM:SS.mmm`.
fn clock(frames: Frames) -> String {
    let millis = crate::tags::millis(frames);
    let (secs, millis) = (millis / 1000, millis % 1000);
    format!("{}:{:02}:{:02}.{millis:03}", secs / 3600, secs / 60 % 60, secs % 60)
}

fn told(error: zip::result::ZipError) -> EncodeError {
    if let zip::result::ZipError::Io(error) = error {
        EncodeError::Write(error)
    } else {
        EncodeError::refused(error)
    }
}
