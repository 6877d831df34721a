//! Exact numbers of the fast paths: fractions of 128-bit whole numbers, for what is no linear form (products, `min`,
//! `floor`, `case`, ages). What does not fit, or what several unknown things go into, is left to the reference evaluator.

use std::cmp::Ordering;

use super::truths::{self, ABSENT, OPEN, UNJUDGED};
use crate::number::Number;
use crate::program::Order;

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exact {
    /// `numerator / denominator`; the denominator is never negative, and zero only of a ratio to zero.
    Known(i128, i128),
    /// Not applicable.
    Absent,
    /// Any number, and where so said not applicable.
    Any {
        /// Whether it may be not applicable.
        absent: bool,
    },
    /// Known better by the reference evaluator.
    Unjudged,
}

impl Exact {
    /// A number of a program.
    pub(crate) fn of(number: &Number) -> Exact {
        number.to_fraction().map_or(Exact::Unjudged, |(numerator, denominator)| Exact::Known(numerator, denominator))
    }

    /// A whole number.
    pub(crate) fn whole(number: i64) -> Exact {
        Exact::Known(i128::from(number), 1)
    }

    /// `self + factor * other`
    pub(crate) fn plus(self, factor: i8, other: Exact) -> Exact {
        with_both(self, other, |(a, b), (c, d)| {
            let other = c.checked_mul(b)?.checked_mul(i128::from(factor))?;
            fraction(a.checked_mul(d)?.checked_add(other)?, b.checked_mul(d)?)
        })
    }

    /// `self * other`
    pub(crate) fn times(self, other: Exact) -> Exact {
        with_both(self, other, |(a, b), (c, d)| fraction(a.checked_mul(c)?, b.checked_mul(d)?))
    }

    /// `self / other`; over zero not applicable.
    pub(crate) fn over(self, other: Exact) -> Exact {
        if let (Exact::Known(..), Exact::Known(0, 1..)) = (self, other) {
            return Exact::Absent;
        }
        with_both(self, other, |(a, b), (c, d)| {
            let (numerator, denominator) = (a.checked_mul(d)?, b.checked_mul(c)?);
            if denominator < 0 {
                fraction(numerator.checked_neg()?, denominator.checked_neg()?)
            } else {
                fraction(numerator, denominator)
            }
        })
    }

    /// `self : other`; of zero to zero not applicable, of more to zero beyond every bound.
    pub(crate) fn to(self, other: Exact) -> Exact {
        match (self, other) {
            (Exact::Known(0, 1..), Exact::Known(0, 1..)) => Exact::Absent,
            (Exact::Known(a, 1..), Exact::Known(0, 1..)) => Exact::Known(a, 0),
            (_, Exact::Known(..=-1, _)) => Exact::Unjudged,
            _ => self.over(other),
        }
    }

    /// `share` of `self`; of zero not applicable.
    pub(crate) fn share(self, share: Exact) -> Exact {
        match self {
            Exact::Known(0, 1..) => Exact::Absent,
            _ => self.times(share),
        }
    }

    /// The lesser, or the greater, of two.
    pub(crate) fn extreme(self, other: Exact, least: bool) -> Exact {
        match (self, other) {
            (Exact::Known(..), Exact::Known(..)) => match self.order(other) {
                Some(ordering) if ordering.is_le() == least => self,
                Some(_) => other,
                None => Exact::Unjudged,
            },
            _ => with_both(self, other, |_, _| None),
        }
    }

    /// The greatest whole number not above, or the least not below.
    pub(crate) fn rounded(self, up: bool) -> Exact {
        match self {
            Exact::Known(a, b @ 1..) => {
                let floor = a.div_euclid(b);
                Exact::Known(if up && floor.checked_mul(b) != Some(a) { floor.saturating_add(1) } else { floor }, 1)
            }
            Exact::Absent => Exact::Absent,
            _ => Exact::Unjudged,
        }
    }

    /// One of several values, of which `other` is a further one.
    pub(crate) fn or_else(self, other: Exact) -> Exact {
        match (self, other) {
            _ if self == other => self,
            (Exact::Known(..), Exact::Known(..)) if self.order(other) == Some(Ordering::Equal) => self,
            _ => Exact::Unjudged,
        }
    }

    /// The truths of `self ORDER other`.
    pub(crate) fn compare(self, order: Order, other: Exact) -> u8 {
        match (self, other) {
            (Exact::Absent, _) | (_, Exact::Absent) => ABSENT,
            (Exact::Unjudged, _) | (_, Exact::Unjudged) => UNJUDGED,
            (Exact::Any { absent: a }, Exact::Any { absent: b }) => OPEN | if a || b { ABSENT } else { 0 },
            (Exact::Any { absent }, Exact::Known(_, 1..)) | (Exact::Known(_, 1..), Exact::Any { absent }) => {
                OPEN | if absent { ABSENT } else { 0 }
            }
            (Exact::Known(..), Exact::Known(..)) => match self.order(other) {
                Some(ordering) => truths::known(truths::holds(order, ordering)),
                None => UNJUDGED,
            },
            _ => UNJUDGED,
        }
    }

    fn order(self, other: Exact) -> Option<Ordering> {
        let (Exact::Known(a, b), Exact::Known(c, d)) = (self, other) else { return None };
        Some(a.checked_mul(d)?.cmp(&c.checked_mul(b)?))
    }
}

/// A fraction whose denominator is above zero, reduced once it grows large.
fn fraction(numerator: i128, denominator: i128) -> Option<Exact> {
    const LARGE: u128 = 1 << 62;
    if denominator <= 0 {
        return None;
    }
    if numerator.unsigned_abs() < LARGE && denominator.unsigned_abs() < LARGE {
        return Some(Exact::Known(numerator, denominator));
    }
    let by = num_integer::gcd(numerator, denominator);
    Some(Exact::Known(numerator.checked_div(by)?, denominator.checked_div(by)?))
}

/// Computes with two known numbers; what does not fit is not judged.
fn with_both(a: Exact, b: Exact, known: impl Fn((i128, i128), (i128, i128)) -> Option<Exact>) -> Exact {
    match (a, b) {
        (Exact::Absent, _) | (_, Exact::Absent) => Exact::Absent,
        (Exact::Known(a, b @ 1..), Exact::Known(c, d @ 1..)) => known((a, b), (c, d)).unwrap_or(Exact::Unjudged),
        _ => Exact::Unjudged,
    }
}
