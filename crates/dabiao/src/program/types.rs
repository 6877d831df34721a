//! The types of expressions: what the checker knows of an expression before it is put into its place in the `Program`.
//! A value carries the term that it will become; what may stand with what is decided in `from_ast`.

use std::rc::Rc;

use super::units::{Counted, Kind};
use super::walk::{self, Node};
use super::{Cell, Choice, Condition, Moment, Quantity, Set, TextCell, Title};
use crate::date::Period;
use crate::number::Number;

/// The values of a `one of`, `ordered` or `set of` type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Enumeration {
    /// Whether the values have an order.
    pub(super) ordered: bool,
    /// The values.
    pub(super) values: Vec<Title>,
}

impl Enumeration {
    /// The position of the value of this identifier, or else of this label.
    pub(super) fn position(&self, word: &str) -> Option<usize> {
        let labelled = |title: &Title| title.en.as_deref() == Some(word) || title.zh.as_deref() == Some(word);
        let by_name = self.values.iter().position(|title| title.name == word);
        by_name.or_else(|| self.values.iter().position(labelled))
    }

    /// Every word that stands for a value.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.values.iter().flat_map(words_of)
    }
}

/// The identifier and the labels of a title.
pub(super) fn words_of(title: &Title) -> impl Iterator<Item = &str> {
    [Some(title.name.as_str()), title.en.as_deref(), title.zh.as_deref()].into_iter().flatten()
}

/// The labels of a title that differ from its name, each once.
pub(super) fn labels_of(title: &Title) -> impl Iterator<Item = &str> {
    let zh = title.zh.as_deref().filter(|zh| title.en.as_deref() != Some(*zh));
    [title.en.as_deref(), zh].into_iter().flatten().filter(|label| *label != title.name)
}

/// A span of time as it was written: it may also be a number of days, working days or years, or of a unit so named.
#[derive(Clone, Debug)]
pub(super) struct WrittenSpan {
    /// The number before its unit.
    pub(super) count: Number,
    /// The unit as the `Ast` holds it, the English plural.
    pub(super) unit: String,
}

/// A checked expression.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// `beds`, `8`, `share(…)`
    Number(Quantity, Kind),
    /// `beds >= 20`, a flag
    Condition(Condition),
    /// `opened_on`
    Moment(Moment),
    /// `2021-10`: not yet its first or last day.
    Period(Period),
    /// `level`, and a value of it
    Choice(Choice, Rc<Enumeration>),
    /// `services`
    Items(Cell, Rc<Enumeration>),
    /// `id`, `name`, an attribute of type `text`
    Text(TextCell),
    /// `"330800"`
    Written(String),
    /// `none`
    None,
    /// `3 months`
    Span(WrittenSpan),
    /// `county`, as the value of a `let`
    Set(Set),
    /// Something with an error that has been reported.
    Poison,
}

impl Value {
    /// Whether its error has been reported.
    pub(super) fn is_poison(&self) -> bool {
        matches!(self, Value::Poison)
    }

    /// The values among which a bare word on the other side is looked up.
    pub(super) fn enumeration(&self) -> Option<Rc<Enumeration>> {
        match self {
            Value::Choice(_, of) | Value::Items(_, of) => Some(Rc::clone(of)),
            _ => None,
        }
    }

    /// The term that it will become, where it is one.
    pub(super) fn node(&self) -> Option<Node<'_>> {
        Some(match self {
            Value::Number(quantity, _) => Node::Quantity(quantity),
            Value::Condition(condition) => Node::Condition(condition),
            Value::Moment(moment) => Node::Moment(moment),
            Value::Choice(choice, _) => Node::Choice(choice),
            Value::Items(cell, _) => Node::Cell(cell),
            Value::Text(text) => Node::Text(text),
            Value::Set(set) => Node::Set(set),
            _ => return None,
        })
    }

    /// The number of parts of the term, and how deep they nest.
    pub(super) fn size_and_depth(&self) -> (usize, usize) {
        self.node().map_or((1, 1), walk::size_and_depth)
    }

    /// Whether two values may stand in the same places: two numbers, two dates, two conditions.
    pub(super) fn is_like(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Number(..), Value::Number(..)) => true,
            _ => self.class() == other.class(),
        }
    }

    /// The class of value for messages: a key that `report` turns into words.
    pub(super) fn class(&self) -> &'static str {
        match self {
            Value::Number(_, kind) => class_of(kind),
            Value::Condition(_) => "@condition",
            Value::Moment(_) | Value::Period(_) => "@date",
            Value::Choice(..) => "@choice",
            Value::Items(..) => "@items",
            Value::Text(_) | Value::Written(_) => "@text",
            Value::None => "@none",
            Value::Span(_) => "@span",
            Value::Set(_) => "@set",
            Value::Poison => "@unknown",
        }
    }
}

/// The class of a number for messages.
pub(super) fn class_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Bare => "@literal",
        Kind::Share(_) => "@share",
        Kind::Rate { .. } => "@rate",
        Kind::Ratio(..) => "@ratio",
        Kind::Of(dimension) => match dimension.counted() {
            Some(Counted::Days) => "@days",
            Some(Counted::WorkingDays) => "@working_days",
            Some(Counted::Years) => "@years",
            _ => "@number",
        },
    }
}

/// The value of a number that is made of literals only.
pub(super) fn constant(quantity: &Quantity) -> Option<Number> {
    match quantity {
        Quantity::Literal(number) => Some(number.clone()),
        Quantity::Sum(terms) => terms.iter().try_fold(Number::zero(), |sum, (sign, term)| {
            let term = constant(term)?;
            Some(if *sign < 0 { sum - term } else { sum + term })
        }),
        Quantity::Product(parts) => {
            parts.iter().try_fold(Number::one(), |product, part| Some(product * constant(part)?))
        }
        Quantity::Quotient(left, right) | Quantity::Ratio(left, right) => {
            constant(left)?.checked_div(&constant(right)?)
        }
        _ => None,
    }
}
