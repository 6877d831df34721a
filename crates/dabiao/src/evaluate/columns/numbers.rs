//! The numbers of a block as floats, which hold every whole number below 2^53 exactly; what is missing is a zero, and beside it
//! a number beyond all others. `floats` computes with them where the largest values show that nothing can be rounded.

use super::source::Source;
use super::wide::widest;
use crate::evaluate::plan::{Numeric, SlotId};
use crate::facts::column::{self, Column};

/// The rows of a block.
pub(super) const ROWS: usize = 1024;

/// Larger than every sum that is computed, by far. A power of two: its multiples are exact.
const BEYOND: f64 = (1u128 << 100) as f64;

/// Below this the bits of a float are those of the whole number added to the bits of a constant.
const SIMPLE_BELOW: u64 = 1 << 51;

/// The numbers of a block's rows by slot, made when first asked for.
pub(super) struct Numbers {
    slots: Vec<Option<Box<SlotNumbers>>>,
    /// Those for which others stand in.
    aside: Vec<(SlotId, Box<SlotNumbers>)>,
    /// Those that stood in before, to be written anew.
    spare: Vec<Box<SlotNumbers>>,
}

/// What stands in for what is missing.
#[derive(Clone, Copy)]
pub(super) enum StandIn {
    /// A number of the slot.
    Number(f64),
    /// More than anything that it is compared with.
    Much,
}

/// The numbers of a block's rows in one slot.
pub(super) struct SlotNumbers {
    loaded: bool,
    /// Whether some row has something else than a number or a missing one.
    pub(super) odd: bool,
    pub(super) any_missing: bool,
    /// Zero where the value is missing.
    pub(super) values: [f64; ROWS],
    /// The most that the values may be, where some are missing: [`BEYOND`] those.
    upper: [f64; ROWS],
}

widest!(
    fn load_column = SlotNumbers::load_column,
    (slot: &mut SlotNumbers, numbers: &column::Numbers, start: usize, len: usize)
);

impl Numbers {
    pub(super) fn new(slots: usize) -> Numbers {
        Numbers { slots: (0..slots).map(|_| None).collect(), aside: Vec::new(), spare: Vec::new() }
    }

    /// Begins another block.
    pub(super) fn forget(&mut self) {
        self.slots.iter_mut().flatten().for_each(|slot| slot.loaded = false);
    }

    /// Those of a slot, made if they are not yet.
    pub(super) fn load(
        &mut self,
        slot: SlotId,
        source: Option<&Source<'_>>,
        start: usize,
        len: usize,
    ) -> Option<&SlotNumbers> {
        let kept = self.slots.get_mut(slot.0 as usize)?.get_or_insert_with(|| Box::new(SlotNumbers::EMPTY));
        if !kept.loaded {
            kept.load(source?, start, len);
        }
        Some(kept)
    }

    /// Lets a number stand in where those of a slot, which were made, are missing.
    pub(super) fn stand_in(&mut self, slot: SlotId, number: StandIn) {
        let Some(Some(kept)) = self.slots.get_mut(slot.0 as usize) else { return };
        let number = match number {
            StandIn::Number(number) => number,
            StandIn::Much => BEYOND,
        };
        let mut made = self.spare.pop().unwrap_or_else(|| Box::new(SlotNumbers::EMPTY));
        (made.loaded, made.odd, made.any_missing) = (kept.loaded, kept.odd, false);
        let known = kept.values.iter().zip(kept.most());
        made.values.iter_mut().zip(known).for_each(|(made, (value, most))| {
            *made = if value == most { *value } else { number };
        });
        self.aside.push((slot, std::mem::replace(kept, made)));
    }

    /// Takes back all that stands in.
    pub(super) fn restore(&mut self) {
        for (slot, numbers) in self.aside.drain(..) {
            if let Some(Some(kept)) = self.slots.get_mut(slot.0 as usize) {
                self.spare.push(std::mem::replace(kept, numbers));
            }
        }
    }

    /// Those of a slot that were made.
    pub(super) fn get(&self, slot: SlotId) -> Option<&SlotNumbers> {
        self.slots.get(slot.0 as usize)?.as_deref()
    }
}

impl SlotNumbers {
    const EMPTY: SlotNumbers =
        SlotNumbers { loaded: false, odd: false, any_missing: false, values: [0.0; ROWS], upper: [0.0; ROWS] };

    /// The most that the values may be.
    pub(super) fn most(&self) -> &[f64; ROWS] {
        if self.any_missing { &self.upper } else { &self.values }
    }

    fn load(&mut self, source: &Source<'_>, start: usize, len: usize) {
        self.loaded = true;
        (self.odd, self.any_missing) = (false, false);
        if let Source::Column(Column::Numbers(numbers), None) = source {
            return load_column(self, numbers, start, len);
        }
        for at in 0..len {
            let (value, upper) = match source.numeric(start + at) {
                Numeric::Known(value) => (value as f64, value as f64),
                Numeric::Missing => (0.0, BEYOND),
                Numeric::Range(..) | Numeric::Absent | Numeric::Unjudged => {
                    self.odd = true;
                    (0.0, 0.0)
                }
            };
            self.any_missing |= value != upper;
            self.values.get_mut(at).into_iter().for_each(|kept| *kept = value);
            self.upper.get_mut(at).into_iter().for_each(|kept| *kept = upper);
        }
    }

    #[inline(always)]
    fn load_column(&mut self, numbers: &column::Numbers, start: usize, len: usize) {
        let values = numbers.values.get(start..start + len).unwrap_or_default();
        if numbers.largest < SIMPLE_BELOW {
            // 3 * 2^51, as bits and as a number.
            const BITS: u64 = 0x4338_0000_0000_0000;
            let origin = f64::from_bits(BITS);
            for (kept, value) in self.values.iter_mut().zip(values) {
                *kept = f64::from_bits(BITS.wrapping_add(value.cast_unsigned())) - origin;
            }
        } else {
            self.values.iter_mut().zip(values).for_each(|(kept, value)| *kept = *value as f64);
        }
        self.odd = !numbers.exceptions.is_empty() && numbers.exceptions.range(start..start + len).next().is_some();
        let Some(known) = &numbers.known else { return };
        // Blocks begin at whole words.
        let words = known.words().get(start / 64..).unwrap_or_default();
        let full = |word: &u64| *word == u64::MAX;
        self.any_missing = !len.is_multiple_of(64) || words.len() < len / 64 || !words.iter().take(len / 64).all(full);
        if self.any_missing {
            let words = words.iter().chain(std::iter::repeat(&0));
            for ((kept, values), word) in self.upper.chunks_mut(64).zip(self.values.chunks(64)).zip(words) {
                for ((kept, value), at) in kept.iter_mut().zip(values).zip(0..) {
                    let is_known = 0u64.wrapping_sub(word >> at & 1);
                    *kept = f64::from_bits(is_known & value.to_bits() | !is_known & BEYOND.to_bits());
                }
            }
        }
    }
}
