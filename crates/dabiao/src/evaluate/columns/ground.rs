//! Which rows of a table lie within the territory of a policy. Nothing else can be a subject, so that nothing else is judged,
//! and only the members inside are gathered for what subjects read.

use std::ops::Range;
use std::sync::Arc;

use crate::facts::{EntityTable, Facts, RowId};
use crate::program::Territory;

/// The rows of a table within the territory.
#[derive(Default)]
pub(super) struct Ground {
    /// None: there is no territory, and all are.
    pub(super) inside: Option<Vec<bool>>,
    /// The row of the territory itself, where it is one of the table.
    pub(super) itself: Option<usize>,
}

impl Ground {
    /// Of a table, given that of the entity above with its ground, where it is another one.
    pub(super) fn of(
        territory: Option<&Territory>,
        facts: &Facts,
        table: &EntityTable,
        outer: Option<(&EntityTable, Arc<Ground>)>,
    ) -> Ground {
        let Some(territory) = territory else { return Ground::default() };
        let Some(ground) = facts.find(territory.entity, &territory.id) else {
            return Ground { inside: Some(vec![false; table.len()]), itself: None };
        };
        let walk = |row: RowId| facts.self_and_ancestors(row).any(|at| at == ground);
        let lies_in = |row: usize| match (table.parent_of(row), &outer) {
            _ if table.first + row == ground.0 => true,
            (None, _) => false,
            (Some(parent), Some((above, ground))) if above.rows().contains(&parent) => ground.has(parent - above.first),
            (Some(parent), _) => walk(RowId(parent)),
        };
        let itself = table.rows().contains(&ground.0).then(|| ground.0 - table.first);
        Ground { inside: Some((0..table.len()).map(lies_in).collect()), itself }
    }

    fn has(&self, row: usize) -> bool {
        self.inside.as_ref().is_none_or(|inside| inside.get(row).copied().unwrap_or(false))
    }

    /// Which of some rows do; none: all.
    pub(super) fn among(&self, rows: Range<usize>) -> Option<&[bool]> {
        self.inside.as_ref().map(|inside| inside.get(rows).unwrap_or_default())
    }
}
