//! The numbers of a block as floats, which hold every whole number below 2^53 exactly; what is missing is a flag beside a
//! zero. `kernels` computes with them where the largest values show that nothing can be rounded.

use super::source::Source;
use super::wide::widest;
use crate::evaluate::plan::{Numeric, SlotId};
use crate::facts::column::{self, Column};

/// The rows of a block.
pub(super) const ROWS: usize = 1024;

/// Below this the bits of a float are those of the whole number added to the bits of a constant.
const SIMPLE_BELOW: u64 = 1 << 51;

/// The numbers of a block's rows by slot, made when first asked for.
pub(super) struct Numbers {
    slots: Vec<Option<Box<SlotNumbers>>>,
}

/// The numbers of a block's rows in one slot.
pub(super) struct SlotNumbers {
    loaded: bool,
    /// Whether some row has something else than a number or a missing one.
    pub(super) odd: bool,
    pub(super) any_missing: bool,
    /// Zero where the value is missing.
    pub(super) values: [f64; ROWS],
    /// 1 where the value is missing.
    pub(super) missing: [f64; ROWS],
}

widest!(
    fn load_column = SlotNumbers::load_column,
    (slot: &mut SlotNumbers, numbers: &column::Numbers, start: usize, len: usize)
);

impl Numbers {
    pub(super) fn new(slots: usize) -> Numbers {
        Numbers { slots: (0..slots).map(|_| None).collect() }
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

    /// Those of a slot that were made.
    pub(super) fn get(&self, slot: SlotId) -> Option<&SlotNumbers> {
        self.slots.get(slot.0 as usize)?.as_deref()
    }
}

impl SlotNumbers {
    const EMPTY: SlotNumbers =
        SlotNumbers { loaded: false, odd: false, any_missing: false, values: [0.0; ROWS], missing: [0.0; ROWS] };

    fn load(&mut self, source: &Source<'_>, start: usize, len: usize) {
        self.loaded = true;
        (self.odd, self.any_missing) = (false, false);
        if let Source::Column(Column::Numbers(numbers), None) = source {
            return load_column(self, numbers, start, len);
        }
        for at in 0..len {
            let (value, missing) = match source.numeric(start + at) {
                Numeric::Known(value) => (value as f64, 0.0),
                Numeric::Missing => (0.0, 1.0),
                Numeric::Range(..) | Numeric::Absent | Numeric::Unjudged => {
                    self.odd = true;
                    (0.0, 0.0)
                }
            };
            self.any_missing |= missing != 0.0;
            self.values.get_mut(at).into_iter().for_each(|kept| *kept = value);
            self.missing.get_mut(at).into_iter().for_each(|kept| *kept = missing);
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
            const ONE: u64 = 1f64.to_bits();
            for (kept, word) in self.missing.chunks_mut(64).zip(words.iter().chain(std::iter::repeat(&0))) {
                for (kept, at) in kept.iter_mut().zip(0..) {
                    let is_missing = (word >> at & 1).wrapping_sub(1);
                    *kept = f64::from_bits(is_missing & ONE);
                }
            }
        }
    }
}
