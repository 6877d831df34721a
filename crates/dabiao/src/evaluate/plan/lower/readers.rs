//! How often a missing fact counts where a stage reads it: once if, whichever arms are taken, at most one comparison
//! depends on it. Its truths then need no case split, although more than one place reads it.

use crate::evaluate::plan::{Form, Guard, Linear, SlotId, SpanStep, Step, Test, TruthAt, TruthStep};

/// More than once, or in a way that is not looked through.
pub(super) const MANY: u8 = 2;

/// The steps in which a fact is looked for.
pub(super) struct Readers<'s> {
    truths: Vec<&'s TruthStep>,
    /// Whether dates or numbers beyond linear comparisons depend on it.
    elsewhere: bool,
    linears: &'s [Linear],
    count_slot: &'s dyn Fn(SlotId) -> u8,
    known: Vec<Option<u8>>,
}

impl<'s> Readers<'s> {
    /// The readers of a fact, given how often each slot depends on it.
    pub(super) fn new(steps: &'s [Step], linears: &'s [Linear], count_slot: &'s dyn Fn(SlotId) -> u8) -> Readers<'s> {
        let truths: Vec<&TruthStep> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Truth(_, step) => Some(step),
                _ => None,
            })
            .collect();
        let elsewhere = steps.iter().any(|step| match step {
            Step::Truth(..) => false,
            Step::Value(..) | Step::Span(_, SpanStep::If(..)) => true,
            Step::Span(_, SpanStep::Slot(slot)) => count_slot(*slot) > 0,
            Step::Span(..) => false,
        });
        let known = vec![None; truths.len()];
        Readers { truths, elsewhere, linears, count_slot, known }
    }

    /// Whether more than one comparison may depend on the fact at once.
    pub(super) fn are_many(mut self, at: TruthAt) -> bool {
        self.count(at) >= MANY
    }

    fn count(&mut self, at: TruthAt) -> u8 {
        let place = at.0 as usize;
        if let Some(known) = self.known.get(place).copied().flatten() {
            return known;
        }
        let count = self.truths.get(place).copied().map_or(MANY, |step| self.count_step(step)).min(MANY);
        self.known.get_mut(place).into_iter().for_each(|kept| *kept = Some(count));
        count
    }

    fn count_step(&mut self, step: &TruthStep) -> u8 {
        let many_if = |many: bool| if many { MANY } else { 0 };
        match step {
            TruthStep::Constant(_) => 0,
            TruthStep::Linear(at) => self.linears.get(at.0 as usize).map_or(MANY, |linear| self.count_linear(linear)),
            TruthStep::ByCode(slot, _) => (self.count_slot)(*slot),
            TruthStep::Slot(slot) | TruthStep::Set(slot, _) => many_if((self.count_slot)(*slot) > 0),
            TruthStep::CompareCodes(_, a, b, _) => many_if((self.count_slot)(*a) + (self.count_slot)(*b) > 0),
            TruthStep::Compare(..)
            | TruthStep::CompareSpans(..)
            | TruthStep::IsNone(_)
            | TruthStep::ComeBy(..)
            | TruthStep::ComeByDue(..) => many_if(self.elsewhere),
            TruthStep::And(parts) | TruthStep::Or(parts) => self.sum(parts.iter().copied()),
            TruthStep::Guard(guard, body) => self.sum([*guard, *body]),
            TruthStep::Not(inner) | TruthStep::FreeOf(inner) | TruthStep::Counted(inner) => self.count(*inner),
            TruthStep::If(arms, otherwise) => {
                let tests = self.sum(arms.iter().map(|(when, _)| *when));
                let results = arms.iter().map(|(_, then)| *then).chain(*otherwise);
                // One arm is taken.
                let most = results.map(|at| self.count(at)).max().unwrap_or(0);
                if tests > 0 && most > 0 { MANY } else { tests.max(most) }
            }
        }
    }

    fn sum(&mut self, parts: impl IntoIterator<Item = TruthAt>) -> u8 {
        parts.into_iter().fold(0, |sum: u8, at| sum.saturating_add(self.count(at)))
    }

    /// A base that is missing is above zero, unless a case says that it is zero.
    fn count_linear(&self, linear: &Linear) -> u8 {
        let reads = |form: &Form| form.slots().map(|slot| (self.count_slot)(slot)).sum::<u8>();
        if linear.guards.iter().flat_map(Guard::forms).any(|form| reads(form) > 0) {
            return MANY;
        }
        match (reads(&linear.form), linear.test) {
            (0, _) => 0,
            (1, Test::NotNegative | Test::Positive) => 1,
            _ => MANY,
        }
    }
}
