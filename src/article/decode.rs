//! Bytes to text: which charset, and whether it is text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{OpenError, limits::MAX_UNDECODABLE};

/// How far into a page its charset may be declared; the HTML standard says 1024 bytes, real pages
/// put scripts before it.
const DECLARATION_BYTES: usize = 8192;
/// Share of control characters above which bytes are no text.
const MAX_CONTROL: f64 = 0.02;

/// The text of `bytes`, whose sender says that they are in the charset `label`.
///
/// In this order: byte order mark, valid UTF-8, `label`, the page's own declaration, a guess from
/// the bytes. A declaration counts only if nearly all of the text can be decoded by it.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let declared = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let wide = declared.filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE);
    if let Some(encoding) = wide {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    [declared, declared_inside(bytes), Some(UTF_8)]
        .into_iter()
        .flatten()
        .find_map(|encoding| decode_cleanly(bytes, encoding))
        .unwrap_or_else(|| guess(bytes).decode_without_bom_handling(bytes).0.into_owned())
}

/// The media type of what `bytes` are, if they are no text.
pub(super) fn check_is_text(bytes: &[u8]) -> Result<(), OpenError> {
    if Encoding::for_bom(bytes).is_some() {
        return Ok(());
    }
    let not_text = |kind: &str| Err(OpenError::NotText { kind: kind.to_owned() });
    match infer::get(bytes) {
        Some(kind) if !kind.mime_type().starts_with("text/") => not_text(kind.mime_type()),
        _ => {
            let start = &bytes[..bytes.len().min(DECLARATION_BYTES)];
            // ESC opens the shifts of ISO-2022-JP.
            let is_control =
                |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
            let controls = start.iter().filter(|byte| is_control(**byte)).count();
            if controls as f64 > start.len() as f64 * MAX_CONTROL {
                return not_text("application/octet-stream");
            }
            Ok(())
        }
    }
}

fn decode_cleanly(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let (mut odd, mut foreign) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        foreign += 1;
        // GBK read as Big5 and the other way round lands in the private use area.
        odd += usize::from(matches!(c, char::REPLACEMENT_CHARACTER | '\u{E000}'..='\u{F8FF}'));
    }
    let is_clean = !had_errors && odd == 0 || (odd as f64) < foreign as f64 * MAX_UNDECODABLE;
    is_clean.then(|| text.into_owned())
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
    fn binaries_are_named() {
        let kind = |bytes: &[u8]| match check_is_text(bytes) {
            Err(OpenError::NotText { kind }) => kind,
            other => format!("{other:?}"),
        };
        assert_eq!(kind(b"%PDF-1.7\n"), "application/pdf");
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), "image/png");
        assert_eq!(kind(&[0; 64]), "application/octet-stream");
        assert_eq!(check_is_text(TEXT.as_bytes()), Ok(()));
        assert_eq!(check_is_text(b"<!doctype html><p>Hi"), Ok(()));
    }
}
