//! Whole reports of the sample, compared with the texts in `golden/`. After a wanted change run the tests with
//! `DABIAO_BLESS=1`, read the difference, and say in the commit why it is right.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use super::sample::{SOURCE, facts, program, verdicts};
use super::{Explained, Style, csv, explain, json, table, tables};
use crate::evaluate::verdict::{MissingFact, Note, Shortfall};
use crate::language::Language;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, InputId, Measure, ReadingId, UnitId, Words};
use crate::report::phrases::Speaker;
use crate::syntax::{Limits, parse};

fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/golden").join(name);
    if std::env::var_os("DABIAO_BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{name}");
}

#[test]
fn the_table() {
    let (program, facts) = (program(), facts());
    let found = verdicts("2026-01-01", None);
    check("table.en.txt", &table(&program, &facts, &found, Language::English, Style::Plain, None));
    let found = verdicts("2023-01-01", None);
    check("table.zh.txt", &table(&program, &facts, &found, Language::Chinese, Style::Plain, None));
    let all = [verdicts("2026-01-01", None), verdicts("2026-01-01", Some(ReadingId(0)))];
    check("readings.en.txt", &tables(&program, &facts, &all, Language::English, Style::Plain, None));
    let coloured = table(&program, &facts, &verdicts("2026-01-01", None), Language::English, Style::Coloured, None);
    assert!(coloured.contains("\u{1b}[1;31mnot met\u{1b}[0m"));
}

#[test]
fn the_data_formats() {
    let (program, facts) = (program(), facts());
    let found = verdicts("2026-01-01", None);
    check("verdicts.json", &json::verdicts(&program, &found));
    check("verdicts.csv", &csv(&program, &facts, std::slice::from_ref(&found), Language::English));
    check("readings.json", &json::readings(&program, &[found, verdicts("2026-01-01", Some(ReadingId(0)))]));
}

#[test]
fn the_explanation() {
    let (program, facts) = (program(), facts());
    let found = verdicts("2026-01-01", None);
    let ast = parse(SOURCE, &Limits::default()).ast;
    let explained = Explained { program: &program, ast: &ast, facts: &facts, verdicts: &found };
    check("explain.en.txt", &explain(&explained, "doctors", "33", Language::English).unwrap());
    check("explain.zh.txt", &explain(&explained, "医师密度", "浙江", Language::Chinese).unwrap());
    check("explain_missing.en.txt", &explain(&explained, "doctors", "35", Language::English).unwrap());
    check("explain_excepted.zh.txt", &explain(&explained, "doctors", "36", Language::Chinese).unwrap());
    assert_eq!(explain(&explained, "nurses", "33", Language::English), None);
    assert_eq!(explain(&explained, "doctors", "99", Language::English), None);
}

/// Every kind of shortfall, missing fact and note, in both languages.
#[test]
fn every_phrase() {
    let (program, facts) = (program(), facts());
    let mut out = String::new();
    for language in [Language::English, Language::Chinese] {
        let speaker = Speaker { program: &program, facts: &facts, language };
        shortfalls().iter().for_each(|missed| out.push_str(&(speaker.shortfall(missed) + "\n")));
        missing().iter().for_each(|fact| out.push_str(&(speaker.missing(fact) + "\n")));
        out.push_str(&(speaker.all_missing(&missing(), 25, None) + "\n"));
        notes().iter().for_each(|note| out.push_str(&(speaker.note(note) + "\n")));
        out.push('\n');
    }
    check("phrases.txt", &out);
}

fn shortfalls() -> Vec<Shortfall> {
    let measure = Measure::Unit(UnitId(0));
    let mut out = Vec::new();
    for (over, at_least, more_than) in [
        (false, false, false),
        (false, true, false),
        (false, false, true),
        (true, false, false),
        (true, true, false),
        (true, false, true),
    ] {
        out.push(Shortfall::Amount { amount: Number::from(1200i64), measure, over, at_least, more_than });
    }
    let part = |add: Option<i64>, at_least| Shortfall::PartOfWhole {
        convert: Number::from(20i64),
        add: add.map(Number::from),
        measure: Measure::Entity(EntityId(0)),
        at_least,
    };
    out.extend([part(Some(21), false), part(None, true)]);
    let members = |count| Shortfall::Members { ids: vec!["33".into()], count, entity: EntityId(0) };
    out.extend([members(1), members(30)]);
    out.push(Shortfall::Items(vec!["reserve".into(), "plan_made".into()]));
    out.extend([Shortfall::Late { days: 1, come: true }, Shortfall::Late { days: 12, come: false }]);
    let inner = Shortfall::AllOf(vec![members(1), Shortfall::NoSingleNumber]);
    out.push(Shortfall::AnyOf(vec![part(Some(21), true), inner]));
    out
}

fn missing() -> Vec<MissingFact> {
    let (entity, id) = (EntityId(0), "33".to_string());
    vec![
        MissingFact::Cell { attribute: AttributeId { entity, index: 0 }, id: id.clone() },
        MissingFact::Existence { entity, id: id.clone() },
        MissingFact::Table(entity),
        MissingFact::Unlisted { entity, id: id.clone(), of: entity },
        MissingFact::Evidence { limb: "plan_made".into(), id: id.clone() },
        MissingFact::Input(InputId(0)),
        MissingFact::Calendar { id },
    ]
}

fn notes() -> Vec<Note> {
    vec![
        Note::NotInForce,
        Note::Excepted(None),
        Note::Excepted(Some(Words { en: "being rebuilt".into(), zh: None })),
        Note::Waived("remote".into()),
        Note::RestsOnUndated,
        Note::MemberInMember("33".into(), "3301".into()),
        Note::PartLargerThanWhole,
        Note::DueUnknown,
    ]
}
