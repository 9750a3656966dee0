//! The thread of the sound device: keeps a device open, and plays into nothing at the pace of one while there is none.

use std::{
    num::NonZero,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use cpal::{
    BufferSize, Error, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample, Stream,
    StreamConfig,
    traits::{DeviceTrait, HostTrait, StreamTrait},
};

use super::{
    ClipQueue,
    callback::{Callback, store},
    playhead::duration_of,
    pull::Pull,
    queue::{Outlet, clip_queue},
};
use crate::speech::SAMPLE_RATE_HZ;

/// Sound that the device asks for at a time, about 20 ms: small enough for a prompt pause, large
/// enough for a busy machine.
const BUFFER_MILLIS: u32 = 21;
/// A device that asks for nothing that long is gone, whatever it says. Sound servers that nobody
/// listens to may take two seconds at a time.
const STALLED: Duration = Duration::from_millis(3000);
/// How often that is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(1000);
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

/// What the thread that keeps the device hears of. The callback, which may not wake anybody, counts its calls.
pub(super) enum News {
    /// The device failed: the system's reason.
    Failed(String),
    /// The controls of the queue changed.
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
            Ok(device) => {
                tracing::info!(device = device.name, "sound device opened");
                notify(SoundEvent::Opened(device.name.clone()));
                retry = RETRY.0;
                let Some(reason) = watch(outlet, &device, news) else { return };
                drop(device);
                reason
            }
            Err(reason) => reason,
        };
        if retry == RETRY.0 {
            tracing::warn!(reason, "no sound device");
        }
        let pull = outlet.connect(OWN_RATE);
        notify(SoundEvent::Lost(reason));
        play_silently(pull, outlet, retry);
        retry = (retry * 2).min(RETRY.1);
    }
}

/// A device that plays.
struct Device {
    name: String,
    stream: Stream,
    /// How often it took a buffer.
    calls: Arc<AtomicU64>,
}

/// Waits until the device fails; `None` when the program is done with it. Lets it rest while nothing
/// plays, so that it costs no power.
fn watch(outlet: &Outlet, device: &Device, news: &Receiver<News>) -> Option<String> {
    let mut silent_since = None;
    let mut rests = false;
    let (mut calls, mut called_at) = (0, Instant::now());
    loop {
        match news.recv_timeout(LOOK_EVERY) {
            Ok(News::Failed(reason)) => return Some(reason),
            Ok(News::Asked) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => (),
        }
        if outlet.controls.is_over() {
            return None;
        }
        let now = device.calls.load(Ordering::Relaxed);
        if rests || calls != now {
            (calls, called_at) = (now, Instant::now());
        } else if called_at.elapsed() > STALLED {
            return Some("the device stopped asking for sound".to_owned());
        }
        if outlet.controls.is_playing() {
            silent_since = None;
            if rests && let Err(error) = device.stream.play() {
                return Some(error.to_string());
            }
            rests = false;
        } else {
            let silence = silent_since.get_or_insert_with(Instant::now).elapsed();
            rests = rests || (silence > REST_AFTER && device.stream.pause().is_ok());
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

fn open(outlet: &Outlet, tell: &SyncSender<News>) -> Result<Device, String> {
    let device = find()?;
    let default = device.default_output_config().map_err(|error| error.to_string())?;
    let mut config = default.config();
    // A server's own default may be two seconds.
    config.buffer_size = BufferSize::Fixed(config.sample_rate * BUFFER_MILLIS / 1000);
    #[expect(clippy::wildcard_enum_match_arm, reason = "sound servers take f32 whatever their own format is")]
    let stream = |config| match default.sample_format() {
        SampleFormat::I16 => build::<i16>(&device, config, outlet, tell),
        SampleFormat::I32 => build::<i32>(&device, config, outlet, tell),
        SampleFormat::U8 => build::<u8>(&device, config, outlet, tell),
        SampleFormat::U16 => build::<u16>(&device, config, outlet, tell),
        SampleFormat::F64 => build::<f64>(&device, config, outlet, tell),
        _ => build::<f32>(&device, config, outlet, tell),
    };
    let (stream, calls) = stream(config)
        .or_else(|_| stream(StreamConfig { buffer_size: BufferSize::Default, ..config }))
        .map_err(|error| error.to_string())?;
    stream.play().map_err(|error| error.to_string())?;
    Ok(Device { name: name_of(&device), stream, calls })
}

/// The stream, and the count of its calls.
fn build<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    outlet: &Outlet,
    tell: &SyncSender<News>,
) -> Result<(Stream, Arc<AtomicU64>), Error> {
    let unsupported = || Error::new(ErrorKind::UnsupportedConfig);
    let rate = NonZero::new(config.sample_rate).ok_or_else(unsupported)?;
    let channels = NonZero::new(config.channels).ok_or_else(unsupported)?;
    let mut callback = Callback::new(outlet, rate, channels);
    let (calls, failed) = (callback.calls(), tell.clone());
    let stream = device.build_output_stream::<T, _, _>(
        config,
        move |data: &mut [T], info: &OutputCallbackInfo| {
            let time = info.timestamp();
            callback.fill(data, time.playback.saturating_duration_since(time.callback));
        },
        move |error| {
            if is_fatal(error.kind()) {
                // A full channel holds a failure already, or the thread wakes and sees that nobody calls.
                failed.try_send(News::Failed(error.to_string())).ok();
            }
        },
        None,
    )?;
    Ok((stream, calls))
}

/// Whether sound does not come back without opening the device anew.
fn is_fatal(kind: ErrorKind) -> bool {
    !matches!(kind, ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied)
}
