//! The `Program`: a policy whose names are ids, whose types and units are known and whose literals are exact.
//! It is made from the `Ast` by `program::from_ast` and read by `evaluate`. Every `let` has been put in the place
//! where it is used, so nothing here refers to a name; what a condition, a number or a date can be is fixed by its
//! Rust type, so an evaluator needs no type check of its own. It knows no facts.

pub mod codes;
mod from_ast;
mod library;
mod names;
#[cfg(test)]
mod tests;
mod types;
mod units;
pub mod walk;

use std::sync::Arc;

pub use from_ast::{MOST_PARTS, MOST_PARTS_IN_ALL, check, check_parsed};
pub use library::Library;

use crate::calendar::Calendar;
use crate::date::{Date, Period};
use crate::number::Number;
use crate::span::Span;
pub use crate::syntax::ast::{Force, RelationKind};

/// Declares an index into one of the lists of a [`Program`].
macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident),*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}
id! {
    /// An index into [`Program::units`].
    UnitId,
    /// An index into [`Program::bodies`].
    BodyId,
    /// An index into [`Program::entities`].
    EntityId,
    /// An index into [`Program::inputs`].
    InputId,
    /// An index into [`Program::readings`].
    ReadingId
}

/// An attribute of an entity: an index into [`Entity::attributes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId {
    /// The entity.
    pub entity: EntityId,
    /// The position among its attributes.
    pub index: usize,
}

/// A name with its labels in both languages. A label that is not given falls back to the other, then to the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Title {
    /// The identifier.
    pub name: String,
    /// The English label.
    pub en: Option<String>,
    /// The Chinese label.
    pub zh: Option<String>,
}

/// A text in one or two languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// The first text.
    pub en: String,
    /// The Chinese text, where there is one.
    pub zh: Option<String>,
}

/// A checked policy over its vocabulary.
#[derive(Clone, Debug)]
pub struct Program {
    /// The policy's name and labels; none for a file without a policy.
    pub policy: Option<Title>,
    /// Whether the file declares no entity: then `entities` holds one, named `facts`, whose attributes are the names used.
    pub open: bool,
    /// `in region "330800"`
    pub territory: Option<Territory>,
    /// The first day in force.
    pub from: Option<Date>,
    /// The last day in force.
    pub until: Option<Date>,
    /// `unit persons "persons" | "人" whole`
    pub units: Vec<Unit>,
    /// `body HC "health commission"`
    pub bodies: Vec<Title>,
    /// `entity region in region { … }`
    pub entities: Vec<Entity>,
    /// `let rate: number`, in source order.
    pub inputs: Vec<Input>,
    /// Every reading, by its name, in source order of its first place.
    pub readings: Vec<Title>,
    /// `rule physicians { … }`, in source order.
    pub rules: Vec<Rule>,
    /// `not encoded "3.1" "recital"`
    pub not_encoded: Vec<NotEncoded>,
    /// `cite` of the policy itself.
    pub citations: Vec<String>,
    /// `note` of the policy itself.
    pub notes: Vec<Words>,
    /// The calendar of working days that `use` named, for regions whose facts give none.
    pub calendar: Option<Arc<Calendar>>,
}

/// `unit persons "persons" | "人" whole`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name and labels.
    pub title: Title,
    /// Whether there are only whole ones.
    pub whole: bool,
}

/// `entity hospital in region from opened_on until closed_on { … }`
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its name and labels.
    pub title: Title,
    /// What it lies in.
    pub parent: Option<EntityId>,
    /// The attribute with the first day of existence.
    pub from: Option<AttributeId>,
    /// The attribute with the first day of no more existence.
    pub until: Option<AttributeId>,
    /// The declared attributes. `id`, `name` and `in` are none of them.
    pub attributes: Vec<Attribute>,
}

/// `population "permanent residents" | "常住人口": persons`
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name and labels.
    pub title: Title,
    /// What its cells hold.
    pub of_type: Type,
}

/// What a cell or an input holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A quantity in a unit: never negative, whole if its unit is.
    Quantity(UnitId),
    /// A quantity of an open program: never negative, decimals allowed.
    OpenQuantity,
    /// `number`: any.
    Number,
    /// `flag`
    Flag,
    /// `date`
    Date,
    /// `text`
    Text,
    /// `one of {public, social}`
    OneOf(Vec<Title>),
    /// `ordered {I < II < III}`
    Ordered(Vec<Title>),
    /// `set of {assessment, treatment}`
    SetOf(Vec<Title>),
}

/// `let rate "…": number`
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name and labels.
    pub title: Title,
    /// What it holds: a quantity, a number, a flag or a date.
    pub of_type: Type,
}

/// `in region "330800"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    /// The entity of the row.
    pub entity: EntityId,
    /// The row's id.
    pub id: String,
}

/// `not encoded "3.1" "recital"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEncoded {
    /// The clause.
    pub clause: String,
    /// Why.
    pub reason: Words,
}

/// `rule social_workers { … }`
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name and labels; the name is `rule` for the one rule of a file of bare lines.
    pub title: Title,
    /// `cite` of the rule.
    pub citations: Vec<String>,
    /// `responsible` of the policy and of the rule, each once.
    pub responsible: Vec<BodyId>,
    /// `note` of the rule.
    pub notes: Vec<Words>,
    /// `tightens cn_rehab_2021.physicians by 2025`
    pub relations: Vec<Relation>,
    /// What it says under the default reading.
    pub body: Body,
    /// What it says under each reading that changes it, in the order of [`Program::readings`].
    pub under: Vec<(ReadingId, Body)>,
    /// Where its header stands in the source.
    pub span: Span,
}

/// `tightens cn_rehab_2021.physicians by 2025`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What is claimed.
    pub kind: RelationKind,
    /// The other policy.
    pub policy: String,
    /// Its rule.
    pub rule: String,
    /// The last day of the period named.
    pub by: Option<Date>,
}

/// What a rule says under one reading.
#[derive(Clone, Debug)]
pub struct Body {
    /// `for each county where … expect 32`; none: the territory, or each row of the top table.
    pub subjects: Option<Subjects>,
    /// `except when C "reason"`
    pub exceptions: Vec<Exception>,
    /// The requirement lines, entitlements and shown values, in source order.
    pub lines: Vec<Line>,
}

/// `for each county where population > 300_000 expect 32`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    /// The set whose rows are the subjects.
    pub set: Set,
    /// Outside it a subject is not applicable.
    pub condition: Option<Condition>,
    /// How many subjects there should be.
    pub expect: Option<Number>,
}

/// `except when C "reason"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// When.
    pub condition: Condition,
    /// Why.
    pub reason: Option<Words>,
}

/// A line of a rule.
#[derive(Clone, Debug)]
pub struct Line {
    /// What kind of line.
    pub kind: LineKind,
    /// `cite` at its end.
    pub citations: Vec<String>,
    /// `responsible` at its end.
    pub responsible: Vec<BodyId>,
    /// `note` at its end.
    pub notes: Vec<Words>,
    /// Where it stands in the source.
    pub span: Span,
}

/// The kinds of line.
#[derive(Clone, Debug)]
pub enum LineKind {
    /// `target x >= 6 by 2022 then >= 8 by 2025`: at least one stage, in source order.
    Duty(Vec<Stage>),
    /// `eligible "home visits" when age(born_on) >= 65`
    Eligible {
        /// What one is entitled to.
        what: Words,
        /// When.
        condition: Condition,
    },
    /// `show density = rehab_beds per 1000`
    Show {
        /// The value's name and labels.
        title: Title,
        /// The value.
        value: Shown,
    },
}

/// One stage of a requirement, with the whole of its condition.
#[derive(Clone, Debug)]
pub struct Stage {
    /// How strongly it binds; `target` where a file of one requirement names none.
    pub force: Force,
    /// Whether `in principle` stands before it.
    pub in_principle: bool,
    /// The word of the source, in quotes.
    pub source_word: Option<String>,
    /// What is required. Under [`Force::MustNot`] this is what is forbidden.
    pub requirement: Requirement,
    /// `by 2022`
    pub due: Option<Moment>,
    /// Where it stands in the source.
    pub span: Span,
}

/// What a stage requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// `rehab_doctors per 100000 >= 8`
    Condition(Box<Condition>),
    /// `plan_issued_on by 2021-10-31`: that the date has come.
    Event(Moment),
}

/// What `show` may report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A number with its measure.
    Quantity(Quantity, Measure),
    /// A date.
    Moment(Moment),
    /// A truth.
    Condition(Box<Condition>),
    /// A member of an enumeration.
    Choice(Choice),
}

/// `hospital where level >= II`: rows of one entity with a condition. The conditions of the named sets that it is
/// made of are joined in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Set {
    /// The name under which the policy speaks of it.
    pub title: Title,
    /// The entity of its rows.
    pub entity: EntityId,
    /// What a row must satisfy, the row being the focus.
    pub condition: Option<Box<Condition>>,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A unit.
    Unit(UnitId),
    /// Rows of an entity, which are whole.
    Entity(EntityId),
    /// Quantities of an open program, whose shortfalls are whole though their values need not be.
    Open,
    /// Days.
    Days,
    /// Working days.
    WorkingDays,
    /// Years of age.
    Years,
    /// A plain number, a rate, a share, a ratio, or a product of units.
    Plain,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `>=`
    AtLeast,
    /// `>`
    MoreThan,
    /// `<=`
    AtMost,
    /// `<`
    LessThan,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
}

/// What is true, false or not applicable of the row in focus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `rehab_doctors per 100000 >= 8`
    Compare {
        /// The operator.
        order: Order,
        /// The left side.
        left: Quantity,
        /// The right side.
        right: Quantity,
        /// What the numerator of the left side counts: the unit of a shortfall.
        measure: Measure,
    },
    /// `recommended between 1 and 2`
    Between {
        /// The value.
        value: Quantity,
        /// The lowest allowed.
        low: Quantity,
        /// The highest allowed.
        high: Quantity,
        /// What the numerator of the value counts.
        measure: Measure,
    },
    /// `opened_on + 3 months <= applied_on`, `x before 2025`: a period on the right has become its first or last day.
    CompareDates {
        /// The operator.
        order: Order,
        /// The left side.
        left: Moment,
        /// The right side.
        right: Moment,
    },
    /// `completed_on = none`: whether the date is known never to have come.
    IsNone(Moment),
    /// `rehab_department`
    Flag(Cell),
    /// `let confirmed: flag`
    FlagInput(InputId),
    /// `level >= II`, `kind in {general, tcm}`: whether the value is one of `allowed`, by position in its type.
    OneOf {
        /// The value.
        value: Choice,
        /// For each value of the type whether it is allowed.
        allowed: Vec<bool>,
    },
    /// `kind = county.kind` (also `level >= county.level`, of the same type).
    CompareChoices {
        /// The operator; `=` and `!=` only for a type without order.
        order: Order,
        /// The left side.
        left: Choice,
        /// The right side.
        right: Choice,
    },
    /// `services includes {assessment, treatment}`
    Includes {
        /// The set looked into.
        cell: Cell,
        /// Whether one is enough.
        any: bool,
        /// The positions of the items in the type, ascending.
        items: Vec<usize>,
    },
    /// `services = {assessment}`, `services = none`
    SetIs {
        /// The set.
        cell: Cell,
        /// The positions of exactly these items, ascending.
        items: Vec<usize>,
    },
    /// `id in {"370200", "370700"}`, `name = "Weifang"`
    TextIn {
        /// The text.
        text: TextCell,
        /// The texts allowed.
        allowed: Vec<String>,
    },
    /// `any(hospital where level >= II)`
    Any(Set),
    /// `all(hospital where C with D)`
    All {
        /// The members.
        set: Set,
        /// What each must satisfy.
        test: Box<Condition>,
    },
    /// `attest plan_made, team_formed`: each limb, by name.
    Attest(Vec<String>),
    /// `a and b`
    And(Vec<Condition>),
    /// `a or b`
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// `if a then b else c`; without a matching arm and without `else`: not applicable.
    If {
        /// Each condition with what holds under it.
        arms: Vec<(Condition, Condition)>,
        /// `else`
        otherwise: Option<Box<Condition>>,
    },
    /// `C at 2021-01-01`
    At(Box<Condition>, Box<Moment>),
}

/// An attribute of the row in focus, or of its nearest ancestor (or itself) in a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// `county` in `county.population`; none: the row in focus.
    pub of: Option<Box<Set>>,
    /// The attribute.
    pub attribute: AttributeId,
}

/// A text of the row in focus or of an ancestor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextCell {
    /// A declared attribute.
    Attribute(Cell),
    /// `id`, `region.id`
    Id(Option<Box<Set>>),
    /// `name`, `region.name`
    Name(Option<Box<Set>>),
}

/// A value of `one of` or `ordered`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// An attribute.
    Cell(Cell),
    /// `if C then A else B` of such.
    If(Vec<(Condition, Choice)>, Option<Box<Choice>>),
    /// A value of the type, by position.
    Literal(usize),
}

/// A number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// `8`, `300万`, `85%`
    Literal(Number),
    /// `population`
    Cell(Cell),
    /// `let rate: number`
    Input(InputId),
    /// `let floor = 6 from 2021, 8 from 2025`: read at the due date; ascending.
    OverTime(Vec<(Date, Quantity)>),
    /// `a + b - c`: each with its sign, 1 or -1.
    Sum(Vec<(i8, Quantity)>),
    /// `a * b`
    Product(Vec<Quantity>),
    /// `a / b`; over zero: not applicable.
    Quotient(Box<Quantity>, Box<Quantity>),
    /// `rehab_doctors per 100000 population`; over a base of zero: not applicable.
    Rate {
        /// What is counted.
        numerator: Box<Quantity>,
        /// The scale.
        scale: Number,
        /// The base.
        base: Box<Quantity>,
    },
    /// `social_workers : community_elderly`; of zero to zero: not applicable.
    Ratio(Box<Quantity>, Box<Quantity>),
    /// `2% of beds`; of zero: not applicable.
    PercentOf {
        /// The share, 1/50 for `2%`.
        share: Number,
        /// The whole.
        whole: Box<Quantity>,
        /// Whether both sides of the comparison it stands in have one unit, so that the whole grows with its part.
        part_of_whole: bool,
    },
    /// `sum(beds over hospital where level = III)` and its kin.
    Fold(Box<Fold>),
    /// `min(a, b)`
    Least(Vec<Quantity>),
    /// `max(a, b)`
    Greatest(Vec<Quantity>),
    /// `floor(x)`
    Floor(Box<Quantity>),
    /// `ceil(x)`
    Ceil(Box<Quantity>),
    /// `if C then a else b`; without a matching arm: not applicable.
    If(Vec<(Condition, Quantity)>, Option<Box<Quantity>>),
    /// `case x { to 500_000: 500  otherwise: 1000 }`: the first row whose bound is not below the value.
    Case {
        /// The value looked at.
        value: Box<Quantity>,
        /// Each bound with its result.
        rows: Vec<(Quantity, Quantity)>,
        /// `otherwise`
        otherwise: Option<Box<Quantity>>,
    },
    /// `age(born_on)`: full years on `now`.
    Age(Box<Moment>),
    /// `days(a, b)`
    Days(Box<Moment>, Box<Moment>),
    /// `working_days(a, b)`
    WorkingDays(Box<Moment>, Box<Moment>),
    /// `count(institution) at 2021-01-01`
    At(Box<Quantity>, Box<Moment>),
}

/// An aggregate over the members of a set strictly below the row in focus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// `count(hospital where C)`
    Count(Set),
    /// `sum(beds over hospital where C)`
    Sum(Quantity, Set),
    /// `average(beds over hospital where C)`
    Average(Quantity, Set),
    /// `min(beds over hospital where C)`
    Min(Quantity, Set),
    /// `max(beds over hospital where C)`
    Max(Quantity, Set),
    /// `share(hospital where C with D)`
    Share(Set, Condition),
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// `2021-10-31`; a period has become its first or last day.
    Literal(Date),
    /// `2025` after `by`: judged by its last day, shown as it was written.
    Period(Period),
    /// `opened_on`
    Cell(Cell),
    /// `let baseline: date`
    Input(InputId),
    /// `accepted_on + 20 working days`
    Plus(Box<Moment>, TimeSpan),
    /// `month_end(d)`
    MonthEnd(Box<Moment>),
    /// `year_end(d)`
    YearEnd(Box<Moment>),
    /// `min(a, b)`: the earlier.
    Earliest(Vec<Moment>),
    /// `max(a, b)`: the later.
    Latest(Vec<Moment>),
    /// `if C then a else b`
    If(Vec<(Condition, Moment)>, Option<Box<Moment>>),
}

/// `3 months`, `20 working days`; negative for `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeSpan {
    /// `10 days`
    Days(i64),
    /// `3 months`, `2 years`
    Months(i64),
    /// `20 working days`; the day after the start is day 1.
    WorkingDays(i64),
}
