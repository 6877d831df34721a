//! Quantities that are no linear forms -> steps that compute with exact fractions.

use super::moments::known_day;
use super::{Assembler, FoldTerm, Now};
use crate::evaluate::plan::{Exact, Slot, TruthStep, ValueAt, ValueStep};
use crate::program::{Cell, Fold, Order, Quantity};

impl<'p> Assembler<'_, 'p> {
    pub(super) fn quantity(&mut self, quantity: &'p Quantity) -> ValueAt {
        let step = match quantity {
            Quantity::Literal(number) => ValueStep::Constant(Exact::of(number)),
            Quantity::Cell(cell) => self.number_of_cell(cell),
            Quantity::Input(input) => ValueStep::Slot(self.slot(Slot::Input(*input))),
            Quantity::OverTime(steps) => match self.due {
                Some(due) => match steps.iter().rfind(|(from, _)| *from <= due) {
                    Some((_, value)) => return self.quantity(value),
                    None => ValueStep::Constant(Exact::Absent),
                },
                None => ValueStep::Constant(Exact::Unjudged),
            },
            Quantity::Sum(terms) => {
                ValueStep::Sum(terms.iter().map(|(sign, term)| (*sign, self.quantity(term))).collect())
            }
            Quantity::Product(factors) => ValueStep::Product(self.quantities(factors)),
            Quantity::Quotient(a, b) => ValueStep::Quotient(self.quantity(a), self.quantity(b)),
            Quantity::Rate { numerator, scale, base } => {
                let scale = self.code.value(ValueStep::Constant(Exact::of(scale)));
                let numerator = self.quantity(numerator);
                let scaled = self.code.value(ValueStep::Product([numerator, scale].into()));
                ValueStep::Quotient(scaled, self.quantity(base))
            }
            Quantity::Ratio(a, b) => ValueStep::Ratio(self.quantity(a), self.quantity(b)),
            Quantity::PercentOf { share, whole, .. } => {
                let share = self.code.value(ValueStep::Constant(Exact::of(share)));
                ValueStep::Share(share, self.quantity(whole))
            }
            Quantity::Fold(fold) => self.number_of_fold(fold),
            Quantity::Least(values) => ValueStep::Extreme(self.quantities(values), true),
            Quantity::Greatest(values) => ValueStep::Extreme(self.quantities(values), false),
            Quantity::Floor(value) => ValueStep::Rounded(self.quantity(value), false),
            Quantity::Ceil(value) => ValueStep::Rounded(self.quantity(value), true),
            Quantity::If(arms, otherwise) => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.quantity(then))).collect();
                let otherwise = otherwise.as_deref().map(|it| self.quantity(it));
                ValueStep::If(arms, otherwise)
            }
            Quantity::Case { value, rows, otherwise } => {
                let value = self.quantity(value);
                let arms = rows.iter().map(|(bound, then)| {
                    let bound = self.quantity(bound);
                    let within = self.code.truth(TruthStep::Compare(Order::AtMost, value, bound));
                    (within, self.quantity(then))
                });
                let arms = arms.collect();
                let otherwise = otherwise.as_deref().map(|it| self.quantity(it));
                let chosen = self.code.value(ValueStep::If(arms, otherwise));
                ValueStep::Case(value, chosen)
            }
            Quantity::Age(moment) => {
                let span = self.moment(moment);
                match self.now {
                    Now::Fixed(day) => ValueStep::Age(span, day),
                    Now::Due(_) => ValueStep::Constant(Exact::Unjudged),
                }
            }
            Quantity::Days(from, to) => ValueStep::Days(self.moment(from), self.moment(to)),
            Quantity::WorkingDays(from, to) => ValueStep::WorkingDays(self.moment(from), self.moment(to)),
            Quantity::At(inner, moment) => match known_day(moment) {
                Some(day) => return self.on(day, |it| it.quantity(inner)),
                None => ValueStep::Constant(Exact::Unjudged),
            },
        };
        self.code.value(step)
    }

    fn quantities(&mut self, quantities: &'p [Quantity]) -> Box<[ValueAt]> {
        quantities.iter().map(|quantity| self.quantity(quantity)).collect()
    }

    fn number_of_cell(&mut self, cell: &'p Cell) -> ValueStep {
        match self.reach(cell.of.as_deref()) {
            Ok(reach) => {
                let day = self.day();
                ValueStep::Slot(self.slot(Slot::Cell(reach, cell.attribute, day)))
            }
            Err(_) => ValueStep::Constant(Exact::Unjudged),
        }
    }

    fn number_of_fold(&mut self, fold: &'p Fold) -> ValueStep {
        match self.fold(FoldTerm::Number(fold)) {
            Some(fold) => ValueStep::Slot(self.slot(Slot::Fold(fold))),
            None => ValueStep::Constant(Exact::Unjudged),
        }
    }
}
