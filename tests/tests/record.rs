//! A record says what the reference evaluator says, whichever way values come into it and however many there are.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use conformance::agreement::outcomes;
use dabiao::evaluate::{Field, Options, Plan, Record};
use dabiao::{Library, compile};

fn record(policy: &str) -> Record {
    record_of(policy, "region")
}

fn record_of(policy: &str, entity: &str) -> Record {
    let compiled = compile(policy, &Library::default()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    Record::new(Plan::new(compiled.program, &Options::on("2026-01-15".parse().unwrap())), entity).unwrap()
}

/// Judges, and compares with the reference evaluator; how many lines are open.
fn judge(record: &mut Record, when: &str) -> usize {
    let mut lines = record.buffer();
    assert_eq!(record.evaluate(&mut lines), lines.len());
    let found = outcomes(record.plan().program(), record, &record.explain(false).unwrap().subjects);
    assert_eq!(lines, found, "{when}");
    lines.iter().filter(|line| !line.possible().is_empty()).count()
}

const FEW: &str = "
unit persons whole
unit yuan
entity region {
  population, doctors: persons
  funds: yuan
  balance: number
}
policy few {
  base population
  rule rate { shall doctors per 1000 >= 2.5 }
  rule share { target doctors <= 2% of population by 2030 }
  rule funds { shall funds >= 10 }
  rule balance { shall balance > 3 }
  rule double { shall if balance >= 0.5 then balance <= 7 else funds > 12 }
  rule rich { for each region where funds > 4_000_000_000_000 shall balance < 5 }
}
";

#[test]
fn a_value_may_come_in_every_way_and_after_every_other() {
    let mut record = record(FEW);
    let fields = ["population", "doctors", "funds", "balance"].map(|name| record.field(name).unwrap());
    let whole = [0, 1, -1, 7, 12, 1000, (1 << 42) - 1, 1 << 42, -(1 << 42), i64::MAX, i64::MIN];
    let texts = ["0", "12", "0.5", "0.25", "3.000001", "1e18", "1e30", "-0.5", "", "none", "x"];
    let (mut state, mut taken, mut open) = (1u64, 0, 0);
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for step in 0..1_200 {
        let field: Field = fields[below(fields.len())];
        let (number, text) = (whole[below(whole.len())], texts[below(texts.len())]);
        let way = below(if step % 200 == 199 { 5 } else { 4 });
        let done = match way {
            0 => record.set_integer(field, number).is_ok(),
            1 => record.set_small(field, number) || record.set_integer(field, number).is_ok(),
            2 => record.set(field, text).is_ok(),
            3 => {
                record.set_missing(field);
                true
            }
            _ => {
                record.clear();
                true
            }
        };
        taken += usize::from(done);
        open += judge(&mut record, &format!("step {step}: {field:?}, way {way}, {number}, `{text}`: {done}"));
    }
    assert!(taken > 600 && open > 1_000, "{taken} values taken, {open} lines open");
}

#[test]
fn a_record_may_have_more_fields_and_rules_than_a_page_holds() {
    const FIELDS: usize = 300;
    let names: Vec<String> = (0..FIELDS).map(|at| format!("f{at}")).collect();
    let rules: String = (0..FIELDS)
        .map(|at| {
            let [a, b, c] = [1, 7, 31].map(|step| format!("f{}", (at * step + step) % FIELDS));
            format!(
                "  rule rate_{at} {{ shall f{at} per 1000 {b} >= {at} }}\n  \
                   rule choice_{at} {{ for each region where {c} > 2 shall if {a} > 5 and {b} > 1 then f{at} >= 3 else {c} < 9 }}\n"
            )
        })
        .collect();
    let mut record = record(&format!(
        "unit persons whole\nentity region {{ {}: persons }}\npolicy many {{\n{rules}}}\n",
        names.join(", ")
    ));
    let fields: Vec<Field> = names.iter().map(|name| record.field(name).unwrap()).collect();
    let mut open = 0;
    for round in 0..4 {
        for (at, field) in fields.iter().enumerate() {
            match (at * 5 + round) % 13 {
                0 => record.set_missing(*field),
                number => record.set_integer(*field, i64::try_from(number).unwrap() - 1).unwrap(),
            }
        }
        open += judge(&mut record, &format!("round {round}"));
    }
    assert!(open > 100, "{open} lines open");
    assert!(fields.iter().all(|field| record.field_numbered(field.number()) == Some(*field)));
    assert_eq!(record.field_numbered(usize::MAX), None);
}

#[test]
fn a_record_may_move_into_the_territory_and_out_of_it() {
    let policy = "
unit beds whole
entity region { beds: beds }
entity hospital in region { beds: beds }
policy local in region \"north\" {
  rule itself { shall beds >= 10 }
  rule regions { for each region where beds > 0 shall beds >= 20 }
  rule hospitals { for each hospital where region.beds > 5 shall beds >= 5 }
}
";
    for entity in ["region", "hospital"] {
        let mut record = record_of(policy, entity);
        let mut judged = Vec::new();
        let fields = ["beds", "region.beds"].map(|name| record.field(name));
        fields.into_iter().flatten().for_each(|field| record.set_integer(field, 12).unwrap());
        for id in ["north", "south", "south", "north", "east"] {
            record.identify(record.levels() - 1, id, None).unwrap();
            if id == "north" {
                judge(&mut record, &format!("{entity} at {id}"));
            }
            let mut lines = record.buffer();
            record.evaluate(&mut lines);
            judged.push(lines.iter().any(|line| line.verdict().is_some()));
        }
        assert_eq!(judged, [true, false, false, true, false], "{entity}");
    }
}
