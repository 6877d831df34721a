//! By how much a requirement is missed: the smallest amount, in the numerator's unit, that meets it
//! (`docs/language.md`, section 7, shortfall). Asked only where the requirement certainly fails.

use super::interval::Interval;
use super::outcome::Outcome;
use super::scope::{Focus, Scope};
use super::truth::Truth;
use super::value::{Linear, Value};
use crate::evaluate::verdict::{MOST_LISTED, Shortfall};
use crate::number::Number;
use crate::program::{Cell, Condition, Fold, Measure, Order, Quantity, Set, Type};

impl<'w> Scope<'_, 'w> {
    /// The shortfall of a condition that should be `wanted` and certainly is not.
    pub(super) fn shortfall(&mut self, condition: &'w Condition, wanted: bool, focus: Focus) -> Shortfall {
        match (condition, wanted) {
            (Condition::Not(inner), _) => self.shortfall(inner, !wanted, focus),
            (Condition::Compare { order, left, right, measure }, _) => {
                let order = if wanted { *order } else { opposite(*order) };
                self.shortfall_of_comparison(order, left, right, *measure, focus)
            }
            (Condition::Between { value, low, high, measure }, true) => {
                let above = self.shortfall_if_missed(Order::AtLeast, value, low, *measure, focus);
                let below = self.shortfall_if_missed(Order::AtMost, value, high, *measure, focus);
                above.or(below).unwrap_or(Shortfall::NoSingleNumber)
            }
            (Condition::And(parts), true) | (Condition::Or(parts), false) => {
                let missed = self.shortfalls(parts, wanted, focus);
                one_or(missed, Shortfall::AllOf)
            }
            (Condition::Or(parts), true) | (Condition::And(parts), false) => {
                let missed = self.shortfalls(parts, wanted, focus);
                one_or(missed, Shortfall::AnyOf)
            }
            (Condition::If { arms, otherwise }, _) => {
                for (when, then) in arms {
                    let taken = self.condition(when, focus).truth;
                    if taken.is_certain() {
                        return self.shortfall(then, wanted, focus);
                    }
                    if taken.yes {
                        return Shortfall::NoSingleNumber;
                    }
                }
                match otherwise {
                    Some(otherwise) => self.shortfall(otherwise, wanted, focus),
                    None => Shortfall::NoSingleNumber,
                }
            }
            (Condition::At(inner, moment), _) => match self.day_of(moment, focus) {
                Ok(Some(day)) => self.shortfall(inner, wanted, Focus { day, ..focus }),
                _ => Shortfall::NoSingleNumber,
            },
            (Condition::Any(set), _) => self.shortfall_of_any(set, wanted, focus),
            (Condition::All { set, test }, true) => {
                let ids = self.failing(set, test, focus);
                let count = ids.len();
                let ids = ids.into_iter().take(MOST_LISTED).collect();
                Shortfall::Members { ids, count, entity: set.entity }
            }
            (Condition::Flag(cell), true) => Shortfall::Items(vec![self.name_of(cell)]),
            (Condition::Includes { cell, any, items }, true) => self.missing_items(cell, *any, items, focus),
            (Condition::Attest(limbs), true) => {
                let lacking = limbs.iter().filter(|limb| self.attested(limb, focus) == Some(false));
                Shortfall::Items(lacking.cloned().collect())
            }
            (Condition::CompareDates { order: Order::AtMost | Order::LessThan, left, right }, true) => {
                let (left, right) = (self.when(left, focus), self.when(right, focus));
                match (left.certain_day(), right.certain_day()) {
                    (Some(left), Some(right)) => {
                        Shortfall::Late { days: left.to_days() - right.to_days(), come: left <= self.world.as_of }
                    }
                    _ => Shortfall::NoSingleNumber,
                }
            }
            _ => Shortfall::NoSingleNumber,
        }
    }

    /// The shortfalls of the parts that certainly are not as wanted.
    fn shortfalls(&mut self, parts: &'w [Condition], wanted: bool, focus: Focus) -> Vec<Shortfall> {
        let mut found = Vec::new();
        for part in parts {
            let Outcome { truth, .. } = self.condition(part, focus);
            if truth == Truth::known(!wanted) {
                found.push(self.shortfall(part, wanted, focus));
            }
        }
        found
    }

    fn shortfall_of_any(&mut self, set: &'w Set, wanted: bool, focus: Focus) -> Shortfall {
        let measure = Measure::Entity(set.entity);
        if wanted {
            let amount = Number::one();
            return Shortfall::Amount { amount, measure, over: false, at_least: false, more_than: false };
        }
        let range = self.range_of_count(set, focus);
        match range.low {
            Some(low) => {
                let at_least = range.high.is_none_or(|high| high.at != low.at);
                Shortfall::Amount { amount: low.at, measure, over: true, at_least, more_than: false }
            }
            None => Shortfall::NoSingleNumber,
        }
    }

    fn name_of(&self, cell: &Cell) -> String {
        let entity = self.world.program.entities.get(cell.attribute.entity.0);
        let attribute = entity.and_then(|entity| entity.attributes.get(cell.attribute.index));
        attribute.map(|attribute| attribute.title.name.clone()).unwrap_or_default()
    }

    /// The items that a set lacks; for `any of` each of them would do.
    fn missing_items(&mut self, cell: &'w Cell, any: bool, items: &'w [usize], focus: Focus) -> Shortfall {
        let Some(Type::SetOf(values)) = self.world.type_of(cell.attribute) else { return Shortfall::NoSingleNumber };
        let lacking: Vec<String> = items
            .iter()
            .filter(|item| self.lacks(cell, **item, focus))
            .filter_map(|item| values.get(*item).map(|value| value.name.clone()))
            .collect();
        if any {
            one_or(lacking.into_iter().map(|item| Shortfall::Items(vec![item])).collect(), Shortfall::AnyOf)
        } else {
            Shortfall::Items(lacking)
        }
    }

    fn shortfall_if_missed(
        &mut self,
        order: Order,
        left: &'w Quantity,
        right: &'w Quantity,
        measure: Measure,
        focus: Focus,
    ) -> Option<Shortfall> {
        let (a, b) = (self.quantity(left, focus), self.quantity(right, focus));
        let missed = self.compare_values(order, &a, &b).truth == Truth::NO;
        missed.then(|| self.shortfall_of_comparison(order, left, right, measure, focus))
    }

    fn shortfall_of_comparison(
        &mut self,
        order: Order,
        left: &'w Quantity,
        right: &'w Quantity,
        measure: Measure,
        focus: Focus,
    ) -> Shortfall {
        let (a, b) = (self.quantity(left, focus), self.quantity(right, focus));
        let Some((difference, slope)) = self.distance(left, right, &a, &b) else { return Shortfall::NoSingleNumber };
        let range =
            self.unknowns.range_where_positive(&difference, a.fraction.as_ref().map_or(&difference, |(_, d)| d));
        let step = Step { measure, whole: self.is_whole(measure), order };
        if let (Quantity::Fold(fold), Order::AtLeast | Order::MoreThan) = (left, order)
            && let Fold::Share(set, _) = fold.as_ref()
        {
            return part_of_whole(&range, &slope, b.known(), Step { measure: Measure::Entity(set.entity), ..step });
        }
        if let (Quantity::PercentOf { share, part_of_whole: true, .. }, Order::AtLeast | Order::MoreThan) =
            (right, order)
        {
            return part_of_whole(&range, &slope, Some(share.clone()), step);
        }
        amount(&range, &slope, step)
    }

    /// `left - right`, brought to whole multiples, and by how much it grows with one more of the numerator; none where
    /// it is not linear in the numerator with all else known.
    fn distance(&self, left: &Quantity, right: &Quantity, a: &Value, b: &Value) -> Option<(Linear, Number)> {
        let numerator = numerator_of(left)?;
        if depends_on(right, numerator) {
            return None;
        }
        let ((an, ad), (bn, bd)) = (a.fraction.as_ref()?, b.fraction.as_ref()?);
        let (mut difference, other) = (an.product(bd)?, bn.product(ad)?);
        difference.add(&other, &-Number::one());
        let grows = bd.known()?;
        let slope = if let Quantity::Rate { scale, .. } = left { &grows * scale } else { grows };
        slope.is_positive().then_some((difference, slope))
    }

    fn is_whole(&self, measure: Measure) -> bool {
        match measure {
            Measure::Unit(unit) => self.world.program.units.get(unit.0).is_some_and(|unit| unit.whole),
            Measure::Entity(_) | Measure::Open | Measure::Days | Measure::WorkingDays | Measure::Years => true,
            Measure::Plain => false,
        }
    }
}

/// What a shortfall is counted in, and what it must satisfy.
#[derive(Clone, Copy)]
struct Step {
    measure: Measure,
    whole: bool,
    order: Order,
}

impl Step {
    /// The smallest amount that is at least (strict: above) `needed`, and whether only more than it will do.
    fn smallest(self, needed: Number) -> (Number, bool) {
        let strict = matches!(self.order, Order::MoreThan | Order::LessThan);
        match (self.whole, strict) {
            (true, false) => (needed.ceil(), false),
            (true, true) => (needed.floor() + Number::one(), false),
            (false, strict) => (needed, strict),
        }
    }
}

/// The amount that brings `difference` (all of `range`) to where it should be, one unit moving it by `slope`.
fn amount(range: &Interval, slope: &Number, step: Step) -> Shortfall {
    let over = match step.order {
        Order::AtLeast | Order::MoreThan => false,
        Order::AtMost | Order::LessThan => true,
        Order::Equal => !range.may_be_negative(),
        Order::NotEqual => return Shortfall::NoSingleNumber,
    };
    let nearest = if over { &range.low } else { &range.high };
    let Some(needed) = nearest.as_ref().and_then(|bound| bound.at.abs().checked_div(slope)) else {
        return Shortfall::NoSingleNumber;
    };
    let (amount, more_than) = step.smallest(needed);
    Shortfall::Amount { amount, measure: step.measure, over, at_least: range.single().is_none(), more_than }
}

/// Both answers for a part of a whole that grows with it: convert so many of the whole, or add so many new ones.
fn part_of_whole(range: &Interval, slope: &Number, share: Option<Number>, step: Step) -> Shortfall {
    let lacking = range.high.as_ref().and_then(|bound| bound.at.abs().checked_div(slope));
    let (Some(lacking), Some(share)) = (lacking, share) else { return Shortfall::NoSingleNumber };
    let rest = Number::one() - share;
    let add = lacking.checked_div(&rest).filter(|_| rest.is_positive()).map(|needed| step.smallest(needed).0);
    let (convert, _) = step.smallest(lacking);
    Shortfall::PartOfWhole { convert, add, measure: step.measure, at_least: range.single().is_none() }
}

fn one_or(mut shortfalls: Vec<Shortfall>, several: fn(Vec<Shortfall>) -> Shortfall) -> Shortfall {
    match shortfalls.len() {
        0 => Shortfall::NoSingleNumber,
        1 => shortfalls.remove(0),
        _ => several(shortfalls),
    }
}

fn opposite(order: Order) -> Order {
    match order {
        Order::AtLeast => Order::LessThan,
        Order::MoreThan => Order::AtMost,
        Order::AtMost => Order::MoreThan,
        Order::LessThan => Order::AtLeast,
        Order::Equal => Order::NotEqual,
        Order::NotEqual => Order::Equal,
    }
}

/// The numerator of the left side: a count, a sum, an attribute, or a sum of such, each with the coefficient 1.
fn numerator_of(left: &Quantity) -> Option<&Quantity> {
    match left {
        Quantity::Rate { numerator, .. } => is_countable(numerator).then_some(numerator),
        Quantity::Ratio(antecedent, _) => is_countable(antecedent).then_some(antecedent),
        Quantity::Fold(fold) if matches!(fold.as_ref(), Fold::Share(..)) => Some(left),
        other => is_countable(other).then_some(other),
    }
}

fn is_countable(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Cell(_) | Quantity::Input(_) => true,
        Quantity::Fold(fold) => matches!(fold.as_ref(), Fold::Count(_) | Fold::Sum(..)),
        Quantity::Sum(terms) => terms.iter().all(|(sign, term)| *sign > 0 && is_countable(term)),
        Quantity::Age(_) | Quantity::Days(..) | Quantity::WorkingDays(..) => true,
        Quantity::At(inner, _) => is_countable(inner),
        _ => false,
    }
}

/// Whether a part of the numerator also stands on the other side.
fn depends_on(right: &Quantity, numerator: &Quantity) -> bool {
    let parts: Vec<&Quantity> = match numerator {
        Quantity::Sum(terms) => terms.iter().map(|(_, term)| term).collect(),
        other => vec![other],
    };
    parts.iter().any(|part| contains(right, part))
}

fn contains(quantity: &Quantity, part: &Quantity) -> bool {
    if quantity == part {
        return true;
    }
    match quantity {
        Quantity::Sum(terms) => terms.iter().any(|(_, term)| contains(term, part)),
        Quantity::Product(factors) | Quantity::Least(factors) | Quantity::Greatest(factors) => {
            factors.iter().any(|factor| contains(factor, part))
        }
        Quantity::Quotient(a, b) | Quantity::Ratio(a, b) => contains(a, part) || contains(b, part),
        Quantity::Rate { numerator, base, .. } => contains(numerator, part) || contains(base, part),
        Quantity::PercentOf { whole, .. } => contains(whole, part),
        Quantity::Floor(inner) | Quantity::Ceil(inner) => contains(inner, part),
        Quantity::If(arms, otherwise) => {
            let mut results = arms.iter().map(|(_, then)| then).chain(otherwise.iter().map(Box::as_ref));
            results.any(|result| contains(result, part))
        }
        Quantity::Case { value, rows, otherwise } => {
            let mut results = rows.iter().map(|(_, then)| then).chain(otherwise.iter().map(Box::as_ref));
            contains(value, part) || results.any(|result| contains(result, part))
        }
        _ => false,
    }
}
