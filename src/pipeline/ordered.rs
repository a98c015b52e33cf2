//! Work on several threads whose results come in the order of the items.
//!
//! A bounded number of items is under way: where one takes long, the others wait for it rather than pile up. The thread
//! that asks reads the items, takes the results, and works on items itself while there is nothing to take.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::Result;

/// Most items under way for each thread.
const ITEMS: usize = 24;
/// Most bytes of items under way; one item may be larger.
const BYTES: usize = 8 << 20;

/// What the threads share.
struct Shared<I, R> {
    state: Mutex<State<I, R>>,
    /// There is an item, or there will be none.
    has_item: Condvar,
    /// There is a result, or there will be none.
    has_result: Condvar,
}

struct State<I, R> {
    waiting: VecDeque<(usize, I)>,
    done: BTreeMap<usize, R>,
    is_over: bool,
    has_panicked: bool,
}

impl<I, R> Shared<I, R> {
    fn lock(&self) -> MutexGuard<'_, State<I, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the waiting of all threads, also where the thread that holds it panics.
struct Ender<'s, I, R>(&'s Shared<I, R>);

impl<I, R> Drop for Ender<'_, I, R> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_over = true;
        state.has_panicked |= std::thread::panicking();
        state.waiting.clear();
        self.0.has_item.notify_all();
        self.0.has_result.notify_all();
    }
}

/// Gives each item to `work` on one of `threads` threads, and the results to `take` in the order of the items.
///
/// # Shape
/// `bytes` weighs an item. Items are read and results taken on the thread that calls.
///
/// # Errors
/// The first that `take` returns; no more items are read then.
pub(super) fn in_order<I: Send, R: Send>(
    threads: usize,
    items: impl Iterator<Item = I>,
    bytes: impl Fn(&I) -> usize,
    work: impl Fn(I) -> R + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    if threads < 2 {
        return items.map(work).try_for_each(take);
    }
    let state = State { waiting: VecDeque::new(), done: BTreeMap::new(), is_over: false, has_panicked: false };
    let shared = Shared { state: Mutex::new(state), has_item: Condvar::new(), has_result: Condvar::new() };
    std::thread::scope(|scope| {
        let _ender = Ender(&shared);
        for _ in 1..threads {
            scope.spawn(|| work_on(&shared, &work));
        }
        let mut items = items.fuse();
        let (mut read, mut taken) = (0, 0);
        // the weights of what is under way, the oldest first
        let mut weights: VecDeque<usize> = VecDeque::new();
        let mut weight = 0;
        loop {
            while weights.len() < threads * ITEMS && weight < BYTES {
                let Some(item) = items.next() else { break };
                weights.push_back(bytes(&item));
                weight += weights.back().copied().unwrap_or(0);
                shared.lock().waiting.push_back((read, item));
                shared.has_item.notify_one();
                read += 1;
            }
            if taken == read {
                return Ok(());
            }
            let mut state = shared.lock();
            if let Some(result) = state.done.remove(&taken) {
                drop(state);
                taken += 1;
                weight -= weights.pop_front().unwrap_or(0);
                take(result)?;
            } else if let Some((at, item)) = state.waiting.pop_front() {
                drop(state);
                let result = work(item);
                shared.lock().done.insert(at, result);
            } else if state.has_panicked {
                // the scope passes the panic on
                return Ok(());
            } else {
                drop(shared.has_result.wait(state).unwrap_or_else(PoisonError::into_inner));
            }
        }
    })
}

fn work_on<I, R>(shared: &Shared<I, R>, work: &impl Fn(I) -> R) {
    loop {
        let mut state = shared.lock();
        let (at, item) = loop {
            if let Some(next) = state.waiting.pop_front() {
                break next;
            }
            if state.is_over {
                return;
            }
            state = shared.has_item.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        drop(state);
        let ender = Ender(shared);
        let result = work(item);
        std::mem::forget(ender);
        shared.lock().done.insert(at, result);
        shared.has_result.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn squares(threads: usize, count: u64) -> Vec<u64> {
        let mut came = Vec::new();
        let slow_at_times = |n: u64| {
            if n.is_multiple_of(37) {
                std::thread::sleep(std::time::Duration::from_millis(3));
            }
            n * n
        };
        in_order(
            threads,
            0..count,
            |_| 100_000,
            slow_at_times,
            |square| {
                came.push(square);
                Ok(())
            },
        )
        .unwrap();
        came
    }

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        let expected: Vec<u64> = (0..500).map(|n| n * n).collect();
        for threads in [1, 2, 3, 8] {
            assert_eq!(squares(threads, 500), expected);
        }
        assert_eq!(squares(4, 0), [0; 0]);
    }

    #[test]
    fn no_more_items_are_under_way_than_allowed() {
        let (mut read, mut most, mut taken) = (0_usize, 0, 0_usize);
        let counter = Mutex::new(0_usize);
        let items = std::iter::from_fn(|| {
            read += 1;
            *counter.lock().unwrap() = read;
            (read <= 300).then_some(read)
        });
        in_order(
            2,
            items,
            |_| BYTES / 4,
            |n| n,
            |_| {
                taken += 1;
                most = most.max(*counter.lock().unwrap() - taken);
                Ok(())
            },
        )
        .unwrap();
        assert!(taken == 300 && most <= 4, "{most}");
    }

    #[test]
    fn an_error_ends_the_reading() {
        let mut read = 0;
        let items = (0..100_000).inspect(|n| read = *n);
        let failed = Error::Usage { what: "x".to_owned(), hint: String::new() };
        let mut failed = Some(failed);
        let result = in_order(2, items, |_| 1, |n| n, |n| if n < 5 { Ok(()) } else { Err(failed.take().unwrap()) });
        assert!(result.is_err() && read < 1000);
    }

    #[test]
    fn a_panic_is_passed_on() {
        let works = |n: u32| if n == 70 { panic!("as told") } else { n };
        let result = std::panic::catch_unwind(|| in_order(3, 0..1000, |_| 1, works, |_| Ok(())));
        assert!(result.is_err());
    }
}
