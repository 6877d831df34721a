//! The rows of a table in parts, for threads that end with the call.

use std::ops::Range;

use super::numbers::ROWS;

/// Does work on parts of some rows, each by a thread of its own with what is handed out to it, and gives the results in the
/// order of the rows.
pub(super) fn in_parts<S: Send, T: Send>(
    rows: usize,
    threads: usize,
    mut hand_out: impl FnMut(&Range<usize>) -> S,
    work: impl Fn(S, Range<usize>) -> T + Sync,
) -> Vec<T> {
    let blocks = rows.div_ceil(ROWS);
    let threads = threads.min(blocks).max(1);
    let part = |at: usize| (blocks * at / threads * ROWS).min(rows)..(blocks * (at + 1) / threads * ROWS).min(rows);
    let mut parts = (0..threads).map(|at| (hand_out(&part(at)), part(at)));
    let Some((handed, own)) = parts.next() else { return Vec::new() };
    let others: Vec<_> = parts.collect();
    if others.is_empty() {
        return vec![work(handed, own)];
    }
    std::thread::scope(|scope| {
        let work = &work;
        let others = others.into_iter().map(|(handed, rows)| scope.spawn(move || work(handed, rows)));
        let others: Vec<_> = others.collect();
        let mut made = vec![work(handed, own)];
        for other in others {
            match other.join() {
                Ok(result) => made.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    })
}
