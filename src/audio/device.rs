//! Keeps a sound device open, and does without one while there is none.

use std::{
    num::NonZero,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use rodio::{
    cpal::{
        self, BufferSize, Error, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample,
        Stream, StreamConfig,
        traits::{DeviceTrait, HostTrait, StreamTrait},
    },
    mixer::{MixerSource, mixer},
};

use super::{
    ClipQueue, Outlet, clip_queue,
    playhead::{Anchor, SharedPlayhead, duration_of},
    pull::{Position, Pull},
};
use crate::{
    player::Playhead,
    speech::{Frames, SAMPLE_RATE_HZ},
};

/// Sound that the device asks for at a time, about 20 ms: small enough for a prompt pause, large
/// enough for a busy machine.
const BUFFER_MILLIS: u32 = 21;
/// A device that asks for nothing that long is gone, whatever it says. Sound servers that nobody
/// listens to may take two seconds at a time.
const STALLED: Duration = Duration::from_millis(3000);
/// The rate without a device.
const OWN_RATE: NonZero<u32> = match NonZero::new(SAMPLE_RATE_HZ) {
    Some(rate) => rate,
    None => NonZero::<u32>::MIN,
};
/// How long nothing plays before the device is let rest. Shorter, and the next sentence would pay for
/// waking it.
const REST_AFTER: Duration = Duration::from_secs(10);
/// How often silence is pulled while there is no device.
const SILENT_STEP: Duration = Duration::from_millis(10);
/// How long after a failure a device is looked for again; doubled each time, up to the last.
const RETRY: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(16));

/// News of the sound device; with each of them the queue starts empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundEvent {
    /// Sound comes out of the device of this name.
    Opened(String),
    /// No sound comes out; the system's reason. Time goes on.
    Lost(String),
}

/// What the thread that keeps the device hears of.
pub(super) enum News {
    /// The device took a buffer.
    Pulled,
    /// The device failed: the system's reason.
    Failed(String),
    /// [`Controls`](super::Controls) changed.
    Asked,
}

/// News that may wait at once; what does not fit says nothing new.
const NEWS: usize = 16;

/// Opens the default device on a thread of its own, which ends with the queue, and tells `notify`
/// how it goes.
pub fn open_device(notify: impl Fn(SoundEvent) + Send + 'static) -> std::io::Result<ClipQueue> {
    let (mut queue, outlet) = clip_queue();
    let (tell, news) = sync_channel(NEWS);
    queue.keeper = Some(tell.clone());
    thread::Builder::new().name("sound".to_owned()).spawn(move || keep(&outlet, &tell, &news, &notify))?;
    Ok(queue)
}

/// A device for tests: whoever holds it pulls.
pub struct HandDevice {
    pull: Pull,
    shared: Arc<SharedPlayhead>,
}

impl HandDevice {
    /// A queue, and the device at its end, at [`SAMPLE_RATE_HZ`].
    pub fn new() -> (ClipQueue, Self) {
        let (queue, outlet) = clip_queue();
        let pull = outlet.connect(OWN_RATE);
        (queue, Self { pull, shared: outlet.playhead })
    }

    /// The next `frames` of sound; the playhead is then at their end.
    pub fn pull(&mut self, frames: usize) -> Vec<f32> {
        let sound = self.pull.by_ref().take(frames).collect();
        let at = self.pull.position().get();
        let now = Instant::now();
        let duration = Duration::ZERO;
        let anchor = Anchor {
            epoch: at.epoch,
            first: at.frame,
            end: at.frame,
            pulled_at: now,
            heard_at: now,
            duration,
        };
        self.shared.store(anchor);
        sound
    }
}

/// The system's name of the default device, or why there is none.
pub fn default_device() -> Result<String, String> {
    let device = find()?;
    device.default_output_config().map_err(|error| error.to_string())?;
    Ok(name_of(&device))
}

fn keep(outlet: &Outlet, tell: &SyncSender<News>, news: &Receiver<News>, notify: &dyn Fn(SoundEvent)) {
    let mut retry = RETRY.0;
    while !outlet.controls.is_over() {
        // What the last device said says nothing of the next.
        news.try_iter().for_each(drop);
        let reason = match open(outlet, tell) {
            Ok((name, stream)) => {
                notify(SoundEvent::Opened(name));
                retry = RETRY.0;
                let Some(reason) = watch(outlet, &stream, news) else { return };
                drop(stream);
                reason
            }
            Err(reason) => reason,
        };
        let pull = outlet.connect(OWN_RATE);
        notify(SoundEvent::Lost(reason));
        play_silently(pull, outlet, retry);
        retry = (retry * 2).min(RETRY.1);
    }
}

/// Waits until the device fails; `None` when the program is done with it. Lets it rest while nothing
/// plays, so that it costs no power.
fn watch(outlet: &Outlet, stream: &Stream, news: &Receiver<News>) -> Option<String> {
    let mut silent_since = None;
    let mut rests = false;
    loop {
        match news.recv_timeout(STALLED) {
            Ok(News::Failed(reason)) => return Some(reason),
            Ok(News::Pulled | News::Asked) => (),
            Err(_) if rests => (),
            Err(_) => return Some("the device stopped asking for sound".to_owned()),
        }
        if outlet.controls.is_over() {
            return None;
        }
        if outlet.controls.is_playing() {
            silent_since = None;
            if rests && let Err(error) = stream.play() {
                return Some(error.to_string());
            }
            rests = false;
        } else {
            let silence = silent_since.get_or_insert_with(Instant::now).elapsed();
            rests = rests || (silence > REST_AFTER && stream.pause().is_ok());
        }
    }
}

/// Pulls at the pace of a device for `time`.
fn play_silently(mut pull: Pull, outlet: &Outlet, time: Duration) {
    let position = pull.position();
    let (start, mut frames) = (Instant::now(), 0_u64);
    while start.elapsed() < time && !outlet.controls.is_over() {
        thread::sleep(if outlet.controls.is_playing() { SILENT_STEP } else { 5 * SILENT_STEP });
        let due = start.elapsed().as_nanos() as u64 * u64::from(SAMPLE_RATE_HZ) / 1_000_000_000;
        let first = position.get();
        for _ in frames..due {
            pull.next();
        }
        let (now, duration) = (Instant::now(), duration_of(due - frames, SAMPLE_RATE_HZ));
        store(&outlet.playhead, first, &position, (now, Duration::ZERO), duration);
        frames = due;
    }
}

fn find() -> Result<cpal::Device, String> {
    let none = || "no sound device".to_owned();
    let host = cpal::default_host();
    if host.id().name() == "ALSA" && !has_alsa_output() {
        return Err(none());
    }
    host.default_output_device().ok_or_else(none)
}

/// Whether it is worth to ask ALSA: it writes a page of complaints when there is nothing.
fn has_alsa_output() -> bool {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let configured = [Some(PathBuf::from("/etc/asound.conf")), home.map(|home| home.join(".asoundrc"))];
    let is_output = |name: &str| name.starts_with("pcm") && name.ends_with('p');
    configured.into_iter().flatten().any(|path| path.exists())
        || std::fs::read_dir("/dev/snd")
            .into_iter()
            .flatten()
            .flatten()
            .any(|entry| entry.file_name().to_str().is_some_and(is_output))
}

fn name_of(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| "default".to_owned(), |description| description.name().to_owned())
}

fn open(outlet: &Outlet, tell: &SyncSender<News>) -> Result<(String, Stream), String> {
    let device = find()?;
    let default = device.default_output_config().map_err(|error| error.to_string())?;
    let mut config = default.config();
    // A server's own default may be two seconds.
    config.buffer_size = BufferSize::Fixed(config.sample_rate * BUFFER_MILLIS / 1000);
    let stream = |config| match default.sample_format() {
        SampleFormat::I16 => build::<i16>(&device, config, outlet, tell),
        SampleFormat::I32 => build::<i32>(&device, config, outlet, tell),
        SampleFormat::U8 => build::<u8>(&device, config, outlet, tell),
        SampleFormat::U16 => build::<u16>(&device, config, outlet, tell),
        SampleFormat::F64 => build::<f64>(&device, config, outlet, tell),
        // Sound servers take f32 whatever their own format is.
        _ => build::<f32>(&device, config, outlet, tell),
    };
    let stream = stream(config)
        .or_else(|_| stream(StreamConfig { buffer_size: BufferSize::Default, ..config }))
        .map_err(|error| error.to_string())?;
    stream.play().map_err(|error| error.to_string())?;
    Ok((name_of(&device), stream))
}

fn build<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    outlet: &Outlet,
    tell: &SyncSender<News>,
) -> Result<Stream, Error> {
    let unsupported = || Error::new(ErrorKind::UnsupportedConfig);
    let rate = NonZero::new(config.sample_rate).ok_or_else(unsupported)?;
    let channels = NonZero::new(config.channels).ok_or_else(unsupported)?;
    let pull = outlet.connect(rate);
    let failed = tell.clone();
    let mut callback = Callback {
        position: pull.position(),
        latency: pull.latency(),
        sound: mixed(pull, channels, rate),
        shared: Arc::clone(&outlet.playhead),
        channels: usize::from(config.channels),
        rate_hz: config.sample_rate,
        tell: tell.clone(),
        last_told: Instant::now(),
    };
    device.build_output_stream::<T, _, _>(
        config,
        move |data: &mut [T], info: &OutputCallbackInfo| callback.fill(data, info),
        move |error| {
            if is_fatal(error.kind()) {
                failed.try_send(News::Failed(error.to_string())).ok();
            }
        },
        None,
    )
}

fn mixed(pull: Pull, channels: rodio::ChannelCount, rate: rodio::SampleRate) -> MixerSource {
    let (input, output) = mixer(channels, rate);
    input.add(pull);
    output
}

/// Whether sound does not come back without opening the device anew.
fn is_fatal(kind: ErrorKind) -> bool {
    !matches!(kind, ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied)
}

struct Callback {
    sound: MixerSource,
    position: Position,
    latency: Duration,
    shared: Arc<SharedPlayhead>,
    channels: usize,
    rate_hz: u32,
    tell: SyncSender<News>,
    last_told: Instant,
}

impl Callback {
    fn fill<T: SizedSample + FromSample<f32>>(&mut self, data: &mut [T], info: &OutputCallbackInfo) {
        let now = Instant::now();
        let time = info.timestamp();
        let lead = time.playback.saturating_duration_since(time.callback) + self.latency;
        let first = self.position.get();
        for sample in data.iter_mut() {
            *sample = T::from_sample_(self.sound.next().unwrap_or(0.0));
        }
        let frames = (data.len() / self.channels.max(1)) as u64;
        store(&self.shared, first, &self.position, (now, lead), duration_of(frames, self.rate_hz));
        if now.duration_since(self.last_told) > STALLED / 10 {
            self.last_told = now;
            self.tell.try_send(News::Pulled).ok();
        }
    }
}

/// Says what the buffer just pulled was, from `first` to where `position` is: when it was asked
/// for, and how much later it is heard.
fn store(
    shared: &SharedPlayhead,
    first: Playhead,
    position: &Position,
    (pulled_at, lead): (Instant, Duration),
    duration: Duration,
) {
    let end = position.get();
    let first = if first.epoch == end.epoch { first.frame } else { Frames(0) };
    let (first, heard_at) = (first.min(end.frame), pulled_at + lead);
    shared.store(Anchor { epoch: end.epoch, first, end: end.frame, pulled_at, heard_at, duration });
}
