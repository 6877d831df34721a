//! `dabiao explain`: why a rule came to its verdict for one unit.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dabiao::diagnostic::nearest;
use dabiao::evaluate::verdict::Verdicts;
use dabiao::evaluate::{Options, evaluate};
use dabiao::program::Program;
use dabiao::report::{Explained, explain, find_rule};

use crate::evaluate::source_of;
use crate::facts::Judged;
use crate::failure::Failure;
use crate::output;
use crate::policy::{self, Text};
use crate::reader::{Lang, Reader};

/// Say why a rule came to its verdict for one unit.
#[derive(Debug, Args)]
#[command(override_usage = "dabiao explain [OPTIONS] POLICY [RULE] UNIT --facts PATH\n       \
                            dabiao explain [OPTIONS] -e TEXT [RULE] UNIT --facts PATH")]
pub(crate) struct Explain {
    /// POLICY (unless -e is given), RULE (may be left out where there is one) and UNIT, each by name, label or id
    #[arg(required = true, num_args = 1..=3, value_name = "POLICY RULE UNIT")]
    names: Vec<String>,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    judged: Judged,
    /// A reading by name
    #[arg(long, value_name = "NAME", default_value = "default")]
    reading: String,
    /// The language of the explanation
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
    /// A file to write to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Explain {
    /// Judges, and writes the explanation.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        let (policy, names) = match (&self.text.text, self.names.split_first()) {
            (None, Some((policy, names))) => (Some(policy.as_str()), names),
            _ => (None, self.names.as_slice()),
        };
        self.judged.refuse_two_readers(policy)?;
        let source = source_of(policy, &self.text)?;
        let compiled = source.compile(reader)?;
        let program = &compiled.program;
        let (rule, subject) = rule_and_subject(program, names)?;
        let (as_of, _) = self.judged.day()?;
        let reading = policy::reading(&compiled, &self.reading)?;
        let facts = self.judged.read(program, reader)?;
        let verdicts = evaluate(program, &facts, &Options { as_of, reading, record: true });
        let explained = Explained { program, ast: &compiled.ast, facts: &facts, verdicts: &verdicts };
        let text = explain(&explained, rule, subject, reader.language)
            .ok_or_else(|| no_subject(program, &verdicts, rule, subject))?;
        output::write(&text, self.output.as_ref())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The rule, which may be left out where there is only one, and the unit.
fn rule_and_subject<'a>(program: &'a Program, names: &'a [String]) -> Result<(&'a str, &'a str), Failure> {
    let known = || program.rules.iter().map(|rule| rule.title.name.as_str());
    match (names, program.rules.as_slice()) {
        ([subject], [only]) => Ok((&only.title.name, subject)),
        ([rule, subject], _) => match find_rule(program, rule) {
            Some((_, found)) => Ok((&found.title.name, subject)),
            None => {
                let meant = nearest(rule, known()).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
                let rules = known().collect::<Vec<_>>().join(", ");
                Err(Failure::new(format!("there is no rule `{rule}`{meant} (rules: {rules})")))
            }
        },
        _ => Err(Failure::new(format!("name a rule and a unit (rules: {})", known().collect::<Vec<_>>().join(", ")))),
    }
}

fn no_subject(program: &Program, verdicts: &Verdicts, rule: &str, subject: &str) -> Failure {
    let position = find_rule(program, rule).map(|(position, _)| position);
    let of_rule = verdicts.subjects.iter().filter(|found| Some(found.rule) == position);
    let ids: Vec<&str> = of_rule.map(|found| found.subject.as_str()).collect();
    let meant = nearest(subject, ids.iter().copied()).map_or(String::new(), |id| format!("; did you mean `{id}`?"));
    let shown: Vec<&str> = ids.iter().take(10).copied().collect();
    let more = if ids.len() > shown.len() { ", …" } else { "" };
    let about =
        if ids.is_empty() { "it has none".to_string() } else { format!("it judges: {}{more}", shown.join(", ")) };
    Failure::new(format!("the rule `{rule}` is not about `{subject}`{meant} ({about})"))
}
