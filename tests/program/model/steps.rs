//! What can happen to a player: any order of commands, answers, failures and news of the device.

use std::time::Duration;

use proptest::{collection::vec, prelude::*, sample::select};
use tingxinwen::{
    article::{BlockKind, Language, Source},
    player::{Command, Direction, Speed, Unit, Volume},
    speech::{Frames, Refusal, VoiceError, VoiceId},
    text::Haste,
};

pub(super) const TEXTS: [&str; 3] = [
    "標題在這裡\n第一句很短。第二句也不長，但是有逗號。\n第三句在下一段。",
    "只有一句",
    "這是另一篇文章，它的第一句話說得長一些，所以會分成好幾段來唸。\n短句。又一句。\n最後一段。",
];
/// What the world does next.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Command(Command),
    /// What is asked for is there, as far as it was asked for, or the whole sentence; after so much work.
    Answer(Haste, Option<Duration>),
    /// So many frames more of the sentence that is asked for.
    Stream(u64),
    Fail(VoiceError),
    /// An answer, a portion or better times for an epoch that is over, or that nobody asked for.
    Stale(Stale),
    /// Better times for the piece at this index.
    Retime(usize),
    MaySpeakAgain(VoiceId),
    /// The listener wanted no sound for so many seconds.
    Rested(u64),
    /// This share of what is queued was heard.
    Heard(f64),
    /// What is being opened is this text, or nothing.
    Opened(Option<&'static str>),
    OpenedUnasked(u64),
    DeviceLost,
    DeviceOpened,
    ToggleKind(BlockKind),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Stale {
    Answer,
    Failure,
    Portion,
    Times,
    Heard,
    Unasked,
}

fn voice() -> impl Strategy<Value = VoiceId> {
    select(vec!["a", "b", "c"]).prop_map(|name| VoiceId(name.into()))
}

fn command() -> impl Strategy<Value = Command> {
    let direction = || select(vec![Direction::Back, Direction::Forward]);
    let unit = select(vec![Unit::Sentence, Unit::Paragraph]);
    prop_oneof![
        3 => Just(Command::Play),
        1 => Just(Command::Pause),
        2 => Just(Command::Toggle),
        3 => (0..230_u32).prop_map(Command::SeekTo),
        2 => (0..400_000_u64).prop_map(|frame| Command::SeekToTime(Frames(frame))),
        2 => (-20..20).prop_map(|secs| Command::SeekBy { secs }),
        3 => (unit, direction()).prop_map(|(unit, direction)| Command::Step(unit, direction)),
        2 => voice().prop_map(|voice| Command::SetVoice(Language::Mandarin, voice)),
        2 => vec(voice(), 0..4).prop_map(|mut list| {
            list.sort();
            list.dedup();
            Command::SetVoices(Language::Mandarin, list)
        }),
        1 => (0.0..4.0_f32).prop_map(|speed| Command::SetSpeed(Speed::new(speed))),
        1 => direction().prop_map(Command::StepSpeed),
        1 => direction().prop_map(Command::StepVolume),
        1 => (0.0..1.0_f32).prop_map(|volume| Command::SetVolume(Volume::new(volume))),
        1 => Just(Command::ToggleMute),
        2 => (0..5_usize).prop_map(Command::ToggleBlock),
        1 => (0..500_000_u64).prop_map(|frames| Command::SetLookAhead(Frames(frames))),
        1 => Just(Command::DismissNotice),
        2 => Just(Command::Open(Source::Text(String::new()))),
    ]
}

pub(super) fn refusal() -> Refusal {
    Refusal { service: "box".into(), status: 401, said: "key".into() }
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let haste = select(vec![Haste::FirstSound, Haste::LookAhead]);
    let work = prop_oneof![Just(None), (0..9_000_u64).prop_map(|ms| Some(Duration::from_millis(ms)))];
    let error = select(vec![
        VoiceError::NotInstalled("files".into()),
        VoiceError::Failed("a sentence".into()),
        VoiceError::Unavailable { reason: "down".into(), again_secs: None },
        VoiceError::Unavailable { reason: "busy".into(), again_secs: Some(u32::MAX) },
        VoiceError::Refused(refusal()),
    ]);
    let stale = select(vec![
        Stale::Answer,
        Stale::Failure,
        Stale::Portion,
        Stale::Times,
        Stale::Heard,
        Stale::Unasked,
    ]);
    let text = prop_oneof![3 => select(TEXTS.to_vec()).prop_map(Some), 1 => Just(None)];
    prop_oneof![
        12 => command().prop_map(Step::Command),
        10 => (haste, work).prop_map(|(haste, work)| Step::Answer(haste, work)),
        8 => (1..12_000_u64).prop_map(Step::Stream),
        5 => error.prop_map(Step::Fail),
        3 => stale.prop_map(Step::Stale),
        2 => (0..6_usize).prop_map(Step::Retime),
        2 => voice().prop_map(Step::MaySpeakAgain),
        5 => (0.0..=1.0_f64).prop_map(Step::Heard),
        2 => text.prop_map(Step::Opened),
        1 => (0..6_u64).prop_map(Step::OpenedUnasked),
        1 => select(vec![5, 30, 100_000]).prop_map(Step::Rested),
        1 => Just(Step::DeviceLost),
        1 => Just(Step::DeviceOpened),
        1 => select(BlockKind::ALL.to_vec()).prop_map(Step::ToggleKind),
    ]
}
