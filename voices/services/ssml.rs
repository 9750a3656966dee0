//! Text in the markup that speech services take. Nothing of the text is ever taken for markup.

use quick_xml::escape::escape;

use super::sent::Sent;

/// A document in which `voice` says `content`, which is markup already.
pub(super) fn document(voice: &str, content: &str) -> String {
    let (voice, language) = (escape(voice), language_of(voice));
    let language = escape(&language);
    format!(
        "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"{language}\">\
         <voice name=\"{voice}\">{content}</voice></speak>"
    )
}

/// The language that a voice's name starts with: `zh-TW` of `zh-TW-HsiaoChenNeural`.
pub(super) fn language_of(voice: &str) -> String {
    let mut parts = voice.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(language), Some(region), Some(_)) => format!("{language}-{region}"),
        _ => "zh-TW".to_owned(),
    }
}

/// The text of `sent`.
pub(super) fn text(sent: &Sent) -> String {
    escape(clean(&sent.text)).into_owned()
}

/// The text of `sent`, with a mark before each word, and after those that a pause follows: `s3` and `e3`
/// are where the fourth starts and ends.
pub(super) fn marked(sent: &Sent) -> String {
    let mut content = String::new();
    let mut at = 0;
    for (idx, word) in sent.words.iter().enumerate() {
        content.push_str(&escape(clean(&sent.text[at..word.place.start])));
        content.push_str(&format!("<mark name=\"s{idx}\"/>"));
        content.push_str(&escape(clean(&sent.text[word.place.clone()])));
        if word.pause > 0.0 || idx + 1 == sent.words.len() {
            content.push_str(&format!("<mark name=\"e{idx}\"/>"));
        }
        at = word.place.end;
    }
    content.push_str(&escape(clean(&sent.text[at..])));
    content
}

/// Without what no XML document may hold, however it is written.
fn clean(text: &str) -> String {
    text.chars().filter(|&c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;
    use tingxinwen_core::article::{Language, TextRange};

    use super::*;
    use crate::services::sent::SentWord;

    fn sent(text: &str) -> Sent {
        let word = SentWord {
            source: TextRange::new(0, 1),
            place: 0..text.len(),
            weight: 1.0,
            pause: 0.0,
            syllables: vec![0.0],
        };
        Sent {
            text: text.to_owned(),
            words: vec![word],
            source: TextRange::new(0, 1),
            language: Language::English,
        }
    }

    #[test]
    fn text_is_never_taken_for_markup() {
        let sent = sent("</voice><break time='9s'/> a & b \u{0} \"c\"");
        for content in [text(&sent), marked(&sent)] {
            let document = document("zh-TW-HsiaoChenNeural\"><x", &content);
            let mut reader = quick_xml::Reader::from_str(&document);
            let mut names = Vec::new();
            loop {
                let event = reader.read_event().unwrap();
                if let Event::Start(start) | Event::Empty(start) = &event {
                    names.push(String::from_utf8(start.name().as_ref().to_vec()).unwrap());
                }
                if matches!(event, Event::Eof) {
                    break;
                }
            }
            names.retain(|name| name != "mark");
            assert_eq!(names, ["speak", "voice"], "{document}");
            assert!(!document.contains('\0'));
        }
    }

    #[test]
    fn the_language_is_the_voices() {
        assert_eq!(language_of("zh-TW-HsiaoChenNeural"), "zh-TW");
        assert_eq!(language_of("cmn-TW-Wavenet-A"), "cmn-TW");
        assert_eq!(language_of("alloy"), "zh-TW");
    }
}
