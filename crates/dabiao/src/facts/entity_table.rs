//! The table of an entity: rows in the order of their ids, each with its observations, the cells in typed columns.

use std::collections::BTreeMap;

use super::column::Column;
use super::{Cell, RowId};
use crate::date::Date;
use crate::program::{AttributeId, Entity, EntityId};

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
}

/// The rows of an entity. Rows and observations are counted from 0 within the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntityTable {
    /// The first row of the table among all.
    pub(crate) first: usize,
    pub(crate) ids: Texts,
    /// The names given, by row.
    pub(crate) names: BTreeMap<usize, String>,
    /// What each row lies in; empty: nothing does.
    pub(crate) parents: Vec<Option<RowId>>,
    /// Where each row's observations begin, and at last their number; none: each row has one, without a date.
    pub(crate) observations: Option<(Vec<usize>, Vec<Date>)>,
    /// For each attribute its cells, one for each observation.
    pub(crate) columns: Vec<Column>,
    /// The entities of which a row's list of members is incomplete, by observation.
    pub(crate) unlisted: BTreeMap<usize, Vec<EntityId>>,
}

impl EntityTable {
    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The rows, among all.
    pub(crate) fn rows(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.len()
    }

    /// The row with an id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.ids.get(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
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
    starts: Vec<usize>,
    dates: Vec<Date>,
    cells: Vec<Vec<Cell>>,
    count: usize,
}

impl TableBuilder {
    pub(crate) fn new(entity: &Entity, first: usize) -> TableBuilder {
        TableBuilder {
            table: EntityTable { first, ..EntityTable::default() },
            starts: Vec::new(),
            dates: Vec::new(),
            cells: vec![Vec::new(); entity.attributes.len()],
            count: 0,
        }
    }

    /// Begins a row.
    pub(crate) fn row(&mut self, id: &str) {
        self.table.ids.push(id);
        self.starts.push(self.count);
    }

    /// Names the row begun last.
    pub(crate) fn name(&mut self, name: String) {
        let at = self.table.len().saturating_sub(1);
        self.table.names.insert(at, name);
    }

    /// Adds an observation to the row begun last, later than those before it. Either all have a date, or none has.
    pub(crate) fn observe(&mut self, date: Option<Date>, cells: Vec<Cell>, unlisted: Vec<EntityId>) {
        self.dates.extend(date);
        for (column, cell) in self.cells.iter_mut().zip(cells) {
            column.push(cell);
        }
        if !unlisted.is_empty() {
            self.table.unlisted.insert(self.count, unlisted);
        }
        self.count += 1;
    }

    pub(crate) fn finish(mut self, entity: &Entity) -> EntityTable {
        let dated = !self.dates.is_empty();
        self.starts.push(self.count);
        self.table.observations = dated.then_some((self.starts, self.dates));
        let columns = self.cells.into_iter().zip(&entity.attributes);
        self.table.columns = columns.map(|(cells, attribute)| Column::of(&attribute.of_type, cells)).collect();
        self.table
    }
}
