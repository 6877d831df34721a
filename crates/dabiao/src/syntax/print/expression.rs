//! Expressions: how each is written, and where a long one is broken.

use super::printer::Printer;
use super::slot::{Slot, begins_with_text, ends_with_attest, first_place};
use super::tokens;
use crate::date::Period;
use crate::syntax::ast::{Aggregate, Comparison, Expr, ExprKind, Factor, Function, NumberLiteral, Sign};
use crate::syntax::words::Meaning;

impl Printer<'_> {
    /// An expression, in parentheses where its place asks for them.
    pub(super) fn expression(&mut self, expr: &Expr, slot: Slot) {
        if slot.admits(&expr.kind) { self.bare(expr) } else { self.parenthesised(expr) }
    }

    /// Sets down the comments that stand before what is printed first of an expression.
    pub(super) fn comments_before_expression(&mut self, expr: &Expr) {
        self.comments_before(first_place(expr));
    }

    /// A date behind a word that wants one: there a bare year is one.
    pub(super) fn moment(&mut self, expr: &Expr, slot: Slot) {
        match &expr.kind {
            ExprKind::Date(period) => self.token(expr.span, tokens::date(*period, self.language)),
            ExprKind::Number(literal) => self.token(expr.span, tokens::literal_beside_dates(literal, self.language)),
            _ => self.expression(expr, slot),
        }
    }

    /// A condition behind a force without the word of the source, for which a text at its beginning would be taken.
    pub(super) fn required(&mut self, expr: &Expr) {
        if begins_with_text(expr) { self.parenthesised(expr) } else { self.denied_apart(expr) }
    }

    /// A condition behind a force: a `not` at its beginning stands in parentheses, since `shall not` is refused.
    pub(super) fn denied_apart(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Not(_) => self.parenthesised(expr),
            ExprKind::And(parts) => self.junction(parts, Meaning::And, Slot::Denied),
            ExprKind::Or(parts) => self.junction(parts, Meaning::Or, Slot::Denied),
            _ => self.expression(expr, Slot::Any),
        }
    }

    fn parenthesised(&mut self, expr: &Expr) {
        self.comments_before_expression(expr);
        self.text("(");
        self.nest(2, |printer| printer.bare(expr));
        self.text(")");
    }

    fn bare(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Number(literal) => self.literal(literal),
            ExprKind::Date(period) => self.date(expr, *period),
            ExprKind::Text(value) => self.token(expr.span, tokens::text(value)),
            ExprKind::None => self.token(expr.span, tokens::keyword(Meaning::None, self.language)),
            ExprKind::Path(path) => self.path(path),
            ExprKind::Call { function, arguments } => self.call(expr, *function, arguments),
            ExprKind::Aggregate(aggregate) => self.aggregate(expr, aggregate),
            ExprKind::Set(items) => self.set(expr, items),
            ExprKind::Attest(names) => {
                self.token(expr.span, tokens::keyword(Meaning::Attest, self.language));
                self.space();
                self.names(names);
            }
            ExprKind::Negative(inner) => {
                self.token(expr.span, "-");
                self.expression(inner, Slot::Numerator);
            }
            ExprKind::Sum(terms) => self.sum(terms),
            ExprKind::Product(factors) => self.product(factors),
            ExprKind::Ratio(left, right) => self.ratio(left, right),
            ExprKind::PercentOf(share, whole) => {
                self.literal(share);
                self.comments_before_expression(whole);
                self.infix(Meaning::Of);
                self.expression(whole, Slot::Factor);
            }
            ExprKind::Per { numerator, scale, base } => self.rate(numerator, scale.as_ref(), base.as_deref()),
            ExprKind::At(inner, day) => {
                self.expression(inner, Slot::Dated);
                self.comments_before_expression(day);
                self.infix(Meaning::At);
                self.moment(day, Slot::Moment);
            }
            ExprKind::Compare { comparison, left, right } => {
                self.expression(left, Slot::Arithmetic);
                self.comments_before_expression(right);
                self.space();
                self.comparison(*comparison, right);
            }
            ExprKind::Between { value, low, high } => {
                self.expression(value, Slot::Arithmetic);
                self.comments_before_expression(low);
                self.space();
                self.between(low, high);
            }
            ExprKind::In(value, items) => {
                self.expression(value, Slot::Arithmetic);
                self.comments_before_expression(items);
                self.infix(Meaning::In);
                self.items_of(items);
            }
            ExprKind::Includes { set, any, items } => {
                self.expression(set, Slot::Arithmetic);
                self.comments_before_expression(items);
                self.infix(Meaning::Includes);
                if *any {
                    self.word(Meaning::AnyOf);
                    self.space();
                }
                self.items_of(items);
            }
            ExprKind::And(parts) => self.junction(parts, Meaning::And, Slot::Truth),
            ExprKind::Or(parts) => self.junction(parts, Meaning::Or, Slot::Truth),
            ExprKind::Not(inner) => {
                self.token(expr.span, tokens::keyword(Meaning::Not, self.language));
                self.space();
                self.expression(inner, Slot::Denied);
            }
            ExprKind::If { arms, otherwise } => self.conditional(expr, arms, otherwise.as_deref()),
            ExprKind::Case { value, rows, otherwise } => self.case(expr, value, rows, otherwise.as_deref()),
        }
    }

    pub(super) fn literal(&mut self, literal: &NumberLiteral) {
        self.token(literal.span, tokens::literal(literal, self.language));
    }

    fn date(&mut self, expr: &Expr, period: Period) {
        self.token(expr.span, tokens::date_anywhere(period, self.language));
    }

    fn call(&mut self, expr: &Expr, function: Function, arguments: &[Expr]) {
        self.comments_before(expr.span.start);
        self.text(tokens::function(function, self.language));
        self.enclosed(("(", ")"), expr.span.end, |printer| {
            let write = |printer: &mut Self, argument: &Expr, last: bool| {
                // the names behind `attest` would go on with the next argument
                let open = !last && ends_with_attest(argument);
                if open { printer.parenthesised(argument) } else { printer.expression(argument, Slot::Any) }
            };
            printer.list(arguments, ",", first_place, write);
        });
    }

    fn aggregate(&mut self, expr: &Expr, aggregate: &Aggregate) {
        self.comments_before(expr.span.start);
        self.text(tokens::aggregate(aggregate.kind, self.language));
        self.enclosed(("(", ")"), expr.span.end, |printer| {
            if let Some(value) = &aggregate.value {
                printer.expression(value, Slot::Simple);
                printer.comments_before(aggregate.set.span.start);
                printer.line(" ");
                printer.word(Meaning::Over);
                printer.space();
            }
            printer.path(&aggregate.set);
            for (meaning, part) in [(Meaning::Where, &aggregate.condition), (Meaning::With, &aggregate.test)] {
                let Some(part) = part else { continue };
                printer.comments_before_expression(part);
                printer.line(" ");
                printer.word(meaning);
                printer.space();
                printer.expression(part, Slot::Simple);
            }
        });
    }

    fn set(&mut self, expr: &Expr, items: &[Expr]) {
        self.comments_before(expr.span.start);
        self.enclosed(("{", "}"), expr.span.end, |printer| {
            printer.fill(items, first_place, |printer, item| printer.expression(item, Slot::Dated));
        });
    }

    /// The right side of `in` and `includes`: a set or a name.
    fn items_of(&mut self, items: &Expr) {
        if matches!(items.kind, ExprKind::Set(_)) { self.bare(items) } else { self.expression(items, Slot::Reference) }
    }

    fn sum(&mut self, terms: &[(Sign, Expr)]) {
        self.group(|printer| {
            for (index, (sign, term)) in terms.iter().enumerate() {
                let sign = match sign {
                    Sign::Plus => "+",
                    Sign::Minus => "-",
                };
                match (index, sign) {
                    (0, "+") => {}
                    (0, _) => printer.text(sign),
                    _ => {
                        printer.comments_before_expression(term);
                        printer.line(" ");
                        printer.text(sign);
                        printer.space();
                    }
                }
                printer.expression(term, if index == 0 { Slot::FirstTerm } else { Slot::Term });
            }
        });
    }

    fn product(&mut self, factors: &[(Factor, Expr)]) {
        for (index, (sign, factor)) in factors.iter().enumerate() {
            if index > 0 {
                self.sign(factor, if *sign == Factor::Times { "*" } else { "/" });
            }
            self.expression(factor, if index == 0 { Slot::FirstFactor } else { Slot::Factor });
        }
    }

    fn ratio(&mut self, left: &Expr, right: &Expr) {
        let is_plain = |expr: &Expr| matches!(&expr.kind, ExprKind::Number(literal) if literal.percent.is_none() && literal.unit.is_none());
        self.expression(left, Slot::FirstFactor);
        if is_plain(left) && is_plain(right) {
            self.comments_before_expression(right);
            self.text(":");
        } else {
            self.sign(right, ":");
        }
        self.expression(right, Slot::Factor);
    }

    fn rate(&mut self, numerator: &Expr, scale: Option<&NumberLiteral>, base: Option<&Expr>) {
        self.expression(numerator, Slot::Numerator);
        let next = scale.map(|scale| scale.span.start).or(base.map(first_place));
        self.comments_before(next.unwrap_or(0));
        self.space();
        self.word(Meaning::Per);
        if let Some(scale) = scale {
            self.space();
            self.token(scale.span, tokens::scale(&scale.value, self.language));
        }
        if let Some(base) = base {
            self.comments_before_expression(base);
            self.space();
            match &base.kind {
                ExprKind::Path(path) => self.base(path),
                _ => self.expression(base, Slot::Reference),
            }
        }
    }

    /// `>= 8`, `before 2025`
    pub(super) fn comparison(&mut self, comparison: Comparison, right: &Expr) {
        self.text(tokens::comparison(comparison, self.language));
        self.space();
        match comparison {
            Comparison::Before | Comparison::After | Comparison::Since | Comparison::Until => {
                self.moment(right, Slot::Arithmetic);
            }
            _ => self.expression(right, Slot::Arithmetic),
        }
    }

    /// `between 1 and 2`
    pub(super) fn between(&mut self, low: &Expr, high: &Expr) {
        self.word(Meaning::Between);
        self.space();
        self.expression(low, Slot::Arithmetic);
        self.comments_before_expression(high);
        self.infix(Meaning::And);
        self.expression(high, Slot::Arithmetic);
    }

    /// `a and b and c`; `first` is the place of the first part.
    fn junction(&mut self, parts: &[Expr], meaning: Meaning, first: Slot) {
        self.group(|printer| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    printer.comments_before_expression(part);
                    printer.line(" ");
                    printer.word(meaning);
                    printer.space();
                }
                printer.expression(part, if index == 0 { first } else { Slot::Truth });
            }
        });
    }

    fn conditional(&mut self, expr: &Expr, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) {
        self.comments_before(expr.span.start);
        self.group(|printer| {
            for (index, (condition, result)) in arms.iter().enumerate() {
                if index > 0 {
                    printer.comments_before_expression(condition);
                    printer.line(" ");
                    printer.word(Meaning::Else);
                    printer.space();
                }
                printer.word(Meaning::If);
                printer.space();
                printer.expression(condition, Slot::Simple);
                printer.comments_before_expression(result);
                printer.line(" ");
                printer.word(Meaning::Then);
                printer.space();
                printer.expression(result, Slot::Simple);
            }
            if let Some(otherwise) = otherwise {
                printer.comments_before_expression(otherwise);
                printer.line(" ");
                printer.word(Meaning::Else);
                printer.space();
                printer.expression(otherwise, Slot::Simple);
            }
        });
    }

    fn case(&mut self, expr: &Expr, value: &Expr, rows: &[(Expr, Expr)], otherwise: Option<&Expr>) {
        self.token(expr.span, tokens::keyword(Meaning::Case, self.language));
        self.space();
        self.case_value(value);
        self.space();
        self.text("{");
        self.group(|printer| {
            printer.nest(2, |printer| {
                for (index, (bound, result)) in rows.iter().enumerate() {
                    printer.comments_before_expression(bound);
                    printer.line(if index == 0 { " " } else { "  " });
                    printer.word(Meaning::To);
                    printer.space();
                    printer.expression(bound, Slot::Bound);
                    printer.text(":");
                    printer.space();
                    printer.expression(result, Slot::Simple);
                }
                if let Some(otherwise) = otherwise {
                    printer.comments_before_expression(otherwise);
                    printer.line("  ");
                    printer.word(Meaning::Otherwise);
                    printer.text(":");
                    printer.space();
                    printer.expression(otherwise, Slot::Simple);
                }
                printer.comments_before(expr.span.end);
            });
            printer.line(" ");
        });
        self.text("}");
    }

    /// A sign with a blank on either side, behind the comments that stand before what follows.
    fn sign(&mut self, right: &Expr, sign: &str) {
        self.comments_before_expression(right);
        self.space();
        self.text(sign);
        self.space();
    }

    /// What a `case` looks at: a name or a call, on another day or as a rate too.
    fn case_value(&mut self, value: &Expr) {
        let bare = match &value.kind {
            ExprKind::At(inner, _) => Slot::Reference.admits(&inner.kind),
            ExprKind::Per { numerator, .. } => Slot::Reference.admits(&numerator.kind),
            kind => Slot::Reference.admits(kind),
        };
        self.expression(value, if bare { Slot::Any } else { Slot::Reference });
    }
}
