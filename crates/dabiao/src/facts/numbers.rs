//! Numbers in a row -> one column of 64-bit whole numbers at one decimal scale. The few that do not fit stand beside them,
//! exact.

use std::collections::BTreeMap;

use super::column::{Bits, Buffer};
use crate::number::Number;

/// The most decimals of the scale of a column.
pub(super) const MOST_PLACES: u8 = 9;
/// A column takes the least scale at which one number in so many, or fewer, does not fit.
pub(super) const FEW: usize = 1024;
const POWERS: [i64; MOST_PLACES as usize + 1] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// Numbers at one decimal scale.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    /// `values[i] / 10^scale`; 0 where the number is missing or stands among `exceptions`.
    pub(crate) values: Buffer<i64>,
    pub(crate) scale: u8,
    /// Which are not missing; none: all.
    pub(crate) known: Option<Bits>,
    /// Numbers that do not fit 64 bits at this scale.
    pub(crate) exceptions: BTreeMap<usize, Number>,
    /// The largest magnitude of `values`.
    pub(crate) largest: u64,
    /// Whether one of `values` is below zero.
    pub(crate) negative: bool,
}

impl Numbers {
    /// The numbers in an order given by their places, or some of them.
    pub(super) fn permuted(self, order: &[u32]) -> Numbers {
        let values = super::column::permuted(&self.values, order).into();
        let known = self.known.map(|known| known.permuted(order)).filter(|known| *known != Bits::of(order.len()));
        Numbers { values, known, exceptions: moved(self.exceptions, order), ..self }
    }

    /// The number at `at`; none where it is missing.
    pub(crate) fn get(&self, at: usize) -> Option<Number> {
        if let Some(number) = self.exceptions.get(&at) {
            return Some(number.clone());
        }
        let value = *self.values.get(at)?;
        let known = self.known.as_ref().is_none_or(|known| known.get(at));
        known.then(|| decimal(value, self.scale))
    }
}

/// Digits and decimal places without the zeros at the end of the places.
pub(super) fn without_zeros(mut digits: i64, mut places: u8) -> (i64, u8) {
    while places > 0 && digits % 10 == 0 {
        (digits, places) = (digits / 10, places - 1);
    }
    (digits, places)
}

/// `digits / 10^places`.
fn decimal(digits: i64, places: u8) -> Number {
    match places {
        0 => Number::from(digits),
        _ => Number::from(digits) * Number::power_of_ten(-i32::from(places)),
    }
}

fn power(places: u8) -> i64 {
    POWERS.get(usize::from(places)).copied().unwrap_or(i64::MAX)
}

/// Makes a column of numbers, one by one.
#[derive(Debug, Default)]
pub(crate) struct NumbersBuilder {
    /// The digits of each number without its point; 0 for one that is missing.
    digits: Vec<i64>,
    /// How many of the digits stand after the point; none yet: of no number any.
    places: Vec<u8>,
    missing: Vec<usize>,
    exceptions: BTreeMap<usize, Number>,
}

impl NumbersBuilder {
    pub(crate) fn reserve(&mut self, len: usize) {
        self.digits.reserve_exact(len);
    }

    /// Adds `digits / 10^places`, with at most nine places and no zero at the end of them.
    #[inline]
    pub(crate) fn push_decimal(&mut self, digits: i64, places: u8) {
        if places > 0 || !self.places.is_empty() {
            self.places.resize(self.digits.len(), 0);
            self.places.push(places);
        }
        self.digits.push(digits);
    }

    /// Adds a whole number other than the least.
    pub(crate) fn push_whole(&mut self, value: i64) {
        match self.places.is_empty() {
            true => self.digits.push(value),
            false => self.push_decimal(value, 0),
        }
    }

    pub(crate) fn push_missing(&mut self) {
        self.missing.push(self.digits.len());
        self.push_whole(0);
    }

    pub(crate) fn push(&mut self, number: &Number) {
        match digits_of(number) {
            Some((digits, places)) => self.push_decimal(digits, places),
            None => {
                self.exceptions.insert(self.digits.len(), number.clone());
                self.push_whole(0);
            }
        }
    }

    /// Whether no number is known.
    pub(crate) fn is_missing(&self) -> bool {
        self.missing.len() == self.digits.len()
    }

    /// The numbers in the order given by `order`, or in their own.
    pub(crate) fn finish(mut self, order: Option<&[u32]>) -> Numbers {
        let scale = self.scale();
        if !self.places.is_empty() {
            self.bring_to(scale);
        }
        let mut known = Bits::of(self.digits.len());
        let unknown = self.missing.iter().chain(self.exceptions.keys());
        unknown.for_each(|at| known.clear(*at));
        let all_known = self.missing.is_empty() && self.exceptions.is_empty();
        let (least, most) =
            self.digits.iter().fold((0, 0), |(least, most): (i64, i64), value| (least.min(*value), most.max(*value)));
        let (largest, negative) = (least.unsigned_abs().max(most.unsigned_abs()), least < 0);
        let known = (!all_known).then_some(known);
        let made = Numbers { values: self.digits.into(), scale, known, exceptions: self.exceptions, largest, negative };
        match order {
            None => made,
            Some(order) => made.permuted(order),
        }
    }

    /// The least scale at which few numbers do not fit; else that at which the fewest do not.
    fn scale(&self) -> u8 {
        if self.places.is_empty() {
            return 0;
        }
        // How many numbers begin to fit at a scale, and how many do so no longer. Most fit any larger one.
        let all_fit = i64::MAX / power(MOST_PLACES);
        let (mut begin, mut end) = ([0_usize; 10], [0_usize; 10]);
        for (digits, places) in self.digits.iter().zip(&self.places) {
            begin.get_mut(usize::from(*places)).into_iter().for_each(|count| *count += 1);
            let last = match digits.abs() <= all_fit {
                true => MOST_PLACES,
                false => (*places..=MOST_PLACES).rev().find(|scale| fits(*digits, scale - places)).unwrap_or(*places),
            };
            end.get_mut(usize::from(last) + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut fitting = 0;
        let mut best = (0, 0);
        for (scale, (begin, end)) in (0..=MOST_PLACES).zip(begin.into_iter().zip(end)) {
            fitting = fitting + begin - end;
            if self.digits.len() - fitting <= self.digits.len() / FEW {
                return scale;
            }
            if fitting > best.0 {
                best = (fitting, scale);
            }
        }
        best.1
    }

    /// Brings every number to `scale`, and those that do not fit there to the exceptions.
    fn bring_to(&mut self, scale: u8) {
        for ((at, digits), places) in self.digits.iter_mut().enumerate().zip(&self.places) {
            let more = scale.checked_sub(*places).filter(|more| fits(*digits, *more));
            match more {
                Some(more) => *digits *= power(more),
                None => {
                    self.exceptions.insert(at, decimal(*digits, *places));
                    *digits = 0;
                }
            }
        }
    }
}

/// Whether digits may be multiplied by `10^more`.
fn fits(digits: i64, more: u8) -> bool {
    digits.checked_mul(power(more)).is_some()
}

/// A number's digits and how many of them stand after the point, if they fit.
fn digits_of(number: &Number) -> Option<(i64, u8)> {
    if let Some(whole) = number.to_i64() {
        return (whole != i64::MIN).then_some((whole, 0));
    }
    let (numerator, denominator) = number.to_fraction()?;
    let places = (1..=MOST_PLACES).find(|places| i128::from(power(*places)) % denominator == 0)?;
    let digits = numerator.checked_mul(i128::from(power(places)) / denominator)?;
    i64::try_from(digits).ok().filter(|digits| *digits != i64::MIN).map(|digits| (digits, places))
}

/// The entries with their places after a permutation.
fn moved(entries: BTreeMap<usize, Number>, order: &[u32]) -> BTreeMap<usize, Number> {
    if entries.is_empty() {
        return entries;
    }
    let place = |(to, from): (usize, &u32)| Some((to, entries.get(&usize::try_from(*from).ok()?)?.clone()));
    order.iter().enumerate().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
    use super::*;

    fn made(numbers: &[&str]) -> Numbers {
        let mut builder = NumbersBuilder::default();
        for number in numbers {
            match *number {
                "" => builder.push_missing(),
                number => builder.push(&number.parse().unwrap()),
            }
        }
        let made = builder.finish(None);
        for (at, number) in numbers.iter().enumerate() {
            assert_eq!(made.get(at), (!number.is_empty()).then(|| number.parse().unwrap()), "{number}");
        }
        made
    }

    #[test]
    fn the_scale_is_the_least_at_which_the_numbers_are_whole() {
        assert_eq!(made(&["12", "", "-7"]).values[..], [12, 0, -7]);
        let prices = made(&["1.50", "2", "0.25"]);
        assert_eq!((prices.scale, &prices.values[..], prices.largest), (2, &[150, 200, 25][..], 200));
        assert!(prices.known.is_none() && prices.exceptions.is_empty());
    }

    #[test]
    fn one_odd_number_among_many_does_not_decide_the_scale() {
        let mut numbers = vec!["1.5"; 3000];
        numbers[70] = "0.123456789";
        numbers[2000] = "1e-20";
        let many = made(&numbers);
        assert_eq!((many.scale, many.exceptions.keys().copied().collect::<Vec<_>>()), (1, vec![70, 2000]));
        assert_eq!(many.known.unwrap().words().len(), 3000_usize.div_ceil(64));
    }

    #[test]
    fn numbers_that_do_not_fit_stand_beside() {
        let odd = made(&["9223372036854775807", "-9223372036854775808", "1e30", "0.5", "1"]);
        assert_eq!((odd.scale, odd.exceptions.len(), odd.largest), (0, 3, i64::MAX.unsigned_abs()));
        assert_eq!(odd.known.map(|known| known.words().to_vec()), Some(vec![0b10001]));
        let most = made(&["9223372036854775807", "0.5", "1.5"]);
        assert_eq!((most.scale, most.exceptions.len(), most.largest), (1, 1, 15));
    }
}
