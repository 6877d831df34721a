//! `dabiao evaluate`: judges the facts by every rule, under one reading or all of them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dabiao::evaluate::verdict::{Verdict, Verdicts};
use dabiao::evaluate::{Options, evaluate};
use dabiao::program::ReadingId;
use dabiao::{Compiled, report};

use crate::facts::Judged;
use crate::failure::Failure;
use crate::output::{self, Progress};
use crate::policy::{self, Source, Text};
use crate::reader::{Lang, Reader};

/// How the verdicts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for people
    #[default]
    Table,
    /// Canonical JSON
    Json,
    /// A flat table for a spreadsheet
    Csv,
}

/// The most subjects of a rule that the table lists unless all are asked for.
const MOST_SUBJECTS: usize = 12;

/// What makes `--fail-on` fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum FailOn {
    /// Certainly missed
    NotMet,
    /// What is missing could change the answer
    Undetermined,
    /// Not yet due
    Pending,
    /// Missed for a recorded reason
    Waived,
    /// Outside the condition
    NotApplicable,
    /// Not entitled
    NotEligible,
    /// A binding duty is missed
    Breach,
}

/// Judge the facts by every rule of a policy.
#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    /// A bundled policy, a file, or `-` for standard input
    #[arg(required_unless_present = "text", conflicts_with = "text")]
    policy: Option<String>,
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    judged: Judged,
    /// A reading by name, or `all` of them beside the default one
    #[arg(long, value_name = "NAME", default_value = "default")]
    reading: String,
    /// Only these rules, by name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    rule: Vec<String>,
    /// List every subject of a rule in the table, however many there are
    #[arg(long)]
    all: bool,
    /// The language of the report
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
    /// How to write the verdicts
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A file to write to, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit with 1 where a rule or a subject comes to one of these
    #[arg(long, value_enum, value_name = "VERDICT", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
}

impl Evaluate {
    /// Judges, and writes the report.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let reader = Reader::of(self.lang);
        self.judged.refuse_two_readers(self.policy.as_deref())?;
        let source = source_of(self.policy.as_deref(), &self.text)?;
        let (day, given) = self.judged.day()?;
        let compiled = source.compile(reader)?;
        if compiled.program.rules.is_empty() {
            return Err(Failure::new(format!("`{}` holds no rule to judge by", source.name)));
        }
        let readings = self.readings(&compiled)?;
        let kept = self.rules(&compiled)?;
        let facts = self.judged.read(&compiled.program, reader)?;
        let (program, language) = (&compiled.program, reader.language);
        let most = (!self.all && self.rule.is_empty()).then_some(MOST_SUBJECTS);
        if !given {
            output::complain(&report::judged_today(day, language));
        }
        let mut progress = Progress::new();
        let judge = |(at, reading): (usize, &Option<ReadingId>)| {
            progress.say(&format!("reading {} of {} …", at + 1, readings.len()));
            let mut found = evaluate(program, &facts, &Options { as_of: day, reading: *reading, record: false });
            found.rules.retain(|rule| kept.contains(&rule.rule));
            found.subjects.retain(|subject| kept.contains(&subject.rule));
            found
        };
        let all: Vec<Verdicts> = readings.iter().enumerate().map(judge).collect();
        drop(progress);
        let text = match (self.format, all.as_slice()) {
            (Format::Json, [one]) => report::json::verdicts(program, one),
            (Format::Json, all) => report::json::readings(program, all),
            (Format::Csv, all) => report::csv(program, &facts, all, language),
            (Format::Table, all) => {
                report::tables(program, &facts, all, language, reader.style_of_results(self.output.as_ref()), most)
            }
        };
        output::write(&text, self.output.as_ref())?;
        let fires = all.iter().any(|one| self.fail_on.iter().any(|verdict| occurs(*verdict, one)));
        Ok(if fires { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    /// The positions of the rules named, or of all.
    fn rules(&self, compiled: &Compiled) -> Result<Vec<usize>, Failure> {
        let rules = &compiled.program.rules;
        let find = |name: &String| {
            let at = rules.iter().position(|rule| rule.title.name == *name);
            at.ok_or_else(|| {
                let known = rules.iter().map(|rule| rule.title.name.as_str());
                let near = dabiao::diagnostic::nearest(name, known).map(|near| format!("; did you mean `{near}`?"));
                Failure::new(format!("the policy has no rule `{name}`{}", near.unwrap_or_default()))
            })
        };
        if self.rule.is_empty() { Ok((0..rules.len()).collect()) } else { self.rule.iter().map(find).collect() }
    }

    fn readings(&self, compiled: &Compiled) -> Result<Vec<Option<ReadingId>>, Failure> {
        if self.reading == "all" {
            let named = (0..compiled.program.readings.len()).map(|at| Some(ReadingId(at)));
            return Ok(std::iter::once(None).chain(named).collect());
        }
        Ok(vec![policy::reading(compiled, &self.reading)?])
    }
}

/// The text of `-e`, or the policy named.
pub(crate) fn source_of(policy: Option<&str>, text: &Text) -> Result<Source, Failure> {
    match (&text.text, policy) {
        (Some(text), _) => Ok(Source::of_text(text)),
        (None, Some(policy)) => Source::find(policy),
        (None, None) => Err(Failure::new("name a policy, or give its text with -e")),
    }
}

fn occurs(what: FailOn, verdicts: &Verdicts) -> bool {
    let wanted = match what {
        FailOn::NotMet => Verdict::NotMet,
        FailOn::Undetermined => Verdict::Undetermined,
        FailOn::Pending => Verdict::Pending,
        FailOn::Waived => Verdict::Waived,
        FailOn::NotApplicable => Verdict::NotApplicable,
        FailOn::NotEligible => Verdict::NotEligible,
        FailOn::Breach => return verdicts.subjects.iter().flat_map(|subject| &subject.lines).any(|line| line.breach),
    };
    let of_rule = verdicts.rules.iter().any(|rule| rule.verdict == Some(wanted));
    of_rule || verdicts.subjects.iter().any(|subject| subject.verdict == Some(wanted))
}
