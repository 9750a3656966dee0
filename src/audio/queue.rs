//! The way from the engine to the sound card: two rings that neither end waits for, clips out and used clips back,
//! so that the device's thread takes no lock and frees nothing.

use std::{
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering},
        mpsc::SyncSender,
    },
};

use rtrb::{Consumer, Producer, RingBuffer};

use super::{AudioOut, SharedPlayhead, device::News, pull::Pull};
use crate::{
    player::{Epoch, Pauses, Speed, Volume},
    speech::{Clip, Frames},
};

/// Clips that wait for the device at the most. The player has [`MOST_AHEAD`](crate::player::MOST_AHEAD) made, and
/// few portions of what is streamed are shorter than 300 ms.
const QUEUE: usize = 4_096;
/// Used clips that wait to be freed at the most: each time one goes in, all used ones are taken out, so that these
/// are what the queue held, and the one that was being played.
const USED: usize = QUEUE + 1;

/// A clip on its way to the device.
pub(super) struct Queued {
    pub(super) epoch: Epoch,
    pub(super) clip: Arc<Clip>,
    /// The next frame of it.
    pub(super) from: Frames,
}

/// What the device's thread reads at each block.
pub(super) struct Controls {
    epoch: AtomicU16,
    playing: AtomicBool,
    speed: AtomicU32,
    volume: AtomicU32,
    /// Whether pauses are shortened.
    shortens: AtomicBool,
    over: AtomicBool,
}

impl Controls {
    fn new() -> Self {
        Self {
            epoch: AtomicU16::new(0),
            playing: AtomicBool::new(false),
            speed: AtomicU32::new(Speed::NORMAL.factor().to_bits()),
            volume: AtomicU32::new(Volume::FULL.gain().to_bits()),
            shortens: AtomicBool::new(false),
            over: AtomicBool::new(false),
        }
    }

    pub(super) fn epoch(&self) -> Epoch {
        Epoch(self.epoch.load(Ordering::Acquire))
    }

    pub(super) fn is_playing(&self) -> bool {
        self.playing.load(Ordering::Relaxed)
    }

    /// Whether the program is done with sound.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn speed(&self) -> f32 {
        f32::from_bits(self.speed.load(Ordering::Relaxed))
    }

    pub(super) fn pauses(&self) -> Pauses {
        if self.shortens.load(Ordering::Relaxed) { Pauses::Short } else { Pauses::Whole }
    }

    pub(super) fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }
}

/// The engine's ends of the rings; replaced with each device.
struct Inlet {
    clips: Producer<Queued>,
    used: Consumer<Arc<Clip>>,
    /// What came while nothing plays: a device that rests takes nothing, and a listener who goes on to another place wants
    /// none of it.
    waiting: Vec<Queued>,
}

impl Inlet {
    fn free_used(&mut self) {
        while self.used.pop().is_ok() {}
    }

    fn push(&mut self, queued: Queued) {
        if self.clips.push(queued).is_err() {
            tracing::error!("the queue of the sound card is full; a clip is lost");
        }
    }
}

/// The engine's side of the sound card.
pub struct ClipQueue {
    /// Shared with the thread that opens devices, and with nobody who plays.
    inlet: Arc<Mutex<Option<Inlet>>>,
    controls: Arc<Controls>,
    playhead: Arc<SharedPlayhead>,
    /// Where the thread that keeps the device hears of changed controls.
    pub(super) keeper: Option<SyncSender<News>>,
}

/// What a device is opened with: makes fresh rings for each.
pub(crate) struct Outlet {
    inlet: Arc<Mutex<Option<Inlet>>>,
    pub(super) controls: Arc<Controls>,
    pub(super) playhead: Arc<SharedPlayhead>,
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
    pub(super) fn connect(&self, rate_hz: NonZero<u32>) -> Pull {
        let (clips, queue) = RingBuffer::new(QUEUE);
        let (back, used) = RingBuffer::new(USED);
        let before = lock(&self.inlet).replace(Inlet { clips, used, waiting: Vec::new() });
        drop(before);
        Pull::new(queue, back, Arc::clone(&self.controls), rate_hz)
    }
}

impl ClipQueue {
    /// Stops all sound at once, and for good.
    pub(super) fn silence(&mut self) {
        self.set_playing(false);
        self.controls.over.store(true, Ordering::Relaxed);
        self.ask();
    }

    fn ask(&self) {
        if let Some(keeper) = &self.keeper {
            // A full channel wakes the thread all the same, and it reads the controls then.
            keeper.try_send(News::Asked).ok();
        }
    }
}

impl Drop for ClipQueue {
    fn drop(&mut self) {
        self.silence();
    }
}

impl AudioOut for ClipQueue {
    fn enqueue(&mut self, epoch: Epoch, clip: Arc<Clip>, from: Frames) {
        if let Some(inlet) = &mut *lock(&self.inlet) {
            inlet.free_used();
            let queued = Queued { epoch, clip, from };
            if self.controls.is_playing() { inlet.push(queued) } else { inlet.waiting.push(queued) }
        }
    }

    fn start_epoch(&mut self, epoch: Epoch) {
        self.controls.epoch.store(epoch.0, Ordering::Release);
        if let Some(inlet) = &mut *lock(&self.inlet) {
            inlet.free_used();
            inlet.waiting.clear();
        }
    }

    fn set_playing(&mut self, playing: bool) {
        if let Some(inlet) = &mut *lock(&self.inlet) {
            inlet.free_used();
            let waiting = if playing { std::mem::take(&mut inlet.waiting) } else { Vec::new() };
            waiting.into_iter().for_each(|queued| inlet.push(queued));
        }
        self.controls.playing.store(playing, Ordering::Relaxed);
        self.ask();
    }

    fn set_speed(&mut self, speed: Speed) {
        self.controls.speed.store(speed.factor().to_bits(), Ordering::Relaxed);
    }

    fn set_pauses(&mut self, pauses: Pauses) {
        self.controls.shortens.store(pauses == Pauses::Short, Ordering::Relaxed);
    }

    fn set_volume(&mut self, volume: Volume) {
        self.controls.volume.store(volume.gain().to_bits(), Ordering::Relaxed);
    }

    fn playhead(&self) -> Arc<SharedPlayhead> {
        Arc::clone(&self.playhead)
    }
}

/// The lock is held for a moment and nothing panics under it; a poisoned one is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
