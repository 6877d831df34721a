//! `dabiao-peers cases FILE` writes the rules and the boundary rows for the peers in Python; `dabiao-peers` judges them by
//! every peer in Rust and prints a line of the table for each: its wrong verdicts, and its time for a rule.

mod cases;
mod engines;
mod rules;

use std::hint::black_box;
use std::time::Instant;

use dabiao_benches::facts::Fields;
use dabiao_benches::rules::Numbers;
use serde_json::json;

use crate::cases::Cases;
use crate::engines::Peer;
use crate::rules::{MET, NOT_APPLICABLE, NOT_MET, RULES, Row, UNKNOWN};

/// Rows of each kind.
const ROWS: usize = 2_000;
/// A code of the floor: not met or undetermined, before the due date. Peers know no due dates and may say either.
const PENDING: u8 = 3;
const TURNS: usize = 9;

fn main() {
    let rules = rules::rules();
    let cases = cases::all(&rules, ROWS);
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("cases") {
        let file = arguments.next().expect("usage: dabiao-peers cases FILE");
        let rules: Vec<_> = rules.iter().map(rules::Rule::as_json).collect();
        let cases: Vec<_> = cases.iter().map(Cases::as_json).collect();
        let all = json!({"names": dabiao_benches::rules::NAMES, "rules": rules, "cases": cases});
        return std::fs::write(file, all.to_string()).expect("the file can be written");
    }
    let fields = Fields::new(1_024, Numbers::Whole, 0);
    let rows: Vec<Row> = (0..fields.len()).map(|row| std::array::from_fn(|field| fields.get(field, row))).collect();
    report(engines::Dabiao::new(), &cases, &rows);
    report(engines::Datalogic::new(&rules), &cases, &rows);
    report(engines::Cel::new(&rules), &cases, &rows);
    report(engines::Cedar::new(&rules), &cases, &rows);
    report(engines::Zen::new(&rules), &cases, &rows);
    report(engines::Rhai::new(&rules), &cases, &rows);
    report(engines::Regorus::new(&rules), &cases, &rows);
}

/// A line: the peer, its wrong verdicts of each kind, what it leaves open of what is decided, nanoseconds a rule with values
/// bound, and with values bound anew.
fn report<P: Peer>(mut peer: P, cases: &[Cases], rows: &[Row]) {
    let mut line = format!("| {} |", peer.name());
    let mut open = 0;
    for cases in cases {
        let text = if cases.scale != 1 && !peer.knows_decimals() {
            "-".to_owned()
        } else {
            let (wrong, left) = count(&mut peer, cases);
            open += left;
            wrong.to_string()
        };
        line.push_str(&format!(" {text} |"));
    }
    let (judged, bound) = time(&mut peer, rows);
    println!("{line} {open} | {judged:.1} | {bound:.1} |");
}

fn count<P: Peer>(peer: &mut P, cases: &Cases) -> (usize, usize) {
    let (mut wrong, mut open) = (0, 0);
    for (row, verdicts) in cases.rows.iter().zip(&cases.verdicts) {
        let mut bound = peer.bind(row, cases.scale);
        for (at, (said, exact)) in peer.judge(&mut bound).into_iter().zip(verdicts).enumerate() {
            let same = |said: u8| match *exact {
                PENDING => matches!(said, PENDING | NOT_MET),
                NOT_MET => matches!(said, PENDING | NOT_MET),
                NOT_APPLICABLE if !peer.knows_not_applicable() => matches!(said, NOT_APPLICABLE | NOT_MET | MET),
                exact => said == exact,
            };
            if said == UNKNOWN && *exact != UNKNOWN && *exact != PENDING {
                open += 1;
            } else if said != UNKNOWN && !same(said) {
                wrong += 1;
                if std::env::var_os("DABIAO_PEERS_SHOW").is_some() {
                    eprintln!("{} {} rule {at}: said {said}, exact {exact}, row {row:?}", peer.name(), cases.kind);
                }
            }
        }
    }
    (wrong, open)
}

/// Medians of nanoseconds a rule: judged, and bound and judged.
fn time<P: Peer>(peer: &mut P, rows: &[Row]) -> (f64, f64) {
    let mut bound: Vec<P::Bound> = rows.iter().map(|row| peer.bind(row, 1)).collect();
    let verdicts = (rows.len() * RULES) as f64;
    let mut judged = Vec::new();
    let mut both = Vec::new();
    for _ in 0..TURNS {
        let begin = Instant::now();
        for bound in &mut bound {
            black_box(peer.judge(bound));
        }
        judged.push(begin.elapsed().as_nanos() as f64 / verdicts);
        let begin = Instant::now();
        for row in rows {
            let mut bound = peer.bind(black_box(row), 1);
            black_box(peer.judge(&mut bound));
        }
        both.push(begin.elapsed().as_nanos() as f64 / verdicts);
    }
    (median(judged), median(both))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
