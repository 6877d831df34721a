//! Verdicts -> flat CSV for a spreadsheet: a row for each rule, subject, line and stage. Numbers are exact, as in JSON.

use super::labels;
use crate::evaluate::verdict::{LineKind, LineVerdict, ShownValue, StageVerdict, SubjectVerdict, Verdict, Verdicts};
use crate::facts::Facts;
use crate::language::Language;
use crate::number::Number;
use crate::program::{Measure, Program};
use crate::report::phrases::Speaker;

/// The heads of the columns, in their order, for the CSV and for every other flat form of a host.
pub const HEADS: [&str; 26] = [
    "policy",
    "as_of",
    "reading",
    "rule",
    "subject",
    "name",
    "subject_verdict",
    "line",
    "kind",
    "breach",
    "stage",
    "judges",
    "force",
    "in_principle",
    "due",
    "verdict",
    "value",
    "order",
    "target",
    "unit",
    "shortfall",
    "missing",
    "possible",
    "observed_on",
    "reached_on",
    "notes",
];

/// The verdicts as CSV with heads. Shortfall, missing facts and notes are in the reader's words, all else as in JSON.
pub fn csv(program: &Program, facts: &Facts, all: &[Verdicts], language: Language) -> String {
    let mut out = HEADS.join(",");
    out.push('\n');
    for verdicts in all {
        for (_, cells) in cells(program, facts, verdicts, language) {
            let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&quoted.join(","));
            out.push('\n');
        }
    }
    out
}

/// A row of cells, under [`HEADS`], for each stage of the verdicts.
pub fn cells<'a>(
    program: &'a Program,
    facts: &'a Facts,
    verdicts: &'a Verdicts,
    language: Language,
) -> impl Iterator<Item = (&'a StageVerdict, Vec<String>)> {
    let speaker = Speaker { program, facts, language };
    let lines =
        |subject: &'a SubjectVerdict| subject.lines.iter().enumerate().map(move |(at, line)| (subject, at, line));
    let stages = |(subject, at, line): (&'a SubjectVerdict, usize, &'a LineVerdict)| {
        line.stages.iter().enumerate().map(move |(stage_at, stage)| (subject, line, (at, stage_at), stage))
    };
    verdicts
        .subjects
        .iter()
        .flat_map(lines)
        .flat_map(stages)
        .map(move |(subject, line, at, stage)| (stage, row(&speaker, verdicts, (subject, line, stage), at)))
}

fn row(
    speaker: &Speaker<'_>,
    verdicts: &Verdicts,
    (subject, line, stage): (&SubjectVerdict, &LineVerdict, &StageVerdict),
    (line_at, stage_at): (usize, usize),
) -> Vec<String> {
    let program = speaker.program;
    let rule = program.rules.get(subject.rule).map_or("", |rule| rule.title.name.as_str());
    let kind = match &line.kind {
        LineKind::Duty { .. } => "duty".to_string(),
        LineKind::Eligible(_) => "eligible".to_string(),
        LineKind::Show(name) => format!("show {name}"),
    };
    let force = stage.force.map_or("", |(force, _)| labels::force(force, Language::English));
    let missing: Vec<String> = stage.missing.iter().map(|fact| speaker.missing(fact)).collect();
    let possible: Vec<&str> = stage.possible.iter().map(|verdict| labels::verdict_key(*verdict)).collect();
    let notes: Vec<String> = stage.notes.iter().map(|note| speaker.note(note)).collect();
    vec![
        verdicts.policy.clone().unwrap_or_default(),
        verdicts.as_of.to_string(),
        labels::reading_name(program, verdicts.reading).to_string(),
        rule.to_string(),
        subject.subject.clone(),
        subject.name.clone().unwrap_or_default(),
        key(subject.verdict),
        (line_at + 1).to_string(),
        kind,
        line.breach.to_string(),
        (stage_at + 1).to_string(),
        (stage_at == line.judged_by).to_string(),
        force.to_string(),
        stage.force.is_some_and(|(_, in_principle)| in_principle).to_string(),
        stage.due.map_or(String::new(), |day| day.to_string()),
        key(stage.verdict),
        stage.value.as_ref().map_or(String::new(), value),
        order(stage),
        stage.target.iter().map(value).collect::<Vec<_>>().join(" .. "),
        stage.measure.map_or(String::new(), |measure| unit(program, measure)),
        stage.shortfall.as_ref().map_or(String::new(), |missed| speaker.shortfall(missed)),
        missing.join("; "),
        possible.join("; "),
        stage.observed_on.map_or(String::new(), |day| day.to_string()),
        stage.reached_on.map_or(String::new(), |day| day.to_string()),
        notes.join("; "),
    ]
}

fn key(verdict: Option<Verdict>) -> String {
    verdict.map_or(String::new(), |verdict| labels::verdict_key(verdict).to_string())
}

fn order(stage: &StageVerdict) -> String {
    match (stage.order, stage.target.len()) {
        (Some(order), _) => labels::order(order).to_string(),
        (None, 2) => "between".to_string(),
        (None, _) => String::new(),
    }
}

fn value(value: &ShownValue) -> String {
    let bound = |bound: &Option<Number>| bound.as_ref().map_or(String::new(), exact);
    match value {
        ShownValue::Number(number) => exact(number),
        ShownValue::Range(low, high) => format!("[{},{}]", bound(low), bound(high)),
        ShownValue::Date(date) => date.to_string(),
        ShownValue::Truth(truth) => truth.to_string(),
        ShownValue::Name(name) => name.clone(),
        ShownValue::None => "none".to_string(),
        ShownValue::NotApplicable => "not_applicable".to_string(),
        ShownValue::Unknown => "[,]".to_string(),
    }
}

/// A decimal where the number has one, else the fraction.
fn exact(number: &Number) -> String {
    number.to_exact_decimal().unwrap_or_else(|| number.to_string())
}

fn unit(program: &Program, measure: Measure) -> String {
    match measure {
        Measure::Unit(id) => program.units.get(id.0).map_or(String::new(), |unit| unit.title.name.clone()),
        Measure::Entity(id) => program.entities.get(id.0).map_or(String::new(), |entity| entity.title.name.clone()),
        Measure::Days => "days".to_string(),
        Measure::WorkingDays => "working_days".to_string(),
        Measure::Years => "years".to_string(),
        Measure::Open | Measure::Plain => String::new(),
    }
}

/// Quotes a cell where it must be (RFC 4180).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}
