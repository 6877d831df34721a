//! The `Verdicts`: what was found for each rule and subject, as data. Words for it are in `report`.
//! Everything is in its final order: rules and lines as in the source, subjects and witnesses by id bytes.

use crate::date::Date;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, Force, InputId, Measure, Order, ReadingId, Words};

/// The most missing facts and witnesses that are listed; their full number stands beside the list.
pub const MOST_LISTED: usize = 20;

/// What a line, a subject or a rule comes to, from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 未达标
    NotMet,
    /// 数据不足
    Undetermined,
    /// 未到期
    Pending,
    /// 已豁免
    Waived,
    /// 达标
    Met,
    /// 符合条件: of an entitlement only.
    Eligible,
    /// 不符合条件: of an entitlement only.
    NotEligible,
    /// 不适用
    NotApplicable,
}

impl Verdict {
    /// Every verdict, in their order.
    pub const ALL: [Verdict; 8] = [
        Verdict::NotMet,
        Verdict::Undetermined,
        Verdict::Pending,
        Verdict::Waived,
        Verdict::Met,
        Verdict::Eligible,
        Verdict::NotEligible,
        Verdict::NotApplicable,
    ];
}

/// A whole evaluation.
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// The policy's name; none for a file without a policy.
    pub policy: Option<String>,
    /// The day on which it was judged.
    pub as_of: Date,
    /// The reading; none for the default.
    pub reading: Option<ReadingId>,
    /// A summary of each rule.
    pub rules: Vec<RuleVerdict>,
    /// Each rule and subject.
    pub subjects: Vec<SubjectVerdict>,
}

/// The worst of a rule's subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVerdict {
    /// The rule, by its position in the program.
    pub rule: usize,
    /// The worst verdict; none where there is nothing to judge.
    pub verdict: Option<Verdict>,
    /// The ids of the subjects with that verdict, the first [`MOST_LISTED`]; none listed where all is met.
    pub witnesses: Vec<String>,
    /// How many such subjects there are.
    pub witness_count: usize,
    /// `expect 32`, where another number of subjects was found: expected and found.
    pub expected: Option<(Number, usize)>,
    /// What is missing where there is no subject to name it, such as the table of the subjects.
    pub missing: Vec<MissingFact>,
}

/// What a rule comes to for one subject.
#[derive(Clone, Debug)]
pub struct SubjectVerdict {
    /// The rule, by its position in the program.
    pub rule: usize,
    /// The subject's id.
    pub subject: String,
    /// The subject's name, where it has one.
    pub name: Option<String>,
    /// The worst of its lines; none where the rule only shows values.
    pub verdict: Option<Verdict>,
    /// The lines.
    pub lines: Vec<LineVerdict>,
}

/// What a line comes to for one subject.
#[derive(Clone, Debug)]
pub struct LineVerdict {
    /// The verdict of the stage that judges it; none for a shown value.
    pub verdict: Option<Verdict>,
    /// What kind of line, with its force.
    pub kind: LineKind,
    /// Whether a binding line without `in principle` is not met.
    pub breach: bool,
    /// Which stage judges it.
    pub judged_by: usize,
    /// Every stage; one for an entitlement or a shown value.
    pub stages: Vec<StageVerdict>,
}

/// The kind of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A requirement, with the force of the stage that judges it.
    Duty {
        /// The force.
        force: Force,
        /// Whether `in principle`.
        in_principle: bool,
    },
    /// An entitlement.
    Eligible(Words),
    /// A shown value, by its name.
    Show(String),
}

/// What a stage comes to for one subject.
#[derive(Clone, Debug, Default)]
pub struct StageVerdict {
    /// The force of this stage, where it is a requirement.
    pub force: Option<(Force, bool)>,
    /// The due date, where there is one and it is known.
    pub due: Option<Date>,
    /// The verdict; none for a shown value.
    pub verdict: Option<Verdict>,
    /// The left side of the comparison, where the requirement is one.
    pub value: Option<ShownValue>,
    /// Its right side; two for `between`.
    pub target: Vec<ShownValue>,
    /// What value and target are measured in.
    pub measure: Option<Measure>,
    /// How they are compared; none for `between` and where there is nothing to compare.
    pub order: Option<Order>,
    /// By how much it is missed.
    pub shortfall: Option<Shortfall>,
    /// What is missing, the first [`MOST_LISTED`], in source order and then by id.
    pub missing: Vec<MissingFact>,
    /// How many facts are missing.
    pub missing_count: usize,
    /// The verdicts still possible where it is undetermined or pending, in the order of [`Verdict`].
    pub possible: Vec<Verdict>,
    /// The latest date on which one of the facts read was observed; none where all are undated.
    pub observed_on: Option<Date>,
    /// For a date past due and missed: the first later recorded day on which it was reached.
    pub reached_on: Option<Date>,
    /// What else a reader must know.
    pub notes: Vec<Note>,
    /// The facts read, in source order, where they were asked for.
    pub facts: Vec<UsedFact>,
    /// The comparisons made, where they were asked for.
    pub comparisons: Vec<Compared>,
}

/// A value to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownValue {
    /// An exact number.
    Number(Number),
    /// What it may be; no bound where there is none.
    Range(Option<Number>, Option<Number>),
    /// A date.
    Date(Date),
    /// A truth.
    Truth(bool),
    /// A value of an enumeration.
    Name(String),
    /// Known never to have come, or empty.
    None,
    /// It has none here: not applicable.
    NotApplicable,
    /// Unknown.
    Unknown,
}

/// By how much a requirement is missed: the least change that meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// So many more, or fewer.
    Amount {
        /// How many.
        amount: Number,
        /// Of what.
        measure: Measure,
        /// Whether there are too many rather than too few.
        over: bool,
        /// Whether it is at least so many, as it depends on what is missing.
        at_least: bool,
        /// Whether it takes more than this amount, as no least one exists (a strict bound on what can be divided).
        more_than: bool,
    },
    /// A part of a whole that grows with it: convert so many, or add so many.
    PartOfWhole {
        /// How many of the whole to turn into the part.
        convert: Number,
        /// How many new ones to add; none where adding cannot reach it (100%).
        add: Option<Number>,
        /// Of what.
        measure: Measure,
        /// Whether it is at least so many, as it depends on what is missing.
        at_least: bool,
    },
    /// Members that fail, by id: the first [`MOST_LISTED`] and their number.
    Members {
        /// Their ids.
        ids: Vec<String>,
        /// How many.
        count: usize,
        /// Their entity.
        entity: EntityId,
    },
    /// Items that are missing: the names of flags, set items or attestations.
    Items(Vec<String>),
    /// Days late, or overdue where the event has not come.
    Late {
        /// How many days.
        days: i64,
        /// Whether the event has come.
        come: bool,
    },
    /// Any one of these.
    AnyOf(Vec<Shortfall>),
    /// All of these.
    AllOf(Vec<Shortfall>),
    /// No single number says it.
    NoSingleNumber,
}

/// A fact that is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingFact {
    /// A cell: of a row, named by entity and id.
    Cell {
        /// The attribute.
        attribute: AttributeId,
        /// The row's id.
        id: String,
    },
    /// Whether a row existed then.
    Existence {
        /// The entity.
        entity: EntityId,
        /// The row's id.
        id: String,
    },
    /// A table that was not given.
    Table(EntityId),
    /// Members that a list leaves out.
    Unlisted {
        /// The entity of the members.
        entity: EntityId,
        /// The id of the row whose list it is.
        id: String,
        /// The entity of that row.
        of: EntityId,
    },
    /// A record of evidence.
    Evidence {
        /// The limb.
        limb: String,
        /// The subject's id.
        id: String,
    },
    /// An input that the host did not supply.
    Input(InputId),
    /// A calendar, or days outside of one.
    Calendar {
        /// The id of the row whose calendar it would be.
        id: String,
    },
}

/// What else a reader must know of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The policy was not in force.
    NotInForce,
    /// An exception applied, for this reason.
    Excepted(Option<Words>),
    /// Waived, for this reason.
    Waived(String),
    /// A verdict for a past due date rests on a fact without a date.
    RestsOnUndated,
    /// The sum counts one member inside another: their ids.
    MemberInMember(String, String),
    /// The part is larger than its whole.
    PartLargerThanWhole,
    /// The due date itself is unknown.
    DueUnknown,
}

/// A fact that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedFact {
    /// The attribute; none for a count of members or the like.
    pub attribute: AttributeId,
    /// The row's id.
    pub id: String,
    /// The row's name.
    pub name: Option<String>,
    /// What was read.
    pub cell: crate::facts::Cell,
    /// When it was observed.
    pub observed_on: Option<Date>,
}

/// A comparison as it was made: two whole numbers, brought to a common denominator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The left number.
    pub left: Number,
    /// How it was compared.
    pub order: Order,
    /// The right number.
    pub right: Number,
    /// Whether it holds.
    pub holds: bool,
}
