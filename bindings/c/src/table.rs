//! A table that C fills column by column, and the arrays of C as columns.

use std::ffi::c_char;
use std::sync::Arc;

use dabiao::date::Date;
use dabiao::facts::{Bits, Buffer, RawCell, Table, Values};

use crate::arrow::Batch;
use crate::fault::Fault;
use crate::text::{array, text};

/// A table with a fixed number of rows, each column as long.
pub(crate) struct Columns {
    name: String,
    rows: usize,
    /// The most columns that it may have.
    most: usize,
    heads: Vec<String>,
    columns: Vec<Values>,
}

impl Columns {
    /// A table without a column.
    pub(crate) fn new(name: &str, rows: usize, most: usize) -> Columns {
        Columns { name: name.to_string(), rows, most, heads: Vec::new(), columns: Vec::new() }
    }

    /// A table of whole columns.
    pub(crate) fn of_batch(name: &str, batch: Batch, most: usize) -> Columns {
        Columns { name: name.to_string(), rows: batch.rows, most, heads: batch.heads, columns: batch.columns }
    }

    /// Sets one cell; a column that was not there is added.
    pub(crate) fn set(&mut self, head: &str, row: usize, cell: RawCell) -> Result<(), Fault> {
        if row >= self.rows {
            return Err(Fault::Range("row", row));
        }
        let rows = self.rows;
        let column = self.column(head)?;
        if !matches!(column, Values::Cells(cells) if cells.len() == rows) {
            let mut cells: Vec<RawCell> = column.cells().collect();
            cells.resize(rows, RawCell::Empty);
            *column = Values::Cells(cells);
        }
        if let Values::Cells(cells) = column
            && let Some(place) = cells.get_mut(row)
        {
            *place = cell;
        }
        Ok(())
    }

    /// Sets a whole column of `count` values, which replaces one of the same name. They are read only if there are as many
    /// as rows.
    pub(crate) fn set_all(
        &mut self,
        head: &str,
        count: usize,
        values: impl FnOnce() -> Result<Values, Fault>,
    ) -> Result<(), Fault> {
        if count != self.rows {
            return Err(Fault::Range("count", count));
        }
        let values = values()?;
        *self.column(head)? = values;
        Ok(())
    }

    fn column(&mut self, head: &str) -> Result<&mut Values, Fault> {
        let at = match self.heads.iter().position(|known| known == head) {
            Some(at) => at,
            None if self.heads.len() >= self.most => return Err(Fault::Limit("columns", self.most)),
            None => {
                self.heads.push(head.to_string());
                self.columns.push(Values::Cells(Vec::new()));
                self.heads.len() - 1
            }
        };
        self.columns.get_mut(at).ok_or(Fault::Range("column", at))
    }

    /// The table. Arrays are shared with it, not copied.
    pub(crate) fn table(&self) -> Table {
        if self.heads.is_empty() {
            let mut table = Table::new(&self.name, [""; 0]);
            (0..self.rows).for_each(|_| table.push_row([]));
            return table;
        }
        Table::from_columns(&self.name, self.heads.iter().zip(self.columns.iter().cloned()))
    }
}

/// A copy of an array, which can be shared.
fn kept<T: Send + Sync>(values: Vec<T>) -> Buffer<T> {
    Buffer::Shared(Arc::new(values))
}

/// Which values are known; none: all.
///
/// # Safety
/// `present` is NULL or has `count` readable bytes.
unsafe fn known(present: *const u8, count: usize) -> Result<Option<Bits>, Fault> {
    if present.is_null() {
        return Ok(None);
    }
    let mut known = Bits::of(count);
    // SAFETY: not NULL; the promise of the caller is passed on.
    let bytes = unsafe { array(present, count, "present")? };
    bytes.iter().enumerate().filter(|(_, byte)| **byte == 0).for_each(|(at, _)| known.clear(at));
    Ok(Some(known))
}

/// Whole numbers as a column.
///
/// # Safety
/// `present` is NULL or has a readable byte for each value.
pub(crate) unsafe fn integers(values: &[i64], present: *const u8) -> Result<Values, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let known = unsafe { known(present, values.len())? };
    Ok(Values::Integers(kept(values.to_vec()), known))
}

/// Floats as a column.
///
/// # Safety
/// As for [`integers`].
pub(crate) unsafe fn floats(values: &[f64], present: *const u8) -> Result<Values, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let known = unsafe { known(present, values.len())? };
    let is_known = |at| known.as_ref().is_none_or(|known| known.get(at));
    let value = |(at, value): (usize, &f64)| if is_known(at) { *value } else { f64::NAN };
    Ok(Values::Floats(kept(values.iter().enumerate().map(value).collect())))
}

/// Flags as a column.
///
/// # Safety
/// As for [`integers`].
pub(crate) unsafe fn flags(values: &[u8], present: *const u8) -> Result<Values, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let known = unsafe { known(present, values.len())? };
    Ok(Values::Flags(kept(values.iter().map(|value| *value != 0).collect()), known))
}

/// Days since 1970-01-01 as a column.
///
/// # Safety
/// As for [`integers`].
pub(crate) unsafe fn dates(values: &[i32], present: *const u8) -> Result<Values, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let known = unsafe { known(present, values.len())? };
    let is_known = |at| known.as_ref().is_none_or(|known| known.get(at));
    let is_day = |day: i32| Date::from_days(i64::from(day)).is_some();
    match values.iter().enumerate().find(|(at, day)| is_known(*at) && !is_day(**day)) {
        Some((_, day)) => Err(Fault::Value("values", format!("day {day}"))),
        None => Ok(Values::Dates(kept(values.to_vec()), known)),
    }
}

/// Texts as a column.
///
/// # Safety
/// Each value is NULL or has as many readable bytes as the length beside it says.
pub(crate) unsafe fn texts(values: &[*const c_char], lengths: &[usize]) -> Result<Values, Fault> {
    let (mut offsets, mut bytes) = (vec![0], Vec::new());
    for (value, length) in values.iter().zip(lengths) {
        if !value.is_null() {
            // SAFETY: not NULL, and readable as the caller promises.
            bytes.extend_from_slice(unsafe { text(*value, *length, "values")? }.as_bytes());
        }
        offsets.push(i64::try_from(bytes.len()).map_err(|_| Fault::Range("lengths", *length))?);
    }
    Ok(Values::Texts(kept(offsets), kept(bytes), None))
}
