//! Runs every case of the corpus through every evaluator: one named test each.
//!
//! A good case has an expectation computed by hand (`expected.txt`, compared line by line and never rewritten) and the
//! canonical JSON of its verdicts (`verdicts.json`, compared as bytes; a case of a bundled policy, whose verdicts are
//! many, may do without). A bad case has the message as it is shown, in English and in Chinese (`errors.txt`). With
//! `DABIAO_BLESS=1` the last two are rewritten instead of compared.

use std::fs;
use std::process::ExitCode;
use std::sync::Arc;

use conformance::agreement::{Compared, compare_columns};
use conformance::case::{Case, cases};
use conformance::expected::differences;
use dabiao::evaluate::Plan;
use dabiao::report::json;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for below in ["good", "policies"] {
        for case in cases(below) {
            trials.push(Trial::test(format!("{below}/{}", case.name), move || check_good(&case)));
        }
    }
    for case in cases("bad") {
        trials.push(Trial::test(format!("bad/{}", case.name), move || check_bad(&case)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check_good(case: &Case) -> Result<(), Failed> {
    let ran = case.run(false)?;
    let expected = case.text("expected.txt").ok_or("the case has no expected.txt")?;
    let found = differences(&expected, &ran.program, &ran.verdicts);
    if !found.is_empty() {
        return Err(found.join("\n").into());
    }
    let mut compared = Compared::default();
    let plan = Plan::new(Arc::clone(&ran.program), &ran.options);
    compare_columns(&plan, &ran.facts, &mut compared);
    if let Some(difference) = compared.difference {
        return Err(difference.into());
    }
    if case.of_bundled_policy() && !ran.warnings.is_empty() {
        return Err(ran.warnings.into());
    }
    if case.of_bundled_policy() && !case.folder.join("verdicts.json").exists() {
        return Ok(());
    }
    same_bytes(case, "verdicts.json", &json::verdicts(&ran.program, &ran.verdicts))
}

fn check_bad(case: &Case) -> Result<(), Failed> {
    same_bytes(case, "errors.txt", &case.errors()?)
}

/// Compares a generated file with what was found, or rewrites it where that is asked for.
fn same_bytes(case: &Case, file: &str, found: &str) -> Result<(), Failed> {
    let path = case.folder.join(file);
    if std::env::var_os("DABIAO_BLESS").is_some() {
        return fs::write(&path, found).map_err(|error| error.to_string().into());
    }
    let expected =
        fs::read_to_string(&path).map_err(|error| format!("{file}: {error}; `cargo xtask bless` writes it"))?;
    if expected == found {
        return Ok(());
    }
    let first = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    let at = first.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_string();
    Err(format!("{file} differs at line {}\n  expected: {}\n  found:    {}", at + 1, line(&expected), line(found))
        .into())
}
