//! Columns by hand: blocks of rows that stay in the cache, and for each rule one plain loop over the columns that it reads,
//! which the compiler turns into vector instructions of the processor that it builds for.

use super::record::Region;
use super::twenty::{self, Cell};
use crate::facts::{Fields, HUNDRED};
use crate::rules::{FIELDS, Numbers, RULES};

/// Rows of a block: twelve columns of them fit the second cache.
pub(super) const BLOCK: usize = 1_024;

/// For each rule a code for each row.
pub type Verdicts = [Vec<u8>; RULES];

/// Judges every row. `verdicts` is made anew, as long as the columns are.
pub fn judge_columns(fields: &Fields) -> Verdicts {
    match fields.numbers {
        Numbers::Whole => judge::<1>(fields),
        Numbers::Decimal => judge::<HUNDRED>(fields),
    }
}

fn judge<const ONE: i64>(fields: &Fields) -> Verdicts {
    let mut verdicts: Verdicts = std::array::from_fn(|_| vec![0; fields.len()]);
    let mut known = [[true; BLOCK]; FIELDS];
    for start in (0..fields.len()).step_by(BLOCK) {
        let rows = start..fields.len().min(start + BLOCK);
        let values = fields.values.each_ref().map(|values| values.get(rows.clone()).unwrap_or_default());
        let out = verdicts.each_mut().map(|codes| codes.get_mut(rows.clone()).unwrap_or_default());
        match &fields.known {
            None => block::<_, ONE>(Region::from(values), out),
            Some(words) => {
                known.iter_mut().zip(words).for_each(|(known, words)| spread(words, start, known));
                let mut masks = known.each_ref().into_iter();
                let both = values.map(|values| (values, masks.next().map_or(&[][..], |known| known.as_slice())));
                block::<_, ONE>(Region::from(both), out);
            }
        }
    }
    verdicts
}

/// The bits of a block, one a byte.
fn spread(words: &[u64], start: usize, known: &mut [bool; BLOCK]) {
    let words = words.get(start / 64..).unwrap_or_default();
    for (known, word) in known.chunks_exact_mut(64).zip(words) {
        for (bytes, byte) in known.chunks_exact_mut(8).zip(word.to_le_bytes()) {
            bytes.iter_mut().enumerate().for_each(|(bit, known)| *known = byte >> bit & 1 == 1);
        }
    }
}

/// The cells of a column in a block.
trait Cells: Copy {
    fn cells(self) -> impl Iterator<Item = Cell>;
}

impl Cells for &[i64] {
    #[inline(always)]
    fn cells(self) -> impl Iterator<Item = Cell> {
        self.iter().map(|value| Cell::from(*value))
    }
}

impl Cells for (&[i64], &[bool]) {
    #[inline(always)]
    fn cells(self) -> impl Iterator<Item = Cell> {
        self.0.iter().zip(self.1).map(|(value, known)| Cell { value: *value, known: *known })
    }
}

#[inline(always)]
fn two<C: Cells>(out: &mut [u8], a: C, b: C, rule: impl Fn(Cell, Cell) -> u8) {
    out.iter_mut().zip(a.cells().zip(b.cells())).for_each(|(out, (a, b))| *out = rule(a, b));
}

#[inline(always)]
fn three<C: Cells>(out: &mut [u8], a: C, b: C, c: C, rule: impl Fn(Cell, Cell, Cell) -> u8) {
    let cells = a.cells().zip(b.cells()).zip(c.cells());
    out.iter_mut().zip(cells).for_each(|(out, ((a, b), c))| *out = rule(a, b, c));
}

#[inline(always)]
fn four<C: Cells>(out: &mut [u8], [a, b, c, d]: [C; 4], rule: impl Fn(Cell, Cell, Cell, Cell) -> u8) {
    let cells = a.cells().zip(b.cells()).zip(c.cells().zip(d.cells()));
    out.iter_mut().zip(cells).for_each(|(out, ((a, b), (c, d)))| *out = rule(a, b, c, d));
}

fn block<C: Cells, const ONE: i64>(of: Region<C>, out: [&mut [u8]; RULES]) {
    let [o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12, o13, o14, o15, o16, o17, o18, o19] = out;
    two(o0, of.doctors, of.population, twenty::doctors);
    two(o1, of.nurses, of.population, twenty::nurses);
    two(o2, of.rehab_doctors, of.population, twenty::rehab_doctors);
    two(o3, of.therapists, of.population, twenty::therapists);
    two(o4, of.beds, of.population, twenty::beds);
    two(o5, of.caregivers, of.elderly, twenty::caregivers);
    two(o6, of.institutions, of.population, twenty::institutions);
    two(o7, of.rehab_beds, of.beds, twenty::rehab_beds);
    two(o8, of.nursing_beds, of.beds, twenty::nursing_beds);
    two(o9, of.rehab_doctors, of.doctors, twenty::rehab_share);
    two(o10, of.social_workers, of.elderly, twenty::social_workers);
    two(o11, of.doctors, of.nurses, twenty::doctor_nurse);
    two(o12, of.elderly, of.population, twenty::ageing);
    three(o13, of.doctors, of.nurses, of.population, twenty::staff);
    two(o14, of.beds, of.therapists, twenty::therapist_load);
    two(o15, of.population, of.rehab_beds, twenty::large_or_small::<ONE>);
    two(o16, of.population, of.therapists, twenty::large::<ONE>);
    two(o17, of.population, of.therapists, twenty::small::<ONE>);
    two(o18, of.beds, of.social_workers, twenty::many_beds::<ONE>);
    four(o19, [of.elderly, of.population, of.beds, of.nursing_beds], twenty::aged);
}
