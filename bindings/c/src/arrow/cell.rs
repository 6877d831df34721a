//! One value of a column of Arrow -> a cell. What has no typed form in the core is read this way, value by value.

use std::ffi::{CStr, c_char};

use dabiao::date::Date;
use dabiao::facts::RawCell;
use dabiao::number::Number;

use super::{ArrowArray, ArrowSchema};
use crate::fault::Fault;

const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

/// A column with its type.
pub(super) struct Column<'a> {
    pub(super) array: &'a ArrowArray,
    pub(super) schema: &'a ArrowSchema,
    pub(super) format: &'a str,
}

/// A number of the specification that is never negative.
pub(super) fn count(number: i64, what: &'static str) -> Result<usize, Fault> {
    usize::try_from(number).map_err(|_| Fault::Value(what, number.to_string()))
}

/// A text of a schema.
pub(super) fn text_at<'a>(text: *const c_char, what: &'static str) -> Result<&'a str, Fault> {
    if text.is_null() {
        return Ok("");
    }
    // SAFETY: texts of a schema end in a NUL and live as long as it does.
    let bytes = unsafe { CStr::from_ptr(text) };
    bytes.to_str().map_err(|error| Fault::Utf8(what, error.valid_up_to()))
}

impl ArrowArray {
    /// The address of a buffer; none where it is absent.
    pub(super) fn buffer<T>(&self, buffer: usize) -> Option<*const T> {
        if i64::try_from(buffer).is_ok_and(|buffer| buffer >= self.n_buffers) || self.buffers.is_null() {
            return None;
        }
        // SAFETY: there are as many buffers as the count says.
        let start = unsafe { (*self.buffers.add(buffer)).cast::<T>() };
        (!start.is_null()).then_some(start)
    }

    /// The value at a place of a buffer, which need not be aligned.
    pub(super) fn at<T: Copy>(&self, buffer: usize, at: usize) -> Option<T> {
        // SAFETY: the caller asks for places below the length, and the buffer is as long.
        self.buffer::<T>(buffer).map(|start| unsafe { start.add(at).read_unaligned() })
    }

    /// Whether a row, counted from the offset, is not null. No bitmap: all are valid.
    pub(super) fn is_valid(&self, row: usize) -> bool {
        let at = row + usize::try_from(self.offset).unwrap_or_default();
        self.at::<u8>(0, at / 8).is_none_or(|bits| bits >> (at % 8) & 1 == 1)
    }
}

impl<'a> Column<'a> {
    /// The values that the column names by their places; none where it holds its values itself.
    pub(super) fn dictionary(&self) -> Result<Option<Column<'a>>, Fault> {
        // SAFETY: not NULL, and both live as long as the column.
        let (array, schema) = unsafe { (self.array.dictionary.as_ref(), self.schema.dictionary.as_ref()) };
        let Some((array, schema)) = array.zip(schema) else { return Ok(None) };
        Ok(Some(Column { array, schema, format: text_at(schema.format, "format")? }))
    }

    /// The cell at a place of the buffers, which is not null; none for a type that is not read.
    pub(super) fn cell(&self, at: usize) -> Result<Option<RawCell>, Fault> {
        if let Some(dictionary) = self.dictionary()? {
            return self.place(at, &dictionary)?.map_or(Ok(None), |place| dictionary.value(place));
        }
        let array = self.array;
        Ok(match self.format {
            "n" => Some(RawCell::Empty),
            "b" => self.flag(at).map(RawCell::Flag),
            "c" | "C" | "s" | "S" | "i" | "I" | "l" => self.integer(at).map(RawCell::from),
            "L" => array.at::<u64>(1, at).and_then(|number| exact(&number.to_string())),
            "f" => array.at::<f32>(1, at).map(RawCell::from),
            "g" => array.at::<f64>(1, at).map(RawCell::from),
            "tdD" | "tdm" => Some(RawCell::Date(self.day(at)?.1)),
            "u" | "z" => self.text(array.at::<i32>(1, at).map(i64::from), array.at::<i32>(1, at + 1).map(i64::from))?,
            "U" | "Z" => self.text(array.at(1, at), array.at(1, at + 1))?,
            "vu" | "vz" => self.view(at)?,
            decimal => self.decimal(decimal, at).and_then(|(digits, scale)| exact(&format!("{digits}e{}", -scale))),
        })
    }

    /// A value of a dictionary, counted from its offset.
    pub(super) fn value(&self, place: usize) -> Result<Option<RawCell>, Fault> {
        match self.array.is_valid(place) {
            true => self.cell(place + count(self.array.offset, "offset")?),
            false => Ok(Some(RawCell::Empty)),
        }
    }

    /// The place in a dictionary that stands at a place of the buffers.
    pub(super) fn place(&self, at: usize, dictionary: &Column<'_>) -> Result<Option<usize>, Fault> {
        let Some(place) = self.integer(at) else { return Ok(None) };
        let length = dictionary.array.length;
        let within = usize::try_from(place).ok().filter(|_| place < length);
        within.map(Some).ok_or_else(|| Fault::Value("array", format!("place {place} of a dictionary of {length}")))
    }

    /// A whole number of any width; none where it does not fit, or this is no column of whole numbers.
    pub(super) fn integer(&self, at: usize) -> Option<i64> {
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

    pub(super) fn flag(&self, at: usize) -> Option<bool> {
        self.array.at::<u8>(1, at / 8).map(|bits| bits >> (at % 8) & 1 == 1)
    }

    /// A day, as the number of days since 1970-01-01 and as itself.
    pub(super) fn day(&self, at: usize) -> Result<(i32, Date), Fault> {
        let days = match self.format {
            "tdD" => self.array.at::<i32>(1, at).map(i64::from),
            _ => self.array.at::<i64>(1, at).filter(|time| time % MILLISECONDS_OF_A_DAY == 0),
        };
        let days = days.map(|days| if self.format == "tdD" { days } else { days / MILLISECONDS_OF_A_DAY });
        let day = days.and_then(|days| Some((i32::try_from(days).ok()?, Date::from_days(days)?)));
        day.ok_or_else(|| Fault::Value("array", format!("no day at place {at}")))
    }

    fn text(&self, from: Option<i64>, to: Option<i64>) -> Result<Option<RawCell>, Fault> {
        let (Some(from), Some(to)) = (from, to) else { return Ok(None) };
        let (from, length) = (count(from, "offset")?, count(to.saturating_sub(from), "offset")?);
        if length == 0 {
            return Ok(Some(RawCell::Empty));
        }
        let Some(start) = self.array.buffer::<u8>(2) else { return Ok(None) };
        // SAFETY: the offsets of a text column are within the last of its three buffers.
        utf8(unsafe { std::slice::from_raw_parts(start.add(from), length) }).map(Some)
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
        let Some(start) = self.array.buffer::<u8>(buffer + 2) else { return Ok(None) };
        // SAFETY: there is such a buffer, and the view is within its length.
        utf8(unsafe { std::slice::from_raw_parts(start.add(from), length) }).map(Some)
    }

    /// `d:19,2`, `d:19,2,64`: the digits of a number, and how many of them stand after its point.
    pub(super) fn decimal(&self, format: &str, at: usize) -> Option<(i128, i32)> {
        let mut parts = format.strip_prefix("d:")?.split(',').skip(1);
        let scale: i32 = parts.next()?.parse().ok()?;
        let digits = match parts.next() {
            None | Some("128") => self.array.at::<i128>(1, at)?,
            Some("64") => i128::from(self.array.at::<i64>(1, at)?),
            Some("32") => i128::from(self.array.at::<i32>(1, at)?),
            Some(_) => return None,
        };
        Some((digits, scale))
    }
}

fn exact(text: &str) -> Option<RawCell> {
    text.parse::<Number>().ok().map(RawCell::Number)
}

fn utf8(bytes: &[u8]) -> Result<RawCell, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| Fault::Utf8("array", error.valid_up_to()))?;
    Ok(if text.is_empty() { RawCell::Empty } else { text.into() })
}
