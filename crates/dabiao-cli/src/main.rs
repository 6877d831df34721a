//! The command `dabiao`: files, the clock, the environment, colours and exit codes around the core, which knows none of
//! them. One file for each command; what they share is in `policy` (the text), `facts` (the tables), `output` and
//! `failure`. Exit codes: 0, 1 where `--fail-on`, `fmt --check` or `test` says so, 2 for bad input.

mod check;
mod coverage;
mod evaluate;
mod explain;
mod facts;
mod failure;
mod fmt;
mod output;
mod policies;
mod policy;
mod reader;
mod show;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Says whether the facts meet a policy: by how much not, and why.
#[derive(Debug, Parser)]
#[command(name = "dabiao", version, about, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge the facts by every rule of a policy
    Evaluate(evaluate::Evaluate),
    /// Say why a rule came to its verdict for one unit
    Explain(explain::Explain),
    /// Report everything that is wrong with policies
    Check(check::Check),
    /// Write policies in the canonical form
    Fmt(fmt::Fmt),
    /// List the bundled policies
    Policies(policies::Policies),
    /// Show what a policy or one of its rules says
    Show(show::Show),
    /// Show which clauses of a policy are measured, attested or not encoded
    Coverage(coverage::Coverage),
    /// Run cases: a policy, facts, a day and the verdicts expected
    Test(test::Test),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Evaluate(evaluate) => evaluate.run(),
        Command::Explain(explain) => explain.run(),
        Command::Check(check) => check.run(),
        Command::Fmt(fmt) => fmt.run(),
        Command::Policies(policies) => policies.run(),
        Command::Show(show) => show.run(),
        Command::Coverage(coverage) => coverage.run(),
        Command::Test(test) => test.run(),
    };
    match outcome {
        Ok(code) => code,
        Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Err(Failure::Told(message)) => {
            output::complain(&message);
            ExitCode::from(2)
        }
    }
}
