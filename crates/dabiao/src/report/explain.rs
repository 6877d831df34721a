//! One rule for one subject, from its clause to its verdict, as a short text that an official can follow. It needs
//! verdicts that were recorded with the facts read and the comparisons made.

use super::labels::{self, pick};
use super::numbers;
use super::phrases::Speaker;
use super::places;
use crate::evaluate::verdict::{
    LineKind, LineVerdict, MOST_LISTED, RuleVerdict, StageVerdict, SubjectVerdict, Verdict, Verdicts,
};
use crate::facts::Facts;
use crate::language::Language;
use crate::program::{self, BodyId, Line, Program, Rule, Words};
use crate::span::Span;
use crate::syntax::ast::{Ast, Clause, ClauseKind, Item};
use crate::syntax::print_clause;

/// What an explanation is made from.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'a> {
    /// The checked policy.
    pub program: &'a Program,
    /// What was written, in which the requirements are found and quoted.
    pub ast: &'a Ast,
    /// The facts that were judged.
    pub facts: &'a Facts,
    /// The verdicts, recorded.
    pub verdicts: &'a Verdicts,
}

/// Why a rule came to what it did for a subject; `None` where the rule was not judged for it.
///
/// `rule` is the name of a rule or one of its labels, `subject` the id or the name of a row.
pub fn explain(explained: &Explained<'_>, rule: &str, subject: &str, language: Language) -> Option<String> {
    let Explained { program, facts, verdicts, .. } = *explained;
    let (position, declared) = find_rule(program, rule)?;
    let mut of_rule = verdicts.subjects.iter().filter(|found| found.rule == position);
    let found = of_rule
        .clone()
        .find(|found| found.subject == subject)
        .or_else(|| of_rule.find(|found| found.name.as_deref() == Some(subject)))?;
    let speaker = Speaker { program, facts, language };
    let mut out = opening(&speaker, verdicts, declared, found);
    out.push_str(&about_rule(&speaker, declared));
    let summary = verdicts.rules.iter().find(|summary| summary.rule == position);
    for (at, line) in found.lines.iter().enumerate() {
        out.push('\n');
        out.push_str(&about_line(&speaker, explained, declared, (at, found.lines.len()), line));
    }
    out.push_str(&about_others(&speaker, summary, found));
    Some(out)
}

/// The rule of a name or label, with its position.
pub fn find_rule<'a>(program: &'a Program, name: &str) -> Option<(usize, &'a Rule)> {
    let mut rules = program.rules.iter().enumerate();
    let labelled = |rule: &Rule| rule.title.en.as_deref() == Some(name) || rule.title.zh.as_deref() == Some(name);
    rules.clone().find(|(_, rule)| rule.title.name == name).or_else(|| rules.find(|(_, rule)| labelled(rule)))
}

fn opening(speaker: &Speaker<'_>, verdicts: &Verdicts, rule: &Rule, found: &SubjectVerdict) -> String {
    let language = speaker.language;
    let label = labels::title(&rule.title, language);
    let subject = speaker.named(found.name.as_deref(), &found.subject);
    let day = verdicts.as_of;
    let verdict = found.verdict.map(|verdict| labels::verdict(verdict, language));
    let reading = match verdicts.reading.and_then(|id| speaker.program.readings.get(id.0)) {
        Some(reading) => reading.name.clone(),
        None => pick(language, "default", "默认").to_string(),
    };
    match language {
        Language::English => {
            let verdict = verdict.map_or(String::new(), |verdict| format!(": {verdict}"));
            format!("{label}, {subject}{verdict}\nJudged on {day}, under the reading `{reading}`.\n")
        }
        Language::Chinese => {
            let verdict = verdict.map_or(String::new(), |verdict| format!("：{verdict}"));
            format!("{label}，{subject}{verdict}\n评判日期 {day}，读法 `{reading}`。\n")
        }
    }
}

/// Clause, responsible bodies and notes of the rule.
fn about_rule(speaker: &Speaker<'_>, rule: &Rule) -> String {
    sources(speaker, &rule.citations, &rule.responsible, &rule.notes, "")
}

fn sources(speaker: &Speaker<'_>, citations: &[String], bodies: &[BodyId], notes: &[Words], indent: &str) -> String {
    let language = speaker.language;
    let mut out = String::new();
    let mut sentence = |en: &str, zh: &str, what: &str| {
        let (head, stop) = (pick(language, en, zh), pick(language, ".", "。"));
        let stop = if what.ends_with(['.', '。', '!', '?', '！', '？']) { "" } else { stop };
        out.push_str(&format!("{indent}{head}{what}{stop}\n"));
    };
    let comma = pick(language, ", ", "、");
    if !citations.is_empty() {
        sentence("Clause: ", "条款：", &citations.join(comma));
    }
    let bodies: Vec<&str> = bodies
        .iter()
        .filter_map(|body| speaker.program.bodies.get(body.0))
        .map(|body| labels::title(body, language))
        .collect();
    if !bodies.is_empty() {
        sentence("Responsible: ", "责任单位：", &bodies.join(comma));
    }
    for note in notes {
        sentence("Note: ", "说明：", labels::words(note, language));
    }
    out
}

fn about_line(
    speaker: &Speaker<'_>,
    explained: &Explained<'_>,
    rule: &Rule,
    (at, count): (usize, usize),
    line: &LineVerdict,
) -> String {
    let language = speaker.language;
    let declared = places::body(rule, explained.verdicts).lines.get(at);
    let mut out = match language {
        Language::English if count > 1 => format!("Requirement {} of {count}", at + 1),
        Language::English => "Requirement".to_string(),
        Language::Chinese if count > 1 => format!("要求 {}/{count}", at + 1),
        Language::Chinese => "要求".to_string(),
    };
    out.push_str(&kind(speaker, line, declared));
    if let Some(declared) = declared {
        if let Some(clause) = clause_at(explained.ast, declared.span) {
            let text = print_clause(clause, language);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!("{}`{text}`\n", pick(language, "  The rule says: ", "  规则：")));
        }
        out.push_str(&sources(speaker, &declared.citations, &declared.responsible, &declared.notes, "  "));
    }
    let ladder = line.stages.len() > 1;
    for (stage_at, stage) in line.stages.iter().enumerate() {
        if ladder {
            let judges =
                if stage_at == line.judged_by { pick(language, ", which judges", "（据此评判）") } else { "" };
            out.push_str(&match language {
                Language::English => format!("  Stage {}{judges}\n", stage_at + 1),
                Language::Chinese => format!("  第 {} 阶段{judges}\n", stage_at + 1),
            });
        }
        let form = places::form(declared, stage_at);
        let indent = if ladder { "    " } else { "  " };
        let sentences = about_stage(speaker, explained, stage, form, stage_at == line.judged_by);
        out.extend(sentences.iter().map(|sentence| format!("{indent}{sentence}\n")));
    }
    if line.breach {
        let text = ("  This is a breach of a binding duty.\n", "  这违反了约束性义务。\n");
        out.push_str(pick(language, text.0, text.1));
    }
    out
}

/// The clause of a rule, or of a reading in it, that stands at this place of the source.
fn clause_at(ast: &Ast, span: Span) -> Option<&Clause> {
    let mut clauses: Vec<&Clause> = Vec::new();
    let mut items: Vec<&Item> = ast.items.iter().collect();
    while let Some(item) = items.pop() {
        match item {
            Item::Policy(policy) => items.extend(&policy.members),
            Item::Rule(rule) => clauses.extend(&rule.clauses),
            Item::Clause(clause) => clauses.push(clause),
            _ => {}
        }
    }
    while let Some(clause) = clauses.pop() {
        match &clause.kind {
            ClauseKind::Reading { clauses: inner, .. } => clauses.extend(inner),
            _ if clause.span == span => return Some(clause),
            _ => {}
        }
    }
    None
}

/// What kind of line, with its force.
fn kind(speaker: &Speaker<'_>, line: &LineVerdict, declared: Option<&Line>) -> String {
    let language = speaker.language;
    let (open, close) = (pick(language, " (", "（"), pick(language, ")\n", "）\n"));
    match &line.kind {
        LineKind::Duty { force, in_principle } => {
            format!("{open}{}{close}", labels::whole_force(*force, *in_principle, language))
        }
        LineKind::Eligible(what) => {
            let what = labels::words(what, language);
            format!("{open}{}{what}{close}", pick(language, "entitlement: ", "资格："))
        }
        LineKind::Show(name) => {
            let title = match declared.map(|line| &line.kind) {
                Some(program::LineKind::Show { title, .. }) => labels::title(title, language),
                _ => name,
            };
            format!("{open}{}{title}{close}", pick(language, "value: ", "数值："))
        }
    }
}

/// The sentences about a stage; the facts and comparisons only of the one that judges.
fn about_stage(
    speaker: &Speaker<'_>,
    explained: &Explained<'_>,
    stage: &StageVerdict,
    form: numbers::Form,
    judges: bool,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    out.extend(about_due(speaker, explained, stage));
    if judges {
        out.extend(facts_read(speaker, stage));
        out.extend(comparisons(speaker, stage));
    }
    let (value, target) = speaker.value_and_target(stage, form);
    let english = speaker.language == Language::English;
    if !value.is_empty() {
        out.push(match (english, target.is_empty()) {
            (true, true) => format!("The value is {value}."),
            (true, false) => format!("The value is {value}; required is {target}."),
            (false, true) => format!("数值为 {value}。"),
            (false, false) => format!("数值为 {value}，要求 {target}。"),
        });
    }
    out.extend(stage.verdict.map(|verdict| conclusion(speaker, stage, verdict)));
    if !stage.missing.is_empty() {
        let missing = speaker.all_missing(&stage.missing, stage.missing_count, None);
        out.push(if english { format!("Missing: {missing}.") } else { format!("缺少的数据：{missing}。") });
    }
    if !stage.possible.is_empty() {
        let possible: Vec<&str> =
            stage.possible.iter().map(|verdict| labels::verdict(*verdict, speaker.language)).collect();
        out.push(match english {
            true => format!("Still possible: {}.", possible.join(", ")),
            false => format!("仍有可能：{}。", possible.join("、")),
        });
    }
    if let Some(day) = stage.reached_on {
        out.push(match english {
            true => format!("It was first met afterwards, on {day}."),
            false => format!("此后于 {day} 首次达到。"),
        });
    }
    out.extend(stage.notes.iter().map(|note| as_sentence(&speaker.note(note), speaker.language)));
    out
}

fn about_due(speaker: &Speaker<'_>, explained: &Explained<'_>, stage: &StageVerdict) -> Option<String> {
    let due = stage.due?;
    let as_of = explained.verdicts.as_of;
    Some(match (speaker.language, as_of > due) {
        (Language::English, true) => format!("It was due on {due}, and is judged by what was known for that day."),
        (Language::English, false) => format!("It is due on {due}, and is judged by what is known on {as_of}."),
        (Language::Chinese, true) => format!("到期日为 {due}，按当日已有的数据评判。"),
        (Language::Chinese, false) => format!("到期日为 {due}，按 {as_of} 已有的数据评判。"),
    })
}

/// The facts read, each with its date, the first few and the number of the others.
fn facts_read(speaker: &Speaker<'_>, stage: &StageVerdict) -> Vec<String> {
    let english = speaker.language == Language::English;
    if stage.facts.is_empty() {
        return Vec::new();
    }
    let mut out = vec![speaker.pick("Facts read:", "所用数据：").to_string()];
    for fact in stage.facts.iter().take(MOST_LISTED) {
        let label = labels::attribute(speaker.program, fact.attribute, speaker.language);
        let row = speaker.named(fact.name.as_deref(), &fact.id);
        let cell = speaker.cell(fact.attribute, &fact.cell);
        let date = fact.observed_on.map(|day| day.to_string());
        let date = date.unwrap_or_else(|| speaker.pick("undated", "未注明日期").to_string());
        out.push(if english {
            format!("  {label} of {row}: {cell} ({date})")
        } else {
            format!("  {row}的{label}：{cell}（{date}）")
        });
    }
    out.extend(others(speaker, stage.facts.len()));
    out
}

/// The whole numbers that were compared.
fn comparisons(speaker: &Speaker<'_>, stage: &StageVerdict) -> Vec<String> {
    let english = speaker.language == Language::English;
    if stage.comparisons.is_empty() {
        return Vec::new();
    }
    let head = speaker.pick("Compared, over a common denominator:", "比较（通分后）：");
    let mut out = vec![head.to_string()];
    for compared in stage.comparisons.iter().take(MOST_LISTED) {
        let (left, right) = (numbers::written(&compared.left), numbers::written(&compared.right));
        let holds = match (english, compared.holds) {
            (true, true) => " holds",
            (true, false) => " does not hold",
            (false, true) => " 成立",
            (false, false) => " 不成立",
        };
        out.push(format!("  {left} {} {right}{holds}", labels::order(compared.order)));
    }
    out.extend(others(speaker, stage.comparisons.len()));
    out
}

fn others(speaker: &Speaker<'_>, count: usize) -> Option<String> {
    let more = count.checked_sub(MOST_LISTED).filter(|more| *more > 0)?;
    Some(match speaker.language {
        Language::English => format!("  and {more} more"),
        Language::Chinese => format!("  另有 {more} 项"),
    })
}

fn conclusion(speaker: &Speaker<'_>, stage: &StageVerdict, verdict: Verdict) -> String {
    let word = labels::verdict(verdict, speaker.language);
    let missed = stage.shortfall.as_ref().map(|missed| speaker.shortfall(missed));
    match (speaker.language, missed) {
        (Language::English, Some(missed)) => format!("Verdict: {word}; {missed}."),
        (Language::English, None) => format!("Verdict: {word}."),
        (Language::Chinese, Some(missed)) => format!("结论：{word}，{missed}。"),
        (Language::Chinese, None) => format!("结论：{word}。"),
    }
}

/// The first letter large, and a full stop.
fn as_sentence(text: &str, language: Language) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with(['.', '。']) { "" } else { pick(language, ".", "。") };
    format!("{first}{}{stop}", letters.as_str())
}

/// How the other subjects of the rule fare.
fn about_others(speaker: &Speaker<'_>, summary: Option<&RuleVerdict>, found: &SubjectVerdict) -> String {
    let Some((summary, verdict)) = summary.and_then(|summary| Some((summary, summary.verdict?))) else {
        return String::new();
    };
    if summary.witness_count == 0 || (summary.witness_count == 1 && summary.witnesses.contains(&found.subject)) {
        return String::new();
    }
    let word = labels::verdict(verdict, speaker.language);
    let count = summary.witness_count;
    match speaker.language {
        Language::English if count == 1 => format!("\nThe rule as a whole is {word}, because of 1 subject.\n"),
        Language::English => format!("\nThe rule as a whole is {word}, because of {count} subjects.\n"),
        Language::Chinese => format!("\n该规则总体{word}，涉及 {count} 个对象。\n"),
    }
}
