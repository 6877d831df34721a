//! A run of the plan over a record.

use std::sync::Arc;

use super::{
    Code, Given, Level, LevelRow, LineOutcome, Number, Numeric, Plan, Record, Registers, Slot, SlotId, Step, Subjects,
    TruthStep, YES, reached, step, truths,
};
use crate::evaluate::plan::truths::ROUGH;
use crate::evaluate::plan::{Due, LineKind, LinePlan, LinearId, RulePlan, StagePlan, TruthAt, Value};
use crate::evaluate::verdict::Verdict;

impl Record {
    /// Judges the unit: an outcome for each line, in source order. Returns their number, which is [`Record::len`]; a
    /// shorter buffer gets the first ones.
    ///
    /// Neither allocates nor looks up a name, except where facts that hang together are missing and the reference
    /// evaluator has to look at a rule case by case.
    pub fn evaluate(&mut self, lines: &mut [LineOutcome]) -> usize {
        self.find_ancestors();
        let mut next = lines.iter_mut();
        for at in 0..self.rules.len() {
            if let Some(outcome) = self.judge_plainly(at) {
                let Some(kept) = next.next() else { return self.lines };
                *kept = outcome;
                continue;
            }
            let plan = Arc::clone(&self.plan);
            let Some(position) = self.rules.get(at).copied() else { continue };
            let Some(rule) = plan.rules.get(position) else { continue };
            let has_run = self.plain.get(at).and_then(Option::as_ref).is_some_and(|plain| plain.linear.is_none());
            if !has_run {
                self.run(&plan, 0, &rule.code);
            }
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

    /// Judges a plain rule; none: it is not plain, or has to be looked at more closely.
    #[inline(always)]
    fn judge_plainly(&mut self, at: usize) -> Option<LineOutcome> {
        let plain = self.plain.get(at)?.as_ref()?;
        let level = self.levels.first()?;
        let truth = match plain.linear {
            Some(linear) => level.truths_of(linear),
            None => {
                let rule = self.plan.rules.get(plain.outcome.rule)?;
                run(&self.plan, level, &mut self.registers, &rule.code);
                let truth = |at: TruthAt| self.registers.truths.get(at.0 as usize).copied();
                match plain.member.map_or(Some(YES), truth)? {
                    member if member & ROUGH != 0 && !truths::is_decided(member) => return None,
                    member if member & YES == 0 => return Some(plain.no_subject()),
                    _ => truth(plain.truth)?,
                }
            }
        };
        if truths::is_decided(truth) {
            return Some(plain.outcome(truths::truths(truth)));
        }
        let is_rough = truth & ROUGH != 0 || plain.shared.iter().any(|slot| level.value(*slot).is_open());
        (!is_rough).then(|| plain.outcome(truth))
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
        if truth & ROUGH != 0 && !truths::is_decided(truth) {
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
        if let Some(level) = self.levels.get(level) {
            run(plan, level, &mut self.registers, code);
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
    fn at_scale(&self, level: usize, slot: SlotId, field: &super::FieldSlots) -> Value {
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

/// Runs code for a level.
fn run(plan: &Plan, level: &Level, registers: &mut Registers, code: &Code) {
    for step in &code.steps {
        match step {
            Step::Truth(at, step) => {
                // The most frequent step, where all that it reads is known.
                let known = match step {
                    TruthStep::Linear(linear) => level.truths_of_known(*linear),
                    _ => None,
                };
                let truth = known.unwrap_or_else(|| step::truth(step, &LevelRow { level, registers, plan }));
                if let Some(kept) = registers.truths.get_mut(at.0 as usize) {
                    *kept = truth;
                }
            }
            Step::Value(at, step) => {
                let value = step::value(step, &LevelRow { level, registers, plan });
                registers.values.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = value);
            }
            Step::Span(at, step) => {
                let span = step::span(step, &LevelRow { level, registers, plan });
                registers.spans.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = span);
            }
        }
    }
}

/// A rule of one line about the unit itself, with at most a due date that is known beforehand: what most rules are.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    /// The comparison that is all of it; none: its code has to run.
    linear: Option<LinearId>,
    /// Whether the unit is a subject.
    member: Option<TruthAt>,
    truth: TruthAt,
    /// The facts that tie its parts together.
    shared: Vec<SlotId>,
    /// The verdicts where it certainly does not hold, and where that is not known.
    unmet: Verdict,
    open: Verdict,
    /// All of the outcome but its verdict.
    outcome: LineOutcome,
}

impl Plain {
    /// The rule at `position`, where it is plain.
    pub(super) fn of(plan: &Plan, position: usize) -> Option<Plain> {
        let rule = plan.rules.get(position)?;
        let [LinePlan { position: line, kind: LineKind::Duty(stages) }] = rule.lines.as_slice() else { return None };
        let [StagePlan { position: stage, due: Due::Fixed(due, Some(content)), .. }] = stages.as_slice() else {
            return None;
        };
        let linear = match rule.code.steps.as_slice() {
            [Step::Truth(at, TruthStep::Linear(linear))] if *at == content.truth => Some(*linear),
            _ => None,
        };
        let member = match rule.subjects {
            Subjects::Territory => return None,
            Subjects::All => None,
            Subjects::Where(at) => Some(at),
        };
        let past_due = due.is_none_or(|due| plan.options.as_of > due);
        let (unmet, open) = match past_due {
            true => (Verdict::NotMet, Verdict::Undetermined),
            false => (Verdict::Pending, Verdict::Pending),
        };
        let outcome = LineOutcome { rule: position, line: *line, due: *due, stage: *stage, ..LineOutcome::default() };
        let (linear, shared) = (linear.filter(|_| member.is_none()), content.shared.clone());
        let plain = Plain { linear, member, truth: content.truth, shared, unmet, open, outcome };
        plan.program.territory.is_none().then_some(plain)
    }

    fn no_subject(&self) -> LineOutcome {
        let LineOutcome { rule, line, .. } = self.outcome;
        LineOutcome { rule, line, ..LineOutcome::default() }
    }

    /// The outcome for the truths that remain.
    #[inline(always)]
    fn outcome(&self, truths: u8) -> LineOutcome {
        let verdict = match truths {
            truths::YES => Verdict::Met,
            truths::NO => self.unmet,
            truths::ABSENT => Verdict::NotApplicable,
            open => {
                let each = [(YES, Verdict::Met), (truths::NO, self.unmet), (truths::ABSENT, Verdict::NotApplicable)];
                let possible = each.into_iter().filter(|(truth, _)| open & truth != 0).map(|(_, verdict)| verdict);
                return LineOutcome { verdict: Some(self.open), possible: possible.collect(), ..self.outcome };
            }
        };
        LineOutcome { verdict: Some(verdict), ..self.outcome }
    }
}
