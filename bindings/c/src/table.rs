//! A table that C fills column by column, and the arrays of C as cells.

use std::ffi::c_char;

use dabiao::date::Date;
use dabiao::facts::{RawCell, Table};

use crate::arrow::Batch;
use crate::fault::Fault;
use crate::text::{array, text};

/// A table with a fixed number of rows.
pub(crate) struct Columns {
    name: String,
    rows: usize,
    heads: Vec<String>,
    cells: Vec<Vec<RawCell>>,
}

impl Columns {
    /// A table without a column.
    pub(crate) fn new(name: &str, rows: usize) -> Columns {
        Columns { name: name.to_string(), rows, heads: Vec::new(), cells: Vec::new() }
    }

    /// A table of whole columns.
    pub(crate) fn of_batch(name: &str, batch: Batch) -> Columns {
        Columns { name: name.to_string(), rows: batch.rows, heads: batch.heads, cells: batch.cells }
    }

    /// Sets one cell; a column that was not there is added.
    pub(crate) fn set(&mut self, head: &str, limit: usize, row: usize, cell: RawCell) -> Result<(), Fault> {
        if row >= self.rows {
            return Err(Fault::Range("row", row));
        }
        let rows = self.rows;
        let column = self.column(head, limit)?;
        column.resize(rows, RawCell::Empty);
        if let Some(place) = column.get_mut(row) {
            *place = cell;
        }
        Ok(())
    }

    /// Sets a whole column, which replaces one of the same name.
    pub(crate) fn set_all(&mut self, head: &str, limit: usize, cells: Vec<RawCell>) -> Result<(), Fault> {
        if cells.len() != self.rows {
            return Err(Fault::Range("count", cells.len()));
        }
        *self.column(head, limit)? = cells;
        Ok(())
    }

    fn column(&mut self, head: &str, limit: usize) -> Result<&mut Vec<RawCell>, Fault> {
        let at = match self.heads.iter().position(|known| known == head) {
            Some(at) => at,
            None if self.heads.len() >= limit => return Err(Fault::Limit("columns", limit)),
            None => {
                self.heads.push(head.to_string());
                self.cells.push(Vec::new());
                self.heads.len() - 1
            }
        };
        self.cells.get_mut(at).ok_or(Fault::Range("column", at))
    }

    /// The table, row by row.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new(&self.name, &self.heads);
        for row in 0..self.rows {
            table.push_row(self.cells.iter().map(|column| column.get(row).cloned().unwrap_or(RawCell::Empty)));
        }
        table
    }
}

/// # Safety
/// `present` is NULL or has `count` readable bytes.
unsafe fn mask<'a>(present: *const u8, count: usize) -> Result<impl Fn(usize) -> bool + 'a, Fault> {
    // SAFETY: the promise of the caller is passed on; NULL is not read.
    let bytes: &[u8] = if present.is_null() { &[] } else { unsafe { array(present, count, "present")? } };
    Ok(move |row: usize| bytes.get(row).is_none_or(|byte| *byte != 0))
}

/// Numbers as cells.
///
/// # Safety
/// `present` is NULL or has a readable byte for each value.
pub(crate) unsafe fn numbers<T: Copy + Into<RawCell>>(values: &[T], present: *const u8) -> Result<Vec<RawCell>, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let present = unsafe { mask(present, values.len())? };
    let cell = |(row, value): (usize, &T)| if present(row) { (*value).into() } else { RawCell::Empty };
    Ok(values.iter().enumerate().map(cell).collect())
}

/// Flags as cells.
///
/// # Safety
/// As for [`numbers`].
pub(crate) unsafe fn flags(values: &[u8], present: *const u8) -> Result<Vec<RawCell>, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let present = unsafe { mask(present, values.len())? };
    let cell = |(row, value): (usize, &u8)| if present(row) { (*value != 0).into() } else { RawCell::Empty };
    Ok(values.iter().enumerate().map(cell).collect())
}

/// Days since 1970-01-01 as cells.
///
/// # Safety
/// As for [`numbers`].
pub(crate) unsafe fn dates(values: &[i32], present: *const u8) -> Result<Vec<RawCell>, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let present = unsafe { mask(present, values.len())? };
    let cell = |(row, value): (usize, &i32)| match present(row) {
        true => {
            let date = Date::from_days(i64::from(*value));
            date.map(RawCell::from).ok_or_else(|| Fault::Value("values", format!("day {value}")))
        }
        false => Ok(RawCell::Empty),
    };
    values.iter().enumerate().map(cell).collect()
}

/// Texts as cells.
///
/// # Safety
/// Each value is NULL or has as many readable bytes as the length beside it says.
pub(crate) unsafe fn texts(values: &[*const c_char], lengths: &[usize]) -> Result<Vec<RawCell>, Fault> {
    let cell = |(value, length): (&*const c_char, &usize)| match value.is_null() {
        true => Ok(RawCell::Empty),
        // SAFETY: not NULL, and readable as the caller promises.
        false => unsafe { text(*value, *length, "values") }.map(|text| match text {
            "" => RawCell::Empty,
            text => text.into(),
        }),
    };
    values.iter().zip(lengths).map(cell).collect()
}
