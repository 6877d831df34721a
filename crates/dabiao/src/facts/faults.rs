//! The report of all that is wrong with the tables, bounded, and sorted as a person reads the files.

use super::table::FactLimits;
use crate::diagnostic::{FactFault, Severity};
use crate::order::sorted;

/// Collects errors and warnings up to the limit, and counts the rest.
pub(super) struct Faults {
    limit: usize,
    table: usize,
    errors: Vec<(usize, FactFault)>,
    warnings: Vec<(usize, FactFault)>,
    more_errors: usize,
    more_warnings: usize,
}

impl Faults {
    pub(super) fn new(limits: &FactLimits) -> Faults {
        let limit = limits.faults.max(1);
        Faults { limit, table: 0, errors: Vec::new(), warnings: Vec::new(), more_errors: 0, more_warnings: 0 }
    }

    /// Says which table, by its place among those given, the next faults belong to.
    pub(super) fn at_table(&mut self, table: usize) {
        self.table = table;
    }

    pub(super) fn push(&mut self, fault: FactFault) {
        let (list, more) = match fault.severity() {
            Severity::Error => (&mut self.errors, &mut self.more_errors),
            Severity::Warning => (&mut self.warnings, &mut self.more_warnings),
        };
        if list.len() < self.limit { list.push((self.table, fault)) } else { *more += 1 }
    }

    /// The number of errors so far, listed or only counted.
    pub(super) fn errors_so_far(&self) -> usize {
        self.errors.len() + self.more_errors
    }

    /// Whether further errors are only counted, so that a suggestion for them would be wasted.
    pub(super) fn is_full(&self) -> bool {
        self.errors.len() >= self.limit
    }

    /// The warnings, or all errors if there are any, by table and row.
    pub(super) fn finish(self) -> Result<Vec<FactFault>, Vec<FactFault>> {
        if self.errors.is_empty() {
            Ok(in_order(self.warnings, "G0199", self.more_warnings))
        } else {
            Err(in_order(self.errors, "F0199", self.more_errors))
        }
    }
}

fn in_order(faults: Vec<(usize, FactFault)>, rest: &'static str, more: usize) -> Vec<FactFault> {
    let faults = sorted(faults, |(table, fault), (other, another)| (table, fault.row).cmp(&(other, another.row)));
    let mut faults: Vec<FactFault> = faults.into_iter().map(|(_, fault)| fault).collect();
    if more > 0 {
        faults.push(FactFault::new(rest, "").with(more));
    }
    faults
}
