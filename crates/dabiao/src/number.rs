//! Exact numbers: every quantity of the language is a rational of unbounded size.
//! Text and floats become numbers here; no binary float survives past this file.

use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// The most decimal digits a number in a text may have.
pub const MAX_DIGITS: usize = 40;
/// The largest decimal exponent, in absolute value, a number in a text may have.
pub const MAX_EXPONENT: i64 = 400;

/// An exact rational number, always reduced.
///
/// ```
/// use dabiao::number::Number;
/// let sum = "0.1".parse::<Number>()? + "0.2".parse()?;
/// assert_eq!(sum, "0.3".parse()?);
/// assert_eq!(sum.to_string(), "3/10");
/// # Ok::<(), dabiao::number::NumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigRational);

/// Why a text or a float is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text is not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// More than [`MAX_DIGITS`] digits.
    #[error("more than {MAX_DIGITS} digits")]
    TooManyDigits,
    /// An exponent beyond [`MAX_EXPONENT`].
    #[error("an exponent beyond {MAX_EXPONENT}")]
    ExponentTooLarge,
    /// An infinity, which no fact can be.
    #[error("infinite")]
    Infinite,
}

impl Number {
    /// Zero.
    pub fn zero() -> Number {
        Number(BigRational::zero())
    }

    /// One.
    pub fn one() -> Number {
        Number(BigRational::one())
    }

    /// `numerator / denominator`, or `None` when the denominator is zero.
    pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Number> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Number(BigRational::new(numerator.into(), denominator)))
    }

    /// The power of ten `10^exponent`.
    pub fn power_of_ten(exponent: i32) -> Number {
        let magnitude = exponent.unsigned_abs();
        let power = 10i64.checked_pow(magnitude).map_or_else(|| BigInt::from(10).pow(magnitude), BigInt::from);
        if exponent < 0 { Number(BigRational::new_raw(BigInt::one(), power)) } else { Number(power.into()) }
    }

    /// This number times the power of ten `10^exponent`.
    pub(crate) fn shifted(self, exponent: i32) -> Number {
        if exponent == 0 {
            return self;
        }
        self * Number::power_of_ten(exponent)
    }

    /// The number that a float stands for: the shortest decimal that prints as that float.
    /// NaN is `None` (unknown); an infinity is an error.
    ///
    /// Source of the digits: the standard library prints the shortest decimal that reads back as the same float. Where a
    /// float lies in the middle between two such decimals, it is the one with an even last digit, as in Python and in
    /// JavaScript.
    pub fn from_f64(value: f64) -> Result<Option<Number>, NumberError> {
        if value.is_nan() {
            return Ok(None);
        }
        if value.is_infinite() {
            return Err(NumberError::Infinite);
        }
        let shortest = format!("{value:e}");
        let digits = shortest.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
        // No shorter decimal has a neighbour that reads back as the same float.
        let even = (digits >= 15).then(|| format!("{value:.*e}", digits - 1));
        let chosen = even.filter(|even| even.parse() == Ok(value)).unwrap_or(shortest);
        chosen.parse().map(Some)
    }

    /// The quotient, or `None` when `divisor` is zero.
    pub fn checked_div(&self, divisor: &Number) -> Option<Number> {
        (!divisor.is_zero()).then(|| Number(&self.0 / &divisor.0))
    }

    /// The greatest whole number not above this one.
    pub fn floor(&self) -> Number {
        Number(self.0.floor())
    }

    /// The least whole number not below this one.
    pub fn ceil(&self) -> Number {
        Number(self.0.ceil())
    }

    /// Whether this is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is one.
    pub(crate) fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether this is above zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether this is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether this is a whole number.
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// The number without its sign.
    pub fn abs(&self) -> Number {
        Number(self.0.abs())
    }

    /// The least positive number that makes both this and `other` whole when they are multiplied by it.
    pub fn denominator_with(&self, other: &Number) -> Number {
        Number(self.0.denom().lcm(other.0.denom()).into())
    }

    /// This number as an `i64`, if it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_whole() { self.0.numer().to_i64() } else { None }
    }

    /// Numerator and denominator in lowest terms, if they are small.
    fn small(&self) -> Option<(i64, i64)> {
        Some((self.0.numer().to_i64()?, self.0.denom().to_i64()?))
    }

    /// The product of small numbers, if it is small. Most numbers are, and it takes no unbounded integers in between.
    fn small_product(&self, other: &Number) -> Option<Number> {
        let ((a, b), (c, d)) = (self.small()?, other.small()?);
        let (ad, cb) = (a.checked_abs()?.gcd(&d), c.checked_abs()?.gcd(&b));
        let (numerator, denominator) = ((a / ad).checked_mul(c / cb)?, (b / cb).checked_mul(d / ad)?);
        Some(Number(BigRational::new_raw(numerator.into(), denominator.into())))
    }

    /// The sum of small numbers with one denominator, if it is small.
    fn small_sum(&self, other: &Number) -> Option<Number> {
        let ((a, b), (c, d)) = (self.small()?, other.small()?);
        let sum = a.checked_add(c).filter(|_| b == d)?;
        let common = sum.checked_abs()?.gcd(&b);
        Some(Number(BigRational::new_raw((sum / common).into(), (b / common).into())))
    }

    /// Numerator and denominator in lowest terms, if they fit.
    pub(crate) fn to_fraction(&self) -> Option<(i128, i128)> {
        Some((self.0.numer().to_i128()?, self.0.denom().to_i128()?))
    }

    /// The decimal digits of this number where it has finitely many, else `None`.
    pub fn to_exact_decimal(&self) -> Option<String> {
        let mut denominator = self.0.denom().clone();
        let mut places: [usize; 2] = [0, 0];
        for (place, prime) in places.iter_mut().zip([2u8, 5]) {
            let prime = BigInt::from(prime);
            while (&denominator % &prime).is_zero() {
                denominator /= &prime;
                *place += 1;
            }
        }
        let [twos, fives] = places;
        denominator.is_one().then(|| self.to_decimal(twos.max(fives)))
    }

    /// This number with `places` decimals, halves rounded away from zero (四舍五入). For display only.
    pub fn to_decimal(&self, places: usize) -> String {
        let scale = BigInt::from(10).pow(places);
        let doubled: BigInt = self.0.abs().numer() * &scale * 2u8 + self.0.denom();
        let digits = doubled.div_floor(&(self.0.denom() * 2u8)).to_string();
        let sign = if self.is_negative() && digits.bytes().any(|digit| digit != b'0') { "-" } else { "" };
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Reads `12`, `-0.5`, `1e6`: a decimal as data files write it, without separators.
    fn from_str(text: &str) -> Result<Number, NumberError> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (negative, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits: String = [whole, fraction].concat();
        if whole.is_empty() || unsigned.ends_with('.') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::NotANumber);
        }
        if digits.trim_start_matches('0').len() > MAX_DIGITS || fraction.len() > MAX_DIGITS {
            return Err(NumberError::TooManyDigits);
        }
        let magnitude = digits.parse::<i64>().map(BigInt::from).or_else(|_| digits.parse::<BigInt>());
        let magnitude = magnitude.map_err(|_| NumberError::NotANumber)?;
        let signed = Number((if negative { -magnitude } else { magnitude }).into());
        let places = i32::try_from(fraction.len()).map_err(|_| NumberError::TooManyDigits)?;
        Ok(signed.shifted(exponent - places))
    }
}

fn read_exponent(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotANumber);
    }
    let exponent: i64 = text.parse().map_err(|_| NumberError::ExponentTooLarge)?;
    if exponent.abs() > MAX_EXPONENT {
        return Err(NumberError::ExponentTooLarge);
    }
    i32::try_from(exponent).map_err(|_| NumberError::ExponentTooLarge)
}

impl fmt::Display for Number {
    /// The canonical exact form, `12` or `299/25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number(BigInt::from(value).into())
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Number {
        Number(BigInt::from(value).into())
    }
}

impl Neg for Number {
    type Output = Number;
    fn neg(self) -> Number {
        Number(-self.0)
    }
}

macro_rules! arithmetic {
    ($($operation:ident $method:ident $small:expr);*) => {$(
        impl $operation for Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                $operation::$method(&self, &other)
            }
        }
        impl $operation for &Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                let small: fn(&Number, &Number) -> Option<Number> = $small;
                small(self, other).unwrap_or_else(|| Number($operation::$method(&self.0, &other.0)))
            }
        }
    )*};
}
arithmetic!(Add add Number::small_sum; Sub sub |_, _| None; Mul mul Number::small_product);

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
