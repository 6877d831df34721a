//! The heads of a table -> what each of its columns holds. A column that nobody declared is a warning, two columns for
//! one thing are an error, and a declared attribute without a column is missing in every row.

use super::faults::Faults;
use super::names::{Named, Names, trim};
use super::raw_text::is_empty;
use super::refusal::Refusal;
use super::table::{FactLimits, RawCell, Table};

/// The columns of a table: for each thing that it may hold, which column holds it.
pub(super) struct Columns<T> {
    found: Vec<(T, usize)>,
}

impl<T: Copy + PartialEq> Columns<T> {
    /// Finds the columns, and reports what is wrong with the heads.
    pub(super) fn find(table: &Table, names: &Names<T>, faults: &mut Faults) -> Columns<T> {
        let mut columns = Columns { found: Vec::new() };
        for (index, head) in table.heads().iter().enumerate() {
            if trim(head).is_empty() {
                if let Some(row) = first_filled(table, index) {
                    faults.push(table.fault_at("G0102", row).with(index + 1));
                }
                continue;
            }
            match names.find(head) {
                Named::One(thing) => match columns.of(thing).and_then(|first| table.heads().get(first)) {
                    Some(first) => faults.push(table.fault("F0119").column(trim(head)).with(trim(first))),
                    None => columns.found.push((thing, index)),
                },
                Named::Several(one, other) => {
                    faults.push(table.fault("F0118").column(trim(head)).with(one).with(other));
                }
                Named::Unknown => {
                    let missing = names.nearest(head).filter(|near| !columns.holds(names, near, table));
                    faults.push(table.fault("G0101").column(trim(head)).suggest(missing));
                }
            }
        }
        columns
    }

    /// The column that holds `thing`.
    pub(super) fn of(&self, thing: T) -> Option<usize> {
        self.found.iter().find(|(other, _)| *other == thing).map(|(_, column)| *column)
    }

    /// Whether what `name` names has a column already, so that no other column can be meant for it.
    fn holds(&self, names: &Names<T>, name: &str, table: &Table) -> bool {
        let Named::One(thing) = names.find(name) else { return true };
        table.heads().iter().any(|head| names.find(head) == Named::One(thing))
    }
}

/// The first row, counted from 1, that has something in a column.
fn first_filled(table: &Table, column: usize) -> Option<usize> {
    table.rows().position(|row| row.get(column).is_some_and(|cell| !is_empty(cell))).map(|row| row + 1)
}

/// Whether a table is within the limits and its head is a head; if not, that has been reported.
pub(super) fn check_size(table: &Table, limits: &FactLimits, faults: &mut Faults) -> bool {
    let mut fits = true;
    if table.heads().len() > limits.columns {
        faults.push(table.fault("F0105").with(table.heads().len()).with(limits.columns));
        fits = false;
    }
    if table.len() > limits.rows {
        faults.push(table.fault("F0104").with(limits.rows));
        fits = false;
    }
    if let [head] = table.heads()
        && head.contains([';', '\t', '；', '，', '|'])
    {
        faults.push(table.fault("F0113").with(head));
        fits = false;
    }
    for head in table.heads() {
        fits &= check_text(head, limits).map_err(|code| faults.push(table.fault(code))).is_ok();
    }
    fits
}

/// The code of what is wrong with a text of whatever kind.
pub(super) fn check_text(text: &str, limits: &FactLimits) -> Result<(), &'static str> {
    if text.len() > limits.cell_bytes {
        return Err("F0106");
    }
    if text.as_bytes().contains(&0) { Err("F0109") } else { Ok(()) }
}

/// A row that is being read: its cells, its number, and where its faults go.
pub(super) struct RowReader<'a> {
    pub(super) table: &'a Table,
    pub(super) row: usize,
    pub(super) cells: &'a [RawCell],
    pub(super) limits: &'a FactLimits,
    pub(super) faults: &'a mut Faults,
}

impl<'a> RowReader<'a> {
    /// The cell of a column, empty where there is none or where it is unfit for any use, which has then been reported.
    pub(super) fn cell(&mut self, column: Option<usize>) -> &'a RawCell {
        static EMPTY: RawCell = RawCell::Empty;
        let cells = self.cells;
        let Some((column, cell)) = column.and_then(|column| Some((column, cells.get(column)?))) else {
            return &EMPTY;
        };
        if let RawCell::Text(text) = cell
            && let Err(code) = check_text(text, self.limits)
        {
            self.report(code, column);
            return &EMPTY;
        }
        cell
    }

    /// What `read` makes of the cell of a column; its refusal is reported.
    pub(super) fn read<V>(
        &mut self,
        column: Option<usize>,
        read: impl FnOnce(&RawCell) -> Result<V, Refusal>,
    ) -> Option<V> {
        match read(self.cell(column)) {
            Ok(value) => Some(value),
            Err(refusal) => {
                let fault = self.table.fault_at(refusal.code, self.row);
                self.faults.push(refusal.into_fault(fault, self.head(column)));
                None
            }
        }
    }

    /// As [`RowReader::read`], of a cell that must not be empty.
    pub(super) fn need<V>(
        &mut self,
        column: Option<usize>,
        read: impl FnOnce(&RawCell) -> Result<V, Refusal>,
    ) -> Option<V> {
        let known = self.faults.errors_so_far();
        if is_empty(self.cell(column)) {
            if let Some(column) = column
                && self.faults.errors_so_far() == known
            {
                self.report("F0120", column);
            }
            return None;
        }
        self.read(column, read)
    }

    /// Reports a fault of a column that needs no words.
    pub(super) fn report(&mut self, code: &'static str, column: usize) {
        let fault = self.table.fault_at(code, self.row).column(self.head(Some(column)));
        self.faults.push(fault);
    }

    /// The head of a column as messages show it.
    pub(super) fn head(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.table.heads().get(column)).map_or("", |head| trim(head))
    }

    /// Whether every cell is empty: the row of a spreadsheet that was never filled in.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(is_empty)
    }
}
