//! A program -> what it says, for somebody who looks through policies: a list, an outline, one rule in full.

use super::explain::find_rule;
use super::labels::{self, pick};
use super::width::{padded, width};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::program::{Program, Relation, RelationKind, Rule, Title, Words};
use crate::syntax::ast::{Ast, Item};
use crate::syntax::print;

/// One line for each policy: its name, its label and how many rules it has.
pub fn list(programs: &[&Program], language: Language) -> String {
    let titles: Vec<&Title> = programs.iter().filter_map(|program| program.policy.as_ref()).collect();
    let name = titles.iter().map(|title| width(&title.name)).max().unwrap_or(0);
    let label = titles.iter().map(|title| width(labels::title(title, language))).max().unwrap_or(0);
    let line = |program: &&Program| {
        let title = program.policy.as_ref()?;
        let count = program.rules.len();
        let rules = match language {
            Language::English if count == 1 => "1 rule".to_string(),
            Language::English => format!("{count} rules"),
            Language::Chinese => format!("{count} 条规则"),
        };
        Some(format!("{}  {}  {rules}\n", padded(&title.name, name), padded(labels::title(title, language), label)))
    };
    programs.iter().filter_map(line).collect()
}

/// A policy in outline: where and when it holds, its readings, its rules with their clauses, what is not encoded.
pub fn outline(program: &Program, language: Language) -> String {
    let mut out = String::new();
    if let Some(title) = &program.policy {
        out.push_str(&format!("{}\n", named(title, language)));
    }
    if let Some(territory) = &program.territory {
        let entity = labels::entity(program, territory.entity, language);
        out.push_str(&format!("{}{entity} {}\n", pick(language, "territory: ", "适用地区："), territory.id));
    }
    let bound = |out: &mut String, en: &str, zh: &str, day: Option<Date>| {
        if let Some(day) = day {
            out.push_str(&format!("{}{day}\n", pick(language, en, zh)));
        }
    };
    bound(&mut out, "in force from: ", "施行日期：", program.from);
    bound(&mut out, "in force until: ", "有效期至：", program.until);
    texts(&mut out, &program.citations, &program.notes, language, "");
    section(&mut out, pick(language, "readings", "读法"), program.readings.iter().map(|title| pair(title, language)));
    let inputs = program.inputs.iter().map(|input| pair(&input.title, language));
    section(&mut out, pick(language, "inputs", "输入值"), inputs);
    section(
        &mut out,
        pick(language, "rules", "规则"),
        program.rules.iter().map(|rule| {
            let (name, label) = pair(&rule.title, language);
            let cited =
                if rule.citations.is_empty() { String::new() } else { format!(" [{}]", rule.citations.join("; ")) };
            (name, label + &cited)
        }),
    );
    let left_out =
        program.not_encoded.iter().map(|one| (one.clause.clone(), labels::words(&one.reason, language).to_string()));
    section(&mut out, pick(language, "not encoded", "未编码"), left_out);
    out
}

/// One rule in full: its clause, bodies, notes, relations and readings, and its text in the reader's language.
pub fn rule(program: &Program, ast: &Ast, name: &str, language: Language) -> Option<String> {
    let (_, rule) = find_rule(program, name)?;
    let mut out = format!("{}\n", named(&rule.title, language));
    texts(&mut out, &rule.citations, &rule.notes, language, "");
    let bodies = rule.responsible.iter().filter_map(|body| program.bodies.get(body.0));
    let bodies: Vec<&str> = bodies.map(|body| labels::title(body, language)).collect();
    if !bodies.is_empty() {
        let comma = pick(language, ", ", "、");
        out.push_str(&format!("{}{}\n", pick(language, "responsible: ", "责任单位："), bodies.join(comma)));
    }
    rule.relations.iter().for_each(|one| out.push_str(&relation(one, language)));
    for (reading, _) in &rule.under {
        if let Some(title) = program.readings.get(reading.0) {
            out.push_str(&format!("{}{}\n", pick(language, "another reading: ", "另有读法："), named(title, language)));
        }
    }
    if let Some(written) = written(ast, rule) {
        out.push('\n');
        out.push_str(&print(&Ast { items: vec![written.clone()], comments: Vec::new() }, language));
    }
    Some(out)
}

/// What `check` found in a file, in one line: `a.dabiao: 1 error, 2 warnings`.
pub fn found_in(name: &str, found: &[Diagnostic], language: Language) -> String {
    let errors = found.iter().filter(|one| one.severity() == Severity::Error).count();
    let warnings = found.len() - errors;
    let count = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    };
    match (language, found.len()) {
        (Language::English, 0) => format!("{name}: no errors\n"),
        (Language::English, _) => {
            format!("{name}: {}, {}\n", count(errors, "error", "errors"), count(warnings, "warning", "warnings"))
        }
        (Language::Chinese, 0) => format!("{name}：没有错误\n"),
        (Language::Chinese, _) => format!("{name}：{errors} 个错误，{warnings} 个警告\n"),
    }
}

/// That nobody said on which day to judge, and which one was taken.
pub fn judged_today(day: Date, language: Language) -> String {
    match language {
        Language::English => format!("note: judged on {day}, today; give another day with --as-of\n"),
        Language::Chinese => format!("说明：按今天 {day} 评判，可用 --as-of 指定其他日期\n"),
    }
}

fn written<'a>(ast: &'a Ast, rule: &Rule) -> Option<&'a Item> {
    let members = ast.items.iter().flat_map(|item| match item {
        Item::Policy(policy) => policy.members.as_slice(),
        other => std::slice::from_ref(other),
    });
    members.into_iter().find(|item| matches!(item, Item::Rule(found) if found.name.name.text == rule.title.name))
}

fn named(title: &Title, language: Language) -> String {
    match labels::title(title, language) {
        label if label == title.name => title.name.clone(),
        label if language == Language::English => format!("{label} ({})", title.name),
        label => format!("{label}（{}）", title.name),
    }
}

fn pair(title: &Title, language: Language) -> (String, String) {
    let label = labels::title(title, language);
    (title.name.clone(), if label == title.name { String::new() } else { label.to_string() })
}

fn texts(out: &mut String, citations: &[String], notes: &[Words], language: Language, indent: &str) {
    if !citations.is_empty() {
        out.push_str(&format!("{indent}{}{}\n", pick(language, "clause: ", "条款："), citations.join("; ")));
    }
    for note in notes {
        out.push_str(&format!("{indent}{}{}\n", pick(language, "note: ", "说明："), labels::words(note, language)));
    }
}

/// A heading with a line for each entry, aligned.
fn section(out: &mut String, heading: &str, entries: impl Iterator<Item = (String, String)>) {
    let entries: Vec<(String, String)> = entries.collect();
    if entries.is_empty() {
        return;
    }
    let columns = entries.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    out.push_str(&format!("\n{heading} ({})\n", entries.len()));
    for (name, text) in &entries {
        out.push_str(&format!("  {}\n", format!("{}  {text}", padded(name, columns)).trim_end()));
    }
}

fn relation(relation: &Relation, language: Language) -> String {
    let (en, zh) = match relation.kind {
        RelationKind::Implements => ("implements", "落实"),
        RelationKind::Repeats => ("repeats", "重申"),
        RelationKind::Tightens => ("tightens", "收紧"),
        RelationKind::Extends => ("extends", "扩展"),
        RelationKind::Relaxes => ("relaxes", "放宽"),
        RelationKind::Conflicts => ("conflicts with", "冲突"),
    };
    let by = relation.by.map_or(String::new(), |day| match language {
        Language::English => format!(" by {day}"),
        Language::Chinese => format!("，到 {day}"),
    });
    match language {
        Language::English => format!("{en} {}.{}{by}\n", relation.policy, relation.rule),
        Language::Chinese => format!("{zh}：{}.{}{by}\n", relation.policy, relation.rule),
    }
}
