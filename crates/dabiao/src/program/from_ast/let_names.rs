//! The names of `let`s -> the scopes they belong to: sets, derived attributes of an entity, constants and inputs. What
//! they stand for is checked in `lets`.

use std::collections::BTreeMap;

use super::declarations::{Declarations, Placed, title};
use crate::diagnostic::Diagnostic;
use crate::program::names::{Definition, Found, LetId, Role, SetName, ValueName};
use crate::program::{EntityId, Input, InputId, Title, Type};
use crate::span::Span;
use crate::syntax::ast::{self, ExprKind, Item, LetBody};

impl<'a> Declarations<'_, 'a> {
    /// Finds the `let`s that name sets, before any scope is filled.
    pub(super) fn find_sets(&mut self, items: &[Placed<'a>]) {
        let written: Vec<&'a ast::Let> = written(items).map(|(_, written)| written).collect();
        let is_set = self.named_sets(&written);
        let names = written.iter().zip(is_set);
        self.sets = names.map(|(written, is_set)| is_set.then_some(written.name.name.text.as_str())).collect();
    }

    /// Declares every `let`.
    pub(super) fn lets(&mut self, items: &[Placed<'a>]) {
        for (position, (placed, written)) in written(items).enumerate() {
            self.sink.enter(placed.origin.as_ref());
            let is_set = self.sets.get(position).is_some_and(Option::is_some);
            self.one_let(placed, written, is_set);
        }
        self.labels_of_values();
    }

    fn one_let(&mut self, placed: &Placed<'a>, written: &'a ast::Let, is_set: bool) {
        let id = LetId(self.names.definitions.len());
        let title = title(&written.name);
        let of = match &written.of {
            Some(name) => self.entity(name),
            None if self.names.open && matches!(written.body, LetBody::Value(_)) => Some(EntityId(0)),
            None => None,
        };
        let broken = written.of.is_some() && of.is_none();
        let role = match &written.body {
            _ if broken => Role::Poison,
            LetBody::Input(of_type) => self.input(of_type, &title),
            _ if is_set => Role::Set,
            _ => Role::Value,
        };
        if let (true, Some(of)) = (is_set, &written.of) {
            self.sink.report(Diagnostic::new("E0222", of.span).with(&title.name));
        }
        let clash = match (is_set, of) {
            _ if broken => {
                self.names.poisoned.insert(title.name.clone());
                Ok(())
            }
            (true, _) => self.names.sets.declare(&title, SetName::Let(id)),
            (false, Some(entity)) => match self.names.values.get_mut(entity.0) {
                Some(values) => values.declare(&title, ValueName::Let(id)),
                None => Ok(()),
            },
            (false, None) => self.names.constants.declare(&title, ValueName::Let(id)),
        };
        self.sink.clash(&written.name, clash);
        let origin = placed.origin.clone();
        self.names.definitions.push(Definition { written, title, of, role, origin, private: placed.private });
    }

    /// `let province = region where kind = province`: the labels of the value are labels of the set, if it has none of
    /// its own and they are free.
    fn labels_of_values(&mut self) {
        for position in 0..self.names.definitions.len() {
            let Some(known) = self.names.definitions.get(position) else { continue };
            let Some(value) = self.value_of_set(known.written).cloned() else { continue };
            let title = Title { name: known.title.name.clone(), ..value };
            if self.names.sets.label(&title, SetName::Let(LetId(position)))
                && let Some(known) = self.names.definitions.get_mut(position)
            {
                known.title = title;
            }
        }
    }

    fn value_of_set(&self, written: &ast::Let) -> Option<&Title> {
        let LetBody::Set { base, condition } = &written.body else { return None };
        let ExprKind::Compare { comparison: ast::Comparison::Equal, left, right } = &condition.kind else {
            return None;
        };
        let values = self.names.values.get(self.names.entity(only(base)?)?.0)?;
        let Found::One(ValueName::Attribute(id)) = values.find(only_name(left)?) else { return None };
        let of = self.names.enumerations.get(&id)?;
        let value = of.position(only_name(right)?).and_then(|position| of.values.get(position));
        value.filter(|_| written.name.labels.is_none())
    }

    fn input(&mut self, written: &ast::Type, title: &Title) -> Role {
        let Some((of_type, _)) = self.of_type(written) else { return Role::Poison };
        if !matches!(of_type, Type::Quantity(_) | Type::Number | Type::Flag | Type::Date) {
            let span = type_span(written);
            self.sink.report(Diagnostic::new("E0308", span).with(&title.name));
            return Role::Poison;
        }
        let id = InputId(self.names.inputs.len());
        self.names.inputs.push(Input { title: title.clone(), of_type });
        Role::Input(id)
    }

    /// For each `let` whether it names a set: one with `where`, or another name of an entity or of such a `let`.
    fn named_sets(&self, written: &[&'a ast::Let]) -> Vec<bool> {
        let by_name: BTreeMap<&str, usize> =
            written.iter().enumerate().map(|(position, written)| (written.name.name.text.as_str(), position)).collect();
        let mut known: Vec<Option<bool>> = written
            .iter()
            .map(|written| match &written.body {
                LetBody::Set { .. } => Some(true),
                LetBody::Value(_) if written.of.is_none() => None,
                _ => Some(false),
            })
            .collect();
        for start in 0..written.len() {
            let mut chain = Vec::new();
            let mut current = start;
            let answer = loop {
                if let Some(answer) = known.get(current).copied().flatten() {
                    break answer;
                }
                if chain.contains(&current) {
                    break false;
                }
                chain.push(current);
                let target = written.get(current).and_then(|written| alias(written));
                match target {
                    Some(word) => match by_name.get(word) {
                        Some(next) => current = *next,
                        None => break self.names.entity(word).is_some(),
                    },
                    None => break false,
                }
            };
            for position in chain {
                if let Some(slot) = known.get_mut(position) {
                    *slot = Some(answer);
                }
            }
        }
        known.into_iter().map(|answer| answer.unwrap_or(false)).collect()
    }
}

fn written<'p, 'a>(items: &'p [Placed<'a>]) -> impl Iterator<Item = (&'p Placed<'a>, &'a ast::Let)> {
    items.iter().filter_map(|placed| match placed.item {
        Item::Let(written) => Some((placed, written)),
        _ => None,
    })
}

fn alias(written: &ast::Let) -> Option<&str> {
    match &written.body {
        LetBody::Value(value) => only_name(value),
        _ => None,
    }
}

fn only_name(expr: &ast::Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Path(path) => only(path),
        _ => None,
    }
}

fn only(path: &ast::Path) -> Option<&str> {
    match path.names.as_slice() {
        [name] => Some(&name.text),
        _ => None,
    }
}

fn type_span(written: &ast::Type) -> Span {
    match written {
        ast::Type::Named(name) => name.span,
        ast::Type::OneOf(values) | ast::Type::Ordered(values) | ast::Type::SetOf(values) => {
            let spans = values.iter().map(|value| value.name.span);
            spans.reduce(Span::to).unwrap_or_default()
        }
    }
}
