//! One stage of a line for one subject: its day, its requirement with all that guards it, its verdict
//! (`docs/language.md`, sections 5 and 7).

use super::cases::Case;
use super::moment::When;
use super::outcome::Outcome;
use super::scope::{Focus, Scope, World};
use super::truth::Truth;
use crate::date::Date;
use crate::evaluate::verdict::{MOST_LISTED, MissingFact, Note, Shortfall, ShownValue, StageVerdict, Verdict};
use crate::facts::RowId;
use crate::program::{Body, Condition, Force, Moment, Requirement, Rule, Stage};

/// What a stage is judged against: its rule, under one reading, for one subject.
#[derive(Clone, Copy)]
pub(super) struct Judged<'w> {
    pub rule: &'w Rule,
    pub body: &'w Body,
    pub subject: RowId,
}

/// The day of a due date, as far as it is known.
enum Due {
    /// The line has none.
    Never,
    /// It falls on this day.
    On(Date),
    /// It can not arise: the date that it counts from has not come.
    NotArisen,
    /// It is not known, for want of these.
    Unknown(Vec<MissingFact>),
}

/// Judges a stage.
pub(super) fn judge(world: &World<'_>, judged: Judged<'_>, stage: &Stage) -> StageVerdict {
    let mut verdict = StageVerdict { force: Some((stage.force, stage.in_principle)), ..StageVerdict::default() };
    let due = due_date(world, judged, stage.due.as_ref());
    if let Due::On(day) = due {
        verdict.due = Some(day);
    }
    let now = verdict.due.map_or(world.as_of, |day| day.min(world.as_of));
    let not_in_force = world.program.from.is_some_and(|from| world.as_of < from)
        || world.program.until.is_some_and(|until| now > until);
    if not_in_force {
        verdict.verdict = Some(Verdict::NotApplicable);
        verdict.notes.push(Note::NotInForce);
        return verdict;
    }
    match due {
        Due::NotArisen => verdict.verdict = Some(Verdict::NotApplicable),
        Due::Unknown(missing) => judge_without_due(world, judged, stage, missing, &mut verdict),
        Due::Never | Due::On(_) => judge_on(world, judged, stage, now, &mut verdict),
    }
    verdict
}

/// The due date of a stage, read on the as-of date.
fn due_date(world: &World<'_>, judged: Judged<'_>, due: Option<&Moment>) -> Due {
    let Some(due) = due else { return Due::Never };
    let case = Case::default();
    let mut scope = Scope::new(world, &judged.rule.title.name, world.as_of, &case);
    let when = scope.when(due, Focus { row: judged.subject, day: world.as_of });
    match when.certain_day() {
        Some(day) => Due::On(day),
        None if when.days.is_none() => Due::NotArisen,
        None => Due::Unknown(when.missing),
    }
}

/// With an unknown due date only what does not depend on it can be said.
fn judge_without_due(
    world: &World<'_>,
    judged: Judged<'_>,
    stage: &Stage,
    due_missing: Vec<MissingFact>,
    verdict: &mut StageVerdict,
) {
    let case = Case::default();
    let focus = Focus { row: judged.subject, day: world.as_of };
    let mut scope = Scope::new(world, &judged.rule.title.name, world.as_of, &case);
    let guard = scope.guard(judged, focus, &mut verdict.notes);
    if !guard.truth.yes {
        verdict.verdict = Some(Verdict::NotApplicable);
        return;
    }
    verdict.notes.push(Note::DueUnknown);
    verdict.verdict = Some(Verdict::Undetermined);
    verdict.possible = vec![Verdict::NotMet, Verdict::Pending, Verdict::Met];
    if guard.truth != Truth::YES {
        verdict.possible.push(Verdict::NotApplicable);
    }
    let mut missing = guard.missing;
    missing.extend(due_missing);
    if let Requirement::Event(moment) = &stage.requirement {
        let when = scope.when(moment, focus);
        missing.extend(when.missing);
    }
    list_missing(verdict, missing);
}

/// Judges the requirement on `now`, case by case where that decides more.
fn judge_on(world: &World<'_>, judged: Judged<'_>, stage: &Stage, now: Date, verdict: &mut StageVerdict) {
    let whole = Case::default();
    let mut scope = Scope::new(world, &judged.rule.title.name, verdict.due.unwrap_or(world.as_of), &whole);
    let focus = Focus { row: judged.subject, day: now };
    let outcome = scope.required(judged, stage, focus, verdict.due, &mut verdict.notes);
    let mut truth = outcome.truth;
    if !truth.is_decided() {
        truth = by_cases(world, judged, stage, now, verdict.due, &scope).unwrap_or(truth);
    }
    let past_due = verdict.due.is_none_or(|due| world.as_of > due);
    settle(verdict, truth, past_due, outcome.missing);
    if verdict.verdict != Some(Verdict::NotApplicable) {
        scope.show_comparison(stage, focus, verdict);
    }
    let fails = truth == Truth::NO;
    if fails {
        verdict.shortfall = Some(scope.shortfall_of(stage, focus, verdict.due));
    }
    verdict.observed_on = scope.observed_on;
    let event = matches!(stage.requirement, Requirement::Event(_));
    let final_verdict = matches!(verdict.verdict, Some(Verdict::Met | Verdict::NotMet));
    if verdict.due.is_some_and(|due| world.as_of > due) && final_verdict && scope.rests_on_undated && !event {
        verdict.notes.push(Note::RestsOnUndated);
    }
    if verdict.verdict == Some(Verdict::NotMet) {
        verdict.reached_on = reached_on(world, judged, stage, verdict.due);
    }
    for note in scope.notes {
        if !verdict.notes.contains(&note) {
            verdict.notes.push(note);
        }
    }
    verdict.facts = scope.facts;
    verdict.comparisons = scope.comparisons;
}

/// The truths that remain over all combinations of parts of the cells read twice; none where there is nothing to split.
fn by_cases(
    world: &World<'_>,
    judged: Judged<'_>,
    stage: &Stage,
    now: Date,
    due: Option<Date>,
    whole: &Scope<'_, '_>,
) -> Option<Truth> {
    let truths = whole.places.cases().into_iter().map(|case| {
        let mut scope = Scope::new(world, &judged.rule.title.name, due.unwrap_or(world.as_of), &case);
        let focus = Focus { row: judged.subject, day: now };
        scope.required(judged, stage, focus, due, &mut Vec::new()).truth
    });
    truths.reduce(Truth::or_else)
}

/// Turns the truths that remain into a verdict.
fn settle(verdict: &mut StageVerdict, truth: Truth, past_due: bool, missing: Vec<MissingFact>) {
    let unmet = if past_due { Verdict::NotMet } else { Verdict::Pending };
    let mut possible = Vec::new(); // in the order of verdicts
    possible.extend(truth.no.then_some(unmet));
    possible.extend(truth.yes.then_some(Verdict::Met));
    possible.extend(truth.not_applicable.then_some(Verdict::NotApplicable));
    if let [only] = possible.as_slice() {
        verdict.verdict = Some(*only);
        return;
    }
    verdict.verdict = Some(if past_due { Verdict::Undetermined } else { Verdict::Pending });
    verdict.possible = possible;
    list_missing(verdict, missing);
}

/// Lists what is missing, each once, the first few and their number.
pub(super) fn list_missing(verdict: &mut StageVerdict, missing: Vec<MissingFact>) {
    let mut seen = std::collections::HashSet::new();
    let once: Vec<MissingFact> = missing.into_iter().filter(|fact| seen.insert(fact.clone())).collect();
    verdict.missing_count = once.len();
    verdict.missing = once.into_iter().take(MOST_LISTED).collect();
}

/// The first recorded day after the due date on which the requirement was met after all.
fn reached_on(world: &World<'_>, judged: Judged<'_>, stage: &Stage, due: Option<Date>) -> Option<Date> {
    let due = due?;
    if let Requirement::Event(moment) = &stage.requirement {
        let case = Case::default();
        let mut scope = Scope::new(world, &judged.rule.title.name, due, &case);
        let when = scope.when(moment, Focus { row: judged.subject, day: world.as_of });
        return when.certain_day().filter(|day| *day <= world.as_of);
    }
    let later = world.facts.change_dates.iter().copied().filter(|day| *day > due && *day <= world.as_of);
    later.into_iter().find(|day| {
        let case = Case::default();
        let mut scope = Scope::new(world, &judged.rule.title.name, due, &case);
        let focus = Focus { row: judged.subject, day: *day };
        scope.required(judged, stage, focus, Some(due), &mut Vec::new()).truth.is_certain()
    })
}

impl<'w> Scope<'_, 'w> {
    /// Whether the rule applies to the subject: its condition holds and no exception does.
    pub(super) fn guard(&mut self, judged: Judged<'w>, focus: Focus, notes: &mut Vec<Note>) -> Outcome {
        let mut guard = self.membership(judged, focus);
        if let Some(condition) = judged.body.subjects.as_ref().and_then(|subjects| subjects.condition.as_ref()) {
            let inside = self.condition(condition, focus);
            guard = guard.join(inside, Truth::guarding);
        }
        for exception in &judged.body.exceptions {
            let excepted = self.condition(&exception.condition, focus);
            if excepted.truth.is_certain() && guard.truth.yes {
                notes.push(Note::Excepted(exception.reason.clone()));
            }
            // Outside its condition an exception does not apply.
            let applies = Truth {
                no: excepted.truth.no || excepted.truth.not_applicable,
                not_applicable: false,
                ..excepted.truth
            };
            let free = Outcome { truth: applies.negated(), missing: excepted.missing };
            guard = guard.join(free, Truth::guarding);
        }
        guard
    }

    /// Whether the subject is in the set of `for each`, which is read on the as-of date. Rows that certainly are not have
    /// been passed over; what was read to see that a row certainly is bears on no verdict.
    fn membership(&mut self, judged: Judged<'w>, focus: Focus) -> Outcome {
        let set = judged.body.subjects.as_ref().map(|subjects| &subjects.set);
        let Some(condition) = set.and_then(|set| set.condition.as_deref()) else { return Outcome::known(true) };
        let focus = Focus { day: self.world.as_of, ..focus };
        let mut apart = Scope::new(self.world, self.rule, self.due, self.case);
        if apart.condition(condition, focus).truth.is_certain() {
            return Outcome::known(true);
        }
        self.condition(condition, focus)
    }

    /// The whole requirement: guard and content.
    fn required(
        &mut self,
        judged: Judged<'w>,
        stage: &'w Stage,
        focus: Focus,
        due: Option<Date>,
        notes: &mut Vec<Note>,
    ) -> Outcome {
        let guard = self.guard(judged, focus, notes);
        if !guard.truth.yes {
            return Outcome::decided(Truth::NOT_APPLICABLE);
        }
        let content = match &stage.requirement {
            Requirement::Condition(condition) => self.condition(condition, focus),
            Requirement::Event(moment) => {
                let when = self.when(moment, Focus { day: self.world.as_of, ..focus });
                self.event(&when, due)
            }
        };
        let content = match stage.force {
            Force::MustNot => Outcome { truth: content.truth.negated(), missing: content.missing },
            _ => content,
        };
        let joined = guard.join(content, Truth::guarding);
        Outcome::new(joined.truth, joined.missing)
    }

    /// `DATE by D`: met if the date is on or before D and not after the as-of date.
    fn event(&self, when: &When, due: Option<Date>) -> Outcome {
        let last = due.map_or(self.world.as_of, |due| due.min(self.world.as_of)).to_days();
        let (yes, no) = match when.days {
            Some((first, latest)) => {
                (first.is_none_or(|first| first <= last), latest.is_none_or(|latest| latest > last))
            }
            None => (false, false),
        };
        let truth = Truth { yes, no: no || when.none, not_applicable: when.not_applicable };
        Outcome::new(truth, when.missing.clone())
    }

    /// By how much the stage is missed.
    fn shortfall_of(&mut self, stage: &'w Stage, focus: Focus, due: Option<Date>) -> Shortfall {
        match &stage.requirement {
            Requirement::Condition(condition) => self.shortfall(condition, stage.force != Force::MustNot, focus),
            Requirement::Event(moment) => {
                let as_of = self.world.as_of;
                let when = self.when(moment, Focus { day: as_of, ..focus });
                let come = when.certain_day().filter(|day| *day <= as_of);
                match due {
                    Some(due) if come.unwrap_or(as_of) > due => {
                        let days = come.unwrap_or(as_of).to_days() - due.to_days();
                        Shortfall::Late { days, come: come.is_some() }
                    }
                    _ => Shortfall::NoSingleNumber,
                }
            }
        }
    }

    /// Shows both sides of the one comparison that the stage makes, if it makes one.
    fn show_comparison(&mut self, stage: &'w Stage, focus: Focus, verdict: &mut StageVerdict) {
        match &stage.requirement {
            Requirement::Event(moment) => {
                let when = self.when(moment, Focus { day: self.world.as_of, ..focus });
                verdict.value = Some(super::shown_date(&when));
            }
            Requirement::Condition(condition) => self.show_condition(condition, focus, verdict),
        }
    }

    fn show_condition(&mut self, condition: &'w Condition, focus: Focus, verdict: &mut StageVerdict) {
        match condition {
            Condition::Compare { order, left, right, measure } => {
                verdict.value = Some(self.shown_number(left, focus));
                verdict.target = vec![self.shown_number(right, focus)];
                (verdict.measure, verdict.order) = (Some(super::shown_measure(left, *measure)), Some(*order));
            }
            Condition::Between { value, low, high, measure } => {
                verdict.value = Some(self.shown_number(value, focus));
                verdict.target = vec![self.shown_number(low, focus), self.shown_number(high, focus)];
                verdict.measure = Some(super::shown_measure(value, *measure));
            }
            Condition::CompareDates { order, left, right } => {
                let (left, right) = (self.when(left, focus), self.when(right, focus));
                verdict.value = Some(super::shown_date(&left));
                verdict.target = vec![super::shown_date(&right)];
                verdict.order = Some(*order);
            }
            Condition::If { arms, otherwise } => {
                for (when, then) in arms {
                    let taken = self.condition(when, focus).truth;
                    if taken.is_certain() {
                        return self.show_condition(then, focus, verdict);
                    }
                    if taken.yes {
                        return;
                    }
                }
                if let Some(otherwise) = otherwise {
                    self.show_condition(otherwise, focus, verdict);
                }
            }
            _ => {}
        }
    }

    fn shown_number(&mut self, quantity: &'w crate::program::Quantity, focus: Focus) -> ShownValue {
        let value = self.quantity(quantity, focus);
        self.shown(&value)
    }
}
