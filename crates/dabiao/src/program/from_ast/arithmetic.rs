//! Numbers of the `Ast` -> quantities with their kinds: literals, sums, products, ratios, rates and functions.

use super::Checker;
use crate::diagnostic::{Diagnostic, nearest};
use crate::number::Number;
use crate::program::Quantity;
use crate::program::names::Found;
use crate::program::types::{Value, WrittenSpan, class_of, constant, words_of};
use crate::program::units::{Counted, Dimension, Kind};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Factor, Name, NumberLiteral, Path, Percent, Sign};

/// The units of spans of time as the `Ast` holds them, each with the words that a unit of the same name may have.
const SPAN_UNITS: [(&str, &[&str]); 5] = [
    ("days", &["days", "day", "天", "日"]),
    ("weeks", &["weeks", "week", "周"]),
    ("months", &["months", "month", "个月", "月"]),
    ("years", &["years", "year", "周年", "年"]),
    ("working days", &["working days", "working day", "个工作日", "工作日"]),
];

impl Checker<'_> {
    /// `8`, `2.5%`, `20 beds`, `3 months`
    pub(super) fn literal(&mut self, literal: &NumberLiteral) -> Value {
        let value = written(literal);
        match (&literal.unit, literal.percent) {
            (None, None) => Value::Number(Quantity::Literal(value), Kind::Bare),
            (None, Some(_)) => Value::Number(Quantity::Literal(value), Kind::Share(None)),
            (Some(_), Some(_)) => {
                self.report(Diagnostic::new("E0318", literal.span));
                Value::Poison
            }
            (Some(unit), None) => self.with_unit(value, unit),
        }
    }

    fn with_unit(&mut self, value: Number, unit: &Name) -> Value {
        if SPAN_UNITS.iter().any(|(known, _)| *known == unit.text) {
            return Value::Span(WrittenSpan { count: value, unit: unit.text.clone() });
        }
        let counted = match (self.names.unit_names.find(&unit.text), self.names.entity(&unit.text)) {
            (Found::One(id), _) => Some(Counted::Unit(id)),
            (_, Some(id)) => Some(Counted::Entity(id)),
            _ => None,
        };
        if let Some(counted) = counted {
            return Value::Number(Quantity::Literal(value), Kind::counting(counted));
        }
        if !self.names.is_poisoned(&unit.text) {
            let words = self.names.unit_names.words().chain(SPAN_UNITS.iter().map(|(known, _)| *known));
            let suggestion = nearest(&unit.text, words).map(str::to_string);
            self.report(Diagnostic::new("E0205", unit.span).with(&unit.text).suggest(suggestion));
        }
        Value::Poison
    }

    /// Takes a value that must be a number. A span of time is one beside days, working days, years or a unit so named.
    pub(super) fn as_number(&mut self, value: Value, span: Span, hint: Option<&Kind>) -> Option<(Quantity, Kind)> {
        let written = match value {
            // `8人` opposite a rate of persons is its 8: the unit is that of its numerator.
            Value::Number(quantity @ Quantity::Literal(_), kind) if is_of_numerator(&kind, hint) => {
                return Some((quantity, Kind::Bare));
            }
            Value::Number(quantity, kind) => return Some((quantity, kind)),
            Value::Span(written) => written,
            other => {
                self.wrong("@number", &other, span);
                return None;
            }
        };
        if let Some(kind) = hint.filter(|kind| self.is_unit_of_span(kind, &written.unit)) {
            return Some((Quantity::Literal(written.count), kind.clone()));
        }
        let (count, counted) = match written.unit.as_str() {
            "days" => (written.count, Counted::Days),
            "weeks" => (written.count * Number::from(7_i64), Counted::Days),
            "working days" => (written.count, Counted::WorkingDays),
            "years" => (written.count, Counted::Years),
            _ => {
                self.wrong("@number", &Value::Span(written), span);
                return None;
            }
        };
        Some((Quantity::Literal(count), Kind::counting(counted)))
    }

    fn is_unit_of_span(&self, kind: &Kind, word: &str) -> bool {
        let Kind::Of(dimension) = kind else { return false };
        let Some(Counted::Unit(id)) = dimension.counted() else { return false };
        let spellings =
            SPAN_UNITS.iter().find(|(known, _)| *known == word).map_or(&[][..], |(_, spellings)| *spellings);
        let unit = self.names.units.get(id.0);
        unit.is_some_and(|unit| words_of(&unit.title).any(|label| spellings.contains(&label)))
    }

    /// Reports that two numbers do not agree. `literal` is the value of the second, where it is a literal.
    pub(super) fn mismatch(&mut self, left: &Kind, right: &Kind, literal: Option<Number>, span: Span) {
        let diagnostic = match (left, right) {
            (Kind::Share(_), Kind::Bare) | (Kind::Bare, Kind::Share(_)) => {
                let percent = literal.and_then(|number| as_percent(&number));
                Diagnostic::new("E0303", span).suggest(percent)
            }
            (Kind::Ratio(..), other) | (other, Kind::Ratio(..)) if !matches!(other, Kind::Ratio(..)) => {
                let ratio = literal.and_then(|number| number.to_exact_decimal()).map(|digits| format!("{digits}:1"));
                Diagnostic::new("E0305", span).with(class_of(other)).suggest(ratio)
            }
            (Kind::Rate { .. }, Kind::Rate { .. }) => {
                Diagnostic::new("E0304", span).with(self.rate_words(left)).with(self.rate_words(right))
            }
            (Kind::Rate { .. }, other) | (other, Kind::Rate { .. }) => {
                Diagnostic::new("E0306", span).with(self.kind_words(other))
            }
            (Kind::Of(_), Kind::Share(_)) | (Kind::Share(_), Kind::Of(_)) => Diagnostic::new("E0318", span),
            _ => Diagnostic::new("E0302", span).with(self.kind_words(left)).with(self.kind_words(right)),
        };
        self.report(diagnostic);
    }

    fn kind_words(&self, kind: &Kind) -> String {
        match kind {
            Kind::Of(dimension) => self.names.dimension(dimension),
            Kind::Ratio(left, right) => {
                let side = |side: &Option<Dimension>| {
                    side.as_ref().map_or_else(|| "1".to_string(), |side| self.names.dimension(side))
                };
                format!("{}:{}", side(left), side(right))
            }
            other => class_of(other).to_string(),
        }
    }

    fn rate_words(&self, kind: &Kind) -> String {
        let Kind::Rate { numerator, base, scale } = kind else { return String::new() };
        let words = |dimension: &Dimension| match dimension.is_plain() {
            true => "number".to_string(),
            false => self.names.dimension(dimension),
        };
        format!("`{} / {scale} {}`", words(numerator), words(base))
    }

    /// `-x`
    pub(super) fn negative(&mut self, inner: &Expr) -> Value {
        let value = self.value(inner, None);
        if let Value::Span(written) = value {
            return Value::Span(WrittenSpan { count: -written.count, ..written });
        }
        match self.as_number(value, inner.span, None) {
            Some((Quantity::Literal(number), kind)) => Value::Number(Quantity::Literal(-number), kind),
            Some((quantity, kind)) => Value::Number(Quantity::Sum(vec![(-1, quantity)]), kind),
            None => Value::Poison,
        }
    }

    /// `a + b - c`, and `date + span`
    pub(super) fn sum(&mut self, terms: &[(Sign, Expr)]) -> Value {
        let values: Vec<(Sign, Value, Span)> =
            terms.iter().map(|(sign, term)| (*sign, self.value(term, None), term.span)).collect();
        if values.iter().any(|(_, value, _)| value.is_poison()) {
            return Value::Poison;
        }
        if values.iter().any(|(_, value, _)| matches!(value, Value::Moment(_) | Value::Period(_))) {
            return self.later(values);
        }
        let signs: Vec<i8> = values.iter().map(|(sign, ..)| if *sign == Sign::Minus { -1 } else { 1 }).collect();
        let values: Vec<(Value, Span)> = values.into_iter().map(|(_, value, span)| (value, span)).collect();
        if let Some((_, span)) = values.iter().find(|(value, _)| matches!(value, Value::Number(_, Kind::Ratio(..)))) {
            return self.multiplied("@ratio", *span);
        }
        let Some((quantities, kind)) = self.agreeing(values) else { return Value::Poison };
        Value::Number(Quantity::Sum(signs.into_iter().zip(quantities).collect()), kind)
    }

    fn multiplied(&mut self, class: &str, span: Span) -> Value {
        self.report(Diagnostic::new("E0313", span).with(class));
        Value::Poison
    }

    /// `a * b / c`
    pub(super) fn product(&mut self, factors: &[(Factor, Expr)]) -> Value {
        let checked: Vec<_> = factors.iter().map(|(sign, factor)| (*sign, self.number(factor), factor.span)).collect();
        let mut product: Option<(Vec<Quantity>, Kind)> = None;
        for (sign, factor, span) in checked {
            let Some((quantity, kind)) = factor else { return Value::Poison };
            let Some((mut parts, known)) = product else {
                product = Some((vec![quantity], kind));
                continue;
            };
            let over = sign == Factor::Over;
            if over && constant(&quantity).is_some_and(|number| number.is_zero()) {
                return self.fault("E0307", span);
            }
            let Some(together) = product_kind(&known, &kind, over) else {
                let odd = if matches!(kind, Kind::Bare | Kind::Of(_)) { &known } else { &kind };
                return self.multiplied(class_of(odd), span);
            };
            if over {
                parts = vec![Quantity::Quotient(Box::new(one_product(parts)), Box::new(quantity))];
            } else {
                parts.push(quantity);
            }
            product = Some((parts, together));
        }
        match product {
            Some((parts, kind)) => Value::Number(one_product(parts), kind),
            None => Value::Poison,
        }
    }

    /// `a : b`
    pub(super) fn ratio(&mut self, left: &Expr, right: &Expr) -> Value {
        let (left_number, right_number) = (self.number(left), self.number(right));
        let (Some((a, a_kind)), Some((b, b_kind))) = (left_number, right_number) else { return Value::Poison };
        if constant(&b).is_some_and(|number| number.is_zero()) {
            return self.fault("E0307", right.span);
        }
        let Some(a_side) = ratio_side(&a_kind) else { return self.multiplied(class_of(&a_kind), left.span) };
        let Some(b_side) = ratio_side(&b_kind) else { return self.multiplied(class_of(&b_kind), right.span) };
        Value::Number(Quantity::Ratio(Box::new(a), Box::new(b)), Kind::Ratio(a_side, b_side))
    }

    /// `2% of beds`
    pub(super) fn percent_of(&mut self, share: &NumberLiteral, whole: &Expr) -> Value {
        let Some((quantity, kind)) = self.number(whole) else { return Value::Poison };
        if share.percent.is_none() {
            return self.fault("E0320", share.span);
        }
        if !matches!(kind, Kind::Bare | Kind::Of(_)) {
            return self.multiplied(class_of(&kind), whole.span);
        }
        let whole = Box::new(quantity);
        Value::Number(Quantity::PercentOf { share: written(share), whole, part_of_whole: false }, kind)
    }

    /// `rehab_doctors per 100000 population`
    pub(super) fn rate(
        &mut self,
        numerator: &Expr,
        scale: Option<&NumberLiteral>,
        base: Option<&Expr>,
        span: Span,
    ) -> Value {
        let counted = self.number(numerator);
        let counted = match counted {
            Some((_, kind)) if !matches!(kind, Kind::Of(_)) => return self.not_counted(&kind, numerator.span),
            other => other,
        };
        let base = match (base, scale.and_then(|scale| scale.unit.as_ref())) {
            (Some(base), _) => self.number(base).map(|number| (number, base.span)),
            (None, Some(unit)) => self.number(&name_expr(unit)).map(|number| (number, unit.span)),
            (None, None) if counted.is_none() => None,
            (None, None) => self.default_base(span).map(|number| (number, span)),
        };
        let (Some((counted, counted_kind)), Some(((base, base_kind), base_span))) = (counted, base) else {
            return Value::Poison;
        };
        let scale_value = scale.map_or_else(Number::one, |scale| scale.value.clone());
        if let Some(scale) = scale.filter(|scale| !scale.value.is_positive() || scale.percent.is_some()) {
            return self.fault("E0321", scale.span);
        }
        let Kind::Of(numerator_dimension) = counted_kind else { return Value::Poison };
        let Kind::Of(base_dimension) = base_kind else { return self.not_counted(&base_kind, base_span) };
        let kind = Kind::Rate { numerator: numerator_dimension, base: base_dimension, scale: scale_value.clone() };
        Value::Number(Quantity::Rate { numerator: Box::new(counted), scale: scale_value, base: Box::new(base) }, kind)
    }

    fn not_counted(&mut self, kind: &Kind, span: Span) -> Value {
        self.report(Diagnostic::new("E0319", span).with(class_of(kind)));
        Value::Poison
    }

    /// The base of a `per` that names none, told at the place of that `per`.
    fn default_base(&mut self, span: Span) -> Option<(Quantity, Kind)> {
        let base = match self.base() {
            Some(base) => base.names.clone(),
            None if self.names.open => vec![Name { text: "population".to_string(), span }],
            None => {
                self.report(Diagnostic::new("E0311", span));
                return None;
            }
        };
        let names: Vec<Name> = base.into_iter().map(|name| Name { span, ..name }).collect();
        if let [name] = names.as_slice()
            && !self.names.open
            && self.names.value(self.focus, &name.text) == Found::Nothing
        {
            if !self.names.is_poisoned(&name.text) && !self.names.owners(&name.text).is_empty() {
                let focus = self.focus.map_or_else(String::new, |entity| self.names.entity_name(entity));
                self.report(Diagnostic::new("E0312", span).with(&name.text).with(focus));
            }
            return None;
        }
        self.number(&Expr { kind: ExprKind::Path(Path { names, span }), span })
    }
}

/// The number that a literal stands for, its percent sign included.
fn written(literal: &NumberLiteral) -> Number {
    let parts = match literal.percent {
        None => return literal.value.clone(),
        Some(Percent::Hundredth) => -2,
        Some(Percent::Thousandth) => -3,
    };
    literal.value.clone() * Number::power_of_ten(parts)
}

/// `85` and `0.85` as the percentage that was probably meant.
fn as_percent(number: &Number) -> Option<String> {
    let hundredfold = number.clone() * Number::power_of_ten(2);
    let meant = if *number <= Number::one() { &hundredfold } else { number };
    meant.to_exact_decimal().map(|digits| format!("{digits}%"))
}

fn name_expr(name: &Name) -> Expr {
    Expr { kind: ExprKind::Path(Path { names: vec![name.clone()], span: name.span }), span: name.span }
}

fn one_product(mut parts: Vec<Quantity>) -> Quantity {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            Quantity::Product(parts)
        }
        (_, None) => Quantity::Product(parts),
    }
}

fn is_of_numerator(kind: &Kind, hint: Option<&Kind>) -> bool {
    match (kind, hint) {
        (Kind::Of(dimension), Some(Kind::Rate { numerator, .. })) => !dimension.is_plain() && dimension == numerator,
        _ => false,
    }
}

fn ratio_side(kind: &Kind) -> Option<Option<Dimension>> {
    match kind {
        Kind::Bare => Some(None),
        Kind::Of(dimension) => Some(Some(dimension.clone())),
        _ => None,
    }
}

/// The kind of a product or a quotient; none where it has no meaning that could be compared with anything.
fn product_kind(left: &Kind, right: &Kind, over: bool) -> Option<Kind> {
    let sign = if over { -1 } else { 1 };
    match (left, right) {
        (Kind::Bare, Kind::Bare) => Some(Kind::Bare),
        (Kind::Of(a), Kind::Of(b)) => Some(Kind::Of(a.times(b, sign))),
        (kind @ Kind::Of(_), Kind::Bare | Kind::Share(None)) => Some(kind.clone()),
        (Kind::Bare | Kind::Share(_), Kind::Of(b)) => Some(Kind::Of(Dimension::default().times(b, sign))),
        (Kind::Of(a), Kind::Share(Some(_))) => Some(Kind::Of(a.clone())),
        (Kind::Share(_), Kind::Share(_)) if over => Some(Kind::plain()),
        (kind @ (Kind::Share(_) | Kind::Rate { .. }), Kind::Bare) => Some(kind.clone()),
        (Kind::Bare, kind @ (Kind::Share(_) | Kind::Rate { .. })) if !over => Some(kind.clone()),
        (kind @ Kind::Rate { .. }, Kind::Share(_)) => Some(kind.clone()),
        (Kind::Share(_), kind @ Kind::Rate { .. }) if !over => Some(kind.clone()),
        (Kind::Rate { .. }, Kind::Rate { .. }) if over && left == right => Some(Kind::plain()),
        _ => None,
    }
}
