//! A record as facts, for the reference evaluator: to judge what hangs together, and to explain.

use super::cells::CellId;
use super::{LineOutcome, Possible, Record, Source};
use crate::diagnostic::FactFault;
use crate::evaluate::verdict::{SubjectVerdict, Verdicts};
use crate::evaluate::{Options, evaluate, reference};
use crate::facts::{Facts, RawCell, Table, from_tables};

impl Record {
    /// The facts that the record stands for: its rows, of which no members are listed, its inputs and its evidence.
    pub fn facts(&self) -> Result<Facts, Vec<FactFault>> {
        let mut tables: Vec<Table> = (0..self.levels.len()).map(|level| self.table(level)).collect();
        let program = &self.plan.program;
        let mut inputs = Table::new("inputs", ["name", "value"]);
        let mut evidence = Table::new("evidence", ["rule", "limb", "unit", "entity", "holds"]);
        let unit = self.levels.first().map_or("", |level| level.id.as_str());
        let entity = self.levels.first().and_then(|level| program.entities.get(level.entity.0));
        let entity = entity.map_or("", |entity| entity.title.name.as_str());
        for (at, field) in self.fields.iter().enumerate() {
            let Some(raw) = field.raw(self.cells.at(CellId::of(at))) else { continue };
            match &field.source {
                Source::Cell(..) => {}
                Source::Input(input) => {
                    let name = program.inputs.get(input.0).map_or("", |input| input.title.name.as_str());
                    inputs.push_row([name.into(), raw]);
                }
                Source::Evidence(rule, limb) => {
                    let texts = [rule, limb, unit, entity].map(RawCell::from);
                    evidence.push_row(texts.into_iter().chain([raw]));
                }
            }
        }
        tables.extend([inputs, evidence].into_iter().filter(|table| !table.is_empty()));
        from_tables(program, &tables).map(|(facts, _)| facts)
    }

    fn table(&self, at: usize) -> Table {
        let program = &self.plan.program;
        let Some(level) = self.levels.get(at) else { return Table::new("", [""; 0]) };
        let entity = program.entities.get(level.entity.0);
        let title = entity.map_or("", |entity| entity.title.name.as_str());
        let mut heads: Vec<&str> = Vec::new();
        let mut cells: Vec<RawCell> = Vec::new();
        if !program.open {
            heads.extend(["id", "name", "unlisted"]);
            cells.extend([level.id.as_str().into(), level.name.as_deref().into()]);
            let all: Vec<&str> = program.entities.iter().map(|entity| entity.title.name.as_str()).collect();
            cells.push(all.join("; ").into());
            if let Some(above) = self.levels.get(at + 1) {
                heads.push("in");
                cells.push(above.id.as_str().into());
            }
        }
        for (number, field) in self.fields.iter().enumerate() {
            let Source::Cell(of, attribute) = &field.source else { continue };
            if *of == at {
                heads.push(self.attribute_title(*attribute).map_or("", |title| title.name.as_str()));
                let raw = field.raw(self.cells.at(CellId::of(number)));
                cells.push(raw.unwrap_or(RawCell::Empty));
            }
        }
        Table::new(title, heads).row(cells)
    }

    /// The whole evaluation of the record, with values, shortfalls, missing facts and, where asked for, the way to each
    /// verdict. This is what an explanation is made of; it is the reference evaluator's work, and takes its time.
    ///
    /// # Errors
    /// What facts with these rows are refused for, such as `F0132` where the unit lies outside of the policy's territory: there
    /// it is a subject of nothing.
    pub fn explain(&self, record: bool) -> Result<Verdicts, Vec<FactFault>> {
        let options = Options { record, ..self.plan.options };
        let facts = self.facts()?;
        let mut verdicts = evaluate(&self.plan.program, &facts, &options);
        verdicts.subjects.retain(|subject| self.rules.contains(&subject.rule));
        Ok(verdicts)
    }

    pub(super) fn judge_by_reference(&self, rule: usize, line: usize) -> LineOutcome {
        let found = self.subject_by_reference(rule);
        let outcome = LineOutcome::new(rule, line);
        let judged = found.as_ref().and_then(|found| found.lines.get(line));
        let Some((judged, verdict)) = judged.and_then(|judged| Some((judged, judged.verdict?))) else { return outcome };
        let stage = judged.stages.get(judged.judged_by);
        let possible = stage.map_or(Possible::default(), |stage| stage.possible.iter().copied().collect());
        outcome.judged(verdict, possible, stage.and_then(|stage| stage.due), judged.judged_by)
    }

    pub(super) fn is_subject_by_reference(&self, rule: usize) -> bool {
        self.subject_by_reference(rule).is_some()
    }

    fn subject_by_reference(&self, rule: usize) -> Option<SubjectVerdict> {
        let facts = self.facts().ok()?;
        let level = self.levels.first()?;
        let id = if self.plan.program.open { "1" } else { &level.id };
        let row = facts.find(level.entity, id)?;
        reference::judge(&self.plan.program, &facts, &self.plan.options, rule, row)
    }
}
