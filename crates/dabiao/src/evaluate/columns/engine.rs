//! Plan + facts -> everything that the passes over the rows need: sources for slots, ways to ancestors, aggregates. What is
//! made once for many rules is kept here.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::block::Block;
use super::fold::{FoldResult, Folded, Tally};
use super::gather;
use super::ground::Ground;
use super::holders::{self, Holders};
use super::parts::in_parts;
use super::source::{Existence, Map, NO_ROW, NOT_OBSERVED, Source, TextTest, UNKNOWN_ROW, of_input};
use crate::date::Date;
use crate::evaluate::plan::step::Row;
use crate::evaluate::plan::truths::{self, UNJUDGED, YES};
use crate::evaluate::plan::{Code, Day, FoldId, FoldKind, FoldPlan, Plan, ReachId, Slot, SlotId, TextSource, Value};
use crate::evaluate::progress::Progress;
use crate::facts::column::Column;
use crate::facts::{EntityTable, Facts, RowId};
use crate::program::{AttributeId, EntityId};

/// The slots of an entity's context, bound; those that no code needs are not.
pub(super) type Sources<'f> = Vec<Option<Arc<Source<'f>>>>;

/// What has been made of a plan and facts.
pub(super) struct Engine<'f> {
    pub(super) plan: &'f Plan,
    pub(super) facts: &'f Facts,
    pub(super) progress: &'f Progress,
    threads: usize,
    sources: HashMap<EntityId, Sources<'f>>,
    /// For each row of the entity that reads, the row reached.
    reaches: HashMap<ReachId, Arc<Vec<u32>>>,
    /// The same as observations on a day.
    observed: HashMap<(Option<ReachId>, EntityId, Date), Map>,
    folds: HashMap<FoldId, Folded>,
    /// For an entity, in which rows of those around it its rows lie.
    holders: HashMap<EntityId, Arc<Vec<(EntityId, Holders)>>>,
    unlisted: HashMap<(EntityId, Date), Arc<HashSet<usize>>>,
    grounds: HashMap<EntityId, Arc<Ground>>,
    /// The aggregates that are read of rows outside the territory as well.
    far: Vec<FoldId>,
}

impl<'f> Engine<'f> {
    pub(super) fn new(plan: &'f Plan, facts: &'f Facts, threads: usize, progress: &'f Progress) -> Engine<'f> {
        let mut engine = Engine {
            plan,
            facts,
            progress,
            threads,
            sources: HashMap::new(),
            reaches: HashMap::new(),
            observed: HashMap::new(),
            folds: HashMap::new(),
            holders: HashMap::new(),
            unlisted: HashMap::new(),
            grounds: HashMap::new(),
            far: Vec::new(),
        };
        // What tells the ancestors that are read from is asked of all of them.
        let mut far = Vec::new();
        for way in &plan.reaches {
            way.condition.iter().for_each(|(code, _)| engine.find_folds(way.to, code, &mut far));
        }
        engine.far = far;
        engine
    }

    /// Which rows of an entity lie within the territory.
    pub(super) fn ground(&mut self, entity: EntityId) -> Arc<Ground> {
        if let Some(known) = self.grounds.get(&entity) {
            return Arc::clone(known);
        }
        let program = &self.plan.program;
        let above = program.entities.get(entity.0).and_then(|entity| entity.parent).filter(|above| *above != entity);
        let outer = above.map(|above| (self.table(above), self.ground(above)));
        let ground = Arc::new(Ground::of(program.territory.as_ref(), self.facts, self.table(entity), outer));
        self.grounds.insert(entity, Arc::clone(&ground));
        ground
    }

    /// The table of an entity; one without rows where it was not given.
    pub(super) fn table(&self, entity: EntityId) -> &'f EntityTable {
        holders::table_of(self.facts, entity)
    }

    /// Binds all slots that code about an entity reads.
    pub(super) fn bind(&mut self, entity: EntityId, codes: &[&'f Code]) -> &Sources<'f> {
        let plan = self.plan;
        self.fold_all(entity, codes);
        let needed: HashSet<SlotId> = codes.iter().flat_map(|code| code.slots.iter().copied()).collect();
        let mut bound = self.sources.remove(&entity).unwrap_or_else(|| vec![None; plan.context(entity).len()]);
        for slot in needed {
            let at = slot.0 as usize;
            if bound.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let Some(read) = plan.slot(entity, slot) else { continue };
            let source = Arc::new(self.source(entity, read));
            bound.get_mut(at).into_iter().for_each(|kept| *kept = Some(Arc::clone(&source)));
        }
        self.sources.entry(entity).or_insert(bound)
    }

    fn source(&mut self, entity: EntityId, slot: &'f Slot) -> Source<'f> {
        let facts = self.facts;
        match slot {
            Slot::Cell(reach, attribute, day) => self.cell(entity, *reach, *attribute, *day),
            Slot::Input(input) => {
                let (value, exact, scale) = of_input(facts.inputs.get(input));
                Source::Constant(value, exact, scale)
            }
            Slot::Fold(fold) => self.fold_source(entity, *fold),
            Slot::Text(reach, source, allowed) => {
                let of = reach.and_then(|reach| self.plan.reaches.get(reach.0 as usize)).map_or(entity, |way| way.to);
                let map = match source {
                    TextSource::Attribute(_, day) => self.observed(*reach, entity, of, *day),
                    TextSource::Id | TextSource::Name => Some(reach.map(|reach| self.reached(reach))),
                };
                match map {
                    Some(map) => Source::Text(TextTest::new(source, allowed, facts.table(of), map)),
                    None => Source::Constant(Value::UNJUDGED, None, 0),
                }
            }
            Slot::Evidence(rule, limb, day) => self.evidence(entity, rule, limb, *day),
            Slot::Exists(day) => match (self.plan.program.entities.get(entity.0), day) {
                (Some(declared), Day::Fixed(day)) => Source::Exists(Existence {
                    table: self.table(entity),
                    from: declared.from,
                    until: declared.until,
                    day: *day,
                    as_of: self.plan.options.as_of,
                }),
                _ => Source::Constant(Value::UNJUDGED, None, 0),
            },
        }
    }

    fn cell(&mut self, entity: EntityId, reach: Option<ReachId>, attribute: AttributeId, day: Day) -> Source<'f> {
        let Some(map) = self.observed(reach, entity, attribute.entity, day) else {
            return Source::Constant(Value::UNJUDGED, None, 0);
        };
        let column = self.facts.table(attribute.entity).and_then(|table| table.columns.get(attribute.index));
        match (column, &map) {
            (None | Some(Column::Missing), None) => Source::Constant(Value::MISSING, None, 0),
            (column, _) => Source::Column(column.unwrap_or(&Column::Missing), map),
        }
    }

    /// Where in the columns of `of` the rows of `entity` read; none where it differs with a day that is not known.
    fn observed(&mut self, reach: Option<ReachId>, entity: EntityId, of: EntityId, day: Day) -> Option<Map> {
        let table = self.table(of);
        let rows = reach.map(|reach| self.reached(reach));
        if table.observations.is_none() {
            return Some(rows);
        }
        let Day::Fixed(day) = day else { return None };
        if let Some(known) = self.observed.get(&(reach, entity, day)) {
            return Some(known.clone());
        }
        let observation = |row: u32| {
            let at = table.observation(row as usize, day);
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(NOT_OBSERVED)
        };
        let count = u32::try_from(self.table(entity).len()).unwrap_or(u32::MAX);
        let map: Vec<u32> = match &rows {
            None => (0..count).map(observation).collect(),
            Some(rows) => rows.iter().map(|row| if *row >= UNKNOWN_ROW { *row } else { observation(*row) }).collect(),
        };
        let map = Some(Arc::new(map));
        self.observed.insert((reach, entity, day), map.clone());
        Some(map)
    }

    /// For each row of the entity that reads: the nearest row outward, itself included, of the entity and with the condition.
    fn reached(&mut self, reach: ReachId) -> Arc<Vec<u32>> {
        if let Some(known) = self.reaches.get(&reach) {
            return Arc::clone(known);
        }
        let plan = self.plan;
        let Some(way) = plan.reaches.get(reach.0 as usize) else { return Arc::default() };
        let targets = self.table(way.to);
        let inside = match &way.condition {
            None => vec![YES; targets.len()],
            Some((code, truth)) => {
                let mut truths = vec![UNJUDGED; targets.len()];
                self.bind(way.to, &[code]);
                let sources = self.sources.get(&way.to).map_or(&[][..], Vec::as_slice);
                let mut block = Block::new(plan, way.to, sources, self.facts, targets, &[code]);
                block.for_each(0..targets.len(), &Ground::default(), self.progress, |block, rows| {
                    block.run(code);
                    for (row, kept) in rows.clone().zip(truths.get_mut(rows).into_iter().flatten()) {
                        *kept = block.row(row).truth(*truth);
                    }
                });
                truths
            }
        };
        let from = self.table(way.from);
        let nearest = (from.rows()).map(|row| {
            for row in self.facts.self_and_ancestors(RowId(row)).filter(|row| targets.rows().contains(&row.0)) {
                let at = row.0 - targets.first;
                match inside.get(at).copied().unwrap_or(UNJUDGED) {
                    truth if truths::is_certain(truth) => return u32::try_from(at).unwrap_or(UNKNOWN_ROW),
                    truth if truth & YES != 0 => return UNKNOWN_ROW,
                    _ => {}
                }
            }
            NO_ROW
        });
        let nearest: Arc<Vec<u32>> = Arc::new(nearest.collect());
        self.reaches.insert(reach, Arc::clone(&nearest));
        nearest
    }

    /// The latest record of a limb for each row, not after a day; of several of one day the last.
    fn evidence(&self, entity: EntityId, rule: &str, limb: &str, day: Day) -> Source<'f> {
        let table = self.table(entity);
        let about = self.facts.evidence.iter().filter(|evidence| {
            evidence.rule == rule && evidence.limb == limb && table.rows().contains(&evidence.row.0)
        });
        let day = match day {
            Day::Fixed(day) => day,
            Day::Now if about.clone().all(|evidence| evidence.date.is_none()) => self.plan.options.as_of,
            Day::Now => return Source::Constant(Value::UNJUDGED, None, 0),
        };
        let mut latest: BTreeMap<usize, (Option<Date>, u8)> = BTreeMap::new();
        for evidence in about.filter(|evidence| evidence.date.is_none_or(|date| date <= day)) {
            let at = evidence.row.0 - table.first;
            if latest.get(&at).is_none_or(|(date, _)| *date <= evidence.date) {
                latest.insert(at, (evidence.date, truths::known(evidence.holds)));
            }
        }
        Source::Evidence(latest.into_iter().map(|(row, (_, truth))| (row, truth)).collect())
    }

    fn fold_source(&mut self, entity: EntityId, fold: FoldId) -> Source<'f> {
        let plan = self.plan.folds.get(fold.0 as usize);
        match (plan, self.folds.get(&fold)) {
            (Some(plan), Some(folded)) => {
                Source::Fold(Arc::new(FoldResult::new(plan, folded, entity, self.table(entity).first)))
            }
            _ => Source::Constant(Value::UNJUDGED, None, 0),
        }
    }

    /// Computes the aggregates that code reads, those of one entity in one pass over its rows.
    fn fold_all(&mut self, entity: EntityId, codes: &[&'f Code]) {
        loop {
            let mut needed: Vec<FoldId> = Vec::new();
            codes.iter().for_each(|code| self.find_folds(entity, code, &mut needed));
            let ready = |fold: &&FoldId| self.inner_folds(**fold).is_empty();
            let kind = |fold: &FoldId| Some((self.plan.folds.get(fold.0 as usize)?.entity, self.far.contains(fold)));
            let Some((members, is_far)) = needed.iter().find(ready).and_then(kind) else { return };
            let alike = |fold: &&FoldId| kind(fold) == Some((members, is_far));
            let of_one: Vec<FoldId> = needed.iter().filter(ready).filter(alike).copied().collect();
            let ground = if is_far { Arc::default() } else { self.ground(members) };
            self.fold(members, &of_one, &ground);
        }
    }

    /// The aggregates that code about an entity reads and that are not computed yet, inner ones too.
    fn find_folds(&self, entity: EntityId, code: &Code, found: &mut Vec<FoldId>) {
        for slot in &code.slots {
            match self.plan.slot(entity, *slot) {
                Some(Slot::Fold(fold)) if !self.folds.contains_key(fold) && !found.contains(fold) => {
                    found.push(*fold);
                    let inner = self.plan.folds.get(fold.0 as usize);
                    inner.into_iter().for_each(|plan| self.find_folds(plan.entity, &plan.code, found));
                }
                Some(Slot::Cell(Some(reach), ..) | Slot::Text(Some(reach), ..)) => {
                    if let Some(way) = self.plan.reaches.get(reach.0 as usize)
                        && let Some((code, _)) = &way.condition
                    {
                        self.find_folds(way.to, code, found);
                    }
                }
                _ => {}
            }
        }
    }

    fn inner_folds(&self, fold: FoldId) -> Vec<FoldId> {
        let mut inner = Vec::new();
        if let Some(plan) = self.plan.folds.get(fold.0 as usize) {
            self.find_folds(plan.entity, &plan.code, &mut inner);
        }
        inner
    }

    /// Computes aggregates over the rows of one entity that are on some ground, in one pass.
    fn fold(&mut self, entity: EntityId, ids: &[FoldId], ground: &Ground) {
        let plan = self.plan;
        let plans: Vec<&'f FoldPlan> = ids.iter().filter_map(|id| plan.folds.get(id.0 as usize)).collect();
        let codes: Vec<&'f Code> = plans.iter().map(|plan| &plan.code).collect();
        self.bind(entity, &codes);
        let holders = self.holders(entity);
        let given = self.facts.table(entity).is_some();
        let members = self.table(entity);
        let sources = self.sources.get(&entity).map_or(&[][..], Vec::as_slice);
        let above = plan.program.entities.get(entity.0).and_then(|entity| entity.parent);
        let parents = holders.first().map(|(above, holders)| (self.table(*above), holders));
        let gather = |(), rows: std::ops::Range<usize>| {
            let empty = || vec![Tally::default(); parents.map_or(0, |(_, holders)| holders.len())];
            let mut tallies: Vec<Vec<Tally>> = plans.iter().map(|_| empty()).collect();
            let mut possible: Vec<Vec<u32>> = plans.iter().map(|_| Vec::new()).collect();
            let mut block = Block::new(plan, entity, sources, self.facts, members, &codes);
            block.for_each(rows, ground, self.progress, |block, _| {
                for ((fold, tallies), possible) in plans.iter().zip(&mut tallies).zip(&mut possible) {
                    if !block.asked().is_empty() {
                        block.run(&fold.code);
                        let possible = (above == Some(entity)).then_some(possible);
                        gather::add_block(plan, fold, block, members, parents, tallies, possible);
                    }
                }
            });
            (tallies, possible)
        };
        let gathered = in_parts(members.len(), self.threads, |_| (), gather);
        let mut gathered = gathered.into_iter();
        let (mut tallies, mut possible) = gathered.next().unwrap_or_default();
        for (more, members) in gathered {
            for ((fold, kept), more) in plans.iter().zip(&mut tallies).zip(more) {
                kept.iter_mut().zip(more).for_each(|(kept, more)| kept.carry(&fold.kind, &more));
            }
            possible.iter_mut().zip(members).for_each(|(kept, more)| kept.extend(more));
        }
        for (((id, fold), tallies), possible) in ids.iter().zip(&plans).zip(tallies).zip(possible) {
            let mut levels = gather::carried(self.facts, fold, &holders, tallies);
            gather::mark_nested(self.facts, fold, members, &possible, &holders, &mut levels);
            let column = match &fold.kind {
                FoldKind::Sum(slot) => sources.get(slot.0 as usize).and_then(Option::as_ref),
                _ => None,
            };
            let scale = column.map_or(0, |source| source.scale());
            let signed = match &fold.kind {
                FoldKind::Sum(slot) => plan.slot(entity, *slot).is_none_or(|slot| plan.kind_of(slot).signed),
                _ => false,
            };
            let unlisted = given.then(|| unlisted(&mut self.unlisted, self.facts, entity, fold.day));
            let (holders, levels) = (Arc::clone(&holders), Arc::new(levels));
            self.folds.insert(*id, Folded { holders, levels, unlisted, signed, scale });
        }
    }

    /// In which rows of the entities around an entity its rows lie.
    fn holders(&mut self, entity: EntityId) -> Arc<Vec<(EntityId, Holders)>> {
        if let Some(known) = self.holders.get(&entity) {
            return Arc::clone(known);
        }
        let found = Arc::new(holders::levels(&self.plan.program, self.facts, entity));
        self.holders.insert(entity, Arc::clone(&found));
        found
    }
}

/// The rows whose lists of members of an entity are incomplete on a day, their own or of something below them.
fn unlisted(
    known: &mut HashMap<(EntityId, Date), Arc<HashSet<usize>>>,
    facts: &Facts,
    entity: EntityId,
    day: Date,
) -> Arc<HashSet<usize>> {
    let found = known.entry((entity, day)).or_insert_with(|| {
        let mut rows = HashSet::new();
        for table in facts.tables.iter().flatten().filter(|table| !table.unlisted.is_empty()) {
            for row in table.rows().map(RowId).filter(|row| facts.is_unlisted(*row, entity, day)) {
                rows.extend(facts.self_and_ancestors(row).map(|row| row.0));
            }
        }
        Arc::new(rows)
    });
    Arc::clone(found)
}
