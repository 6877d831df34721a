//! Conditions: what is true, false or not applicable of the row in focus (`docs/language.md`, sections 4 and 7).

use super::cases::Part;
use super::outcome::Outcome;
use super::scope::{Focus, Found, Scope};
use super::truth::Truth;
use super::unknown::Unknown;
use super::value::{Linear, Value};
use crate::evaluate::verdict::{Compared, MissingFact, Note, ShownValue};
use crate::facts::Cell as Fact;
use crate::number::Number;
use crate::program::{self, Choice, Condition, InputId, Order, Quantity, Set, TextCell, Type};

/// A test of a set, given whether it has each item.
type SetTest<'t> = &'t dyn Fn(&dyn Fn(usize) -> Truth) -> Truth;

/// The place of the program where something is read, to tell one reading from another.
pub(super) fn place_of<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}

impl<'w> Scope<'_, 'w> {
    /// Evaluates a condition for the row in focus.
    pub(super) fn condition(&mut self, condition: &'w Condition, focus: Focus) -> Outcome {
        match condition {
            Condition::Compare { order, left, right, .. } => self.compare(*order, left, right, focus),
            Condition::Between { value, low, high, .. } => {
                let above = self.compare(Order::AtLeast, value, low, focus);
                // The value is read again: what is missing in it is cut at both ends.
                let first = std::mem::replace(&mut self.again, true);
                let below = self.compare(Order::AtMost, value, high, focus);
                self.again = first;
                let joined = above.join(below, Truth::and);
                Outcome::new(joined.truth, joined.missing)
            }
            Condition::CompareDates { order, left, right } => self.compare_dates(*order, left, right, focus),
            Condition::IsNone(moment) => self.is_none(moment, focus),
            Condition::Flag(cell) => self.flag(cell, focus),
            Condition::FlagInput(input) => self.flag_input(*input, place_of(condition)),
            Condition::OneOf { value, allowed } => {
                let allows = |at: usize| allowed.get(at).copied().unwrap_or(false);
                self.choice_test(value, focus, &allows)
            }
            Condition::CompareChoices { order, left, right } => self.compare_choices(*order, left, right, focus),
            Condition::Includes { cell, any, items } => self.includes(cell, *any, items, focus),
            Condition::SetIs { cell, items } => self.set_is(cell, items, focus),
            Condition::TextIn { text, allowed } => self.text_in(text, allowed, focus),
            Condition::Any(set) => self.any(set, focus),
            Condition::All { set, test } => self.all(set, test, focus),
            Condition::Attest(limbs) => self.attest(limbs, focus),
            Condition::And(parts) => self.chain(parts, focus, Truth::and),
            Condition::Or(parts) => self.chain(parts, focus, Truth::or),
            Condition::Not(inner) => {
                let outcome = self.condition(inner, focus);
                Outcome { truth: outcome.truth.negated(), missing: outcome.missing }
            }
            Condition::If { arms, otherwise } => self.conditional(arms, otherwise.as_deref(), focus),
            Condition::At(inner, moment) => match self.day_of(moment, focus) {
                Ok(Some(day)) => self.condition(inner, Focus { day, ..focus }),
                Ok(None) => Outcome::decided(Truth::NOT_APPLICABLE),
                Err(missing) => Outcome::new(Truth { yes: true, no: true, not_applicable: true }, missing),
            },
        }
    }

    /// `and` and `or`: every part is looked at, so that all that is missing is known; a decided part asks for nothing.
    fn chain(&mut self, parts: &'w [Condition], focus: Focus, rule: fn(Truth, Truth) -> Truth) -> Outcome {
        let mut joined = Outcome::decided(Truth::NOT_APPLICABLE);
        for part in parts {
            let outcome = self.condition(part, focus);
            joined = joined.join(outcome, rule);
        }
        Outcome::new(joined.truth, joined.missing)
    }

    /// `if a then b else c`: the first arm whose condition holds; none and no `else`: not applicable.
    fn conditional(
        &mut self,
        arms: &'w [(Condition, Condition)],
        otherwise: Option<&'w Condition>,
        focus: Focus,
    ) -> Outcome {
        let mut possible: Option<Truth> = None;
        let mut missing = Vec::new();
        let add = |possible: &mut Option<Truth>, truth: Truth| {
            *possible = Some(possible.map_or(truth, |known| known.or_else(truth)));
        };
        for (when, then) in arms {
            let taken = self.condition(when, focus);
            if taken.truth.yes {
                missing.extend(taken.missing);
                let outcome = self.condition(then, focus);
                missing.extend(outcome.missing);
                add(&mut possible, outcome.truth);
            }
            if taken.truth.is_certain() {
                return Outcome::new(possible.unwrap_or(Truth::NOT_APPLICABLE), missing);
            }
        }
        let rest = match otherwise {
            Some(otherwise) => self.condition(otherwise, focus),
            None => Outcome::decided(Truth::NOT_APPLICABLE),
        };
        missing.extend(rest.missing);
        add(&mut possible, rest.truth);
        Outcome::new(possible.unwrap_or(Truth::NOT_APPLICABLE), missing)
    }

    fn compare(&mut self, order: Order, left: &'w Quantity, right: &'w Quantity, focus: Focus) -> Outcome {
        let (a, b) = (self.quantity(left, focus), self.quantity(right, focus));
        if let Quantity::PercentOf { part_of_whole: true, share, .. } = right {
            self.check_part(&a, &b, share);
        }
        self.compare_values(order, &a, &b)
    }

    /// A part larger than its whole is a fault of the facts that a reader must know of.
    fn check_part(&mut self, part: &Value, portion: &Value, share: &Number) {
        let whole = portion.known().and_then(|portion| portion.checked_div(share));
        if let (Some(part), Some(whole)) = (part.known(), whole)
            && part > whole
            && !self.notes.contains(&Note::PartLargerThanWhole)
        {
            self.notes.push(Note::PartLargerThanWhole);
        }
    }

    /// Compares `a/b` with `c/d` by the sign of `a*d - c*b`, so that equal terms cancel and nothing is rounded.
    pub(super) fn compare_values(&mut self, order: Order, left: &Value, right: &Value) -> Outcome {
        let not_applicable = left.not_applicable || right.not_applicable;
        let mut missing = [left.missing.as_slice(), right.missing.as_slice()].concat();
        let (Some((a, b)), Some((c, d))) = (&left.fraction, &right.fraction) else {
            return Outcome::decided(Truth::NOT_APPLICABLE);
        };
        let (Some(ad), Some(cb)) = (a.product(d), c.product(b)) else {
            let values: Vec<Linear> = [a, b, c, d].into_iter().cloned().collect();
            missing.extend(values.iter().flat_map(|form| self.unknowns.missing_behind(form)));
            return self.compare_ranges(order, left, right, missing);
        };
        let mut difference = ad.clone();
        difference.add(&cb, &-Number::one());
        let range = self.unknowns.range_where_positive(&difference, b);
        let mut truth = self.unknowns.compare(&difference, &range, order);
        self.note_thresholds(left, right);
        if let (Some(left), Some(right)) = (ad.known(), cb.known()) {
            self.record_comparison(left, order, right, truth.yes);
        }
        truth.not_applicable = not_applicable;
        missing.extend(self.unknowns.missing_behind(&difference));
        if not_applicable {
            missing.extend(self.unknowns.missing_behind(b));
        }
        Outcome::new(truth, missing)
    }

    /// Where two unknowns multiply: by ranges. It may leave open what a cleverer reader could decide.
    fn compare_ranges(&mut self, order: Order, left: &Value, right: &Value, missing: Vec<MissingFact>) -> Outcome {
        let difference = self.range_of(left).plus(&self.range_of(right).times(&-Number::one()));
        let truth = self.unknowns.compare(&Linear::default(), &difference, order);
        Outcome::new(Truth { not_applicable: left.not_applicable || right.not_applicable, ..truth }, missing)
    }

    /// A missing cell compared alone with a constant can be cut there.
    fn note_thresholds(&mut self, left: &Value, right: &Value) {
        for (a, b) in left.each() {
            for (c, d) in right.each() {
                let (Some(mut difference), Some(cb)) = (a.product(d), c.product(b)) else { continue };
                difference.add(&cb, &-Number::one());
                if let Some(((group, _), number)) = difference.threshold()
                    && let Some(unknown) = self.unknown_of(group).cloned()
                {
                    self.places.compared_with(&unknown, number);
                }
            }
        }
    }

    fn record_comparison(&mut self, left: Number, order: Order, right: Number, holds: bool) {
        if self.world.record {
            let scale = left.denominator_with(&right);
            let compared = Compared { left: left * scale.clone(), order, right: right * scale, holds };
            if !self.comparisons.contains(&compared) {
                self.comparisons.push(compared);
            }
        }
    }

    fn flag(&mut self, cell: &'w program::Cell, focus: Focus) -> Outcome {
        let reached = self.reach(cell.of.as_deref(), focus);
        let mut truths = Vec::new();
        let mut missing = reached.missing;
        for row in reached.rows {
            truths.push(match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                Found::Known(Fact::Flag(holds)) => Truth::known(holds),
                Found::Known(_) => Truth::OPEN,
                Found::Missing(unknown, part) => self.missing_flag(&unknown, part, &mut missing),
            });
        }
        truths.extend(reached.may_be_absent.then_some(Truth::NOT_APPLICABLE));
        let truth = truths.into_iter().reduce(Truth::or_else).unwrap_or(Truth::NOT_APPLICABLE);
        Outcome::new(truth, missing)
    }

    fn missing_flag(&mut self, unknown: &Unknown, part: Option<Part>, missing: &mut Vec<MissingFact>) -> Truth {
        self.places.is_a_flag(unknown);
        match part {
            Some(Part::Flag(holds)) => Truth::known(holds),
            _ => {
                missing.push(self.missing_fact(unknown));
                Truth::OPEN
            }
        }
    }

    fn flag_input(&mut self, input: InputId, place: usize) -> Outcome {
        match self.read_input(input, place) {
            Found::Known(Fact::Flag(holds)) => Outcome::known(holds),
            Found::Known(_) => Outcome::decided(Truth::NOT_APPLICABLE),
            Found::Missing(unknown, part) => {
                let mut missing = Vec::new();
                let truth = self.missing_flag(&unknown, part, &mut missing);
                Outcome::new(truth, missing)
            }
        }
    }

    /// The positions that a choice may have, whether it may be absent, and what is missing.
    fn choices(&mut self, choice: &'w Choice, focus: Focus) -> (Vec<usize>, bool, Vec<MissingFact>) {
        match choice {
            Choice::Literal(at) => (vec![*at], false, Vec::new()),
            Choice::Cell(cell) => self.choices_of_cell(cell, focus),
            Choice::If(arms, otherwise) => {
                let (mut possible, mut absent, mut missing) = (Vec::new(), false, Vec::new());
                for (when, then) in arms {
                    let taken = self.condition(when, focus);
                    if taken.truth.yes {
                        let (values, may_be_absent, more) = self.choices(then, focus);
                        possible.extend(values);
                        absent |= may_be_absent;
                        missing.extend(taken.missing.into_iter().chain(more));
                    }
                    if taken.truth.is_certain() {
                        return (possible, absent, missing);
                    }
                }
                match otherwise {
                    Some(otherwise) => {
                        let (values, may_be_absent, more) = self.choices(otherwise, focus);
                        possible.extend(values);
                        missing.extend(more);
                        (possible, absent || may_be_absent, missing)
                    }
                    None => (possible, true, missing),
                }
            }
        }
    }

    fn choices_of_cell(&mut self, cell: &'w program::Cell, focus: Focus) -> (Vec<usize>, bool, Vec<MissingFact>) {
        let reached = self.reach(cell.of.as_deref(), focus);
        let mut missing = reached.missing;
        let mut possible = Vec::new();
        let count = match self.world.type_of(cell.attribute) {
            Some(Type::OneOf(values) | Type::Ordered(values)) => values.len(),
            _ => 0,
        };
        for row in reached.rows {
            match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                Found::Known(Fact::Choice(at)) => possible.push(at),
                Found::Known(_) => possible.extend(0..count),
                Found::Missing(unknown, part) => {
                    self.places.is_one_of(&unknown, count);
                    if let Some(Part::Choice(at)) = part {
                        possible.push(at);
                    } else {
                        missing.push(self.missing_fact(&unknown));
                        possible.extend(0..count);
                    }
                }
            }
        }
        (possible, reached.may_be_absent, missing)
    }

    fn choice_test(&mut self, choice: &'w Choice, focus: Focus, allows: &dyn Fn(usize) -> bool) -> Outcome {
        let (possible, not_applicable, missing) = self.choices(choice, focus);
        let yes = possible.iter().any(|at| allows(*at));
        let no = possible.iter().any(|at| !allows(*at));
        Outcome::new(Truth { yes, no, not_applicable }, missing)
    }

    fn compare_choices(&mut self, order: Order, left: &'w Choice, right: &'w Choice, focus: Focus) -> Outcome {
        let (a, a_absent, mut missing) = self.choices(left, focus);
        let (b, b_absent, more) = self.choices(right, focus);
        missing.extend(more);
        let mut truth = Truth { yes: false, no: false, not_applicable: a_absent || b_absent };
        for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
            let holds = holds(order, x.cmp(y));
            truth.yes |= holds;
            truth.no |= !holds;
        }
        Outcome::new(truth, missing)
    }

    fn includes(&mut self, cell: &'w program::Cell, any: bool, items: &'w [usize], focus: Focus) -> Outcome {
        self.set_test(cell, focus, items, &|there| {
            let tests = items.iter().map(|item| there(*item));
            let rule = if any { Truth::or } else { Truth::and };
            tests.reduce(rule).unwrap_or(Truth::known(!any))
        })
    }

    fn set_is(&mut self, cell: &'w program::Cell, items: &'w [usize], focus: Focus) -> Outcome {
        let count = match self.world.type_of(cell.attribute) {
            Some(Type::SetOf(values)) => values.len(),
            _ => 0,
        };
        let all: Vec<usize> = (0..count).collect();
        self.set_test(cell, focus, &all, &|there| {
            let test = |item: &usize| if items.contains(item) { there(*item) } else { there(*item).negated() };
            all.iter().map(test).reduce(Truth::and).unwrap_or(Truth::YES)
        })
    }

    /// Whether a set certainly lacks an item.
    pub(super) fn lacks(&mut self, cell: &'w program::Cell, item: usize, focus: Focus) -> bool {
        self.set_test(cell, focus, &[item], &|there| there(item)).truth == Truth::NO
    }

    /// Tests a set cell by whether each of the `asked` items is in it.
    fn set_test(&mut self, cell: &'w program::Cell, focus: Focus, asked: &[usize], test: SetTest<'_>) -> Outcome {
        let reached = self.reach(cell.of.as_deref(), focus);
        let mut missing = reached.missing;
        let mut truths = Vec::new();
        for row in reached.rows {
            truths.push(match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                Found::Known(Fact::Choices(items)) => test(&|item| Truth::known(items.contains(&item))),
                Found::Known(_) => test(&|_| Truth::NO),
                Found::Missing(unknown, part) => {
                    asked.iter().for_each(|item| self.places.asked_for_item(&unknown, *item));
                    let known: Vec<(usize, bool)> = match part {
                        Some(Part::Items(items)) => items,
                        _ => Vec::new(),
                    };
                    if asked.iter().any(|item| !known.iter().any(|(at, _)| at == item)) {
                        missing.push(self.missing_fact(&unknown));
                    }
                    let there = |item: usize| {
                        let part = known.iter().find(|(at, _)| *at == item);
                        part.map_or(Truth::OPEN, |(_, there)| Truth::known(*there))
                    };
                    test(&there)
                }
            });
        }
        truths.extend(reached.may_be_absent.then_some(Truth::NOT_APPLICABLE));
        Outcome::new(truths.into_iter().reduce(Truth::or_else).unwrap_or(Truth::NOT_APPLICABLE), missing)
    }

    fn text_in(&mut self, text: &'w TextCell, allowed: &'w [String], focus: Focus) -> Outcome {
        let of: Option<&'w Set> = match text {
            TextCell::Attribute(cell) => cell.of.as_deref(),
            TextCell::Id(of) | TextCell::Name(of) => of.as_deref(),
        };
        let reached = self.reach(of, focus);
        let mut missing = reached.missing;
        let mut truths = Vec::new();
        for row in reached.rows {
            let facts = self.world.facts;
            let is_allowed = |text: &str| Truth::known(allowed.iter().any(|allowed| allowed == text));
            truths.push(match text {
                TextCell::Id(_) => is_allowed(&facts.id(row)),
                TextCell::Name(_) => facts.name(row).map_or(Truth::OPEN, is_allowed),
                TextCell::Attribute(cell) => match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                    Found::Known(Fact::Text(text)) => is_allowed(&text),
                    Found::Known(_) => Truth::NO,
                    Found::Missing(unknown, _) => {
                        missing.push(self.missing_fact(&unknown));
                        Truth::OPEN
                    }
                },
            });
        }
        truths.extend(reached.may_be_absent.then_some(Truth::NOT_APPLICABLE));
        Outcome::new(truths.into_iter().reduce(Truth::or_else).unwrap_or(Truth::NOT_APPLICABLE), missing)
    }

    /// What a value of an enumeration shows as, and what is missing where it is not certain.
    pub(super) fn shown_choice(&mut self, choice: &'w Choice, focus: Focus) -> (ShownValue, Vec<MissingFact>) {
        let (possible, absent, missing) = self.choices(choice, focus);
        match (possible.as_slice(), absent, self.type_of_choice(choice)) {
            ([at], false, Some(Type::OneOf(values) | Type::Ordered(values))) => {
                let name = values.get(*at).map(|value| value.name.clone()).unwrap_or_default();
                (ShownValue::Name(name), Vec::new())
            }
            ([], true, _) => (ShownValue::NotApplicable, Vec::new()),
            _ => (ShownValue::Unknown, missing),
        }
    }

    fn type_of_choice(&self, choice: &Choice) -> Option<&'w Type> {
        match choice {
            Choice::Cell(cell) => self.world.type_of(cell.attribute),
            Choice::If(arms, _) => arms.first().and_then(|(_, then)| self.type_of_choice(then)),
            Choice::Literal(_) => None,
        }
    }

    /// `attest A, B`: for each limb the latest record not after the day; no record is unknown.
    fn attest(&mut self, limbs: &'w [String], focus: Focus) -> Outcome {
        let mut joined = Outcome::decided(Truth::NOT_APPLICABLE);
        for limb in limbs {
            let outcome = match self.attested(limb, focus) {
                Some(holds) => Outcome::known(holds),
                None => {
                    let id = self.world.id(focus.row);
                    Outcome { truth: Truth::OPEN, missing: vec![MissingFact::Evidence { limb: limb.clone(), id }] }
                }
            };
            joined = joined.join(outcome, Truth::and);
        }
        Outcome::new(joined.truth, joined.missing)
    }

    /// Whether a limb is attested of the row in focus on its day; none without a record.
    pub(super) fn attested(&mut self, limb: &str, focus: Focus) -> Option<bool> {
        let evidence = self.world.facts.evidence.iter();
        let about = evidence.filter(|evidence| {
            evidence.rule == self.rule
                && evidence.limb == limb
                && evidence.row == focus.row
                && evidence.date.is_none_or(|date| date <= focus.day)
        });
        // `max_by_key` keeps the last of several records of one day, in the order given.
        let latest = about.max_by_key(|evidence| evidence.date)?;
        self.observed_on = self.observed_on.max(latest.date);
        self.rests_on_undated |= latest.date.is_none();
        Some(latest.holds)
    }
}

/// Whether an ordering satisfies an operator.
pub(super) fn holds(order: Order, ordering: std::cmp::Ordering) -> bool {
    match order {
        Order::AtLeast => ordering.is_ge(),
        Order::MoreThan => ordering.is_gt(),
        Order::AtMost => ordering.is_le(),
        Order::LessThan => ordering.is_lt(),
        Order::Equal => ordering.is_eq(),
        Order::NotEqual => ordering.is_ne(),
    }
}
