//! What is read of each format: the book, and nothing else.

use tingxinwen_core::article::{DocumentFault, Lock, OpenError, SpanKind};

use crate::common::{are, blocks, epub, file, footnotes, item, mobi, opened, texts, titles, zip};

#[test]
fn an_epub_is_read_in_spine_order_with_notes_apart_and_readings_kept() {
    let first = "<html xmlns:epub='x'><head><title/></head><body><h1>第一章</h1><p>他坐在<ruby>籐椅<rt>ㄊㄥˊ ㄧˇ</rt>\
        </ruby>上<a epub:type='noteref' href='#n'>1</a>。</p><aside epub:type='footnote' id='n'><p>很舊。</p></aside>\
        <span epub:type='pagebreak' title='12'/><p>船來了。</p></body></html>";
    let second = "<html><body><h1 id='two'>第二章</h1><h2 id='s'>一節</h2><p>回家。</p><img alt='地圖一張' src='a.png'/></body></html>";
    let nav = "<html xmlns:epub='x'><body><nav epub:type='toc'><ol><li><a href='a%201.xhtml'>第一章</a></li><li><a \
        href='b.xhtml'>第二章</a><ol><li><a href='b.xhtml#s'>一節</a></li></ol></li></ol></nav></body></html>";
    let cover = "<html><body><p>封面廣告</p></body></html>";
    let manifest = [
        item("c", "cover.xhtml"),
        item("b", "/OPS/b.xhtml"),
        item("a", "a%201.xhtml"),
        "<item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>".to_owned(),
        item("lost", "lost.xhtml"),
        item("out", "../../../etc/passwd"),
    ];
    let spine = "<itemref idref='c' linear='no'/><itemref idref='nav'/><itemref idref='a'/><itemref idref='out'/>\
        <itemref idref='lost'/><itemref idref='b'/>";
    let files: &[(&str, &[u8])] = &[
        ("OPS/cover.xhtml", cover.as_bytes()),
        ("OPS/b.xhtml", second.as_bytes()),
        ("OPS\\a 1.xhtml", first.as_bytes()),
        ("OPS/nav.xhtml", nav.as_bytes()),
    ];
    let document = opened(epub(&manifest.concat(), spine, files), "a.epub").unwrap();
    assert_eq!(document.meta.title.as_deref(), Some("渡船"));
    assert_eq!(titles(&document), [(Some("第一章"), 1), (Some("第二章"), 1), (Some("一節"), 2)]);
    assert_eq!(
        blocks(&document),
        [
            ("heading", "第一章"),
            ("paragraph", "他坐在籐椅上。"),
            ("paragraph", "船來了。"),
            ("note", "很舊。"),
            ("heading", "第二章"),
            ("heading", "一節"),
            ("paragraph", "回家。"),
            ("caption", "地圖一張"),
        ]
    );
    let part = &document.parts()[0];
    let article = part.article();
    let block = article.blocks()[1];
    let ruby = article.spans(block.range).find(|span| matches!(span.kind, SpanKind::Ruby { .. }));
    assert_eq!(article.slice(ruby.unwrap().range), "籐椅");
    assert_eq!(part.page_at(article.blocks()[2].range.start), Some("12"));
    assert_eq!(footnotes(&document), are(&[("上", "1", "很舊。")]));
}

#[test]
fn chapters_are_read_whatever_their_charset() {
    let text = "<html><head><meta charset='LABEL'/></head><body><h1>第一章</h1><p>船六點離開碼頭，沒有人抬頭看它，因為每天都是這樣。</p></body></html>";
    let (big5, _, _) = encoding_rs::BIG5.encode(text);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [big5.to_vec(), utf16, text.as_bytes().to_vec()] {
        let book = epub(&item("a", "a.xhtml"), "<itemref idref='a'/>", &[("OPS/a.xhtml", &bytes)]);
        let document = opened(book, "a.epub").unwrap();
        assert_eq!(texts(&document)[1], "船六點離開碼頭，沒有人抬頭看它，因為每天都是這樣。");
    }
}

#[test]
fn contents_made_of_the_marks_of_notes_are_none() {
    let chapter = "<html><body><h1>Chapter One</h1><p>A<sup><a id='m1' href='#n1'>1</a></sup>.</p><h1>Chapter Two</h1>\
        <p>B.</p><ol><li id='n1'>Note. <a href='#m1'>↩︎</a></li></ol></body></html>";
    let ncx = "<ncx><navMap><navPoint><navLabel><text>1</text></navLabel><content src='a.xhtml#n1'/></navPoint>\
        <navPoint><navLabel><text>↩︎</text></navLabel><content src='a.xhtml#m1'/></navPoint></navMap></ncx>";
    let manifest =
        item("a", "a.xhtml") + "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
    let files: &[(&str, &[u8])] = &[("OPS/a.xhtml", chapter.as_bytes()), ("OPS/toc.ncx", ncx.as_bytes())];
    let document = opened(epub(&manifest, "<itemref idref='a'/>", files), "a.epub").unwrap();
    assert_eq!(titles(&document), [(Some("Chapter One"), 1), (Some("Chapter Two"), 1)]);
}

#[test]
fn notes_in_a_file_of_their_own_are_told_by_the_links_between_mark_and_note() {
    let document = opened(file("ebooklib.epub"), "ebooklib.epub").unwrap();
    assert_eq!(
        blocks(&document),
        [
            ("heading", "Chapter One"),
            ("paragraph", "The ferry left at six. Nobody looked up."),
            ("heading", "Chapter Two"),
            ("paragraph", "It came back."),
            ("paragraph", "Twice."),
            ("heading", "Notes"),
            ("note", "By the church clock."),
            ("note", "Which was slow."),
            ("note", "No."),
        ]
    );
    assert_eq!(footnotes(&document), are(&[(".", "1", "By the church clock. Which was slow.")]));
}

#[test]
fn the_number_of_a_note_that_leads_back_to_its_whole_chapter_is_not_text() {
    let chapter = "<html xmlns:epub='x'><body><h1>一</h1><p>船開<a epub:type='noteref' href='n.xhtml#n1'>1</a>。</p></body></html>";
    let notes = "<html xmlns:epub='x'><body><aside epub:type='footnote' id='n1'><p><a href='a.xhtml'>1</a> 六點。</p>\
        <p>見<a href='a.xhtml'>12</a>頁。</p></aside></body></html>";
    let files: &[(&str, &[u8])] = &[("OPS/a.xhtml", chapter.as_bytes()), ("OPS/n.xhtml", notes.as_bytes())];
    let book = epub(
        &(item("a", "a.xhtml") + &item("n", "n.xhtml")),
        "<itemref idref='a'/><itemref idref='n'/>",
        files,
    );
    let document = opened(book, "a.epub").unwrap();
    let found = blocks(&document);
    assert_eq!(found[2..], [("note", "六點。"), ("note", "見12頁。")], "{found:?}");
    assert_eq!(footnotes(&document), are(&[("開", "1", "六點。 見12頁。")]), "from another part");
}

#[test]
fn a_docx_is_read_as_it_would_be_printed() {
    let styles = "<w:styles><w:style w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
        <w:style w:styleId='x'><w:basedOn w:val='1'/></w:style></w:styles>";
    let notes = "<w:footnotes><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t>很舊。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let text_box = "<w:txbxContent><w:p><w:r><w:t>告示。</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='x'/></w:pPr><w:r><w:t>第一章</w:t></w:r></w:p>\
         <w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r>\
         <w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>第一章 3</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>\
         <w:p><w:r><w:t>他</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>昨天</w:t></w:r></w:moveFrom>\
         <w:ins><w:r><w:t>坐在</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隱</w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>ㄊㄥˊ</w:t></w:r></w:rt>\
         <w:rubyBase><w:r><w:t>籐</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>椅上</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r>\
         <w:r><mc:AlternateContent><mc:Choice>{text_box}</mc:Choice><mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    );
    let entries: &[(&str, &[u8])] = &[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", body.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ];
    let document = opened(zip(entries), "a.docx").unwrap();
    assert_eq!(
        blocks(&document),
        [
            ("heading", "第一章"),
            ("paragraph", "他坐在籐椅上。"),
            ("paragraph", "告示。"),
            ("table_row", "甲 乙"),
            ("note", "很舊。"),
        ]
    );
    assert_eq!(footnotes(&document), are(&[("上", "1", "很舊。")]));
    let document = opened(file("python-docx.docx"), "a.docx").unwrap();
    assert_eq!(titles(&document), [(Some("Chapter One"), 1), (Some("Chapter Two"), 1)]);
    assert_eq!(
        blocks(&document),
        [
            ("heading", "Chapter One"),
            ("paragraph", "The ferry left at six."),
            ("list_item", "Hay"),
            ("table_row", "a0 b0"),
            ("table_row", "a1 b1"),
            ("heading", "Chapter Two"),
            ("quote", "It came back."),
        ]
    );
}

#[test]
fn an_odt_is_read_with_its_notes_apart() {
    let document = opened(file("odfpy.odt"), "a.odt").unwrap();
    assert_eq!(
        blocks(&document),
        [
            ("heading", "第一章"),
            ("paragraph", "船六點開，沒有人抬頭。"),
            ("list_item", "乾草"),
            ("note", "準時。"),
            ("heading", "第二章"),
            ("paragraph", "船回來了。"),
        ]
    );
    assert_eq!(footnotes(&document), are(&[("開", "1", "準時。")]));
}

#[test]
fn rtf_in_a_code_page_and_in_unicode_says_the_same() {
    let (big5, _, _) = encoding_rs::BIG5.encode("霧港");
    let escaped: String = big5.iter().map(|byte| format!("\\'{byte:02x}")).collect();
    let rtf = format!(
        "{{\\rtf1\\ansi\\ansicpg950{{\\fonttbl{{\\f0\\fcharset136 x;}}}}{{\\info{{\\title T}}}}{{\\header page}}\\f0\\pard\\outlinelevel0 {escaped}\\par\
         \\pard\\uc1\\u38695?\\u28207?{{\\v hidden}}\\emdash 1{{\\footnote note}}.{{\\field{{\\*\\fldinst X}}{{\\fldrslt y}}}}\\par}}"
    );
    let document = opened(rtf.into_bytes(), "a.rtf").unwrap();
    assert_eq!(blocks(&document), [("heading", "霧港"), ("paragraph", "霧港—1.y"), ("note", "note")]);
    assert_eq!(footnotes(&document), are(&[("1", "1", "note")]));
    assert_eq!(document.meta.title.as_deref(), Some("T"));
}

#[test]
fn an_fb2_is_read_by_sections_with_the_notes_of_its_second_body_apart() {
    let xml = "<?xml version='1.0'?><FictionBook><description><title-info><author><first-name>A</first-name><last-name>B</last-name>\
        </author><book-title>渡船</book-title></title-info></description><body><section><title><p>第一章</p></title><p>甲<a type='note' \
        href='#n'>1</a>。</p></section><section><title><p>第二章</p></title><p>乙。</p></section></body><body name='notes'><section id='n'>\
        <title><p>1</p></title><p>註。</p></section></body></FictionBook>";
    let document = opened(xml.as_bytes().to_vec(), "a.fb2").unwrap();
    assert_eq!(document.meta.author.as_deref(), Some("A B"));
    assert_eq!(
        blocks(&document),
        [
            ("heading", "第一章"),
            ("paragraph", "甲。"),
            ("heading", "第二章"),
            ("paragraph", "乙。"),
            ("note", "註。")
        ]
    );
    assert_eq!(footnotes(&document), are(&[("甲", "1", "註。")]));
}

#[test]
fn a_mobi_is_cut_at_its_page_breaks_and_its_notes_are_found_by_their_places() {
    let place = "0123456789";
    let html = format!(
        "<html><body><p><b>第一章</b></p><p>船六點開<sup><a filepos={place}>1</a></sup>。</p><mbp:pagebreak/><p>第二章</p>\
         <p>船回來了。</p><mbp:pagebreak/><p><a filepos={place}>1</a> 準時。</p></body></html>"
    );
    let (mark, note) = (html.find("<a filepos").unwrap(), html.rfind("<p>").unwrap());
    let html = html.replacen(place, &format!("{note:010}"), 1).replacen(place, &format!("{mark:010}"), 1);
    let document = opened(mobi(&html), "a.mobi").unwrap();
    assert_eq!(
        blocks(&document),
        [
            ("heading", "第一章"),
            ("paragraph", "船六點開。"),
            ("heading", "第二章"),
            ("paragraph", "船回來了。"),
            ("note", "準時。"),
        ]
    );
    assert_eq!(footnotes(&document), are(&[("開", "1", "準時。")]));
    let mut locked = mobi(&html);
    let head = 60 + 8 + 8 + 2 + 8 * 2;
    locked[head + 13] = 2;
    assert_eq!(opened(locked, "a.mobi"), Err(OpenError::Document(DocumentFault::Protected(Lock::Kindle))));
}

#[test]
fn a_mail_is_a_letter() {
    let mail = "From: =?utf-8?B?5p6X?= <a@a.test>\r\nTo: b@b.test\r\nSubject: =?big5?B?pKSk5Q==?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n6Ii55YWt6bue6ZaL44CC\r\n";
    let document = opened(mail.as_bytes().to_vec(), "a.eml").unwrap();
    assert_eq!(blocks(&document), [("title", "中文"), ("byline", "林"), ("paragraph", "船六點開。")]);
}

#[test]
fn markdown_is_cut_at_its_chapters() {
    let text = "# One\n\nA[^1].\n\n# Two\n\n- b\n\n[^1]: note\n";
    let document = opened(text.as_bytes().to_vec(), "a.md").unwrap();
    assert_eq!(titles(&document), [(Some("One"), 1), (Some("Two"), 1)]);
    assert_eq!(texts(&document), ["One", "A.", "Two", "b"]);
    assert_eq!(footnotes(&document), are(&[("A", "1", "note")]));
    let article = tingxinwen_documents::read("# Title\n\n## Section\n\nA.".into(), "a.md", None, None);
    assert_eq!(article.unwrap(), None, "an article is left to the articles");
}

#[test]
fn a_long_text_is_cut_at_its_chapters_and_an_essay_is_left_to_the_articles() {
    let text = "第一卷\n第一章　甲\n一。\n第二章　乙\n二。\n第二卷\n第一章　丙\n三。\n";
    let document = opened(text.as_bytes().to_vec(), "a.txt").unwrap();
    assert_eq!(
        titles(&document),
        [
            (Some("第一卷"), 1),
            (Some("第一章 甲"), 2),
            (Some("第二章 乙"), 2),
            (Some("第二卷"), 1),
            (Some("第一章 丙"), 2),
        ]
    );
    let essay = tingxinwen_documents::read("標題\n\n這是一篇短文。".into(), "a.txt", None, None);
    assert_eq!(essay.unwrap(), None);
}

#[test]
fn a_pdf_of_two_columns_is_read_without_heads_feet_and_broken_words() {
    let document = opened(file("columns.pdf"), "a.pdf").unwrap();
    assert_eq!(document.meta.title.as_deref(), Some("The Ferry"));
    assert_eq!(titles(&document), [(Some("Chapter One"), 1), (Some("第二章 歸航"), 1)]);
    assert_eq!(
        blocks(&document),
        [
            ("heading", "Chapter One"),
            (
                "paragraph",
                "The ferry left at six. Nobody on the quay looked up, for the transportation of goats was no news \
                 to them. A bell rang twice."
            ),
            (
                "paragraph",
                "The goats said nothing. The transportation company had paid for their silence with three bales of \
                 hay and a promise."
            ),
            ("list_item", "Hay for the first day."),
            ("list_item", "Hay for the second day."),
            ("note", "Goats are counted by their horns."),
            ("heading", "第二章　歸航"),
            ("paragraph", "船在霧裡走了三天，船長說，海還是同樣的海。"),
            ("paragraph", "第四天早上，霧散了。"),
        ]
    );
    let part = &document.parts()[0];
    let pages: Vec<Option<&str>> =
        part.article().blocks().iter().map(|block| part.page_at(block.range.start)).collect();
    assert_eq!(pages[1..4], [Some("1"), Some("1"), Some("2")]);
}
