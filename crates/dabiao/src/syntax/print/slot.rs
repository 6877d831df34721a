//! Places for expressions: which expression stands in which place without parentheses.

use crate::syntax::ast::{Expr, ExprKind, Factor};

/// A place for an expression, the most admitting first. An expression stands with parentheses where it is not admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A whole condition or value.
    Any,
    /// A part of an `if` or a `case`: no `if`.
    Simple,
    /// A part of `and` or `or`: neither of them.
    Truth,
    /// What `not` denies: no `not`.
    Denied,
    /// A side of a comparison: no comparison.
    Arithmetic,
    /// The bound of a `case` row: no ratio.
    Bound,
    /// The first term of a sum: no sum and no rate.
    FirstTerm,
    /// A further term: no negative.
    Term,
    /// The first factor of a product or side of a ratio: no product, but a negative.
    FirstFactor,
    /// A further factor or side, or the whole of a share.
    Factor,
    /// The numerator of a rate, or what is negative: no share.
    Numerator,
    /// What is looked at on another day.
    Dated,
    /// The day behind `at`.
    Moment,
    /// The base of a rate: only a name or a call.
    Reference,
}

impl Slot {
    /// Whether an expression stands here without parentheses.
    pub(super) fn admits(self, kind: &ExprKind) -> bool {
        match kind {
            ExprKind::If { .. } => self <= Slot::Any,
            ExprKind::And(_) | ExprKind::Or(_) => self <= Slot::Simple,
            ExprKind::Not(_) => self <= Slot::Truth,
            ExprKind::Compare { .. } | ExprKind::Between { .. } | ExprKind::In(..) | ExprKind::Includes { .. } => {
                self <= Slot::Denied
            }
            ExprKind::Ratio(..) => self <= Slot::Arithmetic,
            ExprKind::Sum(_) | ExprKind::Per { .. } => self <= Slot::Bound,
            ExprKind::Product(factors) => {
                self <= Slot::FirstTerm || (self == Slot::Term && !begins_with_minus(factors))
            }
            ExprKind::Negative(_) => self <= Slot::FirstTerm || self == Slot::FirstFactor,
            ExprKind::PercentOf(..) => self <= Slot::Factor,
            ExprKind::At(..) => self <= Slot::Numerator,
            ExprKind::Text(_) | ExprKind::None | ExprKind::Set(_) | ExprKind::Attest(_) | ExprKind::Case { .. } => {
                self <= Slot::Dated
            }
            ExprKind::Number(_) | ExprKind::Date(_) => self <= Slot::Moment,
            ExprKind::Path(_) | ExprKind::Call { .. } | ExprKind::Aggregate(_) => true,
        }
    }
}

fn begins_with_minus(factors: &[(Factor, Expr)]) -> bool {
    matches!(factors.first(), Some((_, Expr { kind: ExprKind::Negative(_), .. })))
}

/// Whether the first token of an expression, its parentheses aside, is a text.
pub(super) fn begins_with_text(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) => true,
        ExprKind::Compare { left: first, .. }
        | ExprKind::Between { value: first, .. }
        | ExprKind::In(first, _)
        | ExprKind::Includes { set: first, .. }
        | ExprKind::Ratio(first, _)
        | ExprKind::Per { numerator: first, .. }
        | ExprKind::At(first, _) => begins_with_text(first),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.first().is_some_and(begins_with_text),
        ExprKind::Sum(terms) => terms.first().is_some_and(|(_, term)| begins_with_text(term)),
        ExprKind::Product(factors) => factors.first().is_some_and(|(_, factor)| begins_with_text(factor)),
        _ => false,
    }
}

/// Whether an expression ends with the names of an `attest`, its parentheses aside.
pub(super) fn ends_with_attest(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Attest(_) => true,
        ExprKind::Not(last)
        | ExprKind::Negative(last)
        | ExprKind::Ratio(_, last)
        | ExprKind::PercentOf(_, last)
        | ExprKind::Compare { right: last, .. }
        | ExprKind::Between { high: last, .. }
        | ExprKind::If { otherwise: Some(last), .. } => ends_with_attest(last),
        ExprKind::If { arms, .. } => arms.last().is_some_and(|(_, result)| ends_with_attest(result)),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.last().is_some_and(ends_with_attest),
        ExprKind::Sum(terms) => terms.last().is_some_and(|(_, term)| ends_with_attest(term)),
        ExprKind::Product(factors) => factors.last().is_some_and(|(_, factor)| ends_with_attest(factor)),
        _ => false,
    }
}

/// The place of the first token that is printed of an expression. A rate and a share may be written in another order than
/// they are printed in.
pub(super) fn first_place(expr: &Expr) -> u32 {
    match &expr.kind {
        ExprKind::PercentOf(share, _) => share.span.start,
        ExprKind::Compare { left: first, .. }
        | ExprKind::Between { value: first, .. }
        | ExprKind::In(first, _)
        | ExprKind::Includes { set: first, .. }
        | ExprKind::Ratio(first, _)
        | ExprKind::Per { numerator: first, .. }
        | ExprKind::At(first, _) => first_place(first),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.first().map_or(expr.span.start, first_place),
        ExprKind::Sum(terms) => terms.first().map_or(expr.span.start, |(_, term)| first_place(term)),
        ExprKind::Product(factors) => factors.first().map_or(expr.span.start, |(_, factor)| first_place(factor)),
        _ => expr.span.start,
    }
}
