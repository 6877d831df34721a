//! Conditions -> steps.

use super::moments::known_day;
use super::{Assembler, FoldTerm};
use crate::evaluate::plan::truths::{self, NO, OPEN, UNJUDGED, YES};
use crate::evaluate::plan::{SetTest, Slot, SlotId, Test, TextSource, TruthAt, TruthStep};
use crate::program::{Cell, Choice, Condition, Fold, Order, Quantity, TextCell, Type};

/// The most items of a set that fit the bits of a word.
const MOST_ITEMS: usize = 63;

impl<'p> Assembler<'_, 'p> {
    pub(super) fn condition(&mut self, condition: &'p Condition) -> TruthAt {
        match condition {
            Condition::Compare { order, left, right, .. } => self.compare(*order, left, right),
            Condition::Between { value, low, high, .. } => {
                let above = self.compare(Order::AtLeast, value, low);
                let below = self.compare(Order::AtMost, value, high);
                self.code.truth(TruthStep::And([above, below].into()))
            }
            Condition::CompareDates { order, left, right } => {
                let (left, right) = (self.moment(left), self.moment(right));
                self.code.truth(TruthStep::CompareSpans(*order, left, right))
            }
            Condition::IsNone(moment) => {
                let span = self.moment(moment);
                self.code.truth(TruthStep::IsNone(span))
            }
            Condition::Flag(cell) => match self.cell(cell) {
                Some(slot) => self.code.truth(TruthStep::ByCode(slot, [NO, YES, OPEN].into())),
                None => self.constant(UNJUDGED),
            },
            Condition::FlagInput(input) => {
                let slot = self.slot(Slot::Input(*input));
                self.code.truth(TruthStep::ByCode(slot, [NO, YES, OPEN].into()))
            }
            Condition::OneOf { value, allowed } => self.one_of(value, allowed),
            Condition::CompareChoices { order, left, right } => self.compare_choices(*order, left, right),
            Condition::Includes { cell, any, items } => {
                let test = if *any { SetTest::Any } else { SetTest::All };
                self.set_test(cell, items, test)
            }
            Condition::SetIs { cell, items } => self.set_test(cell, items, SetTest::Exactly),
            Condition::TextIn { text, allowed } => self.text_in(text, allowed),
            Condition::Any(set) => self.fold_truth(FoldTerm::Any(set)),
            Condition::All { set, test } => self.fold_truth(FoldTerm::All(set, test)),
            Condition::Attest(limbs) => self.attest(limbs),
            Condition::And(parts) => {
                let parts = parts.iter().map(|part| self.condition(part)).collect();
                self.code.truth(TruthStep::And(parts))
            }
            Condition::Or(parts) => {
                let parts = parts.iter().map(|part| self.condition(part)).collect();
                self.code.truth(TruthStep::Or(parts))
            }
            Condition::Not(inner) => {
                let inner = self.condition(inner);
                self.code.truth(TruthStep::Not(inner))
            }
            Condition::If { arms, otherwise } => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.condition(then))).collect();
                let otherwise = otherwise.as_deref().map(|it| self.condition(it));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
            Condition::At(inner, moment) => match known_day(moment) {
                Some(day) => self.on(day, |it| it.condition(inner)),
                None => self.constant(UNJUDGED),
            },
        }
    }

    fn attest(&mut self, limbs: &[String]) -> TruthAt {
        let day = self.day();
        let parts = limbs.iter().map(|limb| {
            let slot = self.slot(Slot::Evidence(self.rule.to_owned(), limb.clone(), day));
            self.code.truth(TruthStep::Slot(slot))
        });
        let parts = parts.collect();
        self.code.truth(TruthStep::And(parts))
    }

    fn cell(&mut self, cell: &'p Cell) -> Option<SlotId> {
        let reach = self.reach(cell.of.as_deref()).ok()?;
        let day = self.day();
        Some(self.slot(Slot::Cell(reach, cell.attribute, day)))
    }

    fn fold_truth(&mut self, term: FoldTerm<'p>) -> TruthAt {
        match self.fold(term) {
            Some(fold) => {
                let slot = self.slot(Slot::Fold(fold));
                self.code.truth(TruthStep::Slot(slot))
            }
            None => self.constant(UNJUDGED),
        }
    }

    /// A comparison of numbers: a linear form, a share against a number, one comparison for each arm of an `if`, or
    /// exact fractions.
    fn compare(&mut self, order: Order, left: &'p Quantity, right: &'p Quantity) -> TruthAt {
        if let Some(linear) = self.linear_comparison(order, left, right) {
            if let Some(number) = linear.form.known().filter(|_| linear.guards.is_empty()) {
                let holds = match linear.test {
                    Test::NotNegative => !number.is_negative(),
                    Test::Positive => number.is_positive(),
                    Test::Zero => number.is_zero(),
                    Test::NotZero => !number.is_zero(),
                };
                return self.constant(truths::known(holds));
            }
            return self.linear(linear);
        }
        if let (Quantity::Fold(fold), Quantity::Literal(number)) = (left, right)
            && let Fold::Share(set, test) = fold.as_ref()
        {
            return self.fold_truth(FoldTerm::ShareTest(set, test, order, number));
        }
        let is_bound = !matches!(order, Order::Equal | Order::NotEqual);
        match (left, right) {
            (_, Quantity::If(arms, otherwise)) if is_bound => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.compare(order, left, then)));
                let arms = arms.collect();
                let otherwise = otherwise.as_deref().map(|it| self.compare(order, left, it));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
            (_, Quantity::Case { value, rows, otherwise }) if is_bound && self.is_own_number(value) => {
                let arms = rows.iter().map(|(bound, then)| {
                    let within = self.compare(Order::AtMost, value, bound);
                    (within, self.compare(order, left, then))
                });
                let arms = arms.collect();
                let otherwise = otherwise.as_deref().map(|it| self.compare(order, left, it));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
            _ => {
                let (left, right) = (self.quantity(left), self.quantity(right));
                self.code.truth(TruthStep::Compare(order, left, right))
            }
        }
    }

    /// Whether a quantity is an attribute of the row in focus, so that there always is one.
    fn is_own_number(&self, quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Cell(cell) if cell.of.is_none())
    }

    fn one_of(&mut self, value: &'p Choice, allowed: &'p [bool]) -> TruthAt {
        let allows = |at: usize| allowed.get(at).copied().unwrap_or(false);
        match value {
            Choice::Literal(at) => self.constant(truths::known(allows(*at))),
            Choice::Cell(cell) => self.by_choice(cell, &allows),
            Choice::If(arms, otherwise) => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.one_of(then, allowed))).collect();
                let otherwise = otherwise.as_deref().map(|it| self.one_of(it, allowed));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
        }
    }

    /// A test of an attribute with values of an enumeration.
    fn by_choice(&mut self, cell: &'p Cell, allows: &dyn Fn(usize) -> bool) -> TruthAt {
        let count = self.number_of_choices(cell);
        let Some(slot) = self.cell(cell) else { return self.constant(UNJUDGED) };
        let mut table: Vec<u8> = (0..count).map(|at| truths::known(allows(at))).collect();
        table.push(table.iter().fold(0, |set, truths| set | truths));
        self.code.truth(TruthStep::ByCode(slot, table.into()))
    }

    fn number_of_choices(&self, cell: &Cell) -> usize {
        match self.lowering.type_of(cell.attribute) {
            Some(Type::OneOf(values) | Type::Ordered(values)) => values.len(),
            _ => 0,
        }
    }

    fn compare_choices(&mut self, order: Order, left: &'p Choice, right: &'p Choice) -> TruthAt {
        match (left, right) {
            (Choice::If(arms, otherwise), _) => {
                let arms = arms.iter().map(|(when, then)| {
                    let when = self.condition(when);
                    (when, self.compare_choices(order, then, right))
                });
                let arms = arms.collect();
                let otherwise = otherwise.as_deref().map(|it| self.compare_choices(order, it, right));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
            (_, Choice::If(arms, otherwise)) => {
                let arms = arms.iter().map(|(when, then)| {
                    let when = self.condition(when);
                    (when, self.compare_choices(order, left, then))
                });
                let arms = arms.collect();
                let otherwise = otherwise.as_deref().map(|it| self.compare_choices(order, left, it));
                self.code.truth(TruthStep::If(arms, otherwise))
            }
            (Choice::Literal(a), Choice::Literal(b)) => self.constant(truths::known(truths::holds(order, a.cmp(b)))),
            (Choice::Cell(cell), Choice::Literal(b)) => self.by_choice(cell, &|a| truths::holds(order, a.cmp(b))),
            (Choice::Literal(a), Choice::Cell(cell)) => self.by_choice(cell, &|b| truths::holds(order, a.cmp(&b))),
            (Choice::Cell(a), Choice::Cell(b)) => {
                let count = u16::try_from(self.number_of_choices(a)).ok();
                match (self.cell(a), self.cell(b), count) {
                    (Some(a), Some(b), Some(count)) => self.code.truth(TruthStep::CompareCodes(order, a, b, count)),
                    _ => self.constant(UNJUDGED),
                }
            }
        }
    }

    fn set_test(&mut self, cell: &'p Cell, items: &[usize], test: fn(u64) -> SetTest) -> TruthAt {
        let fits = match self.lowering.type_of(cell.attribute) {
            Some(Type::SetOf(values)) => !values.is_empty() && values.len() <= MOST_ITEMS,
            _ => false,
        };
        let Some(slot) = self.cell(cell).filter(|_| fits) else { return self.constant(UNJUDGED) };
        let bits = items.iter().fold(0u64, |bits, item| bits | 1 << (item % 64));
        self.code.truth(TruthStep::Set(slot, test(bits)))
    }

    fn text_in(&mut self, text: &'p TextCell, allowed: &[String]) -> TruthAt {
        let (of, source) = match text {
            TextCell::Attribute(cell) => (cell.of.as_deref(), TextSource::Attribute(cell.attribute, self.day())),
            TextCell::Id(of) => (of.as_deref(), TextSource::Id),
            TextCell::Name(of) => (of.as_deref(), TextSource::Name),
        };
        match self.reach(of) {
            Ok(reach) => {
                let slot = self.slot(Slot::Text(reach, source, allowed.to_vec()));
                self.code.truth(TruthStep::Slot(slot))
            }
            Err(_) => self.constant(UNJUDGED),
        }
    }
}
