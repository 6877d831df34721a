//! The `Plan`: a program under one reading and on one day, flat and ready to run. It is made once from a `Program` and
//! read by `evaluate::record` and `evaluate::columns`. Everything that it finds is what the reference evaluator finds;
//! where it cannot be sure of that, it says so of the row, and the reference evaluator judges that row.

mod bound;
mod code;
mod exact;
pub(crate) mod judge;
mod linear;
mod lower;
mod parts;
mod places;
mod spans;
mod split;
pub(crate) mod step;
pub(crate) mod truths;
mod turns;
mod value;

use std::sync::Arc;

pub(crate) use self::bound::{BoundForm, BoundGuard, BoundLinear, BoundTerm, Numeric, Scaled};
pub(crate) use self::code::{Code, Day, SetTest, SpanAt, SpanStep, Step, TruthAt, TruthStep, ValueAt, ValueStep};
pub(crate) use self::exact::Exact;
pub(crate) use self::linear::{Form, Guard, Linear, Test};
pub(crate) use self::spans::Span;
pub(crate) use self::value::Value;
use super::Options;
use crate::date::Date;
use crate::number::Number;
use crate::program::{AttributeId, Body, EntityId, InputId, Order, Program, Rule};

/// A program under one reading and on one day, ready to run; see the head of this module.
///
/// ```
/// use dabiao::evaluate::{Options, Plan};
/// use dabiao::{Library, compile};
/// let compiled = compile("rehab_doctors per 100000 >= 8 by 2025", &Library::default()).expect("no fault");
/// let plan = Plan::new(compiled.program, &Options::on("2026-01-15".parse()?));
/// assert_eq!(plan.program().rules.len(), 1);
/// # Ok::<(), dabiao::date::DateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) program: Arc<Program>,
    pub(crate) options: Options,
    /// By entity: what its rules and the aggregates over it read.
    pub(crate) contexts: Vec<Context>,
    /// Each aggregate; it reads only aggregates before it.
    pub(crate) folds: Vec<FoldPlan>,
    /// The ancestors read from.
    pub(crate) reaches: Vec<Reach>,
    /// Comparisons as signs of linear forms.
    pub(crate) linears: Vec<Linear>,
    /// By rule of the program.
    pub(crate) rules: Vec<RulePlan>,
}

/// An index into the slots of a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SlotId(pub(crate) u32);

/// An index into [`Plan::linears`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LinearId(pub(crate) u32);

/// An index into [`Plan::folds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FoldId(pub(crate) u32);

/// An index into [`Plan::reaches`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ReachId(pub(crate) u32);

/// What is read of the rows of one entity, whether they are subjects or members.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub(crate) slots: Vec<Slot>,
}

/// Where a slot's values come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// An attribute of the row or of an ancestor, on a day.
    Cell(Option<ReachId>, AttributeId, Day),
    /// `let rate: number`
    Input(InputId),
    /// An aggregate over what lies below the row.
    Fold(FoldId),
    /// `id in {"370200"}` of the row or of an ancestor: its truths.
    Text(Option<ReachId>, TextSource, Vec<String>),
    /// `attest team_formed` of a rule, on a day: its truths.
    Evidence(String, String, Day),
    /// Whether the row exists on a day: its truths.
    Exists(Day),
}

/// The text of a text test.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextSource {
    Attribute(AttributeId, Day),
    Id,
    Name,
}

/// `county.population`: the nearest row outward, the row itself included, of an entity and with a condition.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    pub(crate) from: EntityId,
    pub(crate) to: EntityId,
    /// The condition of a row reached, in the context of its entity.
    pub(crate) condition: Option<(Code, TruthAt)>,
}

/// An aggregate over the members of a set.
#[derive(Clone, Debug)]
pub(crate) struct FoldPlan {
    /// The entity of the members.
    pub(crate) entity: EntityId,
    /// What is computed of each member.
    pub(crate) code: Code,
    /// Whether it is a member: yes, no, or both.
    pub(crate) member: TruthAt,
    pub(crate) kind: FoldKind,
    /// The day at which unlisted members are looked for.
    pub(crate) day: Date,
}

/// What an aggregate makes of its members.
#[derive(Clone, Debug)]
pub(crate) enum FoldKind {
    /// `count(SET)`: a number.
    Count,
    /// `sum(x over SET)` of an attribute: a number.
    Sum(SlotId),
    /// `sum(x over SET)` of anything else: a number, if all of it is known.
    SumOf(ValueAt),
    /// `average(x over SET)`: a number.
    Average(ValueAt),
    /// `min(x over SET)` where so said, else `max(x over SET)`: a number.
    Extreme(ValueAt, bool),
    /// `share(SET with D)`: a number.
    Share(TruthAt),
    /// `share(SET with D) >= p`: its truths.
    ShareTest(TruthAt, Order, Number),
    /// `any(SET)`: its truths.
    Any,
    /// `all(SET with D)`: its truths.
    All(TruthAt),
}

/// A rule, ready to run in the context of its subjects' entity.
#[derive(Clone, Debug)]
pub(crate) struct RulePlan {
    /// The entity of its subjects.
    pub(crate) entity: EntityId,
    /// Which of its rows are subjects.
    pub(crate) subjects: Subjects,
    pub(crate) code: Code,
    /// The requirements and entitlements; shown values have no verdict.
    pub(crate) lines: Vec<LinePlan>,
}

/// Which rows of an entity are the subjects of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subjects {
    /// Without `for each` in a territory: that row.
    Territory,
    /// All rows, within the territory where there is one.
    All,
    /// Those that may be in a set.
    Where(TruthAt),
}

/// A line with a verdict.
#[derive(Clone, Debug)]
pub(crate) struct LinePlan {
    /// Its position among the lines of the rule.
    pub(crate) position: usize,
    pub(crate) kind: LineKind,
}

/// The kinds of line with a verdict.
#[derive(Clone, Debug)]
pub(crate) enum LineKind {
    /// A requirement: its stages that may judge it. Where all due dates are known beforehand that is one.
    Duty(Vec<StagePlan>),
    /// An entitlement; none where the policy is not in force.
    Eligible(Option<Content>),
}

impl LinePlan {
    /// What is required, where one stage judges that is due on a day known beforehand.
    pub(crate) fn content(&self) -> Option<&Content> {
        match &self.kind {
            LineKind::Eligible(content) => content.as_ref(),
            LineKind::Duty(stages) => match stages.as_slice() {
                [StagePlan { due: Due::Fixed(_, content), .. }] => content.as_ref(),
                _ => None,
            },
        }
    }
}

/// A stage, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct StagePlan {
    /// Its position in the ladder.
    pub(crate) position: usize,
    pub(crate) in_principle: bool,
    pub(crate) due: Due,
}

/// When a stage is due, with what is required then.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// Known beforehand; none: never due. The content is none where the policy is not in force on that day.
    Fixed(Option<Date>, Option<Content>),
    /// It differs from row to row: the date, the condition of the rule on the as-of date, and the content.
    Varies(SpanAt, TruthAt, Content),
}

/// What is required, with its guard.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) truth: TruthAt,
    /// Slots of which more than one place of the stage depends: where the truth is open and one of them is not known,
    /// the reference evaluator looks at it case by case.
    pub(crate) shared: Vec<SlotId>,
}

impl Plan {
    /// Plans a program. Nothing in it can fail: all that can be wrong was found before.
    pub fn new(program: impl Into<Arc<Program>>, options: &Options) -> Plan {
        lower::plan(program.into(), options)
    }

    /// The program that it was made from.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The day and the reading that it was made for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What a rule says under the reading of the plan.
    pub(crate) fn body<'r>(&self, rule: &'r Rule) -> &'r Body {
        let variant = rule.under.iter().find(|(reading, _)| Some(*reading) == self.options.reading);
        variant.map_or(&rule.body, |(_, body)| body)
    }

    pub(crate) fn context(&self, entity: EntityId) -> &[Slot] {
        self.contexts.get(entity.0).map_or(&[], |context| context.slots.as_slice())
    }

    pub(crate) fn slot(&self, entity: EntityId, slot: SlotId) -> Option<&Slot> {
        self.context(entity).get(slot.0 as usize)
    }
}
