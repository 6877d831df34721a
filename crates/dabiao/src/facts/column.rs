//! One column of a table, typed: what the fast evaluators run over, and what a cell is read from. Numbers are 64-bit whole
//! numbers at one decimal scale (`numbers`).

use std::ops::Deref;
use std::sync::Arc;

use super::Cell;
pub(crate) use super::numbers::Numbers;
use crate::date::Date;

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
/// The most decimals that the constants of a policy may add to a column.
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

    /// All set, `len` of them.
    pub fn of(len: usize) -> Bits {
        let mut words = vec![u64::MAX; len.div_ceil(64)];
        if let Some(last) = words.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last = (1 << (len % 64)) - 1;
        }
        Bits(words)
    }

    /// As many bits, of which those that were never set are clear.
    pub(super) fn cut(&self, len: usize) -> Bits {
        let Bits(mut words) = Bits::of(len);
        let given = self.0.iter().copied().chain(std::iter::repeat(0));
        words.iter_mut().zip(given).for_each(|(word, given)| *word &= given);
        Bits(words)
    }

    /// The bits in an order given by their places.
    pub(super) fn permuted(&self, order: &[u32]) -> Bits {
        let mut bits = Bits(vec![0; order.len().div_ceil(64)]);
        for (to, from) in order.iter().enumerate() {
            if usize::try_from(*from).is_ok_and(|from| self.get(from)) {
                bits.set(to);
            }
        }
        bits
    }

    /// Clears the bit at `at`.
    pub fn clear(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
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

/// Whether a day of [`Column::Dates`] is one.
pub(super) fn is_day(day: i32) -> bool {
    day != MISSING_DAY && day != NO_DAY
}

impl Column {
    /// Whether the cell at `at` is missing.
    pub(crate) fn is_missing(&self, at: usize) -> bool {
        match self {
            Column::Missing => true,
            Column::Numbers(numbers) => {
                let known = numbers.known.as_ref().is_none_or(|known| known.get(at));
                !known && !numbers.exceptions.contains_key(&at)
            }
            Column::Flags(codes) | Column::Choices(codes) => codes.get(at).is_none_or(|code| *code == MISSING_CODE),
            Column::Dates(days) => days.get(at).is_none_or(|day| *day == MISSING_DAY),
            Column::Sets(sets) => sets.get(at).is_none_or(|bits| *bits == MISSING_ITEMS),
            Column::Cells(cells) => cells.get(at).is_none_or(|cell| *cell == Cell::Missing),
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

/// The values in an order given by their places.
pub(super) fn permuted<T: Clone>(values: &[T], order: &[u32]) -> Vec<T> {
    let mut made = Vec::with_capacity(order.len());
    made.extend(order.iter().filter_map(|at| values.get(usize::try_from(*at).ok()?).cloned()));
    made
}
