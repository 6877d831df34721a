//! The cells of a `Table` as its host or reader keeps them: each by itself, as the lines of a text, or in typed columns.
//! From all of them come views of single cells, which own nothing.

use super::column::{Bits, Buffer};
use super::lines::Lines;
use super::table::RawCell;
use crate::date::Date;
use crate::number::Number;

/// The values of a column as a host holds them. Where bits are given, a value whose bit is clear is empty.
///
/// ```
/// use dabiao::facts::{Table, Values};
/// let ids = Values::Dictionary(vec![0, 1].into(), vec!["33".into(), "3308".into()], None);
/// let beds = Values::Integers(vec![64_567_588, 2_276_184].into(), None);
/// let table = Table::from_columns("region", [("id", ids), ("population", beds)]);
/// assert_eq!((table.name(), table.len()), ("region", 2));
/// ```
#[derive(Clone, Debug)]
pub enum Values {
    /// Whole numbers; those of a column of rows already in the order of their ids are used without a copy.
    Integers(Buffer<i64>, Option<Bits>),
    /// Whole numbers, each divided by ten to the scale.
    Decimals(Buffer<i64>, u8, Option<Bits>),
    /// Each is the shortest decimal that prints as it; NaN is empty.
    Floats(Buffer<f64>),
    /// No or yes.
    Flags(Buffer<bool>, Option<Bits>),
    /// Days since 1970-01-01.
    Dates(Buffer<i32>, Option<Bits>),
    /// Where each text begins and, one more, where the last ends; and their bytes, which are UTF-8.
    Texts(Buffer<i64>, Buffer<u8>, Option<Bits>),
    /// Places in a list of texts.
    Dictionary(Buffer<u32>, Vec<String>, Option<Bits>),
    /// Each by itself: what has no form above.
    Cells(Vec<RawCell>),
}

/// A cell, owned by its table.
#[derive(Clone, Copy, Debug)]
pub(super) enum View<'a> {
    Empty,
    Text(&'a str),
    Number(&'a Number),
    /// The digits of a number, and how many of them stand after the point.
    Decimal(i64, u8),
    Float(f64),
    Flag(bool),
    Date(Date),
    /// A day since 1970-01-01, perhaps beyond the calendar.
    Day(i32),
}

impl View<'_> {
    pub(super) fn to_raw(self) -> RawCell {
        match self {
            View::Empty | View::Text("") => RawCell::Empty,
            View::Text(text) => RawCell::Text(text.to_owned()),
            View::Number(number) => RawCell::Number(number.clone()),
            View::Decimal(digits, 0) => RawCell::from(digits),
            View::Decimal(digits, places) => {
                RawCell::Number(Number::from(digits) * Number::power_of_ten(-i32::from(places)))
            }
            View::Float(value) => RawCell::from(value),
            View::Flag(flag) => RawCell::Flag(flag),
            View::Date(date) => RawCell::Date(date),
            View::Day(day) => {
                Date::from_days(i64::from(day)).map_or_else(|| RawCell::Text(day.to_string()), RawCell::Date)
            }
        }
    }
}

impl<'a> From<&'a RawCell> for View<'a> {
    fn from(raw: &'a RawCell) -> View<'a> {
        match raw {
            RawCell::Empty => View::Empty,
            RawCell::Text(text) => View::Text(text),
            RawCell::Number(number) => View::Number(number),
            RawCell::Flag(flag) => View::Flag(*flag),
            RawCell::Date(date) => View::Date(*date),
        }
    }
}

impl Values {
    pub(super) fn len(&self) -> usize {
        match self {
            Values::Integers(values, ..) | Values::Decimals(values, ..) => values.len(),
            Values::Floats(values) => values.len(),
            Values::Flags(values, _) => values.len(),
            Values::Dates(values, _) => values.len(),
            Values::Texts(offsets, ..) => offsets.len().saturating_sub(1),
            Values::Dictionary(codes, ..) => codes.len(),
            Values::Cells(cells) => cells.len(),
        }
    }

    /// The values one by one.
    ///
    /// ```
    /// use dabiao::facts::{RawCell, Values};
    /// let tenths = Values::Decimals(vec![5, 20].into(), 1, None);
    /// assert_eq!(tenths.cells().collect::<Vec<_>>(), [RawCell::from(0.5), RawCell::from(2)]);
    /// ```
    pub fn cells(&self) -> impl Iterator<Item = RawCell> + '_ {
        (0..self.len()).map(|at| self.view(at).to_raw())
    }

    /// The first text that is not UTF-8, or lies outside the bytes or the list of texts.
    pub(super) fn unreadable(&self) -> Option<usize> {
        match self {
            Values::Texts(offsets, bytes, _) if are_texts(offsets, bytes) => None,
            Values::Texts(.., known) => (0..self.len()).find(|at| is_known(known, *at) && self.text(*at).is_none()),
            Values::Dictionary(codes, texts, known) => {
                let most = texts.len();
                let outside =
                    |at: usize| codes.get(at).is_none_or(|code| usize::try_from(*code).is_ok_and(|code| code >= most));
                (0..self.len()).find(|at| is_known(known, *at) && outside(*at))
            }
            _ => None,
        }
    }

    fn text(&self, at: usize) -> Option<&str> {
        match self {
            Values::Texts(offsets, bytes, _) => {
                let start = usize::try_from(*offsets.get(at)?).ok()?;
                let end = usize::try_from(*offsets.get(at + 1)?).ok()?;
                std::str::from_utf8(bytes.get(start..end)?).ok()
            }
            Values::Dictionary(codes, texts, _) => {
                texts.get(usize::try_from(*codes.get(at)?).ok()?).map(String::as_str)
            }
            _ => None,
        }
    }

    pub(super) fn view(&self, at: usize) -> View<'_> {
        let view = match self {
            Values::Integers(values, known) => known_at(values, known, at).map(|value| View::Decimal(value, 0)),
            Values::Decimals(values, scale, known) => {
                known_at(values, known, at).map(|value| View::Decimal(value, *scale))
            }
            Values::Floats(values) => values.get(at).filter(|value| !value.is_nan()).map(|value| View::Float(*value)),
            Values::Flags(values, known) => known_at(values, known, at).map(View::Flag),
            Values::Dates(values, known) => known_at(values, known, at).map(View::Day),
            Values::Texts(.., known) | Values::Dictionary(.., known) => {
                self.text(at).filter(|text| !text.is_empty() && is_known(known, at)).map(View::Text)
            }
            Values::Cells(cells) => cells.get(at).map(View::from),
        };
        view.unwrap_or(View::Empty)
    }
}

/// Whether all bytes are a text, and each offset stands at a letter of it after the one before.
fn are_texts(offsets: &[i64], bytes: &[u8]) -> bool {
    let place = |offset: &i64| usize::try_from(*offset).ok();
    let ends = offsets.first().and_then(place).zip(offsets.last().and_then(place));
    let bytes = ends.and_then(|(first, last)| Some((first, bytes.get(first..last)?)));
    let text = bytes.and_then(|(first, bytes)| Some((first, std::str::from_utf8(bytes).ok()?)));
    text.is_some_and(|(first, text)| {
        let at_a_letter = |offset| place(offset).is_some_and(|place| text.is_char_boundary(place.wrapping_sub(first)));
        offsets.is_sorted() && (text.is_ascii() || offsets.iter().all(at_a_letter))
    })
}

fn is_known(known: &Option<Bits>, at: usize) -> bool {
    known.as_ref().is_none_or(|known| known.get(at))
}

fn known_at<T: Copy>(values: &Buffer<T>, known: &Option<Bits>, at: usize) -> Option<T> {
    values.get(at).copied().filter(|_| is_known(known, at))
}

/// The cells of a table.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// Row by row, each as wide as the heads.
    Given(Vec<RawCell>),
    Lines(Lines),
    Columns(Vec<Values>),
}

impl Cells {
    /// Puts views of the cells of a row into `views`, `width` of them.
    pub(super) fn views<'a>(&'a self, row: usize, width: usize, views: &mut Vec<View<'a>>) {
        views.clear();
        match self {
            Cells::Given(cells) => {
                let row = cells.get(row * width..(row + 1) * width).unwrap_or_default();
                views.extend(row.iter().map(View::from));
            }
            Cells::Lines(lines) => views.extend(lines.cells(row).take(width)),
            Cells::Columns(columns) => views.extend(columns.iter().map(|column| column.view(row))),
        }
        views.resize(width, View::Empty);
    }
}
