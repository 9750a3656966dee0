//! Pieces of text of which a narrator has recorded some, wherever recordings begin and end.

use std::{sync::Arc, time::Duration};

use proptest::prelude::*;
use tingxinwen_core::article::{
    Article, BlockDraft, BlockKind, Meta, Reason, RecordedSound, Recording, TextRange,
};
use tingxinwen_text::{Haste, Piece, Script, SentenceIdx};

fn sound() -> RecordedSound {
    RecordedSound { name: "s.mp3".to_owned(), crc32: 7, bytes: 1_000 }
}

/// An article of these blocks, of which stretches between these characters were recorded.
fn article(blocks: &[(String, Vec<(usize, usize)>)]) -> Article {
    let mut number = 0;
    let drafts = blocks.iter().map(|(text, recorded)| {
        let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte) as u32;
        let recorded = recorded.iter().map(|(one, other)| {
            number += 1;
            let begin = Duration::from_secs(number);
            let range = TextRange::new(byte(*one.min(other)), byte(*one.max(other)));
            Recording { range, sound: 0, begin, end: Some(begin + Duration::from_secs(1)) }
        });
        let recorded = recorded.collect();
        BlockDraft { recorded, ..BlockDraft::new(BlockKind::Paragraph, Reason::Kind, text.as_str()) }
    });
    let drafts: Vec<BlockDraft> = drafts.collect();
    let mut article = Article::new(Meta::default(), drafts);
    article.set_recorded_sounds(&[sound()]);
    article
}

fn pieces(script: &Script) -> Vec<Piece> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(piece) = script.piece_at(at, Haste::LookAhead) {
        assert!(piece.range.end > at, "it goes on");
        at = piece.range.end;
        all.push(piece);
    }
    all
}

proptest! {
    #[test]
    fn pieces_cover_what_is_read_and_are_the_same_from_wherever_they_are_asked_for(
        blocks in prop::collection::vec(
            ("([船六點「」！a b.1\u{3000}]{0,30}|[船六點碼頭離開霧散了，、a b1]{60,200}。){0,3}", prop::collection::vec((0_usize..240, 0_usize..240), 0..6)),
            1..4,
        ),
    ) {
        let article = Arc::new(article(&blocks));
        let script = Script::new(Arc::clone(&article));
        let all = pieces(&script);
        for pair in all.windows(2) {
            prop_assert!(pair[0].range.end <= pair[1].range.start);
        }
        for (idx, sentence) in script.sentences().iter().enumerate() {
            let own = all.iter().filter(|piece| sentence.range.contains(piece.range.start));
            let own: Vec<&Piece> = own.collect();
            let len: u32 = own.iter().map(|piece| piece.range.len()).sum();
            prop_assert_eq!(len, sentence.range.len(), "each sentence is covered");
            let is_whole = own.iter().all(|piece| piece.is_recorded);
            prop_assert_eq!(script.recorded_len(SentenceIdx(idx as u32)).is_some(), is_whole);
        }
        let recordings = article.recordings().cloned().unwrap_or_default();
        for piece in &all {
            let text = article.slice(piece.range);
            let touched: u32 = recordings.within(piece.range).iter().map(|one| {
                one.range.end.min(piece.range.end) - one.range.start.max(piece.range.start)
            }).sum();
            if !piece.is_recorded {
                prop_assert_eq!(touched, 0, "what was recorded is not read by a voice: {}", text);
            }
            for haste in [Haste::FirstSound, Haste::LookAhead] {
                for (at, _) in text.char_indices().filter(|_| piece.is_recorded) {
                    let found = script.piece_at(piece.range.start + at as u32, haste);
                    prop_assert_eq!(found.as_ref(), Some(piece));
                }
            }
        }
        // What is said and was not recorded is read by a voice.
        for (at, c) in article.text().char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let at = at as u32;
            let is_recorded = recordings.stretches.iter().any(|one| one.range.contains(at));
            let piece = all.iter().find(|piece| piece.range.contains(at));
            prop_assert!(piece.is_some_and(|piece| piece.is_recorded == is_recorded), "{} at {}", c, at);
        }
    }
}
