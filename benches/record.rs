//! One record: 20 rules over 12 fields, values bound, and values set anew each time; beside a native struct.

use std::hint::black_box;

use dabiao::evaluate::{Field, LineOutcome, Record};
use dabiao_benches::Failure;
use dabiao_benches::agree::{of_record, same};
use dabiao_benches::facts::Fields;
use dabiao_benches::floor::{Region, judge};
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::rules::{self, FIELDS, Numbers, RULES};

fn main() -> Result<(), Failure> {
    let session = Session::start();
    let work = Work::Each(RULES, "a rule");
    for missing in [0, 10] {
        let fields = Fields::new(session.size(4_096, 256), Numbers::Whole, missing);
        let mut record = Record::new(rules::plan(Numbers::Whole)?, "region").ok_or("the policy has regions")?;
        let names = rules::NAMES.map(|name| record.field(name)).into_iter();
        let names: Vec<Field> = names.collect::<Option<_>>().ok_or("the policy has every field")?;
        let mut lines = record.buffer();
        agree(&fields, &mut record, &names, &mut lines)?;
        let rows: Vec<[Option<i64>; FIELDS]> =
            (0..fields.len()).map(|row| std::array::from_fn(|field| fields.get(field, row))).collect();
        let full: Vec<Region<i64>> = rows.iter().map(|row| Region::from(row.map(Option::unwrap_or_default))).collect();
        let open: Vec<Region<Option<i64>>> = rows.iter().map(|row| Region::from(*row)).collect();
        let mut at = (0..rows.len()).cycle();
        let mut next = at.clone();
        let floor = Contender::new("floor: a native struct", || {
            let at = next.next().unwrap_or_default();
            match missing {
                0 => full.get(at).map(|row| judge::<i64, 1>(black_box(row))),
                _ => open.get(at).map(|row| judge::<Option<i64>, 1>(black_box(row))),
            }
        });
        let set_record = std::cell::RefCell::new((record, lines));
        let bound = Contender::new("dabiao: values bound", || {
            let (record, lines) = &mut *set_record.borrow_mut();
            record.evaluate(black_box(lines))
        });
        let set = Contender::new("dabiao: 12 values set, then evaluated", || {
            let (record, lines) = &mut *set_record.borrow_mut();
            let row = at.next().and_then(|at| rows.get(at)).into_iter().flatten();
            set(record, &names, row.copied()) && record.evaluate(black_box(lines)) > 0
        });
        session.race(&format!("one record, {missing} % missing"), work, vec![floor, bound, set]);
    }
    Ok(())
}

/// Sets the fields; whether they took the values.
fn set(record: &mut Record, names: &[Field], row: impl Iterator<Item = Option<i64>>) -> bool {
    names.iter().zip(row).all(|(field, value)| match value {
        Some(value) => record.set_integer(*field, value).is_ok(),
        None => {
            record.set_missing(*field);
            true
        }
    })
}

/// The record finds of every row what the floor finds.
fn agree(fields: &Fields, record: &mut Record, names: &[Field], lines: &mut [LineOutcome]) -> Result<(), Failure> {
    for row in 0..fields.len() {
        let values: [Option<i64>; FIELDS] = std::array::from_fn(|field| fields.get(field, row));
        if !set(record, names, values.into_iter()) {
            return Err(format!("row {row}: a field took no whole number").into());
        }
        record.evaluate(lines);
        let floor = judge::<Option<i64>, 1>(&Region::from(values));
        same(&format!("row {row}: {values:?}"), &floor, &of_record(lines))?;
    }
    Ok(())
}
