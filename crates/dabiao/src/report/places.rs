//! A place in the verdicts -> the part of the program that it is about, and the form in which its numbers are read.

use super::labels;
use super::numbers::Form;
use crate::evaluate::verdict::Verdicts;
use crate::program::{
    AttributeId, Body, Condition, Fold, Line, LineKind, Order, Program, Quantity, Requirement, Rule, Shown, Type,
};

/// What a rule says under the reading of the verdicts.
pub(super) fn body<'a>(rule: &'a Rule, verdicts: &Verdicts) -> &'a Body {
    let under = rule.under.iter().find(|(reading, _)| Some(*reading) == verdicts.reading);
    under.map_or(&rule.body, |(_, body)| body)
}

/// The line of a rule, by its position.
pub(super) fn line<'a>(program: &'a Program, verdicts: &Verdicts, rule: usize, line: usize) -> Option<&'a Line> {
    body(program.rules.get(rule)?, verdicts).lines.get(line)
}

/// The form in which the numbers of a stage of a line are read.
pub(super) fn form(line: Option<&Line>, at: usize) -> Form {
    let Some(line) = line else { return Form::Plain };
    match &line.kind {
        LineKind::Duty(stages) => match stages.get(at).map(|stage| &stage.requirement) {
            Some(Requirement::Condition(condition)) => form_of_condition(condition),
            _ => Form::Plain,
        },
        LineKind::Show { value: Shown::Quantity(quantity, _), .. } => form_of_quantity(quantity).unwrap_or(Form::Plain),
        LineKind::Show { .. } | LineKind::Eligible { .. } => Form::Plain,
    }
}

fn form_of_condition(condition: &Condition) -> Form {
    match condition {
        Condition::Compare { left, .. } => form_of_quantity(left).unwrap_or(Form::Plain),
        Condition::Between { value, .. } => form_of_quantity(value).unwrap_or(Form::Plain),
        Condition::If { arms, otherwise } => {
            let mut forms = arms.iter().map(|(_, then)| then).chain(otherwise.iter().map(Box::as_ref));
            forms.next().map_or(Form::Plain, form_of_condition)
        }
        Condition::Not(inner) => form_of_condition(inner),
        _ => Form::Plain,
    }
}

/// The form of a number; none where it says nothing about it, as a literal does.
fn form_of_quantity(quantity: &Quantity) -> Option<Form> {
    match quantity {
        Quantity::Fold(fold) => match fold.as_ref() {
            Fold::Share(..) => Some(Form::Percent),
            Fold::Average(value, _) | Fold::Min(value, _) | Fold::Max(value, _) => form_of_quantity(value),
            Fold::Count(_) | Fold::Sum(..) => None,
        },
        Quantity::Ratio(..) => Some(Form::Ratio),
        Quantity::Least(parts) | Quantity::Greatest(parts) => parts.iter().find_map(form_of_quantity),
        Quantity::At(inner, _) => form_of_quantity(inner),
        _ => None,
    }
}

/// How the condition of a stage compares, as it must be for the stage to be met: under `must not` the opposite.
pub(super) fn wanted_order(order: Order, forbidden: bool) -> Order {
    if !forbidden {
        return order;
    }
    match order {
        Order::AtLeast => Order::LessThan,
        Order::MoreThan => Order::AtMost,
        Order::AtMost => Order::MoreThan,
        Order::LessThan => Order::AtLeast,
        Order::Equal => Order::NotEqual,
        Order::NotEqual => Order::Equal,
    }
}

/// The values of the type of an attribute, where it is an enumeration.
pub(super) fn values(program: &Program, attribute: AttributeId) -> &[crate::program::Title] {
    match labels::attribute_type(program, attribute) {
        Some(Type::OneOf(values) | Type::Ordered(values) | Type::SetOf(values)) => values,
        _ => &[],
    }
}
