//! What members add to the rows that they lie in, block by block, and what those add to the rows around them.

use super::block::Block;
use super::fold::{Addition, Tally};
use super::holders::{Holders, table_of};
use crate::evaluate::plan::step::Row;
use crate::evaluate::plan::truths::NO;
use crate::evaluate::plan::{Exact, FoldKind, FoldPlan, Numeric, Plan};
use crate::facts::{EntityTable, Facts, RowId};
use crate::order::sorted;
use crate::program::EntityId;

/// Adds the members of a block to what they lie in, and where they may lie in each other to the rows that may be members.
pub(super) fn add_block(
    plan: &Plan,
    fold: &FoldPlan,
    block: &Block<'_, '_>,
    members: &EntityTable,
    parents: Option<(&EntityTable, &Holders)>,
    tallies: &mut [Tally],
    mut possible: Option<&mut Vec<u32>>,
) {
    let Some(parents) = parents else { return };
    let signed = match &fold.kind {
        FoldKind::Sum(slot) => plan.slot(fold.entity, *slot).is_none_or(|slot| plan.kind_of(slot).signed),
        _ => false,
    };
    block.each_possible(fold.member, |row, member| {
        if let Some(possible) = &mut possible {
            possible.extend(u32::try_from(row).ok());
        }
        let Some(holder) = holder_of(members, row, parents) else { return };
        let at = block.row(row);
        let mut addition = Addition { member, number: Numeric::Absent, signed, exact: Exact::Absent, test: NO };
        match &fold.kind {
            FoldKind::Count | FoldKind::Any => {}
            FoldKind::Sum(slot) => addition.number = at.number(*slot),
            FoldKind::SumOf(value) | FoldKind::Average(value) | FoldKind::Extreme(value, _) => {
                addition.exact = at.value(*value);
            }
            FoldKind::Share(test) | FoldKind::ShareTest(test, ..) | FoldKind::All(test) => {
                addition.test = at.truth(*test);
            }
        }
        tallies.get_mut(holder).into_iter().for_each(|tally| tally.add(&fold.kind, &addition));
    });
}

/// The tallies of the members' parents, carried upward to everything that those lie in.
pub(super) fn carried(
    facts: &Facts,
    fold: &FoldPlan,
    holders: &[(EntityId, Holders)],
    tallies: Vec<Tally>,
) -> Vec<Vec<Tally>> {
    let mut levels: Vec<Vec<Tally>> = Vec::new();
    let mut next = tallies;
    for (at, (entity, within)) in holders.iter().enumerate() {
        let table = table_of(facts, *entity);
        let outside = holders.get(at + 1).map(|(outer, holders)| (table_of(facts, *outer), holders));
        let mut tallies = std::mem::take(&mut next);
        next = vec![Tally::default(); outside.map_or(0, |(_, holders)| holders.len())];
        let rows = if outside.is_none() { from_below(table, within) } else { within.rows().collect() };
        for row in rows {
            let Some(tally) = within.place(row).and_then(|at| tallies.get(at)).cloned() else { continue };
            let kept = match outside {
                Some(outside) => holder_of(table, row, outside).and_then(|at| next.get_mut(at)),
                None => holder_of(table, row, (table, within)).and_then(|at| tallies.get_mut(at)),
            };
            kept.into_iter().for_each(|kept| kept.carry(&fold.kind, &tally));
        }
        levels.push(tallies);
    }
    levels
}

/// A sum that counts one member inside another is known by no row above both.
pub(super) fn mark_nested(
    facts: &Facts,
    fold: &FoldPlan,
    members: &EntityTable,
    possible: &[u32],
    holders: &[(EntityId, Holders)],
    levels: &mut [Vec<Tally>],
) {
    let is_sum = matches!(fold.kind, FoldKind::Sum(_) | FoldKind::SumOf(_));
    let is_member = |row: usize| u32::try_from(row).is_ok_and(|row| possible.binary_search(&row).is_ok());
    for row in possible.iter().filter(|_| is_sum) {
        let inner = RowId(members.first + *row as usize);
        let outer = facts
            .self_and_ancestors(inner)
            .skip(1)
            .find(|row| members.rows().contains(&row.0) && is_member(row.0 - members.first));
        let Some(outer) = outer else { continue };
        for row in facts.self_and_ancestors(outer).skip(1) {
            for ((entity, holders), tallies) in holders.iter().zip(levels.iter_mut()) {
                let at = row.0.checked_sub(table_of(facts, *entity).first).and_then(|row| holders.place(row));
                at.and_then(|at| tallies.get_mut(at)).into_iter().for_each(Tally::mark_unsure);
            }
        }
    }
}

/// The place of what a row lies in among the holders of a table.
fn holder_of(table: &EntityTable, row: usize, (outside, holders): (&EntityTable, &Holders)) -> Option<usize> {
    table.parent_of(row)?.checked_sub(outside.first).and_then(|parent| holders.place(parent))
}

/// The holders of a table, those furthest below first.
fn from_below(table: &EntityTable, holders: &Holders) -> Vec<usize> {
    let parent = |row: usize| {
        let parent = table.parent_of(row)?;
        table.rows().contains(&parent).then(|| parent - table.first)
    };
    let depth = |row: usize| std::iter::successors(Some(row), |row| parent(*row)).count();
    let rows: Vec<(usize, usize)> = holders.rows().map(|row| (depth(row), row)).collect();
    sorted(rows, |(depth, _), (other, _)| other.cmp(depth)).into_iter().map(|(_, row)| row).collect()
}
