//! Runs every case of the corpus through the reference evaluator: one named test each.
//! Expectations computed by hand (`expected.txt`) are compared line by line.

use std::process::ExitCode;

use conformance::case::{Case, cases};
use conformance::expected::differences;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (below, prefix) in [("good", "good"), ("policies", "policies")] {
        for case in cases(below) {
            let name = format!("{prefix}/{}", case.name);
            trials.push(Trial::test(name, move || check(&case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A case must have an expectation, and every line of it must hold.
fn check(case: &Case) -> Result<(), Failed> {
    let ran = case.run(false)?;
    let expected = case.text("expected.txt").ok_or("the case has no expected.txt")?;
    let found = differences(&expected, &ran.program, &ran.verdicts);
    if found.is_empty() { Ok(()) } else { Err(found.join("\n").into()) }
}
