//! The reference evaluator: the meaning of the language, row by row, in exact rationals, to be read beside
//! `docs/language.md`. Its rooms, from the inside out: `truth` and `interval` (what may be), `value` (numbers over what
//! is unknown), `scope` (what one evaluation knows), `condition`, `quantity`, `moment` and `fold` (the expressions),
//! `cases` (the case split), `shortfall`, `stage` (one requirement on its day), and here lines, rules and subjects.

mod cases;
mod condition;
mod fold;
mod interval;
mod moment;
mod outcome;
mod quantity;
mod scope;
mod shortfall;
mod stage;
mod truth;
mod unknown;
mod value;

use std::collections::BTreeMap;

use self::cases::Case;
use self::interval::Interval;
use self::moment::When;
use self::outcome::Outcome;
use self::scope::{Focus, Scope, World};
use self::stage::Judged;
use self::truth::Truth;
use self::value::Value;
use super::verdict::{
    LineKind, LineVerdict, MOST_LISTED, MissingFact, Note, RuleVerdict, ShownValue, StageVerdict, SubjectVerdict,
    Verdict, Verdicts,
};
use super::{Options, Progress};
use crate::facts::{Facts, RowId};
use crate::program::{self, Body, EntityId, Force, Line, Measure, Program, Quantity, Rule, Set, Shown};

/// Judges every rule for every subject.
pub(super) fn evaluate(program: &Program, facts: &Facts, options: &Options, progress: &Progress) -> Verdicts {
    let world = World::new(program, facts, options.as_of, options.record);
    let mut verdicts = Verdicts {
        policy: program.policy.as_ref().map(|title| title.name.clone()),
        as_of: options.as_of,
        reading: options.reading,
        rules: Vec::new(),
        subjects: Vec::new(),
    };
    let bodies = program.rules.iter().map(|rule| body_under(rule, options.reading));
    progress.begin(bodies.map(|body| Candidates::new(&world, body).count(facts)).sum());
    for (position, rule) in program.rules.iter().enumerate() {
        let body = body_under(rule, options.reading);
        let (rows, missing) = Candidates::new(&world, body).rows(facts);
        let judge = |row: RowId| {
            progress.add(1);
            let judged = Judged { rule, body, subject: row };
            is_subject(&world, rule, body, row).then(|| judge_subject(&world, position, judged))
        };
        let going_on = rows.into_iter().take_while(|_| !progress.is_cancelled());
        let found: Vec<SubjectVerdict> = going_on.filter_map(judge).collect();
        verdicts.rules.push(summarise(position, body, &found, missing));
        verdicts.subjects.extend(found);
    }
    verdicts
}

/// Judges one rule for one row; none where the row is no subject of it.
pub(super) fn judge(
    program: &Program,
    facts: &Facts,
    options: &Options,
    position: usize,
    row: RowId,
) -> Option<SubjectVerdict> {
    let world = World::new(program, facts, options.as_of, options.record);
    let rule = program.rules.get(position)?;
    let body = body_under(rule, options.reading);
    is_subject(&world, rule, body, row).then(|| judge_subject(&world, position, Judged { rule, body, subject: row }))
}

fn body_under(rule: &Rule, reading: Option<program::ReadingId>) -> &Body {
    let variant = rule.under.iter().find(|(known, _)| Some(*known) == reading);
    variant.map_or(&rule.body, |(_, body)| body)
}

/// The rows that may be subjects of a rule.
enum Candidates {
    /// All of an entity.
    Of(EntityId),
    /// The territory itself, where its row was given.
    Territory(EntityId, Option<RowId>),
}

impl Candidates {
    fn new(world: &World<'_>, body: &Body) -> Candidates {
        match (&body.subjects, &world.program.territory) {
            (Some(subjects), _) => Candidates::Of(subjects.set.entity),
            (None, Some(territory)) => {
                Candidates::Territory(territory.entity, world.facts.find(territory.entity, &territory.id))
            }
            (None, None) => Candidates::Of(super::top_entity(world.program)),
        }
    }

    fn count(&self, facts: &Facts) -> usize {
        match self {
            Candidates::Of(entity) => facts.rows(*entity).map_or(0, |rows| rows.len()),
            Candidates::Territory(_, row) => usize::from(row.is_some()),
        }
    }

    /// By the bytes of their ids, with what is missing where there is no table of them.
    fn rows(self, facts: &Facts) -> (Vec<RowId>, Vec<MissingFact>) {
        let (entity, rows) = match self {
            Candidates::Of(entity) => (entity, facts.by_id(entity).map(Iterator::collect)),
            Candidates::Territory(entity, row) => (entity, row.map(|row| vec![row])),
        };
        let missing = rows.is_none().then_some(MissingFact::Table(entity));
        (rows.unwrap_or_default(), missing.into_iter().collect())
    }
}

/// Whether a row is a subject of a rule: it is in the set of `for each`, unless it certainly is not, and within the
/// territory. Without `for each` the territory itself is, or each row of the top table.
fn is_subject(world: &World<'_>, rule: &Rule, body: &Body, row: RowId) -> bool {
    let territory = world.program.territory.as_ref();
    let ground = territory.and_then(|territory| world.facts.find(territory.entity, &territory.id));
    let Some(subjects) = &body.subjects else { return territory.is_none() || ground == Some(row) };
    let in_territory = territory.is_none() || ground.is_some_and(|ground| lies_in(world.facts, row, ground));
    in_territory && may_be_in(world, rule, &subjects.set, row)
}

fn lies_in(facts: &Facts, row: RowId, ground: RowId) -> bool {
    facts.self_and_ancestors(row).any(|ancestor| ancestor == ground)
}

fn may_be_in(world: &World<'_>, rule: &Rule, set: &Set, row: RowId) -> bool {
    let Some(condition) = &set.condition else { return true };
    let case = Case::default();
    let mut scope = Scope::new(world, &rule.title.name, world.as_of, &case);
    scope.condition(condition, Focus { row, day: world.as_of }).truth.yes
}

fn judge_subject(world: &World<'_>, position: usize, judged: Judged<'_>) -> SubjectVerdict {
    let facts = world.facts;
    let lines: Vec<LineVerdict> = judged.body.lines.iter().map(|line| judge_line(world, judged, line)).collect();
    SubjectVerdict {
        rule: position,
        subject: facts.id(judged.subject).to_string(),
        name: facts.name(judged.subject).map(str::to_string),
        verdict: worst(lines.iter().filter_map(|line| line.verdict)),
        lines,
    }
}

fn judge_line(world: &World<'_>, judged: Judged<'_>, line: &Line) -> LineVerdict {
    match &line.kind {
        program::LineKind::Duty(stages) => {
            let mut verdicts: Vec<StageVerdict> =
                stages.iter().map(|stage| stage::judge(world, judged, stage)).collect();
            verdicts.iter_mut().for_each(|verdict| waive(world, judged, verdict));
            judge_ladder(world, verdicts)
        }
        program::LineKind::Eligible { what, condition } => {
            let verdict = judge_entitlement(world, judged, condition);
            let kind = LineKind::Eligible(what.clone());
            LineVerdict { verdict: verdict.verdict, kind, breach: false, judged_by: 0, stages: vec![verdict] }
        }
        program::LineKind::Show { title, value } => {
            let stage = show(world, judged, value);
            let kind = LineKind::Show(title.name.clone());
            LineVerdict { verdict: None, kind, breach: false, judged_by: 0, stages: vec![stage] }
        }
    }
}

/// A ladder is judged by its latest stage due, or by its first.
fn judge_ladder(world: &World<'_>, stages: Vec<StageVerdict>) -> LineVerdict {
    let is_due = |stage: &StageVerdict| stage.due.is_some_and(|due| world.as_of > due);
    let judged_by = stages.iter().rposition(is_due).unwrap_or(0);
    let judge = stages.get(judged_by);
    let (force, in_principle) = judge.and_then(|stage| stage.force).unwrap_or((Force::Target, false));
    let verdict = judge.and_then(|stage| stage.verdict);
    let binding = matches!(force, Force::Must | Force::MustNot | Force::Shall) && !in_principle;
    let breach = binding && verdict == Some(Verdict::NotMet);
    LineVerdict { verdict, kind: LineKind::Duty { force, in_principle }, breach, judged_by, stages }
}

/// A waiver turns `not_met` of a line `in principle` into `waived`, and nothing else.
fn waive(world: &World<'_>, judged: Judged<'_>, verdict: &mut StageVerdict) {
    let in_principle = verdict.force.is_some_and(|(_, in_principle)| in_principle);
    if !in_principle || verdict.verdict != Some(Verdict::NotMet) {
        return;
    }
    let covers = world.facts.waivers.iter().find(|waiver| {
        waiver.rule == judged.rule.title.name
            && waiver.row == judged.subject
            && waiver.from.is_none_or(|from| from <= world.as_of)
            && waiver.until.is_none_or(|until| world.as_of <= until)
    });
    if let Some(waiver) = covers {
        verdict.verdict = Some(Verdict::Waived);
        verdict.notes.push(Note::Waived(waiver.reason.clone()));
    }
}

/// `eligible "WHAT" when C`: never failed, and read on the as-of date.
fn judge_entitlement(world: &World<'_>, judged: Judged<'_>, condition: &program::Condition) -> StageVerdict {
    let mut verdict = StageVerdict::default();
    let not_in_force = world.program.from.is_some_and(|from| world.as_of < from)
        || world.program.until.is_some_and(|until| world.as_of > until);
    if not_in_force {
        verdict.verdict = Some(Verdict::NotApplicable);
        verdict.notes.push(Note::NotInForce);
        return verdict;
    }
    let focus = Focus { row: judged.subject, day: world.as_of };
    let whole = Case::default();
    let mut scope = Scope::new(world, &judged.rule.title.name, world.as_of, &whole);
    let outcome = scope.entitled(judged, condition, focus, &mut verdict.notes);
    let split = |case: &Case| {
        let mut scope = Scope::new(world, &judged.rule.title.name, world.as_of, case);
        scope.entitled(judged, condition, focus, &mut Vec::new()).truth
    };
    let mut truth = outcome.truth;
    if !truth.is_decided() {
        truth = scope.places.cases().iter().map(split).reduce(Truth::or_else).unwrap_or(truth);
    }
    let mut possible = Vec::new();
    possible.extend(truth.not_applicable.then_some(Verdict::NotApplicable));
    possible.extend(truth.yes.then_some(Verdict::Eligible));
    possible.extend(truth.no.then_some(Verdict::NotEligible));
    match possible.as_slice() {
        [only] => verdict.verdict = Some(*only),
        _ => {
            verdict.verdict = Some(Verdict::Undetermined);
            verdict.possible = possible;
            stage::list_missing(&mut verdict, outcome.missing);
        }
    }
    verdict.observed_on = scope.observed_on;
    (verdict.facts, verdict.comparisons) = (scope.facts, scope.comparisons);
    verdict
}

impl<'w> Scope<'_, 'w> {
    fn entitled(
        &mut self,
        judged: Judged<'w>,
        condition: &'w program::Condition,
        focus: Focus,
        notes: &mut Vec<Note>,
    ) -> Outcome {
        let guard = self.guard(judged, focus, notes);
        if !guard.truth.yes {
            return Outcome::decided(Truth::NOT_APPLICABLE);
        }
        let joined = guard.join(self.condition(condition, focus), Truth::guarding);
        Outcome::new(joined.truth, joined.missing)
    }

    /// What a number shows as.
    fn shown(&self, value: &Value) -> ShownValue {
        if value.fraction.is_none() {
            return ShownValue::NotApplicable;
        }
        match value.known() {
            Some(number) => ShownValue::Number(number),
            None => {
                let Interval { low, high } = self.range_of(value);
                ShownValue::Range(low.map(|bound| bound.at), high.map(|bound| bound.at))
            }
        }
    }
}

/// `show NAME = EXPR`, on the as-of date.
fn show(world: &World<'_>, judged: Judged<'_>, value: &Shown) -> StageVerdict {
    let mut verdict = StageVerdict::default();
    let case = Case::default();
    let focus = Focus { row: judged.subject, day: world.as_of };
    let mut scope = Scope::new(world, &judged.rule.title.name, world.as_of, &case);
    let guard = scope.guard(judged, focus, &mut verdict.notes);
    if !guard.truth.yes {
        verdict.value = Some(ShownValue::NotApplicable);
        return verdict;
    }
    let (shown, missing) = match value {
        Shown::Quantity(quantity, measure) => {
            let value = scope.quantity(quantity, focus);
            verdict.measure = Some(shown_measure(quantity, *measure));
            let missing = if value.known().is_some() { Vec::new() } else { scope.missing_of(&value) };
            (scope.shown(&value), missing)
        }
        Shown::Moment(moment) => {
            let when = scope.when(moment, focus);
            (shown_date(&when), if when.is_decided() { Vec::new() } else { when.missing })
        }
        Shown::Condition(condition) => {
            let outcome = scope.condition(condition, focus);
            (shown_truth(outcome.truth), outcome.missing)
        }
        Shown::Choice(choice) => scope.shown_choice(choice, focus),
    };
    verdict.value = Some(shown);
    stage::list_missing(&mut verdict, missing);
    verdict.observed_on = scope.observed_on;
    (verdict.facts, verdict.comparisons) = (scope.facts, scope.comparisons);
    verdict
}

fn shown_truth(truth: Truth) -> ShownValue {
    match (truth.is_decided(), truth.not_applicable) {
        (true, true) => ShownValue::NotApplicable,
        (true, false) => ShownValue::Truth(truth.yes),
        (false, _) => ShownValue::Unknown,
    }
}

fn shown_date(when: &When) -> ShownValue {
    match when.certain_day() {
        Some(day) => ShownValue::Date(day),
        None if when.days.is_none() && when.none != when.not_applicable => {
            if when.none {
                ShownValue::None
            } else {
                ShownValue::NotApplicable
            }
        }
        None => ShownValue::Unknown,
    }
}

/// A rate, a share and a ratio are plain numbers, whatever their numerators count.
fn shown_measure(quantity: &Quantity, measure: Measure) -> Measure {
    match quantity {
        Quantity::Rate { .. } | Quantity::Ratio(..) => Measure::Plain,
        Quantity::Fold(fold) if matches!(fold.as_ref(), program::Fold::Share(..)) => Measure::Plain,
        _ => measure,
    }
}

/// The worst verdict; an entitlement is never failed, so a requirement beside it decides.
fn worst(verdicts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
    verdicts.min()
}

/// The worst of the subjects, with those that have it as witnesses.
fn summarise(rule: usize, body: &Body, found: &[SubjectVerdict], missing: Vec<MissingFact>) -> RuleVerdict {
    let mut counts: BTreeMap<Verdict, Vec<&str>> = BTreeMap::new();
    for subject in found {
        if let Some(verdict) = subject.verdict {
            counts.entry(verdict).or_default().push(&subject.subject);
        }
    }
    let (verdict, ids) = counts.into_iter().next().map_or((None, Vec::new()), |(verdict, ids)| (Some(verdict), ids));
    let verdict = if missing.is_empty() { verdict } else { Some(Verdict::Undetermined) };
    let nothing_wrong = matches!(verdict, None | Some(Verdict::Met | Verdict::NotApplicable));
    let ids = if nothing_wrong { Vec::new() } else { ids };
    let expect = body.subjects.as_ref().and_then(|subjects| subjects.expect.clone());
    let expected = expect.filter(|expect| *expect != program_number(found.len())).map(|expect| (expect, found.len()));
    RuleVerdict {
        rule,
        verdict,
        witnesses: ids.iter().take(MOST_LISTED).map(|id| (*id).to_string()).collect(),
        witness_count: ids.len(),
        expected,
        missing,
    }
}

fn program_number(count: usize) -> crate::number::Number {
    crate::number::Number::from(count)
}
