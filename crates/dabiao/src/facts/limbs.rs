//! The limbs that a rule attests, so that evidence for a limb nobody asks for is found out.

use crate::program::{
    Body, Choice, Condition, Fold, LineKind, Moment, Quantity, Requirement, Rule, Set, Shown, Stage, Subjects,
};

/// Every limb of `attest` in the rule, under any reading, each once, in source order.
pub(super) fn limbs_of(rule: &Rule) -> Vec<String> {
    let mut limbs = Limbs(Vec::new());
    limbs.body(&rule.body);
    rule.under.iter().for_each(|(_, body)| limbs.body(body));
    let mut found: Vec<String> = Vec::new();
    for limb in limbs.0 {
        if !found.contains(&limb) {
            found.push(limb);
        }
    }
    found
}

struct Limbs(Vec<String>);

impl Limbs {
    fn body(&mut self, body: &Body) {
        if let Some(Subjects { set, condition, .. }) = &body.subjects {
            self.set(set);
            self.conditions(condition);
        }
        body.exceptions.iter().for_each(|exception| self.condition(&exception.condition));
        for line in &body.lines {
            match &line.kind {
                LineKind::Duty(stages) => stages.iter().for_each(|stage| self.stage(stage)),
                LineKind::Eligible { condition, .. } => self.condition(condition),
                LineKind::Show { value, .. } => match value {
                    Shown::Quantity(quantity, _) => self.quantity(quantity),
                    Shown::Moment(moment) => self.moment(moment),
                    Shown::Condition(condition) => self.condition(condition),
                    Shown::Choice(choice) => self.choice(choice),
                },
            }
        }
    }

    fn stage(&mut self, stage: &Stage) {
        match &stage.requirement {
            Requirement::Condition(condition) => self.condition(condition),
            Requirement::Event(moment) => self.moment(moment),
        }
        stage.due.iter().for_each(|due| self.moment(due));
    }

    fn set(&mut self, set: &Set) {
        self.conditions(set.condition.as_deref());
    }

    fn conditions<'a>(&mut self, conditions: impl IntoIterator<Item = &'a Condition>) {
        conditions.into_iter().for_each(|condition| self.condition(condition));
    }

    fn quantities<'a>(&mut self, quantities: impl IntoIterator<Item = &'a Quantity>) {
        quantities.into_iter().for_each(|quantity| self.quantity(quantity));
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Attest(limbs) => self.0.extend(limbs.iter().cloned()),
            Condition::Compare { left, right, .. } => self.quantities([left, right]),
            Condition::Between { value, low, high, .. } => self.quantities([value, low, high]),
            Condition::CompareDates { left, right, .. } => [left, right].into_iter().for_each(|side| self.moment(side)),
            Condition::IsNone(moment) => self.moment(moment),
            Condition::OneOf { value, .. } => self.choice(value),
            Condition::CompareChoices { left, right, .. } => {
                [left, right].into_iter().for_each(|side| self.choice(side))
            }
            Condition::Any(set) => self.set(set),
            Condition::All { set, test } => {
                self.set(set);
                self.condition(test);
            }
            Condition::And(parts) | Condition::Or(parts) => self.conditions(parts),
            Condition::Not(part) => self.condition(part),
            Condition::If { arms, otherwise } => {
                arms.iter().for_each(|(when, then)| self.conditions([when, then]));
                self.conditions(otherwise.as_deref());
            }
            Condition::At(part, day) => {
                self.condition(part);
                self.moment(day);
            }
            Condition::Flag(_)
            | Condition::FlagInput(_)
            | Condition::Includes { .. }
            | Condition::SetIs { .. }
            | Condition::TextIn { .. } => {}
        }
    }

    fn choice(&mut self, choice: &Choice) {
        if let Choice::If(arms, otherwise) = choice {
            for (when, then) in arms {
                self.condition(when);
                self.choice(then);
            }
            otherwise.iter().for_each(|choice| self.choice(choice));
        }
    }

    fn quantity(&mut self, quantity: &Quantity) {
        match quantity {
            Quantity::Literal(_) | Quantity::Cell(_) | Quantity::Input(_) => {}
            Quantity::OverTime(values) => self.quantities(values.iter().map(|(_, value)| value)),
            Quantity::Sum(terms) => self.quantities(terms.iter().map(|(_, term)| term)),
            Quantity::Product(parts) | Quantity::Least(parts) | Quantity::Greatest(parts) => self.quantities(parts),
            Quantity::Quotient(a, b) | Quantity::Ratio(a, b) => self.quantities([&**a, &**b]),
            Quantity::Rate { numerator, base, .. } => self.quantities([&**numerator, &**base]),
            Quantity::PercentOf { whole, .. } => self.quantity(whole),
            Quantity::Fold(fold) => self.fold(fold),
            Quantity::Floor(part) | Quantity::Ceil(part) => self.quantity(part),
            Quantity::If(arms, otherwise) => {
                for (when, then) in arms {
                    self.condition(when);
                    self.quantity(then);
                }
                self.quantities(otherwise.as_deref());
            }
            Quantity::Case { value, rows, otherwise } => {
                self.quantity(value);
                rows.iter().for_each(|(bound, result)| self.quantities([bound, result]));
                self.quantities(otherwise.as_deref());
            }
            Quantity::Age(moment) => self.moment(moment),
            Quantity::Days(a, b) | Quantity::WorkingDays(a, b) => [a, b].into_iter().for_each(|day| self.moment(day)),
            Quantity::At(part, day) => {
                self.quantity(part);
                self.moment(day);
            }
        }
    }

    fn fold(&mut self, fold: &Fold) {
        match fold {
            Fold::Count(set) => self.set(set),
            Fold::Sum(value, set) | Fold::Average(value, set) | Fold::Min(value, set) | Fold::Max(value, set) => {
                self.quantity(value);
                self.set(set);
            }
            Fold::Share(set, test) => {
                self.set(set);
                self.condition(test);
            }
        }
    }

    fn moment(&mut self, moment: &Moment) {
        match moment {
            Moment::Literal(_) | Moment::Period(_) | Moment::Cell(_) | Moment::Input(_) => {}
            Moment::Plus(part, _) | Moment::MonthEnd(part) | Moment::YearEnd(part) => self.moment(part),
            Moment::Earliest(parts) | Moment::Latest(parts) => parts.iter().for_each(|part| self.moment(part)),
            Moment::If(arms, otherwise) => {
                for (when, then) in arms {
                    self.condition(when);
                    self.moment(then);
                }
                otherwise.iter().for_each(|moment| self.moment(moment));
            }
        }
    }
}
