//! A cell of a numeric column -> an exact number: plain decimals in ASCII or full-width digits, and advice for the
//! other ways in which people write numbers.

use super::Cell;
use super::names::trim;
use super::raw_text::{is_none, means_unknown, text_of};
use super::refusal::Refusal;
use super::table::RawCell;
use crate::number::{Number, NumberError};

/// What the numbers of a column may be.
#[derive(Debug)]
pub(crate) struct Bounds {
    /// The name of their unit, for messages.
    pub(super) unit: String,
    /// Whether only whole ones are allowed.
    pub(super) whole: bool,
    /// Whether they may be negative.
    pub(super) signed: bool,
}

/// Reads a cell that is not empty.
pub(super) fn read(raw: &RawCell, bounds: &Bounds) -> Result<Cell, Refusal> {
    let number = match raw {
        RawCell::Number(number) => number.clone(),
        RawCell::Text(text) => match read_text(trim(text))? {
            Some(number) => number,
            None => return Ok(Cell::Missing),
        },
        RawCell::Empty => return Ok(Cell::Missing),
        RawCell::Flag(_) | RawCell::Date(_) => return Err(Refusal::new("F0140", text_of(raw))),
    };
    if number.is_negative() && !bounds.signed {
        return Err(Refusal::new("F0143", text_of(raw)));
    }
    if bounds.whole && !number.is_whole() {
        return Err(Refusal::new("F0144", text_of(raw)).with(&bounds.unit));
    }
    Ok(Cell::Number(number))
}

/// The number of a text; none for NaN, which is unknown.
fn read_text(text: &str) -> Result<Option<Number>, Refusal> {
    let plain = plain_signs(text);
    match plain.parse::<Number>() {
        Ok(number) => Ok(Some(number)),
        Err(NumberError::TooManyDigits) => Err(Refusal::new("F0145", text)),
        Err(NumberError::ExponentTooLarge) => Err(Refusal::new("F0146", text)),
        Err(NumberError::Infinite | NumberError::NotANumber) => match plain.to_ascii_lowercase().as_str() {
            "nan" => Ok(None),
            "inf" | "+inf" | "-inf" | "infinity" | "+infinity" | "-infinity" | "∞" | "-∞" => {
                Err(Refusal::new("F0147", text))
            }
            _ => Err(advise(text, &plain)),
        },
    }
}

/// The refusal of a text that is no plain decimal, with what it seems to mean.
fn advise(text: &str, plain: &str) -> Refusal {
    if is_none(text) {
        return Refusal::new("F0148", text);
    }
    if means_unknown(text) {
        return Refusal::new("F0149", text);
    }
    if plain.ends_with(['%', '‰']) {
        return Refusal::new("F0142", text);
    }
    let separators = [',', '\'', '’', '_', ' ', '\u{a0}', '\u{202f}'];
    let joined: String = plain.chars().filter(|letter| !separators.contains(letter)).collect();
    let grouped = joined.len() < plain.len() && joined.parse::<Number>().is_ok();
    if grouped {
        return Refusal::new("F0141", text).suggest(in_groups(plain, &separators).then_some(joined));
    }
    Refusal::new("F0140", text).suggest(scaled(plain).or_else(|| completed(plain)))
}

/// Whether the whole part is cut into groups of three digits after the first.
fn in_groups(plain: &str, separators: &[char]) -> bool {
    let whole = plain.split_once('.').map_or(plain, |(whole, _)| whole);
    whole.split(separators).skip(1).all(|group| group.len() == 3)
}

/// `30万` as `300000`.
fn scaled(plain: &str) -> Option<String> {
    let (digits, exponent) = [("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("million", 6), ("thousand", 3)]
        .into_iter()
        .find_map(|(word, exponent)| plain.strip_suffix(word).map(|digits| (digits.trim(), exponent)))?;
    (digits.parse::<Number>().ok()? * Number::power_of_ten(exponent)).to_exact_decimal()
}

/// `.5` as `0.5`, `12.` as `12`, `100张` as `100`.
fn completed(plain: &str) -> Option<String> {
    let digits = plain.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let whole = if digits.starts_with('.') { format!("0{digits}") } else { digits.to_owned() };
    (whole.parse::<Number>().is_ok() && whole != plain).then_some(whole)
}

/// A text with its full-width signs and digits as ASCII ones. Only these: other compatibility forms mean something.
pub(super) fn plain_signs(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            '\u{2212}' => '-',
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn persons(text: &str) -> Result<Cell, Refusal> {
        read(&RawCell::from(text), &Bounds { unit: "persons".into(), whole: true, signed: false })
    }

    #[test]
    fn numbers_are_plain_decimals_in_either_width() {
        for (text, number) in
            [("12", 12_i64), (" 12 ", 12), ("１２", 12), ("12.0", 12), ("1e3", 1000), ("+7", 7), ("0", 0)]
        {
            assert_eq!(persons(text), Ok(Cell::Number(Number::from(number))), "{text}");
        }
        assert_eq!(persons("NaN"), Ok(Cell::Missing));
        let large = format!("1{}", "0".repeat(30));
        assert_eq!(persons(&large), Ok(Cell::Number(large.parse().unwrap())));
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused_with_advice() {
        let digits = "1".repeat(41);
        let cases = [
            ("1,234", "F0141", Some("1234")),
            ("1,234.0", "F0141", Some("1234.0")),
            ("１，２３４", "F0141", Some("1234")),
            ("1 234", "F0141", Some("1234")),
            ("1,5", "F0141", None),
            ("5%", "F0142", None),
            ("５％", "F0142", None),
            ("-1", "F0143", None),
            ("−1", "F0143", None),
            ("12.5", "F0144", None),
            (&digits, "F0145", None),
            ("1e401", "F0146", None),
            ("inf", "F0147", None),
            ("无", "F0148", None),
            ("n/a", "F0149", None),
            ("未知", "F0149", None),
            ("30万", "F0140", Some("300000")),
            ("1.5亿", "F0140", Some("150000000")),
            ("100张", "F0140", Some("100")),
            ("12.", "F0140", Some("12")),
            ("many", "F0140", None),
            ("1/2", "F0140", None),
            ("①", "F0140", None),
        ];
        for (text, code, suggestion) in cases {
            let refusal = persons(text).unwrap_err();
            assert_eq!((refusal.code, refusal.suggestion.as_deref()), (code, suggestion), "{text}");
        }
    }
}
