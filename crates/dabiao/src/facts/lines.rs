//! Rows of texts, kept as the text of a file with a separator between the cells of a row; their cells, one after another.

use super::names::trim;
use super::plain_decimal::{self, PlainDecimal};
use super::raw_cells::View;

/// Stands between cells that may themselves have commas and line breaks.
pub(super) const UNIT_SEPARATOR: u8 = 0x1f;
/// Stands behind a row, so that no number goes on into the next.
const ROW_END: char = '\n';

/// Rows of texts.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    text: String,
    /// Where each row begins and ends.
    rows: Vec<(u32, u32)>,
    separator: u8,
}

impl Lines {
    /// No rows yet; `capacity` is about the size of their text.
    pub(super) fn with_capacity(capacity: usize) -> Lines {
        Lines { text: String::with_capacity(capacity), rows: Vec::new(), separator: UNIT_SEPARATOR }
    }

    /// The rows of a text with commas between the cells.
    pub(super) fn of_text(text: String, rows: Vec<(u32, u32)>) -> Lines {
        Lines { text, rows, separator: b',' }
    }

    /// Adds a row of cells without separators; none where the text has become too long.
    pub(super) fn push<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Option<()> {
        let start = u32::try_from(self.text.len()).ok()?;
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push(char::from(self.separator));
            }
            self.text.push_str(cell);
        }
        self.rows.push((start, u32::try_from(self.text.len()).ok()?));
        self.text.push(ROW_END);
        Some(())
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, counted from 1, that have more cells or fewer than `width`, with their number.
    pub(super) fn ragged(&self, width: usize) -> Vec<(usize, usize)> {
        let counted = (0..self.len()).map(|row| (row + 1, self.cells(row).count()));
        counted.filter(|(_, given)| *given != width).collect()
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: usize) -> LineCells<'_> {
        let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        let (at, end) = self.rows.get(row).map_or((0, 0), |(start, end)| (place(*start), place(*end)));
        LineCells { text: &self.text, at, end, separator: self.separator }
    }
}

/// The cells of a row that were not read yet.
pub(super) struct LineCells<'a> {
    text: &'a str,
    /// Where the next one begins; behind the end: there is none.
    at: usize,
    end: usize,
    separator: u8,
}

impl<'a> Iterator for LineCells<'a> {
    type Item = View<'a>;

    fn next(&mut self) -> Option<View<'a>> {
        let row = self.text.as_bytes().get(self.at..self.end)?;
        let start = self.at;
        let len = find(self.separator, row).unwrap_or(row.len());
        self.at += len + 1;
        let text = self.text.get(start..start + len).filter(|text| !text.is_empty());
        Some(text.map_or(View::Empty, View::Text))
    }
}

impl LineCells<'_> {
    /// The number that is the next cell, none inside for an empty cell; none, and it is still the next, where that is no
    /// plain decimal.
    #[inline]
    pub(super) fn next_decimal(&mut self) -> Option<Option<PlainDecimal>> {
        let rest = self.text.as_bytes().get(self.at..)?;
        // Most numbers are short and whole, or missing, which is seen at one glance.
        if let Some((digits, len, after)) = rest.first_chunk().and_then(|eight| plain_decimal::short_whole(*eight))
            && (self.at + len == self.end || (after == self.separator && self.at + len < self.end))
        {
            self.at += len + 1;
            return Some((len > 0).then_some(PlainDecimal { digits, places: 0, len }));
        }
        let ends_at = |len: usize| {
            let end = self.at + len;
            end == self.end || (end < self.end && rest.get(len) == Some(&self.separator))
        };
        let found = match plain_decimal::at_start(rest) {
            Some(found) if ends_at(found.len) => Some(found),
            None if ends_at(0) => None,
            _ => return None,
        };
        self.at += found.as_ref().map_or(0, |found| found.len) + 1;
        Some(found)
    }

    /// Whether all of them are blank.
    pub(super) fn are_blank(&self) -> bool {
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        let begun = rest.bytes().next().is_some_and(|byte| byte.is_ascii_graphic() && byte != self.separator);
        !begun && rest.split(char::from(self.separator)).all(|cell| trim(cell).is_empty())
    }
}

/// Where a byte is first found, looking at eight at a time.
pub(super) fn find(wanted: u8, bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let pattern = u64::from_le_bytes([wanted; 8]);
    let (words, rest) = bytes.as_chunks();
    for (word, start) in words.iter().zip((0_usize..).step_by(8)) {
        let differing = u64::from_le_bytes(*word) ^ pattern;
        // Of the bytes that do not differ, the high bit of the first is set, and of none before it.
        let found = differing.wrapping_sub(ONES) & !differing & HIGH;
        if found != 0 {
            return Some(start + usize::try_from(found.trailing_zeros() / 8).unwrap_or(0));
        }
    }
    let before = bytes.len() - rest.len();
    rest.iter().position(|byte| *byte == wanted).map(|at| before + at)
}
