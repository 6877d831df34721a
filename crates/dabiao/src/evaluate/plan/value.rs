//! What a slot holds for one row.

use super::step::{ABSENT_CODE, Items, MISSING_CODE, UNJUDGED_CODE};
use super::truths::{self, ABSENT, OPEN, UNJUDGED};
use super::{Numeric, Plan, Scaled, Slot, Span};
use crate::facts::Cell;
use crate::program::{Program, Type};

/// What a slot holds. Which of its parts counts is known from the slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value {
    pub(crate) number: Numeric,
    pub(crate) code: u16,
    pub(crate) items: Items,
    pub(crate) date: Span,
    /// The truths of a text test, of evidence or of an aggregate.
    pub(crate) truth: u8,
}

impl Value {
    /// Not known.
    pub(crate) const MISSING: Value =
        Value { number: Numeric::Missing, code: MISSING_CODE, items: Items::Missing, date: Span::MISSING, truth: OPEN };
    /// There is no row to read from.
    pub(crate) const ABSENT: Value =
        Value { number: Numeric::Absent, code: ABSENT_CODE, items: Items::Absent, date: Span::ABSENT, truth: ABSENT };
    /// It takes the reference evaluator to know the row to read from.
    pub(crate) const UNJUDGED: Value = Value {
        number: Numeric::Unjudged,
        code: UNJUDGED_CODE,
        items: Items::Unjudged,
        date: Span::UNJUDGED,
        truth: UNJUDGED,
    };

    /// The value of a cell that holds no number.
    pub(crate) fn of(cell: &Cell) -> Value {
        let missing = Value::MISSING;
        match cell {
            Cell::Missing | Cell::Number(_) | Cell::Text(_) => missing,
            Cell::None => Value { date: Span::NEVER, items: Items::Known(0), ..missing },
            Cell::Flag(flag) => Value { code: u16::from(*flag), truth: truths::known(*flag), ..missing },
            Cell::Date(date) => Value { date: Span::on(*date), ..missing },
            Cell::Choice(at) => Value { code: u16::try_from(*at).unwrap_or(UNJUDGED_CODE), ..missing },
            Cell::Choices(items) => {
                let bits = items.iter().fold(0u64, |bits, item| bits | 1 << (item % 64));
                Value { items: Items::Known(bits), ..missing }
            }
        }
    }

    /// Whether it is not known what the slot holds. All parts but the one that counts are missing.
    pub(crate) fn is_open(&self) -> bool {
        let known = matches!(self.number, Numeric::Known(_) | Numeric::Absent)
            || self.code < UNJUDGED_CODE
            || self.code == ABSENT_CODE
            || matches!(self.items, Items::Known(_) | Items::Absent)
            || self.date.is_decided()
            || truths::is_decided(self.truth);
        !known
    }
}

impl Plan {
    /// The type of what a slot shows, where it is a cell or an input.
    pub(crate) fn type_of(&self, slot: &Slot) -> Option<&Type> {
        match slot {
            Slot::Cell(_, attribute, _) => {
                let entity = self.program.entities.get(attribute.entity.0)?;
                entity.attributes.get(attribute.index).map(|attribute| &attribute.of_type)
            }
            Slot::Input(input) => self.program.inputs.get(input.0).map(|input| &input.of_type),
            _ => None,
        }
    }

    /// What the numbers of a slot are like, before their scale is known.
    pub(crate) fn kind_of(&self, slot: &Slot) -> Scaled {
        self.type_of(slot).map_or(Scaled { scale: 0, whole: false, signed: true }, |it| scaled(&self.program, it))
    }
}

fn scaled(program: &Program, of_type: &Type) -> Scaled {
    match of_type {
        Type::Quantity(unit) => {
            Scaled { scale: 0, whole: program.units.get(unit.0).is_some_and(|unit| unit.whole), signed: false }
        }
        Type::OpenQuantity => Scaled { scale: 0, whole: false, signed: false },
        _ => Scaled { scale: 0, whole: false, signed: true },
    }
}
