//! Exact numbers -> the digits that people read: two decimals, thousands in groups, shares in percent, and never a
//! number that contradicts its comparison (5.99899 against 6 is 5.999). For display only; nothing is compared here.

use std::cmp::Ordering;

use crate::number::Number;

/// How many decimals a number that is not whole is shown with, unless it takes more.
const DECIMALS: i32 = 2;
/// A number with at most so many decimals is shown exactly where it was written by somebody, such as a target.
const WRITTEN_DECIMALS: i32 = 6;
/// Beyond so many decimals the exact fraction is shown.
const MOST_DECIMALS: i32 = 60;

/// In what form a number is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `1,234.5`
    Plain,
    /// `85%`
    Percent,
    /// `1:450`; inverted where the number that it is compared with is below one.
    Ratio,
}

/// A number alone.
///
/// ```
/// use dabiao::number::Number;
/// use dabiao::report::numbers::{shown, Form};
/// assert_eq!(shown(&"1234567.125".parse()?, Form::Plain), "1,234,567.13");
/// assert_eq!(shown(&"0.855".parse()?, Form::Percent), "85.5%");
/// # Ok::<(), dabiao::number::NumberError>(())
/// ```
pub fn shown(number: &Number, form: Form) -> String {
    match form {
        Form::Plain => digits(number, places_alone(number)),
        Form::Percent => {
            let hundredfold = number * &Number::from(100i64);
            format!("{}%", digits(&hundredfold, places_alone(&hundredfold)))
        }
        Form::Ratio => {
            let inverse = Number::one().checked_div(number).filter(|_| *number < Number::one());
            match inverse {
                Some(inverse) => format!("1:{}", digits(&inverse, places_alone(&inverse))),
                None => format!("{}:1", digits(number, places_alone(number))),
            }
        }
    }
}

/// A value and what it was compared with, with as many digits as it takes to tell them apart the right way round.
///
/// ```
/// use dabiao::number::Number;
/// use dabiao::report::numbers::{pair, Form};
/// assert_eq!(pair(&"5.99899".parse()?, &6i64.into(), Form::Plain), ("5.999".to_string(), "6".to_string()));
/// # Ok::<(), dabiao::number::NumberError>(())
/// ```
pub fn pair(value: &Number, bound: &Number, form: Form) -> (String, String) {
    match form {
        Form::Plain => digits_apart(value, bound),
        Form::Percent => {
            let hundred = Number::from(100i64);
            let (value, bound) = digits_apart(&(value * &hundred), &(bound * &hundred));
            (format!("{value}%"), format!("{bound}%"))
        }
        Form::Ratio => {
            let one = Number::one();
            let below_one = one.checked_div(bound).filter(|_| *bound < one);
            match (below_one, one.checked_div(value)) {
                (Some(bound), Some(value)) => {
                    let (value, bound) = digits_apart(&value, &bound);
                    (format!("1:{value}"), format!("1:{bound}"))
                }
                (Some(bound), None) => ("0:1".to_string(), format!("1:{}", written(&bound))),
                (None, _) => {
                    let (value, bound) = digits_apart(value, bound);
                    (format!("{value}:1"), format!("{bound}:1"))
                }
            }
        }
    }
}

/// A number that somebody wrote, such as a target: exactly where that is short.
pub fn written(number: &Number) -> String {
    digits(number, places_written(number))
}

fn digits_apart(value: &Number, bound: &Number) -> (String, String) {
    let (least_value, least_bound) = (places_alone(value), places_written(bound));
    for places in 0..=MOST_DECIMALS {
        let (value_places, bound_places) = (places.max(least_value), places.max(least_bound));
        // More places than a number has would only add zeros.
        let bound_places = if is_exact(bound, least_bound) { least_bound } else { bound_places };
        let value_places = if is_exact(value, least_value) { least_value } else { value_places };
        if rounded(value, value_places).cmp(&rounded(bound, bound_places)) == value.cmp(bound) {
            return (digits(value, value_places), digits(bound, bound_places));
        }
    }
    (value.to_string(), bound.to_string())
}

fn is_exact(number: &Number, places: i32) -> bool {
    rounded(number, places) == *number
}

/// The places for a number that stands alone: none if it is whole, its own if they are few, more if it would show as 0
/// or, where a few more are enough, as a whole number that it is not.
fn places_alone(number: &Number) -> i32 {
    let fewer = (0..=DECIMALS).find(|places| is_exact(number, *places));
    let not_whole = || (DECIMALS..=WRITTEN_DECIMALS).find(|places| !rounded(number, *places).is_whole());
    let visible = || (DECIMALS..=MOST_DECIMALS).find(|places| !rounded(number, *places).is_zero());
    fewer.or_else(not_whole).or_else(visible).unwrap_or(MOST_DECIMALS)
}

fn places_written(number: &Number) -> i32 {
    (0..=WRITTEN_DECIMALS).find(|places| is_exact(number, *places)).unwrap_or_else(|| places_alone(number))
}

/// The number with so many decimals, halves away from zero.
fn rounded(number: &Number, places: i32) -> Number {
    let half = Number::power_of_ten(-1) * Number::from(5i64);
    let shifted = (number.abs() * Number::power_of_ten(places) + half).floor();
    let magnitude = shifted * Number::power_of_ten(-places);
    if number.cmp(&Number::zero()) == Ordering::Less { -magnitude } else { magnitude }
}

/// The decimal digits, the whole ones in groups of three.
fn digits(number: &Number, places: i32) -> String {
    let text = number.to_decimal(usize::try_from(places).unwrap_or(0));
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, decimals) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn number(text: &str) -> Number {
        match text.split_once('/') {
            Some((a, b)) => a.parse::<Number>().unwrap().checked_div(&b.parse().unwrap()).unwrap(),
            None => text.parse().unwrap(),
        }
    }

    #[test]
    fn a_number_alone() {
        let cases = [
            ("0", "0"),
            ("12", "12"),
            ("-1234567", "-1,234,567"),
            ("0.5", "0.5"),
            ("1/3", "0.33"),
            ("2/3", "0.67"),
            ("0.00012", "0.0001"),
            ("0.00000012", "0.0000001"),
            ("999.999", "999.999"),
            ("5.00000001", "5.00"),
            ("1000000000000000000000000000000", "1,000,000,000,000,000,000,000,000,000,000"),
        ];
        for (given, expected) in cases {
            assert_eq!(shown(&number(given), Form::Plain), expected, "{given}");
        }
    }

    #[test]
    fn a_value_never_contradicts_its_comparison() {
        let cases = [
            ("11860/1977", "6", Form::Plain, "5.999", "6"),
            ("6", "6", Form::Plain, "6", "6"),
            ("8.004", "8", Form::Plain, "8.004", "8"),
            ("5.999999999", "6", Form::Plain, "5.999999999", "6"),
            ("1/3", "0.3333", Form::Plain, "0.33333", "0.3333"),
            ("1/3", "1/3", Form::Plain, "0.33", "0.33"),
            ("0.84999", "0.85", Form::Percent, "84.999%", "85%"),
            ("1/500", "1/450", Form::Ratio, "1:500", "1:450"),
            ("6.001", "6", Form::Ratio, "6.001:1", "6:1"),
            ("0.125", "0.125", Form::Plain, "0.125", "0.125"),
        ];
        for (value, bound, form, shown_value, shown_bound) in cases {
            let found = pair(&number(value), &number(bound), form);
            assert_eq!(found, (shown_value.to_string(), shown_bound.to_string()), "{value} against {bound}");
        }
    }

    #[test]
    fn a_ratio_of_nothing_has_no_inverse() {
        assert_eq!(pair(&number("0"), &number("1/450"), Form::Ratio), ("0:1".to_string(), "1:450".to_string()));
        assert_eq!(shown(&number("0"), Form::Ratio), "0:1");
    }
}
