//! Pages and chapters that are read side by side, on as many threads as the machine has cores.

use std::{
    panic::resume_unwind,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::wall::STACK_BYTES;

/// Fewer items than these are not worth a thread.
const LEAST: usize = 8;

/// What `make` makes of each of `items`, in their order.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if items.len() < LEAST || cores == 1 {
        return items.iter().map(make).collect();
    }
    let (next, made) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
    let work = || {
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            let one = make(item);
            made.lock().unwrap_or_else(PoisonError::into_inner).push((at, one));
        }
    };
    thread::scope(|scope| {
        let start = |_| {
            let builder = thread::Builder::new().name("document part".into()).stack_size(STACK_BYTES);
            builder.spawn_scoped(scope, work).ok()
        };
        let threads: Vec<_> = (1..cores.min(items.len())).filter_map(start).collect();
        work();
        for thread in threads {
            // The wall makes an error of it.
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_made_once_and_in_order_and_a_panic_is_handed_on() {
        let items: Vec<usize> = (0..500).collect();
        let calls = AtomicUsize::new(0);
        let made = each(&items, |item| {
            calls.fetch_add(1, Ordering::Relaxed);
            item * 2
        });
        assert_eq!((made, calls.into_inner()), (items.iter().map(|item| item * 2).collect(), 500));
        let panics = std::panic::catch_unwind(|| each(&items, |item| assert_ne!(*item, 400, "deliberate")));
        assert!(panics.is_err());
    }
}
