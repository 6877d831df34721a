//! The long comparison of evaluators: random worlds for a number of minutes, from a seed on. It ends at the first
//! difference, which it shows as small as it can be made. `cargo xtask agree MINUTES [SEED]` runs it.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use conformance::agreement::{compare, compare_facts, shrink};
use conformance::worlds::World;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let minutes = arguments.next().and_then(|minutes| minutes.parse::<f64>().ok()).unwrap_or(60.0);
    let first = arguments.next().and_then(|seed| seed.parse::<u64>().ok()).unwrap_or(1_000_000);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let (mut seed, mut verdicts, mut open, mut refused) = (first, 0, 0, 0);
    while Instant::now() < end {
        let crowded = seed % 2 == 1;
        let world = if crowded { World::crowded(seed) } else { World::random(seed) };
        match if crowded { compare_facts(&world) } else { compare(&world) } {
            Err(_) => refused += 1,
            Ok(compared) => {
                verdicts += compared.verdicts;
                open += compared.open;
                if compared.difference.is_some() {
                    return show(seed, &shrink(&world));
                }
            }
        }
        seed += 1;
    }
    println!(
        "{} worlds from seed {first}, {refused} refused: {verdicts} verdicts agree, {open} of them open",
        seed - first
    );
    ExitCode::SUCCESS
}

fn show(seed: u64, world: &World) -> ExitCode {
    let difference = compare(world).ok().and_then(|compared| compared.difference);
    println!("seed {seed}: {}\n\n{}\nas of {}", difference.unwrap_or_default(), world.policy(), world.as_of);
    for table in &world.tables {
        println!("\n{}.csv\n{}", table.name, table.csv());
    }
    ExitCode::FAILURE
}
