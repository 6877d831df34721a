//! Dates of the `Ast` -> moments: periods with their first or last day, spans of time, due dates and functions of dates.

use super::Checker;
use crate::date::Period;
use crate::diagnostic::Diagnostic;
use crate::program::types::{Value, WrittenSpan};
use crate::program::units::{Counted, Kind};
use crate::program::{Condition, Moment, Order, Quantity, TimeSpan};
use crate::span::Span;
use crate::syntax::ast::{Comparison, Due, Function, Sign};

/// The longest span of time that is read, in its unit: far beyond the years 1 to 9999.
const MOST_SPAN: i64 = 4_000_000;

/// Which day of a year or month is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// The first.
    First,
    /// The last.
    Last,
    /// Neither: only a day will do.
    Exact,
}

impl Checker<'_> {
    /// Takes a value that must be a date.
    pub(super) fn as_moment(&mut self, value: Value, span: Span, edge: Edge) -> Option<Moment> {
        match value {
            Value::Moment(moment) => Some(moment),
            Value::Period(period) if period.is_day() || edge == Edge::First => Some(Moment::Literal(period.first())),
            Value::Period(period) if edge == Edge::Last => Some(Moment::Literal(period.last())),
            Value::Period(period) => {
                let day = period.first().to_string();
                self.report(Diagnostic::new("E0401", span).with(period).suggest(Some(day)));
                None
            }
            other => {
                self.wrong("@date", &other, span);
                None
            }
        }
    }

    /// `by 2022`, `by accepted_on + 20 working days`
    pub(super) fn due(&mut self, due: &Due) -> Option<Moment> {
        match self.value(&due.date, None) {
            Value::Moment(moment) => Some(moment),
            Value::Period(period) if period.is_day() => Some(Moment::Literal(period.first())),
            Value::Period(period) => Some(Moment::Period(period)),
            Value::Poison => None,
            other => {
                self.report(Diagnostic::new("E0402", due.date.span).with(other.class()));
                None
            }
        }
    }

    /// `date + span - span`
    pub(super) fn later(&mut self, terms: Vec<(Sign, Value, Span)>) -> Value {
        let mut terms = terms.into_iter();
        let Some((first_sign, first, first_span)) = terms.next() else { return Value::Poison };
        if first_sign == Sign::Minus {
            self.wrong("@number", &first, first_span);
            return Value::Poison;
        }
        let Some(mut moment) = self.as_moment(first, first_span, Edge::Exact) else { return Value::Poison };
        for (sign, value, span) in terms {
            let Value::Span(written) = value else {
                let code = if matches!(value, Value::Moment(_) | Value::Period(_)) { "E0322" } else { "E0323" };
                return self.fault(code, span);
            };
            let Some(step) = time_span(&written, sign) else {
                self.report(Diagnostic::new("E0316", span).with(&written.unit));
                return Value::Poison;
            };
            moment = Moment::Plus(Box::new(moment), step);
        }
        Value::Moment(moment)
    }

    /// `age(d)`, `days(a, b)`, `working_days(a, b)`, `month_end(d)`, `year_end(d)`
    pub(super) fn of_dates(&mut self, function: Function, values: Vec<(Value, Span)>) -> Value {
        let edge = match function {
            Function::MonthEnd | Function::YearEnd => Edge::Last,
            _ => Edge::Exact,
        };
        let moments: Vec<Option<Moment>> =
            values.into_iter().map(|(value, span)| self.as_moment(value, span, edge)).collect();
        let Some(moments) = moments.into_iter().collect::<Option<Vec<Moment>>>() else { return Value::Poison };
        let mut moments = moments.into_iter().map(Box::new);
        let (first, second) = (moments.next(), moments.next());
        match (function, first, second) {
            (Function::Age, Some(born), None) => Value::Number(Quantity::Age(born), Kind::counting(Counted::Years)),
            (Function::MonthEnd, Some(day), None) => Value::Moment(Moment::MonthEnd(day)),
            (Function::YearEnd, Some(day), None) => Value::Moment(Moment::YearEnd(day)),
            (Function::Days, Some(start), Some(end)) => {
                Value::Number(Quantity::Days(start, end), Kind::counting(Counted::Days))
            }
            (Function::WorkingDays, Some(start), Some(end)) => {
                Value::Number(Quantity::WorkingDays(start, end), Kind::counting(Counted::WorkingDays))
            }
            // The number of arguments was checked before.
            _ => Value::Poison,
        }
    }

    /// `a before 2025`, `opened_on + 3 months <= applied_on`
    pub(super) fn compare_dates(
        &mut self,
        comparison: Comparison,
        (left, left_span): (Value, Span),
        (right, right_span): (Value, Span),
    ) -> Value {
        match (left, right) {
            (Value::Period(left), right @ Value::Moment(_)) => match mirrored(comparison) {
                Some(comparison) => {
                    self.compare_dates(comparison, (right, right_span), (Value::Period(left), left_span))
                }
                None => self.fault("E0401", left_span),
            },
            (left, Value::Period(period)) if !period.is_day() => {
                let Some(left) = self.as_moment(left, left_span, Edge::Exact) else { return Value::Poison };
                Value::Condition(with_period(comparison, left, period))
            }
            (left, right) => {
                let left = self.as_moment(left, left_span, Edge::Exact);
                let right = self.as_moment(right, right_span, Edge::Exact);
                let (Some(left), Some(right)) = (left, right) else { return Value::Poison };
                Value::Condition(Condition::CompareDates { order: order(comparison), left, right })
            }
        }
    }

    /// `x between 2021 and 2025`: from the first day of the one through the last day of the other.
    pub(super) fn between_dates(&mut self, value: (Value, Span), low: (Value, Span), high: (Value, Span)) -> Value {
        let value = self.as_moment(value.0, value.1, Edge::Exact);
        let low = self.as_moment(low.0, low.1, Edge::First);
        let high = self.as_moment(high.0, high.1, Edge::Last);
        let (Some(value), Some(low), Some(high)) = (value, low, high) else { return Value::Poison };
        let from = Condition::CompareDates { order: Order::AtLeast, left: value.clone(), right: low };
        let until = Condition::CompareDates { order: Order::AtMost, left: value, right: high };
        Value::Condition(Condition::And(vec![from, until]))
    }
}

/// The order of two numbers or days; `before` and its kin are orders of days.
pub(super) fn order(comparison: Comparison) -> Order {
    match comparison {
        Comparison::AtLeast | Comparison::Since => Order::AtLeast,
        Comparison::MoreThan | Comparison::After => Order::MoreThan,
        Comparison::AtMost | Comparison::Until => Order::AtMost,
        Comparison::LessThan | Comparison::Before => Order::LessThan,
        Comparison::Equal => Order::Equal,
        Comparison::NotEqual => Order::NotEqual,
    }
}

/// The order with its sides exchanged.
pub(super) fn flipped(order: Order) -> Order {
    match order {
        Order::AtLeast => Order::AtMost,
        Order::MoreThan => Order::LessThan,
        Order::AtMost => Order::AtLeast,
        Order::LessThan => Order::MoreThan,
        Order::Equal => Order::Equal,
        Order::NotEqual => Order::NotEqual,
    }
}

fn mirrored(comparison: Comparison) -> Option<Comparison> {
    Some(match comparison {
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::MoreThan | Comparison::After => Comparison::LessThan,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::LessThan | Comparison::Before => Comparison::MoreThan,
        Comparison::Equal => Comparison::Equal,
        Comparison::NotEqual => Comparison::NotEqual,
        Comparison::Since | Comparison::Until => return None,
    })
}

/// Compares with a year or a month: its first day for what lies before it or begins with it, its last for the rest.
fn with_period(comparison: Comparison, left: Moment, period: Period) -> Condition {
    let (first, last) = (Moment::Literal(period.first()), Moment::Literal(period.last()));
    let compare = |order, left, right| Condition::CompareDates { order, left, right };
    match order(comparison) {
        order @ (Order::AtLeast | Order::LessThan) => compare(order, left, first),
        order @ (Order::AtMost | Order::MoreThan) => compare(order, left, last),
        Order::Equal => {
            Condition::And(vec![compare(Order::AtLeast, left.clone(), first), compare(Order::AtMost, left, last)])
        }
        Order::NotEqual => {
            Condition::Or(vec![compare(Order::LessThan, left.clone(), first), compare(Order::MoreThan, left, last)])
        }
    }
}

fn time_span(written: &WrittenSpan, sign: Sign) -> Option<TimeSpan> {
    let count = written.count.to_i64().filter(|count| count.abs() <= MOST_SPAN)?;
    let count = if sign == Sign::Minus { -count } else { count };
    Some(match written.unit.as_str() {
        "weeks" => TimeSpan::Days(count * 7),
        "months" => TimeSpan::Months(count),
        "years" => TimeSpan::Months(count * 12),
        "working days" => TimeSpan::WorkingDays(count),
        _ => TimeSpan::Days(count),
    })
}
