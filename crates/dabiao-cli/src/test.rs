//! `dabiao test`: runs a user's own cases. A case is a folder with `policy.dabiao` (or a file `policy` that names a bundled
//! one), `facts/*.csv`, the day in `as-of`, and what is expected: `verdicts.json`, or `errors.txt` with the messages in
//! English and then in Chinese. A file `reading` may name a reading, a file `inputs` holds a line NAME=VALUE for each input.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dabiao::diagnostic::Diagnostic;
use dabiao::evaluate::{Options, evaluate};
use dabiao::facts::{Table, from_csv, from_tables};
use dabiao::{Language, compile, report};
use similar::{ChangeTag, TextDiff};

use crate::facts;
use crate::failure::Failure;
use crate::output::{self, Progress};
use crate::policy::{self, Source};

/// Run cases: a policy, facts, a day and the verdicts expected.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// A case, or a folder with cases at any depth
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Write what was found into `verdicts.json` or `errors.txt` of each case instead of comparing
    #[arg(long)]
    bless: bool,
}

/// What is compared: the file with the expectation, and what was found.
struct Found {
    file: &'static str,
    text: String,
}

impl Test {
    /// Runs every case and writes a line about each, with the difference where it fails.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let mut cases = Vec::new();
        for folder in &self.folders {
            let before = cases.len();
            find_cases(folder, &mut cases)?;
            if cases.len() == before {
                let message = format!("`{}` holds no case: no `policy.dabiao` and no `policy`", folder.display());
                return Err(Failure::new(message));
            }
        }
        let mut failed = 0;
        let mut progress = Progress::new();
        for (at, case) in cases.iter().enumerate() {
            progress.say(&format!("case {} of {} …", at + 1, cases.len()));
            let line = match self.judge(case) {
                Ok(line) => line,
                Err(Failure::Told(difference)) => {
                    failed += 1;
                    format!("FAILED {}\n{}", case.display(), indented(&difference))
                }
                Err(gone) => return Err(gone),
            };
            output::write(&line, None)?;
        }
        drop(progress);
        output::write(&format!("{} passed, {failed} failed\n", cases.len() - failed), None)?;
        Ok(if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    fn judge(&self, case: &Path) -> Result<String, Failure> {
        let found = run(case)?;
        let path = case.join(found.file);
        if self.bless {
            output::write_file(&path, &found.text)?;
            return Ok(format!("blessed {}\n", path.display()));
        }
        let expected = match std::fs::read_to_string(&path) {
            Ok(expected) => expected,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let other = if found.file == "errors.txt" { "verdicts.json" } else { "errors.txt" };
                let instead = if case.join(other).exists() { format!(" but `{other}`") } else { String::new() };
                let what = if found.file == "errors.txt" { found.text.as_str() } else { "" };
                let message = format!("there is no `{}`{instead}; `--bless` writes it\n{what}", found.file);
                return Err(Failure::Told(message));
            }
            Err(error) => return Err(Failure::file("read", &path, &error)),
        };
        if expected.replace("\r\n", "\n").trim_end() == found.text.trim_end() {
            Ok(format!("ok {}\n", case.display()))
        } else {
            Err(Failure::Told(difference(&expected, &found)))
        }
    }
}

/// Every folder at or below `folder` that is a case, by name.
fn find_cases(folder: &Path, cases: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let is_case = |folder: &Path| folder.join("policy.dabiao").is_file() || folder.join("policy").is_file();
    let mut left = vec![folder.to_path_buf()];
    while let Some(folder) = left.pop() {
        if is_case(&folder) {
            cases.push(folder);
            continue;
        }
        let failed = |error: &std::io::Error| Failure::file("read", &folder, error);
        let mut below = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|error| failed(&error))? {
            let entry = entry.map_err(|error| failed(&error))?;
            // A link could lead back up.
            if entry.file_type().map_err(|error| failed(&error))?.is_dir() {
                below.push(entry.path());
            }
        }
        below.sort();
        left.extend(below.into_iter().rev());
    }
    Ok(())
}

/// What a case comes to: its verdicts, or the errors of its text or of its tables.
fn run(case: &Path) -> Result<Found, Failure> {
    let own = case.join("policy.dabiao");
    let source = if own.is_file() {
        Source::of_file(&own)?
    } else {
        let name = text(&case.join("policy"))?;
        match dabiao_policies::source(&name) {
            Some(text) => Source::of_text(text),
            None => return Err(Failure::new(format!("`policy` names `{name}`, which is not bundled"))),
        }
    };
    let errors = |show: &dyn Fn(Language) -> String| {
        let text = [Language::English, Language::Chinese].map(show).join("\n");
        Ok(Found { file: "errors.txt", text })
    };
    let said =
        |found: &[Diagnostic], language| report::diagnostics_as_text(found, &source.text, "policy.dabiao", language);
    let compiled = match compile(&source.text, &source.library()?) {
        Ok(compiled) => compiled,
        Err(found) => return errors(&|language| said(&found, language)),
    };
    let program = &compiled.program;
    // What is expected to be wrong may be a warning only.
    let wrong = case.join("errors.txt").exists();
    if wrong && !case.join("facts").exists() {
        return errors(&|language| said(&compiled.warnings, language));
    }
    let facts = match from_tables(program, &tables(case)?) {
        Ok((_, warnings)) if wrong => return errors(&|language| report::faults_as_text(&warnings, language)),
        Ok((facts, _)) => facts,
        Err(found) => return errors(&|language| report::faults_as_text(&found, language)),
    };
    let as_of = facts::day(&text(&case.join("as-of"))?)?;
    let reading = optional(&case.join("reading"))?.map_or(Ok(None), |name| policy::reading(&compiled, &name))?;
    let verdicts = evaluate(program, &facts, &Options { as_of, reading, record: false });
    Ok(Found { file: "verdicts.json", text: report::json::verdicts(program, &verdicts) })
}

/// The CSV files in `facts`, by name, and the inputs.
fn tables(case: &Path) -> Result<Vec<Table>, Failure> {
    let folder = case.join("facts");
    let failed = |error: &std::io::Error| Failure::file("read", &folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut tables = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|error| Failure::file("read", &path, &error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        tables.push(from_csv(&name, bytes));
    }
    let inputs = optional(&case.join("inputs"))?.unwrap_or_default();
    let inputs: Vec<String> = inputs.lines().filter(|line| !line.trim().is_empty()).map(str::to_string).collect();
    tables.extend(facts::inputs(&inputs)?);
    Ok(tables)
}

fn text(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))?;
    Ok(text.trim().to_string())
}

fn optional(path: &Path) -> Result<Option<String>, Failure> {
    if path.exists() { text(path).map(Some) } else { Ok(None) }
}

/// The lines that differ, with a few around them.
fn difference(expected: &str, found: &Found) -> String {
    let expected = expected.replace("\r\n", "\n");
    let diff = TextDiff::from_lines(&expected, &found.text);
    let mut out = format!("--- {}, expected\n+++ found\n", found.file);
    for group in diff.grouped_ops(2) {
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            out.push_str(&format!("{sign} {}\n", change.value().trim_end_matches('\n')));
        }
    }
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
