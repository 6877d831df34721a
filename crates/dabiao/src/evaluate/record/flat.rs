//! Comparisons of few numbers, each in one piece of memory: what a record makes most often. They say the same as
//! `BoundLinear::truths_of_known`, which makes all others.

use crate::evaluate::plan::truths::{self, ABSENT};
use crate::evaluate::plan::{BoundForm, BoundGuard, BoundLinear, SlotId, Test};

/// The most numbers of a comparison that is laid out flat.
const MOST_TERMS: usize = 3;

/// A comparison of at most three numbers under at most one guard about single numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flat {
    constant: i64,
    coefficients: [i64; MOST_TERMS],
    slots: [SlotId; MOST_TERMS],
    terms: u8,
    test: Test,
    guard: FlatGuard,
}

/// Where it is not applicable.
#[derive(Clone, Copy, Debug)]
enum FlatGuard {
    Never,
    /// Where this number is zero.
    Base(SlotId),
    /// Where both are zero; a consequent below zero is not judged here.
    Ratio(SlotId, SlotId),
}

impl Flat {
    /// None where it is larger than that.
    pub(super) fn of(linear: &BoundLinear) -> Option<Flat> {
        let lone = |form: &BoundForm| match form.terms.as_slice() {
            [term] if form.constant == 0 && term.coefficient > 0 => Some(term.slot),
            _ => None,
        };
        let guard = match linear.guards.as_slice() {
            [] => FlatGuard::Never,
            [BoundGuard::Base(base)] => FlatGuard::Base(lone(base)?),
            [BoundGuard::Ratio(a, b)] => FlatGuard::Ratio(lone(a)?, lone(b)?),
            _ => return None,
        };
        let terms = linear.form.terms.as_slice();
        let first = terms.first()?;
        let mut flat = Flat {
            constant: linear.form.constant,
            coefficients: [0; MOST_TERMS],
            slots: [first.slot; MOST_TERMS],
            terms: u8::try_from(terms.len()).ok().filter(|terms| usize::from(*terms) <= MOST_TERMS)?,
            test: linear.test,
            guard,
        };
        for ((term, coefficient), slot) in terms.iter().zip(&mut flat.coefficients).zip(&mut flat.slots) {
            (*coefficient, *slot) = (term.coefficient, term.slot);
        }
        Some(flat)
    }

    /// The truths where all numbers are known; none where one is not, or where another way has to judge.
    #[inline(always)]
    pub(super) fn truths(&self, numbers: &[Option<i64>]) -> Option<u8> {
        let number = |slot: SlotId| numbers.get(slot.0 as usize).copied().flatten();
        let [a, b, c] = self.slots;
        let [by_a, by_b, by_c] = self.coefficients;
        let mut total = i128::from(self.constant) + i128::from(by_a) * i128::from(number(a)?);
        if self.terms > 1 {
            total += i128::from(by_b) * i128::from(number(b)?);
        }
        if self.terms > 2 {
            total += i128::from(by_c) * i128::from(number(c)?);
        }
        match self.guard {
            FlatGuard::Never => {}
            FlatGuard::Base(base) => {
                if number(base)? == 0 {
                    return Some(ABSENT);
                }
            }
            FlatGuard::Ratio(antecedent, consequent) => match (number(antecedent)?, number(consequent)?) {
                (0, 0) => return Some(ABSENT),
                (_, ..0) => return None,
                _ => {}
            },
        }
        Some(truths::known(match self.test {
            Test::NotNegative => total >= 0,
            Test::Positive => total > 0,
            Test::Zero => total == 0,
            Test::NotZero => total != 0,
        }))
    }
}
