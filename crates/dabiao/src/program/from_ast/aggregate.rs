//! Aggregates of the `Ast` -> folds over the members of a set strictly below the row in focus. Inside one, a bare name
//! is the member's.

use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::program::types::Value;
use crate::program::units::{Counted, Kind};
use crate::program::{Condition, Fold, Quantity, Set};
use crate::span::Span;
use crate::syntax::ast::{Aggregate, AggregateKind, Expr};

impl<'a> Checker<'a> {
    /// `sum(beds over hospital where level = III)`
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, span: Span) -> Value {
        if self.names.open {
            return self.fault("E0315", span);
        }
        let Some(set) = self.set(&aggregate.set) else { return Value::Poison };
        let Some(focus) = self.focus else {
            self.report(Diagnostic::new("E0218", span).with(&set.title.name).with(self.names.entity_name(set.entity)));
            return Value::Poison;
        };
        if !self.names.lies_below(set.entity, focus) {
            let (member, row) = (self.names.entity_name(set.entity), self.names.entity_name(focus));
            self.report(Diagnostic::new("E0212", aggregate.set.span).with(member).with(row));
            return Value::Poison;
        }
        self.focus = Some(set.entity);
        let set = self.narrowed(set, aggregate.condition.as_ref());
        let value = aggregate.value.as_ref().map(|value| (self.number(value), value.span));
        let test = aggregate.test.as_ref().map(|test| self.condition(test));
        self.focus = Some(focus);
        let (Some(set), Some(value), Some(test)) =
            (set, transposed(value), test.map_or(Some(None), |test| test.map(Some)))
        else {
            return Value::Poison;
        };
        self.fold(aggregate.kind, set, value, test, span)
    }

    fn fold(
        &mut self,
        kind: AggregateKind,
        set: Set,
        value: Option<((Quantity, Kind), Span)>,
        test: Option<Condition>,
        span: Span,
    ) -> Value {
        let entity = set.entity;
        let (fold, kind) = match (kind, value, test) {
            (AggregateKind::Any, None, None) => return Value::Condition(Condition::Any(set)),
            (AggregateKind::All, None, Some(test)) => {
                return Value::Condition(Condition::All { set, test: Box::new(test) });
            }
            (AggregateKind::Count, None, None) => (Fold::Count(set), Kind::counting(Counted::Entity(entity))),
            (AggregateKind::Share, None, Some(test)) => (Fold::Share(set, test), Kind::Share(Some(entity))),
            (AggregateKind::Sum, Some(((quantity, kind), value_span)), None) => {
                let kind = match kind {
                    Kind::Bare => Kind::plain(),
                    kind @ Kind::Of(_) => kind,
                    other => {
                        let class = crate::program::types::class_of(&other);
                        self.report(Diagnostic::new("E0329", value_span).with(class));
                        return Value::Poison;
                    }
                };
                (Fold::Sum(quantity, set), kind)
            }
            (AggregateKind::Average, Some(((quantity, kind), _)), None) => (Fold::Average(quantity, set), member(kind)),
            (AggregateKind::Min, Some(((quantity, kind), _)), None) => (Fold::Min(quantity, set), member(kind)),
            (AggregateKind::Max, Some(((quantity, kind), _)), None) => (Fold::Max(quantity, set), member(kind)),
            // The grammar lets nothing else through; a tree made by hand is told so.
            _ => return self.fault("E0310", span),
        };
        Value::Number(Quantity::Fold(Box::new(fold)), kind)
    }

    /// A set with a further condition on its rows; the focus is that row already.
    pub(super) fn narrowed(&mut self, set: Set, condition: Option<&Expr>) -> Option<Set> {
        let Some(condition) = condition else { return Some(set) };
        let further = self.condition(condition)?;
        let joined = match set.condition {
            None => further,
            Some(known) => match (*known, further) {
                (Condition::And(mut parts), further) => {
                    parts.push(further);
                    Condition::And(parts)
                }
                (known, further) => Condition::And(vec![known, further]),
            },
        };
        Some(Set { condition: Some(Box::new(joined)), ..set })
    }
}

/// What is read of one member keeps its kind; a literal is a plain number.
fn member(kind: Kind) -> Kind {
    if kind == Kind::Bare { Kind::plain() } else { kind }
}

#[allow(clippy::type_complexity, reason = "an optional value of an aggregate, checked or not")]
fn transposed(value: Option<(Option<(Quantity, Kind)>, Span)>) -> Option<Option<((Quantity, Kind), Span)>> {
    match value {
        None => Some(None),
        Some((None, _)) => None,
        Some((Some(number), span)) => Some(Some((number, span))),
    }
}
