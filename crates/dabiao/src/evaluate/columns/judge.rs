//! The truths of a block of rows -> the verdicts of each line of a rule.

use super::block::Block;
use super::cases::Cases;
use super::ground::Ground;
use super::kernels;
use super::numbers::ROWS;
use super::verdicts::{NO_VERDICT, code_of};
use crate::evaluate::plan::step::Row;
use crate::evaluate::plan::truths::{self, NO, ROUGH, YES};
use crate::evaluate::plan::{Content, Due, LineKind, LinePlan, Plan, RulePlan, Subjects};
use crate::evaluate::verdict::Verdict;

/// In the verdicts of a block: the reference evaluator has to judge.
const UNSURE: u8 = u8::MAX;

/// So many rows of a block, of which a content is open that depends on a missing fact more than once, are looked at together.
const MANY: usize = 4;

/// For each line of a rule the cases of what it requires.
pub(super) fn cases_of(plan: &Plan, rule: &RulePlan, block: &Block<'_, '_>) -> Vec<Option<Cases>> {
    let contents = rule.lines.iter().map(|line| line.content().filter(|content| !content.shared.is_empty()));
    contents.map(|content| Cases::of(plan, rule.entity, block, &rule.code, content?)).collect()
}

/// Writes the verdicts of a block of rows for each line of a rule; rows that are left to the reference evaluator are told.
pub(super) fn judge_block<'m>(
    plan: &Plan,
    rule: &RulePlan,
    cases: &[Option<Cases>],
    block: &mut Block<'_, '_>,
    ground: &Ground,
    made: impl Iterator<Item = &'m mut [u8]>,
    unsure: impl FnMut(usize),
) {
    let (mut left, mut any_left) = ([false; ROWS], false);
    let mut subjects = *block.mask();
    match rule.subjects {
        Subjects::All => {}
        Subjects::Territory => {
            subjects = [NO; ROWS];
            let itself = ground.itself.and_then(|row| subjects.get_mut(row.checked_sub(block.start())?));
            itself.into_iter().for_each(|kept| *kept = YES);
        }
        Subjects::Where(at) => {
            let members = subjects.iter_mut().zip(block.truths(at));
            members.for_each(|(kept, member)| *kept = truths::guarding(*kept, *member));
        }
    }
    let is_everything = rule.subjects == Subjects::All && ground.inside.is_none();
    for (at, made) in made.enumerate() {
        match rule.lines.get(at) {
            None => made.fill(NO_VERDICT),
            Some(line) => {
                let cases = cases.get(at).and_then(Option::as_ref);
                judge_line(plan, (rule, line, cases), block, &subjects, made);
            }
        }
        for (code, member) in made.iter_mut().zip(&subjects).filter(|_| !is_everything) {
            let is_subject = 0u8.wrapping_sub(member & YES);
            let rough = 0u8.wrapping_sub(u8::from(member & ROUGH != 0 && *member & !ROUGH != YES));
            *code = (*code | rough & UNSURE) & is_subject;
        }
        if made.contains(&UNSURE) {
            any_left = true;
            made.iter().zip(&mut left).for_each(|(code, left)| *left |= *code == UNSURE);
        }
    }
    if any_left {
        (block.start()..).zip(left).filter(|(_, left)| *left).map(|(row, _)| row).for_each(unsure);
    }
}

/// Writes the verdicts of a line for a block of rows; of what is no subject, anything.
fn judge_line(
    plan: &Plan,
    (rule, line, cases): (&RulePlan, &LinePlan, Option<&Cases>),
    block: &mut Block<'_, '_>,
    subjects: &[u8; ROWS],
    made: &mut [u8],
) {
    let fixed = match &line.kind {
        LineKind::Eligible(content) => {
            Some((content.as_ref(), [Verdict::NotEligible, Verdict::Eligible, Verdict::Undetermined]))
        }
        LineKind::Duty(stages) => match stages.as_slice() {
            [stage] => match &stage.due {
                Due::Fixed(due, content) => {
                    let past_due = due.is_none_or(|due| plan.options.as_of > due);
                    let verdicts = match past_due {
                        true => [Verdict::NotMet, Verdict::Met, Verdict::Undetermined],
                        false => [Verdict::Pending, Verdict::Met, Verdict::Pending],
                    };
                    Some((content.as_ref(), verdicts))
                }
                Due::Varies(..) => None,
            },
            _ => None,
        },
    };
    match fixed.filter(|_| !block.is_sparse()) {
        Some((None, _)) => made.fill(code_of(Verdict::NotApplicable)),
        Some((Some(content), verdicts)) => {
            judge_content(plan, (rule, content, cases), verdicts, block, subjects, made);
        }
        None => {
            for row in block.asked() {
                let at = row - block.start();
                let member = subjects.get(at).is_some_and(|member| member & YES != 0);
                if let Some(code) = made.get_mut(at).filter(|_| member) {
                    let judged = plan.judge(rule, line, &block.row(*row), false);
                    *code = judged.map_or(UNSURE, |judged| code_of(judged.verdict));
                }
            }
        }
    }
}

/// Writes the verdicts of a content by a table of its sixteen sets of truths.
fn judge_content(
    plan: &Plan,
    (rule, content, cases): (&RulePlan, &Content, Option<&Cases>),
    verdicts: [Verdict; 3],
    block: &mut Block<'_, '_>,
    subjects: &[u8; ROWS],
    made: &mut [u8],
) {
    let [no, yes, if_open] = verdicts;
    let of = block.truths(content.truth);
    let codes = kernels::Codes { yes: code_of(yes), no: code_of(no), open: code_of(if_open) };
    let mut any_undecided = false;
    kernels::verdicts(made, of, &codes, &mut any_undecided);
    if content.shared.is_empty() || !any_undecided {
        return;
    }
    let undecided = |set: &u8| !truths::is_decided(*set) && truths::truths(*set) != 0;
    let rows = of.iter().zip(subjects).zip(block.start()..);
    let undecided = rows.filter(|((set, member), _)| undecided(set) && *member & YES != 0).map(|(_, row)| row);
    let is_open = |row: &usize| content.shared.iter().any(|slot| block.row(*row).is_open(*slot));
    let rows: Vec<usize> = undecided.filter(is_open).collect();
    let found = cases.filter(|_| rows.len() >= MANY).and_then(|cases| Some((cases, cases.open(block, &rule.code)?)));
    for row in rows {
        let at = row - block.start();
        let row = block.row(row);
        let shown = |(cases, found): &(&Cases, [bool; ROWS])| found.get(at) == Some(&true) && cases.are_about(&row);
        let verdict = match found.as_ref().is_some_and(shown) {
            true => Some(if_open),
            false => plan.settle(rule, &row, content, verdicts, false).map(|(verdict, _)| verdict),
        };
        made.get_mut(at).into_iter().for_each(|code| *code = verdict.map_or(UNSURE, code_of));
    }
}
