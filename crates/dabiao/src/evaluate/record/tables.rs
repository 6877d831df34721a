//! What the truths of a line come to: for each kind of line a table over all sets of truths.

use super::outcome::Found;
use crate::evaluate::plan::judge::bit;
use crate::evaluate::plan::truths::{ABSENT, NO, ROUGH, YES};
use crate::evaluate::verdict::Verdict;

/// A table over all sets of truths: where it begins among all tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Table {
    /// A line that is left to the plan, whatever the truths.
    Left = 0,
    /// A requirement that is due, or has no due date.
    Due = 16,
    /// A requirement that is not due yet.
    Pending = 32,
    /// An entitlement.
    Eligible = 48,
    /// The same, where facts tie parts together: fewer truths may remain.
    DueTied = 64,
    PendingTied = 80,
    EligibleTied = 96,
}

const SETS: usize = 16;
const ENTRIES: usize = 8 * SETS;
const TABLES: [Found; ENTRIES] = tables();
/// The verdicts for no, yes and open.
const DUE: [Verdict; 3] = [Verdict::NotMet, Verdict::Met, Verdict::Undetermined];
const PENDING: [Verdict; 3] = [Verdict::Pending, Verdict::Met, Verdict::Pending];
const ELIGIBLE: [Verdict; 3] = [Verdict::NotEligible, Verdict::Eligible, Verdict::Undetermined];

impl Table {
    /// The table of a line some of whose parts facts tie together, where so said.
    pub(super) fn tied(self, are_tied: bool) -> Table {
        match self {
            Table::Due if are_tied => Table::DueTied,
            Table::Pending if are_tied => Table::PendingTied,
            Table::Eligible if are_tied => Table::EligibleTied,
            other => other,
        }
    }

    /// The table where what ties the parts together is known.
    pub(super) fn untied(self) -> Table {
        match self {
            Table::DueTied => Table::Due,
            Table::PendingTied => Table::Pending,
            Table::EligibleTied => Table::Eligible,
            other => other,
        }
    }

    /// What a set of truths comes to; none where it has to be looked at more closely.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "there is a table for every kind, with an entry for every set")]
    pub(super) fn found(self, truths: u8) -> Option<Found> {
        Some(TABLES[usize::from(self as u8 | truths) % ENTRIES]).filter(|found| !found.is_left())
    }
}

const fn tables() -> [Found; ENTRIES] {
    let tables = [Found::LEFT; ENTRIES];
    let tables = with(tables, Table::Due, DUE, false);
    let tables = with(tables, Table::Pending, PENDING, false);
    let tables = with(tables, Table::Eligible, ELIGIBLE, false);
    let tables = with(tables, Table::DueTied, DUE, true);
    let tables = with(tables, Table::PendingTied, PENDING, true);
    with(tables, Table::EligibleTied, ELIGIBLE, true)
}

#[expect(clippy::indexing_slicing, reason = "an index beyond the tables would not compile")]
const fn with(mut tables: [Found; ENTRIES], at: Table, verdicts: [Verdict; 3], are_tied: bool) -> [Found; ENTRIES] {
    let [no, yes, open] = verdicts;
    let mut truths = 1;
    while truths < SETS as u8 {
        tables[at as usize + truths as usize] = match truths & !ROUGH {
            YES => Found::new(yes, 0),
            NO => Found::new(no, 0),
            ABSENT => Found::new(Verdict::NotApplicable, 0),
            // Fewer truths than these may remain.
            _ if are_tied || truths & ROUGH != 0 => Found::LEFT,
            _ => Found::new(open, possible(truths, [no, yes])),
        };
        truths += 1;
    }
    tables
}

/// A bit for each verdict that truths come to.
const fn possible(truths: u8, [no, yes]: [Verdict; 2]) -> u8 {
    bit_if(truths & YES, yes) | bit_if(truths & NO, no) | bit_if(truths & ABSENT, Verdict::NotApplicable)
}

const fn bit_if(truth: u8, verdict: Verdict) -> u8 {
    if truth == 0 { 0 } else { bit(verdict) }
}
