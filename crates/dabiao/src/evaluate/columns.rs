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
mod judge;
mod kernels;
mod numbers;
mod parts;
mod source;
mod verdicts;
mod wide;

use std::ops::Range;
use std::sync::Arc;

use self::block::Block;
use self::cases::Cases;
use self::engine::Engine;
use self::judge::{cases_of, judge_block};
use self::parts::in_parts;
use self::source::Source;
pub use self::verdicts::{Columns, RuleColumn};
use super::plan::{Code, Plan, RulePlan};
use super::progress::Progress;
use super::reference;
use crate::facts::{Facts, RowId};
use crate::program::EntityId;

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

/// So many first codes of each line.
fn take<'m>(lines: &mut [&'m mut [u8]], count: usize) -> Vec<&'m mut [u8]> {
    lines.iter_mut().filter_map(|line| line.split_off_mut(..count)).collect()
}
