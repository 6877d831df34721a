//! Numbers: what a quantity of the row in focus may be (`docs/language.md`, sections 4, 6 and 7).

use super::cases::Part;
use super::condition::place_of;
use super::interval::{Bound, Interval};
use super::moment::When;
use super::scope::{Focus, Found, Scope};
use super::unknown::Unknown;
use super::value::{Domain, Linear, Value};
use crate::date::Date;
use crate::evaluate::verdict::MissingFact;
use crate::facts::Cell as Fact;
use crate::number::Number;
use crate::program::{self, Condition, InputId, Order, Quantity};

impl<'w> Scope<'_, 'w> {
    /// Evaluates a quantity for the row in focus.
    pub(super) fn quantity(&mut self, quantity: &'w Quantity, focus: Focus) -> Value {
        match quantity {
            Quantity::Literal(number) => Value::number(number.clone()),
            Quantity::Cell(cell) => self.number_of_cell(cell, focus),
            Quantity::Input(input) => self.number_of_input(*input, place_of(quantity)),
            Quantity::OverTime(steps) => match steps.iter().rfind(|(from, _)| *from <= self.due) {
                Some((_, value)) => self.quantity(value, focus),
                None => Value::not_applicable(),
            },
            Quantity::Sum(terms) => self.sum_of(terms, focus),
            Quantity::Product(factors) => {
                let values: Vec<Value> = factors.iter().map(|factor| self.quantity(factor, focus)).collect();
                let one = Value::number(Number::one());
                values.iter().fold(one, |product, value| self.multiply(&product, value))
            }
            Quantity::Quotient(a, b) => {
                let (a, b) = (self.quantity(a, focus), self.quantity(b, focus));
                self.divide(&a, &b)
            }
            Quantity::Rate { numerator, scale, base } => {
                let numerator = self.quantity(numerator, focus);
                let scaled = self.multiply(&numerator, &Value::number(scale.clone()));
                let base = self.quantity(base, focus);
                self.divide(&scaled, &base)
            }
            Quantity::Ratio(a, b) => self.ratio(a, b, focus),
            Quantity::PercentOf { share, whole, .. } => self.percent_of(share, whole, focus),
            Quantity::Fold(fold) => self.fold(fold, focus),
            Quantity::Least(values) => self.extreme(values, focus, true),
            Quantity::Greatest(values) => self.extreme(values, focus, false),
            Quantity::Floor(value) => self.rounded(value, focus, Number::floor),
            Quantity::Ceil(value) => self.rounded(value, focus, Number::ceil),
            Quantity::If(arms, otherwise) => {
                let mut union = Union::default();
                for (when, then) in arms {
                    if self.take_arm(when, then, focus, &mut union) {
                        return self.joined(union);
                    }
                }
                self.take_rest(otherwise.as_deref(), focus, union)
            }
            Quantity::Case { value, rows, otherwise } => self.case_of(value, rows, otherwise.as_deref(), focus),
            Quantity::Age(moment) => {
                let when = self.when(moment, focus);
                self.age(&when, focus.day)
            }
            Quantity::Days(from, to) => {
                let (from, to) = (self.when(from, focus), self.when(to, focus));
                self.days_between(&from, &to)
            }
            Quantity::WorkingDays(from, to) => {
                let (from, to) = (self.when(from, focus), self.when(to, focus));
                self.working_days_between(&from, &to, focus)
            }
            Quantity::At(inner, moment) => match self.day_of(moment, focus) {
                Ok(Some(day)) => self.quantity(inner, Focus { day, ..focus }),
                Ok(None) => Value::not_applicable(),
                Err(missing) => self.opaque(Interval::anything(), true, missing),
            },
        }
    }

    /// A number of which only the range is known.
    pub(super) fn opaque(&mut self, range: Interval, not_applicable: bool, missing: Vec<MissingFact>) -> Value {
        if let Some(number) = range.single() {
            return Value { missing, not_applicable, ..Value::number(number.clone()) };
        }
        let group = self.unknowns.add(Domain::Range { range, whole: false }, missing);
        Value { not_applicable, ..Value::linear(Linear::variable((group, 0))) }
    }

    fn number_of_cell(&mut self, cell: &'w program::Cell, focus: Focus) -> Value {
        let reached = self.reach(cell.of.as_deref(), focus);
        let mut union = Union { missing: reached.missing, absent: reached.may_be_absent, ..Union::default() };
        for row in reached.rows {
            let value = match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                Found::Known(Fact::Number(number)) => Value::number(number.clone()),
                Found::Known(_) => Value::not_applicable(),
                Found::Missing(unknown, part) => {
                    let of_type = self.world.type_of(cell.attribute);
                    let (range, whole) = of_type.map_or((Interval::anything(), false), |it| self.world.domain(it));
                    self.missing_number(&unknown, part, range, whole)
                }
            };
            union.values.push(value);
        }
        self.joined(union)
    }

    fn missing_number(&mut self, unknown: &Unknown, part: Option<Part>, range: Interval, whole: bool) -> Value {
        let range = match part {
            Some(Part::Range(part)) => part.within(&range, whole).unwrap_or(range),
            _ => range,
        };
        // A case that cuts at a number knows it: over zero a rate is not applicable.
        if let Some(number) = range.single() {
            return Value::number(number.clone());
        }
        let group = self.variable(unknown, range, whole);
        Value::linear(Linear::variable((group, 0)))
    }

    fn number_of_input(&mut self, input: InputId, place: usize) -> Value {
        match self.read_input(input, place) {
            Found::Known(Fact::Number(number)) => Value::number(number.clone()),
            Found::Known(_) => Value::not_applicable(),
            Found::Missing(unknown, part) => {
                let of_type = self.world.program.inputs.get(input.0).map(|input| &input.of_type);
                let (range, whole) = of_type.map_or((Interval::anything(), false), |it| self.world.domain(it));
                self.missing_number(&unknown, part, range, whole)
            }
        }
    }

    fn sum_of(&mut self, terms: &'w [(i8, Quantity)], focus: Focus) -> Value {
        let mut sum = Value::number(Number::zero());
        for (sign, term) in terms {
            let value = self.quantity(term, focus);
            sum = self.add(&sum, &value, &Number::from(i64::from(*sign)));
        }
        sum
    }

    /// `a + factor * b`; not applicable where one of them is.
    pub(super) fn add(&mut self, a: &Value, b: &Value, factor: &Number) -> Value {
        let not_applicable = a.not_applicable || b.not_applicable;
        let mut missing = [a.missing.as_slice(), b.missing.as_slice()].concat();
        let (Some((an, ad)), Some((bn, bd))) = (&a.fraction, &b.fraction) else {
            return Value::not_applicable();
        };
        let parts = (an.product(bd), bn.product(ad), ad.product(bd));
        if let (Some(mut numerator), Some(other), Some(denominator)) = parts {
            numerator.add(&other, factor);
            return Value { fraction: Some((numerator, denominator)), not_applicable, missing, arms: Vec::new() };
        }
        let range = self.range_of(a).plus(&self.range_of(b).times(factor));
        missing.extend(self.missing_of(a).into_iter().chain(self.missing_of(b)));
        self.opaque(range, not_applicable, missing)
    }

    fn multiply(&mut self, a: &Value, b: &Value) -> Value {
        let not_applicable = a.not_applicable || b.not_applicable;
        let mut missing = [a.missing.as_slice(), b.missing.as_slice()].concat();
        let (Some((an, ad)), Some((bn, bd))) = (&a.fraction, &b.fraction) else {
            return Value::not_applicable();
        };
        if let (Some(numerator), Some(denominator)) = (an.product(bn), ad.product(bd)) {
            return Value { fraction: Some((numerator, denominator)), not_applicable, missing, arms: Vec::new() };
        }
        let range = self.range_of(a).product(&self.range_of(b));
        missing.extend(self.missing_of(a).into_iter().chain(self.missing_of(b)));
        self.opaque(range, not_applicable, missing)
    }

    /// `a / b`: over a known zero not applicable; a missing base is above zero.
    pub(super) fn divide(&mut self, a: &Value, b: &Value) -> Value {
        let missing = [a.missing.as_slice(), b.missing.as_slice()].concat();
        let (Some((an, ad)), Some((bn, bd))) = (&a.fraction, &b.fraction) else {
            return Value::not_applicable();
        };
        let zero_possible = match bn.known() {
            Some(number) if number.is_zero() => return Value::not_applicable(),
            Some(_) => false,
            None => self.base_may_be_zero(bn),
        };
        let not_applicable = a.not_applicable || b.not_applicable || zero_possible;
        let flip = if bn.known().is_some_and(|number| number.is_negative()) { -Number::one() } else { Number::one() };
        let may_turn = self.unknowns.range(bn).may_be_negative() && bn.known().is_none();
        match (an.product(bd), ad.product(bn)) {
            (Some(numerator), Some(denominator)) if !may_turn => {
                let fraction = Some((numerator.times(&flip), denominator.times(&flip)));
                Value { fraction, not_applicable, missing, arms: Vec::new() }
            }
            _ => {
                let range = if may_turn { Interval::anything() } else { self.range_of_quotient(a, b) };
                let behind = self.missing_of(a).into_iter().chain(self.missing_of(b));
                let missing = missing.into_iter().chain(behind).collect();
                self.opaque(range, not_applicable, missing)
            }
        }
    }

    /// Whether a base that is not known may be zero: only where it depends on which members are counted.
    fn base_may_be_zero(&mut self, base: &Linear) -> bool {
        if self.unknowns.has_pairs(base) {
            return self.unknowns.range(base).contains_zero();
        }
        self.unknowns.assume_positive(base);
        false
    }

    /// `a : b`: of zero to zero not applicable; of more than zero to zero beyond every bound.
    fn ratio(&mut self, a: &'w Quantity, b: &'w Quantity, focus: Focus) -> Value {
        let (a, b) = (self.quantity(a, focus), self.quantity(b, focus));
        let missing = [a.missing.as_slice(), b.missing.as_slice()].concat();
        let not_applicable = a.not_applicable || b.not_applicable;
        let (Some(antecedent), Some(consequent)) = (a.as_linear(), b.as_linear()) else {
            return self.divide(&a, &b);
        };
        let both_zero = match (antecedent.known(), consequent.known()) {
            (Some(a), Some(b)) if a.is_zero() && b.is_zero() => return Value::not_applicable(),
            (None, Some(b)) if b.is_zero() => self.unknowns.range(&antecedent).contains_zero(),
            (_, Some(_)) => false,
            (_, None) => self.base_may_be_zero(&consequent),
        };
        let not_applicable = not_applicable || both_zero;
        Value { fraction: Some((antecedent, consequent)), not_applicable, missing, arms: Vec::new() }
    }

    /// `2% of beds`: of a known zero not applicable; a missing whole is above zero.
    fn percent_of(&mut self, share: &Number, whole: &'w Quantity, focus: Focus) -> Value {
        let whole = self.quantity(whole, focus);
        let zero_possible = match whole.fraction.as_ref().map(|(numerator, _)| (numerator, numerator.known())) {
            None => return Value::not_applicable(),
            Some((_, Some(number))) if number.is_zero() => return Value::not_applicable(),
            Some((_, Some(_))) => false,
            Some((numerator, None)) => {
                let numerator = numerator.clone();
                self.base_may_be_zero(&numerator)
            }
        };
        let mut portion = self.multiply(&whole, &Value::number(share.clone()));
        portion.not_applicable |= zero_possible;
        portion
    }

    /// `min(a, b)` and `max(a, b)`.
    fn extreme(&mut self, values: &'w [Quantity], focus: Focus, least: bool) -> Value {
        let values: Vec<Value> = values.iter().map(|value| self.quantity(value, focus)).collect();
        if values.iter().any(|value| value.fraction.is_none()) {
            return Value::not_applicable();
        }
        let not_applicable = values.iter().any(|value| value.not_applicable);
        let ranges: Vec<Interval> = values.iter().map(|value| self.range_of(value)).collect();
        let range = ranges.into_iter().reduce(|a, b| extreme_of_ranges(&a, &b, least));
        let missing = values.iter().flat_map(|value| self.missing_of(value)).collect();
        self.opaque(range.unwrap_or_else(Interval::anything), not_applicable, missing)
    }

    fn rounded(&mut self, value: &'w Quantity, focus: Focus, round: fn(&Number) -> Number) -> Value {
        let value = self.quantity(value, focus);
        if value.fraction.is_none() {
            return value;
        }
        let range = self.range_of(&value).map(round);
        let missing = self.missing_of(&value);
        self.opaque(range, value.not_applicable, missing)
    }

    /// Adds the value of an arm that may be taken; true where it certainly is, so that no later arm counts.
    fn take_arm(&mut self, when: &'w Condition, then: &'w Quantity, focus: Focus, union: &mut Union) -> bool {
        let taken = self.condition(when, focus);
        if taken.truth.yes {
            union.missing.extend(taken.missing);
            let value = self.quantity(then, focus);
            union.values.push(value);
        }
        taken.truth.is_certain()
    }

    fn take_rest(&mut self, otherwise: Option<&'w Quantity>, focus: Focus, mut union: Union) -> Value {
        match otherwise {
            Some(otherwise) => {
                let value = self.quantity(otherwise, focus);
                union.values.push(value);
            }
            None => union.absent = true,
        }
        self.joined(union)
    }

    /// `case x { to 500_000: 500 … }`: the first row whose bound is not below the value.
    fn case_of(
        &mut self,
        value: &'w Quantity,
        rows: &'w [(Quantity, Quantity)],
        otherwise: Option<&'w Quantity>,
        focus: Focus,
    ) -> Value {
        let value = self.quantity(value, focus);
        if value.fraction.is_none() {
            return value;
        }
        let mut union = Union { absent: value.not_applicable, ..Union::default() };
        for (bound, then) in rows {
            let bound = self.quantity(bound, focus);
            let taken = self.compare_values(Order::AtMost, &value, &bound);
            if taken.truth.yes {
                union.missing.extend(taken.missing);
                let value = self.quantity(then, focus);
                union.values.push(value);
            }
            if taken.truth.is_certain() {
                return self.joined(union);
            }
        }
        self.take_rest(otherwise, focus, union)
    }

    /// One of several values: the one there is, or a range around all.
    fn joined(&mut self, union: Union) -> Value {
        let absent = union.absent || union.values.iter().any(|value| value.not_applicable);
        let numbers: Vec<&Value> = union.values.iter().filter(|value| value.fraction.is_some()).collect();
        match numbers.as_slice() {
            [] => Value { missing: union.missing, ..Value::not_applicable() },
            [only] => {
                let missing = [union.missing.as_slice(), only.missing.as_slice()].concat();
                Value { not_applicable: absent, missing, ..(*only).clone() }
            }
            [first, rest @ ..] => {
                let same = rest.iter().all(|value| value.fraction == first.fraction);
                if same {
                    return Value { not_applicable: absent, ..(*first).clone() };
                }
                let ranges = numbers.iter().map(|value| self.range_of(value));
                let hull = ranges.reduce(|a, b| a.hull(&b)).unwrap_or_else(Interval::anything);
                let behind: Vec<MissingFact> = numbers.iter().flat_map(|value| self.missing_of(value)).collect();
                let missing = union.missing.into_iter().chain(behind).collect();
                let arms = numbers.iter().flat_map(|value| value.each().cloned()).collect();
                Value { arms, ..self.opaque(hull, absent, missing) }
            }
        }
    }

    fn age(&mut self, when: &When, on: Date) -> Value {
        let years = |day: Option<i64>| day.and_then(Date::from_days).map(|born| born.full_years_to(on));
        let Some((first, last)) = when.days else { return Value::not_applicable() };
        let bound = |years: Option<i64>| years.map(|years| Bound { at: Number::from(years), open: false });
        let range = Interval { low: bound(years(last)), high: bound(years(first)) };
        self.opaque(range, when.none || when.not_applicable, when.missing.clone())
    }

    fn days_between(&mut self, from: &When, to: &When) -> Value {
        let (Some(a), Some(b)) = (from.days, to.days) else { return Value::not_applicable() };
        let bound =
            |x: Option<i64>, y: Option<i64>| Some(Bound { at: Number::from(x?.saturating_sub(y?)), open: false });
        let range = Interval { low: bound(b.0, a.1), high: bound(b.1, a.0) };
        let absent = from.none || to.none || from.not_applicable || to.not_applicable;
        self.opaque(range, absent, [from.missing.as_slice(), to.missing.as_slice()].concat())
    }

    fn working_days_between(&mut self, from: &When, to: &When, focus: Focus) -> Value {
        if from.days.is_none() || to.days.is_none() {
            return Value::not_applicable();
        }
        let absent = from.none || to.none || from.not_applicable || to.not_applicable;
        let mut missing = [from.missing.as_slice(), to.missing.as_slice()].concat();
        if let (Some(start), Some(end)) = (from.day(), to.day()) {
            let calendar = self.calendar(focus.row);
            match calendar.and_then(|calendar| calendar.working_days(start, end)) {
                Some(count) => return Value { not_applicable: absent, ..Value::number(Number::from(count)) },
                None => missing.push(MissingFact::Calendar { id: self.world.id(focus.row) }),
            }
        }
        let group = Domain::Range { range: Interval::at_least(Number::zero()), whole: true };
        let group = self.unknowns.add(group, missing);
        Value { not_applicable: absent, ..Value::linear(Linear::variable((group, 0))) }
    }

    /// All values that a value may have.
    pub(super) fn range_of(&self, value: &Value) -> Interval {
        let Some((numerator, denominator)) = &value.fraction else { return Interval::anything() };
        if let Some(form) = value.as_linear() {
            return self.unknowns.range(&form);
        }
        let above = self.unknowns.range_where_positive(numerator, denominator);
        let below = self.unknowns.range_where_positive(denominator, denominator);
        quotient_of_ranges(&above, &below)
    }

    fn range_of_quotient(&self, a: &Value, b: &Value) -> Interval {
        quotient_of_ranges(&self.range_of(a), &self.range_of(b))
    }

    /// All that is missing behind a value.
    pub(super) fn missing_of(&self, value: &Value) -> Vec<MissingFact> {
        let mut missing = value.missing.clone();
        if let Some((numerator, denominator)) = &value.fraction {
            missing.extend(self.unknowns.missing_behind(numerator));
            missing.extend(self.unknowns.missing_behind(denominator));
        }
        missing
    }
}

/// Several values of which one holds.
#[derive(Default)]
struct Union {
    values: Vec<Value>,
    absent: bool,
    missing: Vec<MissingFact>,
}

/// The range of quotients, the divisor being never negative.
fn quotient_of_ranges(a: &Interval, b: &Interval) -> Interval {
    let inverse = |bound: &Option<Bound>| {
        let bound = bound.as_ref()?;
        Some(Bound { at: Number::one().checked_div(&bound.at)?, open: bound.open })
    };
    let low = inverse(&b.high).or(Some(Bound { at: Number::zero(), open: true }));
    a.product(&Interval { low, high: inverse(&b.low) })
}

/// The range of the lesser, or of the greater, of two numbers.
pub(super) fn extreme_of_ranges(a: &Interval, b: &Interval, least: bool) -> Interval {
    let pick = |a: &Option<Bound>, b: &Option<Bound>, none_wins: bool| match (a, b) {
        (Some(a), Some(b)) => Some(if (a.at <= b.at) == least { a.clone() } else { b.clone() }),
        (a, b) if !none_wins => a.clone().or_else(|| b.clone()),
        _ => None,
    };
    Interval { low: pick(&a.low, &b.low, least), high: pick(&a.high, &b.high, !least) }
}
