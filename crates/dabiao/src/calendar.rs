//! Calendars of working days: which days are off though they are weekdays, and which are worked though they are
//! Saturdays or Sundays (调休). A calendar covers the years in which it names a day; outside it nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;

/// What a calendar says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// A weekday that is off.
    Holiday,
    /// A Saturday or Sunday that is worked.
    MakeUpDay,
}

/// The holidays and make-up days of some years.
///
/// ```
/// use dabiao::calendar::{Calendar, DayKind};
/// let mut calendar = Calendar::default();
/// calendar.insert("2023-01-23".parse()?, DayKind::Holiday);
/// calendar.insert("2023-01-28".parse()?, DayKind::MakeUpDay);
/// assert_eq!(calendar.is_working_day("2023-01-28".parse()?), Some(true));
/// assert_eq!(calendar.is_working_day("2024-01-01".parse()?), None);
/// # Ok::<(), dabiao::date::DateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, DayKind>,
    years: BTreeSet<i32>,
}

impl Calendar {
    /// Names a day, and so covers its year. A day named twice keeps its last kind.
    pub fn insert(&mut self, day: Date, kind: DayKind) {
        self.years.insert(day.year());
        self.days.insert(day, kind);
    }

    /// The years covered, ascending.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

    /// Whether `day` is worked; `None` outside the years covered.
    pub fn is_working_day(&self, day: Date) -> Option<bool> {
        if !self.years.contains(&day.year()) {
            return None;
        }
        Some(match self.days.get(&day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::MakeUpDay) => true,
            None => day.weekday() < 5,
        })
    }

    /// The day that is the `count`-th working day after `start` (before it, if negative); the day after the start is
    /// day 1. `None` where the way leads outside the years covered.
    pub fn add_working_days(&self, start: Date, count: i64) -> Option<Date> {
        let step = count.signum();
        let mut day = start;
        let mut left = count.unsigned_abs();
        while left > 0 {
            day = day.add_days(step)?;
            left -= u64::from(self.is_working_day(day)?);
        }
        Some(day)
    }

    /// The working days after `start` up to and including `end`: the number that `end` has when the day after `start` is
    /// day 1. `None` where `end` lies before `start` or the way leads outside the years covered.
    pub fn working_days(&self, start: Date, end: Date) -> Option<i64> {
        let mut day = start;
        let mut count = 0;
        if end < start {
            return None;
        }
        while day < end {
            day = day.add_days(1)?;
            count += i64::from(self.is_working_day(day)?);
        }
        Some(count)
    }
}
