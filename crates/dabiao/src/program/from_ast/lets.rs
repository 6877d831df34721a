//! `let`s of the `Ast` -> values, each checked once for a reading and put in place where it is used. They are worked off
//! a list, not by recursion, so that a chain of any length needs no stack; a cycle, a term too large and one that nests
//! too deeply are errors.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Checker;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::program::names::{LetId, Role};
use crate::program::types::Value;
use crate::program::units::{Counted, Kind};
use crate::program::{Condition, InputId, Moment, Quantity, Set, Title, Type};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Let, LetBody, Path, Step};

/// The most parts of one rule, or of one `let`, with every `let` put in its place.
pub const MOST_PARTS: usize = 20_000;
/// The most parts of a whole program, over all readings.
pub const MOST_PARTS_IN_ALL: usize = 2_000_000;
/// How deep the parts of a `let` may nest.
const DEEPEST: usize = 200;

/// A checked `let`.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// What it stands for.
    pub(super) value: Value,
    /// The number of its parts.
    pub(super) size: usize,
    /// The `let`s that it uses directly.
    pub(super) uses: BTreeSet<LetId>,
}

/// What has been spent on parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Budget {
    item: usize,
    all: usize,
    told: bool,
    told_all: bool,
}

impl<'a> Checker<'a> {
    /// Checks every `let` that is not known yet.
    pub(super) fn define_all(&mut self) {
        for position in 0..self.names.definitions.len() {
            self.define(LetId(position));
        }
    }

    fn define(&mut self, first: LetId) {
        let mut waiting = vec![first];
        let mut begun: BTreeSet<LetId> = BTreeSet::new();
        while let Some(id) = waiting.last().copied() {
            if self.lets.get(id.0).is_none_or(Option::is_some) {
                waiting.pop();
                begun.remove(&id);
                continue;
            }
            begun.insert(id);
            let mark = self.sink.mark();
            self.begin();
            let value = self.body_of(id);
            if self.missing.is_empty() {
                self.store(id, value);
                continue;
            }
            self.sink.back_to(mark);
            let missing = std::mem::take(&mut self.missing);
            match missing.iter().find(|missing| begun.contains(missing)) {
                Some(again) => self.cycle(*again, &waiting, &begun),
                None => waiting.extend(missing),
            }
        }
        self.sink.enter(None);
    }

    /// Begins a term of its own: a `let` or a rule.
    pub(super) fn begin(&mut self) {
        self.missing.clear();
        self.used.clear();
        self.budget.item = 0;
        self.budget.told = false;
    }

    fn store(&mut self, id: LetId, value: Value) {
        let (size, depth) = value.size_and_depth();
        let mut value = value;
        if depth > DEEPEST {
            if let Some(written) = self.written(id) {
                let name = &written.name.name;
                self.report(Diagnostic::new("E0503", name.span).with(&name.text).with(DEEPEST));
            }
            value = Value::Poison;
        }
        let known = Known { value, size, uses: self.used.clone() };
        if let Some(slot) = self.lets.get_mut(id.0) {
            *slot = Some(Rc::new(known));
        }
    }

    fn cycle(&mut self, again: LetId, waiting: &[LetId], begun: &BTreeSet<LetId>) {
        let from = waiting.iter().position(|id| *id == again).unwrap_or(0);
        let ring = waiting.iter().skip(from).filter(|id| begun.contains(id));
        let names: Vec<String> = ring
            .chain(std::iter::once(&again))
            .filter_map(|id| self.written(*id).map(|written| written.name.name.text.clone()))
            .collect();
        let origin = self.names.definition(again).and_then(|known| known.origin.clone());
        self.sink.enter(origin.as_ref());
        if let Some(written) = self.written(again) {
            let name = &written.name.name;
            self.report(Diagnostic::new("E0208", name.span).with(&name.text).with(shortened(&names)));
        }
        self.store(again, Value::Poison);
    }

    /// The text of a `let`, under the reading that is being checked.
    pub(super) fn written(&self, id: LetId) -> Option<&'a Let> {
        self.overlay.get(&id).copied().or_else(|| self.names.definitions.get(id.0).map(|known| known.written))
    }

    /// What a `let` stands for; it is noted as used, and as missing where it has not been checked yet.
    pub(super) fn let_value(&mut self, id: LetId, span: Span) -> Value {
        self.used.insert(id);
        let Some(known) = self.lets.get(id.0).cloned().flatten() else {
            self.missing.push(id);
            return Value::Poison;
        };
        if self.spend(known.size, span) { known.value.clone() } else { Value::Poison }
    }

    /// Spends parts; false, and an error, beyond the limits.
    pub(super) fn spend(&mut self, parts: usize, span: Span) -> bool {
        self.budget.item = self.budget.item.saturating_add(parts);
        self.budget.all = self.budget.all.saturating_add(parts);
        if self.budget.all > MOST_PARTS_IN_ALL {
            if !std::mem::replace(&mut self.budget.told_all, true) {
                self.report(Diagnostic::new("E0502", span).with(MOST_PARTS_IN_ALL));
            }
            return false;
        }
        if self.budget.item > MOST_PARTS {
            if !std::mem::replace(&mut self.budget.told, true) {
                self.report(Diagnostic::new("E0501", span).with(MOST_PARTS));
            }
            return false;
        }
        true
    }

    fn body_of(&mut self, id: LetId) -> Value {
        let Some(definition) = self.names.definitions.get(id.0) else { return Value::Poison };
        let (role, of, origin) = (definition.role, definition.of, definition.origin.clone());
        let title = definition.title.clone();
        self.sink.enter(origin.as_ref());
        self.focus = of;
        self.subject = of;
        let Some(written) = self.written(id) else { return Value::Poison };
        let role = match role {
            // A reading may supply what is otherwise an input.
            Role::Input(_) if self.overlay.contains_key(&id) => Role::Value,
            other => other,
        };
        match (role, &written.body) {
            (Role::Input(input), LetBody::Input(_)) => self.input(input),
            (Role::Set, LetBody::Set { base, condition }) => self.named_set(title, base, Some(condition)),
            (Role::Set, LetBody::Value(Expr { kind: ExprKind::Path(path), .. })) => self.named_set(title, path, None),
            (Role::Value, LetBody::Value(value)) => self.value(value, None),
            (Role::Value, LetBody::Steps(steps)) => self.over_time(steps),
            (Role::Poison, _) => Value::Poison,
            // Only a reading can give a name a body of another kind.
            _ => {
                let name = &written.name.name;
                self.report(Diagnostic::new("E0427", name.span).with(&name.text));
                Value::Poison
            }
        }
    }

    fn input(&self, id: InputId) -> Value {
        match self.names.inputs.get(id.0).map(|input| &input.of_type) {
            Some(Type::Quantity(unit)) => Value::Number(Quantity::Input(id), Kind::counting(Counted::Unit(*unit))),
            Some(Type::Number) => Value::Number(Quantity::Input(id), Kind::plain()),
            Some(Type::Flag) => Value::Condition(Condition::FlagInput(id)),
            Some(Type::Date) => Value::Moment(Moment::Input(id)),
            _ => Value::Poison,
        }
    }

    fn named_set(&mut self, title: Title, base: &Path, condition: Option<&Expr>) -> Value {
        let Some(set) = self.set(base) else { return Value::Poison };
        self.focus = Some(set.entity);
        self.subject = self.focus;
        match self.narrowed(set, condition) {
            Some(set) => Value::Set(Set { title, ..set }),
            None => Value::Poison,
        }
    }

    /// `6 from 2021, 8 from 2025`
    fn over_time(&mut self, steps: &[Step]) -> Value {
        let values: Vec<(Value, Span)> =
            steps.iter().map(|step| (self.value(&step.value, None), step.value.span)).collect();
        for (before, after) in steps.iter().zip(steps.iter().skip(1)) {
            if after.from.period.first() <= before.from.period.first() {
                self.report(Diagnostic::new("E0407", after.from.span));
            }
        }
        if values.iter().any(|(value, _)| value.is_poison()) {
            return Value::Poison;
        }
        let Some((quantities, kind)) = self.agreeing(values) else { return Value::Poison };
        let from = steps.iter().map(|step| step.from.period.first());
        let steps: Vec<(Date, Quantity)> = from.zip(quantities).collect();
        Value::Number(Quantity::OverTime(steps), kind)
    }

    /// The `let`s that change when `changed` do: those, and all that use them.
    pub(super) fn dependents(&self, changed: &BTreeMap<LetId, &'a Let>) -> BTreeSet<LetId> {
        let mut users: BTreeMap<LetId, Vec<LetId>> = BTreeMap::new();
        for (position, known) in self.lets.iter().enumerate() {
            for used in known.iter().flat_map(|known| &known.uses) {
                users.entry(*used).or_default().push(LetId(position));
            }
        }
        let mut affected: BTreeSet<LetId> = BTreeSet::new();
        let mut waiting: Vec<LetId> = changed.keys().copied().collect();
        while let Some(id) = waiting.pop() {
            if affected.insert(id) {
                waiting.extend(users.get(&id).into_iter().flatten());
            }
        }
        affected
    }
}

/// A ring of names as it is shown; of a long one the first and the last.
fn shortened(names: &[String]) -> String {
    const MOST: usize = 12;
    match (names.get(..MOST), names.last()) {
        (Some(first), Some(last)) if names.len() > MOST => format!("{} → … → {last}", first.join(" → ")),
        _ => names.join(" → "),
    }
}
