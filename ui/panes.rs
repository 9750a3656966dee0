//! How the window is divided, by its size: a sidebar or a rail, the page, the queue, the player.

use egui::Vec2;

/// The width of the sidebar, in points.
pub const SIDEBAR: f32 = 240.0;
/// The width of the rail, in points.
pub const RAIL: f32 = 64.0;
/// The width of the queue beside the page, in points.
pub const QUEUE: f32 = 360.0;
/// What the page has at the least beside the queue, in points.
const PAGE: f32 = 520.0;
/// A window less high than this is low, in points.
const LOW: f32 = 560.0;

/// What stands at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The sidebar, with words.
    Sidebar,
    /// The rail, with signs alone.
    Rail,
    /// Nothing; the sidebar is behind a button.
    Behind,
}

/// Where the queue is, once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueuePlace {
    /// At the right of the page.
    Beside,
    /// Where the page was.
    InPlaceOfPage,
}

/// How much of the player there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlayerRoom {
    /// Speed, steps without words, and the sleep timer's sign.
    Tight,
    /// Speed, steps, and the sleep timer.
    Narrow,
    /// What is played, queue and sound, too; the rest in a menu.
    Middle,
    /// All of it.
    Wide,
}

/// A window, divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// What stands at the left.
    pub side: Side,
    /// Where the queue is, once it is open.
    pub queue: QueuePlace,
    /// How much of the player there is.
    pub player: PlayerRoom,
    /// Whether bars are lower than usual.
    pub is_low: bool,
}

impl Panes {
    /// How a window of `size` points is divided while the queue is open or not; `wants_rail` is what the listener chose.
    pub fn of(size: Vec2, shows_queue: bool, wants_rail: bool) -> Self {
        let side = match size.x {
            1560.0.. if !wants_rail => Side::Sidebar,
            // The page keeps its width while the queue is open, so that no line breaks anew.
            1200.0.. if !wants_rail && !shows_queue => Side::Sidebar,
            900.0.. => Side::Rail,
            _ => Side::Behind,
        };
        let left = match side {
            Side::Sidebar => SIDEBAR,
            Side::Rail => RAIL,
            Side::Behind => 0.0,
        };
        let fits = size.x - left - QUEUE >= PAGE;
        let player = match size.x {
            1200.0.. => PlayerRoom::Wide,
            900.0.. => PlayerRoom::Middle,
            470.0.. => PlayerRoom::Narrow,
            _ => PlayerRoom::Tight,
        };
        Self {
            side,
            queue: if fits { QueuePlace::Beside } else { QueuePlace::InPlaceOfPage },
            player,
            is_low: size.y < LOW,
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn the_page_never_narrows_when_the_queue_opens_beside_it() {
        for width in (380..3840).step_by(10).map(|width| width as f32) {
            let page = |queue: bool| {
                let panes = Panes::of(vec2(width, 800.0), queue, false);
                let left = match panes.side {
                    Side::Sidebar => SIDEBAR,
                    Side::Rail => RAIL,
                    Side::Behind => 0.0,
                };
                let is_beside = queue && panes.queue == QueuePlace::Beside;
                (width - left - if is_beside { QUEUE } else { 0.0 }, is_beside)
            };
            let (closed, _) = page(false);
            let (open, is_beside) = page(true);
            // Twenty points at the least at both sides of a column of 720, or all that there was.
            assert!(
                !is_beside || open >= 760.0_f32.min(closed) || width < 1200.0,
                "{width}: {closed} {open}"
            );
            assert!(open >= PAGE || !is_beside, "{width}");
        }
    }

    #[test]
    fn what_stands_where_follows_the_width() {
        let of = |width: f32, queue: bool| Panes::of(vec2(width, 800.0), queue, false);
        assert_eq!(of(1920.0, true).side, Side::Sidebar);
        assert_eq!((of(1280.0, false).side, of(1280.0, true).side), (Side::Sidebar, Side::Rail));
        assert_eq!(of(900.0, false).side, Side::Rail);
        assert_eq!((of(640.0, false).side, of(640.0, true).queue), (Side::Behind, QueuePlace::InPlaceOfPage));
        assert_eq!(
            Panes::of(vec2(1920.0, 500.0), false, true),
            Panes { side: Side::Rail, queue: QueuePlace::Beside, player: PlayerRoom::Wide, is_low: true }
        );
    }
}
