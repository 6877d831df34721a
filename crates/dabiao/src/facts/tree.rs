//! The drafts of all tables -> the rows of the `Facts`: grouped by id, in the order of ids, with their parents found.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::cells::nearest_id;
use super::faults::Faults;
use super::rows::{Draft, Drafts};
use super::table::Table;
use super::{Cell, Facts, Row, RowId};
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

/// Where a row came from: its number in its table, and the parent that it names.
struct Origin {
    row: usize,
    parent: Option<String>,
}

/// The rows of all tables, with whatever is wrong between them reported. For each entity its table, if it was given.
pub(super) fn grow(program: &Program, sources: &mut [Option<Source<'_>>], faults: &mut Faults) -> Facts {
    let mut facts = Facts::default();
    let mut origins: Vec<Origin> = Vec::new();
    for (index, source) in sources.iter_mut().enumerate() {
        let Some(source) = source else {
            facts.tables.push(None);
            continue;
        };
        faults.at_table(source.place);
        let drafts = std::mem::take(&mut source.drafts.rows);
        let first = facts.rows.len();
        group(EntityId(index), drafts, source, &mut facts, &mut origins, faults);
        let rows: Vec<RowId> = (first..facts.rows.len()).map(RowId).collect();
        report_look_alikes(&facts, &rows, &origins, source, faults);
        facts.tables.push(Some(rows));
    }
    find_parents(program, &mut facts, &origins, sources, faults);
    report_depth(&facts, &origins, sources, faults);
    facts.change_dates = change_dates(program, &facts);
    facts
}

/// Makes one row of all drafts with the same id.
fn group(
    entity: EntityId,
    mut drafts: Vec<Draft>,
    source: &Source<'_>,
    facts: &mut Facts,
    origins: &mut Vec<Origin>,
    faults: &mut Faults,
) {
    drafts.sort_by(|a, b| (&a.id, a.observation.date, a.row).cmp(&(&b.id, b.observation.date, b.row)));
    let mut last: Option<usize> = None;
    for draft in drafts {
        let same = last.and(facts.rows.last_mut()).filter(|row| row.id == draft.id).zip(origins.last());
        let Some((row, origin)) = same else {
            last = Some(draft.row);
            origins.push(Origin { row: draft.row, parent: draft.parent });
            let (id, name) = (draft.id, draft.name);
            facts.rows.push(Row {
                entity,
                id,
                name,
                parent: None,
                children: Vec::new(),
                observations: vec![draft.observation],
            });
            continue;
        };
        if row.observations.last().is_some_and(|other| other.date == draft.observation.date) {
            let date = draft.observation.date.map_or(String::new(), |date| date.to_string());
            let fault = source.table.fault_at("F0122", draft.row).with(&draft.id).with(date);
            faults.push(fault.with(last.unwrap_or(origin.row)));
            continue;
        }
        if origin.parent != draft.parent {
            let fault = source.table.fault_at("F0124", draft.row).column(&source.drafts.parent_head).with(&draft.id);
            let other = origin.parent.clone().unwrap_or_default();
            faults.push(fault.with(draft.parent.unwrap_or_default()).with(other).with(origin.row));
        }
        last = Some(draft.row);
        row.name = draft.name.or(row.name.take());
        row.observations.push(draft.observation);
    }
}

/// Reports ids that a person cannot tell apart: different bytes, the same under NFKC.
fn report_look_alikes(facts: &Facts, rows: &[RowId], origins: &[Origin], source: &Source<'_>, faults: &mut Faults) {
    let mut seen: BTreeMap<String, RowId> = BTreeMap::new();
    let odd = rows.iter().filter(|row| facts.row(**row).is_some_and(|row| !is_nfkc(&row.id)));
    for row in odd {
        let id = facts.row(*row).map_or("", |row| row.id.as_str());
        let plain: String = id.nfkc().collect();
        let same = rows.binary_search_by(|other| facts.row(*other).map_or("", |row| row.id.as_str()).cmp(&plain));
        let twin = same.ok().and_then(|at| rows.get(at)).or(seen.get(&plain));
        if let Some((twin, place)) = twin.and_then(|twin| facts.row(*twin)).zip(origins.get(row.0)) {
            faults.push(source.table.fault_at("F0125", place.row).with(id).with(&twin.id));
        }
        seen.insert(plain, *row);
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
    for (index, origin) in origins.iter().enumerate() {
        let Some(id) = &origin.parent else { continue };
        let Some(entity) = facts.rows.get(index).map(|row| row.entity) else { continue };
        let Some(above) = program.entities.get(entity.0).and_then(|entity| entity.parent) else { continue };
        let Some(source) = sources.get(entity.0).and_then(Option::as_ref) else { continue };
        if let Some(parent) = facts.find(above, id) {
            facts.rows.get_mut(index).into_iter().for_each(|row| row.parent = Some(parent));
            facts.rows.get_mut(parent.0).into_iter().for_each(|row| row.children.push(RowId(index)));
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
        None => fault.suggest(nearest_id(facts, facts.table(above).unwrap_or_default(), id)),
    }
}

/// Reports cycles, each once, and rows that lie too deep.
fn report_depth(facts: &Facts, origins: &[Origin], sources: &[Option<Source<'_>>], faults: &mut Faults) {
    const UNKNOWN: usize = 0;
    let mut depths = vec![UNKNOWN; facts.rows.len()];
    let mut walk = vec![UNKNOWN; facts.rows.len()];
    for start in 0..facts.rows.len() {
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
            next = facts.row(row).and_then(|row| row.parent);
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
    let ids: Vec<&str> = round.filter_map(|row| facts.rows.get(row)).map(|row| row.id.as_str()).collect();
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
    let source = facts.row(row).and_then(|row| sources.get(row.entity.0)).and_then(Option::as_ref);
    let Some((source, (origin, found))) = source.zip(origins.get(row.0).zip(facts.row(row))) else { return };
    faults.at_table(source.place);
    let fault = source.table.fault_at(code, origin.row).column(&source.drafts.parent_head);
    faults.push(fault.with(&found.id).with(detail));
}

/// The days of observations, and the days from and until which rows exist.
fn change_dates(program: &Program, facts: &Facts) -> Vec<crate::date::Date> {
    let mut dates = std::collections::BTreeSet::new();
    for row in &facts.rows {
        let entity = program.entities.get(row.entity.0);
        let bounds = entity.map_or([None, None], |entity| [entity.from, entity.until]);
        for observation in &row.observations {
            dates.extend(observation.date);
            for attribute in bounds.into_iter().flatten() {
                if let Some(Cell::Date(date)) = observation.cells.get(attribute.index) {
                    dates.insert(*date);
                }
            }
        }
    }
    dates.into_iter().collect()
}
