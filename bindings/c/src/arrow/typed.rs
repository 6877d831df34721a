//! A column of Arrow -> a typed column of the core. Whole numbers, decimals and floats of 64 bits, days, and the bytes of
//! texts stay where the host has them; narrower ones are widened, flags and places unpacked. No value is rounded.

use std::sync::Arc;

use dabiao::facts::{Bits, Buffer, RawCell, Values};

use super::cell::{Column, count};
use super::held::{Kept, buffer};
use crate::fault::Fault;

impl Column<'_> {
    /// The values of `rows` rows from the place `first` on; none where they have to be read one by one.
    pub(super) fn typed(
        &self,
        first: usize,
        rows: usize,
        known: &Option<Bits>,
        kept: &Arc<Kept>,
    ) -> Result<Option<Values>, Fault> {
        let part = Part { column: self, first, rows, known, kept };
        if let Some(dictionary) = self.dictionary()? {
            return part.places(&dictionary);
        }
        let known = known.clone();
        Ok(match self.format {
            "l" => part.shared(1, rows).map(|values| Values::Integers(values, known)),
            "c" | "C" | "s" | "S" | "i" | "I" | "L" => {
                part.each(|at| self.integer(at)).map(|values| Values::Integers(values, known))
            }
            "b" => part.each(|at| self.flag(at)).map(|values| Values::Flags(values, known)),
            "g" if known.is_none() => part.shared(1, rows).map(Values::Floats),
            "g" => part.floats(|at| self.array.at(1, at)),
            // Its digits are few enough for 64 bits as well.
            "f" => part.floats(|at| self.array.at::<f32>(1, at)?.to_string().parse().ok()),
            "tdD" | "tdm" => part.days()?.map(|values| Values::Dates(values, known)),
            "u" | "z" => part.texts(part.each_offset())?,
            "U" | "Z" => part.texts(part.shared(1, rows + 1))?,
            decimal if decimal.starts_with("d:") => part.decimals(decimal),
            _ => None,
        })
    }
}

/// The rows of a column that are read.
struct Part<'a> {
    column: &'a Column<'a>,
    first: usize,
    rows: usize,
    known: &'a Option<Bits>,
    kept: &'a Arc<Kept>,
}

impl Part<'_> {
    fn is_known(&self, row: usize) -> bool {
        self.known.as_ref().is_none_or(|known| known.get(row))
    }

    /// Values of a buffer where they are.
    fn shared<T: Copy + Sync + 'static>(&self, number: usize, len: usize) -> Option<Buffer<T>> {
        let start = self.column.array.buffer::<T>(number)?;
        // SAFETY: not NULL, and at least as long as the column and its offset; the array is going to be kept.
        Some(unsafe { buffer(start.add(self.first), len, self.kept) })
    }

    /// The values in another form, anything where there is none; none where one has no such form.
    fn each<T: Default>(&self, value: impl Fn(usize) -> Option<T>) -> Option<Buffer<T>> {
        let form = |row| if self.is_known(row) { value(self.first + row) } else { Some(T::default()) };
        (0..self.rows).map(form).collect::<Option<Vec<T>>>().map(Buffer::from)
    }

    fn decimals(&self, format: &str) -> Option<Values> {
        let (_, scale) = self.column.decimal(format, self.first)?;
        let scale = u8::try_from(scale).ok()?;
        let values = match format.ends_with(",64") {
            true => self.shared(1, self.rows),
            false => self.each(|at| i64::try_from(self.column.decimal(format, at)?.0).ok()),
        };
        values.map(|values| Values::Decimals(values, scale, self.known.clone()))
    }

    fn floats(&self, value: impl Fn(usize) -> Option<f64>) -> Option<Values> {
        let form = |row| if self.is_known(row) { value(self.first + row) } else { Some(f64::NAN) };
        (0..self.rows).map(form).collect::<Option<Vec<f64>>>().map(|values| Values::Floats(values.into()))
    }

    fn days(&self) -> Result<Option<Buffer<i32>>, Fault> {
        for row in (0..self.rows).filter(|row| self.is_known(*row)) {
            self.column.day(self.first + row)?;
        }
        Ok(match self.column.format {
            "tdD" => self.shared(1, self.rows),
            _ => self.each(|at| self.column.day(at).ok().map(|day| day.0)),
        })
    }

    /// Offsets of 32 bits, and the last.
    fn each_offset(&self) -> Option<Buffer<i64>> {
        let offset = |at| self.column.array.at::<i32>(1, self.first + at).map(i64::from);
        (0..=self.rows).map(offset).collect::<Option<Vec<i64>>>().map(Buffer::from)
    }

    /// Texts by their offsets, which are checked, as their bytes are.
    fn texts(&self, offsets: Option<Buffer<i64>>) -> Result<Option<Values>, Fault> {
        let Some(offsets) = offsets else { return Ok(None) };
        let start = count(offsets.first().copied().unwrap_or_default(), "offset")?;
        if let Some((from, to)) = offsets.iter().zip(offsets.iter().skip(1)).find(|(from, to)| from > to) {
            return Err(Fault::Value("offset", format!("{to} after {from}")));
        }
        let end = count(offsets.last().copied().unwrap_or_default(), "offset")?;
        let bytes: Buffer<u8> = match self.column.array.buffer::<u8>(2) {
            // SAFETY: the offsets of a text column are within the last of its three buffers; the array is going to be kept.
            Some(first) if end > 0 => unsafe { buffer(first, end, self.kept) },
            None if end > start => return Ok(None),
            _ => Vec::new().into(),
        };
        self.check_texts(&offsets, &bytes, start)?;
        Ok(Some(Values::Texts(offsets, bytes, self.known.clone())))
    }

    /// Looks at all bytes at once, and only where these are no text at the rows that are known.
    fn check_texts(&self, offsets: &[i64], bytes: &[u8], start: usize) -> Result<(), Fault> {
        let place = |offset: &i64| usize::try_from(*offset).unwrap_or(usize::MAX);
        let all = std::str::from_utf8(bytes.get(start..).unwrap_or_default());
        if all.is_ok_and(|all| offsets.iter().all(|offset| all.is_char_boundary(place(offset) - start))) {
            return Ok(());
        }
        for (row, (from, to)) in offsets.iter().zip(offsets.iter().skip(1)).enumerate() {
            let text = bytes.get(place(from)..place(to)).unwrap_or_default();
            if self.is_known(row)
                && let Err(error) = std::str::from_utf8(text)
            {
                return Err(Fault::Utf8("array", error.valid_up_to()));
            }
        }
        Ok(())
    }

    /// Places in a dictionary of texts; none where it is of something else.
    fn places(&self, dictionary: &Column<'_>) -> Result<Option<Values>, Fault> {
        let length = count(dictionary.array.length, "length")?;
        if !matches!(dictionary.format, "u" | "U" | "vu") || u32::try_from(length).is_err() {
            return Ok(None);
        }
        let mut texts = Vec::with_capacity(length.min(self.rows));
        for place in 0..length {
            match dictionary.value(place)? {
                Some(RawCell::Text(text)) => texts.push(text),
                Some(_) => texts.push(String::new()),
                None => return Ok(None),
            }
        }
        let mut places: Vec<u32> = vec![0; self.rows];
        for (row, place) in places.iter_mut().enumerate().filter(|(row, _)| self.is_known(*row)) {
            let Some(found) = self.column.place(self.first + row, dictionary)? else { return Ok(None) };
            *place = u32::try_from(found).unwrap_or(u32::MAX);
        }
        Ok(Some(Values::Dictionary(places.into(), texts, self.known.clone())))
    }
}
