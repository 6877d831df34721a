//! The drafts of all tables -> the rows of the `Facts`: grouped by id, in the order of ids, with their parents found.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::cells::nearest_id;
use super::faults::Faults;
use super::rows::{Draft, Drafts};
use super::table::Table;
use super::{Column, EntityTable, Facts, RowId, TableBuilder};
use crate::date::Date;
use crate::program::{Entity, EntityId, Program};

/// The most levels that the tree of rows may have.
pub(super) const MAX_DEPTH: usize = 32;

/// The table of an entity with what was read from it.
pub(super) struct Source<'a> {
    pub(super) table: &'a Table,
    /// Its place among the tables given.
    pub(super) place: usize,
    pub(super) drafts: Drafts,
}

/// Where a row came from: its number in its table, and the parent that it names.
struct Origin {
    row: usize,
    parent: Option<String>,
}

/// The rows of all tables, with whatever is wrong between them reported. For each entity its table, if it was given.
pub(super) fn grow(program: &Program, sources: &mut [Option<Source<'_>>], faults: &mut Faults) -> Facts {
    let mut facts = Facts::default();
    let mut origins: Vec<Origin> = Vec::new();
    for (source, entity) in sources.iter_mut().zip(&program.entities) {
        let Some(source) = source else {
            facts.tables.push(None);
            continue;
        };
        faults.at_table(source.place);
        let drafts = std::mem::take(&mut source.drafts.rows);
        let table = group(TableBuilder::new(entity, origins.len()), entity, drafts, source, &mut origins, faults);
        report_look_alikes(&table, &origins, source, faults);
        facts.tables.push(Some(table));
    }
    find_parents(program, &mut facts, &origins, sources, faults);
    facts.link();
    report_depth(&facts, &origins, sources, faults);
    facts.change_dates = change_dates(program, &facts);
    facts
}

/// Makes one row of all drafts with the same id.
fn group(
    mut builder: TableBuilder,
    entity: &Entity,
    mut drafts: Vec<Draft>,
    source: &Source<'_>,
    origins: &mut Vec<Origin>,
    faults: &mut Faults,
) -> EntityTable {
    drafts.sort_by(|a, b| (&a.id, a.observation.date, a.row).cmp(&(&b.id, b.observation.date, b.row)));
    // The draft before: its id, its date and its row.
    let mut last: Option<(String, Option<Date>, usize)> = None;
    for draft in drafts {
        let (date, row) = (draft.observation.date, draft.row);
        match last.as_ref().filter(|(id, ..)| *id == draft.id).zip(origins.last()) {
            None => {
                builder.row(&draft.id);
                origins.push(Origin { row, parent: draft.parent });
            }
            Some(((_, before, last_row), _)) if *before == date => {
                let date = date.map_or(String::new(), |date| date.to_string());
                faults.push(source.table.fault_at("F0122", row).with(&draft.id).with(date).with(last_row));
                continue;
            }
            Some((_, origin)) if origin.parent != draft.parent => {
                let fault = source.table.fault_at("F0124", row).column(&source.drafts.parent_head).with(&draft.id);
                let other = origin.parent.clone().unwrap_or_default();
                faults.push(fault.with(draft.parent.unwrap_or_default()).with(other).with(origin.row));
            }
            Some(_) => {}
        }
        draft.name.into_iter().for_each(|name| builder.name(name));
        builder.observe(date, draft.observation.cells, draft.observation.unlisted);
        last = Some((draft.id, date, row));
    }
    builder.finish(entity)
}

/// Reports ids that a person cannot tell apart: different bytes, the same under NFKC.
fn report_look_alikes(table: &EntityTable, origins: &[Origin], source: &Source<'_>, faults: &mut Faults) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in (0..table.len()).filter(|row| !is_nfkc(table.ids.get(*row))) {
        let id = table.ids.get(row);
        let plain: String = id.nfkc().collect();
        let twin = table.find(&plain).or(seen.get(&plain).copied());
        if let Some((twin, origin)) = twin.zip(origins.get(table.first + row)) {
            faults.push(source.table.fault_at("F0125", origin.row).with(id).with(table.ids.get(twin)));
        }
        seen.insert(plain, row);
    }
}

/// Sets the parent of every row, and the children of every parent.
fn find_parents(
    program: &Program,
    facts: &mut Facts,
    origins: &[Origin],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let mut table_reported: Vec<EntityId> = Vec::new();
    let mut parents: Vec<Option<RowId>> = vec![None; origins.len()];
    for (index, origin) in origins.iter().enumerate() {
        let Some(id) = &origin.parent else { continue };
        let Some(entity) = facts.entity(RowId(index)) else { continue };
        let Some(above) = program.entities.get(entity.0).and_then(|entity| entity.parent) else { continue };
        let Some(source) = sources.get(entity.0).and_then(Option::as_ref) else { continue };
        if let Some(parent) = facts.find(above, id) {
            parents.get_mut(index).into_iter().for_each(|kept| *kept = Some(parent));
            continue;
        }
        faults.at_table(source.place);
        let title = program.entities.get(above.0).map_or("", |entity| entity.title.name.as_str());
        match sources.get(above.0).and_then(Option::as_ref) {
            None if table_reported.contains(&entity) => {}
            None => {
                table_reported.push(entity);
                faults.push(source.table.fault("F0128").column(&source.drafts.parent_head).with(title));
            }
            Some(given) if given.drafts.incomplete => {}
            Some(_) => {
                let fault = source.table.fault_at("F0126", origin.row).column(&source.drafts.parent_head);
                faults.push(name_the_stranger(program, facts, above, id, fault.with(id).with(title), faults.is_full()));
            }
        }
    }
    for table in facts.tables.iter_mut().flatten() {
        table.parents = parents.get(table.rows()).unwrap_or_default().to_vec();
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

/// Reports cycles, each once, and rows that lie too deep.
fn report_depth(facts: &Facts, origins: &[Origin], sources: &[Option<Source<'_>>], faults: &mut Faults) {
    const UNKNOWN: usize = 0;
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
            next = facts.parent(row);
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
    origins: &[Origin],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let begin = path.iter().position(|row| *row == again.0).unwrap_or(0);
    let round = path.iter().skip(begin).copied().take(MAX_DEPTH).chain([again.0]);
    let ids: Vec<&str> = round.map(|row| facts.id(RowId(row))).collect();
    report_row("F0129", facts, again, ids.join(" > "), origins, sources, faults);
}

fn report_row(
    code: &'static str,
    facts: &Facts,
    row: RowId,
    detail: String,
    origins: &[Origin],
    sources: &[Option<Source<'_>>],
    faults: &mut Faults,
) {
    let source = facts.entity(row).and_then(|entity| sources.get(entity.0)).and_then(Option::as_ref);
    let Some((source, origin)) = source.zip(origins.get(row.0)) else { return };
    faults.at_table(source.place);
    let fault = source.table.fault_at(code, origin.row).column(&source.drafts.parent_head);
    faults.push(fault.with(facts.id(row)).with(detail));
}

/// The days of observations, and the days from and until which rows exist.
fn change_dates(program: &Program, facts: &Facts) -> Vec<Date> {
    let mut dates = BTreeSet::new();
    for (entity, table) in program.entities.iter().zip(&facts.tables) {
        let Some(table) = table else { continue };
        dates.extend(table.observations.iter().flat_map(|(_, dates)| dates).copied());
        for attribute in [entity.from, entity.until].into_iter().flatten() {
            if let Some(Column::Dates(days)) = table.columns.get(attribute.index) {
                dates.extend(days.iter().filter_map(|day| Date::from_days(i64::from(*day))));
            }
        }
    }
    dates.into_iter().collect()
}
