//! Random tables, and what they become in one pass, cell by cell, from a text, from cells and from whole columns: the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use super::faults::Faults;
use super::from_csv::{read_any, read_plain};
use super::from_tables::read_tables;
use super::from_tables_tests::{SOURCE, program};
use super::{Bits, Buffer, Column, FactLimits, RawCell, Table, Values, from_csv, rows};
use crate::diagnostic::FactFault;
use crate::number::Number;
use crate::program::{EntityId, Program};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn among<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    /// A text among the usual ones; once in `rare` times among the odd ones.
    fn text(&mut self, usual: &[&str], odd: &[&str], rare: usize) -> String {
        if self.below(rare) == 0 { self.among(odd) } else { self.among(usual) }.to_owned()
    }
}

/// What tables become, facts with warnings or faults, to be compared.
type Outcome = Result<(String, Vec<FactFault>), Vec<FactFault>>;

fn outcome(program: &Program, tables: &[Table], in_one_pass: bool) -> Outcome {
    let limits = FactLimits { cell_bytes: 60, ..FactLimits::default() };
    read_tables(program, tables, &limits, in_one_pass).map(|(facts, warnings)| (format!("{facts:?}"), warnings))
}

fn codes(outcome: Outcome) -> Vec<&'static str> {
    outcome.unwrap_err().into_iter().map(|fault| fault.code).collect()
}

/// The same table with each cell by itself.
fn by_cells(table: &Table) -> Table {
    let mut given = Table::new(table.shown(), table.heads().to_vec());
    table.rows().for_each(|row| given.push_row(row.into_owned()));
    given
}

/// The usual and the odd texts of a column.
type Texts = (&'static str, &'static [&'static str], &'static [&'static str]);

const REGION: [Texts; 5] = [
    ("id", &["1", "2", "10", "33", "3301", "区"], &["", " 1 ", "１", "\u{3000}", "none"]),
    ("in", &["", "", "", "33"], &["1", "2", "99", " 33", "区"]),
    ("name", &["浙江", "", "a", " b "], &["\"q\"\"q\"", "\"x,y\"", "\"1\n2\"", "na"]),
    ("date", &["2022", "2022-06-30", "2023-01"], &["", "2022-02-30", "2022/1/1", "２０２２", "none"]),
    ("population", &["1", "20", "300000", "", "7.0"], &["1.5", "-1", "１２", "1,2", "1e3", "007", "none", "NaN", "+5"]),
];
const HOSPITAL: [Texts; 10] = [
    ("id", &["h1", "h2", "h3", "h10", "h11", "h12"], &["", "\"h1\"", "ｈ1", "h\0"]),
    ("in", &["33", "1"], &["", "77", " 1"]),
    ("level", &["I", "II", "III", "", "一级", "first"], &["i", "IV", "none", "unknown"]),
    ("kind", &["tcm", "general", "中医"], &["TCM", "综合 ", "?", "a;b"]),
    ("services", &["assessment;treatment", "treatment", "none", ""], &["{}", "评估、treatment", "x", "{a,b}"]),
    ("康复科", &["yes", "no", "是", "", "true"], &["YES", "1", "y", "none", "-"]),
    ("opened_on", &["2001-02-03", "", "2010-10-10"], &["2001", "none", "2020-13-01", "99999"]),
    ("closed_on", &["2021-02-03", "none", ""], &["2000-01-01", "2021-2-3"]),
    ("address", &["Main St", "", "路", " x"], &["none", "0", "\"a\"\"\""]),
    (
        "score",
        &["0.5", "-12.25", "3", "", "1.50", "0.000000001"],
        &["123456789012345678901", "1e-12", "-0", ".5", "5.", "0.1234567890123", "９", "9223372036854775807", "∞"],
    ),
];

/// A CSV text of some of the columns, with ids in order or not.
fn text(random: &mut Random, columns: &[Texts], rare: usize) -> String {
    let kept: Vec<&Texts> = columns.iter().filter(|(head, ..)| *head == "id" || random.below(8) > 0).collect();
    let end = random.among(&["\n", "\n", "\r\n", "\n\n"]);
    let heads: Vec<&str> = kept.iter().map(|(head, ..)| *head).collect();
    let mut text = heads.join(",") + end;
    let (count, in_turn) = (random.below(7), random.below(3) > 0);
    for row in 0..count {
        let mut cells: Vec<String> = kept.iter().map(|(_, usual, odd)| random.text(usual, odd, rare)).collect();
        if in_turn && random.below(rare) > 0 {
            cells[0] = kept[0].1[row % kept[0].1.len()].to_owned();
        }
        match random.below(rare * 4) {
            0 => cells.push("more".to_owned()),
            1 => cells = vec![String::new(); cells.len()],
            2 => cells.truncate(2),
            _ => {}
        }
        text += &(cells.join(",") + if row + 1 == count && random.below(2) == 0 { "" } else { end });
    }
    text
}

#[test]
fn tables_become_the_same_in_one_pass_and_cell_by_cell() {
    let program = program(SOURCE);
    let mut random = Random(1);
    let (mut good, mut plain) = (0, 0);
    for round in 0..6_000 {
        let rare = if round % 2 == 0 { 12 } else { 200 };
        let texts = [text(&mut random, &REGION, rare), text(&mut random, &HOSPITAL, rare)];
        let tables = [from_csv("region.csv", &texts[0]), from_csv("hospital.csv", &texts[1])];
        let found = outcome(&program, &tables, true);
        assert_eq!(found, outcome(&program, &tables, false), "{texts:?}");
        let given = tables.each_ref().map(by_cells);
        assert_eq!(outcome(&program, &given, true), outcome(&program, &given, false), "{texts:?}");
        if let Ok((found, _)) = found {
            good += 1;
            assert_eq!(found, outcome(&program, &given, true).unwrap().0, "{texts:?}");
            let limits = FactLimits::default();
            let drafts = rows::read(&program, &limits, &tables[1], EntityId(1), &mut Faults::new(&limits)).unwrap();
            plain += usize::from(drafts.plain.is_some());
        }
    }
    assert!(good > 500 && plain > 500 && good < 5_500, "{good} {plain}");
}

#[test]
fn rows_of_open_programs_become_the_same() {
    let program = program("rule enough { shall beds >= 10 }");
    let mut random = Random(2);
    for _ in 0..2_000 {
        let columns: [Texts; 3] =
            [("id", &["a", "", "b", "7"], &["2", " "]), HOSPITAL[9], ("ready", &["yes", "no", ""], &["1", "maybe"])];
        let mut text = text(&mut random, &columns, 30).replacen("score", "beds", 1);
        if random.below(2) == 0 {
            text = text.replacen("id", "", 1);
        }
        let tables = [from_csv("wards.csv", &text)];
        assert_eq!(outcome(&program, &tables, true), outcome(&program, &tables, false), "{text:?}");
    }
}

#[test]
fn the_lines_of_a_plain_file_are_its_rows() {
    let mut random = Random(3);
    let limits = FactLimits { rows: 4, ..FactLimits::default() };
    let mut plain = 0;
    for _ in 0..20_000 {
        let pieces: Vec<&[u8]> = (0..random.below(14))
            .map(|_| random.among(&[&b"a"[..], b",", b"\n", b"\r\n", b"\r", b"12", b"\0"]))
            .collect();
        let bytes = pieces.concat();
        let Some(table) = read_plain("t.csv", &bytes, &limits) else { continue };
        plain += 1;
        let any = read_any("t.csv", &bytes, &limits);
        let parts = |table: &Table| {
            let rows: Vec<Vec<RawCell>> = table.rows().map(std::borrow::Cow::into_owned).collect();
            let faults = (table.faults().to_vec(), table.is_unreadable());
            (table.heads().to_vec(), rows, table.lines().to_vec(), table.ragged().to_vec(), faults)
        };
        assert_eq!(parts(&table), parts(&any), "{bytes:?}");
    }
    assert!(plain > 5_000, "{plain}");
}

fn bits(flags: &[bool]) -> Option<Bits> {
    let mut bits = Bits::default();
    flags.iter().enumerate().filter(|(_, flag)| **flag).for_each(|(at, _)| bits.set(at));
    Some(bits)
}

/// Texts in a column, with bytes before them that are none of theirs.
fn texts(texts: &[String], known: Option<Bits>) -> Values {
    let mut ends = vec![2_i64];
    texts.iter().for_each(|text| ends.push(ends.last().unwrap() + i64::try_from(text.len()).unwrap()));
    Values::Texts(ends.into(), ("x ".to_owned() + &texts.concat()).into_bytes().into(), known)
}

#[test]
fn whole_columns_of_ids_become_what_their_cells_become() {
    let program = program(SOURCE);
    let mut random = Random(5);
    let (mut good, mut in_order) = (0, 0);
    for _ in 0..3_000 {
        let odd = ["", " 33", "３３", "3\u{0}", "区", &"9".repeat(61)];
        let mut ids: Vec<String> = (0..5).map(|at| format!("3{}", at * 7 % 10)).collect();
        match random.below(4) {
            0 => ids.sort(),
            1 => ids[random.below(5)] = random.text(&["1", "30", "4"], &odd, 2),
            _ => {}
        }
        let known = [None, Some(Bits::of(5)), bits(&[true, true, random.below(3) > 0, true, true])];
        let known = random.among(&known);
        let numbers = Values::Integers(vec![1, 2, 3, 4, 5].into(), None);
        let mut columns = vec![("population", numbers), ("id", texts(&ids, known))];
        if random.below(2) == 0 {
            columns.push(("name", texts(&["a", "", "b", "c", " "].map(str::to_owned), None)));
        }
        if random.below(4) == 0 {
            columns.push(("date", Values::Dates(vec![0, 10, 20, 30, 40].into(), None)));
        }
        let table = Table::from_columns("region.csv", columns);
        let found = outcome(&program, std::slice::from_ref(&table), true);
        assert_eq!(found, outcome(&program, std::slice::from_ref(&table), false), "{table:?}");
        assert_eq!(found, outcome(&program, &[by_cells(&table)], true), "{table:?}");
        good += usize::from(found.is_ok());
        in_order += usize::from(found.is_ok_and(|(facts, _)| facts.contains("given: []")));
    }
    assert!(good > 1_500 && good < 2_900 && in_order > 300, "{good}, {in_order}");
}

/// A column of each kind for `len` hospitals.
fn columns(random: &mut Random, len: usize) -> Vec<(&'static str, Values)> {
    let mut flags = |likely: usize| bits(&(0..len).map(|_| random.below(likely) > 0).collect::<Vec<_>>());
    let known = [flags(4), flags(3), flags(5), None];
    let mut ids: Vec<u32> = (0..u32::try_from(len).unwrap()).collect();
    if random.below(3) == 0 {
        ids.reverse();
    }
    let texts = ["I", "", "II", "III"].map(|text| random.among(&[text, text, "IV", "II"]));
    let offsets = [0_usize].into_iter().chain(texts.iter().scan(0, |end, text| {
        *end += text.len();
        Some(*end)
    }));
    let offsets: Vec<i64> = offsets.map(|at| i64::try_from(at).unwrap()).collect();
    let floats = [0.1, -2.5, 1e20, 3.0, f64::NAN, -0.0, 0.1 + 0.2, 1.0 / 3.0, 123_456.789];
    let digits = [5, -120, 12_345, 1_000_000, 7];
    let mut several = |values: &[i64]| -> Vec<i64> { (0..len).map(|_| random.among(values)).collect() };
    let (beds, scores) = (several(&[0, 12, 300, 4, 10_000, 2, -1, 9, 8, 7, 6, 5]), several(&digits));
    let days = several(&[0, 12_000, -5_000, 2_000]);
    let days: Vec<i32> = days.into_iter().map(|day| i32::try_from(day).unwrap()).collect();
    let score = match random.below(2) {
        0 => Values::Floats((0..len).map(|_| random.among(&floats)).collect::<Vec<_>>().into()),
        _ => Values::Decimals(scores.into(), 2, known[0].clone()),
    };
    let level = Values::Texts(offsets.into(), texts.concat().into_bytes().into(), known[3].clone());
    let names = vec!["h3".to_owned(), "h30".to_owned(), "h4".to_owned(), "h5".to_owned()];
    let ids = Values::Dictionary(ids.into(), names, None);
    let inside = Values::Integers(vec![33; len].into(), None);
    let ready: Vec<bool> = (0..len).map(|_| random.below(2) == 0).collect();
    vec![
        ("id", ids),
        ("in", inside),
        ("level", level),
        ("beds", Values::Integers(beds.into(), known[1].clone())),
        ("score", score),
        ("rehab_department", Values::Flags(ready.into(), known[2].clone())),
        ("opened_on", Values::Dates(days.into(), known[0].clone())),
    ]
}

#[test]
fn whole_columns_become_what_their_cells_become() {
    let program = program(SOURCE);
    let mut random = Random(4);
    let mut good = 0;
    for _ in 0..3_000 {
        let columns = columns(&mut random, 4);
        let region = from_csv("region.csv", "id\n33\n");
        let typed = [region.clone(), Table::from_columns("hospital.csv", columns)];
        let found = outcome(&program, &typed, true);
        assert_eq!(found, outcome(&program, &typed, false));
        assert_eq!(found, outcome(&program, &[region.clone(), by_cells(&typed[1])], true));
        let text = |row: &[RawCell]| row.iter().map(super::raw_text::text_of).collect::<Vec<_>>().join(",") + "\n";
        let csv = typed[1].heads().join(",") + "\n" + &typed[1].rows().map(|row| text(&row)).collect::<String>();
        let same = outcome(&program, &[region, from_csv("hospital.csv", &csv)], true);
        good += usize::from(found.is_ok());
        assert_eq!(found.ok().map(|(facts, _)| facts), same.ok().map(|(facts, _)| facts), "{csv}");
    }
    assert!(good > 300 && good < 2_900, "{good}");
}

#[test]
fn columns_of_other_lengths_and_broken_texts_are_faults() {
    let program = program(SOURCE);
    let ids = || Values::Dictionary(vec![0, 1].into(), vec!["1".into(), "2".into()], None);
    let short = Table::from_columns("region", [("id", ids()), ("population", Values::Integers(vec![5].into(), None))]);
    assert_eq!(codes(outcome(&program, &[short], true)), ["F0107"]);
    let broken = Values::Texts(vec![0, 1, 2].into(), vec![b'1', 0xff].into(), None);
    let broken = Table::from_columns("region", [("id", broken)]);
    assert_eq!(codes(outcome(&program, &[broken], true)), ["F0108"]);
    let outside = Values::Dictionary(vec![0, 2].into(), vec!["1".into(), "2".into()], None);
    let outside = Table::from_columns("region", [("id", outside)]);
    assert_eq!(codes(outcome(&program, &[outside], true)), ["F0108"]);
    let far = [("id", ids()), ("plan_issued_on", Values::Dates(vec![0, i32::MAX].into(), None))];
    assert_eq!(codes(outcome(&program, &[Table::from_columns("region", far)], true)), ["F0151"]);
}

#[test]
fn integers_in_the_order_of_ids_are_used_without_a_copy() {
    let program = program(SOURCE);
    let host: Arc<dyn AsRef<[i64]> + Send + Sync> = Arc::new(vec![5_i64, 0, 7]);
    let values = |known: &[bool]| Values::Integers(Buffer::Shared(host.clone()), bits(known));
    let table = |ids: &[u32], known: &[bool]| {
        let ids = Values::Dictionary(ids.to_vec().into(), vec!["1".into(), "2".into(), "3".into()], None);
        let table = Table::from_columns("region", [("id", ids), ("population", values(known))]);
        let (facts, _) = read_tables(&program, &[table], &FactLimits::default(), true).unwrap();
        let Column::Numbers(numbers) = facts.table(EntityId(0)).unwrap().columns[0].clone() else { panic!() };
        numbers
    };
    let same = |values: &[i64]| std::ptr::eq(values, (*host).as_ref());
    let kept = table(&[0, 1, 2], &[true, false, true]);
    assert!(same(&kept.values) && kept.known == bits(&[true, false, true]));
    let cleared = table(&[0, 1, 2], &[false, true, true]);
    assert_eq!((&cleared.values[..], cleared.largest), (&[0, 0, 7][..], 7));
    let sorted = table(&[2, 1, 0], &[true, true, true]);
    assert_eq!((&sorted.values[..], sorted.get(2)), (&[7, 0, 5][..], Some(Number::from(5_i64))));
}
