//! Rows at the boundaries of the 20 rules, in four kinds, with their exact verdicts: exactly at a target, one above, one
//! below; small whole numbers, large ones, two decimals, and small ones of which some are missing.

use dabiao_benches::floor::{Region, judge};
use dabiao_benches::random::Random;
use serde_json::{Value, json};

use crate::rules::{FIELDS, RULES, Row, Rule};

pub struct Cases {
    pub kind: &'static str,
    /// How many units a row's values have for 1.
    pub scale: i64,
    pub rows: Vec<Row>,
    pub verdicts: Vec<[u8; RULES]>,
}

pub fn all(rules: &[Rule], rows: usize) -> Vec<Cases> {
    let kinds = [
        ("small", 1, 400_000, 5, 0),
        ("large", 1, 400_000, 2_500_000_000, 0),
        ("decimal", 100, 100_000, 5_000, 0),
        ("missing", 1, 400_000, 5, 15),
    ];
    let made = kinds.into_iter().map(|(kind, scale, step, most, missing)| {
        let mut random = Random::new(7);
        let rows: Vec<Row> = (0..rows).map(|_| row(&mut random, step, most, missing)).collect();
        let verdicts = rows.iter().map(|row| verdicts(rules, row, scale, missing > 0)).collect();
        Cases { kind, scale, rows, verdicts }
    });
    made.collect()
}

fn row(random: &mut Random, step: i64, most: i64, missing: u64) -> Row {
    // Whole steps, so that a target of so many in 100,000 can be met exactly.
    let exact = step * random.within(1, most);
    let mut pick = |values: &[i64]| values[random.below(values.len() as u64) as usize] + random.within(-1, 1);
    let population = match pick(&[1, 4, 4, 4]) {
        0 => pick(&[300_000]),
        _ => exact,
    };
    let elderly = match pick(&[1, 4, 4]) {
        0 => pick(&[population / 5]),
        1 => population / 5,
        _ => population / 4,
    };
    let doctors = pick(&[population * 25 / 10_000]);
    let nurses = pick(&[population * 38 / 10_000, 2 * doctors, population * 35 / 10_000]);
    let rehab_doctors = pick(&[population * 8 / 100_000, doctors * 3 / 100]);
    let beds = pick(&[population * 65 / 10_000, population * 65 / 10_000, 2_000]);
    let therapists = pick(&[population * 12 / 100_000, beds / 60, 40, 10]);
    let caregivers = pick(&[elderly / 50]);
    let social_workers = pick(&[elderly / 450, 100]);
    let rehab_beds = pick(&[beds / 50, 40, 10]);
    let nursing_beds = pick(&[beds * 60 / 100, elderly * 15 / 1_000]);
    let institutions = pick(&[population * 5 / 10_000]);
    let row = [
        population,
        elderly,
        doctors,
        nurses,
        rehab_doctors,
        therapists,
        caregivers,
        social_workers,
        beds,
        rehab_beds,
        nursing_beds,
        institutions,
    ];
    row.map(|value| match random.below(64) {
        0 => Some(0),
        _ => (random.below(100) >= missing).then_some(value.max(0)),
    })
}

/// By clauses where nothing is missing, else by the floor of the benches, which takes what is missing to be anything.
fn verdicts(rules: &[Rule], row: &Row, scale: i64, missing: bool) -> [u8; RULES] {
    if !missing {
        return std::array::from_fn(|at| rules[at].exact(row, i128::from(scale)));
    }
    judge::<Option<i64>, 1>(&Region::from(*row))
}

impl Cases {
    /// A value as text: a whole number or two decimals.
    pub fn text(&self, value: i64) -> String {
        if self.scale == 1 { value.to_string() } else { format!("{}.{:02}", value / self.scale, value % self.scale) }
    }

    pub fn as_json(&self) -> Value {
        let shown = |row: &Row| row.map(|value| value.map(|value| self.text(value)));
        let rows: Vec<[Option<String>; FIELDS]> = self.rows.iter().map(shown).collect();
        let verdicts: Vec<Vec<u8>> = self.verdicts.iter().map(|row| row.to_vec()).collect();
        json!({"kind": self.kind, "rows": rows, "verdicts": verdicts})
    }
}
