//! Verdicts -> the table that a person reads on a terminal: grouped by rule, aligned under wide text, with the reasons.

use std::collections::BTreeMap;

use super::diagnostics::{Colour, Style};
use super::labels::{self, pick};
use super::phrases::Speaker;
use super::places;
use super::readings::dependent;
use super::width::{padded, width};
use crate::evaluate::verdict::{LineKind, LineVerdict, RuleVerdict, StageVerdict, SubjectVerdict, Verdict, Verdicts};
use crate::facts::Facts;
use crate::language::Language;
use crate::program::{Program, ReadingId};

/// A column is not widened beyond this for one long cell.
const WIDEST_PADDING: usize = 60;

/// The verdicts as a table for people. Of a rule with more than `most` subjects the first are listed, in the order of
/// their ids, and the rest are counted; none: all are listed.
pub fn table(
    program: &Program,
    facts: &Facts,
    verdicts: &Verdicts,
    language: Language,
    style: Style,
    most: Option<usize>,
) -> String {
    let speaker = Speaker { program, facts, language };
    let mut by_rule: BTreeMap<usize, Vec<&SubjectVerdict>> = BTreeMap::new();
    for subject in &verdicts.subjects {
        by_rule.entry(subject.rule).or_default().push(subject);
    }
    let mut out = heading(program, verdicts, language, style);
    for rule in &verdicts.rules {
        let subjects = by_rule.get(&rule.rule).map(Vec::as_slice).unwrap_or_default();
        out.push('\n');
        out.push_str(&rule_heading(&speaker, rule, subjects, style));
        let listed = subjects.get(..most.unwrap_or(subjects.len())).unwrap_or(subjects);
        out.push_str(&rule_rows(&speaker, verdicts, listed, style));
        let rest = subjects.len() - listed.len();
        if rest > 0 {
            let more = match language {
                Language::English => format!("  … and {rest} more subjects\n"),
                Language::Chinese => format!("  ……另有 {rest} 个对象\n"),
            };
            out.push_str(&more);
        }
    }
    out.push('\n');
    out.push_str(&summary(verdicts, language));
    out
}

/// The table of the first of several readings, and then which verdicts hang on the reading.
pub fn tables(
    program: &Program,
    facts: &Facts,
    all: &[Verdicts],
    language: Language,
    style: Style,
    most: Option<usize>,
) -> String {
    let mut out = all.first().map_or(String::new(), |one| table(program, facts, one, language, style, most));
    let found = dependent(all);
    if all.len() < 2 {
        return out;
    }
    out.push('\n');
    let none = pick(language, "No verdict depends on the reading", "没有任何结论取决于读法");
    let some = pick(language, "Verdicts that depend on the reading", "取决于读法的结论");
    let names: Vec<&str> = all.iter().map(|one| labels::reading_name(program, one.reading)).collect();
    let (open, close) = (pick(language, " (", "（"), pick(language, ")", "）"));
    let colon = if found.is_empty() { "" } else { pick(language, ":", "：") };
    let names = names.join(pick(language, ", ", "、"));
    out.push_str(&format!("{}{open}{names}{close}{colon}\n", if found.is_empty() { none } else { some }));
    let speaker = Speaker { program, facts, language };
    for one in found {
        let subject = all.iter().flat_map(|one| &one.subjects).find(|known| known.subject == one.subject);
        let subject = speaker.named(subject.and_then(|known| known.name.as_deref()), one.subject);
        let rule = program.rules.get(one.rule).map_or("", |rule| labels::title(&rule.title, language));
        let under = |(reading, verdict): &(Option<ReadingId>, Option<Verdict>)| {
            let verdict = verdict.map_or("-", |verdict| labels::verdict(verdict, language));
            format!("{} = {verdict}", labels::reading_name(program, *reading))
        };
        let verdicts: Vec<String> = one.verdicts.iter().map(under).collect();
        out.push_str(&format!("  {rule}, {subject}: {}\n", verdicts.join(pick(language, "; ", "；"))));
    }
    out
}

fn heading(program: &Program, verdicts: &Verdicts, language: Language, style: Style) -> String {
    let name = program.policy.as_ref().map(|title| match labels::title(title, language) {
        label if label == title.name => title.name.clone(),
        label if language == Language::English => format!("{label} ({})", title.name),
        label => format!("{label}（{}）", title.name),
    });
    let day = verdicts.as_of;
    let mut parts: Vec<String> = name.into_iter().map(|name| style.paint(&name, Colour::Bold)).collect();
    parts.push(if language == Language::English { format!("as of {day}") } else { format!("截至 {day}") });
    if let Some(reading) = verdicts.reading.and_then(|id| program.readings.get(id.0)) {
        let label = labels::title(reading, language);
        let reading = match language {
            Language::English if label == reading.name => format!("reading {}", reading.name),
            Language::English => format!("reading {} ({label})", reading.name),
            Language::Chinese if label == reading.name => format!("读法 {}", reading.name),
            Language::Chinese => format!("读法 {}（{label}）", reading.name),
        };
        parts.push(reading);
    }
    parts.join(pick(language, ", ", "，")) + "\n"
}

fn rule_heading(speaker: &Speaker<'_>, found: &RuleVerdict, subjects: &[&SubjectVerdict], style: Style) -> String {
    let (program, language) = (speaker.program, speaker.language);
    let Some(rule) = program.rules.get(found.rule) else { return String::new() };
    let label = labels::title(&rule.title, language);
    let mut title = style.paint(label, Colour::Bold);
    if label != rule.title.name {
        title.push_str(&style.paint(&format!("  {}", rule.title.name), Colour::Grey));
    }
    if !rule.citations.is_empty() {
        title.push_str(&style.paint(&format!("  [{}]", rule.citations.join("; ")), Colour::Grey));
    }
    let mut out = format!("{title}{}", pick(language, ": ", "："));
    out.push_str(&match found.verdict {
        Some(verdict) => painted(verdict, language, style),
        None if subjects.is_empty() => pick(language, "nothing to judge", "没有评判对象").to_string(),
        None => pick(language, "values only", "仅列数值").to_string(),
    });
    if subjects.len() > 1 {
        out.push_str(pick(language, " (", "（"));
        out.push_str(&counts(subjects.iter().filter_map(|subject| subject.verdict), language));
        out.push_str(pick(language, ")", "）"));
    }
    out.push('\n');
    if let Some((expected, number)) = &found.expected {
        out.push_str(&match language {
            Language::English => format!("  {expected} subjects are expected, {number} were found\n"),
            Language::Chinese => format!("  应有 {expected} 个对象，实有 {number} 个\n"),
        });
    }
    if !found.missing.is_empty() {
        let missing = speaker.all_missing(&found.missing, found.missing.len(), None);
        out.push_str(&format!("  {}{missing}\n", pick(language, "missing: ", "缺少：")));
    }
    out
}

/// How often each verdict occurs, worst first: `3 not met, 28 met`.
fn counts(verdicts: impl Iterator<Item = Verdict>, language: Language) -> String {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for verdict in verdicts {
        *counts.entry(verdict).or_default() += 1;
    }
    let parts: Vec<String> =
        counts.iter().map(|(verdict, count)| format!("{count} {}", labels::verdict(*verdict, language))).collect();
    parts.join(pick(language, ", ", "，"))
}

fn painted(verdict: Verdict, language: Language, style: Style) -> String {
    let colour = match verdict {
        Verdict::NotMet => Colour::Red,
        Verdict::Undetermined => Colour::Yellow,
        Verdict::Pending | Verdict::Waived => Colour::Cyan,
        Verdict::Met | Verdict::Eligible => Colour::Green,
        Verdict::NotApplicable | Verdict::NotEligible => Colour::Grey,
    };
    style.paint(labels::verdict(verdict, language), colour)
}

/// A row for each subject and line, under heads; empty columns are left out.
fn rule_rows(speaker: &Speaker<'_>, verdicts: &Verdicts, subjects: &[&SubjectVerdict], style: Style) -> String {
    let language = speaker.language;
    if subjects.is_empty() {
        return String::new();
    }
    let several = subjects.iter().any(|subject| subject.lines.len() > 1);
    let heads = match language {
        Language::English => ["subject", "line", "verdict", "value", "target", "due", "shortfall", "why"],
        Language::Chinese => ["对象", "条目", "结论", "数值", "目标", "到期", "差距", "原因"],
    };
    let mut grid: Vec<Vec<String>> = Vec::new();
    let mut seen: Vec<Option<Verdict>> = Vec::new();
    for subject in subjects {
        let name = speaker.named(subject.name.as_deref(), &subject.subject);
        for (at, line) in subject.lines.iter().enumerate() {
            let first = if at == 0 { name.clone() } else { String::new() };
            grid.push(row(speaker, verdicts, subject, line, (first, at, several)));
            seen.push(line.verdict);
        }
    }
    let used: Vec<usize> = (0..heads.len())
        .filter(|column| grid.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let widest = |column: usize| {
        let cells = grid.iter().map(|row| width(&cell(row, column))).filter(|width| *width <= WIDEST_PADDING);
        cells.chain(heads.get(column).map(|head| width(head))).max().unwrap_or(0)
    };
    let widths: Vec<(usize, usize)> = used.iter().map(|column| (*column, widest(*column))).collect();
    let mut out = String::new();
    let head: Vec<String> =
        widths.iter().map(|(column, width)| padded(heads.get(*column).copied().unwrap_or(""), *width)).collect();
    out.push_str(&format!("  {}\n", style.paint(head.join("  ").trim_end(), Colour::Grey)));
    for (row, verdict) in grid.iter().zip(seen) {
        let line: Vec<String> = widths
            .iter()
            .map(|(column, columns)| {
                let text = cell(row, *column);
                let blanks = " ".repeat(columns.saturating_sub(width(&text)));
                match verdict {
                    Some(verdict) if *column == 2 => painted(verdict, language, style) + &blanks,
                    _ => text + &blanks,
                }
            })
            .collect();
        out.push_str(&format!("  {}\n", line.join("  ").trim_end()));
    }
    out
}

/// The cells of a line of a subject.
fn row(
    speaker: &Speaker<'_>,
    verdicts: &Verdicts,
    subject: &SubjectVerdict,
    line: &LineVerdict,
    (name, at, several): (String, usize, bool),
) -> Vec<String> {
    let language = speaker.language;
    let declared = places::line(speaker.program, verdicts, subject.rule, at);
    let form = places::form(declared, line.judged_by);
    let Some(stage) = line.stages.get(line.judged_by) else { return vec![name] };
    let (value, mut target) = speaker.value_and_target(stage, form);
    if line.stages.len() > 1 && !target.is_empty() {
        target.push_str(&match language {
            Language::English => format!(" (stage {} of {})", line.judged_by + 1, line.stages.len()),
            Language::Chinese => format!("（第 {}/{} 阶段）", line.judged_by + 1, line.stages.len()),
        });
    }
    let label = match (&line.kind, declared.map(|line| &line.kind)) {
        (LineKind::Eligible(what), _) => labels::words(what, language).to_string(),
        (LineKind::Show(_), Some(crate::program::LineKind::Show { title, .. })) => {
            labels::title(title, language).to_string()
        }
        (LineKind::Show(name), _) => name.clone(),
        (LineKind::Duty { .. }, _) if several => (at + 1).to_string(),
        (LineKind::Duty { .. }, _) => String::new(),
    };
    let verdict = line.verdict.map_or(String::new(), |verdict| labels::verdict(verdict, language).to_string());
    let due = stage.due.map_or(String::new(), |due| due.to_string());
    let missed =
        matches!(line.verdict, Some(Verdict::NotMet | Verdict::Waived | Verdict::Pending | Verdict::Undetermined));
    let shortfall = stage.shortfall.as_ref().filter(|_| missed).map_or(String::new(), |it| speaker.shortfall(it));
    vec![name, label, verdict, value, target, due, shortfall, why(speaker, subject, line, stage)]
}

fn why(speaker: &Speaker<'_>, subject: &SubjectVerdict, line: &LineVerdict, stage: &StageVerdict) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !stage.missing.is_empty() {
        let missing = speaker.all_missing(&stage.missing, stage.missing_count, Some(&subject.subject));
        parts.push(speaker.pick("missing: ", "缺少：").to_string() + &missing);
    }
    parts.extend(stage.notes.iter().map(|note| speaker.note(note)));
    parts.extend(stage.reached_on.map(|day| speaker.reached_on(day)));
    if line.breach {
        parts.push(speaker.pick("breach of a binding duty", "违反约束性义务").to_string());
    }
    parts.join(speaker.pick("; ", "；"))
}

/// The last line: how many rules came to what, and how many breaches there are.
fn summary(verdicts: &Verdicts, language: Language) -> String {
    let rules = verdicts.rules.len();
    let breaches = verdicts.subjects.iter().flat_map(|subject| &subject.lines).filter(|line| line.breach).count();
    let counts = counts(verdicts.rules.iter().filter_map(|rule| rule.verdict), language);
    match language {
        Language::English => {
            let rules = if rules == 1 { "1 rule".to_string() } else { format!("{rules} rules") };
            let breaches = match breaches {
                0 => "no breach of a binding duty".to_string(),
                1 => "1 breach of a binding duty".to_string(),
                more => format!("{more} breaches of binding duties"),
            };
            format!("{rules}: {counts}; {breaches}\n").replace(": ;", ":")
        }
        Language::Chinese => format!("{rules} 条规则：{counts}；违反约束性义务 {breaches} 处\n").replace("：；", "："),
    }
}
