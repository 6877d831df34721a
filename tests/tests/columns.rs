//! Columns of which many rows of a block are open at once, because a number is missing that counts more than once: what the
//! block finds for all rows together is the verdict that follows by hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use conformance::agreement::{Compared, compare_columns};
use dabiao::evaluate::verdict::Verdict;
use dabiao::evaluate::{ColumnOptions, Options, Plan};
use dabiao::facts::{from_csv, from_tables};
use dabiao::{Library, compile};

/// What is required, the cells of `people` and `wards`, and the verdict.
const CASES: &[(&str, &str, Verdict)] = &[
    // Whatever number it is, one of the two holds.
    ("people >= 2 or people < 2", ",1", Verdict::Met),
    // Three and four are numbers as well.
    ("people >= 5 or people < 3", ",1", Verdict::Undetermined),
    ("people >= 5 and people < 3", ",1", Verdict::NotMet),
    // There are 16 wards: up to four people have four each, and five are enough. A base that is missing is not zero.
    ("wards per 1 people >= 4 or people >= 5", ",16", Verdict::Met),
    ("wards per 1 people >= 4 or people >= 6", ",16", Verdict::Undetermined),
    ("if people > 100 then wards >= 40 else wards >= 10", "300,", Verdict::Undetermined),
    ("if people > 100 then wards >= 40 else wards >= 10", ",40", Verdict::Met),
    ("if people > 100 then wards >= 40 else wards >= 10", ",39", Verdict::Undetermined),
    ("if people > 100 then wards >= 40 else wards >= 10", ",9", Verdict::NotMet),
    ("if people >= 1 then people <= 1_000_000_000_000", ",1", Verdict::Undetermined),
    ("people < 10 or people > 20", ",1", Verdict::Undetermined),
    // Which of two missing numbers is the larger is not looked at case by case.
    ("people >= wards or people < wards", ",", Verdict::Undetermined),
];

#[test]
fn many_open_rows_are_judged_as_each_alone() {
    for (required, cells, expected) in CASES {
        let text = format!(
            "unit persons whole\nentity region {{ people, wards: persons }}\n\
             policy p {{ base people rule r {{ shall {required} }} }}\n"
        );
        let program = compile(&text, &Library::default()).unwrap().program;
        let plan = Plan::new(program, &Options::on("2026-01-15".parse().unwrap()));
        let rows: Vec<String> = (0..40).map(|row| format!("r{row:02},{cells}\n")).collect();
        // Nothing is known of a column without any number.
        let known = "r40,1,1\n";
        let table = from_csv("region.csv", format!("id,people,wards\n{}{known}", rows.concat()));
        let (facts, _) = from_tables(plan.program(), &[table]).unwrap();
        let columns = plan.columns(&facts, ColumnOptions::default());
        let found: Vec<Option<Verdict>> = columns.rule(0).unwrap().verdicts().take(40).collect();
        assert_eq!(found, [Some(*expected); 40], "{required}, of {cells}");
        let mut compared = Compared::default();
        compare_columns(&plan, &facts, &mut compared);
        assert_eq!(compared.difference, None, "{required}, of {cells}");
    }
}
