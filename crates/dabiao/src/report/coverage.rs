//! `Program` -> its clause coverage and its page: clause by clause what is measured, what is attested, what is not encoded
//! and why; the readings; the tables and columns that the rules read.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{self, pick};
use crate::language::Language;
use crate::program::walk::{Node, all};
use crate::program::{AttributeId, Body, Condition, Line, LineKind, Program, Requirement, Rule, Shown, Type};

/// How a provision is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Encoding {
    Measured,
    Attested,
    Entitlement,
    Definition,
    NotEncoded,
}

impl Encoding {
    const ALL: [Encoding; 5] =
        [Encoding::Measured, Encoding::Attested, Encoding::Entitlement, Encoding::Definition, Encoding::NotEncoded];

    fn label(self, language: Language) -> &'static str {
        match self {
            Encoding::Measured => pick(language, "measured", "可量化"),
            Encoding::Attested => pick(language, "attested", "佐证"),
            Encoding::Entitlement => pick(language, "entitlement", "资格"),
            Encoding::Definition => pick(language, "definition", "定义"),
            Encoding::NotEncoded => pick(language, "not encoded", "未编码"),
        }
    }
}

/// A clause and its provision, as a citation gives them: the number of the provision is the last word.
struct Provision<'a> {
    clause: &'a str,
    id: &'a str,
    encoding: Encoding,
    /// The rule's name, or why there is none.
    by: String,
}

/// Which clauses have a rule, which are attested only, and which are not encoded and why, with totals.
pub fn coverage(program: &Program, language: Language) -> String {
    let found = provisions(program, language);
    let mut out = String::new();
    for one in &found {
        out.push_str(&format!("{}  {}  {}  {}\n", one.clause, one.id, one.encoding.label(language), one.by));
    }
    out.push_str(&format!("\n{}\n", totals(&found, language)));
    out
}

fn totals(found: &[Provision<'_>], language: Language) -> String {
    let count = |encoding: Encoding| {
        let ids: BTreeSet<&str> = found.iter().filter(|one| one.encoding == encoding).map(|one| one.id).collect();
        ids.len()
    };
    let parts: Vec<String> = Encoding::ALL
        .iter()
        .filter(|encoding| count(**encoding) > 0)
        .map(|encoding| format!("{} {}", count(*encoding), encoding.label(language)))
        .collect();
    let ids: BTreeSet<&str> = found.iter().map(|one| one.id).collect();
    match language {
        Language::English => format!("{} provisions: {}", ids.len(), parts.join(", ")),
        Language::Chinese => format!("共 {} 项规定：{}", ids.len(), parts.join("，")),
    }
}

/// Every provision cited, in source order: of the policy itself, of its rules and lines, and what is not encoded. A
/// provision with several rules has a row for each, and counts as its strongest.
fn provisions<'a>(program: &'a Program, language: Language) -> Vec<Provision<'a>> {
    let split = |citation: &'a str| citation.rsplit_once(' ').unwrap_or((citation, citation));
    let mut found = Vec::new();
    let mut push = |citation: &'a str, encoding: Encoding, by: String| {
        let (clause, id) = split(citation);
        found.push(Provision { clause, id, encoding, by });
    };
    for citation in &program.citations {
        push(citation, Encoding::Definition, pick(language, "the policy itself", "政策本身").to_string());
    }
    for rule in &program.rules {
        let of_lines = rule.body.lines.iter().flat_map(|line| &line.citations);
        for citation in rule.citations.iter().chain(of_lines) {
            push(citation, encoding(rule), rule.title.name.clone());
        }
    }
    for one in &program.not_encoded {
        push(&one.clause, Encoding::NotEncoded, labels::words(&one.reason, language).to_string());
    }
    let mut strongest: BTreeMap<&str, Encoding> = BTreeMap::new();
    for one in &found {
        let kept = strongest.entry(one.id).or_insert(one.encoding);
        *kept = (*kept).min(one.encoding);
    }
    for one in &mut found {
        one.encoding = strongest.get(one.id).copied().unwrap_or(one.encoding);
    }
    found
}

/// Measured, where some line compares or tests a fact; attested, where evidence alone decides.
fn encoding(rule: &Rule) -> Encoding {
    let of_line = |line: &Line| match &line.kind {
        LineKind::Eligible { .. } => Encoding::Entitlement,
        LineKind::Show { .. } => Encoding::Measured,
        LineKind::Duty(stages) => {
            let attested = stages.iter().all(|stage| match &stage.requirement {
                Requirement::Condition(condition) => is_attested(condition),
                Requirement::Event(_) => false,
            });
            if attested { Encoding::Attested } else { Encoding::Measured }
        }
    };
    rule.body.lines.iter().map(of_line).min().unwrap_or(Encoding::Definition)
}

fn is_attested(condition: &Condition) -> bool {
    match condition {
        Condition::Attest(_) => true,
        Condition::And(parts) | Condition::Or(parts) => parts.iter().all(is_attested),
        Condition::Not(inner) => is_attested(inner),
        Condition::If { arms, otherwise } => {
            arms.iter().all(|(_, then)| is_attested(then)) && otherwise.as_deref().is_none_or(is_attested)
        }
        _ => false,
    }
}

/// The page of a policy, in Markdown: its clauses, its readings, and the data that it needs.
pub fn page(program: &Program, language: Language) -> String {
    let say = |en: &'static str, zh: &'static str| pick(language, en, zh);
    let (name, title) = program.policy.as_ref().map_or(("", ""), |it| (it.name.as_str(), labels::title(it, language)));
    let mut out = format!("# {title}\n\n`{name}`\n");
    for note in &program.notes {
        out.push_str(&format!("\n{}\n", labels::words(note, language)));
    }
    let found = provisions(program, language);
    out.push_str(&format!("\n## {}\n\n{}\n\n", say("Clauses", "条款"), totals(&found, language)));
    out.push_str(&row(&[
        say("clause", "条款"),
        say("provision", "规定"),
        say("encoded as", "编码方式"),
        say("by", "规则或原因"),
    ]));
    out.push_str("|---|---|---|---|\n");
    for one in &found {
        out.push_str(&row(&[one.clause, one.id, one.encoding.label(language), &one.by]));
    }
    out.push_str(&format!("\n## {}\n\n", say("Rules", "规则")));
    for rule in &program.rules {
        out.push_str(&rule_entry(rule, language));
    }
    out.push_str(&format!("\n## {}\n\n", say("Readings", "读法")));
    out.push_str(&row(&[say("reading", "读法"), say("what it means", "含义"), say("rules it changes", "涉及规则")]));
    out.push_str("|---|---|---|\n");
    for (at, reading) in program.readings.iter().enumerate() {
        let changes = |rule: &&Rule| rule.under.iter().any(|(reading, _)| reading.0 == at);
        let rules: Vec<&str> = program.rules.iter().filter(changes).map(|rule| rule.title.name.as_str()).collect();
        out.push_str(&row(&[&reading.name, labels::title(reading, language), &rules.join(", ")]));
    }
    out.push_str(&data_needed(program, language));
    out
}

fn rule_entry(rule: &Rule, language: Language) -> String {
    let cited = rule.citations.join("; ");
    let mut out = format!("- **{}** (`{}`, {cited})", labels::title(&rule.title, language), rule.title.name);
    for note in rule.notes.iter().chain(rule.body.lines.iter().flat_map(|line| &line.notes)) {
        out.push_str(&format!("\n  {}", labels::words(note, language)));
    }
    out.push('\n');
    out
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// The tables and columns that the rules read under any reading, with what they hold and who reads them.
fn data_needed(program: &Program, language: Language) -> String {
    let say = |en: &'static str, zh: &'static str| pick(language, en, zh);
    let mut readers: BTreeMap<AttributeId, Vec<&str>> = BTreeMap::new();
    for rule in &program.rules {
        let mut read = BTreeSet::new();
        let bodies = std::iter::once(&rule.body).chain(rule.under.iter().map(|(_, body)| body));
        bodies.for_each(|body| read_by(body, &mut read));
        for attribute in read {
            readers.entry(attribute).or_default().push(&rule.title.name);
        }
    }
    let mut out = format!("\n## {}\n\n", say("Data you need", "所需数据"));
    out.push_str(&row(&[
        say("table", "表"),
        say("column", "列"),
        say("label", "标签"),
        say("holds", "内容"),
        say("read by", "使用的规则"),
    ]));
    out.push_str("|---|---|---|---|---|\n");
    for (id, rules) in &readers {
        let Some(entity) = program.entities.get(id.entity.0) else { continue };
        let Some(attribute) = entity.attributes.get(id.index) else { continue };
        let holds = holds(program, &attribute.of_type, language);
        let label = labels::title(&attribute.title, language);
        out.push_str(&row(&[&entity.title.name, &attribute.title.name, label, &holds, &rules.join(", ")]));
    }
    out
}

fn holds(program: &Program, of_type: &Type, language: Language) -> String {
    let names = |values: &[crate::program::Title]| {
        let names: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
        names.join(", ")
    };
    match of_type {
        Type::Quantity(unit) => {
            program.units.get(unit.0).map_or("", |unit| labels::title(&unit.title, language)).into()
        }
        Type::OpenQuantity | Type::Number => pick(language, "number", "数值").into(),
        Type::Flag => pick(language, "yes or no", "是或否").into(),
        Type::Date => pick(language, "date", "日期").into(),
        Type::Text => pick(language, "text", "文本").into(),
        Type::OneOf(values) => format!("{}: {}", pick(language, "one of", "单选"), names(values)),
        Type::Ordered(values) => format!("{}: {}", pick(language, "ordered", "有序"), names(values)),
        Type::SetOf(values) => format!("{}: {}", pick(language, "set of", "多选"), names(values)),
    }
}

/// The attributes that a body reads.
fn read_by(body: &Body, read: &mut BTreeSet<AttributeId>) {
    let mut visit = |node: Node<'_>| {
        if let Node::Cell(cell) = node {
            read.insert(cell.attribute);
        }
    };
    let mut condition = |it: &Condition| all(Node::Condition(it), &mut visit);
    if let Some(subjects) = &body.subjects {
        subjects.set.condition.iter().for_each(|it| condition(it));
        subjects.condition.iter().for_each(&mut condition);
    }
    body.exceptions.iter().for_each(|exception| condition(&exception.condition));
    for line in &body.lines {
        line_terms(line, &mut visit);
    }
}

fn line_terms(line: &Line, visit: &mut dyn FnMut(Node<'_>)) {
    match &line.kind {
        LineKind::Duty(stages) => {
            for stage in stages {
                if let Some(due) = &stage.due {
                    all(Node::Moment(due), visit);
                }
                match &stage.requirement {
                    Requirement::Condition(condition) => all(Node::Condition(condition), visit),
                    Requirement::Event(moment) => all(Node::Moment(moment), visit),
                }
            }
        }
        LineKind::Eligible { condition, .. } => all(Node::Condition(condition), visit),
        LineKind::Show { value, .. } => match value {
            Shown::Quantity(quantity, _) => all(Node::Quantity(quantity), visit),
            Shown::Moment(moment) => all(Node::Moment(moment), visit),
            Shown::Condition(condition) => all(Node::Condition(condition), visit),
            Shown::Choice(choice) => all(Node::Choice(choice), visit),
        },
    }
}
