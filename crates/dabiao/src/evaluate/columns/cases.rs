//! What the rows of a block may come to where numbers are missing on which more than one place of a content depends. Two cases
//! that can be are looked at for all rows together: the missing numbers as near to zero as they may be, and larger than all
//! that they are compared with. A row for which they differ is open; any other is split by `plan::split`.

use super::block::Block;
use super::numbers::{ROWS, StandIn};
use super::source::Source;
use crate::evaluate::plan::step::Row;
use crate::evaluate::plan::truths::{self, ROUGH};
use crate::evaluate::plan::{BoundGuard, BoundLinear, Code, Content, LinearId, Plan, Slot, SlotId, SpanStep, Step};
use crate::evaluate::plan::{TruthAt, TruthStep};
use crate::facts::column::Column;
use crate::program::{EntityId, Type};

/// The cases of a content.
pub(super) struct Cases {
    near: Vec<(SlotId, StandIn)>,
    far: Vec<(SlotId, StandIn)>,
    /// What else the content depends on more than once: where that is not known, the cases say nothing.
    others: Vec<SlotId>,
    /// The steps that depend on the numbers.
    steps: Vec<usize>,
    wanted: TruthAt,
}

impl Cases {
    /// The cases of a content, where they are computed in floats.
    pub(super) fn of(
        plan: &Plan,
        entity: EntityId,
        block: &Block<'_, '_>,
        code: &Code,
        content: &Content,
    ) -> Option<Cases> {
        let differs = |step: &Step| matches!(step, Step::Span(_, SpanStep::If(..)));
        if code.values > 0 || code.steps.iter().any(differs) {
            return None;
        }
        let (mut numbers, mut others, mut attributes) = (Vec::new(), Vec::new(), Vec::new());
        for slot in content.shared.iter().copied() {
            let read = plan.slot(entity, slot)?;
            if let Slot::Cell(_, attribute, _) = read {
                // It may be read twice from one row.
                if attributes.contains(attribute) {
                    return None;
                }
                attributes.push(*attribute);
            }
            match (read, plan.type_of(read)) {
                // A text is not split.
                (Slot::Text(..), _) => {}
                (_, Some(Type::Quantity(_) | Type::OpenQuantity | Type::Number)) => numbers.push(slot),
                _ => others.push(slot),
            }
        }
        let steps = dependent(block, code, &numbers)?;
        let mut near = Vec::new();
        for slot in &numbers {
            let has_base = |at: LinearId| block.bound(at).is_some_and(|(linear, _)| linear.has_base(*slot));
            let is_base = linears_of(code).any(has_base);
            let least = if is_base { above_zero(plan, entity, block, *slot)? } else { 0.0 };
            near.push((*slot, StandIn::Number(least)));
        }
        let far = numbers.iter().map(|slot| (*slot, StandIn::Much)).collect();
        Some(Cases { near, far, others, steps, wanted: content.truth })
    }

    /// The rows of a block for which they show that more than one truth is possible.
    pub(super) fn open(&self, block: &mut Block<'_, '_>, code: &Code) -> Option<[bool; ROWS]> {
        let found = block.run_cases(code, &self.steps, [&self.near, &self.far], self.wanted)?;
        Some(found.map(|found| found & ROUGH == 0 && truths::truths(found) != 0 && !truths::is_decided(found)))
    }

    /// Whether they tell all that is not known of a row.
    pub(super) fn are_about(&self, row: &impl Row) -> bool {
        !self.others.iter().any(|slot| row.is_open(*slot))
    }
}

fn linears_of(code: &Code) -> impl Iterator<Item = LinearId> + '_ {
    code.steps.iter().filter_map(|step| match step {
        Step::Truth(_, TruthStep::Linear(at)) => Some(*at),
        _ => None,
    })
}

/// The steps that depend on numbers; none where some comparison of them is not as simple as it has to be.
fn dependent(block: &Block<'_, '_>, code: &Code, numbers: &[SlotId]) -> Option<Vec<usize>> {
    let reads = |linear: &BoundLinear| numbers.iter().any(|slot| linear.reads(*slot));
    let mut bound = linears_of(code).map(|at| block.bound(at));
    if !bound.all(|it| it.is_some_and(|(linear, floats)| !reads(linear) || floats && is_simple(linear, numbers))) {
        return None;
    }
    let reads = |step: &TruthStep| match step {
        TruthStep::Linear(at) => block.bound(*at).is_some_and(|(linear, _)| reads(linear)),
        _ => false,
    };
    let (mut tied, mut steps) = (Vec::new(), Vec::new());
    for (at, step) in code.steps.iter().enumerate() {
        if let Step::Truth(_, step) = step {
            let depends = step.depends(reads, |at| tied.get(at.0 as usize).copied().unwrap_or(true));
            tied.push(depends);
            steps.extend(depends.then_some(at));
        }
    }
    Some(steps)
}

/// Whether a comparison has no guards but bases, and does not depend on which of the numbers is the larger where all are large.
fn is_simple(linear: &BoundLinear, numbers: &[SlotId]) -> bool {
    let plain = linear.guards.iter().all(|guard| matches!(guard, BoundGuard::Base(_)));
    let large = linear.form.terms.iter().filter(|term| numbers.contains(&term.slot)).map(|term| term.coefficient);
    let (rising, falling): (Vec<i64>, Vec<i64>) = large.partition(|coefficient| *coefficient > 0);
    plain && (rising.is_empty() || falling.is_empty())
}

/// A number above zero that a slot may be, as its column stores it, and that comparisons in floats have room for.
fn above_zero(plan: &Plan, entity: EntityId, block: &Block<'_, '_>, slot: SlotId) -> Option<f64> {
    let source = block.source(slot)?;
    if plan.kind_of(plan.slot(entity, slot)?).whole {
        return Some(10f64.powi(i32::from(source.scale())));
    }
    match source {
        Source::Column(Column::Numbers(numbers), _) if numbers.largest > 0 => Some(1.0),
        _ => None,
    }
}
