//! Readings: what they replace, which rules they change, and which not.

use super::*;
use crate::program::Body;

fn bound(body: &Body, line: usize) -> String {
    match &stages(&body.lines[line])[0].requirement {
        Requirement::Condition(condition) => match &**condition {
            Condition::Compare { order, right: Quantity::Literal(number), .. } => format!("{order:?} {number}"),
            other => panic!("{other:?}"),
        },
        Requirement::Event(moment) => panic!("{moment:?}"),
    }
}

#[test]
fn a_reading_replaces_the_nearest_line_of_its_kind_above_it() {
    let program = program(
        "rule r { shall x >= 1 cite \"1\" shall x >= 2 cite \"2\" show y = x \
         reading strict \"strictly\": shall x > 2 shall x >= 3 }",
    );
    let rule = &program.rules[0];
    assert_eq!(rule.under.len(), 1);
    let (default, strict) = (&rule.body, &rule.under[0].1);
    assert_eq!((bound(default, 0), bound(default, 1)), ("AtLeast 1".into(), "AtLeast 2".into()));
    assert_eq!((bound(strict, 0), bound(strict, 1)), ("AtLeast 1".into(), "MoreThan 2".into()));
    assert_eq!(bound(strict, 3), "AtLeast 3");
    assert_eq!(strict.lines[1].citations, ["2"], "the new line cites what the old one did");
    assert_eq!(program.readings[0].en.as_deref(), Some("strictly"));
}

#[test]
fn braces_replace_all_lines_of_the_kinds_that_they_hold() {
    let program = on_little(
        "rule r { except when beds > 900 shall beds >= 1 shall beds >= 2 show all_beds = beds \
         reading each: { for each hospital shall beds >= 3 show all_beds = rehab_beds } \
         reading loose: { except when beds < 1 } }",
    );
    let rule = &program.rules[0];
    let names: Vec<&str> = program.readings.iter().map(|reading| reading.name.as_str()).collect();
    assert_eq!(names, ["each", "loose"]);
    let each = &rule.under[0].1;
    assert_eq!(each.lines.len(), 2);
    assert_eq!(bound(each, 0), "AtLeast 3");
    assert_eq!(each.subjects.as_ref().map(|subjects| subjects.set.title.name.as_str()), Some("hospital"));
    let loose = &rule.under[1].1;
    assert_eq!((loose.lines.len(), loose.exceptions.len()), (3, 1));
    assert!(matches!(loose.exceptions[0].condition, Condition::Compare { .. }));
}

#[test]
fn a_reading_under_a_subject_reads_the_new_subjects_names() {
    let source = "rule r { for each county shall mountainous reading each: { for each hospital } }";
    assert_eq!(codes_on_little(source), ["E0211"]);
}

#[test]
fn a_reading_of_a_let_changes_only_what_depends_on_it() {
    let program = on_little(
        "policy p { let old of region = elderly let twice of region = old * 2 let unrelated = 5 \
         reading all: let old of region = population \
         rule a { shall twice >= 1 } rule b { shall beds >= unrelated } rule c { shall beds per 1000 old >= 1 } \
         rule d { shall count(county where twice >= 5) >= 1 } }",
    );
    let changed: Vec<bool> = program.rules.iter().map(|rule| !rule.under.is_empty()).collect();
    assert_eq!(changed, [true, false, true, true]);
}

#[test]
fn a_reading_may_name_a_set_or_supply_an_input() {
    let program = on_little(
        "policy p { let small = county where beds < 10 let limit: beds \
         reading wide: let small = county where beds < 20 reading known: let limit = 7 beds \
         rule r { for each small shall beds >= limit } }",
    );
    assert_eq!(program.rules[0].under.len(), 2);
    assert_eq!(bound(&program.rules[0].under[1].1, 0), "AtLeast 7");
}

#[test]
fn one_name_may_stand_in_the_policy_and_in_rules() {
    let program = program(
        "policy p { let limit = 5 reading s: let limit = 6 \
         rule a { shall x >= 1 reading s: shall x >= limit } rule b { shall x >= limit } }",
    );
    assert_eq!(program.readings.len(), 1);
    assert_eq!(bound(&program.rules[0].under[0].1, 0), "AtLeast 6");
    assert_eq!(bound(&program.rules[1].under[0].1, 0), "AtLeast 6");
}
