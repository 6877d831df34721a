//! Dates: when something is or was, as far as it is known; spans of time and working days (`docs/language.md`, section 5).

use super::cases::Part;
use super::condition::{holds, place_of};
use super::outcome::Outcome;
use super::scope::{Focus, Found, Scope};
use super::truth::Truth;
use super::unknown::Unknown;
use crate::calendar::Calendar;
use crate::date::Date;
use crate::evaluate::verdict::MissingFact;
use crate::facts::{Cell as Fact, RowId};
use crate::program::{self, Condition, InputId, Moment, Order, TimeSpan};

/// What a date may be.
#[derive(Clone, Debug)]
pub(super) struct When {
    /// The first and the last possible day (days since 1970-01-01), where it can be a day at all; no bound where none is known.
    pub days: Option<(Option<i64>, Option<i64>)>,
    /// Whether it may be known never to have come.
    pub none: bool,
    /// Whether it may be not applicable.
    pub not_applicable: bool,
    /// What is missing.
    pub missing: Vec<MissingFact>,
    /// The missing cell or input that this is, if nothing else went into it.
    pub unknown: Option<Unknown>,
}

impl When {
    pub(super) fn on(date: Date) -> When {
        let day = Some(date.to_days());
        When { days: Some((day, day)), none: false, not_applicable: false, missing: Vec::new(), unknown: None }
    }

    fn never() -> When {
        When { days: None, none: true, not_applicable: false, missing: Vec::new(), unknown: None }
    }

    fn absent() -> When {
        When { days: None, none: false, not_applicable: true, missing: Vec::new(), unknown: None }
    }

    /// The one possible day, whatever else may be (none, not applicable).
    pub(super) fn day(&self) -> Option<Date> {
        match self.days {
            Some((Some(first), Some(last))) if first == last => Date::from_days(first),
            _ => None,
        }
    }

    /// The day, where it is certain.
    pub(super) fn certain_day(&self) -> Option<Date> {
        self.day().filter(|_| !self.none && !self.not_applicable)
    }

    /// Whether it is certain, one way or another.
    pub(super) fn is_decided(&self) -> bool {
        let ways = u8::from(self.days.is_some()) + u8::from(self.none) + u8::from(self.not_applicable);
        ways == 1 && (self.days.is_none() || self.day().is_some())
    }

    fn or_else(mut self, other: When) -> When {
        self.days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => {
                let first = a.zip(c).map(|(a, c)| a.min(c));
                Some((first, b.zip(d).map(|(b, d)| b.max(d))))
            }
            (a, b) => a.or(b),
        };
        self.none |= other.none;
        self.not_applicable |= other.not_applicable;
        self.missing.extend(other.missing);
        self.unknown = None;
        self
    }

    /// The bounds moved by a function that never runs backwards.
    fn map(self, function: impl Fn(Date) -> Option<Date>) -> When {
        let moved = |day: Option<i64>| day.and_then(Date::from_days).and_then(&function).map(Date::to_days);
        When { days: self.days.map(|(first, last)| (moved(first), moved(last))), unknown: None, ..self }
    }
}

impl<'w> Scope<'_, 'w> {
    /// Evaluates a date for the row in focus.
    pub(super) fn when(&mut self, moment: &'w Moment, focus: Focus) -> When {
        match moment {
            Moment::Literal(date) => When::on(*date),
            Moment::Period(period) => When::on(period.last()),
            Moment::Cell(cell) => self.date_of_cell(cell, focus),
            Moment::Input(input) => self.date_of_input(*input, place_of(moment)),
            Moment::Plus(start, span) => {
                let start = self.when(start, focus);
                self.later(start, *span, focus)
            }
            Moment::MonthEnd(inner) => self.when(inner, focus).map(|date| Some(date.month_end())),
            Moment::YearEnd(inner) => self.when(inner, focus).map(|date| Some(date.year_end())),
            Moment::Earliest(moments) => self.first_or_last(moments, focus, |a, b| a.min(b)),
            Moment::Latest(moments) => self.first_or_last(moments, focus, |a, b| a.max(b)),
            Moment::If(arms, otherwise) => self.date_if(arms, otherwise.as_deref(), focus),
        }
    }

    /// The date where it is certain; none where there certainly is none; else what is missing.
    pub(super) fn day_of(&mut self, moment: &'w Moment, focus: Focus) -> Result<Option<Date>, Vec<MissingFact>> {
        let when = self.when(moment, focus);
        if when.is_decided() { Ok(when.certain_day()) } else { Err(when.missing) }
    }

    fn date_of_cell(&mut self, cell: &'w program::Cell, focus: Focus) -> When {
        let reached = self.reach(cell.of.as_deref(), focus);
        let mut joined = reached.may_be_absent.then(When::absent);
        for row in reached.rows {
            let when = match self.read(row, cell.attribute, focus.day, place_of(cell)) {
                Found::Known(Fact::Date(date)) => When::on(date),
                Found::Known(_) => When::never(),
                Found::Missing(unknown, part) => self.missing_date(unknown, part),
            };
            joined = Some(match joined {
                Some(known) => known.or_else(when),
                None => when,
            });
        }
        let mut joined = joined.unwrap_or_else(When::absent);
        if !joined.is_decided() {
            joined.missing.extend(reached.missing);
        }
        joined
    }

    fn date_of_input(&mut self, input: InputId, place: usize) -> When {
        match self.read_input(input, place) {
            Found::Known(Fact::Date(date)) => When::on(date),
            Found::Known(_) => When::never(),
            Found::Missing(unknown, part) => self.missing_date(unknown, part),
        }
    }

    /// A missing date may be any day, or none.
    fn missing_date(&mut self, unknown: Unknown, part: Option<Part>) -> When {
        let missing = vec![self.missing_fact(&unknown)];
        let days = Some((None, None));
        match part {
            Some(Part::NoDate) => When::never(),
            Some(Part::Days(first, last)) => When {
                days: Some((first, last)),
                none: false,
                not_applicable: false,
                missing: if first.is_some() && first == last { Vec::new() } else { missing },
                unknown: Some(unknown),
            },
            _ => When { days, none: true, not_applicable: false, missing, unknown: Some(unknown) },
        }
    }

    fn later(&mut self, start: When, span: TimeSpan, focus: Focus) -> When {
        match span {
            TimeSpan::Days(days) => start.map(|date| date.add_days(days)),
            TimeSpan::Months(months) => start.map(|date| date.add_months(months)),
            TimeSpan::WorkingDays(count) => {
                let Some(day) = start.day() else {
                    return When { days: start.days.map(|_| (None, None)), unknown: None, ..start };
                };
                let calendar = self.calendar(focus.row);
                let end = calendar.and_then(|calendar| calendar.add_working_days(day, count));
                match end {
                    Some(end) => When { days: When::on(end).days, unknown: None, ..start },
                    None => {
                        let mut missing = start.missing;
                        missing.push(MissingFact::Calendar { id: self.world.id(focus.row) });
                        When { days: Some((None, None)), missing, unknown: None, ..start }
                    }
                }
            }
        }
    }

    /// The calendar of the nearest region upward that has one, else the one that the policy uses.
    pub(super) fn calendar(&self, row: RowId) -> Option<&'w Calendar> {
        let facts = self.world.facts;
        let nearest = facts.self_and_ancestors(row).find_map(|row| facts.calendars.get(&row));
        nearest.or(self.world.program.calendar.as_deref())
    }

    fn first_or_last(&mut self, moments: &'w [Moment], focus: Focus, pick: fn(i64, i64) -> i64) -> When {
        let whens: Vec<When> = moments.iter().map(|moment| self.when(moment, focus)).collect();
        let both = |a: When, b: When| {
            let days = match (a.days, b.days) {
                (Some((a, b)), Some((c, d))) => Some((a.zip(c), b.zip(d))),
                _ => None,
            };
            let picked = days.map(|(first, last)| (first.map(|(a, c)| pick(a, c)), last.map(|(b, d)| pick(b, d))));
            let missing = [a.missing, b.missing].concat();
            let not_applicable = a.not_applicable || b.not_applicable;
            When { days: picked, none: a.none || b.none, not_applicable, missing, unknown: None }
        };
        whens.into_iter().reduce(both).unwrap_or_else(When::absent)
    }

    fn date_if(&mut self, arms: &'w [(Condition, Moment)], otherwise: Option<&'w Moment>, focus: Focus) -> When {
        let mut joined: Option<When> = None;
        let mut missing = Vec::new();
        let mut closed = false;
        for (when, then) in arms {
            let taken = self.condition(when, focus);
            if taken.truth.yes {
                missing.extend(taken.missing);
                let then = self.when(then, focus);
                joined = Some(joined.map_or(then.clone(), |known| known.or_else(then)));
            }
            closed = taken.truth.is_certain();
            if closed {
                break;
            }
        }
        if !closed {
            let rest = match otherwise {
                Some(otherwise) => self.when(otherwise, focus),
                None => When::absent(),
            };
            joined = Some(joined.map_or(rest.clone(), |known| known.or_else(rest)));
        }
        let mut joined = joined.unwrap_or_else(When::absent);
        if !joined.is_decided() {
            joined.missing.extend(missing);
        }
        joined
    }

    /// Compares two dates. A date that has never come is neither before nor after a day, nor the same.
    pub(super) fn compare_dates(&mut self, order: Order, left: &'w Moment, right: &'w Moment, focus: Focus) -> Outcome {
        let (a, b) = (self.when(left, focus), self.when(right, focus));
        for (unknown, other) in [(&a.unknown, &b), (&b.unknown, &a)] {
            if let (Some(unknown), Some(day)) = (unknown, other.day()) {
                self.places.compared_with_day(unknown, day);
            }
        }
        let mut truth = Truth { yes: false, no: false, not_applicable: a.not_applicable || b.not_applicable };
        if let (Some(x), Some(y)) = (a.days, b.days) {
            for ordering in possible_orderings(x, y) {
                truth.yes |= holds(order, ordering);
                truth.no |= !holds(order, ordering);
            }
        }
        let (one_none, both_none) = (a.none && b.days.is_some() || b.none && a.days.is_some(), a.none && b.none);
        if one_none {
            truth.yes |= order == Order::NotEqual;
            truth.no |= order != Order::NotEqual;
        }
        if both_none {
            truth.yes |= order == Order::Equal;
            truth.no |= order != Order::Equal;
        }
        Outcome::new(truth, [a.missing, b.missing].concat())
    }

    /// `completed_on = none`: whether it is known never to have come.
    pub(super) fn is_none(&mut self, moment: &'w Moment, focus: Focus) -> Outcome {
        let when = self.when(moment, focus);
        let truth = Truth { yes: when.none, no: when.days.is_some(), not_applicable: when.not_applicable };
        if let (Some(unknown), false) = (&when.unknown, truth.is_decided()) {
            self.places.compared_with_day(unknown, focus.day);
        }
        Outcome::new(truth, when.missing)
    }
}

/// The orderings that two days of these ranges may have.
fn possible_orderings(a: (Option<i64>, Option<i64>), b: (Option<i64>, Option<i64>)) -> Vec<std::cmp::Ordering> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let below = |x: Option<i64>, y: Option<i64>| x.zip(y).is_none_or(|(x, y)| x < y);
    let touching = |x: Option<i64>, y: Option<i64>| x.zip(y).is_none_or(|(x, y)| x <= y);
    let mut possible = Vec::new();
    possible.extend(below(a.0, b.1).then_some(Less));
    possible.extend((touching(a.0, b.1) && touching(b.0, a.1)).then_some(Equal));
    possible.extend(below(b.0, a.1).then_some(Greater));
    possible
}
