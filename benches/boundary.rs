//! What the C boundary costs: the 20 rules for one unit, through the core and through the functions of the C library; with
//! values set before, and with 12 values set anew. Wanted is at most 1.2 times the core.
#![allow(unsafe_code, reason = "the functions of the C library are called as C calls them")]

use std::cell::RefCell;
use std::hint::black_box;
use std::ptr::{null, null_mut};

use dabiao::evaluate::{Field, LineOutcome, Record};
use dabiao_benches::Failure;
use dabiao_benches::agree::{of_record, same};
use dabiao_benches::facts::Fields;
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::rules::{self, FIELDS, Numbers, RULES};
use dabiao_c::record::{self, Line};
use dabiao_c::status::Status;
use dabiao_c::{evaluation, policy};

type Row = [i64; FIELDS];

fn main() -> Result<(), Failure> {
    let session = Session::start();
    let work = Work::Each(RULES, "a rule");
    let fields = Fields::new(session.size(4_096, 256), Numbers::Whole, 0);
    let row = |row| std::array::from_fn(|field| fields.get(field, row).unwrap_or_default());
    let rows: Vec<Row> = (0..fields.len()).map(row).collect();
    let core = RefCell::new(Core::new()?);
    let c = RefCell::new(C::new()?);
    for row in &rows {
        let (mut core, mut c) = (core.borrow_mut(), c.borrow_mut());
        core.set(row);
        c.set(row);
        core.judge();
        c.judge();
        c.set_singly(row);
        same(&format!("{row:?}"), &of_record(&core.lines), &c.codes())?;
    }
    let bound = Contender::new("the core: values bound", || core.borrow_mut().judge());
    let bound_in_c = Contender::new("C: values bound", || c.borrow_mut().judge());
    session.race("the boundary of C, values bound", work, vec![bound, bound_in_c]);
    let mut at = rows.iter().cycle();
    let (mut also_at, mut one_at) = (at.clone(), at.clone());
    let set = Contender::new("the core: 12 values set, then evaluated", || {
        at.next().into_iter().for_each(|row| core.borrow_mut().set(row));
        core.borrow_mut().judge()
    });
    let set_in_c = Contender::new("C: 12 values set at once, then evaluated", || {
        also_at.next().into_iter().for_each(|row| c.borrow_mut().set(row));
        c.borrow_mut().judge()
    });
    let set_singly = Contender::new("C: 12 values set one by one, then evaluated", || {
        one_at.next().into_iter().for_each(|row| c.borrow_mut().set_singly(row));
        c.borrow_mut().judge()
    });
    session.race("the boundary of C, values set", work, vec![set, set_in_c, set_singly]);
    Ok(())
}

/// The record of the core.
struct Core {
    record: Record,
    fields: Vec<Field>,
    lines: Vec<LineOutcome>,
}

impl Core {
    fn new() -> Result<Core, Failure> {
        let record = Record::new(rules::plan(Numbers::Whole)?, "region").ok_or("the policy has regions")?;
        let fields = rules::NAMES.iter().map(|name| record.field(name)).collect::<Option<_>>();
        let lines = record.buffer();
        Ok(Core { record, fields: fields.ok_or("the policy has every field")?, lines })
    }

    #[inline(never)]
    fn set(&mut self, row: &Row) {
        for (field, value) in self.fields.iter().zip(row) {
            black_box(self.record.set_integer(*field, *value).is_ok());
        }
    }

    #[inline(never)]
    fn judge(&mut self) -> usize {
        self.record.evaluate(black_box(&mut self.lines))
    }
}

/// The record of the C library.
struct C {
    record: *mut record::Record,
    fields: Vec<usize>,
    lines: Vec<Line>,
}

impl C {
    fn new() -> Result<C, Failure> {
        let source = rules::text(Numbers::Whole);
        let (mut made, mut judging, mut record) = (null_mut(), null_mut(), null_mut());
        let mut fields = Vec::new();
        let text = |text: &str| (text.as_ptr().cast(), text.len());
        let ((source, length), (day, days), (entity, letters)) = (text(&source), text(rules::AS_OF), text("region"));
        // SAFETY: each pointer is to a live object or NULL, and each length is that of its text.
        let done = unsafe {
            let mut done = vec![
                policy::dabiao_policy_compile(null(), 0, source, length, null(), &raw mut made, null_mut()),
                evaluation::dabiao_evaluation_new(made, &raw mut judging, null_mut()),
                evaluation::dabiao_evaluation_set_as_of(judging, day, days, null_mut()),
                record::dabiao_record_new(judging, entity, letters, &raw mut record, null_mut()),
            ];
            for name in rules::NAMES {
                let ((name, letters), mut field) = (text(name), 0);
                done.push(record::dabiao_record_field(record, name, letters, &raw mut field, null_mut()));
                fields.push(field);
            }
            evaluation::dabiao_evaluation_free(judging);
            policy::dabiao_policy_free(made);
            done
        };
        match done.iter().all(|status| *status == Status::Ok) {
            true => Ok(C { record, fields, lines: Vec::with_capacity(64) }),
            false => Err(format!("the C library says {done:?}").into()),
        }
    }

    #[inline(never)]
    fn set(&mut self, row: &Row) {
        let (fields, values, count) = (self.fields.as_ptr(), row.as_ptr(), row.len());
        // SAFETY: the record lives as long as this, and there are as many fields as values.
        black_box(unsafe { record::dabiao_record_set_int64s(self.record, fields, values, null(), count, null_mut()) });
    }

    #[inline(never)]
    fn set_singly(&mut self, row: &Row) {
        for (field, value) in self.fields.iter().zip(row) {
            // SAFETY: the record lives as long as this.
            black_box(unsafe { record::dabiao_record_set_int64(self.record, *field, *value, null_mut()) });
        }
    }

    #[inline(never)]
    fn judge(&mut self) -> usize {
        let mut count = 0;
        let lines = black_box(self.lines.as_mut_ptr());
        // SAFETY: the record lives as long as this; there is room for so many lines, and as many as are counted are written.
        unsafe {
            record::dabiao_record_evaluate(self.record, lines, self.lines.capacity(), &raw mut count, null_mut());
            self.lines.set_len(count);
        }
        count
    }

    fn codes(&self) -> Vec<u8> {
        self.lines.iter().map(|line| u8::try_from(line.verdict).unwrap_or(u8::MAX)).collect()
    }
}

impl Drop for C {
    fn drop(&mut self) {
        // SAFETY: it is used no more.
        unsafe { record::dabiao_record_free(self.record) };
    }
}
