//! Comparisons with values of an enumeration, with texts and with sets of items -> conditions. A bare word is a value of
//! the type that it is compared with.

use std::rc::Rc;

use super::Checker;
use super::dates::{flipped, order};
use crate::diagnostic::Diagnostic;
use crate::program::types::{Enumeration, Value};
use crate::program::units::Kind;
use crate::program::{Cell, Choice, Condition, Order, Quantity, TextCell};
use crate::span::Span;
use crate::syntax::ast::{Comparison, Expr, ExprKind};

impl Checker<'_> {
    /// `level between I and II`
    pub(super) fn between_choices(
        &mut self,
        value: Choice,
        of: &Rc<Enumeration>,
        bounds: [(Value, Span); 2],
        span: Span,
    ) -> Value {
        let mut positions = Vec::new();
        for (bound, bound_span) in bounds {
            match bound {
                Value::Choice(Choice::Literal(position), other) if other == *of => positions.push(position),
                other => {
                    self.wrong("@choice", &other, bound_span);
                    return Value::Poison;
                }
            }
        }
        let (true, [low, high]) = (of.ordered, positions.as_slice()) else { return self.fault("E0326", span) };
        let allowed = (0..of.values.len()).map(|position| (*low..=*high).contains(&position)).collect();
        Value::Condition(Condition::OneOf { value, allowed })
    }

    /// `level >= II`, `kind = county.kind`
    pub(super) fn compare_choices(
        &mut self,
        comparison: Comparison,
        (left, of): (Choice, Rc<Enumeration>),
        (right, other): (Choice, Rc<Enumeration>),
        span: Span,
    ) -> Value {
        let order = order(comparison);
        if of != other {
            return self.fault("E0327", span);
        }
        if !of.ordered && !matches!(order, Order::Equal | Order::NotEqual) {
            return self.fault("E0326", span);
        }
        let one_of = |value, order: Order, position: usize| {
            let allowed = (0..of.values.len()).map(|candidate| holds(order, candidate, position)).collect();
            Value::Condition(Condition::OneOf { value, allowed })
        };
        match (left, right) {
            (left, Choice::Literal(position)) => one_of(left, order, position),
            (Choice::Literal(position), right) => one_of(right, flipped(order), position),
            (left, right) => Value::Condition(Condition::CompareChoices { order, left, right }),
        }
    }

    /// `name = "Weifang"`
    pub(super) fn compare_texts(
        &mut self,
        comparison: Comparison,
        text: TextCell,
        written: String,
        span: Span,
    ) -> Value {
        let is = Condition::TextIn { text, allowed: vec![written] };
        match order(comparison) {
            Order::Equal => Value::Condition(is),
            Order::NotEqual => Value::Condition(Condition::Not(Box::new(is))),
            _ => self.fault("E0326", span),
        }
    }

    /// `services = {assessment}`
    pub(super) fn compare_with_items(
        &mut self,
        comparison: Comparison,
        left: &Expr,
        items: &[Expr],
        span: Span,
    ) -> Value {
        match self.value(left, None) {
            Value::Items(cell, of) => {
                let Some(items) = self.positions(items, &of) else { return Value::Poison };
                self.equal_or_not(comparison, Condition::SetIs { cell, items }, span)
            }
            Value::Poison => Value::Poison,
            Value::Choice(..) | Value::Text(_) => {
                self.report(Diagnostic::new("E0309", span).suggest(Some("in")));
                Value::Poison
            }
            _ => self.fault("E0309", span),
        }
    }

    /// `diagnosis in {hypertension, diabetes_2}`, `id in {"370200"}`
    pub(super) fn within(&mut self, value: &Expr, set: &Expr) -> Value {
        let items = match &set.kind {
            ExprKind::Set(items) => items.as_slice(),
            _ => std::slice::from_ref(set),
        };
        match self.value(value, None) {
            Value::Choice(choice, of) => {
                let Some(positions) = self.positions(items, &of) else { return Value::Poison };
                let allowed = (0..of.values.len()).map(|position| positions.contains(&position)).collect();
                Value::Condition(Condition::OneOf { value: choice, allowed })
            }
            Value::Text(text) => {
                let Some(allowed) = self.texts(items) else { return Value::Poison };
                Value::Condition(Condition::TextIn { text, allowed })
            }
            other => {
                self.wrong("@choice", &other, value.span);
                Value::Poison
            }
        }
    }

    fn texts(&mut self, items: &[Expr]) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        let mut sound = true;
        for item in items {
            match self.value(item, None) {
                Value::Written(text) => texts.push(text),
                Value::Number(Quantity::Literal(number), Kind::Bare) => {
                    sound = false;
                    let quoted = number.to_exact_decimal().map(|digits| format!("\"{digits}\""));
                    self.report(Diagnostic::new("E0301", item.span).with("@text").with("@literal").suggest(quoted));
                }
                other => {
                    sound = false;
                    self.wrong("@text", &other, item.span);
                }
            }
        }
        sound.then_some(texts)
    }

    /// `services includes {assessment, treatment}`
    pub(super) fn includes(&mut self, set: &Expr, any: bool, items: &Expr) -> Value {
        let listed = match &items.kind {
            ExprKind::Set(listed) => listed.as_slice(),
            _ => std::slice::from_ref(items),
        };
        let (cell, of): (Cell, _) = match self.value(set, None) {
            Value::Items(cell, of) => (cell, of),
            other => {
                self.wrong("@items", &other, set.span);
                return Value::Poison;
            }
        };
        match self.positions(listed, &of) {
            Some(items) => Value::Condition(Condition::Includes { cell, any, items }),
            None => Value::Poison,
        }
    }

    /// The positions of the values named, ascending, each once.
    fn positions(&mut self, items: &[Expr], of: &Rc<Enumeration>) -> Option<Vec<usize>> {
        let mut positions = Vec::new();
        let mut sound = true;
        for item in items {
            match self.value(item, Some(of)) {
                Value::Choice(Choice::Literal(position), other) if other == *of => positions.push(position),
                other => {
                    sound = false;
                    self.wrong("@choice", &other, item.span);
                }
            }
        }
        positions.sort_unstable();
        positions.dedup();
        sound.then_some(positions)
    }
}

fn holds(order: Order, left: usize, right: usize) -> bool {
    match order {
        Order::AtLeast => left >= right,
        Order::MoreThan => left > right,
        Order::AtMost => left <= right,
        Order::LessThan => left < right,
        Order::Equal => left == right,
        Order::NotEqual => left != right,
    }
}
