//! Charset decoder: from bytes to text, by finding their charset; refuses what is no text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{OpenError, is_han, limits::MAX_UNDECODABLE};

/// How far into a page its charset may be declared; the HTML standard says 1024 bytes, real pages
/// put scripts before it.
const DECLARATION_BYTES: usize = 8192;
/// Share of control characters above which bytes are no text.
const MAX_CONTROL: f64 = 0.02;

/// How many times a text may have been decoded wrongly before, for its repair to be tried.
const MAX_MISREADINGS: usize = 2;

/// The text of `bytes`, whose sender says that they are in the charset `label`.
pub fn decode(bytes: &[u8], label: Option<&str>) -> String {
    Charset::told(bytes, label).decode(bytes)
}

/// The charset of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// The charset of `bytes`, whose sender says that it is `label`.
    ///
    /// In this order: byte order mark, UTF-16 without one, UTF-8 with hardly a broken byte, `label`, the page's own
    /// declaration, a guess from the bytes. A declaration counts only if nearly all of the text can be decoded by it.
    pub fn told(bytes: &[u8], label: Option<&str>) -> Self {
        let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
        let declared = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
        let is_wide = |encoding: &&'static Encoding| *encoding == UTF_16LE || *encoding == UTF_16BE;
        if let Some(encoding) = marked.or_else(|| wide(bytes)).or_else(|| declared.filter(is_wide)) {
            return Self(encoding);
        }
        let inside = declared_inside(bytes);
        let is_declared = [declared, inside].contains(&Some(UTF_8));
        if std::str::from_utf8(bytes).is_ok() || is_nearly_utf8(bytes, is_declared) {
            return Self(UTF_8);
        }
        let encoding = [declared, inside, Some(UTF_8)]
            .into_iter()
            .flatten()
            .filter(|encoding| *encoding != WINDOWS_1252 || !is_dense(bytes))
            .find(|encoding| decodes_cleanly(bytes, encoding));
        Self(encoding.unwrap_or_else(|| guess(bytes)))
    }

    /// The text of `bytes`, which begin and end between characters, without a byte order mark.
    pub fn decode(self, bytes: &[u8]) -> String {
        let mark = Encoding::for_bom(bytes).map_or(0, |(_, length)| length);
        match std::str::from_utf8(&bytes[mark..]) {
            Ok(text) if self.0 == UTF_8 && mark == 0 => {
                repaired(text, MAX_MISREADINGS).unwrap_or_else(|| mended(text))
            }
            Ok(_) | Err(_) => self.characters(&bytes[mark..]).into_owned(),
        }
    }

    /// The characters of `bytes` as they stand there, nothing repaired.
    pub fn characters(self, bytes: &[u8]) -> Cow<'_, str> {
        self.0.decode_without_bom_handling(bytes).0
    }

    /// Where in a character of two bytes the one lies that tells ASCII; `None` in charsets that keep ASCII as it is.
    pub fn ascii_byte(self) -> Option<usize> {
        (self.0 == UTF_16LE || self.0 == UTF_16BE).then(|| usize::from(self.0 == UTF_16BE))
    }
}

/// Checks that `bytes` are text.
///
/// # Errors
/// [`OpenError::NotText`] with what they are.
pub fn check_is_text(bytes: &[u8]) -> Result<(), OpenError> {
    if Encoding::for_bom(bytes).is_some() || wide(bytes).is_some() {
        return Ok(());
    }
    let not_text = |kind: &str| Err(OpenError::NotText { kind: kind.to_owned() });
    if let Some(kind) = message(bytes) {
        return not_text(kind);
    }
    match infer::get(bytes) {
        Some(kind) if !kind.mime_type().starts_with("text/") => not_text(kind.mime_type()),
        _ => {
            let start = &bytes[..bytes.len().min(DECLARATION_BYTES)];
            // ESC opens the shifts of ISO-2022-JP.
            let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
            let controls = start.iter().filter(|byte| is_control(**byte)).count();
            if controls as f64 > start.len() as f64 * MAX_CONTROL {
                return not_text("application/octet-stream");
            }
            Ok(())
        }
    }
}

/// Whether `bytes` are UTF-8 in spite of some that are broken: in other charsets hardly a sequence is valid.
fn is_nearly_utf8(bytes: &[u8], is_declared: bool) -> bool {
    /// How many characters beyond ASCII there are at least for each broken place, and where UTF-8 is declared.
    const LEAST: (usize, usize) = (8, 2);
    let (mut valid, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= broken * if is_declared { LEAST.1 } else { LEAST.0 }
}

/// The byte order of UTF-16 without a mark: nearly all of its characters are of Chinese text or ASCII, and some are
/// ASCII, whose other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    /// How many bytes are looked at, and how many there must be.
    const BYTES: (usize, usize) = (4096, 8);
    /// How many of a hundred characters are plausible at least.
    const LEAST: usize = 95;
    let start = &bytes[..bytes.len().min(BYTES.0) & !1];
    if start.len() < BYTES.1 || !start.contains(&0) {
        return None;
    }
    let is_plausible = |c: &u16| matches!(c, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0xFF | 0x2010..=0x203A | 0x3000..=0x33FF | 0x4E00..=0x9FFF | 0xFF00..=0xFF5E);
    let plausible = |read: fn([u8; 2]) -> u16| {
        let units = start.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        units.filter(is_plausible).count() * 100 >= start.len() / 2 * LEAST
    };
    match (plausible(u16::from_le_bytes), plausible(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        (true, true) | (false, false) => None,
    }
}

fn decodes_cleanly(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let (mut odd, mut foreign) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        foreign += 1;
        // GBK read as Big5 and the other way round lands in the private use area.
        odd += usize::from(matches!(c, char::REPLACEMENT_CHARACTER | '\u{E000}'..='\u{F8FF}'));
    }
    !had_errors && odd == 0 || (odd as f64) < foreign as f64 * MAX_UNDECODABLE
}

/// Whether the bytes beyond ASCII stand close together, as in Chinese and hardly in Western languages:
/// pages that were made with a Western editor say that they are Western, and anything can be read so.
fn is_dense(bytes: &[u8]) -> bool {
    /// How many such bytes must be there to tell.
    const LEAST: usize = 40;
    let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let pairs = bytes.windows(2).filter(|pair| pair.iter().all(|byte| !byte.is_ascii())).count();
    foreign >= LEAST && pairs * 4 >= foreign
}

/// Repairs Chinese that was once decoded as Western and saved so: ÐÂÎÅ for 新闻.
fn repaired(text: &str, rounds: usize) -> Option<String> {
    /// How many such characters must be there; a name or two in a Western page are none.
    const LEAST: usize = 40;
    let foreign = || text.chars().filter(|c| !c.is_ascii());
    let is_western = |c: char| u32::from(c) < 0x180 || matches!(c, '\u{2000}'..='\u{20CF}');
    if rounds == 0 || !foreign().all(is_western) {
        return None;
    }
    // Western languages have mostly unaccented letters between; misread Chinese has hardly one.
    let western = foreign().count();
    let pairs =
        || text.chars().zip(text.chars().skip(1)).filter(|(a, b)| !a.is_ascii() && !b.is_ascii()).count();
    if western < LEAST || pairs() * 2 < western {
        return None;
    }
    let bytes = |encode: &dyn Fn(char) -> Option<u8>| text.chars().map(encode).collect::<Option<Vec<u8>>>();
    let latin = |c: char| u8::try_from(u32::from(c)).ok();
    let by = |encoding: &'static Encoding| {
        move |c: char| {
            let mut buffer = [0; 4];
            let (bytes, _, failed) = encoding.encode(c.encode_utf8(&mut buffer));
            (!failed && bytes.len() == 1).then(|| bytes[0]).or_else(|| latin(c))
        }
    };
    [bytes(&latin), bytes(&by(ISO_8859_15)), bytes(&by(WINDOWS_1252))].into_iter().flatten().find_map(
        |bytes| {
            let read = match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => guess(&bytes).decode_without_bom_handling(&bytes).0.into_owned(),
            };
            let foreign = read.chars().filter(|c| !c.is_ascii()).count();
            let chinese = read
                .chars()
                .filter(|c| is_han(*c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}'))
                .count();
            if chinese * 10 > foreign * 8 { Some(read) } else { repaired(&read, rounds - 1) }
        },
    )
}

/// Repairs UTF-8 that was once decoded as Western in places: â\u{80}\u{99} for ’.
///
/// Only runs that hold a control character that no text holds are mended, and only if their characters
/// are the bytes of UTF-8.
fn mended(text: &str) -> String {
    let is_byte = |c: char| ('\u{80}'..='\u{FF}').contains(&c);
    let is_control = |c: char| ('\u{80}'..='\u{9F}').contains(&c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(is_byte) {
        let (before, run) = rest.split_at(from);
        let (run, after) = run.split_at(run.find(|c| !is_byte(c)).unwrap_or(run.len()));
        out.push_str(before);
        let bytes = || run.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect::<Vec<u8>>();
        match run.contains(is_control).then(|| String::from_utf8(bytes())) {
            Some(Ok(read)) => out.push_str(&read),
            Some(Err(_)) | None => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The media type of a mail or of a page saved as one, by its first lines (RFC 5322, RFC 2557).
fn message(bytes: &[u8]) -> Option<&'static str> {
    /// How far the head of a mail is looked at, in bytes.
    const HEAD: usize = 4096;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let start = start.replace("\r\n", "\n");
    let head = start.trim_start().split("\n\n").next().unwrap_or_default();
    let is_field = |line: &str| {
        line.starts_with([' ', '\t'])
            || line.split_once(':').is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
    };
    let has = |name: &str| head.lines().any(|line| line.starts_with(name));
    let is_mail = has("mime-version:") || has("received:") && has("from:") || has("message-id:");
    if !is_mail || !head.lines().all(is_field) {
        return None;
    }
    Some(if head.contains("multipart/related") { "multipart/related" } else { "message/rfc822" })
}

fn declared_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let at = start.find("charset=").map(|at| at + "charset=".len()).or_else(|| {
        let xml = start.trim_start().starts_with("<?xml");
        start.find("encoding=").filter(|_| xml).map(|at| at + "encoding=".len())
    })?;
    let label: String = start[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose declaration can be read as ASCII is not in UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "市政府今天宣布，新的河濱公園將在下個月開放給民眾使用，預計每年有一百萬人次造訪。";

    #[test]
    fn every_declaration_and_none_are_understood() {
        for name in ["big5", "gbk", "utf-8", "gb18030"] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            // Simplified, as far as GBK needs it, is the same bytes or more: GBK holds both scripts.
            let (body, _, _) = encoding.encode(TEXT);
            assert_eq!(decode(&body, Some(name)), TEXT, "{name} by header");
            assert_eq!(decode(&body, None), TEXT, "{name} by guess");
            assert_eq!(decode(&body, Some("utf-8")), TEXT, "{name} against the header");
            let (page, _, _) = encoding.encode("<meta charset=NAME>");
            let page = String::from_utf8_lossy(&page).replace("NAME", name);
            let page = [page.as_bytes(), &body].concat();
            assert!(decode(&page, None).ends_with(TEXT), "{name} by meta");
        }
    }

    #[test]
    fn marks_decide() {
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide, Some("big5")), TEXT);
        assert_eq!(decode(&[&[0xEF, 0xBB, 0xBF], TEXT.as_bytes()].concat(), None), TEXT);
    }

    #[test]
    fn a_broken_byte_changes_one_character() {
        let repeated = TEXT.repeat(3);
        for (text, declared) in
            [(TEXT, None), (&repeated, None), (&TEXT[..24], Some("utf-8")), (TEXT, Some("big5"))]
        {
            for at in [3, 10, text.len() - 1] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = 0xFF;
                let read = decode(&bytes, declared);
                let kept = read.chars().filter(|c| text.contains(*c)).count();
                assert!(kept + 3 >= text.chars().count(), "{declared:?} {at}: {read}");
            }
            let cut = &text.as_bytes()[..text.len() - 1];
            assert!(decode(cut, declared).starts_with(&text[..text.len() - 3]));
        }
    }

    #[test]
    fn wide_text_needs_no_mark() {
        for text in [format!("{TEXT}\n{TEXT}"), "The park opens today.".to_owned()] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                assert_eq!(check_is_text(&bytes), Ok(()));
                assert_eq!(decode(&bytes, None), text);
            }
        }
    }

    #[test]
    fn misreadings_are_undone() {
        let text = TEXT.repeat(2);
        let (bytes, _, _) = Encoding::for_label(b"big5").unwrap().encode(&text);
        let once: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let twice: String = once.bytes().map(char::from).collect();
        assert_eq!(decode(once.as_bytes(), None), text);
        assert_eq!(decode(twice.as_bytes(), None), text);
        let western = "Ça fait déjà très longtemps que l’été est passé. ".repeat(40);
        assert_eq!(decode(western.as_bytes(), None), western);
    }

    #[test]
    fn misread_marks_are_mended_where_they_stand() {
        let text = "It\u{e2}\u{80}\u{99}s \u{e2}\u{80}\u{9c}new\u{e2}\u{80}\u{9d}, ol\u{e9}, it’s 新聞 ½ \u{85} \u{e2}\u{80}.";
        let mended = "It’s “new”, olé, it’s 新聞 ½ \u{85} \u{e2}\u{80}.";
        assert_eq!(decode(text.as_bytes(), None), mended);
    }

    #[test]
    fn binaries_are_named() {
        let kind = |bytes: &[u8]| match check_is_text(bytes) {
            Err(OpenError::NotText { kind }) => kind,
            other => format!("{other:?}"),
        };
        assert_eq!(kind(b"%PDF-1.7\n"), "application/pdf");
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), "image/png");
        assert_eq!(kind(&[0; 64]), "application/octet-stream");
        let mail = b"From: a@b.test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n=E5=B8=82";
        assert_eq!(kind(mail), "message/rfc822");
        let saved = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\"\n\n--x";
        assert_eq!(kind(saved), "multipart/related");
        assert_eq!(check_is_text("From: here on\n\nit is text.".as_bytes()), Ok(()));
        assert_eq!(check_is_text(TEXT.as_bytes()), Ok(()));
        assert_eq!(check_is_text(b"<!doctype html><p>Hi"), Ok(()));
    }
}
