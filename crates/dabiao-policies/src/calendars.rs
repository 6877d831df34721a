//! The bundled calendar of working days, read from its table once.

use std::sync::Arc;

use dabiao::calendar::{Calendar, DayKind};
use once_cell::sync::OnceCell;

/// The name under which a policy uses it: `use cn_working_days`.
pub const CN_WORKING_DAYS: &str = "cn_working_days";

const TABLE: &str = include_str!("../calendars/cn_working_days.csv");

/// A line of the bundled calendar that is no day: a defect of this crate, which its tests rule out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the calendar {CN_WORKING_DAYS} is no day: `{text}`")]
pub struct CalendarError {
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// China's official calendar for the years that were announced. Source: the yearly notices of the General Office of the
/// State Council; `docs/calendars.md` lists the years and how the table was checked.
pub fn calendar() -> Result<&'static Arc<Calendar>, CalendarError> {
    static CALENDAR: OnceCell<Arc<Calendar>> = OnceCell::new();
    CALENDAR.get_or_try_init(|| read(TABLE).map(Arc::new))
}

fn read(table: &str) -> Result<Calendar, CalendarError> {
    let mut calendar = Calendar::default();
    let lines = table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && *line != "date,kind,name");
    for (at, text) in lines {
        let mut cells = text.split(',');
        let date = cells.next().and_then(|date| date.parse().ok());
        let kind = match cells.next() {
            Some("holiday") => Some(DayKind::Holiday),
            Some("makeup") => Some(DayKind::MakeUpDay),
            _ => None,
        };
        let (Some(date), Some(kind)) = (date, kind) else {
            return Err(CalendarError { line: at + 1, text: text.to_string() });
        };
        calendar.insert(date, kind);
    }
    Ok(calendar)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::calendar;
    use dabiao::date::Date;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn twenty_working_days_over_the_spring_festival_of_2023() {
        // Worked: 10-13, 16-20, 28-29 January (make-up days) and 30 January to 3 February, 6-9 February.
        let calendar = calendar().unwrap();
        assert_eq!(calendar.add_working_days(date("2023-01-09"), 20), Some(date("2023-02-09")));
        assert_eq!(calendar.working_days(date("2023-01-09"), date("2023-02-10")), Some(21));
    }

    #[test]
    fn every_announced_year_is_covered_and_no_other() {
        let years: Vec<i32> = calendar().unwrap().years().collect();
        assert_eq!(years, (2004..=2026).collect::<Vec<i32>>());
        assert_eq!(calendar().unwrap().is_working_day(date("2027-01-04")), None);
    }

    #[test]
    fn known_days_of_several_years() {
        for (day, worked) in [
            ("2020-01-31", false),
            ("2020-02-01", false),
            ("2021-10-09", true),
            ("2022-10-08", true),
            ("2024-02-18", true),
            ("2025-09-28", true),
            ("2026-02-23", false),
            ("2026-02-24", true),
        ] {
            assert_eq!(calendar().unwrap().is_working_day(date(day)), Some(worked), "{day}");
        }
    }
}
