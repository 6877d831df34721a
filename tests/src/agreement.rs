//! Runs a world through every evaluator and says where they differ.

use std::sync::Arc;

use dabiao::evaluate::verdict::{LineKind, LineVerdict, SubjectVerdict, Verdict};
use dabiao::evaluate::{ColumnOptions, Columns, LineOutcome, Options, Plan, Record, evaluate};
use dabiao::facts::{Facts, Table, from_csv, from_tables};
use dabiao::program::Program;
use dabiao::report::{diagnostics_as_text, faults_as_text};
use dabiao::{Language, compile};

use crate::worlds::{Sheet, World};

/// What came of a world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many verdicts were compared.
    pub verdicts: usize,
    /// How many of them were undetermined or pending.
    pub open: usize,
    /// The first difference.
    pub difference: Option<String>,
}

/// Compares every evaluator on a world: the columns on its facts, and a record for each of its rows. A policy or facts
/// with a fault is an error that shows it.
pub fn compare(world: &World) -> Result<Compared, String> {
    let mut compared = compare_facts(world)?;
    let plan = plan(world)?;
    for sheet in &world.tables {
        for row in &sheet.rows {
            compare_record(world, &plan, sheet, row, &mut compared);
        }
    }
    Ok(compared)
}

/// Compares the columns alone.
pub fn compare_facts(world: &World) -> Result<Compared, String> {
    let plan = plan(world)?;
    let facts = from_tables(plan.program(), &tables(world));
    let (facts, _) = facts.map_err(|faults| faults_as_text(&faults, Language::English))?;
    let mut compared = Compared::default();
    compare_columns(&plan, &facts, &mut compared);
    Ok(compared)
}

fn plan(world: &World) -> Result<Arc<Plan>, String> {
    let source = world.policy();
    let program = compile(&source, &dabiao::Library::default()).map(|compiled| compiled.program);
    let program = program.map_err(|faults| diagnostics_as_text(&faults, &source, "policy", Language::English))?;
    let as_of = world.as_of.parse().map_err(|_| format!("`{}` is no day", world.as_of))?;
    Ok(Arc::new(Plan::new(program, &Options::on(as_of))))
}

/// Compares the columns with the reference evaluator on the same facts.
pub fn compare_columns(plan: &Plan, facts: &Facts, compared: &mut Compared) {
    let expected = evaluate(plan.program(), facts, plan.options());
    for threads in [1, 2] {
        let columns = plan.columns(facts, ColumnOptions { threads });
        for summary in &expected.rules {
            let found = columns.rule(summary.rule).and_then(|column| column.summary(plan, facts));
            if found.as_ref() != Some(summary) {
                compared.difference.get_or_insert(format!("summary: expected {summary:?}, found {found:?}"));
            }
        }
        for subject in &expected.subjects {
            compared.verdicts += subject.lines.len();
            let undecided = |line: &&LineVerdict| line.stages.iter().any(|stage| !stage.possible.is_empty());
            compared.open += subject.lines.iter().filter(undecided).count();
            if let Some(difference) = subject_difference(&columns, facts, subject) {
                compared.difference.get_or_insert(difference);
            }
        }
        for column in columns.rules() {
            let known = expected.subjects.iter().filter(|subject| subject.rule == column.rule).count();
            let found = column.subjects().count();
            if found != known {
                let rule = column.rule;
                compared.difference.get_or_insert(format!("rule {rule}: expected {known} subjects, found {found}"));
            }
        }
    }
}

fn subject_difference(columns: &Columns, facts: &Facts, subject: &SubjectVerdict) -> Option<String> {
    let column = columns.rule(subject.rule)?;
    let row = facts.find(column.entity, &subject.subject)?;
    let told = |found: Option<Verdict>, expected: Option<Verdict>, what: &str| {
        let (rule, id) = (subject.rule, &subject.subject);
        (found != expected).then(|| format!("rule {rule}, {id}, {what}: expected {expected:?}, found {found:?}"))
    };
    let of_lines = subject.lines.iter().enumerate().find_map(|(at, line)| {
        let codes = column.line_codes(at)?;
        let code = *codes.get(facts.rows(column.entity)?.position(|known| known == row)?)?;
        let found = usize::from(code).checked_sub(1).and_then(|at| Verdict::ALL.get(at).copied());
        told(found, line.verdict, &format!("line {at}"))
    });
    of_lines.or_else(|| told(column.verdict(row), subject.verdict, "the rule"))
}

/// Compares a record of one row with the reference evaluator on the facts that the record stands for.
fn compare_record(world: &World, plan: &Arc<Plan>, sheet: &Sheet, row: &[String], compared: &mut Compared) {
    let Some(mut record) = Record::new(Arc::clone(plan), &sheet.name) else { return };
    fill(world, &mut record, sheet, row, 0, "");
    for sheet in world.tables.iter().filter(|sheet| sheet.name == "inputs" || sheet.name == "evidence") {
        for row in &sheet.rows {
            let cell = |head: &str| sheet.cell(row, head);
            let field = match sheet.name.as_str() {
                "inputs" => record.field(cell("name")),
                _ => record.evidence(cell("rule"), cell("limb")),
            };
            if let Some(field) = field {
                let value = if sheet.name == "inputs" { cell("value") } else { cell("holds") };
                let _refused = record.set(field, value);
            }
        }
    }
    let mut lines = record.buffer();
    record.evaluate(&mut lines);
    let expected = match record.explain(false) {
        Ok(expected) => expected.subjects,
        // Outside of the territory it is a subject of nothing.
        Err(faults) if faults.iter().all(|fault| fault.code == "F0132") => Vec::new(),
        Err(faults) => {
            let shown = faults_as_text(&faults, Language::English);
            compared.difference.get_or_insert(format!("the facts of the record are refused: {shown}"));
            return;
        }
    };
    let found = outcomes(plan.program(), &record, &expected);
    compared.verdicts += found.len();
    compared.open += lines.iter().filter(|line| !line.possible().is_empty()).count();
    if found != lines {
        let first = found.iter().zip(&lines).find(|(expected, found)| expected != found);
        let shown = format!("record of {} {row:?}: expected and found {first:?}", sheet.name);
        compared.difference.get_or_insert(shown);
    }
}

/// Sets the fields of a row and of what it lies in.
fn fill(world: &World, record: &mut Record, sheet: &Sheet, row: &[String], level: usize, prefix: &str) {
    let _refused = record.identify(level, sheet.cell(row, "id"), Some(sheet.cell(row, "name")));
    for (head, cell) in sheet.heads.iter().zip(row) {
        if let Some(field) = record.field(&format!("{prefix}{head}")) {
            let whole = cell.parse().ok().filter(|whole| record.set_integer(field, *whole).is_ok());
            if whole.is_none() {
                // What a record refuses stays missing there, in both evaluators.
                let _refused = record.set(field, cell.as_str());
            }
        }
    }
    let parent = sheet.cell(row, "in");
    let above = match sheet.name.as_str() {
        "ward" => "hospital",
        "hospital" => "region",
        _ => return,
    };
    let Some(table) = world.tables.iter().find(|table| table.name == above) else { return };
    if let Some(found) = table.rows.iter().find(|row| table.cell(row, "id") == parent) {
        fill(world, record, table, found, level + 1, &format!("{above}."));
    }
}

/// The outcomes that the reference evaluator finds for the unit of a record.
pub fn outcomes(program: &Program, record: &Record, subjects: &[SubjectVerdict]) -> Vec<LineOutcome> {
    let mut outcomes = Vec::new();
    for rule in record.rules() {
        let subject = subjects.iter().find(|subject| subject.rule == *rule);
        let Some(declared) = program.rules.get(*rule) else { continue };
        for (line, kind) in declared.body.lines.iter().enumerate() {
            if !matches!(kind.kind, dabiao::program::LineKind::Show { .. }) {
                outcomes.push(outcome(*rule, line, subject));
            }
        }
    }
    outcomes
}

fn outcome(rule: usize, line: usize, subject: Option<&SubjectVerdict>) -> LineOutcome {
    let outcome = LineOutcome::new(rule, line);
    let Some(judged) = subject.and_then(|subject| subject.lines.get(line)) else { return outcome };
    let (Some(stage), Some(verdict)) = (judged.stages.get(judged.judged_by), judged.verdict) else { return outcome };
    let possible = stage.possible.iter().copied().collect();
    let due = stage.due.filter(|_| matches!(judged.kind, LineKind::Duty { .. }));
    outcome.judged(verdict, possible, due, judged.judged_by)
}

/// The tables of a world.
pub fn tables(world: &World) -> Vec<Table> {
    world.tables.iter().map(|sheet| from_csv(&format!("{}.csv", sheet.name), sheet.csv())).collect()
}

/// The smallest world near this one on which some evaluators still differ.
pub fn shrink(world: &World) -> World {
    let differs = |world: &World| compare(world).is_ok_and(|compared| compared.difference.is_some());
    let mut smallest = world.clone();
    while let Some(smaller) = smallest.smaller().into_iter().find(differs) {
        smallest = smaller;
    }
    smallest
}
