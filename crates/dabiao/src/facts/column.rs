//! One column of a table, typed: what the fast evaluators run over, and what a cell is read from. Numbers are 64-bit whole
//! numbers at one decimal scale; the few that do not fit stand beside them, exact.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::Cell;
use crate::date::Date;
use crate::number::Number;
use crate::program::Type;

/// A code of [`Column::Flags`] and [`Column::Choices`]: missing.
pub(crate) const MISSING_CODE: u16 = u16::MAX;
/// A day of [`Column::Dates`]: missing.
pub(crate) const MISSING_DAY: i32 = i32::MIN;
/// A day of [`Column::Dates`]: known never to have come.
pub(crate) const NO_DAY: i32 = i32::MAX;
/// Items of [`Column::Sets`]: missing.
pub(crate) const MISSING_ITEMS: u64 = u64::MAX;
/// The most items of a type whose sets are bits of a word.
pub(crate) const MOST_ITEMS: usize = 63;
/// The most decimals of a column of numbers.
pub(crate) const MOST_DECIMALS: u8 = 15;

/// Values in a row, ours or a host's.
#[derive(Clone)]
pub enum Buffer<T: 'static> {
    /// Ours.
    Owned(Vec<T>),
    /// A host's, without a copy.
    Shared(Arc<dyn AsRef<[T]> + Send + Sync>),
}

impl<T> Deref for Buffer<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Buffer::Owned(values) => values,
            Buffer::Shared(values) => (**values).as_ref(),
        }
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Buffer<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> From<Vec<T>> for Buffer<T> {
    fn from(values: Vec<T>) -> Buffer<T> {
        Buffer::Owned(values)
    }
}

/// A bit for each value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Whether the bit at `at` is set.
    pub fn get(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// The words: bit `at % 64` of word `at / 64`.
    pub fn words(&self) -> &[u64] {
        &self.0
    }

    /// Sets the bit at `at`; those before it that were never set are clear.
    pub fn set(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
}

/// The cells of an attribute, one for each observation.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    /// Missing everywhere.
    Missing,
    Numbers(Numbers),
    /// No, yes or [`MISSING_CODE`].
    Flags(Vec<u16>),
    /// Positions in the type, or [`MISSING_CODE`].
    Choices(Vec<u16>),
    /// Days since 1970-01-01, [`MISSING_DAY`] or [`NO_DAY`].
    Dates(Vec<i32>),
    /// A bit for each item, or [`MISSING_ITEMS`].
    Sets(Vec<u64>),
    /// Each cell by itself: texts, and sets of many items.
    Cells(Vec<Cell>),
}

/// Numbers at one decimal scale.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    /// `values[i] / 10^scale`; 0 where the number is missing or stands among `exceptions`.
    pub(crate) values: Buffer<i64>,
    pub(crate) scale: u8,
    /// Which are not missing; none: all.
    pub(crate) known: Option<Bits>,
    /// Numbers that do not fit 64 bits at this scale.
    pub(crate) exceptions: BTreeMap<usize, Number>,
    /// The largest magnitude of `values`.
    pub(crate) largest: u64,
}

impl Column {
    /// The column of cells that are of a type or missing.
    pub(crate) fn of(of_type: &Type, cells: Vec<Cell>) -> Column {
        if cells.iter().all(|cell| *cell == Cell::Missing) {
            return Column::Missing;
        }
        match of_type {
            Type::Quantity(_) | Type::OpenQuantity | Type::Number => Column::Numbers(Numbers::of(&cells)),
            Type::Flag => Column::Flags(cells.iter().map(code).collect()),
            Type::OneOf(values) | Type::Ordered(values) if values.len() < usize::from(u16::MAX - 8) => {
                Column::Choices(cells.iter().map(code).collect())
            }
            Type::Date => Column::Dates(cells.iter().map(day).collect()),
            Type::SetOf(values) if values.len() <= MOST_ITEMS => Column::Sets(cells.iter().map(items).collect()),
            Type::Text | Type::SetOf(_) | Type::OneOf(_) | Type::Ordered(_) => Column::Cells(cells),
        }
    }

    /// The cell at `at`.
    pub(crate) fn get(&self, at: usize) -> Cell {
        let cell = match self {
            Column::Missing => None,
            Column::Numbers(numbers) => numbers.get(at).map(Cell::Number),
            Column::Flags(codes) => {
                codes.get(at).filter(|code| **code != MISSING_CODE).map(|code| Cell::Flag(*code != 0))
            }
            Column::Choices(codes) => {
                codes.get(at).filter(|code| **code != MISSING_CODE).map(|code| Cell::Choice(usize::from(*code)))
            }
            Column::Dates(days) => days.get(at).and_then(|day| match *day {
                MISSING_DAY => None,
                NO_DAY => Some(Cell::None),
                day => Date::from_days(i64::from(day)).map(Cell::Date),
            }),
            Column::Sets(sets) => sets
                .get(at)
                .filter(|bits| **bits != MISSING_ITEMS)
                .map(|bits| Cell::Choices((0..MOST_ITEMS).filter(|item| bits >> item & 1 == 1).collect())),
            Column::Cells(cells) => cells.get(at).cloned(),
        };
        cell.unwrap_or(Cell::Missing)
    }
}

impl Numbers {
    /// At the least scale at which no number that fits has more decimals.
    fn of(cells: &[Cell]) -> Numbers {
        let numbers = || cells.iter().filter_map(number);
        let scale = numbers().filter_map(|number| places(number)).max().unwrap_or(0);
        let power = Number::power_of_ten(i32::from(scale));
        let mut made =
            Numbers { values: Vec::new().into(), scale, known: None, exceptions: BTreeMap::new(), largest: 0 };
        let mut values = vec![0; cells.len()];
        let mut known = Bits::default();
        for ((at, cell), kept) in cells.iter().enumerate().zip(&mut values) {
            let Some(number) = number(cell) else { continue };
            match (number * &power).to_i64().filter(|value| *value != i64::MIN) {
                Some(value) => {
                    *kept = value;
                    made.largest = made.largest.max(value.unsigned_abs());
                    known.set(at);
                }
                None => {
                    made.exceptions.insert(at, number.clone());
                }
            }
        }
        let all_known = numbers().count() == cells.len() && made.exceptions.is_empty();
        made.known = (!all_known).then_some(known);
        made.values = values.into();
        made
    }

    /// The number at `at`; none where it is missing.
    pub(crate) fn get(&self, at: usize) -> Option<Number> {
        if let Some(number) = self.exceptions.get(&at) {
            return Some(number.clone());
        }
        let value = *self.values.get(at)?;
        let known = self.known.as_ref().is_none_or(|known| known.get(at));
        known.then(|| Number::from(value) * Number::power_of_ten(-i32::from(self.scale)))
    }
}

fn number(cell: &Cell) -> Option<&Number> {
    match cell {
        Cell::Number(number) => Some(number),
        _ => None,
    }
}

/// How many decimals a number has, if they are few.
fn places(number: &Number) -> Option<u8> {
    if number.is_whole() {
        return Some(0);
    }
    (1..=MOST_DECIMALS).find(|places| (number * &Number::power_of_ten(i32::from(*places))).is_whole())
}

fn code(cell: &Cell) -> u16 {
    match cell {
        Cell::Flag(flag) => u16::from(*flag),
        Cell::Choice(at) => u16::try_from(*at).unwrap_or(MISSING_CODE),
        _ => MISSING_CODE,
    }
}

fn day(cell: &Cell) -> i32 {
    match cell {
        Cell::Date(date) => i32::try_from(date.to_days()).unwrap_or(MISSING_DAY),
        Cell::None => NO_DAY,
        _ => MISSING_DAY,
    }
}

fn items(cell: &Cell) -> u64 {
    match cell {
        Cell::Choices(items) => items.iter().fold(0, |bits, item| bits | 1 << (item % 64)),
        _ => MISSING_ITEMS,
    }
}
