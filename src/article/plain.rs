//! Plain text as terminals and old systems leave it: without their control sequences, its lines ended by `\n`.

use std::borrow::Cow;

/// `text` without the control sequences of terminals (ECMA-48, colours among them) and overstruck characters, with one
/// kind of line break.
pub fn plain(text: &str) -> Cow<'_, str> {
    const ODD: &[char] =
        &['\u{1B}', '\u{8}', '\u{7}', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(ODD) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1B}' => match chars.next() {
                // Parameters, then one final character: a colour, a move.
                Some('[') => while chars.next().is_some_and(|c| !('\u{40}'..='\u{7E}').contains(&c)) {},
                // A title or a link, to a bell or ESC \.
                Some(']') => {
                    while let Some(c) = chars.next() {
                        if c == '\u{7}' || c == '\u{1B}' && chars.next_if_eq(&'\\').is_some() || c == '\n' {
                            break;
                        }
                    }
                }
                Some(_) | None => {}
            },
            // A character that the next is printed over.
            '\u{8}' => {
                if !out.ends_with('\n') {
                    out.pop();
                }
            }
            '\u{7}' => {}
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_and_odd_line_breaks_are_gone() {
        for (text, expected) in [
            ("\u{1B}[1;33m作者\u{1B}[m 海邊", "作者 海邊"),
            ("\u{1B}]8;;https://a.test\u{7}連結\u{1B}]8;;\u{1B}\\。", "連結。"),
            ("b\u{8}bo\u{8}ol\u{8}ld", "bold"),
            ("一\r二\r\n三\u{2028}四\u{2029}五\u{85}六", "一\n二\n三\n四\n五\n六"),
            ("一\n二", "一\n二"),
            ("\u{1B}[", ""),
            ("\u{1B}", ""),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }
}
