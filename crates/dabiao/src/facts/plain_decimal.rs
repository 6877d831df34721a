//! The first bytes of a text -> the plain decimal that stands there, eight bytes at a time.

/// The most digits of a plain decimal, which then fit 64 bits.
const MOST_DIGITS: usize = 18;
/// The most of them after its point.
const MOST_PLACES: usize = 9;
/// The longest plain decimal, with its sign and its point.
pub(super) const LONGEST: usize = MOST_DIGITS + 2;

const POWERS: [u64; MOST_PLACES + 1] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// A plain decimal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainDecimal {
    /// Its digits without the point.
    pub(super) digits: i64,
    /// How many of them stand after the point; as wide as the rest, which is read back faster than a byte.
    pub(super) places: usize,
    /// Its length in bytes.
    pub(super) len: usize,
}

/// The decimal that a text begins with, such as `-12.50`: the longest, if it is short.
pub(super) fn at_start(text: &[u8]) -> Option<PlainDecimal> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let (mut digits, count) = digits_at(text, sign)?;
    let (mut len, mut places) = (sign + count, 0);
    if text.get(len) == Some(&b'.') {
        let (part, count) = digits_at(text, len + 1)?;
        digits = digits.checked_mul(*POWERS.get(count)?)?.checked_add(part)?;
        (places, len) = (count, len + 1 + count);
    }
    if len - sign - usize::from(places > 0) > MOST_DIGITS {
        return None;
    }
    let digits = digits.cast_signed();
    Some(PlainDecimal { digits: if sign > 0 { -digits } else { digits }, places, len })
}

/// The number of up to seven digits that eight bytes begin with, how many they are, and the byte behind them; of none, 0.
#[inline]
pub(super) fn short_whole(eight: [u8; 8]) -> Option<(i64, usize, u8)> {
    let word = u64::from_le_bytes(eight);
    let (number, count) = leading_digits(word);
    let [after, ..] = word.checked_shr(u32::try_from(8 * count).ok()?)?.to_le_bytes();
    Some((number.cast_signed(), count, after))
}

/// The number that the digits from a place on make, and how many they are: one at least.
fn digits_at(text: &[u8], place: usize) -> Option<(u64, usize)> {
    // What is lost of a number with too many digits is not used.
    let (mut number, mut count) = (0_u64, 0);
    loop {
        let (part, more) = leading_digits(word_at(text, place + count));
        number = number.wrapping_mul(*POWERS.get(more)?).wrapping_add(part);
        count += more;
        if count > MOST_DIGITS {
            return None;
        }
        if more < 8 {
            return (count > 0).then_some((number, count));
        }
    }
}

/// The eight bytes from a place on, the first in the lowest bits, with zeros after the end of the text.
fn word_at(text: &[u8], place: usize) -> u64 {
    let rest = text.get(place..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The number that the digits at the beginning of eight bytes make, and how many they are.
#[inline]
fn leading_digits(word: u64) -> (u64, usize) {
    /// The same in each byte.
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let values = word ^ each(b'0');
    // The high bit of the first byte that is no digit is set, and of none before it.
    let others = (values.wrapping_add(each(0x76)) | values) & each(0x80);
    let bits = others.trailing_zeros() & !7;
    // The digits become the last of eight, and pairs of them, then fours, then all become numbers.
    let values = values.checked_shl(64 - bits).unwrap_or(0);
    let pairs = (values & each(0x0f)).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    let all = (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32;
    (all, if bits == 64 { 8 } else { usize::from(u8::try_from(bits / 8).unwrap_or_default()) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
    use super::{PlainDecimal, at_start, short_whole};

    #[test]
    fn a_decimal_is_read_as_far_as_it_goes() {
        let cases = [
            ("0", 0, 0, 1),
            ("7,8", 7, 0, 1),
            ("-12.50", -1250, 2, 6),
            ("12.50,3", 1250, 2, 5),
            ("00000000012", 12, 0, 11),
            ("12345678", 12_345_678, 0, 8),
            ("123456789\n", 123_456_789, 0, 9),
            ("1234567890123456", 1_234_567_890_123_456, 0, 16),
            ("123456789012345678", 123_456_789_012_345_678, 0, 18),
            ("123456789.123456789", 123_456_789_123_456_789, 9, 19),
            ("-0.000000001", -1, 9, 12),
            ("12e3", 12, 0, 2),
            ("12:", 12, 0, 2),
            ("3/4", 3, 0, 1),
            ("1\u{ff}2", 1, 0, 1),
            ("9浙江", 9, 0, 1),
        ];
        for (text, digits, places, len) in cases {
            assert_eq!(at_start(text.as_bytes()), Some(PlainDecimal { digits, places, len }), "{text}");
        }
        let refused =
            ["", "-", "--1", "+1", ".5", "5.", "5.,1", "-.5", "1234567890123456789", "0.1234567891", " 1", "１"];
        for text in refused.into_iter().chain(["1234567890.123456789", "99999999999999999999999999"]) {
            assert_eq!(at_start(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_length_and_what_follows_it_is_told_apart() {
        assert_eq!(short_whole(*b",1234567"), Some((0, 0, b',')));
        for number in (0..19).map(|places| 10_i64.pow(places) / 7).chain(0..2_000) {
            let text = number.to_string();
            for after in 0..=u8::MAX {
                let mut bytes = text.clone().into_bytes();
                bytes.push(after);
                let found = at_start(&bytes).map(|found| (found.digits, found.len));
                let expected = match after {
                    b'.' => None,
                    b'0'..=b'9' if text.len() == 18 => None,
                    b'0'..=b'9' => Some((number * 10 + i64::from(after - b'0'), text.len() + 1)),
                    _ => Some((number, text.len())),
                };
                assert_eq!(found, expected, "{bytes:?}");
                bytes.extend(*b"z1z1z1z1");
                let eight = *bytes.first_chunk().unwrap();
                let count = eight.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let read = (count < 8).then(|| {
                    let digits = String::from_utf8(eight[..count].to_vec()).unwrap();
                    (digits.parse().unwrap_or(0), count, eight[count])
                });
                assert_eq!(short_whole(eight), read, "{bytes:?}");
            }
        }
    }
}
