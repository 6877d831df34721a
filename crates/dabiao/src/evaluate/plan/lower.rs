//! `Program` -> `Plan`: trees become steps, names become slots, what is known beforehand (readings, due dates, values over
//! time) is computed once. `rules` lowers rules and stages, `conditions`, `quantities` and `moments` the expressions,
//! `forms` finds linear comparisons, `folds` the aggregates, `readers` which facts tie the parts of a stage together.

mod conditions;
mod folds;
mod forms;
mod moments;
mod quantities;
mod readers;
mod rules;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::places::Fact;
use super::{
    Code, Context, Day, FoldId, FoldPlan, Linear, LinearId, Plan, Reach, ReachId, Slot, SlotId, SpanAt, TruthAt,
    TruthStep,
};
use crate::date::Date;
use crate::evaluate::Options;
use crate::number::Number;
use crate::program::{AttributeId, Condition, EntityId, Fold, Order, Program, Set, Type};

/// Plans a program.
pub(super) fn plan(program: Arc<Program>, options: &Options) -> Plan {
    let mut lowering = Lowering {
        program: &program,
        options: *options,
        contexts: vec![Context::default(); program.entities.len()],
        slots: HashMap::new(),
        folds: Vec::new(),
        fold_ids: HashMap::new(),
        fold_facts: Vec::new(),
        reaches: Vec::new(),
        reach_ids: HashMap::new(),
        linears: Vec::new(),
    };
    let rules = program.rules.iter().map(|rule| rules::lower(&mut lowering, rule)).collect();
    let Lowering { contexts, folds, reaches, linears, .. } = lowering;
    Plan { options: *options, contexts, folds, reaches, linears, rules, program }
}

/// An aggregate as it is read: the term, the day, and where they matter the due date and the rule.
type FoldKey<'p> = (FoldTerm<'p>, Date, Option<Date>, Option<&'p str>);

/// A term over the members of a set.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum FoldTerm<'p> {
    Number(&'p Fold),
    Any(&'p Set),
    All(&'p Set, &'p Condition),
    ShareTest(&'p Set, &'p Condition, Order, &'p Number),
}

/// What is made on the way, shared by all rules.
struct Lowering<'p> {
    program: &'p Program,
    options: Options,
    contexts: Vec<Context>,
    slots: HashMap<(EntityId, Slot), SlotId>,
    folds: Vec<FoldPlan>,
    fold_ids: HashMap<FoldKey<'p>, FoldId>,
    /// What each aggregate reads.
    fold_facts: Vec<BTreeSet<Fact>>,
    reaches: Vec<Reach>,
    reach_ids: HashMap<(EntityId, Set, Day, String), ReachId>,
    linears: Vec<Linear>,
}

/// The `now` of a stage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Now {
    Fixed(Date),
    /// The due date in this register, or the as-of date if that is earlier.
    Due(SpanAt),
}

/// Lowers expressions about the rows of one entity.
struct Assembler<'l, 'p> {
    lowering: &'l mut Lowering<'p>,
    /// The entity of the row in focus.
    entity: EntityId,
    now: Now,
    /// The day at which a value over time is read; none where it differs from row to row.
    due: Option<Date>,
    /// The rule's name, under which its evidence is recorded.
    rule: &'p str,
    code: Code,
    /// The slots read.
    touched: BTreeSet<SlotId>,
}

impl<'p> Lowering<'p> {
    fn slot(&mut self, entity: EntityId, slot: Slot) -> SlotId {
        if let Some(known) = self.slots.get(&(entity, slot.clone())) {
            return *known;
        }
        let Some(context) = self.contexts.get_mut(entity.0) else { return SlotId(0) };
        let id = SlotId(u32::try_from(context.slots.len()).unwrap_or(u32::MAX));
        context.slots.push(slot.clone());
        self.slots.insert((entity, slot), id);
        id
    }

    fn type_of(&self, attribute: AttributeId) -> Option<&'p Type> {
        let attributes = &self.program.entities.get(attribute.entity.0)?.attributes;
        attributes.get(attribute.index).map(|attribute| &attribute.of_type)
    }
}

impl<'l, 'p> Assembler<'l, 'p> {
    fn new(
        lowering: &'l mut Lowering<'p>,
        entity: EntityId,
        now: Now,
        due: Option<Date>,
        rule: &'p str,
    ) -> Assembler<'l, 'p> {
        Assembler { lowering, entity, now, due, rule, code: Code::default(), touched: BTreeSet::new() }
    }

    /// The code, with the slots that it reads.
    fn finish(self) -> Code {
        Code { slots: self.touched.into_iter().collect(), ..self.code }
    }

    fn day(&self) -> Day {
        match self.now {
            Now::Fixed(day) => Day::Fixed(day),
            Now::Due(_) => Day::Now,
        }
    }

    /// The slot of the row in focus.
    fn slot(&mut self, slot: Slot) -> SlotId {
        let id = self.lowering.slot(self.entity, slot);
        self.touched.insert(id);
        id
    }

    fn constant(&mut self, truths: u8) -> TruthAt {
        self.code.truth(TruthStep::Constant(truths))
    }

    fn linear(&mut self, linear: Linear) -> TruthAt {
        let id = LinearId(u32::try_from(self.lowering.linears.len()).unwrap_or(u32::MAX));
        self.lowering.linears.push(linear);
        self.code.truth(TruthStep::Linear(id))
    }

    /// Lowers something on another day.
    fn on<T>(&mut self, day: Date, lower: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.now, Now::Fixed(day));
        let lowered = lower(self);
        self.now = before;
        lowered
    }

    /// The way to the ancestor that `SET.attribute` means; none for the row in focus itself. Error: it may differ from
    /// day to day.
    fn reach(&mut self, of: Option<&'p Set>) -> Result<Option<ReachId>, Unplanned> {
        let Some(set) = of else { return Ok(None) };
        if set.condition.is_none() && set.entity == self.entity {
            return Ok(None);
        }
        let day = match (&set.condition, self.day()) {
            (None, _) => Day::Fixed(self.lowering.options.as_of),
            (Some(_), Day::Now) => return Err(Unplanned),
            (Some(_), day) => day,
        };
        let mut named = set.clone();
        named.title = crate::program::Title::default();
        let key = (self.entity, named, day, self.rule.to_owned());
        if let Some(known) = self.lowering.reach_ids.get(&key) {
            return Ok(Some(*known));
        }
        let condition = set.condition.as_deref().map(|condition| {
            let mut inner = Assembler::new(self.lowering, set.entity, self.now, self.due, self.rule);
            let truth = inner.condition(condition);
            (inner.finish(), truth)
        });
        let id = ReachId(u32::try_from(self.lowering.reaches.len()).unwrap_or(u32::MAX));
        self.lowering.reaches.push(Reach { from: self.entity, to: set.entity, condition });
        self.lowering.reach_ids.insert(key, id);
        Ok(Some(id))
    }
}

/// What the plan leaves to the reference evaluator.
struct Unplanned;
