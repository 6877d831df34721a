//! `cargo xtask python`: builds the wheel of the Python package, installs it in a virtual environment of its own below
//! `target`, and tests it there as its users have it. What a machine lacks is named, and the part is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The largest that the wheel may be.
const MOST_BYTES: u64 = 5 << 20;
/// What builds and tests the package.
const TOOLS: [&str; 4] = ["maturin>=1.9,<2", "pytest", "hypothesis", "mypy"];
/// What facts come from and results go to; a test of one that is not there is skipped by name.
const LIBRARIES: [&str; 7] = ["numpy", "pandas", "polars", "pyarrow", "duckdb", "altair", "pyspark"];

/// Builds, installs and tests.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let below = super::target(root).join("python");
    let environment = below.join("environment");
    let python = environment.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        if let Err(reason) = run(make.args(["-m", "venv"]).arg(&environment)) {
            eprintln!("skipped: the Python package ({reason})");
            return Ok(());
        }
    }
    if let Err(reason) = install(&python, &TOOLS) {
        eprintln!("skipped: the Python package (its tools cannot be installed: {reason})");
        return Ok(());
    }
    for library in LIBRARIES {
        if let Err(reason) = install(&python, &[library]) {
            eprintln!("skipped: the tests with {library} ({reason})");
        }
    }
    let wheel = build(root, &python, &below.join("wheels"))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"]).arg(&wheel))?;
    // From another folder, so that what is imported is what was installed.
    let tests = root.join("bindings/python/tests");
    let configuration = root.join("bindings/python/pyproject.toml");
    let at = |arguments: &[&str]| {
        let mut command = Command::new(&python);
        command.current_dir(&below).args(arguments);
        command
    };
    run(at(&["-m", "mypy", "--package", "dabiao", "--config-file"]).arg(&configuration))?;
    run(at(&["-m", "mypy.stubtest", "dabiao", "--allowlist"])
        .arg(tests.join("stubtest.txt"))
        .arg("--mypy-config-file")
        .arg(&configuration))?;
    run(at(&["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-c"]).arg(&configuration).arg(&tests))?;
    run(&mut at(&["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "--doctest-modules", "--pyargs", "dabiao"]))
}

fn install(python: &Path, packages: &[&str]) -> Result<(), String> {
    run(Command::new(python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages))
}

/// The wheel, built as it is released.
fn build(root: &Path, python: &Path, to: &Path) -> Result<PathBuf, String> {
    let _ = fs::remove_dir_all(to);
    let manifest = root.join("bindings/python/Cargo.toml");
    let mut maturin = Command::new(python);
    maturin.args(["-m", "maturin", "build", "--quiet", "--release", "--locked", "--interpreter"]).arg(python);
    run(maturin.arg("--manifest-path").arg(manifest).arg("--out").arg(to))?;
    let mut wheels = fs::read_dir(to).map_err(|error| error.to_string())?.flatten().map(|entry| entry.path());
    let wheel = wheels.find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    let wheel = wheel.ok_or("maturin made no wheel")?;
    let bytes = fs::metadata(&wheel).map_err(|error| error.to_string())?.len();
    eprintln!("{}: {bytes} bytes", wheel.display());
    if bytes > MOST_BYTES { Err(format!("the wheel is larger than {MOST_BYTES} bytes")) } else { Ok(wheel) }
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let called = format!("{program} {}", arguments.join(" "));
    eprintln!("{called}");
    let status = command.status().map_err(|error| format!("`{program}` could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{called}` failed")) }
}
