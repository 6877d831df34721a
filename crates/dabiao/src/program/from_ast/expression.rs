//! Expressions of the `Ast` -> values with their types: the one dispatch over the kinds of expression, conditions and
//! their joints, branches and bands. What each kind means in detail is in the files beside this one.

use std::rc::Rc;

use super::Checker;
use super::dates::Edge;
use crate::diagnostic::Diagnostic;
use crate::program::types::{Enumeration, Value, constant};
use crate::program::units::Kind;
use crate::program::{Choice, Condition, Measure, Moment, Order, Quantity};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind};

impl<'a> Checker<'a> {
    /// Checks an expression. A bare word is looked up among the `wanted` values first, where there are such.
    pub(super) fn value(&mut self, expr: &Expr, wanted: Option<&Rc<Enumeration>>) -> Value {
        if !self.spend(1, expr.span) {
            return Value::Poison;
        }
        match &expr.kind {
            ExprKind::Number(literal) => self.literal(literal),
            ExprKind::Date(period) => Value::Period(*period),
            ExprKind::Text(text) => Value::Written(text.clone()),
            ExprKind::None => Value::None,
            ExprKind::Path(path) => self.path(path, wanted),
            ExprKind::Call { function, arguments } => self.call(*function, arguments, expr.span),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, expr.span),
            ExprKind::Set(_) => self.fault("E0309", expr.span),
            ExprKind::Attest(names) => {
                Value::Condition(Condition::Attest(names.iter().map(|name| name.text.clone()).collect()))
            }
            ExprKind::Negative(inner) => self.negative(inner),
            ExprKind::Sum(terms) => self.sum(terms),
            ExprKind::Product(factors) => self.product(factors),
            ExprKind::Ratio(left, right) => self.ratio(left, right),
            ExprKind::PercentOf(share, whole) => self.percent_of(share, whole),
            ExprKind::Per { numerator, scale, base } => {
                self.rate(numerator, scale.as_ref(), base.as_deref(), expr.span)
            }
            ExprKind::At(inner, moment) => self.at(inner, moment),
            ExprKind::Compare { comparison, left, right } => self.compare(*comparison, left, right, expr.span),
            ExprKind::Between { value, low, high } => self.between(value, low, high, expr.span),
            ExprKind::In(value, set) => self.within(value, set),
            ExprKind::Includes { set, any, items } => self.includes(set, *any, items),
            ExprKind::And(parts) => self.joined(parts, Condition::And),
            ExprKind::Or(parts) => self.joined(parts, Condition::Or),
            ExprKind::Not(inner) => match self.condition(inner) {
                Some(condition) => Value::Condition(Condition::Not(Box::new(condition))),
                None => Value::Poison,
            },
            ExprKind::If { arms, otherwise } => self.branches(arms, otherwise.as_deref(), wanted, expr.span),
            ExprKind::Case { value, rows, otherwise } => self.case(value, rows, otherwise.as_deref(), expr.span),
        }
    }

    /// Checks an expression that must be a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        let value = self.value(expr, None);
        self.as_condition(value, expr.span)
    }

    /// Takes a value that must be a condition.
    pub(super) fn as_condition(&mut self, value: Value, span: Span) -> Option<Condition> {
        match value {
            Value::Condition(condition) => Some(condition),
            other => {
                self.wrong("@condition", &other, span);
                None
            }
        }
    }

    /// Checks an expression that must be a number.
    pub(super) fn number(&mut self, expr: &Expr) -> Option<(Quantity, Kind)> {
        let value = self.value(expr, None);
        self.as_number(value, expr.span, None)
    }

    /// Reports that another kind of value is wanted, unless that has an error already.
    pub(super) fn wrong(&mut self, wanted: &str, found: &Value, span: Span) {
        if !found.is_poison() {
            self.report(Diagnostic::new("E0301", span).with(wanted).with(found.class()));
        }
    }

    /// Reports a fault without details.
    pub(super) fn fault(&mut self, code: &'static str, span: Span) -> Value {
        self.report(Diagnostic::new(code, span));
        Value::Poison
    }

    fn joined(&mut self, parts: &[Expr], join: fn(Vec<Condition>) -> Condition) -> Value {
        let checked: Vec<Option<Condition>> = parts.iter().map(|part| self.condition(part)).collect();
        match checked.into_iter().collect() {
            Some(conditions) => Value::Condition(join(conditions)),
            None => Value::Poison,
        }
    }

    fn branches(
        &mut self,
        arms: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        wanted: Option<&Rc<Enumeration>>,
        span: Span,
    ) -> Value {
        let mut conditions = Vec::new();
        let mut results = Vec::new();
        for (condition, result) in arms {
            conditions.push(self.condition(condition));
            results.push((self.value(result, wanted), result.span));
        }
        if let Some(otherwise) = otherwise {
            results.push((self.value(otherwise, wanted), otherwise.span));
        }
        let Some(conditions) = conditions.into_iter().collect::<Option<Vec<Condition>>>() else { return Value::Poison };
        self.alternatives(conditions, results, span)
    }

    /// Joins conditions and results into one value; a result more than conditions is the last `else`.
    fn alternatives(&mut self, conditions: Vec<Condition>, results: Vec<(Value, Span)>, span: Span) -> Value {
        if results.iter().any(|(value, _)| value.is_poison()) {
            return Value::Poison;
        }
        let class = results.first().map(|(value, _)| value.clone()).unwrap_or(Value::Poison);
        match class {
            Value::Condition(_) => {
                let results = results.into_iter().map(|(value, span)| self.as_condition(value, span));
                let Some(results) = results.collect::<Option<Vec<_>>>() else { return Value::Poison };
                let (arms, otherwise) = arms(conditions, results);
                Value::Condition(Condition::If { arms, otherwise: otherwise.map(Box::new) })
            }
            Value::Number(..) => {
                let Some((results, kind)) = self.agreeing(results) else { return Value::Poison };
                let (arms, otherwise) = arms(conditions, results);
                Value::Number(Quantity::If(arms, otherwise.map(Box::new)), kind)
            }
            Value::Moment(_) | Value::Period(_) => {
                let results = results.into_iter().map(|(value, span)| self.as_moment(value, span, Edge::Exact));
                let Some(results) = results.collect::<Option<Vec<Moment>>>() else { return Value::Poison };
                let (arms, otherwise) = arms(conditions, results);
                Value::Moment(Moment::If(arms, otherwise.map(Box::new)))
            }
            Value::Choice(_, of) => {
                let results = results.into_iter().map(|(value, span)| self.as_choice(value, &of, span));
                let Some(results) = results.collect::<Option<Vec<Choice>>>() else { return Value::Poison };
                let (arms, otherwise) = arms(conditions, results);
                Value::Choice(Choice::If(arms, otherwise.map(Box::new)), of)
            }
            other => {
                self.report(Diagnostic::new("E0314", span).with(other.class()));
                Value::Poison
            }
        }
    }

    fn as_choice(&mut self, value: Value, of: &Rc<Enumeration>, span: Span) -> Option<Choice> {
        match value {
            Value::Choice(choice, other) if other == *of => Some(choice),
            other => {
                self.wrong("@choice", &other, span);
                None
            }
        }
    }

    /// Numbers that must agree, as branches or arguments, with the kind that they have together.
    pub(super) fn agreeing(&mut self, values: Vec<(Value, Span)>) -> Option<(Vec<Quantity>, Kind)> {
        let hint = values.iter().find_map(|(value, _)| match value {
            Value::Number(_, kind) if *kind != Kind::Bare => Some(kind.clone()),
            _ => None,
        });
        let mut quantities = Vec::new();
        let mut together: Option<Kind> = None;
        for (value, span) in values {
            let (quantity, kind) = self.as_number(value, span, hint.as_ref())?;
            together = Some(match together {
                None => kind,
                Some(known) => match known.with(&kind) {
                    Some(kind) => kind,
                    None => {
                        self.mismatch(&known, &kind, None, span);
                        return None;
                    }
                },
            });
            quantities.push(quantity);
        }
        Some((quantities, together.unwrap_or(Kind::Bare)))
    }

    fn case(&mut self, value: &Expr, rows: &[(Expr, Expr)], otherwise: Option<&Expr>, span: Span) -> Value {
        let looked_at = self.number(value);
        let bounds: Vec<(Value, Span)> = rows.iter().map(|(bound, _)| (self.value(bound, None), bound.span)).collect();
        let mut results: Vec<(Value, Span)> =
            rows.iter().map(|(_, result)| (self.value(result, None), result.span)).collect();
        if let Some(otherwise) = otherwise {
            results.push((self.value(otherwise, None), otherwise.span));
        } else {
            self.report(Diagnostic::new("W0404", span));
        }
        let Some((quantity, kind)) = looked_at else { return Value::Poison };
        let mut together = vec![(Value::Number(quantity, kind), value.span)];
        together.extend(bounds);
        if together.iter().chain(&results).any(|(value, _)| value.is_poison()) {
            return Value::Poison;
        }
        let spans: Vec<Span> = rows.iter().map(|(bound, _)| bound.span).collect();
        let Some((mut quantities, kind)) = self.agreeing(together) else { return Value::Poison };
        let bounds = quantities.split_off(1);
        let Some(quantity) = quantities.pop() else { return Value::Poison };
        self.ascending_bounds(&bounds, &spans);
        if !matches!(results.first(), Some((Value::Number(..), _))) {
            let measure = kind.numerator(self.names.open);
            return self.alternatives(bands(&quantity, bounds, measure), results, span);
        }
        let Some((results, kind)) = self.agreeing(results) else { return Value::Poison };
        let (rows, otherwise) = arms(bounds, results);
        Value::Number(Quantity::Case { value: Box::new(quantity), rows, otherwise: otherwise.map(Box::new) }, kind)
    }

    fn ascending_bounds(&mut self, bounds: &[Quantity], spans: &[Span]) {
        let known: Vec<_> = bounds.iter().map(constant).collect();
        for (pair, span) in known.windows(2).zip(spans.iter().skip(1)) {
            if let [Some(before), Some(after)] = pair
                && after <= before
            {
                self.report(Diagnostic::new("E0406", *span));
            }
        }
    }
}

/// Pairs conditions (or bounds) with their results; one result more is the last `else`.
fn arms<C, R>(conditions: Vec<C>, mut results: Vec<R>) -> (Vec<(C, R)>, Option<R>) {
    let otherwise = if results.len() > conditions.len() { results.pop() } else { None };
    (conditions.into_iter().zip(results).collect(), otherwise)
}

/// The rows of a `case` whose results are no numbers, as conditions: `value <= bound`, tried in order.
fn bands(value: &Quantity, bounds: Vec<Quantity>, measure: Measure) -> Vec<Condition> {
    let at_most = |bound| Condition::Compare { order: Order::AtMost, left: value.clone(), right: bound, measure };
    bounds.into_iter().map(at_most).collect()
}
