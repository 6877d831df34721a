//! Quantities -> fractions of linear forms, where they are such, with the guards under which they are numbers.

use super::moments::known_day;
use super::{Assembler, FoldTerm};
use crate::evaluate::plan::linear::Guard;
use crate::evaluate::plan::{Form, Linear, Slot, Test};
use crate::number::Number;
use crate::program::{Fold, Order, Quantity, Type};

/// A quantity as a fraction of two forms, the lower one never negative.
pub(super) struct Fraction {
    above: Form,
    below: Form,
    guards: Vec<Guard>,
}

impl Fraction {
    fn form(above: Form) -> Fraction {
        Fraction { above, below: Form::number(Number::one()), guards: Vec::new() }
    }

    /// The form itself, where the lower one is a number.
    fn into_form(self) -> Option<(Form, Vec<Guard>)> {
        let below = self.below.known()?;
        if below.is_one() {
            return Some((self.above, self.guards));
        }
        let inverse = Number::one().checked_div(&below)?;
        Some((self.above.times(&inverse), self.guards))
    }
}

impl<'p> Assembler<'_, 'p> {
    /// The comparison as the sign of a linear form, where it is one.
    pub(super) fn linear_comparison(
        &mut self,
        order: Order,
        left: &'p Quantity,
        right: &'p Quantity,
    ) -> Option<Linear> {
        let left = self.fraction(left)?;
        let right = self.fraction(right)?;
        let mut form = left.above.product(right.below)?;
        form.add(right.above.product(left.below)?, &-Number::one());
        let (form, test) = match order {
            Order::AtLeast => (form, Test::NotNegative),
            Order::MoreThan => (form, Test::Positive),
            Order::AtMost => (form.times(&-Number::one()), Test::NotNegative),
            Order::LessThan => (form.times(&-Number::one()), Test::Positive),
            Order::Equal => (form, Test::Zero),
            Order::NotEqual => (form, Test::NotZero),
        };
        let guards = left.guards.into_iter().chain(right.guards).collect();
        Some(Linear { form, test, guards })
    }

    pub(super) fn fraction(&mut self, quantity: &'p Quantity) -> Option<Fraction> {
        match quantity {
            Quantity::Literal(number) => Some(Fraction::form(Form::number(number.clone()))),
            Quantity::Cell(cell) => {
                let reach = self.reach(cell.of.as_deref()).ok()?;
                let day = self.day();
                let slot = self.slot(Slot::Cell(reach, cell.attribute, day));
                Some(Fraction::form(Form::slot(slot)))
            }
            Quantity::Input(input) => Some(Fraction::form(Form::slot(self.slot(Slot::Input(*input))))),
            Quantity::OverTime(steps) => {
                let due = self.due?;
                let (_, value) = steps.iter().rfind(|(from, _)| *from <= due)?;
                self.fraction(value)
            }
            Quantity::Sum(terms) => self.sum(terms),
            Quantity::Product(factors) => self.product(factors),
            Quantity::Quotient(a, b) => self.quotient(a, &Number::one(), b),
            Quantity::Rate { numerator, scale, base } => self.quotient(numerator, scale, base),
            Quantity::Ratio(a, b) => self.ratio(a, b),
            Quantity::PercentOf { share, whole, .. } => self.percent_of(share, whole),
            Quantity::Fold(fold) => {
                let plain = match fold.as_ref() {
                    Fold::Count(_) => true,
                    Fold::Sum(Quantity::Cell(cell), _) => cell.of.is_none(),
                    _ => false,
                };
                let fold = if plain { self.fold(FoldTerm::Number(fold))? } else { return None };
                Some(Fraction::form(Form::slot(self.slot(Slot::Fold(fold)))))
            }
            Quantity::At(inner, moment) => {
                let day = known_day(moment)?;
                self.on(day, |it| it.fraction(inner))
            }
            Quantity::Least(_)
            | Quantity::Greatest(_)
            | Quantity::Floor(_)
            | Quantity::Ceil(_)
            | Quantity::If(..)
            | Quantity::Case { .. }
            | Quantity::Age(_)
            | Quantity::Days(..)
            | Quantity::WorkingDays(..) => None,
        }
    }

    fn sum(&mut self, terms: &'p [(i8, Quantity)]) -> Option<Fraction> {
        let mut sum = Form::default();
        let mut guards = Vec::new();
        for (sign, term) in terms {
            let (term, its_guards) = self.fraction(term)?.into_form()?;
            sum.add(term, &Number::from(i64::from(*sign)));
            guards.extend(its_guards);
        }
        Some(Fraction { guards, ..Fraction::form(sum) })
    }

    fn product(&mut self, factors: &'p [Quantity]) -> Option<Fraction> {
        let mut product = Form::number(Number::one());
        let mut guards = Vec::new();
        for factor in factors {
            let (factor, its_guards) = self.fraction(factor)?.into_form()?;
            product = product.product(factor)?;
            guards.extend(its_guards);
        }
        Some(Fraction { guards, ..Fraction::form(product) })
    }

    fn percent_of(&mut self, share: &Number, whole: &'p Quantity) -> Option<Fraction> {
        let (base, mut guards) = self.fraction(whole)?.into_form().filter(|(base, _)| self.is_never_negative(base))?;
        if base.known().is_none_or(|number| number.is_zero()) {
            guards.push(Guard::Base(base.clone()));
        }
        Some(Fraction { guards, ..Fraction::form(base.times(share)) })
    }

    fn quotient(&mut self, above: &'p Quantity, scale: &Number, below: &'p Quantity) -> Option<Fraction> {
        let (above, below) = (self.fraction(above)?, self.fraction(below)?);
        let ((above, mut guards), (base, of_base)) = (above.into_form()?, below.into_form()?);
        guards.extend(of_base);
        match base.known() {
            Some(number) => {
                let inverse = Number::one().checked_div(&number)?;
                Some(Fraction { guards, ..Fraction::form(above.times(&(scale * &inverse))) })
            }
            None if self.is_never_negative(&base) => {
                guards.push(Guard::Base(base.clone()));
                Some(Fraction { above: above.times(scale), below: base, guards })
            }
            None if base.constant().is_zero() && self.is_number(&base) => {
                guards.push(Guard::Signed(base.clone()));
                Some(Fraction { above: above.times(scale), below: base, guards })
            }
            None => None,
        }
    }

    fn ratio(&mut self, antecedent: &'p Quantity, consequent: &'p Quantity) -> Option<Fraction> {
        let (a, b) = (self.fraction(antecedent)?, self.fraction(consequent)?);
        let ((a, mut guards), (b, of_b)) = (a.into_form()?, b.into_form()?);
        guards.extend(of_b);
        if !self.is_never_negative(&b) || b.known().is_some_and(|number| number.is_zero()) {
            return None;
        }
        if b.known().is_none() {
            guards.push(Guard::Ratio(a.clone(), b.clone()));
        }
        Some(Fraction { above: a, below: b, guards })
    }

    /// Whether a form is a multiple of one cell or input of plain numbers.
    fn is_number(&self, form: &Form) -> bool {
        let mut terms = form.terms.iter();
        let first = terms.next().filter(|(_, number)| number.is_positive());
        first.is_some_and(|(slot, _)| {
            let context = self.lowering.contexts.get(self.entity.0);
            terms.len() == 0
                && match context.and_then(|context| context.slots.get(slot.0 as usize)) {
                    Some(Slot::Cell(_, attribute, _)) => self.lowering.type_of(*attribute) == Some(&Type::Number),
                    Some(Slot::Input(input)) => {
                        let input = self.lowering.program.inputs.get(input.0);
                        input.is_some_and(|input| input.of_type == Type::Number)
                    }
                    _ => false,
                }
        })
    }

    /// Whether a form is of kinds that are never negative, with no negative coefficient.
    fn is_never_negative(&self, form: &Form) -> bool {
        let never_negative = |slot: &super::SlotId| {
            let context = self.lowering.contexts.get(self.entity.0);
            match context.and_then(|context| context.slots.get(slot.0 as usize)) {
                Some(Slot::Cell(_, attribute, _)) => is_quantity(self.lowering.type_of(*attribute)),
                Some(Slot::Input(input)) => {
                    is_quantity(self.lowering.program.inputs.get(input.0).map(|input| &input.of_type))
                }
                Some(Slot::Fold(fold)) => self.lowering.is_never_negative(*fold),
                _ => false,
            }
        };
        !form.constant().is_negative()
            && form.terms.iter().all(|(slot, number)| number.is_positive() && never_negative(slot))
    }
}

pub(super) fn is_quantity(of_type: Option<&Type>) -> bool {
    matches!(of_type, Some(Type::Quantity(_) | Type::OpenQuantity))
}
