//! The table of an entity: rows in the order of their ids, each with its observations, the cells in typed columns.

use std::collections::BTreeMap;

use super::Cell;
use super::column::Column;
use super::column_builder::ColumnBuilder;
use crate::date::Date;
use crate::program::{AttributeId, Entity, EntityId};

/// In the place of a row's parent: it has none.
pub(super) const TOP: u32 = u32::MAX;

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
        let common = |at: usize| first.iter().zip(self.get(at).as_bytes()).take_while(|(a, b)| a == b).count();
        (0..self.len()).map(common).min().unwrap_or(0)
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

/// The rows of an entity. Rows and observations are counted from 0 within the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntityTable {
    /// The first row of the table among all.
    pub(crate) first: usize,
    pub(crate) ids: Texts,
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
    columns: Vec<ColumnBuilder>,
    /// The name of the row begun last, if it comes before the names of the table.
    name: String,
    count: usize,
}

impl TableBuilder {
    pub(crate) fn new(entity: &Entity, first: usize) -> TableBuilder {
        TableBuilder {
            table: EntityTable { first, ..EntityTable::default() },
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
        self.table.ids.push(id);
        self.starts.push(self.count);
    }

    /// Names the row begun last.
    pub(crate) fn name(&mut self, name: String) {
        self.name = name;
    }

    fn keep_name(&mut self) {
        let name = std::mem::take(&mut self.name);
        if let Some(at) = self.table.len().checked_sub(1).filter(|_| !name.is_empty()) {
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
            self.table.names.pad(self.table.len());
        }
        let dated = !self.dates.is_empty();
        self.starts.push(self.count);
        self.table.observations = dated.then_some((self.starts, self.dates));
        self.table.columns = self.columns.into_iter().map(|column| column.finish(None)).collect();
        self.table
    }
}
