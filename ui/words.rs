//! All words that the program says to the listener, in each of its languages; chosen by the system's.

mod blocks;
mod reading;
mod settings;
mod voices;

use std::time::Duration;

use tingxinwen::{
    article::{self, OpenError},
    player::Notice,
};

pub use blocks::BlockWords;
pub use reading::ReadingWords;
pub use settings::SettingsWords;

/// The words of one language.
pub struct Words {
    /// The program's name, and that of the bar at the bottom.
    pub title: &'static str,
    /// Start.
    pub play: &'static str,
    /// Hold.
    pub pause: &'static str,
    /// The sentence before.
    pub previous_sentence: &'static str,
    /// The sentence after.
    pub next_sentence: &'static str,
    /// The bar over the whole article.
    pub position: &'static str,
    /// How fast.
    pub speed: &'static str,
    /// One step slower.
    pub slower: &'static str,
    /// One step faster.
    pub faster: &'static str,
    /// Who speaks.
    pub voice: &'static str,
    /// How loud.
    pub volume: &'static str,
    /// Sound off.
    pub mute: &'static str,
    /// Sound on again.
    pub unmute: &'static str,
    /// Opens something else.
    pub open: &'static str,
    /// Shows the keys.
    pub keys: &'static str,
    /// Closes a window.
    pub close: &'static str,
    /// Chooses a file.
    pub choose_file: &'static str,
    /// Asks for an address or text.
    pub address_or_text: &'static str,
    /// What to do when nothing is open.
    pub empty_hint: &'static str,
    /// Back to what is spoken.
    pub back_to_voice: &'static str,
    /// What is being fetched.
    pub opening: &'static str,
    /// Waiting for sound.
    pub buffering: &'static str,
    /// Before a total that is estimated.
    pub about: &'static str,
    /// All was read.
    pub finished: &'static str,
    /// No sound device.
    pub no_sound: &'static str,
    /// The voice needs more work than this machine can do.
    pub too_slow: &'static str,
    /// The offer of the voice that needs less.
    pub light_voice: &'static str,
    /// No display: the terminal reads instead.
    pub no_display: &'static str,
    /// The window did not open.
    pub no_window: &'static str,
    /// Nothing was given to be read.
    pub nothing_given: &'static str,
    /// Heads the list of voices of Mandarin.
    pub mandarin_voices: &'static str,
    /// Heads the list of voices of English.
    pub english_voices: &'static str,
    /// What each key does.
    pub key_list: &'static [(&'static str, &'static str)],
    /// Of readings and the listener's lexicon.
    pub reading: ReadingWords,
    is_chinese: bool,
}

/// Traditional Chinese, as in Taiwan.
pub static CHINESE: Words = Words {
    title: "聽新聞",
    play: "播放",
    pause: "暫停",
    previous_sentence: "上一句",
    next_sentence: "下一句",
    position: "播放位置",
    speed: "速度",
    slower: "慢一點",
    faster: "快一點",
    voice: "聲音",
    volume: "音量",
    mute: "靜音",
    unmute: "取消靜音",
    open: "開啟",
    keys: "按鍵說明",
    close: "關閉",
    choose_file: "選擇檔案…",
    address_or_text: "貼上網址、檔案路徑，或整篇文章",
    empty_hint: "貼上文章或網址（Ctrl+V）、拖放檔案，或按 Ctrl+O 選擇檔案",
    back_to_voice: "回到朗讀處",
    opening: "開啟中…",
    buffering: "緩衝中",
    about: "約 ",
    finished: "已讀完",
    no_sound: "沒有音效裝置，只顯示朗讀進度",
    too_slow: "這個聲音在這台電腦上來不及合成，會不時停下來等",
    light_voice: "改用系統語音",
    no_display: "沒有顯示器，改在終端機朗讀。",
    no_window: "無法開啟視窗。可以改用 `tingxinwen read` 在終端機朗讀。",
    nothing_given: "要讀什麼？請給網址、檔案、文字，或用 - 表示標準輸入。",
    mandarin_voices: "中文",
    english_voices: "英文",
    key_list: &[
        ("空白鍵 / K", "播放、暫停"),
        ("← / →", "上一句、下一句"),
        ("Shift + ← / →", "上一段、下一段"),
        ("J / L", "後退、前進 10 秒"),
        ("[ / ]", "慢一點、快一點"),
        ("M", "靜音"),
        ("F", "回到朗讀處"),
        ("↑ / ↓ / PgUp / PgDn", "捲動"),
        ("Ctrl + V", "朗讀貼上的文章或網址"),
        ("Ctrl + O", "開啟檔案"),
        ("R／按右鍵", "改正一個詞的讀音"),
        ("點淡色的段落", "改為朗讀"),
        ("Ctrl + 點段落", "改為不讀"),
        ("X / Shift + X", "略過正在唸的段落、找回"),
        ("?", "顯示這份說明"),
    ],
    reading: reading::CHINESE,
    is_chinese: true,
};

/// English.
pub static ENGLISH: Words = Words {
    title: "聽新聞",
    play: "Play",
    pause: "Pause",
    previous_sentence: "Previous sentence",
    next_sentence: "Next sentence",
    position: "Position",
    speed: "Speed",
    slower: "Slower",
    faster: "Faster",
    voice: "Voice",
    volume: "Volume",
    mute: "Mute",
    unmute: "Unmute",
    open: "Open",
    keys: "Keys",
    close: "Close",
    choose_file: "Choose a file…",
    address_or_text: "Paste an address, a path, or a whole article",
    empty_hint: "Paste an article or address (Ctrl+V), drop a file, or press Ctrl+O to choose one",
    back_to_voice: "Back to the voice",
    opening: "Opening…",
    buffering: "Buffering",
    about: "about ",
    finished: "Finished",
    no_sound: "No sound device: the reading is only shown",
    too_slow: "This voice is more than this computer can keep up with; it will pause now and then",
    light_voice: "Use the system's voice",
    no_display: "No display: reading in the terminal instead.",
    no_window: "Cannot open a window. `tingxinwen read` reads in the terminal instead.",
    nothing_given: "Read what? Give an address, a file, text, or - for standard input.",
    mandarin_voices: "Mandarin",
    english_voices: "English",
    key_list: &[
        ("Space / K", "Play, pause"),
        ("← / →", "Previous, next sentence"),
        ("Shift + ← / →", "Previous, next paragraph"),
        ("J / L", "Back, forward 10 seconds"),
        ("[ / ]", "Slower, faster"),
        ("M", "Mute"),
        ("F", "Back to the voice"),
        ("↑ / ↓ / PgUp / PgDn", "Scroll"),
        ("Ctrl + V", "Read the pasted article or address"),
        ("Ctrl + O", "Open a file"),
        ("R / right click", "Correct how a word is read"),
        ("Click a faint block", "Have it read"),
        ("Ctrl + click", "Leave a block out"),
        ("X / Shift + X", "Leave out what is heard, bring it back"),
        ("?", "Show these keys"),
    ],
    reading: reading::ENGLISH,
    is_chinese: false,
};

impl Words {
    /// The words of the system's language: Chinese for any `zh`, English otherwise.
    pub fn of_system() -> &'static Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("zh") => &CHINESE,
            Some(_) | None => &ENGLISH,
        }
    }

    /// How long until there is sound.
    pub fn buffering_for(&self, wait: Option<Duration>) -> String {
        let Some(wait) = wait.filter(|wait| wait.as_secs() > 0) else {
            return format!("{}…", self.buffering);
        };
        let secs = wait.as_secs();
        if self.is_chinese {
            format!("{} {secs} 秒", self.buffering)
        } else {
            format!("{} {secs} s", self.buffering)
        }
    }

    /// A row that stands for `count` folded pieces of the page.
    pub fn folded(&self, count: usize) -> String {
        if self.is_chinese {
            format!("網頁其他內容 {count} 段，不朗讀")
        } else {
            format!("{count} other pieces of the page, not read")
        }
    }

    /// What went wrong, and what to do.
    pub fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::NotOpened(error) => self.open_error(error),
            Notice::NoVoice(error) => self.voice_error(error),
            Notice::OtherVoice { failed, error, speaks } => self.other_voice(failed, error, speaks),
            Notice::Skipped(error) => self.skipped(error),
            Notice::OfArticle(notice) => self.article_notice(*notice).to_owned(),
        }
    }

    /// What is missing of an article.
    pub fn article_notice(&self, notice: article::Notice) -> &'static str {
        match (self.is_chinese, notice) {
            (true, article::Notice::OnlyTheBeginning) => "這裡只有文章的開頭，其餘只開放給訂戶。",
            (false, article::Notice::OnlyTheBeginning) => {
                "This is only the beginning of the article: the rest is for subscribers."
            }
            (true, article::Notice::PartsMissing) => "這篇文章分成好幾頁，後面的沒有全部拿到。",
            (false, article::Notice::PartsMissing) => {
                "This article goes on on further pages, which could not all be fetched."
            }
        }
    }

    /// Why there is no article, and what to do.
    pub fn open_error(&self, error: &OpenError) -> String {
        if !self.is_chinese {
            let advice = match error {
                OpenError::BadAddress(_) => "Addresses start with http:// or https://.",
                OpenError::Unreachable { .. } => "Check the network and the address.",
                OpenError::TimedOut { .. } => "Try again later, or paste the article's text.",
                OpenError::Status { .. } | OpenError::TooManyRedirects { .. } => {
                    "Check the address, or open the page in a browser and paste its text."
                }
                OpenError::TooLarge { .. } => "Paste the part that you want to hear.",
                OpenError::NotText { .. } => "Web pages, Markdown and plain text can be read.",
                OpenError::Empty => "There is nothing to read in it.",
                OpenError::NoArticle | OpenError::NeedsScript => {
                    "Open the page in a browser and paste the article's text."
                }
                OpenError::Paywalled => {
                    "If you subscribe, open it in a browser and paste the article's text."
                }
                OpenError::File { .. } => "Check the path and its permissions.",
            };
            return format!("Cannot open this: {error}. {advice}");
        }
        match error {
            OpenError::BadAddress(address) => {
                format!("「{address}」不是網址。網址以 http:// 或 https:// 開頭。")
            }
            OpenError::Unreachable { host, reason } => {
                format!("連不上 {host}（{reason}）。請檢查網路和網址。")
            }
            OpenError::TimedOut { host } => format!("{host} 太久沒有回應。請稍後再試，或直接貼上文章內容。"),
            OpenError::Status { host, status: 404 } => format!("{host} 沒有這個網頁（404）。請檢查網址。"),
            OpenError::Status { host, status } => {
                format!("{host} 回報錯誤 {status}。請在瀏覽器開啟後，貼上文章內容。")
            }
            OpenError::TooManyRedirects { host } => {
                format!("{host} 一再轉址。請在瀏覽器開啟後，貼上文章內容。")
            }
            OpenError::TooLarge { limit_mib } => format!("超過 {limit_mib} MiB，太大了。請貼上想聽的部分。"),
            OpenError::NotText { kind } => {
                format!("這不是文字網頁（{kind}）。可以讀網頁、Markdown 和純文字檔。")
            }
            OpenError::Empty => "裡面沒有內容。".to_owned(),
            OpenError::NoArticle => "這個網頁裡找不到文章。請在瀏覽器開啟後，貼上文章內容。".to_owned(),
            OpenError::Paywalled => {
                "這篇文章只開放給訂戶。如果你有訂閱，請在瀏覽器開啟後，貼上文章內容。".to_owned()
            }
            OpenError::NeedsScript => {
                "這個網頁要靠程式碼才會顯示文章，這裡不執行。請在瀏覽器開啟後，貼上文章內容。".to_owned()
            }
            OpenError::File { path, reason } => format!("無法讀取 {path}（{reason}）。請檢查路徑和權限。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_list_the_same_keys() {
        let keys = |words: &Words| words.key_list.len();
        assert_eq!(keys(&CHINESE), keys(&ENGLISH));
    }

    #[test]
    fn waits_are_told_in_whole_seconds() {
        assert_eq!(CHINESE.buffering_for(Some(Duration::from_millis(3_400))), "緩衝中 3 秒");
        assert_eq!(ENGLISH.buffering_for(Some(Duration::from_millis(400))), "Buffering…");
        assert_eq!(CHINESE.buffering_for(None), "緩衝中…");
    }
}
