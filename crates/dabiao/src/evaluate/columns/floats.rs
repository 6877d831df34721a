//! Linear comparisons of a block of rows in floats. The loops are written so that the compiler makes vector code of them for any
//! processor.
//!
//! Numbers become 64-bit floats, which hold every whole number below 2^53 exactly. A comparison is computed in floats only
//! where no intermediate sum can reach that bound, which is known from the largest values of its columns: so nothing is ever
//! rounded. What is missing is a zero, and at the most a number beyond all others: from these come the least and the most that
//! a form may be.

use std::sync::Arc;

use super::numbers::{Numbers, ROWS};
use super::source::Source;
use super::wide::widest;
use crate::evaluate::plan::truths::{ABSENT, NO, OPEN, ROUGH, YES};
use crate::evaluate::plan::{BoundForm, BoundGuard, BoundLinear, Numeric, SlotId, Test};
use crate::facts::column::Column;

/// Below this every whole number is a float.
const EXACT_BELOW: u128 = 1 << 53;

/// A comparison of columns of numbers, each guard being about one column.
pub(super) struct FastLinear {
    terms: Vec<FastTerm>,
    constant: f64,
    test: Test,
    /// Where these are zero, the comparison is not applicable.
    bases: Vec<SlotId>,
    /// Where both are zero, the comparison is not applicable.
    ratios: Vec<(SlotId, SlotId)>,
}

struct FastTerm {
    slot: SlotId,
    coefficient: f64,
    /// What the term is nearest to zero where its value is missing.
    nearest: f64,
    /// Whether its value may be below zero.
    signed: bool,
}

widest!(fn compare_known = FastLinear::compare_known, (linear: &FastLinear, out: &mut [u8], numbers: &Numbers));
widest!(fn compare_bounds = FastLinear::compare_bounds, (linear: &FastLinear, out: &mut [u8], numbers: &Numbers));
impl FastLinear {
    /// The comparison, where it is one of plain columns and floats are exact for it.
    pub(super) fn of<'s, 'f: 's>(
        linear: &BoundLinear,
        source: &dyn Fn(SlotId) -> Option<&'s Source<'f>>,
    ) -> Option<FastLinear> {
        let largest = |slot: SlotId| match source(slot) {
            Some(Source::Column(Column::Numbers(numbers), _)) => numbers.largest,
            Some(Source::Column(Column::Missing, _)) => 0,
            Some(Source::Constant(value, ..)) => match value.number {
                Numeric::Known(value) => value.unsigned_abs(),
                Numeric::Missing => 0,
                _ => u64::MAX,
            },
            _ => u64::MAX,
        };
        if linear.form.terms.is_empty() || linear.form.magnitude(&largest) >= EXACT_BELOW {
            return None;
        }
        let lone = |form: &BoundForm| match form.terms.as_slice() {
            [term] if form.constant == 0 && u128::from(largest(term.slot)) < EXACT_BELOW => Some(term.slot),
            _ => None,
        };
        // All known, and none below zero.
        let is_positive = |slot: SlotId| match source(slot) {
            Some(Source::Column(Column::Numbers(numbers), _)) => {
                !numbers.negative && numbers.known.is_none() && numbers.exceptions.is_empty()
            }
            _ => false,
        };
        let mut fast = FastLinear {
            terms: Vec::new(),
            constant: linear.form.constant as f64,
            test: linear.test,
            bases: Vec::new(),
            ratios: Vec::new(),
        };
        for guard in &linear.guards {
            match guard {
                BoundGuard::Base(form) => fast.bases.push(lone(form)?),
                BoundGuard::Signed(form) => fast.bases.push(lone(form).filter(|slot| is_positive(*slot))?),
                BoundGuard::Ratio(a, b) => fast.ratios.push((lone(a)?, lone(b)?)),
            }
        }
        for term in &linear.form.terms {
            let (coefficient, nearest) = (term.coefficient as f64, term.nearest as f64);
            fast.terms.push(FastTerm { slot: term.slot, coefficient, nearest, signed: term.signed });
        }
        Some(fast)
    }

    /// Compares the rows of a block; false where some row has something else than a number or a missing one.
    pub(super) fn run(
        &self,
        out: &mut [u8],
        numbers: &mut Numbers,
        sources: &[Option<Arc<Source<'_>>>],
        start: usize,
    ) -> bool {
        let guards = self.bases.iter().copied().chain(self.ratios.iter().flat_map(|(a, b)| [*a, *b]));
        let mut any_missing = false;
        for slot in self.terms.iter().map(|term| term.slot).chain(guards) {
            let source = sources.get(slot.0 as usize).and_then(Option::as_deref);
            match numbers.load(slot, source, start, out.len()) {
                Some(loaded) if !loaded.odd => any_missing |= loaded.any_missing,
                _ => return false,
            }
        }
        match any_missing {
            true => compare_bounds(self, out, numbers),
            false => compare_known(self, out, numbers),
        }
        true
    }

    #[inline(always)]
    fn compare_known(&self, out: &mut [u8], numbers: &Numbers) {
        let mut terms = self.terms.iter().filter_map(|term| Some((numbers.get(term.slot)?, term.coefficient)));
        let mut bases = self.bases.iter().filter_map(|slot| numbers.get(*slot));
        match (terms.next(), terms.next(), terms.next(), bases.next(), bases.next()) {
            (Some((a, by)), None, ..) if self.bases.is_empty() => {
                known_of_one(out, &a.values, by, self.constant, self.test);
            }
            (Some((a, by)), Some((b, times)), None, None, _) => {
                known_of_two(out, (&a.values, by), (&b.values, times), self.constant, self.test);
            }
            (Some((a, by)), Some((b, times)), None, Some(base), None) => {
                let terms = [(&a.values, by), (&b.values, times)];
                known_of_two_over(out, terms, &base.values, self.constant, self.test);
            }
            _ => {
                let mut sums = [self.constant; ROWS];
                for term in &self.terms {
                    let Some(loaded) = numbers.get(term.slot) else { continue };
                    for (sum, value) in sums.iter_mut().zip(&loaded.values) {
                        *sum += term.coefficient * value;
                    }
                }
                known_of_one(out, &sums, 1.0, 0.0, self.test);
                for base in self.bases.iter().filter_map(|slot| numbers.get(*slot)) {
                    void_where_zero(out, &base.values);
                }
            }
        }
        self.void_ratios(out, numbers);
    }

    /// Marks the ratios of zero to zero.
    #[inline(always)]
    fn void_ratios(&self, out: &mut [u8], numbers: &Numbers) {
        for (a, b) in &self.ratios {
            let (Some(a), Some(b)) = (numbers.get(*a), numbers.get(*b)) else { continue };
            let (mut made, mut bytes) = ([0u64; LANES], [0u8; LANES]);
            for (at, out) in out.chunks_mut(LANES).enumerate() {
                let antecedents = lanes(&a.values, at).iter().zip(lanes(a.most(), at));
                for ((made, (a, most)), b) in made.iter_mut().zip(antecedents).zip(lanes(b.most(), at)) {
                    let may_be = (*a == 0.0) & (*b == 0.0);
                    *made = u64::from(may_be) | u64::from(may_be & (*most == 0.0)) << 1;
                }
                write(&mut bytes, &made);
                for (out, void) in out.iter_mut().zip(&bytes) {
                    // A missing antecedent over zero may itself be zero.
                    let (may_be, is) = (0u8.wrapping_sub(void & 1), 0u8.wrapping_sub(void >> 1));
                    *out = *out & !is | ABSENT & may_be;
                }
            }
        }
    }

    /// The same with lower and upper bounds.
    #[inline(always)]
    fn compare_bounds(&self, out: &mut [u8], numbers: &Numbers) {
        let (mut low, mut high, mut made) = ([0.0; LANES], [0.0; LANES], [0u64; LANES]);
        for (at, out) in out.chunks_mut(LANES).enumerate() {
            low.fill(self.constant);
            high.fill(self.constant);
            for term in &self.terms {
                let Some(loaded) = numbers.get(term.slot) else { continue };
                let (values, most) = (lanes(&loaded.values, at), lanes(loaded.most(), at));
                let (nearest, by) = (term.nearest, term.coefficient);
                let bounds = low.iter_mut().zip(&mut high).zip(values.iter().zip(most));
                match (term.signed, by < 0.0) {
                    (false, false) => bounds.for_each(|((low, high), (value, most))| {
                        *low += by * value + where_missing(*value, *most, nearest);
                        *high += by * most;
                    }),
                    (false, true) => bounds.for_each(|((low, high), (value, most))| {
                        *low += by * most;
                        *high += by * value + where_missing(*value, *most, nearest);
                    }),
                    (true, _) => bounds.for_each(|((low, high), (value, most))| {
                        *low += by * value - (most - value);
                        *high += by * value + (most - value);
                    }),
                }
            }
            match self.test {
                Test::NotNegative => may(&mut made, &low, &high, |low, high| (high >= 0.0, low < 0.0)),
                Test::Positive => may(&mut made, &low, &high, |low, high| (high > 0.0, low <= 0.0)),
                Test::Zero => equal(&mut made, &low, &high, YES, NO),
                Test::NotZero => equal(&mut made, &low, &high, NO, YES),
            }
            for base in self.bases.iter().filter_map(|slot| numbers.get(*slot)) {
                for (made, most) in made.iter_mut().zip(lanes(base.most(), at)) {
                    let void = 0u64.wrapping_sub(u64::from(*most == 0.0));
                    *made = void & u64::from(ABSENT) | !void & *made;
                }
            }
            write(out, &made);
        }
        self.void_ratios(out, numbers);
    }
}

/// A number where the value is missing, else zero.
#[inline(always)]
fn where_missing(value: f64, most: f64, number: f64) -> f64 {
    if most == value { 0.0 } else { number }
}

#[inline(always)]
fn known_of_one(out: &mut [u8], a: &[f64; ROWS], by: f64, constant: f64, asked: Test) {
    match asked {
        Test::NotNegative => one(out, a, |a| by * a + constant >= 0.0),
        Test::Positive => one(out, a, |a| by * a + constant > 0.0),
        Test::Zero => one(out, a, |a| by * a + constant == 0.0),
        Test::NotZero => one(out, a, |a| by * a + constant != 0.0),
    }
}

#[inline(always)]
fn known_of_two(out: &mut [u8], a: (&[f64; ROWS], f64), b: (&[f64; ROWS], f64), constant: f64, asked: Test) {
    let ((a, by), (b, times)) = (a, b);
    match asked {
        Test::NotNegative => two(out, a, b, |a, b| by * a + times * b + constant >= 0.0),
        Test::Positive => two(out, a, b, |a, b| by * a + times * b + constant > 0.0),
        Test::Zero => two(out, a, b, |a, b| by * a + times * b + constant == 0.0),
        Test::NotZero => two(out, a, b, |a, b| by * a + times * b + constant != 0.0),
    }
}

/// As [`known_of_two`], void where the base is zero.
#[inline(always)]
fn known_of_two_over(
    out: &mut [u8],
    [(a, by), (b, times)]: [(&[f64; ROWS], f64); 2],
    base: &[f64; ROWS],
    constant: f64,
    asked: Test,
) {
    match asked {
        Test::NotNegative => two_over(out, a, b, base, |a, b| by * a + times * b + constant >= 0.0),
        Test::Positive => two_over(out, a, b, base, |a, b| by * a + times * b + constant > 0.0),
        Test::Zero => two_over(out, a, b, base, |a, b| by * a + times * b + constant == 0.0),
        Test::NotZero => two_over(out, a, b, base, |a, b| by * a + times * b + constant != 0.0),
    }
}

/// So many rows at a time become bytes together.
const LANES: usize = 16;

/// Writes what was made of so many rows.
#[inline(always)]
fn write(out: &mut [u8], made: &[u64; LANES]) {
    for (out, lane) in out.iter_mut().zip(made) {
        *out = *lane as u8;
    }
}

#[inline(always)]
fn lanes(of: &[f64; ROWS], at: usize) -> &[f64; LANES] {
    of.as_chunks::<LANES>().0.get(at).unwrap_or(&[0.0; LANES])
}

// Nothing is left to a closure that is not as short as `holds`: one that is not inlined is compiled without the widest vectors.

#[inline(always)]
fn one(out: &mut [u8], a: &[f64; ROWS], holds: impl Fn(f64) -> bool) {
    let mut made = [0; LANES];
    for (at, out) in out.chunks_mut(LANES).enumerate() {
        for (made, a) in made.iter_mut().zip(lanes(a, at)) {
            *made = u64::from(NO) - u64::from(holds(*a));
        }
        write(out, &made);
    }
}

#[inline(always)]
fn two(out: &mut [u8], a: &[f64; ROWS], b: &[f64; ROWS], holds: impl Fn(f64, f64) -> bool) {
    let mut made = [0; LANES];
    for (at, out) in out.chunks_mut(LANES).enumerate() {
        for ((made, a), b) in made.iter_mut().zip(lanes(a, at)).zip(lanes(b, at)) {
            *made = u64::from(NO) - u64::from(holds(*a, *b));
        }
        write(out, &made);
    }
}

#[inline(always)]
fn two_over(out: &mut [u8], a: &[f64; ROWS], b: &[f64; ROWS], base: &[f64; ROWS], holds: impl Fn(f64, f64) -> bool) {
    let mut made = [0; LANES];
    for (at, out) in out.chunks_mut(LANES).enumerate() {
        for (((made, a), b), base) in made.iter_mut().zip(lanes(a, at)).zip(lanes(b, at)).zip(lanes(base, at)) {
            let void = 0u64.wrapping_sub(u64::from(*base == 0.0));
            *made = void & u64::from(ABSENT) | !void & (u64::from(NO) - u64::from(holds(*a, *b)));
        }
        write(out, &made);
    }
}

#[inline(always)]
fn void_where_zero(out: &mut [u8], base: &[f64; ROWS]) {
    for (out, base) in out.iter_mut().zip(base) {
        *out = voided(*out, *base == 0.0);
    }
}

/// The truths, or not applicable where they are void.
#[inline(always)]
fn voided(truths: u8, void: bool) -> u8 {
    let void = 0u8.wrapping_sub(u8::from(void));
    void & ABSENT | !void & truths
}

#[inline(always)]
fn may(made: &mut [u64; LANES], low: &[f64; LANES], high: &[f64; LANES], may: impl Fn(f64, f64) -> (bool, bool)) {
    for ((made, low), high) in made.iter_mut().zip(low).zip(high) {
        let (yes, no) = may(*low, *high);
        *made = u64::from(yes) | u64::from(no) << 1;
    }
}

/// Whether whole numbers can add up to exactly zero is the reference evaluator's to say.
#[inline(always)]
fn equal(made: &mut [u64; LANES], low: &[f64; LANES], high: &[f64; LANES], same: u8, other: u8) {
    for ((made, low), high) in made.iter_mut().zip(low).zip(high) {
        *made = u64::from(match (*low <= 0.0 && *high >= 0.0, low == high) {
            (false, _) => other,
            (true, true) => same,
            (true, false) => OPEN | ROUGH,
        });
    }
}
