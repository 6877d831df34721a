//! The facts that a command is given: a folder with a CSV file for each entity, one CSV file, one JSON file, or standard
//! input; the inputs of the command line; and the day on which to judge.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use dabiao::date::Date;
use dabiao::facts::{Facts, RawCell, Table, from_csv, from_json, from_tables};
use dabiao::program::Program;
use dabiao::report;

use crate::failure::Failure;
use crate::output::complain;
use crate::reader::Reader;

/// The most bytes of one file of facts.
const MOST_BYTES: u64 = 2 << 30;

/// What is judged, and when.
#[derive(Debug, Args)]
pub(crate) struct Judged {
    /// A folder of CSV files named as their entities, a CSV file, a JSON file, or `-` for standard input
    #[arg(long, value_name = "PATH", required = true)]
    pub(crate) facts: Vec<PathBuf>,
    /// The day on which to judge, such as 2025-12-31; today unless given
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// A value for an input of the policy (`let NAME: TYPE`)
    #[arg(long = "input", value_name = "NAME=VALUE")]
    inputs: Vec<String>,
}

impl Judged {
    /// The facts; what is odd about them goes to standard error.
    pub(crate) fn read(&self, program: &Program, reader: Reader) -> Result<Facts, Failure> {
        let mut tables = Vec::new();
        for path in &self.facts {
            tables.extend(read(path, program)?);
        }
        tables.extend(inputs(&self.inputs)?);
        read_tables(program, &tables, reader)
    }

    /// Standard input can be read once only.
    pub(crate) fn refuse_two_readers(&self, policy: Option<&str>) -> Result<(), Failure> {
        let readers =
            self.facts.iter().filter(|path| *path == Path::new("-")).count() + usize::from(policy == Some("-"));
        if readers > 1 { Err(Failure::new("standard input (`-`) can be read only once")) } else { Ok(()) }
    }

    /// The day, and whether it was given.
    pub(crate) fn day(&self) -> Result<(Date, bool), Failure> {
        match &self.as_of {
            Some(text) => Ok((day(text)?, true)),
            None => Ok((today()?, false)),
        }
    }
}

/// Facts of tables; warnings go to standard error.
pub(crate) fn read_tables(program: &Program, tables: &[Table], reader: Reader) -> Result<Facts, Failure> {
    let (facts, warnings) = from_tables(program, tables).map_err(|found| Failure::tables(&found, reader))?;
    complain(&report::faults_in_style(&warnings, reader.language, reader.style_of_messages()));
    Ok(facts)
}

/// A day as written by a user.
pub(crate) fn day(text: &str) -> Result<Date, Failure> {
    let wrong = || Failure::new(format!("`{text}` is no day; write it like 2025-12-31"));
    text.trim().parse().map_err(|_| wrong())
}

fn today() -> Result<Date, Failure> {
    let now = jiff::Zoned::now().date().to_string();
    now.parse().map_err(|_| Failure::new(format!("the clock shows `{now}`; give the day with --as-of")))
}

/// The tables of a path.
pub(crate) fn read(path: &Path, program: &Program) -> Result<Vec<Table>, Failure> {
    if path == Path::new("-") {
        let bytes = read_within(std::io::stdin().lock(), path)?;
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        return Ok(match first {
            Some(b'{' | b'[') => from_json("<stdin>", &bytes),
            _ => vec![one_csv("<stdin>", &bytes, program)],
        });
    }
    if path.is_dir() {
        return read_folder(path);
    }
    let shown = path.display().to_string();
    let bytes = read_file(path)?;
    match extension(path).as_deref() {
        Some("json") => Ok(from_json(&shown, &bytes)),
        Some("csv") => Ok(vec![one_csv(&shown, &bytes, program)]),
        _ => Err(Failure::new(format!("`{shown}` is neither a folder nor a .csv or .json file"))),
    }
}

/// Every CSV file of a folder, and every JSON file, by name. Other files are named on standard error, not read in silence.
fn read_folder(folder: &Path) -> Result<Vec<Table>, Failure> {
    let failed = |error: &std::io::Error| Failure::file("read", folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| failed(&error))? {
        paths.push(entry.map_err(|error| failed(&error))?.path());
    }
    paths.sort();
    let mut tables = Vec::new();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let shown = path.display().to_string();
        match extension(&path).as_deref() {
            _ if hidden => {}
            Some("csv") => tables.push(from_csv(&shown, read_file(&path)?)),
            Some("json") => tables.extend(from_json(&shown, read_file(&path)?)),
            Some("md" | "txt") => {}
            _ => complain(&format!("warning: `{shown}` is not read: neither .csv nor .json\n")),
        }
    }
    if tables.is_empty() {
        return Err(Failure::new(format!("`{}` holds no .csv or .json file", folder.display())));
    }
    Ok(tables)
}

/// A single CSV file: of whatever name where there is only one table that it can be.
fn one_csv(shown: &str, bytes: &[u8], program: &Program) -> Table {
    let table = from_csv(shown, bytes);
    match program.entities.as_slice() {
        [only] if !program.open => {
            let titles = [Some(&only.title.name), only.title.en.as_ref(), only.title.zh.as_ref()];
            let known = titles.into_iter().flatten().any(|title| title == table.name());
            if known { table } else { from_csv(&format!("{}.csv", only.title.name), bytes).shown_as(shown) }
        }
        _ => table,
    }
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let file = std::fs::File::open(path).map_err(|error| Failure::file("read", path, &error))?;
    read_within(file, path)
}

fn read_within(file: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Failure::file("read", path, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::new(format!("`{}` has more than {MOST_BYTES} bytes", path.display())));
    }
    Ok(bytes)
}

/// `NAME=VALUE` of the command line as the table of inputs.
pub(crate) fn inputs(given: &[String]) -> Result<Option<Table>, Failure> {
    if given.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new("inputs", ["name", "value"]).shown_as("--input");
    for pair in given {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::new(format!("`{pair}` names no value; write `--input NAME=VALUE`")))?;
        table.push_row([RawCell::Text(name.trim().to_string()), RawCell::Text(value.trim().to_string())]);
    }
    Ok(Some(table))
}
