//! A whole column of a host's -> numbers at one scale, in passes over all its values at once; those that lie in memory as
//! the facts want them are not copied. None where a value has to be looked at by itself.

use std::collections::BTreeMap;

use super::column::{Bits, Buffer};
use super::number_cell::Bounds;
use super::numbers::{FEW, MOST_PLACES, Numbers};
use super::plain_cell::{POWERS, float_digits};
use super::raw_cells::Values;

/// The values of a block, one for each bit of a word.
const BLOCK: usize = 64;

/// The numbers of a column in the order of its table, if there is nothing to report of any of them.
pub(super) fn read(values: &Values, bounds: &Bounds) -> Option<Numbers> {
    match values {
        Values::Integers(values, known) => at_scale(values, 0, known.as_ref(), bounds),
        Values::Decimals(values, scale, known) if *scale <= MOST_PLACES => {
            at_scale(values, *scale, known.as_ref(), bounds)
        }
        Values::Floats(values) => {
            // At a scale that is too small, one of the first values does not fit, as a rule.
            let (scale, (digits, known)) =
                (0..).zip(POWERS).find_map(|(scale, power)| Some((scale, digits_of(values, power)?)))?;
            at_scale(&digits.into(), scale, Some(&known), bounds)
        }
        _ => None,
    }
}

/// Numbers that are `given` divided by ten to the scale; none where the column would have another scale.
fn at_scale(given: &Buffer<i64>, scale: u8, known: Option<&Bits>, bounds: &Bounds) -> Option<Numbers> {
    let known = known.map(|known| known.cut(given.len())).filter(|known| *known != Bits::of(given.len()));
    let (mut least, mut most, mut stray) = (0, 0, 0);
    for (block, word) in blocks(given, known.as_ref()) {
        if word == u64::MAX {
            block.iter().for_each(|value| (least, most) = (least.min(*value), most.max(*value)));
        } else {
            for (value, kept) in block.iter().zip(masked(block, word)) {
                (least, most, stray) = (least.min(kept), most.max(kept), stray | (value ^ kept));
            }
        }
    }
    if least == i64::MIN || (least < 0 && !bounds.signed) {
        return None;
    }
    let mut values = given.clone();
    if stray != 0 {
        let mut cleared = given.to_vec();
        let unknown = |at: usize| known.as_ref().is_some_and(|known| !known.get(at));
        cleared.iter_mut().enumerate().filter(|(at, _)| unknown(*at)).for_each(|(_, value)| *value = 0);
        values = cleared.into();
    }
    // It is the least scale if more than a few have a digit in the last place.
    let is_least = || values.iter().filter(|value| **value % 10 != 0).nth(values.len() / FEW).is_some();
    if scale > 0 && (bounds.whole || !is_least()) {
        return None;
    }
    let largest = least.unsigned_abs().max(most.unsigned_abs());
    Some(Numbers { values, scale, known, exceptions: BTreeMap::new(), largest, negative: least < 0 })
}

/// The values, block by block, each with a word of which of them are known.
fn blocks<'a>(values: &'a [i64], known: Option<&'a Bits>) -> impl Iterator<Item = (&'a [i64], u64)> {
    let words = known.map_or(&[][..], Bits::words).iter().copied();
    values.chunks(BLOCK).zip(words.chain(std::iter::repeat(u64::MAX)))
}

/// The values of a block, with 0 in place of those whose bit is clear.
fn masked(block: &[i64], word: u64) -> impl Iterator<Item = i64> + '_ {
    let rest = std::iter::successors(Some(word), |word| Some(word >> 1));
    block.iter().zip(rest).map(|(value, rest)| value & (rest & 1).cast_signed().wrapping_neg())
}

/// Each float times a power of ten, and which of them are known; none where one is then no whole number.
fn digits_of(values: &[f64], power: f64) -> Option<(Vec<i64>, Bits)> {
    let (mut digits, mut known) = (Vec::with_capacity(values.len()), Bits::of(values.len()));
    for (at, value) in values.iter().enumerate() {
        match float_digits(*value, power) {
            Some(found) => digits.push(found),
            None if value.is_nan() => {
                known.clear(at);
                digits.push(0);
            }
            None => return None,
        }
    }
    Some((digits, known))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]
    use super::super::cells::Reader;
    use super::super::column_builder::ColumnBuilder;
    use super::super::plain_cell;
    use super::super::table::FactLimits;
    use super::*;
    use crate::program::Type;

    #[test]
    fn a_whole_column_is_what_its_values_make_one_by_one() {
        let mut seed = 7_u64;
        let mut below = |bound: u32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(seed >> 33).unwrap() % bound
        };
        let (mut whole, limits) = ([0; 3], FactLimits::default());
        for _ in 0..6_000 {
            let (len, least, odd) = (below(200), i64::from(below(3) * 500), below(4) == 0);
            let unit = [1, 1, 25, 10, 1_000, 1_000_000_007][usize::try_from(below(6)).unwrap()];
            let mut number = || match below(100) {
                0 if odd => [i64::MIN, i64::MAX, -1, 5][usize::try_from(below(4)).unwrap()],
                _ => (i64::from(below(2_000)) - least) * unit,
            };
            let numbers: Vec<i64> = (0..len).map(|_| number()).collect();
            let missing = [0, 0, 1, 10, 100][usize::try_from(below(5)).unwrap()];
            let is_known: Vec<bool> = (0..len).map(|_| below(100) >= missing).collect();
            let mut known = Bits::default();
            is_known.iter().enumerate().filter(|(_, known)| **known).for_each(|(at, _)| known.set(at));
            let known = (missing > 0 || below(2) > 0).then_some(known);
            let (kind, scale) = (usize::try_from(below(3)).unwrap(), u8::try_from(below(11)).unwrap());
            let values = match kind {
                0 => Values::Integers(numbers.into(), known),
                1 => Values::Decimals(numbers.into(), scale, known),
                _ => {
                    let power = 10_f64.powi(i32::from(scale));
                    #[allow(clippy::cast_precision_loss, reason = "any float will do")]
                    let floats = numbers.iter().map(|number| *number as f64 / power);
                    let floats = floats.zip(is_known).map(|(float, known)| if known { float } else { f64::NAN });
                    Values::Floats(floats.collect::<Vec<_>>().into())
                }
            };
            let bounds = Bounds { unit: String::new(), whole: below(4) == 0, signed: below(2) == 0 };
            let reader = Reader::Number(bounds);
            let (Reader::Number(bounds), mut builder) = (&reader, ColumnBuilder::new(&Type::Number)) else { panic!() };
            let Some(found) = read(&values, bounds) else { continue };
            (0..values.len()).for_each(|at| plain_cell::push(&mut builder, values.view(at), &reader, &limits).unwrap());
            let ColumnBuilder::Numbers(builder) = builder else { panic!() };
            assert_eq!(format!("{found:?}"), format!("{:?}", builder.finish(None)), "{values:?}");
            whole.get_mut(kind).into_iter().for_each(|count| *count += 1);
        }
        assert!(whole.iter().all(|count| *count > 300), "{whole:?}");
    }
}
