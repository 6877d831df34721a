//! A small program with facts, made by hand, from which the tests of this room get real verdicts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::date::Date;
use crate::evaluate::verdict::Verdicts;
use crate::evaluate::{Options, evaluate};
use crate::facts::{Cell as Fact, Facts, TableBuilder};
use crate::number::Number;
use crate::program::{
    Attribute, AttributeId, Body, Cell, Condition, Entity, EntityId, Exception, Force, Line, LineKind, Measure, Moment,
    Order, Program, Quantity, ReadingId, Requirement, Rule, Set, Shown, Stage, Subjects, Title, Type, Unit, UnitId,
    Words,
};
use crate::span::Span;

pub(super) const SOURCE: &str = "rule doctors {\n  for each region\n  strive doctors per 100000 >= 6 by 2022\n    then shall >= 8 by 2025\n  show density = doctors per 100000\n}\n";

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn title(name: &str, en: &str, zh: &str) -> Title {
    Title { name: name.into(), en: Some(en.into()), zh: Some(zh.into()) }
}

fn attribute(index: usize) -> AttributeId {
    AttributeId { entity: EntityId(0), index }
}

fn cell(index: usize) -> Quantity {
    Quantity::Cell(Cell { of: None, attribute: attribute(index) })
}

fn density() -> Quantity {
    let base = Box::new(cell(0));
    Quantity::Rate { numerator: Box::new(cell(1)), scale: Number::from(100_000i64), base }
}

fn stage(force: Force, order: Order, bound: i64, due: &str) -> Stage {
    let condition = Condition::Compare {
        order,
        left: density(),
        right: Quantity::Literal(Number::from(bound)),
        measure: Measure::Unit(UnitId(0)),
    };
    Stage {
        force,
        in_principle: false,
        source_word: None,
        requirement: Requirement::Condition(Box::new(condition)),
        due: Some(Moment::Literal(day(due))),
        span: Span::default(),
    }
}

fn line(kind: LineKind, from: &str, to: &str) -> Line {
    let start = SOURCE.find(from).unwrap();
    let end = SOURCE.find(to).unwrap() + to.len();
    Line { kind, citations: Vec::new(), responsible: Vec::new(), notes: Vec::new(), span: Span::new(start, end) }
}

fn body(order: Order) -> Body {
    let region = Set { title: title("region", "region", "地区"), entity: EntityId(0), condition: None };
    let first = stage(Force::Strive, order, 6, "2022-12-31");
    let second = stage(Force::Shall, order, 8, "2025-12-31");
    let excepted = Condition::Flag(Cell { of: None, attribute: attribute(2) });
    let reason = Words { en: "a nature reserve".into(), zh: Some("自然保护区".into()) };
    Body {
        subjects: Some(Subjects { set: region, condition: None, expect: Some(Number::from(5i64)) }),
        exceptions: vec![Exception { condition: excepted, reason: Some(reason) }],
        lines: vec![
            line(LineKind::Duty(vec![first, second]), "strive", "by 2025"),
            line(
                LineKind::Show {
                    title: title("density", "density", "密度"),
                    value: Shown::Quantity(density(), Measure::Unit(UnitId(0))),
                },
                "show",
                "density = doctors per 100000",
            ),
        ],
    }
}

pub(super) fn program() -> Program {
    let field = |name: &str, en: &str, zh: &str, of_type| Attribute { title: title(name, en, zh), of_type };
    let region = Entity {
        title: title("region", "region", "地区"),
        parent: None,
        from: None,
        until: None,
        attributes: vec![
            field("population", "permanent residents", "常住人口", Type::Quantity(UnitId(0))),
            field("doctors", "rehabilitation doctors", "康复医师数", Type::Quantity(UnitId(0))),
            field("reserve", "nature reserve", "自然保护区", Type::Flag),
        ],
    };
    let rule = Rule {
        title: title("doctors", "Density of doctors", "医师密度"),
        citations: vec!["2.1".into()],
        responsible: Vec::new(),
        notes: vec![Words { en: "Counted where they work.".into(), zh: Some("按执业地点统计。".into()) }],
        relations: Vec::new(),
        body: body(Order::AtLeast),
        under: vec![(ReadingId(0), body(Order::MoreThan))],
        span: Span::default(),
    };
    Program {
        policy: Some(title("sample", "A sample", "示例")),
        open: false,
        territory: None,
        from: None,
        until: None,
        units: vec![Unit { title: title("persons", "persons", "人"), whole: true }],
        bodies: Vec::new(),
        entities: vec![region],
        inputs: Vec::new(),
        readings: vec![title("strict", "more than, not at least", "严格超过")],
        rules: vec![rule],
        not_encoded: Vec::new(),
        citations: Vec::new(),
        notes: Vec::new(),
        calendar: None,
    }
}

/// Four regions: just short, exactly there, unknown, and excepted.
pub(super) fn facts() -> Facts {
    let number = |value: i64| Fact::Number(Number::from(value));
    let rows = [
        ("33", Some("浙江"), number(39_540_000), number(2_372), false),
        ("34", Some("Anhui"), number(1_000_000), number(80), false),
        ("35", None, number(1_000_000), Fact::Missing, false),
        ("36", Some("Jiangxi"), number(1_000_000), number(1), true),
    ];
    let program = program();
    let region = program.entities.first().unwrap();
    let mut table = TableBuilder::new(region, 0);
    for (id, name, population, doctors, reserve) in rows {
        table.row(id);
        name.into_iter().for_each(|name| table.name(name.to_string()));
        table.observe(Some(day("2022-06-01")), vec![population, doctors, Fact::Flag(reserve)], Vec::new());
    }
    Facts { tables: vec![Some(table.finish())], change_dates: vec![day("2022-06-01")], ..Facts::default() }
}

pub(super) fn verdicts(as_of: &str, reading: Option<ReadingId>) -> Verdicts {
    evaluate(&program(), &facts(), &Options { as_of: day(as_of), reading, record: true })
}
