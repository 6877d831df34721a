//! Conditions: `if`, `and`, `or`, `not` and comparisons.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Cursor, Mismatch};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Comparison, Expr, ExprKind};

impl<'s> Builder<'s> {
    pub(super) fn take_condition(&mut self, cursor: &mut Cursor<'s>) -> Built<Expr> {
        let pair = cursor.take(Rule::condition)?;
        self.condition(pair)
    }

    pub(super) fn condition(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let mut cursor = self.inside(pair);
        let only = cursor.any()?;
        cursor.end()?;
        match only.as_rule() {
            Rule::conditional => self.conditional(only),
            Rule::simple => self.simple(only),
            _ => Err(Mismatch(self.span(&only))),
        }
    }

    /// `if a then b else if c then d else e`
    fn conditional(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let mut arms = Vec::new();
        let mut otherwise = None;
        cursor.take(Rule::kw_if)?;
        loop {
            let mut arm = self.inside(cursor.take(Rule::alternative)?);
            let condition = self.simple(arm.take(Rule::simple)?)?;
            arm.take(Rule::kw_then)?;
            let result = self.simple(arm.take(Rule::simple)?)?;
            arm.end()?;
            arms.push((condition, result));
            if !cursor.passes(Rule::kw_else) {
                break;
            }
            if !cursor.passes(Rule::kw_if) {
                otherwise = Some(Box::new(self.simple(cursor.take(Rule::simple)?)?));
                break;
            }
        }
        cursor.end()?;
        Ok(Expr { kind: ExprKind::If { arms, otherwise }, span })
    }

    /// `a and b and c`; `and` beside `or` is refused.
    pub(super) fn simple(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let first = self.truth(cursor.take(Rule::truth)?)?;
        if cursor.peek().is_none() {
            return Ok(first);
        }
        let mut parts = vec![first];
        let (mut ands, mut ors) = (0, 0);
        while let Some(word) = cursor.peek() {
            cursor.any()?;
            match word {
                Rule::kw_and => ands += 1,
                Rule::kw_or => ors += 1,
                _ => return Err(Mismatch(span)),
            }
            parts.push(self.truth(cursor.take(Rule::truth)?)?);
        }
        if ands > 0 && ors > 0 {
            self.refuse("E0124", span);
        }
        let kind = if ors == 0 { ExprKind::And(parts) } else { ExprKind::Or(parts) };
        Ok(Expr { kind, span })
    }

    /// `not x >= 5`; a chain `1 <= x <= 2` is refused.
    fn truth(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let denied = cursor.passes(Rule::kw_not);
        let left = cursor.take(Rule::arithmetic)?;
        let left_span = self.span(&left);
        let left = self.arithmetic(left)?;
        let whole = match cursor.next_if(Rule::comparison) {
            None => left,
            Some(comparison) => {
                let first = self.span(&comparison);
                let whole = Expr { kind: self.comparison(left, comparison)?, span: left_span.to(first) };
                if let Some(second) = cursor.next_if(Rule::comparison) {
                    let fault = Diagnostic::new("E0123", left_span.to(self.span(&second)));
                    self.faults.push(fault.suggest(self.as_between(left_span, &whole, second)));
                    while cursor.next_if(Rule::comparison).is_some() {}
                }
                whole
            }
        };
        cursor.end()?;
        Ok(if denied { Expr { kind: ExprKind::Not(Box::new(whole)), span } } else { whole })
    }

    /// `x between 1 and 2` for `1 <= x <= 2`, where that is what was meant.
    fn as_between(&self, low: Span, first: &Expr, second: Pair<'s, Rule>) -> Option<String> {
        let ExprKind::Compare { comparison: Comparison::AtMost, right: middle, .. } = &first.kind else { return None };
        let mut compare = self.inside(second.into_inner().find(|pair| pair.as_rule() == Rule::compare)?);
        let sign = compare.next_if(Rule::comparison_sign)?;
        let high = compare.next_if(Rule::arithmetic)?;
        let (low, middle, high) = (self.written(low), self.written(middle.span), self.written(self.span(&high)));
        (sign_of(sign.as_str()) == Some(Comparison::AtMost)).then(|| format!("{middle} between {low} and {high}"))
    }

    fn comparison(&mut self, left: Expr, pair: Pair<'s, Rule>) -> Built<ExprKind> {
        let span = self.span(&pair);
        let left = Box::new(left);
        let mut cursor = self.inside(pair);
        let pair = cursor.any()?;
        cursor.end()?;
        match pair.as_rule() {
            Rule::compare => {
                let (comparison, right) = self.compare(pair)?;
                Ok(ExprKind::Compare { comparison, left, right: Box::new(right) })
            }
            Rule::bounded => {
                let (comparison, right) = self.bounded(pair)?;
                Ok(ExprKind::Compare { comparison, left, right: Box::new(right) })
            }
            Rule::between => {
                let (low, high) = self.between(pair)?;
                Ok(ExprKind::Between { value: left, low: Box::new(low), high: Box::new(high) })
            }
            Rule::membership => {
                let mut cursor = self.inside(pair);
                cursor.take(Rule::kw_in)?;
                Ok(ExprKind::In(left, Box::new(self.take_items(&mut cursor)?)))
            }
            Rule::inclusion => {
                let mut cursor = self.inside(pair);
                cursor.take(Rule::kw_includes)?;
                let any = cursor.passes(Rule::kw_any_of);
                Ok(ExprKind::Includes { set: left, any, items: Box::new(self.take_items(&mut cursor)?) })
            }
            Rule::date_comparison => {
                let (comparison, right) = self.date_comparison(pair)?;
                Ok(ExprKind::Compare { comparison, left, right: Box::new(right) })
            }
            _ => Err(Mismatch(span)),
        }
    }

    /// `>= 8`
    pub(super) fn compare(&mut self, pair: Pair<'s, Rule>) -> Built<(Comparison, Expr)> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let sign = cursor.take(Rule::comparison_sign)?;
        let comparison = match sign.clone().into_inner().next() {
            Some(word) => comparison_of(word.as_rule()),
            None => sign_of(sign.as_str()),
        };
        let right = self.arithmetic(cursor.take(Rule::arithmetic)?)?;
        cursor.end()?;
        Ok((comparison.ok_or(Mismatch(span))?, right))
    }

    /// `30万 以下`
    pub(super) fn bounded(&mut self, pair: Pair<'s, Rule>) -> Built<(Comparison, Expr)> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let literal = self.quantity(cursor.take(Rule::quantity)?)?;
        let comparison = comparison_of(cursor.any()?.as_rule()).ok_or(Mismatch(span))?;
        cursor.end()?;
        let span = literal.span;
        Ok((comparison, Expr { kind: ExprKind::Number(literal), span }))
    }

    /// `between 1 and 2`
    pub(super) fn between(&mut self, pair: Pair<'s, Rule>) -> Built<(Expr, Expr)> {
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_between)?;
        let low = self.arithmetic(cursor.take(Rule::arithmetic)?)?;
        cursor.take(Rule::kw_and)?;
        let high = self.arithmetic(cursor.take(Rule::arithmetic)?)?;
        cursor.end()?;
        Ok((low, high))
    }

    /// `before 2025`
    fn date_comparison(&mut self, pair: Pair<'s, Rule>) -> Built<(Comparison, Expr)> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let comparison = comparison_of(cursor.any()?.as_rule()).ok_or(Mismatch(span))?;
        let date = self.arithmetic(cursor.take(Rule::arithmetic)?)?;
        cursor.end()?;
        Ok((comparison, self.as_moment(date)?))
    }

    /// The right side of `in` and `includes`.
    fn take_items(&mut self, cursor: &mut Cursor<'s>) -> Built<Expr> {
        let items = match cursor.next_if(Rule::set_literal) {
            Some(pair) => self.set_literal(pair)?,
            None => {
                let path = self.take_path(cursor)?;
                let span = path.span;
                Expr { kind: ExprKind::Path(path), span }
            }
        };
        cursor.end()?;
        Ok(items)
    }
}

fn comparison_of(word: Rule) -> Option<Comparison> {
    match word {
        Rule::kw_at_least | Rule::kw_or_more => Some(Comparison::AtLeast),
        Rule::kw_more_than => Some(Comparison::MoreThan),
        Rule::kw_at_most | Rule::kw_or_less => Some(Comparison::AtMost),
        Rule::kw_less_than => Some(Comparison::LessThan),
        Rule::kw_is => Some(Comparison::Equal),
        Rule::kw_is_not => Some(Comparison::NotEqual),
        Rule::kw_before => Some(Comparison::Before),
        Rule::kw_after => Some(Comparison::After),
        Rule::kw_from | Rule::kw_since => Some(Comparison::Since),
        Rule::kw_until => Some(Comparison::Until),
        _ => None,
    }
}

fn sign_of(sign: &str) -> Option<Comparison> {
    let mut signs = sign.chars().map(crate::syntax::scanner::ascii_twin);
    match (signs.next()?, sign, signs.next()) {
        ('>', "≥", _) | ('>', _, Some('=')) => Some(Comparison::AtLeast),
        ('>', _, None) => Some(Comparison::MoreThan),
        ('<', "≤", _) | ('<', _, Some('=')) => Some(Comparison::AtMost),
        ('<', _, None) => Some(Comparison::LessThan),
        ('=', _, None) => Some(Comparison::Equal),
        ('!', _, _) => Some(Comparison::NotEqual),
        _ => None,
    }
}
