//! Clauses: the lines of a rule, each on a line of its own. What does not fit goes on, indented by four.

use super::printer::Printer;
use super::slot::Slot;
use super::tokens;
use crate::syntax::ast::{
    Clause, ClauseKind, Due, ForEach, ForceWord, Labelled, Line, Relation, Stage, StageComparison,
};
use crate::syntax::words::Meaning;

/// How far the further lines of a clause are indented.
pub(super) const CONTINUED: usize = 4;

impl Printer<'_> {
    /// Clauses on lines of their own, with the comments that stand before them.
    pub(super) fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.hard_line();
            self.comments_before(clause.span.start);
            self.clause(clause);
        }
    }

    /// One clause.
    pub(super) fn clause(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::Line(line) => self.line_clause(line),
            ClauseKind::Reading { name, clauses, braced } => self.reading(clause, name, clauses, *braced),
            ClauseKind::ForEach(for_each) => self.opened(Meaning::ForEach, |printer| printer.for_each(for_each)),
            ClauseKind::Eligible { what, condition } => self.opened(Meaning::Eligible, |printer| {
                printer.labels(what);
                printer.comments_before_expression(condition);
                printer.infix(Meaning::When);
                printer.expression(condition, Slot::Any);
            }),
            ClauseKind::Show { name, value } => self.opened(Meaning::Show, |printer| {
                printer.labelled(name);
                printer.comments_before_expression(value);
                printer.space();
                printer.text("=");
                printer.space();
                printer.expression(value, Slot::Any);
            }),
            ClauseKind::Except { condition, reason } => self.opened(Meaning::ExceptWhen, |printer| {
                printer.expression(condition, Slot::Any);
                if let Some(reason) = reason {
                    printer.space();
                    printer.labels(reason);
                }
            }),
            ClauseKind::Relation(relation) => {
                self.opened(tokens::relation(relation.kind), |printer| printer.relation(relation));
            }
            ClauseKind::Cite(text) => self.opened(Meaning::Cite, |printer| printer.quoted(text)),
            ClauseKind::Responsible(names) => self.opened(Meaning::Responsible, |printer| printer.names(names)),
            ClauseKind::Note(labels) => self.opened(Meaning::Note, |printer| printer.labels(labels)),
        }
    }

    /// A keyword at the beginning of a line, and what follows it.
    pub(super) fn opened(&mut self, meaning: Meaning, write: impl FnOnce(&mut Self)) {
        self.word(meaning);
        self.nest(CONTINUED, |printer| {
            printer.space();
            write(printer);
        });
    }

    fn for_each(&mut self, for_each: &ForEach) {
        self.path(&for_each.set);
        self.group(|printer| {
            if let Some(condition) = &for_each.condition {
                printer.comments_before_expression(condition);
                printer.line(" ");
                printer.word(Meaning::Where);
                printer.space();
                printer.expression(condition, Slot::Any);
            }
            if let Some(expect) = &for_each.expect {
                printer.comments_before(expect.span.start);
                printer.line(" ");
                printer.word(Meaning::Expect);
                printer.space();
                printer.text(tokens::number(&expect.value, printer.language));
            }
        });
    }

    fn line_clause(&mut self, line: &Line) {
        match &line.force {
            Some(force) => self.force(force),
            None => self.comments_before_expression(&line.condition),
        }
        self.nest(CONTINUED, |printer| {
            printer.group(|printer| {
                match &line.force {
                    Some(ForceWord { source: None, .. }) => {
                        printer.space();
                        printer.required(&line.condition);
                    }
                    Some(_) => {
                        printer.space();
                        printer.denied_apart(&line.condition);
                    }
                    None => printer.expression(&line.condition, Slot::Any),
                }
                printer.due(line.due.as_ref());
                for stage in &line.stages {
                    printer.comments_before(stage.span.start);
                    printer.line(" ");
                    printer.stage(stage);
                }
            });
        });
    }

    /// `in principle shall "应"`
    fn force(&mut self, force: &ForceWord) {
        self.comments_before(force.span.start);
        if force.in_principle {
            self.word(Meaning::InPrinciple);
            self.space();
        }
        self.word(tokens::force(force.force));
        if let Some(source) = &force.source {
            self.space();
            self.quoted(source);
        }
    }

    fn due(&mut self, due: Option<&Due>) {
        let Some(due) = due else { return };
        self.comments_before(due.span.start);
        self.infix(Meaning::By);
        self.moment(&due.date, Slot::Arithmetic);
    }

    /// `then target >= 8 by 2025`
    fn stage(&mut self, stage: &Stage) {
        self.word(Meaning::ThenStage);
        self.space();
        if let Some(force) = &stage.force {
            self.force(force);
            self.space();
        }
        match &stage.comparison {
            StageComparison::Compare(comparison, right) => self.comparison(*comparison, right),
            StageComparison::Between(low, high) => self.between(low, high),
        }
        self.due(stage.due.as_ref());
    }

    fn reading(&mut self, clause: &Clause, name: &Labelled, clauses: &[Clause], braced: bool) {
        self.reading_name(name);
        if braced {
            self.space();
            self.block(clause.span.end, |printer| printer.clauses(clauses));
            return;
        }
        self.group(|printer| {
            printer.nest(2, |printer| {
                for clause in clauses {
                    printer.comments_before(clause.span.start);
                    printer.line(" ");
                    printer.clause(clause);
                }
            });
        });
    }

    /// `reading NAME "why":`
    pub(super) fn reading_name(&mut self, name: &Labelled) {
        self.opened(Meaning::Reading, |printer| {
            printer.labelled(name);
            printer.text(":");
        });
    }

    fn relation(&mut self, relation: &Relation) {
        self.path(&relation.rule);
        if let Some(by) = &relation.by {
            self.dated(Meaning::By, by);
        }
    }
}
