//! The 20 rules as ordered clauses of comparisons, from which every peer's text is printed; and their exact verdicts, by
//! cross-multiplied 128-bit integers.

use serde_json::{Value, json};

pub const RULES: usize = 20;
pub const FIELDS: usize = 12;
pub const NOT_MET: u8 = 1;
pub const UNKNOWN: u8 = 2;
pub const MET: u8 = 5;
pub const NOT_APPLICABLE: u8 = 8;

/// `part / whole * per OP numerator / denominator`, the sum of the parts by themselves where there is no whole.
#[derive(Clone, Debug)]
pub struct Compare {
    pub part: Vec<&'static str>,
    pub whole: Option<&'static str>,
    pub per: i64,
    pub op: &'static str,
    pub bound: (i64, i64),
}

/// The first clause whose comparisons all hold gives the verdict; none: not met.
#[derive(Clone, Debug)]
pub struct Rule {
    pub name: &'static str,
    pub clauses: Vec<(u8, Vec<Compare>)>,
}

/// The values of a row as so many hundredths or wholes; none where missing.
pub type Row = [Option<i64>; FIELDS];

fn is(field: &'static str, op: &'static str, bound: i64) -> Compare {
    Compare { part: vec![field], whole: None, per: 1, op, bound: (bound, 1) }
}

fn quotient(part: &[&'static str], whole: &'static str, per: i64, op: &'static str, bound: (i64, i64)) -> Compare {
    Compare { part: part.to_vec(), whole: Some(whole), per, op, bound }
}

/// A rate or a share: not applicable over nothing.
fn rate(
    name: &'static str,
    part: &[&'static str],
    whole: &'static str,
    per: i64,
    op: &'static str,
    bound: (i64, i64),
) -> Rule {
    let compare = quotient(part, whole, per, op, bound);
    Rule { name, clauses: vec![(NOT_APPLICABLE, vec![is(whole, "==", 0)]), (MET, vec![compare])] }
}

/// A ratio: nothing to nothing is none, something to nothing is above any.
fn ratio(name: &'static str, left: &'static str, right: &'static str, op: &'static str, bound: (i64, i64)) -> Rule {
    let above = if op == ">=" { MET } else { NOT_MET };
    let clauses = vec![
        (NOT_APPLICABLE, vec![is(left, "==", 0), is(right, "==", 0)]),
        (above, vec![is(right, "==", 0)]),
        (MET, vec![quotient(&[left], right, 1, op, bound)]),
    ];
    Rule { name, clauses }
}

/// Applicable unless a comparison holds.
fn unless(name: &'static str, excluded: Vec<Vec<Compare>>, then: Compare) -> Rule {
    let mut clauses: Vec<_> = excluded.into_iter().map(|all| (NOT_APPLICABLE, all)).collect();
    clauses.push((MET, vec![then]));
    Rule { name, clauses }
}

/// The rules of `dabiao_benches::rules`, in their order.
pub fn rules() -> Vec<Rule> {
    let young = vec![is("population", "!=", 0), quotient(&["elderly"], "population", 1, "<", (2, 10))];
    let large = |rest| vec![is("population", ">", 300_000), rest];
    let small = |rest| vec![is("population", "<=", 300_000), rest];
    vec![
        rate("doctors", &["doctors"], "population", 1_000, ">=", (25, 10)),
        rate("nurses", &["nurses"], "population", 1_000, ">=", (38, 10)),
        rate("rehab_doctors", &["rehab_doctors"], "population", 100_000, ">=", (8, 1)),
        rate("therapists", &["therapists"], "population", 100_000, ">=", (12, 1)),
        rate("beds", &["beds"], "population", 1_000, ">=", (65, 10)),
        rate("caregivers", &["caregivers"], "elderly", 1_000, ">=", (20, 1)),
        rate("institutions", &["institutions"], "population", 10_000, "<=", (5, 1)),
        rate("rehab_beds", &["rehab_beds"], "beds", 1, ">=", (2, 100)),
        rate("nursing_beds", &["nursing_beds"], "beds", 1, ">=", (60, 100)),
        rate("rehab_share", &["rehab_doctors"], "doctors", 1, ">=", (3, 100)),
        ratio("social_workers", "social_workers", "elderly", ">=", (1, 450)),
        ratio("doctor_nurse", "doctors", "nurses", ">=", (1, 2)),
        rate("ageing", &["elderly"], "population", 1, "<=", (25, 100)),
        rate("staff", &["doctors", "nurses"], "population", 1, ">=", (6, 1_000)),
        ratio("therapist_load", "beds", "therapists", "<=", (60, 1)),
        Rule {
            name: "large_or_small",
            clauses: vec![(MET, large(is("rehab_beds", ">=", 40))), (MET, small(is("rehab_beds", ">=", 10)))],
        },
        unless("large", vec![vec![is("population", "<=", 300_000)]], is("therapists", ">=", 40)),
        unless("small", vec![vec![is("population", ">", 300_000)]], is("therapists", ">=", 10)),
        unless("many_beds", vec![vec![is("beds", "<=", 2_000)]], is("social_workers", ">=", 100)),
        unless(
            "aged",
            vec![young, vec![is("beds", "==", 0)], vec![is("elderly", "==", 0)]],
            quotient(&["nursing_beds"], "elderly", 1_000, ">=", (15, 1)),
        ),
    ]
}

pub fn place(field: &str) -> usize {
    dabiao_benches::rules::NAMES.iter().position(|name| *name == field).expect("a field of the rules")
}

impl Compare {
    /// Whether it holds for a row whose values are all there, in units of `1 / scale`.
    fn holds(&self, row: &Row, scale: i128) -> bool {
        let value = |field: &&str| i128::from(row[place(field)].expect("no value is missing"));
        let part: i128 = self.part.iter().map(value).sum();
        let (numerator, denominator) = (i128::from(self.bound.0), i128::from(self.bound.1));
        let left = part * i128::from(self.per) * denominator;
        let right = numerator * self.whole.as_ref().map_or(scale, value);
        match self.op {
            ">=" => left >= right,
            "<=" => left <= right,
            ">" => left > right,
            "<" => left < right,
            "==" => left == right,
            _ => left != right,
        }
    }

    fn as_json(&self) -> Value {
        let (numerator, denominator) = self.bound;
        json!({"part": self.part, "whole": self.whole, "per": self.per, "op": self.op, "bound": [numerator, denominator]})
    }
}

impl Rule {
    /// The exact verdict for a row whose values are all there.
    pub fn exact(&self, row: &Row, scale: i128) -> u8 {
        let found = self.clauses.iter().find(|(_, all)| all.iter().all(|compare| compare.holds(row, scale)));
        found.map_or(NOT_MET, |(verdict, _)| *verdict)
    }

    /// For the peers in Python.
    pub fn as_json(&self) -> Value {
        let clause =
            |(verdict, all): &(u8, Vec<Compare>)| json!([verdict, all.iter().map(Compare::as_json).collect::<Vec<_>>()]);
        json!({"name": self.name, "clauses": self.clauses.iter().map(clause).collect::<Vec<_>>()})
    }
}
