//! Aggregates -> what is computed of each member, once for all rows above.

use super::forms::is_quantity;
use super::{Assembler, FoldTerm, Lowering, Now};
use crate::date::Date;
use crate::evaluate::plan::places::{Fact, Places};
use crate::evaluate::plan::truths::YES;
use crate::evaluate::plan::{Day, FoldId, FoldKind, FoldPlan, Slot, TruthAt, TruthStep};
use crate::program::walk::{self, Node};
use crate::program::{Condition, Fold, Quantity, Set};

impl<'p> FoldTerm<'p> {
    fn set(self) -> &'p Set {
        match self {
            FoldTerm::Number(
                Fold::Count(set)
                | Fold::Sum(_, set)
                | Fold::Average(_, set)
                | Fold::Min(_, set)
                | Fold::Max(_, set)
                | Fold::Share(set, _),
            )
            | FoldTerm::Any(set)
            | FoldTerm::All(set, _)
            | FoldTerm::ShareTest(set, ..) => set,
        }
    }

    /// What is computed of a member besides whether it is one.
    fn inner(self) -> Option<Node<'p>> {
        match self {
            FoldTerm::Number(
                Fold::Sum(quantity, _) | Fold::Average(quantity, _) | Fold::Min(quantity, _) | Fold::Max(quantity, _),
            ) => Some(Node::Quantity(quantity)),
            FoldTerm::Number(Fold::Share(_, test)) | FoldTerm::All(_, test) | FoldTerm::ShareTest(_, test, ..) => {
                Some(Node::Condition(test))
            }
            FoldTerm::Number(Fold::Count(_)) | FoldTerm::Any(_) => None,
        }
    }

    fn nodes(self) -> impl Iterator<Item = Node<'p>> {
        [Some(Node::Set(self.set())), self.inner()].into_iter().flatten()
    }

    fn has(self, found: impl Fn(Node<'_>) -> bool) -> bool {
        let mut has = false;
        self.nodes().for_each(|node| walk::all(node, &mut |node| has |= found(node)));
        has
    }
}

impl<'p> Assembler<'_, 'p> {
    /// The aggregate below the row in focus; none where its day differs from row to row.
    pub(super) fn fold(&mut self, term: FoldTerm<'p>) -> Option<FoldId> {
        let Now::Fixed(day) = self.now else { return None };
        let over_time = term.has(|node| matches!(node, Node::Quantity(Quantity::OverTime(_))));
        let attests = term.has(|node| matches!(node, Node::Condition(Condition::Attest(_))));
        let key = (term, day, self.due.filter(|_| over_time), attests.then_some(self.rule));
        if let Some(known) = self.lowering.fold_ids.get(&key) {
            return Some(*known);
        }
        let plan = self.lower_fold(term, day);
        let mut places = Places::default();
        term.nodes().for_each(|node| places.read(node));
        let mut facts = places.all();
        facts.insert(Fact::Member(term.set().entity));
        let id = FoldId(u32::try_from(self.lowering.folds.len()).unwrap_or(u32::MAX));
        self.lowering.folds.push(plan);
        self.lowering.fold_facts.push(facts);
        self.lowering.fold_ids.insert(key, id);
        Some(id)
    }

    fn lower_fold(&mut self, term: FoldTerm<'p>, day: Date) -> FoldPlan {
        let set = term.set();
        let mut inner = Assembler::new(self.lowering, set.entity, self.now, self.due, self.rule);
        let member = inner.member(set, day);
        let kind = match term {
            FoldTerm::Number(Fold::Count(_)) => FoldKind::Count,
            FoldTerm::Number(Fold::Sum(Quantity::Cell(cell), _)) if cell.of.is_none() => {
                FoldKind::Sum(inner.slot(Slot::Cell(None, cell.attribute, Day::Fixed(day))))
            }
            FoldTerm::Number(Fold::Sum(quantity, _)) => FoldKind::SumOf(inner.quantity(quantity)),
            FoldTerm::Number(Fold::Average(quantity, _)) => FoldKind::Average(inner.quantity(quantity)),
            FoldTerm::Number(Fold::Min(quantity, _)) => FoldKind::Extreme(inner.quantity(quantity), true),
            FoldTerm::Number(Fold::Max(quantity, _)) => FoldKind::Extreme(inner.quantity(quantity), false),
            FoldTerm::Number(Fold::Share(_, test)) => FoldKind::Share(inner.condition(test)),
            FoldTerm::ShareTest(_, test, order, number) => {
                FoldKind::ShareTest(inner.condition(test), order, number.clone())
            }
            FoldTerm::Any(_) => FoldKind::Any,
            FoldTerm::All(_, test) => FoldKind::All(inner.condition(test)),
        };
        FoldPlan { entity: set.entity, code: inner.finish(), member, kind, day }
    }

    /// Whether the row in focus is a member: it exists and satisfies the condition.
    fn member(&mut self, set: &'p Set, day: Date) -> TruthAt {
        let exists = self.slot(Slot::Exists(Day::Fixed(day)));
        let exists = self.code.truth(TruthStep::Slot(exists));
        let condition = match set.condition.as_deref() {
            Some(condition) => self.condition(condition),
            None => self.constant(YES),
        };
        let counted = self.code.truth(TruthStep::Counted(condition));
        self.code.truth(TruthStep::And([exists, counted].into()))
    }
}

impl Lowering<'_> {
    /// Whether the number of an aggregate is never negative, whatever its members are.
    pub(super) fn is_never_negative(&self, fold: FoldId) -> bool {
        let Some(plan) = self.folds.get(fold.0 as usize) else { return false };
        match &plan.kind {
            FoldKind::Count => true,
            FoldKind::Sum(slot) => {
                let slots = self.contexts.get(plan.entity.0).map(|context| context.slots.as_slice());
                match slots.and_then(|slots| slots.get(slot.0 as usize)) {
                    Some(Slot::Cell(_, attribute, _)) => is_quantity(self.type_of(*attribute)),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
