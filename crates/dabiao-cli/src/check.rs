//! `dabiao check`: everything that is wrong with policies, of syntax and of meaning, in one run.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dabiao::diagnostic::{Diagnostic, Severity};
use dabiao::{compile, report};

use crate::failure::Failure;
use crate::output;
use crate::policy::Source;
use crate::reader::{Lang, Reader};

/// How faults are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the line of the source
    #[default]
    Text,
    /// As a JSON list
    Json,
}

/// Report everything that is wrong with policies.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files, bundled policies, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The language of the messages
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Check {
    /// Checks every file, also after one that cannot be read.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        let mut wrong = false;
        let mut checked: Vec<(Source, Vec<Diagnostic>)> = Vec::new();
        for file in &self.files {
            let outcome = Source::find(file).and_then(|source| {
                let library = source.library()?;
                let found = match compile(&source.text, &library) {
                    Ok(compiled) => compiled.warnings,
                    Err(found) => found,
                };
                Ok((source, found))
            });
            match outcome {
                Ok(one) => checked.push(one),
                Err(Failure::Told(message)) => {
                    wrong = true;
                    output::complain(&message);
                }
                Err(gone) => return Err(gone),
            }
        }
        wrong |= checked.iter().any(|(_, found)| found.iter().any(|one| one.severity() == Severity::Error));
        match self.format {
            Format::Json => {
                let all: Vec<report::json::Checked<'_>> = checked
                    .iter()
                    .map(|(source, found)| report::json::Checked { name: &source.name, source: &source.text, found })
                    .collect();
                output::write(&report::json::diagnostics(&all, reader.language), None)?;
            }
            Format::Text => checked.iter().try_for_each(|(source, found)| tell(source, found, reader))?,
        }
        Ok(if wrong { ExitCode::from(2) } else { ExitCode::SUCCESS })
    }
}

/// What was found in one file on standard error, and a line about it on standard output.
fn tell(source: &Source, found: &[Diagnostic], reader: Reader) -> Result<(), Failure> {
    if !found.is_empty() {
        let style = reader.style_of_messages();
        let text = report::diagnostics_in_style(found, &source.text, &source.name, reader.language, style);
        output::complain(&(text + "\n"));
    }
    output::write(&report::found_in(&source.name, found, reader.language), None)
}
