//! The table of an entity: rows in the order of their ids, each with its observations, the cells in typed columns.

use std::collections::BTreeMap;

use super::Cell;
use super::column::Column;
use super::column_builder::ColumnBuilder;
use super::ids::{Ids, Texts};
use crate::date::Date;
use crate::program::{AttributeId, Entity, EntityId};

/// In the place of a row's parent: it has none.
pub(super) const TOP: u32 = u32::MAX;

/// The rows of an entity. Rows and observations are counted from 0 within the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntityTable {
    /// The first row of the table among all.
    pub(crate) first: usize,
    pub(crate) ids: Ids,
    /// The rows in the order in which they were first given; none: they are in that order.
    pub(super) given: Vec<u32>,
    /// The name of each row, empty where none is given; no texts: no row has a name.
    pub(super) names: Texts,
    /// The row, among all, that each row lies in, or [`TOP`]; empty: none lies in another.
    pub(super) parents: Vec<u32>,
    /// Where each row's observations begin, and at last their number; none: each row has one, without a date.
    pub(crate) observations: Option<(Vec<usize>, Vec<Date>)>,
    /// For each attribute its cells, one for each observation.
    pub(crate) columns: Vec<Column>,
    /// The entities of which a row's list of members is incomplete, by observation.
    pub(crate) unlisted: BTreeMap<usize, Vec<EntityId>>,
}

impl EntityTable {
    /// Keeps the order in which the rows were first given, by the number that each had in its table.
    pub(super) fn keep_order(&mut self, numbers: &[u32]) {
        if numbers.is_sorted() {
            return;
        }
        // No two rows have the same number, and few numbers up to the largest are those of no row.
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let largest = numbers.iter().copied().max().map_or(0, place);
        let mut rows = vec![TOP; largest.saturating_add(1)];
        for (number, row) in numbers.iter().zip(0..) {
            rows.get_mut(place(*number)).into_iter().for_each(|kept| *kept = row);
        }
        rows.retain(|row| *row != TOP);
        self.given = rows;
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The rows, among all.
    pub(crate) fn rows(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.len()
    }

    /// The name of a row, where one is given.
    pub(crate) fn name(&self, row: usize) -> Option<&str> {
        Some(self.names.get(row)).filter(|name| !name.is_empty())
    }

    /// The row, among all, that a row lies in.
    pub(crate) fn parent_of(&self, row: usize) -> Option<usize> {
        let parent = self.parents.get(row).filter(|parent| **parent != TOP)?;
        usize::try_from(*parent).ok()
    }

    /// The observations of a row.
    pub(crate) fn observations_of(&self, row: usize) -> std::ops::Range<usize> {
        match &self.observations {
            None => row..row + 1,
            Some((starts, _)) => {
                let start = starts.get(row).copied().unwrap_or_default();
                start..starts.get(row + 1).copied().unwrap_or(start)
            }
        }
    }

    /// The day of an observation; none: it holds on every date.
    pub(crate) fn date(&self, observation: usize) -> Option<Date> {
        self.observations.as_ref().and_then(|(_, dates)| dates.get(observation).copied())
    }

    /// The observation of a row that counts on a day: the undated one, or the latest not after that day.
    pub(crate) fn observation(&self, row: usize, day: Date) -> Option<usize> {
        self.observations_of(row).rev().find(|at| self.date(*at).is_none_or(|date| date <= day))
    }

    /// The cell of an observation.
    pub(crate) fn cell(&self, attribute: AttributeId, observation: usize) -> Cell {
        self.columns.get(attribute.index).map_or(Cell::Missing, |column| column.get(observation))
    }
}

/// Makes a table row by row, in the order of ids.
pub(crate) struct TableBuilder {
    table: EntityTable,
    ids: Texts,
    starts: Vec<usize>,
    dates: Vec<Date>,
    columns: Vec<ColumnBuilder>,
    /// The name of the row begun last, if it comes before the names of the table.
    name: String,
    count: usize,
}

impl TableBuilder {
    pub(crate) fn new(entity: &Entity, first: usize) -> TableBuilder {
        TableBuilder {
            table: EntityTable { first, ..EntityTable::default() },
            ids: Texts::default(),
            starts: Vec::new(),
            dates: Vec::new(),
            columns: entity.attributes.iter().map(|attribute| ColumnBuilder::new(&attribute.of_type)).collect(),
            name: String::new(),
            count: 0,
        }
    }

    /// Begins a row.
    pub(crate) fn row(&mut self, id: &str) {
        self.keep_name();
        self.ids.push(id);
        self.starts.push(self.count);
    }

    /// Names the row begun last.
    pub(crate) fn name(&mut self, name: String) {
        self.name = name;
    }

    fn keep_name(&mut self) {
        let name = std::mem::take(&mut self.name);
        if let Some(at) = self.ids.len().checked_sub(1).filter(|_| !name.is_empty()) {
            self.table.names.pad(at);
            self.table.names.push(&name);
        }
    }

    /// Adds an observation to the row begun last, later than those before it. Either all have a date, or none has.
    pub(crate) fn observe(&mut self, date: Option<Date>, cells: Vec<Cell>, unlisted: Vec<EntityId>) {
        self.dates.extend(date);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
        if !unlisted.is_empty() {
            self.table.unlisted.insert(self.count, unlisted);
        }
        self.count += 1;
    }

    pub(crate) fn finish(mut self) -> EntityTable {
        self.keep_name();
        if self.table.names.len() > 0 {
            self.table.names.pad(self.ids.len());
        }
        self.table.ids = Ids::Given(self.ids);
        let dated = !self.dates.is_empty();
        self.starts.push(self.count);
        self.table.observations = dated.then_some((self.starts, self.dates));
        self.table.columns = self.columns.into_iter().map(|column| column.finish(None)).collect();
        self.table
    }
}
