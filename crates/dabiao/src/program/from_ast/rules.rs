//! Rules of the `Ast` -> `Rule`: the subject, exceptions and lines under the default reading, and again under each
//! reading that changes one of them or a `let` that they use.

use std::collections::{BTreeMap, BTreeSet};

use super::declarations::title;
use super::lines::{About, words};
use super::readings::{Entry, Grouped, RuleReading, grouped, under};
use super::{Checker, Sink};
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::order::sorted;
use crate::program::names::Found;
use crate::program::names::{LetId, SetName, ValueName};
use crate::program::{
    Body, EntityId, Exception, Line, LineKind, ReadingId, Requirement, Rule, Set, Stage, Subjects, Title,
};
use crate::span::Span;
use crate::syntax::ast::{Clause, ClauseKind, ForEach, Let, ReadingLet};

/// A rule as it was written.
#[derive(Clone, Debug)]
pub(super) struct Written<'a> {
    /// Its name.
    pub(super) title: Title,
    /// Its clauses.
    pub(super) clauses: Grouped<'a>,
    /// Its header, or the whole of a bare line.
    pub(super) span: Span,
    /// Whether it is the one rule of a file of bare clauses.
    pub(super) bare: bool,
    /// Whether its `for each` may be among what could not be read, so that its names cannot be known.
    pub(super) subject_is_unread: bool,
}

/// A rule under its default reading, with what later readings need to know of it.
#[derive(Debug)]
struct Checked {
    rule: Option<Rule>,
    uses: BTreeSet<LetId>,
}

impl<'a> Checker<'a> {
    /// Checks all rules under all readings.
    pub(super) fn rules(&mut self, written: &[Written<'a>], readings: &[&'a ReadingLet]) -> (Vec<Rule>, Vec<Title>) {
        let mut checked: Vec<Checked> = written.iter().map(|rule| self.default_reading(rule)).collect();
        let titles = reading_titles(written, readings);
        let base = self.lets.clone();
        for (position, title) in titles.iter().enumerate() {
            let mark = self.sink.mark();
            let changed = self.changed_lets(readings, &title.name);
            let affected = self.dependents(&changed);
            self.overlay = changed;
            for id in &affected {
                if let Some(slot) = self.lets.get_mut(id.0) {
                    *slot = None;
                }
            }
            self.define_all();
            self.keep_classes(&base);
            let mut matters = self.sink.mark() > mark;
            for (rule, known) in written.iter().zip(&mut checked) {
                matters |= self.under_reading(rule, known, (ReadingId(position), title), &affected);
            }
            if !matters {
                self.changes_nothing(readings, title);
            }
            self.lets.clone_from(&base);
            self.overlay.clear();
        }
        (checked.into_iter().filter_map(|known| known.rule).collect(), titles)
    }

    fn changes_nothing(&mut self, readings: &[&'a ReadingLet], title: &Title) {
        if let Some(reading) = readings.iter().find(|reading| reading.name.name.text == title.name) {
            self.report(Diagnostic::new("W0402", reading.span).with(&title.name));
        }
    }

    /// The `let`s that a reading of the policy gives another text.
    fn changed_lets(&mut self, readings: &[&'a ReadingLet], name: &str) -> BTreeMap<LetId, &'a Let> {
        let mut changed: BTreeMap<LetId, &'a Let> = BTreeMap::new();
        for reading in readings.iter().filter(|reading| reading.name.name.text == name) {
            for written in &reading.lets {
                let Some(id) = self.re_let(written) else { continue };
                if changed.insert(id, written).is_some() {
                    let name = &written.name.name;
                    self.report(Diagnostic::new("E0409", name.span).with(&name.text));
                }
            }
        }
        changed
    }

    /// The `let` that `written` is another text for.
    fn re_let(&mut self, written: &Let) -> Option<LetId> {
        let name = &written.name.name;
        let entity = match &written.of {
            Some(of) => {
                let Some(entity) = self.names.entity(&of.text) else {
                    if !self.names.is_poisoned(&of.text) {
                        self.report(Diagnostic::new("E0204", of.span).with(&of.text));
                    }
                    return None;
                };
                Some(entity)
            }
            None if self.names.open => Some(EntityId(0)),
            None => None,
        };
        let value = match entity.and_then(|entity| self.names.values.get(entity.0)) {
            Some(values) => values.find(&name.text),
            None => self.names.constants.find(&name.text),
        };
        let set = self.names.sets.find(&name.text);
        match (value, set) {
            (Found::One(ValueName::Let(id)), _) => Some(id),
            (_, Found::One(SetName::Let(id))) if written.of.is_none() => Some(id),
            _ if self.names.is_poisoned(&name.text) => None,
            _ => {
                let suggestion = self.names.nearest_value(entity, &name.text).filter(|near| *near != name.text);
                self.report(Diagnostic::new("E0415", name.span).with(&name.text).suggest(suggestion));
                None
            }
        }
    }

    /// A reading gives a name another value of the same class.
    fn keep_classes(&mut self, base: &[Option<std::rc::Rc<super::lets::Known>>]) {
        let mut faults = Vec::new();
        for (id, written) in &self.overlay {
            let before = base.get(id.0).and_then(Option::as_ref);
            let after = self.lets.get(id.0).and_then(Option::as_ref);
            if let (Some(before), Some(after)) = (before, after)
                && !before.value.is_poison()
                && !after.value.is_poison()
                && !before.value.is_like(&after.value)
            {
                let name = &written.name.name;
                let diagnostic = Diagnostic::new("E0423", name.span).with(&name.text);
                faults.push((*id, diagnostic.with(before.value.class()).with(after.value.class())));
            }
        }
        for (id, diagnostic) in faults {
            self.report(diagnostic);
            if let Some(slot) = self.lets.get_mut(id.0) {
                *slot = base.get(id.0).cloned().flatten();
            }
        }
    }

    fn default_reading(&mut self, written: &Written<'a>) -> Checked {
        self.begin();
        self.same_names(&written.clauses.entries);
        if written.clauses.entries.iter().all(|entry| !is_line(entry.clause)) && !self.broken {
            self.report(Diagnostic::new("E0418", written.span).with(&written.title.name));
        }
        let body = self.body(&written.clauses.entries, written);
        let uses = std::mem::take(&mut self.used);
        self.ever_used.extend(&uses);
        let About { citations, responsible, notes } = self.about(written.clauses.about.iter().copied());
        let relations = &written.clauses.relations;
        let relations: Vec<_> = relations
            .iter()
            .filter_map(|(relation, span)| self.relation(&written.title.name, relation, *span))
            .collect();
        let own = responsible.into_iter().filter(|body| !self.responsible.contains(body));
        let responsible = self.responsible.iter().copied().chain(own.collect::<Vec<_>>()).collect();
        let rule = body.map(|body| Rule {
            title: written.title.clone(),
            citations,
            responsible,
            notes,
            relations,
            body,
            under: Vec::new(),
            span: written.span,
        });
        Checked { rule, uses }
    }

    /// Checks a rule under a reading, where that changes it; whether it does.
    fn under_reading(
        &mut self,
        written: &Written<'a>,
        known: &mut Checked,
        (id, reading): (ReadingId, &Title),
        affected: &BTreeSet<LetId>,
    ) -> bool {
        let own = written.clauses.readings.iter().find(|own| own.name.name.text == reading.name);
        if own.is_none() && known.uses.is_disjoint(affected) {
            return false;
        }
        self.begin();
        let mark = self.sink.mark();
        let entries = match own {
            Some(own) => self.read_so(written, own),
            None => written.clauses.entries.clone(),
        };
        let body = self.body(&entries, written);
        self.ever_used.append(&mut self.used);
        let (Some(rule), Some(body)) = (&mut known.rule, body) else { return true };
        if same_body(&rule.body, &body) {
            if let Some(own) = own.filter(|_| self.sink.mark() == mark) {
                self.report(Diagnostic::new("W0402", own.span).with(&reading.name));
            }
            return own.is_some();
        }
        rule.under.push((id, body));
        true
    }

    fn read_so(&mut self, written: &Written<'a>, reading: &RuleReading<'a>) -> Vec<Entry<'a>> {
        let entries = under(&written.clauses.entries, reading, &mut self.sink);
        self.same_names(&entries);
        entries
    }

    /// The shown values of a rule have names of their own.
    fn same_names(&mut self, entries: &[Entry<'a>]) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            if let ClauseKind::Show { name, .. } = &entry.clause.kind
                && !seen.insert(&name.name.text)
            {
                self.report(Diagnostic::new("E0202", name.name.span).with(&name.name.text));
            }
        }
    }

    fn body(&mut self, entries: &[Entry<'a>], written: &Written<'a>) -> Option<Body> {
        self.sink.enter(None);
        let mut subjects: Option<Option<Subjects>> = None;
        for entry in entries {
            if let ClauseKind::ForEach(for_each) = &entry.clause.kind {
                if subjects.is_some() {
                    self.report(Diagnostic::new("E0417", entry.clause.span));
                } else {
                    subjects = Some(self.subjects(for_each));
                }
            }
        }
        let focus = match &subjects {
            Some(known) => known.as_ref().map(|known| known.set.entity),
            None if written.subject_is_unread => None,
            None => self.default_subject(written.span),
        };
        let focus = focus?;
        self.focus = Some(focus);
        self.subject = Some(focus);
        let lines = entries.iter().filter(|entry| is_line(entry.clause)).count();
        let may_omit_force = written.bare && lines == 1;
        let mut exceptions = Vec::new();
        let mut checked: Vec<Option<Line>> = Vec::new();
        for entry in entries {
            match &entry.clause.kind {
                ClauseKind::ForEach(_) => {}
                ClauseKind::Except { condition, reason } => {
                    let condition = self.condition(condition);
                    let reason = reason.as_ref().map(words);
                    exceptions.push(condition.map(|condition| Exception { condition, reason }));
                }
                _ => checked.push(self.line(entry, may_omit_force)),
            }
        }
        let subjects = subjects.flatten();
        let exceptions = exceptions.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Body { subjects, exceptions, lines: checked.into_iter().collect::<Option<Vec<_>>>()? })
    }

    /// `for each county where population > 300_000 expect 32`
    fn subjects(&mut self, for_each: &ForEach) -> Option<Subjects> {
        let expect = for_each.expect.as_ref();
        if let Some(expect) = expect.filter(|expect| !is_count(&expect.value)) {
            self.report(Diagnostic::new("E0419", expect.span));
        }
        let set: Set = self.set(&for_each.set)?;
        if let Some(territory) = self.territory
            && territory != set.entity
            && !self.names.lies_below(set.entity, territory)
        {
            let (rows, above) = (self.names.entity_name(set.entity), self.names.entity_name(territory));
            self.report(Diagnostic::new("E0422", for_each.set.span).with(rows).with(above));
        }
        self.focus = Some(set.entity);
        self.subject = self.focus;
        let condition = match &for_each.condition {
            Some(condition) => Some(self.condition(condition)?),
            None => None,
        };
        Some(Subjects { set, condition, expect: expect.map(|expect| expect.value.clone()) })
    }

    /// The entity of a rule without `for each`: of the territory, else the one top table.
    fn default_subject(&mut self, span: Span) -> Option<EntityId> {
        if self.territory.is_some() || self.territory_is_broken {
            return self.territory;
        }
        let parent = |position: usize| self.names.entities.get(position).and_then(|entity| entity.parent);
        // Of two entities of one name only the first is known.
        let is_known = |position: usize| {
            let name = self.names.entities.get(position).map_or("", |entity| entity.title.name.as_str());
            self.names.open || self.names.entity(name) == Some(EntityId(position))
        };
        let is_top = |position: &usize| parent(*position).is_none_or(|parent| parent.0 == *position);
        let positions = 0..self.names.entities.len();
        let tops: Vec<usize> = positions.filter(|position| is_top(position) && is_known(*position)).collect();
        match tops.as_slice() {
            [only] => Some(EntityId(*only)),
            [] => None,
            _ => {
                let names: Vec<String> = tops.iter().map(|top| self.names.entity_name(EntityId(*top))).collect();
                self.report(Diagnostic::new("E0421", span).with(names.join(", ")));
                None
            }
        }
    }
}

/// Whether a clause is a line, which a rule has at least one of.
fn is_line(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Line(_) | ClauseKind::Eligible { .. } | ClauseKind::Show { .. })
}

fn is_count(number: &Number) -> bool {
    number.is_whole() && number.is_positive()
}

/// Makes the written rule of a name and its clauses.
pub(super) fn written<'a>(
    title: Title,
    clauses: impl IntoIterator<Item = &'a Clause>,
    span: Span,
    bare: bool,
    sink: &mut Sink,
) -> Written<'a> {
    Written { title, clauses: grouped(clauses, sink), span, bare, subject_is_unread: false }
}

/// Every reading by its name, in the order of its first place.
fn reading_titles(written: &[Written<'_>], readings: &[&ReadingLet]) -> Vec<Title> {
    let of_policy = readings.iter().map(|reading| (&reading.name, reading.span));
    let of_rules = written.iter().flat_map(|rule| &rule.clauses.readings).map(|reading| (reading.name, reading.span));
    let places = sorted(of_policy.chain(of_rules).collect(), |(_, span), (_, other)| span.cmp(other));
    let mut titles: Vec<Title> = Vec::new();
    for (labelled, _) in places {
        match titles.iter_mut().find(|known| known.name == labelled.name.text) {
            Some(known) if known.en.is_none() => *known = title(labelled),
            Some(_) => {}
            None => titles.push(title(labelled)),
        }
    }
    titles
}

/// Whether two bodies say the same, wherever they stand.
fn same_body(a: &Body, b: &Body) -> bool {
    a.subjects == b.subjects
        && a.exceptions == b.exceptions
        && a.lines.len() == b.lines.len()
        && a.lines.iter().zip(&b.lines).all(|(a, b)| same_kind(&a.kind, &b.kind))
}

fn same_kind(a: &LineKind, b: &LineKind) -> bool {
    match (a, b) {
        (LineKind::Duty(a), LineKind::Duty(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_stage(a, b)),
        (LineKind::Eligible { what: a, condition: c }, LineKind::Eligible { what: b, condition: d }) => {
            a == b && c == d
        }
        (LineKind::Show { title: a, value: c }, LineKind::Show { title: b, value: d }) => a == b && c == d,
        _ => false,
    }
}

fn same_stage(a: &Stage, b: &Stage) -> bool {
    let same_requirement = match (&a.requirement, &b.requirement) {
        (Requirement::Condition(a), Requirement::Condition(b)) => a == b,
        (Requirement::Event(a), Requirement::Event(b)) => a == b,
        _ => false,
    };
    same_requirement && a.due == b.due && a.force == b.force && a.in_principle == b.in_principle
}
