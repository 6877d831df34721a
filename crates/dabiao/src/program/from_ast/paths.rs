//! Names in expressions -> what they stand for: attributes of the row in focus, derived attributes, constants, values of
//! an enumeration, attributes of an ancestor (`county.population`), and sets. An unknown name is told with what was
//! probably meant.

use std::rc::Rc;

use super::Checker;
use super::segments::{segmented, segmented_by_signs};
use crate::diagnostic::{Diagnostic, nearest};
use crate::program::names::{Found, SetName, ValueName};
use crate::program::types::{Enumeration, Value};
use crate::program::units::{Counted, Kind};
use crate::program::walk::{self, NodeMut};
use crate::program::{AttributeId, Cell, Choice, Condition, EntityId, Moment, Quantity, Set, TextCell, Type};
use crate::span::Span;
use crate::syntax::ast::{Name, Path};

impl Checker<'_> {
    /// `population`, `county.population`, `public`
    pub(super) fn path(&mut self, path: &Path, wanted: Option<&Rc<Enumeration>>) -> Value {
        match path.names.as_slice() {
            [name] => self.name(name, wanted),
            [set, attribute] => self.of_ancestor(set, attribute, path.span),
            _ => self.fault("E0223", path.span),
        }
    }

    fn name(&mut self, name: &Name, wanted: Option<&Rc<Enumeration>>) -> Value {
        if let Some(of) = wanted
            && let Some(position) = of.position(&name.text)
        {
            return Value::Choice(Choice::Literal(position), Rc::clone(of));
        }
        match self.names.value(self.focus, &name.text) {
            Found::One(target) => self.target(target, name),
            Found::Several(names) => {
                self.report(Diagnostic::new("E0224", name.span).with(&name.text).with(names.join(", ")));
                Value::Poison
            }
            Found::Poisoned => Value::Poison,
            Found::Nothing => self.nothing(name, wanted),
        }
    }

    fn target(&mut self, target: ValueName, name: &Name) -> Value {
        match target {
            ValueName::Attribute(id) => self.cell(Cell { of: None, attribute: id }),
            ValueName::Id => Value::Text(TextCell::Id(None)),
            ValueName::Name => Value::Text(TextCell::Name(None)),
            ValueName::Let(id) => self.let_value(id, name.span),
        }
    }

    /// The value of a cell, by the type of its attribute.
    fn cell(&self, cell: Cell) -> Value {
        let Some(attribute) = self.names.attribute(cell.attribute) else { return Value::Poison };
        let enumeration = || self.names.enumerations.get(&cell.attribute).map(Rc::clone);
        match &attribute.of_type {
            Type::Quantity(unit) => Value::Number(Quantity::Cell(cell), Kind::counting(Counted::Unit(*unit))),
            Type::OpenQuantity | Type::Number => Value::Number(Quantity::Cell(cell), Kind::plain()),
            Type::Flag => Value::Condition(Condition::Flag(cell)),
            Type::Date => Value::Moment(Moment::Cell(cell)),
            Type::Text => Value::Text(TextCell::Attribute(cell)),
            Type::OneOf(_) | Type::Ordered(_) => match enumeration() {
                Some(of) => Value::Choice(Choice::Cell(cell), of),
                None => Value::Poison,
            },
            Type::SetOf(_) => match enumeration() {
                Some(of) => Value::Items(cell, of),
                None => Value::Poison,
            },
        }
    }

    fn nothing(&mut self, name: &Name, wanted: Option<&Rc<Enumeration>>) -> Value {
        if self.names.is_poisoned(&name.text) {
            return Value::Poison;
        }
        if self.names.open {
            if let Some(spaced) = segmented_by_signs(&name.text).filter(|_| !is_quoted(name)) {
                self.report(Diagnostic::new("E0219", name.span).with(&name.text).suggest(Some(spaced)));
                return Value::Poison;
            }
            let attribute = self.names.open_attribute(&name.text);
            return self.cell(Cell { of: None, attribute });
        }
        if let Some(of) = wanted {
            let suggestion = nearest(&name.text, of.words()).map(str::to_string);
            let values: Vec<&str> = of.values.iter().map(|value| value.name.as_str()).collect();
            self.report(
                Diagnostic::new("E0209", name.span).with(&name.text).with(values.join(", ")).suggest(suggestion),
            );
            return Value::Poison;
        }
        let diagnostic = self.unknown(name);
        self.report(diagnostic);
        Value::Poison
    }

    /// What to say of a name that stands for no value here.
    fn unknown(&self, name: &Name) -> Diagnostic {
        let word = name.text.as_str();
        if let Some(spaced) = segmented(word, |part| self.is_known(part)).filter(|_| !is_quoted(name)) {
            return Diagnostic::new("E0219", name.span).with(word).suggest(Some(spaced));
        }
        if self.names.sets.find(word) != Found::Nothing {
            return Diagnostic::new("E0213", name.span).with(word);
        }
        let owners = self.names.owners(word);
        let preferred = self.subject.filter(|subject| owners.contains(subject)).or_else(|| owners.first().copied());
        match (preferred, self.focus) {
            (Some(owner), Some(focus)) => self.of_another(name, owner, &owners, focus),
            (Some(owner), None) => {
                let entity = self.names.entity_name(owner);
                Diagnostic::new("E0218", name.span).with(word).with(entity)
            }
            (None, focus) => {
                let suggestion = self.names.nearest_value(focus, word);
                Diagnostic::new("E0201", name.span).with(word).suggest(suggestion)
            }
        }
    }

    /// An attribute of an ancestor, or of what lies below the row, used as if it were the row's own.
    fn of_another(&self, name: &Name, first: EntityId, owners: &[EntityId], focus: EntityId) -> Diagnostic {
        let word = name.text.as_str();
        let above = owners.iter().copied().filter(|owner| self.names.lies_below(focus, *owner));
        let owner = above.clone().find(|owner| Some(*owner) == self.subject).or_else(|| above.clone().next());
        let (entity, row) = (self.names.entity_name(owner.unwrap_or(first)), self.names.entity_name(focus));
        let suggestion = match owner {
            Some(_) => Some(format!("{entity}.{word}")),
            None => {
                let own = self.names.nearest_value(Some(focus), word).filter(|near| near != word);
                let below = self.names.lies_below(first, focus).then(|| format!("sum({word} over {entity})"));
                own.or(below)
            }
        };
        Diagnostic::new("E0211", name.span).with(word).with(entity).with(row).suggest(suggestion)
    }

    /// Whether a word is a name or a label of anything that an expression may name.
    fn is_known(&self, word: &str) -> bool {
        let value = self.names.value(self.focus, word) != Found::Nothing || !self.names.owners(word).is_empty();
        value || self.names.sets.find(word) != Found::Nothing
    }

    /// `county.population`: of the nearest ancestor, or of the row itself, in that set.
    fn of_ancestor(&mut self, set: &Name, attribute: &Name, span: Span) -> Value {
        let Some(set_found) = self.set(&Path { names: vec![set.clone()], span: set.span }) else {
            return Value::Poison;
        };
        let Some(focus) = self.focus else {
            let entity = self.names.entity_name(set_found.entity);
            self.report(Diagnostic::new("E0218", span).with(&attribute.text).with(entity));
            return Value::Poison;
        };
        if focus != set_found.entity && !self.names.lies_below(focus, set_found.entity) {
            let (row, above) = (self.names.entity_name(focus), self.names.entity_name(set_found.entity));
            self.report(Diagnostic::new("E0221", span).with(row).with(above));
            return Value::Poison;
        }
        let Some(values) = self.names.values.get(set_found.entity.0) else { return Value::Poison };
        match values.find(&attribute.text) {
            Found::One(ValueName::Attribute(id)) => self.cell(of(set_found, id)),
            Found::One(ValueName::Id) => Value::Text(TextCell::Id(Some(Box::new(set_found)))),
            Found::One(ValueName::Name) => Value::Text(TextCell::Name(Some(Box::new(set_found)))),
            Found::One(ValueName::Let(id)) => {
                let value = self.let_value(id, attribute.span);
                self.moved(value, &set_found, attribute)
            }
            Found::Nothing if !self.names.is_poisoned(&attribute.text) => {
                let suggestion = self.names.nearest_value(Some(set_found.entity), &attribute.text);
                self.report(Diagnostic::new("E0201", attribute.span).with(&attribute.text).suggest(suggestion));
                Value::Poison
            }
            _ => Value::Poison,
        }
    }

    /// A derived attribute of the row in focus as one of an ancestor: each of its cells is read there. What counts
    /// members or looks further up cannot be moved so.
    fn moved(&mut self, mut value: Value, set: &Set, attribute: &Name) -> Value {
        let mut fixed = false;
        if let Some(node) = value.node() {
            walk::all(node, &mut |part| fixed |= matches!(part, walk::Node::Set(_)));
        }
        if fixed {
            self.report(Diagnostic::new("E0220", attribute.span).with(&attribute.text));
            return Value::Poison;
        }
        let mut open: Vec<NodeMut<'_>> = match &mut value {
            Value::Number(quantity, _) => vec![NodeMut::Quantity(quantity)],
            Value::Condition(condition) => vec![NodeMut::Condition(condition)],
            Value::Moment(moment) => vec![NodeMut::Moment(moment)],
            Value::Choice(choice, _) => vec![NodeMut::Choice(choice)],
            Value::Items(cell, _) => vec![NodeMut::Cell(cell)],
            Value::Text(text) => vec![NodeMut::Text(text)],
            _ => Vec::new(),
        };
        while let Some(node) = open.pop() {
            match node {
                NodeMut::Cell(cell) => cell.of = Some(Box::new(set.clone())),
                NodeMut::Text(TextCell::Id(of) | TextCell::Name(of)) => *of = Some(Box::new(set.clone())),
                other => walk::children_of_mut(other, &mut |child| open.push(child)),
            }
        }
        value
    }

    /// A set by its name or label.
    pub(super) fn set(&mut self, path: &Path) -> Option<Set> {
        let [name] = path.names.as_slice() else {
            self.report(Diagnostic::new("E0223", path.span));
            return None;
        };
        match self.names.sets.find(&name.text) {
            Found::One(SetName::Entity(entity)) => {
                let title = self.names.entities.get(entity.0)?.title.clone();
                Some(Set { title, entity, condition: None })
            }
            Found::One(SetName::Let(id)) => match self.let_value(id, name.span) {
                Value::Set(set) => Some(set),
                _ => None,
            },
            Found::Nothing if !self.names.is_poisoned(&name.text) => {
                let diagnostic = self.unknown_set(name);
                self.report(diagnostic);
                None
            }
            _ => None,
        }
    }

    fn unknown_set(&self, name: &Name) -> Diagnostic {
        if self.names.open {
            return Diagnostic::new("E0315", name.span);
        }
        let near = nearest(&name.text, self.names.sets.words()).map(str::to_string);
        let is_value = !self.names.owners(&name.text).is_empty();
        if is_value && near.is_none() {
            return Diagnostic::new("E0225", name.span).with(&name.text);
        }
        Diagnostic::new("E0204", name.span).with(&name.text).suggest(near)
    }
}

fn of(set: Set, attribute: AttributeId) -> Cell {
    Cell { of: Some(Box::new(set)), attribute }
}

/// Whether a name stands in backquotes, and so is one name for certain.
fn is_quoted(name: &Name) -> bool {
    (name.span.end.saturating_sub(name.span.start)) as usize > name.text.len()
}
