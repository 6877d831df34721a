//! The fields of a record: what a host can set, by name, once bound to the slots of the plan.

use super::cells::{State, Takes};
use crate::evaluate::plan::{Plan, Slot, SlotId, TextSource, Value};
use crate::facts::{Cell, RawCell, Reader};
use crate::number::Number;
use crate::program::{AttributeId, EntityId, InputId, Program, Type};

/// A field of a record, found once by [`super::Record::field`] and used for every value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field(pub(super) usize);

impl Field {
    /// Its number in its record, for hosts that keep numbers.
    pub fn number(self) -> usize {
        self.0
    }
}

/// What a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An attribute of the unit (level 0) or of what it lies in.
    Cell(usize, AttributeId),
    Input(InputId),
    /// Evidence of a rule for a limb.
    Evidence(String, String),
}

/// A field with where its value goes.
#[derive(Debug)]
pub(super) struct FieldSlots {
    pub(super) source: Source,
    pub(super) of_type: Type,
    pub(super) reader: Reader,
    /// The decimals that its numbers are held with.
    pub(super) scale: u8,
    /// The slots that hold its value, by level.
    pub(super) slots: Vec<(usize, SlotId)>,
    /// The text tests that look at it.
    pub(super) tests: Vec<(usize, SlotId)>,
    /// What the host gave, where its cell does not say.
    pub(super) given: Given,
    /// The same, as slots hold it, but for its number.
    pub(super) value: Value,
}

/// What a host gave.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    Nothing,
    Integer(i64),
    Flag(bool),
    Cell(RawCell, Cell),
}

impl FieldSlots {
    pub(super) fn new(program: &Program, source: Source, of_type: Type) -> FieldSlots {
        let reader = Reader::of(program, &of_type);
        FieldSlots {
            source,
            of_type,
            reader,
            scale: 0,
            slots: Vec::new(),
            tests: Vec::new(),
            given: Given::Nothing,
            value: Value::MISSING,
        }
    }

    /// The text that it holds, where it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.given {
            Given::Cell(_, Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Which numbers it takes; none where it holds something else.
    pub(super) fn takes(&self) -> Takes {
        match self.of_type {
            Type::Number => Takes::Each,
            Type::Quantity(_) | Type::OpenQuantity => Takes::NotNegative,
            _ => Takes::None,
        }
    }

    /// What the host gave, as a table holds it, given its cell; none where nothing.
    pub(super) fn raw(&self, cell: (i64, State)) -> Option<RawCell> {
        match (cell, &self.given) {
            ((number, State::Given), _) => Some(RawCell::Number(Number::from(number))),
            ((_, State::Missing), _) | (_, Given::Nothing) => None,
            (_, Given::Integer(number)) => Some(RawCell::Number(Number::from(*number))),
            (_, Given::Flag(flag)) => Some(RawCell::Flag(*flag)),
            (_, Given::Cell(raw, _)) => Some(raw.clone()),
        }
    }
}

/// Every field of a record: the attributes of its levels, the inputs, the evidence that its rules ask for.
pub(super) fn fields(plan: &Plan, levels: &[EntityId]) -> Vec<FieldSlots> {
    let program = &plan.program;
    let mut fields = Vec::new();
    for (level, entity) in levels.iter().enumerate() {
        let attributes = program.entities.get(entity.0).map_or(&[][..], |entity| entity.attributes.as_slice());
        for (index, attribute) in attributes.iter().enumerate() {
            let source = Source::Cell(level, AttributeId { entity: *entity, index });
            fields.push(FieldSlots::new(program, source, attribute.of_type.clone()));
        }
    }
    for (at, input) in program.inputs.iter().enumerate() {
        fields.push(FieldSlots::new(program, Source::Input(InputId(at)), input.of_type.clone()));
    }
    for entity in levels {
        for slot in plan.context(*entity) {
            let Slot::Evidence(rule, limb, _) = slot else { continue };
            let source = Source::Evidence(rule.clone(), limb.clone());
            if !fields.iter().any(|field| field.source == source) {
                fields.push(FieldSlots::new(program, source, Type::Flag));
            }
        }
    }
    fields
}

/// Whether a slot of the context of `level` shows the value of a field, or tests its text; the way to it is `reached`.
pub(super) fn shows(slot: &Slot, source: &Source, level: usize, reached: Option<usize>) -> Option<Shown> {
    let target = reached.unwrap_or(level);
    match (slot, source) {
        (Slot::Cell(_, attribute, _), Source::Cell(of, shown)) if *of == target && attribute == shown => {
            Some(Shown::Value)
        }
        (Slot::Text(_, TextSource::Attribute(attribute, _), _), Source::Cell(of, shown))
            if *of == target && attribute == shown =>
        {
            Some(Shown::Test)
        }
        (Slot::Input(input), Source::Input(shown)) if input == shown => Some(Shown::Value),
        // Evidence is about the unit itself.
        (Slot::Evidence(rule, limb, _), Source::Evidence(of, shown)) if level == 0 && rule == of && limb == shown => {
            Some(Shown::Value)
        }
        _ => None,
    }
}

/// How a slot shows a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Value,
    Test,
}
