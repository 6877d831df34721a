//! `cargo xtask test | bless | tidy | agree | bench | python | dist-c`: the tasks of the project, with nothing but the
//! standard library.

mod dist_c;
mod python;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: cargo xtask <task>

  test   formatting, lints, every test, tidy; what CI runs
  bless  rewrite the generated expectations and pages from the reference evaluator
  tidy   check the layout: directions, file lengths, paths named in documents
  agree MINUTES [SEED]
         compare all evaluators on random policies and facts for so long
  bench [NAME]
         measure: all benches, or one of those in benches/
  python [--docs]
         build the wheel of the Python package, install it in an environment of its own and test it there, and its
         source distribution; or write the reference and the pictures of its documents
  dist-c --prefix PATH [--destdir PATH]
         build and install the C library: shared, static, headers, pkg-config, CMake";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let outcome = match task.as_str() {
        "test" => test(),
        "bless" => bless(),
        "tidy" => tidy::check(&root()),
        "agree" => agree(),
        "bench" => bench(std::env::args().nth(2).as_deref()),
        "python" => python::run(&root(), std::env::args().nth(2).as_deref()),
        "dist-c" => dist_c::install(&root(), &std::env::args().skip(2).collect::<Vec<_>>()),
        _ => Err(USAGE.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository: of the checkout that runs this, not of the one that it was built in.
fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(own).join("../..")
}

fn test() -> Result<(), String> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], &[])?;
    cargo(&["test", "--workspace", "--locked"], &[])?;
    dist_c::check(&root())?;
    python::check(&root())?;
    tidy::check(&root())
}

/// Where cargo builds.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from)
}

/// Generated expectations are rewritten by the tests that compare them, when they are asked to.
fn bless() -> Result<(), String> {
    cargo(
        &["test", "--workspace", "--locked", "--test", "corpus", "--test", "codes", "--test", "pages"],
        &[("DABIAO_BLESS", "1")],
    )?;
    cargo(
        &["test", "--package", "dabiao-c", "--locked", "--test", "programs", "--", "header"],
        &[("DABIAO_BLESS", "1")],
    )
}

fn bench(name: Option<&str>) -> Result<(), String> {
    let which = name.map_or(vec!["--benches"], |name| vec!["--bench", name]);
    let arguments = [&["bench", "--package", "dabiao-benches", "--locked"], which.as_slice()].concat();
    cargo(&arguments, &[])
}

/// The long comparison of the evaluators, with the arguments given.
fn agree() -> Result<(), String> {
    let given: Vec<String> = std::env::args().skip(2).collect();
    let fixed = ["run", "--release", "--locked", "-p", "conformance", "--bin", "agree", "--"];
    let arguments: Vec<&str> = fixed.into_iter().chain(given.iter().map(String::as_str)).collect();
    cargo(&arguments, &[])
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), String> {
    eprintln!("cargo {}", arguments.join(" "));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root()).envs(environment.iter().copied());
    let status = command.status().map_err(|error| format!("cargo could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {}` failed", arguments.join(" "))) }
}
