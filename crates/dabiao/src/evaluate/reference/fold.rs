//! Aggregates over the members of a set strictly below the row in focus: each member adds what it may add, so that a
//! share, an average or a count is decided on the sum over the members (`docs/language.md`, sections 2, 4 and 7).

use super::interval::Interval;
use super::outcome::Outcome;
use super::scope::{Focus, Scope};
use super::truth::Truth;
use super::value::{Domain, Linear, Value};
use crate::date::Date;
use crate::evaluate::verdict::{MissingFact, Note};
use crate::facts::{Cell as Fact, RowId};
use crate::number::Number;
use crate::program::{AttributeId, Condition, EntityId, Fold, Quantity, Set};

/// A row that is or may be a member.
struct Member {
    row: RowId,
    /// Whether it certainly is.
    certain: bool,
    /// What would tell.
    missing: Vec<MissingFact>,
}

/// The members of a set, and whether there may be more that no table lists.
struct Members {
    listed: Vec<Member>,
    unlisted: Vec<MissingFact>,
}

impl<'w> Scope<'_, 'w> {
    /// Evaluates an aggregate for the row in focus.
    pub(super) fn fold(&mut self, fold: &'w Fold, focus: Focus) -> Value {
        match fold {
            Fold::Count(set) => self.count(set, focus),
            Fold::Sum(quantity, set) => self.sum_over(quantity, set, focus),
            Fold::Average(quantity, set) => self.average(quantity, set, focus),
            Fold::Min(quantity, set) => self.extreme_over(quantity, set, focus, true),
            Fold::Max(quantity, set) => self.extreme_over(quantity, set, focus, false),
            Fold::Share(set, test) => self.share(set, test, focus),
        }
    }

    /// `any(SET)`: whether at least one member exists.
    pub(super) fn any(&mut self, set: &'w Set, focus: Focus) -> Outcome {
        let members = self.members(set, focus);
        let certain = members.listed.iter().any(|member| member.certain);
        let possible = certain || !members.listed.is_empty() || !members.unlisted.is_empty();
        let missing = members.listed.into_iter().flat_map(|member| member.missing).chain(members.unlisted);
        Outcome::new(Truth { yes: possible, no: !certain, not_applicable: false }, missing.collect())
    }

    /// `all(SET with D)`: of nothing not applicable; a member whose `D` is not applicable is not counted.
    pub(super) fn all(&mut self, set: &'w Set, test: &'w Condition, focus: Focus) -> Outcome {
        let members = self.members(set, focus);
        let unlisted = !members.unlisted.is_empty();
        // A member can be passed over (no member, or its test is not applicable), can satisfy the test, or can fail it.
        let (mut some_may_fail, mut some_must_fail) = (unlisted, false);
        let (mut some_may_pass, mut all_may_be_passed_over) = (unlisted, true);
        let mut missing = Vec::new();
        for member in members.listed {
            let outcome = self.condition(test, Focus { row: member.row, ..focus });
            let truth = outcome.truth;
            some_may_fail |= truth.no;
            some_must_fail |= member.certain && truth == Truth::NO;
            some_may_pass |= truth.yes;
            all_may_be_passed_over &= !member.certain || truth.not_applicable;
            if truth != Truth::YES || !member.certain {
                missing.extend(member.missing.into_iter().chain(outcome.missing));
            }
        }
        missing.extend(members.unlisted);
        let truth = Truth {
            yes: some_may_pass && !some_must_fail,
            no: some_may_fail,
            not_applicable: all_may_be_passed_over && !some_must_fail,
        };
        Outcome::new(truth, missing)
    }

    /// The ids of the members that certainly fail a test, for witnesses.
    pub(super) fn failing(&mut self, set: &'w Set, test: &'w Condition, focus: Focus) -> Vec<String> {
        let members = self.members(set, focus);
        let certain = members.listed.iter().filter(|member| member.certain).map(|member| member.row);
        let rows: Vec<RowId> = certain.collect();
        let world = self.world;
        let fails = |row: &RowId| self.condition(test, Focus { row: *row, ..focus }).truth == Truth::NO;
        rows.into_iter().filter(fails).map(|row| world.id(row)).collect()
    }

    /// The members of a set below the row in focus, certain and possible, in id order.
    fn members(&mut self, set: &'w Set, focus: Focus) -> Members {
        let world = self.world;
        let mut members = Members { listed: Vec::new(), unlisted: self.unlisted(set.entity, focus) };
        for row in world.below(focus.row, set.entity).iter() {
            let mut inside = self.exists(*row, focus.day);
            if inside.truth == Truth::NO {
                continue;
            }
            if let Some(condition) = &set.condition {
                let satisfied = self.condition(condition, Focus { row: *row, ..focus });
                // A member whose condition is not applicable is not counted.
                let counted = Truth {
                    no: satisfied.truth.no || satisfied.truth.not_applicable,
                    not_applicable: false,
                    ..satisfied.truth
                };
                inside = inside.join(Outcome { truth: counted, missing: satisfied.missing }, Truth::and);
            }
            if inside.truth.yes {
                let certain = inside.truth.is_certain();
                let missing = if certain { Vec::new() } else { inside.missing };
                members.listed.push(Member { row: *row, certain, missing });
            }
        }
        members
    }

    /// The lists of members of an entity that are not complete, and the tables that were not given.
    fn unlisted(&mut self, entity: EntityId, focus: Focus) -> Vec<MissingFact> {
        let facts = self.world.facts;
        if facts.table(entity).is_none() {
            return vec![MissingFact::Table(entity)];
        }
        let regions = std::iter::once(focus.row).chain(facts.below(focus.row));
        let incomplete = regions.filter(|row| facts.is_unlisted(*row, entity, focus.day));
        let name =
            |row: RowId| Some(MissingFact::Unlisted { entity, id: facts.id(row).to_string(), of: facts.entity(row)? });
        incomplete.filter_map(name).collect()
    }

    /// Whether a row exists on a day: from its `from` cell to before its `until` cell. Without a `from` cell: always,
    /// where its rows are undated; else certainly from its first row, and before it unknown.
    fn exists(&mut self, row: RowId, day: Date) -> Outcome {
        let world = self.world;
        let Some(of) = world.facts.entity(row) else { return Outcome::known(false) };
        let Some(entity) = world.program.entities.get(of.0) else { return Outcome::known(false) };
        // Both are read as they are known on the as-of date.
        let cell = |attribute: AttributeId| world.facts.cell_of_existence(row, attribute, world.as_of);
        if let Some(Fact::Date(ended)) = entity.until.map(cell)
            && ended <= day
        {
            return Outcome::known(false);
        }
        match entity.from.map(cell) {
            Some(Fact::Date(began)) => Outcome::known(began <= day),
            Some(Fact::None) => Outcome::known(false),
            _ => match world.facts.first_observed(row) {
                Some(first) if first > day => {
                    let missing = MissingFact::Existence { entity: of, id: world.id(row) };
                    Outcome { truth: Truth::OPEN, missing: vec![missing] }
                }
                _ => Outcome::known(true),
            },
        }
    }

    fn count(&mut self, set: &'w Set, focus: Focus) -> Value {
        let members = self.members(set, focus);
        let mut total = Linear::default();
        let one = Number::one();
        for member in members.listed {
            let part = if member.certain {
                Linear::constant(one.clone())
            } else {
                let domain = Domain::Range { range: Interval::closed(Number::zero(), one.clone()), whole: true };
                let at = Focus { row: member.row, ..focus };
                Linear::variable((self.member_variable(set, at, || (domain, member.missing)), 0))
            };
            total.add(&part, &one);
        }
        self.add_unlisted(&mut total, members.unlisted, true, true);
        Value::linear(total)
    }

    /// How many members there may be.
    pub(super) fn range_of_count(&mut self, set: &'w Set, focus: Focus) -> Interval {
        let count = self.count(set, focus);
        self.range_of(&count)
    }

    /// What members that no table lists may add: nothing or more, without bound.
    fn add_unlisted(&mut self, total: &mut Linear, unlisted: Vec<MissingFact>, whole: bool, never_negative: bool) {
        if unlisted.is_empty() {
            return;
        }
        let range = if never_negative { Interval::at_least(Number::zero()) } else { Interval::anything() };
        let group = self.unknowns.add(Domain::Range { range, whole }, unlisted);
        total.add(&Linear::variable((group, 0)), &Number::one());
    }

    fn sum_over(&mut self, quantity: &'w Quantity, set: &'w Set, focus: Focus) -> Value {
        let members = self.members(set, focus);
        if let Some((outer, inner)) = self.member_in_member(&members) {
            self.notes.push(Note::MemberInMember(outer, inner));
            return self.opaque(Interval::anything(), false, Vec::new());
        }
        let mut total = Value::linear(Linear::default());
        let mut never_negative = true;
        for member in members.listed {
            let mut value = self.quantity(quantity, Focus { row: member.row, ..focus });
            if value.fraction.is_none() {
                continue;
            }
            if !member.certain || value.not_applicable {
                let range = self.range_of(&value).hull(&Interval::point(Number::zero()));
                let missing = member.missing.into_iter().chain(self.missing_of(&value)).collect();
                value = self.opaque(range, false, missing);
            }
            never_negative &= !self.range_of(&value).may_be_negative();
            total = self.add(&total, &value, &Number::one());
        }
        if !members.unlisted.is_empty() {
            let mut more = Linear::default();
            let never_negative = never_negative && is_never_negative(self, quantity);
            self.add_unlisted(&mut more, members.unlisted, false, never_negative);
            total = self.add(&total, &Value::linear(more), &Number::one());
        }
        total
    }

    /// Two members of which one lies in the other: a sum would count the inner one twice.
    fn member_in_member(&self, members: &Members) -> Option<(String, String)> {
        let is_member = |row: RowId| members.listed.binary_search_by_key(&row, |member| member.row).is_ok();
        let facts = self.world.facts;
        members.listed.iter().find_map(|inner| {
            let outer = facts.self_and_ancestors(inner.row).skip(1).find(|row| is_member(*row))?;
            Some((self.world.id(outer), self.world.id(inner.row)))
        })
    }

    /// `average(x over SET)`: a fraction of two sums, so that a bound is decided on the sum of `x - bound`.
    fn average(&mut self, quantity: &'w Quantity, set: &'w Set, focus: Focus) -> Value {
        let members = self.members(set, focus);
        let (mut sum, mut count) = (Linear::default(), Linear::default());
        let one = Number::one();
        for member in members.listed {
            let value = self.quantity(quantity, Focus { row: member.row, ..focus });
            if value.fraction.is_none() {
                continue;
            }
            let plain = value.as_linear().filter(|_| member.certain && !value.not_applicable);
            if let Some(form) = plain {
                sum.add(&form, &one);
                count.add(&Linear::constant(one.clone()), &one);
                continue;
            }
            let mut pairs = vec![[self.range_of(&value), Interval::point(one.clone())]];
            if !member.certain || value.not_applicable {
                pairs.push([Interval::point(Number::zero()), Interval::point(Number::zero())]);
            }
            let missing = member.missing.into_iter().chain(self.missing_of(&value)).collect();
            let group = self.unknowns.add(Domain::Pairs(pairs), missing);
            sum.add(&Linear::variable((group, 0)), &one);
            count.add(&Linear::variable((group, 1)), &one);
        }
        if !members.unlisted.is_empty() {
            return self.opaque(
                Interval::anything(),
                count.known().is_none_or(|count| count.is_zero()),
                members.unlisted,
            );
        }
        self.divide(&Value::linear(sum), &Value::linear(count))
    }

    /// `share(SET with D)`: each member is counted and satisfies `D`, is counted and does not, or is not counted.
    fn share(&mut self, set: &'w Set, test: &'w Condition, focus: Focus) -> Value {
        let members = self.members(set, focus);
        let (mut part, mut whole) = (Linear::default(), Linear::default());
        let one = Number::one();
        for member in members.listed {
            let outcome = self.condition(test, Focus { row: member.row, ..focus });
            let truth = outcome.truth;
            let point = |number: i64| Interval::point(Number::from(number));
            let mut pairs = Vec::new();
            pairs.extend(truth.yes.then(|| [point(1), point(1)]));
            pairs.extend(truth.no.then(|| [point(0), point(1)]));
            pairs.extend((truth.not_applicable || !member.certain).then(|| [point(0), point(0)]));
            match pairs.as_slice() {
                [[counted, all]] => {
                    part.add(&Linear::constant(counted.single().cloned().unwrap_or_else(Number::zero)), &one);
                    whole.add(&Linear::constant(all.single().cloned().unwrap_or_else(Number::zero)), &one);
                }
                _ => {
                    let missing = member.missing.into_iter().chain(outcome.missing).collect();
                    let group = self.unknowns.add(Domain::Pairs(pairs), missing);
                    part.add(&Linear::variable((group, 0)), &one);
                    whole.add(&Linear::variable((group, 1)), &one);
                }
            }
        }
        let mut with = Linear::default();
        self.add_unlisted(&mut with, members.unlisted.clone(), true, true);
        part.add(&with, &one);
        whole.add(&with, &one);
        // A whole that is not known is above zero, as every missing base.
        self.add_unlisted(&mut whole, members.unlisted, true, true);
        self.divide(&Value::linear(part), &Value::linear(whole))
    }

    fn extreme_over(&mut self, quantity: &'w Quantity, set: &'w Set, focus: Focus, least: bool) -> Value {
        let members = self.members(set, focus);
        let (mut certain, mut possible): (Option<Interval>, Option<Interval>) = (None, None);
        let mut missing = Vec::new();
        for member in members.listed {
            let value = self.quantity(quantity, Focus { row: member.row, ..focus });
            if value.fraction.is_none() {
                continue;
            }
            let range = self.range_of(&value);
            missing.extend(member.missing.into_iter().chain(self.missing_of(&value)));
            let pick = |known: Option<Interval>| {
                Some(known.map_or(range.clone(), |known| super::quantity::extreme_of_ranges(&known, &range, least)))
            };
            possible = pick(possible);
            if member.certain && !value.not_applicable {
                certain = pick(certain);
            }
        }
        if !members.unlisted.is_empty() {
            let absent = certain.is_none();
            missing.extend(members.unlisted);
            let range = match certain {
                Some(certain) if least => Interval { low: None, high: certain.high },
                Some(certain) => Interval { low: certain.low, high: None },
                None => Interval::anything(),
            };
            return self.opaque(range, absent, missing);
        }
        match (certain, possible) {
            (_, None) => Value::not_applicable(),
            (None, Some(possible)) => self.opaque(self.widened(possible, least), true, missing),
            (Some(certain), Some(possible)) => {
                // A possible member can only move the result outward; the certain ones hold the other end.
                let range = if least {
                    Interval { low: possible.low, high: certain.high }
                } else {
                    Interval { low: certain.low, high: possible.high }
                };
                self.opaque(range, false, missing)
            }
        }
    }

    /// With no certain member the inner end is open: any of the possible ones may be the only one.
    fn widened(&self, possible: Interval, least: bool) -> Interval {
        if least { Interval { high: None, ..possible } } else { Interval { low: None, ..possible } }
    }
}

/// Whether a quantity is of a kind that is never negative, whoever's it is.
fn is_never_negative(scope: &Scope<'_, '_>, quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Cell(cell) => {
            let domain = scope.world.type_of(cell.attribute).map(|of_type| scope.world.domain(of_type).0);
            domain.is_some_and(|domain| !domain.may_be_negative())
        }
        Quantity::Literal(number) => !number.is_negative(),
        Quantity::Fold(fold) => match fold.as_ref() {
            Fold::Count(_) | Fold::Share(..) => true,
            Fold::Sum(inner, _) => is_never_negative(scope, inner),
            _ => false,
        },
        Quantity::Sum(terms) => terms.iter().all(|(sign, term)| *sign > 0 && is_never_negative(scope, term)),
        _ => false,
    }
}
