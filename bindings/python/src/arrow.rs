//! A column of Arrow -> cells, by its type, where it has no form as a whole (`typed`). No value is rounded: a float is the
//! shortest decimal that prints as it, of 32 bits or of 64.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    DecimalType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use dabiao::date::Date;
use dabiao::facts::RawCell;

use crate::cells::{list, written};

pub(crate) const SECONDS_OF_A_DAY: i64 = 86_400;

/// The cells of a column; none if their type is none of a cell.
pub(crate) fn column(array: &ArrayRef) -> Option<Vec<RawCell>> {
    use DataType::{
        Boolean, Date32, Date64, Decimal32, Decimal64, Decimal128, Decimal256, Dictionary, Float16, Float32, Float64,
        Int8, Int16, Int32, Int64, LargeList, LargeUtf8, List, Null, Timestamp, UInt8, UInt16, UInt32, UInt64, Utf8,
        Utf8View,
    };
    Some(match array.data_type() {
        Null => vec![RawCell::Empty; array.len()],
        Boolean => array.as_boolean().iter().map(RawCell::from).collect(),
        Int8 => cells::<Int8Type>(array, |value| i64::from(value).into()),
        Int16 => cells::<Int16Type>(array, |value| i64::from(value).into()),
        Int32 => cells::<Int32Type>(array, RawCell::from),
        Int64 => cells::<Int64Type>(array, RawCell::from),
        UInt8 => cells::<UInt8Type>(array, |value| i64::from(value).into()),
        UInt16 => cells::<UInt16Type>(array, |value| i64::from(value).into()),
        UInt32 => cells::<UInt32Type>(array, RawCell::from),
        UInt64 => cells::<UInt64Type>(array, |value| written(&value.to_string())),
        // What prints 16 bits prints them as 32.
        Float16 => cells::<Float16Type>(array, |value| value.to_f32().into()),
        Float32 => cells::<Float32Type>(array, RawCell::from),
        Float64 => cells::<Float64Type>(array, RawCell::from),
        Utf8 => texts(array.as_string::<i32>().iter())?,
        LargeUtf8 => texts(array.as_string::<i64>().iter())?,
        Utf8View => texts(array.as_string_view().iter())?,
        Decimal32(_, scale) => decimals::<Decimal32Type>(array, *scale),
        Decimal64(_, scale) => decimals::<Decimal64Type>(array, *scale),
        Decimal128(_, scale) => decimals::<Decimal128Type>(array, *scale),
        Decimal256(_, scale) => decimals::<Decimal256Type>(array, *scale),
        Date32 => cells::<Date32Type>(array, |days| moment(i64::from(days), 1)),
        Date64 => cells::<Date64Type>(array, |value| moment(value, SECONDS_OF_A_DAY * 1_000)),
        Timestamp(unit, _) => timestamps(array, *unit),
        List(_) => lists(array.as_list::<i32>().iter())?,
        LargeList(_) => lists(array.as_list::<i64>().iter())?,
        Dictionary(..) => dictionary(array)?,
        _ => return None,
    })
}

fn cells<T: ArrowPrimitiveType>(array: &ArrayRef, cell: impl Fn(T::Native) -> RawCell) -> Vec<RawCell> {
    array.as_primitive::<T>().iter().map(|value| value.map_or(RawCell::Empty, &cell)).collect()
}

/// The cells of texts, which another library may have filled with anything; none if one is no text.
fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Option<Vec<RawCell>> {
    let cell = |text: &str| std::str::from_utf8(text.as_bytes()).ok().map(RawCell::from);
    texts.map(|text| text.map_or(Some(RawCell::Empty), cell)).collect()
}

fn decimals<T: DecimalType>(array: &ArrayRef, scale: i8) -> Vec<RawCell> {
    cells::<T>(array, |value| written(&T::format_decimal(value, T::MAX_PRECISION, scale)))
}

/// A day; of a moment within a day its text, which a column of dates refuses.
fn moment(value: i64, of_a_day: i64) -> RawCell {
    let day = Date::from_days(value.div_euclid(of_a_day));
    match (day, value.rem_euclid(of_a_day)) {
        (Some(day), 0) => RawCell::Date(day),
        (Some(day), rest) => {
            let seconds = i128::from(rest) * i128::from(SECONDS_OF_A_DAY) / i128::from(of_a_day);
            RawCell::Text(format!("{day} {:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
        }
        (None, _) => RawCell::Text(format!("{value}/{of_a_day} days from 1970-01-01")),
    }
}

fn timestamps(array: &ArrayRef, unit: TimeUnit) -> Vec<RawCell> {
    match unit {
        TimeUnit::Second => cells::<TimestampSecondType>(array, |value| moment(value, SECONDS_OF_A_DAY)),
        TimeUnit::Millisecond => {
            cells::<TimestampMillisecondType>(array, |value| moment(value, SECONDS_OF_A_DAY * 1_000))
        }
        TimeUnit::Microsecond => {
            cells::<TimestampMicrosecondType>(array, |value| moment(value, SECONDS_OF_A_DAY * 1_000_000))
        }
        TimeUnit::Nanosecond => {
            cells::<TimestampNanosecondType>(array, |value| moment(value, SECONDS_OF_A_DAY * 1_000_000_000))
        }
    }
}

/// Sets of items; none if an item is no plain text.
pub(crate) fn lists(rows: impl Iterator<Item = Option<ArrayRef>>) -> Option<Vec<RawCell>> {
    rows.map(|items| {
        let Some(items) = items else { return Some(RawCell::Empty) };
        let texts: Option<Vec<String>> = column(&items)?
            .into_iter()
            .map(|item| if let RawCell::Text(text) = item { Some(text) } else { None })
            .collect();
        list(texts?)
    })
    .collect()
}

/// Each value of the dictionary is read once.
fn dictionary(array: &ArrayRef) -> Option<Vec<RawCell>> {
    let values = column(array.as_any_dictionary_opt()?.values())?;
    if values.is_empty() {
        return Some(vec![RawCell::Empty; array.len()]);
    }
    let keys: Vec<Option<usize>> = array.as_any_dictionary_opt().map(|array| {
        let keys = array.normalized_keys();
        keys.into_iter().enumerate().map(|(at, key)| (!array.keys().is_null(at)).then_some(key)).collect()
    })?;
    let cell = |key: Option<usize>| key.and_then(|key| values.get(key)).cloned().unwrap_or(RawCell::Empty);
    Some(keys.into_iter().map(cell).collect())
}
