//! Columns: every rule for every row, block by block. A block stays in the cache while all rules of its entity run over it;
//! aggregates are gathered once and carried up the tree; rows of which the plan cannot be sure are judged by the reference
//! evaluator. Only verdicts are made: values, shortfalls and missing facts are found for the rows that ask for them.

mod block;
mod cases;
mod dates;
mod engine;
mod floats;
mod fold;
mod gather;
mod ground;
mod holders;
mod kernels;
mod numbers;
mod source;
mod verdicts;
mod wide;

use std::ops::Range;
use std::sync::Arc;

use self::block::Block;
use self::cases::Cases;
use self::engine::Engine;
use self::ground::Ground;
use self::numbers::ROWS;
use self::source::Source;
pub use self::verdicts::{Columns, RuleColumn};
use self::verdicts::{NO_VERDICT, code_of};
use super::plan::step::Row;
use super::plan::truths::{self, NO, ROUGH, YES};
use super::plan::{Code, Content, Due, LineKind, LinePlan, Plan, RulePlan, Subjects};
use super::progress::Progress;
use super::reference;
use super::verdict::Verdict;
use crate::facts::{Facts, RowId};
use crate::program::EntityId;

/// In the verdicts of a block: the reference evaluator has to judge.
const UNSURE: u8 = u8::MAX;

/// So many rows of a block, of which a content is open that depends on a missing fact more than once, are looked at together.
const MANY: usize = 4;

/// How columns are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnOptions {
    /// How many threads may work at a time; at least one. No thread outlives the call.
    pub threads: usize,
}

impl Default for ColumnOptions {
    /// One thread: the caller's.
    fn default() -> ColumnOptions {
        ColumnOptions { threads: 1 }
    }
}

impl Plan {
    /// Judges every rule for every subject in the facts, and keeps only the verdicts.
    ///
    /// ```
    /// use dabiao::evaluate::{ColumnOptions, Options, Plan, verdict::Verdict};
    /// use dabiao::facts::{from_csv, from_tables};
    /// use dabiao::{Library, compile};
    /// let compiled = compile("rehab_doctors per 100000 >= 8 by 2025", &Library::default()).expect("no fault");
    /// let plan = Plan::new(compiled.program, &Options::on("2026-01-15".parse()?));
    /// let table = from_csv("any.csv", "id,rehab_doctors,population\n33,8,100000\n34,7,100000\n");
    /// let (facts, _) = from_tables(plan.program(), &[table]).expect("no fault");
    /// let columns = plan.columns(&facts, ColumnOptions::default());
    /// let verdicts: Vec<_> = columns.rule(0).expect("one rule").verdicts().collect();
    /// assert_eq!(verdicts, [Some(Verdict::Met), Some(Verdict::NotMet)]);
    /// # Ok::<(), dabiao::date::DateError>(())
    /// ```
    pub fn columns(&self, facts: &Facts, options: ColumnOptions) -> Columns {
        self.all_columns(facts, options, &Progress::default())
    }

    /// As [`Plan::columns`], watched by other threads through `progress`; none if one of them has cancelled it.
    pub fn columns_watched(&self, facts: &Facts, options: ColumnOptions, progress: &Progress) -> Option<Columns> {
        let found = self.all_columns(facts, options, progress);
        (!progress.is_cancelled()).then_some(found)
    }

    fn all_columns(&self, facts: &Facts, options: ColumnOptions, progress: &Progress) -> Columns {
        let mut engine = Engine::new(self, facts, options.threads.max(1), progress);
        progress.begin(self.rules.iter().map(|rule| engine.table(rule.entity).len()).sum());
        let mut rules: Vec<Option<RuleColumn>> = vec![None; self.rules.len()];
        let entities = (0..self.program.entities.len()).map(EntityId);
        for entity in entities {
            let of_entity: Vec<usize> = (0..self.rules.len())
                .filter(|at| self.rules.get(*at).is_some_and(|rule| rule.entity == entity))
                .collect();
            let judged =
                if of_entity.is_empty() { Vec::new() } else { self.pass(&mut engine, entity, &of_entity, options) };
            for (at, column) in of_entity.into_iter().zip(judged) {
                if let Some(kept) = rules.get_mut(at) {
                    *kept = Some(column);
                }
            }
        }
        Columns::new(rules.into_iter().flatten().collect())
    }

    /// One pass over the rows of an entity for all rules about it.
    fn pass<'f>(
        &'f self,
        engine: &mut Engine<'f>,
        entity: EntityId,
        of_entity: &[usize],
        options: ColumnOptions,
    ) -> Vec<RuleColumn> {
        let (facts, progress) = (engine.facts, engine.progress);
        let table = engine.table(entity);
        let rules: Vec<&RulePlan> = of_entity.iter().filter_map(|at| self.rules.get(*at)).collect();
        let codes: Vec<&'f Code> =
            of_entity.iter().filter_map(|at| self.rules.get(*at)).map(|rule| &rule.code).collect();
        let sources: Vec<Option<Arc<Source<'f>>>> = engine.bind(entity, &codes).clone();
        let ground = engine.ground(entity);
        let mut columns: Vec<RuleColumn> = Vec::new();
        for (at, rule) in of_entity.iter().zip(&rules) {
            columns.push(RuleColumn::new(*at, entity, facts.table(entity).is_some(), table, rule));
        }
        // What each thread writes is a part of every column. Nothing is written where there is no subject: memory that is
        // asked for as zeros costs nothing before it is touched.
        let lines = columns.iter_mut().map(|column| column.lines.iter_mut().map(Vec::as_mut_slice).collect());
        let mut rest: Vec<Vec<&mut [u8]>> = lines.collect();
        let part = |rows: &Range<usize>| rest.iter_mut().map(|lines| take(lines, rows.len())).collect::<Vec<_>>();
        let parts = in_parts(table.len(), options.threads, part, |mut made, rows: Range<usize>| {
            let mut unsure: Vec<(usize, usize)> = Vec::new();
            let mut block = Block::new(self, entity, &sources, facts, table, &codes);
            let cases = |rule: &&RulePlan| cases_of(self, rule, &block);
            let cases: Vec<Vec<Option<Cases>>> = rules.iter().map(cases).collect();
            let first = rows.start;
            block.for_each(rows, &ground, progress, |block, rows| {
                let known = unsure.len();
                let within = rows.start - first..rows.end - first;
                for (position, ((rule, cases), made)) in rules.iter().zip(&cases).zip(&mut made).enumerate() {
                    if !block.asked().is_empty() {
                        block.run(&rule.code);
                        let made = made.iter_mut().filter_map(|made| made.get_mut(within.clone()));
                        judge_block(self, rule, cases, block, &ground, made, |row| unsure.push((position, row)));
                    }
                }
                progress.add(rows.len() * rules.len() - (unsure.len() - known));
            });
            unsure
        });
        let unsure: Vec<(usize, usize)> = parts.into_iter().flatten().collect();
        for (position, column) in columns.iter_mut().enumerate() {
            let waived = self.waived(facts, column.rule).filter_map(|row| column.place(row)).map(|row| (row, 0));
            let left = unsure.iter().filter(|(of, _)| *of == position).map(|(_, row)| (*row, 1));
            for (row, judgement) in waived.chain(left).collect::<Vec<_>>() {
                if progress.is_cancelled() {
                    break;
                }
                progress.add(judgement);
                let judged =
                    reference::judge(&self.program, facts, &self.options, column.rule, RowId(table.first + row));
                column.correct(row, judged.as_ref());
            }
            column.join();
        }
        columns
    }

    /// The rows that a recorded exception from a rule is about.
    fn waived<'f>(&self, facts: &'f Facts, rule: usize) -> impl Iterator<Item = RowId> + use<'f, '_> {
        let name = self.program.rules.get(rule).map_or("", |rule| rule.title.name.as_str());
        facts.waivers.iter().filter(move |waiver| waiver.rule == name).map(|waiver| waiver.row)
    }
}

/// For each line of a rule the cases of what it requires.
fn cases_of(plan: &Plan, rule: &RulePlan, block: &Block<'_, '_>) -> Vec<Option<Cases>> {
    let contents = rule.lines.iter().map(|line| line.content().filter(|content| !content.shared.is_empty()));
    contents.map(|content| Cases::of(plan, rule.entity, block, &rule.code, content?)).collect()
}

/// Writes the verdicts of a block of rows for each line of a rule; rows that are left to the reference evaluator are told.
fn judge_block<'m>(
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

/// So many first codes of each line.
fn take<'m>(lines: &mut [&'m mut [u8]], count: usize) -> Vec<&'m mut [u8]> {
    lines.iter_mut().filter_map(|line| line.split_off_mut(..count)).collect()
}

/// Does work on parts of some rows, each by a thread of its own with what is handed out to it, and gives the results in the
/// order of the rows.
fn in_parts<S: Send, T: Send>(
    rows: usize,
    threads: usize,
    mut hand_out: impl FnMut(&Range<usize>) -> S,
    work: impl Fn(S, Range<usize>) -> T + Sync,
) -> Vec<T> {
    let blocks = rows.div_ceil(ROWS);
    let threads = threads.min(blocks).max(1);
    let part = |at: usize| (blocks * at / threads * ROWS).min(rows)..(blocks * (at + 1) / threads * ROWS).min(rows);
    let mut parts = (0..threads).map(|at| (hand_out(&part(at)), part(at)));
    let Some((handed, own)) = parts.next() else { return Vec::new() };
    let others: Vec<_> = parts.collect();
    if others.is_empty() {
        return vec![work(handed, own)];
    }
    std::thread::scope(|scope| {
        let work = &work;
        let others = others.into_iter().map(|(handed, rows)| scope.spawn(move || work(handed, rows)));
        let others: Vec<_> = others.collect();
        let mut made = vec![work(handed, own)];
        for other in others {
            match other.join() {
                Ok(result) => made.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    })
}
