//! Annotations: the author's own readings are spoken, and never twice.

use std::sync::Arc;

use tingxinwen_core::article::{Article, BlockDraft, BlockKind, Meta, Reason, Span, SpanKind, TextRange};
use tingxinwen_text::{FrontEnd, Haste, Script};

/// What is said of `text`, in which `words` carry spans.
fn said(text: &str, words: &[(&str, SpanKind)]) -> String {
    let mut draft = BlockDraft::new(BlockKind::Paragraph, Reason::Kind, text);
    for (word, kind) in words {
        let start = text.find(word).unwrap() as u32;
        let range = TextRange::new(start, start + word.len() as u32);
        draft.spans.push(Span { range, kind: kind.clone() });
    }
    let article = Arc::new(Article::new(Meta::default(), [draft]));
    let script = Script::new(Arc::clone(&article));
    let piece = script.piece_at(0, Haste::LookAhead).unwrap();
    let utterance = FrontEnd::load().utterance(&article, piece);
    let mut end = 0;
    for word in &utterance.words {
        assert_eq!(word.source.start, end, "the words cover the text");
        end = word.source.end;
    }
    assert_eq!(end as usize, text.len());
    let of_word = |word: &tingxinwen_core::speech::Word| {
        let readings: Vec<&str> = word.syllables.iter().map(|syllable| syllable.reading.as_str()).collect();
        if readings.iter().any(|reading| !reading.is_empty()) {
            readings.join(" ")
        } else {
            word.spoken.clone()
        }
    };
    let words = utterance.words.iter().filter(|word| word.is_audible()).map(of_word);
    words.collect::<Vec<_>>().join(" ")
}

fn ruby(reading: &str) -> SpanKind {
    SpanKind::Ruby { reading: reading.to_owned() }
}

#[test]
fn a_reading_over_a_word_is_said_instead_of_what_is_known() {
    assert_eq!(said("他很行", &[("行", ruby("ㄏㄤˋ"))]), "ta1 hen3 hang4");
    assert_eq!(said("重慶路", &[("重慶", ruby("zhòngqìng"))]), "zhong4 qing4 lu4");
    assert_eq!(said("戴上虛擬實境", &[("虛擬實境", ruby("VR"))]), "dai4 shang4 VR");
    let plain = said("去東京", &[]);
    assert_eq!(said("去東京", &[("東京", ruby("とうきょう"))]), plain, "what cannot be said here is left");
}

#[test]
fn zhuyin_in_brackets_behind_its_characters_is_not_said_again() {
    assert_eq!(said("龜（ㄐㄩㄣ）裂", &[]), said("龜裂", &[("龜", ruby("ㄐㄩㄣ"))]));
    assert_eq!(said("銀行(ㄧㄣˊ ㄏㄤˊ)開門", &[]), said("銀行開門", &[]));
    let unlike = said("他（ㄏㄤˊ ㄏㄤˊ）說", &[]);
    assert!(unlike.starts_with("ta1") && unlike.ends_with("shuo1"), "{unlike}");
}

#[test]
fn footnotes_are_not_said() {
    let footnote = SpanKind::Footnote { label: "1".to_owned(), text: "在縣道上。".to_owned() };
    assert_eq!(said("新橋通車。", &[("車", footnote)]), said("新橋通車。", &[]));
}
