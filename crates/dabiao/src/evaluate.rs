//! `Program` + `Facts` -> `Verdicts`. The reference evaluator is the meaning of the language: exact, row by row,
//! written to be read beside `docs/language.md`.

pub mod verdict;

mod columns;
mod plan;
mod progress;
mod record;
mod reference;

pub use self::columns::{ColumnOptions, Columns, RuleColumn};
pub use self::plan::Plan;
pub use self::progress::Progress;
pub use self::record::{Field, LineOutcome, Possible, Record};

use self::verdict::Verdicts;
use crate::date::Date;
use crate::facts::Facts;
use crate::program::{Entity, EntityId, Program, ReadingId};

/// On which day, under which reading, and how much to keep of the way.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day on which everything is judged.
    pub as_of: Date,
    /// The reading; none for the default one.
    pub reading: Option<ReadingId>,
    /// Whether to keep the facts read and the comparisons made, to explain a verdict.
    pub record: bool,
}

impl Options {
    /// The default reading on a day, without the way to the verdict.
    pub fn on(as_of: Date) -> Options {
        Options { as_of, reading: None, record: false }
    }
}

/// Judges every rule of the program for every subject, by the reference evaluator.
///
/// It cannot fail: what is wrong with a text or a table was found before, and what is missing is said in the verdict.
pub fn evaluate(program: &Program, facts: &Facts, options: &Options) -> Verdicts {
    reference::evaluate(program, facts, options, &Progress::default())
}

/// As [`evaluate`], watched by other threads through `progress`; none if one of them has cancelled it.
pub fn evaluate_watched(program: &Program, facts: &Facts, options: &Options, progress: &Progress) -> Option<Verdicts> {
    let found = reference::evaluate(program, facts, options, progress);
    (!progress.is_cancelled()).then_some(found)
}

/// The first entity that can stand at the top of the tree.
fn top_entity(program: &Program) -> EntityId {
    let is_top = |(at, entity): &(usize, &Entity)| entity.parent.is_none_or(|parent| parent.0 == *at);
    EntityId(program.entities.iter().enumerate().find(is_top).map_or(0, |(at, _)| at))
}
