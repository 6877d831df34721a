//! Facts for the 20 rules: numbers as they are in a country, often exactly at a target or one beside it, and the same as CSV.

use std::fmt::Write;
use std::sync::Arc;

use dabiao::evaluate::Plan;
use dabiao::facts::{Bits, Buffer, FactLimits, Facts, Table, Values, from_csv_within, from_tables, from_tables_within};

use crate::Failure;
use crate::random::Random;
use crate::rules::{FIELDS, NAMES, Numbers};

/// What a decimal field holds for 1.
pub const HUNDRED: i64 = 100;

/// A column for each field. Hand-written Rust runs over them; dabiao reads them as CSV.
#[derive(Clone, Debug)]
pub struct Fields {
    /// For each field its values; of decimals, a hundred times. 0 where the value is missing.
    pub values: [Vec<i64>; FIELDS],
    /// For each field which values are there: bit `row % 64` of word `row / 64`. None: all are.
    pub known: Option<[Vec<u64>; FIELDS]>,
    /// Whether they have decimals.
    pub numbers: Numbers,
}

/// Whole columns in the memory of a host.
pub struct Shared {
    ids: (Arc<Vec<i64>>, Arc<Vec<u8>>),
    columns: Vec<(Arc<Vec<i64>>, Option<Bits>)>,
    numbers: Numbers,
}

impl Shared {
    /// The facts of a plan of the 20 rules, of the columns without a copy.
    pub fn facts(&self, plan: &Plan) -> Result<Facts, Failure> {
        let ids = Values::Texts(Buffer::Shared(self.ids.0.clone()), Buffer::Shared(self.ids.1.clone()), None);
        let values = |(values, known): &(Arc<Vec<i64>>, Option<Bits>)| match self.numbers {
            Numbers::Whole => Values::Integers(Buffer::Shared(values.clone()), known.clone()),
            Numbers::Decimal => Values::Decimals(Buffer::Shared(values.clone()), 2, known.clone()),
        };
        let columns = NAMES.into_iter().zip(self.columns.iter().map(values));
        let table = Table::from_columns("region", [("id", ids)].into_iter().chain(columns));
        let (facts, _) = from_tables(plan.program(), &[table]).map_err(|faults| format!("{faults:?}"))?;
        Ok(facts)
    }
}

/// How a field is made: so many millionths of another, from, to, and often exactly a target.
struct Made {
    of: usize,
    from: i64,
    to: i64,
    target: i64,
}

/// The fields after the population.
const MADE: [Made; FIELDS - 1] = [
    Made { of: 0, from: 100_000, to: 400_000, target: 250_000 },
    Made { of: 0, from: 1_500, to: 3_500, target: 2_500 },
    Made { of: 0, from: 2_800, to: 4_800, target: 3_800 },
    Made { of: 0, from: 40, to: 120, target: 80 },
    Made { of: 0, from: 60, to: 180, target: 120 },
    Made { of: 1, from: 10_000, to: 30_000, target: 20_000 },
    Made { of: 1, from: 1_000, to: 4_000, target: 2_222 },
    Made { of: 0, from: 4_500, to: 8_500, target: 6_500 },
    Made { of: 8, from: 10_000, to: 40_000, target: 20_000 },
    Made { of: 8, from: 400_000, to: 800_000, target: 600_000 },
    Made { of: 0, from: 200, to: 800, target: 500 },
];

/// The fields of one row. One population in 64 is exactly 300,000, one number in 64 is zero, one in 8 is at a target or
/// one beside it.
fn row(random: &mut Random) -> [i64; FIELDS] {
    let population = match random.below(64) {
        0 => 0,
        1 => 300_000,
        _ => random.within(40, 1_500) * 1_000,
    };
    let mut row = [0; FIELDS];
    if let Some((first, _)) = row.split_first_mut() {
        *first = population;
    }
    for (at, made) in MADE.iter().enumerate() {
        let of = row.get(made.of).copied().unwrap_or_default();
        let value = match random.below(64) {
            0 => 0,
            1..=8 => of * made.target / 1_000_000 + random.within(-1, 1),
            _ => of * random.within(made.from, made.to) / 1_000_000,
        };
        row.iter_mut().skip(at + 1).take(1).for_each(|kept| *kept = value.max(0));
    }
    row
}

impl Fields {
    /// So many rows, of which `missing` in a hundred values are missing.
    pub fn new(rows: usize, numbers: Numbers, missing: u64) -> Fields {
        let mut random = Random::new(20);
        let mut values: [Vec<i64>; FIELDS] = std::array::from_fn(|_| Vec::with_capacity(rows));
        let mut known: [Vec<u64>; FIELDS] = std::array::from_fn(|_| vec![0; rows.div_ceil(64)]);
        for at in 0..rows {
            for ((value, values), known) in row(&mut random).into_iter().zip(&mut values).zip(&mut known) {
                let is_known = random.below(100) >= missing;
                let value = match numbers {
                    Numbers::Whole => value,
                    Numbers::Decimal => value * HUNDRED + random.within(0, 3) * 25,
                };
                values.push(if is_known { value } else { 0 });
                known.get_mut(at / 64).into_iter().for_each(|word| *word |= u64::from(is_known) << (at % 64));
            }
        }
        Fields { values, known: (missing > 0).then_some(known), numbers }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size of the values and of what says which are missing.
    pub fn bytes(&self) -> usize {
        let words = self.known.as_ref().map_or(0, |known| known.iter().map(Vec::len).sum());
        8 * (FIELDS * self.len() + words)
    }

    /// A value; none where it is missing.
    pub fn get(&self, field: usize, row: usize) -> Option<i64> {
        let word = self.known.as_ref().map_or(Some(u64::MAX), |known| known.get(field)?.get(row / 64).copied());
        let known = word.is_some_and(|word| word >> (row % 64) & 1 == 1);
        self.values.get(field)?.get(row).copied().filter(|_| known)
    }

    /// The table as CSV, with ids whose order is that of the rows.
    pub fn csv(&self) -> Result<String, Failure> {
        let mut text = format!("id,{}\n", NAMES.join(","));
        text.reserve(self.len() * 80);
        for row in 0..self.len() {
            write!(text, "{row:08}")?;
            for field in 0..FIELDS {
                match (self.get(field, row), self.numbers) {
                    (None, _) => text.push(','),
                    (Some(value), Numbers::Whole) => write!(text, ",{value}")?,
                    (Some(value), Numbers::Decimal) => write!(text, ",{}.{:02}", value / HUNDRED, value % HUNDRED)?,
                }
            }
            text.push('\n');
        }
        Ok(text)
    }

    /// The same columns as a host holds them, with those ids.
    pub fn shared(&self) -> Shared {
        let bits = |words: &Vec<u64>| {
            let mut bits = Bits::of(self.len());
            let unknown = |at: &usize| words.get(at / 64).is_none_or(|word| word >> (at % 64) & 1 == 0);
            (0..self.len()).filter(unknown).for_each(|at| bits.clear(at));
            bits
        };
        let known = |field: usize| self.known.as_ref().and_then(|known| known.get(field)).map(bits);
        let columns = (0..).zip(&self.values).map(|(field, values)| (Arc::new(values.clone()), known(field))).collect();
        let ids: String = (0..self.len()).map(|row| format!("{row:08}")).collect();
        let ends: Vec<i64> = (0_i64..).step_by(8).take(self.len() + 1).collect();
        Shared { ids: (Arc::new(ends), Arc::new(ids.into_bytes())), columns, numbers: self.numbers }
    }

    /// The facts of a plan of the 20 rules.
    pub fn facts(&self, plan: &Plan) -> Result<Facts, Failure> {
        let limits = FactLimits { rows: 20_000_000, ..FactLimits::default() };
        let table = from_csv_within("region.csv", self.csv()?, &limits);
        let (facts, _) =
            from_tables_within(plan.program(), &[table], &limits).map_err(|faults| format!("{faults:?}"))?;
        Ok(facts)
    }
}
