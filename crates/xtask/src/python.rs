//! `cargo xtask python`: builds the wheel of the Python package, installs it in a virtual environment of its own below
//! `target`, and tests it there as its users have it; `--docs` instead writes the pages and pictures that come out of it.
//! What a machine lacks is named, and the part is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The largest that the wheel may be.
const MOST_BYTES: u64 = 5 << 20;
/// What builds and tests the package.
const TOOLS: [&str; 4] = ["maturin>=1.9,<2", "pytest", "hypothesis", "mypy"];
/// What facts come from and results go to; a test of one that is not there is skipped by name.
const LIBRARIES: [&str; 7] = ["numpy", "pandas", "polars", "pyarrow", "duckdb", "altair", "pyspark"];
/// What draws the charts of the documents.
const PAINTERS: [&str; 2] = ["altair", "vl-convert-python"];

/// Builds, installs and tests; with `--docs` builds, installs and writes the documents.
pub(crate) fn run(root: &Path, option: Option<&str>) -> Result<(), String> {
    match option {
        None => check(root),
        Some("--docs") => document(root),
        Some(other) => Err(format!("`cargo xtask python` takes --docs or nothing, not {other}")),
    }
}

/// Builds, installs and tests.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let Some(place) = Place::prepare(root)? else { return Ok(()) };
    for library in LIBRARIES {
        if let Err(reason) = place.install(&[library]) {
            eprintln!("skipped: the tests with {library} ({reason})");
        }
    }
    place.build()?;
    let tests = root.join("bindings/python/tests");
    let configuration = root.join("bindings/python/pyproject.toml");
    run_command(place.python(&["-m", "mypy", "--package", "dabiao", "--config-file"]).arg(&configuration))?;
    run_command(
        place
            .python(&["-m", "mypy.stubtest", "dabiao", "--allowlist"])
            .arg(tests.join("stubtest.txt"))
            .arg("--mypy-config-file")
            .arg(&configuration),
    )?;
    let pytest = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider"];
    run_command(place.python(&pytest).arg("-c").arg(&configuration).arg(&tests))?;
    run_command(place.python(&pytest).args(["--doctest-modules", "--pyargs", "dabiao"]))?;
    place.check_source()
}

/// Writes the reference and the pictures of the documents.
fn document(root: &Path) -> Result<(), String> {
    let Some(place) = Place::prepare(root)? else { return Ok(()) };
    place.install(&PAINTERS)?;
    place.build()?;
    let scripts = root.join("bindings/python/scripts");
    let mut reference = place.python(&[]);
    let made = reference.arg(scripts.join("reference.py")).stderr(Stdio::inherit()).output();
    let made = made.map_err(|error| error.to_string())?;
    if !made.status.success() {
        return Err("the reference could not be made".to_owned());
    }
    fs::write(root.join("docs/python-reference.md"), made.stdout).map_err(|error| error.to_string())?;
    run_command(place.python(&[]).arg(scripts.join("pictures.py")).arg(root.join("docs/pictures")))
}

/// Where the package is built and tried.
struct Place<'a> {
    root: &'a Path,
    below: PathBuf,
    environment: PathBuf,
}

impl<'a> Place<'a> {
    /// The place with its tools; none where they cannot be had, which is said.
    fn prepare(root: &'a Path) -> Result<Option<Place<'a>>, String> {
        let target = super::target(root).join("python");
        fs::create_dir_all(&target).map_err(|error| error.to_string())?;
        let below = target.canonicalize().map_err(|error| error.to_string())?;
        let place = Place { root, environment: below.join("environment"), below };
        if !place.environment.join("bin/python").exists() {
            let mut make = Command::new("python3");
            if let Err(reason) = run_command(make.args(["-m", "venv"]).arg(&place.environment)) {
                eprintln!("skipped: the Python package ({reason})");
                return Ok(None);
            }
        }
        if let Err(reason) = place.install(&TOOLS) {
            eprintln!("skipped: the Python package (its tools cannot be installed: {reason})");
            return Ok(None);
        }
        Ok(Some(place))
    }

    /// The interpreter of the environment, in another folder, so that what is imported is what was installed.
    fn python(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.environment.join("bin/python"));
        command.current_dir(&self.below).args(arguments);
        command
    }

    fn install(&self, packages: &[&str]) -> Result<(), String> {
        run_command(self.python(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages))
    }

    /// Builds the wheel as it is released, and installs it.
    fn build(&self) -> Result<(), String> {
        let to = self.below.join("wheels");
        let _ = fs::remove_dir_all(&to);
        let mut maturin = self.python(&["-m", "maturin", "build", "--quiet", "--release", "--locked", "--interpreter"]);
        maturin.arg(self.environment.join("bin/python")).arg("--manifest-path");
        run_command(maturin.arg(self.root.join("bindings/python/Cargo.toml")).arg("--out").arg(&to))?;
        let wheel = only_file(&to)?;
        let bytes = fs::metadata(&wheel).map_err(|error| error.to_string())?.len();
        eprintln!("{}: {bytes} bytes", wheel.display());
        if bytes > MOST_BYTES {
            return Err(format!("the wheel is larger than {MOST_BYTES} bytes"));
        }
        let install = ["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"];
        run_command(self.python(&install).arg(&wheel))
    }

    /// Makes the source distribution, a wheel from it alone, and imports that.
    ///
    /// The wheel shares the target folder: cargo compiles nothing again of which it finds every source, unchanged, where
    /// it lies in the distribution.
    fn check_source(&self) -> Result<(), String> {
        let [made, unpacked, wheels, imported] =
            ["sdist", "unpacked", "from-sdist", "imported"].map(|name| self.below.join(name));
        for folder in [&made, &unpacked, &wheels, &imported] {
            let _ = fs::remove_dir_all(folder);
        }
        let manifest = self.root.join("bindings/python/Cargo.toml");
        let mut maturin = self.python(&["-m", "maturin", "sdist", "--manifest-path"]);
        run_command(maturin.arg(manifest).arg("--out").arg(&made))?;
        let unpack = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])";
        run_command(self.python(&["-c", unpack]).arg(only_file(&made)?).arg(&unpacked))?;
        let pip = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"];
        let mut wheel = self.python(&pip);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let tools = std::iter::once(self.environment.join("bin")).chain(std::env::split_paths(&path));
        wheel.env("PATH", std::env::join_paths(tools).map_err(|error| error.to_string())?);
        wheel.env("CARGO_TARGET_DIR", super::target(self.root).canonicalize().map_err(|error| error.to_string())?);
        run_command(wheel.arg(&wheels).arg(only_file(&unpacked)?))?;
        let install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target"];
        run_command(self.python(&install).arg(&imported).arg(only_file(&wheels)?))?;
        let import = "import dabiao; assert 'imported' in dabiao.__file__; dabiao.load('cn_rehab_2021')";
        run_command(self.python(&["-c", import]).env("PYTHONPATH", &imported))
    }
}

/// What lies in a folder in which one thing was made.
fn only_file(folder: &Path) -> Result<PathBuf, String> {
    let found: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => return Err(format!("{}: {error}", folder.display())),
    };
    match found.as_slice() {
        [only] => Ok(only.clone()),
        _ => Err(format!("{} holds {} files, not one", folder.display(), found.len())),
    }
}

fn run_command(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let called = format!("{program} {}", arguments.join(" "));
    eprintln!("{called}");
    let status = command.status().map_err(|error| format!("`{program}` could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{called}` failed")) }
}
