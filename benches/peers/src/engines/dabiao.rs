//! dabiao itself, by a record.

use dabiao::evaluate::{Field, LineOutcome, Record};
use dabiao_benches::rules::{NAMES, Numbers, plan};

use super::Peer;
use crate::rules::{RULES, Row, UNKNOWN};

pub struct Dabiao {
    /// For whole numbers and for decimals.
    records: [(Record, Vec<Field>, Vec<LineOutcome>); 2],
    decimal: usize,
}

impl Dabiao {
    pub fn new() -> Dabiao {
        let records = [Numbers::Whole, Numbers::Decimal].map(|numbers| {
            let record = Record::new(plan(numbers).expect("the rules compile"), "region").expect("there are regions");
            let fields = NAMES.iter().map(|name| record.field(name).expect("a field of the rules")).collect();
            let lines = record.buffer();
            (record, fields, lines)
        });
        Dabiao { records, decimal: 0 }
    }
}

impl Peer for Dabiao {
    type Bound = ();

    fn name(&self) -> &'static str {
        "dabiao"
    }

    fn bind(&mut self, row: &Row, scale: i64) {
        self.decimal = usize::from(scale != 1);
        let (record, fields, _) = &mut self.records[self.decimal];
        for (field, value) in fields.iter().zip(row) {
            match value {
                Some(value) if scale == 1 => record.set_integer(*field, *value).expect("a whole number fits"),
                Some(value) => {
                    let text = format!("{}.{:02}", value / scale, value % scale);
                    record.set(*field, text.as_str()).expect("a decimal fits");
                }
                None => record.set_missing(*field),
            }
        }
    }

    fn judge(&mut self, (): &mut ()) -> [u8; RULES] {
        let (record, _, lines) = &mut self.records[self.decimal];
        record.evaluate(lines);
        std::array::from_fn(|at| lines[at].verdict().map_or(UNKNOWN, |verdict| verdict as u8 + 1))
    }
}
