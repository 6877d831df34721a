//! Calendar dates and periods: days of the proleptic Gregorian calendar, years 1 to 9999.
//! Working days need a calendar of holidays and so live with the facts, not here.

use std::fmt;
use std::str::FromStr;

/// A day. Ordered by time.
///
/// ```
/// use dabiao::date::Date;
/// let start: Date = "2022-11-30".parse()?;
/// assert_eq!(start.add_months(3).map(|day| day.to_string()).as_deref(), Some("2023-02-28"));
/// # Ok::<(), dabiao::date::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// A year, a month or a day, as a text writes it: `2025`, `2021-10`, `2021-10-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// The text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the years 1 to 9999")]
pub struct DateError;

impl Date {
    /// The day `year-month-day`, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let valid = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    pub fn to_days(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day `days` after 1970-01-01, if it lies in the years 1 to 9999. Source: as [`Date::to_days`], `civil_from_days`.
    pub fn from_days(days: i64) -> Option<Date> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// `days` days later, earlier if negative.
    pub fn add_days(self, days: i64) -> Option<Date> {
        Date::from_days(self.to_days().checked_add(days)?)
    }

    /// The same day of the month `months` months later, or the last day of that month if it has no such day.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let from_zero = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let year = i32::try_from(from_zero.div_euclid(12)).ok()?;
        let month = u8::try_from(from_zero.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1)?;
        Date::new(year, month, self.day.min(days_in(year, month)))
    }

    /// Full years from this day to `on`; negative before this day. One born on 29 February is a year older on the
    /// last day of February in a common year.
    pub fn full_years_to(self, on: Date) -> i64 {
        let years = i64::from(on.year) - i64::from(self.year);
        match self.add_months(years * 12) {
            Some(anniversary) if anniversary > on => years - 1,
            _ => years,
        }
    }

    /// The day of the week, 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.to_days() + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Date {
        Date { day: days_in(self.year, self.month), ..self }
    }

    /// The last day of this day's year.
    pub fn year_end(self) -> Date {
        Date { month: 12, day: 31, ..self }
    }
}

impl Period {
    /// The period of a year, a month of it, or a day; `None` where the calendar has none such.
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Period> {
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1))?;
        (day.is_none() || month.is_some()).then_some(Period { year, month, day })
    }

    /// The first day.
    pub fn first(self) -> Date {
        Date { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// The last day.
    pub fn last(self) -> Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first(),
            (Some(_), None) => self.first().month_end(),
            (None, None) => self.first().year_end(),
        }
    }

    /// Whether this is a bare year, which stands only where a date must.
    pub fn is_year(self) -> bool {
        self.month.is_none()
    }

    /// Whether this names one day.
    pub fn is_day(self) -> bool {
        self.day.is_some()
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, where one is named.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day, where one is named.
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl From<Date> for Period {
    fn from(date: Date) -> Period {
        Period { year: date.year, month: Some(date.month), day: Some(date.day) }
    }
}

impl FromStr for Period {
    type Err = DateError;

    /// Reads `2025`, `2021-10` and `2021-10-31`.
    fn from_str(text: &str) -> Result<Period, DateError> {
        let mut parts = text.split('-');
        let year = read_part(parts.next(), 4)?.ok_or(DateError)?;
        let month = read_part(parts.next(), 2)?;
        let day = read_part(parts.next(), 2)?;
        if parts.next().is_some() {
            return Err(DateError);
        }
        let narrow = |part: Option<i32>| part.map(u8::try_from).transpose().map_err(|_| DateError);
        Period::new(year, narrow(month)?, narrow(day)?).ok_or(DateError)
    }
}

fn read_part(part: Option<&str>, width: usize) -> Result<Option<i32>, DateError> {
    match part {
        None => Ok(None),
        Some(digits) if digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().map(Some).map_err(|_| DateError)
        }
        Some(_) => Err(DateError),
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2021-10-31`, and nothing shorter.
    fn from_str(text: &str) -> Result<Date, DateError> {
        let period: Period = text.parse()?;
        if period.is_day() { Ok(period.first()) } else { Err(DateError) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
