//! A run of the plan over a record.

use std::sync::Arc;

use super::comparison::Comparison;
use super::group::{GroupLine, Join, Truths};
use super::tables::Table;
use super::{
    CellId, Cells, Code, Group, Level, LevelRow, LineOutcome, Plan, Record, Registers, Slot, SlotId, State, Step,
    UNJUDGED, reached, truths,
};
use crate::evaluate::plan::truths::{Arms, ROUGH, YES};
use crate::evaluate::plan::{LinePlan, LinearId, RulePlan, Subjects, Value, step};

impl Record {
    /// Judges the unit: an outcome for each line, in source order. Returns their number, which is [`Record::len`]; a
    /// shorter buffer gets the first ones.
    ///
    /// Neither allocates nor looks up a name, except where facts that hang together are missing and the reference
    /// evaluator has to look at a rule case by case.
    pub fn evaluate(&mut self, lines: &mut [LineOutcome]) -> usize {
        if !self.conditional.is_empty() {
            self.find_ancestors();
        }
        let groups = std::mem::take(&mut self.groups);
        let mut truths = Truths::new();
        let mut rest = lines;
        for group in &groups {
            self.find_truths(group, &mut truths);
            let mut has_run = None;
            let room = group.lines.len().min(rest.len());
            let (of_group, others) = rest.split_at_mut(room);
            rest = others;
            for (line, kept) in group.lines.iter().zip(of_group) {
                let member = truths.at(line.member);
                match line.table.found(truths.at(line.truth)) {
                    Some(found) if member == YES => *kept = LineOutcome { found, ..line.outcome },
                    _ if member & (YES | ROUGH) == 0 => *kept = line.outcome.of_no_subject(),
                    _ => *kept = self.judge_closely(line, &truths, &mut has_run),
                }
            }
        }
        self.groups = groups;
        self.lines
    }

    /// The truths of a group's comparisons, and of what joins them.
    #[inline(always)]
    fn find_truths(&self, group: &Group, truths: &mut Truths) {
        let page = self.cells.first_page();
        for pair in &group.pairs {
            let found = match pair.truths(page) {
                Some(found) => found,
                None => self.truths_of_missing(pair),
            };
            truths.set(pair.to, found);
        }
        for larger in &group.larger {
            let found = match larger.truths(page) {
                Some(found) => found,
                None => self.truths_of_missing(larger),
            };
            truths.set(larger.to, found);
        }
        for (to, join) in &group.joins {
            let joined = match *join {
                Join::And(a, b) => truths::and(truths.at(a), truths.at(b)),
                Join::Or(a, b) => truths::or(truths.at(a), truths.at(b)),
                Join::Not(inner) => truths::not(truths.at(inner)),
                Join::If(when, then, rest) => {
                    Arms::NEW.pass(truths.at(when), truths.at(then)).otherwise(truths.at(rest))
                }
                Join::Guard(guard, body) => truths::guarding(truths.at(guard), truths.at(body)),
                Join::FreeOf(inner) => truths::free_of(truths.at(inner)),
                Join::Counted(inner) => truths::counted(truths.at(inner)),
                Join::Constant(truths) => truths,
                Join::Linear(linear) => self.truths_of_linear(linear),
                Join::Slots(rule, at) => self.truths_of_slots(rule, at),
            };
            truths.set(*to, joined);
        }
    }

    /// The truths of a comparison where a number is missing, or another way has to be taken.
    #[inline(never)]
    fn truths_of_missing<const N: usize>(&self, comparison: &Comparison<N>) -> u8 {
        let found = comparison.truths_of_missing(self.cells.first_page());
        found.unwrap_or_else(|| self.truths_of_linear(comparison.linear))
    }

    #[inline(never)]
    fn truths_of_linear(&self, linear: LinearId) -> u8 {
        self.levels.first().map_or(UNJUDGED, |level| level.truths_of(linear, &self.cells))
    }

    /// The truths of a step that reads slots alone.
    fn truths_of_slots(&self, rule: u32, at: u32) -> u8 {
        let step = self.plan.rules.get(rule as usize).and_then(|rule| rule.code.steps.get(at as usize));
        match (step, self.row()) {
            (Some(Step::Truth(_, step)), Some(row)) => step::truth(step, &row),
            _ => UNJUDGED,
        }
    }

    /// Judges a line that the unit may be no subject of, whose facts hang together, or that is left to the plan; `has_run`
    /// is the rule whose code has run.
    #[cold]
    fn judge_closely(&mut self, line: &GroupLine, truths: &Truths, has_run: &mut Option<usize>) -> LineOutcome {
        let position = line.outcome.rule();
        let (member, truth) = (truths.at(line.member), truths.at(line.truth));
        let is_left = line.table == Table::Left || member & ROUGH != 0 && !truths::is_decided(member);
        match self.planned(line).and_then(|(_, planned)| planned.content()).filter(|_| !is_left) {
            Some(content) => {
                let is_open = |slot: &SlotId| self.levels.first().is_some_and(|it| it.is_open(*slot, &self.cells));
                let are_tied = content.shared.iter().any(is_open);
                let table = if are_tied { line.table } else { line.table.untied() };
                if let Some(found) = table.found(truth) {
                    return LineOutcome { found, ..line.outcome };
                }
                // All that the plan reads of the registers, whose code need not run.
                let at = content.truth.0 as usize;
                let kept = self.registers.truths.get_mut(at);
                kept.into_iter().for_each(|kept| *kept = truth);
                *has_run = None;
            }
            None => {
                if *has_run != Some(position) {
                    self.run_rule(position);
                    *has_run = Some(position);
                }
                if !self.is_subject(position) {
                    return line.outcome.of_no_subject();
                }
            }
        }
        let judged = self.planned(line).zip(self.row());
        match judged.and_then(|((rule, line), row)| self.plan.judge(rule, line, &row, false)) {
            Some(judged) => LineOutcome::of(position, line.outcome.line(), judged),
            None => self.judge_by_reference(position, line.outcome.line()),
        }
    }

    /// The rule and the line of the plan.
    fn planned(&self, line: &GroupLine) -> Option<(&RulePlan, &LinePlan)> {
        let rule = self.plan.rules.get(line.outcome.rule())?;
        Some((rule, rule.lines.get(line.at as usize)?))
    }

    fn row(&self) -> Option<LevelRow<'_>> {
        let Record { plan, cells, registers, .. } = self;
        Some(LevelRow { level: self.levels.first()?, cells, registers, plan })
    }

    /// Whether the unit is a subject of a rule whose code has run.
    fn is_subject(&self, position: usize) -> bool {
        let Some(rule) = self.plan.rules.get(position) else { return false };
        if !self.is_in_territory(rule.subjects) {
            return false;
        }
        let Subjects::Where(at) = rule.subjects else { return true };
        let truth = self.registers.truths.get(at.0 as usize).copied().unwrap_or_default();
        if truth & ROUGH != 0 && !truths::is_decided(truth) {
            return self.is_subject_by_reference(position);
        }
        truth & YES != 0
    }

    pub(super) fn is_in_territory(&self, subjects: Subjects) -> bool {
        let Some(territory) = &self.plan.program.territory else { return true };
        let is_it = |level: &super::Level| level.entity == territory.entity && level.id == territory.id;
        match subjects {
            Subjects::Territory => self.levels.first().is_some_and(is_it),
            Subjects::All | Subjects::Where(_) => self.levels.iter().any(is_it),
        }
    }

    /// Runs the code of a rule.
    fn run_rule(&mut self, position: usize) {
        let Record { plan, levels, cells, registers, .. } = self;
        if let (Some(rule), Some(unit)) = (plan.rules.get(position), levels.first()) {
            run(plan, unit, cells, registers, &rule.code);
        }
    }

    /// Finds the ancestors that have to satisfy a condition, and shows what the fields of those say.
    #[cold]
    fn find_ancestors(&mut self) {
        let plan = Arc::clone(&self.plan);
        for at in 0..self.conditional.len() {
            let Some((reach, level, target)) = self.conditional.get(at).map(|it| (it.reach, it.level, it.target))
            else {
                continue;
            };
            let way = plan.reaches.get(reach.0 as usize);
            let found = match (target, way.and_then(|way| way.condition.as_ref())) {
                (Some(target), Some((code, truth))) => {
                    let Record { levels, cells, registers, .. } = self;
                    levels.get(target).into_iter().for_each(|level| run(&plan, level, cells, registers, code));
                    reached(self.registers.truths.get(truth.0 as usize).copied().unwrap_or_default())
                }
                (Some(_), None) => Some(true),
                (None, _) => Some(false),
            };
            self.show_ancestor(&plan, at, level, target, found);
        }
    }

    fn show_ancestor(&mut self, plan: &Plan, at: usize, level: usize, target: Option<usize>, found: Option<bool>) {
        let slots = self.conditional.get(at).map_or(0, |conditional| conditional.slots.len());
        for slot_at in 0..slots {
            let Some((slot, field)) = self.conditional.get(at).and_then(|it| it.slots.get(slot_at)).copied() else {
                continue;
            };
            let Some(entity) = self.levels.get(level).map(|level| level.entity) else { continue };
            let shown = field.and_then(|at| Some((CellId::of(at), self.fields.get(at)?)));
            let (value, (number, state)) = match (found, shown) {
                (None, _) => (Value::UNJUDGED, (0, State::Unjudged)),
                (Some(false), _) => (Value::ABSENT, (0, State::Absent)),
                (Some(true), Some((cell, field))) if matches!(plan.slot(entity, slot), Some(Slot::Cell(..))) => {
                    (field.value, self.cells.at(cell))
                }
                (Some(true), _) => {
                    let truth = target.map_or(truths::OPEN, |target| self.test_of(target, plan.slot(entity, slot)));
                    (Value { truth, ..Value::MISSING }, (0, State::NoNumber))
                }
            };
            let Some(level) = self.levels.get_mut(level) else { continue };
            level.set(slot, value);
            self.cells.set(level.cell(slot), number, state);
        }
    }
}

/// Runs code of the entity of a level.
fn run(plan: &Plan, level: &Level, cells: &Cells, registers: &mut Registers, code: &Code) {
    for step in &code.steps {
        let row = LevelRow { level, cells, registers, plan };
        match step {
            Step::Truth(at, step) => {
                let truth = step::truth(step, &row);
                registers.truths.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = truth);
            }
            Step::Value(at, step) => {
                let value = step::value(step, &row);
                registers.values.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = value);
            }
            Step::Span(at, step) => {
                let span = step::span(step, &row);
                registers.spans.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = span);
            }
        }
    }
}
