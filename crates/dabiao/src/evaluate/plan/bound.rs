//! Linear comparisons in whole numbers: forms bound to the decimal scales of their slots, and their truths for a row. With
//! any 64-bit values a bound form stays within 128 bits.

use super::SlotId;
use super::linear::{Form, Guard, Linear, Test};
use super::truths::{self, ABSENT, NO, OPEN, ROUGH, UNJUDGED, YES};
use crate::number::Number;

/// The most terms of a bound form, and the largest of its coefficients: with any 64-bit values it stays within 128 bits.
const MOST_TERMS: usize = 32;
const LARGEST_COEFFICIENT: u64 = 1 << 57;

/// What a slot's numbers are like, as a form is bound to them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scaled {
    /// A stored value `v` stands for `v / 10^scale`.
    pub(crate) scale: u8,
    /// Whether only whole numbers occur.
    pub(crate) whole: bool,
    /// Whether it may be below zero.
    pub(crate) signed: bool,
}

/// A term of a bound form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoundTerm {
    pub(crate) slot: SlotId,
    pub(crate) coefficient: i64,
    /// What the term is nearest to zero where its value is missing: zero, or more of a base, which is above zero.
    pub(crate) nearest: i64,
    /// Whether its value may be below zero.
    pub(crate) signed: bool,
}

/// A form in whole numbers. Its sign is that of the form in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct BoundForm {
    pub(crate) terms: Vec<BoundTerm>,
    pub(crate) constant: i64,
}

/// Where a bound comparison is not applicable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BoundGuard {
    Base(BoundForm),
    Signed(BoundForm),
    Ratio(BoundForm, BoundForm),
}

/// A comparison in whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BoundLinear {
    pub(crate) form: BoundForm,
    pub(crate) test: Test,
    pub(crate) guards: Vec<BoundGuard>,
}

impl Linear {
    /// The comparison in whole numbers; none where a coefficient does not fit.
    pub(crate) fn bind(&self, scaled: &dyn Fn(SlotId) -> Scaled) -> Option<BoundLinear> {
        let bases: Vec<SlotId> = self.bases().collect();
        let guards = self.guards.iter().map(|guard| match guard {
            Guard::Base(form) => Some(BoundGuard::Base(form.bind(scaled, &[])?)),
            Guard::Signed(form) => Some(BoundGuard::Signed(form.bind(scaled, &[])?)),
            Guard::Ratio(a, b) => Some(BoundGuard::Ratio(a.bind(scaled, &[])?, b.bind(scaled, &[])?)),
        });
        let guards = guards.collect::<Option<Vec<_>>>()?;
        Some(BoundLinear { form: self.form.bind(scaled, &bases)?, test: self.test, guards })
    }

    /// The slots of the bases, of which a missing value is above zero.
    fn bases(&self) -> impl Iterator<Item = SlotId> + '_ {
        let form = |guard| match guard {
            &Guard::Base(ref form) | &Guard::Ratio(_, ref form) => Some(form),
            Guard::Signed(_) => None,
        };
        self.guards.iter().filter_map(form).flat_map(Form::slots)
    }
}

impl Form {
    /// The form times the least number that makes all its coefficients whole. A base that need not be whole may come
    /// as near to zero as one likes, and is never there: with room for one such step each between the whole numbers, a
    /// missing base is one step from zero.
    fn bind(&self, scaled: &dyn Fn(SlotId) -> Scaled, bases: &[SlotId]) -> Option<BoundForm> {
        let stored =
            |slot: SlotId, coefficient: &Number| coefficient * &Number::power_of_ten(-i32::from(scaled(slot).scale));
        let is_step = |slot: &SlotId| bases.contains(slot) && !scaled(*slot).whole;
        let steps = self.slots().filter(is_step).count();
        let constant = self.constant();
        let denominator =
            self.terms.iter().fold(Number::one().denominator_with(&constant), |so_far, (slot, number)| {
                // INVARIANT: `so_far` is whole, so its inverse has it as denominator.
                let inverse = Number::one().checked_div(&so_far).unwrap_or_else(Number::one);
                stored(*slot, number).denominator_with(&inverse)
            });
        let factor = denominator * Number::from(steps + 1);
        if self.terms.len() > MOST_TERMS {
            return None;
        }
        let fits = |number: &Number| number.to_i64().filter(|number| number.unsigned_abs() <= LARGEST_COEFFICIENT);
        let bind_term = |(slot, number): &(SlotId, Number)| {
            let coefficient = fits(&(&stored(*slot, number) * &factor))?;
            let nearest = match (bases.contains(slot), scaled(*slot).whole) {
                (false, _) => 0,
                (true, true) => fits(&(number * &factor))?,
                (true, false) => coefficient.signum(),
            };
            Some(BoundTerm { slot: *slot, coefficient, nearest, signed: scaled(*slot).signed })
        };
        let terms = self.terms.iter().map(bind_term).collect::<Option<Vec<_>>>()?;
        Some(BoundForm { terms, constant: fits(&(&constant * &factor))? })
    }
}

impl BoundForm {
    /// An upper bound of the form's magnitude, given that of each slot.
    pub(crate) fn magnitude(&self, largest: &dyn Fn(SlotId) -> u64) -> u128 {
        self.terms.iter().fold(u128::from(self.constant.unsigned_abs()), |sum, term| {
            let most = u128::from(term.coefficient.unsigned_abs()) * u128::from(largest(term.slot));
            sum.saturating_add(most).saturating_add(u128::from(term.nearest.unsigned_abs()))
        })
    }
}

/// The numbers that a slot may hold, at its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeric {
    /// One number.
    Known(i64),
    /// Not known: any number of its kind, and above zero as a base.
    Missing,
    /// Of an aggregate with members that are not all known: from the first to the second number; none: no bound.
    Range(Option<i64>, Option<i64>),
    /// There is no row to read from.
    Absent,
    /// Known better by the reference evaluator.
    Unjudged,
}

/// The least and the greatest that a form may be; none: no bound.
#[derive(Clone, Copy)]
struct Bounds {
    low: Option<i128>,
    high: Option<i128>,
}

impl BoundLinear {
    /// The truths of the comparison where all numbers of a row are known; none where one is not.
    #[inline(always)]
    pub(crate) fn truths_of_known(&self, known: impl Fn(SlotId) -> Option<i64>) -> Option<u8> {
        let sum = |form: &BoundForm| {
            let mut sum = i128::from(form.constant);
            for term in &form.terms {
                sum += i128::from(term.coefficient) * i128::from(known(term.slot)?);
            }
            Some(sum)
        };
        let mut total = sum(&self.form)?;
        for guard in &self.guards {
            match guard {
                BoundGuard::Base(base) if sum(base)? == 0 => return Some(ABSENT),
                BoundGuard::Base(_) => {}
                BoundGuard::Signed(base) => match sum(base)? {
                    0 => return Some(ABSENT),
                    ..0 => total = -total,
                    _ => {}
                },
                BoundGuard::Ratio(antecedent, consequent) => match sum(consequent)? {
                    0 if sum(antecedent)? == 0 => return Some(ABSENT),
                    ..0 => return Some(UNJUDGED),
                    _ => {}
                },
            }
        }
        let holds = match self.test {
            Test::NotNegative => total >= 0,
            Test::Positive => total > 0,
            Test::Zero => total == 0,
            Test::NotZero => total != 0,
        };
        Some(truths::known(holds))
    }

    /// The truths of the comparison for the numbers of a row.
    pub(crate) fn truths(&self, number: impl Fn(SlotId) -> Numeric) -> u8 {
        let known = |slot: SlotId| match number(slot) {
            Numeric::Known(value) => Some(value),
            _ => None,
        };
        self.truths_of_known(known).unwrap_or_else(|| self.truths_of_unknown(&number))
    }

    /// The same where something is not known.
    #[cold]
    fn truths_of_unknown(&self, number: &impl Fn(SlotId) -> Numeric) -> u8 {
        let forms = self.guards.iter().flat_map(BoundGuard::forms).chain([&self.form]);
        let mut rough = 0;
        for term in forms.flat_map(|form: &BoundForm| &form.terms) {
            match number(term.slot) {
                Numeric::Absent => return ABSENT,
                Numeric::Unjudged => rough = UNJUDGED,
                _ => {}
            }
        }
        if rough != 0 {
            return rough;
        }
        if let Some(other) = self.guards.iter().find_map(|guard| guard.truths(self.test, number)) {
            return other;
        }
        let void = self.guards.iter().any(|guard| guard.may_be_void(number));
        self.test.truths(self.form.bounds(number)) | if void { ABSENT } else { 0 }
    }
}

impl BoundGuard {
    /// The forms that it looks at.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &BoundForm> {
        let (one, other) = match self {
            BoundGuard::Base(form) | BoundGuard::Signed(form) => (form, None),
            BoundGuard::Ratio(a, b) => (a, Some(b)),
        };
        [Some(one), other].into_iter().flatten()
    }

    /// Whether a ratio to zero may be one of zero to zero, as its antecedent is not known.
    fn may_be_void(&self, number: &impl Fn(SlotId) -> Numeric) -> bool {
        let BoundGuard::Ratio(antecedent, consequent) = self else { return false };
        let Bounds { low, high } = antecedent.bounds(number);
        let may_be_zero = low.is_none_or(|low| low <= 0) && high.is_none_or(|high| high >= 0);
        consequent.known(number) == Some(0) && may_be_zero
    }

    /// What the comparison is instead of a comparison, if it is not one.
    fn truths(&self, test: Test, number: &impl Fn(SlotId) -> Numeric) -> Option<u8> {
        let is_range = |form: &BoundForm| form.terms.iter().any(|term| matches!(number(term.slot), Numeric::Range(..)));
        match self {
            BoundGuard::Base(base) => match base.known(number) {
                Some(0) => Some(ABSENT),
                Some(_) => None,
                None => is_range(base).then_some(UNJUDGED),
            },
            BoundGuard::Signed(base) => match (base.known(number), test) {
                (Some(0), _) => Some(ABSENT),
                (Some(1..), _) => None,
                (None, Test::NotNegative | Test::Positive) if !is_range(base) => Some(OPEN),
                _ => Some(UNJUDGED),
            },
            BoundGuard::Ratio(antecedent, consequent) => match (consequent.known(number), antecedent.known(number)) {
                (Some(0), Some(0)) => Some(ABSENT),
                (Some(0 | 1..), _) => None,
                (Some(_), _) => Some(UNJUDGED),
                (None, _) => is_range(consequent).then_some(UNJUDGED),
            },
        }
    }
}

impl BoundForm {
    /// The number of the form, where all of it is known.
    fn known(&self, number: &impl Fn(SlotId) -> Numeric) -> Option<i128> {
        self.terms.iter().try_fold(i128::from(self.constant), |sum, term| match number(term.slot) {
            Numeric::Known(value) => Some(sum + i128::from(term.coefficient) * i128::from(value)),
            _ => None,
        })
    }

    fn bounds(&self, number: &impl Fn(SlotId) -> Numeric) -> Bounds {
        let constant = Some(i128::from(self.constant));
        let mut bounds = Bounds { low: constant, high: constant };
        for term in &self.terms {
            let times = |value: i64| i128::from(term.coefficient) * i128::from(value);
            let (nearest, furthest) = match number(term.slot) {
                Numeric::Known(value) => (Some(times(value)), Some(times(value))),
                Numeric::Missing if term.signed => (None, None),
                Numeric::Missing => (Some(i128::from(term.nearest)), None),
                Numeric::Range(low, high) => (low.map(times), high.map(times)),
                Numeric::Absent | Numeric::Unjudged => (None, None),
            };
            let (low, high) = if term.coefficient < 0 { (furthest, nearest) } else { (nearest, furthest) };
            let add = |a: Option<i128>, b: Option<i128>| a.zip(b).map(|(a, b)| a + b);
            bounds = Bounds { low: add(bounds.low, low), high: add(bounds.high, high) };
        }
        bounds
    }
}

impl Test {
    fn truths(self, Bounds { low, high }: Bounds) -> u8 {
        match self {
            Test::NotNegative => truths::set_of(high.is_none_or(|high| high >= 0), low.is_none_or(|low| low < 0)),
            Test::Positive => truths::set_of(high.is_none_or(|high| high > 0), low.is_none_or(|low| low <= 0)),
            Test::Zero | Test::NotZero => {
                let within = low.is_none_or(|low| low <= 0) && high.is_none_or(|high| high >= 0);
                let holds = match (within, low.is_some() && low == high) {
                    (false, _) => NO,
                    (true, true) => YES,
                    // Whether whole numbers can add up to exactly zero is the reference evaluator's to say.
                    (true, false) => OPEN | ROUGH,
                };
                if self == Test::Zero { holds } else { truths::not(holds) }
            }
        }
    }
}
