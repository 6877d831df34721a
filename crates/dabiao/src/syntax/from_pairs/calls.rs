//! Names and calls: functions of values, and aggregates over the members of a set.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Mismatch};
use crate::diagnostic::{Diagnostic, nearest};
use crate::span::Span;
use crate::syntax::ast::{Aggregate, AggregateKind, Expr, ExprKind, Function, Path};
use crate::syntax::words::{FUNCTIONS, canonical};

/// One argument as written: `x over hospital where C with D`.
struct Argument {
    value: Expr,
    over: Option<Path>,
    condition: Option<Expr>,
    test: Option<Expr>,
    span: Span,
}

impl<'s> Builder<'s> {
    /// `county.population`, `age(born_on)`, `count(hospital where level = III)`
    pub(super) fn reference(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let arguments = pair.clone().into_inner().find(|inner| inner.as_rule() == Rule::arguments);
        let path = self.path(pair);
        let Some(arguments) = arguments else { return Ok(Expr { kind: ExprKind::Path(path), span }) };
        let arguments = self.arguments(arguments)?;
        let called = Span { end: path.span.end, ..span };
        let name = self.written(called);
        let kind = match canonical(FUNCTIONS, name) {
            Some(function) => self.call(function, called, arguments)?,
            None => {
                let words = FUNCTIONS.iter().flat_map(|word| word.english.iter().chain(word.chinese));
                let suggestion = nearest(name, words.copied());
                self.faults.push(Diagnostic::new("E0131", called).with(name).suggest(suggestion));
                ExprKind::Path(path)
            }
        };
        Ok(Expr { kind, span })
    }

    fn arguments(&mut self, pair: Pair<'s, Rule>) -> Built<Vec<Argument>> {
        let mut cursor = self.inside(pair);
        let mut arguments = Vec::new();
        while cursor.peek().is_some() {
            let pair = cursor.take(Rule::argument)?;
            arguments.push(self.argument(pair)?);
        }
        Ok(arguments)
    }

    fn argument(&mut self, pair: Pair<'s, Rule>) -> Built<Argument> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let value = self.take_condition(&mut cursor)?;
        let over = if cursor.passes(Rule::kw_over) { Some(self.take_path(&mut cursor)?) } else { None };
        let condition = if cursor.passes(Rule::kw_where) { Some(self.take_condition(&mut cursor)?) } else { None };
        let test = if cursor.passes(Rule::kw_with) { Some(self.take_condition(&mut cursor)?) } else { None };
        cursor.end()?;
        Ok(Argument { value, over, condition, test, span })
    }

    fn call(&mut self, name: &'static str, called: Span, mut arguments: Vec<Argument>) -> Built<ExprKind> {
        let over = arguments.first().is_some_and(|argument| argument.over.is_some());
        if let Some(kind) = aggregate_of(name, over && arguments.len() == 1) {
            return match (arguments.pop(), arguments.is_empty()) {
                (Some(only), true) => self.aggregate(name, kind, called, only),
                _ => Ok(self.wrong_number(name, called, 1)),
            };
        }
        let (function, wanted) = function_of(name).ok_or(Mismatch(called))?;
        if !wanted.contains(&arguments.len()) {
            return Ok(self.wrong_number(name, called, *wanted.start()));
        }
        for argument in &arguments {
            if argument.over.is_some() || argument.condition.is_some() || argument.test.is_some() {
                self.faults.push(Diagnostic::new("E0135", argument.span).with(self.written(called)));
            }
        }
        let arguments = arguments.into_iter().map(|argument| argument.value).collect();
        Ok(ExprKind::Call { function, arguments })
    }

    fn wrong_number(&mut self, name: &str, called: Span, wanted: usize) -> ExprKind {
        self.faults.push(Diagnostic::new("E0132", called).with(self.written(called)).with(name).with(wanted));
        ExprKind::None
    }

    fn aggregate(&mut self, name: &str, kind: AggregateKind, called: Span, argument: Argument) -> Built<ExprKind> {
        let values =
            matches!(kind, AggregateKind::Sum | AggregateKind::Average | AggregateKind::Min | AggregateKind::Max);
        let tests = matches!(kind, AggregateKind::Share | AggregateKind::All);
        let word = self.written(called).to_string();
        let Argument { value, over, condition, test, span } = argument;
        if values != over.is_some() {
            let code = if values { "E0133" } else { "E0135" };
            self.faults.push(Diagnostic::new(code, span).with(&word).with(name));
            return Ok(ExprKind::None);
        }
        if tests != test.is_some() {
            let at = test.as_ref().map_or(span, |test| test.span);
            let code = if tests { "E0134" } else { "E0135" };
            self.faults.push(Diagnostic::new(code, at).with(&word).with(name));
        }
        let (value, set) = match (over, value.kind) {
            (Some(set), kind) => (Some(Expr { kind, span: value.span }), set),
            (None, ExprKind::Path(set)) => (None, set),
            (None, _) => {
                self.faults.push(Diagnostic::new("E0142", value.span).with(&word));
                return Ok(ExprKind::None);
            }
        };
        Ok(ExprKind::Aggregate(Box::new(Aggregate { kind, value, set, condition, test })))
    }
}

fn aggregate_of(name: &str, over: bool) -> Option<AggregateKind> {
    match name {
        "count" => Some(AggregateKind::Count),
        "sum" => Some(AggregateKind::Sum),
        "average" => Some(AggregateKind::Average),
        "share" => Some(AggregateKind::Share),
        "any" => Some(AggregateKind::Any),
        "all" => Some(AggregateKind::All),
        "min" if over => Some(AggregateKind::Min),
        "max" if over => Some(AggregateKind::Max),
        _ => None,
    }
}

/// A function and how many arguments it takes.
fn function_of(name: &str) -> Option<(Function, std::ops::RangeInclusive<usize>)> {
    Some(match name {
        "min" => (Function::Min, 2..=usize::MAX),
        "max" => (Function::Max, 2..=usize::MAX),
        "floor" => (Function::Floor, 1..=1),
        "ceil" => (Function::Ceil, 1..=1),
        "age" => (Function::Age, 1..=1),
        "days" => (Function::Days, 2..=2),
        "working_days" => (Function::WorkingDays, 2..=2),
        "month_end" => (Function::MonthEnd, 1..=1),
        "year_end" => (Function::YearEnd, 1..=1),
        _ => return None,
    })
}
