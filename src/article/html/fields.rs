//! Fields: rows of a label and a value that tell about a page, 發布單位 工務局, as offices and schools print them over a text.

/// Labels of what a page says about itself.
const LABELS: &[&str] = &[
    "發布單位",
    "發佈單位",
    "公告單位",
    "張貼單位",
    "公布單位",
    "發布者",
    "發佈者",
    "發布人",
    "發佈人",
    "張貼人",
    "公告人",
    "發布人員",
    "公告人員",
    "發布日期",
    "發佈日期",
    "發布時間",
    "發佈時間",
    "公告日期",
    "公告時間",
    "張貼日期",
    "公布日期",
    "上架日期",
    "刊登日期",
    "建立日期",
    "更新日期",
    "更新時間",
    "修改日期",
    "最後更新",
    "最後更新日期",
    "最後異動",
    "點閱",
    "點閱數",
    "點閱率",
    "點閱次數",
    "點閱人次",
    "瀏覽",
    "瀏覽數",
    "瀏覽次數",
    "瀏覽人次",
    "瀏覽人數",
    "人氣",
    "點擊數",
    "點擊率",
    "點擊次數",
    "資料來源單位",
    "資料提供",
    "聯絡單位",
    "公告類別",
    "公告分類",
    "訊息分類",
    "doi",
    "pmid",
    "pmcid",
    "issn",
    "page views",
];
/// Labels of the title.
const TITLES: &[&str] =
    &["公告標題", "訊息標題", "消息標題", "新聞標題", "公告主旨", "活動名稱", "標題", "主旨", "主題"];
/// What stands between a label and its value.
const BETWEEN: &[char] = &['：', ':', ' ', '\u{3000}', '\t', '|', '｜', '／'];

/// Whether `text` is such a field, of one of [`LABELS`] or the title.
pub(super) fn is_field(text: &str) -> bool {
    /// The longest value, in characters.
    const CHARS: usize = 40;
    let is_short = |value: &str| value.chars().count() <= CHARS && !value.ends_with('。');
    LABELS.iter().any(|label| value(text, label).is_some_and(is_short))
}

/// Whether `text` is the label of such a field, its value in an element of its own.
pub(super) fn is_label(text: &str) -> bool {
    const ALONE: &[&str] = &[
        "published",
        "published on",
        "first published",
        "date published",
        "last updated",
        "updated",
        "last reviewed",
        "from",
        "category",
        "since",
        "posted",
    ];
    let label = text.trim_end_matches([':', '：', ' ']).to_lowercase();
    ALONE.contains(&label.as_str()) || LABELS.contains(&label.as_str())
}

/// The title, if `text` is the field of it.
pub(super) fn title(text: &str) -> Option<&str> {
    /// The longest title, in characters.
    const CHARS: usize = 90;
    let title = TITLES.iter().find_map(|label| value(text, label))?;
    (title.chars().count() <= CHARS && !title.ends_with('。')).then_some(title)
}

/// What follows `label` at the start of `text`.
fn value<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let start = text.get(..label.len())?;
    let rest = text[label.len()..].strip_prefix(BETWEEN)?;
    let value = rest.trim_matches(BETWEEN);
    (start.eq_ignore_ascii_case(label) && !value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_text() {
        for text in [
            "發布單位 廢棄物管理科",
            "點閱數：1,284",
            "最後更新日期：114-09-23",
            "doi: 10.1000/x.118",
            "PMID: 38999001",
        ] {
            assert!(is_field(text), "{text}");
        }
        for text in [
            "發布單位表示，明天停班停課。",
            "瀏覽 這個網站的人越來越多，也有人從國外寫信來問什麼時候會有英文的版本可以看。",
            "人氣王",
            "點閱",
        ] {
            assert!(!is_field(text), "{text}");
        }
        assert!(
            is_label("Last updated")
                && is_label("From:")
                && is_label("發布日期：")
                && !is_label("From the river")
        );
        assert_eq!(title("公告標題 新橋明天通車"), Some("新橋明天通車"));
        assert_eq!(title("主題餐廳"), None);
        assert_eq!(title("主旨：新橋通車後，公車改道如說明。"), None);
    }
}
