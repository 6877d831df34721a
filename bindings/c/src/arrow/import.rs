//! A batch of Arrow -> heads and cells, copied. Buffers are as long as their array says, which the specification promises;
//! texts are checked for UTF-8, offsets for their order, and a type that facts cannot hold is a fault that names it.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use dabiao::date::Date;
use dabiao::facts::RawCell;
use dabiao::number::Number;

use super::{ArrowArray, ArrowArrayStream, ArrowSchema};
use crate::fault::Fault;

const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

/// Columns with their heads, all of one length.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) heads: Vec<String>,
    pub(crate) cells: Vec<Vec<RawCell>>,
    pub(crate) rows: usize,
}

/// Reads a batch, and releases nothing.
///
/// # Safety
/// `array` and `schema` are NULL or as the Arrow specification has them, not released.
pub(crate) unsafe fn read(
    array: *const ArrowArray,
    schema: *const ArrowSchema,
    most_rows: usize,
) -> Result<Batch, Fault> {
    // SAFETY: the promise of the caller; NULL is not read.
    let (array, schema) =
        unsafe { (array.as_ref().ok_or(Fault::Null("array"))?, schema.as_ref().ok_or(Fault::Null("schema"))?) };
    if array.release.is_none() || schema.release.is_none() {
        return Err(Fault::State("whatever makes the batch: it was released"));
    }
    let format = format(schema)?;
    if format != "+s" || array.n_children != schema.n_children {
        return Err(Fault::Value("schema", format!("{format}: a table is wanted (a record batch), not a column")));
    }
    let rows = count(array.length, "length")?;
    if rows > most_rows {
        return Err(Fault::Limit("rows", most_rows));
    }
    let mut batch = Batch { rows, ..Batch::default() };
    for at in 0..count(array.n_children, "n_children")? {
        // SAFETY: there are as many children as the count says, none of them NULL.
        let (child, described) = unsafe { (&**array.children.add(at), &**schema.children.add(at)) };
        let head = text_at(described.name, "name")?;
        let unread = |what: String| Fault::Value("schema", format!("{head}: {what}"));
        let column = Column { array: child, format: self::format(described)?, schema: described };
        // The offset of the batch moves every column; a row that is NULL as a whole is empty in each.
        let row = |row: usize| match array.is_valid(row) {
            true => column.cell(row + count(array.offset, "offset")?),
            false => Ok(Some(RawCell::Empty)),
        };
        let cells: Result<Option<Vec<RawCell>>, Fault> = (0..rows).map(row).collect();
        batch.cells.push(cells?.ok_or_else(|| unread(format!("the Arrow format `{}` is not read", column.format)))?);
        batch.heads.push(head.to_string());
    }
    Ok(batch)
}

/// Reads all batches of a stream as one, and releases each but not the stream.
///
/// # Safety
/// `stream` is NULL or as the Arrow specification has it, not released.
pub(crate) unsafe fn read_stream(stream: *mut ArrowArrayStream, most_rows: usize) -> Result<Batch, Fault> {
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
        let mut schema = Owned(schema.assume_init(), |schema| schema.release);
        let mut all = Batch::default();
        loop {
            let mut array = MaybeUninit::<ArrowArray>::uninit();
            if get_next(stream, array.as_mut_ptr()) != 0 {
                return Err(failed(stream));
            }
            let mut array = Owned(array.assume_init(), |array| array.release);
            if array.0.release.is_none() {
                return Ok(all);
            }
            let batch = read(&raw mut array.0, &raw mut schema.0, most_rows.saturating_sub(all.rows))?;
            all.rows += batch.rows;
            all.heads = batch.heads;
            all.cells.resize_with(all.heads.len(), Vec::new);
            all.cells.iter_mut().zip(batch.cells).for_each(|(all, more)| all.extend(more));
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

/// How a structure says that it can be released, and by what.
type Release<T> = fn(&T) -> Option<unsafe extern "C" fn(*mut T)>;

/// A structure that is released when it is dropped.
struct Owned<T>(T, Release<T>);

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        if let Some(release) = (self.1)(&self.0) {
            // SAFETY: the structure is its owner's, and was not released, as it still names the function.
            unsafe { release(&raw mut self.0) };
        }
    }
}

fn count(number: i64, what: &'static str) -> Result<usize, Fault> {
    usize::try_from(number).map_err(|_| Fault::Value(what, number.to_string()))
}

fn text_at<'a>(text: *const c_char, what: &'static str) -> Result<&'a str, Fault> {
    if text.is_null() {
        return Ok("");
    }
    // SAFETY: texts of a schema end in a NUL and live as long as it does.
    let bytes = unsafe { CStr::from_ptr(text) };
    bytes.to_str().map_err(|error| Fault::Utf8(what, error.valid_up_to()))
}

fn format(schema: &ArrowSchema) -> Result<&str, Fault> {
    text_at(schema.format, "format")
}

impl ArrowArray {
    /// The value at a place of a buffer, which need not be aligned.
    fn at<T: Copy>(&self, buffer: usize, at: usize) -> Option<T> {
        if i64::try_from(buffer).is_ok_and(|buffer| buffer >= self.n_buffers) {
            return None;
        }
        // SAFETY: there are as many buffers as the count says, and the caller asks for places below the length.
        unsafe {
            let start = (*self.buffers.add(buffer)).cast::<T>();
            (!start.is_null()).then(|| start.add(at).read_unaligned())
        }
    }

    /// Whether a row, counted from the offset, is not null. No bitmap: all are valid.
    fn is_valid(&self, row: usize) -> bool {
        let at = row + usize::try_from(self.offset).unwrap_or_default();
        self.at::<u8>(0, at / 8).is_none_or(|bits| bits >> (at % 8) & 1 == 1)
    }
}

/// A column with its type.
struct Column<'a> {
    array: &'a ArrowArray,
    schema: &'a ArrowSchema,
    format: &'a str,
}

impl Column<'_> {
    /// The cell of a row, counted from the column's own offset; none for a type that is not read.
    fn cell(&self, row: usize) -> Result<Option<RawCell>, Fault> {
        let array = self.array;
        if self.format == "n" || !array.is_valid(row) {
            return Ok(Some(RawCell::Empty));
        }
        let at = row + count(array.offset, "offset")?;
        if !self.schema.dictionary.is_null() && !array.dictionary.is_null() {
            return self.of_dictionary(at);
        }
        let whole = |number: Option<i64>| number.map(RawCell::from);
        Ok(match self.format {
            "b" => array.at::<u8>(1, at / 8).map(|bits| RawCell::Flag(bits >> (at % 8) & 1 == 1)),
            "c" | "C" | "s" | "S" | "i" | "I" | "l" => whole(self.integer(at)),
            "L" => array.at::<u64>(1, at).and_then(|number| exact(&number.to_string())),
            "f" => array.at::<f32>(1, at).map(RawCell::from),
            "g" => array.at::<f64>(1, at).map(RawCell::from),
            "tdD" => array.at::<i32>(1, at).and_then(|days| date(i64::from(days))),
            "tdm" => array.at::<i64>(1, at).and_then(|time| date(time.div_euclid(MILLISECONDS_OF_A_DAY))),
            "u" | "z" => self.text(array.at::<i32>(1, at).map(i64::from), array.at::<i32>(1, at + 1).map(i64::from))?,
            "U" | "Z" => self.text(array.at(1, at), array.at(1, at + 1))?,
            "vu" | "vz" => self.view(at)?,
            decimal if decimal.starts_with("d:") => self.decimal(decimal, at),
            _ => None,
        })
    }

    /// A whole number of any width.
    fn integer(&self, at: usize) -> Option<i64> {
        let array = self.array;
        match self.format {
            "c" => array.at::<i8>(1, at).map(i64::from),
            "C" => array.at::<u8>(1, at).map(i64::from),
            "s" => array.at::<i16>(1, at).map(i64::from),
            "S" => array.at::<u16>(1, at).map(i64::from),
            "i" => array.at::<i32>(1, at).map(i64::from),
            "I" => array.at::<u32>(1, at).map(i64::from),
            "l" => array.at::<i64>(1, at),
            "L" => array.at::<u64>(1, at).and_then(|number| i64::try_from(number).ok()),
            _ => None,
        }
    }

    /// A value of a dictionary, which the column names by its place.
    fn of_dictionary(&self, at: usize) -> Result<Option<RawCell>, Fault> {
        // SAFETY: neither is NULL, and both live as long as the column.
        let (array, schema) = unsafe { (&*self.array.dictionary, &*self.schema.dictionary) };
        let Some(place) = self.integer(at) else { return Ok(None) };
        if !(0..array.length).contains(&place) {
            return Err(Fault::Value("array", format!("place {place} of a dictionary of {}", array.length)));
        }
        Column { array, schema, format: format(schema)? }.cell(count(place, "place")?)
    }

    fn text(&self, from: Option<i64>, to: Option<i64>) -> Result<Option<RawCell>, Fault> {
        let (Some(from), Some(to)) = (from, to) else { return Ok(None) };
        let (from, length) = (count(from, "offset")?, count(to - from, "offset")?);
        if length == 0 {
            return Ok(Some(RawCell::Empty));
        }
        // SAFETY: a text column has three buffers, and its offsets are within the last of them.
        let bytes = unsafe {
            let start = (*self.array.buffers.add(2)).cast::<u8>();
            std::slice::from_raw_parts(start.add(from), length)
        };
        utf8(bytes).map(Some)
    }

    /// A text of a view: its length, then itself where it is short, else where it stands.
    fn view(&self, at: usize) -> Result<Option<RawCell>, Fault> {
        let Some(view) = self.array.at::<[u8; 16]>(1, at) else { return Ok(None) };
        let part = |from: usize| view.get(from..from + 4).and_then(|four| four.try_into().ok()).map(i32::from_le_bytes);
        let (Some(length), Some(buffer), Some(from)) = (part(0), part(8), part(12)) else { return Ok(None) };
        let length = count(i64::from(length), "length")?;
        if length <= 12 {
            return utf8(view.get(4..4 + length).unwrap_or_default()).map(Some);
        }
        let (buffer, from) = (count(i64::from(buffer), "buffer")?, count(i64::from(from), "offset")?);
        // The last buffer has the lengths of those between the views and itself.
        let last = count(self.array.n_buffers, "n_buffers")?.saturating_sub(1);
        let room = if buffer + 2 < last { self.array.at::<i64>(last, buffer) } else { None };
        if room.is_none_or(|room| usize::try_from(room).is_ok_and(|room| room < from.saturating_add(length))) {
            return Err(Fault::Value("array", format!("a view of {length} bytes at {from} of buffer {buffer}")));
        }
        // SAFETY: there is such a buffer, and the view is within its length.
        let bytes = unsafe {
            let start = (*self.array.buffers.add(buffer + 2)).cast::<u8>();
            std::slice::from_raw_parts(start.add(from), length)
        };
        utf8(bytes).map(Some)
    }

    /// `d:19,2`, `d:19,2,64`: a whole number with its point moved.
    fn decimal(&self, format: &str, at: usize) -> Option<RawCell> {
        let mut parts = format.trim_start_matches("d:").split(',').skip(1);
        let scale: i32 = parts.next()?.parse().ok()?;
        let digits = match parts.next() {
            None | Some("128") => self.array.at::<i128>(1, at)?,
            Some("64") => i128::from(self.array.at::<i64>(1, at)?),
            Some("32") => i128::from(self.array.at::<i32>(1, at)?),
            Some(_) => return None,
        };
        exact(&format!("{digits}e{}", -scale))
    }
}

fn exact(text: &str) -> Option<RawCell> {
    text.parse::<Number>().ok().map(RawCell::Number)
}

fn date(days: i64) -> Option<RawCell> {
    Date::from_days(days).map(RawCell::Date)
}

fn utf8(bytes: &[u8]) -> Result<RawCell, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| Fault::Utf8("array", error.valid_up_to()))?;
    Ok(if text.is_empty() { RawCell::Empty } else { text.into() })
}
