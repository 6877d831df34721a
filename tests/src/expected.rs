//! Expectations computed by hand: the lines of `expected.txt`, which are never rewritten from an evaluator.
//!
//! `RULE SUBJECT VERDICT [SHORTFALL]`, where `RULE.2` is the second stage of the rule's first line, and `#` opens a
//! comment with the computation. A shortfall is an amount with its unit (`1 persons`), or one of the forms that
//! [`shortfall`] writes. A line that gives no shortfall says nothing about it.

use dabiao::evaluate::verdict::{LineVerdict, Shortfall, Verdict, Verdicts};
use dabiao::program::{Measure, Program};

/// Compares the lines of an `expected.txt` with what was found; the differences, one a line.
pub fn differences(expected: &str, program: &Program, verdicts: &Verdicts) -> Vec<String> {
    let lines = expected.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut compared = 0;
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        compared += 1;
        found.extend(difference(line, program, verdicts).err());
    }
    if compared == 0 {
        found.push("nothing is expected".to_string());
    }
    found
}

fn difference(line: &str, program: &Program, verdicts: &Verdicts) -> Result<(), String> {
    let mut words = line.splitn(4, ' ');
    let (Some(rule), Some(subject), Some(verdict)) = (words.next(), words.next(), words.next()) else {
        return Err(format!("`{line}` has fewer than three words"));
    };
    let (rule, stage) = match rule.split_once('.') {
        Some((rule, stage)) => (rule, stage.parse::<usize>().ok()),
        None => (rule, None),
    };
    let position = program.rules.iter().position(|known| known.title.name == rule);
    let position = position.ok_or(format!("no rule `{rule}`"))?;
    let of_rule = verdicts.subjects.iter().filter(|found| found.rule == position);
    let found = of_rule.into_iter().find(|found| found.subject == subject);
    let found = found.ok_or(format!("`{line}`: `{subject}` is no subject"))?;
    let line_verdict = found.lines.iter().find(|line| line.verdict == found.verdict).or(found.lines.first());
    let judged = match stage {
        Some(stage) => stage_of(found.lines.first(), stage - 1),
        None => line_verdict.and_then(|line| stage_of(Some(line), line.judged_by)),
    };
    let (was, missed) = judged.ok_or(format!("`{line}`: there is no such stage"))?;
    let was = if stage.is_some() { was } else { found.verdict };
    let shown = was.map_or("none".to_string(), |verdict| name(verdict).to_string());
    if shown != verdict {
        return Err(format!("`{line}`: it is {shown} {}", missed.map_or(String::new(), |it| shortfall(it, program))));
    }
    match words.next() {
        Some(expected) => same_shortfall(expected.trim(), missed, program).map_err(|it| format!("`{line}`: {it}")),
        None => Ok(()),
    }
}

fn stage_of(line: Option<&LineVerdict>, at: usize) -> Option<(Option<Verdict>, Option<&Shortfall>)> {
    let stage = line?.stages.get(at)?;
    Some((stage.verdict, stage.shortfall.as_ref()))
}

fn same_shortfall(expected: &str, missed: Option<&Shortfall>, program: &Program) -> Result<(), String> {
    let missed = missed.ok_or("there is no shortfall".to_string())?;
    let shown = shortfall(missed, program);
    let amount_only = |shown: &str| {
        let words: Vec<&str> = shown.split(' ').filter(|word| !matches!(*word, "short" | "over" | "convert")).collect();
        words.join(" ")
    };
    let plain = expected.starts_with(|first: char| first.is_ascii_digit());
    let same = if plain { amount_only(&shown).starts_with(expected) } else { shown == expected };
    if same { Ok(()) } else { Err(format!("the shortfall is `{shown}`")) }
}

/// A verdict as the corpus writes it.
fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotMet => "not_met",
        Verdict::Undetermined => "undetermined",
        Verdict::Pending => "pending",
        Verdict::Waived => "waived",
        Verdict::Met => "met",
        Verdict::NotApplicable => "not_applicable",
        Verdict::Eligible => "eligible",
        Verdict::NotEligible => "not_eligible",
    }
}

/// A shortfall as the corpus writes it.
pub fn shortfall(missed: &Shortfall, program: &Program) -> String {
    let several = |word: &str, parts: &[Shortfall]| {
        let parts: Vec<String> = parts.iter().map(|part| shortfall(part, program)).collect();
        format!("{word} ({})", parts.join(" | "))
    };
    let unit = |measure: &Measure| unit(*measure, program).map_or(String::new(), |unit| format!(" {unit}"));
    match missed {
        Shortfall::Amount { amount, measure, over, at_least, more_than } => {
            let word = if *over { "over" } else { "short" };
            let bound = match (at_least, more_than) {
                (true, _) => " at least",
                (false, true) => " more than",
                (false, false) => "",
            };
            format!("{word}{bound} {amount}{}", unit(measure))
        }
        Shortfall::PartOfWhole { convert, add, measure, at_least } => {
            let add = add.as_ref().map_or("none".to_string(), ToString::to_string);
            format!("convert{} {convert} add {add}{}", if *at_least { " at least" } else { "" }, unit(measure))
        }
        Shortfall::Members { ids, .. } => format!("failing {}", ids.join(",")),
        Shortfall::Items(items) => format!("lacks {}", items.join(",")),
        Shortfall::Late { days, come: true } => format!("late {days}"),
        Shortfall::Late { days, come: false } => format!("overdue {days}"),
        Shortfall::AnyOf(parts) => several("either", parts),
        Shortfall::AllOf(parts) => several("all", parts),
        Shortfall::NoSingleNumber => "no single number".to_string(),
    }
}

fn unit(measure: Measure, program: &Program) -> Option<String> {
    match measure {
        Measure::Unit(unit) => program.units.get(unit.0).map(|unit| unit.title.name.clone()),
        Measure::Entity(entity) => program.entities.get(entity.0).map(|entity| entity.title.name.clone()),
        Measure::Days => Some("days".to_string()),
        Measure::WorkingDays => Some("working days".to_string()),
        Measure::Years => Some("years".to_string()),
        Measure::Open | Measure::Plain => None,
    }
}
