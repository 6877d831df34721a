//! Where a linear comparison turns on a missing number, and what it says of parts of it.

use super::bound::{BoundForm, BoundGuard, BoundLinear, Numeric};
use super::linear::Test;
use super::parts::{Edge, Fraction, Part};
use super::step::Row;
use super::truths::{self, ABSENT};
use super::{Plan, SlotId};
use crate::program::EntityId;

impl BoundForm {
    /// Whether a slot is in the form.
    pub(crate) fn reads(&self, slot: SlotId) -> bool {
        self.terms.iter().any(|term| term.slot == slot)
    }
}

impl BoundLinear {
    /// Whether a slot is in the comparison or in one of its guards.
    pub(crate) fn reads(&self, slot: SlotId) -> bool {
        self.form.reads(slot) || self.guards.iter().flat_map(BoundGuard::forms).any(|form| form.reads(slot))
    }

    /// Whether a slot is in a base.
    pub(crate) fn has_base(&self, slot: SlotId) -> bool {
        self.guards.iter().any(|guard| matches!(guard, BoundGuard::Base(form) if form.reads(slot)))
    }

    /// Whether each base is one slot that is missing or above zero.
    pub(super) fn has_simple_guards(&self, row: &dyn Row) -> bool {
        self.guards.iter().all(|guard| match guard {
            BoundGuard::Base(form) => match form.terms.as_slice() {
                [term] => form.constant == 0 && matches!(row.number(term.slot), Numeric::Missing | Numeric::Known(1..)),
                _ => false,
            },
            BoundGuard::Signed(_) | BoundGuard::Ratio(..) => false,
        })
    }

    /// Where the comparison turns on a missing slot, all else being known, and whether it rises with it. None where it is not
    /// as simple as that.
    pub(super) fn turn(&self, slot: SlotId, row: &dyn Row) -> Option<(Fraction, bool)> {
        let mut constant = i128::from(self.form.constant);
        let mut coefficient = None;
        for term in &self.form.terms {
            match row.number(term.slot) {
                _ if term.slot == slot => coefficient = Some(term.coefficient),
                Numeric::Known(value) => {
                    constant = constant.checked_add(i128::from(term.coefficient) * i128::from(value))?;
                }
                _ => return None,
            }
        }
        let coefficient = i128::from(coefficient?);
        Some((Fraction::new(-constant, coefficient)?, coefficient > 0))
    }
}

/// The truths of a comparison where some numbers are in a part and others missing; none where they do not fit.
pub(super) fn truths_of_parts(
    plan: &Plan,
    entity: EntityId,
    linear: &BoundLinear,
    row: &dyn Row,
    parts: &[(SlotId, Part)],
) -> Option<u8> {
    if parts.iter().any(|(slot, part)| part.is_zero() && linear.has_base(*slot)) {
        return Some(ABSENT);
    }
    let constant = Some(Edge { at: Fraction(i128::from(linear.form.constant), 1), open: false });
    let (mut low, mut high) = (constant, constant);
    for term in &linear.form.terms {
        let number = row.number(term.slot);
        let part = match (parts.iter().find(|(slot, _)| *slot == term.slot), number) {
            (Some((_, part)), _) => *part,
            (None, Numeric::Known(value)) => {
                let at = Some(Edge { at: Fraction(i128::from(value), 1), open: false });
                Part { low: at, high: at }
            }
            (None, Numeric::Missing) if term.signed => Part { low: None, high: None },
            (None, Numeric::Missing) => {
                let kind = plan.kind_of(plan.slot(entity, term.slot)?);
                let is_base = term.nearest != 0;
                let unit = 10i128.pow(u32::from(row.scale(term.slot)));
                let least = if is_base && kind.whole { unit } else { 0 };
                Part { low: Some(Edge { at: Fraction(least, 1), open: is_base && !kind.whole }), high: None }
            }
            (None, _) => return None,
        };
        let times = |edge: Edge| {
            let at = Fraction::new(edge.at.0.checked_mul(i128::from(term.coefficient))?, edge.at.1)?;
            Some(Edge { at, ..edge })
        };
        let (from, to) = if term.coefficient < 0 { (part.high, part.low) } else { (part.low, part.high) };
        (low, high) = (plus(low, from, times)?, plus(high, to, times)?);
    }
    let sign = |edge: Edge| (edge.at.0.signum(), edge.open);
    let (low, high) = (low.map(sign), high.map(sign));
    let (yes, no) = match linear.test {
        Test::NotNegative => {
            (high.is_none_or(|high| high.0 > 0 || high == (0, false)), low.is_none_or(|low| low.0 < 0))
        }
        Test::Positive => (high.is_none_or(|high| high.0 > 0), low.is_none_or(|low| low.0 < 0 || low == (0, false))),
        Test::Zero | Test::NotZero => return None,
    };
    Some(truths::set_of(yes, no))
}

/// The sum of an edge and a multiple of another; no end where one has none. Outer none: it does not fit.
fn plus(sum: Option<Edge>, edge: Option<Edge>, times: impl Fn(Edge) -> Option<Edge>) -> Option<Option<Edge>> {
    let (Some(sum), Some(edge)) = (sum, edge) else { return Some(None) };
    let edge = times(edge)?;
    let above = sum.at.0.checked_mul(edge.at.1)?.checked_add(edge.at.0.checked_mul(sum.at.1)?)?;
    let at = Fraction::new(above, sum.at.1.checked_mul(edge.at.1)?)?;
    Some(Some(Edge { at, open: sum.open || edge.open }))
}
