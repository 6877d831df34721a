//! Columns: 20 rules over 12 columns of a million rows, whole numbers, with missing ones, and with decimals; beside plain
//! loops written by hand, and beside only reading the memory.

use dabiao::evaluate::ColumnOptions;
use dabiao_benches::Failure;
use dabiao_benches::agree::same_columns;
use dabiao_benches::facts::Fields;
use dabiao_benches::floor::judge_columns;
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::rules::{self, Numbers, RULES};

fn main() -> Result<(), Failure> {
    let session = Session::start();
    let rows = session.size(1_000_000, 3_000);
    let work = Work::Each(rows * RULES, "a verdict");
    for (title, numbers, missing) in [
        ("whole numbers", Numbers::Whole, 0),
        ("whole numbers, 10 % missing", Numbers::Whole, 10),
        ("two decimals", Numbers::Decimal, 0),
    ] {
        let plan = rules::plan(numbers)?;
        let fields = Fields::new(rows, numbers, missing);
        let facts = fields.facts(&plan)?;
        let shared = fields.shared();
        let with = |threads| plan.columns(&facts, ColumnOptions { threads });
        same_columns(&judge_columns(&fields), &with(1))?;
        same_columns(&judge_columns(&fields), &with(2))?;
        same_columns(&judge_columns(&fields), &plan.columns(&shared.facts(&plan)?, ColumnOptions::default()))?;
        let contenders = vec![
            Contender::new("floor: loops by hand, one thread", || judge_columns(&fields)),
            Contender::new("only reading the columns", || read(&fields)),
            Contender::new("dabiao, one thread", || with(1)),
            Contender::new("dabiao, two threads", || with(2)),
            Contender::new("dabiao, from a host's columns to facts to verdicts, one thread", || {
                shared.facts(&plan).map(|facts| plan.columns(&facts, ColumnOptions::default()))
            }),
        ];
        session.race(&format!("{rows} rows, {title}"), work, contenders);
    }
    Ok(())
}

/// Reads every value once.
fn read(fields: &Fields) -> i64 {
    let sum = |values: &Vec<i64>| values.iter().fold(0i64, |sum, value| sum.wrapping_add(*value));
    fields.values.iter().map(sum).fold(0, i64::wrapping_add)
}
