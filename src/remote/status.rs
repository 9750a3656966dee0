//! The status: what a running program reads, as other programs are told.

use serde::{Deserialize, Serialize};
use tingxinwen_core::document::Place;

use crate::{
    article::Article,
    player::{Phase, Playhead, Snapshot},
};

/// The most of a title that is told, in chars.
const MOST_OF_TITLE: usize = 1_000;

/// What a running program reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// What it does.
    pub state: StatusPhase,
    /// Whether another article is being fetched.
    pub is_opening: bool,
    /// The headline.
    pub title: Option<String>,
    /// The name of the site or paper.
    pub site: Option<String>,
    /// Where the article came from: an address or a path.
    pub source: Option<String>,
    /// What is heard, in seconds of the whole article at normal speed.
    pub time_secs: f64,
    /// The whole article, in seconds at normal speed.
    pub total_secs: f64,
    /// Whether some of the whole is an estimate.
    pub is_total_estimated: bool,
    /// 1.0 is the voice's own pace.
    pub speed: f64,
    /// From 0.0 to 1.0, when not muted.
    pub volume: f64,
    /// Whether sound is off.
    pub is_muted: bool,
    /// Who speaks; `None` while nothing is open.
    pub voice: Option<String>,
    /// What is heard, as a place that outlives the run.
    pub place: Option<Place>,
}

/// What the player does: its [`Phase`] by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusPhase {
    /// Nothing is open.
    Empty,
    /// Silent because the listener wants it so.
    Paused,
    /// Silent until enough sound is there.
    Buffering,
    /// Sound.
    Playing,
    /// All was read.
    Finished,
}

impl From<Phase> for StatusPhase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Empty => Self::Empty,
            Phase::Paused => Self::Paused,
            Phase::Buffering { .. } => Self::Buffering,
            Phase::Playing => Self::Playing,
            Phase::Finished => Self::Finished,
        }
    }
}

impl Status {
    /// The status of the player as `snapshot` has it, while `playhead` is heard.
    pub fn of(snapshot: &Snapshot, playhead: Playhead) -> Self {
        let article = snapshot.script.as_ref().map(|script| script.article());
        let meta = article.map(|article| &article.meta);
        Self {
            state: snapshot.phase.into(),
            is_opening: snapshot.opening.is_some(),
            title: article.and_then(|article| title(snapshot, article)),
            site: meta.and_then(|meta| meta.site.as_deref()).map(shortened),
            source: meta.and_then(|meta| meta.source.as_deref()).map(shortened),
            time_secs: thousandths(snapshot.article_time(playhead).as_secs_f64()),
            total_secs: thousandths(snapshot.clock.total().as_secs_f64()),
            is_total_estimated: snapshot.clock.is_estimated(),
            speed: snapshot.speed.into(),
            volume: snapshot.volume.into(),
            is_muted: snapshot.muted,
            voice: article.map(|_| snapshot.voice.0.clone()),
            place: snapshot.document_place(),
        }
    }
}

/// The headline of `article`; of a chapter its heading or first words.
fn title(snapshot: &Snapshot, article: &Article) -> Option<String> {
    let own = article.title().map(shortened);
    own.or_else(|| snapshot.parts.as_ref().map(|_| shortened(&article.name())))
}

/// As much of `text` as is told: pages have titles of any length.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(MOST_OF_TITLE).collect()
}

fn thousandths(secs: f64) -> f64 {
    (secs * 1000.0).round() / 1000.0
}
