//! Damaged files: cut, with bytes changed, doubled: read or refused, never a panic.
//!
//! A panic is `OpenError::Internal` on this side of the wall.

use proptest::prelude::*;
use tingxinwen_core::article::OpenError;
use tingxinwen_documents::read;

use crate::common::{file, mobi};

const FILES: &[&str] =
    &["columns.pdf", "password.pdf", "scanned.pdf", "python-docx.docx", "odfpy.odt", "ebooklib.epub"];
const TEXTS: &[(&str, &str)] = &[
    (
        "a.rtf",
        "{\\rtf1\\ansi\\uc1 \\u38695?\\'e6{\\footnote x}{\\*\\y z}\\pard\\s1\\outlinelevel3 a\\par\\trowd b\\cell\\row}",
    ),
    (
        "a.fb2",
        "<FictionBook><body><section><title><p>a</p></title><p>b<a type='note'>1</a></p></section></body></FictionBook>",
    ),
    ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>a</i> &amp; b\n\n2\n00:00:02,5 --> 9:9:9\n- c\n"),
    (
        "a.eml",
        "From: a@a.test\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a</p>\n--x--\n",
    ),
    ("a.md", "# a\n\n[^1]: b\n\n| c | d |\n|---|---|\n| e | f |\n"),
    ("a.txt", "第一章 甲\n乙。\n第二章\n丙。\n第三章\n丁。\n"),
];

/// A way of damaging a file: where, and with what.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Change(usize, u8),
    Double(usize, usize),
    Remove(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0..1_000_000_usize;
    prop_oneof![
        at.clone().prop_map(Damage::Cut),
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (at.clone(), 1..400_usize).prop_map(|(at, length)| Damage::Double(at, length)),
        (at, 1..400_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let length = bytes.len().max(1);
        match *damage {
            Damage::Cut(at) => bytes.truncate(at % length),
            Damage::Change(at, byte) => {
                if let Some(old) = bytes.get_mut(at % length) {
                    *old = byte;
                }
            }
            Damage::Double(at, count) => {
                let at = (at % length).min(bytes.len());
                let piece = bytes[at..(at + count).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            Damage::Remove(at, count) => {
                let at = (at % length).min(bytes.len());
                bytes.drain(at..(at + count).min(bytes.len()));
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_a_reader_panic(damages in prop::collection::vec(damage(), 1..6)) {
        let files = FILES.iter().map(|name| (*name, file(name)));
        let texts = TEXTS.iter().map(|(name, text)| (*name, text.as_bytes().to_vec()));
        let book = ("a.mobi", mobi("<p>a</p><mbp:pagebreak/><p>b<a filepos=0000000003>1</a></p>"));
        for (name, bytes) in files.chain(texts).chain([book]) {
            let result = read(damaged(bytes, &damages), name, None, Some("harbour".to_owned()));
            prop_assert_ne!(result, Err(OpenError::Internal), "{}", name);
        }
    }
}
