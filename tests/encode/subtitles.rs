//! Subtitles: where lines are cut, how long they are seen, and what the formats say.

use proptest::prelude::*;
use tingxinwen_core::speech::Frames;
use tingxinwen_encode::{
    Tags,
    subtitles::{Cue, CueMaker, Joint, Sentence, SubtitleFormat, Word, Writer},
};

/// A sentence of `words`, each said for `millis`, from `at` on; marks stand in the word before them and are not said.
fn sentence(words: &[&str], at: u64, millis: u64) -> Sentence {
    let (mut text, mut said, mut at) = (String::new(), Vec::new(), at);
    for word in words {
        let spoken = word.trim_matches(|c: char| "，。、「」：；？！,. ".contains(c));
        let start = text.len() + word.find(spoken).unwrap_or(0);
        text.push_str(word);
        if !spoken.is_empty() {
            let bytes = start..start + spoken.len();
            said.push(Word { bytes, start: Frames::from_millis(at), end: Frames::from_millis(at + millis) });
            at += millis;
        }
    }
    Sentence { text, words: said }
}

fn cues(sentences: Vec<Sentence>) -> Vec<Cue> {
    let (mut maker, mut all) = (CueMaker::default(), Vec::new());
    for sentence in sentences {
        let taken = maker.push(sentence, Joint::Goes, |cue| {
            all.push(cue);
            Ok::<_, ()>(())
        });
        taken.unwrap();
    }
    let end = |cue| {
        all.push(cue);
        Ok::<_, ()>(())
    };
    maker.end(end).unwrap();
    all
}

fn texts(sentence: Sentence) -> Vec<String> {
    cues(vec![sentence]).into_iter().map(|cue| cue.text).collect()
}

const LIBRARY: [&str; 21] = [
    "「館方",
    "統計，",
    "十月起",
    "晚間",
    "七點",
    "到",
    "十點",
    "的",
    "入館",
    "人數",
    "增加",
    "三成，",
    "其中",
    "帶著",
    "孩子",
    "來",
    "寫",
    "作業",
    "的",
    "家長",
    "最多。」",
];

#[test]
fn lines_are_phrases_where_they_can_be() {
    assert_eq!(
        texts(sentence(&LIBRARY, 0, 400)),
        ["「館方統計，", "十月起晚間七點到十點的入館人數增加三成，", "其中帶著孩子來寫作業的家長最多。」"]
            .map(|line| line.to_owned())
    );
    let headline = ["河岸", "輕軌", "週六", "通車 ", "沿線", "七站", "串起", "老城", "與", "新公園"];
    assert_eq!(texts(sentence(&headline, 0, 400)), ["河岸輕軌週六通車", "沿線七站串起老城與新公園"]);
    assert_eq!(texts(sentence(&["好。"], 0, 300)), ["好。"]);
    assert_eq!(texts(sentence(&["。"], 0, 300)), [""; 0]);
}

#[test]
fn latin_lines_have_up_to_42_characters_and_no_word_is_split() {
    let words =
        "The ferry that learned to wait for the last passenger left at six in the morning, without a sound.";
    let words: Vec<&str> = words.split_inclusive(' ').collect();
    let lines = texts(sentence(&words, 0, 300));
    assert!(lines.iter().all(|line| line.len() <= 42), "{lines:?}");
    assert_eq!(lines.join(" "), words.concat());
    let long =
        ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", " 開了。"];
    assert_eq!(
        texts(sentence(&long, 0, 900)),
        [long[0], "開了。"],
        "a word that is wider than a line stays whole"
    );
}

#[test]
fn what_is_said_quickly_is_seen_long_enough_where_nothing_follows() {
    let alone = cues(vec![sentence(&["好。"], 1_000, 200)]);
    assert_eq!((alone[0].start, alone[0].end), (Frames::from_millis(1_000), Frames::from_millis(1_700)));
    let both = cues(vec![sentence(&["好。"], 0, 200), sentence(&["走吧。"], 400, 900)]);
    assert_eq!(both.len(), 1, "{both:?}");
    assert_eq!((both[0].text.as_str(), both[0].end), ("好。走吧。", Frames::from_millis(1_300)));
    let apart = cues(vec![sentence(&["好。"], 0, 200), sentence(&["走吧。"], 900, 900)]);
    assert_eq!(apart.len(), 2);
    assert_eq!(apart[0].end, Frames::from_millis(700));
}

#[test]
fn nothing_is_seen_for_over_seven_seconds() {
    let slow = cues(vec![sentence(&["慢", "慢", "地", "說", "了", "這", "一", "句", "話。"], 0, 1_500)]);
    assert!(
        slow.iter().all(|cue| cue.end.saturating_sub(cue.start) <= Frames::from_millis(7_000)),
        "{slow:?}"
    );
    assert_eq!(slow.len(), 3, "{slow:?}");
}

fn written(format: SubtitleFormat, cues: &[Cue]) -> String {
    let mut out = Vec::new();
    let tags =
        Tags { title: "標題".to_owned(), artist: Some("晴川日報".to_owned()), ..Tags::default() };
    let mut writer = Writer::begin(format, &tags, &mut out).unwrap();
    cues.iter().for_each(|cue| writer.push(cue).unwrap());
    writer.end().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_format_says_when_lines_and_words_are_heard() {
    let cues = cues(vec![sentence(&["今天", "<晴朗>", "。"], 3_661_000, 500)]);
    let of = |format| written(format, &cues);
    assert_eq!(of(SubtitleFormat::Srt), "1\n01:01:01,000 --> 01:01:02,000\n今天<晴朗>。\n\n");
    assert_eq!(
        of(SubtitleFormat::WebVtt),
        "WEBVTT\n\n01:01:01.000 --> 01:01:02.000\n今天<01:01:01.500>&lt;晴朗&gt;。\n"
    );
    assert_eq!(
        of(SubtitleFormat::Lrc),
        "[ti:標題]\n[ar:晴川日報]\n[61:01.00]<61:01.00>今天<61:01.50>＜晴朗＞。<61:02.00>\n"
    );
    let ass = of(SubtitleFormat::Ass);
    assert!(
        ass.ends_with("Dialogue: 0,1:01:01.00,1:01:02.00,Default,,0,0,0,,{\\k50}今天{\\k50}<晴朗>。\n"),
        "{ass}"
    );
    for format in SubtitleFormat::ALL {
        assert_eq!(
            SubtitleFormat::of(format!("a.{}", format.ending().to_uppercase()).as_ref()),
            Some(format)
        );
    }
}

#[test]
fn ffmpeg_reads_each_format() {
    let cues = cues(vec![sentence(&LIBRARY, 500, 400), sentence(&["a --> b", "{\\k}", "好。"], 12_000, 900)]);
    let folder = tempfile::tempdir().unwrap();
    for format in SubtitleFormat::ALL {
        let path = folder.path().join(format!("字幕.{}", format.ending()));
        std::fs::write(&path, written(format, &cues)).unwrap();
        let args = ["-v", "error", "-xerror", "-i"];
        let Some(read) = crate::common::output("ffmpeg", &args, &path, &["-f", "srt", "-"]) else { return };
        let read = String::from_utf8(read).unwrap();
        // FFmpeg has no end of lines of LRC.
        let starts: Vec<&str> =
            read.lines().filter_map(|line| line.split_once(" --> ")).map(|(start, _)| start).collect();
        let starts: Vec<&str> = starts.into_iter().filter(|start| start.contains(':')).collect();
        let wanted = written(SubtitleFormat::Srt, &cues);
        let wanted: Vec<&str> =
            wanted.lines().filter_map(|line| line.split_once(" --> ")).map(|(start, _)| start).collect();
        assert_eq!(starts, wanted, "{format:?}: {read}");
    }
}

proptest! {
    /// Whatever is said however fast, nothing is lost, no word is split, and no line is too wide.
    #[test]
    fn every_word_is_in_a_line_once(
        words in prop::collection::vec("[一-龥]{1,4}[，。、]{0,1}|[a-zA-Z]{1,14}[,.]{0,1} ", 1..60),
        millis in 40_u64..1_500,
    ) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let sentence = sentence(&words, 0, millis);
        let (text, count) = (sentence.text.clone(), sentence.words.len());
        let cues = cues(vec![sentence]);
        let without_spaces = |text: &str| text.replace(' ', "");
        let lines: String = cues.iter().map(|cue| without_spaces(&cue.text)).collect();
        prop_assert_eq!(lines, without_spaces(&text));
        prop_assert_eq!(cues.iter().map(|cue| cue.words.len()).sum::<usize>(), count);
        let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 10 } else { 21 }).sum::<u32>();
        prop_assert!(cues.iter().all(|cue| width(&cue.text) <= 420), "{:?}", cues);
        prop_assert!(cues.windows(2).all(|two| two[0].end <= two[1].start), "{:?}", cues);
    }
}
