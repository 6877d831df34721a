//! The case split: a missing cell that is read in two or more places is cut at the constants it is compared with, and
//! every combination of the parts is evaluated by itself (`docs/language.md`, section 7, missing facts).

use std::collections::{BTreeSet, HashMap};

use super::interval::{Bound, Interval};
use super::unknown::Unknown;
use crate::date::Date;
use crate::number::Number;

/// The most combinations that are looked at.
const MOST_CASES: usize = 64;

/// A part of the values that a missing cell could have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Numbers of a range.
    Range(Interval),
    /// Yes or no.
    Flag(bool),
    /// One value of an enumeration.
    Choice(usize),
    /// Of the items asked for, which are there.
    Items(Vec<(usize, bool)>),
    /// Days from the first to the last, where one is given.
    Days(Option<i64>, Option<i64>),
    /// The date has never come.
    NoDate,
}

/// One combination: some unknowns with a part of their values each.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    parts: Vec<(Unknown, Part)>,
}

impl Case {
    /// The part that this case gives to an unknown.
    pub(super) fn part(&self, unknown: &Unknown) -> Option<Part> {
        self.parts.iter().find(|(known, _)| known == unknown).map(|(_, part)| part.clone())
    }
}

/// The missing cells read, in the order of their first reading, with what they were compared with.
#[derive(Debug, Default)]
pub(super) struct Places {
    cells: Vec<Place>,
    at: HashMap<Unknown, usize>,
}

#[derive(Debug)]
struct Place {
    unknown: Unknown,
    readers: BTreeSet<usize>,
    domain: (Interval, bool),
    numbers: BTreeSet<Number>,
    days: BTreeSet<i64>,
    items: BTreeSet<usize>,
    choices: usize,
    flag: bool,
}

impl Places {
    /// Notes that `unknown` was read at a place of the program.
    pub(super) fn read(&mut self, unknown: &Unknown, place: usize) {
        self.place(unknown).readers.insert(place);
    }

    /// Notes what values the cell can have, and whether only whole ones.
    pub(super) fn ranges_over(&mut self, unknown: &Unknown, domain: &Interval, whole: bool) {
        self.place(unknown).domain = (domain.clone(), whole);
    }

    pub(super) fn compared_with(&mut self, unknown: &Unknown, number: Number) {
        self.place(unknown).numbers.insert(number);
    }

    pub(super) fn compared_with_day(&mut self, unknown: &Unknown, day: Date) {
        self.place(unknown).days.insert(day.to_days());
    }

    pub(super) fn asked_for_item(&mut self, unknown: &Unknown, item: usize) {
        self.place(unknown).items.insert(item);
    }

    pub(super) fn is_one_of(&mut self, unknown: &Unknown, choices: usize) {
        self.place(unknown).choices = choices;
    }

    pub(super) fn is_a_flag(&mut self, unknown: &Unknown) {
        self.place(unknown).flag = true;
    }

    fn place(&mut self, unknown: &Unknown) -> &mut Place {
        let next = self.cells.len();
        let at = *self.at.entry(unknown.clone()).or_insert(next);
        if at == next {
            self.cells.push(Place::new(unknown));
        }
        // INVARIANT: `at` is a position of the list, or was pushed to it just above.
        #[allow(clippy::indexing_slicing, reason = "the position was just found")]
        &mut self.cells[at]
    }

    /// Every combination of parts of the cells read twice or more; cells that would lead beyond the limit stay whole.
    /// Empty where there is nothing to split.
    pub(super) fn cases(&self) -> Vec<Case> {
        let mut cases = vec![Case::default()];
        for place in self.cells.iter().filter(|place| place.readers.len() > 1) {
            let parts = place.parts();
            if parts.len() < 2 || cases.len().saturating_mul(parts.len()) > MOST_CASES {
                continue;
            }
            let split = |case: &Case| -> Vec<Case> {
                let with = |part: &Part| {
                    let mut case = case.clone();
                    case.parts.push((place.unknown.clone(), part.clone()));
                    case
                };
                parts.iter().map(with).collect()
            };
            cases = cases.iter().flat_map(split).collect();
        }
        if cases.len() > 1 { cases } else { Vec::new() }
    }
}

impl Place {
    fn new(unknown: &Unknown) -> Place {
        Place {
            unknown: unknown.clone(),
            readers: BTreeSet::new(),
            domain: (Interval::anything(), false),
            numbers: BTreeSet::new(),
            days: BTreeSet::new(),
            items: BTreeSet::new(),
            choices: 0,
            flag: false,
        }
    }

    fn parts(&self) -> Vec<Part> {
        if self.flag {
            vec![Part::Flag(true), Part::Flag(false)]
        } else if self.choices > 0 {
            (0..self.choices).map(Part::Choice).collect()
        } else if !self.items.is_empty() {
            self.item_parts()
        } else if !self.days.is_empty() {
            self.day_parts()
        } else {
            self.number_parts()
        }
    }

    /// Below the first constant, at it, between it and the next, and so on.
    fn number_parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut low: Option<Bound> = None;
        for number in &self.numbers {
            let bound = Some(Bound { at: number.clone(), open: true });
            parts.push(Interval { low: low.take(), high: bound.clone() });
            parts.push(Interval::point(number.clone()));
            low = bound;
        }
        parts.push(Interval { low, high: None });
        let (domain, whole) = &self.domain;
        let within = |part: &Interval| part.within(domain, *whole).map(Part::Range);
        parts.iter().filter_map(within).collect()
    }

    fn day_parts(&self) -> Vec<Part> {
        let mut parts = vec![Part::NoDate];
        let mut first = None;
        for day in &self.days {
            parts.push(Part::Days(first, Some(day.saturating_sub(1))));
            parts.push(Part::Days(Some(*day), Some(*day)));
            first = Some(day.saturating_add(1));
        }
        parts.push(Part::Days(first, None));
        parts
    }

    /// Every way to have or lack the items asked for; none where there are too many.
    fn item_parts(&self) -> Vec<Part> {
        let mut parts = vec![Vec::new()];
        for item in &self.items {
            if parts.len() > MOST_CASES {
                return Vec::new();
            }
            let both = |part: &Vec<(usize, bool)>| {
                [true, false].map(|there| {
                    let mut part = part.clone();
                    part.push((*item, there));
                    part
                })
            };
            parts = parts.iter().flat_map(both).collect();
        }
        parts.into_iter().map(Part::Items).collect()
    }
}
