//! Clauses: subjects, requirement lines, readings, relations and citations.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Cursor, Mismatch};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{
    Clause, ClauseKind, DateLiteral, Due, ExpectedCount, ForEach, Force, ForceWord, Line, Relation, RelationKind,
    Stage, StageComparison,
};

impl<'s> Builder<'s> {
    /// One clause; a reading that holds definitions is an item and so not one.
    pub(in crate::syntax) fn clause(&mut self, pair: Pair<'s, Rule>) -> Built<Clause> {
        let span = self.span(&pair);
        let syntax = pair.as_rule();
        let mut cursor = self.inside(pair);
        let kind = match syntax {
            Rule::for_each => ClauseKind::ForEach(self.for_each(&mut cursor)?),
            Rule::line => {
                let force = self.force(cursor.take(Rule::force)?)?;
                ClauseKind::Line(self.line(Some(force), &mut cursor)?)
            }
            Rule::bare_line => ClauseKind::Line(self.line(None, &mut cursor)?),
            Rule::eligible => {
                cursor.take(Rule::kw_eligible)?;
                let what = self.take_labels(&mut cursor)?;
                cursor.take(Rule::kw_when)?;
                ClauseKind::Eligible { what, condition: self.take_condition(&mut cursor)? }
            }
            Rule::show => {
                cursor.take(Rule::kw_show)?;
                let name = self.take_labelled(&mut cursor)?;
                ClauseKind::Show { name, value: self.take_condition(&mut cursor)? }
            }
            Rule::except => {
                cursor.take(Rule::kw_except_when)?;
                let condition = self.take_condition(&mut cursor)?;
                ClauseKind::Except { condition, reason: self.labels_if_any(&mut cursor)? }
            }
            Rule::reading => {
                cursor.take(Rule::kw_reading)?;
                let name = self.take_labelled(&mut cursor)?;
                let only = cursor.any()?;
                ClauseKind::Reading { name, clauses: vec![self.clause(only)?], braced: false }
            }
            Rule::relation => ClauseKind::Relation(self.relation(&mut cursor)?),
            Rule::cite => {
                cursor.take(Rule::kw_cite)?;
                ClauseKind::Cite(self.take_text(&mut cursor)?)
            }
            Rule::responsible => {
                cursor.take(Rule::kw_responsible)?;
                ClauseKind::Responsible(self.take_names(&mut cursor)?)
            }
            Rule::note => {
                cursor.take(Rule::kw_note)?;
                ClauseKind::Note(self.take_labels(&mut cursor)?)
            }
            _ => return Err(Mismatch(span)),
        };
        cursor.end()?;
        Ok(Clause { kind, span })
    }

    fn for_each(&mut self, cursor: &mut Cursor<'s>) -> Built<ForEach> {
        cursor.take(Rule::kw_for_each)?;
        let set = self.take_path(cursor)?;
        let condition = if cursor.passes(Rule::kw_where) { Some(self.take_condition(cursor)?) } else { None };
        let mut expect = None;
        if cursor.passes(Rule::kw_expect) {
            let pair = cursor.take(Rule::number)?;
            let span = self.span(&pair);
            expect = Some(ExpectedCount { value: self.number(pair), span });
        }
        Ok(ForEach { set, condition, expect })
    }

    fn line(&mut self, force: Option<ForceWord>, cursor: &mut Cursor<'s>) -> Built<Line> {
        let pair = cursor.take(Rule::condition)?;
        if let (Some(force), Some(denial)) = (&force, leading_not(pair.clone())) {
            let span = force.span.to(self.span(&denial));
            let advice = matches!(force.force, Force::Must | Force::Shall).then_some("must not");
            let fault = Diagnostic::new("E0122", span).with(self.written(force.span)).suggest(advice);
            self.faults.push(fault);
        }
        let condition = self.condition(pair)?;
        let due = self.due_if_any(cursor)?;
        let mut stages = Vec::new();
        while let Some(pair) = cursor.next_if(Rule::stage) {
            stages.push(self.stage(pair)?);
        }
        Ok(Line { force, condition, due, stages })
    }

    /// `in principle shall "应"`
    fn force(&mut self, pair: Pair<'s, Rule>) -> Built<ForceWord> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let in_principle = cursor.passes(Rule::kw_in_principle);
        let force = match cursor.any()?.as_rule() {
            Rule::kw_must => Force::Must,
            Rule::kw_must_not => Force::MustNot,
            Rule::kw_shall => Force::Shall,
            Rule::kw_target => Force::Target,
            Rule::kw_should => Force::Should,
            Rule::kw_strive => Force::Strive,
            Rule::kw_promote => Force::Promote,
            Rule::kw_explore => Force::Explore,
            Rule::kw_support => Force::Support,
            Rule::kw_encourage => Force::Encourage,
            _ => return Err(Mismatch(span)),
        };
        let source = cursor.next_if(Rule::text).map(|text| self.text(&text));
        cursor.end()?;
        Ok(ForceWord { force, in_principle, source, span })
    }

    fn due_if_any(&mut self, cursor: &mut Cursor<'s>) -> Built<Option<Due>> {
        let Some(pair) = cursor.next_if(Rule::due) else { return Ok(None) };
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_by)?;
        cursor.passes(Rule::end_of);
        let date = self.arithmetic(cursor.take(Rule::arithmetic)?)?;
        cursor.end()?;
        Ok(Some(Due { date: self.as_moment(date)?, span }))
    }

    /// `then target >= 8 by 2025`
    fn stage(&mut self, pair: Pair<'s, Rule>) -> Built<Stage> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_then_stage)?;
        let force = cursor.next_if(Rule::force).map(|pair| self.force(pair)).transpose()?;
        let compared = cursor.any()?;
        let comparison = match compared.as_rule() {
            Rule::compare => {
                let (comparison, right) = self.compare(compared)?;
                StageComparison::Compare(comparison, right)
            }
            Rule::bounded => {
                let (comparison, right) = self.bounded(compared)?;
                StageComparison::Compare(comparison, right)
            }
            Rule::between => {
                let (low, high) = self.between(compared)?;
                StageComparison::Between(low, high)
            }
            _ => return Err(Mismatch(span)),
        };
        let due = self.due_if_any(&mut cursor)?;
        cursor.end()?;
        Ok(Stage { force, comparison, due, span })
    }

    fn relation(&mut self, cursor: &mut Cursor<'s>) -> Built<Relation> {
        let word = cursor.any()?;
        let kind = match word.as_rule() {
            Rule::kw_implements => RelationKind::Implements,
            Rule::kw_repeats => RelationKind::Repeats,
            Rule::kw_tightens => RelationKind::Tightens,
            Rule::kw_extends => RelationKind::Extends,
            Rule::kw_relaxes => RelationKind::Relaxes,
            Rule::kw_conflicts => RelationKind::Conflicts,
            _ => return Err(Mismatch(self.span(&word))),
        };
        let rule = self.take_path(cursor)?;
        let by = self.period_after(cursor, Rule::kw_by)?;
        Ok(Relation { kind, rule, by })
    }

    /// `from 2022`, if the keyword stands there.
    pub(super) fn period_after(&mut self, cursor: &mut Cursor<'s>, keyword: Rule) -> Built<Option<DateLiteral>> {
        if !cursor.passes(keyword) {
            return Ok(None);
        }
        cursor.passes(Rule::end_of);
        self.take_period(cursor).map(Some)
    }
}

/// The `not` that a condition begins with, outside parentheses.
fn leading_not(condition: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    let simple = condition.into_inner().next().filter(|pair| pair.as_rule() == Rule::simple)?;
    let truth = simple.into_inner().next()?;
    truth.into_inner().next().filter(|pair| pair.as_rule() == Rule::kw_not)
}
