//! `dabiao coverage`: clause by clause, what a policy measures, what it only attests, and what it leaves out and why.

use std::process::ExitCode;

use clap::Args;
use dabiao::report;

use crate::evaluate::source_of;
use crate::failure::Failure;
use crate::output;
use crate::policy::Text;
use crate::reader::{Lang, Reader};

/// Show which clauses of a policy are measured, attested or not encoded.
#[derive(Debug, Args)]
pub(crate) struct Coverage {
    /// A bundled policy, a file, or `-` for standard input
    policy: String,
    /// Write the whole page of the policy in Markdown: clauses, rules, readings, data needed
    #[arg(long)]
    page: bool,
    /// The language
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

impl Coverage {
    /// Writes the coverage, or the page.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        let program = source_of(Some(&self.policy), &Text { text: None })?.compile(reader)?.program;
        let write = if self.page { report::page } else { report::coverage };
        output::write(&write(&program, reader.language), None)?;
        Ok(ExitCode::SUCCESS)
    }
}
