//! Ranges of numbers: what a quantity may be. A bound may be open (`> 0`) or absent.

use crate::number::Number;

/// One end of a range: the number and whether it is itself excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub at: Number,
    pub open: bool,
}

/// A range of numbers; an absent bound is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub low: Option<Bound>,
    pub high: Option<Bound>,
}

impl Interval {
    pub(super) fn point(at: Number) -> Interval {
        let bound = Bound { at, open: false };
        Interval { low: Some(bound.clone()), high: Some(bound) }
    }

    pub(super) fn closed(low: Number, high: Number) -> Interval {
        Interval { low: Some(Bound { at: low, open: false }), high: Some(Bound { at: high, open: false }) }
    }

    pub(super) fn at_least(low: Number) -> Interval {
        Interval { low: Some(Bound { at: low, open: false }), high: None }
    }

    pub(super) fn anything() -> Interval {
        Interval { low: None, high: None }
    }

    /// The one number, where there is only one.
    pub(super) fn single(&self) -> Option<&Number> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low.at == high.at => Some(&low.at),
            _ => None,
        }
    }

    /// The range of whole numbers in it: its bounds become whole and closed.
    pub(super) fn tightened_to_whole(&self) -> Interval {
        let low = self.low.as_ref().map(|bound| {
            let least = bound.at.ceil();
            if bound.open && least == bound.at { least + Number::one() } else { least }
        });
        let high = self.high.as_ref().map(|bound| {
            let most = bound.at.floor();
            if bound.open && most == bound.at { most - Number::one() } else { most }
        });
        let closed = |at: Option<Number>| at.map(|at| Bound { at, open: false });
        Interval { low: closed(low), high: closed(high) }
    }

    /// What it shares with `domain`, of whole numbers only where `whole`; none where nothing is left.
    pub(super) fn within(&self, domain: &Interval, whole: bool) -> Option<Interval> {
        let low = match (&self.low, &domain.low) {
            (Some(a), Some(b)) => Some(if (&a.at, a.open) >= (&b.at, b.open) { a } else { b }),
            (a, b) => a.as_ref().or(b.as_ref()),
        };
        let high = match (&self.high, &domain.high) {
            (Some(a), Some(b)) => Some(if (&a.at, !a.open) <= (&b.at, !b.open) { a } else { b }),
            (a, b) => a.as_ref().or(b.as_ref()),
        };
        let shared = Interval { low: low.cloned(), high: high.cloned() };
        let shared = if whole { shared.tightened_to_whole() } else { shared };
        let empty = matches!((&shared.low, &shared.high), (Some(low), Some(high))
            if low.at > high.at || low.at == high.at && (low.open || high.open));
        (!empty).then_some(shared)
    }

    /// Whether it may be below zero.
    pub(super) fn may_be_negative(&self) -> bool {
        self.low.as_ref().is_none_or(|bound| bound.at.is_negative())
    }

    /// Whether it may be above zero.
    pub(super) fn may_be_positive(&self) -> bool {
        self.high.as_ref().is_none_or(|bound| bound.at.is_positive())
    }

    /// Whether zero lies in it.
    pub(super) fn contains_zero(&self) -> bool {
        let below = self.low.as_ref().is_none_or(|low| low.at.is_negative() || low.at.is_zero() && !low.open);
        let above = self.high.as_ref().is_none_or(|high| high.at.is_positive() || high.at.is_zero() && !high.open);
        below && above
    }

    pub(super) fn plus(&self, other: &Interval) -> Interval {
        Interval { low: add(&self.low, &other.low), high: add(&self.high, &other.high) }
    }

    pub(super) fn times(&self, factor: &Number) -> Interval {
        if factor.is_zero() {
            return Interval::point(Number::zero());
        }
        let scale =
            |bound: &Option<Bound>| bound.as_ref().map(|bound| Bound { at: &bound.at * factor, open: bound.open });
        let (low, high) = (scale(&self.low), scale(&self.high));
        if factor.is_negative() { Interval { low: high, high: low } } else { Interval { low, high } }
    }

    /// The product of two ranges. Open bounds are taken as closed: the product may be a little too wide, never too narrow.
    pub(super) fn product(&self, other: &Interval) -> Interval {
        if self.single().is_some_and(Number::is_zero) || other.single().is_some_and(Number::is_zero) {
            return Interval::point(Number::zero());
        }
        let (Some(a), Some(b)) = (self.finite(), other.finite()) else {
            let signed = self.may_be_negative() || other.may_be_negative();
            return if signed { Interval::anything() } else { self.product_of_unbounded(other) };
        };
        let corners = [&a.0 * &b.0, &a.0 * &b.1, &a.1 * &b.0, &a.1 * &b.1];
        let low = corners.iter().min().cloned().unwrap_or_else(Number::zero);
        let high = corners.iter().max().cloned().unwrap_or_else(Number::zero);
        Interval::closed(low, high)
    }

    fn product_of_unbounded(&self, other: &Interval) -> Interval {
        match (&self.low, &other.low) {
            (Some(a), Some(b)) => Interval::at_least(&a.at * &b.at),
            _ => Interval::anything(),
        }
    }

    fn finite(&self) -> Option<(Number, Number)> {
        Some((self.low.as_ref()?.at.clone(), self.high.as_ref()?.at.clone()))
    }

    /// The least range around both.
    pub(super) fn hull(&self, other: &Interval) -> Interval {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => Some(if (&a.at, a.open) <= (&b.at, b.open) { a.clone() } else { b.clone() }),
            _ => None,
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(if (&a.at, !a.open) >= (&b.at, !b.open) { a.clone() } else { b.clone() }),
            _ => None,
        };
        Interval { low, high }
    }

    /// The bounds mapped by a function that never falls, such as `floor`.
    pub(super) fn map(&self, function: impl Fn(&Number) -> Number) -> Interval {
        let apply = |bound: &Option<Bound>| bound.as_ref().map(|bound| Bound { at: function(&bound.at), open: false });
        Interval { low: apply(&self.low), high: apply(&self.high) }
    }
}

fn add(a: &Option<Bound>, b: &Option<Bound>) -> Option<Bound> {
    let (a, b) = (a.as_ref()?, b.as_ref()?);
    Some(Bound { at: &a.at + &b.at, open: a.open || b.open })
}
