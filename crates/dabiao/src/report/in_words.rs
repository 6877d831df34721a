//! What a rule comes to for one subject -> a few words for the place where a host shows it: a label, a cell, a message.

use super::phrases::Speaker;
use super::{labels, places};
use crate::evaluate::verdict::{SubjectVerdict, Verdicts};
use crate::facts::Facts;
use crate::language::Language;
use crate::program::Program;

/// A subject's verdict in words, of the line and stage that decide it. What there is not is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InWords {
    /// The verdict: `not met`, `未达标`.
    pub verdict: String,
    /// The value that was found, without its unit: `0.48`.
    pub value: String,
    /// What is required of it: `>= 0.5`.
    pub target: String,
    /// By how much it is missed: `short by 12 beds`, `缺 12 张`.
    pub shortfall: String,
    /// The facts that are not known.
    pub missing: String,
}

/// What a rule comes to for one subject of `verdicts`, in the words of a reader.
///
/// ```
/// use dabiao::evaluate::{Options, evaluate};
/// use dabiao::facts::{from_csv, from_tables};
/// use dabiao::report::in_words;
/// let program = dabiao::compile("doctors per 100000 >= 12", &dabiao::Library::default()).unwrap().program;
/// let table = from_csv("doctors.csv", "id,doctors,population\nSouth,290,2500000\n");
/// let (facts, _) = from_tables(&program, &[table]).unwrap();
/// let verdicts = evaluate(&program, &facts, &Options::on("2026-01-15".parse().unwrap()));
/// let words = in_words(&program, &facts, &verdicts, &verdicts.subjects[0], dabiao::Language::Chinese);
/// assert_eq!((words.verdict.as_str(), words.value.as_str(), words.target.as_str()), ("未达标", "11.6", ">= 12"));
/// assert_eq!(words.shortfall, "缺 10");
/// ```
pub fn in_words(
    program: &Program,
    facts: &Facts,
    verdicts: &Verdicts,
    subject: &SubjectVerdict,
    language: Language,
) -> InWords {
    let speaker = Speaker { program, facts, language };
    let deciding = subject.lines.iter().enumerate().find(|(_, line)| line.verdict == subject.verdict);
    let mut words = InWords::default();
    words.verdict.push_str(subject.verdict.map_or("", |verdict| labels::verdict(verdict, language)));
    let Some((at, line)) = deciding else { return words };
    let Some(stage) = line.stages.get(line.judged_by) else { return words };
    let declared = places::line(program, verdicts, subject.rule, at);
    (words.value, words.target) = speaker.value_and_target(stage, places::form(declared, line.judged_by));
    words.shortfall = stage.shortfall.as_ref().map_or(String::new(), |missed| speaker.shortfall(missed));
    if !stage.missing.is_empty() {
        words.missing = speaker.all_missing(&stage.missing, stage.missing_count, None);
    }
    words
}
