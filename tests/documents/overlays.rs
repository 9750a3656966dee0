//! Media Overlays: which text a narrator has recorded, in the ways in which producers write it.

use std::time::Duration;

use tingxinwen_core::article::{Article, Notice};
use tingxinwen_documents::Document;

use crate::common::{epub, item, opened};

const SMIL: &str = "application/smil+xml";

/// A book of two chapters with these bodies and one overlay for both; its sounds are `a.mp3` and `b c.mp3`.
fn book(first: &str, second: &str, overlay: &str) -> Document {
    let manifest = format!(
        "<item id='one' href='one.xhtml' media-type='application/xhtml+xml' media-overlay='m'/>\
         <item id='two' href='two.xhtml' media-type='application/xhtml+xml' media-overlay='m'/>\
         <item id='m' href='smil/both.smil' media-type='{SMIL}'/>{}",
        item("none", "gone.xhtml")
    );
    let overlay = format!("<smil xmlns='x'><body>{overlay}</body></smil>");
    let files: [(&str, &[u8]); 5] = [
        ("OPS/one.xhtml", &page(first)),
        ("OPS/two.xhtml", &page(second)),
        ("OPS/smil/both.smil", overlay.as_bytes()),
        ("OPS/a.mp3", b"sound"),
        ("OPS/b c.mp3", b"more sound"),
    ];
    opened(epub(&manifest, "<itemref idref='one'/><itemref idref='two'/>", &files), "a.epub").unwrap()
}

fn page(body: &str) -> Vec<u8> {
    format!("<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>").into_bytes()
}

/// What was recorded of it: text, sound, begin and end in milliseconds.
fn recorded(document: &Document) -> Vec<(String, String, u128, Option<u128>)> {
    let articles = document.parts().iter().map(|part| part.article());
    let of = |article: &Article| {
        let all = article.recordings().cloned().unwrap_or_default();
        let one = |one: &tingxinwen_core::article::Recording| {
            let sound = all.sounds[one.sound as usize].name.clone();
            let text = article.slice(one.range).replace('\n', "/");
            (text, sound, one.begin.as_millis(), one.end.map(|end: Duration| end.as_millis()))
        };
        all.stretches.iter().map(one).collect::<Vec<_>>()
    };
    articles.flat_map(|article| of(&article)).collect()
}

fn are(wanted: &[(&str, &str, u128, Option<u128>)]) -> Vec<(String, String, u128, Option<u128>)> {
    wanted
        .iter()
        .map(|(text, sound, from, to)| ((*text).to_owned(), (*sound).to_owned(), *from, *to))
        .collect()
}

fn par(text: &str, audio: &str) -> String {
    format!("<par><text src='../{text}'/><audio {audio}/></par>")
}

#[test]
fn headings_words_and_whole_sections_are_found_by_their_ids() {
    let first = "<section id='s'><h1 id='h'>第一章</h1><p>他<em id='w'>走</em>了<ruby id='r'>行<rt>ㄒㄧㄥˊ</rt></ruby>。</p></section>";
    let second =
        "<h1>第二章</h1><section id='all'><p>甲。</p>\n<p>乙。</p></section><p id='last'>  丙。 </p>";
    let overlay = [
        "<seq id='q' epub:textref='../one.xhtml'>",
        &par("one.xhtml#h", "src='../a.mp3' clipBegin='0s' clipEnd='1.5s'"),
        "<seq>",
        &par("one.xhtml#w", "src='../a.mp3' clipBegin='0:00:02' clipEnd='2500ms'"),
        &par("one.xhtml#r", "src='../b%20c.mp3' clipBegin='3s'"),
        "</seq></seq>",
        &par("two.xhtml#all", "src='../b%20c.mp3' clip-begin='npt=4s' clip-end='npt=9s'"),
        &par("two.xhtml#last", "src='../b c.mp3' clipBegin='9s' clipEnd='10s'"),
        "<par><text src='../two.xhtml#last'/></par>",
    ];
    assert_eq!(
        recorded(&book(first, second, &overlay.concat())),
        are(&[
            ("第一章", "OPS/a.mp3", 0, Some(1_500)),
            ("走", "OPS/a.mp3", 2_000, Some(2_500)),
            ("行", "OPS/b c.mp3", 3_000, None),
            ("甲。/乙。", "OPS/b c.mp3", 4_000, Some(9_000)),
            ("丙。", "OPS/b c.mp3", 9_000, Some(10_000)),
        ])
    );
}

#[test]
fn a_chapter_without_ids_is_one_recording_and_lines_of_verse_stay_together() {
    let overlay = [
        par("one.xhtml", "src='../a.mp3' clipBegin='0s' clipEnd='60s'"),
        par("two.xhtml#v", "src='../a.mp3' clipBegin='60s' clipEnd='70s'"),
    ];
    let document = book(
        "<h1>第一章</h1><p>甲。</p><p>乙。</p>",
        "<h1>第二章</h1><p id='v'>床前明月光<br/>疑是地上霜</p>",
        &overlay.concat(),
    );
    assert_eq!(
        recorded(&document),
        are(&[
            ("第一章/甲。/乙。", "OPS/a.mp3", 0, Some(60_000)),
            ("床前明月光/疑是地上霜", "OPS/a.mp3", 60_000, Some(70_000)),
        ])
    );
    assert_eq!(document.first().meta.notice, None);
}

#[test]
fn what_would_be_heard_twice_or_at_a_wrong_place_is_left_to_the_voice() {
    // A note that is moved to the end of its chapter, and a section that goes on into another chapter.
    let first = "<h1>第一章</h1><section id='s'><p>甲。<a href='#n' epub:type='noteref'>1</a></p>\
                 <aside epub:type='footnote' id='n'>註。</aside><p>乙。</p></section>";
    let second = "<div id='d'><h1>第二章</h1><p>丙。</p><h1>第三章</h1><p>丁。</p></div>";
    let overlay = [
        par("one.xhtml#s", "src='../a.mp3' clipBegin='0s' clipEnd='5s'"),
        par("two.xhtml#d", "src='../a.mp3' clipBegin='5s' clipEnd='9s'"),
    ];
    let document = book(first, second, &overlay.concat());
    let found = recorded(&document);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.starts_with("甲。/乙。"), "{found:?}");
}

#[test]
fn an_overlay_that_is_missing_or_broken_is_told_once() {
    let whole = par("one.xhtml", "src='../a.mp3'");
    let chapters = ("<h1>一</h1><p>甲。</p>", "<h1>二</h1><p>乙。</p>");
    let notices = |overlay: &str| -> Vec<Option<Notice>> {
        let document = book(chapters.0, chapters.1, overlay);
        document.parts().iter().map(|part| part.article().meta.notice).collect()
    };
    let told = [Some(Notice::RecordingsMissing), None];
    assert_eq!(notices(&whole), [None, None]);
    assert_eq!(notices(&par("one.xhtml", "src='../gone.mp3'")), told);
    assert_eq!(notices(&par("one.xhtml", "src='../../../a.mp3'")), told);
    assert_eq!(notices(&format!("</body></smil><other>{whole}")), [None, None], "what can be read, is read");
    let manifest = format!(
        "<item id='one' href='one.xhtml' media-type='application/xhtml+xml' media-overlay='gone'/>{}",
        item("two", "two.xhtml")
    );
    let files: [(&str, &[u8]); 2] =
        [("OPS/one.xhtml", &page(chapters.0)), ("OPS/two.xhtml", &page(chapters.1))];
    let document =
        opened(epub(&manifest, "<itemref idref='one'/><itemref idref='two'/>", &files), "a.epub").unwrap();
    assert_eq!(document.first().meta.notice, Some(Notice::RecordingsMissing));
}
