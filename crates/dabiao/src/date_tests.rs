#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn days_count_both_ways_over_the_whole_range() {
    assert_eq!(date("1970-01-01").to_days(), 0);
    let mut day = date("0001-01-01");
    for number in day.to_days()..=date("9999-12-31").to_days() {
        assert_eq!((day.to_days(), Date::from_days(number)), (number, Some(day)));
        match day.add_days(1) {
            Some(next) => day = next,
            None => assert_eq!(day, date("9999-12-31")),
        }
    }
    assert_eq!(Date::from_days(i64::MAX), None);
}

#[test]
fn a_month_without_the_day_ends_on_its_last() {
    assert_eq!(date("2022-11-30").add_months(3), Some(date("2023-02-28")));
    assert_eq!(date("2022-10-09").add_months(3), Some(date("2023-01-09")));
    assert_eq!(date("2023-01-31").add_months(1).unwrap().add_months(1), Some(date("2023-03-28")));
    assert_eq!(date("9999-12-01").add_months(1), None);
}

#[test]
fn age_rises_on_the_birthday() {
    assert_eq!(date("1957-11-30").full_years_to(date("2022-11-30")), 65);
    assert_eq!(date("1957-12-01").full_years_to(date("2022-11-30")), 64);
    assert_eq!(date("2004-02-29").full_years_to(date("2025-02-28")), 21);
    assert_eq!(date("2004-02-29").full_years_to(date("2024-02-28")), 19);
}

#[test]
fn periods_have_a_first_and_a_last_day() {
    let period: Period = "2021-10".parse().unwrap();
    assert_eq!((period.first(), period.last()), (date("2021-10-01"), date("2021-10-31")));
    let year: Period = "2024".parse().unwrap();
    assert_eq!(year.last(), date("2024-12-31"));
}

#[test]
fn weekdays_start_on_monday() {
    assert_eq!(date("2023-01-09").weekday(), 0);
    assert_eq!(date("2023-01-29").weekday(), 6);
}

#[test]
fn what_is_no_date_is_refused() {
    for text in ["2021-02-29", "2021-13", "0000", "21-10-31", "2021-1-1", "2021-10-31-1", "2021/10/31", "２０２１", ""]
    {
        assert_eq!(text.parse::<Period>(), Err(DateError), "{text:?}");
    }
    assert_eq!("2021-10".parse::<Date>(), Err(DateError));
}
