//! The parts of a term of a `Program`: what stands directly inside a condition, number, date, choice, set or cell.
//! Passes that look for something, measure a term or change its cells are written over this one list of children.

use super::{Cell, Choice, Condition, Fold, Moment, Quantity, Set, TextCell};

/// A part of a term.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A condition.
    Condition(&'a Condition),
    /// A number.
    Quantity(&'a Quantity),
    /// A date.
    Moment(&'a Moment),
    /// A value of an enumeration.
    Choice(&'a Choice),
    /// A set; what it holds is about its own rows, not about the row in focus.
    Set(&'a Set),
    /// A cell.
    Cell(&'a Cell),
    /// A text.
    Text(&'a TextCell),
}

/// A part of a term that may be changed.
#[derive(Debug)]
pub(super) enum NodeMut<'a> {
    Condition(&'a mut Condition),
    Quantity(&'a mut Quantity),
    Moment(&'a mut Moment),
    Choice(&'a mut Choice),
    Set(&'a mut Set),
    Cell(&'a mut Cell),
    Text(&'a mut TextCell),
}

/// Writes the same traversal for shared and for exclusive references.
macro_rules! traversal {
    ($children:ident, $condition:ident, $quantity:ident, $moment:ident, $node:ident, $($mutable:tt)?) => {
        fn $condition<'a>(term: &'a $($mutable)? Condition, visit: &mut dyn FnMut($node<'a>)) {
            match term {
                Condition::Compare { left, right, .. } => {
                    visit($node::Quantity(left));
                    visit($node::Quantity(right));
                }
                Condition::Between { value, low, high, .. } => {
                    visit($node::Quantity(value));
                    visit($node::Quantity(low));
                    visit($node::Quantity(high));
                }
                Condition::CompareDates { left, right, .. } => {
                    visit($node::Moment(left));
                    visit($node::Moment(right));
                }
                Condition::IsNone(moment) => visit($node::Moment(moment)),
                Condition::Flag(cell) | Condition::Includes { cell, .. } | Condition::SetIs { cell, .. } => {
                    visit($node::Cell(cell));
                }
                Condition::OneOf { value, .. } => visit($node::Choice(value)),
                Condition::CompareChoices { left, right, .. } => {
                    visit($node::Choice(left));
                    visit($node::Choice(right));
                }
                Condition::TextIn { text, .. } => visit($node::Text(text)),
                Condition::Any(set) => visit($node::Set(set)),
                Condition::All { set, test } => {
                    visit($node::Set(set));
                    visit($node::Condition(test));
                }
                Condition::And(parts) | Condition::Or(parts) => {
                    for part in parts {
                        visit($node::Condition(part));
                    }
                }
                Condition::Not(inner) => visit($node::Condition(inner)),
                Condition::If { arms, otherwise } => {
                    for (condition, result) in arms {
                        visit($node::Condition(condition));
                        visit($node::Condition(result));
                    }
                    if let Some(result) = otherwise {
                        visit($node::Condition(result));
                    }
                }
                Condition::At(inner, moment) => {
                    visit($node::Condition(inner));
                    visit($node::Moment(moment));
                }
                Condition::FlagInput(_) | Condition::Attest(_) => {}
            }
        }

        fn $quantity<'a>(term: &'a $($mutable)? Quantity, visit: &mut dyn FnMut($node<'a>)) {
            match term {
                Quantity::Literal(_) | Quantity::Input(_) => {}
                Quantity::Cell(cell) => visit($node::Cell(cell)),
                Quantity::OverTime(steps) => {
                    for (_, value) in steps {
                        visit($node::Quantity(value));
                    }
                }
                Quantity::Sum(terms) => {
                    for (_, value) in terms {
                        visit($node::Quantity(value));
                    }
                }
                Quantity::Product(parts) | Quantity::Least(parts) | Quantity::Greatest(parts) => {
                    for part in parts {
                        visit($node::Quantity(part));
                    }
                }
                Quantity::Quotient(left, right) | Quantity::Ratio(left, right) => {
                    visit($node::Quantity(left));
                    visit($node::Quantity(right));
                }
                Quantity::Rate { numerator, base, .. } => {
                    visit($node::Quantity(numerator));
                    visit($node::Quantity(base));
                }
                Quantity::PercentOf { whole, .. } => visit($node::Quantity(whole)),
                Quantity::Fold(fold) => match & $($mutable)? **fold {
                    Fold::Count(set) => visit($node::Set(set)),
                    Fold::Sum(value, set)
                    | Fold::Average(value, set)
                    | Fold::Min(value, set)
                    | Fold::Max(value, set) => {
                        visit($node::Set(set));
                        visit($node::Quantity(value));
                    }
                    Fold::Share(set, test) => {
                        visit($node::Set(set));
                        visit($node::Condition(test));
                    }
                },
                Quantity::Floor(inner) | Quantity::Ceil(inner) => visit($node::Quantity(inner)),
                Quantity::If(arms, otherwise) => {
                    for (condition, result) in arms {
                        visit($node::Condition(condition));
                        visit($node::Quantity(result));
                    }
                    if let Some(result) = otherwise {
                        visit($node::Quantity(result));
                    }
                }
                Quantity::Case { value, rows, otherwise } => {
                    visit($node::Quantity(value));
                    for (bound, result) in rows {
                        visit($node::Quantity(bound));
                        visit($node::Quantity(result));
                    }
                    if let Some(result) = otherwise {
                        visit($node::Quantity(result));
                    }
                }
                Quantity::Age(moment) => visit($node::Moment(moment)),
                Quantity::Days(left, right) | Quantity::WorkingDays(left, right) => {
                    visit($node::Moment(left));
                    visit($node::Moment(right));
                }
                Quantity::At(inner, moment) => {
                    visit($node::Quantity(inner));
                    visit($node::Moment(moment));
                }
            }
        }

        fn $moment<'a>(term: &'a $($mutable)? Moment, visit: &mut dyn FnMut($node<'a>)) {
            match term {
                Moment::Literal(_) | Moment::Period(_) | Moment::Input(_) => {}
                Moment::Cell(cell) => visit($node::Cell(cell)),
                Moment::Plus(inner, _) | Moment::MonthEnd(inner) | Moment::YearEnd(inner) => {
                    visit($node::Moment(inner));
                }
                Moment::Earliest(parts) | Moment::Latest(parts) => {
                    for part in parts {
                        visit($node::Moment(part));
                    }
                }
                Moment::If(arms, otherwise) => {
                    for (condition, result) in arms {
                        visit($node::Condition(condition));
                        visit($node::Moment(result));
                    }
                    if let Some(result) = otherwise {
                        visit($node::Moment(result));
                    }
                }
            }
        }

        /// Visits what stands directly inside `node`, in the order of the text.
        pub(super) fn $children<'a>(node: $node<'a>, visit: &mut dyn FnMut($node<'a>)) {
            match node {
                $node::Condition(term) => $condition(term, visit),
                $node::Quantity(term) => $quantity(term, visit),
                $node::Moment(term) => $moment(term, visit),
                $node::Choice(Choice::Cell(cell)) => visit($node::Cell(cell)),
                $node::Choice(Choice::Literal(_)) => {}
                $node::Choice(Choice::If(arms, otherwise)) => {
                    for (condition, result) in arms {
                        visit($node::Condition(condition));
                        visit($node::Choice(result));
                    }
                    if let Some(result) = otherwise {
                        visit($node::Choice(result));
                    }
                }
                $node::Set(set) => {
                    if let Some(condition) = & $($mutable)? set.condition {
                        visit($node::Condition(condition));
                    }
                }
                $node::Cell(cell) => {
                    if let Some(set) = & $($mutable)? cell.of {
                        visit($node::Set(set));
                    }
                }
                $node::Text(TextCell::Attribute(cell)) => visit($node::Cell(cell)),
                $node::Text(TextCell::Id(of) | TextCell::Name(of)) => {
                    if let Some(set) = of {
                        visit($node::Set(set));
                    }
                }
            }
        }
    };
}
traversal!(children_of, condition_parts, quantity_parts, moment_parts, Node,);
traversal!(children_of_mut, condition_parts_mut, quantity_parts_mut, moment_parts_mut, NodeMut, mut);

/// Visits what stands directly inside `node`, in the order of the text.
pub fn children<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>)) {
    children_of(node, visit);
}

/// Visits `node` and everything inside it, outer parts first.
pub fn all<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>)) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        visit(node);
        let first = open.len();
        children_of(node, &mut |child| open.push(child));
        open.get_mut(first..).unwrap_or_default().reverse();
    }
}

/// How many parts a term has, itself included, and how deep they nest.
pub(super) fn size_and_depth(node: Node<'_>) -> (usize, usize) {
    let (mut size, mut depth) = (0usize, 0usize);
    let mut open = vec![(node, 1usize)];
    while let Some((node, level)) = open.pop() {
        size += 1;
        depth = depth.max(level);
        children_of(node, &mut |child| open.push((child, level + 1)));
    }
    (size, depth)
}
