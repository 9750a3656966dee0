//! A narrator who hums, books with what was hummed, and a listener of them.

use std::{
    io::{Cursor, Write as _},
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};

use tingxinwen::{
    app::Pages,
    article::{Source, TextRange},
    engine::SoundCache,
    player::Command,
    speech::{Clip, Frames, SAMPLE_RATE_HZ},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    common::{desk::Desk, wait_for},
    export::Counting,
};

/// A character of the narrator.
pub(super) const CHAR: Frames = Frames::from_millis(180);
/// What follows a sentence.
pub(super) const GAP: Frames = Frames::from_millis(450);

/// A narrator who hums each sentence at a pitch of its own.
#[derive(Default)]
pub(super) struct Hummed {
    pub(super) sound: Vec<f32>,
    /// The pitch of each sentence.
    pitches: Vec<f32>,
}

impl Hummed {
    /// Hums `sentence`; from when to when, with what follows it.
    pub(super) fn hum(&mut self, sentence: &str, pitch: f32) -> (f64, f64) {
        let from = self.sound.len();
        let len = sentence.chars().count() * CHAR.0 as usize;
        let wave = |at: usize| {
            let t = at as f32 / SAMPLE_RATE_HZ as f32;
            // Characters are told apart by how loud they are.
            (t * pitch * std::f32::consts::TAU).sin() * (0.3 + 0.15 * (t * 5.5 * std::f32::consts::TAU).cos())
        };
        self.sound.extend((0..len).map(wave));
        self.sound.extend(vec![0.0; GAP.0 as usize]);
        self.pitches.push(pitch);
        let secs = |at: usize| at as f64 / f64::from(SAMPLE_RATE_HZ);
        (secs(from), secs(self.sound.len()))
    }
}

/// The pitch of `sound`, by how often it goes up through zero.
pub(super) fn pitch(sound: &[f32]) -> f32 {
    let loud = |sample: &f32| sample.abs() > 0.01;
    let from = sound.iter().position(loud).unwrap_or(0);
    let to = sound.iter().rposition(loud).unwrap_or(0).max(from);
    let ups = sound[from..to].windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    ups as f32 * SAMPLE_RATE_HZ as f32 / (to - from).max(1) as f32
}

/// A book of one chapter with this `body` and this `overlay`.
pub(super) fn book(
    body: &str,
    overlay: &str,
    sounds: &[(&str, Vec<u8>)],
    method: CompressionMethod,
) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8], method| {
        zip.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    };
    let page = format!("<html xmlns='http://www.w3.org/1999/xhtml'><body id='b'>{body}</body></html>");
    let smil = format!("<smil xmlns='http://www.w3.org/ns/SMIL' version='3.0'><body>{overlay}</body></smil>");
    let container = "<container><rootfiles><rootfile full-path='EPUB/p.opf'/></rootfiles></container>";
    let package = "<package version='3.0'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <dc:title>錄音書</dc:title><meta property='media:narrator'>林小雨</meta>\
        <meta property='media:active-class'>on</meta></metadata><manifest>\
        <item id='c' href='text/c.xhtml' media-type='application/xhtml+xml' media-overlay='m'/>\
        <item id='m' href='smil/c.smil' media-type='application/smil+xml'/></manifest>\
        <spine><itemref idref='c'/></spine></package>";
    add("mimetype", b"application/epub+zip", CompressionMethod::Stored);
    add("META-INF/container.xml", container.as_bytes(), CompressionMethod::Deflated);
    add("EPUB/p.opf", package.as_bytes(), CompressionMethod::Deflated);
    add("EPUB/text/c.xhtml", page.as_bytes(), CompressionMethod::Deflated);
    add("EPUB/smil/c.smil", smil.as_bytes(), CompressionMethod::Deflated);
    for (name, bytes) in sounds {
        add(&format!("EPUB/{name}"), bytes, method);
    }
    zip.finish().unwrap().into_inner()
}

/// A pair of a text and its sound, as producers write it.
pub(super) fn par(id: &str, sound: &str, (from, to): (f64, f64)) -> String {
    format!(
        "<par><text src='../text/c.xhtml#{id}'/><audio src='../{sound}' clipBegin='{from:.3}s' clipEnd='0:00:{to:06.3}'/></par>"
    )
}

/// A listener of the book in `bytes`.
pub(super) struct Listener {
    pub(super) desk: Desk,
    voice: Counting,
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Listener {
    pub(super) fn to(bytes: &[u8], cache: Option<SoundCache>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.epub");
        std::fs::write(&path, bytes).unwrap();
        let voice = Counting::default();
        let desk = Desk::over(Pages::default(), voice.clone(), &["voice"], cache);
        desk.tape.lock().unwrap().kept = Some(Vec::new());
        Self { desk, voice, _folder: folder, path }
    }

    pub(super) fn open(&self) {
        self.desk.engine.send(Command::Open(Source::File(self.path.clone())));
        wait_for("the book", || self.desk.engine.snapshot().script.clone());
    }

    /// Hears all of it; the words in the order in which they lit up.
    pub(super) fn listen(&mut self) -> String {
        self.open();
        self.desk.engine.send(Command::Play);
        self.desk.listen()
    }

    pub(super) fn clips(&self) -> Vec<Arc<Clip>> {
        self.desk.tape.lock().unwrap().kept.clone().unwrap()
    }

    pub(super) fn text(&self, range: TextRange) -> String {
        self.desk.engine.snapshot().script.as_ref().unwrap().article().slice(range).to_owned()
    }

    pub(super) fn spoken(&self) -> usize {
        self.voice.0.load(Ordering::SeqCst)
    }
}
