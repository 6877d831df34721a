//! Functions of the `Ast` -> quantities and moments: the least and the greatest, rounding, and a look at another day.

use super::Checker;
use super::dates::Edge;
use crate::diagnostic::Diagnostic;
use crate::program::types::Value;
use crate::program::{Condition, Moment, Quantity};
use crate::span::Span;
use crate::syntax::ast::{Expr, Function};

impl Checker<'_> {
    /// `min(a, b)`, `floor(x)`, `age(born_on)` …
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr], span: Span) -> Value {
        let values: Vec<(Value, Span)> =
            arguments.iter().map(|argument| (self.value(argument, None), argument.span)).collect();
        let fits = match function {
            Function::Min | Function::Max => values.len() >= 2,
            Function::Days | Function::WorkingDays => values.len() == 2,
            _ => values.len() == 1,
        };
        if !fits {
            self.report(Diagnostic::new("E0310", span).with(if matches!(function, Function::Min | Function::Max) {
                "2+"
            } else if matches!(function, Function::Days | Function::WorkingDays) {
                "2"
            } else {
                "1"
            }));
            return Value::Poison;
        }
        if values.iter().any(|(value, _)| value.is_poison()) {
            return Value::Poison;
        }
        match function {
            Function::Min | Function::Max => self.extreme(function == Function::Min, values),
            Function::Floor | Function::Ceil => self.rounded(function == Function::Floor, values),
            _ => self.of_dates(function, values),
        }
    }

    fn extreme(&mut self, least: bool, values: Vec<(Value, Span)>) -> Value {
        if matches!(values.first(), Some((Value::Moment(_) | Value::Period(_), _))) {
            let moments = values.into_iter().map(|(value, span)| self.as_moment(value, span, Edge::Exact));
            let Some(moments) = moments.collect::<Option<Vec<Moment>>>() else { return Value::Poison };
            return Value::Moment(if least { Moment::Earliest(moments) } else { Moment::Latest(moments) });
        }
        let Some((quantities, kind)) = self.agreeing(values) else { return Value::Poison };
        Value::Number(if least { Quantity::Least(quantities) } else { Quantity::Greatest(quantities) }, kind)
    }

    fn rounded(&mut self, floor: bool, values: Vec<(Value, Span)>) -> Value {
        let Some((value, span)) = values.into_iter().next() else { return Value::Poison };
        let Some((quantity, kind)) = self.as_number(value, span, None) else { return Value::Poison };
        let inner = Box::new(quantity);
        Value::Number(if floor { Quantity::Floor(inner) } else { Quantity::Ceil(inner) }, kind)
    }

    /// `count(institution) at 2021-01-01`
    pub(super) fn at(&mut self, inner: &Expr, moment: &Expr) -> Value {
        let value = self.value(inner, None);
        let day = self.value(moment, None);
        let day = self.as_moment(day, moment.span, Edge::Last);
        let Some(day) = day else { return Value::Poison };
        match value {
            Value::Number(quantity, kind) => Value::Number(Quantity::At(Box::new(quantity), Box::new(day)), kind),
            Value::Condition(condition) => Value::Condition(Condition::At(Box::new(condition), Box::new(day))),
            other => {
                self.wrong("@number", &other, inner.span);
                Value::Poison
            }
        }
    }
}
