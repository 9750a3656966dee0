//! The sound card. The only module that names `rodio`.
//!
//! A thread of its own keeps a device open, or plays into nothing at the pace of one while there is
//! none; whoever pulls writes one [`SharedPlayhead`].

mod device;
mod overheard;
mod playhead;
mod pull;
mod resample;
mod stretch;
#[cfg(test)]
mod tests;

use std::{
    num::NonZero,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use crate::{
    player::{Epoch, Speed, Volume},
    speech::{Clip, Frames},
};

pub use device::{HandDevice, SoundEvent, default_device, open_device};
pub use overheard::Overheard;
pub use playhead::SharedPlayhead;

/// Clips that wait for the device at the most. The player has [`MOST_AHEAD`](crate::player::MOST_AHEAD) made, and
/// few portions of what is streamed are shorter than 300 ms.
const QUEUE: usize = 4_096;

/// Where clips go.
pub trait AudioOut: Send {
    /// Plays `clip` from frame `from` on after what is queued, unless `epoch` is over.
    fn enqueue(&mut self, epoch: Epoch, clip: Arc<Clip>, from: Frames);
    /// Drops all sound of other epochs, within 10 ms.
    fn start_epoch(&mut self, epoch: Epoch);
    /// Lets the queue sound, or holds it.
    fn set_playing(&mut self, playing: bool);
    /// Stretches time from here on.
    fn set_speed(&mut self, speed: Speed);
    /// Scales samples from here on.
    fn set_volume(&mut self, volume: Volume);
    /// What is heard.
    fn playhead(&self) -> Arc<SharedPlayhead>;
}

struct Queued {
    epoch: Epoch,
    clip: Arc<Clip>,
    from: Frames,
}

/// What the device thread reads at each block.
struct Controls {
    epoch: AtomicU16,
    playing: AtomicBool,
    speed: AtomicU32,
    volume: AtomicU32,
    over: AtomicBool,
}

impl Controls {
    fn new() -> Self {
        Self {
            epoch: AtomicU16::new(0),
            playing: AtomicBool::new(false),
            speed: AtomicU32::new(Speed::NORMAL.factor().to_bits()),
            volume: AtomicU32::new(Volume::FULL.gain().to_bits()),
            over: AtomicBool::new(false),
        }
    }

    fn epoch(&self) -> Epoch {
        Epoch(self.epoch.load(Ordering::Acquire))
    }

    fn is_playing(&self) -> bool {
        self.playing.load(Ordering::Relaxed)
    }

    /// Whether the program is done with sound.
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn speed(&self) -> f32 {
        f32::from_bits(self.speed.load(Ordering::Relaxed))
    }

    fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }
}

/// The end of the queue that clips go in at; replaced with each device.
struct Inlet {
    clips: SyncSender<Queued>,
    done: Receiver<Arc<Clip>>,
}

/// The engine's side of the sound card.
pub struct ClipQueue {
    inlet: Arc<Mutex<Option<Inlet>>>,
    controls: Arc<Controls>,
    playhead: Arc<SharedPlayhead>,
    /// Where the thread that keeps the device hears of changed controls.
    keeper: Option<SyncSender<device::News>>,
}

/// What a device is opened with: makes a fresh queue for each.
pub(crate) struct Outlet {
    inlet: Arc<Mutex<Option<Inlet>>>,
    controls: Arc<Controls>,
    playhead: Arc<SharedPlayhead>,
}

/// The two ends of the way to the sound card.
pub(crate) fn clip_queue() -> (ClipQueue, Outlet) {
    let inlet = Arc::default();
    let controls = Arc::new(Controls::new());
    let playhead = Arc::<SharedPlayhead>::default();
    let queue = ClipQueue {
        inlet: Arc::clone(&inlet),
        controls: Arc::clone(&controls),
        playhead: Arc::clone(&playhead),
        keeper: None,
    };
    (queue, Outlet { inlet, controls, playhead })
}

impl Outlet {
    /// A source for a device that plays at `rate_hz`, with an empty queue in place of the last one.
    fn connect(&self, rate_hz: NonZero<u32>) -> pull::Pull {
        let (clips, queue) = sync_channel(QUEUE);
        let (done, bin) = sync_channel(QUEUE);
        *lock(&self.inlet) = Some(Inlet { clips, done: bin });
        pull::Pull::new(queue, done, Arc::clone(&self.controls), rate_hz)
    }
}

impl ClipQueue {
    fn ask(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.try_send(device::News::Asked).ok();
        }
    }
}

impl Drop for ClipQueue {
    fn drop(&mut self) {
        self.controls.over.store(true, Ordering::Relaxed);
        self.ask();
    }
}

impl AudioOut for ClipQueue {
    fn enqueue(&mut self, epoch: Epoch, clip: Arc<Clip>, from: Frames) {
        if let Some(inlet) = &*lock(&self.inlet) {
            inlet.done.try_iter().for_each(drop);
            // A full queue or a device just lost: the player starts over when it hears of it.
            inlet.clips.try_send(Queued { epoch, clip, from }).ok();
        }
    }

    fn start_epoch(&mut self, epoch: Epoch) {
        self.controls.epoch.store(epoch.0, Ordering::Release);
    }

    fn set_playing(&mut self, playing: bool) {
        self.controls.playing.store(playing, Ordering::Relaxed);
        self.ask();
    }

    fn set_speed(&mut self, speed: Speed) {
        self.controls.speed.store(speed.factor().to_bits(), Ordering::Relaxed);
    }

    fn set_volume(&mut self, volume: Volume) {
        self.controls.volume.store(volume.gain().to_bits(), Ordering::Relaxed);
    }

    fn playhead(&self) -> Arc<SharedPlayhead> {
        Arc::clone(&self.playhead)
    }
}

/// Plays `clip` alone, on a device of its own, to its end: for trying a voice. Blocks so long; without a
/// device it is as long as the clip, and silent.
///
/// # Errors
/// When the system gives no thread for it.
pub fn play_once(clip: Clip) -> std::io::Result<()> {
    /// What a device may take before its first sample and after its last.
    const SLACK: Duration = Duration::from_millis(700);
    let time = Duration::from_secs_f64(clip.len().as_secs_f64()) + SLACK;
    let (opened, wait) = sync_channel(1);
    let mut queue = open_device(move |_| {
        opened.try_send(()).ok();
    })?;
    // Clips go to the device that is there.
    wait.recv_timeout(SLACK).ok();
    queue.enqueue(Epoch::default(), Arc::new(clip), Frames(0));
    queue.set_playing(true);
    std::thread::sleep(time);
    Ok(())
}

/// The lock is held for a moment and nothing panics under it; a poisoned one is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
