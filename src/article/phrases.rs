//! Words that pages use around an article, in Chinese and English: what a line is by what it says.

/// Headings after which a page goes on to other articles, comments, or adverts.
const STOPS: &[&str] = &[
    "延伸閱讀",
    "延伸阅读",
    "相關新聞",
    "相关新闻",
    "相關報導",
    "相关报道",
    "相關文章",
    "相关文章",
    "相關閱讀",
    "相关阅读",
    "更多新聞",
    "更多相關新聞",
    "更多報導",
    "看更多",
    "看更多新聞",
    "更多文章",
    "推薦閱讀",
    "推荐阅读",
    "推薦文章",
    "推薦新聞",
    "編輯推薦",
    "编辑推荐",
    "熱門新聞",
    "热门新闻",
    "熱門文章",
    "熱門話題",
    "熱門排行",
    "人氣新聞",
    "最新新聞",
    "最新文章",
    "即時新聞",
    "今日熱門",
    "焦點新聞",
    "你可能感興趣",
    "您可能感興趣",
    "你可能有興趣",
    "你可能也喜歡",
    "您可能也喜歡",
    "猜你喜歡",
    "猜你喜欢",
    "大家都在看",
    "其他人也在看",
    "商品推薦",
    "熱門商品",
    "網友留言",
    "讀者留言",
    "留言討論",
    "发表评论",
    "發表評論",
    "我要留言",
    "我要评论",
    "网友评论",
    "已有評論",
    "返回首頁",
    "相關影音",
    "相關影片",
    "相關連結",
    "相关链接",
    "相关专题",
    "热点新闻",
    "新闻排行",
    "新聞排行",
    "點閱排行",
    "related",
    "related articles",
    "related stories",
    "related posts",
    "related news",
    "related reading",
    "related content",
    "related topics",
    "you may also like",
    "you might also like",
    "you may like",
    "you might be interested in",
    "more stories",
    "more from",
    "more news",
    "more like this",
    "more articles",
    "more on this",
    "more on this story",
    "more on this topic",
    "read more",
    "read next",
    "up next",
    "what to read next",
    "recommended",
    "recommended for you",
    "recommended reading",
    "recent posts",
    "latest news",
    "latest posts",
    "latest stories",
    "latest articles",
    "popular posts",
    "most popular",
    "most read",
    "trending",
    "trending now",
    "top stories",
    "editors' picks",
    "editor's picks",
    "comments",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "join the conversation",
    "share this",
    "share this article",
    "share this story",
    "share this post",
    "about the author",
    "about the authors",
    "subscribe",
    "newsletter",
    "sign up for our newsletter",
    "further reading",
    "keep reading",
    "continue reading",
    "previous post",
    "next post",
    "post navigation",
    "tags",
    "filed under",
];
/// What names the row of tags.
const TAG_HEADS: &[&str] = &["標籤", "標簽", "关键字", "關鍵字", "关键词", "關鍵詞", "tags", "tag", "topics", "keywords", "filed under"];
/// Parts of lines that only a page's furniture says. Never such as an article could well say.
const FURNITURE: &[&str] = &[
    "請繼續往下閱讀",
    "繼續往下閱讀",
    "廣告 請繼續",
    "點我下載app",
    "下載app",
    "現在用app看新聞",
    "不用抽 不用搶",
    "按我看活動辦法",
    "保證天天中獎",
    "版權所有",
    "版权所有",
    "未經授權",
    "未經許可",
    "不得轉載",
    "不得转载",
    "请勿转载",
    "請勿轉載",
    "all rights reserved",
    "copyright ©",
    "© 20",
    "隱私權政策",
    "隱私權聲明",
    "服務條款",
    "使用條款",
    "加入會員",
    "會員登入",
    "訂閱電子報",
    "訂閱我們",
    "追蹤我們",
    "加入line",
    "line好友",
    "按讚加入",
    "粉絲專頁",
    "粉絲團按讚",
    "分享到",
    "分享至",
    "分享給",
    "字級設定",
    "字體大小",
    "字体大小",
    "友善列印",
    "轉寄朋友",
    "我要留言",
    "則留言",
    "張貼文章或下標籤",
    "自負法律責任",
    "有權逕予刪除",
    "網友發表",
    "不代表本網站立場",
    "不代表本网",
    "不代表本站",
    "責任編輯：",
    "责任编辑：",
    "责任编辑:",
    "責任編輯:",
    "(編輯：",
    "（編輯：",
    "編輯：",
    "编辑：",
    "核稿編輯",
    "自由電子報關心您",
    "your email address will not be published",
    "required fields are marked",
    "sign up for our",
    "subscribe to our",
    "subscribe now",
    "follow us on",
    "privacy policy",
    "terms of use",
    "terms of service",
    "cookie policy",
    "we use cookies",
    "accept all cookies",
    "click here to subscribe",
    "share on facebook",
    "share on twitter",
    "share via",
    "skip to content",
    "skip to main content",
    "advertisement",
    "article continues below",
    "story continues below",
    "min read",
    "minute read",
    "log in to",
    "sign in to",
    "create an account",
    "this site uses akismet",
    "save my name, email",
    "all comments",
    "view comments",
    "listen to this article",
];
/// Whole lines of players, share rows and menus.
const WHOLE: &[&str] = &[
    "聽新聞", "分享", "留言", "列印", "收藏", "字級", "轉寄", "存新聞", "發布", "規範", "快訊", "首頁", "登入",
    "註冊", "回首頁", "返回", "上一篇", "下一篇", "上一則", "下一則", "廣告", "更多", "看更多", "訂閱", "追蹤",
    "大 中 小", "a a a", "讚", "share", "tweet", "print", "email", "facebook", "twitter", "linkedin", "pinterest",
    "whatsapp", "copy link", "save", "menu", "search", "home", "log in", "sign in", "subscribe", "advertisement",
    "close", "reply", "listen", "like", "loading", "loading...", "previous", "next", "back to top", "comment",
    "read more", "view all", "see all", "show more", "load more", "more", "sign up", "donate", "follow", "skip",
];

/// Whether `line` is a heading after which the article is over.
pub(super) fn is_stop(line: &str) -> bool {
    let bare = bare(line);
    STOPS.contains(&bare.as_str()) || bare.starts_with("more from ") && bare.len() < 40
}

/// What a row of tags says, if `line` opens one: 關鍵字：公園、交通.
pub(super) fn tag_row(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once([':', '：'])?;
    TAG_HEADS.contains(&bare(head).as_str()).then(|| rest.trim())
}

/// Whether `line` is only said by what stands around an article.
pub(super) fn is_furniture(line: &str) -> bool {
    /// A paragraph may quote such words; a line of furniture is short.
    const MAX_CHARS: usize = 200;
    let bare = bare(line);
    if WHOLE.contains(&bare.as_str()) || is_clock(line) {
        return true;
    }
    line.chars().count() < MAX_CHARS && {
        let lower = line.to_lowercase();
        FURNITURE.iter().any(|phrase| lower.contains(phrase))
    }
}

/// 0:00 / 0:00.
pub(super) fn is_clock(line: &str) -> bool {
    line.contains(':')
        && line.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | ' '))
        && line.chars().any(|c| c.is_ascii_digit())
        && line.len() < 24
}

/// Whether `line` is a caption by what it says: 圖／路透, ▲市長, （資料照）.
pub(super) fn is_caption(line: &str) -> bool {
    const OPENERS: &[char] = &['▲', '▼', '△', '▽', '◎', '↑', '↓'];
    const CREDITS: &[&str] =
        &["圖／", "圖/", "图／", "图/", "圖片／", "攝影／", "照片／", "圖：", "圖片來源", "图片来源", "記者攝", "資料照", "資料圖", "资料图", "翻攝", "示意圖", "提供）", "/攝", "／攝", "(photo", "photo:", "photo by", "image:", "image credit", "getty images", "ap photo", "reuters/", "shutterstock", "courtesy of"];
    /// How far from the end a credit stands.
    const CREDIT_CHARS: usize = 24;
    let line = line.trim();
    if line.starts_with(OPENERS) {
        return true;
    }
    if line.chars().count() > 220 {
        return false;
    }
    let tail_at = line.char_indices().rev().nth(CREDIT_CHARS).map_or(0, |(at, _)| at);
    let tail = line[tail_at..].to_lowercase();
    CREDITS.iter().any(|credit| tail.contains(credit))
}

/// Whether `line` ends as sentences do.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['」', '』', '）', ')', '"', '”', '’', '\'', '】', ']', '》', ' ', '\u{3000}']);
    line.ends_with(['。', '！', '？', '!', '?', '.', '…', '；', ';', '︰', '：', ':'])
}

/// Whether `line` is a teaser that was cut off: …對抗美...
pub(super) fn is_cut_off(line: &str) -> bool {
    line.ends_with("...") || line.ends_with("…") || line.ends_with("[…]")
}

/// How much `text` says: a Chinese character counts as three letters.
pub(super) fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            c if super::is_han(c) => 3,
            c if c.is_alphanumeric() => 1,
            _ => 0,
        })
        .sum()
}

fn bare(line: &str) -> String {
    line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
