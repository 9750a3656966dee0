//! Plain texts as books: short, long, of any charset.

use tingxinwen_documents::read;

use crate::common::{are, blocks, file, footnotes, opened};

/// A text of `chapters`, each with as many paragraphs.
fn long_text(chapters: usize, paragraphs: usize) -> String {
    let paragraph = "　　船六點離開碼頭，老人把繩子收好，看著遠處的燈塔，天空漸漸亮起來。\n";
    let chapter = |number: usize| {
        format!("第{number}章　第{number}夜\n\n第{number}天。\n{}\n", paragraph.repeat(paragraphs))
    };
    (1..=chapters).map(chapter).collect()
}

#[test]
fn a_text_of_any_length_is_cut_at_its_chapters_in_every_charset() {
    let text = long_text(500, 130);
    let folder = tempfile::tempdir().unwrap();
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let encoded = |encoding: &'static encoding_rs::Encoding| encoding.encode(&text).0.into_owned();
    for (name, bytes) in [
        ("utf-8", text.clone().into_bytes()),
        ("big5", encoded(encoding_rs::BIG5)),
        ("gb18030", encoded(encoding_rs::GB18030)),
        ("utf-16le", wide(u16::to_le_bytes)),
        ("utf-16be", wide(u16::to_be_bytes)),
        ("old lines", text.replace('\n', "\r").into_bytes()),
    ] {
        let path = folder.path().join(name).with_extension("txt");
        std::fs::write(&path, &bytes).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let source = tingxinwen_core::article::Source::File(path);
        let opened = tingxinwen_documents::open(source, |_| std::future::ready(None));
        let document = runtime.block_on(opened).unwrap();
        assert!(document.is_long(), "{name}");
        assert_eq!(document.parts().len(), 500, "{name}");
        for at in [0, 250, 499] {
            let part = &document.parts()[at];
            let title = format!("第{0}章 第{0}夜", at + 1);
            assert_eq!(part.title.as_deref(), Some(title.as_str()), "{name}");
            let article = part.article();
            let blocks: Vec<&str> = article.blocks().iter().map(|block| article.slice(block.range)).collect();
            assert_eq!(blocks.len(), 132, "{name}");
            assert_eq!(blocks[1], format!("第{}天。", at + 1), "{name}");
            assert!(blocks[131].ends_with("天空漸漸亮起來。"), "{name} {}", blocks[131]);
        }
        if name == "big5" {
            let read = read(bytes, name, None, None).unwrap().unwrap();
            assert_eq!(read.parts().len(), 500, "in memory");
        }
    }
}

#[test]
fn a_long_text_without_chapters_or_lines_is_cut_all_the_same_and_nothing_is_lost() {
    let line = "船六點離開碼頭，老人把繩子收好，看著遠處的燈塔。";
    let (lines, one) = (format!("{line}\n").repeat(90_000), line.repeat(90_000));
    let big5 = |text: &str| encoding_rs::BIG5.encode(text).0.into_owned();
    for (name, text, bytes) in [
        ("lines in Big5", &lines, big5(&lines)),
        ("one line", &one, one.clone().into_bytes()),
        ("one line in Big5", &one, big5(&one)),
    ] {
        let document = read(bytes, "a.txt", None, None).unwrap().unwrap();
        let longest = document.parts().iter().map(|part| part.bytes()).max().unwrap();
        assert!(document.parts().len() > 2 && longest <= 1 << 20, "{name} {longest}");
        let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let all: String = document.parts().iter().map(|part| words(part.article().text())).collect();
        assert_eq!(all.len(), words(text).len(), "{name}");
        assert!(all == words(text), "{name}");
    }
}

#[test]
fn lists_rules_and_notes_of_a_plain_text_are_told_from_its_words() {
    let text = "第一章\n\n船六點開。[1]\n\n- 甲\n- 乙\n\n1.  一\n2.  二\n\n  名   數\n  ---- ----\n  船   3\n\n\
        -----\n\n第二章\n\n他說[2]沒有風，[sic] 也沒有雨[9]。\n\n第三章\n\n完。\n\n[1] 一個註。\n\n[2] 另一個註。\n";
    let document = opened(text.into(), "a.txt").unwrap();
    let found: Vec<(&str, &str)> = blocks(&document);
    assert_eq!(
        found,
        [
            ("heading", "第一章"),
            ("paragraph", "船六點開。"),
            ("list_item", "甲"),
            ("list_item", "乙"),
            ("list_item", "一"),
            ("list_item", "二"),
            ("paragraph", "名   數"),
            ("paragraph", "船   3"),
            ("heading", "第二章"),
            ("paragraph", "他說沒有風，[sic] 也沒有雨[9]。"),
            ("heading", "第三章"),
            ("paragraph", "完。"),
            ("note", "一個註。"),
            ("note", "另一個註。"),
        ]
    );
    assert_eq!(footnotes(&document), are(&[("。", "1", "一個註。"), ("說", "2", "另一個註。")]));
}

/// What a shell's `<(…)` names can be read only once.
#[cfg(target_os = "linux")]
#[test]
fn what_comes_through_a_pipe_is_read_from_its_beginning() {
    use std::{io::Write as _, os::fd::AsRawFd as _};

    let through_pipe = |bytes: Vec<u8>| {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let path = format!("/dev/fd/{}", reader.as_raw_fd());
        let write = std::thread::spawn(move || writer.write_all(&bytes).unwrap());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let source = tingxinwen_core::article::Source::File(path.into());
        let opened = tingxinwen_documents::open(source, |_| std::future::ready(None));
        let document = runtime.block_on(opened).unwrap();
        write.join().unwrap();
        document
    };
    let paragraphs = (0..300)
        .map(|at| {
            format!("<p>第{at}天，船六點離開碼頭，老人把繩子收好，看著遠處的燈塔，天空漸漸亮起來。</p>")
        })
        .collect::<String>();
    let page = through_pipe(
        format!("<html><body><article><h1>燈塔</h1>{paragraphs}</article></body></html>").into_bytes(),
    );
    let article = page.parts()[0].article();
    assert_eq!(article.title(), Some("燈塔"));
    assert_eq!(article.blocks().iter().filter(|block| block.spoken).count(), 301);
    let book = through_pipe(file("python-docx.docx"));
    assert!(!book.parts().is_empty());
    assert!(through_pipe(long_text(500, 130).into_bytes()).parts().len() > 100);
}
