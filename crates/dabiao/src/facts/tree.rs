//! The drafts of all tables -> the rows of the `Facts`: grouped by id, in the order of ids, with their parents found.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::cells::nearest_id;
use super::entity_table::{EntityTable, TOP, TableBuilder};
use super::faults::Faults;
use super::ids::{Ids, Texts};
use super::rows::{Draft, Drafts};
use super::table::Table;
use super::{Column, Facts, RowId};
use crate::date::Date;
use crate::order::sorted;
use crate::program::{EntityId, Program};

/// The most levels that the tree of rows may have.
pub(super) const MAX_DEPTH: usize = 32;

/// The table of an entity with what was read from it.
pub(super) struct Source<'a> {
    pub(super) table: &'a Table,
    /// Its place among the tables given.
    pub(super) place: usize,
    pub(super) drafts: Drafts,
}

/// Where the rows of a table came from.
#[derive(Default)]
pub(super) struct Origins {
    /// The number of each row in its table, from 1.
    pub(super) rows: Vec<u32>,
    /// The id of the parent that each row names, empty for none; no texts: no row names a parent.
    pub(super) parents: Texts,
}

impl Origins {
    fn push(&mut self, row: usize, parent: Option<&str>) {
        if let Some(parent) = parent {
            self.parents.pad(self.rows.len());
            self.parents.push(parent);
        }
        self.rows.push(u32::try_from(row).unwrap_or(u32::MAX));
    }

    fn row(&self, at: usize) -> usize {
        self.rows.get(at).and_then(|row| usize::try_from(*row).ok()).unwrap_or_default()
    }
}

/// The rows of all tables, with whatever is wrong between them reported. For each entity its table, if it was given.
pub(super) fn grow(program: &Program, sources: &mut [Option<Source<'_>>], faults: &mut Faults) -> Facts {
    let mut facts = Facts::default();
    let mut origins: Vec<Origins> = Vec::new();
    let mut first = 0;
    for (source, entity) in sources.iter_mut().zip(&program.entities) {
        let Some(source) = source else {
            facts.tables.push(None);
            origins.push(Origins::default());
            continue;
        };
        faults.at_table(source.place);
        let drafts = std::mem::take(&mut source.drafts.rows);
        let (table, from) = match source.drafts.plain.take() {
            Some((table, from)) => (EntityTable { first, ..table }, from),
            None => group(TableBuilder::new(entity, first), drafts, source, faults),
        };
        first += table.len();
        report_look_alikes(&table, &from, source, faults);
        facts.tables.push(Some(table));
        origins.push(from);
    }
    find_parents(program, &mut facts, &origins, sources, faults);
    facts.link();
    if may_be_deep(program) {
        report_depth(&facts, &origins, sources, faults);
    }
    facts.change_dates = change_dates(program, &facts);
    facts
}

/// Makes one row of all drafts with the same id.
fn group(
    mut builder: TableBuilder,
    mut drafts: Vec<Draft>,
    source: &Source<'_>,
    faults: &mut Faults,
) -> (EntityTable, Origins) {
    // Rows that are called by their numbers have none twice, and stay as they are, unless one of them is left out.
    let numbered = source.drafts.numbered && drafts.iter().zip(1..).all(|(draft, number)| draft.row == number);
    if !numbered {
        drafts = sorted(drafts, |a, b| (&a.id, a.observation.date, a.row).cmp(&(&b.id, b.observation.date, b.row)));
    }
    let count = drafts.len();
    let mut origins = Origins::default();
    let mut firsts: Vec<u32> = Vec::new();
    // The draft before: its id, its date and its row; and the first of its id: its row and parent.
    let mut last: Option<(String, Option<Date>, usize)> = None;
    let mut begun: (usize, Option<String>) = (0, None);
    for draft in drafts {
        let (date, row) = (draft.observation.date, draft.row);
        match last.as_ref().filter(|(id, ..)| *id == draft.id) {
            None => {
                builder.row(&draft.id);
                origins.push(row, draft.parent.as_deref());
                firsts.extend(origins.rows.last());
                begun = (row, draft.parent);
            }
            Some((_, before, last_row)) if *before == date => {
                let date = date.map_or(String::new(), |date| date.to_string());
                faults.push(source.table.fault_at("F0122", row).with(&draft.id).with(date).with(last_row));
                continue;
            }
            Some(_) if begun.1 != draft.parent => {
                let fault = source.table.fault_at("F0124", row).column(&source.drafts.parent_head).with(&draft.id);
                let other = begun.1.clone().unwrap_or_default();
                faults.push(fault.with(draft.parent.unwrap_or_default()).with(other).with(begun.0));
            }
            Some(_) => {}
        }
        let first = firsts.last_mut().into_iter();
        first.zip(u32::try_from(row)).for_each(|(first, row)| *first = (*first).min(row));
        draft.name.into_iter().for_each(|name| builder.name(name));
        builder.observe(date, draft.observation.cells, draft.observation.unlisted);
        last = Some((draft.id, date, row));
    }
    let mut table = builder.finish();
    table.keep_order(&firsts);
    if numbered {
        table.ids = Ids::Numbered(count);
    }
    (table, origins)
}

/// Reports ids that a person cannot tell apart: different bytes, the same under NFKC.
fn report_look_alikes(table: &EntityTable, origins: &Origins, source: &Source<'_>, faults: &mut Faults) {
    if table.ids.is_ascii() {
        return;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in (0..table.len()).filter(|row| !is_nfkc(&table.ids.get(*row))) {
        let id = table.ids.get(row);
        let plain: String = id.nfkc().collect();
        let twin = table.ids.find(&plain).or(seen.get(&plain).copied());
        if let Some(twin) = twin {
            faults.push(source.table.fault_at("F0125", origins.row(row)).with(id).with(table.ids.get(twin)));
        }
        seen.insert(plain, row);
    }
}

/// Sets the parent of every row.
fn find_parents(
    program: &Program,
    facts: &mut Facts,
    origins: &[Origins],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let mut found: Vec<Vec<u32>> = Vec::new();
    for ((entity, origins), source) in program.entities.iter().zip(origins).zip(sources) {
        let mut parents = Vec::new();
        if let Some((above, source)) = entity.parent.zip(source.as_ref())
            && origins.parents.len() > 0
        {
            let mut table_reported = false;
            let mut finder = Finder::new(facts.table(above), origins.rows.len());
            parents.reserve_exact(origins.rows.len());
            for at in 0..origins.rows.len() {
                let id = origins.parents.get(at);
                let parent = if id.is_empty() { None } else { finder.find(id) };
                parents.push(parent.and_then(|parent| u32::try_from(parent).ok()).unwrap_or(TOP));
                if parent.is_some() || id.is_empty() {
                    continue;
                }
                faults.at_table(source.place);
                let title = program.entities.get(above.0).map_or("", |entity| entity.title.name.as_str());
                match sources.get(above.0).and_then(Option::as_ref) {
                    None if table_reported => {}
                    None => {
                        table_reported = true;
                        faults.push(source.table.fault("F0128").column(&source.drafts.parent_head).with(title));
                    }
                    Some(given) if given.drafts.incomplete => {}
                    Some(_) => {
                        let fault = source.table.fault_at("F0126", origins.row(at)).column(&source.drafts.parent_head);
                        let fault = fault.with(id).with(title);
                        faults.push(name_the_stranger(program, facts, above, id, fault, faults.is_full()));
                    }
                }
            }
        }
        found.push(parents);
    }
    for (table, parents) in facts.tables.iter_mut().zip(found) {
        if let Some(table) = table {
            table.parents = parents;
        }
    }
}

/// Finds many ids in one table, quickly where they come in its order.
struct Finder<'a> {
    table: Option<&'a EntityTable>,
    /// The row found last.
    last: usize,
    /// Every row by its id, where so many are looked for that a search for each would take longer.
    rows: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Finder<'a> {
    fn new(table: Option<&'a EntityTable>, wanted: usize) -> Finder<'a> {
        const LARGE: usize = 64;
        let large = table.filter(|table| table.len() > LARGE && wanted > table.len() / 4);
        let rows = large.into_iter().flat_map(|table| (0..table.len()).map(|row| (table.ids.get(row), row)));
        Finder { table, last: 0, rows: rows.collect() }
    }

    /// The row, among all, with an id.
    fn find(&mut self, id: &str) -> Option<usize> {
        let table = self.table?;
        let near = [self.last, self.last + 1];
        let found = near.into_iter().find(|row| *row < table.len() && table.ids.get(*row) == id);
        let search = || if self.rows.is_empty() { table.ids.find(id) } else { self.rows.get(id).copied() };
        self.last = found.or_else(search)?;
        Some(table.first + self.last)
    }
}

/// Completes the fault of a parent that is no row of `above`: a row of another entity, or something near.
fn name_the_stranger(
    program: &Program,
    facts: &Facts,
    above: EntityId,
    id: &str,
    mut fault: crate::diagnostic::FactFault,
    only_counted: bool,
) -> crate::diagnostic::FactFault {
    let elsewhere = program.entities.iter().enumerate().find(|(index, _)| facts.find(EntityId(*index), id).is_some());
    match elsewhere {
        Some((_, entity)) => {
            fault.code = "F0127";
            fault.with(&entity.title.name)
        }
        None if only_counted => fault,
        None => fault.suggest(nearest_id(facts, above, id)),
    }
}

/// Whether some row might lie too deep or in itself: not where every entity lies in another one, a few levels up.
fn may_be_deep(program: &Program) -> bool {
    let levels = |entity: usize| {
        let above = |entity: &usize| program.entities.get(*entity)?.parent.map(|above| above.0);
        std::iter::successors(Some(entity), above).take(MAX_DEPTH + 1).count()
    };
    (0..program.entities.len()).any(|entity| levels(entity) > MAX_DEPTH)
}

/// Reports cycles, each once, and rows that lie too deep.
fn report_depth(facts: &Facts, origins: &[Origins], sources: &[Option<Source<'_>>], faults: &mut Faults) {
    const UNKNOWN: usize = 0;
    let all = facts.tables.iter().flatten();
    let parents: Vec<Option<usize>> = all.flat_map(|table| (0..table.len()).map(|at| table.parent_of(at))).collect();
    let mut depths = vec![UNKNOWN; facts.len()];
    let mut walk = vec![UNKNOWN; facts.len()];
    for start in 0..facts.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut next = Some(RowId(start));
        let mut above = 0;
        while let Some(row) = next {
            match (depths.get(row.0), walk.get_mut(row.0)) {
                (Some(&UNKNOWN), Some(walked)) if *walked == start + 1 => {
                    report_cycle(facts, &path, row, origins, sources, faults);
                    break;
                }
                (Some(&UNKNOWN), Some(walked)) => *walked = start + 1,
                (depth, _) => {
                    above = depth.copied().unwrap_or(UNKNOWN);
                    break;
                }
            }
            path.push(row.0);
            next = parents.get(row.0).copied().flatten().map(RowId);
        }
        for row in path.into_iter().rev() {
            above += 1;
            depths.get_mut(row).into_iter().for_each(|depth| *depth = above);
            if above == MAX_DEPTH + 1 {
                report_row("F0130", facts, RowId(row), MAX_DEPTH.to_string(), origins, sources, faults);
            }
        }
    }
}

fn report_cycle(
    facts: &Facts,
    path: &[usize],
    again: RowId,
    origins: &[Origins],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let begin = path.iter().position(|row| *row == again.0).unwrap_or(0);
    let round = path.iter().skip(begin).copied().take(MAX_DEPTH).chain([again.0]);
    let ids: Vec<Cow<'_, str>> = round.map(|row| facts.id(RowId(row))).collect();
    report_row("F0129", facts, again, ids.join(" > "), origins, sources, faults);
}

fn report_row(
    code: &'static str,
    facts: &Facts,
    row: RowId,
    detail: String,
    origins: &[Origins],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let Some((entity, _, at)) = facts.place(row) else { return };
    let source = sources.get(entity.0).and_then(Option::as_ref);
    let Some((source, origins)) = source.zip(origins.get(entity.0)) else { return };
    faults.at_table(source.place);
    let fault = source.table.fault_at(code, origins.row(at)).column(&source.drafts.parent_head);
    faults.push(fault.with(facts.id(row)).with(detail));
}

/// The days of observations, and the days from and until which rows exist.
fn change_dates(program: &Program, facts: &Facts) -> Vec<Date> {
    let mut days: Vec<i32> = Vec::new();
    for (entity, table) in program.entities.iter().zip(&facts.tables) {
        let Some(table) = table else { continue };
        days.extend(table.observations.iter().flat_map(|(_, dates)| dates).filter_map(day));
        for attribute in [entity.from, entity.until].into_iter().flatten() {
            if let Some(Column::Dates(column)) = table.columns.get(attribute.index) {
                days.extend(column);
            }
        }
    }
    dates_in_order(days)
}

/// The dates of some days, in order and each once.
pub(super) fn dates_in_order(mut days: Vec<i32>) -> Vec<Date> {
    days.sort_unstable();
    days.dedup();
    days.into_iter().filter_map(|day| Date::from_days(i64::from(day))).collect()
}

/// The day of a date.
pub(super) fn day(date: &Date) -> Option<i32> {
    i32::try_from(date.to_days()).ok()
}
