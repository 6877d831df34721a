//! The steps of a plan: each reads slots and earlier registers and writes one register. Names, types and trees are gone;
//! one loop runs them, for one record or for a block of rows.

use super::exact::Exact;
use super::spans::Span;
use super::{LinearId, SlotId};
use crate::date::Date;
use crate::program::{Order, TimeSpan};

/// Declares an index into the registers of one kind.
macro_rules! register {
    ($(#[doc = $doc:literal] $name:ident),*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) struct $name(pub(crate) u32);
    )*};
}
register! {
    /// A register with a set of truths.
    TruthAt,
    /// A register with an exact number.
    ValueAt,
    /// A register with a date.
    SpanAt
}

/// A day at which something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Day {
    /// A day that the plan knows.
    Fixed(Date),
    /// The due date of the stage, or the as-of date if that is earlier.
    Now,
}

/// A step, with the register it writes.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Truth(TruthAt, TruthStep),
    Value(ValueAt, ValueStep),
    Span(SpanAt, SpanStep),
}

/// What makes a set of truths.
#[derive(Clone, Debug)]
pub(crate) enum TruthStep {
    /// Known, or left to the reference evaluator.
    Constant(u8),
    /// A slot of truths: evidence, a text test, an aggregate.
    Slot(SlotId),
    /// `rehab_doctors per 100000 >= 8`
    Linear(LinearId),
    /// `floor(a) >= min(b, c)`
    Compare(Order, ValueAt, ValueAt),
    /// `rehab_department`, `level >= II`: the truths of each code, and last those of a missing one.
    ByCode(SlotId, Box<[u8]>),
    /// `kind = county.kind`, with the number of codes.
    CompareCodes(Order, SlotId, SlotId, u16),
    /// `services includes {assessment}`, `services = {assessment}`
    Set(SlotId, SetTest),
    /// `opened_on <= applied_on`
    CompareSpans(Order, SpanAt, SpanAt),
    /// `completed_on = none`
    IsNone(SpanAt),
    /// `plan_issued_on by 2021-10-31`: whether it has come by this day.
    ComeBy(SpanAt, Date),
    /// `license_decision_on by applied_on + 20 working days`: by a due date that differs from row to row, or the as-of
    /// date if that is earlier.
    ComeByDue(SpanAt, SpanAt),
    /// `a and b`
    And(Box<[TruthAt]>),
    /// `a or b`
    Or(Box<[TruthAt]>),
    /// `not a`
    Not(TruthAt),
    /// `if a then b else c`
    If(Box<[(TruthAt, TruthAt)]>, Option<TruthAt>),
    /// A body under a condition.
    Guard(TruthAt, TruthAt),
    /// Freedom from an exception.
    FreeOf(TruthAt),
    /// Whether a member with this condition counts.
    Counted(TruthAt),
}

impl TruthStep {
    /// Whether it depends on something: itself, where it `reads` numbers or codes, or through a register that does. A date may
    /// differ where it is chosen by an `if`.
    pub(crate) fn depends(&self, reads: impl Fn(&TruthStep) -> bool, tied: impl Fn(&TruthAt) -> bool) -> bool {
        match self {
            TruthStep::Constant(_) | TruthStep::Slot(_) | TruthStep::Set(..) => false,
            TruthStep::Linear(_) | TruthStep::ByCode(..) | TruthStep::CompareCodes(..) => reads(self),
            TruthStep::Compare(..)
            | TruthStep::CompareSpans(..)
            | TruthStep::IsNone(_)
            | TruthStep::ComeBy(..)
            | TruthStep::ComeByDue(..) => true,
            TruthStep::And(parts) | TruthStep::Or(parts) => parts.iter().any(tied),
            TruthStep::Not(inner) | TruthStep::FreeOf(inner) | TruthStep::Counted(inner) => tied(inner),
            TruthStep::If(arms, otherwise) => {
                arms.iter().any(|(when, then)| tied(when) || tied(then)) || otherwise.as_ref().is_some_and(tied)
            }
            TruthStep::Guard(guard, body) => tied(guard) || tied(body),
        }
    }
}

/// How a set is tested.
#[derive(Clone, Debug)]
pub(crate) enum SetTest {
    /// Whether all of these items are in it.
    All(u64),
    /// Whether one of these items is.
    Any(u64),
    /// Whether exactly these are, of a type with any items at all.
    Exactly(u64),
}

/// What makes a number.
#[derive(Clone, Debug)]
pub(crate) enum ValueStep {
    /// A number of the policy, or one left to the reference evaluator.
    Constant(Exact),
    /// A slot of numbers.
    Slot(SlotId),
    /// `a + b - c`
    Sum(Box<[(i8, ValueAt)]>),
    /// `a * b`
    Product(Box<[ValueAt]>),
    /// `a / b`, `a per b`
    Quotient(ValueAt, ValueAt),
    /// `a : b`
    Ratio(ValueAt, ValueAt),
    /// `2% of a`: the share, then the whole.
    Share(ValueAt, ValueAt),
    /// `min(a, b)` where so said, else `max(a, b)`.
    Extreme(Box<[ValueAt]>, bool),
    /// `ceil(a)` where so said, else `floor(a)`.
    Rounded(ValueAt, bool),
    /// `if a then b else c`
    If(Box<[(TruthAt, ValueAt)]>, Option<ValueAt>),
    /// `case a { … }`: a value that is not applicable makes the whole so.
    Case(ValueAt, ValueAt),
    /// `age(born_on)`
    Age(SpanAt, Date),
    /// `days(a, b)`
    Days(SpanAt, SpanAt),
    /// `working_days(a, b)`
    WorkingDays(SpanAt, SpanAt),
}

/// What makes a date.
#[derive(Clone, Debug)]
pub(crate) enum SpanStep {
    /// A day of the policy, or one left to the reference evaluator.
    Constant(Span),
    /// A slot of dates.
    Slot(SlotId),
    /// `opened_on + 3 months`
    Plus(SpanAt, TimeSpan),
    /// `month_end(d)`
    MonthEnd(SpanAt),
    /// `year_end(d)`
    YearEnd(SpanAt),
    /// `min(a, b)` where so said, else `max(a, b)`.
    Extreme(Box<[SpanAt]>, bool),
    /// `if a then b else c`
    If(Box<[(TruthAt, SpanAt)]>, Option<SpanAt>),
}

/// Steps in the order in which they run, with the number of registers of each kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub(crate) steps: Vec<Step>,
    pub(crate) truths: u32,
    pub(crate) values: u32,
    pub(crate) spans: u32,
    /// The slots that the steps read.
    pub(crate) slots: Vec<SlotId>,
}

impl Code {
    pub(crate) fn truth(&mut self, step: TruthStep) -> TruthAt {
        let at = TruthAt(self.truths);
        self.truths += 1;
        self.steps.push(Step::Truth(at, step));
        at
    }

    pub(crate) fn value(&mut self, step: ValueStep) -> ValueAt {
        let at = ValueAt(self.values);
        self.values += 1;
        self.steps.push(Step::Value(at, step));
        at
    }

    pub(crate) fn span(&mut self, step: SpanStep) -> SpanAt {
        let at = SpanAt(self.spans);
        self.spans += 1;
        self.steps.push(Step::Span(at, step));
        at
    }
}
