//! Comparisons of the `Ast` -> conditions: of numbers in one unit, of dates, of values of an enumeration, of texts and
//! of sets of items.

use super::Checker;
use super::dates::{flipped, order};
use crate::diagnostic::Diagnostic;
use crate::program::names::Found;
use crate::program::types::{Value, constant};
use crate::program::units::Kind;
use crate::program::{Condition, Order, Quantity};
use crate::span::Span;
use crate::syntax::ast::{Comparison, Expr, ExprKind};

impl Checker<'_> {
    /// `a >= b`
    pub(super) fn compare(&mut self, comparison: Comparison, left: &Expr, right: &Expr, span: Span) -> Value {
        if let ExprKind::Set(items) = &right.kind {
            return self.compare_with_items(comparison, left, items, right.span);
        }
        let (left_value, right_value) = self.sides(left, right);
        if let Some(diagnostic) = unlike((&left_value, left), (&right_value, right)) {
            self.report(diagnostic);
            return Value::Poison;
        }
        if left_value.is_poison() || right_value.is_poison() {
            return Value::Poison;
        }
        let date_like = |value: &Value| matches!(value, Value::Moment(_) | Value::Period(_));
        match (left_value, right_value) {
            (Value::None, value) | (value, Value::None) => self.compare_with_none(comparison, value, span),
            (a, b) if date_like(&a) && date_like(&b) => self.compare_dates(comparison, (a, left.span), (b, right.span)),
            (a, b) if date_like(&a) || date_like(&b) => {
                let (odd, odd_span) = if date_like(&a) { (b, right.span) } else { (a, left.span) };
                self.year_for_a_date(&odd, odd_span)
            }
            _ if is_of_dates(comparison) => self.fault("E0324", span),
            (Value::Choice(a, of), Value::Choice(b, other)) => {
                self.compare_choices(comparison, (a, of), (b, other), span)
            }
            (Value::Text(text), Value::Written(written)) | (Value::Written(written), Value::Text(text)) => {
                self.compare_texts(comparison, text, written, span)
            }
            (a @ (Value::Number(..) | Value::Span(_)), b @ (Value::Number(..) | Value::Span(_))) => {
                self.compare_numbers(order(comparison), (a, left.span), (b, right.span), span)
            }
            (Value::Number(..) | Value::Span(_), odd) => self.not_a_number(&odd, right.span),
            (odd, Value::Number(..) | Value::Span(_)) => self.not_a_number(&odd, left.span),
            (a, b) => {
                self.report(Diagnostic::new("E0325", span).with(a.class()).with(b.class()));
                Value::Poison
            }
        }
    }

    fn not_a_number(&mut self, odd: &Value, span: Span) -> Value {
        self.wrong("@number", odd, span);
        Value::Poison
    }

    /// A date beside something else: a bare year is advised of its day.
    fn year_for_a_date(&mut self, odd: &Value, span: Span) -> Value {
        let year = match odd {
            Value::Number(Quantity::Literal(number), Kind::Bare) => number.to_i64(),
            _ => None,
        };
        let day = year.filter(|year| (1000..=9999).contains(year)).map(|year| format!("{year}-01-01"));
        self.report(Diagnostic::new("E0301", span).with("@date").with(odd.class()).suggest(day));
        Value::Poison
    }

    /// Both sides, a bare word on either being a value of the other's enumeration.
    fn sides(&mut self, left: &Expr, right: &Expr) -> (Value, Value) {
        if is_word(left) && !self.knows(left) {
            let right_value = self.value(right, None);
            let left_value = match (&right_value, right_value.enumeration()) {
                (Value::Poison, _) => Value::Poison,
                (_, wanted) => self.value(left, wanted.as_ref()),
            };
            return (left_value, right_value);
        }
        let left_value = self.value(left, None);
        let right_value = match (&left_value, left_value.enumeration()) {
            (Value::Poison, _) if is_word(right) => Value::Poison,
            (Value::Condition(_) | Value::Text(_), _) if is_word(right) && !self.knows(right) => {
                self.bare_word(left, &left_value, right)
            }
            (_, wanted) => self.value(right, wanted.as_ref()),
        };
        (left_value, right_value)
    }

    /// A word that is no name, beside a flag (`yes`) or a text (which stands in quotes).
    fn bare_word(&mut self, left: &Expr, value: &Value, right: &Expr) -> Value {
        let word = word_of(right).unwrap_or_default();
        if self.names.is_poisoned(word) {
            return Value::Poison;
        }
        let flag = word_of(left).and_then(|flag| match word {
            "yes" | "true" | "是" | "有" => Some(flag.to_string()),
            "no" | "false" | "否" => Some(format!("not {flag}")),
            _ => None,
        });
        let diagnostic = match (value, flag) {
            (Value::Text(_), _) => {
                let quoted = format!("\"{word}\"");
                Diagnostic::new("E0301", right.span).with("@text").with("@word").suggest(Some(quoted))
            }
            (_, Some(flag)) => {
                Diagnostic::new("E0325", left.span.to(right.span)).with("@condition").with("@word").suggest(Some(flag))
            }
            _ => return self.value(right, None),
        };
        self.report(diagnostic);
        Value::Poison
    }

    fn knows(&self, word: &Expr) -> bool {
        let ExprKind::Path(path) = &word.kind else { return true };
        match path.names.as_slice() {
            [name] => self.names.open || self.names.value(self.focus, &name.text) != Found::Nothing,
            _ => true,
        }
    }

    /// Two numbers, which must agree.
    pub(super) fn compare_numbers(
        &mut self,
        order: Order,
        left: (Value, Span),
        right: (Value, Span),
        span: Span,
    ) -> Value {
        let (of_left, of_right) = (kind_of(&left.0), kind_of(&right.0));
        let left_number = self.as_number(left.0, left.1, of_right.as_ref());
        let right_number = self.as_number(right.0, right.1, of_left.as_ref());
        let (Some((mut left, mut left_kind)), Some((mut right, mut right_kind))) = (left_number, right_number) else {
            return Value::Poison;
        };
        if left_kind.with(&right_kind).is_none() {
            let literal = constant(&right).or_else(|| constant(&left));
            self.mismatch(&left_kind, &right_kind, literal, span);
            return Value::Poison;
        }
        let mut order = order;
        if left_kind == Kind::Bare && right_kind != Kind::Bare {
            std::mem::swap(&mut left, &mut right);
            std::mem::swap(&mut left_kind, &mut right_kind);
            order = flipped(order);
        }
        if constant(&left).is_some() && constant(&right).is_some() {
            self.report(Diagnostic::new("W0301", span));
        }
        mark_part(&left, &left_kind, &mut right, &right_kind);
        mark_part(&right.clone(), &right_kind, &mut left, &left_kind);
        let measure = left_kind.numerator(self.names.open);
        Value::Condition(Condition::Compare { order, left, right, measure })
    }

    /// `x between 1 and 2`
    pub(super) fn between(&mut self, value: &Expr, low: &Expr, high: &Expr, span: Span) -> Value {
        let checked = self.value(value, None);
        let wanted = checked.enumeration();
        let low_value = self.value(low, wanted.as_ref());
        let high_value = self.value(high, wanted.as_ref());
        if [&checked, &low_value, &high_value].into_iter().any(Value::is_poison) {
            return Value::Poison;
        }
        match checked {
            Value::Moment(_) => {
                self.between_dates((checked, value.span), (low_value, low.span), (high_value, high.span))
            }
            Value::Choice(choice, of) => {
                let bounds = [(low_value, low.span), (high_value, high.span)];
                self.between_choices(choice, &of, bounds, span)
            }
            _ => {
                let numbers = vec![(checked, value.span), (low_value, low.span), (high_value, high.span)];
                self.between_numbers(numbers)
            }
        }
    }

    fn between_numbers(&mut self, numbers: Vec<(Value, Span)>) -> Value {
        let own = numbers.first().and_then(|(value, _)| kind_of(value));
        let Some((quantities, together)) = self.agreeing(numbers) else { return Value::Poison };
        let mut quantities = quantities.into_iter();
        let (Some(value), Some(low), Some(high)) = (quantities.next(), quantities.next(), quantities.next()) else {
            return Value::Poison;
        };
        let measure = own.unwrap_or(together).numerator(self.names.open);
        Value::Condition(Condition::Between { value, low, high, measure })
    }

    fn compare_with_none(&mut self, comparison: Comparison, value: Value, span: Span) -> Value {
        let is_none = match value {
            Value::Moment(moment) => Condition::IsNone(moment),
            Value::Items(cell, _) => Condition::SetIs { cell, items: Vec::new() },
            other => {
                self.report(Diagnostic::new("E0328", span).with(other.class()));
                return Value::Poison;
            }
        };
        self.equal_or_not(comparison, is_none, span)
    }

    /// A condition for `=`, its denial for `!=`.
    pub(super) fn equal_or_not(&mut self, comparison: Comparison, equal: Condition, span: Span) -> Value {
        match order(comparison) {
            Order::Equal => Value::Condition(equal),
            Order::NotEqual => Value::Condition(Condition::Not(Box::new(equal))),
            _ => self.fault("E0326", span),
        }
    }
}

fn is_word(expr: &Expr) -> bool {
    word_of(expr).is_some()
}

fn word_of(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Path(path) => match path.names.as_slice() {
            [name] => Some(&name.text),
            _ => None,
        },
        _ => None,
    }
}

/// What to say of two sides that quotes, or a number for a value of a list or for a flag, keep apart.
fn unlike((left, left_place): (&Value, &Expr), (right, place): (&Value, &Expr)) -> Option<Diagnostic> {
    let (wanted, meant) = match (left, right) {
        (Value::Text(_), Value::Number(Quantity::Literal(number), Kind::Bare)) => {
            ("@text", Some(format!("\"{}\"", number.to_exact_decimal()?)))
        }
        (Value::Choice(_, of), Value::Written(word)) => {
            let position = of.position(word)?;
            ("@choice", of.values.get(position).map(|value| value.name.clone()))
        }
        (Value::Choice(_, of), Value::Number(Quantity::Literal(number), Kind::Bare)) => {
            let position = number.to_i64().and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
            let value = position.filter(|_| of.ordered).and_then(|position| of.values.get(position));
            ("@choice", value.map(|value| value.name.clone()))
        }
        (Value::Condition(_), Value::Number(Quantity::Literal(number), Kind::Bare)) => {
            let meant = match (word_of(left_place), number.is_zero()) {
                (Some(flag), false) => Some(flag.to_string()),
                (Some(flag), true) => Some(format!("not {flag}")),
                (None, _) => None,
            };
            let span = left_place.span.to(place.span);
            return Some(Diagnostic::new("E0325", span).with("@condition").with(right.class()).suggest(meant));
        }
        _ => return None,
    };
    Some(Diagnostic::new("E0301", place.span).with(wanted).with(right.class()).suggest(meant))
}

fn is_of_dates(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Before | Comparison::After | Comparison::Since | Comparison::Until)
}

fn kind_of(value: &Value) -> Option<Kind> {
    match value {
        Value::Number(_, kind) => Some(kind.clone()),
        _ => None,
    }
}

/// A percentage of a whole in the unit of the other side: the whole may grow with its part.
fn mark_part(part: &Quantity, part_kind: &Kind, whole: &mut Quantity, whole_kind: &Kind) {
    let one_unit = matches!((part_kind, &whole_kind), (Kind::Of(a), Kind::Of(b)) if a == b && !a.is_plain());
    if let (Quantity::PercentOf { part_of_whole, .. }, true) = (whole, one_unit) {
        *part_of_whole = !matches!(part, Quantity::PercentOf { .. });
    }
}
