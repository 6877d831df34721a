//! A batch of Arrow, or a stream of them -> whole columns of the core. Buffers are as long as their array says, which the
//! specification promises; what else can be checked is: lengths, offsets, texts, places in a dictionary, days.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::sync::Arc;

use dabiao::facts::{Bits, RawCell, Values};

use super::cell::{Column, count, text_at};
use super::held::{Kept, Owned};
use super::join::join;
use super::{ArrowArray, ArrowArrayStream, ArrowSchema};
use crate::fault::Fault;

/// Columns with their heads, all of one length.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) heads: Vec<String>,
    pub(crate) columns: Vec<Values>,
    pub(crate) rows: usize,
}

/// Takes over a batch; after a failure it is still the caller's.
///
/// # Safety
/// `array` and `schema` are NULL or as the Arrow specification has them, not released.
pub(crate) unsafe fn take(array: *mut ArrowArray, schema: *mut ArrowSchema, most_rows: usize) -> Result<Batch, Fault> {
    let kept = Arc::default();
    // SAFETY: the promise of the caller is passed on; after it was read, neither is NULL. A structure whose release is
    // NULL has been moved away.
    unsafe {
        let batch = read(array, schema, most_rows, &kept)?;
        kept.take(Owned(array.read()));
        (*array).release = None;
        (*schema).release.into_iter().for_each(|release| release(schema));
        Ok(batch)
    }
}

/// Reads a batch whose array is going to be `kept`, and releases nothing.
///
/// # Safety
/// As for [`take`].
unsafe fn read(
    array: *const ArrowArray,
    schema: *const ArrowSchema,
    most_rows: usize,
    kept: &Arc<Kept>,
) -> Result<Batch, Fault> {
    // SAFETY: the promise of the caller; NULL is not read.
    let (array, schema) =
        unsafe { (array.as_ref().ok_or(Fault::Null("array"))?, schema.as_ref().ok_or(Fault::Null("schema"))?) };
    if array.release.is_none() || schema.release.is_none() {
        return Err(Fault::State("whatever makes the batch: it was released"));
    }
    let format = text_at(schema.format, "format")?;
    if format != "+s" || array.n_children != schema.n_children {
        return Err(Fault::Value("schema", format!("{format}: a table is wanted (a record batch), not a column")));
    }
    let (rows, first) = (count(array.length, "length")?, count(array.offset, "offset")?);
    if rows > most_rows {
        return Err(Fault::Limit("rows", most_rows));
    }
    let mut batch = Batch { rows, ..Batch::default() };
    for at in 0..count(array.n_children, "n_children")? {
        // SAFETY: there are as many children as the count says, none of them NULL.
        let (child, described) = unsafe { (&**array.children.add(at), &**schema.children.add(at)) };
        let head = text_at(described.name, "name")?;
        if count(child.length, "length")? < first.saturating_add(rows) {
            return Err(Fault::Value("array", format!("{head}: {} rows of {}", child.length, first + rows)));
        }
        // The offset of the batch moves every column; a row that is NULL as a whole is empty in each.
        let known = known(rows, |row| array.is_valid(row) && child.is_valid(row + first));
        let first = first + count(child.offset, "offset")?;
        let column = Column { array: child, format: text_at(described.format, "format")?, schema: described };
        batch.columns.push(column.values(first, rows, known, kept)?.ok_or_else(|| {
            Fault::Value("schema", format!("{head}: the Arrow format `{}` is not read", column.format))
        })?);
        batch.heads.push(head.to_string());
    }
    Ok(batch)
}

/// Which rows are known; none where all are.
fn known(rows: usize, is_known: impl Fn(usize) -> bool) -> Option<Bits> {
    let mut known = None;
    for row in (0..rows).filter(|row| !is_known(*row)) {
        known.get_or_insert_with(|| Bits::of(rows)).clear(row);
    }
    known
}

/// Reads all batches of a stream as one, and takes over each but not the stream.
///
/// # Safety
/// `stream` is NULL or as the Arrow specification has it, not released.
pub(crate) unsafe fn take_stream(stream: *mut ArrowArrayStream, most_rows: usize) -> Result<Batch, Fault> {
    // SAFETY: the promise of the caller; NULL is not read. A structure is read only after its function gave 0.
    unsafe {
        let own = stream.as_mut().ok_or(Fault::Null("stream"))?;
        let (Some(get_schema), Some(get_next), Some(_)) = (own.get_schema, own.get_next, own.release) else {
            return Err(Fault::State("whatever makes the stream: it was released"));
        };
        let mut schema = MaybeUninit::<ArrowSchema>::uninit();
        if get_schema(stream, schema.as_mut_ptr()) != 0 {
            return Err(failed(stream));
        }
        let schema = Owned(schema.assume_init());
        let (mut heads, mut rows, mut chunks) = (Vec::new(), 0, Vec::new());
        loop {
            let mut array = MaybeUninit::<ArrowArray>::uninit();
            if get_next(stream, array.as_mut_ptr()) != 0 {
                return Err(failed(stream));
            }
            let array = Owned(array.assume_init());
            if array.0.release.is_none() {
                return Ok(Batch { heads, columns: join(chunks), rows });
            }
            let kept = Arc::default();
            let batch = read(&raw const array.0, &raw const schema.0, most_rows.saturating_sub(rows), &kept)?;
            kept.take(array);
            heads = batch.heads;
            rows += batch.rows;
            chunks.push((batch.columns, batch.rows));
        }
    }
}

/// # Safety
/// `stream` is a live stream whose last call failed.
unsafe fn failed(stream: *mut ArrowArrayStream) -> Fault {
    // SAFETY: the promise of the caller; the text lives until the next call.
    let said = unsafe {
        let said = (*stream).get_last_error.map_or(std::ptr::null(), |get| get(stream));
        if said.is_null() { "no reason given".into() } else { CStr::from_ptr(said).to_string_lossy().into_owned() }
    };
    Fault::Value("stream", said)
}

impl Column<'_> {
    /// The values of `rows` rows from the place `first` on, as they lie in memory where that can be; none for a type that
    /// is not read.
    fn values(
        &self,
        first: usize,
        rows: usize,
        known: Option<Bits>,
        kept: &Arc<Kept>,
    ) -> Result<Option<Values>, Fault> {
        if rows == 0 {
            return Ok(Some(Values::Cells(Vec::new())));
        }
        if let Some(values) = self.typed(first, rows, &known, kept)? {
            return Ok(Some(values));
        }
        let cell = |row: usize| match known.as_ref().is_none_or(|known| known.get(row)) {
            true => self.cell(first + row),
            false => Ok(Some(RawCell::Empty)),
        };
        let cells: Result<Option<Vec<RawCell>>, Fault> = (0..rows).map(cell).collect();
        Ok(cells?.map(Values::Cells))
    }
}
