//! One evaluation, or one for each reading, as JSON.

use super::write::Json;
use crate::evaluate::verdict::{
    LineKind, LineVerdict, MissingFact, Note, RuleVerdict, Shortfall, ShownValue, StageVerdict, SubjectVerdict,
    Verdict, Verdicts,
};
use crate::language::Language;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, Measure, Program, Words};
use crate::report::labels;
use crate::report::readings::dependent;

/// The verdicts as a JSON document.
pub fn verdicts(program: &Program, verdicts: &Verdicts) -> String {
    whole(program, verdicts).document()
}

/// The verdicts under several readings as one document: each under `readings`, and under `depends_on_reading` the rules
/// and subjects whose verdicts differ between them.
pub fn readings(program: &Program, all: &[Verdicts]) -> String {
    let depends = dependent(all).into_iter().map(|found| {
        let verdict_of = |(reading, verdict): &(_, Option<Verdict>)| {
            Json::Object(vec![
                ("reading", Json::text(labels::reading_name(program, *reading))),
                ("verdict", verdict_or_null(*verdict)),
            ])
        };
        Json::Object(vec![
            ("rule", rule_name(program, found.rule)),
            ("subject", Json::text(found.subject)),
            ("verdicts", Json::list(&found.verdicts, verdict_of)),
        ])
    });
    Json::Object(vec![
        ("depends_on_reading", Json::List(depends.collect())),
        ("readings", Json::list(all, |one| whole(program, one))),
    ])
    .document()
}

fn whole(program: &Program, verdicts: &Verdicts) -> Json {
    Json::Object(vec![
        ("policy", Json::maybe(verdicts.policy.as_ref(), Json::text)),
        ("as_of", Json::text(verdicts.as_of)),
        ("reading", Json::text(labels::reading_name(program, verdicts.reading))),
        ("rules", Json::list(&verdicts.rules, |rule| rule_verdict(program, rule))),
        ("verdicts", Json::list(&verdicts.subjects, |subject| subject_verdict(program, subject))),
    ])
}

fn rule_name(program: &Program, rule: usize) -> Json {
    Json::maybe(program.rules.get(rule), |rule| Json::text(&rule.title.name))
}

fn verdict_or_null(verdict: Option<Verdict>) -> Json {
    Json::maybe(verdict, |verdict| Json::text(labels::verdict_key(verdict)))
}

fn rule_verdict(program: &Program, found: &RuleVerdict) -> Json {
    let expected = |(expected, found): &(Number, usize)| {
        Json::Object(vec![("expected", Json::text(expected)), ("found", Json::text(found))])
    };
    Json::Object(vec![
        ("rule", rule_name(program, found.rule)),
        ("verdict", verdict_or_null(found.verdict)),
        ("witnesses", Json::texts(&found.witnesses)),
        ("witness_count", Json::count(found.witness_count)),
        ("expected", Json::maybe(found.expected.as_ref(), expected)),
        ("missing", Json::list(&found.missing, |fact| missing(program, fact))),
    ])
}

fn subject_verdict(program: &Program, found: &SubjectVerdict) -> Json {
    Json::Object(vec![
        ("rule", rule_name(program, found.rule)),
        ("subject", Json::text(&found.subject)),
        ("name", Json::maybe(found.name.as_ref(), Json::text)),
        ("verdict", verdict_or_null(found.verdict)),
        ("lines", Json::list(&found.lines, |line| line_verdict(program, line))),
    ])
}

fn line_verdict(program: &Program, line: &LineVerdict) -> Json {
    let (kind, force, in_principle, what, name) = match &line.kind {
        LineKind::Duty { force, in_principle } => {
            let force = Json::text(labels::force(*force, Language::English));
            ("duty", force, Json::Flag(*in_principle), Json::Null, Json::Null)
        }
        LineKind::Eligible(what) => ("eligible", Json::Null, Json::Flag(false), in_both_languages(what), Json::Null),
        LineKind::Show(name) => ("show", Json::Null, Json::Flag(false), Json::Null, Json::text(name)),
    };
    Json::Object(vec![
        ("kind", Json::text(kind)),
        ("force", force),
        ("in_principle", in_principle),
        ("what", what),
        ("name", name),
        ("breach", Json::Flag(line.breach)),
        ("judged_by", Json::count(line.judged_by)),
        ("verdict", verdict_or_null(line.verdict)),
        ("stages", Json::list(&line.stages, |stage| stage_verdict(program, stage))),
    ])
}

fn in_both_languages(words: &Words) -> Json {
    Json::Object(vec![("en", Json::text(&words.en)), ("zh", Json::maybe(words.zh.as_ref(), Json::text))])
}

fn stage_verdict(program: &Program, stage: &StageVerdict) -> Json {
    let order = match (stage.order, stage.target.len()) {
        (Some(order), _) => Json::text(labels::order(order)),
        (None, 2) => Json::text("between"),
        (None, _) => Json::Null,
    };
    let target = match stage.target.as_slice() {
        [] => Json::Null,
        [only] => value(only),
        [low, high, ..] => Json::Object(vec![("low", value(low)), ("high", value(high))]),
    };
    Json::Object(vec![
        ("force", Json::maybe(stage.force, |(force, _)| Json::text(labels::force(force, Language::English)))),
        ("in_principle", Json::Flag(stage.force.is_some_and(|(_, in_principle)| in_principle))),
        ("due", Json::maybe(stage.due, Json::text)),
        ("verdict", verdict_or_null(stage.verdict)),
        ("value", Json::maybe(stage.value.as_ref(), value)),
        ("order", order),
        ("target", target),
        ("unit", Json::maybe(stage.measure, |measure| unit(program, measure))),
        ("shortfall", Json::maybe(stage.shortfall.as_ref(), |missed| shortfall(program, missed))),
        ("missing", Json::list(&stage.missing, |fact| missing(program, fact))),
        ("missing_count", Json::count(stage.missing_count)),
        ("possible", Json::texts(stage.possible.iter().map(|verdict| labels::verdict_key(*verdict)))),
        ("observed_on", Json::maybe(stage.observed_on, Json::text)),
        ("reached_on", Json::maybe(stage.reached_on, Json::text)),
        ("notes", Json::list(&stage.notes, note)),
    ])
}

fn value(value: &ShownValue) -> Json {
    let bound = |bound: &Option<Number>| Json::maybe(bound.as_ref(), Json::text);
    match value {
        ShownValue::Number(number) => Json::text(number),
        ShownValue::Range(low, high) => Json::List(vec![bound(low), bound(high)]),
        ShownValue::Date(date) => Json::text(date),
        ShownValue::Truth(truth) => Json::Flag(*truth),
        ShownValue::Name(name) => Json::text(name),
        ShownValue::None => Json::text("none"),
        ShownValue::NotApplicable => Json::text("not_applicable"),
        ShownValue::Unknown => Json::List(vec![Json::Null, Json::Null]),
    }
}

/// The name of what is counted.
fn unit(program: &Program, measure: Measure) -> Json {
    match measure {
        Measure::Unit(id) => Json::maybe(program.units.get(id.0), |unit| Json::text(&unit.title.name)),
        Measure::Entity(id) => entity(program, id),
        Measure::Days => Json::text("days"),
        Measure::WorkingDays => Json::text("working_days"),
        Measure::Years => Json::text("years"),
        Measure::Open | Measure::Plain => Json::Null,
    }
}

fn entity(program: &Program, id: EntityId) -> Json {
    Json::maybe(program.entities.get(id.0), |entity| Json::text(&entity.title.name))
}

fn attribute(program: &Program, id: AttributeId) -> Json {
    Json::maybe(labels::attribute_title(program, id), |title| Json::text(&title.name))
}

fn shortfall(program: &Program, missed: &Shortfall) -> Json {
    Json::Object(match missed {
        Shortfall::Amount { amount, measure, over, at_least, more_than } => vec![
            ("amount", Json::text(amount)),
            ("unit", unit(program, *measure)),
            ("over", Json::Flag(*over)),
            ("at_least", Json::Flag(*at_least)),
            ("more_than", Json::Flag(*more_than)),
        ],
        Shortfall::PartOfWhole { convert, add, measure, at_least } => vec![
            ("amount", Json::text(convert)),
            ("convert", Json::text(convert)),
            ("add", Json::maybe(add.as_ref(), Json::text)),
            ("unit", unit(program, *measure)),
            ("at_least", Json::Flag(*at_least)),
        ],
        Shortfall::Members { ids, count, entity: of } => vec![
            ("amount", Json::text(count)),
            ("members", Json::texts(ids)),
            ("count", Json::count(*count)),
            ("unit", entity(program, *of)),
        ],
        Shortfall::Items(items) => vec![("items", Json::texts(items))],
        Shortfall::Late { days, come } => vec![("days", Json::Count(*days)), ("come", Json::Flag(*come))],
        Shortfall::AnyOf(parts) => vec![("any_of", Json::list(parts, |part| shortfall(program, part)))],
        Shortfall::AllOf(parts) => vec![("all_of", Json::list(parts, |part| shortfall(program, part)))],
        Shortfall::NoSingleNumber => vec![("no_single_number", Json::Flag(true))],
    })
}

fn missing(program: &Program, fact: &MissingFact) -> Json {
    let kind = |kind: &str, mut members: Vec<(&'static str, Json)>| {
        members.push(("kind", Json::text(kind)));
        Json::Object(members)
    };
    match fact {
        MissingFact::Cell { attribute: of, id } => kind(
            "cell",
            vec![
                ("entity", entity(program, of.entity)),
                ("attribute", attribute(program, *of)),
                ("id", Json::text(id)),
            ],
        ),
        MissingFact::Existence { entity: of, id } => {
            kind("existence", vec![("entity", entity(program, *of)), ("id", Json::text(id))])
        }
        MissingFact::Table(of) => kind("table", vec![("entity", entity(program, *of))]),
        MissingFact::Unlisted { entity: members, id, of } => kind(
            "unlisted",
            vec![("entity", entity(program, *members)), ("of", entity(program, *of)), ("id", Json::text(id))],
        ),
        MissingFact::Evidence { limb, id } => {
            kind("evidence", vec![("limb", Json::text(limb)), ("id", Json::text(id))])
        }
        MissingFact::Input(input) => {
            let name = Json::maybe(program.inputs.get(input.0), |input| Json::text(&input.title.name));
            kind("input", vec![("input", name)])
        }
        MissingFact::Calendar { id } => kind("calendar", vec![("id", Json::text(id))]),
    }
}

fn note(note: &Note) -> Json {
    let kind = |kind: &str, mut members: Vec<(&'static str, Json)>| {
        members.push(("kind", Json::text(kind)));
        Json::Object(members)
    };
    match note {
        Note::NotInForce => kind("not_in_force", Vec::new()),
        Note::Excepted(reason) => kind("excepted", vec![("reason", Json::maybe(reason.as_ref(), in_both_languages))]),
        Note::Waived(reason) => kind("waived", vec![("reason", Json::text(reason))]),
        Note::RestsOnUndated => kind("rests_on_undated", Vec::new()),
        Note::MemberInMember(outer, inner) => {
            kind("member_in_member", vec![("outer", Json::text(outer)), ("inner", Json::text(inner))])
        }
        Note::PartLargerThanWhole => kind("part_larger_than_whole", Vec::new()),
        Note::DueUnknown => kind("due_unknown", Vec::new()),
    }
}
