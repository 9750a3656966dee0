//! What the settings say of what they asked for: a voice that is tried, sound that is kept.

use tingxinwen::{
    app::News,
    settings::{Face, LineHeight, Problem, ProblemKind, ServiceKind, ThemeChoice},
};

use super::Words;
use crate::preview::Outcome;

impl Words {
    /// How trying a voice goes.
    pub fn trial(&self, trial: &Outcome) -> String {
        match trial {
            Outcome::Waiting => self.trial_waiting(),
            Outcome::Heard(after) => self.trial_heard(after.as_millis() as u64),
            Outcome::Failed(error) => self.voice_error(error),
        }
    }

    /// What kind of service it is.
    pub fn service_kind_of(&self, kind: ServiceKind) -> String {
        self.service_kind(match kind {
            ServiceKind::OpenAi => "openai",
            ServiceKind::Azure => "azure",
            ServiceKind::ElevenLabs => "elevenlabs",
            ServiceKind::Google => "google",
            ServiceKind::Edge => "edge",
            ServiceKind::System => "system",
        })
    }

    /// The name of a choice of colours.
    pub fn theme(&self, theme: ThemeChoice) -> String {
        match theme {
            ThemeChoice::System => self.theme_system(),
            ThemeChoice::Light => self.theme_light(),
            ThemeChoice::Dark => self.theme_dark(),
            ThemeChoice::Sepia => self.theme_sepia(),
            ThemeChoice::Contrast => self.theme_contrast(),
        }
    }

    /// The name of a face.
    pub fn face(&self, face: Face) -> String {
        match face {
            Face::Sans => self.face_sans(),
            Face::Serif => self.face_serif(),
            Face::Kai => self.face_kai(),
        }
    }

    /// The name of a height of lines.
    pub fn line_height(&self, lines: LineHeight) -> String {
        match lines {
            LineHeight::Tight => self.lines_tight(),
            LineHeight::Normal => self.lines_normal(),
            LineHeight::Loose => self.lines_loose(),
        }
    }

    /// How much of an article is ready to be heard without the network: `share` of 1.
    pub fn offline_share(&self, share: f32) -> String {
        self.offline_making((share * 100.0).floor() as u32)
    }

    /// How much sound is kept.
    pub fn kept_bytes(&self, bytes: u64) -> String {
        self.kept_now(bytes.div_ceil(1_000_000))
    }

    /// What the listener should know of the settings file, a line each.
    pub fn news(&self, news: &News) -> Vec<String> {
        match news {
            News::Problems(problems) => {
                problems.iter().map(|problem| self.settings_problem(problem)).collect()
            }
            News::SetAside(path) => vec![self.settings_set_aside(path.display().to_string())],
            News::NotSaved(kind) => vec![self.settings_not_saved(self.io(*kind))],
        }
    }

    fn settings_problem(&self, problem: &Problem) -> String {
        match &problem.kind {
            ProblemKind::Value(value) => self.settings_bad_value(value, &problem.key),
            ProblemKind::Syntax { line } => self.settings_no_toml(*line),
        }
    }
}
