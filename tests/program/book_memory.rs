//! Memory of a book of a thousand chapters, by counting: going through it takes no more than its first chapters did.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::io::{Cursor, Write as _};

use common::{desk::Desk, wait_for};
use peak_alloc::PeakAlloc;
use tempfile::TempDir;
use tingxinwen::{
    app::Pages,
    article::Source,
    engine::VoiceSource,
    player::{Command, Phase},
    speech::{Voice, VoiceError, VoiceId},
};
use tingxinwen_voices::ToneVoice;
use zip::{ZipWriter, write::SimpleFileOptions};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CHAPTERS: usize = 1_000;
/// What the book may take, in bytes for each byte of its text: the text, its blocks, and a table of contents.
const OPEN_SHARE: usize = 3;
/// What the program and the sound of one place take beside it, in bytes.
const BESIDE: usize = 20_000_000;
/// What opening it may take for a moment, the same.
const OPENING_SHARE: usize = 12;
/// Where memory is counted first: what is kept of earlier sound is full then.
const WARM: usize = 300;
/// What all later chapters may add, in bytes.
const GROWTH: usize = 1_000_000;

struct Tones;

impl VoiceSource for Tones {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(ToneVoice::default()))
    }
}

/// A book whose chapters have this text each, beside their titles; and how many bytes of text it has.
fn book(text: &str) -> (Vec<u8>, usize) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut items, mut spine, mut lines, mut bytes) = (String::new(), String::new(), String::new(), 0);
    for at in 0..CHAPTERS {
        let page =
            format!("<html><body><h1>第{at}章</h1>{}</body></html>", text.replace('#', &at.to_string()));
        bytes += page.len();
        add(&format!("c{at}.xhtml"), &page);
        items += &format!("<item id='c{at}' href='c{at}.xhtml' media-type='application/xhtml+xml'/>");
        spine += &format!("<itemref idref='c{at}'/>");
        lines += &format!("<li><a href='c{at}.xhtml'>第{at}章</a></li>");
    }
    add("nav.xhtml", &format!("<html><body><nav epub:type='toc'><ol>{lines}</ol></nav></body></html>"));
    items += "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>";
    add(
        "p.opf",
        &format!("<package><metadata/><manifest>{items}</manifest><spine>{spine}</spine></package>"),
    );
    let container = "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>";
    add("META-INF/container.xml", container);
    (zip.finish().unwrap().into_inner(), bytes)
}

/// A book of one chapter, whose narrator reads for ten minutes without telling when each sentence is heard.
fn narrated() -> Vec<u8> {
    const SENTENCES: usize = 100;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    };
    let text = "船早上六點離開碼頭，那天沒有風。".repeat(SENTENCES);
    let hum = |at: u32| if at % 144_000 < 132_000 { ((at * 37 % 2_000) as i16 - 1_000) * 8 } else { 0 };
    let samples: Vec<u8> = (0..144_000 * SENTENCES as u32).flat_map(|at| hum(at).to_le_bytes()).collect();
    let len = samples.len() as u32;
    let head = [
        b"RIFF".as_slice(),
        &(len + 36).to_le_bytes(),
        b"WAVEfmt \x10\0\0\0\x01\0\x01\0\xc0\x5d\0\0\x80\xbb\0\0\x02\0\x10\0data",
        &len.to_le_bytes(),
    ];
    let overlay = "<smil><body><par><text src='c.xhtml'/><audio src='s.wav'/></par></body></smil>";
    let package = "<package><metadata/><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml' \
        media-overlay='m'/><item id='m' href='c.smil'/></manifest><spine><itemref idref='c'/></spine></package>";
    add(
        "META-INF/container.xml",
        b"<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>",
    );
    add("p.opf", package.as_bytes());
    add("c.xhtml", format!("<html><body><p>{text}</p></body></html>").as_bytes());
    add("c.smil", overlay.as_bytes());
    add("s.wav", &[head.concat(), samples].concat());
    zip.finish().unwrap().into_inner()
}

/// A desk on which `book` is open, the bytes of memory before it was opened, and the folder that it is in.
fn opened(book: Vec<u8>) -> (Desk, usize, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.epub");
    std::fs::write(&path, &book).unwrap();
    let desk = Desk::over(Pages::default(), Tones, &["tone"], None);
    drop(book);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    desk.engine.send(Command::Open(Source::File(path)));
    wait_for("the book", || desk.engine.snapshot().script.clone());
    (desk, before, folder)
}

fn part(desk: &Desk) -> usize {
    desk.engine.snapshot().parts.as_ref().map_or(0, |parts| parts.current)
}

// One test, so that nothing else allocates meanwhile.
#[test]
fn a_thousand_chapters_take_no_more_than_the_first_did() {
    let paragraph = "<p>第#班船早上六點離開碼頭，那天沒有風，水面很平，對岸的燈還亮著。</p>";
    let (long, text) = book(&paragraph.repeat(45));
    assert!(text > 4_000_000, "{text}");
    let (mut desk, before, _folder) = opened(long);
    let peak = MEMORY.peak_usage() - before;
    assert!(peak < OPENING_SHARE * text, "{peak} bytes to open {text}");
    let mut warm = 0;
    for at in 0..CHAPTERS {
        // What was queued of the chapter before goes with the next look of the sound card.
        desk.device.pull(480);
        desk.engine.send(Command::OpenPart(at as u32));
        // Its first sentence is there.
        wait_for("its sound", || {
            let snapshot = desk.engine.snapshot();
            (part(&desk) == at && !snapshot.timeline.is_empty()).then_some(())
        });
        if at == 0 {
            let open = MEMORY.current_usage() - before;
            assert!(open < OPEN_SHARE * text + BESIDE, "{open} bytes hold {text}");
        }
        if at == WARM {
            warm = MEMORY.current_usage();
        }
    }
    // What is still made of the last chapter goes when it is done.
    wait_for("the memory of before", || (MEMORY.current_usage() < warm + GROWTH).then_some(()));
    drop(desk);
    // A chapter of ten minutes that is one recording: it is never held as a whole.
    let (mut desk, before, _folder) = opened(narrated());
    desk.engine.send(Command::Play);
    wait_for("its first sentence", || (!desk.engine.snapshot().timeline.is_empty()).then_some(()));
    for _ in 0..200 {
        desk.device.pull(4_800);
    }
    assert_eq!(desk.engine.snapshot().notice, None);
    let peak = MEMORY.peak_usage() - before;
    assert!(peak < BESIDE, "{peak} bytes for a chapter of ten minutes, whose samples are 58 million");
    drop(desk);
    // Heard from one to the next, to the last.
    let (short, _) = book("<p>船開了。</p>");
    let (mut desk, _, _folder) = opened(short);
    let mut last = CHAPTERS - 300;
    desk.engine.send(Command::OpenPart(last as u32));
    wait_for("the last third", || (part(&desk) == last).then_some(()));
    desk.engine.send(Command::Play);
    let mut counted = Vec::new();
    while desk.engine.snapshot().phase != Phase::Finished {
        desk.device.pull(4_800);
        let at = part(&desk);
        if at >= last + 30 {
            last = at;
            counted.push(MEMORY.current_usage());
        }
    }
    // What is kept of earlier sound is full after three minutes, which are a third of it.
    let most = counted[5..].iter().max().unwrap();
    assert!(counted.len() == 9 && *most < counted[4] + GROWTH, "{counted:?}");
}
