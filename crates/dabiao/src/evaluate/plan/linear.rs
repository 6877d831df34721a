//! Comparisons as signs of linear forms: `a per N b >= c` becomes `N*a - c*b >= 0` where `b` is not zero. A form has
//! exact coefficients in the plan; bound to the scales of its columns it has whole ones, so that evaluating it takes
//! neither a division nor a rounding (`docs/architecture.md`, the fast paths).

use super::SlotId;
use crate::number::Number;

/// `constant + Σ coefficient * slot`
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Form {
    /// In the order of their slots, each once and none of them zero.
    pub(crate) terms: Vec<(SlotId, Number)>,
    pub(crate) constant: Option<Number>,
}

/// What is asked of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// `form >= 0`
    NotNegative,
    /// `form > 0`
    Positive,
    /// `form = 0`
    Zero,
    /// `form != 0`
    NotZero,
}

/// Where a comparison is not applicable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// The base of a rate, the whole of a percentage: where it is zero. What is missing in it is above zero.
    Base(Form),
    /// The base of a rate that may be below zero, where the comparison turns: a multiple of one slot. What is missing in it
    /// may be anything.
    Signed(Form),
    /// A ratio: where both are zero.
    Ratio(Form, Form),
}

impl Guard {
    /// The forms that it looks at.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &Form> {
        let (one, other) = match self {
            Guard::Base(form) | Guard::Signed(form) => (form, None),
            Guard::Ratio(a, b) => (a, Some(b)),
        };
        [Some(one), other].into_iter().flatten()
    }
}

/// A comparison as the sign of a linear form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Linear {
    pub(crate) form: Form,
    pub(crate) test: Test,
    pub(crate) guards: Vec<Guard>,
}

impl Form {
    pub(crate) fn number(number: Number) -> Form {
        Form { terms: Vec::new(), constant: Some(number) }
    }

    pub(crate) fn slot(slot: SlotId) -> Form {
        Form { terms: vec![(slot, Number::one())], constant: None }
    }

    /// The slots in it.
    pub(crate) fn slots(&self) -> impl Iterator<Item = SlotId> + '_ {
        self.terms.iter().map(|(slot, _)| *slot)
    }

    /// The number, where there is no slot in it.
    pub(crate) fn known(&self) -> Option<Number> {
        self.terms.is_empty().then(|| self.constant())
    }

    pub(crate) fn constant(&self) -> Number {
        self.constant.clone().unwrap_or_else(Number::zero)
    }

    pub(crate) fn add(&mut self, other: Form, factor: &Number) {
        let Form { terms, constant } = other.times(factor);
        if let Some(constant) = constant {
            self.constant = Some(match self.constant.take() {
                Some(before) => before + constant,
                None => constant,
            });
        }
        for (slot, coefficient) in terms {
            match self.terms.binary_search_by_key(&slot, |(slot, _)| *slot) {
                Err(place) => self.terms.insert(place, (slot, coefficient)),
                Ok(place) => {
                    let (_, before) = self.terms.remove(place);
                    let sum = before + coefficient;
                    if !sum.is_zero() {
                        self.terms.insert(place, (slot, sum));
                    }
                }
            }
        }
    }

    pub(crate) fn times(mut self, factor: &Number) -> Form {
        if factor.is_one() {
            return self;
        }
        for number in self.constant.iter_mut().chain(self.terms.iter_mut().map(|(_, number)| number)) {
            *number = &*number * factor;
        }
        if factor.is_zero() {
            self.terms.clear();
        }
        self
    }

    /// The product, where one side is a number.
    pub(crate) fn product(self, other: Form) -> Option<Form> {
        match (self.known(), other.known()) {
            (Some(number), _) => Some(other.times(&number)),
            (None, Some(number)) => Some(self.times(&number)),
            (None, None) => None,
        }
    }
}
