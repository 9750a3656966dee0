//! Damage of many kinds, the same for the same seed.

use fastrand::Rng;

/// What formats are made of: where lengths, ends and escapes are read.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xc3\x28",
    b"\xf0\x9f\x98\x80",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"]]>",
    b"&#0;",
    b"&amp;",
    b"\"",
    b"'",
    b"\\u0000",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b"\r\n\r\n",
    b"=",
    b"%",
    b"1e999",
    b"-1",
    b"18446744073709551616",
    b"null",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"PK\x01\x02",
    b"stream",
    b"endobj",
    "，".as_bytes(),
    "「」".as_bytes(),
    "ㄅ".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{301}".as_bytes(),
];
/// The longest input.
const LONGEST: usize = 1 << 16;

/// `input` with up to eight damages; `other` may be mixed in.
pub fn mutated(input: &[u8], other: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..rng.usize(1..=8) {
        damage(&mut bytes, other, rng);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let at = rng.usize(0..=bytes.len());
    let end = (at + (1 << rng.u32(0..10))).min(bytes.len());
    match rng.u8(0..9) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << rng.u8(0..8)),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = rng.u8(..)),
        2 => drop(bytes.drain(at..end)),
        3 => bytes.truncate(at),
        4 => {
            let part = bytes[at..end].repeat(rng.usize(1..64));
            bytes.splice(at..at, part);
        }
        5 => {
            let piece = PIECES[rng.usize(0..PIECES.len())].repeat(1 << rng.u32(0..8));
            bytes.splice(at..at, piece);
        }
        6 => {
            let piece = PIECES[rng.usize(0..PIECES.len())];
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        7 => {
            let from = rng.usize(0..=other.len());
            let to = (from + (1 << rng.u32(0..12))).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        _ => {
            let to = rng.usize(0..=bytes.len());
            let part = bytes[at..end].to_vec();
            bytes.splice(to..to, part);
        }
    }
}
