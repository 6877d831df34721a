//! The lines of a rule -> `Line`: requirements with their ladders, entitlements and shown values, and what is cited at
//! their end.

use super::Checker;
use super::declarations::title;
use super::readings::Entry;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, nearest};
use crate::number::Number;
use crate::program::names::Found;
use crate::program::types::{Value, constant};
use crate::program::{BodyId, Condition, Line, LineKind, Moment, Order, Quantity, Requirement, Shown, Stage, Words};
use crate::span::Span;
use crate::syntax::ast::{self, Clause, ClauseKind, Expr, ExprKind, Force, ForceWord, Labels, Name, StageComparison};

/// `cite`, `responsible` and `note` of one place.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// The clauses cited.
    pub(super) citations: Vec<String>,
    /// The bodies responsible, each once.
    pub(super) responsible: Vec<BodyId>,
    /// The notes.
    pub(super) notes: Vec<Words>,
}

/// A force with what stands beside it.
#[derive(Clone, Debug)]
struct Forced {
    force: Force,
    in_principle: bool,
    source_word: Option<String>,
}

/// The texts of labels.
pub(super) fn words(labels: &Labels) -> Words {
    Words { en: labels.en.value.clone(), zh: labels.zh.as_ref().map(|text| text.value.clone()) }
}

impl Checker<'_> {
    /// Reads `cite`, `responsible` and `note`.
    pub(super) fn about<'c>(&mut self, clauses: impl IntoIterator<Item = &'c Clause>) -> About {
        let mut about = About::default();
        for clause in clauses {
            match &clause.kind {
                ClauseKind::Cite(text) => about.citations.push(text.value.clone()),
                ClauseKind::Note(labels) => about.notes.push(words(labels)),
                ClauseKind::Responsible(names) => {
                    for name in names {
                        if let Some(body) = self.responsible_body(name)
                            && !about.responsible.contains(&body)
                        {
                            about.responsible.push(body);
                        }
                    }
                }
                _ => {}
            }
        }
        about
    }

    fn responsible_body(&mut self, name: &Name) -> Option<BodyId> {
        match self.names.body_names.find(&name.text) {
            Found::One(id) => Some(id),
            Found::Nothing if !self.names.is_poisoned(&name.text) => {
                let suggestion = nearest(&name.text, self.names.body_names.words()).map(str::to_string);
                self.report(Diagnostic::new("E0210", name.span).with(&name.text).suggest(suggestion));
                None
            }
            _ => None,
        }
    }

    /// One line with what is said at its end; none where it has an error.
    pub(super) fn line(&mut self, entry: &Entry<'_>, may_omit_force: bool) -> Option<Line> {
        let about = self.about(entry.about.iter().copied());
        let span = entry.clause.span;
        let kind = match &entry.clause.kind {
            ClauseKind::Line(line) => LineKind::Duty(self.stages(line, span, may_omit_force)?),
            ClauseKind::Eligible { what, condition } => {
                LineKind::Eligible { what: words(what), condition: self.condition(condition)? }
            }
            ClauseKind::Show { name, value } => {
                let shown = self.value(value, None);
                LineKind::Show { title: title(name), value: self.shown(shown, value.span)? }
            }
            _ => return None,
        };
        let About { citations, responsible, notes } = about;
        Some(Line { kind, citations, responsible, notes, span })
    }

    fn shown(&mut self, value: Value, span: Span) -> Option<Shown> {
        match value {
            Value::Condition(condition) => Some(Shown::Condition(Box::new(condition))),
            Value::Moment(moment) => Some(Shown::Moment(moment)),
            Value::Choice(choice @ (crate::program::Choice::Cell(_) | crate::program::Choice::If(..)), _) => {
                Some(Shown::Choice(choice))
            }
            Value::Number(quantity, kind) => Some(Shown::Quantity(quantity, kind.measure(self.names.open))),
            other => {
                self.wrong("@shown", &other, span);
                None
            }
        }
    }

    fn stages(&mut self, line: &ast::Line, span: Span, may_omit_force: bool) -> Option<Vec<Stage>> {
        let mut forced = self.force(line.force.as_ref(), span, may_omit_force);
        let requirement = self.requirement(&line.condition, forced.force);
        let due = line.due.as_ref().map(|due| self.due(due));
        let mut sound = requirement.is_some() && !matches!(due, Some(None));
        let mut stages: Vec<Stage> = Vec::new();
        let first_span = line.due.as_ref().map_or(line.condition.span, |due| line.condition.span.to(due.span));
        let first_span = line.force.as_ref().map_or(first_span, |force| force.span.to(first_span));
        if let Some(requirement) = requirement {
            stages.push(stage(&forced, requirement, due.flatten(), first_span));
        }
        for later in &line.stages {
            if let Some(force) = &later.force {
                forced = given(force);
            }
            let requirement = self.later_requirement(&line.condition, later);
            let due = later.due.as_ref().map(|due| self.due(due));
            if due.is_none() {
                self.report(Diagnostic::new("E0405", later.span));
            }
            match (requirement, due) {
                (Some(requirement), Some(Some(due))) => {
                    stages.push(stage(&forced, requirement, Some(due), later.span));
                }
                _ => sound = false,
            }
        }
        sound.then(|| {
            self.ladder(&stages);
            stages
        })
    }

    fn force(&mut self, force: Option<&ForceWord>, span: Span, may_omit: bool) -> Forced {
        match force {
            Some(force) => given(force),
            None => {
                if !may_omit {
                    self.report(Diagnostic::new("E0416", span));
                }
                Forced { force: Force::Target, in_principle: false, source_word: None }
            }
        }
    }

    /// `rehab_doctors per 100000 >= 8`, or a date that is to have come.
    fn requirement(&mut self, condition: &Expr, force: Force) -> Option<Requirement> {
        match self.value(condition, None) {
            Value::Moment(moment) => {
                if force == Force::MustNot {
                    self.report(Diagnostic::new("E0420", condition.span));
                    return None;
                }
                Some(Requirement::Event(moment))
            }
            value => {
                let condition = self.as_condition(value, condition.span)?;
                Some(Requirement::Condition(Box::new(condition)))
            }
        }
    }

    /// `then >= 8`: the first stage's left side, compared anew.
    fn later_requirement(&mut self, first: &Expr, later: &ast::Stage) -> Option<Requirement> {
        let left = match &first.kind {
            ExprKind::Compare { left, .. } => left,
            ExprKind::Between { value, .. } => value,
            _ => {
                self.report(Diagnostic::new("E0404", later.span));
                return None;
            }
        };
        let value = match &later.comparison {
            StageComparison::Compare(comparison, right) => self.compare(*comparison, left, right, later.span),
            StageComparison::Between(low, high) => self.between(left, low, high, later.span),
        };
        let condition = self.as_condition(value, later.span)?;
        Some(Requirement::Condition(Box::new(condition)))
    }

    /// Due dates ascend, and a later stage asks for no less.
    fn ladder(&mut self, stages: &[Stage]) {
        for (before, after) in stages.iter().zip(stages.iter().skip(1)) {
            if let (Some(first), Some(second)) = (fixed(before.due.as_ref()), fixed(after.due.as_ref()))
                && second <= first
            {
                self.report(Diagnostic::new("E0403", after.span).with(second).with(first));
            }
            if after.force != Force::MustNot && is_laxer(&before.requirement, &after.requirement) {
                self.report(Diagnostic::new("W0401", after.span));
            }
        }
    }
}

fn given(word: &ForceWord) -> Forced {
    Forced {
        force: word.force,
        in_principle: word.in_principle,
        source_word: word.source.as_ref().map(|text| text.value.clone()),
    }
}

fn stage(forced: &Forced, requirement: Requirement, due: Option<Moment>, span: Span) -> Stage {
    let Forced { force, in_principle, source_word } = forced.clone();
    Stage { force, in_principle, source_word, requirement, due, span }
}

/// The last day of a due date that is written out.
pub(super) fn fixed(due: Option<&Moment>) -> Option<Date> {
    match due? {
        Moment::Literal(date) => Some(*date),
        Moment::Period(period) => Some(period.last()),
        _ => None,
    }
}

/// Whether the second of two comparisons of one value with literals certainly asks for less.
fn is_laxer(before: &Requirement, after: &Requirement) -> bool {
    let (Requirement::Condition(before), Requirement::Condition(after)) = (before, after) else { return false };
    let (Some((first, a)), Some((second, b))) = (bound(before), bound(after)) else { return false };
    match (first, second) {
        (Order::AtLeast, Order::AtLeast) | (Order::MoreThan, Order::MoreThan | Order::AtLeast) if b < a => true,
        (Order::AtLeast, Order::MoreThan) => b < a,
        (Order::MoreThan, Order::AtLeast) => b == a,
        (Order::AtMost, Order::AtMost) | (Order::LessThan, Order::LessThan | Order::AtMost) if b > a => true,
        (Order::AtMost, Order::LessThan) => b > a,
        (Order::LessThan, Order::AtMost) => b == a,
        _ => false,
    }
}

fn bound(condition: &Condition) -> Option<(Order, Number)> {
    let Condition::Compare { order, right, .. } = condition else { return None };
    let bound = match right {
        Quantity::PercentOf { share, .. } => share.clone(),
        other => constant(other)?,
    };
    Some((*order, bound))
}
