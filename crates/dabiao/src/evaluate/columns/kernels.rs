//! The loops over a block of rows, but for those of linear comparisons.

use std::sync::Arc;

use super::source::Source;
use super::verdicts::code_of;
use super::wide::widest;
use crate::evaluate::plan::step::{self, Items};
use crate::evaluate::plan::truths::{self, ABSENT, NO, ROUGH, UNJUDGED, YES};
use crate::evaluate::plan::{BoundLinear, Numeric, SetTest};
use crate::evaluate::verdict::Verdict;
use crate::facts::column::{self, Column};

/// The codes of the verdicts for what holds, for what does not and for what is open.
pub(super) struct Codes {
    pub(super) yes: u8,
    pub(super) no: u8,
    pub(super) open: u8,
}

widest!(
    /// Writes the codes of sets of truths, and says whether some set is not decided.
    pub(super) fn verdicts = write_verdicts, (out: &mut [u8], of: &[u8], codes: &Codes, any_undecided: &mut bool)
);
#[inline(always)]
fn write_verdicts(out: &mut [u8], of: &[u8], codes: &Codes, any_undecided: &mut bool) {
    let Codes { yes, no, open } = *codes;
    let absent = code_of(Verdict::NotApplicable);
    let mut any = false;
    for (out, set) in out.iter_mut().zip(of) {
        let all = |holds: bool| 0u8.wrapping_sub(u8::from(holds));
        let truths = truths::truths(*set);
        let (is_yes, is_no, is_absent) = (all(truths == YES), all(truths == NO), all(truths == ABSENT));
        let unsure = all(set & ROUGH != 0);
        let undecided = !(is_yes | is_no | is_absent);
        *out = is_yes & yes | is_no & no | is_absent & absent | undecided & (open | unsure);
        any |= undecided != 0;
    }
    *any_undecided = any;
}

/// A comparison row by row in 128 bits.
pub(super) fn exact(out: &mut [u8], linear: &BoundLinear, sources: &[Option<Arc<Source<'_>>>], start: usize) {
    for (at, out) in out.iter_mut().enumerate() {
        *out = linear.truths(|slot| {
            let source = sources.get(slot.0 as usize).and_then(Option::as_deref);
            source.map_or(Numeric::Unjudged, |source| source.numeric(start + at))
        });
    }
}

/// The truths of codes.
pub(super) fn by_code(out: &mut [u8], source: Option<&Source<'_>>, start: usize, table: &[u8]) {
    /// Codes from here on have a meaning of their own, and their lower halves are the last of a byte.
    const PLAIN: usize = 250;
    let Some(source) = source else { return out.fill(UNJUDGED) };
    let own: Option<&[u16]> = match source {
        Source::Column(Column::Flags(codes) | Column::Choices(codes), None) => codes.get(start..start + out.len()),
        _ => None,
    };
    match own.filter(|_| table.len() <= PLAIN) {
        Some(codes) => {
            let mut by_byte = [UNJUDGED; 256];
            by_byte.iter_mut().zip(table).for_each(|(kept, truth)| *kept = *truth);
            for code in PLAIN..256 {
                let code = 0xff00 | code as u16;
                let kept = by_byte.get_mut(usize::from(code & 0xff));
                kept.into_iter().for_each(|kept| *kept = step::by_code(code, table));
            }
            for (out, code) in out.iter_mut().zip(codes) {
                *out = by_byte.get(usize::from(*code & 0xff)).copied().unwrap_or(UNJUDGED);
            }
        }
        None => {
            for (at, out) in out.iter_mut().enumerate() {
                *out = step::by_code(source.code(start + at), table);
            }
        }
    }
}

/// The truths of a test of sets; false where they are no plain column.
pub(super) fn set(out: &mut [u8], source: Option<&Source<'_>>, start: usize, test: &SetTest) -> bool {
    let Some(Source::Column(Column::Sets(sets), None)) = source else { return false };
    let Some(sets) = sets.get(start..start + out.len()) else { return false };
    for (out, bits) in out.iter_mut().zip(sets) {
        *out = test.truths(match *bits {
            column::MISSING_ITEMS => Items::Missing,
            bits => Items::Known(bits),
        });
    }
    true
}

/// Joins registers, from nothing.
pub(super) fn join<'r>(out: &mut [u8], parts: impl Iterator<Item = &'r [u8]>, rule: impl Fn(u8, u8) -> u8) {
    out.fill(ABSENT);
    for part in parts {
        out.iter_mut().zip(part).for_each(|(out, part)| *out = rule(*out, *part));
    }
}

pub(super) fn map(out: &mut [u8], from: &[u8], rule: impl Fn(u8) -> u8) {
    out.iter_mut().zip(from).for_each(|(out, from)| *out = rule(*from));
}

pub(super) fn map2(out: &mut [u8], a: &[u8], b: &[u8], rule: impl Fn(u8, u8) -> u8) {
    out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (a, b))| *out = rule(*a, *b));
}
