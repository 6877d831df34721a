//! Values: operands, the signs between them, rates, tables and sets. Precedence is given here, to the flat chains of the
//! grammar: `of` binds closest, then `*` and `/`, then `+` and `-`; `:` and `per` stand beside no other sign.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Cursor, Mismatch};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Factor, Sign};

/// An operand, and where it stands with its parentheses.
struct Operand {
    expr: Expr,
    outer: Span,
    /// Whether it is a rate without parentheses.
    rate: bool,
}

/// A sign between operands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Plus,
    Minus,
    Times,
    Over,
    Of,
    Ratio,
}

impl<'s> Builder<'s> {
    /// A chain of operands, with or without ratios.
    pub(super) fn arithmetic(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let minus = cursor.next_if(Rule::minus).map(|sign| self.span(&sign));
        let mut first = self.factor(cursor.take(Rule::factor)?)?;
        if let Some(sign) = minus {
            let outer = sign.to(first.outer);
            let kind = ExprKind::Negative(Box::new(first.expr));
            first = Operand { expr: Expr { kind, span: outer }, outer, rate: first.rate };
        }
        if cursor.peek().is_none() {
            return Ok(first.expr);
        }
        let mut operands = vec![first];
        let mut signs = Vec::new();
        while let Some(sign) = cursor.next_if(Rule::arithmetic_sign).or_else(|| cursor.next_if(Rule::plain_sign)) {
            signs.push(between(&sign).ok_or(Mismatch(span))?);
            operands.push(self.factor(cursor.take(Rule::factor)?)?);
        }
        cursor.end()?;
        if !signs.is_empty() && operands.iter().any(|operand| operand.rate) {
            self.refuse("E0125", span);
        }
        if signs.contains(&Between::Ratio) && signs.iter().filter(|sign| **sign != Between::Of).count() > 1 {
            self.refuse("E0126", span);
        }
        self.chain(operands, signs).ok_or(Mismatch(span))
    }

    /// Gives a flat chain its precedence.
    fn chain(&mut self, operands: Vec<Operand>, signs: Vec<Between>) -> Option<Expr> {
        let (operands, signs) = self.shares(operands, signs)?;
        let mut products: Vec<(Between, Vec<(Factor, Operand)>)> = Vec::new();
        let leading = std::iter::once(Between::Plus).chain(signs);
        for (sign, operand) in leading.zip(operands) {
            match (sign, products.last_mut()) {
                (Between::Times, Some((_, factors))) => factors.push((Factor::Times, operand)),
                (Between::Over, Some((_, factors))) => factors.push((Factor::Over, operand)),
                (sign, _) => products.push((sign, vec![(Factor::Times, operand)])),
            }
        }
        let mut terms: Vec<(Between, Operand)> = Vec::new();
        for (sign, factors) in products {
            terms.push((sign, product(factors)?));
        }
        self.sum(terms)
    }

    /// Folds `2% of beds`, also as `beds 的 2%`, from the right, so that `1% of 2% of x` means what it says.
    fn shares(&mut self, operands: Vec<Operand>, signs: Vec<Between>) -> Option<(Vec<Operand>, Vec<Between>)> {
        let mut operands = operands.into_iter().rev();
        let (mut folded, mut kept) = (vec![operands.next()?], Vec::new());
        for (sign, left) in signs.into_iter().rev().zip(operands) {
            if sign != Between::Of {
                kept.push(sign);
                folded.push(left);
                continue;
            }
            let right = folded.pop()?;
            let outer = left.outer.to(right.outer);
            let kind = match (left.expr.kind, right.expr.kind) {
                (ExprKind::Number(share), whole) if share.percent.is_some() => {
                    ExprKind::PercentOf(share, Box::new(Expr { kind: whole, span: right.expr.span }))
                }
                (whole, ExprKind::Number(share)) if share.percent.is_some() => {
                    ExprKind::PercentOf(share, Box::new(Expr { kind: whole, span: left.expr.span }))
                }
                (_, other) => {
                    self.refuse("E0136", outer);
                    other
                }
            };
            folded.push(Operand { expr: Expr { kind, span: outer }, outer, rate: false });
        }
        folded.reverse();
        kept.reverse();
        Some((folded, kept))
    }

    /// `a + b - c`, `a : b`
    fn sum(&mut self, mut terms: Vec<(Between, Operand)>) -> Option<Expr> {
        if let Some(at) = terms.iter().position(|(sign, _)| *sign == Between::Ratio) {
            let right = terms.drain(at..).next()?.1;
            let left = terms.pop()?.1;
            if matches!(&right.expr.kind, ExprKind::Number(literal) if literal.value.is_zero()) {
                self.refuse("E0129", right.outer);
            }
            let span = left.outer.to(right.outer);
            return Some(Expr { kind: ExprKind::Ratio(Box::new(left.expr), Box::new(right.expr)), span });
        }
        if terms.len() == 1 {
            return terms.pop().map(|(_, operand)| operand.expr);
        }
        let span = terms.first()?.1.outer.to(terms.last()?.1.outer);
        let signed = terms.into_iter().map(|(sign, operand)| {
            let sign = if sign == Between::Minus { Sign::Minus } else { Sign::Plus };
            (sign, operand.expr)
        });
        Some(Expr { kind: ExprKind::Sum(signed.collect()), span })
    }

    /// `operand at DATE per SCALE BASE`
    fn factor(&mut self, pair: Pair<'s, Rule>) -> Built<Operand> {
        let mut outer = self.span(&pair);
        let end = outer.end;
        let mut cursor = self.inside(pair);
        let operand = cursor.any()?;
        outer.end = self.span(&operand).end;
        let mut rate = operand.as_rule() == Rule::rate_before;
        let mut expr = self.operand(operand)?;
        while let Some(next) = cursor.peek() {
            let pair = cursor.any()?;
            let span = outer.to(self.span(&pair));
            let kind = match next {
                Rule::at_day => {
                    if rate {
                        self.refuse("E0127", span);
                    }
                    ExprKind::At(Box::new(expr), Box::new(self.at_day(pair)?))
                }
                Rule::rate => {
                    if rate {
                        self.refuse("E0125", span);
                    }
                    rate = true;
                    self.rate(expr, pair)?
                }
                _ => return Err(Mismatch(span)),
            };
            expr = Expr { kind, span };
        }
        outer.end = end;
        Ok(Operand { expr, outer, rate })
    }

    fn operand(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::parenthesised => return self.parenthesised(pair),
            Rule::set_literal => return self.set_literal(pair),
            Rule::reference => return self.reference(pair),
            Rule::case_table => self.case_table(pair)?,
            Rule::rate_before => self.rate_before(pair)?,
            Rule::path => ExprKind::Path(self.path(pair)),
            Rule::date => ExprKind::Date(self.date(&pair)?.period),
            Rule::quantity => ExprKind::Number(self.quantity(pair)?),
            Rule::text => ExprKind::Text(self.text(&pair).value),
            Rule::kw_none => ExprKind::None,
            Rule::attestation => {
                let mut cursor = self.inside(pair);
                cursor.take(Rule::kw_attest)?;
                let names = self.take_names(&mut cursor)?;
                cursor.end()?;
                ExprKind::Attest(names)
            }
            _ => return Err(Mismatch(span)),
        };
        Ok(Expr { kind, span })
    }

    /// What stands between the parentheses; its span is its own.
    fn parenthesised(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let mut cursor = self.inside(pair);
        let inner = self.take_condition(&mut cursor)?;
        cursor.end()?;
        Ok(inner)
    }

    /// `{assessment, treatment}`
    pub(super) fn set_literal(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let mut items = Vec::new();
        while cursor.peek().is_some() {
            let element = cursor.any()?;
            items.push(self.operand(element)?);
        }
        Ok(Expr { kind: ExprKind::Set(items), span })
    }

    /// `at 2021-01-01`
    fn at_day(&mut self, pair: Pair<'s, Rule>) -> Built<Expr> {
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_at)?;
        let day = cursor.any()?;
        cursor.end()?;
        let day = self.operand(day)?;
        self.as_moment(day)
    }

    /// `per 100000 population` after its numerator
    fn rate(&mut self, numerator: Expr, pair: Pair<'s, Rule>) -> Built<ExprKind> {
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_per)?;
        let scale = cursor.next_if(Rule::rate_scale).map(|pair| self.rate_scale(pair)).transpose()?;
        let base = self.rate_part(&mut cursor)?.map(Box::new);
        cursor.end()?;
        Ok(ExprKind::Per { numerator: Box::new(numerator), scale, base })
    }

    /// `每10万 常住人口 康复医师数`: the numerator is the last part.
    fn rate_before(&mut self, pair: Pair<'s, Rule>) -> Built<ExprKind> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_per)?;
        let scale = cursor.next_if(Rule::rate_scale).map(|pair| self.rate_scale(pair)).transpose()?;
        let first = self.rate_part(&mut cursor)?.ok_or(Mismatch(span))?;
        let second = self.rate_part(&mut cursor)?;
        cursor.end()?;
        let (base, numerator) = match second {
            Some(numerator) => (Some(Box::new(first)), numerator),
            None => (None, first),
        };
        Ok(ExprKind::Per { numerator: Box::new(numerator), scale, base })
    }

    fn rate_part(&mut self, cursor: &mut Cursor<'s>) -> Built<Option<Expr>> {
        let Some(pair) = cursor.next_if(Rule::rate_part) else { return Ok(None) };
        let mut part = self.inside(pair);
        let only = part.any()?;
        part.end()?;
        self.operand(only).map(Some)
    }

    /// `case population { to 500_000: 500  otherwise: 1000 }`
    fn case_table(&mut self, pair: Pair<'s, Rule>) -> Built<ExprKind> {
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_case)?;
        let value = self.factor(cursor.take(Rule::case_value)?)?.expr;
        let mut rows = Vec::new();
        while let Some(pair) = cursor.next_if(Rule::case_row) {
            let mut row = self.inside(pair);
            row.take(Rule::kw_to)?;
            let bound = self.arithmetic(row.take(Rule::bound)?)?;
            rows.push((bound, self.simple(row.take(Rule::simple)?)?));
            row.end()?;
        }
        let otherwise = match cursor.next_if(Rule::case_otherwise) {
            None => None,
            Some(pair) => {
                let mut row = self.inside(pair);
                row.take(Rule::kw_otherwise)?;
                let result = self.simple(row.take(Rule::simple)?)?;
                row.end()?;
                Some(Box::new(result))
            }
        };
        cursor.end()?;
        Ok(ExprKind::Case { value: Box::new(value), rows, otherwise })
    }
}

/// `a * b / c`, or the single factor itself.
fn product(mut factors: Vec<(Factor, Operand)>) -> Option<Operand> {
    if factors.len() == 1 {
        return factors.pop().map(|(_, operand)| operand);
    }
    let outer = factors.first()?.1.outer.to(factors.last()?.1.outer);
    let kind = ExprKind::Product(factors.into_iter().map(|(factor, operand)| (factor, operand.expr)).collect());
    Some(Operand { expr: Expr { kind, span: outer }, outer, rate: false })
}

fn between(sign: &Pair<'_, Rule>) -> Option<Between> {
    let twin = sign.as_str().chars().next().map(crate::syntax::scanner::ascii_twin)?;
    match twin {
        '+' => Some(Between::Plus),
        '-' => Some(Between::Minus),
        '*' => Some(Between::Times),
        '/' => Some(Between::Over),
        ':' => Some(Between::Ratio),
        'o' | '的' => Some(Between::Of),
        _ => None,
    }
}
