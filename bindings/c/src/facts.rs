//! `dabiao_facts`: tables are handed over, as text or column by column, and then read against a policy, all at once.
//! Once they are read they never change, so that threads share them.

use std::ffi::c_char;
use std::sync::Arc;

use dabiao::Compiled;
use dabiao::facts::{self, RawCell, Table, from_csv_within, from_json_within, from_tables_within};

use crate::arrow::{self, ArrowArray, ArrowArrayStream, ArrowSchema};
use crate::error::{Error, ErrorValue};
use crate::fault::Fault;
use crate::guard::{self, Handle, Noun};
use crate::limits::{Limits, LimitsValue, or_default};
use crate::policy::Policy;
use crate::status::Status;
use crate::table::{Columns, dates, flags, floats, integers, texts};
use crate::text::{array, bytes, text};

/// Facts for one policy. One thread fills them; after `dabiao_facts_finish` threads may share them.
pub struct Facts(());

/// What stands behind a `dabiao_facts`.
pub(crate) struct FactsValue {
    pub(crate) compiled: Arc<Compiled>,
    limits: LimitsValue,
    tables: Vec<Given>,
    read: Option<Arc<facts::Facts>>,
    warnings: Option<Box<Handle<ErrorValue>>>,
}

/// A table as it was handed over.
enum Given {
    Whole(Box<Table>),
    ByColumn(Columns),
}

impl Noun for Facts {
    type Value = FactsValue;
    const KIND: u32 = 0xdab1_a004;
    const NAME: &'static str = "facts";
}

impl FactsValue {
    /// The facts, once they were read.
    pub(crate) fn read(&self) -> Result<&Arc<facts::Facts>, Fault> {
        self.read.as_ref().ok_or(Fault::State("dabiao_facts_finish"))
    }

    /// The tables, until they were read.
    fn open(&mut self) -> Result<&mut Vec<Given>, Fault> {
        match self.read {
            None => Ok(&mut self.tables),
            Some(_) => Err(Fault::State("dabiao_facts_new: these facts are finished")),
        }
    }

    fn columns(&mut self, table: usize) -> Result<&mut Columns, Fault> {
        match self.open()?.get_mut(table) {
            Some(Given::ByColumn(columns)) => Ok(columns),
            _ => Err(Fault::Range("table", table)),
        }
    }

    fn finish(&mut self) -> Result<(), Fault> {
        let given = std::mem::take(self.open()?);
        let open = given.into_iter().map(|given| match given {
            Given::Whole(table) => (*table, None),
            Given::ByColumn(columns) => (columns.table(), Some(columns)),
        });
        let (tables, columns): (Vec<Table>, Vec<Option<Columns>>) = open.unzip();
        let read = from_tables_within(&self.compiled.program, &tables, &self.limits.facts);
        let (facts, warnings) = read.map_err(|faults| {
            let again = tables.into_iter().zip(columns);
            self.tables = again
                .map(|(table, columns)| columns.map_or_else(|| Given::Whole(Box::new(table)), Given::ByColumn))
                .collect();
            Fault::Tables(faults)
        })?;
        self.warnings = Error::kept(Fault::Tables(warnings));
        self.read = Some(Arc::new(facts));
        Ok(())
    }
}

/// Makes facts without a table, for one policy. Since 0.1.
///
/// `limits` may be NULL. On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_new(
    policy: *const Policy,
    limits: *const Limits,
    out: *mut *mut Facts,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands live handles, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let compiled = Arc::clone(&guard::open(policy)?.compiled);
            let limits = or_default(limits)?;
            Ok(FactsValue { compiled, limits, tables: Vec::new(), read: None, warnings: None })
        })
    }
}

/// Frees facts. Verdicts made from them stay good. Since 0.1.
///
/// `facts` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_free(facts: *mut Facts) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(facts) };
}

/// Adds a table from the text of a CSV file: UTF-8, a comma between cells, the heads in the first row. Since 0.1.
///
/// `name` is the file or the table as messages call it; `facts/region.csv` and `region` are the table `region`. The text
/// is copied. What is wrong with it is reported by `dabiao_facts_finish`. Fails with `DABIAO_STATUS_UTF8` (of the name),
/// `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_add_csv(
    facts: *mut Facts,
    name: *const c_char,
    name_len: usize,
    csv: *const c_char,
    csv_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable texts, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let (name, csv) = (text(name, name_len, "name")?, bytes(csv, csv_len, "csv")?);
            let table = from_csv_within(name, csv, &facts.limits.facts);
            facts.open()?.push(Given::Whole(Box::new(table)));
            Ok(())
        })
    }
}

/// Adds the tables of a JSON text: an object with a list of rows for each table, or a list of rows. Since 0.1.
///
/// `name` is the file as messages call it; for a list of rows also the table. The text is copied. What is wrong with it is
/// reported by `dabiao_facts_finish`. Fails as `dabiao_facts_add_csv` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_add_json(
    facts: *mut Facts,
    name: *const c_char,
    name_len: usize,
    json: *const c_char,
    json_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable texts, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let (name, json) = (text(name, name_len, "name")?, bytes(json, json_len, "json")?);
            let tables = from_json_within(name, json, &facts.limits.facts);
            facts.open()?.extend(tables.into_iter().map(|table| Given::Whole(Box::new(table))));
            Ok(())
        })
    }
}

/// Adds a table from a batch of Arrow: a structure whose members are the columns. Since 0.1.
///
/// Numbers of every width, decimals, floats, texts (also large ones and views), flags, dates and dictionaries are read; null
/// is an empty cell. On success the array has moved into `facts` (its `release` is NULL, and the schema was released): the
/// values are read where they are, must not change, and the array is released, perhaps by another thread, when neither
/// `facts` nor verdicts made from them need it any more; `docs/c.md` says which columns that is. On failure both structures
/// are still the caller's. Fails with `DABIAO_STATUS_VALUE` for a type that is not read, `DABIAO_STATUS_LIMIT` (rows),
/// `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_add_arrow(
    facts: *mut Facts,
    name: *const c_char,
    name_len: usize,
    array: *mut ArrowArray,
    schema: *mut ArrowSchema,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, structures of Arrow that were not
    // released, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let name = text(name, name_len, "name")?;
            let (most_rows, most_columns) = (facts.limits.facts.rows, facts.limits.facts.columns);
            let tables = facts.open()?;
            let batch = arrow::take(array, schema, most_rows)?;
            tables.push(Given::ByColumn(Columns::of_batch(name, batch, most_columns)));
            Ok(())
        })
    }
}

/// Adds a table from a stream of batches of Arrow, one below the other. Since 0.1.
///
/// On success the stream was released; on failure it is still the caller's, and perhaps read in part. A single batch stays
/// where it is; of several each value is copied once, and they are released at once. A stream that fails is
/// `DABIAO_STATUS_VALUE`, with its own message. Otherwise as `dabiao_facts_add_arrow`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_add_arrow_stream(
    facts: *mut Facts,
    name: *const c_char,
    name_len: usize,
    stream: *mut ArrowArrayStream,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, a stream of Arrow that was not released,
    // and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let name = text(name, name_len, "name")?;
            let (most_rows, most_columns) = (facts.limits.facts.rows, facts.limits.facts.columns);
            let tables = facts.open()?;
            let batch = arrow::take_stream(stream, most_rows)?;
            tables.push(Given::ByColumn(Columns::of_batch(name, batch, most_columns)));
            (*stream).release.into_iter().for_each(|release| release(stream));
            Ok(())
        })
    }
}

/// Adds a table with a number of rows and no column yet. Since 0.1.
///
/// `*table`, which may be NULL, becomes its number for the functions that set columns and cells. Fails with
/// `DABIAO_STATUS_LIMIT` where there are too many rows, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
/// `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_add_table(
    facts: *mut Facts,
    name: *const c_char,
    name_len: usize,
    rows: usize,
    table: *mut usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, and pointers that are NULL or writable.
    unsafe {
        guard::change(facts, error, |facts| {
            let name = text(name, name_len, "name")?;
            let (most_rows, most_columns) = (facts.limits.facts.rows, facts.limits.facts.columns);
            if rows > most_rows {
                return Err(Fault::Limit("rows", most_rows));
            }
            let tables = facts.open()?;
            guard::write(table, tables.len());
            tables.push(Given::ByColumn(Columns::new(name, rows, most_columns)));
            Ok(())
        })
    }
}

/// Sets one cell as a text, which is read by the type of its column, as in a CSV file. Since 0.1.
///
/// The way to an exact decimal (`12.5`), and to `none`. A column that was not there is added, with empty cells; empty
/// means unknown. `row` counts from 0. The texts are copied. Fails with `DABIAO_STATUS_RANGE` (table or row),
/// `DABIAO_STATUS_LIMIT` (columns), `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_STATE`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_text(
    facts: *mut Facts,
    table: usize,
    row: usize,
    column: *const c_char,
    column_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable texts, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let (column, value) = (text(column, column_len, "column")?, text(value, value_len, "value")?);
            let cell = if value.is_empty() { RawCell::Empty } else { value.into() };
            facts.columns(table)?.set(column, row, cell)
        })
    }
}

/// Sets a whole column of texts, each read by the type of the column. Since 0.1.
///
/// `values` and `lengths` have one member for each row of the table, `count` of them; a NULL value is an empty cell, which
/// means unknown. The texts are copied. Fails with `DABIAO_STATUS_RANGE` (table or count), `DABIAO_STATUS_UTF8`,
/// `DABIAO_STATUS_LIMIT` (columns), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_VALUE`, `DABIAO_STATUS_STATE`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_texts(
    facts: *mut Facts,
    table: usize,
    column: *const c_char,
    column_len: usize,
    values: *const *const c_char,
    lengths: *const usize,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays and texts, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let column = text(column, column_len, "column")?;
            let given = || texts(array(values, count, "values")?, array(lengths, count, "lengths")?);
            facts.columns(table)?.set_all(column, count, given)
        })
    }
}

/// Sets a whole column of whole numbers. Since 0.1.
///
/// `values` has one number for each row of the table, `count` of them. `present`, which may be NULL, has a byte for each
/// row: 0 makes the cell empty, which means unknown. The numbers are copied. Fails as `dabiao_facts_set_texts` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_int64(
    facts: *mut Facts,
    table: usize,
    column: *const c_char,
    column_len: usize,
    values: *const i64,
    present: *const u8,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let column = text(column, column_len, "column")?;
            let given = || integers(array(values, count, "values")?, present);
            facts.columns(table)?.set_all(column, count, given)
        })
    }
}

/// Sets a whole column of floats, each as the shortest decimal that prints as it: `0.1` is one tenth. Since 0.1.
///
/// NaN is an empty cell; an infinity is an error of `dabiao_facts_finish`. Otherwise as `dabiao_facts_set_int64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_double(
    facts: *mut Facts,
    table: usize,
    column: *const c_char,
    column_len: usize,
    values: *const f64,
    present: *const u8,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let column = text(column, column_len, "column")?;
            let given = || floats(array(values, count, "values")?, present);
            facts.columns(table)?.set_all(column, count, given)
        })
    }
}

/// Sets a whole column of flags: 0 is no, any other number is yes. Since 0.1.
///
/// Otherwise as `dabiao_facts_set_int64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_flags(
    facts: *mut Facts,
    table: usize,
    column: *const c_char,
    column_len: usize,
    values: *const u8,
    present: *const u8,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let column = text(column, column_len, "column")?;
            let given = || flags(array(values, count, "values")?, present);
            facts.columns(table)?.set_all(column, count, given)
        })
    }
}

/// Sets a whole column of dates, each as the number of days since 1970-01-01. Since 0.1.
///
/// Otherwise as `dabiao_facts_set_int64`. A day outside the years 1 to 9999 is `DABIAO_STATUS_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_set_dates(
    facts: *mut Facts,
    table: usize,
    column: *const c_char,
    column_len: usize,
    values: *const i32,
    present: *const u8,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |facts| {
            let column = text(column, column_len, "column")?;
            let given = || dates(array(values, count, "values")?, present);
            facts.columns(table)?.set_all(column, count, given)
        })
    }
}

/// Reads the tables against the policy. After success the facts never change, and threads may share them. Since 0.1.
///
/// Fails with `DABIAO_STATUS_FACTS` (the error object has every diagnostic, and the tables stay as they were),
/// `DABIAO_STATUS_STATE` where it was done before, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_finish(facts: *mut Facts, error: *mut *mut Error) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(facts, error, FactsValue::finish) }
}

/// What somebody should look at in facts that were read; NULL where there is nothing. Since 0.1.
///
/// The object belongs to `facts` and lives as long as it does; it is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_facts_warnings(facts: *const Facts) -> *const Error {
    let find = |facts: &FactsValue| facts.warnings.as_ref().map(|kept| kept.as_pointer::<Error>());
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(facts, std::ptr::null(), find) }
}
