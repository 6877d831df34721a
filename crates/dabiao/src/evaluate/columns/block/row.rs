//! A row of a block, as steps see it.

use super::Block;
use crate::calendar::Calendar;
use crate::date::Date;
use crate::evaluate::columns::numbers::ROWS;
use crate::evaluate::columns::source::Source;
use crate::evaluate::plan::step::{self, Items, Row};
use crate::evaluate::plan::truths::UNJUDGED;
use crate::evaluate::plan::{BoundLinear, Exact, LinearId, Numeric, SlotId, Span, SpanAt, TruthAt, ValueAt};
use crate::facts::RowId;

/// A row of a block.
pub(in crate::evaluate::columns) struct BlockRow<'r, 'b, 'f> {
    pub(super) block: &'r Block<'b, 'f>,
    pub(super) row: usize,
}

impl BlockRow<'_, '_, '_> {
    fn register<T: Copy>(&self, registers: &[T], at: u32) -> Option<T> {
        registers.get(at as usize * ROWS + self.row.checked_sub(self.block.start)?).copied()
    }
}

impl Row for BlockRow<'_, '_, '_> {
    fn number(&self, slot: SlotId) -> Numeric {
        self.block.source(slot).map_or(Numeric::Unjudged, |source| source.numeric(self.row))
    }

    fn scale(&self, slot: SlotId) -> u8 {
        self.block.source(slot).map_or(0, Source::scale)
    }

    fn exact(&self, slot: SlotId) -> Exact {
        self.block.source(slot).map_or(Exact::Unjudged, |source| source.exact(self.row))
    }

    fn code(&self, slot: SlotId) -> u16 {
        self.block.source(slot).map_or(step::UNJUDGED_CODE, |source| source.code(self.row))
    }

    fn items(&self, slot: SlotId) -> Items {
        self.block.source(slot).map_or(Items::Unjudged, |source| source.items(self.row))
    }

    fn date(&self, slot: SlotId) -> Span {
        self.block.source(slot).map_or(Span::UNJUDGED, |source| source.date(self.row))
    }

    fn truth_slot(&self, slot: SlotId) -> u8 {
        self.block.source(slot).map_or(UNJUDGED, |source| source.truth(self.row))
    }

    fn is_open(&self, slot: SlotId) -> bool {
        self.block.source(slot).is_none_or(|source| source.is_open(self.row))
    }

    fn truth(&self, at: TruthAt) -> u8 {
        self.register(&self.block.truths, at.0).unwrap_or(UNJUDGED)
    }

    fn value(&self, at: ValueAt) -> Exact {
        self.register(&self.block.values, at.0).unwrap_or(Exact::Unjudged)
    }

    fn span(&self, at: SpanAt) -> Span {
        let row = self.row.checked_sub(self.block.start);
        row.and_then(|row| self.block.dates.get(at, row)).unwrap_or(Span::UNJUDGED)
    }

    fn linear(&self, at: LinearId) -> Option<&BoundLinear> {
        self.block.bound(at).map(|(linear, _)| linear)
    }

    fn as_of(&self) -> Date {
        self.block.plan.options.as_of
    }

    fn calendar(&self) -> Option<&Calendar> {
        let facts = self.block.facts;
        let row = RowId(self.block.table.first + self.row);
        let nearest = match facts.calendars.is_empty() {
            true => None,
            false => facts.self_and_ancestors(row).find_map(|row| facts.calendars.get(&row)),
        };
        nearest.or(self.block.plan.program.calendar.as_deref())
    }
}
