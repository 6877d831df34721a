//! The `Table`: rows and columns as a host gives them, before anything is known about what they mean.
//! Readers (`from_csv`, `from_json`) and Rust values become tables; `from_tables` makes `Facts` of them.
//! A fault that a reader met stays in its table, so that one report can name all faults of all tables.

use std::borrow::Cow;

use super::lines::Lines;
use super::raw_cells::{Cells, Values, View};
use crate::date::Date;
use crate::diagnostic::FactFault;
use crate::number::{Number, NumberError};

/// What a host puts into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawCell {
    /// Nothing: unknown.
    Empty,
    /// A text; read by the type of its column.
    Text(String),
    /// A number, exact.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
}

/// A table with its name, the heads of its columns and its rows.
///
/// ```
/// use dabiao::facts::Table;
/// let regions = Table::new("region", ["id", "in", "常住人口", "rehab_doctors"])
///     .row(["33".into(), ().into(), 64_567_588.into(), 4_100.into()])
///     .row(["330800".into(), "33".into(), 2_276_184.into(), 180.5.into()]);
/// assert_eq!(regions.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    shown: String,
    heads: Vec<String>,
    cells: Cells,
    len: usize,
    lines: Vec<usize>,
    ragged: Vec<(usize, usize)>,
    faults: Vec<FactFault>,
    unreadable: bool,
}

/// How much a host lets in. The same defaults hold in every host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactLimits {
    /// Tables in one call.
    pub tables: usize,
    /// Rows of a table.
    pub rows: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of a cell or a head.
    pub cell_bytes: usize,
    /// Faults, and as many warnings, that a report lists before it says "and n more".
    pub faults: usize,
}

impl Default for FactLimits {
    fn default() -> FactLimits {
        FactLimits { tables: 1_000, rows: 5_000_000, columns: 1_000, cell_bytes: 65_536, faults: 100 }
    }
}

impl Table {
    /// A table without rows. `shown` is what messages call it; the entity is found by its file stem, so that
    /// `facts/医院.csv` is the table of the entity labelled 医院.
    pub fn new<H: Into<String>>(shown: impl Into<String>, heads: impl IntoIterator<Item = H>) -> Table {
        let shown = shown.into();
        let file = shown.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
        Table {
            name,
            shown,
            heads: heads.into_iter().map(Into::into).collect(),
            cells: Cells::Given(Vec::new()),
            len: 0,
            lines: Vec::new(),
            ragged: Vec::new(),
            faults: Vec::new(),
            unreadable: false,
        }
    }

    /// The table `name` in a file of several.
    pub(super) fn of_part(file: &str, name: &str) -> Table {
        Table { name: name.to_owned(), shown: format!("{file}: {name}"), ..Table::new("", [""; 0]) }
    }

    /// The same table, still without rows, with other heads.
    pub(super) fn with_heads(self, heads: Vec<String>) -> Table {
        Table { heads, ..self }
    }

    /// Sets what messages call the table, and keeps its name.
    pub fn shown_as(mut self, shown: impl Into<String>) -> Table {
        self.shown = shown.into();
        self
    }

    /// Adds a row, a cell for each head. A row of another length becomes a fault of `from_tables`.
    pub fn row(mut self, cells: impl IntoIterator<Item = RawCell>) -> Table {
        self.push_row(cells);
        self
    }

    /// Adds a row, a cell for each head. A row of another length becomes a fault of `from_tables`.
    pub fn push_row(&mut self, cells: impl IntoIterator<Item = RawCell>) {
        let width = self.heads.len();
        let mut kept = self.take_cells();
        let before = kept.len();
        kept.extend(cells);
        let given = kept.len() - before;
        kept.resize(before + width, RawCell::Empty);
        self.cells = Cells::Given(kept);
        self.count_row(given);
    }

    /// The cells each by itself, to be added to and put back.
    fn take_cells(&mut self) -> Vec<RawCell> {
        match &mut self.cells {
            Cells::Given(cells) => std::mem::take(cells),
            _ => {
                self.ragged = self.ragged().into_owned();
                self.rows().flat_map(Cow::into_owned).collect()
            }
        }
    }

    /// Counts a row that has been added.
    fn count_row(&mut self, given: usize) {
        self.len += 1;
        if given != self.heads.len() {
            self.ragged.push((self.len, given));
        }
    }

    /// A table of columns as a host holds them. Columns that end before the longest one make rows of another length.
    pub fn from_columns<H: Into<String>>(
        shown: impl Into<String>,
        columns: impl IntoIterator<Item = (H, Values)>,
    ) -> Table {
        let (heads, columns): (Vec<String>, Vec<Values>) =
            columns.into_iter().map(|(head, values)| (head.into(), values)).unzip();
        let len = columns.iter().map(Values::len).max().unwrap_or(0);
        let shortest = columns.iter().map(Values::len).min().unwrap_or(0);
        let given = |row: usize| columns.iter().filter(|column| column.len() > row).count();
        let ragged = (shortest..len).map(|row| (row + 1, given(row))).collect();
        let table = Table { len, ragged, ..Table::new(shown, heads) };
        let unreadable = table.heads.iter().zip(&columns).find_map(|(head, column)| Some((head, column.unreadable()?)));
        if let Some((head, row)) = unreadable {
            let fault = table.fault_at("F0108", row + 1).column(head);
            return Table { len: 0, ragged: Vec::new(), ..table }.refuse(fault);
        }
        Table { cells: Cells::Columns(columns), ..table }
    }

    /// The name by which the table is matched with an entity.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What messages call the table.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The heads of the columns.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows, each with a cell for each head.
    pub fn rows(&self) -> impl Iterator<Item = Cow<'_, [RawCell]>> {
        (0..self.len).map(|row| self.row_cells(row))
    }

    fn row_cells(&self, row: usize) -> Cow<'_, [RawCell]> {
        let width = self.heads.len();
        if let Cells::Given(cells) = &self.cells {
            return Cow::Borrowed(cells.get(row * width..(row + 1) * width).unwrap_or_default());
        }
        let mut views = Vec::new();
        self.views(row, &mut views);
        Cow::Owned(views.into_iter().map(View::to_raw).collect())
    }

    /// Puts a view of each cell of a row, counted from 0, into `views`.
    pub(super) fn views<'a>(&'a self, row: usize, views: &mut Vec<View<'a>>) {
        self.cells.views(row, self.heads.len(), views);
    }

    /// As [`Table::views`], of some columns only; the other views stay as they are.
    pub(super) fn views_of<'a>(&'a self, columns: &[usize], row: usize, views: &mut Vec<View<'a>>) {
        match &self.cells {
            Cells::Columns(given) => {
                views.resize(self.heads.len(), View::Empty);
                for at in columns {
                    let view = given.get(*at).map_or(View::Empty, |values| values.view(row));
                    views.get_mut(*at).into_iter().for_each(|kept| *kept = view);
                }
            }
            _ => self.views(row, views),
        }
    }

    /// The values of a column, where the host gave whole columns.
    pub(super) fn column(&self, column: usize) -> Option<&Values> {
        match &self.cells {
            Cells::Columns(columns) => columns.get(column),
            _ => None,
        }
    }

    /// The same table, still without rows, which will be lines of texts; about `capacity` bytes in all.
    pub(super) fn of_lines(self, capacity: usize) -> Table {
        Table { cells: Cells::Lines(Lines::with_capacity(capacity)), ..self }
    }

    /// The same table with the rows of a text, their cells between commas; and for each its line in the file.
    pub(super) fn with_text(self, text: String, rows: Vec<(u32, u32)>, lines: Vec<usize>) -> Table {
        Table { len: rows.len(), cells: Cells::Lines(Lines::of_text(text, rows)), lines, ..self }
    }

    /// Its rows, where they are texts.
    pub(super) fn texts(&self) -> Option<&Lines> {
        match &self.cells {
            Cells::Lines(lines) => Some(lines),
            _ => None,
        }
    }

    /// Says that a column, in the row that is named or in all, holds what no cell can hold, such as a structure. That is an
    /// error where the column is read, and the same as any other value where it is not.
    ///
    /// ```
    /// use dabiao::facts::{Table, from_tables};
    /// let program = dabiao::compile("beds >= 20", &dabiao::Library::default()).expect("no fault").program;
    /// let mut table = Table::new("any", ["beds", "place"]).row([20.into(), ().into()]);
    /// table.push_unreadable(Some(1), "place");
    /// assert_eq!(from_tables(&program, &[table.clone()]).expect("no fault").1[0].code, "G0101");
    /// table.push_unreadable(Some(1), "beds");
    /// assert_eq!(from_tables(&program, &[table]).expect_err("beds are read")[0].code, "F0133");
    /// ```
    pub fn push_unreadable(&mut self, row: Option<usize>, head: &str) {
        let fault = row.map_or_else(|| self.fault("F0133"), |row| self.fault_at("F0133", row));
        self.keep(fault.column(head));
    }

    /// The rows, counted from 1, whose number of cells was not that of the heads, with that number.
    pub(super) fn ragged(&self) -> Cow<'_, [(usize, usize)]> {
        match &self.cells {
            Cells::Lines(lines) => Cow::Owned(lines.ragged(self.heads.len())),
            _ => Cow::Borrowed(&self.ragged),
        }
    }

    /// The lines of the rows, where the reader knew them.
    #[cfg(test)]
    pub(super) fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// What its reader found.
    pub(super) fn faults(&self) -> &[FactFault] {
        &self.faults
    }

    /// Whether its reader could make nothing of it, so that absent rows prove nothing.
    pub(super) fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    /// Whether it has neither heads nor rows: an empty JSON array, of things of which there are none.
    pub(super) fn is_headless(&self) -> bool {
        self.heads.is_empty() && self.len == 0
    }

    /// Adds a row of texts that began on `line` of its file.
    pub(super) fn push_texts<'a>(&mut self, line: usize, cells: impl Iterator<Item = &'a str> + Clone) {
        self.lines.push(line);
        if let Cells::Lines(lines) = &mut self.cells
            && lines.push(cells.clone()).is_some()
        {
            self.len += 1;
            return;
        }
        self.push_row(cells.map(|text| View::Text(text).to_raw()));
    }

    /// Keeps a fault for the report.
    pub(super) fn keep(&mut self, fault: FactFault) {
        self.faults.push(fault);
    }

    /// Keeps a fault that leaves nothing of the table to be read.
    pub(super) fn refuse(mut self, fault: FactFault) -> Table {
        self.faults.push(fault);
        self.unreadable = true;
        self
    }

    /// A fault of the whole table.
    pub(super) fn fault(&self, code: &'static str) -> FactFault {
        FactFault::new(code, &self.shown)
    }

    /// A fault of a row, counted from 1, with its line where the reader knew it.
    pub(super) fn fault_at(&self, code: &'static str, row: usize) -> FactFault {
        let mut fault = self.fault(code).row(row);
        fault.line = row.checked_sub(1).and_then(|index| self.lines.get(index)).copied();
        fault
    }
}

impl RawCell {
    /// The number of a float: NaN is empty, an infinity a text that no number column accepts.
    fn from_float(number: Result<Option<Number>, NumberError>, text: impl ToString) -> RawCell {
        match number {
            Ok(Some(number)) => RawCell::Number(number),
            Ok(None) => RawCell::Empty,
            Err(_) => RawCell::Text(text.to_string()),
        }
    }
}

impl From<()> for RawCell {
    fn from((): ()) -> RawCell {
        RawCell::Empty
    }
}

impl From<&str> for RawCell {
    fn from(text: &str) -> RawCell {
        RawCell::Text(text.to_owned())
    }
}

impl From<f64> for RawCell {
    /// The shortest decimal that prints as this float; NaN is empty.
    fn from(value: f64) -> RawCell {
        RawCell::from_float(Number::from_f64(value), value)
    }
}

impl From<f32> for RawCell {
    /// The shortest decimal that prints as this 32-bit float; NaN is empty.
    fn from(value: f32) -> RawCell {
        match value.is_nan() {
            true => RawCell::Empty,
            false => RawCell::from_float(format!("{value:e}").parse().map(Some), value),
        }
    }
}

impl<T: Into<RawCell>> From<Option<T>> for RawCell {
    fn from(value: Option<T>) -> RawCell {
        value.map_or(RawCell::Empty, Into::into)
    }
}

macro_rules! from_value {
    ($($of:ty => $with:expr;)*) => {$(
        impl From<$of> for RawCell {
            fn from(value: $of) -> RawCell {
                $with(value)
            }
        }
    )*};
}
from_value! {
    String => RawCell::Text;
    Number => RawCell::Number;
    bool => RawCell::Flag;
    Date => RawCell::Date;
    i32 => |value| RawCell::Number(Number::from(i64::from(value)));
    u32 => |value| RawCell::Number(Number::from(i64::from(value)));
    i64 => |value| RawCell::Number(Number::from(value));
    usize => |value| RawCell::Number(Number::from(value));
}
