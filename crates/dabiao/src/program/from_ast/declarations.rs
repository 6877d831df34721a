//! Declarations of the `Ast` -> `Names`: units, bodies, entities with their attributes, and which scope each `let`
//! belongs to. What the `let`s say is checked later, in `lets`.

use std::rc::Rc;

use super::Sink;
use crate::diagnostic::{Diagnostic, nearest};
use crate::program::names::{Clash, Found, Names, Namespace, Origin, SetName, ValueName};
use crate::program::types::Enumeration;
use crate::program::{Attribute, AttributeId, BodyId, Entity, EntityId, Title, Type, Unit, UnitId};
use crate::syntax::ast::{self, Item, Labelled};

/// Columns that every table may have, and that no attribute may be called.
const RESERVED: [&str; 5] = ["id", "name", "in", "date", "unlisted"];
/// The types that are no units.
const BUILT_IN: [&str; 4] = ["number", "flag", "date", "text"];

/// A declaration with where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    /// The declaration.
    pub(super) item: &'a Item,
    /// The `use` that brought it.
    pub(super) origin: Option<Rc<Origin>>,
    /// Whether nobody outside the file can use it.
    pub(super) private: bool,
}

/// The title of a name with its labels.
pub(super) fn title(labelled: &Labelled) -> Title {
    let labels = labelled.labels.as_ref();
    Title {
        name: labelled.name.text.clone(),
        en: labels.map(|labels| labels.en.value.clone()),
        zh: labels.and_then(|labels| labels.zh.as_ref()).map(|text| text.value.clone()),
    }
}

/// Declares everything that `items` declare.
pub(super) fn declare<'a>(names: &mut Names<'a>, items: &[Placed<'a>], sink: &mut Sink) {
    let mut declarations = Declarations { names, sink, sets: Vec::new() };
    declarations.units_and_bodies(items);
    declarations.entity_names(items);
    declarations.find_sets(items);
    let entity_count = declarations.names.entities.len();
    declarations.names.open = entity_count == 0 && !declarations.names.uncertain;
    if declarations.names.open {
        let title = Title { name: "facts".to_string(), en: None, zh: None };
        declarations.add_entity(title);
    }
    declarations.attributes(items);
    declarations.parents(items);
    declarations.lets(items);
}

pub(super) struct Declarations<'n, 'a> {
    pub(super) names: &'n mut Names<'a>,
    pub(super) sink: &'n mut Sink,
    /// The names of the `let`s that name sets, none for the others, in source order.
    pub(super) sets: Vec<Option<&'a str>>,
}

impl<'a> Declarations<'_, 'a> {
    fn units_and_bodies(&mut self, items: &[Placed<'a>]) {
        for placed in items {
            self.sink.enter(placed.origin.as_ref());
            match placed.item {
                Item::Unit(unit) => {
                    let id = UnitId(self.names.units.len());
                    let known = Unit { title: title(&unit.name), whole: unit.whole };
                    self.refuse_reserved(&unit.name, &BUILT_IN);
                    let clash = self.names.unit_names.declare(&known.title, id);
                    self.sink.clash(&unit.name, clash);
                    self.names.units.push(known);
                }
                Item::Body(body) => {
                    let id = BodyId(self.names.bodies.len());
                    let known = title(body);
                    let clash = self.names.body_names.declare(&known, id);
                    self.sink.clash(body, clash);
                    self.names.bodies.push(known);
                }
                _ => {}
            }
        }
    }

    fn refuse_reserved(&mut self, labelled: &Labelled, reserved: &[&str]) {
        if reserved.contains(&labelled.name.text.as_str()) {
            self.sink.report(Diagnostic::new("E0206", labelled.name.span).with(&labelled.name.text));
        }
    }

    fn add_entity(&mut self, title: Title) -> EntityId {
        let id = EntityId(self.names.entities.len());
        self.names.entities.push(Entity { title, parent: None, from: None, until: None, attributes: Vec::new() });
        let mut values = Namespace::default();
        for (word, target) in [("id", ValueName::Id), ("name", ValueName::Name)] {
            let title = Title { name: word.to_string(), en: None, zh: None };
            // The namespace is empty, so the word is free.
            let _ = values.declare(&title, target);
        }
        self.names.values.push(values);
        id
    }

    fn entity_names(&mut self, items: &[Placed<'a>]) {
        for (placed, entity) in entities(items) {
            self.sink.enter(placed.origin.as_ref());
            let known = title(&entity.name);
            let id = self.add_entity(known.clone());
            let clash = self.names.sets.declare(&known, SetName::Entity(id));
            if clash.is_err() {
                // The first of two entities is the one that is known; the second's attributes are no further faults.
                let fields = entity.fields.iter().flat_map(|field| &field.names);
                self.names.poisoned.extend(fields.map(|labelled| labelled.name.text.clone()));
            }
            self.sink.clash(&entity.name, clash);
        }
    }

    fn attributes(&mut self, items: &[Placed<'a>]) {
        for (index, (placed, entity)) in entities(items).enumerate() {
            self.sink.enter(placed.origin.as_ref());
            for field in &entity.fields {
                let known = self.of_type(&field.of_type);
                for labelled in &field.names {
                    self.attribute(EntityId(index), labelled, known.as_ref());
                }
            }
        }
    }

    fn attribute(&mut self, entity: EntityId, labelled: &Labelled, known: Option<&(Type, Option<Rc<Enumeration>>)>) {
        if RESERVED.contains(&labelled.name.text.as_str()) {
            return self.refuse_reserved(labelled, &RESERVED);
        }
        let Some((of_type, enumeration)) = known else {
            self.names.poisoned.insert(labelled.name.text.clone());
            return;
        };
        let title = title(labelled);
        let Some(declared) = self.names.entities.get_mut(entity.0) else { return };
        let id = AttributeId { entity, index: declared.attributes.len() };
        declared.attributes.push(Attribute { title: title.clone(), of_type: of_type.clone() });
        if let Some(enumeration) = enumeration {
            self.names.enumerations.insert(id, Rc::clone(enumeration));
        }
        if let Some(values) = self.names.values.get_mut(entity.0) {
            let clash = values.declare(&title, ValueName::Attribute(id));
            self.sink.clash(labelled, clash);
        }
    }

    pub(super) fn of_type(&mut self, written: &ast::Type) -> Option<(Type, Option<Rc<Enumeration>>)> {
        let (values, ordered) = match written {
            ast::Type::Named(name) => return self.named_type(name).map(|known| (known, None)),
            ast::Type::OneOf(values) | ast::Type::SetOf(values) => (values, false),
            ast::Type::Ordered(values) => (values, true),
        };
        let titles: Vec<Title> = values.iter().map(title).collect();
        let mut scope: Namespace<usize> = Namespace::default();
        for (position, (labelled, title)) in values.iter().zip(&titles).enumerate() {
            let clash = scope.declare(title, position);
            self.sink.clash(labelled, clash);
        }
        let enumeration = Some(Rc::new(Enumeration { ordered, values: titles.clone() }));
        Some(match written {
            ast::Type::SetOf(_) => (Type::SetOf(titles), enumeration),
            _ if ordered => (Type::Ordered(titles), enumeration),
            _ => (Type::OneOf(titles), enumeration),
        })
    }

    fn named_type(&mut self, name: &ast::Name) -> Option<Type> {
        match name.text.as_str() {
            "number" => return Some(Type::Number),
            "flag" => return Some(Type::Flag),
            "date" => return Some(Type::Date),
            "text" => return Some(Type::Text),
            _ => {}
        }
        match self.names.unit_names.find(&name.text) {
            Found::One(unit) => Some(Type::Quantity(unit)),
            Found::Nothing if !self.names.is_poisoned(&name.text) => {
                let words = BUILT_IN.into_iter().chain(self.names.unit_names.words());
                let suggestion = nearest(&name.text, words).map(str::to_string);
                self.sink.report(Diagnostic::new("E0205", name.span).with(&name.text).suggest(suggestion));
                None
            }
            _ => None,
        }
    }

    fn parents(&mut self, items: &[Placed<'a>]) {
        for (index, (placed, entity)) in entities(items).enumerate() {
            self.sink.enter(placed.origin.as_ref());
            let parent = entity.parent.as_ref().and_then(|name| self.entity(name));
            let from = entity.from.as_ref().and_then(|name| self.date_of(EntityId(index), name));
            let until = entity.until.as_ref().and_then(|name| self.date_of(EntityId(index), name));
            if let Some(known) = self.names.entities.get_mut(index) {
                (known.parent, known.from, known.until) = (parent, from, until);
            }
        }
        for (index, (placed, entity)) in entities(items).enumerate() {
            let id = EntityId(index);
            let parent = self.names.entities.get(index).and_then(|known| known.parent);
            if parent.is_some_and(|parent| parent != id) && self.names.lies_below(id, id) {
                self.sink.enter(placed.origin.as_ref());
                let name = &entity.name.name;
                self.sink.report(Diagnostic::new("E0207", name.span).with(&name.text));
                if let Some(known) = self.names.entities.get_mut(index) {
                    known.parent = None;
                }
            }
        }
    }

    pub(super) fn entity(&mut self, name: &ast::Name) -> Option<EntityId> {
        let found = self.names.entity(&name.text);
        if found.is_none() && self.sets.contains(&Some(name.text.as_str())) {
            self.sink.report(Diagnostic::new("E0428", name.span).with(&name.text));
        } else if found.is_none() && !self.names.is_poisoned(&name.text) {
            let titles = self.names.entities.iter().map(|entity| entity.title.name.as_str());
            let suggestion = nearest(&name.text, titles).map(str::to_string);
            self.sink.report(Diagnostic::new("E0204", name.span).with(&name.text).suggest(suggestion));
        }
        found
    }

    fn date_of(&mut self, entity: EntityId, name: &ast::Name) -> Option<AttributeId> {
        let found = self.names.values.get(entity.0)?.find(&name.text);
        if let Found::One(ValueName::Attribute(id)) = found {
            if self.names.attribute(id).is_some_and(|known| known.of_type == Type::Date) {
                return Some(id);
            }
            self.sink.report(Diagnostic::new("E0301", name.span).with("@date").with("@number"));
        } else if !self.names.is_poisoned(&name.text) {
            let suggestion = self.names.nearest_value(Some(entity), &name.text);
            self.sink.report(Diagnostic::new("E0201", name.span).with(&name.text).suggest(suggestion));
        }
        None
    }
}

fn entities<'p, 'a>(items: &'p [Placed<'a>]) -> impl Iterator<Item = (&'p Placed<'a>, &'a ast::Entity)> {
    items.iter().filter_map(|placed| match placed.item {
        Item::Entity(entity) => Some((placed, entity)),
        _ => None,
    })
}

impl Sink {
    /// Reports that a name or label is taken.
    pub(super) fn clash(&mut self, labelled: &Labelled, result: Result<(), Clash>) {
        let Err(Clash { word, other }) = result else { return };
        let name = &labelled.name;
        if word == name.text && other == word {
            return self.report(Diagnostic::new("E0202", name.span).with(word));
        }
        let labels = labelled.labels.iter().flat_map(|labels| [Some(&labels.en), labels.zh.as_ref()]).flatten();
        let span = labels.into_iter().find(|label| label.value == word).map_or(name.span, |label| label.span);
        self.report(Diagnostic::new("E0203", span).with(word).with(other).with(&name.text));
    }
}
