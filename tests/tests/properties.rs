//! Laws that hold whatever the numbers: scaling all counts, one unit more, the shortfall and one less than it.
//! The numbers come from a fixed sequence, so that a failure is the same on every machine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use dabiao::evaluate::verdict::{Shortfall, Verdict, Verdicts};
use dabiao::evaluate::{Options, evaluate};
use dabiao::facts::{RawCell, Table, from_tables};
use dabiao::number::Number;
use dabiao::{Library, compile};

/// A fixed sequence of numbers (Knuth's MMIX linear congruential generator, its upper bits).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Evaluates a line over one row of named whole numbers.
fn judge(line: &str, facts: &[(&str, u64)]) -> Verdicts {
    let program = compile(line, &Library::default()).unwrap().program;
    let heads: Vec<&str> = facts.iter().map(|(name, _)| *name).collect();
    let cell = |value: u64| RawCell::Number(Number::from(i64::try_from(value).unwrap()));
    let table = Table::new("facts", heads).row(facts.iter().map(|(_, value)| cell(*value)));
    let (facts, _) = from_tables(&program, &[table]).unwrap();
    evaluate(&program, &facts, &Options::on("2026-01-01".parse().unwrap()))
}

fn verdict(verdicts: &Verdicts) -> Verdict {
    verdicts.subjects.first().unwrap().verdict.unwrap()
}

fn shortfall(verdicts: &Verdicts) -> Shortfall {
    verdicts.subjects.first().unwrap().lines.first().unwrap().stages.first().unwrap().shortfall.clone().unwrap()
}

fn whole(number: &Number) -> u64 {
    u64::try_from(number.to_i64().unwrap()).unwrap()
}

const RATE: &str = "target doctors per 100000 >= 8";

#[test]
fn scaling_all_counts_leaves_the_verdict_of_a_rate() {
    let mut sequence = Sequence(1);
    for _ in 0..500 {
        let population = 1 + sequence.below(3_000_000);
        let doctors = sequence.below(300);
        let factor = 1 + sequence.below(1000);
        let plain = judge(RATE, &[("doctors", doctors), ("population", population)]);
        let scaled = judge(RATE, &[("doctors", doctors * factor), ("population", population * factor)]);
        assert_eq!(verdict(&plain), verdict(&scaled), "{doctors} of {population}, times {factor}");
    }
}

#[test]
fn one_unit_more_never_makes_a_lower_bound_worse() {
    let mut sequence = Sequence(2);
    for _ in 0..500 {
        let population = 1 + sequence.below(100_000);
        let doctors = sequence.below(12);
        let before = verdict(&judge(RATE, &[("doctors", doctors), ("population", population)]));
        let after = verdict(&judge(RATE, &[("doctors", doctors + 1), ("population", population)]));
        assert!(before != Verdict::Met || after == Verdict::Met, "{doctors} of {population}");
    }
}

#[test]
fn the_shortfall_meets_a_rate_and_one_less_does_not() {
    let mut sequence = Sequence(3);
    let mut missed = 0;
    for _ in 0..500 {
        let population = 1 + sequence.below(5_000_000);
        let doctors = sequence.below(200);
        let found = judge(RATE, &[("doctors", doctors), ("population", population)]);
        if verdict(&found) != Verdict::NotMet {
            continue;
        }
        missed += 1;
        let Shortfall::Amount { amount, .. } = shortfall(&found) else { panic!("a rate has one amount") };
        let with = |more: u64| verdict(&judge(RATE, &[("doctors", doctors + more), ("population", population)]));
        assert_eq!(with(whole(&amount)), Verdict::Met, "{doctors} of {population} and {amount}");
        assert_eq!(with(whole(&amount) - 1), Verdict::NotMet, "{doctors} of {population} and one less than {amount}");
    }
    assert!(missed > 100, "the sequence misses the target often enough to show something");
}

#[test]
fn both_answers_for_a_part_of_a_whole_meet_it_and_one_less_does_not() {
    const SHARE: &str =
        "unit beds whole\nentity ward { part, total: beds }\nrule r { for each ward target part >= 2.5% of total }";
    let program = compile(SHARE, &Library::default()).unwrap().program;
    let judge = |part: u64, total: u64| {
        let cell = |value: u64| RawCell::Number(Number::from(i64::try_from(value).unwrap()));
        let table = Table::new("ward", ["id", "part", "total"]).row([RawCell::from("w"), cell(part), cell(total)]);
        let (facts, _) = from_tables(&program, &[table]).unwrap();
        evaluate(&program, &facts, &Options::on("2026-01-01".parse().unwrap()))
    };
    let mut sequence = Sequence(4);
    for _ in 0..300 {
        let total = 40 + sequence.below(3000);
        let part = sequence.below(total / 40);
        let found = judge(part, total);
        if verdict(&found) != Verdict::NotMet {
            continue;
        }
        let Shortfall::PartOfWhole { convert, add: Some(add), .. } = shortfall(&found) else {
            panic!("a part of a whole has two answers")
        };
        let (convert, add) = (whole(&convert), whole(&add));
        assert_eq!(verdict(&judge(part + convert, total)), Verdict::Met);
        assert_eq!(verdict(&judge(part + convert - 1, total)), Verdict::NotMet);
        assert_eq!(verdict(&judge(part + add, total + add)), Verdict::Met);
        assert_eq!(verdict(&judge(part + add - 1, total + add - 1)), Verdict::NotMet);
    }
}
