//! Values into fields: whole numbers and flags without an allocation, everything else as a table would read it.

use std::sync::Arc;

use super::cells::{CellId, State, Takes};
use super::{Cell, FactFault, Field, FieldSlots, Given, MOST_DECIMALS, Number, RawCell, Record, Source, Type};
use crate::evaluate::plan::truths::{self, OPEN};
use crate::evaluate::plan::{Slot, TextSource, Value};

#[allow(clippy::result_large_err, reason = "a fault is rare, and a host reads all of it")]
impl Record {
    /// Sets a field to anything that a cell of a table may hold; empty: missing. An error says what is wrong with the
    /// value, as for a table, and leaves the field as it was.
    pub fn set(&mut self, field: Field, value: impl Into<RawCell>) -> Result<(), FactFault> {
        let raw = value.into();
        let Some(known) = self.fields.get(field.0) else { return Ok(()) };
        let cell = known.reader.read(&raw).map_err(|refusal| {
            let code = refusal.code;
            let (table, column) = self.name_of(known);
            refusal.into_fault(FactFault::new(code, table), &column)
        })?;
        let given = if cell == Cell::Missing { Given::Nothing } else { Given::Cell(raw, cell.clone()) };
        match cell {
            Cell::Number(number) => self.show_number(field, &number),
            cell => self.show(field, Value::of(&cell)),
        }
        self.fields.get_mut(field.0).into_iter().for_each(|field| field.given = given.clone());
        self.show_tests(field);
        Ok(())
    }

    /// Sets a field to a whole number; the same as [`Record::set`], but without an allocation.
    #[inline]
    pub fn set_integer(&mut self, field: Field, number: i64) -> Result<(), FactFault> {
        if self.cells.give(field.0, number) {
            return Ok(());
        }
        self.set_scaled(field, number)
    }

    /// Sets a field to a whole number where that takes but a few steps, and says whether it did: elsewhere nothing is done,
    /// and it is left to [`Record::set_integer`]. It neither allocates nor panics.
    #[inline]
    pub fn set_small(&mut self, field: Field, number: i64) -> bool {
        self.cells.give(field.0, number)
    }

    /// The same for a number that is not small, and for a field that holds decimals, no numbers, or not this one.
    #[cold]
    fn set_scaled(&mut self, field: Field, number: i64) -> Result<(), FactFault> {
        let Some(known) = self.fields.get_mut(field.0) else { return Ok(()) };
        let fits = match known.takes() {
            Takes::Each => true,
            Takes::NotNegative => number >= 0,
            Takes::None => false,
        };
        if !fits {
            return self.set(field, number);
        }
        known.given = Given::Integer(number);
        let scaled = number.checked_mul(10i64.pow(u32::from(known.scale)));
        self.cells.set(CellId::of(field.0), scaled.unwrap_or(0), State::of(scaled));
        Ok(())
    }

    /// Sets a field to yes or no; the same as [`Record::set`], but without an allocation.
    pub fn set_flag(&mut self, field: Field, flag: bool) -> Result<(), FactFault> {
        match self.fields.get_mut(field.0) {
            Some(known) if known.of_type == Type::Flag => {
                known.given = Given::Flag(flag);
                self.show(field, Value::of(&Cell::Flag(flag)));
                Ok(())
            }
            _ => self.set(field, flag),
        }
    }

    /// Makes a field missing.
    #[inline]
    pub fn set_missing(&mut self, field: Field) {
        if !self.cells.take(field.0) {
            self.forget(field);
        }
    }

    /// Makes a field without a number missing.
    fn forget(&mut self, field: Field) {
        if let Some(known) = self.fields.get_mut(field.0) {
            known.given = Given::Nothing;
            self.show(field, Value::MISSING);
            self.show_tests(field);
        }
    }

    /// Makes every field missing.
    pub fn clear(&mut self) {
        (0..self.fields.len()).for_each(|at| self.set_missing(Field(at)));
    }

    fn name_of(&self, field: &FieldSlots) -> (String, String) {
        let entity = |level: usize| {
            let entity = self.levels.get(level).and_then(|level| self.plan.program.entities.get(level.entity.0));
            entity.map_or(String::new(), |entity| entity.title.name.clone())
        };
        match &field.source {
            Source::Cell(level, attribute) => {
                (entity(*level), self.attribute_title(*attribute).map_or(String::new(), |title| title.name.clone()))
            }
            Source::Input(input) => {
                let input = self.plan.program.inputs.get(input.0);
                ("inputs".to_owned(), input.map_or(String::new(), |input| input.title.name.clone()))
            }
            Source::Evidence(rule, limb) => ("evidence".to_owned(), format!("{rule}.{limb}")),
        }
    }

    /// Shows what is no number.
    fn show(&mut self, field: Field, value: Value) {
        self.cells.take(field.0);
        let Some(known) = self.fields.get_mut(field.0) else { return };
        known.value = value;
        for (level, slot) in &known.slots {
            self.levels.get_mut(*level).into_iter().for_each(|level| level.set(*slot, value));
        }
    }

    /// A number with decimals raises the scale of its slots, once; one that does not fit is left to the reference evaluator.
    fn show_number(&mut self, field: Field, number: &Number) {
        let cell = CellId::of(field.0);
        let Some(places) = (0..=MOST_DECIMALS).find(|places| (number * &power(*places)).is_whole()) else {
            return self.cells.set(cell, 0, State::Unjudged);
        };
        let scale = self.fields.get(field.0).map_or(0, |field| field.scale);
        if places > scale {
            self.raise(field, places);
        }
        let stored = (number * &power(places.max(scale))).to_i64();
        self.cells.set(cell, stored.unwrap_or(0), State::of(stored));
    }

    /// Raises the scale of the slots that show a field, and binds the comparisons anew.
    fn raise(&mut self, field: Field, scale: u8) {
        let Some(known) = self.fields.get_mut(field.0) else { return };
        known.scale = scale;
        let of_conditional = self.conditional.iter().flat_map(|conditional| {
            let shown = conditional.slots.iter().filter(|(_, shown)| *shown == Some(field.0));
            shown.map(|(slot, _)| (conditional.level, *slot))
        });
        for (level, slot) in known.slots.iter().copied().chain(of_conditional) {
            let level = self.levels.get_mut(level);
            let kept = level.and_then(|level| level.scales.get_mut(slot.0 as usize));
            kept.into_iter().for_each(|kept| *kept = scale);
        }
        self.cells.let_take(CellId::of(field.0), Takes::None);
        self.bind();
    }

    /// Sets the text tests of a field.
    fn show_tests(&mut self, field: Field) {
        let plan = Arc::clone(&self.plan);
        let Some(known) = self.fields.get(field.0) else { return };
        for (level, slot) in &known.tests {
            let Some(level) = self.levels.get_mut(*level) else { continue };
            let truth = match plan.slot(level.entity, *slot) {
                Some(Slot::Text(_, _, allowed)) => text_test(known.text(), allowed),
                _ => OPEN,
            };
            level.set_truth(*slot, truth);
        }
    }

    /// Sets the tests of the id and the name of a level.
    pub(super) fn show_texts(&mut self, of: usize) {
        let plan = Arc::clone(&self.plan);
        let Some((entity, id, name)) = self.levels.get(of).map(|row| (row.entity, row.id.clone(), row.name.clone()))
        else {
            return;
        };
        for at in 0..=of {
            let Some(level) = self.levels.get_mut(at) else { continue };
            for (slot_at, slot) in plan.context(level.entity).iter().enumerate() {
                let Slot::Text(reach, source, allowed) = slot else { continue };
                let shown = match reach.and_then(|reach| plan.reaches.get(reach.0 as usize)) {
                    None => at == of,
                    Some(way) => way.condition.is_none() && way.to == entity,
                };
                let text = match source {
                    TextSource::Id => Some(id.as_str()),
                    TextSource::Name => name.as_deref(),
                    TextSource::Attribute(..) => continue,
                };
                if let (true, Some(kept)) = (shown, level.values.get_mut(slot_at)) {
                    *kept = Value { truth: text_test(text, allowed), ..Value::MISSING };
                }
            }
        }
    }

    /// The truths of a text test about a level, for a slot of a level that reads it.
    pub(super) fn test_of(&self, level: usize, slot: Option<&Slot>) -> u8 {
        let Some(Slot::Text(_, source, allowed)) = slot else { return OPEN };
        let row = self.levels.get(level);
        let text = match source {
            TextSource::Id => row.map(|row| row.id.as_str()),
            TextSource::Name => row.and_then(|row| row.name.as_deref()),
            TextSource::Attribute(attribute, _) => {
                let source = Source::Cell(level, *attribute);
                self.fields.iter().find(|field| field.source == source).and_then(FieldSlots::text)
            }
        };
        text_test(text, allowed)
    }
}

fn text_test(text: Option<&str>, allowed: &[String]) -> u8 {
    text.map_or(OPEN, |text| truths::known(allowed.iter().any(|allowed| allowed == text)))
}

fn power(places: u8) -> Number {
    Number::power_of_ten(i32::from(places))
}
