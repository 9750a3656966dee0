//! A speech service as the listener set it up.

use serde::{Deserialize, Serialize};

/// What does the speaking behind an [`Account`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceKind {
    /// Any server with `POST /v1/audio/speech`.
    #[default]
    OpenAi,
    /// Microsoft's speech service.
    Azure,
    /// ElevenLabs.
    ElevenLabs,
    /// Google Cloud's text-to-speech.
    Google,
    /// The read-aloud service of Microsoft Edge; unofficial.
    Edge,
    /// What the desktop itself has.
    System,
}

/// How the text is written that a service gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SentText {
    /// As it is said: numbers, units and signs spelled out.
    Spoken,
    /// As the article has it: the service says numbers its own way.
    Written,
}

impl ServiceKind {
    /// What suits it: large services know better than we how their own voices say numbers, also in Taiwan;
    /// servers over a bare model, and `espeak-ng`, do not, and ElevenLabs' fast models do not try.
    pub fn usual_text(self) -> SentText {
        match self {
            Self::Azure | Self::Google | Self::Edge => SentText::Written,
            Self::OpenAi | Self::ElevenLabs | Self::System => SentText::Spoken,
        }
    }
}

/// A speech service as the listener set it up. What is not said is the service's own default; keys are
/// never here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// What kind of service it is.
    pub kind: ServiceKind,
    /// Its address, for those that can be anywhere.
    pub address: Option<String>,
    /// Its region, for those that have some.
    pub region: Option<String>,
    /// The model that speaks.
    pub model: Option<String>,
    /// The format of the sound that it is asked for.
    pub format: Option<String>,
    /// How to speak, for models that take such words.
    pub instructions: Option<String>,
    /// How the text is written that it gets; else as suits its kind.
    pub text: Option<SentText>,
    /// Whether the server may tell when each word is heard, as Kokoro-FastAPI does.
    pub captions: bool,
    /// Whether the listener allowed sending text and key without encryption.
    pub plain_http: bool,
}

impl Account {
    /// How the text is written that it gets.
    pub fn sent_text(&self) -> SentText {
        self.text.unwrap_or_else(|| self.kind.usual_text())
    }
}
