//! Whether dabiao finds what the floor finds. A bench looks before it measures.

use dabiao::evaluate::{Columns, LineOutcome};

use crate::Failure;
use crate::floor::Verdicts;
use crate::floor::code::NO_SUBJECT;

/// The codes of the lines of a record.
pub fn of_record(lines: &[LineOutcome]) -> Vec<u8> {
    lines.iter().map(|line| line.verdict().map_or(NO_SUBJECT, |verdict| verdict as u8 + 1)).collect()
}

/// Whether two lists of codes are the same, or where they first differ.
pub fn same(of: &str, floor: &[u8], dabiao: &[u8]) -> Result<(), Failure> {
    if floor == dabiao {
        return Ok(());
    }
    let at = floor.iter().zip(dabiao).position(|(floor, dabiao)| floor != dabiao);
    let codes = at.and_then(|at| Some((floor.get(at)?, dabiao.get(at)?)));
    Err(format!("{of}: the floor has {} codes, dabiao {}; they differ at {at:?}: {codes:?}", floor.len(), dabiao.len())
        .into())
}

/// Whether the columns of every rule are the same.
pub fn same_columns(floor: &Verdicts, dabiao: &Columns) -> Result<(), Failure> {
    for (at, floor) in floor.iter().enumerate() {
        let codes = dabiao.rule(at).map_or(&[][..], |rule| rule.codes());
        same(&format!("rule {at} by row"), floor, codes)?;
    }
    Ok(())
}
