//! `dabiao policies`: what is bundled.

use std::process::ExitCode;

use clap::Args;
use dabiao::report;

use crate::failure::Failure;
use crate::output;
use crate::policy::Source;
use crate::reader::{Lang, Reader};

/// List the bundled policies.
#[derive(Debug, Args)]
pub(crate) struct Policies {
    /// The language of the list
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

impl Policies {
    /// Compiles each bundled policy and lists it.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        let mut programs = Vec::new();
        for (name, _) in dabiao_policies::SOURCES {
            let compiled = Source::find(name)?.compile(reader)?;
            // A vocabulary has no rules and is not listed.
            if compiled.program.policy.is_some() {
                programs.push(compiled.program);
            }
        }
        let programs: Vec<_> = programs.iter().collect();
        output::write(&report::list(&programs, reader.language), None)?;
        Ok(ExitCode::SUCCESS)
    }
}
