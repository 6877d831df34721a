//! Rules, lines and stages -> steps with what they stand for.

use super::moments::known_day;
use super::readers::{MANY, Readers};
use super::{Assembler, Lowering, Now};
use crate::date::Date;
use crate::evaluate::plan::places::{Fact, Places};
use crate::evaluate::plan::truths::YES;
use crate::evaluate::plan::{
    Content, Due, LineKind, LinePlan, RulePlan, Slot, SlotId, StagePlan, Subjects, TextSource, TruthAt, TruthStep,
};
use crate::evaluate::top_entity;
use crate::program::walk::Node;
use crate::program::{self, Body, Condition, EntityId, Force, Requirement, Rule, Stage};

/// Lowers a rule under the reading of the plan.
pub(super) fn lower<'p>(lowering: &mut Lowering<'p>, rule: &'p Rule) -> RulePlan {
    let variant = rule.under.iter().find(|(reading, _)| Some(*reading) == lowering.options.reading);
    let body = variant.map_or(&rule.body, |(_, body)| body);
    let territory = lowering.program.territory.as_ref();
    let entity = match (&body.subjects, territory) {
        (Some(subjects), _) => subjects.set.entity,
        (None, Some(territory)) => territory.entity,
        (None, None) => top_entity(lowering.program),
    };
    let as_of = lowering.options.as_of;
    let assembler = Assembler::new(lowering, entity, Now::Fixed(as_of), Some(as_of), &rule.title.name);
    RuleLowering { body, assembler, guards: Vec::new() }.lower(territory.is_some())
}

/// What is now, and the day at which values over time are read.
type When = (Now, Option<Date>);

struct RuleLowering<'l, 'p> {
    body: &'p Body,
    assembler: Assembler<'l, 'p>,
    /// The condition of the rule by when it is asked.
    guards: Vec<(When, Option<TruthAt>)>,
}

impl<'p> RuleLowering<'_, 'p> {
    fn lower(mut self, in_territory: bool) -> RulePlan {
        let subjects = match &self.body.subjects {
            None if in_territory => Subjects::Territory,
            None => Subjects::All,
            Some(subjects) => match subjects.set.condition.as_deref() {
                None => Subjects::All,
                Some(condition) => Subjects::Where(self.assembler.condition(condition)),
            },
        };
        let mut lines = Vec::new();
        for (position, line) in self.body.lines.iter().enumerate() {
            let kind = match &line.kind {
                program::LineKind::Duty(stages) => LineKind::Duty(self.stages(stages)),
                program::LineKind::Eligible { condition, .. } => LineKind::Eligible(self.entitlement(condition)),
                program::LineKind::Show { .. } => continue,
            };
            lines.push(LinePlan { position, kind });
        }
        RulePlan { entity: self.assembler.entity, subjects, code: self.assembler.finish(), lines }
    }

    fn as_of(&self) -> Date {
        self.assembler.lowering.options.as_of
    }

    /// The stages that may judge a line: all, or the one that is the latest due where all due dates are known.
    fn stages(&mut self, stages: &'p [Stage]) -> Vec<StagePlan> {
        let as_of = self.as_of();
        let known = |stage: &Stage| stage.due.as_ref().is_none_or(|due| known_day(due).is_some());
        let is_due = |stage: &Stage| stage.due.as_ref().and_then(known_day).is_some_and(|due| as_of > due);
        if stages.iter().all(known) {
            let position = stages.iter().rposition(is_due).unwrap_or(0);
            return stages.get(position).map(|stage| self.stage(position, stage)).into_iter().collect();
        }
        stages.iter().enumerate().map(|(position, stage)| self.stage(position, stage)).collect()
    }

    fn stage(&mut self, position: usize, stage: &'p Stage) -> StagePlan {
        let as_of = self.as_of();
        let fixed = stage.due.as_ref().map(known_day);
        let due = match (&stage.due, fixed) {
            (Some(due), Some(None)) => {
                (self.assembler.now, self.assembler.due) = (Now::Fixed(as_of), Some(as_of));
                let span = self.assembler.moment(due);
                let guard = self.guard().unwrap_or_else(|| self.assembler.constant(YES));
                (self.assembler.now, self.assembler.due) = (Now::Due(span), None);
                Due::Varies(span, guard, self.content(stage, None))
            }
            (_, fixed) => {
                let due = fixed.flatten();
                let now = due.map_or(as_of, |due| due.min(as_of));
                (self.assembler.now, self.assembler.due) = (Now::Fixed(now), Some(due.unwrap_or(as_of)));
                let content = self.in_force(now).then(|| self.content(stage, due));
                Due::Fixed(due, content)
            }
        };
        StagePlan { position, in_principle: stage.in_principle, due }
    }

    fn in_force(&self, now: Date) -> bool {
        let program = self.assembler.lowering.program;
        program.from.is_none_or(|from| self.as_of() >= from) && program.until.is_none_or(|until| now <= until)
    }

    fn content(&mut self, stage: &'p Stage, due: Option<Date>) -> Content {
        let as_of = self.as_of();
        let guard = self.guard();
        let truth = match &stage.requirement {
            Requirement::Condition(condition) => self.assembler.condition(condition),
            Requirement::Event(moment) => {
                let span = self.assembler.on(as_of, |it| it.moment(moment));
                self.assembler.code.truth(match self.assembler.now {
                    Now::Fixed(_) => TruthStep::ComeBy(span, due.map_or(as_of, |due| due.min(as_of))),
                    Now::Due(due) => TruthStep::ComeByDue(span, due),
                })
            }
        };
        let truth = match stage.force {
            Force::MustNot => self.assembler.code.truth(TruthStep::Not(truth)),
            _ => truth,
        };
        let node = match &stage.requirement {
            Requirement::Condition(condition) => Node::Condition(condition),
            Requirement::Event(moment) => Node::Moment(moment),
        };
        self.guarded(guard, truth, node)
    }

    /// `eligible "WHAT" when C`, read on the as-of date.
    fn entitlement(&mut self, condition: &'p Condition) -> Option<Content> {
        let as_of = self.as_of();
        (self.assembler.now, self.assembler.due) = (Now::Fixed(as_of), Some(as_of));
        if !self.in_force(as_of) {
            return None;
        }
        let guard = self.guard();
        let truth = self.assembler.condition(condition);
        Some(self.guarded(guard, truth, Node::Condition(condition)))
    }

    fn guarded(&mut self, guard: Option<TruthAt>, truth: TruthAt, node: Node<'p>) -> Content {
        let truth = self.under(guard, truth);
        let mut places = Places::default();
        places.read(node);
        if let Some(subjects) = &self.body.subjects {
            places.read(Node::Set(&subjects.set));
            subjects.condition.iter().for_each(|condition| places.read(Node::Condition(condition)));
        }
        self.body.exceptions.iter().for_each(|exception| places.read(Node::Condition(&exception.condition)));
        let shared: Vec<Fact> = places.shared().into_iter().filter(|fact| self.ties(*fact, truth)).collect();
        let depends = |slot: &SlotId| shared.iter().any(|fact| self.depends(*slot, *fact));
        let shared = self.assembler.touched.iter().copied().filter(depends).collect();
        Content { truth, shared }
    }

    /// Whether several comparisons may depend on a fact at once, so that their truths hang together.
    fn ties(&self, fact: Fact, truth: TruthAt) -> bool {
        let EntityId(entity) = self.assembler.entity;
        let context = self.assembler.lowering.contexts.get(entity);
        let slot = |slot: SlotId| context.and_then(|context| context.slots.get(slot.0 as usize));
        // An aggregate may read it twice itself.
        let count = |id: SlotId| match (self.depends(id, fact), slot(id)) {
            (false, _) => 0,
            (true, Some(Slot::Cell(..) | Slot::Input(_))) => 1,
            (true, _) => MANY,
        };
        Readers::new(&self.assembler.code.steps, &self.assembler.lowering.linears, &count).are_many(truth)
    }

    /// Whether a slot's value depends on a fact.
    fn depends(&self, slot: SlotId, fact: Fact) -> bool {
        let lowering = &self.assembler.lowering;
        let EntityId(entity) = self.assembler.entity;
        match lowering.contexts.get(entity).and_then(|context| context.slots.get(slot.0 as usize)) {
            Some(Slot::Cell(_, attribute, _) | Slot::Text(_, TextSource::Attribute(attribute, _), _)) => {
                fact == Fact::Cell(*attribute)
            }
            Some(Slot::Input(input)) => fact == Fact::Input(*input),
            Some(Slot::Fold(fold)) => lowering.fold_facts.get(fold.0 as usize).is_some_and(|read| read.contains(&fact)),
            _ => false,
        }
    }

    /// Whether the rule applies to the row: it is in the set of `for each`, which is read on the as-of date, the
    /// condition holds, and no exception does. None: it always does.
    fn guard(&mut self) -> Option<TruthAt> {
        let key = (self.assembler.now, self.assembler.due);
        if let Some((_, known)) = self.guards.iter().find(|(known, _)| *known == key) {
            return *known;
        }
        let as_of = self.as_of();
        let subjects = self.body.subjects.as_ref();
        let member = subjects.and_then(|subjects| subjects.set.condition.as_deref());
        let mut guard = member.map(|condition| self.assembler.on(as_of, |it| it.condition(condition)));
        if let Some(condition) = subjects.and_then(|subjects| subjects.condition.as_ref()) {
            let inside = self.assembler.condition(condition);
            guard = Some(self.under(guard, inside));
        }
        for exception in &self.body.exceptions {
            let excepted = self.assembler.condition(&exception.condition);
            let free = self.assembler.code.truth(TruthStep::FreeOf(excepted));
            guard = Some(self.under(guard, free));
        }
        self.guards.push((key, guard));
        guard
    }

    /// A truth under a guard, if there is one.
    fn under(&mut self, guard: Option<TruthAt>, truth: TruthAt) -> TruthAt {
        match guard {
            Some(guard) => self.assembler.code.truth(TruthStep::Guard(guard, truth)),
            None => truth,
        }
    }
}
