//! The `Facts`: typed rows in a tree, with dated observations. They are made from tables (`facts::from_tables`, which
//! in turn come from CSV, JSON or Rust values) against the entities of a `Program`, and read by `evaluate`.
//! Whatever is wrong with a table has become a fault before this form exists; what is missing has become `Cell::Missing`.

mod cells;
mod columns;
mod faults;
mod from_csv;
mod from_json;
mod from_tables;
mod limbs;
mod names;
mod number_cell;
mod records;
mod rows;
mod table;
mod tree;

#[cfg(test)]
mod code_tests;
#[cfg(test)]
mod from_tables_tests;

use std::collections::BTreeMap;

pub(crate) use self::cells::Reader;
pub use self::from_csv::{from_csv, from_csv_within};
pub use self::from_json::{from_json, from_json_within};
pub use self::from_tables::{from_tables, from_tables_within};
pub use self::table::{FactLimits, RawCell, Table};
use crate::calendar::Calendar;
use crate::date::Date;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, InputId};

/// A row of a table, as a thing in the tree: a region, a hospital. An index into [`Facts::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub usize);

/// Everything known about the world.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Every row: by entity, then by id bytes, so that the order of `RowId` is the order of ids within an entity.
    pub rows: Vec<Row>,
    /// For each entity of the program its rows, in id order; none where the table was not given.
    pub tables: Vec<Option<Vec<RowId>>>,
    /// Evidence for `attest`, in the order given.
    pub evidence: Vec<Evidence>,
    /// Recorded exceptions from lines `in principle`, in the order given.
    pub waivers: Vec<Waiver>,
    /// The calendar of a region.
    pub calendars: BTreeMap<RowId, Calendar>,
    /// Values supplied for `let NAME: TYPE`.
    pub inputs: BTreeMap<InputId, Cell>,
    /// Every day on which some recorded fact changes: the dates of observations, and the days from and until which a
    /// row exists; ascending, each once.
    pub change_dates: Vec<Date>,
}

/// A thing that a table has rows about.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its entity.
    pub entity: EntityId,
    /// Its id, unique within its entity.
    pub id: String,
    /// Its name, where the table gives one.
    pub name: Option<String>,
    /// What it lies in.
    pub parent: Option<RowId>,
    /// What lies directly in it, of whatever entity, ascending.
    pub children: Vec<RowId>,
    /// Its observations: one undated, or several by ascending date. Never empty.
    pub observations: Vec<Observation>,
}

/// What was recorded of a row at one time.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The day of the observation; none: it holds on every date.
    pub date: Option<Date>,
    /// A cell for each attribute of the entity, in their order.
    pub cells: Vec<Cell>,
    /// The entities of which this row's list of members is incomplete.
    pub unlisted: Vec<EntityId>,
}

/// What a cell holds; of the type of its attribute, or missing or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Empty: unknown.
    Missing,
    /// `none`, `无`: a date known never to have come.
    None,
    /// A quantity or a number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
    /// A text.
    Text(String),
    /// The position of the value in its `one of` or `ordered` type.
    Choice(usize),
    /// The positions of the items in their `set of` type, ascending; `none` gives an empty one.
    Choices(Vec<usize>),
}

/// A record for `attest`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rule's name.
    pub rule: String,
    /// The limb attested.
    pub limb: String,
    /// The row it is about.
    pub row: RowId,
    /// Whether it is so.
    pub holds: bool,
    /// Who says so.
    pub attestor: Option<String>,
    /// Since when it is known; none: on every date.
    pub date: Option<Date>,
    /// Where it is written.
    pub document: Option<String>,
}

/// A recorded exception from a line `in principle`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's name.
    pub rule: String,
    /// The row that is excused.
    pub row: RowId,
    /// Why.
    pub reason: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
}

impl Facts {
    /// A row by its id. `RowId`s come from these facts, so there always is one; none only for a foreign id.
    pub fn row(&self, row: RowId) -> Option<&Row> {
        self.rows.get(row.0)
    }

    /// The rows of an entity in id order; none where its table was not given.
    pub fn table(&self, entity: EntityId) -> Option<&[RowId]> {
        self.tables.get(entity.0)?.as_deref()
    }

    /// The row of `entity` with this id.
    pub fn find(&self, entity: EntityId, id: &str) -> Option<RowId> {
        let rows = self.table(entity)?;
        let at = rows.binary_search_by(|row| self.rows.get(row.0).map_or("", |row| row.id.as_str()).cmp(id)).ok()?;
        rows.get(at).copied()
    }

    /// The row and what it lies in, from the nearest outward.
    pub fn self_and_ancestors(&self, row: RowId) -> impl Iterator<Item = RowId> + '_ {
        std::iter::successors(Some(row), |row| self.row(*row)?.parent)
    }

    /// The rows strictly below `row`, at any depth, in the order of their ids (`RowId`).
    pub fn below(&self, row: RowId) -> Vec<RowId> {
        let mut found: Vec<RowId> = self.row(row).map(|row| row.children.clone()).unwrap_or_default();
        let mut next = 0;
        while let Some(below) = found.get(next).and_then(|row| self.row(*row)) {
            found.extend(&below.children);
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The observation of `row` that counts on `day`: the undated one, or the latest not after that day.
    pub fn observation(&self, row: RowId, day: Date) -> Option<&Observation> {
        let observations = &self.row(row)?.observations;
        observations.iter().rev().find(|observation| observation.date.is_none_or(|date| date <= day))
    }

    /// The cell of `row` on `day`, and the date on which it was observed; missing where nothing had been observed.
    pub fn cell(&self, row: RowId, attribute: AttributeId, day: Date) -> (&Cell, Option<Date>) {
        match self.observation(row, day) {
            Some(observation) => (observation.cells.get(attribute.index).unwrap_or(&Cell::Missing), observation.date),
            None => (&Cell::Missing, None),
        }
    }
}
