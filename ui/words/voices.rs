//! What is said of voices and their services.

use tingxinwen::speech::{VoiceError, VoiceId};

use super::Words;

impl Words {
    /// Why a voice does not speak, and what to do.
    pub fn voice_error(&self, error: &VoiceError) -> String {
        match (self.is_chinese, error) {
            (true, VoiceError::NotInstalled(what)) => format!("聲音還沒安裝好：{what}"),
            (true, VoiceError::Failed(what)) => format!("聲音出了問題：{what}"),
            (true, VoiceError::Unavailable { reason, .. }) => format!("語音服務沒有回應：{reason}"),
            (true, VoiceError::Refused(what)) => format!("語音服務拒絕了要求：{what}"),
            (false, error) => error.to_string(),
        }
    }

    pub(super) fn other_voice(&self, failed: &VoiceId, error: &VoiceError, speaks: &VoiceId) -> String {
        let (failed, speaks) = (&failed.0, &speaks.0);
        if self.is_chinese {
            format!("{failed} 暫時不能用，先由 {speaks} 接著讀。{}", self.voice_error(error))
        } else {
            format!("{failed} does not speak now; {speaks} reads on. {error}")
        }
    }

    pub(super) fn skipped(&self, error: &VoiceError) -> String {
        if self.is_chinese {
            format!("有一句讀不出來，先跳過了。{}", self.voice_error(error))
        } else {
            format!("One sentence could not be spoken and was left out. {error}")
        }
    }
}
