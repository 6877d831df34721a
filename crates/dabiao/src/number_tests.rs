#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use super::*;

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn decimals_are_exact() {
    assert_eq!(number("0.1") + number("0.2"), number("0.3"));
    assert_eq!(number("1e30").to_string(), format!("1{}", "0".repeat(30)));
    assert_eq!(number("-2.50").to_string(), "-5/2");
    assert_eq!(number("9007199254740993").to_string(), "9007199254740993");
}

#[test]
fn a_float_means_its_shortest_decimal() {
    assert_eq!(Number::from_f64(0.07).unwrap().unwrap(), number("0.07"));
    assert_eq!(Number::from_f64(f64::powi(2.0, 60)).unwrap().unwrap().to_string(), "1152921504606847000");
    assert_eq!(Number::from_f64(0.1 + 0.2).unwrap().unwrap(), number("0.30000000000000004"));
    let large = f64::powi(2.0, 49);
    // 562949953421312.25 lies between two decimals that read back as it.
    assert_eq!(Number::from_f64(large + 0.25).unwrap().unwrap(), number("562949953421312.2"));
    assert_eq!(Number::from_f64(large + 0.75).unwrap().unwrap(), number("562949953421312.8"));
    assert_eq!(Number::from_f64(f64::NAN), Ok(None));
    assert_eq!(Number::from_f64(f64::INFINITY), Err(NumberError::Infinite));
}

#[test]
fn rounding_is_for_display_and_away_from_zero() {
    let density = Number::ratio(11860, 1977).unwrap();
    assert_eq!(density.to_decimal(2), "6.00");
    assert_eq!(density.to_decimal(5), "5.99899");
    assert_eq!(number("-2.5").to_decimal(0), "-3");
    assert_eq!(number("-0.001").to_decimal(2), "0.00");
    assert_eq!(number("0.05").to_decimal(1), "0.1");
}

#[test]
fn a_decimal_that_ends_is_told_from_one_that_does_not() {
    assert_eq!(number("299").checked_div(&number("25")).unwrap().to_exact_decimal().unwrap(), "11.96");
    assert_eq!(Number::ratio(1, 3).unwrap().to_exact_decimal(), None);
    assert_eq!(number("-7").to_exact_decimal().unwrap(), "-7");
}

#[test]
fn what_is_no_number_says_why() {
    for text in ["", "-", "1,000", "1_000", ".5", "5.", "0x10", "1e", "1e1.5", "NaN", "١", "1 "] {
        assert_eq!(text.parse::<Number>(), Err(NumberError::NotANumber), "{text:?}");
    }
    assert_eq!("1".repeat(41).parse::<Number>(), Err(NumberError::TooManyDigits));
    assert_eq!("1e401".parse::<Number>(), Err(NumberError::ExponentTooLarge));
    assert_eq!("1e99999999999999999999".parse::<Number>(), Err(NumberError::ExponentTooLarge));
}

#[test]
fn no_division_by_zero() {
    assert_eq!(Number::one().checked_div(&Number::zero()), None);
    assert_eq!(Number::ratio(1, 0), None);
}
