//! One row of a record, the unit itself or what it lies in: the values of its slots, as steps read them.

use super::cells::{CellId, Cells};
use crate::calendar::Calendar;
use crate::date::Date;
use crate::evaluate::plan::step::{Items, Row};
use crate::evaluate::plan::truths::{self, ABSENT, OPEN, UNJUDGED, YES};
use crate::evaluate::plan::{
    BoundLinear, Exact, FoldKind, LinearId, Numeric, Plan, Scaled, Slot, SlotId, Span, SpanAt, TruthAt, Value, ValueAt,
};
use crate::number::Number;
use crate::program::{EntityId, Order};

/// A row of the record, ready to run code of its entity.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) entity: EntityId,
    pub(super) id: String,
    pub(super) name: Option<String>,
    /// What the slots hold, but for their numbers.
    pub(super) values: Vec<Value>,
    /// The cell with the number of each slot.
    cells: Vec<CellId>,
    /// The number of decimals of each slot.
    pub(super) scales: Vec<u8>,
    /// The comparisons of the plan that this row makes, bound to the scales.
    pub(super) linears: Vec<Option<BoundLinear>>,
    /// The comparisons that are bound.
    pub(super) bound: Vec<LinearId>,
    /// What the slots are like, apart from their scales.
    kinds: Vec<Scaled>,
    constants: Constants,
}

/// What an aggregate may be whose members are not told.
#[derive(Clone, Debug)]
struct Constants {
    exacts: Vec<Option<Exact>>,
}

impl Level {
    pub(super) fn new(plan: &Plan, entity: EntityId, id: String) -> Level {
        let slots = plan.context(entity);
        let mut level = Level {
            entity,
            id,
            name: None,
            values: vec![Value::MISSING; slots.len()],
            cells: vec![CellId::NO_NUMBER; slots.len()],
            scales: vec![0; slots.len()],
            linears: vec![None; plan.linears.len()],
            bound: Vec::new(),
            kinds: slots.iter().map(|slot| plan.kind_of(slot)).collect(),
            constants: Constants { exacts: vec![None; slots.len()] },
        };
        for (at, slot) in slots.iter().enumerate() {
            let Slot::Fold(fold) = slot else { continue };
            let Some(fold) = plan.folds.get(fold.0 as usize) else { continue };
            let (value, exact) = unlisted(plan, &fold.kind, fold.entity);
            level.cells.get_mut(at).into_iter().for_each(|kept| *kept = cell_of(value.number));
            level.values.get_mut(at).into_iter().for_each(|kept| *kept = value);
            level.constants.exacts.get_mut(at).into_iter().for_each(|kept| *kept = exact);
        }
        level
    }

    /// Binds the comparisons to the scales as they are.
    pub(super) fn bind(&mut self, plan: &Plan) {
        for at in &self.bound {
            let scaled = |slot: SlotId| {
                let kind = self.kinds.get(slot.0 as usize).copied();
                let scale = self.scales.get(slot.0 as usize).copied().unwrap_or(0);
                Scaled { scale, ..kind.unwrap_or(Scaled { scale: 0, whole: false, signed: true }) }
            };
            let bound = plan.linears.get(at.0 as usize).and_then(|linear| linear.bind(&scaled));
            self.linears.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = bound.clone());
        }
    }

    pub(super) fn set(&mut self, slot: SlotId, value: Value) {
        self.values.get_mut(slot.0 as usize).into_iter().for_each(|kept| *kept = value);
    }

    pub(super) fn set_truth(&mut self, slot: SlotId, truth: u8) {
        self.set(slot, Value { truth, ..Value::MISSING });
    }

    /// Has a slot read the number of a cell.
    pub(super) fn read(&mut self, slot: SlotId, cell: CellId) {
        self.cells.get_mut(slot.0 as usize).into_iter().for_each(|kept| *kept = cell);
    }

    /// The cell with the number of a slot.
    #[inline]
    pub(super) fn cell(&self, slot: SlotId) -> CellId {
        self.cells.get(slot.0 as usize).copied().unwrap_or(CellId::UNJUDGED)
    }

    /// The truths of a comparison.
    pub(super) fn truths_of(&self, at: LinearId, cells: &Cells) -> u8 {
        let linear = self.linears.get(at.0 as usize).and_then(Option::as_ref);
        linear.map_or(UNJUDGED, |linear| linear.truths(|slot| cells.number(self.cell(slot))))
    }

    /// Whether it is not known what a slot holds.
    pub(super) fn is_open(&self, slot: SlotId, cells: &Cells) -> bool {
        let is_known = matches!(cells.number(self.cell(slot)), Numeric::Known(_) | Numeric::Absent);
        !is_known && self.value(slot).is_open()
    }

    #[inline]
    pub(super) fn value(&self, slot: SlotId) -> &Value {
        self.values.get(slot.0 as usize).unwrap_or(&Value::UNJUDGED)
    }

    pub(super) fn scale(&self, slot: SlotId) -> u8 {
        self.scales.get(slot.0 as usize).copied().unwrap_or(0)
    }
}

/// The cell of an aggregate.
fn cell_of(number: Numeric) -> CellId {
    match number {
        Numeric::Range(Some(_), _) => CellId::FROM_ZERO,
        Numeric::Range(None, _) => CellId::ANY,
        Numeric::Missing => CellId::NO_NUMBER,
        _ => CellId::UNJUDGED,
    }
}

/// What an aggregate may be that no table gives the members of.
fn unlisted(plan: &Plan, kind: &FoldKind, entity: EntityId) -> (Value, Option<Exact>) {
    let any = |value| (value, Some(Exact::Any { absent: true }));
    let unjudged = (Value::UNJUDGED, Some(Exact::Unjudged));
    match kind {
        FoldKind::Count => (Value { number: Numeric::Range(Some(0), None), ..Value::MISSING }, None),
        FoldKind::Sum(slot) => {
            let low = match plan.slot(entity, *slot).map(|slot| plan.kind_of(slot)) {
                Some(Scaled { signed: false, .. }) => Some(0),
                _ => None,
            };
            (Value { number: Numeric::Range(low, None), ..Value::MISSING }, None)
        }
        FoldKind::Average(_) | FoldKind::Extreme(..) => any(Value::MISSING),
        FoldKind::Any => (Value { truth: OPEN, ..Value::MISSING }, None),
        FoldKind::All(_) => (Value { truth: OPEN | ABSENT, ..Value::MISSING }, None),
        FoldKind::ShareTest(_, order, number) => {
            let inner = number.is_positive() && *number < Number::one();
            match order {
                Order::Equal | Order::NotEqual => unjudged,
                _ if inner => (Value { truth: OPEN, ..Value::MISSING }, None),
                _ => unjudged,
            }
        }
        FoldKind::SumOf(_) | FoldKind::Share(_) => unjudged,
    }
}

/// A level with the registers that its code writes.
pub(super) struct LevelRow<'r> {
    pub(super) level: &'r Level,
    pub(super) cells: &'r Cells,
    pub(super) registers: &'r super::Registers,
    pub(super) plan: &'r Plan,
}

impl Row for LevelRow<'_> {
    #[inline]
    fn number(&self, slot: SlotId) -> Numeric {
        self.cells.number(self.level.cell(slot))
    }

    fn scale(&self, slot: SlotId) -> u8 {
        self.level.scale(slot)
    }

    fn exact(&self, slot: SlotId) -> Exact {
        if let Some(exact) = self.level.constants.exacts.get(slot.0 as usize).copied().flatten() {
            return exact;
        }
        match self.number(slot) {
            Numeric::Known(value) => Exact::Known(i128::from(value), 10i128.pow(u32::from(self.level.scale(slot)))),
            Numeric::Absent => Exact::Absent,
            _ => Exact::Unjudged,
        }
    }

    fn code(&self, slot: SlotId) -> u16 {
        self.level.value(slot).code
    }

    fn items(&self, slot: SlotId) -> Items {
        self.level.value(slot).items
    }

    fn date(&self, slot: SlotId) -> Span {
        self.level.value(slot).date
    }

    fn truth_slot(&self, slot: SlotId) -> u8 {
        self.level.value(slot).truth
    }

    fn is_open(&self, slot: SlotId) -> bool {
        self.level.is_open(slot, self.cells)
    }

    #[inline]
    fn truth(&self, at: TruthAt) -> u8 {
        self.registers.truths.get(at.0 as usize).copied().unwrap_or(UNJUDGED)
    }

    fn value(&self, at: ValueAt) -> Exact {
        self.registers.values.get(at.0 as usize).copied().unwrap_or(Exact::Unjudged)
    }

    fn span(&self, at: SpanAt) -> Span {
        self.registers.spans.get(at.0 as usize).copied().unwrap_or(Span::UNJUDGED)
    }

    #[inline]
    fn linear(&self, at: LinearId) -> Option<&BoundLinear> {
        self.level.linears.get(at.0 as usize)?.as_ref()
    }

    fn as_of(&self) -> Date {
        self.plan.options.as_of
    }

    fn calendar(&self) -> Option<&Calendar> {
        self.plan.program.calendar.as_deref()
    }
}

/// Whether a condition on which row is read is certain, and how.
pub(super) fn reached(truth: u8) -> Option<bool> {
    truths::is_decided(truth).then_some(truth & YES != 0)
}
