//! The 20 rules for one row, each as a function of the cells that it reads. Called with cells that are all there, the
//! compiler removes what is about missing ones.
//!
//! `ONE` is how a field stores 1: 1 for whole numbers, 100 for two decimals. Linear forms do not depend on it.

use super::code::{MET, NOT_APPLICABLE, NOT_MET, PENDING, UNDETERMINED};

/// A number, or 0 and not known.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub(super) value: i64,
    pub(super) known: bool,
}

impl From<i64> for Cell {
    #[inline(always)]
    fn from(value: i64) -> Cell {
        Cell { value, known: true }
    }
}

impl From<Option<i64>> for Cell {
    #[inline(always)]
    fn from(value: Option<i64>) -> Cell {
        Cell { value: value.unwrap_or_default(), known: value.is_some() }
    }
}

impl Cell {
    /// As a whole or a base: what is not known is at least one.
    #[inline(always)]
    fn at_least_one(self) -> i64 {
        if self.known { self.value } else { 1 }
    }
}

/// The verdict of what certainly holds, certainly does not, or neither.
#[inline(always)]
fn verdict(applies: bool, holds: bool, fails: bool, due: bool) -> u8 {
    let (failing, open) = if due { (NOT_MET, UNDETERMINED) } else { (PENDING, PENDING) };
    let judged = if holds {
        MET
    } else if fails {
        failing
    } else {
        open
    };
    if applies { judged } else { NOT_APPLICABLE }
}

/// `part per n whole >= c`, as `a * part >= c * whole`. A whole that is not known is at least one.
#[inline(always)]
pub(super) fn at_least(part: Cell, whole: Cell, a: i64, c: i64, due: bool) -> u8 {
    let holds = part.known & whole.known & (a * part.value >= c * whole.value);
    let fails = part.known & (a * part.value < c * whole.at_least_one());
    verdict(!whole.known | (whole.value != 0), holds, fails, due)
}

/// `part per n whole <= c`, as `a * part <= c * whole`.
#[inline(always)]
fn at_most(part: Cell, whole: Cell, a: i64, c: i64, due: bool) -> u8 {
    let holds = part.known & (a * part.value <= c * whole.at_least_one());
    let fails = part.known & whole.known & (a * part.value > c * whole.value);
    verdict(!whole.known | (whole.value != 0), holds, fails, due)
}

/// `left : right >= n:m`, as `m * left >= n * right`. Nothing to nothing is no ratio; something to nothing is above any. A
/// right side that is not known is at least one.
#[inline(always)]
fn ratio_at_least(left: Cell, right: Cell, m: i64, n: i64, due: bool) -> u8 {
    let holds = left.known & right.known & (m * left.value >= n * right.value);
    let fails = left.known & (m * left.value < n * right.at_least_one());
    verdict(!left.known | !right.known | (left.value != 0) | (right.value != 0), holds, fails, due)
}

/// `left : right <= n:m`, as `m * left <= n * right`.
#[inline(always)]
fn ratio_at_most(left: Cell, right: Cell, m: i64, n: i64, due: bool) -> u8 {
    let holds = left.known & (m * left.value <= n * right.at_least_one());
    let fails = left.known & right.known & (m * left.value > n * right.value);
    verdict(!left.known | !right.known | (left.value != 0) | (right.value != 0), holds, fails, due)
}

/// `x >= least`
#[inline(always)]
fn reaches(x: Cell, least: i64) -> u8 {
    verdict(true, x.known & (x.value >= least), x.known & (x.value < least), true)
}

#[inline(always)]
pub(super) fn doctors(doctors: Cell, population: Cell) -> u8 {
    at_least(doctors, population, 10_000, 25, true)
}

#[inline(always)]
pub(super) fn nurses(nurses: Cell, population: Cell) -> u8 {
    at_least(nurses, population, 10_000, 38, true)
}

#[inline(always)]
pub(super) fn rehab_doctors(rehab_doctors: Cell, population: Cell) -> u8 {
    at_least(rehab_doctors, population, 100_000, 8, true)
}

#[inline(always)]
pub(super) fn therapists(therapists: Cell, population: Cell) -> u8 {
    at_least(therapists, population, 100_000, 12, true)
}

#[inline(always)]
pub(super) fn beds(beds: Cell, population: Cell) -> u8 {
    at_least(beds, population, 10_000, 65, true)
}

#[inline(always)]
pub(super) fn caregivers(caregivers: Cell, elderly: Cell) -> u8 {
    at_least(caregivers, elderly, 1_000, 20, false)
}

#[inline(always)]
pub(super) fn institutions(institutions: Cell, population: Cell) -> u8 {
    at_most(institutions, population, 10_000, 5, true)
}

#[inline(always)]
pub(super) fn rehab_beds(rehab_beds: Cell, beds: Cell) -> u8 {
    at_least(rehab_beds, beds, 100, 2, true)
}

#[inline(always)]
pub(super) fn nursing_beds(nursing_beds: Cell, beds: Cell) -> u8 {
    at_least(nursing_beds, beds, 100, 60, true)
}

#[inline(always)]
pub(super) fn rehab_share(rehab_doctors: Cell, doctors: Cell) -> u8 {
    at_least(rehab_doctors, doctors, 100, 3, true)
}

#[inline(always)]
pub(super) fn social_workers(social_workers: Cell, elderly: Cell) -> u8 {
    ratio_at_least(social_workers, elderly, 450, 1, true)
}

#[inline(always)]
pub(super) fn doctor_nurse(doctors: Cell, nurses: Cell) -> u8 {
    ratio_at_least(doctors, nurses, 2, 1, true)
}

#[inline(always)]
pub(super) fn ageing(elderly: Cell, population: Cell) -> u8 {
    at_most(elderly, population, 100, 25, true)
}

#[inline(always)]
pub(super) fn staff(doctors: Cell, nurses: Cell, population: Cell) -> u8 {
    let staff = 1_000 * (doctors.value + nurses.value);
    let holds = population.known & (staff >= 6 * population.value);
    let fails = doctors.known & nurses.known & (staff < 6 * population.at_least_one());
    verdict(!population.known | (population.value != 0), holds, fails, true)
}

#[inline(always)]
pub(super) fn therapist_load(beds: Cell, therapists: Cell) -> u8 {
    ratio_at_most(beds, therapists, 1, 60, false)
}

#[inline(always)]
pub(super) fn large_or_small<const ONE: i64>(population: Cell, rehab_beds: Cell) -> u8 {
    let large = population.value > 300_000 * ONE;
    let least = if large { 40 * ONE } else { 10 * ONE };
    let holds = rehab_beds.value >= if population.known { least } else { 40 * ONE };
    let fails = rehab_beds.value < if population.known { least } else { 10 * ONE };
    verdict(true, rehab_beds.known & holds, rehab_beds.known & fails, true)
}

#[inline(always)]
pub(super) fn large<const ONE: i64>(population: Cell, therapists: Cell) -> u8 {
    let judged = if population.known { reaches(therapists, 40 * ONE) } else { UNDETERMINED };
    let subject = !population.known | (population.value > 300_000 * ONE);
    if subject { judged } else { NOT_APPLICABLE }
}

#[inline(always)]
pub(super) fn small<const ONE: i64>(population: Cell, therapists: Cell) -> u8 {
    let judged = if population.known { reaches(therapists, 10 * ONE) } else { UNDETERMINED };
    let subject = !population.known | (population.value <= 300_000 * ONE);
    if subject { judged } else { NOT_APPLICABLE }
}

#[inline(always)]
pub(super) fn many_beds<const ONE: i64>(beds: Cell, social_workers: Cell) -> u8 {
    let judged = if beds.known { reaches(social_workers, 100 * ONE) } else { UNDETERMINED };
    if !beds.known | (beds.value > 2_000 * ONE) { judged } else { NOT_APPLICABLE }
}

#[inline(always)]
pub(super) fn aged(elderly: Cell, population: Cell, beds: Cell, nursing_beds: Cell) -> u8 {
    // A share of no population is no condition.
    let nobody = population.known & (population.value == 0);
    let both = elderly.known & population.known;
    let is_aged = nobody | (both & (100 * elderly.value >= 20 * population.value));
    let is_young = !nobody & elderly.known & (100 * elderly.value < 20 * population.at_least_one());
    let has_beds = beds.known & (beds.value > 0);
    let no_beds = beds.known & (beds.value == 0);
    let judged = if is_aged & has_beds { at_least(nursing_beds, elderly, 1_000, 15, true) } else { UNDETERMINED };
    let no_elderly = elderly.known & (elderly.value == 0);
    if is_young | no_beds | no_elderly { NOT_APPLICABLE } else { judged }
}
