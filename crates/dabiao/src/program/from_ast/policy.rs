//! The whole file -> `Program`: which of its items are declarations, rules or said of the policy; the policy's
//! territory, time and base.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::declarations::{Placed, declare, title};
use super::lines::words;
use super::relations::rule_titles;
use super::rules::{Written, written};
use super::uses::{Used, gather};
use super::{Checker, Sink};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::program::names::{Found, Names};
use crate::program::{Library, NotEncoded, Program, Territory, Title};
use crate::span::Span;
use crate::syntax::ast::{Ast, Clause, ClauseKind, Item, Name, Path, Policy, ReadingLet, Rule};

/// The items of a file, sorted by what they are.
#[derive(Debug, Default)]
struct Sorted<'a> {
    policy: Option<&'a Policy>,
    rules: Vec<Written<'a>>,
    about: Vec<&'a Clause>,
    readings: Vec<&'a ReadingLet>,
    not_encoded: Vec<NotEncoded>,
    base: Option<&'a Path>,
}

/// Checks a file of which `unreadable` names were declared in pieces that could not be read; those stand at `broken_at`.
pub(super) fn check(
    ast: &Ast,
    library: &Library,
    unreadable: &[&Name],
    broken_at: &[Span],
) -> (Option<Program>, Vec<Diagnostic>) {
    let broken = !broken_at.is_empty();
    let mut sink = Sink::default();
    let used = gather(ast, library, &mut sink);
    let mut names = Names { uncertain: used.broken, ..Names::default() };
    names.poisoned.extend(unreadable.iter().map(|name| name.text.clone()));
    let items = placed(ast, &used);
    declare(&mut names, &items, &mut sink);
    // A vocabulary with errors may lack names.
    names.uncertain |= sink.diagnostics.iter().any(|diagnostic| diagnostic.code == "E0215");
    // Without a single entity a file is open; where one could not be read, nothing can be said of any name.
    if broken && names.open && !unreadable.is_empty() {
        names.uncertain = true;
    }
    sink.enter(None);
    let sorted = sort(ast, broken_at, &mut sink);
    let mut checker = checker(names, library, sink, &sorted, &used, ast, broken);
    let written_rules = sorted.rules.len();
    let program = checker.program(sorted, &used);
    if program.rules.len() < written_rules && checker.sink.diagnostics.is_empty() && !broken {
        checker.report(Diagnostic::new("E0500", Span::default()));
    }
    let failed = checker.sink.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    if !failed && !broken {
        checker.warn(&program);
    }
    (Some(program).filter(|_| !failed), checker.sink.finish())
}

fn placed<'a>(ast: &'a Ast, used: &'a Used) -> Vec<Placed<'a>> {
    let theirs = used.texts.iter().flat_map(|(text, origin)| {
        text.ast.items.iter().map(|item| Placed { item, origin: Some(Rc::clone(origin)), private: false })
    });
    let is_vocabulary = ast.items.iter().any(|item| matches!(item, Item::Vocabulary(_)));
    let mut placed: Vec<Placed<'a>> = theirs.collect();
    for item in &ast.items {
        placed.push(Placed { item, origin: None, private: !is_vocabulary });
        if let Item::Policy(policy) = item {
            placed.extend(policy.members.iter().map(|item| Placed { item, origin: None, private: true }));
        }
    }
    placed
}

/// Sorts the items that are no declarations.
fn sort<'a>(ast: &'a Ast, broken_at: &[Span], sink: &mut Sink) -> Sorted<'a> {
    let mut sorted = Sorted { policy: only_policy(ast, sink), ..Sorted::default() };
    let members = sorted.policy.map_or(&[][..], |policy| &policy.members);
    let mut bare: Vec<&'a Clause> = Vec::new();
    let mut base_inside = false;
    let places = ast.items.iter().map(|item| (item, false)).chain(members.iter().map(|member| (member, true)));
    for (item, inside) in places {
        match item {
            Item::Rule(rule) if inside || sorted.policy.is_none() => {
                let mut known = written(title(&rule.name), &rule.clauses, rule.span, false, sink);
                known.subject_is_unread = subject_is_unread(rule, broken_at);
                sorted.rules.push(known);
            }
            Item::Rule(rule) => sink.report(Diagnostic::new("E0424", rule.span).with(&rule.name.name.text)),
            Item::Clause(clause) if !inside => bare.push(clause),
            Item::Clause(clause) if is_about(clause) => sorted.about.push(clause),
            Item::Clause(clause) if broken_at.is_empty() => sink.report(Diagnostic::new("E0425", clause.span)),
            Item::ReadingLet(reading) => sorted.readings.push(reading),
            Item::NotEncoded(given) => {
                let (clause, reason) = (given.clause.value.clone(), words(&given.reason));
                sorted.not_encoded.push(NotEncoded { clause, reason });
            }
            Item::Base(path) => {
                let before = sorted.base.replace(path);
                let same_place = std::mem::replace(&mut base_inside, inside) == inside;
                if before.is_some() && same_place {
                    sink.report(Diagnostic::new("E0202", path.span).with("base"));
                }
            }
            _ => {}
        }
    }
    bare_rule(bare, &mut sorted, !broken_at.is_empty(), sink);
    no_two_rules(&sorted, sink);
    if let Some(policy) = sorted.policy
        && sorted.rules.is_empty()
        && sorted.not_encoded.is_empty()
        && broken_at.is_empty()
    {
        sink.report(Diagnostic::new("W0406", policy.span));
    }
    sorted
}

/// The policy of a file; a second one is a fault.
fn only_policy<'a>(ast: &'a Ast, sink: &mut Sink) -> Option<&'a Policy> {
    let mut policies = ast.items.iter().filter_map(|item| match item {
        Item::Policy(policy) => Some(policy),
        _ => None,
    });
    let first = policies.next();
    for policy in policies {
        let name = &policy.name.name;
        sink.report(Diagnostic::new("E0216", name.span).with(&name.text));
    }
    first
}

/// Whether a clause says something about a policy, a rule or a line.
fn is_about(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Cite(_) | ClauseKind::Responsible(_) | ClauseKind::Note(_))
}

/// Whether a rule without `for each` may have had one that could not be read: a fault stands above its first line.
fn subject_is_unread(rule: &Rule, broken_at: &[Span]) -> bool {
    if rule.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::ForEach(_))) {
        return false;
    }
    let is_line = |clause: &&Clause| {
        matches!(clause.kind, ClauseKind::Line(_) | ClauseKind::Eligible { .. } | ClauseKind::Show { .. })
    };
    let first = rule.clauses.iter().find(is_line).map_or(rule.close.start, |clause| clause.span.start);
    broken_at.iter().any(|span| (rule.span.start..first).contains(&span.start))
}

/// Clauses outside a rule: the one rule of a file without others; only what is cited may stand beside rules.
fn bare_rule<'a>(bare: Vec<&'a Clause>, sorted: &mut Sorted<'a>, broken: bool, sink: &mut Sink) {
    if sorted.policy.is_some() || !sorted.rules.is_empty() || bare.iter().all(|clause| is_about(clause)) {
        for clause in bare {
            if is_about(clause) {
                sorted.about.push(clause);
            } else if !broken {
                sink.report(Diagnostic::new("E0425", clause.span));
            }
        }
        return;
    }
    let span = bare.iter().map(|clause| clause.span).reduce(Span::to).unwrap_or_default();
    let title = Title { name: "rule".to_string(), en: None, zh: None };
    sorted.rules.push(written(title, bare, span, true, sink));
}

fn no_two_rules(sorted: &Sorted<'_>, sink: &mut Sink) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for rule in &sorted.rules {
        if seen.insert(&rule.title.name, rule.span).is_some() {
            sink.report(Diagnostic::new("E0202", rule.span).with(&rule.title.name));
        }
    }
}

fn checker<'a>(
    names: Names<'a>,
    library: &'a Library,
    sink: Sink,
    sorted: &Sorted<'a>,
    used: &'a Used,
    ast: &Ast,
    broken: bool,
) -> Checker<'a> {
    let lets = vec![None; names.definitions.len()];
    let theirs = used.texts.iter().flat_map(|(text, _)| &text.ast.items).find_map(|item| match item {
        Item::Base(path) => Some(path),
        _ => None,
    });
    Checker {
        names,
        library,
        sink,
        focus: None,
        subject: None,
        bases: [sorted.base, theirs],
        lets,
        overlay: BTreeMap::new(),
        missing: Vec::new(),
        used: Default::default(),
        ever_used: Default::default(),
        budget: Default::default(),
        territory: None,
        territory_is_broken: false,
        responsible: Vec::new(),
        own_policy: sorted.policy.map(|policy| title(&policy.name)),
        own_rules: rule_titles(ast),
        other_rules: BTreeMap::new(),
        broken,
    }
}

impl<'a> Checker<'a> {
    fn program(&mut self, sorted: Sorted<'a>, used: &Used) -> Program {
        let territory = sorted.policy.and_then(|policy| self.territory(policy));
        self.territory = territory.as_ref().map(|territory| territory.entity);
        let (from, until) = self.in_force(sorted.policy);
        self.known_base(sorted.base);
        let about = self.about(sorted.about.iter().copied());
        self.responsible = about.responsible;
        self.define_all();
        let (rules, readings) = self.rules(&sorted.rules, &sorted.readings);
        Program {
            policy: self.own_policy.clone(),
            open: self.names.open,
            territory,
            from,
            until,
            units: self.names.units.clone(),
            bodies: self.names.bodies.clone(),
            entities: self.names.entities.clone(),
            inputs: self.names.inputs.clone(),
            readings,
            rules,
            not_encoded: sorted.not_encoded,
            citations: about.citations,
            notes: about.notes,
            calendar: used.calendar.clone(),
        }
    }

    fn territory(&mut self, policy: &Policy) -> Option<Territory> {
        let territory = policy.territory.as_ref()?;
        let name = &territory.entity;
        let found = self.names.entity(&name.text);
        if found.is_none() {
            self.territory_is_broken = true;
            if self.names.open {
                self.report(Diagnostic::new("E0315", name.span));
            } else if matches!(self.names.sets.find(&name.text), Found::One(_)) {
                self.report(Diagnostic::new("E0428", name.span).with(&name.text));
            } else if !self.names.is_poisoned(&name.text) {
                let titles = self.names.entities.iter().map(|entity| entity.title.name.as_str());
                let suggestion = nearest(&name.text, titles).map(str::to_string);
                self.report(Diagnostic::new("E0204", name.span).with(&name.text).suggest(suggestion));
            }
        }
        found.map(|entity| Territory { entity, id: territory.id.value.clone() })
    }

    fn in_force(&mut self, policy: Option<&Policy>) -> (Option<crate::date::Date>, Option<crate::date::Date>) {
        let from = policy.and_then(|policy| policy.from);
        let until = policy.and_then(|policy| policy.until);
        let (first, last) = (from.map(|from| from.period.first()), until.map(|until| until.period.last()));
        if let (Some(first), Some(last), Some(until)) = (first, last, until)
            && last < first
        {
            self.report(Diagnostic::new("E0426", until.span).with(last).with(first));
        }
        (first, last)
    }

    /// A `base` that no entity has is told once, where it stands.
    fn known_base(&mut self, base: Option<&'a Path>) {
        let Some(Path { names, .. }) = base else { return };
        if let [name] = names.as_slice()
            && !self.names.open
            && !self.names.is_poisoned(&name.text)
            && self.names.owners(&name.text).is_empty()
        {
            let words = self.names.values.iter().flat_map(crate::program::names::Namespace::words);
            let suggestion = nearest(&name.text, words).map(str::to_string);
            self.report(Diagnostic::new("E0201", name.span).with(&name.text).suggest(suggestion));
        }
    }
}
