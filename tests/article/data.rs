//! Text that only a page's data or its programs hold.

use crate::common::{PARAGRAPHS, article_of, spoken, text};
use tingxinwen_article::Article;

fn of_script(script: &str) -> Article {
    let html = format!(
        "<!doctype html><html><head><title>新橋今天通車 | 測試新聞網</title></head><body><header><a href=/>測試新聞網</a>\
         <a href=/local>地方</a></header><div id=app></div>{script}<aside><h3>猜你喜歡</h3><a href=/1>菜市場裡的調音師</a>\
         <a href=/2>垃圾車為什麼放〈給愛麗絲〉</a></aside></body></html>"
    );
    article_of(&html)
}

#[test]
fn text_that_a_program_would_show_is_read_however_it_is_written() {
    let escaped = text().replace('<', "\\u003C").replace('/', "\\u002F").replace('\n', "");
    let paragraphs = |before: &str| -> String {
        let each =
            |(at, text): (usize, &&str)| format!(",\"{before}{at}\":{{\"type\":\"P\",\"text\":\"{text}\"}}");
        PARAGRAPHS.iter().enumerate().map(each).collect()
    };
    let list: Vec<String> =
        (0..PARAGRAPHS.len()).map(|at| format!("{{\"__ref\":\"Paragraph:{at}\"}}")).collect();
    let scripts = [
        // Nuxt 2: a function that gives the data for its arguments.
        format!(
            "<script>window.__NUXT__=(function(a,b){{return {{data:[{{post:{{content:\"{escaped}\",tags:[a],more:b}}}}]}}}}(\"橋\",null))</script>"
        ),
        // Nuxt 3: a flat list with the places of its values.
        format!(
            "<script type=application/json id=__NUXT_DATA__>[[\"ShallowReactive\",1],{{\"byline\":2,\"date\":3,\"body\":4}},\"林大山\",\"2026-01-29\",\"{escaped}\"]</script>"
        ),
        // Apollo: entries that refer to each other by name.
        format!(
            "<script>window.__APOLLO_STATE__={{\"Post:1\":{{\"paragraphs\":[{}]}}{}}}</script>",
            list.join(","),
            paragraphs("Paragraph:")
        ),
        // Any other variable, and a value that is a literal and no JSON.
        format!(
            "<script>var pageData = {{title: '新橋', body: \"{escaped}\", extra: undefined}};run(pageData)</script>"
        ),
        format!(
            "<script>window.__INITIAL_STATE__=JSON.parse(\"{{\\\"body\\\":\\\"{}\\\"}}\")</script>",
            PARAGRAPHS.join("\\\\n")
        ),
        format!("<script type='text/template'><article>{}</article></script>", text()),
    ];
    for script in &scripts {
        assert_eq!(spoken(&of_script(script))[1..], PARAGRAPHS, "{script}");
    }
    // React: elements, the headings among them.
    let [first, second, third, _] = PARAGRAPHS;
    let row = serde_json::json!(["$", "article", null, {"children": [
        ["$", "p", "0", {"children": first}], ["$", "p", "1", {"children": second}],
        ["$", "h2", "2", {"children": "往返只要五分鐘"}], ["$", "p", "3", {"children": third}],
    ]}]);
    let push = serde_json::json!([1, format!("7:{row}\n")]);
    let read = of_script(&format!("<script>self.__next_f.push({push})</script>"));
    assert_eq!(spoken(&read)[1..], [first, second, "往返只要五分鐘", third]);
    let flat = of_script(&scripts[1]);
    assert_eq!(flat.byline(), Some("林大山"));
    assert_eq!(flat.meta.published.as_deref(), Some("2026-01-29"));
}
