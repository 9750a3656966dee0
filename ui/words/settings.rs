//! What the window of settings says.

use tingxinwen::article::Language;

use super::Words;
use crate::view::settings::Trial;

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
    /// Asks before text and key go without encryption.
    pub allow_plain: &'static str,
    /// Asks for the name of another server.
    pub new_service: &'static str,
    /// Heads what is kept.
    pub kept: &'static str,
    /// How much may be kept.
    pub kept_limit: &'static str,
    /// Drops what is kept.
    pub clear: &'static str,
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
    address: "網址",
    region: "區域",
    model: "模型",
    key: "金鑰",
    key_is_set: "已設定",
    sent_text: "送出的文字",
    as_spoken: "數字和符號先寫成唸法",
    as_written: "照原文，由服務決定唸法",
    captions: "伺服器提供每個詞的時間（Kokoro-FastAPI）",
    allow_plain: "這個網址沒有加密，文章和金鑰可能被看見。仍要使用",
    new_service: "新伺服器的名稱",
    kept: "聽過的聲音",
    kept_limit: "最多保留（GB）",
    clear: "清除",
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
    address: "Address",
    region: "Region",
    model: "Model",
    key: "Key",
    key_is_set: "is set",
    sent_text: "Text sent",
    as_spoken: "With numbers and signs spelled out",
    as_written: "As written: the service decides how to say it",
    captions: "The server tells when each word is heard (Kokoro-FastAPI)",
    allow_plain: "This address is not encrypted: others may see articles and key. Use it all the same",
    new_service: "Name of a new server",
    kept: "What was heard",
    kept_limit: "Keep at most (GB)",
    clear: "Clear",
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
    pub fn trial(&self, trial: &Trial) -> String {
        match (self.is_chinese, trial) {
            (true, Trial::Waiting) => "等候聲音…".to_owned(),
            (false, Trial::Waiting) => "Waiting for sound…".to_owned(),
            (true, Trial::Heard { first_sound }) => format!("{} 毫秒後出聲", first_sound.as_millis()),
            (false, Trial::Heard { first_sound }) => {
                format!("first sound after {} ms", first_sound.as_millis())
            }
            (_, Trial::Failed(error)) => self.voice_error(error),
        }
    }

    /// How much is kept.
    pub fn kept_now(&self, bytes: u64) -> String {
        let megabytes = bytes.div_ceil(1_000_000);
        if self.is_chinese { format!("已保留 {megabytes} MB") } else { format!("{megabytes} MB kept") }
    }
}
