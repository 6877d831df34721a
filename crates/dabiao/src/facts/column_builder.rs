//! The cells of one attribute, one after another -> its `Column`.

use super::Cell;
use super::column::{Column, MISSING_CODE, MISSING_DAY, MISSING_ITEMS, MOST_ITEMS, NO_DAY, permuted};
use super::numbers::NumbersBuilder;
use crate::program::Type;

/// A column that is being made.
#[derive(Debug)]
pub(crate) enum ColumnBuilder {
    Numbers(NumbersBuilder),
    Flags(Vec<u16>),
    Choices(Vec<u16>),
    Dates(Vec<i32>),
    Sets(Vec<u64>),
    Cells(Vec<Cell>),
}

impl ColumnBuilder {
    pub(crate) fn new(of_type: &Type) -> ColumnBuilder {
        match of_type {
            Type::Quantity(_) | Type::OpenQuantity | Type::Number => ColumnBuilder::Numbers(NumbersBuilder::default()),
            Type::Flag => ColumnBuilder::Flags(Vec::new()),
            Type::OneOf(values) | Type::Ordered(values) if values.len() < usize::from(u16::MAX - 8) => {
                ColumnBuilder::Choices(Vec::new())
            }
            Type::Date => ColumnBuilder::Dates(Vec::new()),
            Type::SetOf(values) if values.len() <= MOST_ITEMS => ColumnBuilder::Sets(Vec::new()),
            Type::Text | Type::SetOf(_) | Type::OneOf(_) | Type::Ordered(_) => ColumnBuilder::Cells(Vec::new()),
        }
    }

    /// Makes room for so many numbers.
    pub(crate) fn reserve(mut self, len: usize) -> ColumnBuilder {
        if let ColumnBuilder::Numbers(numbers) = &mut self {
            numbers.reserve(len);
        }
        self
    }

    /// Adds a cell that is of the column's type or missing.
    pub(crate) fn push(&mut self, cell: Cell) {
        match self {
            ColumnBuilder::Numbers(numbers) => match cell {
                Cell::Number(number) => numbers.push(&number),
                _ => numbers.push_missing(),
            },
            ColumnBuilder::Flags(codes) | ColumnBuilder::Choices(codes) => codes.push(code(&cell)),
            ColumnBuilder::Dates(days) => days.push(day(&cell)),
            ColumnBuilder::Sets(sets) => sets.push(items(&cell)),
            ColumnBuilder::Cells(cells) => cells.push(cell),
        }
    }

    pub(crate) fn push_missing(&mut self) {
        match self {
            ColumnBuilder::Numbers(numbers) => numbers.push_missing(),
            _ => self.push(Cell::Missing),
        }
    }

    /// The days so far, if these are dates.
    pub(crate) fn days(&self) -> Option<&[i32]> {
        match self {
            ColumnBuilder::Dates(days) => Some(days),
            _ => None,
        }
    }

    /// The column, its cells in the order given by `order`, or in their own.
    pub(crate) fn finish(self, order: Option<&[u32]>) -> Column {
        match self {
            ColumnBuilder::Numbers(numbers) if numbers.is_missing() => Column::Missing,
            ColumnBuilder::Numbers(numbers) => Column::Numbers(numbers.finish(order)),
            ColumnBuilder::Flags(codes) => column(codes, &MISSING_CODE, order, Column::Flags),
            ColumnBuilder::Choices(codes) => column(codes, &MISSING_CODE, order, Column::Choices),
            ColumnBuilder::Dates(days) => column(days, &MISSING_DAY, order, Column::Dates),
            ColumnBuilder::Sets(sets) => column(sets, &MISSING_ITEMS, order, Column::Sets),
            ColumnBuilder::Cells(cells) => column(cells, &Cell::Missing, order, Column::Cells),
        }
    }
}

fn column<T: Clone + PartialEq>(
    values: Vec<T>,
    missing: &T,
    order: Option<&[u32]>,
    made: impl Fn(Vec<T>) -> Column,
) -> Column {
    if values.iter().all(|value| value == missing) {
        return Column::Missing;
    }
    match order {
        None => made(values),
        Some(order) => made(permuted(&values, order)),
    }
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
