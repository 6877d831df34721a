//! One plain cell -> the column of its attribute: digits, yes and no, a name as declared, an ISO date. Any other cell is
//! read by the `Reader` of its type; one that it refuses is not added.

use super::cells::{Reader, items_of};
use super::column::NO_DAY;
use super::column_builder::ColumnBuilder;
use super::columns::check_text;
use super::names::{Named, Names, trim};
use super::number_cell::Bounds;
use super::numbers::{NumbersBuilder, without_zeros};
use super::plain_decimal;
use super::raw_cells::View;
use super::raw_text::{is_empty, is_none};
use super::table::FactLimits;
use crate::date::Date;

/// Adds a cell to a column; none where it has to be reported.
pub(super) fn push(builder: &mut ColumnBuilder, view: View<'_>, reader: &Reader, limits: &FactLimits) -> Option<()> {
    let text = match view {
        View::Empty => {
            builder.push_missing();
            return Some(());
        }
        View::Text(text) => Some(text),
        _ => None,
    };
    if text.is_some_and(|text| text.len() > limits.cell_bytes) {
        return None;
    }
    match (&mut *builder, reader) {
        (ColumnBuilder::Numbers(numbers), Reader::Number(bounds)) => {
            if let Some((digits, places)) = decimal_of(view) {
                return push_decimal(numbers, digits, places, bounds);
            }
        }
        (ColumnBuilder::Flags(codes), Reader::Flag) => match (view, text) {
            (View::Flag(flag), _) => return pushed(codes, u16::from(flag)),
            (_, Some("yes")) => return pushed(codes, 1),
            (_, Some("no")) => return pushed(codes, 0),
            _ => {}
        },
        (ColumnBuilder::Choices(codes), Reader::Choice(names)) => {
            if let Some(Named::One(at)) = text.filter(|text| !text.contains('\0')).map(|text| names.find(text)) {
                return pushed(codes, u16::try_from(at).ok()?);
            }
        }
        (ColumnBuilder::Sets(sets), Reader::Choices(names)) => {
            if let Some(items) = text.and_then(|text| items_named(text, names)) {
                return pushed(sets, items);
            }
        }
        (ColumnBuilder::Dates(days), Reader::Date) => {
            if text.is_some_and(is_none) {
                return pushed(days, NO_DAY);
            }
            let date = match view {
                View::Day(day) => Date::from_days(i64::from(day)),
                View::Date(date) => Some(date),
                _ => text.and_then(iso_day),
            };
            if let Some(date) = date {
                return pushed(days, i32::try_from(date.to_days()).ok()?);
            }
        }
        _ => {}
    }
    if let Some(text) = text {
        check_text(text, limits).ok()?;
    }
    let raw = view.to_raw();
    if is_empty(&raw) {
        builder.push_missing();
    } else {
        builder.push(reader.read(&raw).ok()?);
    }
    Some(())
}

fn pushed<T>(values: &mut Vec<T>, value: T) -> Option<()> {
    values.push(value);
    Some(())
}

/// A bit for each item of a list of one or more, if each is named plainly.
fn items_named(text: &str, names: &Names<usize>) -> Option<u64> {
    let mut found = 0;
    for item in items_of(text) {
        match names.find(item) {
            Named::One(at) => found |= 1 << (at % 64),
            _ => return None,
        }
    }
    (found != 0 && !text.contains('\0')).then_some(found)
}

/// Adds `digits / 10^places`; none where that may not stand in the column.
#[inline]
pub(super) fn push_decimal(numbers: &mut NumbersBuilder, digits: i64, places: u8, bounds: &Bounds) -> Option<()> {
    let (digits, places) = without_zeros(digits, places);
    let allowed = (bounds.signed || digits >= 0) && !(bounds.whole && places > 0);
    allowed.then(|| numbers.push_decimal(digits, places))
}

/// The digits of a number, and how many of them stand after the point, if it is plain and short.
fn decimal_of(view: View<'_>) -> Option<(i64, u8)> {
    match view {
        View::Text(text) => {
            let text = trimmed(text);
            let found = plain_decimal::at_start(text.as_bytes()).filter(|found| found.len == text.len())?;
            Some((found.digits, u8::try_from(found.places).ok()?))
        }
        View::Decimal(digits, places) if places <= 9 && digits != i64::MIN => Some((digits, places)),
        View::Float(value) => float_decimal(value),
        _ => None,
    }
}

/// A text without blanks around it.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => trim(text),
    }
}

/// The shortest decimal of a float, where it is short.
fn float_decimal(value: f64) -> Option<(i64, u8)> {
    (0..).zip(POWERS).find_map(|(places, power)| Some((float_digits(value, power)?, places)))
}

/// 10 to the number of places after a point.
pub(super) const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// The digits of a float's shortest decimal, if multiplied by `power`, one of [`POWERS`], they are a whole number of at
/// most 15 digits.
///
/// That number divided by the power is rounded correctly, as both are floats themselves; so if the quotient is the float,
/// the decimal reads back as it. No other decimal of at most 15 digits does, hence none that is shorter: 15 is how many
/// digits a float of 64 bits always keeps (`f64::DIGITS`). And none is missed for the way in which the product is rounded: it
/// is off by less than a quarter, 2^-52 of 10^15.
pub(super) fn float_digits(value: f64, power: f64) -> Option<i64> {
    const MOST: f64 = 1e15;
    /// 1.5 * 2^52: what is added to it, below 2^51, is rounded to a whole number, in the last bits of the sum.
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    let shifted = value * power + SHIFT;
    let whole = shifted - SHIFT;
    let fits = whole / power == value && whole.abs() < MOST;
    fits.then(|| shifted.to_bits().cast_signed() - SHIFT.to_bits().cast_signed())
}

/// The day of `2024-02-29`.
pub(super) fn iso_day(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: &[&u8]| {
        let add = |sum: u16, digit: &&u8| digit.is_ascii_digit().then(|| sum * 10 + u16::from(**digit - b'0'));
        digits.iter().try_fold(0, add)
    };
    let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
    Date::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::float_decimal;
    use crate::number::Number;

    /// The digits of the shortest decimal and its places, as the standard library writes them; none where they are too many.
    fn written(value: f64) -> Option<(i64, u8)> {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap();
        let after = mantissa.split_once('.').map_or(0, |(_, after)| i32::try_from(after.len()).unwrap());
        let digits: i128 = mantissa.replace('.', "").parse().unwrap();
        let places = after - exponent.parse::<i32>().unwrap();
        let (more, places) = if places < 0 { (places.unsigned_abs(), 0) } else { (0, places) };
        let digits = i64::try_from(digits.checked_mul(10_i128.checked_pow(more)?)?).ok()?;
        (digits.abs() < 10_i64.pow(15) && places <= 9).then(|| (digits, u8::try_from(places).unwrap()))
    }

    #[test]
    #[allow(clippy::cast_precision_loss, reason = "any float will do")]
    fn floats_are_their_shortest_decimals() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed ^ (seed >> 29)
        };
        let (mut short, mut long) = (0, 0);
        for round in 0..200_000 {
            let whole = (next() >> (next() % 63)).cast_signed();
            let decimal = whole as f64 / 10_f64.powi(i32::try_from(next() % 12).unwrap());
            let value = match round % 5 {
                0 => f64::from_bits(next()),
                1 => decimal + 0.5,
                2 => f64::from_bits(decimal.to_bits() ^ (next() % 4)),
                _ => decimal,
            };
            if !value.is_finite() {
                assert_eq!(float_decimal(value), None);
                continue;
            }
            let expected = written(value);
            assert_eq!(float_decimal(value), expected, "{value:e}");
            match expected {
                Some((digits, places)) => {
                    let exact = Number::from(digits) * Number::power_of_ten(-i32::from(places));
                    assert_eq!(Number::from_f64(value).unwrap(), Some(exact), "{value:e}");
                    short += 1;
                }
                None => long += 1,
            }
        }
        assert!(short > 50_000 && long > 50_000, "{short} {long}");
        for value in [0.0, -0.0, 1e15, -1e15, 999_999_999_999_999.0, 1e-9, 1e-10, 0.1 + 0.2, 99_999_999_999_999.95] {
            assert_eq!(float_decimal(value), written(value), "{value:e}");
        }
    }
}
