//! Segmentation: where sentences and pieces end, and where they do not.

use std::sync::Arc;

use proptest::prelude::*;
use tingxinwen_core::article::{Article, BlockKind, Meta};
use tingxinwen_text::{Haste, Script};

fn script(paragraphs: &[&str]) -> Script {
    let blocks = paragraphs.iter().map(|text| (BlockKind::Paragraph, *text));
    Script::new(Arc::new(Article::new(Meta::default(), blocks)))
}

fn sentences(text: &str) -> Vec<String> {
    let script = script(&[text]);
    script.sentences().iter().map(|sentence| script.article().slice(sentence.range).to_owned()).collect()
}

fn pieces(script: &Script, haste: impl Fn(usize) -> Haste) -> Vec<String> {
    let mut at = 0;
    let mut pieces = Vec::new();
    while let Some(piece) = script.piece_at(at, haste(pieces.len())) {
        assert!(piece.range.start >= at && piece.range.end > piece.range.start);
        pieces.push(script.article().slice(piece.range).to_owned());
        at = piece.range.end;
    }
    pieces
}

#[test]
fn sentences_end_where_a_reader_stops() {
    for (text, expected) in [
        ("今天下雨。明天放晴！後天呢？", &["今天下雨。", "明天放晴！", "後天呢？"][..]),
        ("他說：「下雨了。」大家都笑了。", &["他說：「下雨了。」", "大家都笑了。"]),
        ("「真的嗎？」他問。", &["「真的嗎？」他問。"]),
        ("「快走！」媽媽說，「來不及了。」", &["「快走！」媽媽說，「來不及了。」"]),
        ("（詳見附圖。）接著看下一頁。", &["（詳見附圖。）", "接著看下一頁。"]),
        ("什麼！？你再說一次！！！", &["什麼！？", "你再說一次！！！"]),
        ("他想了很久……最後還是走了。", &["他想了很久……", "最後還是走了。"]),
        ("蘋果、香蕉……等水果。", &["蘋果、香蕉……等水果。"]),
        ("成長3.5%。營收1.2億。", &["成長3.5%。", "營收1.2億。"]),
        ("沒有句點的一行", &["沒有句點的一行"]),
        ("好。", &["好。"]),
        ("Dr. Lee met Mr. Chen. They talked.", &["Dr. Lee met Mr. Chen.", "They talked."]),
        ("It rose 3.5 percent. Then it fell.", &["It rose 3.5 percent.", "Then it fell."]),
        ("The U.S. economy grew. So did ours.", &["The U.S. economy grew.", "So did ours."]),
        ("He lives in the U.S. The house is big.", &["He lives in the U.S.", "The house is big."]),
        ("J. K. Rowling wrote it. I read it.", &["J. K. Rowling wrote it.", "I read it."]),
        ("Wait... what is that?", &["Wait... what is that?"]),
        ("\"Stop!\" he said. \"Why?\"", &["\"Stop!\" he said.", "\"Why?\""]),
        ("1. Open the door. 2. Go in.", &["1. Open the door.", "2. Go in."]),
        ("Meet at 5 p.m. on Monday. Bring food.", &["Meet at 5 p.m. on Monday.", "Bring food."]),
        ("See www.example.com for more. Thanks.", &["See www.example.com for more.", "Thanks."]),
        ("e.g. this one, i.e. that. Next.", &["e.g. this one, i.e. that.", "Next."]),
        (
            "Acme Inc. sold Beta Ltd. for $5. Nobody cared.",
            &["Acme Inc. sold Beta Ltd. for $5.", "Nobody cared."],
        ),
        ("他用Yahoo!奇摩搜尋。很快。", &["他用Yahoo!", "奇摩搜尋。", "很快。"]),
        ("《你好嗎？》這部電影很好看。下週上映。", &["《你好嗎？》這部電影很好看。", "下週上映。"]),
        ("她唱了〈你在哪裡？〉這首歌。", &["她唱了〈你在哪裡？〉這首歌。"]),
        ("他（其實是她！）走了。大家都知道。", &["他（其實是她！）走了。", "大家都知道。"]),
        ("（其實是她！）走了。", &["（其實是她！）走了。"]),
        ("「為什麼？」這個問題沒人回答。", &["「為什麼？」這個問題沒人回答。"]),
        ("全場「加油！」聲不斷。", &["全場「加油！」聲不斷。"]),
        ("“We won!” Smith said. They left.", &["“We won!” Smith said.", "They left."]),
        ("“Is it so?” Mayor Ann Lee asked. No.", &["“Is it so?” Mayor Ann Lee asked.", "No."]),
        ("“Stop!” He ran away.", &["“Stop!”", "He ran away."]),
        ("It costs $3.50. Then it rose.", &["It costs $3.50.", "Then it rose."]),
        ("Version 2.0. It is new.", &["Version 2.0.", "It is new."]),
        ("It sold 10.5m. Sales grew.", &["It sold 10.5m.", "Sales grew."]),
        ("It was Jan. 6. The crowd came.", &["It was Jan. 6.", "The crowd came."]),
        ("It opens at 6 a.m. Monday. Come.", &["It opens at 6 a.m. Monday.", "Come."]),
        ("He left the U.S. Then it changed.", &["He left the U.S.", "Then it changed."]),
        ("He said it was “a mess!” Then he left.", &["He said it was “a mess!”", "Then he left."]),
        ("他問「為什麼？」但沒人回答。", &["他問「為什麼？」但沒人回答。"]),
        ("It has vitamin C. The rest has none.", &["It has vitamin C.", "The rest has none."]),
        ("他說：「我不去！」便轉身離開。眾人愕然。", &["他說：「我不去！」便轉身離開。", "眾人愕然。"]),
        ("a.m.與p.m.別搞混。記好了。", &["a.m.與p.m.別搞混。", "記好了。"]),
        ("公司（Apple Inc.）發布財報。", &["公司（Apple Inc.）發布財報。"]),
        ("She works at Yahoo! and likes it.", &["She works at Yahoo! and likes it."]),
        ("He said “no.” Then he left.", &["He said “no.”", "Then he left."]),
        ("Fig. 3 shows it. See p. 12 for more.", &["Fig. 3 shows it.", "See p. 12 for more."]),
        ("He finished no. 1. She was no. 2.", &["He finished no. 1.", "She was no. 2."]),
        ("。。。", &[]),
        ("※△◎", &[]),
    ] {
        assert_eq!(sentences(text), expected, "{text}");
    }
}

#[test]
fn a_long_sentence_is_cut_at_its_marks() {
    let clause = "行政院今天通過新的計畫並且要求各部會在年底以前完成所有的準備工作";
    let text = format!("{clause}，{clause}；{clause}，{clause}。");
    let cut = pieces(&script(&[&text]), |_| Haste::LookAhead);
    assert!(cut.len() >= 2);
    assert_eq!(cut.concat(), text);
    for piece in &cut {
        assert!(piece.chars().count() <= 70, "{piece}");
        assert!(piece.ends_with(['，', '；', '。']), "{piece}");
    }
}

#[test]
fn a_short_sentence_is_one_piece() {
    for text in ["今天下雨，明天放晴。", "It rained today, but tomorrow will be fine."] {
        assert_eq!(pieces(&script(&[text]), |_| Haste::LookAhead), [text]);
    }
}

#[test]
fn the_first_sound_is_a_clause() {
    let text = "行政院長今天上午表示，政府將提出新的方案，並在下個月送交立法院審議。";
    let cut = pieces(&script(&[text]), |nth| if nth == 0 { Haste::FirstSound } else { Haste::LookAhead });
    assert_eq!(cut, ["行政院長今天上午表示，", "政府將提出新的方案，並在下個月送交立法院審議。"]);
    // Too short to be said alone.
    let cut = pieces(&script(&["對，我們今天下午會再開一次會，討論這件事情。"]), |_| Haste::FirstSound);
    assert_eq!(cut[0], "對，我們今天下午會再開一次會，");
}

#[test]
fn a_place_within_a_clause_gets_the_clause() {
    let text = "行政院長今天上午表示，政府將提出新的方案，並在下個月送交立法院審議。";
    let script = script(&[text]);
    let at = text.find("提出").unwrap() as u32;
    let piece = script.piece_at(at, Haste::FirstSound).unwrap();
    assert_eq!(script.article().slice(piece.range), "政府將提出新的方案，");
}

#[test]
fn numbers_and_words_are_not_cut() {
    let text = "abcdefghij".repeat(20) + " " + &"1234567890".repeat(20) + " " + &"klmno".repeat(40);
    for piece in pieces(&script(&[&text]), |_| Haste::LookAhead) {
        assert!(!piece.trim().is_empty());
    }
    let text = "一".repeat(64) + "12345" + &"二".repeat(80);
    assert!(pieces(&script(&[&text]), |_| Haste::LookAhead).iter().any(|piece| piece.contains("12345")));
}

#[test]
fn a_megabyte_without_a_mark_is_cut_in_time() {
    let text = "字".repeat(350_000);
    let script = script(&[&text]);
    let cut = pieces(&script, |nth| if nth % 2 == 0 { Haste::LookAhead } else { Haste::FirstSound });
    assert_eq!(cut.concat(), text);
}

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[行政院長今天上午表示總統府立法說]{1,30}",
        "[，。！？；：、「」『』（）…—]{1,3}",
        "[a-zA-Z]{1,9}",
        "[0-9.,%:/-]{1,8}",
        " {1,3}",
        "\\PC{1,6}",
        "[\\x00-\\x1f\u{200b}\u{e000}\u{202e}😀👨\u{200d}👩]{1,3}",
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn pieces_cover_their_sentences(text in any_text(), hastes in proptest::collection::vec(any::<bool>(), 1..9)) {
        let script = script(&[&text]);
        let article = script.article();
        let mut last = 0;
        for sentence in script.sentences() {
            prop_assert!(sentence.range.start >= last && !sentence.range.is_empty());
            // What lies between sentences is nothing to be heard.
            let between = &article.text()[last as usize..sentence.range.start as usize];
            prop_assert!(!between.chars().any(char::is_alphanumeric), "{between:?}");
            last = sentence.range.end;
            let mut at = sentence.range.start;
            let mut nth = 0;
            while at < sentence.range.end {
                let haste = if hastes[nth % hastes.len()] { Haste::FirstSound } else { Haste::LookAhead };
                let piece = script.piece_at(at, haste).unwrap();
                prop_assert_eq!(piece.range.start, at);
                prop_assert!(piece.range.end > at && piece.range.end <= sentence.range.end);
                at = piece.range.end;
                nth += 1;
            }
        }
    }

    #[test]
    fn every_place_is_in_its_piece(text in any_text(), place in 0_usize..400) {
        let script = script(&[&text]);
        let text = script.article().text();
        let Some((at, _)) = text.char_indices().nth(place) else { return Ok(()) };
        for haste in [Haste::FirstSound, Haste::LookAhead] {
            if let Some(piece) = script.piece_at(at as u32, haste) {
                prop_assert!(piece.range.contains(at as u32) || piece.range.start > at as u32);
            }
        }
    }
}
