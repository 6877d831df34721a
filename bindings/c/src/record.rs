//! `dabiao_record`: the facts of one unit, set field by field and judged again and again, without an allocation. A host
//! binds its fields once by name; then it sets numbers and evaluates into an array of its own.

use std::ffi::c_char;
use std::ptr;
use std::sync::Arc;

use dabiao::date::Date;
use dabiao::evaluate::{Field, LineOutcome, Record as CoreRecord};
use dabiao::facts::RawCell;
use dabiao::{Compiled, Language};

use crate::error::Error;
use crate::evaluation::Evaluation;
use crate::fault::Fault;
use crate::guard::{self, Noun};
use crate::status::Status;
use crate::text::{array, text};
use crate::verdicts::{Verdicts, VerdictsValue};

/// The facts of one unit, such as a hospital, and of what it lies in. One a thread: every call needs it for itself, but
/// those that take it `const`.
pub struct Record(());

/// What stands behind a `dabiao_record`.
pub(crate) struct RecordValue {
    compiled: Arc<Compiled>,
    language: Language,
    record: CoreRecord,
    lines: Vec<LineOutcome>,
}

impl Noun for Record {
    type Value = RecordValue;
    const KIND: u32 = 0xdab1_a007;
    const NAME: &'static str = "record";
}

/// What one line of a rule comes to for a record. Its layout never changes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The rule, by its number in the policy.
    pub rule: u32,
    /// The line, by its number in the rule.
    pub line: u32,
    /// A `dabiao_verdict`; `DABIAO_VERDICT_NONE` where the unit is no subject of the rule.
    pub verdict: i32,
    /// The verdicts still possible where it is undetermined or pending: bit n stands for the `dabiao_verdict` n.
    pub possible: u32,
    /// The due date, in days since 1970-01-01; `INT32_MIN` where there is none or it is not known.
    pub due: i32,
    /// Which stage judges it, counted from 0.
    pub stage: u32,
}

// The outcome of the core lies in memory as a line does; the tests of this file look at each number.
const _: () = assert!(size_of::<LineOutcome>() == size_of::<Line>());

impl RecordValue {
    fn field(&self, number: usize) -> Result<Field, Fault> {
        // The fault is made only where it is needed: this runs for every value that is set.
        let Some(field) = self.record.field_numbered(number) else { return Err(Fault::Range("field", number)) };
        Ok(field)
    }

    fn set(&mut self, number: usize, cell: RawCell) -> Result<(), Fault> {
        let field = self.field(number)?;
        self.record.set(field, cell).map_err(|fault| Fault::Tables(vec![fault]))
    }

    /// Sets a field to a whole number where that takes but a few steps; whether it did.
    #[inline]
    fn set_small(&mut self, number: usize, value: i64) -> bool {
        self.record.field_numbered(number).is_some_and(|field| self.record.set_small(field, value))
    }

    fn set_integer(&mut self, number: usize, value: i64) -> Result<(), Fault> {
        let field = self.field(number)?;
        self.record.set_integer(field, value).map_err(|fault| Fault::Tables(vec![fault]))
    }
}

/// The number of a field that was found.
fn known(field: Option<Field>, name: &str) -> Result<usize, Fault> {
    field.map(Field::number).ok_or_else(|| Fault::Unknown("field", name.to_string(), None))
}

/// Makes a record of an entity of the policy, as the evaluation is set up now. Every field is missing. Since 0.1.
///
/// `entity` is its identifier or a label; `facts` for a text of bare rules. The day must be set. The way to judge is
/// worked out once for an evaluation, and shared by its records. On success `*out` belongs to the caller. Fails with
/// `DABIAO_STATUS_STATE` where no day was set, `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
/// `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_new(
    evaluation: *const Evaluation,
    entity: *const c_char,
    entity_len: usize,
    out: *mut *mut Record,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a live handle, a readable text, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let evaluation = guard::open(evaluation)?;
            let entity = text(entity, entity_len, "entity")?;
            let plan = evaluation.plan()?;
            let unknown = || Fault::Unknown("entity", entity.to_string(), None);
            let record = CoreRecord::new(plan, entity).ok_or_else(unknown)?;
            let compiled = Arc::clone(&evaluation.compiled);
            let lines = record.buffer();
            Ok(RecordValue { compiled, language: evaluation.language, record, lines })
        })
    }
}

/// Frees a record. Verdicts that it gave stay good. Since 0.1.
///
/// `record` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_free(record: *mut Record) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(record) };
}

/// Finds a field: an attribute of the unit (`beds`), of what it lies in (`region.population`), or an input. Since 0.1.
///
/// Identifiers and labels are names. On success `*field`, which must not be NULL, is its number in this record. Fails with
/// `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_field(
    record: *mut Record,
    name: *const c_char,
    name_len: usize,
    field: *mut usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, and pointers that are NULL or writable.
    unsafe {
        guard::change(record, error, |record| {
            let name = text(name, name_len, "name")?;
            guard::set(field, "field", known(record.record.field(name), name)?)
        })
    }
}

/// Finds the field of the evidence for a limb of a rule, by their identifiers; it is a flag. Since 0.1.
///
/// Otherwise as `dabiao_record_field`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_evidence(
    record: *mut Record,
    rule: *const c_char,
    rule_len: usize,
    limb: *const c_char,
    limb_len: usize,
    field: *mut usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable texts, and pointers that are NULL or writable.
    unsafe {
        guard::change(record, error, |record| {
            let (rule, limb) = (text(rule, rule_len, "rule")?, text(limb, limb_len, "limb")?);
            guard::set(field, "field", known(record.record.evidence(rule, limb), limb)?)
        })
    }
}

/// Sets the id and the name of the unit (`level` 0) or of what it lies in (1, 2, … outward). Since 0.1.
///
/// An empty name is none; an empty id is `DABIAO_STATUS_FACTS`. Fails also with `DABIAO_STATUS_UTF8`,
/// `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_identify(
    record: *mut Record,
    level: usize,
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable texts, and a writable error or NULL.
    unsafe {
        guard::change(record, error, |record| {
            let (id, name) = (text(id, id_len, "id")?, text(name, name_len, "name")?);
            if level >= record.record.levels() {
                return Err(Fault::Range("level", level));
            }
            let name = Some(name).filter(|name| !name.is_empty());
            record.record.identify(level, id, name).map_err(|fault| Fault::Tables(vec![fault]))
        })
    }
}

/// Sets a field to a whole number. Since 0.1.
///
/// Allocates nothing where the field holds numbers. Fails with `DABIAO_STATUS_FACTS` where the field cannot hold it (and
/// stays as it was), `DABIAO_STATUS_RANGE` (field), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_int64(
    record: *mut Record,
    field: usize,
    value: i64,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe {
        let quick = |record: &mut RecordValue| record.set_small(field, value);
        guard::change_quickly(record, error, quick, |record| record.set_integer(field, value))
    }
}

/// Sets many fields to whole numbers at once, which costs less than one by one. Since 0.1.
///
/// `fields` and `values` have `count` members. `present`, which may be NULL, has a byte for each: 0 makes the field missing.
/// Where a field cannot hold its value, those before it are set and the others stay as they were. Fails as
/// `dabiao_record_set_int64` does, and with `DABIAO_STATUS_VALUE` where an array is not aligned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_int64s(
    record: *mut Record,
    fields: *const usize,
    values: *const i64,
    present: *const u8,
    count: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, readable arrays, and a writable error or NULL.
    unsafe {
        guard::change(record, error, |record| {
            let (fields, values) = (array(fields, count, "fields")?, array(values, count, "values")?);
            let present = if present.is_null() { &[] } else { array(present, count, "present")? };
            for (at, (number, value)) in fields.iter().zip(values).enumerate() {
                if present.get(at) == Some(&0) {
                    record.record.set_missing(record.field(*number)?);
                } else if !record.set_small(*number, *value) {
                    record.set_integer(*number, *value)?;
                }
            }
            Ok(())
        })
    }
}

/// Sets a field to a float, taken as the shortest decimal that prints as it; NaN makes it missing. Since 0.1.
///
/// Fails as `dabiao_record_set_int64` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_double(
    record: *mut Record,
    field: usize,
    value: f64,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, |record| record.set(field, value.into())) }
}

/// Sets a field to a text, read by its type as in a CSV file: an exact decimal, a value of an enumeration, items of a set.
/// Since 0.1.
///
/// Empty makes the field missing. Fails as `dabiao_record_set_int64` does, and with `DABIAO_STATUS_UTF8`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_text(
    record: *mut Record,
    field: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, and a writable error or NULL.
    unsafe {
        guard::change(record, error, |record| {
            let value = text(value, value_len, "value")?;
            record.set(field, if value.is_empty() { RawCell::Empty } else { value.into() })
        })
    }
}

/// Sets a field to a date, as the number of days since 1970-01-01. Since 0.1.
///
/// Fails as `dabiao_record_set_int64` does, and with `DABIAO_STATUS_VALUE` outside the years 1 to 9999.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_date(
    record: *mut Record,
    field: usize,
    days: i32,
    error: *mut *mut Error,
) -> Status {
    let set = |record: &mut RecordValue| {
        let date = Date::from_days(i64::from(days)).ok_or_else(|| Fault::Value("days", days.to_string()))?;
        record.set(field, date.into())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, set) }
}

/// Sets a field to a flag: 0 is no, any other number is yes. Since 0.1.
///
/// Fails as `dabiao_record_set_int64` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_flag(
    record: *mut Record,
    field: usize,
    value: i32,
    error: *mut *mut Error,
) -> Status {
    let set = |record: &mut RecordValue| {
        let field = record.field(field)?;
        record.record.set_flag(field, value != 0).map_err(|fault| Fault::Tables(vec![fault]))
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, set) }
}

/// Makes a field missing: it is not known. Since 0.1.
///
/// Fails with `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_missing(
    record: *mut Record,
    field: usize,
    error: *mut *mut Error,
) -> Status {
    let set = |record: &mut RecordValue| {
        let field = record.field(field)?;
        record.record.set_missing(field);
        Ok(())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, set) }
}

/// Sets a field to none: a date that is known never to have come, an empty set. Since 0.1.
///
/// Fails as `dabiao_record_set_int64` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_set_none(record: *mut Record, field: usize, error: *mut *mut Error) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, |record| record.set(field, "none".into())) }
}

/// Makes every field missing. Since 0.1.
///
/// Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_clear(record: *mut Record, error: *mut *mut Error) -> Status {
    let clear = |record: &mut RecordValue| {
        record.record.clear();
        Ok(())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(record, error, clear) }
}

/// How many lines of rules judge the unit: the room that `dabiao_record_evaluate` needs. It never changes. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_line_count(record: *const Record) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(record, 0, |record| Some(record.record.len())) }
}

/// Judges the unit: what each line comes to, in the order of the source. Since 0.1.
///
/// `lines` is the caller's, with room for `capacity`; a shorter array gets the first ones. `*count`, which may be NULL, is
/// how many were written. Allocates nothing, except where facts that hang together are missing. Fails with
/// `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_evaluate(
    record: *mut Record,
    lines: *mut Line,
    capacity: usize,
    count: *mut usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, room for `capacity` lines, and pointers that are NULL or
    // can be written.
    unsafe {
        guard::change(record, error, |record| {
            guard::write(count, 0);
            if lines.is_null() && capacity > 0 {
                return Err(Fault::Null("lines"));
            }
            record.record.evaluate(&mut record.lines);
            let written = record.lines.len().min(capacity);
            // A line that is written need not be aligned.
            let bytes = written * size_of::<Line>();
            ptr::copy_nonoverlapping(record.lines.as_ptr().cast::<u8>(), lines.cast::<u8>(), bytes);
            guard::write(count, written);
            Ok(())
        })
    }
}

/// Judges the unit by the reference evaluator, with everything that verdicts can say: words, shortfalls, explanations.
/// Since 0.1.
///
/// Slower than `dabiao_record_evaluate`, with the same verdicts. On success `*out` belongs to the caller. Fails with
/// `DABIAO_STATUS_FACTS` where the fields contradict each other, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_record_verdicts(
    record: *const Record,
    out: *mut *mut Verdicts,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a live handle, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let record = guard::open(record)?;
            let facts = Arc::new(record.record.facts().map_err(Fault::Tables)?);
            let found = record.record.explain(true).map_err(Fault::Tables)?;
            Ok(VerdictsValue::new(Arc::clone(&record.compiled), facts, found, record.language, true))
        })
    }
}

#[cfg(test)]
mod tests {
    use dabiao::date::Date;
    use dabiao::evaluate::verdict::Verdict;
    use dabiao::evaluate::{LineOutcome, Possible};

    use super::Line;
    use crate::status::VerdictCode;

    fn line(outcome: LineOutcome) -> Line {
        // SAFETY: both are six numbers of 32 bits, as is checked here number by number.
        unsafe { std::mem::transmute(outcome) }
    }

    #[test]
    fn an_outcome_lies_in_memory_as_a_line() {
        let code = |verdict: Verdict| VerdictCode::from(Some(verdict)) as i32;
        for verdict in Verdict::ALL {
            for other in Verdict::ALL {
                let possible = Possible::from_iter([verdict, other]);
                let made = line(LineOutcome::new(7, 3).judged(verdict, possible, Date::from_days(19_000), 2));
                assert_eq!(
                    (made.rule, made.line, made.verdict, made.due, made.stage),
                    (7, 3, code(verdict), 19_000, 2)
                );
                assert_eq!(made.possible, 1 << code(verdict) | 1 << code(other));
            }
        }
        let none = line(LineOutcome::new(7, 3));
        assert_eq!((none.verdict, none.possible, none.due, none.stage), (0, 0, i32::MIN, 0));
    }
}
