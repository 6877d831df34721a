//! Every evaluator agrees with the reference evaluator on random policies and facts. The long run is
//! `cargo xtask agree MINUTES`; a difference it finds is shown as small as it can be made.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use conformance::agreement::{compare, compare_facts, shrink};
use conformance::worlds::World;

/// How many worlds are tried; more would be slow in a debug build.
const WORLDS: u64 = 250;

#[test]
fn every_evaluator_agrees_with_the_reference_evaluator() {
    let (mut verdicts, mut open, mut refused) = (0, 0, Vec::new());
    for seed in 0..WORLDS {
        let world = World::random(seed);
        match compare(&world) {
            Err(fault) => refused.push(format!("seed {seed}: {fault}\n{}", world.rules.join("\n"))),
            Ok(compared) => {
                verdicts += compared.verdicts;
                open += compared.open;
                if let Some(difference) = compared.difference {
                    let small = shrink(&world);
                    let again = compare(&small).ok().and_then(|compared| compared.difference);
                    panic!(
                        "seed {seed}: {difference}\nsmallest: {again:?}\n{}\n{:#?}\nas of {}",
                        small.rules.join("\n"),
                        small.tables,
                        small.as_of
                    );
                }
            }
        }
    }
    assert!(
        refused.len() * 20 < usize::try_from(WORLDS).unwrap_or(0),
        "{} refused:\n{}",
        refused.len(),
        refused.join("\n")
    );
    assert!(verdicts > 1_000 && open > 200, "{verdicts} verdicts, {open} of them open");
}

#[test]
fn columns_of_many_open_rows_agree() {
    let (mut verdicts, mut open) = (0, 0);
    for seed in 0..60 {
        let world = World::crowded(seed);
        if let Ok(compared) = compare_facts(&world) {
            verdicts += compared.verdicts;
            open += compared.open;
            assert_eq!(compared.difference, None, "seed {seed}: {}", world.rules.join("\n"));
        }
    }
    assert!(verdicts > 3_000 && open > 1_000, "{verdicts} verdicts, {open} of them open");
}

#[test]
fn columns_of_several_blocks_and_threads_agree() {
    let mut verdicts = 0;
    for seed in 0..12 {
        let world = World::random(seed).with_hospitals(2_500);
        if let Ok(compared) = compare_facts(&world) {
            verdicts += compared.verdicts;
            assert_eq!(compared.difference, None, "seed {seed}: {}", world.rules.join("\n"));
        }
    }
    assert!(verdicts > 20_000, "{verdicts} verdicts");
}
