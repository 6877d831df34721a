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

#[cfg(test)]
mod tests {
    use super::{Flat, MOST_TERMS};
    use crate::evaluate::plan::{BoundForm, BoundGuard, BoundLinear, BoundTerm, SlotId, Test, truths};

    const NUMBERS: [Option<i64>; 6] = [None, Some(-2), Some(0), Some(1), Some(3), Some(i64::MAX)];

    fn form(terms: &[(u32, i64)], constant: i64) -> BoundForm {
        let term = |(slot, coefficient): &(u32, i64)| BoundTerm {
            slot: SlotId(*slot),
            coefficient: *coefficient,
            nearest: 0,
            signed: true,
        };
        BoundForm { terms: terms.iter().map(term).collect(), constant }
    }

    /// Every combination of numbers for three slots.
    fn rows() -> impl Iterator<Item = [Option<i64>; MOST_TERMS]> {
        let pairs = NUMBERS.into_iter().flat_map(|a| NUMBERS.map(|b| (a, b)));
        pairs.flat_map(|(a, b)| NUMBERS.map(|c| [a, b, c]))
    }

    #[test]
    fn what_lies_flat_says_the_same() {
        let lone = |slot| form(&[(slot, 1)], 0);
        let guards = [vec![], vec![BoundGuard::Base(lone(1))], vec![BoundGuard::Ratio(lone(0), lone(1))]];
        let forms = [&[(0, 2)][..], &[(0, 1_000), (1, -3)], &[(2, i64::MIN >> 6), (0, 5), (1, 1)]];
        let mut compared = 0;
        for terms in forms {
            for guards in &guards {
                for test in [Test::NotNegative, Test::Positive, Test::Zero, Test::NotZero] {
                    let linear = BoundLinear { form: form(terms, -6), test, guards: guards.clone() };
                    let flat = Flat::of(&linear);
                    for row in rows() {
                        let known = linear.truths_of_known(|slot| row.get(slot.0 as usize).copied().flatten());
                        // What another way has to judge is left to it.
                        let known = known.filter(|truths| truths & truths::ROUGH == 0);
                        assert_eq!(flat.and_then(|flat| flat.truths(&row)), known, "{linear:?} {row:?}");
                        compared += usize::from(known.is_some());
                    }
                }
            }
        }
        assert!(compared > 3_000, "{compared}");
    }

    #[test]
    fn what_is_larger_does_not_lie_flat() {
        let of = |terms: &[(u32, i64)], guards: Vec<BoundGuard>| {
            Flat::of(&BoundLinear { form: form(terms, 0), test: Test::Positive, guards }).is_some()
        };
        assert!(!of(&[(0, 1), (1, 1), (2, 1), (3, 1)], vec![]));
        assert!(!of(&[(0, 1)], vec![BoundGuard::Signed(form(&[(1, 1)], 0))]));
        assert!(!of(&[(0, 1)], vec![BoundGuard::Base(form(&[(1, 1), (2, 1)], 0))]));
        assert!(!of(&[], vec![]));
    }
}
