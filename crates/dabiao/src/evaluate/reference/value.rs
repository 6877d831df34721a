//! What a quantity may be: a fraction of two linear forms over what is unknown. Equal terms cancel in a comparison,
//! because an unknown keeps its identity; a share over members is decided on the sum of what each member adds.

use std::collections::BTreeMap;

use super::interval::{Bound, Interval};
use super::truth::Truth;
use crate::evaluate::verdict::MissingFact;
use crate::number::Number;
use crate::program::Order;

/// An unknown: which group of [`Unknowns`], and which of the group's two numbers.
pub(super) type Variable = (usize, u8);

/// `constant + Σ coefficient * variable`
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Linear {
    constant: Option<Number>,
    terms: BTreeMap<Variable, Number>,
}

impl Linear {
    pub(super) fn constant(number: Number) -> Linear {
        Linear { constant: Some(number), terms: BTreeMap::new() }
    }

    pub(super) fn variable(variable: Variable) -> Linear {
        let mut terms = BTreeMap::new();
        terms.insert(variable, Number::one());
        Linear { constant: None, terms }
    }

    /// The number, where nothing is unknown.
    pub(super) fn known(&self) -> Option<Number> {
        self.terms.is_empty().then(|| self.constant.clone().unwrap_or_else(Number::zero))
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> + '_ {
        self.terms.keys().copied()
    }

    pub(super) fn add(&mut self, other: &Linear, factor: &Number) {
        if let Some(constant) = &other.constant {
            let sum = self.constant.take().unwrap_or_else(Number::zero) + constant * factor;
            self.constant = Some(sum);
        }
        for (variable, coefficient) in &other.terms {
            let sum = match self.terms.remove(variable) {
                Some(mine) => mine + coefficient * factor,
                None => coefficient * factor,
            };
            if !sum.is_zero() {
                self.terms.insert(*variable, sum);
            }
        }
    }

    pub(super) fn times(&self, factor: &Number) -> Linear {
        let mut product = Linear::default();
        product.add(self, factor);
        product
    }

    /// The product, where one side is known.
    pub(super) fn product(&self, other: &Linear) -> Option<Linear> {
        match (self.known(), other.known()) {
            (Some(number), _) => Some(other.times(&number)),
            (None, Some(number)) => Some(self.times(&number)),
            (None, None) => None,
        }
    }

    /// The threshold `-constant / coefficient` of a form with one variable, with that variable.
    pub(super) fn threshold(&self) -> Option<(Variable, Number)> {
        let (variable, coefficient) = self.terms.iter().next().filter(|_| self.terms.len() == 1)?;
        let constant = self.constant.clone().unwrap_or_else(Number::zero);
        Some((*variable, (-constant).checked_div(coefficient)?))
    }
}

/// What an unknown can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// A number of a range; only whole ones where `whole`.
    Range { range: Interval, whole: bool },
    /// One of several pairs: what a member may add to a numerator and to a denominator.
    Pairs(Vec<[Interval; 2]>),
}

/// The unknowns met so far, each with its domain and with what is missing behind it.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    groups: Vec<(Domain, Vec<MissingFact>)>,
}

impl Unknowns {
    pub(super) fn add(&mut self, domain: Domain, missing: Vec<MissingFact>) -> usize {
        self.groups.push((domain, missing));
        self.groups.len() - 1
    }

    /// A missing base is above zero: a blank never stands for the zero that voids a rate.
    pub(super) fn assume_positive(&mut self, form: &Linear) {
        for (group, _) in form.variables().collect::<Vec<_>>() {
            if let Some((Domain::Range { range, whole }, _)) = self.groups.get_mut(group)
                && range.low.as_ref().is_some_and(|low| low.at.is_zero())
            {
                range.low = Some(Bound { at: Number::zero(), open: true });
                if *whole {
                    *range = range.tightened_to_whole();
                }
            }
        }
    }

    /// Whether the form depends on whether some member is counted at all.
    pub(super) fn has_pairs(&self, form: &Linear) -> bool {
        form.variables().any(|(group, _)| matches!(self.groups.get(group), Some((Domain::Pairs(_), _))))
    }

    pub(super) fn missing_behind(&self, form: &Linear) -> Vec<MissingFact> {
        let mut seen = Vec::new();
        let mut missing = Vec::new();
        for (group, _) in form.variables() {
            if !seen.contains(&group) {
                seen.push(group);
                missing.extend(self.groups.get(group).into_iter().flat_map(|(_, missing)| missing.iter().cloned()));
            }
        }
        missing
    }

    /// All values that the form can take.
    pub(super) fn range(&self, form: &Linear) -> Interval {
        self.range_where(form, None)
    }

    /// The values of the form where `base` is above zero, given that `base` is never below.
    pub(super) fn range_where_positive(&self, form: &Linear, base: &Linear) -> Interval {
        if !self.range(base).contains_zero() {
            return self.range(form);
        }
        let mut hull: Option<Interval> = None;
        let groups: Vec<usize> = base.variables().map(|(group, _)| group).collect();
        for group in groups {
            let range = self.range_where(form, Some((group, base)));
            hull = Some(hull.map_or(range.clone(), |hull| hull.hull(&range)));
        }
        hull.unwrap_or_else(|| self.range(form))
    }

    fn range_where(&self, form: &Linear, forced: Option<(usize, &Linear)>) -> Interval {
        let mut total = Interval::point(form.constant.clone().unwrap_or_else(Number::zero));
        let mut groups: Vec<usize> = form.terms.keys().map(|(group, _)| *group).collect();
        groups.extend(forced.iter().map(|(group, _)| *group));
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let base = forced.filter(|(at, _)| *at == group).map(|(_, base)| base);
            total = total.plus(&self.group_range(group, form, base));
        }
        total
    }

    /// What one group adds to the form; with `base` only where the group adds something to it.
    fn group_range(&self, group: usize, form: &Linear, base: Option<&Linear>) -> Interval {
        let coefficient = |of: &Linear, slot: u8| of.terms.get(&(group, slot)).cloned().unwrap_or_else(Number::zero);
        match self.groups.get(group) {
            Some((Domain::Range { range, .. }, _)) => range.times(&coefficient(form, 0)),
            Some((Domain::Pairs(pairs), _)) => {
                let adds = |[a, b]: &[Interval; 2], of: &Linear| {
                    a.times(&coefficient(of, 0)).plus(&b.times(&coefficient(of, 1)))
                };
                let counted = pairs.iter().filter(|pair| base.is_none_or(|base| adds(pair, base).may_be_positive()));
                counted.map(|pair| adds(pair, form)).reduce(|a, b| a.hull(&b)).unwrap_or_else(Interval::anything)
            }
            None => Interval::anything(),
        }
    }

    /// Whether a form all of whose unknowns are whole can be exactly zero, going by its least common step.
    fn can_reach_zero(&self, form: &Linear) -> bool {
        let whole = |group: usize| match self.groups.get(group) {
            Some((Domain::Range { whole, .. }, _)) => *whole,
            _ => false,
        };
        if form.terms.is_empty() || !form.terms.keys().all(|(group, _)| whole(*group)) {
            return true;
        }
        let step = form.terms.values().fold(Number::zero(), |step, coefficient| gcd(&step, coefficient));
        let constant = form.constant.clone().unwrap_or_else(Number::zero);
        constant.checked_div(&step).is_none_or(|steps| steps.is_whole())
    }

    /// The truths of `form ORDER 0`, the form ranging over `range`.
    pub(super) fn compare(&self, form: &Linear, range: &Interval, order: Order) -> Truth {
        let zero = range.contains_zero() && self.can_reach_zero(form);
        let (below, above) = (range.may_be_negative(), range.may_be_positive());
        let (yes, no) = match order {
            Order::AtLeast => (above || zero, below),
            Order::MoreThan => (above, below || zero),
            Order::AtMost => (below || zero, above),
            Order::LessThan => (below, above || zero),
            Order::Equal => (zero, below || above),
            Order::NotEqual => (below || above, zero),
        };
        if yes || no { Truth { yes, no, not_applicable: false } } else { Truth::OPEN }
    }
}

/// What a quantity may be.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// Numerator and denominator, where it may be a number at all. The denominator is never negative.
    pub fraction: Option<(Linear, Linear)>,
    /// Whether it may be not applicable.
    pub not_applicable: bool,
    /// What is missing beyond the unknowns of the fraction.
    pub missing: Vec<MissingFact>,
    /// The fractions that it may be where it depends on a condition, and the fraction is only a range around them: what is
    /// compared with it is compared with each.
    pub arms: Vec<(Linear, Linear)>,
}

impl Value {
    pub(super) fn linear(form: Linear) -> Value {
        Value {
            fraction: Some((form, Linear::constant(Number::one()))),
            not_applicable: false,
            missing: Vec::new(),
            arms: Vec::new(),
        }
    }

    pub(super) fn number(number: Number) -> Value {
        Value::linear(Linear::constant(number))
    }

    pub(super) fn not_applicable() -> Value {
        Value { fraction: None, not_applicable: true, missing: Vec::new(), arms: Vec::new() }
    }

    /// What it may be: each of its arms, or the one fraction that it is.
    pub(super) fn each(&self) -> impl Iterator<Item = &(Linear, Linear)> {
        let only = self.fraction.as_ref().filter(|_| self.arms.is_empty());
        self.arms.iter().chain(only)
    }

    /// The form itself, where the denominator is a known number.
    pub(super) fn as_linear(&self) -> Option<Linear> {
        let (numerator, denominator) = self.fraction.as_ref()?;
        let inverse = Number::one().checked_div(&denominator.known()?)?;
        Some(numerator.times(&inverse))
    }

    /// The number, where it is certain.
    pub(super) fn known(&self) -> Option<Number> {
        let (numerator, denominator) = self.fraction.as_ref().filter(|_| !self.not_applicable)?;
        numerator.known()?.checked_div(&denominator.known()?)
    }
}

/// The greatest number of which both are whole multiples (Euclid).
fn gcd(a: &Number, b: &Number) -> Number {
    let (mut a, mut b) = (a.abs(), b.abs());
    while !b.is_zero() {
        let whole = a.checked_div(&b).map_or_else(Number::zero, |quotient| quotient.floor());
        let rest = &a - &(&whole * &b);
        a = b;
        b = rest;
    }
    a
}
