//! The verdicts of columns: a byte for each rule and row, with what can be asked of them.

use std::collections::BTreeMap;

use crate::evaluate::plan::RulePlan;
use crate::evaluate::verdict::{MOST_LISTED, MissingFact, RuleVerdict, SubjectVerdict, Verdict};
use crate::evaluate::{Plan, reference};
use crate::facts::{EntityTable, Facts, RowId};
use crate::number::Number;
use crate::program::EntityId;

/// The code of a row that is no subject of the rule.
pub(super) const NO_SUBJECT: u8 = 0;
/// The code of a subject of a rule that only shows values.
pub(super) const NO_VERDICT: u8 = 9;

/// The code of a verdict: one more than its place in [`Verdict::ALL`].
pub(super) fn code_of(verdict: Verdict) -> u8 {
    verdict as u8 + 1
}

fn verdict_of(code: u8) -> Option<Verdict> {
    Verdict::ALL.get(usize::from(code).checked_sub(1)?).copied()
}

/// The verdicts of every rule, by [`Plan::columns`].
#[derive(Clone, Debug)]
pub struct Columns {
    rules: Vec<RuleColumn>,
}

/// The verdicts of a rule for the rows of an entity.
#[derive(Clone, Debug)]
pub struct RuleColumn {
    /// The rule, by its position in the program.
    pub rule: usize,
    /// The entity of its subjects.
    pub entity: EntityId,
    /// The first row of the entity; the others follow it.
    first: usize,
    /// Whether the table of the entity was given.
    given: bool,
    /// Of each line with a verdict its position, in source order.
    positions: Vec<usize>,
    /// For each of them the codes by row; one of [`NO_VERDICT`] where there is no such line.
    pub(super) lines: Vec<Vec<u8>>,
    /// The worst of the lines, where there are several.
    worst: Vec<u8>,
}

impl Columns {
    pub(super) fn new(rules: Vec<RuleColumn>) -> Columns {
        Columns { rules }
    }

    /// The verdicts of a rule, by its position in the program.
    pub fn rule(&self, rule: usize) -> Option<&RuleColumn> {
        self.rules.get(rule)
    }

    /// The verdicts of every rule, in source order.
    pub fn rules(&self) -> &[RuleColumn] {
        &self.rules
    }

    /// Everything about one rule and row: values, targets, shortfalls, missing facts, and where asked for the way to the
    /// verdict. None where the row is no subject of the rule.
    pub fn subject(plan: &Plan, facts: &Facts, rule: usize, row: RowId, record: bool) -> Option<SubjectVerdict> {
        let options = crate::evaluate::Options { record, ..*plan.options() };
        reference::judge(plan.program(), facts, &options, rule, row)
    }
}

impl RuleColumn {
    pub(super) fn new(rule: usize, entity: EntityId, given: bool, table: &EntityTable, plan: &RulePlan) -> RuleColumn {
        let positions: Vec<usize> = plan.lines.iter().map(|line| line.position).collect();
        // Not cloned: zeros are asked of the system as such.
        let lines = (0..positions.len().max(1)).map(|_| vec![NO_SUBJECT; table.len()]).collect();
        RuleColumn { rule, entity, first: table.first, given, positions, lines, worst: Vec::new() }
    }

    /// Replaces the codes of a row by what the reference evaluator found.
    pub(super) fn correct(&mut self, row: usize, judged: Option<&SubjectVerdict>) {
        let positions = self.positions.iter().copied().map(Some).chain([None]);
        for (codes, position) in self.lines.iter_mut().zip(positions) {
            let line = position.and_then(|position| judged.and_then(|judged| judged.lines.get(position)));
            let code = match (judged, line.and_then(|line| line.verdict)) {
                (None, _) => NO_SUBJECT,
                (Some(_), None) => NO_VERDICT,
                (Some(_), Some(verdict)) => code_of(verdict),
            };
            codes.get_mut(row).into_iter().for_each(|kept| *kept = code);
        }
    }

    /// Finds the worst of several lines.
    pub(super) fn join(&mut self) {
        if let [first, rest @ ..] = self.lines.as_slice()
            && !rest.is_empty()
        {
            let mut worst = first.clone();
            for line in rest {
                worst.iter_mut().zip(line).for_each(|(worst, code)| *worst = (*worst).min(*code));
            }
            self.worst = worst;
        }
    }

    /// The place of a row in the columns.
    pub(super) fn place(&self, row: RowId) -> Option<usize> {
        row.0.checked_sub(self.first).filter(|at| self.lines.first().is_some_and(|codes| *at < codes.len()))
    }

    /// A byte for each row of the entity, in their order: 0 where it is no subject, else one more than the place of the
    /// verdict in [`Verdict::ALL`]; 9 for a subject of a rule that only shows values.
    pub fn codes(&self) -> &[u8] {
        match self.lines.as_slice() {
            [only] => only,
            _ => &self.worst,
        }
    }

    /// The same of one line, by its position in the rule; none for a line without a verdict.
    pub fn line_codes(&self, position: usize) -> Option<&[u8]> {
        let at = self.positions.iter().position(|known| *known == position)?;
        self.lines.get(at).map(Vec::as_slice)
    }

    /// Of each line with a verdict its position in the rule and its codes.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        self.positions.iter().zip(&self.lines).map(|(position, codes)| (*position, codes.as_slice()))
    }

    /// The verdict of each row of the entity, in their order; none where it is no subject, or the rule only shows values.
    pub fn verdicts(&self) -> impl ExactSizeIterator<Item = Option<Verdict>> + '_ {
        self.codes().iter().map(|code| verdict_of(*code))
    }

    /// The verdict of a row.
    pub fn verdict(&self, row: RowId) -> Option<Verdict> {
        self.codes().get(self.place(row)?).and_then(|code| verdict_of(*code))
    }

    /// The subjects, in the order of rows.
    pub fn subjects(&self) -> impl Iterator<Item = RowId> + '_ {
        let rows = self.codes().iter().enumerate().filter(|(_, code)| **code != NO_SUBJECT);
        rows.map(|(at, _)| RowId(self.first + at))
    }

    /// The subjects with a verdict, in the order of rows.
    pub fn subjects_with(&self, verdict: Verdict) -> impl Iterator<Item = RowId> + '_ {
        let code = code_of(verdict);
        let rows = self.codes().iter().enumerate().filter(move |(_, found)| **found == code);
        rows.map(|(at, _)| RowId(self.first + at))
    }

    /// How many subjects have each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts = [0usize; 256];
        self.codes().iter().for_each(|code| {
            if let Some(count) = counts.get_mut(usize::from(*code)) {
                *count += 1;
            }
        });
        let count = |verdict: Verdict| counts.get(usize::from(code_of(verdict))).copied().unwrap_or_default();
        Verdict::ALL.into_iter().map(|verdict| (verdict, count(verdict))).filter(|(_, count)| *count > 0).collect()
    }

    /// The summary of the rule, as the reference evaluator gives it.
    pub fn summary(&self, plan: &Plan, facts: &Facts) -> Option<RuleVerdict> {
        let rule = plan.program().rules.get(self.rule)?;
        let body = plan.body(rule);
        let territory = plan.program().territory.as_ref().filter(|_| body.subjects.is_none());
        let missing = match territory {
            Some(territory) if facts.find(territory.entity, &territory.id).is_none() => {
                vec![MissingFact::Table(territory.entity)]
            }
            None if !self.given => vec![MissingFact::Table(self.entity)],
            _ => Vec::new(),
        };
        let counts = self.counts();
        let worst = counts.first_key_value().map(|(verdict, count)| (*verdict, *count));
        let verdict = if missing.is_empty() { worst.map(|(verdict, _)| verdict) } else { Some(Verdict::Undetermined) };
        let nothing_wrong = matches!(verdict, None | Some(Verdict::Met | Verdict::NotApplicable));
        let named = worst.filter(|_| !nothing_wrong);
        let ids = |verdict: Verdict| {
            let rows = facts.by_id(self.entity).into_iter().flatten();
            let found = rows.filter(move |row| self.verdict(*row) == Some(verdict)).take(MOST_LISTED);
            found.map(|row| facts.id(row).into_owned())
        };
        let found = self.subjects().count();
        let expect = body.subjects.as_ref().and_then(|subjects| subjects.expect.clone());
        Some(RuleVerdict {
            rule: self.rule,
            verdict,
            witnesses: named.map_or_else(Vec::new, |(verdict, _)| ids(verdict).collect()),
            witness_count: named.map_or(0, |(_, count)| count),
            expected: expect.filter(|expect| *expect != Number::from(found)).map(|expect| (expect, found)),
            missing,
        })
    }
}
