//! `dabiao_columns`: the verdicts of every row as arrays of bytes, for many rows at a time, and as batches of Arrow.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::sync::Arc;

use dabiao::evaluate::{self, ColumnOptions, Plan};
use dabiao::facts::{self, RowId};

use crate::arrow::export::{Buffer, array, schema, texts};
use crate::arrow::{ArrowArray, ArrowSchema};
use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::facts::Facts;
use crate::fault::Fault;
use crate::guard::{self, Noun};
use crate::status::Status;
use crate::text::Texts;

/// The verdicts of every row for every rule, a byte each. It never changes: threads may share it.
pub struct Columns(());

/// What stands behind a `dabiao_columns`.
pub(crate) struct ColumnsValue {
    facts: Arc<facts::Facts>,
    found: Arc<Found>,
    texts: Texts,
}

/// The bytes, in the order in which rows were given.
struct Found {
    columns: evaluate::Columns,
    /// Those of each rule and line whose rows were not given in the order of the facts.
    turned: BTreeMap<(usize, Option<usize>), Vec<u8>>,
}

impl Noun for Columns {
    type Value = ColumnsValue;
    const KIND: u32 = 0xdab1_a008;
    const NAME: &'static str = "columns";
}

/// The names of the bytes, by their numbers; those of the verdicts are the words of the JSON.
const NAMES: [&str; 10] = [
    "none",
    "not_met",
    "undetermined",
    "pending",
    "waived",
    "met",
    "eligible",
    "not_eligible",
    "not_applicable",
    "shown",
];

impl Found {
    fn new(columns: evaluate::Columns, facts: &facts::Facts) -> Found {
        let mut turned = BTreeMap::new();
        for column in columns.rules() {
            let Some(order) = facts.as_given(column.entity) else { continue };
            let turn = |codes: &[u8]| order.iter().filter_map(|row| codes.get(*row as usize).copied()).collect();
            turned.insert((column.rule, None), turn(column.codes()));
            turned.extend(column.lines().map(|(line, codes)| ((column.rule, Some(line)), turn(codes))));
        }
        Found { columns, turned }
    }

    /// The bytes of a rule, or of one of its lines.
    fn codes(&self, rule: usize, line: Option<usize>) -> Option<&[u8]> {
        let stored = || {
            let column = self.columns.rule(rule)?;
            line.map_or(Some(column.codes()), |line| column.line_codes(line))
        };
        self.turned.get(&(rule, line)).map(Vec::as_slice).or_else(stored)
    }
}

impl ColumnsValue {
    /// The row that a byte of a rule is about.
    fn row(&self, rule: usize, at: usize) -> Option<RowId> {
        let entity = self.found.columns.rule(rule)?.entity;
        let mut rows = self.facts.rows(entity).filter(|rows| at < rows.len())?;
        let place = self.facts.as_given(entity).map_or(Some(at), |order| order.get(at).map(|row| *row as usize));
        Some(RowId(rows.next()?.0 + place?))
    }

    /// The rows with their verdicts as a batch; the bytes are not copied.
    fn export(&self, rule: usize) -> Option<(ArrowArray, ArrowSchema)> {
        let entity = self.found.columns.rule(rule)?.entity;
        let codes = self.found.codes(rule, None)?;
        let kept = Buffer::within(codes.as_ptr(), Arc::clone(&self.found));
        let verdicts = array(codes.len(), vec![kept], Vec::new(), Some(texts(NAMES.into_iter())));
        let (ids, offsets) = self.facts.ids_as_given(entity).unwrap_or_else(|| (String::new(), vec![0]));
        let subjects = vec![Buffer::of(offsets), Buffer::of(ids.into_bytes())];
        let subjects = array(codes.len(), subjects, Vec::new(), None);
        let batch = array(codes.len(), Vec::new(), vec![subjects, verdicts], None);
        let names = Some(schema("U", "", Vec::new(), None));
        let children = vec![schema("U", "subject", Vec::new(), None), schema("C", "verdict", Vec::new(), names)];
        Some((batch, schema("+s", "", children, None)))
    }
}

/// Judges the facts by every rule, many rows at a time, and keeps only the verdicts. Since 0.1.
///
/// The same verdicts as `dabiao_evaluation_run`, much faster. `threads` is how many may work at a time, the caller's among
/// them: 0 and 1 mean the caller's alone. None outlives the call. On success `*out` belongs to the caller. Fails as
/// `dabiao_evaluation_run` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_columns(
    evaluation: *const Evaluation,
    facts: *const Facts,
    threads: u32,
    out: *mut *mut Columns,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands live handles, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let (evaluation, facts) = (guard::open(evaluation)?, guard::open(facts)?);
            let facts = Arc::clone(evaluation.facts_of(facts)?);
            let plan: Arc<Plan> = evaluation.plan()?;
            let threads = usize::try_from(threads).unwrap_or(1).clamp(1, 1024);
            let found = Arc::new(Found::new(plan.columns(&facts, ColumnOptions { threads }), &facts));
            Ok(ColumnsValue { facts, found, texts: Texts::default() })
        })
    }
}

/// Frees columns. Batches that were exported stay good. Since 0.1.
///
/// `columns` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_columns_free(columns: *mut Columns) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(columns) };
}

/// The verdicts of a rule: a byte for each row of the entity that it judges, in the order in which its
/// table first named them. Since 0.1.
///
/// A byte is a `dabiao_verdict`: `DABIAO_VERDICT_NONE` where the row is no subject of the rule. `rule` is the number of the
/// rule in the policy; NULL where there is none. `*count`, which may be NULL, is the number of bytes. They belong to
/// `columns`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_columns_rule(columns: *const Columns, rule: usize, count: *mut usize) -> *const u8 {
    // SAFETY: the header demands a live handle and a writable count.
    unsafe { bytes(columns, count, |columns| columns.found.codes(rule, None)) }
}

/// The verdicts of one line of a rule, as `dabiao_columns_rule` gives those of the rule. Since 0.1.
///
/// `line` counts from 0; NULL where there is no such line, or it has no verdict.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_columns_line(
    columns: *const Columns,
    rule: usize,
    line: usize,
    count: *mut usize,
) -> *const u8 {
    // SAFETY: the header demands a live handle and a writable count.
    unsafe { bytes(columns, count, |columns| columns.found.codes(rule, Some(line))) }
}

/// # Safety
/// `columns` is NULL or a live handle, `count` is NULL or can be written.
unsafe fn bytes(
    columns: *const Columns,
    count: *mut usize,
    find: impl FnOnce(&ColumnsValue) -> Option<&[u8]>,
) -> *const u8 {
    let find = |columns: &ColumnsValue| find(columns).map(|bytes| (bytes.as_ptr(), bytes.len()));
    // SAFETY: the promises of the caller are passed on; the bytes live as long as the columns.
    unsafe {
        let (pointer, length) = guard::get(columns, (std::ptr::null(), 0), find);
        guard::write(count, length);
        pointer
    }
}

/// The id of a row that a rule is judged for. Since 0.1.
///
/// `row` is a place in `dabiao_columns_rule`; NULL otherwise. The text belongs to `columns`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_columns_id(
    columns: *const Columns,
    rule: usize,
    row: usize,
    len: *mut usize,
) -> *const c_char {
    let find = |columns: &ColumnsValue| {
        let id = columns.facts.id(columns.row(rule, row)?);
        let number = i32::try_from(rule).ok()?;
        columns.texts.get(("id", row, number), || Some(id.to_string()))
    };
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { guard::text(columns, len, find) }
}

/// The verdicts of a rule as a batch of Arrow with two columns: `subject`, a text, and `verdict`, a dictionary of the words
/// of the JSON. Since 0.1.
///
/// `*array` and `*schema` are the caller's, who releases them; they may outlive `columns`. The verdicts are not copied.
/// Fails with `DABIAO_STATUS_RANGE` (rule), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`; then nothing is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_columns_export(
    columns: *const Columns,
    rule: usize,
    array: *mut ArrowArray,
    schema: *mut ArrowSchema,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a live handle, and pointers that are NULL or can be written.
    unsafe {
        guard::read(columns, error, |columns| {
            if array.is_null() || schema.is_null() {
                return Err(Fault::Null(if array.is_null() { "array" } else { "schema" }));
            }
            let (made, described) = columns.export(rule).ok_or(Fault::Range("rule", rule))?;
            array.write(made);
            schema.write(described);
            Ok(())
        })
    }
}
