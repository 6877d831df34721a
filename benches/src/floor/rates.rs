//! Any number of rates over the 12 fields, as a policy and by hand: blocks of rows, and for each rate one plain loop.

use super::columns::BLOCK;
use super::twenty::{Cell, at_least};
use crate::facts::Fields;
use crate::rules::{NAMES, Numbers, of_regions};

/// `rule n { shall FIELD per 100000 BASE >= LEAST }`
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    field: usize,
    base: usize,
    least: i64,
}

impl Rate {
    /// So many rates, each unlike the others.
    pub fn some(count: usize) -> Vec<Rate> {
        let fields = (2..NAMES.len()).flat_map(|field| [0, 1].map(|base| (field, base))).cycle();
        (1..).zip(fields).take(count).map(|(least, (field, base))| Rate { field, base, least }).collect()
    }
}

/// Rates as a policy.
pub fn rates_policy(rates: &[Rate]) -> String {
    let name = |field: usize| NAMES.get(field).copied().unwrap_or_default();
    let rule = |(at, rate): (usize, &Rate)| {
        format!("  rule r{at} {{ shall {} per 100000 {} >= {} }}\n", name(rate.field), name(rate.base), rate.least)
    };
    of_regions(Numbers::Whole, rates.iter().enumerate().map(rule))
}

/// Judges every row; nothing may be missing. For each rate a code for each row.
pub fn judge_rates(fields: &Fields, rates: &[Rate]) -> Vec<Vec<u8>> {
    let mut verdicts: Vec<Vec<u8>> = rates.iter().map(|_| vec![0; fields.len()]).collect();
    for start in (0..fields.len()).step_by(BLOCK) {
        let rows = start..fields.len().min(start + BLOCK);
        for (codes, rate) in verdicts.iter_mut().zip(rates) {
            let column = |field: usize| fields.values.get(field).and_then(|values| values.get(rows.clone()));
            let parts = column(rate.field).unwrap_or_default().iter().zip(column(rate.base).unwrap_or_default());
            let codes = codes.get_mut(rows.clone()).unwrap_or_default();
            for (code, (part, base)) in codes.iter_mut().zip(parts) {
                *code = at_least(Cell::from(*part), Cell::from(*base), 100_000, rate.least, true);
            }
        }
    }
    verdicts
}
