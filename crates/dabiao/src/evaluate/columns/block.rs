//! A block of rows that stays in the cache: the registers of a run, and the numbers of the rows as floats where those are
//! exact. Steps without a kernel run row by row, by the same code as for a record.

mod row;

use std::ops::Range;
use std::sync::Arc;

use self::row::BlockRow;
use super::dates::Dates;
use super::floats::FastLinear;
use super::ground::Ground;
use super::kernels;
use super::numbers::{Numbers, ROWS, StandIn};
use super::source::Source;
use crate::evaluate::plan::step;
use crate::evaluate::plan::truths::{self, ABSENT, Arms, NO, UNJUDGED, YES};
use crate::evaluate::plan::{BoundLinear, Code, Exact, LinearId, Plan, Scaled, SlotId, Step, TruthAt, TruthStep};
use crate::evaluate::progress::Progress;
use crate::facts::{EntityTable, Facts};
use crate::program::EntityId;

/// A block in which at most one row of so many is asked for runs these rows one by one.
const SPARSE: usize = 16;

/// A comparison as this pass makes it.
enum Bound {
    /// A coefficient does not fit: left to the reference evaluator.
    None,
    /// Row by row in 128 bits.
    Exact(BoundLinear),
    /// In floats that hold every whole number that occurs, and row by row where something else than a missing value does.
    Fast(FastLinear, BoundLinear),
}

/// A block with what it reads.
pub(super) struct Block<'b, 'f> {
    plan: &'b Plan,
    facts: &'f Facts,
    table: &'f EntityTable,
    sources: &'b [Option<Arc<Source<'f>>>],
    /// By linear comparison; none where no code of this pass makes it.
    linears: Vec<Option<Bound>>,
    numbers: Numbers,
    truths: Vec<u8>,
    /// Room for the truths while cases run.
    kept: Vec<u8>,
    values: Vec<Exact>,
    dates: Dates,
    start: usize,
    len: usize,
    /// The rows that are asked for, counted within the table. Of the others registers hold nothing.
    asked: Vec<usize>,
    /// By row of the block whether it is.
    mask: [u8; ROWS],
}

impl<'b, 'f> Block<'b, 'f> {
    pub(super) fn new(
        plan: &'b Plan,
        entity: EntityId,
        sources: &'b [Option<Arc<Source<'f>>>],
        facts: &'f Facts,
        table: &'f EntityTable,
        codes: &[&Code],
    ) -> Block<'b, 'f> {
        let most = |of: fn(&Code) -> u32| codes.iter().map(|code| of(code) as usize).max().unwrap_or(0);
        let mut block = Block {
            plan,
            facts,
            table,
            sources,
            linears: Vec::new(),
            numbers: Numbers::new(sources.len()),
            truths: vec![UNJUDGED; most(|code| code.truths) * ROWS],
            kept: Vec::new(),
            values: vec![Exact::Unjudged; most(|code| code.values) * ROWS],
            dates: Dates::new(codes.iter().map(|code| code.spans).max().unwrap_or(0)),
            start: 0,
            len: 0,
            asked: Vec::new(),
            mask: [YES; ROWS],
        };
        block.linears.resize_with(plan.linears.len(), || None);
        for step in codes.iter().flat_map(|code| &code.steps) {
            if let Step::Truth(_, TruthStep::Linear(at)) = step {
                let bound = block.bind(entity, *at);
                if let Some(kept) = block.linears.get_mut(at.0 as usize) {
                    *kept = Some(bound);
                }
            }
        }
        block
    }

    fn bind(&self, entity: EntityId, at: LinearId) -> Bound {
        let scaled = |slot: SlotId| {
            let kind = self.plan.slot(entity, slot).map(|slot| self.plan.kind_of(slot));
            let scale = self.source(slot).map_or(0, Source::scale);
            Scaled { scale, ..kind.unwrap_or(Scaled { scale: 0, whole: false, signed: true }) }
        };
        let linear = self.plan.linears.get(at.0 as usize).and_then(|linear| linear.bind(&scaled));
        linear.map_or(Bound::None, |linear| match FastLinear::of(&linear, &|slot| self.source(slot)) {
            Some(fast) => Bound::Fast(fast, linear),
            None => Bound::Exact(linear),
        })
    }

    /// What a slot reads.
    pub(super) fn source(&self, slot: SlotId) -> Option<&'b Source<'f>> {
        self.sources.get(slot.0 as usize)?.as_deref()
    }

    /// Goes through rows block by block, until it is cancelled; only those on some ground are asked for.
    pub(super) fn for_each(
        &mut self,
        rows: Range<usize>,
        ground: &Ground,
        progress: &Progress,
        mut work: impl FnMut(&mut Self, Range<usize>),
    ) {
        let mut start = rows.start;
        while start < rows.end && !progress.is_cancelled() {
            let end = (start + ROWS).min(rows.end);
            (self.start, self.len) = (start, end - start);
            self.asked.clear();
            match ground.among(start..end) {
                None => self.asked.extend(start..end),
                Some(inside) => {
                    self.mask = [NO; ROWS];
                    self.mask.iter_mut().zip(inside).for_each(|(kept, inside)| *kept = truths::known(*inside));
                    let rows = (start..end).zip(inside).filter(|(_, inside)| **inside);
                    self.asked.extend(rows.map(|(row, _)| row));
                }
            }
            self.numbers.forget();
            work(self, start..end);
            start = end;
        }
    }

    /// The rows that are asked for, counted within the table.
    pub(super) fn asked(&self) -> &[usize] {
        &self.asked
    }

    /// By row of the block whether it is asked for: yes or no.
    pub(super) fn mask(&self) -> &[u8; ROWS] {
        &self.mask
    }

    /// The first row, counted within the table.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Whether so few rows are asked for that they run one by one.
    pub(super) fn is_sparse(&self) -> bool {
        self.asked.len() * SPARSE <= self.len
    }

    /// Runs code for the rows of the block.
    pub(super) fn run(&mut self, code: &Code) {
        for step in &code.steps {
            match step {
                Step::Truth(at, step) => {
                    if self.is_sparse() || !self.run_truth(*at, step) {
                        self.by_row(at.0, |row| step::truth(step, row), |block| &mut block.truths);
                    }
                }
                Step::Value(at, step) => {
                    self.by_row(at.0, |row| step::value(step, row), |block| &mut block.values);
                }
                Step::Span(at, step) => {
                    if self.is_sparse() || !self.dates.load(*at, step, self.sources, self.start, self.len) {
                        self.dates.open(*at);
                        self.by_row(at.0, |row| step::span(step, row), |block| block.dates.spans());
                    }
                }
            }
        }
    }

    /// Writes a register row by row.
    fn by_row<T: Copy>(
        &mut self,
        register: u32,
        make: impl Fn(&BlockRow<'_, 'b, 'f>) -> T,
        registers: impl Fn(&mut Self) -> &mut Vec<T>,
    ) {
        let place = register as usize * ROWS;
        for at in 0..self.asked.len() {
            let Some(row) = self.asked.get(at).copied() else { return };
            let made = make(&self.row(row));
            let at = place + row - self.start;
            registers(self).get_mut(at).into_iter().for_each(|kept| *kept = made);
        }
    }

    /// Runs a step for all rows of the block; false where there is no kernel for it.
    fn run_truth(&mut self, at: TruthAt, step: &TruthStep) -> bool {
        // A register reads only those before it.
        let place = at.0 as usize * ROWS;
        let Some((before, rest)) = self.truths.split_at_mut_checked(place) else { return true };
        let Some(out) = rest.get_mut(..self.len) else { return true };
        let len = out.len();
        let register =
            |at: TruthAt| before.get(at.0 as usize * ROWS..).and_then(|from| from.get(..len)).unwrap_or_default();
        match step {
            TruthStep::Constant(truths) => out.fill(*truths),
            TruthStep::And(parts) => kernels::join(out, parts.iter().map(|part| register(*part)), truths::and),
            TruthStep::Or(parts) => kernels::join(out, parts.iter().map(|part| register(*part)), truths::or),
            TruthStep::Not(inner) => kernels::map(out, register(*inner), truths::not),
            TruthStep::FreeOf(inner) => kernels::map(out, register(*inner), truths::free_of),
            TruthStep::Counted(inner) => kernels::map(out, register(*inner), truths::counted),
            TruthStep::Guard(guard, body) => kernels::map2(out, register(*guard), register(*body), truths::guarding),
            TruthStep::If(arms, otherwise) => {
                let mut passed = [Arms::NEW; ROWS];
                for (when, then) in arms {
                    let arms = passed.iter_mut().zip(register(*when).iter().zip(register(*then)));
                    arms.for_each(|(passed, (when, then))| *passed = passed.pass(*when, *then));
                }
                match otherwise {
                    Some(rest) => {
                        let rest = out.iter_mut().zip(passed).zip(register(*rest));
                        rest.for_each(|((out, passed), rest)| *out = passed.otherwise(*rest));
                    }
                    None => out.iter_mut().zip(passed).for_each(|(out, passed)| *out = passed.otherwise(ABSENT)),
                }
            }
            TruthStep::ByCode(slot, table) => {
                let source = self.sources.get(slot.0 as usize).and_then(Option::as_deref);
                kernels::by_code(out, source, self.start, table);
            }
            TruthStep::Slot(slot) => match self.sources.get(slot.0 as usize).and_then(Option::as_deref) {
                Some(source) => source.truths(out, self.start),
                None => out.fill(UNJUDGED),
            },
            TruthStep::Set(slot, test) => {
                let source = self.sources.get(slot.0 as usize).and_then(Option::as_deref);
                return kernels::set(out, source, self.start, test);
            }
            TruthStep::CompareSpans(order, a, b) => return self.dates.compare(out, *order, *a, *b),
            TruthStep::IsNone(span) => return self.dates.is_none(out, *span),
            TruthStep::ComeBy(span, last) => return self.dates.come_by(out, *span, last.to_days()),
            TruthStep::Linear(linear) => match self.linears.get(linear.0 as usize).and_then(Option::as_ref) {
                Some(Bound::Fast(fast, exact)) => {
                    if !fast.run(out, &mut self.numbers, self.sources, self.start) {
                        kernels::exact(out, exact, self.sources, self.start);
                    }
                }
                Some(Bound::Exact(exact)) => kernels::exact(out, exact, self.sources, self.start),
                Some(Bound::None) | None => out.fill(UNJUDGED),
            },
            TruthStep::Compare(..) | TruthStep::CompareCodes(..) | TruthStep::ComeByDue(..) => return false,
        }
        true
    }

    /// Runs some steps of code again for each of some cases, in which numbers stand in where slots are missing, and gives for
    /// each row the truths in a register over all cases; none where something is not computed in floats.
    pub(super) fn run_cases<const CASES: usize>(
        &mut self,
        code: &Code,
        steps: &[usize],
        cases: [&[(SlotId, StandIn)]; CASES],
        wanted: TruthAt,
    ) -> Option<[u8; ROWS]> {
        let mut found = [0; ROWS];
        let mut kept = std::mem::take(&mut self.kept);
        kept.clone_from(&self.truths);
        let mut done = true;
        for case in cases {
            case.iter().for_each(|(slot, number)| self.numbers.stand_in(*slot, *number));
            done = done && steps.iter().all(|at| self.run_again(code.steps.get(*at)));
            self.numbers.restore();
            found.iter_mut().zip(self.truths(wanted)).for_each(|(found, truths)| *found |= truths);
        }
        std::mem::swap(&mut self.truths, &mut kept);
        self.kept = kept;
        done.then_some(found)
    }

    /// Runs a step where another number stands in for one that is missing; false where it reads something else.
    fn run_again(&mut self, step: Option<&Step>) -> bool {
        match step {
            Some(Step::Truth(at, TruthStep::Linear(linear))) => {
                let Some(Some(Bound::Fast(fast, _))) = self.linears.get(linear.0 as usize) else { return false };
                let place = at.0 as usize * ROWS;
                let out = self.truths.get_mut(place..place + self.len);
                out.is_some_and(|out| fast.run(out, &mut self.numbers, self.sources, self.start))
            }
            Some(Step::Truth(at, step)) => self.run_truth(*at, step),
            _ => false,
        }
    }

    /// A comparison of this pass, and whether it is computed in floats; none where a coefficient does not fit.
    pub(super) fn bound(&self, at: LinearId) -> Option<(&BoundLinear, bool)> {
        match self.linears.get(at.0 as usize)?.as_ref()? {
            Bound::Fast(_, linear) => Some((linear, true)),
            Bound::Exact(linear) => Some((linear, false)),
            Bound::None => None,
        }
    }

    /// The truths in a register.
    pub(super) fn truths(&self, at: TruthAt) -> &[u8] {
        let from = at.0 as usize * ROWS;
        self.truths.get(from..from + self.len).unwrap_or_default()
    }

    /// Goes through the rows that are asked for and for which a register may hold, with its truths.
    pub(super) fn each_possible(&self, at: TruthAt, mut visit: impl FnMut(usize, u8)) {
        const CHUNK: usize = 16;
        let truths = self.truths(at);
        if self.asked.len() < self.len {
            for row in &self.asked {
                match truths.get(row - self.start) {
                    Some(set) if set & YES != 0 => visit(*row, *set),
                    _ => {}
                }
            }
            return;
        }
        for (start, sets) in (self.start..).step_by(CHUNK).zip(truths.chunks(CHUNK)) {
            if sets.iter().fold(0, |joined, set| joined | set) & YES == 0 {
                continue;
            }
            let rows = (start..).zip(sets).filter(|(_, set)| **set & YES != 0);
            rows.for_each(|(row, set)| visit(row, *set));
        }
    }

    /// A row, counted within the table.
    pub(super) fn row(&self, row: usize) -> BlockRow<'_, 'b, 'f> {
        BlockRow { block: self, row }
    }
}
