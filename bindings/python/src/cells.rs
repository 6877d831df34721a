//! A Python value -> what a cell of a table holds. It knows Python's numbers, dates and missing values, and no column types.

use dabiao::date::Date;
use dabiao::facts::RawCell;
use dabiao::number::Number;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple};

/// The cell of a value; none for a value that no cell can hold.
pub(crate) fn cell(value: &Bound<'_, PyAny>) -> PyResult<Option<RawCell>> {
    if value.is_none() {
        return Ok(Some(RawCell::Empty));
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Some(RawCell::Flag(flag.is_true())));
    }
    if let Ok(number) = value.cast::<PyInt>() {
        return Ok(Some(match number.extract::<i64>() {
            Ok(small) => small.into(),
            Err(_) => written(&number.str()?.to_string_lossy()),
        }));
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(Some(float.value().into()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(RawCell::Text(text.to_cow()?.into_owned())));
    }
    of_library(value)
}

/// The value of a cell: what is read back as the same cell.
pub(crate) fn value<'py>(py: Python<'py>, cell: &RawCell) -> PyResult<Bound<'py, PyAny>> {
    match cell {
        RawCell::Empty => Ok(py.None().into_bound(py)),
        RawCell::Text(text) => Ok(text.into_pyobject(py)?.into_any()),
        RawCell::Flag(flag) => Ok(flag.into_pyobject(py)?.to_owned().into_any()),
        RawCell::Date(date) => Ok(PyDate::new(py, date.year(), date.month(), date.day())?.into_any()),
        RawCell::Number(number) => match number.to_i64() {
            Some(small) => Ok(small.into_pyobject(py)?.into_any()),
            None => py.import("fractions")?.getattr("Fraction")?.call1((number.to_string(),)),
        },
    }
}

/// The cell of a value whose class is not one of Python's own plain ones.
fn of_library(value: &Bound<'_, PyAny>) -> PyResult<Option<RawCell>> {
    let class = value.get_type().name()?;
    match &*class.to_string_lossy() {
        "NAType" | "NaTType" | "MaskedConstant" => return Ok(Some(RawCell::Empty)),
        "Decimal" => {
            let empty = value.call_method0("is_nan")?.is_truthy()?;
            return Ok(Some(if empty { RawCell::Empty } else { written(&value.str()?.to_string_lossy()) }));
        }
        "Fraction" => return fraction(value).map(Some),
        "float32" | "float16" => {
            let text = value.str()?;
            let text = text.to_string_lossy();
            return Ok(Some(if text == "nan" { RawCell::Empty } else { written(&text) }));
        }
        _ => {}
    }
    if let Ok(date) = value.cast::<PyDate>() {
        return Ok(Some(day(date)?));
    }
    if value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
    {
        let items: PyResult<Vec<String>> = value.try_iter()?.map(|item| item?.extract()).collect();
        return Ok(items.ok().and_then(list));
    }
    // The scalars of numpy know their plain value.
    match value.getattr("item").and_then(|item| item.call0()) {
        Ok(plain) if !plain.get_type().is(value.get_type()) => cell(&plain),
        _ => Ok(None),
    }
}

/// A number as it is written; one that is out of bounds stays a text, which its column then refuses with the reason.
pub(crate) fn written(text: &str) -> RawCell {
    text.parse().map_or_else(|_| RawCell::Text(text.to_owned()), RawCell::Number)
}

/// Items of a set as one cell; none where an item could not be told from two.
pub(crate) fn list(mut items: Vec<String>) -> Option<RawCell> {
    items.sort();
    let plain = items.iter().all(|item| !item.trim().is_empty() && !item.contains([';', '；', '、']));
    let text = if items.is_empty() { "{}".to_owned() } else { items.join(";") };
    plain.then_some(RawCell::Text(text))
}

fn fraction(value: &Bound<'_, PyAny>) -> PyResult<RawCell> {
    let part =
        |name: &str| -> PyResult<Option<Number>> { Ok(value.getattr(name)?.str()?.to_string_lossy().parse().ok()) };
    let number = part("numerator")?.zip(part("denominator")?).and_then(|(above, below)| above.checked_div(&below));
    Ok(number.map_or_else(|| RawCell::Text(value.to_string()), RawCell::Number))
}

/// A day; of a moment within a day only its text, which a column of dates refuses.
fn day(value: &Bound<'_, PyDate>) -> PyResult<RawCell> {
    let text = value.str()?.to_string_lossy().into_owned();
    if value.cast::<PyDateTime>().is_ok() {
        for part in ["hour", "minute", "second", "microsecond"] {
            if value.getattr(part)?.is_truthy()? {
                return Ok(RawCell::Text(text));
            }
        }
    }
    let date = Date::new(
        value.getattr("year")?.extract()?,
        value.getattr("month")?.extract()?,
        value.getattr("day")?.extract()?,
    );
    Ok(date.map_or(RawCell::Text(text), RawCell::Date))
}
