//! The numbers of a record, each in a cell of its own that every slot for it reads. The first 256 cells lie in one page,
//! which a small index reads without a check.

use crate::evaluate::plan::Numeric;

/// How many cells a page has.
const SIZE: usize = 256;

/// An index into the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellId(u32);

/// Cells that never change: of slots without a number, the number one, and what aggregates are whose members are not told.
impl CellId {
    pub(super) const NO_NUMBER: CellId = CellId(0);
    pub(super) const ONE: CellId = CellId(1);
    pub(super) const FROM_ZERO: CellId = CellId(2);
    pub(super) const ANY: CellId = CellId(3);
    pub(super) const UNJUDGED: CellId = CellId(4);
    /// The first of the fields.
    const FIRST: usize = 5;

    /// The cell of a field, by its number.
    pub(super) fn of(field: usize) -> CellId {
        CellId(u32::try_from(field.saturating_add(CellId::FIRST)).unwrap_or(u32::MAX))
    }

    /// The index into the first page.
    pub(super) fn within_page(self) -> Option<u8> {
        u8::try_from(self.0).ok()
    }
}

impl From<CellId> for u32 {
    fn from(cell: CellId) -> u32 {
        cell.0
    }
}

/// Numbers below this magnitude are small: with small coefficients a comparison of them stays within 64 bits.
pub(super) const SMALL: u64 = 1 << 42;

/// What is known of a cell. The small numbers come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    /// The small whole number that the host gave.
    Given = 0,
    /// A small number at the scale of the field, which knows what the host gave.
    Known = 1,
    /// The same for a number that is not small.
    Large = 2,
    /// Nothing was given.
    Missing = 4,
    /// There is no row to read from.
    Absent = 8,
    /// Known better by the reference evaluator.
    Unjudged = 12,
    /// Of an aggregate that is not below zero.
    FromZero = 16,
    /// Of an aggregate that may be any number.
    Any = 20,
    /// No number is looked for here.
    NoNumber = 24,
}

impl State {
    /// Of a number at the scale of its field; none: it does not fit.
    pub(super) fn of(stored: Option<i64>) -> State {
        match stored {
            Some(number) if number.unsigned_abs() < SMALL => State::Known,
            Some(_) => State::Large,
            None => State::Unjudged,
        }
    }
}

/// Which small numbers a cell takes as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    None,
    NotNegative,
    Each,
}

/// Cells side by side.
#[derive(Clone, Debug)]
pub(super) struct Page {
    values: [i64; SIZE],
    states: [State; SIZE],
    takes: [Takes; SIZE],
}

/// The cells of a record.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    first: Box<Page>,
    more: Vec<Page>,
    count: usize,
}

impl Page {
    const EMPTY: Page = Page { values: [0; SIZE], states: [State::NoNumber; SIZE], takes: [Takes::None; SIZE] };

    /// The number of a cell, and what is known of it.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "a page has a cell for every byte")]
    pub(super) fn at(&self, cell: u8) -> (i64, State) {
        (self.values[usize::from(cell)], self.states[usize::from(cell)])
    }
}

impl Cells {
    /// The cells of so many fields, none of which holds a number yet.
    pub(super) fn new(fields: usize) -> Cells {
        let mut cells = Cells { first: Box::new(Page::EMPTY), more: Vec::new(), count: CellId::FIRST };
        (0..fields).for_each(|_| {
            cells.add();
        });
        let constants = [
            (CellId::NO_NUMBER, State::NoNumber),
            (CellId::ONE, State::Known),
            (CellId::FROM_ZERO, State::FromZero),
            (CellId::ANY, State::Any),
            (CellId::UNJUDGED, State::Unjudged),
        ];
        constants.into_iter().for_each(|(cell, state)| cells.set(cell, 1, state));
        cells
    }

    /// A further cell.
    pub(super) fn add(&mut self) -> CellId {
        let id = CellId(u32::try_from(self.count).unwrap_or(u32::MAX));
        self.count += 1;
        if self.count > SIZE * (self.more.len() + 1) {
            self.more.push(Page::EMPTY);
        }
        id
    }

    /// The cells that a byte finds.
    #[inline(always)]
    pub(super) fn first_page(&self) -> &Page {
        &self.first
    }

    fn place(&mut self, at: usize) -> Option<(&mut i64, &mut State, &mut Takes)> {
        let page = match at / SIZE {
            0 => &mut *self.first,
            further => self.more.get_mut(further - 1)?,
        };
        let at = at % SIZE;
        Some((page.values.get_mut(at)?, page.states.get_mut(at)?, page.takes.get_mut(at)?))
    }

    /// A number of the host into the cell of a field; whether it takes that number as it is.
    #[inline]
    pub(super) fn give(&mut self, field: usize, number: i64) -> bool {
        let Some((value, state, takes)) = self.place(field.saturating_add(CellId::FIRST)) else { return false };
        let is_taken = match takes {
            Takes::NotNegative => number.cast_unsigned() < SMALL,
            Takes::Each => number.unsigned_abs() < SMALL,
            Takes::None => false,
        };
        if is_taken {
            (*value, *state) = (number, State::Given);
        }
        is_taken
    }

    /// Takes the number of a field away; whether it held one or could.
    #[inline]
    pub(super) fn take(&mut self, field: usize) -> bool {
        match self.place(field.saturating_add(CellId::FIRST)) {
            Some((_, state, _)) if *state != State::NoNumber => {
                *state = State::Missing;
                true
            }
            _ => false,
        }
    }

    /// Sets a cell.
    pub(super) fn set(&mut self, cell: CellId, number: i64, known: State) {
        if let Some((value, state, _)) = self.place(cell.0 as usize) {
            (*value, *state) = (number, known);
        }
    }

    /// Says which small numbers a cell takes as they are.
    pub(super) fn let_take(&mut self, cell: CellId, numbers: Takes) {
        if let Some((_, _, takes)) = self.place(cell.0 as usize) {
            *takes = numbers;
        }
    }

    /// The number of a cell, and what is known of it.
    #[inline]
    pub(super) fn at(&self, cell: CellId) -> (i64, State) {
        let at = cell.0 as usize;
        let page = match at / SIZE {
            0 => Some(&*self.first),
            further => self.more.get(further - 1),
        };
        let found = page.and_then(|page| Some((*page.values.get(at % SIZE)?, *page.states.get(at % SIZE)?)));
        found.unwrap_or((0, State::NoNumber))
    }

    /// The same as steps read it.
    #[inline]
    pub(super) fn number(&self, cell: CellId) -> Numeric {
        match self.at(cell) {
            (value, State::Given | State::Known | State::Large) => Numeric::Known(value),
            (_, State::Missing | State::NoNumber) => Numeric::Missing,
            (_, State::Absent) => Numeric::Absent,
            (_, State::Unjudged) => Numeric::Unjudged,
            (_, State::FromZero) => Numeric::Range(Some(0), None),
            (_, State::Any) => Numeric::Range(None, None),
        }
    }
}
