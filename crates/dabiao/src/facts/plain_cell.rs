//! One plain cell -> the column of its attribute: digits, yes and no, a name as declared, an ISO date. Any other cell is
//! read by the `Reader` of its type; one that it refuses is not added.

use super::cells::{Reader, is_empty};
use super::column_builder::ColumnBuilder;
use super::columns::check_text;
use super::names::Named;
use super::number_cell::Bounds;
use super::numbers::without_zeros;
use super::raw_cells::View;
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
                let (digits, places) = without_zeros(digits, places);
                return allows(bounds, digits, places).then(|| numbers.push_decimal(digits, places));
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
        (ColumnBuilder::Dates(days), Reader::Date) => {
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

/// Whether a number may stand in a column.
pub(super) fn allows(bounds: &Bounds, digits: i64, places: u8) -> bool {
    (bounds.signed || digits >= 0) && !(bounds.whole && places > 0)
}

/// The digits of a number, and how many of them stand after the point, if it is plain and short.
fn decimal_of(view: View<'_>) -> Option<(i64, u8)> {
    match view {
        View::Text(text) => plain_decimal(text.as_bytes()),
        View::Decimal(digits, places) if places <= 9 && digits != i64::MIN => Some((digits, places)),
        View::Float(value) => float_decimal(value),
        _ => None,
    }
}

/// `-12.50` as 1250 and two places.
fn plain_decimal(text: &[u8]) -> Option<(i64, u8)> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if unsigned.len() > 18 {
        return None;
    }
    let mut digits = 0;
    let mut rest = unsigned.iter();
    // How many places are left where the point was.
    let mut point = None;
    while let Some(byte) = rest.next() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            digits = digits * 10 + i64::from(digit);
        } else if *byte == b'.' && point.is_none() && rest.len() + 1 < unsigned.len() {
            point = Some(rest.len());
        } else {
            return None;
        }
    }
    let places = match point {
        None if unsigned.is_empty() => return None,
        None => 0,
        Some(places) => u8::try_from(places).ok().filter(|places| (1..=9).contains(places))?,
    };
    Some((if negative { -digits } else { digits }, places))
}

/// The shortest decimal of a float, where it is short: the only one of at most 15 digits that reads back as the float.
fn float_decimal(value: f64) -> Option<(i64, u8)> {
    const MOST: f64 = 1e15;
    let mut power = 1.0;
    for places in 0..=9 {
        let digits = (value * power).round();
        if digits.abs() >= MOST {
            return None;
        }
        if digits / power == value {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 10^15")]
            return Some((digits as i64, places));
        }
        power *= 10.0;
    }
    None
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
