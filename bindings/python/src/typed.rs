//! Columns of Arrow, in chunks -> whole columns of the core: numbers, days and texts in one chunk without a copy, the rest
//! copied once. No value is rounded. A column that has no such form (numbers beyond 64 bits, moments within a day) has none
//! here, and `arrow` reads its table cell by cell.

use std::ops::Deref;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, ByteArrayType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, LargeUtf8Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type, Utf8Type,
};
use arrow_array::{Array, ArrayRef, downcast_dictionary_array};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{DataType, TimeUnit};
use dabiao::facts::{Bits, Buffer, RawCell, Values};

use crate::arrow::{SECONDS_OF_A_DAY, lists};

/// The values of a column; none where they have to be read cell by cell.
pub(crate) fn values(of_type: &DataType, chunks: &[ArrayRef]) -> Option<Values> {
    use DataType::{
        Boolean, Date32, Date64, Decimal32, Decimal64, Decimal128, Decimal256, Dictionary, Float16, Float32, Float64,
        Int8, Int16, Int32, Int64, LargeList, LargeUtf8, List, Null, Timestamp, UInt8, UInt16, UInt32, UInt64, Utf8,
        Utf8View,
    };
    Some(match of_type {
        Null => Values::Floats(vec![f64::NAN; length(chunks)].into()),
        Boolean => flags(chunks),
        Int8 => integers::<Int8Type>(chunks)?,
        Int16 => integers::<Int16Type>(chunks)?,
        Int32 => integers::<Int32Type>(chunks)?,
        Int64 => Values::Integers(whole::<Int64Type>(chunks), known(chunks)),
        UInt8 => integers::<UInt8Type>(chunks)?,
        UInt16 => integers::<UInt16Type>(chunks)?,
        UInt32 => integers::<UInt32Type>(chunks)?,
        UInt64 => integers::<UInt64Type>(chunks)?,
        // What prints 16 bits prints them as 32.
        Float16 => floats::<Float16Type>(chunks, |value| short(value.to_f32())),
        Float32 => floats::<Float32Type>(chunks, short),
        Float64 if known(chunks).is_none() => Values::Floats(whole::<Float64Type>(chunks)),
        Float64 => floats::<Float64Type>(chunks, |value| value),
        Decimal32(_, scale) => decimals::<Decimal32Type>(chunks, *scale)?,
        Decimal64(_, scale) => {
            Values::Decimals(whole::<Decimal64Type>(chunks), u8::try_from(*scale).ok()?, known(chunks))
        }
        Decimal128(_, scale) => decimals::<Decimal128Type>(chunks, *scale)?,
        Decimal256(_, scale) => decimals::<Decimal256Type>(chunks, *scale)?,
        Date32 => Values::Dates(whole::<Date32Type>(chunks), known(chunks)),
        Date64 => days::<Date64Type>(chunks, SECONDS_OF_A_DAY * 1_000)?,
        Timestamp(unit, _) => moments(*unit, chunks)?,
        Utf8 => texts::<Utf8Type>(chunks)?,
        LargeUtf8 => texts::<LargeUtf8Type>(chunks)?,
        Utf8View => views(chunks)?,
        List(_) => sets(chunks, |chunk| lists(chunk.as_list::<i32>().iter()))?,
        LargeList(_) => sets(chunks, |chunk| lists(chunk.as_list::<i64>().iter()))?,
        Dictionary(..) => dictionary(chunks)?,
        _ => return None,
    })
}

/// Memory of another library, which it keeps as it is until this is dropped.
struct Held<B>(B);

impl<T, B: Deref<Target = [T]>> AsRef<[T]> for Held<B> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

fn held<T, B: Deref<Target = [T]> + Send + Sync + 'static>(values: B) -> Buffer<T> {
    Buffer::Shared(Arc::new(Held(values)))
}

fn length(chunks: &[ArrayRef]) -> usize {
    chunks.iter().map(Array::len).sum()
}

/// Which values are no nulls; none where all are.
fn known(chunks: &[ArrayRef]) -> Option<Bits> {
    if chunks.iter().all(|chunk| chunk.null_count() == 0) {
        return None;
    }
    let mut bits = Bits::of(length(chunks));
    let mut start = 0;
    for chunk in chunks {
        if let Some(nulls) = chunk.nulls() {
            (!nulls.inner()).set_indices().for_each(|at| bits.clear(start + at));
        }
        start += chunk.len();
    }
    Some(bits)
}

/// The values as they lie in memory, with anything where a null is.
fn whole<T: ArrowPrimitiveType>(chunks: &[ArrayRef]) -> Buffer<T::Native> {
    match chunks {
        [only] => held(only.as_primitive::<T>().values().clone()),
        _ => chunks
            .iter()
            .flat_map(|chunk| chunk.as_primitive::<T>().values().iter().copied())
            .collect::<Vec<_>>()
            .into(),
    }
}

/// The values in another form; none where one has no such form.
fn other<T: ArrowPrimitiveType, U: Default>(
    chunks: &[ArrayRef],
    form: impl Fn(T::Native) -> Option<U>,
) -> Option<Buffer<U>> {
    let mut made: Vec<U> = Vec::with_capacity(length(chunks));
    for value in chunks.iter().flat_map(|chunk| chunk.as_primitive::<T>().iter()) {
        made.push(value.map_or_else(|| Some(U::default()), &form)?);
    }
    Some(made.into())
}

fn integers<T: ArrowPrimitiveType>(chunks: &[ArrayRef]) -> Option<Values> {
    Some(Values::Integers(other::<T, i64>(chunks, ArrowNativeType::to_i64)?, known(chunks)))
}

fn decimals<T: ArrowPrimitiveType>(chunks: &[ArrayRef], scale: i8) -> Option<Values> {
    let scale = u8::try_from(scale).ok()?;
    Some(Values::Decimals(other::<T, i64>(chunks, ArrowNativeType::to_i64)?, scale, known(chunks)))
}

fn floats<T: ArrowPrimitiveType>(chunks: &[ArrayRef], wide: impl Fn(T::Native) -> f64) -> Values {
    let values = chunks.iter().flat_map(|chunk| chunk.as_primitive::<T>().iter());
    Values::Floats(values.map(|value| value.map_or(f64::NAN, &wide)).collect::<Vec<_>>().into())
}

/// The float of 64 bits that prints as this one of 32 bits does: its digits are few enough for both.
fn short(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

fn flags(chunks: &[ArrayRef]) -> Values {
    let values = chunks.iter().flat_map(|chunk| chunk.as_boolean().values().iter());
    Values::Flags(values.collect::<Vec<_>>().into(), known(chunks))
}

fn moments(unit: TimeUnit, chunks: &[ArrayRef]) -> Option<Values> {
    match unit {
        TimeUnit::Second => days::<TimestampSecondType>(chunks, SECONDS_OF_A_DAY),
        TimeUnit::Millisecond => days::<TimestampMillisecondType>(chunks, SECONDS_OF_A_DAY * 1_000),
        TimeUnit::Microsecond => days::<TimestampMicrosecondType>(chunks, SECONDS_OF_A_DAY * 1_000_000),
        TimeUnit::Nanosecond => days::<TimestampNanosecondType>(chunks, SECONDS_OF_A_DAY * 1_000_000_000),
    }
}

/// Moments that are all the beginning of a day.
fn days<T: ArrowPrimitiveType<Native = i64>>(chunks: &[ArrayRef], of_a_day: i64) -> Option<Values> {
    let day = |value: i64| (value % of_a_day == 0).then(|| i32::try_from(value / of_a_day).ok()).flatten();
    Some(Values::Dates(other::<T, i32>(chunks, day)?, known(chunks)))
}

fn texts<T: ByteArrayType>(chunks: &[ArrayRef]) -> Option<Values>
where
    T::Offset: Into<i64>,
{
    if let [only] = chunks {
        let array = only.as_bytes::<T>();
        let offsets: Vec<i64> = array.value_offsets().iter().map(|offset| (*offset).into()).collect();
        return Some(Values::Texts(offsets.into(), held(array.values().clone()), known(chunks)));
    }
    let mut offsets: Vec<i64> = Vec::with_capacity(length(chunks) + 1);
    offsets.push(0);
    let mut bytes: Vec<u8> = Vec::new();
    for chunk in chunks {
        let array = chunk.as_bytes::<T>();
        let of_chunk: Vec<i64> = array.value_offsets().iter().map(|offset| (*offset).into()).collect();
        let (first, last) = (of_chunk.first().copied()?, of_chunk.last().copied()?);
        let start = i64::try_from(bytes.len()).ok()?;
        offsets.extend(of_chunk.iter().skip(1).map(|offset| offset - first + start));
        bytes.extend_from_slice(array.value_data().get(usize::try_from(first).ok()?..usize::try_from(last).ok()?)?);
    }
    Some(Values::Texts(offsets.into(), bytes.into(), known(chunks)))
}

/// Texts that lie where views of them say, put one after another. What is no text is found with those of any column.
fn views(chunks: &[ArrayRef]) -> Option<Values> {
    /// How many bytes of a short text a view holds itself.
    const SHORT: usize = 12;
    let (known, rows) = (known(chunks), length(chunks));
    let (mut offsets, mut bytes) = (Vec::with_capacity(rows + 1), Vec::with_capacity(rows * SHORT));
    offsets.push(0);
    let arrays = chunks.iter().map(|chunk| chunk.as_string_view());
    for (array, view) in arrays.flat_map(|array| array.views().iter().map(move |view| (array, view))) {
        let row = offsets.len() - 1;
        if known.as_ref().is_none_or(|known| known.get(row)) {
            // The length, four bytes that it begins with, a buffer, and a place there; or the length and the text.
            let part = |bit: u32| usize::try_from(view >> bit & u128::from(u32::MAX)).ok();
            let (start, length) = (bytes.len(), part(0)?);
            if length <= SHORT {
                // All bytes that may belong to it are quicker to copy than those that do.
                let [_, _, _, _, short @ ..] = view.to_le_bytes();
                bytes.extend_from_slice(&short);
                bytes.truncate(start + length);
            } else {
                let from = part(96)?;
                bytes.extend_from_slice(array.data_buffers().get(part(64)?)?.get(from..from.checked_add(length)?)?);
            }
        }
        offsets.push(i64::try_from(bytes.len()).ok()?);
    }
    Some(Values::Texts(offsets.into(), bytes.into(), known))
}

/// The bytes of texts, one after another; what is no text is found with those of any column.
fn collected<T: AsRef<[u8]>>(texts: impl Iterator<Item = Option<T>>) -> Option<Values> {
    let (mut offsets, mut bytes, mut unknown) = (vec![0], Vec::new(), Vec::new());
    for (at, text) in texts.enumerate() {
        match text {
            Some(text) => bytes.extend_from_slice(text.as_ref()),
            None => unknown.push(at),
        }
        offsets.push(i64::try_from(bytes.len()).ok()?);
    }
    let mut known = Bits::of(offsets.len() - 1);
    unknown.iter().for_each(|at| known.clear(*at));
    Some(Values::Texts(offsets.into(), bytes.into(), Some(known)))
}

fn sets(chunks: &[ArrayRef], of: impl Fn(&ArrayRef) -> Option<Vec<RawCell>>) -> Option<Values> {
    let cells: Option<Vec<Vec<RawCell>>> = chunks.iter().map(of).collect();
    collected(cells?.into_iter().flatten().map(|cell| if let RawCell::Text(text) = cell { Some(text) } else { None }))
}

/// Places in a list of texts; chunks that share a list share its places.
fn dictionary(chunks: &[ArrayRef]) -> Option<Values> {
    let mut codes: Vec<u32> = Vec::with_capacity(length(chunks));
    let mut texts: Vec<Vec<u8>> = Vec::new();
    let mut last: Option<(ArrayRef, u32)> = None;
    for chunk in chunks {
        let list = chunk.as_any_dictionary_opt()?.values();
        let start = match &last {
            Some((before, start)) if before == list => *start,
            _ => {
                let start = u32::try_from(texts.len()).ok()?;
                texts.extend(listed(list)?);
                start
            }
        };
        last = Some((Arc::clone(list), start));
        let place = |key: Option<usize>| key.map_or(Some(0), |key| start.checked_add(u32::try_from(key).ok()?));
        downcast_dictionary_array!(
            chunk => {
                for key in chunk.keys_iter() {
                    codes.push(place(key)?);
                }
            },
            _ => return None
        );
    }
    let known = known(chunks);
    let checked: Option<Vec<&str>> = texts.iter().map(|text| std::str::from_utf8(text).ok()).collect();
    if let Some(checked) = checked {
        return Some(Values::Dictionary(codes.into(), checked.into_iter().map(str::to_owned).collect(), known));
    }
    let text = |code: &u32| usize::try_from(*code).ok().and_then(|code| texts.get(code));
    let is_known = |at: usize| known.as_ref().is_none_or(|known| known.get(at));
    collected(codes.iter().enumerate().map(|(at, code)| text(code).filter(|_| is_known(at))))
}

/// The texts of a dictionary, which another library may have filled with anything; none if one is a null, or no text.
fn listed(list: &ArrayRef) -> Option<Vec<Vec<u8>>> {
    let owned = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    match list.data_type() {
        DataType::Utf8 => list.as_string::<i32>().iter().map(owned).collect(),
        DataType::LargeUtf8 => list.as_string::<i64>().iter().map(owned).collect(),
        DataType::Utf8View => list.as_string_view().iter().map(owned).collect(),
        _ => None,
    }
}
