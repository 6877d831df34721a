//! What the constructs become: units and measures, dates, names and sets.

use super::*;
use crate::program::{AttributeId, Cell, Choice, EntityId, Fold, Force, Measure, Order, Shown, TimeSpan, UnitId};

fn cell(entity: usize, index: usize) -> Cell {
    Cell { of: None, attribute: AttributeId { entity: EntityId(entity), index } }
}

#[test]
fn one_line_is_a_program_over_one_table() {
    let program = program("rehab_doctors per 100000 >= 8 by 2025");
    assert!(program.open);
    assert_eq!(program.rules[0].title.name, "rule");
    let names: Vec<&str> =
        program.entities[0].attributes.iter().map(|attribute| attribute.title.name.as_str()).collect();
    assert_eq!(names, ["rehab_doctors", "population"]);
    let stage = &stages(&lines(&program)[0])[0];
    assert_eq!(stage.force, Force::Target);
    assert_eq!(stage.due, Some(Moment::Period("2025".parse().unwrap())));
    let rate = Quantity::Rate {
        numerator: Box::new(Quantity::Cell(cell(0, 0))),
        scale: "100000".parse().unwrap(),
        base: Box::new(Quantity::Cell(cell(0, 1))),
    };
    let expected =
        Condition::Compare { order: Order::AtLeast, left: rate, right: literal("8"), measure: Measure::Open };
    assert_eq!(*condition(&program), expected);
}

#[test]
fn what_is_counted_gives_the_measure() {
    let cases = [
        ("shall beds >= 5", Measure::Unit(UnitId(1))),
        ("shall beds >= 5 beds", Measure::Unit(UnitId(1))),
        ("shall beds >= 5张", Measure::Unit(UnitId(1))),
        ("shall doctors per 1000 population >= 5", Measure::Unit(UnitId(0))),
        ("shall doctors : nurses >= 1:2", Measure::Unit(UnitId(0))),
        ("shall doctors - nurses between 1 and 2", Measure::Unit(UnitId(0))),
        ("shall count(hospital) >= 5", Measure::Entity(EntityId(1))),
        ("shall share(hospital with public) >= 85%", Measure::Entity(EntityId(1))),
        ("shall sum(beds over hospital) >= 5", Measure::Unit(UnitId(1))),
        ("shall sum(beds over hospital) / sum(rehab_beds over hospital) >= 2", Measure::Plain),
        ("shall days(plan_issued_on, 2025-01-01) <= 30 days", Measure::Days),
        ("shall working_days(plan_issued_on, 2025-01-01) <= 30", Measure::WorkingDays),
        ("shall age(plan_issued_on) >= 3", Measure::Years),
        ("shall doctors * 2 >= nurses", Measure::Unit(UnitId(0))),
        ("shall beds / doctors >= 2", Measure::Plain),
    ];
    for (text, expected) in cases {
        let program = on_little(text);
        let (Condition::Compare { measure, .. } | Condition::Between { measure, .. }) = condition(&program) else {
            panic!("{text}");
        };
        assert_eq!(*measure, expected, "{text}");
    }
}

#[test]
fn a_literal_on_the_left_changes_sides() {
    assert_eq!(condition(&on_little("shall 8 <= beds")), condition(&on_little("shall beds >= 8")));
    assert_eq!(condition(&on_little("shall 8 > beds")), condition(&on_little("shall beds < 8")));
}

#[test]
fn a_part_of_a_whole_in_one_unit_is_marked() {
    let marked = |program: &Program| {
        let Condition::Compare { right: Quantity::PercentOf { share, part_of_whole, .. }, .. } = condition(program)
        else {
            panic!("{:?}", condition(program));
        };
        assert_eq!(share.to_string(), "1/50");
        *part_of_whole
    };
    assert!(marked(&on_little("rule r { for each hospital shall rehab_beds >= 2% of beds }")));
    assert!(!marked(&on_little("shall 2% of beds >= 2% of beds")));
    assert!(!marked(&program("rehab_beds >= 2% of beds")), "the units of an open file are unknown");
}

#[test]
fn dates_compare_with_the_first_or_last_day_of_a_period() {
    let cases = [
        ("before 2025", Order::LessThan, "2025-01-01"),
        ("after 2025", Order::MoreThan, "2025-12-31"),
        ("from 2025", Order::AtLeast, "2025-01-01"),
        ("since 2025-06", Order::AtLeast, "2025-06-01"),
        ("until 2025-06", Order::AtMost, "2025-06-30"),
        ("<= 2025-06", Order::AtMost, "2025-06-30"),
        ("< 2025-06", Order::LessThan, "2025-06-01"),
        (">= 2025-06", Order::AtLeast, "2025-06-01"),
        ("> 2025-06", Order::MoreThan, "2025-06-30"),
        ("> 2025-06-15", Order::MoreThan, "2025-06-15"),
    ];
    for (text, order, expected) in cases {
        let program = on_little(&format!("shall plan_issued_on {text}"));
        let left = Moment::Cell(cell(0, 7));
        let wanted = Condition::CompareDates { order, left, right: day(expected) };
        assert_eq!(*condition(&program), wanted, "{text}");
    }
    let within = on_little("shall plan_issued_on = 2025-06");
    assert!(matches!(condition(&within), Condition::And(parts) if parts.len() == 2));
    let none = on_little("shall plan_issued_on = none");
    assert_eq!(*condition(&none), Condition::IsNone(Moment::Cell(cell(0, 7))));
}

#[test]
fn a_date_by_a_day_is_an_event() {
    let program = on_little("shall plan_issued_on by plan_issued_on + 20 working days - 2 years");
    let stage = &stages(&lines(&program)[0])[0];
    assert_eq!(stage.requirement, Requirement::Event(Moment::Cell(cell(0, 7))));
    let later = Moment::Plus(Box::new(Moment::Cell(cell(0, 7))), TimeSpan::WorkingDays(20));
    assert_eq!(stage.due, Some(Moment::Plus(Box::new(later), TimeSpan::Months(-24))));
    let without_due = on_little("shall plan_issued_on");
    assert!(matches!(stages(&lines(&without_due)[0])[0].requirement, Requirement::Event(_)));
}

#[test]
fn stages_share_the_left_side_and_hand_on_their_force() {
    let program = on_little(
        "in principle strive \"力争\" doctors >= 6 by 2022 then >= 7 by 2023-06 then must between 8 and 9 by 2025",
    );
    let stages = stages(&lines(&program)[0]);
    let forces: Vec<_> = stages.iter().map(|stage| (stage.force, stage.in_principle)).collect();
    assert_eq!(forces, [(Force::Strive, true), (Force::Strive, true), (Force::Must, false)]);
    let Requirement::Condition(last) = &stages[2].requirement else { panic!("an event") };
    let Condition::Between { value, low, high, .. } = &**last else { panic!("{last:?}") };
    assert_eq!((value, low, high), (&Quantity::Cell(cell(0, 2)), &literal("8"), &literal("9")));
}

#[test]
fn bare_words_are_values_of_the_other_side() {
    let one_of = |value, allowed: &[bool]| Condition::OneOf { value: Choice::Cell(value), allowed: allowed.to_vec() };
    let kind = cell(0, 0);
    assert_eq!(*condition(&on_little("shall kind = county")), one_of(kind.clone(), &[false, true]));
    assert_eq!(*condition(&on_little("shall county = kind")), one_of(kind.clone(), &[false, true]));
    assert_eq!(*condition(&on_little("shall kind is not county")), one_of(kind.clone(), &[true, false]));
    assert_eq!(*condition(&on_little("shall kind in {county, city}")), one_of(kind, &[true, true]));
    let hospital = |text: &str| on_little(&format!("rule r {{ for each hospital shall {text} }}"));
    let level = cell(1, 0);
    assert_eq!(*condition(&hospital("level >= II")), one_of(level.clone(), &[false, true, true]));
    assert_eq!(*condition(&hospital("II > level")), one_of(level.clone(), &[true, false, false]));
    assert_eq!(*condition(&hospital("level between I and II")), one_of(level, &[true, true, false]));
    let includes = Condition::Includes { cell: cell(1, 4), any: true, items: vec![0, 1] };
    assert_eq!(*condition(&hospital("services includes any of {treatment, assessment}")), includes);
    let exactly = Condition::SetIs { cell: cell(1, 4), items: vec![1] };
    assert_eq!(*condition(&hospital("services = {treatment}")), exactly);
}

#[test]
fn sets_of_sets_join_their_conditions() {
    let program = on_little(
        "let large = county where beds >= 100 let poor = large where not mountainous \
         rule r { for each poor where doctors >= 1 expect 3 shall beds >= 1 }",
    );
    let subjects = program.rules[0].body.subjects.clone().unwrap();
    assert_eq!(subjects.set.title.name, "poor");
    assert!(matches!(subjects.set.condition.as_deref(), Some(Condition::And(parts)) if parts.len() == 3));
    assert_eq!(subjects.expect, Some("3".parse().unwrap()));
    assert!(subjects.condition.is_some());
}

#[test]
fn inside_an_aggregate_a_name_is_the_members() {
    let program = on_little("shall sum(beds over hospital where beds >= region.beds) >= 1");
    let Condition::Compare { left: Quantity::Fold(fold), .. } = condition(&program) else { panic!("no fold") };
    let Fold::Sum(value, set) = &**fold else { panic!("{fold:?}") };
    assert_eq!(*value, Quantity::Cell(cell(1, 1)));
    let Some(Condition::Compare { left, right: Quantity::Cell(above), .. }) = set.condition.as_deref() else {
        panic!("{set:?}");
    };
    assert_eq!(*left, Quantity::Cell(cell(1, 1)));
    assert_eq!(above.attribute, cell(0, 5).attribute);
    assert_eq!(above.of.as_ref().map(|set| set.title.name.as_str()), Some("region"));
}

#[test]
fn a_derived_attribute_is_put_in_its_place_also_of_an_ancestor() {
    let program = on_little(
        "let staff of region = doctors + nurses \
         rule r { for each hospital shall beds per 10 county.staff >= 1 shall region.staff >= 1 }",
    );
    let Condition::Compare { left: Quantity::Rate { base, .. }, .. } = condition(&program) else { panic!("no rate") };
    let Quantity::Sum(terms) = &**base else { panic!("{base:?}") };
    for (_, term) in terms {
        let Quantity::Cell(cell) = term else { panic!("{term:?}") };
        assert_eq!(cell.of.as_ref().map(|set| set.title.name.as_str()), Some("county"));
    }
}

#[test]
fn names_are_known_by_label_in_either_language() {
    let source = "unit persons \"persons\" | \"人\" whole \
        entity region \"region\" | \"地区\" in region { \
          kind: one of {province \"province\" | \"省\", city} \
          population \"residents\" | \"常住人口\", doctors \"doctors\" | \"康复医师数\": persons } \
        let province = region where kind = 省 \
        规则 康复医师 { 每个 省 力争 康复医师数 每 10万 常住人口 不低于 6 到 2022年 然后 目标 不低于 8 到 2025年 }";
    let program = program(source);
    let subjects = program.rules[0].body.subjects.as_ref().unwrap();
    assert_eq!(subjects.set.title.zh.as_deref(), Some("省"), "the set of one value has its labels");
    assert_eq!(stages(&lines(&program)[0]).len(), 2);
    assert_eq!(program.entities[0].attributes.len(), 3);
}

#[test]
fn the_nearest_base_is_used() {
    let base_of = |program: &Program| match condition(program) {
        Condition::Compare { left: Quantity::Rate { base, .. }, .. } => (**base).clone(),
        other => panic!("{other:?}"),
    };
    let of_vocabulary = program("use on_little rule r { shall doctors per 1000 >= 1 }");
    assert_eq!(base_of(&of_vocabulary), Quantity::Cell(cell(0, 1)));
    let of_policy = program("use on_little policy p { base elderly rule r { shall doctors per 1000 >= limit } }");
    assert_eq!(base_of(&of_policy), Quantity::Cell(cell(0, 4)));
}

#[test]
fn uses_bring_vocabularies_and_a_calendar() {
    let program = program("use on_little use cn_working_days policy p { rule r { shall beds >= limit } }");
    assert!(program.calendar.is_some());
    assert!(!program.open);
    assert_eq!(program.entities.len(), 2);
    assert_eq!(program.bodies.len(), 1);
}

#[test]
fn values_over_time_stay_for_the_evaluator() {
    let program =
        on_little("let floor_value = 6 from 2021, 8 from 2025-06 rule r { shall doctors >= floor_value by 2026 }");
    let steps = vec![("2021-01-01".parse().unwrap(), literal("6")), ("2025-06-01".parse().unwrap(), literal("8"))];
    assert!(
        matches!(condition(&program), Condition::Compare { right: Quantity::OverTime(found), .. } if *found == steps)
    );
}

#[test]
fn relations_name_a_policy_and_a_rule() {
    let program = program(
        "policy p { rule r { shall x >= 1 tightens cn_rehab_2021.physicians by 2025 } \
         rule s { shall x >= 1 conflicts p.r } }",
    );
    let relation = &program.rules[0].relations[0];
    assert_eq!((relation.policy.as_str(), relation.rule.as_str()), ("cn_rehab_2021", "physicians"));
    assert_eq!(relation.by.map(|by| by.to_string()).as_deref(), Some("2025-12-31"));
    assert_eq!(program.rules[1].relations[0].policy, "p");
}

#[test]
fn shown_values_keep_what_they_are() {
    let program = on_little(
        "rule r { for each hospital show a = beds show b = rehab_beds / beds show c = opened_on show d = level \
         show e = public and beds >= 5 show f = if public then level else level }",
    );
    let shown: Vec<&Shown> = lines(&program)
        .iter()
        .map(|line| match &line.kind {
            LineKind::Show { value, .. } => value,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(matches!(shown[0], Shown::Quantity(_, Measure::Unit(UnitId(1)))));
    assert!(matches!(shown[1], Shown::Quantity(_, Measure::Plain)));
    assert!(matches!(shown[2], Shown::Moment(_)));
    assert!(matches!(shown[3], Shown::Choice(_)));
    assert!(matches!(shown[4], Shown::Condition(_)));
    assert!(matches!(shown[5], Shown::Choice(Choice::If(..))));
}

#[test]
fn a_case_of_conditions_is_tried_in_order() {
    let program =
        on_little("shall case population { to 300_000: any(hospital) otherwise: any(hospital where public) }");
    let Condition::If { arms, otherwise } = condition(&program) else { panic!("{:?}", condition(&program)) };
    assert!(matches!(arms[0].0, Condition::Compare { order: Order::AtMost, .. }));
    assert!(otherwise.is_some());
}

#[test]
fn citations_and_bodies_belong_to_what_they_follow() {
    let program = on_little(
        "policy p { cite \"0\" responsible HC note \"all\" rule r { cite \"1\" \
         shall beds >= 1 cite \"1.1\" responsible HC shall beds >= 2 cite \"1.2\" note \"n\" | \"注\" } }",
    );
    assert_eq!(program.citations, ["0"]);
    let rule = &program.rules[0];
    assert_eq!((rule.citations.as_slice(), rule.responsible.len()), (&["1".to_string()][..], 1));
    let cited: Vec<&str> = rule.body.lines.iter().map(|line| line.citations[0].as_str()).collect();
    assert_eq!(cited, ["1.1", "1.2"]);
    assert_eq!(rule.body.lines[1].notes[0].zh.as_deref(), Some("注"));
}
