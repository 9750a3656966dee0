//! Subtitles reader: SRT, and WebVTT (W3C, 2019): what is said, sentence by sentence, without times and styles.

use tingxinwen_core::article::BlockKind;

use crate::flow::Flow;

/// The longest pause inside a sentence, in milliseconds: after a longer one another begins.
const MAX_PAUSE_MS: u64 = 3_000;

/// One cue in so many ends a sentence at least where subtitles have punctuation.
const PUNCTUATED_SHARE: usize = 4;

/// A cue: what is shown at a time.
struct Cue {
    start_ms: u64,
    end_ms: u64,
    text: String,
}

/// Whether `text` begins as subtitles do.
pub(crate) fn is_subtitles(text: &str) -> bool {
    /// How many lines may stand before the first time.
    const LINES: usize = 3;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    text.starts_with("WEBVTT") || text.lines().take(LINES).any(|line| times(line).is_some())
}

/// Reads `text`.
pub(crate) fn read(text: &str) -> Flow {
    let cues = cues(text);
    let ended = cues.iter().filter(|cue| ends_sentence(cue.text.trim())).count();
    // Many subtitles have no punctuation: then each cue is a sentence.
    let is_punctuated = ended * PUNCTUATED_SHARE >= cues.len();
    let mut flow = Flow::default();
    let mut sentence = String::new();
    let mut last_end = 0;
    for cue in &cues {
        let is_late = cue.start_ms > last_end + MAX_PAUSE_MS;
        let is_close = cue.text.starts_with(['」', '』', '”', '）', ')']);
        if !is_close
            && (is_late || !is_punctuated || ends_sentence(&sentence) || is_heading(&sentence, &cue.text))
        {
            flow.add(BlockKind::Paragraph, std::mem::take(&mut sentence));
        }
        for line in cue.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // Two speakers in one cue.
            if line.starts_with(['-', '–', '—']) && !sentence.is_empty() {
                flow.add(BlockKind::Paragraph, std::mem::take(&mut sentence));
            }
            join(&mut sentence, line);
        }
        last_end = cue.end_ms;
    }
    flow.add(BlockKind::Paragraph, sentence);
    flow
}

/// Whether `text`, which has no punctuation at its end, stands by itself before `next`: it is short, and what follows
/// begins a sentence as far as that shows.
fn is_heading(text: &str, next: &str) -> bool {
    /// The longest such text in wide characters.
    const WIDE: usize = 15;
    let is_open = text.ends_with(|c: char| c.is_alphanumeric());
    let is_wide = text.chars().any(|c| c >= '\u{2E80}');
    is_open && if is_wide { text.chars().count() <= WIDE } else { next.starts_with(char::is_uppercase) }
}

/// Adds a line: with a space between words of languages that have them.
fn join(text: &mut String, line: &str) {
    let is_wide = |c: Option<char>| c.is_none_or(|c| c >= '\u{2E80}');
    let (last, first) = (text.chars().next_back(), line.chars().next());
    let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_joined = is_wide(last) || is_wide(first) || is_number(last) && is_number(first);
    if !is_joined {
        text.push(' ');
    }
    text.push_str(line);
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['」', '』', '”', '"', '’', ')', '）', '♪', ' '])
        .ends_with(['。', '！', '？', '.', '!', '?', '…', '：', ':'])
}

/// The cues of `text`: what stands after a line of times, up to a blank line.
fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some((start_ms, end_ms)) = times(line) {
            cues.push(Cue { start_ms, end_ms, text: String::new() });
            open = true;
        } else if line.trim().is_empty() {
            open = false;
        } else if let Some(cue) = cues.last_mut().filter(|_| open) {
            cue.text.push_str(&plain(line));
            cue.text.push('\n');
        }
    }
    cues
}

/// The times of a line: 00:01:02,500 --> 00:01:04,000, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds = 0_u64;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let millis: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(millis)
}

/// `line` without tags, `{\an8}` and character references.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') => rest.find('>'),
            '{' if rest[1..].starts_with(['\\', 'y', 'Y', 'c', 'C', 'f', 'F']) => rest.find('}'),
            _ => None,
        };
        match close {
            Some(end) => rest = &rest[end + 1..],
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let references =
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")];
    references
        .iter()
        .fold(out, |text, (from, to)| text.replace(from, to))
        .replace("\\N", " ")
        .replace("\\h", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_go_on_over_cues_and_lines() {
        let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>今天天氣</i>\r\n很好，\r\n\r\n2\r\n00:00:02,100 --> 00:00:03,000\r\n我們走 201\r\n9 步。\r\n\r\n3\r\n00:00:03,100 --> 00:00:04,000\r\n- Who &amp; what\r\n- is that?\r\n";
        let flow = read(srt);
        let texts: Vec<&str> = flow.blocks.iter().map(|draft| draft.text.as_str()).collect();
        assert_eq!(texts, ["今天天氣很好，我們走 2019 步。", "- Who & what", "- is that?"]);
    }

    #[test]
    fn notes_styles_and_settings_are_no_text() {
        let vtt = "WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nNOTE no\n\nid-1\n00:01.000 --> 00:02.000 line:85%\n<v Ann>Yes, <00:01.500><c.x>I</c> do.\n";
        let flow = read(vtt);
        assert_eq!(flow.blocks.len(), 1);
        assert_eq!(flow.blocks[0].text, "Yes, I do.");
        assert!(is_subtitles(vtt) && !is_subtitles("a --> b\n\nmore"));
    }
}
