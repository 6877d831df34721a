//! The table of an entity -> drafts of its rows: ids, dates and cells are read, parents are still only ids.

use std::collections::HashSet;

use super::cells::{Reader, items_of, read_id, read_period};
use super::columns::{Columns, RowReader};
use super::entity_table::EntityTable;
use super::faults::Faults;
use super::names::{Named, Names};
use super::raw_text::{is_none, text_of};
use super::refusal::Refusal;
use super::table::{FactLimits, RawCell, Table};
use super::tree::Origins;
use super::{Cell, plain_rows};
use crate::date::Date;
use crate::diagnostic::FactFault;
use crate::program::{AttributeId, Entity, EntityId, Program};

/// A row of a table, read by itself.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) observation: Observation,
    /// Its number in the table, from 1.
    pub(super) row: usize,
}

/// What was recorded of a row at one time.
pub(super) struct Observation {
    /// The day of the observation; none: it holds on every date.
    pub(super) date: Option<Date>,
    /// A cell for each attribute of the entity, in their order.
    pub(super) cells: Vec<Cell>,
    /// The entities of which this row's list of members is incomplete.
    pub(super) unlisted: Vec<EntityId>,
}

/// The drafts of a table, in the order given.
pub(super) struct Drafts {
    pub(super) rows: Vec<Draft>,
    /// The rows in order and in place of drafts, where each cell was plain and there is nothing to report.
    pub(super) plain: Option<(EntityTable, Origins)>,
    /// Whether the rows have no ids and are called by their numbers.
    pub(super) numbered: bool,
    /// Whether some row could not be read, so that its absence proves nothing.
    pub(super) incomplete: bool,
    /// The head of the column with the parents.
    pub(super) parent_head: String,
}

/// What a column of an entity's table holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Held {
    Attribute(usize),
    Id,
    Name,
    Parent,
    Date,
    Unlisted,
}

/// The names of the columns of an entity. The checker lets no attribute be named as one of the five; a label may be the
/// same, and is then a head of neither.
pub(super) fn column_names(entity: &Entity) -> Names<Held> {
    let attributes = entity.attributes.iter().enumerate();
    let mut names = Names::of_titles(attributes.map(|(index, attribute)| (Held::Attribute(index), &attribute.title)));
    names.add(Held::Id, "id", ["编码"]);
    names.add(Held::Name, "name", ["名称"]);
    names.add(Held::Parent, "in", ["上级", "所属"]);
    names.add(Held::Date, "date", ["日期"]);
    names.add(Held::Unlisted, "unlisted", ["未列出"]);
    names
}

/// Whether a column of a table of this entity is read.
pub(super) fn reads(entity: &Entity, head: &str) -> bool {
    column_names(entity).find(head) != Named::Unknown
}

/// The rows of a table that is within the limits.
pub(super) fn read(
    program: &Program,
    limits: &FactLimits,
    table: &Table,
    entity: EntityId,
    faults: &mut Faults,
) -> Option<Drafts> {
    let (mut drafts, reader) = begin(program, table, entity, faults)?;
    if let Some(reader) = reader {
        drafts.plain = plain_rows::read(&reader, table, limits, faults);
        if drafts.plain.is_none() {
            read_rows(program, limits, table, &reader, &mut drafts, faults);
        }
    }
    Some(drafts)
}

/// As [`read`], without trying first whether the table is plain.
pub(super) fn read_cell_by_cell(
    program: &Program,
    limits: &FactLimits,
    table: &Table,
    entity: EntityId,
    faults: &mut Faults,
) -> Option<Drafts> {
    let (mut drafts, reader) = begin(program, table, entity, faults)?;
    reader.iter().for_each(|reader| read_rows(program, limits, table, reader, &mut drafts, faults));
    Some(drafts)
}

/// No drafts yet, and the reader of a table whose rows can be read.
fn begin<'a>(
    program: &'a Program,
    table: &Table,
    entity: EntityId,
    faults: &mut Faults,
) -> Option<(Drafts, Option<TableReader<'a>>)> {
    let declared = program.entities.get(entity.0)?;
    let columns = Columns::find(table, &column_names(declared), faults);
    let mut reader = TableReader::new(program, declared, columns);
    let parent_head = reader.head(table, Held::Parent);
    let numbered = reader.numbers_rows();
    let mut drafts = Drafts { rows: Vec::new(), plain: None, numbered, incomplete: false, parent_head };
    if table.is_headless() {
        return Some((drafts, None));
    }
    drafts.incomplete = !reader.has_needed_columns(program, entity, declared, table, faults);
    let reader = (!drafts.incomplete).then_some(reader);
    Some((drafts, reader))
}

/// Adds the drafts of the rows.
fn read_rows(
    program: &Program,
    limits: &FactLimits,
    table: &Table,
    reader: &TableReader<'_>,
    drafts: &mut Drafts,
    faults: &mut Faults,
) {
    let ragged = table.ragged();
    for (row, given) in ragged.iter() {
        faults.push(table.fault_at("F0107", *row).with(given).with(table.heads().len()));
        drafts.incomplete = true;
    }
    let ragged: HashSet<usize> = ragged.iter().map(|(row, _)| *row).collect();
    for (index, cells) in table.rows().enumerate() {
        let row = index + 1;
        let mut cells = RowReader { table, row, cells: &cells, limits, faults };
        if ragged.contains(&row) || (cells.is_blank() && !program.open) {
            continue;
        }
        match reader.draft(program, &mut cells) {
            Some(draft) => drafts.rows.push(draft),
            None => drafts.incomplete = true,
        }
    }
}

pub(super) struct TableReader<'a> {
    pub(super) entity: &'a Entity,
    pub(super) columns: Columns<Held>,
    /// For each attribute its column and how its cells are read.
    pub(super) readers: Vec<(Option<usize>, Reader)>,
    entities: Names<EntityId>,
    /// Whether a row need not lie in another.
    pub(super) may_be_top: bool,
    /// Whether rows without an id are called by their numbers.
    pub(super) is_open: bool,
}

impl<'a> TableReader<'a> {
    fn new(program: &'a Program, entity: &'a Entity, columns: Columns<Held>) -> TableReader<'a> {
        let readers = entity.attributes.iter().enumerate();
        let readers = readers
            .map(|(index, attribute)| (columns.of(Held::Attribute(index)), Reader::of(program, &attribute.of_type)))
            .collect();
        let entities = program.entities.iter().enumerate();
        let entities = Names::of_titles(entities.map(|(index, entity)| (EntityId(index), &entity.title)));
        TableReader { entity, columns, readers, entities, may_be_top: false, is_open: program.open }
    }

    /// Whether no row has an id, so that all are called by their numbers.
    pub(super) fn numbers_rows(&self) -> bool {
        self.is_open && self.columns.of(Held::Id).is_none()
    }

    fn head(&self, table: &Table, held: Held) -> String {
        let head = self.columns.of(held).and_then(|column| table.heads().get(column));
        head.map_or("in", |head| super::names::trim(head)).to_owned()
    }

    /// Whether the columns are there without which no row can be read.
    fn has_needed_columns(
        &mut self,
        program: &Program,
        entity: EntityId,
        declared: &Entity,
        table: &Table,
        faults: &mut Faults,
    ) -> bool {
        let mut complete = true;
        self.may_be_top = declared.parent == Some(entity);
        let dated = self.columns.of(Held::Date).is_some();
        if self.columns.of(Held::Id).is_none() && (!program.open || dated) {
            faults.push(table.fault(if program.open { "F0123" } else { "F0121" }).with("id").with("编码"));
            complete = false;
        }
        if declared.parent.is_some() && !self.may_be_top && self.columns.of(Held::Parent).is_none() {
            faults.push(table.fault("F0121").with("in").with("上级"));
            complete = false;
        }
        complete
    }

    fn draft(&self, program: &Program, row: &mut RowReader<'_>) -> Option<Draft> {
        let id = match self.columns.of(Held::Id) {
            None => Some(row.row.to_string()),
            column if program.open => {
                row.read(column, |cell| Ok(read_id(cell))).flatten().or(Some(row.row.to_string()))
            }
            column => row.need(column, |cell| Ok(text_of(cell))),
        };
        let date = self.date(row);
        let parent = self.parent(row);
        let name = row.read(self.columns.of(Held::Name), |cell| Ok(read_id(cell))).flatten();
        let unlisted = self.unlisted(row);
        let cells = self.readers.iter().map(|(column, reader)| match column {
            None => Cell::Missing,
            column => row.read(*column, |cell| reader.read(cell)).unwrap_or(Cell::Missing),
        });
        let cells: Vec<Cell> = cells.collect();
        self.warn_of_no_time(row, &cells);
        Some(Draft {
            id: id?,
            name,
            parent: parent?,
            observation: Observation { date: date?, cells, unlisted },
            row: row.row,
        })
    }

    /// Warns of a row that ends before it begins, and so never exists.
    fn warn_of_no_time(&self, row: &mut RowReader<'_>, cells: &[Cell]) {
        let day = |attribute: Option<AttributeId>| match cells.get(attribute?.index) {
            Some(Cell::Date(day)) => Some(*day),
            _ => None,
        };
        let Some((from, until)) = day(self.entity.from).zip(day(self.entity.until)) else { return };
        if until < from {
            row.faults.push(self.no_time(row.table, row.row, from, until));
        }
    }

    /// The warning of a row, counted from 1, that ends before it begins.
    pub(super) fn no_time(&self, table: &Table, row: usize, from: Date, until: Date) -> FactFault {
        let head = self.entity.until.map_or_else(String::new, |until| self.head(table, Held::Attribute(until.index)));
        table.fault_at("G0105", row).column(&head).with(until).with(from)
    }

    /// The date of the observation; none where there is no such column. Outer none: reported.
    fn date(&self, row: &mut RowReader<'_>) -> Option<Option<Date>> {
        match self.columns.of(Held::Date) {
            None => Some(None),
            column => row.need(column, |cell| read_period(cell).map(|period| Some(period.last()))),
        }
    }

    /// The id of the parent; none for a row at the top. Outer none: reported.
    fn parent(&self, row: &mut RowReader<'_>) -> Option<Option<String>> {
        let column = self.columns.of(Held::Parent);
        match self.entity.parent {
            _ if column.is_none() => Some(None),
            None => row.read(column, |cell| match read_id(cell) {
                Some(id) => Err(Refusal::new("F0131", id).with(&self.entity.title.name)),
                None => Ok(None),
            }),
            Some(_) if self.may_be_top => row.read(column, |cell| Ok(read_id(cell))),
            Some(_) => row.need(column, |cell| Ok(Some(text_of(cell)))),
        }
    }

    fn unlisted(&self, row: &mut RowReader<'_>) -> Vec<EntityId> {
        let mut unlisted =
            row.read(self.columns.of(Held::Unlisted), |cell| self.read_unlisted(cell)).unwrap_or_default();
        unlisted.sort_unstable();
        unlisted.dedup();
        unlisted
    }

    fn read_unlisted(&self, cell: &RawCell) -> Result<Vec<EntityId>, Refusal> {
        let text = text_of(cell);
        if is_none(&text) || text == "{}" {
            return Ok(Vec::new());
        }
        let entity = |item: &str| match self.entities.find(item) {
            Named::One(entity) => Ok(entity),
            Named::Several(one, other) => Err(Refusal::new("F0154", item).with(one).with(other)),
            Named::Unknown => Err(Refusal::new("F0152", item).suggest(self.entities.nearest(item))),
        };
        items_of(&text).map(entity).collect()
    }
}
