//! A run of the plan over a record.

use std::sync::Arc;

use super::{
    Code, Given, LevelRow, LineOutcome, Number, Numeric, Plan, Record, Slot, Step, Subjects, TruthStep, YES, reached,
    step, truths,
};
use crate::evaluate::plan::step::Row;
use crate::evaluate::plan::{Due, LineKind, LinePlan, LinearId, RulePlan, StagePlan, Value};
use crate::evaluate::verdict::Verdict;

impl Record {
    /// Judges the unit: an outcome for each line, in source order. Returns their number, which is [`Record::len`]; a
    /// shorter buffer gets the first ones.
    ///
    /// Neither allocates nor looks up a name, except where facts that hang together are missing and the reference
    /// evaluator has to look at a rule case by case.
    pub fn evaluate(&mut self, lines: &mut [LineOutcome]) -> usize {
        self.find_ancestors();
        let plan = Arc::clone(&self.plan);
        let mut next = lines.iter_mut();
        for at in 0..self.rules.len() {
            let Some(position) = self.rules.get(at).copied() else { continue };
            if let Some(outcome) = self.plain.get(at).and_then(Option::as_ref).and_then(|plain| self.judge_plain(plain))
            {
                let Some(kept) = next.next() else { return self.lines };
                *kept = outcome;
                continue;
            }
            let Some(rule) = plan.rules.get(position) else { continue };
            self.run(&plan, 0, &rule.code);
            let is_subject = self.is_subject(&plan, rule, position);
            for line in &rule.lines {
                let Some(kept) = next.next() else { return self.lines };
                *kept = match is_subject {
                    true => self.judge(&plan, rule, line, position),
                    false => LineOutcome { rule: position, line: line.position, ..LineOutcome::default() },
                };
            }
        }
        self.lines
    }

    /// Judges a plain rule where all that it reads is known.
    #[inline]
    fn judge_plain(&self, plain: &Plain) -> Option<LineOutcome> {
        let level = self.levels.first()?;
        let linear = level.linears.get(plain.linear.0 as usize)?.as_ref()?;
        let verdict = match linear.truths_of_known(|slot| level.known(slot))? {
            truths::YES => Verdict::Met,
            truths::NO => plain.unmet,
            truths::ABSENT => Verdict::NotApplicable,
            _ => return None,
        };
        Some(LineOutcome { verdict: Some(verdict), ..plain.outcome })
    }

    fn judge(&self, plan: &Plan, rule: &RulePlan, line: &LinePlan, position: usize) -> LineOutcome {
        let judged = self.row(plan).and_then(|row| plan.judge(rule, line, &row, false));
        match judged {
            Some(judged) => LineOutcome::of(position, line.position, judged),
            None => self.judge_by_reference(position, line.position),
        }
    }

    fn row<'r>(&'r self, plan: &'r Plan) -> Option<LevelRow<'r>> {
        Some(LevelRow { level: self.levels.first()?, registers: &self.registers, plan })
    }

    /// Whether the unit is a subject of a rule whose code has run.
    fn is_subject(&self, plan: &Plan, rule: &RulePlan, position: usize) -> bool {
        if !self.is_in_territory(plan, rule.subjects) {
            return false;
        }
        let Subjects::Where(at) = rule.subjects else { return true };
        let truth = self.registers.truths.get(at.0 as usize).copied().unwrap_or_default();
        if truth & truths::ROUGH != 0 && !truths::is_decided(truth) {
            return self.is_subject_by_reference(position);
        }
        truth & YES != 0
    }

    fn is_in_territory(&self, plan: &Plan, subjects: Subjects) -> bool {
        let Some(territory) = &plan.program.territory else { return true };
        let is_it = |level: &super::Level| level.entity == territory.entity && level.id == territory.id;
        match subjects {
            Subjects::Territory => self.levels.first().is_some_and(is_it),
            Subjects::All | Subjects::Where(_) => self.levels.iter().any(is_it),
        }
    }

    /// Runs code of the entity of a level.
    fn run(&mut self, plan: &Plan, level: usize, code: &Code) {
        let Some(level) = self.levels.get(level) else { return };
        for step in &code.steps {
            let row = LevelRow { level, registers: &self.registers, plan };
            match step {
                Step::Truth(at, TruthStep::Linear(linear)) => {
                    // The most frequent step, where all that it reads is known.
                    let known = row.linear(*linear).and_then(|linear| linear.truths_of_known(|slot| row.known(slot)));
                    let truth = known.unwrap_or_else(|| step::truth(&TruthStep::Linear(*linear), &row));
                    if let Some(kept) = self.registers.truths.get_mut(at.0 as usize) {
                        *kept = truth;
                    }
                }
                Step::Truth(at, step) => {
                    let truth = step::truth(step, &row);
                    if let Some(kept) = self.registers.truths.get_mut(at.0 as usize) {
                        *kept = truth;
                    }
                }
                Step::Value(at, step) => {
                    let value = step::value(step, &row);
                    self.registers.values.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = value);
                }
                Step::Span(at, step) => {
                    let span = step::span(step, &row);
                    self.registers.spans.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = span);
                }
            }
        }
    }

    /// Finds the ancestors that have to satisfy a condition, and shows what the fields of those say.
    fn find_ancestors(&mut self) {
        if self.conditional.is_empty() {
            return;
        }
        let plan = Arc::clone(&self.plan);
        for at in 0..self.conditional.len() {
            let Some((reach, level, target)) = self.conditional.get(at).map(|it| (it.reach, it.level, it.target))
            else {
                continue;
            };
            let way = plan.reaches.get(reach.0 as usize);
            let found = match (target, way.and_then(|way| way.condition.as_ref())) {
                (Some(target), Some((code, truth))) => {
                    self.run(&plan, target, code);
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
            let value = match (found, field.and_then(|field| self.fields.get(field))) {
                (None, _) => Value::UNJUDGED,
                (Some(false), _) => Value::ABSENT,
                (Some(true), Some(field)) if matches!(plan.slot(entity, slot), Some(Slot::Cell(..))) => {
                    self.at_scale(level, slot, field)
                }
                (Some(true), _) => {
                    let truth = target.map_or(truths::OPEN, |target| self.test_of(target, plan.slot(entity, slot)));
                    Value { truth, ..Value::MISSING }
                }
            };
            self.levels.get_mut(level).into_iter().for_each(|level| level.set(slot, value));
        }
    }

    /// The value of a field at the scale of a slot; what does not fit is left to the reference evaluator.
    fn at_scale(&self, level: usize, slot: super::SlotId, field: &super::FieldSlots) -> Value {
        let scale = self.levels.get(level).map_or(0, |level| level.scale(slot));
        match (&field.given, field.value.number) {
            (Given::Integer(number), _) => {
                let scaled = number.checked_mul(10i64.pow(u32::from(scale)));
                Value { number: scaled.map_or(Numeric::Unjudged, Numeric::Known), ..field.value }
            }
            (Given::Cell(_, super::Cell::Number(number)), _) => {
                let stored = (number * &Number::power_of_ten(i32::from(scale))).to_i64();
                Value { number: stored.map_or(Numeric::Unjudged, Numeric::Known), ..field.value }
            }
            _ => field.value,
        }
    }
}

/// A rule that is one comparison of the unit itself with at most a due date that is known beforehand: what most rules are.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    linear: LinearId,
    /// The verdict where it certainly does not hold.
    unmet: Verdict,
    /// All of the outcome but its verdict.
    outcome: LineOutcome,
}

impl Plain {
    /// The rule at `position`, where it is plain.
    pub(super) fn of(plan: &Plan, position: usize) -> Option<Plain> {
        let rule = plan.rules.get(position)?;
        let [Step::Truth(at, TruthStep::Linear(linear))] = rule.code.steps.as_slice() else { return None };
        let [LinePlan { position: line, kind: LineKind::Duty(stages) }] = rule.lines.as_slice() else { return None };
        let [StagePlan { position: stage, due: Due::Fixed(due, Some(content)), .. }] = stages.as_slice() else {
            return None;
        };
        let is_plain = rule.subjects == Subjects::All && plan.program.territory.is_none() && content.truth == *at;
        let past_due = due.is_none_or(|due| plan.options.as_of > due);
        let unmet = if past_due { Verdict::NotMet } else { Verdict::Pending };
        let outcome = LineOutcome { rule: position, line: *line, due: *due, stage: *stage, ..LineOutcome::default() };
        is_plain.then_some(Plain { linear: *linear, unmet, outcome })
    }
}
