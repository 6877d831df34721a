//! What a date may be, as the fast paths compute with it: `reference::moment` without what is missing behind it.

use super::truths::{self, ABSENT, NO, YES};
use crate::calendar::Calendar;
use crate::date::Date;
use crate::program::{Order, TimeSpan};

/// What a date may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first and the last possible day, where it can be a day at all; no bound where none is known.
    pub(crate) days: Option<(Option<i64>, Option<i64>)>,
    /// Whether it may be known never to have come.
    pub(crate) none: bool,
    /// Whether it may be not applicable.
    pub(crate) absent: bool,
    /// Whether it is known better by the reference evaluator.
    pub(crate) rough: bool,
}

impl Span {
    /// A known day.
    pub(crate) fn on(day: Date) -> Span {
        let day = Some(day.to_days());
        Span { days: Some((day, day)), none: false, absent: false, rough: false }
    }

    /// Known never to have come.
    pub(crate) const NEVER: Span = Span { days: None, none: true, absent: false, rough: false };
    /// Not applicable.
    pub(crate) const ABSENT: Span = Span { days: None, none: false, absent: true, rough: false };
    /// Missing: any day, or none.
    pub(crate) const MISSING: Span = Span { days: Some((None, None)), none: true, absent: false, rough: false };
    /// Nothing is known, and the reference evaluator may know more.
    pub(crate) const UNJUDGED: Span = Span { days: Some((None, None)), none: true, absent: true, rough: true };

    /// The one possible day, whatever else may be.
    pub(crate) fn day(self) -> Option<Date> {
        match self.days {
            Some((Some(first), Some(last))) if first == last => Date::from_days(first),
            _ => None,
        }
    }

    /// The day, where it is certain.
    pub(crate) fn certain_day(self) -> Option<Date> {
        self.day().filter(|_| !self.none && !self.absent)
    }

    /// Whether it is certain, one way or another.
    pub(crate) fn is_decided(self) -> bool {
        let ways = u8::from(self.days.is_some()) + u8::from(self.none) + u8::from(self.absent);
        ways == 1 && (self.days.is_none() || self.day().is_some())
    }

    /// Either of the two.
    pub(crate) fn or_else(self, other: Span) -> Span {
        let days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => Some((a.zip(c).map(|(a, c)| a.min(c)), b.zip(d).map(|(b, d)| b.max(d)))),
            (a, b) => a.or(b),
        };
        Span {
            days,
            none: self.none || other.none,
            absent: self.absent || other.absent,
            rough: self.rough || other.rough,
        }
    }

    /// The bounds moved by a function that never runs backwards.
    pub(crate) fn map(self, function: impl Fn(Date) -> Option<Date>) -> Span {
        let moved = |day: Option<i64>| day.and_then(Date::from_days).and_then(&function).map(Date::to_days);
        Span { days: self.days.map(|(first, last)| (moved(first), moved(last))), ..self }
    }

    /// A span of time later.
    pub(crate) fn plus(self, span: TimeSpan, calendar: Option<&Calendar>) -> Span {
        match span {
            TimeSpan::Days(days) => self.map(|date| date.add_days(days)),
            TimeSpan::Months(months) => self.map(|date| date.add_months(months)),
            TimeSpan::WorkingDays(count) => {
                let Some(day) = self.day() else {
                    return Span { days: self.days.map(|_| (None, None)), ..self };
                };
                match calendar.and_then(|calendar| calendar.add_working_days(day, count)) {
                    Some(end) => Span { days: Span::on(end).days, ..self },
                    None => Span { days: Some((None, None)), ..self },
                }
            }
        }
    }

    /// The earlier, or the later, of two.
    pub(crate) fn extreme(self, other: Span, pick: fn(i64, i64) -> i64) -> Span {
        let days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => {
                Some((a.zip(c).map(|(a, c)| pick(a, c)), b.zip(d).map(|(b, d)| pick(b, d))))
            }
            _ => None,
        };
        Span {
            days,
            none: self.none || other.none,
            absent: self.absent || other.absent,
            rough: self.rough || other.rough,
        }
    }

    /// The truths of `self ORDER other`. A date that has never come is neither before nor after a day, nor the same.
    pub(crate) fn compare(self, order: Order, other: Span) -> u8 {
        let mut set = if self.absent || other.absent { ABSENT } else { 0 };
        let mut may = |holds: bool| set |= truths::known(holds);
        if let (Some(a), Some(b)) = (self.days, other.days) {
            use std::cmp::Ordering::{Equal, Greater, Less};
            let below = |x: Option<i64>, y: Option<i64>| x.zip(y).is_none_or(|(x, y)| x < y);
            let touching = |x: Option<i64>, y: Option<i64>| x.zip(y).is_none_or(|(x, y)| x <= y);
            let possible = [
                (below(a.0, b.1), Less),
                (touching(a.0, b.1) && touching(b.0, a.1), Equal),
                (below(b.0, a.1), Greater),
            ];
            for (_, ordering) in possible.iter().filter(|(possible, _)| *possible) {
                may(truths::holds(order, *ordering));
            }
        }
        if self.none && other.days.is_some() || other.none && self.days.is_some() {
            may(order == Order::NotEqual);
        }
        if self.none && other.none {
            may(order == Order::Equal);
        }
        set | self.roughness(other)
    }

    /// `DATE = none`: whether it is known never to have come.
    pub(crate) fn is_none(self) -> u8 {
        let yes = if self.none { YES } else { 0 };
        let no = if self.days.is_some() { NO } else { 0 };
        let absent = if self.absent { ABSENT } else { 0 };
        yes | no | absent | self.roughness(self)
    }

    /// `DATE by D`: met if the date is on or before `last`.
    pub(crate) fn come_by(self, last: i64) -> u8 {
        let (yes, no) = match self.days {
            Some((first, latest)) => {
                (first.is_none_or(|first| first <= last), latest.is_none_or(|latest| latest > last))
            }
            None => (false, false),
        };
        let set = if yes { YES } else { 0 } | if no || self.none { NO } else { 0 };
        set | if self.absent { ABSENT } else { 0 } | self.roughness(self)
    }

    fn roughness(self, other: Span) -> u8 {
        if self.rough || other.rough { truths::ROUGH } else { 0 }
    }
}
