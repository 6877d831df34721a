//! The names of a file and of what it uses, in their scopes: units, bodies, sets (entities and named sets), and values
//! (attributes and derived attributes of each entity, and constants). A name is looked up by identifier first, then by
//! label; a label that two things share names neither. It resolves names and knows no types.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::types::{Enumeration, labels_of, words_of};
use super::units::{Counted, Dimension};
use super::{Attribute, AttributeId, BodyId, Entity, EntityId, Input, InputId, Title, Type, Unit, UnitId};
use crate::diagnostic;
use crate::span::Span;
use crate::syntax::ast;

/// What a name stands for in one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// One thing.
    One(T),
    /// Things of two scopes share the word: their identifiers.
    Several(Vec<String>),
    /// Two things of one scope share it, which has been reported where they are declared.
    Poisoned,
    /// Nothing.
    Nothing,
}

/// A word that two names of one scope would share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clash {
    /// The identifier or label.
    pub(super) word: String,
    /// The identifier of the name that had it first.
    pub(super) other: String,
}

/// Names of one scope.
#[derive(Clone, Debug)]
pub(super) struct Namespace<T> {
    identifiers: BTreeMap<String, T>,
    labels: BTreeMap<String, Vec<(String, T)>>,
}

impl<T> Default for Namespace<T> {
    fn default() -> Namespace<T> {
        Namespace { identifiers: BTreeMap::new(), labels: BTreeMap::new() }
    }
}

impl<T: Copy + PartialEq> Namespace<T> {
    /// Declares a name with its labels. Where another name has one of the words already, that word and that name are
    /// returned; the name is then declared all the same if its identifier is free, so that its uses find it.
    pub(super) fn declare(&mut self, title: &Title, target: T) -> Result<(), Clash> {
        if self.identifiers.contains_key(&title.name) {
            return Err(Clash { word: title.name.clone(), other: title.name.clone() });
        }
        let clash = words_of(title).find_map(|word| {
            let other = if self.identifiers.contains_key(word) {
                word
            } else {
                self.labels.get(word)?.first().map(|(name, _)| name.as_str())?
            };
            Some(Clash { word: word.to_string(), other: other.to_string() })
        });
        for label in labels_of(title) {
            self.labels.entry(label.to_string()).or_default().push((title.name.clone(), target));
        }
        self.identifiers.insert(title.name.clone(), target);
        clash.map_or(Ok(()), Err)
    }

    /// Gives a name that was declared without labels those of `title`, where all of them are free.
    pub(super) fn label(&mut self, title: &Title, target: T) -> bool {
        let free = |label: &str| !self.identifiers.contains_key(label) && !self.labels.contains_key(label);
        if !labels_of(title).all(free) {
            return false;
        }
        for label in labels_of(title) {
            self.labels.insert(label.to_string(), vec![(title.name.clone(), target)]);
        }
        true
    }

    /// Looks up an identifier.
    pub(super) fn identifier(&self, word: &str) -> Option<T> {
        self.identifiers.get(word).copied()
    }

    /// Looks up an identifier or a label.
    pub(super) fn find(&self, word: &str) -> Found<T> {
        if let Some(target) = self.identifiers.get(word) {
            return Found::One(*target);
        }
        match self.labels.get(word).map(Vec::as_slice) {
            Some([(_, target)]) => Found::One(*target),
            Some(_) => Found::Poisoned,
            None => Found::Nothing,
        }
    }

    /// Every identifier and label.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.identifiers.keys().chain(self.labels.keys()).map(String::as_str)
    }
}

/// A `let`, by its position in [`Names::definitions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LetId(pub(super) usize);

/// What may stand where a set is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetName {
    /// All rows of an entity.
    Entity(EntityId),
    /// A named set.
    Let(LetId),
}

/// What may stand where a value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueName {
    /// A declared attribute.
    Attribute(AttributeId),
    /// `id`
    Id,
    /// `name`
    Name,
    /// A derived attribute or a constant.
    Let(LetId),
}

/// What a `let` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A set.
    Set,
    /// A derived attribute, a constant or a value over time.
    Value,
    /// An input.
    Input(InputId),
    /// Something whose declaration has an error.
    Poison,
}

/// The place of a `use`, for what comes from another text: its errors are told there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The name used.
    pub(super) name: String,
    /// Where.
    pub(super) span: Span,
}

/// A `let` with what is known of its name.
#[derive(Clone, Debug)]
pub(super) struct Definition<'a> {
    /// As it was written.
    pub(super) written: &'a ast::Let,
    /// Its name and labels; a set of the rows with one value takes that value's labels where it has none of its own.
    pub(super) title: Title,
    /// The entity of a derived attribute.
    pub(super) of: Option<EntityId>,
    /// What it names.
    pub(super) role: Role,
    /// The `use` that brought it.
    pub(super) origin: Option<Rc<Origin>>,
    /// Whether nobody outside the file can use it, so that it is a mistake when nobody inside does.
    pub(super) private: bool,
}

/// All names.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// The units.
    pub(super) units: Vec<Unit>,
    /// The bodies.
    pub(super) bodies: Vec<Title>,
    /// The entities.
    pub(super) entities: Vec<Entity>,
    /// The inputs.
    pub(super) inputs: Vec<Input>,
    /// The `let`s in source order.
    pub(super) definitions: Vec<Definition<'a>>,
    /// The values of the attributes that have an enumerated type.
    pub(super) enumerations: BTreeMap<AttributeId, Rc<Enumeration>>,
    /// Names of units.
    pub(super) unit_names: Namespace<UnitId>,
    /// Names of bodies.
    pub(super) body_names: Namespace<BodyId>,
    /// Names of sets.
    pub(super) sets: Namespace<SetName>,
    /// Names of the values of each entity.
    pub(super) values: Vec<Namespace<ValueName>>,
    /// Names of constants and inputs.
    pub(super) constants: Namespace<ValueName>,
    /// Names whose declarations have errors: they are known, but nothing more is said of them.
    pub(super) poisoned: BTreeSet<String>,
    /// Whether every name is a quantity of the one table.
    pub(super) open: bool,
    /// Whether declarations are missing (a broken `use`), so that an unknown name is no second error.
    pub(super) uncertain: bool,
}

impl Names<'_> {
    /// What `word` stands for where a value of `focus` is meant.
    pub(super) fn value(&self, focus: Option<EntityId>, word: &str) -> Found<ValueName> {
        let own = focus.and_then(|entity| self.values.get(entity.0));
        match (own.and_then(|own| own.identifier(word)), self.constants.identifier(word)) {
            (Some(_), Some(_)) => return Found::Several(vec![word.to_string(), word.to_string()]),
            (Some(target), None) | (None, Some(target)) => return Found::One(target),
            (None, None) => {}
        }
        match (own.map_or(Found::Nothing, |own| own.find(word)), self.constants.find(word)) {
            (Found::One(own), Found::One(constant)) => {
                Found::Several(vec![self.identifier_of(own), self.identifier_of(constant)])
            }
            (found, Found::Nothing) | (Found::Nothing, found) => found,
            _ => Found::Poisoned,
        }
    }

    fn identifier_of(&self, target: ValueName) -> String {
        match target {
            ValueName::Attribute(id) => self.attribute(id).map_or_else(String::new, |known| known.title.name.clone()),
            ValueName::Let(id) => {
                self.definition(id).map_or_else(String::new, |known| known.written.name.name.text.clone())
            }
            ValueName::Id => "id".to_string(),
            ValueName::Name => "name".to_string(),
        }
    }

    /// A `let`. Ids come from these names, so there always is one.
    pub(super) fn definition(&self, id: LetId) -> Option<&Definition<'_>> {
        self.definitions.get(id.0)
    }

    /// An attribute.
    pub(super) fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.entities.get(id.entity.0)?.attributes.get(id.index)
    }

    /// The name of an entity.
    pub(super) fn entity_name(&self, id: EntityId) -> String {
        self.entities.get(id.0).map_or_else(String::new, |entity| entity.title.name.clone())
    }

    /// The entity of this name or label.
    pub(super) fn entity(&self, word: &str) -> Option<EntityId> {
        match self.sets.find(word) {
            Found::One(SetName::Entity(id)) => Some(id),
            _ => None,
        }
    }

    /// Declares an attribute of the one table of an open file, where it is used.
    pub(super) fn open_attribute(&mut self, word: &str) -> AttributeId {
        let entity = EntityId(0);
        let index = self.entities.first().map_or(0, |facts| facts.attributes.len());
        let id = AttributeId { entity, index };
        let title = Title { name: word.to_string(), en: None, zh: None };
        if let (Some(facts), Some(values)) = (self.entities.first_mut(), self.values.first_mut()) {
            facts.attributes.push(Attribute { title: title.clone(), of_type: Type::OpenQuantity });
            // A free identifier: it was looked up just before.
            let _ = values.declare(&title, ValueName::Attribute(id));
        }
        id
    }

    /// Whether rows of `below` can lie strictly below a row of `above`.
    pub(super) fn lies_below(&self, below: EntityId, above: EntityId) -> bool {
        let parent = |id: EntityId| self.entities.get(id.0).and_then(|entity| entity.parent);
        let mut current = below;
        for _ in 0..=self.entities.len() {
            match parent(current) {
                Some(next) if next == above => return true,
                Some(next) if next != current => current = next,
                _ => return false,
            }
        }
        false
    }

    /// The entities in which `word` is a value.
    pub(super) fn owners(&self, word: &str) -> Vec<EntityId> {
        let owners = self.values.iter().enumerate();
        owners.filter(|(_, names)| names.find(word) != Found::Nothing).map(|(index, _)| EntityId(index)).collect()
    }

    /// The value of `focus` that is spelled most like `word`.
    pub(super) fn nearest_value(&self, focus: Option<EntityId>, word: &str) -> Option<String> {
        let own = focus.and_then(|entity| self.values.get(entity.0));
        let words = own.into_iter().flat_map(Namespace::words).chain(self.constants.words());
        diagnostic::nearest(word, words).map(str::to_string)
    }

    /// Whether nothing should be said of an unknown `word`.
    pub(super) fn is_poisoned(&self, word: &str) -> bool {
        self.uncertain || self.poisoned.contains(word)
    }

    /// A dimension in names: `persons`, `beds/persons`.
    pub(super) fn dimension(&self, dimension: &Dimension) -> String {
        if dimension.is_plain() {
            return "@number".to_string();
        }
        let side = |sign: i8| -> String {
            let on_side = dimension.powers().filter(|(_, power)| power.signum() == sign);
            let words: Vec<String> = on_side.map(|(counted, power)| self.power(counted, power)).collect();
            words.join(" ")
        };
        match (side(1), side(-1)) {
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1/{below}"),
            (above, below) => format!("{above}/{below}"),
        }
    }

    fn power(&self, counted: Counted, power: i8) -> String {
        let name = match counted {
            Counted::Unit(id) => self.units.get(id.0).map_or_else(String::new, |unit| unit.title.name.clone()),
            Counted::Entity(id) => self.entity_name(id),
            Counted::Days => "days".to_string(),
            Counted::WorkingDays => "working days".to_string(),
            Counted::Years => "years".to_string(),
        };
        if power.unsigned_abs() == 1 { name } else { format!("{name}^{}", power.unsigned_abs()) }
    }
}
