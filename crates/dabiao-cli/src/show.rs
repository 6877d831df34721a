//! `dabiao show`: what a policy or one of its rules says.

use std::process::ExitCode;

use clap::Args;
use dabiao::diagnostic::nearest;
use dabiao::report;

use crate::evaluate::source_of;
use crate::failure::Failure;
use crate::output;
use crate::policy::Text;
use crate::reader::{Lang, Reader};

/// Show what a policy or one of its rules says.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A bundled policy, a file, or `-` for standard input
    policy: String,
    /// A rule by name or label; without it the whole policy in outline
    rule: Option<String>,
    /// Show the text of the policy instead of an outline
    #[arg(long, conflicts_with = "rule")]
    source: bool,
    /// The language
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

impl Show {
    /// Writes the outline, the text or the rule.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        let source = source_of(Some(&self.policy), &Text { text: None })?;
        let compiled = source.compile(reader)?;
        let text = match &self.rule {
            None if self.source => dabiao::syntax::print(&compiled.ast, reader.language),
            None => report::outline(&compiled.program, reader.language),
            Some(rule) => report::rule(&compiled.program, &compiled.ast, rule, reader.language).ok_or_else(|| {
                let known = compiled.program.rules.iter().map(|rule| rule.title.name.as_str());
                let meant = nearest(rule, known).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
                Failure::new(format!("`{}` has no rule `{rule}`{meant}", self.policy))
            })?,
        };
        output::write(&text, None)?;
        Ok(ExitCode::SUCCESS)
    }
}
