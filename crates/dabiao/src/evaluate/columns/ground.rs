//! Which rows of a table lie within the territory of a policy. Nothing else can be a subject, so that nothing else is judged,
//! and only the members inside are gathered for what subjects read.

use std::ops::Range;

use super::engine::Engine;
use crate::facts::RowId;
use crate::program::EntityId;

/// The rows of a table within the territory.
#[derive(Default)]
pub(super) struct Ground {
    /// None: there is no territory, and all are.
    pub(super) inside: Option<Vec<bool>>,
    /// The row of the territory itself, where it is one of the table.
    pub(super) itself: Option<usize>,
}

impl Ground {
    pub(super) fn of(engine: &mut Engine<'_>, entity: EntityId) -> Ground {
        let facts = engine.facts;
        let Some(territory) = &engine.plan.program.territory else { return Ground::default() };
        let Some(ground) = facts.find(territory.entity, &territory.id) else {
            return Ground { inside: Some(vec![false; engine.table(entity).len()]), itself: None };
        };
        let above = engine.plan.program.entities.get(entity.0).and_then(|entity| entity.parent);
        let outer = above.filter(|above| *above != entity).map(|above| (engine.table(above), engine.ground(above)));
        let table = engine.table(entity);
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
