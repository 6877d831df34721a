//! The rules of a record, laid out to be judged: comparisons side by side, then what joins their truths, then the lines.
//! A comparison that several rules make is made once. Rules of numbers and dates beyond linear comparisons, and due dates
//! that differ from unit to unit, are not laid out: each of their lines is left to the plan.

use super::comparison::Comparison;
use super::level::Level;
use super::outcome::{LineOutcome, Moment};
use super::tables::Table;
use crate::evaluate::plan::truths::{ABSENT, NO, YES};
use crate::evaluate::plan::{
    BoundForm, BoundGuard, BoundLinear, Code, Content, Due, LineKind, LinearId, Plan, RulePlan, SlotId, StagePlan,
    Step, Subjects, TruthAt, TruthStep,
};

/// How many registers of truths a group has: one for every byte.
const REGISTERS: usize = 256;

/// Registers that never change.
const CERTAIN: u8 = 0;
const VOID: u8 = 1;
const FALSE: u8 = 2;
const FIRST: u8 = 3;

/// Rules that share registers.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) pairs: Vec<Comparison<2>>,
    pub(super) larger: Vec<Comparison<4>>,
    pub(super) joins: Vec<(u8, Join)>,
    pub(super) lines: Vec<GroupLine>,
}

/// What makes truths of truths, or of what is no comparison of few numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    Constant(u8),
    Linear(LinearId),
    /// A step of a rule that reads slots alone.
    Slots(u32, u32),
    And(u8, u8),
    Or(u8, u8),
    Not(u8),
    /// `if a then b else c`
    If(u8, u8, u8),
    Guard(u8, u8),
    FreeOf(u8),
    Counted(u8),
}

/// A line of a rule, ready to be judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroupLine {
    /// The line where it is judged, without what it comes to.
    pub(super) outcome: LineOutcome,
    /// The register that says whether the unit is a subject.
    pub(super) member: u8,
    /// The register with the truths of what is required.
    pub(super) truth: u8,
    /// What these come to.
    pub(super) table: Table,
    /// Its position among the lines with a verdict.
    pub(super) at: u32,
}

/// The truths in the registers of a group.
pub(super) struct Truths([u8; REGISTERS]);

impl Truths {
    /// Before the group is judged.
    pub(super) fn new() -> Truths {
        let mut truths = Truths([0; REGISTERS]);
        [(CERTAIN, YES), (VOID, ABSENT), (FALSE, NO)].into_iter().for_each(|(at, known)| truths.set(at, known));
        truths
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "there is a register for every byte")]
    pub(super) fn at(&self, register: u8) -> u8 {
        self.0[usize::from(register)]
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "there is a register for every byte")]
    pub(super) fn set(&mut self, register: u8, truths: u8) {
        self.0[usize::from(register)] = truths;
    }
}

/// Lays out the rules that judge a unit; `is_within` says whether it is where a rule looks for subjects.
pub(super) fn groups(plan: &Plan, level: &Level, rules: &[usize], is_within: &dyn Fn(Subjects) -> bool) -> Vec<Group> {
    let mut layout =
        Layout { plan, level, groups: Vec::new(), group: Group::default(), known: Vec::new(), next: FIRST };
    for position in rules {
        if let Some(rule) = plan.rules.get(*position) {
            layout.rule(*position, rule, is_within(rule.subjects));
        }
    }
    layout.close();
    layout.groups
}

struct Layout<'l> {
    plan: &'l Plan,
    level: &'l Level,
    groups: Vec<Group>,
    group: Group,
    /// The comparisons of the group, by what they read.
    known: Vec<(BoundLinear, u8)>,
    next: u8,
}

impl Layout<'_> {
    fn close(&mut self) {
        self.groups.push(std::mem::take(&mut self.group));
        self.known.clear();
        self.next = FIRST;
    }

    fn rule(&mut self, position: usize, rule: &RulePlan, is_within: bool) {
        let needed = most_registers(&rule.code);
        let tables: Option<Vec<(Table, Moment, TruthAt)>> =
            rule.lines.iter().map(|line| table(self.plan, &line.kind)).collect();
        let Some((needed, tables)) = needed.zip(tables) else {
            return self.leave(position, rule);
        };
        if usize::from(self.next) + needed >= REGISTERS {
            self.close();
        }
        let mut truths: Vec<u8> = Vec::new();
        for (at, step) in rule.code.steps.iter().enumerate() {
            let Step::Truth(_, step) = step else { continue };
            let register = self.step(step, (position, at), &truths);
            truths.push(register);
        }
        let read = |at: TruthAt| truths.get(at.0 as usize).copied().unwrap_or(VOID);
        let member = match rule.subjects {
            _ if !is_within => FALSE,
            Subjects::Where(at) => read(at),
            Subjects::All | Subjects::Territory => CERTAIN,
        };
        for ((at, line), (table, moment, truth)) in rule.lines.iter().enumerate().zip(tables) {
            let outcome = LineOutcome { moment, ..LineOutcome::new(position, line.position) };
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            self.group.lines.push(GroupLine { outcome, member, truth: read(truth), table, at });
        }
    }

    /// Leaves a rule to the plan.
    fn leave(&mut self, position: usize, rule: &RulePlan) {
        for (at, line) in rule.lines.iter().enumerate() {
            let outcome = LineOutcome::new(position, line.position);
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            self.group.lines.push(GroupLine { outcome, member: CERTAIN, truth: CERTAIN, table: Table::Left, at });
        }
    }

    /// The register with the truths of a step, given those of the steps before it.
    fn step(&mut self, step: &TruthStep, (rule, at): (usize, usize), truths: &[u8]) -> u8 {
        let read = |at: &TruthAt| truths.get(at.0 as usize).copied().unwrap_or(VOID);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        match step {
            TruthStep::Constant(YES) => CERTAIN,
            TruthStep::Constant(ABSENT) => VOID,
            TruthStep::Constant(NO) => FALSE,
            TruthStep::Constant(truths) => self.join(Join::Constant(*truths)),
            TruthStep::Linear(id) => self.linear(*id),
            // What is not applicable drops out.
            TruthStep::And(parts) => parts.iter().map(read).reduce(|a, b| self.join(Join::And(a, b))).unwrap_or(VOID),
            TruthStep::Or(parts) => parts.iter().map(read).reduce(|a, b| self.join(Join::Or(a, b))).unwrap_or(VOID),
            TruthStep::Not(inner) => self.join(Join::Not(read(inner))),
            TruthStep::If(arms, otherwise) => {
                let rest = otherwise.as_ref().map_or(VOID, read);
                let arm = |rest, (when, then): &(TruthAt, TruthAt)| self.join(Join::If(read(when), read(then), rest));
                arms.iter().rev().fold(rest, arm)
            }
            TruthStep::Guard(guard, body) => self.join(Join::Guard(read(guard), read(body))),
            TruthStep::FreeOf(inner) => self.join(Join::FreeOf(read(inner))),
            TruthStep::Counted(inner) => self.join(Join::Counted(read(inner))),
            _ => self.join(Join::Slots(small(rule), small(at))),
        }
    }

    fn register(&mut self) -> u8 {
        // INVARIANT: `rule` closes the group before its registers run out.
        let register = self.next;
        self.next = self.next.saturating_add(1);
        register
    }

    fn join(&mut self, join: Join) -> u8 {
        if let Some((known, _)) = self.group.joins.iter().find(|(_, known)| *known == join) {
            return *known;
        }
        let to = self.register();
        self.group.joins.push((to, join));
        to
    }

    fn linear(&mut self, id: LinearId) -> u8 {
        let Some(linear) = self.level.linears.get(id.0 as usize).and_then(Option::as_ref) else {
            return self.join(Join::Linear(id));
        };
        let read = by_cells(linear, self.level);
        if let Some((_, to)) = self.known.iter().find(|(known, _)| *known == read) {
            return *to;
        }
        let to = self.register();
        let cell = |slot: SlotId| self.level.cell(slot);
        if let Some(pair) = Comparison::of(linear, id, cell, to) {
            self.group.pairs.push(pair);
        } else if let Some(larger) = Comparison::of(linear, id, cell, to) {
            self.group.larger.push(larger);
        } else {
            self.group.joins.push((to, Join::Linear(id)));
        }
        self.known.push((read, to));
        to
    }
}

/// A comparison with cells for slots: what it comes to depends on nothing else.
fn by_cells(linear: &BoundLinear, level: &Level) -> BoundLinear {
    let mut linear = linear.clone();
    let put = |form: &mut BoundForm| {
        form.terms.iter_mut().for_each(|term| term.slot = SlotId(level.cell(term.slot).into()));
    };
    put(&mut linear.form);
    for guard in &mut linear.guards {
        match guard {
            BoundGuard::Base(form) | BoundGuard::Signed(form) => put(form),
            BoundGuard::Ratio(a, b) => [a, b].into_iter().for_each(put),
        }
    }
    linear
}

/// The most registers that code may need; none where it is not laid out.
fn most_registers(code: &Code) -> Option<usize> {
    let needed = code.steps.iter().map(|step| match step {
        Step::Value(..) | Step::Span(..) => None,
        Step::Truth(_, step) => match step {
            TruthStep::Compare(..)
            | TruthStep::CompareSpans(..)
            | TruthStep::IsNone(_)
            | TruthStep::ComeBy(..)
            | TruthStep::ComeByDue(..) => None,
            TruthStep::And(parts) | TruthStep::Or(parts) => Some(parts.len()),
            TruthStep::If(arms, _) => Some(arms.len()),
            _ => Some(1),
        },
    });
    needed.sum::<Option<usize>>().filter(|needed| needed + usize::from(FIRST) < REGISTERS)
}

/// What the truths of a line come to, when it is due, and where they are; none where it is not laid out.
fn table(plan: &Plan, kind: &LineKind) -> Option<(Table, Moment, TruthAt)> {
    let are_tied = |content: &Content| !content.shared.is_empty();
    match kind {
        LineKind::Eligible(Some(content)) => {
            Some((Table::Eligible.tied(are_tied(content)), Moment::new(None, 0), content.truth))
        }
        LineKind::Duty(stages) => match stages.as_slice() {
            [StagePlan { position, due: Due::Fixed(due, Some(content)), .. }] => {
                let is_due = due.is_none_or(|due| plan.options.as_of > due);
                let table = if is_due { Table::Due } else { Table::Pending };
                Some((table.tied(are_tied(content)), Moment::new(*due, *position), content.truth))
            }
            _ => None,
        },
        LineKind::Eligible(None) => None,
    }
}
