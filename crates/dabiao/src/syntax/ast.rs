//! The `Ast`: what was written, with every place. One node for each construct of the concrete syntax.
//! It comes from the pairs of the grammar (`from_pairs`) and goes to the checker (`program::from_ast`) and to the
//! formatter (`print`). It knows no types and resolves no names. Chains are flat lists, so nothing here nests deeper
//! than the brackets of the text.

use crate::date::Period;
use crate::number::Number;
use crate::span::Span;

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ast {
    /// The declarations, rules and policies in source order.
    pub items: Vec<Item>,
    /// Every comment of the file, in source order; no other node holds one.
    pub comments: Vec<Comment>,
}

/// `# why` to the end of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text from the `#` on, without the line end and trailing blanks.
    pub text: String,
    /// Whether nothing but blanks stands before it on its line: it then belongs to what follows, else to what it is
    /// behind.
    pub own_line: bool,
    /// Where it stands.
    pub span: Span,
}

/// A name as written, without its backquotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The identifier, or the text between backquotes.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// `county.population`: one or more names joined by dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// At least one.
    pub names: Vec<Name>,
    /// From the first name to the last.
    pub span: Span,
}

/// A quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text with its escapes resolved.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// `"English" | "中文"`. With one text only, it serves both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The first text.
    pub en: Text,
    /// The text after `|`.
    pub zh: Option<Text>,
}

/// A name with the labels that follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The name.
    pub name: Name,
    /// Its labels.
    pub labels: Option<Labels>,
}

/// What may stand at the top of a file or in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `vocabulary health_cn "Health services" | "卫生健康"`
    Vocabulary(Labelled),
    /// `use health_cn`
    Use(Name),
    /// `unit beds "beds" | "张" whole`
    Unit(Unit),
    /// `body HC "health commission" | "卫生健康委"`
    Body(Labelled),
    /// `entity hospital in region from opened_on until closed_on { … }`
    Entity(Entity),
    /// `let city = region where kind = prefecture_city`
    Let(Let),
    /// `base population`
    Base(Path),
    /// `policy qz_care_2022 in region "330800" from 2022-11-30 { … }`
    Policy(Policy),
    /// `rule wards { … }`
    Rule(Rule),
    /// `reading sixty_five "65 and over": let elderly of region = elderly_65`
    ReadingLet(ReadingLet),
    /// `not encoded "3.1" "recital"`
    NotEncoded(NotEncoded),
    /// A clause that stands in no rule: in a policy `cite`, `note`, `responsible`; in a file without a policy the
    /// lines of its one unnamed rule, such as `rehab_doctors per 100000 >= 8 by 2025`.
    Clause(Clause),
}

/// `unit persons "persons" | "人" whole`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The name and its labels.
    pub name: Labelled,
    /// Whether shortfalls are rounded up to whole ones.
    pub whole: bool,
    /// The whole declaration.
    pub span: Span,
}

/// `entity hospital "hospital" | "医院" in region from opened_on until closed_on { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The name and its labels.
    pub name: Labelled,
    /// `in region`
    pub parent: Option<Name>,
    /// `from opened_on`
    pub from: Option<Name>,
    /// `until closed_on`
    pub until: Option<Name>,
    /// The lines between the braces.
    pub fields: Vec<Field>,
    /// The whole declaration.
    pub span: Span,
}

/// `rehab_doctors, rehab_therapists: persons`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// One or more names, each with its own labels.
    pub names: Vec<Labelled>,
    /// The type after the colon.
    pub of_type: Type,
    /// The whole line.
    pub span: Span,
}

/// The type of a column or of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `persons`, `number`, `flag`, `date`, `text`: a unit or a built-in type, told apart by the checker.
    Named(Name),
    /// `one of {public, social}`
    OneOf(Vec<Labelled>),
    /// `ordered {I < II < III}`
    Ordered(Vec<Labelled>),
    /// `set of {assessment, treatment}`
    SetOf(Vec<Labelled>),
}

/// `let NAME … `
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Let {
    /// The name and its labels.
    pub name: Labelled,
    /// `of region`: the entity that a derived attribute belongs to.
    pub of: Option<Name>,
    /// What the name stands for.
    pub body: LetBody,
    /// The whole clause.
    pub span: Span,
}

/// What a `let` gives a name to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetBody {
    /// `= region where kind = county`: a set with its condition.
    Set {
        /// The set it is a part of.
        base: Path,
        /// The condition.
        condition: Expr,
    },
    /// `= 300_000`, `= elderly_60`, `= region`: a constant, a derived attribute, or another name of a set.
    Value(Expr),
    /// `= 6 from 2021, 8 from 2025`: a value over time.
    Steps(Vec<Step>),
    /// `: number`: an input that the host supplies.
    Input(Type),
}

/// `8 from 2025`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The value.
    pub value: Expr,
    /// The first period in which it holds.
    pub from: DateLiteral,
}

/// A written date: `2025`, `2021-10`, `2021-10-31`, `2025年`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateLiteral {
    /// The year, month or day.
    pub period: Period,
    /// Where it stands.
    pub span: Span,
}

/// `policy NAME "…" in region "330800" from 2022-11-30 until 2030 { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The name and its labels.
    pub name: Labelled,
    /// `in region "330800"`
    pub territory: Option<Territory>,
    /// `from 2022-11-30`
    pub from: Option<DateLiteral>,
    /// `until 2030`
    pub until: Option<DateLiteral>,
    /// What stands between the braces: no `Policy`, `Vocabulary`, `Unit`, `Body` or `Entity`.
    pub members: Vec<Item>,
    /// The header, up to the opening brace.
    pub span: Span,
    /// The closing brace.
    pub close: Span,
}

/// `in region "330800"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    /// The entity.
    pub entity: Name,
    /// The id of its row.
    pub id: Text,
}

/// `rule NAME "…" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name and its labels.
    pub name: Labelled,
    /// The clauses in source order.
    pub clauses: Vec<Clause>,
    /// The header, up to the opening brace.
    pub span: Span,
    /// The closing brace.
    pub close: Span,
}

/// `reading NAME "why": let elderly of region = elderly_65`, in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingLet {
    /// The reading's name and why it exists.
    pub name: Labelled,
    /// The definitions that hold under it.
    pub lets: Vec<Let>,
    /// The whole clause.
    pub span: Span,
}

/// `not encoded "3.1" "recital"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEncoded {
    /// The clause.
    pub clause: Text,
    /// Why it has no rule.
    pub reason: Labels,
    /// The whole clause.
    pub span: Span,
}

/// What may stand in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it says.
    pub kind: ClauseKind,
    /// From its first word to its last.
    pub span: Span,
}

/// The kinds of clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// `for each county where population > 300_000 expect 32`
    ForEach(ForEach),
    /// `shall any(rehab_department) by 2025`
    Line(Line),
    /// `eligible "home visits" | "上门服务" when age(born_on) >= 65`
    Eligible {
        /// What one is entitled to.
        what: Labels,
        /// When.
        condition: Expr,
    },
    /// `show density = rehab_beds per 1000`
    Show {
        /// The name of the value and its labels.
        name: Labelled,
        /// The value.
        value: Expr,
    },
    /// `except when conversion "is being converted"`
    Except {
        /// When the rule does not apply.
        condition: Expr,
        /// Why, to be shown.
        reason: Option<Labels>,
    },
    /// `reading strict "more than 85%": target … ` or `reading each_home: { … }`
    Reading {
        /// The reading's name and why it exists.
        name: Labelled,
        /// One clause after the colon, or all between the braces.
        clauses: Vec<Clause>,
        /// Whether they stand in braces.
        braced: bool,
    },
    /// `implements cn_rehab_2021.physicians by 2025`
    Relation(Relation),
    /// `cite "1.14"`. After a line it belongs to that line, else to the rule or policy.
    Cite(Text),
    /// `responsible HC, TCM`, likewise.
    Responsible(Vec<Name>),
    /// `note "…" | "…"`, likewise.
    Note(Labels),
}

/// `for each SET where CONDITION expect 32`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForEach {
    /// The set of subjects.
    pub set: Path,
    /// Outside it the rule is not applicable.
    pub condition: Option<Expr>,
    /// How many subjects there should be.
    pub expect: Option<ExpectedCount>,
}

/// `expect 32`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedCount {
    /// The number.
    pub value: Number,
    /// Where it stands.
    pub span: Span,
}

/// A requirement line: one stage, or a ladder of stages joined by `then`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `in principle shall "应"`; missing only in a file that is one requirement.
    pub force: Option<ForceWord>,
    /// What is required.
    pub condition: Expr,
    /// `by 2022`
    pub due: Option<Due>,
    /// `then target >= 8 by 2025`
    pub stages: Vec<Stage>,
}

/// A later stage of a ladder: `then target >= 8 by 2025`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its own force, else that of the stage before.
    pub force: Option<ForceWord>,
    /// How the first stage's left side is compared.
    pub comparison: StageComparison,
    /// `by 2025`
    pub due: Option<Due>,
    /// From `then` on.
    pub span: Span,
}

/// The condition of a later stage, without the left side that it shares with the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageComparison {
    /// `>= 8`
    Compare(Comparison, Expr),
    /// `between 1 and 2`
    Between(Expr, Expr),
}

/// `in principle shall "应"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceWord {
    /// The word.
    pub force: Force,
    /// Whether `in principle` stands before it.
    pub in_principle: bool,
    /// The word of the source, in quotes.
    pub source: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// How strongly a line binds, strong to weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// `must`
    Must,
    /// `must not`: denies the whole condition.
    MustNot,
    /// `shall`
    Shall,
    /// `target`
    Target,
    /// `should`
    Should,
    /// `strive`
    Strive,
    /// `promote`
    Promote,
    /// `explore`
    Explore,
    /// `support`
    Support,
    /// `encourage`
    Encourage,
}

/// `by 2025`, `by accepted_on + 20 working days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// A `Date` literal or an expression of the subject.
    pub date: Expr,
    /// From `by` on.
    pub span: Span,
}

/// `tightens cn_rehab_2021.physicians by 2025`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What is claimed.
    pub kind: RelationKind,
    /// The other rule.
    pub rule: Path,
    /// `by 2025`
    pub by: Option<DateLiteral>,
}

/// What a rule claims to be to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// `implements`
    Implements,
    /// `repeats`
    Repeats,
    /// `tightens`
    Tightens,
    /// `extends`
    Extends,
    /// `relaxes`
    Relaxes,
    /// `conflicts`
    Conflicts,
}

/// An expression: a condition, a value, a date or a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// From its first token to its last, its own parentheses excluded.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `8`, `2.5%`, `300万`, `20 beds`, `3 months`, `20 working days`
    Number(NumberLiteral),
    /// `2021-10-31`; a bare year stands only where a date must.
    Date(Period),
    /// `"330800"`
    Text(String),
    /// `none`, `无`
    None,
    /// `population`, `county.population`, `public`
    Path(Path),
    /// `min(a, b)`, `age(born_on)`
    Call {
        /// The function.
        function: Function,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `sum(beds over hospital where level = III)`, `count(hospital)`, `share(hospital where … with …)`
    Aggregate(Box<Aggregate>),
    /// `{assessment, treatment}`
    Set(Vec<Expr>),
    /// `attest plan_made, team_formed`
    Attest(Vec<Name>),
    /// `-x`
    Negative(Box<Expr>),
    /// `a + b - c`
    Sum(Vec<(Sign, Expr)>),
    /// `a * b / c`
    Product(Vec<(Factor, Expr)>),
    /// `a : b`
    Ratio(Box<Expr>, Box<Expr>),
    /// `2% of beds`
    PercentOf(NumberLiteral, Box<Expr>),
    /// `rehab_doctors per 100000 population`
    Per {
        /// What is counted.
        numerator: Box<Expr>,
        /// The scale, 1 where none is written.
        scale: Option<NumberLiteral>,
        /// The base, where it is not the policy's.
        base: Option<Box<Expr>>,
    },
    /// `count(institution) at 2021-01-01`
    At(Box<Expr>, Box<Expr>),
    /// `a >= b`, `a before 2025`
    Compare {
        /// The operator.
        comparison: Comparison,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `x between 1 and 2`
    Between {
        /// The value.
        value: Box<Expr>,
        /// The lowest allowed.
        low: Box<Expr>,
        /// The highest allowed.
        high: Box<Expr>,
    },
    /// `diagnosis in {hypertension, diabetes_2}`
    In(Box<Expr>, Box<Expr>),
    /// `services includes {assessment, treatment}`, `services includes any of {…}`
    Includes {
        /// The set looked into.
        set: Box<Expr>,
        /// Whether one is enough.
        any: bool,
        /// What it is to include.
        items: Box<Expr>,
    },
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `if a then b else if c then d else e`
    If {
        /// Each condition with what it leads to.
        arms: Vec<(Expr, Expr)>,
        /// The last `else`.
        otherwise: Option<Box<Expr>>,
    },
    /// `case population { to 500_000: 500  otherwise: 1000 }`
    Case {
        /// The value looked at.
        value: Box<Expr>,
        /// `to BOUND: RESULT`
        rows: Vec<(Expr, Expr)>,
        /// `otherwise: RESULT`
        otherwise: Option<Box<Expr>>,
    },
}

/// A written number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLiteral {
    /// The number with its scale (`3 million` is 3,000,000), before the percent sign.
    pub value: Number,
    /// `%` or `‰`
    pub percent: Option<Percent>,
    /// `beds`, `months`, `working days`
    pub unit: Option<Name>,
    /// Where it stands.
    pub span: Span,
}

/// The sign after a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    /// `%`
    Hundredth,
    /// `‰`
    Thousandth,
}

/// The sign before a term of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// The sign before a factor of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// `*`
    Times,
    /// `/`
    Over,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `>=`, `at least`, `不低于`, `以上`
    AtLeast,
    /// `>`, `more than`, `超过`
    MoreThan,
    /// `<=`, `at most`, `不超过`, `以下`
    AtMost,
    /// `<`, `less than`, `不满`
    LessThan,
    /// `=`, `is`
    Equal,
    /// `!=`, `is not`
    NotEqual,
    /// `x before 2025`: earlier than its first day.
    Before,
    /// `x after 2025`: later than its last day.
    After,
    /// `x from 2025`, `x since 2025`: on or after its first day.
    Since,
    /// `x until 2025`: on or before its last day.
    Until,
}

/// `sum(VALUE over SET where CONDITION with TEST)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// Which one.
    pub kind: AggregateKind,
    /// What is added up; for `sum`, `average`, `min` and `max` only.
    pub value: Option<Expr>,
    /// The set that it ranges over.
    pub set: Path,
    /// `where C`
    pub condition: Option<Expr>,
    /// `with D`, for `share` and `all` only.
    pub test: Option<Expr>,
}

/// The aggregates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AggregateKind {
    /// `count(SET where C)`
    Count,
    /// `sum(x over SET where C)`
    Sum,
    /// `average(x over SET where C)`
    Average,
    /// `min(x over SET where C)`
    Min,
    /// `max(x over SET where C)`
    Max,
    /// `share(SET where C with D)`
    Share,
    /// `any(SET where C)`
    Any,
    /// `all(SET where C with D)`
    All,
}

/// The functions of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `min(a, b)`
    Min,
    /// `max(a, b)`
    Max,
    /// `floor(x)`
    Floor,
    /// `ceil(x)`
    Ceil,
    /// `age(born_on)`: full years on `now`.
    Age,
    /// `days(a, b)`
    Days,
    /// `working_days(a, b)`
    WorkingDays,
    /// `month_end(d)`
    MonthEnd,
    /// `year_end(d)`
    YearEnd,
}
