//! What tables become, from the three doors: CSV, JSON and Rust values.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use super::from_tables::read_tables;
use crate::evaluate::{ColumnOptions, Options, Plan, evaluate};
use crate::facts::{Cell, EntityId, FactLimits, Facts, RawCell, RowId, Table, from_csv, from_json, from_tables};
use crate::number::Number;
use crate::program::Program;

/// Regions in regions and hospitals in regions, with an attribute of every type.
pub(super) const SOURCE: &str = r#"
unit persons "persons" | "人" whole
unit beds "beds" | "张" whole
entity region "region" | "地区" in region {
  population "permanent residents" | "常住人口": persons
  plan_issued_on: date
}
entity hospital "hospital" | "医院" in region from opened_on until closed_on {
  level: ordered {I "first" | "一级" < II < III}
  kind: one of {general "general" | "综合", tcm "tcm" | "中医"}
  services: set of {assessment "assessment" | "评估", treatment}
  beds: beds
  rehab_department "rehabilitation department" | "康复科": flag
  opened_on, closed_on: date
  address: text
  score: number
}
rule r { for each region target population >= 1 }
"#;

pub(super) fn program(source: &str) -> Program {
    crate::compile(source, &crate::Library::default()).unwrap_or_else(|faults| panic!("{faults:?}")).program
}

fn facts(tables: &[Table]) -> Facts {
    let (facts, warnings) = from_tables(&program(SOURCE), tables).unwrap();
    assert_eq!(warnings, []);
    facts
}

fn number(text: &str) -> Cell {
    Cell::Number(text.parse().unwrap())
}

fn ids(facts: &Facts) -> Vec<String> {
    (0..facts.len()).map(|row| facts.id(RowId(row)).into_owned()).collect()
}

/// The cells of the first observation of a row.
fn cells(facts: &Facts, row: usize) -> Vec<Cell> {
    let (_, table, at) = facts.place(RowId(row)).unwrap();
    let at = table.observations_of(at).start;
    table.columns.iter().map(|column| column.get(at)).collect()
}

#[test]
fn rows_become_a_tree_of_dated_observations() {
    let facts = facts(&[
        from_csv("facts/地区.csv", "编码,上级,日期,常住人口\n3301,33,2022,１２\n33,,2022-12-31,100\n33,,2021-10,90\n"),
        from_csv("hospital.csv", "id,in\nh2,3301\nh1,33\n"),
    ]);
    assert_eq!(ids(&facts), ["33", "3301", "h1", "h2"]);
    assert_eq!(facts.parent(RowId(1)), Some(RowId(0)));
    assert_eq!(facts.children(RowId(0)), [RowId(1), RowId(2)]);
    assert_eq!(facts.below(RowId(0)), [RowId(1), RowId(2), RowId(3)]);
    let (_, table, at) = facts.place(RowId(0)).unwrap();
    let dates: Vec<String> = table.observations_of(at).map(|at| table.date(at).unwrap().to_string()).collect();
    assert_eq!(dates, ["2021-10-31", "2022-12-31"]);
    assert_eq!(cells(&facts, 1)[0], number("12"));
}

#[test]
fn the_order_given_is_kept() {
    let regions = "id,in,date,population\n9,,2022,1\n10,,2021,2\n9,,2020,3\n1,,2022,4\n10,,2020,5\n";
    for in_one_pass in [true, false] {
        let tables = [from_csv("region.csv", regions), from_csv("hospital.csv", "id,in\nh1,9\nh2,1\n")];
        let (facts, _) = read_tables(&program(SOURCE), &tables, &FactLimits::default(), in_one_pass).unwrap();
        assert_eq!(ids(&facts), ["1", "10", "9", "h1", "h2"]);
        assert_eq!(facts.as_given(EntityId(0)), Some([2, 1, 0].as_slice()));
        assert_eq!(facts.ids_as_given(EntityId(0)), Some(("9101".to_owned(), vec![0, 1, 3, 4])));
        assert_eq!(facts.as_given(EntityId(1)), None);
    }
}

#[test]
fn rows_without_ids_stay_in_their_order_and_are_reported_by_the_bytes_of_their_numbers() {
    let program = program("beds >= 20");
    let table = |head: &str| {
        let rows = (0..30).map(|row| format!("{row},n{row}\n"));
        from_csv("any.csv", head.to_owned() + "\n" + &rows.collect::<String>())
    };
    for in_one_pass in [true, false] {
        let (facts, _) = read_tables(&program, &[table("beds,name")], &FactLimits::default(), in_one_pass).unwrap();
        let numbers: Vec<String> = (1..=30).map(|number: u32| number.to_string()).collect();
        assert_eq!(ids(&facts), numbers);
        assert_eq!(facts.find(EntityId(0), "10"), Some(RowId(9)));
        assert_eq!(facts.find(EntityId(0), "31"), None);
        assert_eq!(facts.name(RowId(9)), Some("n9"));
        assert_eq!(cells(&facts, 9), [number("9")]);
        assert_eq!(facts.as_given(EntityId(0)), None);
        let options = Options::on("2026-01-15".parse().unwrap());
        let verdicts = evaluate(&program, &facts, &options);
        let subjects: Vec<&str> = verdicts.subjects.iter().map(|found| found.subject.as_str()).collect();
        let mut by_bytes = numbers.clone();
        by_bytes.sort();
        assert_eq!(subjects, by_bytes);
        by_bytes.retain(|id| id.parse::<u32>().unwrap() <= 20);
        assert_eq!(verdicts.rules[0].witnesses, by_bytes);
        let plan = Plan::new(std::sync::Arc::new(program.clone()), &options);
        let columns = plan.columns(&facts, ColumnOptions::default());
        assert_eq!(columns.rule(0).unwrap().summary(&plan, &facts).as_ref(), verdicts.rules.first());
    }
    let faults = from_tables(&program, &[from_csv("any.csv", "beds\n1\n2,3\n")]).unwrap_err();
    assert_eq!(faults[0].code, "F0107");
}

#[test]
fn cells_are_read_by_the_type_of_their_column() {
    let head = "id,in,名称,level,kind,services,beds,康复科,opened_on,address,score,unlisted";
    let rows = "h1,33,,III,中医,{},,no,none,,,医院\n\
                h2,33,甲,一级,GENERAL,评估；treatment,20,是,2020,\"1, Main St\",-1.50,\n\
                h3,33,,,,无,NaN,FALSE,,,,";
    let facts = facts(&[
        from_csv("region.csv", "id,in\n33,\n"),
        from_csv("hospital.csv", format!("\u{feff}{head}\r\n{rows}\r\n")),
    ]);
    let cells = |row: usize| cells(&facts, row);
    let opened = Cell::Date("2020-12-31".parse().unwrap());
    let (text, both) = (Cell::Text("1, Main St".into()), Cell::Choices(vec![0, 1]));
    let second = [Cell::Choice(0), Cell::Choice(0), both, number("20"), Cell::Flag(true), opened];
    assert_eq!(cells(2)[..6], second);
    assert_eq!(cells(2)[6..], [Cell::Missing, text, number("-1.5")]);
    let none = Cell::Choices(vec![]);
    assert_eq!(
        cells(1)[..6],
        [Cell::Choice(2), Cell::Choice(1), none.clone(), Cell::Missing, Cell::Flag(false), Cell::None]
    );
    assert_eq!(cells(3)[..5], [Cell::Missing, Cell::Missing, none, Cell::Missing, Cell::Flag(false)]);
    assert!(facts.is_unlisted(RowId(1), EntityId(1), "2026-01-01".parse().unwrap()));
    assert_eq!((facts.name(RowId(1)), facts.name(RowId(2))), (None, Some("甲")));
}

#[test]
fn the_days_on_which_facts_change_are_those_of_observations_and_of_existence() {
    let facts = facts(&[
        from_csv("region.csv", "id,date,plan_issued_on\n33,2021,1999-01-01\n33,2022,1999-01-01\n"),
        from_csv("hospital.csv", "id,in,opened_on,closed_on\nh1,33,2020-05-01,none\nh2,33,2020-05-01,2023-01-01\n"),
    ]);
    let changes: Vec<String> = facts.change_dates.iter().map(ToString::to_string).collect();
    assert_eq!(changes, ["2020-05-01", "2021-12-31", "2022-12-31", "2023-01-01"]);
}

#[test]
fn csv_json_and_rust_values_give_the_same_facts() {
    let large = format!("1{}", "0".repeat(30));
    let csv = [
        from_csv("region.csv", format!("id,population,plan_issued_on\n33,{large},2021-10-31\n")),
        from_csv("hospital.csv", "id,in,services,beds,rehab_department,score\nh,33,assessment;treatment,,yes,0.1\n"),
    ];
    let json = from_json(
        "facts.json",
        format!(
            r#"{{"region": [{{"id": 33, "population": {large}, "plan_issued_on": "2021-10-31"}}], "医院":
              [{{"id": "h", "in": "33", "services": ["assessment", "评估", "treatment"], "beds": null,
                 "rehab_department": true, "score": 0.1}}]}}"#
        ),
    );
    let day: crate::date::Date = "2021-10-31".parse().unwrap();
    let large: Number = large.parse().unwrap();
    let rust = [
        Table::new("region", ["id", "population", "plan_issued_on"]).row(["33".into(), large.into(), day.into()]),
        Table::new("hospital", ["id", "in", "services", "beds", "rehab_department", "score"]).row([
            "h".into(),
            33.into(),
            "assessment;treatment".into(),
            f64::NAN.into(),
            true.into(),
            0.1_f32.into(),
        ]),
    ];
    let read = [&csv[..], &json, &rust].map(|tables| format!("{:?}", facts(tables)));
    assert_eq!(read[0], read[1]);
    assert_eq!(read[0], read[2]);
}

#[test]
fn an_open_program_numbers_rows_without_ids() {
    let open = program("doctors per 1000 >= 1");
    let tables = [from_csv("any.csv", "doctors,population\n0.5,9\n\n7,1e6\n")];
    let (facts, warnings) = from_tables(&open, &tables).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(ids(&facts), ["1", "2"]);
    let tables = from_json("any.json", r#"[{"id": "x", "doctors": 0.5}, {"doctors": 7, "population": 9}]"#);
    let (facts, _) = from_tables(&open, &tables).unwrap();
    assert_eq!(ids(&facts), ["2", "x"]);
}

#[test]
fn the_order_of_rows_and_tables_changes_nothing_else() {
    let region = ["33,,1", "3301,33,2", "3302,33,3"];
    let hospital = ["h1,33,4", "h2,3301,5", "h3,3302,6"];
    let table = |name: &str, head: &str, rows: Vec<&str>| from_csv(name, format!("{head}\n{}\n", rows.join("\n")));
    let forward =
        [table("region", "id,in,population", region.to_vec()), table("hospital", "id,in,beds", hospital.to_vec())];
    let backward = [
        table("hospital", "id,in,beds", hospital.iter().rev().copied().collect()),
        table("region", "id,in,population", region.iter().rev().copied().collect()),
    ];
    let mut turned = facts(&backward);
    for table in turned.tables.iter_mut().flatten() {
        assert_eq!(std::mem::take(&mut table.given), [2, 1, 0]);
    }
    assert_eq!(format!("{:?}", facts(&forward)), format!("{turned:?}"));
}

#[test]
fn a_fault_names_row_line_and_column() {
    let table = from_csv("region.csv", "id,population\n\n33,\"1\n\"\n\n34,\"1,234\"\n");
    let faults = from_tables(&program(SOURCE), &[table]).unwrap_err();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!((fault.code, fault.row, fault.line), ("F0141", Some(2), Some(6)));
    assert_eq!((fault.column.as_deref(), fault.suggestion.as_deref()), (Some("population"), Some("1234")));
}

#[test]
fn rows_of_spreadsheets_that_were_never_filled_in_are_passed() {
    let facts = facts(&[from_csv("region.csv", "id,in,population,\n33,,1,\n,,,\n,,,\n")]);
    assert_eq!(facts.len(), 1);
}

#[test]
fn floats_mean_their_shortest_decimal() {
    let cell = |cell: RawCell| match cell {
        RawCell::Number(number) => number.to_exact_decimal(),
        other => Some(format!("{other:?}")),
    };
    assert_eq!(cell(0.07_f64.into()).as_deref(), Some("0.07"));
    assert_eq!(cell(0.07_f32.into()).as_deref(), Some("0.07"));
    assert_eq!(cell((0.1_f64 + 0.2).into()).as_deref(), Some("0.30000000000000004"));
    assert_eq!(cell(f32::NAN.into()).as_deref(), Some("Empty"));
    assert_eq!(cell(f64::INFINITY.into()).as_deref(), Some("Text(\"inf\")"));
}
