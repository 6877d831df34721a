//! Comparisons of few numbers, each in one piece of memory: what a record makes most often. They say the same as
//! `BoundLinear::truths`, which makes all others, and these where a number is not small.

use super::cells::{CellId, Page, State};
use crate::evaluate::plan::truths::{self, ABSENT};
use crate::evaluate::plan::{BoundForm, BoundGuard, BoundLinear, BoundTerm, LinearId, SlotId, Test};

/// The most that the coefficients of a comparison add up to. With small numbers they make less than 2^62, and the constant and
/// what terms are nearest to zero are bound to 2^57 each, so that every sum stays within 64 bits.
const MOST: u64 = 1 << 20;

/// `constant + Σ coefficient * number >= 0` of at most `N` numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison<const N: usize> {
    terms: [Term; N],
    constant: i64,
    /// Where it is a ratio, the places of its antecedent and of its consequent: of zero to zero it is not applicable.
    ratio: Option<[u8; 2]>,
    cells: [u8; N],
    /// The register that takes its truths.
    pub(super) to: u8,
    /// The same comparison in the plan.
    pub(super) linear: LinearId,
}

/// What a comparison does with one of its numbers.
#[derive(Clone, Copy, Debug)]
struct Term {
    coefficient: i64,
    /// All ones where the number is one of those that are all zero where the comparison is not applicable.
    void: i64,
    /// What the term is nearest to zero where the number is missing.
    nearest: i64,
    /// Whether the number may be below zero.
    signed: bool,
}

impl Term {
    const NONE: Term = Term { coefficient: 0, void: 0, nearest: 0, signed: false };
}

impl<const N: usize> Comparison<N> {
    /// None where it is larger than that, or of another kind.
    pub(super) fn of(
        linear: &BoundLinear,
        id: LinearId,
        cell: impl Fn(SlotId) -> CellId,
        to: u8,
    ) -> Option<Comparison<N>> {
        // Whole numbers are above zero where they are not below one.
        let constant = match linear.test {
            Test::NotNegative => linear.form.constant,
            Test::Positive => linear.form.constant - 1,
            Test::Zero | Test::NotZero => return None,
        };
        let (void, is_ratio) = void_slots(linear)?;
        let mut slots: Vec<SlotId> = linear.form.terms.iter().map(|term| term.slot).collect();
        // What only says whether it is applicable is read as well.
        void.iter().for_each(|slot| {
            if !slots.contains(slot) {
                slots.push(*slot);
            }
        });
        let magnitudes = linear.form.terms.iter().map(|term| term.coefficient.unsigned_abs());
        if slots.len() + usize::from(void.is_empty()) > N || magnitudes.fold(0, u64::saturating_add) > MOST {
            return None;
        }
        let place = |slot: &SlotId| slots.iter().position(|known| known == slot).and_then(|at| u8::try_from(at).ok());
        let ratio = match void.as_slice() {
            [antecedent, consequent] if is_ratio => Some([place(antecedent)?, place(consequent)?]),
            _ => None,
        };
        // What is left of its room reads the number one: where that counts as well, it is always applicable.
        let one = CellId::ONE.within_page()?;
        let rest = Term { void: if void.is_empty() { -1 } else { 0 }, ..Term::NONE };
        let mut made = Comparison { terms: [rest; N], constant, ratio, cells: [one; N], to, linear: id };
        for (slot, (term, to_cell)) in slots.iter().zip(made.terms.iter_mut().zip(&mut made.cells)) {
            *to_cell = cell(*slot).within_page()?;
            term.void = if void.contains(slot) { -1 } else { 0 };
            if let Some(of) = linear.form.terms.iter().find(|term| term.slot == *slot) {
                *term = Term { coefficient: of.coefficient, nearest: of.nearest, signed: of.signed, ..*term };
            }
        }
        Some(made)
    }

    /// The truths where all numbers are known and small; none where one is not.
    #[inline(always)]
    pub(super) fn truths(&self, page: &Page) -> Option<u8> {
        let read = self.cells.map(|cell| page.at(cell));
        if read.iter().fold(0, |unknown, (_, state)| unknown | *state as u8) > State::Known as u8 {
            return None;
        }
        let (mut total, mut unless_void) = (self.constant, 0);
        for (term, (value, _)) in self.terms.iter().zip(read) {
            total += term.coefficient * value;
            unless_void |= term.void & value;
        }
        Some(if unless_void == 0 { ABSENT } else { truths::known(total >= 0) })
    }

    /// The truths where numbers are missing and all others are known and small; none where one is not.
    pub(super) fn truths_of_missing(&self, page: &Page) -> Option<u8> {
        let (mut low, mut high) = (Some(self.constant), Some(self.constant));
        let mut unless_void = 0;
        for (term, cell) in self.terms.iter().zip(self.cells) {
            let (value, state) = page.at(cell);
            let (nearest, furthest) = match state {
                State::Given | State::Known => {
                    unless_void |= term.void & value;
                    let known = Some(term.coefficient * value);
                    (known, known)
                }
                State::Missing => {
                    // A missing base is above zero.
                    unless_void |= term.void;
                    match term {
                        Term { coefficient: 0, .. } => (Some(0), Some(0)),
                        Term { signed: true, .. } => (None, None),
                        _ => (Some(term.nearest), None),
                    }
                }
                _ => return None,
            };
            let add = |sum: Option<i64>, part: Option<i64>| Some(sum? + part?);
            let (least, most) = if term.coefficient < 0 { (furthest, nearest) } else { (nearest, furthest) };
            (low, high) = (add(low, least), add(high, most));
        }
        if unless_void == 0 {
            return Some(ABSENT);
        }
        let truths = truths::set_of(high.is_none_or(|high| high >= 0), low.is_none_or(|low| low < 0));
        Some(if self.may_be_void(page) { truths | ABSENT } else { truths })
    }

    /// Whether a ratio to zero may be one of zero to zero, as its antecedent is not known.
    fn may_be_void(&self, page: &Page) -> bool {
        let at = |place: u8| self.cells.get(usize::from(place)).map(|cell| page.at(*cell));
        match self.ratio.map(|places| places.map(at)) {
            Some([Some((_, State::Missing)), Some((consequent, state))]) => consequent == 0 && state != State::Missing,
            _ => false,
        }
    }
}

/// The slots that are all zero where a comparison is not applicable, and whether it is a ratio of them; none where it is
/// of another kind.
fn void_slots(linear: &BoundLinear) -> Option<(Vec<SlotId>, bool)> {
    Some(match linear.guards.as_slice() {
        [] => (Vec::new(), false),
        [BoundGuard::Base(base)] => match base.terms.as_slice() {
            [term] if base.constant == 0 => (vec![term.slot], false),
            [a, b] if is_sum(base) => (vec![a.slot, b.slot], false),
            _ => return None,
        },
        [BoundGuard::Ratio(antecedent, consequent)] => match (lone(antecedent)?, lone(consequent)?) {
            (a, b) if !b.signed => (vec![a.slot, b.slot], true),
            _ => return None,
        },
        _ => return None,
    })
}

/// The term of a form that is a multiple of one number.
fn lone(form: &BoundForm) -> Option<&BoundTerm> {
    match form.terms.as_slice() {
        [term] if form.constant == 0 => Some(term),
        _ => None,
    }
}

/// Whether a form is zero exactly where all its numbers are.
fn is_sum(form: &BoundForm) -> bool {
    form.constant == 0 && form.terms.iter().all(|term| term.coefficient > 0 && !term.signed)
}

#[cfg(test)]
mod tests {
    use super::{Comparison, lone};
    use crate::evaluate::plan::{BoundForm, BoundGuard, BoundLinear, BoundTerm, LinearId, SlotId, Test};
    use crate::evaluate::record::cells::{CellId, Cells, State};

    const NUMBERS: [Option<i64>; 6] = [None, Some(-2), Some(0), Some(1), Some(3), Some(i64::MAX)];

    /// A form; numbers of odd slots are never below zero.
    fn form(terms: &[(u32, i64)], constant: i64) -> BoundForm {
        let term = |(slot, coefficient): &(u32, i64)| BoundTerm {
            slot: SlotId(*slot),
            coefficient: *coefficient,
            nearest: 0,
            signed: slot % 2 == 0,
        };
        BoundForm { terms: terms.iter().map(term).collect(), constant }
    }

    /// The same where its numbers are bases, which are above zero.
    fn of_bases(mut form: BoundForm) -> BoundForm {
        form.terms.iter_mut().for_each(|term| term.nearest = term.coefficient.signum());
        form
    }

    fn cell(slot: SlotId) -> CellId {
        CellId::of(slot.0 as usize)
    }

    /// Every combination of numbers for four slots, as the cells of a record.
    fn rows() -> Vec<Cells> {
        let pairs = || NUMBERS.into_iter().flat_map(|a| NUMBERS.map(|b| (a, b)));
        let all = pairs().flat_map(|(a, b)| pairs().map(move |(c, d)| [a, b, c, d]));
        // Of the odd ones none is below zero.
        let fits = |row: &[Option<i64>; 4]| [row[1], row[3]].into_iter().flatten().all(|number| number >= 0);
        let cells = |row: [Option<i64>; 4]| {
            let mut cells = Cells::new(4);
            for (at, number) in row.iter().enumerate() {
                let state = number.map_or(State::Missing, |number| State::of(Some(number)));
                cells.set(CellId::of(at), number.unwrap_or(7), state);
            }
            cells
        };
        all.filter(fits).map(cells).collect()
    }

    fn of<const N: usize>(linear: &BoundLinear) -> Option<Comparison<N>> {
        Comparison::of(linear, LinearId(0), cell, 0)
    }

    fn compare<const N: usize>(linear: &BoundLinear, cells: &Cells) -> [usize; 2] {
        let Some(comparison) = of::<N>(linear) else { return [0, 0] };
        let page = cells.first_page();
        let all = linear.truths(|slot| cells.number(cell(slot)));
        let (known, missing) = (comparison.truths(page), comparison.truths_of_missing(page));
        for found in [known, missing].into_iter().flatten() {
            assert_eq!(
                found,
                all,
                "{linear:?} {comparison:?} {:?}",
                [0, 1, 2, 3].map(|at| cells.number(cell(SlotId(at))))
            );
        }
        [usize::from(known.is_some()), usize::from(known.is_none() && missing.is_some())]
    }

    #[test]
    fn what_lies_flat_says_the_same() {
        let one = |slot| form(&[(slot, 1)], 0);
        let guards = [
            vec![],
            vec![BoundGuard::Base(one(1))],
            vec![BoundGuard::Base(one(0))],
            vec![BoundGuard::Base(form(&[(1, 2), (3, 1)], 0))],
            vec![BoundGuard::Ratio(one(0), one(1))],
            vec![BoundGuard::Ratio(one(1), one(3))],
        ];
        let forms = [&[(0, 2)][..], &[(0, 1_000), (1, -3)], &[(3, 1_000), (1, -8)], &[(2, -700_000), (0, 5), (1, 1)]];
        let rows = rows();
        let mut compared = [0, 0];
        for (terms, guards) in forms.iter().flat_map(|terms| guards.iter().map(move |guards| (terms, guards))) {
            for (test, constant) in [(Test::NotNegative, 0), (Test::Positive, 0), (Test::NotNegative, -6)] {
                let linear = BoundLinear { form: of_bases(form(terms, constant)), test, guards: guards.clone() };
                assert!(of::<4>(&linear).is_some(), "{linear:?}");
                for cells in &rows {
                    for [known, missing] in [compare::<2>(&linear, cells), compare::<4>(&linear, cells)] {
                        compared = [compared[0] + known, compared[1] + missing];
                    }
                }
            }
        }
        assert!(compared.iter().all(|count| *count > 10_000), "{compared:?}");
    }

    #[test]
    fn what_is_larger_or_of_another_kind_does_not_lie_flat() {
        let fits = |terms: &[(u32, i64)], test: Test, guards: Vec<BoundGuard>| {
            of::<4>(&BoundLinear { form: form(terms, 0), test, guards }).is_some()
        };
        let (one, none) = (form(&[(1, 1)], 0), Vec::new);
        assert!(fits(&[(0, 1), (1, 1), (2, 1)], Test::Positive, none()));
        assert!(!fits(&[(0, 1), (1, 1), (2, 1), (3, 1)], Test::Positive, none()));
        assert!(fits(&[(0, 1 << 20)], Test::Positive, none()));
        assert!(!fits(&[(0, -1 << 20), (1, 1)], Test::Positive, none()));
        assert!(!fits(&[(0, 1)], Test::Zero, none()));
        assert!(!fits(&[(0, 1)], Test::NotZero, none()));
        assert!(!fits(&[(0, 1)], Test::Positive, vec![BoundGuard::Signed(one.clone())]));
        assert!(!fits(&[(0, 1)], Test::Positive, vec![BoundGuard::Base(form(&[(1, 1), (2, 1)], 0))]));
        assert!(!fits(&[(0, 1)], Test::Positive, vec![BoundGuard::Base(form(&[(1, 1), (3, -1)], 0))]));
        assert!(!fits(&[(0, 1)], Test::Positive, vec![BoundGuard::Ratio(one.clone(), form(&[(2, 1)], 0))]));
        assert!(!fits(&[(0, 1)], Test::Positive, vec![BoundGuard::Base(one.clone()), BoundGuard::Base(one)]));
        assert!(lone(&form(&[(1, 1)], 2)).is_none());
    }
}
