//! Captions: what stands under pictures, and who took them, by its words.

use super::phrases::weight;

/// Words after the name of a photographer: 本報記者 ××× 攝.
const SIGNED: &[char] = &['攝', '摄'];
/// Words before the owner of a picture.
const PICTURE_BY: &[&str] =
    &["圖／", "圖/", "图／", "图/", "圖片／", "攝影／", "照片／", "圖：", "圖片來源", "图片来源"];

/// Whether `line` is a caption by its words: 圖／路透, ▲市長, （資料照）.
pub(super) fn is_caption(line: &str) -> bool {
    const OPENERS: &[char] = &['▲', '▼', '△', '▽', '◎', '↑', '↓'];
    const CREDITS: &[&str] = &[
        "記者攝",
        "資料照",
        "資料圖",
        "资料图",
        "翻攝",
        "示意圖",
        "提供）",
        "攝）",
        "摄）",
        "攝)",
        "/攝",
        "／攝",
        "(photo",
        "photo:",
        "photo :",
        "photo by",
        "photos:",
        "foto:",
        "fotos:",
        "bild:",
        "image:",
        "image credit",
        "getty images",
        "ap photo",
        "reuters/",
        "shutterstock",
        "courtesy of",
    ];
    /// How far from the end a credit stands.
    const CREDIT_CHARS: usize = 24;
    let line = line.trim();
    if line.starts_with(OPENERS) {
        return true;
    }
    if line.chars().count() > 220 {
        return false;
    }
    if line.trim_end_matches(['）', ')', ' ']).ends_with(SIGNED) {
        return true;
    }
    // What ends in a credit is a caption; what only mentions a source may be a paragraph.
    const SHORT_CHARS: usize = 90;
    let is_credited = |tail: &str| {
        [
            "圖／",
            "圖/",
            "图／",
            "图/",
            "攝影／",
            "照片／",
            "/攝",
            "／攝",
            "photo:",
            "photo :",
            "photo by",
            "foto:",
        ]
        .iter()
        .any(|credit| tail.contains(credit))
    };
    let tail_at = line.char_indices().rev().nth(CREDIT_CHARS).map_or(0, |(at, _)| at);
    let tail = line[tail_at..].to_lowercase();
    is_credited(&tail)
        || ends_in_credit(line)
        || line.chars().count() <= SHORT_CHARS
            && PICTURE_BY.iter().chain(CREDITS).any(|credit| tail.contains(credit))
}

/// Whether `line` ends in a sentence or a bar, and who took the picture: The last lot. | PHOTO : A. WRITER, THE PAPER.
fn ends_in_credit(line: &str) -> bool {
    /// How far from the end such a credit begins at most, in bytes.
    const BYTES: usize = 70;
    const HEADS: &[&str] = &["photo:", "photo :", "photos:", "foto:", "fotos:", "bild:"];
    let lower = line.to_lowercase();
    HEADS.iter().filter_map(|head| lower.rfind(head)).any(|at| {
        let before = lower[..at].trim_end();
        lower.len() - at <= BYTES
            && before.ends_with(['.', '|', '(', '[', '!', '?', '”', '"', '“', '»', '–', '—'])
    })
}

/// Whether `line`, which is a caption, is only a credit: 圖／路透.
pub(super) fn is_credit(line: &str) -> bool {
    /// The largest [`weight`] of such a line.
    const MOST: usize = 45;
    const HEADS: &[&str] = &[
        "翻攝",
        "photo:",
        "photo by",
        "photograph",
        "image:",
        "image credit",
        "credit:",
        "getty images",
        "ap photo",
        "reuters",
        "shutterstock",
        "courtesy of",
    ];
    let lower = line.trim_matches(['(', ')', '（', '）', '[', ']', '〔', '〕', ' ']).to_lowercase();
    weight(line) <= MOST
        && (PICTURE_BY.iter().chain(HEADS).any(|head| lower.starts_with(head))
            || lower.ends_with(SIGNED) && is_by_reporter(&lower))
}

/// Whether `line` opens with the reporter, or with the paper that sent one: 新華社記者.
fn is_by_reporter(line: &str) -> bool {
    /// The longest name of a paper, in bytes.
    const PAPER_BYTES: usize = 12;
    ["記者", "记者"].iter().any(|role| line.find(role).is_some_and(|at| at <= PAPER_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_end_in_credits() {
        for line in [
            "Jeudi matin, les mareyeurs ont applaudi le dernier lot. | PHOTO : ANNE KERVELLA, LE COURRIER DES CÔTES",
            "Horst Lambert vor der Grabung in Andernbach. Foto: Timo Weiß/Deutsche Presse-Agentur",
            "新橋上午通車。（圖／測試新聞網）",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "She put up a photo: it showed the old bridge at night.",
            "Das Foto: eine Brücke im Nebel, sonst nichts.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }
}
