//! Calls: lines that ask to follow, subscribe, support or buy, and labels of links to other stories.

use std::sync::LazyLock;

use super::phrases;

/// Pairs of word lists; a short line with a word of each list of a pair is a call. Lower case.
const PAIRS: &[(&[&str], &[&str])] = &[
    // What the page earns.
    (
        &["commission", "affiliate", "聯盟行銷", "分潤", "佣金", "推廣連結"],
        &["link", "purchase", "buy", "earn", "連結", "購買", "收取", "合作"],
    ),
    // Letters by mail.
    (
        &["newsletter", "your inbox", "電子報", "电子报", "email alerts", "our emails"],
        &[
            "sign up",
            "subscribe",
            "get ",
            "join ",
            "free",
            "every ",
            "deliver",
            "訂閱",
            "订阅",
            "免費",
            "每週",
            "收到",
        ],
    ),
    (&["reader-supported", "paid subscriber", "free or paid"], &["subscri", "support"]),
    (
        &["support us", "support our", "become a member", "buy me a coffee", "leave us"],
        &["month", "member", "review", "donat", "coffee", "rating"],
    ),
    (
        &["請我喝", "贊助我", "支持我們", "你的支持", "您的支持", "小額贊助"],
        &["咖啡", "動力", "贊助", "文章", "作者", "繼續"],
    ),
    // Following.
    (
        &["follow us", "like us on", "find us on", "join our", "follow our"],
        &[
            "facebook",
            "twitter",
            "instagram",
            "telegram",
            "whatsapp",
            "youtube",
            "channel",
            "google news",
            "tiktok",
        ],
    ),
    (&["have a question", "got a question", "letters may be edited"], &["write to", "send ", "email", "@"]),
    (&["讀者贊助", "支持計畫", "贊助計畫", "定期定額"], &["歡迎", "加入", "每月", "贊助我們"]),
    (&["更多"], &["請看", "請點", "點這", "點此", "戳這", "看這裡", "這裡看", "在這裡"]),
    (
        &["追蹤", "按讚", "按個讚", "訂閱", "加入", "關注", "关注", "下載"],
        &[
            "粉絲專頁",
            "粉絲團",
            "粉專",
            "instagram",
            "threads",
            "line 好友",
            "line好友",
            "官方帳號",
            "頻道",
            "公众号",
            "公眾號",
            "youtube",
            "telegram",
            "app",
        ],
    ),
    // Sound made by a program.
    (
        &[
            "auto-generated",
            "automatically generated",
            "automated voice",
            "ai-generated",
            "ai 語音",
            "ai語音",
            "語音合成",
        ],
        &["audio", "voice", "narrat", "朗讀", "播報", "語音"],
    ),
];

/// Words at which a call opens; each is enough by itself where the line is no sentence of a text.
const OPENERS: &[&str] = &[
    "sign up for ",
    "subscribe to ",
    "check price",
    "see price",
    "check the price",
    "buy now",
    "shop now",
    "buy it at",
    "follow us on ",
    "read more:",
    "read more about ",
    "click here to ",
    "tap here to ",
    "download our app",
    "view in browser",
    "view in your browser",
    "view this email in",
    "view online",
    "you are receiving this",
    "you're receiving this",
    "you received this email",
    "was this email forwarded",
    "was this forwarded",
    "在瀏覽器中檢視",
    "在瀏覽器中開啟",
    "若您無法正常瀏覽",
    "您收到這封",
    "你收到這封",
    "您會收到這封",
    "取消訂閱",
    "get the app",
    "share this ",
    "加入我們的 line",
    "點我看更多",
    "點此看更多",
    "立即購買",
    "看商品",
    "查看價格",
    "前往購買",
    "立即訂閱",
    "訂閱電子報",
];

/// Labels of links to other stories, in the languages of the pages.
static LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| phrases::sorted(include_str!("data/labels.txt")));
/// What stands over an advert that is set as the text is.
const SPONSORS: &[&str] = &[
    "together with ",
    "presented by ",
    "sponsored by ",
    "brought to you by ",
    "in partnership with ",
    "a message from ",
    "a word from our sponsor",
    "our sponsor",
    "本期贊助",
    "本集贊助",
    "贊助夥伴",
];

/// Marks before a notice to readers.
const NOTICE_MARKS: &[char] = &['※', '★', '☆', '●', '◆', '＊', '*', '【'];
/// What a newspaper's notice to its readers says, after such a mark.
const NOTICES: &[&str] = &[
    "關心您",
    "關心你",
    "提醒您",
    "提醒你",
    "專線",
    "請撥",
    "諮詢",
    "勿模仿",
    "飲酒",
    "酒後",
    "版權",
    "轉載",
    "不代表",
    "僅供",
    "不能取代",
];

/// The longest call, in characters: longer lines are text that speaks of such things.
const MAX_CHARS: usize = 200;
/// The longest line that is a call by its opening alone.
const MAX_OPENER_CHARS: usize = 110;

/// Whether `line` asks to follow, subscribe, support or buy.
pub(super) fn is_call(line: &str) -> bool {
    let chars = line.chars().count();
    if chars > MAX_CHARS {
        return false;
    }
    // +++ Alle Nachrichten in unserem Newsletter +++
    if line.starts_with("+++ ") && line.ends_with(" +++") {
        return true;
    }
    if line.trim_start().starts_with(NOTICE_MARKS) && NOTICES.iter().any(|notice| line.contains(notice)) {
        return true;
    }
    let lower = line.to_lowercase().replace('’', "'");
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // What is said in quotation marks is somebody's words.
    let is_quoted = lower.starts_with(['"', '“', '「', '\'', '‘']);
    let opens =
        || chars <= MAX_OPENER_CHARS && OPENERS.iter().any(|opener| lower.trim_start().starts_with(opener));
    !is_quoted
        && (opens() || is_addressed(&lower) && PAIRS.iter().any(|(first, second)| has(first) && has(second)))
}

/// Whether `line` says who paid for what stands under it.
pub(super) fn is_sponsor(line: &str) -> bool {
    /// The longest of these, in characters.
    const CHARS: usize = 50;
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    line.chars().count() <= CHARS
        && !phrases::ends_sentence(line)
        && SPONSORS.iter().any(|opener| lower.starts_with(opener))
}

/// Whether a sentence of `line`, in lower case, opens as one does that speaks to whoever reads it, or of the page itself.
fn is_addressed(line: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "sign up",
        "subscribe",
        "get ",
        "join ",
        "follow ",
        "like us",
        "find us",
        "support ",
        "become ",
        "to receive",
        "when you",
        "if you",
        "we may",
        "we earn",
        "we receive",
        "we get",
        "some of",
        "this ",
        "our ",
        "as an",
        "leave us",
        "please ",
        "buy me",
        "want ",
        "enjoy",
        "receive ",
        "never miss",
        "don't miss",
        "stay ",
        "all products",
        "products ",
        "links ",
        "listen ",
        "have a question",
        "got a question",
    ];
    const OPENINGS_HAN: &[&str] = &[
        "你", "您", "我們", "本文", "本站", "本篇", "歡迎", "請", "立即", "馬上", "快", "按讚", "追蹤",
        "更多", "訂閱", "加入", "下載", "關注", "关注", "喜歡", "如果", "想", "文中", "透過", "支持", "點",
    ];
    line.split(['.', '!', '?', '。', '！', '？', '，', '\n', '—', '：', ':', '*', '|'])
        .map(|sentence| sentence.trim_start_matches(|c: char| !c.is_alphanumeric()))
        .any(|sentence| {
            OPENINGS.iter().any(|opening| sentence.starts_with(opening))
                || OPENINGS_HAN.iter().any(|opening| sentence.starts_with(opening))
        })
}

/// Whether `line` opens with the label of a link to another story: 延伸閱讀：…, Read: …, 【同場加映】….
pub(super) fn is_labelled_link(line: &str) -> bool {
    let line = line.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((label, rest)) = line.split_once([':', '：', '】', '｜', '|', '》', '〉', '／', '>', '▸', '►'])
    else {
        return false;
    };
    let label = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
    !rest.trim().is_empty() && LABELS.binary_search(&label.as_str()).is_ok()
}

/// Whether the label of a `line`, which [`is_labelled_link`], can be of nothing else: two words at least, 延伸閱讀.
pub(super) fn is_label_long(line: &str) -> bool {
    let label = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let label =
        label.split([':', '：', '】', '｜', '|', '》', '〉', '／', '>', '▸', '►']).next().unwrap_or_default();
    label.trim().contains(' ') || label.chars().filter(|c| super::is_han(*c)).count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_from_text_about_such_things() {
        for line in [
            "When you buy a book using a link on this page, we receive a commission.",
            "We may earn a commission from links on this page.",
            "Get our guide to the day’s biggest ideas, free in your inbox every weekday. Join the newsletter.",
            "Footnotes Only is a reader-supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.",
            "如果這篇文章對你有幫助，歡迎請我喝杯咖啡，你的支持是我寫下去的動力！",
            "喜歡這篇文章嗎？歡迎加入慢日子 LINE 好友，每週五收到選物清單！",
            "This audio is auto-generated. Please let us know if you have feedback.",
            "Follow us on Facebook and Instagram",
            "Leave us a review on Apple Podcasts, or support us from three dollars a month.",
            "Check price at the shop",
            "更多登山紀錄請看：百岳總整理",
            "本誌由讀者贊助，如果你喜歡這篇文章，歡迎加入每月一百元的支持計畫。",
            "Have a question for Anna? Write to dear@news.test. Letters may be edited for length.",
            "※ 本文僅供衛教參考，不能取代醫師診斷。",
            "您收到這封信，是因為您訂閱了測試週記。",
            "+++ Mehr Nachrichten in unserem Newsletter +++",
            "★《測試新聞》提醒您，請給自己機會：",
            "喜歡我的文章，請到粉絲團幫我按個讚❤",
            "更多人物故事，請追蹤測試誌 Instagram：@test",
            "※本文為讀者投書，不代表本報立場。",
            "※ 本報關心您：颱風豪雨請勿前往山區、溪流等危險區域。",
            "本文含有聯盟行銷連結，透過連結購買我們會收取佣金。",
        ] {
            assert!(is_call(line), "{line}");
        }
        for line in [
            "The commission said that the link between the two banks had been cut.",
            "“Sign up for the army,” his father had told him, and he did.",
            "The newsletter of the parish was printed every week until 1962.",
            "他訂閱了三個頻道，每天晚上看到睡著。",
            "By the end of the guide the agent searches the web and delivers a free summary to your inbox.",
            "委員會表示，這筆佣金由雙方各付一半。",
        ] {
            assert!(!is_call(line), "{line}");
        }
    }

    #[test]
    fn who_paid_for_a_box_is_told_from_text() {
        assert!(is_sponsor("TOGETHER WITH RAILPASS") && is_sponsor("— Sponsored by Railpass"));
        assert!(!is_sponsor("Together with her son she opened the bridge.") && !is_sponsor("Partners"));
    }

    #[test]
    fn labels_of_links_are_known() {
        for line in [
            "延伸閱讀：新橋通車",
            "【同場加映】老橋的故事",
            "Read: The town",
            "Lesen Sie auch: Die alte Brücke",
            "À lire aussi : le vieux pont",
            "Related: More",
            "Previous message: Release 0.9 is out",
            "上一篇：老橋的故事",
            "▶看更多｜新橋",
        ] {
            assert!(is_labelled_link(line), "{line}");
        }
        for line in ["市長：新橋通車", "延伸閱讀", "Reading: a history", "Read this first."] {
            assert!(!is_labelled_link(line), "{line}");
        }
    }
}
