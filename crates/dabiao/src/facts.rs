//! The `Facts`: typed columns of rows in a tree, with dated observations. They are made from tables (`facts::from_tables`, which
//! in turn come from CSV, JSON or Rust values) against the entities of a `Program`, and read by `evaluate`.
//! Whatever is wrong with a table has become a fault before this form exists; what is missing has become `Cell::Missing`.

mod cells;
pub(crate) mod column;
mod column_builder;
mod columns;
mod entity_table;
mod faults;
mod from_csv;
mod from_json;
mod from_tables;
mod ids;
mod limbs;
mod lines;
mod names;
mod number_cell;
mod numbers;
mod plain_cell;
mod plain_decimal;
mod plain_rows;
mod raw_cells;
mod raw_text;
mod records;
mod refusal;
mod rows;
mod table;
mod tree;
mod whole_numbers;

#[cfg(test)]
mod code_tests;
#[cfg(test)]
mod from_tables_tests;
#[cfg(test)]
mod plain_tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub(crate) use self::cells::Reader;
pub(crate) use self::column::Column;
pub use self::column::{Bits, Buffer};
pub(crate) use self::entity_table::EntityTable;
#[cfg(test)]
pub(crate) use self::entity_table::TableBuilder;
pub use self::from_csv::{from_csv, from_csv_within};
pub use self::from_json::{from_json, from_json_within};
pub use self::from_tables::{from_tables, from_tables_within};
pub use self::raw_cells::Values;
pub use self::table::{FactLimits, RawCell, Table};
use crate::calendar::Calendar;
use crate::date::Date;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, InputId};

/// A row of a table, as a thing in the tree: a region, a hospital. Rows are counted through all tables: by entity, then by
/// id bytes, so that the order of `RowId` is the order of ids within an entity. Rows of an open program that have no ids
/// are called by their numbers and come in the order of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub usize);

/// Everything known about the world.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// For each entity of the program its table; none where it was not given.
    pub(crate) tables: Vec<Option<EntityTable>>,
    /// What lies directly in each row, of whatever entity, ascending: where they begin in the list, and the list; nothing
    /// where no row lies in another.
    pub(crate) children: (Vec<usize>, Vec<RowId>),
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
    /// The number of rows in all tables.
    pub fn len(&self) -> usize {
        self.tables.iter().flatten().map(EntityTable::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows of an entity in their order, see [`RowId`]; none where its table was not given.
    pub fn rows(&self, entity: EntityId) -> Option<impl ExactSizeIterator<Item = RowId> + Clone + use<>> {
        self.table(entity).map(|table| table.rows().map(RowId))
    }

    /// The rows of an entity in the order in which its table first named them, each by its place among [`Facts::rows`]; none
    /// where that is their order already, or there is no table.
    ///
    /// ```
    /// use dabiao::facts::{from_csv, from_tables};
    /// use dabiao::program::EntityId;
    /// let program = dabiao::compile("beds >= 20", &dabiao::Library::default()).expect("no fault").program;
    /// let read = |text: &str| from_tables(&program, &[from_csv("any.csv", text)]).expect("no fault").0;
    /// let facts = read("id,beds\nb,19\nc,20\na,21\n");
    /// assert_eq!(facts.as_given(EntityId(0)), Some([1, 2, 0].as_slice()));
    /// assert_eq!(facts.ids_as_given(EntityId(0)), Some(("bca".to_owned(), vec![0, 1, 2, 3])));
    /// assert_eq!(read("id,beds\na,19\nb,20\n").as_given(EntityId(0)), None);
    /// ```
    pub fn as_given(&self, entity: EntityId) -> Option<&[u32]> {
        self.table(entity).map(|table| table.given.as_slice()).filter(|order| !order.is_empty())
    }

    /// All ids of an entity in that order, one after another, and where each begins and the last ends, as columns of texts
    /// keep them; none where its table was not given.
    pub fn ids_as_given(&self, entity: EntityId) -> Option<(String, Vec<i64>)> {
        self.table(entity).map(|table| table.ids.together(&table.given))
    }

    /// The rows of an entity by the bytes of their ids, the order of reports; none where its table was not given.
    pub(crate) fn by_id(&self, entity: EntityId) -> Option<impl Iterator<Item = RowId> + use<>> {
        self.table(entity).map(|table| {
            let first = table.first;
            table.ids.in_byte_order().map(move |at| RowId(first + at))
        })
    }

    /// The row of `entity` with this id.
    pub fn find(&self, entity: EntityId, id: &str) -> Option<RowId> {
        let table = self.table(entity)?;
        table.ids.find(id).map(|at| RowId(table.first + at))
    }

    /// The entity of a row; none for a row of other facts.
    pub fn entity(&self, row: RowId) -> Option<EntityId> {
        self.place(row).map(|(entity, ..)| entity)
    }

    /// The id of a row, unique within its entity.
    pub fn id(&self, row: RowId) -> Cow<'_, str> {
        self.place(row).map_or_else(Cow::default, |(_, table, at)| table.ids.get(at))
    }

    /// The name of a row, where its table gives one.
    pub fn name(&self, row: RowId) -> Option<&str> {
        let (_, table, at) = self.place(row)?;
        table.name(at)
    }

    /// What a row lies in.
    pub fn parent(&self, row: RowId) -> Option<RowId> {
        let (_, table, at) = self.place(row)?;
        table.parent_of(at).map(RowId)
    }

    /// What lies directly in a row, of whatever entity, ascending.
    pub fn children(&self, row: RowId) -> &[RowId] {
        let (starts, list) = &self.children;
        let range = starts.get(row.0).zip(starts.get(row.0 + 1));
        range.and_then(|(start, end)| list.get(*start..*end)).unwrap_or_default()
    }

    /// The row and what it lies in, from the nearest outward.
    pub fn self_and_ancestors(&self, row: RowId) -> impl Iterator<Item = RowId> + '_ {
        std::iter::successors(Some(row), |row| self.parent(*row))
    }

    /// The rows strictly below `row`, at any depth, in the order of their ids (`RowId`).
    pub fn below(&self, row: RowId) -> Vec<RowId> {
        let mut found: Vec<RowId> = self.children(row).to_vec();
        let mut next = 0;
        while let Some(row) = found.get(next).copied() {
            found.extend(self.children(row));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The cell of `row` on `day`, and the date on which it was observed; missing where nothing had been observed.
    pub fn cell(&self, row: RowId, attribute: AttributeId, day: Date) -> (Cell, Option<Date>) {
        let found = self.place(row).and_then(|(_, table, at)| Some((table, table.observation(at, day)?)));
        found.map_or((Cell::Missing, None), |(table, at)| (table.cell(attribute, at), table.date(at)))
    }

    /// The observation of `row` that counts on `day`, by its place in the table: the undated one, or the latest not after
    /// that day.
    pub(crate) fn observation(&self, row: RowId, day: Date) -> Option<usize> {
        self.place(row).and_then(|(_, table, at)| table.observation(at, day))
    }

    /// The day of the first observation of a row; none where it has no date.
    pub(crate) fn first_observed(&self, row: RowId) -> Option<Date> {
        self.place(row).and_then(|(_, table, at)| table.date(table.observations_of(at).start))
    }

    /// The cell with the first or last day of a row's existence, as it is known on a day; before the first observation,
    /// as that one has it.
    pub(crate) fn cell_of_existence(&self, row: RowId, attribute: AttributeId, day: Date) -> Cell {
        self.place(row).map_or(Cell::Missing, |(_, table, at)| {
            let latest = table.observation(at, day);
            table.cell(attribute, latest.unwrap_or(table.observations_of(at).start))
        })
    }

    /// Whether on a day the list of members of `entity` in a row is known to be incomplete.
    pub(crate) fn is_unlisted(&self, row: RowId, entity: EntityId, day: Date) -> bool {
        let Some((_, table, at)) = self.place(row).filter(|(_, table, _)| !table.unlisted.is_empty()) else {
            return false;
        };
        let observation = table.observation(at, day);
        observation.and_then(|at| table.unlisted.get(&at)).is_some_and(|entities| entities.contains(&entity))
    }

    /// The table of an entity; none where it was not given.
    pub(crate) fn table(&self, entity: EntityId) -> Option<&EntityTable> {
        self.tables.get(entity.0)?.as_ref()
    }

    /// The table of a row, with its entity and its place in it.
    pub(crate) fn place(&self, row: RowId) -> Option<(EntityId, &EntityTable, usize)> {
        let found = |(at, table): (usize, &'_ Option<EntityTable>)| {
            table.as_ref().is_some_and(|table| table.rows().contains(&row.0)).then_some(at)
        };
        let entity = EntityId(self.tables.iter().enumerate().find_map(found)?);
        self.table(entity).map(|table| (entity, table, row.0 - table.first))
    }

    /// Finds the children of every row from the parents.
    pub(crate) fn link(&mut self) {
        if self.tables.iter().flatten().all(|table| table.parents.is_empty()) {
            return;
        }
        let parents = || {
            self.tables
                .iter()
                .flatten()
                .flat_map(|table| (0..table.len()).map(|at| (RowId(table.first + at), table.parent_of(at))))
        };
        let mut starts = vec![0usize; self.len() + 2];
        for (_, parent) in parents() {
            parent.and_then(|parent| starts.get_mut(parent + 2)).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Each child goes to where its parent's next one belongs; then every start has become that of the next parent.
        let mut list = vec![RowId(0); sum];
        for (row, parent) in parents() {
            let Some(next) = parent.and_then(|parent| starts.get_mut(parent + 1)) else { continue };
            list.get_mut(*next).into_iter().for_each(|kept| *kept = row);
            *next += 1;
        }
        starts.pop();
        self.children = (starts, list);
    }
}
