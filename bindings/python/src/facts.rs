//! Tables as Python gives them -> `Facts`: columns of values, rows of Arrow, or the bytes of a file.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, Schema};
use dabiao::Language;
use dabiao::diagnostic::FactFault;
use dabiao::facts::{RawCell, Table, Values, from_csv, from_json, from_tables};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::arrow::column;
use crate::capsule::reader_of;
use crate::cells::{cell, value};
use crate::errors::{facts_error, guarded};
use crate::program::Program;
use crate::typed;

/// After so many values of Python it is looked whether the user has pressed Ctrl-C.
const A_WHILE: usize = 1 << 16;

/// Facts about the world, read by the entities of one policy. They can be judged any number of times.
#[pyclass(frozen, module = "dabiao._dabiao")]
pub(crate) struct Facts {
    pub(crate) facts: Arc<dabiao::facts::Facts>,
    warnings: Vec<FactFault>,
    /// The tables, to be read again by another process.
    tables: Arc<Vec<Table>>,
}

#[pymethods]
impl Facts {
    fn __len__(&self) -> usize {
        self.facts.len()
    }

    /// The warnings, one a line.
    fn warnings(&self, lang: &str) -> PyResult<String> {
        Ok(dabiao::report::faults_as_text(&self.warnings, crate::errors::language(lang)?))
    }

    /// The tables as they were given, as columns of values, to be read again in another process.
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Vec<GivenAgain<'py>>> {
        self.tables.iter().map(|table| given_again(py, table)).collect()
    }
}

/// What reads back as [`Given`].
type GivenAgain<'py> = (String, String, &'static str, (Vec<String>, Vec<Vec<Bound<'py, PyAny>>>));

fn given_again<'py>(py: Python<'py>, table: &Table) -> PyResult<GivenAgain<'py>> {
    let mut columns: Vec<Vec<Bound<'py, PyAny>>> = table.heads().iter().map(|_| Vec::new()).collect();
    for row in table.rows() {
        for (column, cell) in columns.iter_mut().zip(row.iter()) {
            column.push(value(py, cell)?);
        }
    }
    Ok((table.name().to_owned(), table.shown().to_owned(), "columns", (table.heads().to_vec(), columns)))
}

/// A table as Python names it: its name, what messages call it, its form, and what is in it.
#[derive(FromPyObject)]
pub(crate) struct Given<'py>(String, String, String, Bound<'py, PyAny>);

impl Facts {
    /// Reads tables. The interpreter is free while their cells are read.
    pub(crate) fn read(
        py: Python<'_>,
        program: &Program,
        given: Vec<Given<'_>>,
        language: Language,
    ) -> PyResult<Facts> {
        let mut tables = Vec::with_capacity(given.len());
        for one in &given {
            tables.extend(one.tables()?);
        }
        let program = Arc::clone(&program.program);
        let (found, tables) = guarded(py, move || (from_tables(&program, &tables), tables))?;
        let (facts, warnings) = found.map_err(|found| facts_error(py, &found, language))?;
        Ok(Facts { facts: Arc::new(facts), warnings, tables: Arc::new(tables) })
    }
}

impl Facts {
    /// The facts if there is no warning about them; else the warnings, as an error.
    pub(crate) fn without_warnings(self, py: Python<'_>, language: Language) -> PyResult<Facts> {
        if self.warnings.is_empty() { Ok(self) } else { Err(facts_error(py, &self.warnings, language)) }
    }
}

impl Given<'_> {
    fn tables(&self) -> PyResult<Vec<Table>> {
        let Given(name, shown, form, content) = self;
        let py = content.py();
        match form.as_str() {
            "columns" => Ok(vec![self.of_columns()?]),
            "arrow" => Ok(vec![self.of_arrow()?]),
            "csv" | "json" => {
                let bytes = content.cast::<PyBytes>()?.as_bytes();
                let read = |bytes: &[u8]| match form.as_str() {
                    "csv" if shown.rsplit_once('.').is_some_and(|(stem, _)| stem == name) => {
                        vec![from_csv(shown, bytes)]
                    }
                    "csv" => vec![from_csv(name, bytes).shown_as(shown)],
                    _ => from_json(shown, bytes),
                };
                guarded(py, || read(bytes))
            }
            _ => Err(PyValueError::new_err(format!("no form of a table: {form}"))),
        }
    }

    fn of_columns(&self) -> PyResult<Table> {
        let Given(name, shown, _, content) = self;
        let (heads, columns): (Vec<String>, Vec<Vec<Bound<'_, PyAny>>>) = content.extract()?;
        let (mut read, mut unreadable) = (Vec::with_capacity(columns.len()), Vec::new());
        for (head, column) in heads.iter().zip(&columns) {
            let mut cells = Vec::with_capacity(column.len());
            let mut reported = false;
            for (at, value) in column.iter().enumerate() {
                if at % A_WHILE == 0 {
                    value.py().check_signals()?;
                }
                let cell = cell(value)?;
                if cell.is_none() && !std::mem::replace(&mut reported, true) {
                    unreadable.push((at + 1, head));
                }
                cells.push(cell.unwrap_or(RawCell::Empty));
            }
            read.push(cells.into_iter());
        }
        let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
        let mut table = Table::new(name, &heads).shown_as(shown);
        unreadable.into_iter().for_each(|(row, head)| table.push_unreadable(Some(row), head));
        for _ in 0..rows {
            table.push_row(read.iter_mut().map(|column| column.next().unwrap_or(RawCell::Empty)));
        }
        Ok(table)
    }

    fn of_arrow(&self) -> PyResult<Table> {
        let Given(name, shown, _, content) = self;
        let py = content.py();
        let reader = reader_of(content)?;
        let made = guarded(py, move || {
            let schema = reader.schema();
            let batches: Result<Vec<RecordBatch>, _> = reader.collect();
            batches.map(|batches| of_batches(name, &schema, &batches))
        })?;
        let (table, unreadable) = made.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let mut table = table.shown_as(shown);
        unreadable.iter().for_each(|head| table.push_unreadable(None, head));
        Ok(table)
    }
}

/// The table of batches, with the heads of the columns that hold what no cell can hold, which are empty in it.
fn of_batches(name: &str, schema: &Schema, batches: &[RecordBatch]) -> (Table, Vec<String>) {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let mut unreadable: Vec<String> = Vec::new();
    let columns = schema.fields().iter().enumerate().map(|(at, field)| {
        let chunks: Vec<ArrayRef> = batches.iter().map(|batch| Arc::clone(batch.column(at))).collect();
        let values = values(field.data_type(), &chunks).unwrap_or_else(|| {
            unreadable.push(field.name().clone());
            Values::Cells(vec![RawCell::Empty; rows])
        });
        (field.name(), values)
    });
    let columns: Vec<_> = columns.collect();
    (Table::from_columns(name, columns), unreadable)
}

/// The values of a column, as a whole or one by one; none for a type that no cell can hold.
fn values(of_type: &DataType, chunks: &[ArrayRef]) -> Option<Values> {
    typed::values(of_type, chunks).or_else(|| {
        let cells: Option<Vec<Vec<RawCell>>> = chunks.iter().map(column).collect();
        Some(Values::Cells(cells?.concat()))
    })
}
