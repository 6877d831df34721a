//! The bytes of a CSV file -> a `Table`: UTF-8, a comma between cells, the heads in the first row. All cells are texts;
//! what they mean is decided by `from_tables`. What is wrong with the file itself stays in the table for the report.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use super::lines::{UNIT_SEPARATOR, find};
use super::table::{FactLimits, Table};

/// Stands after the file as a row of its own, unless a quotation mark of the file was never closed.
const AFTER_THE_FILE: &[u8] = b"\n\x01";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a CSV file. `shown` is its name in messages; its stem names the entity.
///
/// ```
/// use dabiao::facts::from_csv;
/// let table = from_csv("facts/region.csv", "id,in,常住人口\n33,,64567588\n3308,33,2276184\n");
/// assert_eq!((table.name(), table.len()), ("region", 2));
/// ```
pub fn from_csv(shown: &str, bytes: impl AsRef<[u8]>) -> Table {
    from_csv_within(shown, bytes, &FactLimits::default())
}

/// As [`from_csv`], with limits of the host's choice. Reading stops at the first row beyond the limit.
pub fn from_csv_within(shown: &str, bytes: impl AsRef<[u8]>, limits: &FactLimits) -> Table {
    let bytes = bytes.as_ref();
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    read_plain(shown, bytes, limits).unwrap_or_else(|| read_any(shown, bytes, limits))
}

/// Reads a file without quotation marks, whose rows are its lines; none for any other, or if anything is wrong with it.
pub(super) fn read_plain(shown: &str, bytes: &[u8], limits: &FactLimits) -> Option<Table> {
    u32::try_from(bytes.len()).ok()?;
    let only_before_a_line_feed = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    let mut returns = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\r');
    if bytes.contains(&b'"') || (bytes.contains(&b'\r') && !returns.all(|(at, _)| only_before_a_line_feed(at))) {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = PlainLines { bytes, begin: 0, line: 0 };
    let (_, start, end) = lines.next()?;
    let table = Table::new(shown, text.get(start..end)?.split(','));
    // About as many as lines of usual length; no more than the rows of the table may be.
    let count = (bytes.len() / 64).min(limits.rows);
    let (mut rows, mut numbers) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (line, start, end) in lines {
        rows.push((u32::try_from(start).ok()?, u32::try_from(end).ok()?));
        numbers.push(line);
        if rows.len() > limits.rows {
            break;
        }
    }
    Some(table.with_text(text.to_owned(), rows, numbers))
}

/// The lines of a text that are not blank: their numbers, and where they begin and end.
struct PlainLines<'a> {
    bytes: &'a [u8],
    begin: usize,
    line: usize,
}

impl Iterator for PlainLines<'_> {
    type Item = (usize, usize, usize);

    fn next(&mut self) -> Option<(usize, usize, usize)> {
        loop {
            let rest = self.bytes.get(self.begin..).filter(|rest| !rest.is_empty())?;
            let start = self.begin;
            let len = find(b'\n', rest).unwrap_or(rest.len());
            let content = rest.get(..len).map_or(len, |line| line.strip_suffix(b"\r").unwrap_or(line).len());
            self.begin = start + len + 1;
            self.line += 1;
            if content > 0 {
                return Some((self.line, start, start + content));
            }
        }
    }
}

/// Reads any file.
pub(super) fn read_any(shown: &str, bytes: &[u8], limits: &FactLimits) -> Table {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.chain(AFTER_THE_FILE));
    let mut record = ByteRecord::new();
    let mut lines = Lines { bytes, byte: 0, line: 1 };
    let mut table: Option<Table> = None;
    // Reading from memory cannot fail, and rows may be of any length: an error ends the file like its last row.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let begin = record.position().map_or(0, |position| position.byte());
        let Some(line) = lines.of_record_after(usize::try_from(begin).unwrap_or(usize::MAX)) else {
            let empty = || Table::new(shown, [""; 0]);
            return table.unwrap_or_else(|| empty().refuse(empty().fault("F0114")));
        };
        match &mut table {
            None => match read_head(shown, &record) {
                Ok(head) if bytes.contains(&UNIT_SEPARATOR) => table = Some(head),
                Ok(head) => table = Some(head.of_lines(bytes.len())),
                Err(refused) => return *refused,
            },
            Some(table) if table.len() > limits.rows => return std::mem::replace(table, Table::new("", [""; 0])),
            Some(table) => match cells(&record) {
                Some(cells) => table.push_texts(line, cells),
                None => {
                    let column = record.iter().position(|cell| std::str::from_utf8(cell).is_err());
                    table.push_texts(line, std::iter::empty());
                    let fault = table.fault_at("F0108", table.len());
                    let head = column.and_then(|column| table.heads().get(column)).cloned();
                    let table = std::mem::replace(table, Table::new("", [""; 0]));
                    return table.refuse(crate::diagnostic::FactFault { column: head, ..fault });
                }
            },
        }
    }
    let table = table.unwrap_or_else(|| Table::new(shown, [""; 0]));
    let fault = if table.is_empty() { table.fault("F0110") } else { table.fault_at("F0110", table.len()) };
    table.refuse(fault)
}

/// The cells of a record; none where one is not UTF-8.
fn cells(record: &ByteRecord) -> Option<impl Iterator<Item = &str> + Clone> {
    let text = std::str::from_utf8(record.as_slice()).ok()?;
    let cell = move |at: usize| text.get(record.range(at)?);
    let valid = (0..record.len()).all(|at| cell(at).is_some());
    valid.then(|| (0..record.len()).map(move |at| cell(at).unwrap_or_default()))
}

fn read_head(shown: &str, record: &ByteRecord) -> Result<Table, Box<Table>> {
    let heads: Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
    match heads {
        Ok(heads) => Ok(Table::new(shown, heads)),
        Err(_) => {
            let table = Table::new(shown, [""; 0]);
            let fault = table.fault("F0108");
            Err(Box::new(table.refuse(fault)))
        }
    }
}

/// Counts lines up to where a record begins. The reader says where the record before it ended, so blank lines between
/// them still have to be passed.
struct Lines<'a> {
    bytes: &'a [u8],
    byte: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the record that begins at `byte` or after the blank lines there; none behind the end of the file.
    fn of_record_after(&mut self, byte: usize) -> Option<usize> {
        let rest = self.bytes.get(byte..)?;
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = byte + blank;
        let passed = self.bytes.get(self.byte..begin).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.byte = begin;
        (begin < self.bytes.len()).then_some(self.line)
    }
}
