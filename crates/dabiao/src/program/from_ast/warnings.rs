//! Warnings about a `Program` as a whole: a `let` that nothing uses, a rule without a clause cited beside rules that cite
//! one, a value over time that is asked for before it begins.

use std::collections::BTreeSet;

use super::Checker;
use super::lines::fixed;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::program::names::LetId;
use crate::program::walk::{self, Node};
use crate::program::{Body, LineKind, Program, Quantity, Requirement, Rule, Stage};

impl Checker<'_> {
    /// Looks at a program that has no error.
    pub(super) fn warn(&mut self, program: &Program) {
        self.sink.enter(None);
        if !program.rules.is_empty() {
            self.unused_lets();
        }
        self.uncited_rules(program);
        for rule in &program.rules {
            for body in std::iter::once(&rule.body).chain(rule.under.iter().map(|(_, body)| body)) {
                self.early_values(program, body);
            }
        }
    }

    fn unused_lets(&mut self) {
        let mut used: BTreeSet<LetId> = self.ever_used.clone();
        let mut waiting: Vec<LetId> = used.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            for further in self.lets.get(id.0).into_iter().flatten().flat_map(|known| &known.uses) {
                if used.insert(*further) {
                    waiting.push(*further);
                }
            }
        }
        let unused =
            self.names.definitions.iter().enumerate().filter(|(position, known)| {
                known.private && known.origin.is_none() && !used.contains(&LetId(*position))
            });
        let faults: Vec<Diagnostic> = unused
            .map(|(_, known)| &known.written.name.name)
            .map(|name| Diagnostic::new("W0201", name.span).with(&name.text))
            .collect();
        for fault in faults {
            self.report(fault);
        }
    }

    fn uncited_rules(&mut self, program: &Program) {
        if program.rules.iter().any(cites) {
            for rule in program.rules.iter().filter(|rule| !cites(rule)) {
                self.report(Diagnostic::new("W0403", rule.span).with(&rule.title.name));
            }
        }
    }

    /// A value over time has none before its first step.
    fn early_values(&mut self, program: &Program, body: &Body) {
        for line in &body.lines {
            let LineKind::Duty(stages) = &line.kind else { continue };
            for stage in stages {
                let day = fixed(stage.due.as_ref()).or(program.from.filter(|_| stage.due.is_none()));
                if let (Some(day), Some(first)) = (day, first_step(stage))
                    && day < first
                {
                    self.report(Diagnostic::new("W0405", stage.span).with(first).with(day));
                }
            }
        }
    }
}

fn cites(rule: &Rule) -> bool {
    !rule.citations.is_empty() || rule.body.lines.iter().any(|line| !line.citations.is_empty())
}

/// The latest first day of the values over time that a stage reads.
fn first_step(stage: &Stage) -> Option<Date> {
    let Requirement::Condition(condition) = &stage.requirement else { return None };
    let mut latest: Option<Date> = None;
    walk::all(Node::Condition(condition), &mut |node| {
        if let Node::Quantity(Quantity::OverTime(steps)) = node {
            latest = latest.max(steps.first().map(|(from, _)| *from));
        }
    });
    latest
}
