//! Texts one after another, and the ids of a table's rows: the texts given, in the order of their bytes, or for rows without
//! an id their numbers, of which no text is kept.

use std::borrow::Cow;

/// Texts one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let text = start.zip(self.ends.get(at)).and_then(|(start, end)| self.bytes.get(start..*end));
        text.unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// No texts yet, with room for so many.
    pub(super) fn with_capacity(len: usize) -> Texts {
        Texts { bytes: String::new(), ends: Vec::with_capacity(len) }
    }

    /// Texts as a column of them has them: where each begins and, one more, where the last ends, and their bytes.
    pub(super) fn of_column(offsets: &[i64], bytes: &[u8]) -> Option<Texts> {
        let place = |offset: &i64| usize::try_from(*offset).ok();
        let start = place(offsets.first()?)?;
        let bytes = bytes.get(start..place(offsets.last()?)?)?;
        let mut texts = Texts::with_capacity(offsets.len());
        for end in offsets.iter().skip(1) {
            texts.ends.push(place(end)?.checked_sub(start)?);
        }
        texts.bytes = std::str::from_utf8(bytes).ok()?.to_owned();
        Some(texts)
    }

    /// Whether each comes, by its bytes, after the one before.
    pub(super) fn are_ascending(&self) -> bool {
        let (mut start, mut last) = (0, &[][..]);
        self.ends.iter().enumerate().all(|(at, end)| {
            let text = self.bytes.as_bytes().get(start..*end).unwrap_or_default();
            start = *end;
            let before = std::mem::replace(&mut last, text);
            at == 0 || is_less(before, text)
        })
    }

    /// All of them, one after another.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_bytes()
    }

    /// The texts in an order given by their places; none if there are none.
    pub(super) fn permuted(&self, order: &[u32]) -> Texts {
        let mut texts = Texts::default();
        if self.len() > 0 {
            texts = Texts { bytes: String::with_capacity(self.bytes.len()), ends: Vec::with_capacity(order.len()) };
            order.iter().filter_map(|at| usize::try_from(*at).ok()).for_each(|at| texts.push(self.get(at)));
        }
        texts
    }

    /// How many bytes all texts begin with in common.
    pub(super) fn common_prefix(&self) -> usize {
        let first = self.get(0).as_bytes();
        (1..self.len()).fold(first.len(), |common, at| {
            let both = first.iter().take(common).zip(self.get(at).as_bytes());
            both.take_while(|(a, b)| a == b).count()
        })
    }

    /// All of them, and where each begins and the last ends.
    fn together(&self) -> (String, Vec<i64>) {
        let ends = self.ends.iter().map(|end| i64::try_from(*end).unwrap_or(i64::MAX));
        (self.bytes.clone(), [0].into_iter().chain(ends).collect())
    }

    /// Adds empty texts until there are `len`.
    pub(super) fn pad(&mut self, len: usize) {
        self.ends.resize(len.max(self.ends.len()), self.bytes.len());
    }

    /// Whether no text has a letter beyond ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.bytes.is_ascii()
    }
}

/// Whether one text comes before another, by their bytes: mostly the first eight of them say it.
pub(super) fn is_less(a: &[u8], b: &[u8]) -> bool {
    let first = |text: &[u8]| text.first_chunk().map(|eight| u64::from_be_bytes(*eight));
    match first(a).zip(first(b)) {
        Some((a, b)) if a != b => a < b,
        _ => a < b,
    }
}

/// The ids of the rows of a table.
#[derive(Clone, Debug)]
pub(crate) enum Ids {
    /// As given, ascending by their bytes.
    Given(Texts),
    /// So many rows without ids, called by their numbers: 1, 2, 3 and so on.
    Numbered(usize),
}

impl Default for Ids {
    fn default() -> Ids {
        Ids::Given(Texts::default())
    }
}

impl Ids {
    pub(crate) fn len(&self) -> usize {
        match self {
            Ids::Given(texts) => texts.len(),
            Ids::Numbered(count) => *count,
        }
    }

    pub(crate) fn get(&self, at: usize) -> Cow<'_, str> {
        match self {
            Ids::Given(texts) => Cow::Borrowed(texts.get(at)),
            Ids::Numbered(_) => Cow::Owned((at + 1).to_string()),
        }
    }

    /// Whether no id has a letter beyond ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        match self {
            Ids::Given(texts) => texts.is_ascii(),
            Ids::Numbered(_) => true,
        }
    }

    /// The row with an id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let texts = match self {
            Ids::Given(texts) => texts,
            Ids::Numbered(count) => {
                let at = id.parse::<usize>().ok()?.checked_sub(1).filter(|at| at < count)?;
                return (self.get(at) == id).then_some(at);
            }
        };
        let (mut low, mut high) = (0, texts.len());
        while low < high {
            let middle = low.midpoint(high);
            match texts.get(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The rows by the bytes of their ids.
    pub(crate) fn in_byte_order(&self) -> ByBytes {
        match self {
            Ids::Given(texts) => ByBytes::Rows(0..texts.len()),
            Ids::Numbered(count) => ByBytes::Numbers { next: usize::from(*count > 0), count: *count },
        }
    }

    /// All ids, one after another, and where each begins and the last ends; in an order given by their places, or as they
    /// stand.
    pub(super) fn together(&self, order: &[u32]) -> (String, Vec<i64>) {
        let places = order.iter().filter_map(|at| usize::try_from(*at).ok());
        match self {
            Ids::Given(texts) if order.is_empty() => texts.together(),
            Ids::Given(texts) => joined(order.len(), places.map(|at| texts.get(at))),
            Ids::Numbered(count) => numbered(*count),
        }
    }
}

/// The rows of a table by the bytes of their ids.
pub(crate) enum ByBytes {
    /// As they stand.
    Rows(std::ops::Range<usize>),
    /// As 1, 10, 100, 101, 11, 2: the number that comes next, 0 at the end, and how many there are.
    Numbers { next: usize, count: usize },
}

impl Iterator for ByBytes {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            ByBytes::Rows(rows) => rows.next(),
            ByBytes::Numbers { next, count } => {
                let number = *next;
                let row = number.checked_sub(1)?;
                // Longer by a digit, or else one more of what has no nine at its end.
                *next = match number.checked_mul(10).filter(|longer| longer <= count) {
                    Some(longer) => longer,
                    None => after(number, *count),
                };
                Some(row)
            }
        }
    }
}

/// The number that follows by bytes, among those up to `count`, where none is longer by a digit; 0 after the last.
fn after(mut number: usize, count: usize) -> usize {
    while number > 0 && (number % 10 == 9 || number == count) {
        number /= 10;
    }
    if number == 0 { 0 } else { number + 1 }
}

/// Texts one after another, and where each begins and the last ends.
fn joined<'a>(count: usize, texts: impl Iterator<Item = &'a str>) -> (String, Vec<i64>) {
    let (mut all, mut ends) = (String::new(), Vec::with_capacity(count + 1));
    ends.push(0);
    for text in texts {
        all.push_str(text);
        ends.push(i64::try_from(all.len()).unwrap_or(i64::MAX));
    }
    (all, ends)
}

/// The numbers from 1, one after another, and where each begins and the last ends.
fn numbered(count: usize) -> (String, Vec<i64>) {
    let (mut all, mut ends) = (String::new(), Vec::with_capacity(count + 1));
    ends.push(0);
    let mut digits: Vec<u8> = vec![b'0'];
    for _ in 0..count {
        let nines = digits.iter().rev().take_while(|digit| **digit == b'9').count();
        digits.iter_mut().rev().take(nines).for_each(|digit| *digit = b'0');
        match digits.iter_mut().rev().nth(nines) {
            Some(digit) => *digit += 1,
            None => digits.insert(0, b'1'),
        }
        all.extend(digits.iter().map(|digit| char::from(*digit)));
        ends.push(i64::try_from(all.len()).unwrap_or(i64::MAX));
    }
    (all, ends)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::{Ids, Texts};

    fn texts(all: &(String, Vec<i64>)) -> Vec<&str> {
        let place = |end: &i64| usize::try_from(*end).unwrap();
        all.1
            .iter()
            .zip(all.1.iter().skip(1))
            .map(|(start, end)| all.0.get(place(start)..place(end)).unwrap())
            .collect()
    }

    #[test]
    fn numbered_rows_are_called_and_found_by_their_numbers() {
        for count in (0..=130).chain([999, 1_000, 1_001, 9_999, 10_010]) {
            let ids = Ids::Numbered(count);
            let expected: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
            assert_eq!(texts(&ids.together(&[])), expected);
            assert!(expected.iter().enumerate().all(|(at, id)| ids.get(at) == *id && ids.find(id) == Some(at)));
            let mut by_bytes = expected.clone();
            by_bytes.sort();
            assert_eq!(ids.in_byte_order().map(|at| ids.get(at)).collect::<Vec<_>>(), by_bytes);
        }
        assert_eq!(["0", "01", "+1", " 1", "4", "", "x"].map(|id| Ids::Numbered(3).find(id)), [None; 7]);
    }

    #[test]
    fn given_ids_are_put_together_in_any_order() {
        let mut given = Texts::default();
        ["a", "bc", "浙江"].into_iter().for_each(|text| given.push(text));
        let ids = Ids::Given(given);
        assert_eq!(texts(&ids.together(&[])), ["a", "bc", "浙江"]);
        assert_eq!(texts(&ids.together(&[2, 0, 1])), ["浙江", "a", "bc"]);
        assert_eq!(ids.in_byte_order().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!([ids.find("bc"), ids.find("b")], [Some(1), None]);
    }
}
