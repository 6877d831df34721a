//! The clauses of a rule, grouped: each line with what is said of it, the readings, and what is said of the whole rule;
//! and the same lines as a reading has them.

use super::Sink;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Clause, ClauseKind, Labelled, Relation};

/// A clause that a reading can replace, with what stands at its end.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// A line, an entitlement, a shown value, an exception or the subject.
    pub(super) clause: &'a Clause,
    /// `cite`, `responsible`, `note`
    pub(super) about: Vec<&'a Clause>,
}

/// `reading strict: target …`
#[derive(Clone, Debug)]
pub(super) struct RuleReading<'a> {
    /// Its name and why it exists.
    pub(super) name: &'a Labelled,
    /// How many entries stand above it.
    pub(super) at: usize,
    /// What it holds.
    pub(super) entries: Vec<Entry<'a>>,
    /// Whether in braces: then it replaces all of the kinds that it holds.
    pub(super) braced: bool,
    /// The whole clause.
    pub(super) span: Span,
}

/// The clauses of a rule, grouped.
#[derive(Clone, Debug, Default)]
pub(super) struct Grouped<'a> {
    /// What a reading can replace.
    pub(super) entries: Vec<Entry<'a>>,
    /// The readings.
    pub(super) readings: Vec<RuleReading<'a>>,
    /// `cite`, `responsible`, `note` of the rule.
    pub(super) about: Vec<&'a Clause>,
    /// The relations.
    pub(super) relations: Vec<(&'a Relation, Span)>,
}

/// Groups the clauses of a rule.
pub(super) fn grouped<'a>(clauses: impl IntoIterator<Item = &'a Clause>, sink: &mut Sink) -> Grouped<'a> {
    let mut rule = Grouped::default();
    let mut at_line = false;
    for clause in clauses {
        match &clause.kind {
            ClauseKind::Line(_) | ClauseKind::Eligible { .. } | ClauseKind::Show { .. } => {
                rule.entries.push(Entry { clause, about: Vec::new() });
                at_line = true;
            }
            ClauseKind::ForEach(_) | ClauseKind::Except { .. } => {
                rule.entries.push(Entry { clause, about: Vec::new() });
                at_line = false;
            }
            ClauseKind::Reading { name, clauses, braced } => {
                let known = rule.readings.iter().any(|reading| reading.name.name.text == name.name.text);
                if known {
                    sink.report(Diagnostic::new("E0409", name.name.span).with(&name.name.text));
                    continue;
                }
                let entries = held(clauses, sink);
                let at = rule.entries.len();
                rule.readings.push(RuleReading { name, at, entries, braced: *braced, span: clause.span });
            }
            ClauseKind::Relation(relation) => {
                rule.relations.push((relation, clause.span));
                at_line = false;
            }
            ClauseKind::Cite(_) | ClauseKind::Responsible(_) | ClauseKind::Note(_) => match rule.entries.last_mut() {
                Some(entry) if at_line => entry.about.push(clause),
                _ => rule.about.push(clause),
            },
        }
    }
    rule
}

/// The clauses of a reading, which can hold only what it can replace.
fn held<'a>(clauses: &'a [Clause], sink: &mut Sink) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for clause in clauses {
        match &clause.kind {
            ClauseKind::Cite(_) | ClauseKind::Responsible(_) | ClauseKind::Note(_) => match entries.last_mut() {
                Some(entry) => entry.about.push(clause),
                None => sink.report(Diagnostic::new("E0410", clause.span)),
            },
            ClauseKind::Reading { .. } | ClauseKind::Relation(_) => {
                sink.report(Diagnostic::new("E0410", clause.span));
            }
            _ => entries.push(Entry { clause, about: Vec::new() }),
        }
    }
    entries
}

/// The entries of a rule under one of its readings.
pub(super) fn under<'a>(entries: &[Entry<'a>], reading: &RuleReading<'a>, sink: &mut Sink) -> Vec<Entry<'a>> {
    if reading.braced { all_replaced(entries, reading) } else { nearest_replaced(entries, reading, sink) }
}

/// `reading strict: LINE`: in the place of the nearest line of its kind above.
fn nearest_replaced<'a>(entries: &[Entry<'a>], reading: &RuleReading<'a>, sink: &mut Sink) -> Vec<Entry<'a>> {
    let mut result = entries.to_vec();
    let Some(new) = reading.entries.first() else { return result };
    let above = entries.iter().take(reading.at).rposition(|entry| same_kind(entry.clause, new.clause));
    match above.and_then(|position| result.get_mut(position)) {
        Some(old) => *old = with_about(new, old),
        None if matches!(new.clause.kind, ClauseKind::ForEach(_) | ClauseKind::Except { .. }) => {
            result.insert(0, new.clone());
        }
        None => sink.report(Diagnostic::new("E0408", reading.span).with(&reading.name.name.text)),
    }
    result
}

/// `reading each_home: { … }`: in the place of all lines of the kinds that it holds.
fn all_replaced<'a>(entries: &[Entry<'a>], reading: &RuleReading<'a>) -> Vec<Entry<'a>> {
    let replaces = |entry: &Entry<'a>| reading.entries.iter().any(|new| same_kind(entry.clause, new.clause));
    let place = entries.iter().position(replaces).unwrap_or(reading.at.min(entries.len()));
    let removed: Vec<&Entry<'a>> = entries.iter().filter(|entry| replaces(entry)).collect();
    let mut taken: Vec<usize> = Vec::new();
    let mut result: Vec<Entry<'a>> = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        if position == place {
            result.extend(reading.entries.iter().map(|new| paired(new, &removed, &mut taken)));
        }
        if !replaces(entry) {
            result.push(entry.clone());
        }
    }
    if place == entries.len() {
        result.extend(reading.entries.iter().map(|new| paired(new, &removed, &mut taken)));
    }
    result
}

/// A new entry keeps what was said of the one whose turn it takes, unless it says something itself.
fn paired<'a>(new: &Entry<'a>, removed: &[&Entry<'a>], taken: &mut Vec<usize>) -> Entry<'a> {
    let free = |position: &usize| !taken.contains(position);
    let old = removed.iter().enumerate().filter(|(position, _)| free(position));
    let old =
        old.into_iter().find(|(_, old)| same_kind(old.clause, new.clause)).map(|(position, old)| (position, *old));
    match old {
        Some((position, old)) => {
            taken.push(position);
            with_about(new, old)
        }
        None => new.clone(),
    }
}

fn with_about<'a>(new: &Entry<'a>, old: &Entry<'a>) -> Entry<'a> {
    let about = if new.about.is_empty() { old.about.clone() } else { new.about.clone() };
    Entry { clause: new.clause, about }
}

fn same_kind(a: &Clause, b: &Clause) -> bool {
    std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
}
