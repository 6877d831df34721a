//! Numbers, dates and texts: their spelling to their value.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Cursor, Mismatch};
use crate::date::Period;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::ast::{DateLiteral, Expr, ExprKind, Name, NumberLiteral, Percent};
use crate::syntax::numerals;
use crate::syntax::words::{self, SCALES, SPAN_UNITS};

impl<'s> Builder<'s> {
    /// `2.5%`, `20 beds`, `300万`
    pub(super) fn quantity(&mut self, pair: Pair<'s, Rule>) -> Built<NumberLiteral> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let value = self.take_number(&mut cursor)?;
        let percent = cursor.next_if(Rule::percent).map(|sign| match sign.as_str() {
            "‰" => Percent::Thousandth,
            _ => Percent::Hundredth,
        });
        let unit = cursor.next_if(Rule::unit_word).map(|word| self.unit(&word));
        cursor.end()?;
        Ok(NumberLiteral { value, percent, unit, span })
    }

    /// `100000`, `10万`, `千`: the scale of a rate.
    pub(super) fn rate_scale(&mut self, pair: Pair<'s, Rule>) -> Built<NumberLiteral> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let value = match cursor.next_if(Rule::scale) {
            Some(scale) => Number::power_of_ten(exponent_of(scale.as_str())),
            None => self.take_number(&mut cursor)?,
        };
        if !value.is_positive() {
            self.refuse("E0143", span);
        }
        Ok(NumberLiteral { value, percent: None, unit: None, span })
    }

    pub(super) fn take_number(&mut self, cursor: &mut Cursor<'s>) -> Built<Number> {
        let pair = cursor.take(Rule::number)?;
        Ok(self.number(pair))
    }

    pub(super) fn number(&mut self, pair: Pair<'s, Rule>) -> Number {
        let span = self.span(&pair);
        let text = pair.as_str();
        let scale = pair.into_inner().next();
        let digits = scale.as_ref().and_then(|scale| text.strip_suffix(scale.as_str())).unwrap_or(text);
        let exponent = scale.map_or(0, |scale| exponent_of(scale.as_str()));
        match numerals::plain(digits).parse::<Number>() {
            Ok(number) => number.shifted(exponent),
            Err(_) => {
                self.faults.push(Diagnostic::new("E0116", span).with(crate::number::MAX_DIGITS));
                Number::zero()
            }
        }
    }

    /// A unit; spans of time are held in English. A keyword of the language at its end was written without a blank.
    fn unit(&mut self, pair: &Pair<'s, Rule>) -> Name {
        let span = self.span(pair);
        let written = pair.as_str();
        if written.starts_with('`') {
            let bare = written.trim_matches('`').to_string();
            return Name { text: bare, span };
        }
        let joined = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(known) = words::canonical(SPAN_UNITS, &joined) {
            return Name { text: known.to_string(), span };
        }
        if let Some(split) = numerals::split_keyword(written) {
            self.faults.push(Diagnostic::new("E0137", span).with(written).suggest(Some(split)));
        }
        Name { text: joined, span }
    }

    /// A `date` or a `period` of the grammar.
    pub(super) fn date(&mut self, pair: &Pair<'s, Rule>) -> Built<DateLiteral> {
        let span = self.span(pair);
        Ok(DateLiteral { period: self.period_at(pair.as_str(), span)?, span })
    }

    pub(super) fn take_period(&mut self, cursor: &mut Cursor<'s>) -> Built<DateLiteral> {
        let pair = cursor.take(Rule::period)?;
        self.date(&pair)
    }

    fn period_at(&mut self, text: &str, span: Span) -> Built<Period> {
        if let Some(period) = read_period(text) {
            return Ok(period);
        }
        self.faults.push(Diagnostic::new("E0115", span).with(text));
        // the piece is dropped; any period fills the place
        Period::new(1970, None, None).ok_or(Mismatch(span))
    }

    /// Where only a date can stand, a bare year is one.
    pub(super) fn as_moment(&mut self, expr: Expr) -> Built<Expr> {
        let ExprKind::Number(literal) = &expr.kind else { return Ok(expr) };
        let written = self.written(expr.span);
        let year = written.trim_end_matches('年').trim_end();
        let bare = literal.percent.is_none() && (literal.unit.is_none() || year.len() < written.len());
        if !bare || year.chars().count() != 4 || !year.chars().all(|letter| numerals::digit(letter).is_some()) {
            return Ok(expr);
        }
        let period = self.period_at(year, expr.span)?;
        Ok(Expr { kind: ExprKind::Date(period), span: expr.span })
    }
}

/// `2025`, `2021-10-31`, `2021年10月31日`, `2025年底`, which is its last day.
fn read_period(text: &str) -> Option<Period> {
    let (text, last) = match text.strip_suffix(['底', '末']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let text = text.trim_end_matches(['日', '号', '年', '月']);
    let mut parts = text.split(['-', '年', '月']).map(|part| numerals::plain(part).parse::<u16>().ok());
    let year = i32::from(parts.next().flatten()?);
    let part = |part: Option<Option<u16>>| match part {
        None => Some(None),
        Some(number) => u8::try_from(number?).ok().map(Some),
    };
    let (month, day) = (part(parts.next())?, part(parts.next())?);
    let period = Period::new(year, month, day)?;
    Some(if last { Period::from(period.last()) } else { period })
}

fn exponent_of(scale: &str) -> i32 {
    SCALES.iter().find(|(word, _)| *word == scale).map_or(0, |(_, exponent)| *exponent)
}

/// The text between quotes, with its escapes resolved.
pub(super) fn unescape(written: &str) -> String {
    if let Some(text) = written.strip_prefix('“') {
        return text.strip_suffix('”').unwrap_or(text).to_string();
    }
    let text = written.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(written);
    if !text.contains('\\') {
        return text.to_string();
    }
    let mut value = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        value.push(match letter {
            '\\' => match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    value
}
