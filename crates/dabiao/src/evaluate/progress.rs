//! How far a long evaluation has come, shared between the thread that evaluates and those that watch it or stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A handle on a running evaluation. Its clones are of the same one; it counts judgements, each of one rule for one row.
///
/// ```
/// use dabiao::evaluate::{Options, Progress, evaluate_watched};
/// use dabiao::facts::{from_csv, from_tables};
/// let program = dabiao::compile("beds >= 20", &dabiao::Library::default()).expect("no fault").program;
/// let (facts, _) = from_tables(&program, &[from_csv("any.csv", "beds\n19\n20\n")]).expect("no fault");
/// let options = Options::on("2026-01-15".parse()?);
/// let progress = Progress::default();
/// assert!(evaluate_watched(&program, &facts, &options, &progress).is_some());
/// assert_eq!((progress.done(), progress.total()), (2, 2));
/// progress.cancel();
/// assert!(evaluate_watched(&program, &facts, &options, &progress).is_none());
/// # Ok::<(), dabiao::date::DateError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

impl Progress {
    /// How many judgements have been made.
    pub fn done(&self) -> usize {
        self.0.done.load(Ordering::Relaxed)
    }

    /// How many there are to make; 0 until that is known.
    pub fn total(&self) -> usize {
        self.0.total.load(Ordering::Relaxed)
    }

    /// Asks the evaluation to stop: it does before its next row, or block of rows, and gives nothing.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// An evaluation begins.
    pub(super) fn begin(&self, total: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// So many more judgements have been made.
    pub(super) fn add(&self, judged: usize) {
        self.0.done.fetch_add(judged, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use super::Progress;
    use crate::evaluate::{ColumnOptions, Options, Plan, evaluate_watched};
    use crate::facts::{Facts, Table, Values, from_tables};
    use crate::program::Program;

    fn world(rows: i64) -> (Program, Facts, Options) {
        let source = "beds >= 20 or beds per 7 doctors >= 3";
        let program = crate::compile(source, &crate::Library::default()).unwrap().program;
        let numbers = || Values::Integers((0..rows).collect::<Vec<_>>().into(), None);
        let table = Table::from_columns("any", [("beds", numbers()), ("doctors", numbers())]);
        let (facts, _) = from_tables(&program, &[table]).unwrap();
        (program, facts, Options::on("2026-01-15".parse().unwrap()))
    }

    #[test]
    fn all_judgements_are_counted() {
        let (program, facts, options) = world(5_000);
        let (rows, columns) = (Progress::default(), Progress::default());
        evaluate_watched(&program, &facts, &options, &rows).unwrap();
        Plan::new(Arc::new(program), &options).columns_watched(&facts, ColumnOptions { threads: 2 }, &columns).unwrap();
        for progress in [rows, columns] {
            assert_eq!((progress.done(), progress.total()), (5_000, 5_000));
        }
    }

    #[test]
    fn a_cancelled_evaluation_stops() {
        let (program, facts, options) = world(400_000);
        let progress = Progress::default();
        let watched = progress.clone();
        let worker = thread::spawn(move || evaluate_watched(&program, &facts, &options, &watched).is_none());
        while progress.done() == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        progress.cancel();
        let done = progress.done();
        assert!(worker.join().unwrap());
        // The row that had begun, and no other.
        assert!(progress.done() <= done + 1);
        assert!(progress.done() < progress.total());

        let (program, facts, options) = world(5_000);
        let plan = Plan::new(Arc::new(program), &options);
        assert!(plan.columns_watched(&facts, ColumnOptions::default(), &progress).is_none());
        assert_eq!((progress.done(), progress.total()), (0, 5_000));
    }
}
