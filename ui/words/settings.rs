//! What the window of settings says.

use tingxinwen::{article::Language, engine::SoundCacheError, export::TrackError};

use super::Words;
use crate::preview::Outcome;

/// The words of one language.
pub struct SettingsWords {
    /// The window, and the button that opens it.
    pub title: &'static str,
    /// Heads the voices.
    pub order: &'static str,
    /// Says what the order means.
    pub order_hint: &'static str,
    /// Speaks a sample.
    pub try_voice: &'static str,
    /// Earlier in the order.
    pub up: &'static str,
    /// Later.
    pub down: &'static str,
    /// Out of the list.
    pub remove: &'static str,
    /// Chooses a voice to add.
    pub add_voice: &'static str,
    /// Asks for a name such as `box:bella`.
    pub other_voice: &'static str,
    /// Adds what was typed.
    pub add: &'static str,
    /// Heads the services.
    pub services: &'static str,
    /// The embedded voice finds the times of words.
    pub aligns: &'static str,
    /// What that takes.
    pub aligns_hint: &'static str,
    /// A service's address.
    pub address: &'static str,
    /// A service's region.
    pub region: &'static str,
    /// A service's model.
    pub model: &'static str,
    /// A service's key.
    pub key: &'static str,
    /// In place of a key that is set, and not shown.
    pub key_is_set: &'static str,
    /// How the text is written that a service gets.
    pub sent_text: &'static str,
    /// With numbers spelled out.
    pub as_spoken: &'static str,
    /// As the article has it.
    pub as_written: &'static str,
    /// The server tells when words are heard.
    pub captions: &'static str,
    /// Asks the service which voices it has.
    pub list_voices: &'static str,
    /// Chooses one of them.
    pub add_listed: &'static str,
    /// It does not say.
    pub no_list: &'static str,
    /// Asks before text and key go without encryption.
    pub allow_plain: &'static str,
    /// Asks for the name of another server.
    pub new_service: &'static str,
    /// Heads what is kept.
    pub kept: &'static str,
    /// How much may be kept.
    pub kept_limit: &'static str,
    /// How much sound is made ahead.
    pub ahead: &'static str,
    /// Drops what is kept.
    pub clear: &'static str,
    /// Keeps the whole article, from the player's window.
    pub keep_article: &'static str,
    /// Says what that is for.
    pub keep_hint: &'static str,
    /// Stops that.
    pub stop_keeping: &'static str,
    /// It is done.
    pub article_kept: &'static str,
    /// It went wrong.
    pub article_not_kept: &'static str,
    /// Keeps what was changed.
    pub save: &'static str,
}

static CHINESE: SettingsWords = SettingsWords {
    title: "設定",
    order: "聲音",
    order_hint: "由上而下：前一個不能用時，由下一個接著讀",
    try_voice: "試聽",
    up: "上移",
    down: "下移",
    remove: "移除",
    add_voice: "加入聲音…",
    other_voice: "其他聲音（服務:名稱）",
    add: "加入",
    services: "語音服務",
    aligns: "服務不提供每個詞的時間時，用內建聲音比對出來",
    aligns_hint: "標示更準；聲音照常先出來，比對在之後進行，會用到內建聲音的記憶體",
    address: "網址",
    region: "區域",
    model: "模型",
    key: "金鑰",
    key_is_set: "已設定",
    sent_text: "送出的文字",
    as_spoken: "數字和符號先寫成唸法",
    as_written: "照原文，由服務決定唸法",
    captions: "伺服器提供每個詞的時間（Kokoro-FastAPI）",
    list_voices: "列出它的聲音",
    add_listed: "加入它的聲音…",
    no_list: "這個服務沒有說它有哪些聲音",
    allow_plain: "這個網址沒有加密，文章和金鑰可能被看見。仍要使用",
    new_service: "新伺服器的名稱",
    kept: "聽過的聲音",
    kept_limit: "最多保留（GB）",
    ahead: "預先準備（秒）：少一點，跳著聽時不會為沒聽的句子付費",
    clear: "清除",
    keep_article: "離線收聽",
    keep_hint: "現在就把整篇唸好存起來，之後不必連線",
    stop_keeping: "取消",
    article_kept: "已可離線收聽",
    article_not_kept: "沒有存好",
    save: "儲存",
};

static ENGLISH: SettingsWords = SettingsWords {
    title: "Settings",
    order: "Voices",
    order_hint: "From top to bottom: where one does not speak, the next reads on",
    try_voice: "Try",
    up: "Up",
    down: "Down",
    remove: "Remove",
    add_voice: "Add a voice…",
    other_voice: "Another voice (service:name)",
    add: "Add",
    services: "Speech services",
    aligns: "Find word times with the embedded voice where a service gives none",
    aligns_hint: "The highlight is closer; sound comes as soon as before, but the embedded voice takes its memory",
    address: "Address",
    region: "Region",
    model: "Model",
    key: "Key",
    key_is_set: "is set",
    sent_text: "Text sent",
    as_spoken: "With numbers and signs spelled out",
    as_written: "As written: the service decides how to say it",
    captions: "The server tells when each word is heard (Kokoro-FastAPI)",
    list_voices: "List its voices",
    add_listed: "Add one of its voices…",
    no_list: "This service does not say which voices it has",
    allow_plain: "This address is not encrypted: others may see articles and key. Use it all the same",
    new_service: "Name of a new server",
    kept: "What was heard",
    kept_limit: "Keep at most (GB)",
    ahead: "Make ahead (seconds): less costs less where sentences are skipped",
    clear: "Clear",
    keep_article: "Keep offline",
    keep_hint: "Speaks the whole article now, to be heard without the network",
    stop_keeping: "Cancel",
    article_kept: "Kept offline",
    article_not_kept: "Not kept",
    save: "Save",
};

impl Words {
    /// Those of the window of settings.
    pub fn settings(&self) -> &'static SettingsWords {
        if self.is_chinese { &CHINESE } else { &ENGLISH }
    }

    /// The name of a language.
    pub fn language(&self, language: Language) -> &'static str {
        match language {
            Language::Mandarin => self.mandarin_voices,
            Language::English => self.english_voices,
        }
    }

    /// How trying a voice goes.
    pub fn trial(&self, trial: &Outcome) -> String {
        match (self.is_chinese, trial) {
            (true, Outcome::Waiting) => "等候聲音…".to_owned(),
            (false, Outcome::Waiting) => "Waiting for sound…".to_owned(),
            (true, Outcome::Heard(after)) => format!("{} 毫秒後出聲", after.as_millis()),
            (false, Outcome::Heard(after)) => format!("first sound after {} ms", after.as_millis()),
            (_, Outcome::Failed(error)) => self.voice_error(error),
        }
    }

    /// How far an article is kept, of 1.
    pub fn keeping(&self, share: f32) -> String {
        let percent = (share * 100.0).floor();
        if self.is_chinese { format!("準備離線收聽 {percent}%") } else { format!("Keeping {percent}%") }
    }

    /// Why an article is not kept.
    pub fn not_kept(&self, error: &TrackError) -> String {
        match (self.is_chinese, error) {
            (_, TrackError::Voice(error)) => self.voice_error(error),
            (true, TrackError::NoRoom) => "設定裡沒有留空間給聽過的聲音".to_owned(),
            (true, TrackError::SoundCache(SoundCacheError::Full { limit })) => {
                format!("空間不夠：設定只留 {} MB 給聲音", limit / 1_000_000)
            }
            (true, TrackError::SoundCache(error)) => format!("存不下聲音：{error}"),
            (true, TrackError::Stopped) => "已取消".to_owned(),
            (false, error) => error.to_string(),
        }
    }

    /// How much is kept.
    pub fn kept_now(&self, bytes: u64) -> String {
        let megabytes = bytes.div_ceil(1_000_000);
        if self.is_chinese { format!("已保留 {megabytes} MB") } else { format!("{megabytes} MB kept") }
    }
}
