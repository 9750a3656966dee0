//! Good inputs, from the data of other tests where those have some.

use std::{fs, path::Path};

use serde_json::json;
use tingxinwen::{
    article::TextRange,
    engine::cache_body,
    speech::{Clip, Frames, Mark, Timing},
};

use crate::{files_in, root};

fn strings(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn file(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn pages() -> Vec<Vec<u8>> {
    let own = strings(&[
        "<!doctype html><article><h1>標題</h1><p>第一段，有一點長。<b>粗</b><br>第二行</p><figure><img src=a><figcaption>圖說</figcaption></figure></article>",
        "<html><body><table><tr><td>甲<td>乙</table><ul><li>一<li>二</ul><ruby>漢<rt>ㄏㄢˋ</ruby><svg><title>t</title></svg><math><mi>x</mi></math>",
        "<select><option>x</select><template><p>x</template><noscript><p>看不到</noscript><iframe srcdoc='<p>x'></iframe>",
    ]);
    let written =
        files_in(&root().join("tests/data/shapes")).into_iter().filter(|page| page.first() != Some(&b'{'));
    files_in(&root().join("tests/data/pages"))
        .into_iter()
        .chain(written)
        .chain([file("tests/data/sample-zh.html"), file("tests/data/sample-en.html")])
        .chain(own)
        .collect()
}

pub(crate) fn page_data() -> Vec<Vec<u8>> {
    let body = "記者張三台北報導，今天天氣很好，大家都出門去玩。".repeat(8);
    let values = [
        json!({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "標題", "articleBody": body,
            "author": [{"@type": "Person", "name": "張三"}], "datePublished": "2026-11-26T08:00:00+08:00"}),
        json!({"@graph": [{"@type": ["Article"], "articleBody": ["甲", "乙"], "isAccessibleForFree": "False"}]}),
        json!({"props": {"pageProps": {"article": {"title": "標題", "content": format!("<p>{body}</p>")}}}}),
        json!({"data": [{"story": {"blocks": [{"type": "paragraph", "text": body}, {"type": "image", "url": "a.jpg"}]}}]}),
    ];
    let flight = format!("1:[\"$\",\"p\",null,{{\"children\":\"{body}\"}}]\n2:T10,<p>0123456789</p>");
    values.iter().map(|value| value.to_string().into_bytes()).chain([flight.into_bytes()]).collect()
}

pub(crate) fn markdown() -> Vec<Vec<u8>> {
    strings(&[
        "# 標題\n\n第一段 **粗** [連結](http://a.test) `碼`\n\n- 一\n- 二\n\n> 引文\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
        "---\ntitle: x\n---\n```\ncode\n```\n\n1. a\n2. b\n\n![圖](a.png)[^1]\n\n[^1]: 註\n<b>x</b>\n",
    ])
}

pub(crate) fn copied() -> Vec<Vec<u8>> {
    let own = strings(&[
        "首頁\n財經\n標題在這裡\n2026/11/26 08:00\n記者張三\n第一段，今天天氣很好。\n第二段。\n延伸閱讀\n別的新聞\n",
    ]);
    [file("tests/data/sample-copied.txt")].into_iter().chain(own).collect()
}

pub(crate) fn charsets() -> Vec<Vec<u8>> {
    vec![
        "\u{0}今天天氣很好。".as_bytes().to_vec(),
        b"\x02\xa4\xb5\xa4\xd1\xa4\xd1\xae\xf0\xab\xdc\xa6n\xa1C".to_vec(),
        b"\x03\xbd\xf1\xcc\xec\xcc\xec\xc6\xf8<meta charset=gbk>".to_vec(),
        b"\x05\xff\xfeN\x00e\x00w\x00s\x00".to_vec(),
        b"\x06\x1b$B8!\x1b(B".to_vec(),
        "\u{1}ä»Šå¤©å¤©æ°£".as_bytes().to_vec(),
    ]
}

pub(crate) fn lines() -> Vec<Vec<u8>> {
    let table = |path| String::from_utf8_lossy(&file(path)).into_owned();
    let tables = [table("tests/data/normalize.tsv"), table("tests/data/taiwan.tsv")].concat();
    let lines = tables.lines().step_by(9).filter_map(|line| line.split('\t').next());
    lines.map(|line| line.as_bytes().to_vec()).collect()
}

pub(crate) fn sound() -> Vec<Vec<u8>> {
    let wav = |size: u32| {
        let mut file =
            b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\xc0\x5d\0\0\x80\xbb\0\0\x02\0\x10\0data"
                .to_vec();
        file.extend(size.to_le_bytes());
        file.extend((0..600_u32).flat_map(|at| ((at * 91 % 20_000) as i16).to_le_bytes()));
        file
    };
    let services = root().join("voices/services/decode");
    let mut all = vec![wav(1200), wav(u32::MAX), [wav(1200), wav(1200)].concat()];
    for name in ["sine.opus", "sine.flac"] {
        let whole = file(&services.join(name).display().to_string());
        all.push(whole[..whole.len().min(3000)].to_vec());
        all.push(whole);
    }
    all.push([&b"\xff\xfb\x90\x64"[..], &[0; 413]].concat().repeat(4));
    all
}

pub(crate) fn recorded() -> Vec<Vec<u8>> {
    let mut all = files_in(&root().join("tests/data/recorded"));
    all.extend(sound());
    all
}

pub(crate) fn answers() -> Vec<Vec<u8>> {
    strings(&[
        r#"{"voices": ["a", {"id": "b", "name": "B"}, {"voice_id": "c"}]}"#,
        r#"[{"name": "a"}, 1, null, "x"]"#,
        r#"{"data": [{"id": "a"}], "object": "list"}"#,
    ])
}

pub(crate) fn settings() -> Vec<Vec<u8>> {
    let own = strings(&[
        "version = 1\n[playback]\nspeed = 2.5\n[services.box]\nkind = \"openai\"\naddress = \"http://localhost:1\"\n[keys]\nplay = [\"K\"]\n",
        "[voices]\norder = [\"a\", \"b:c\"]\n[reading.blocks]\ncaption = true\n",
    ]);
    [file("src/settings/template.toml")].into_iter().chain(own).collect()
}

pub(crate) fn lexicon() -> Vec<Vec<u8>> {
    strings(&["# 我的\n訊息室\tㄒㄩㄣˋ ㄒㄧˊ ㄕˋ\nGDP\t=國內生產毛額\n行 hang2 # 行業\nAI ＝愛\nlǜ 綠\n"])
}

pub(crate) fn kept_sound() -> Vec<Vec<u8>> {
    let mark = |at: u32| Mark {
        source: TextRange::new(100 + at * 3, 103 + at * 3),
        start: Frames(u64::from(at) * 400),
        end: Frames(u64::from(at) * 400 + 300),
        syllables: vec![Frames(u64::from(at) * 400)],
    };
    let samples: Vec<f32> = (0..2000).map(|at| (at as f32 * 0.1).sin() * 0.5).collect();
    let clip = Clip::new(TextRange::new(100, 112), samples.into(), (0..4).map(mark).collect(), Timing::Model);
    clip.and_then(|clip| cache_body(&clip)).into_iter().collect()
}

pub(crate) fn documents() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = files_in(Path::new(&root().join("tests/data/documents")))
        .into_iter()
        .map(|file| [vec![0], file].concat())
        .collect();
    all.extend(strings(&[
        "\u{4}{\\rtf1\\ansi\\ansicpg950 {\\b bold}\\par \\u20170?\\'a4\\'a4 text\\par}",
        "\u{5}<?xml version=\"1.0\"?><FictionBook><description><title-info><book-title>書</book-title></title-info></description><body><section><title><p>一</p></title><p>內容。</p></section></body></FictionBook>",
        "\u{7}From: a@b\nSubject: =?utf-8?B?5paw6IGe?=\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n內容。\n--x--\n",
        "\u{8}1\n00:00:01,000 --> 00:00:02,000\n第一句。\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>第二句。</i>\n",
        "\u{9}WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v 甲>第一句。\n",
        "\u{a}第一章 開始\n\n　　內容在這裡。\n\n第二章 結束\n\n　　內容。\n",
        "\u{b}# 一\n\n內容[^1]\n\n[^1]: 註\n",
    ]));
    all
}

pub(crate) fn feeds() -> Vec<Vec<u8>> {
    strings(&[
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>站</title><item><title>題</title><link>/a</link><guid>1</guid><pubDate>Thu, 26 Nov 2026 08:00:00 +0800</pubDate><description><![CDATA[<p>x</p>]]></description><content:encoded>全文</content:encoded></item></channel></rss>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><entry><id>1</id><title type=\"html\">&lt;b&gt;x</title><link href=\"b\" rel=\"alternate\"/><updated>2026-11-26T08:00:00Z</updated><content type=\"xhtml\"><div>x</div></content></entry></feed>",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><item><title>t</title><link>c</link></item></rdf:RDF>",
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "站", "items": [{"id": "1", "url": "d", "title": "題", "content_html": "<p>x", "date_published": "2026-11-26T08:00:00Z"}]}"#,
    ])
}

pub(crate) fn opml() -> Vec<Vec<u8>> {
    strings(&[
        "<opml version=\"2.0\"><body><outline text=\"資料夾\"><outline text=\"站\" type=\"rss\" xmlUrl=\"https://a.test/f\"/></outline></body></opml>",
    ])
}

pub(crate) fn protocol() -> Vec<Vec<u8>> {
    strings(&[
        "\"status\"",
        "{\"command\":{\"seek\":{\"secs\":-10}}}",
        "{\"command\":{\"seek-to\":{\"millis\":1500}}}",
        "{\"add\":[{\"address\":\"https://a.test/\"},{\"text\":\"x\"}]}",
        "{\"open\":{\"file\":\"/tmp/a b.html\"}}",
        "{\"password\":\"x\"}",
    ])
}

pub(crate) fn browser() -> Vec<Vec<u8>> {
    let messages = [
        json!({"action": "play", "address": "https://news.example.tw/1", "html": "<article><p>第一段。</p></article>"}),
        json!({"action": "add", "address": "https://news.example.tw/1", "selection": "選取的文字"}),
        json!({"address": "chrome://settings"}),
    ];
    let framed = messages.map(|message| {
        let text = message.to_string().into_bytes();
        [&(text.len() as u32).to_ne_bytes(), text.as_slice()].concat()
    });
    let all = framed.concat();
    framed.into_iter().chain([all]).collect()
}
