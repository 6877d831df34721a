//! Tables -> `Facts`, against the entities of a `Program`; or one report with everything that is wrong with them.

use super::Facts;
use super::cells::nearest_id;
use super::columns::check_size;
use super::faults::Faults;
use super::names::{Named, Names};
use super::records::{self, RecordKind};
use super::rows::{self, Drafts};
use super::table::{FactLimits, Table};
use super::tree::{self, Source};
use crate::diagnostic::FactFault;
use crate::program::{EntityId, Program};

/// What a table is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Entity(EntityId),
    Records(RecordKind),
}

/// The facts in `tables`, with warnings; or all errors, in the order of the tables and rows.
///
/// A table belongs to the entity whose identifier or label is its name; `calendar` (日历), `evidence` (佐证), `waivers`
/// (豁免) and `inputs` (输入) are tables of their own kind. An open program has exactly one other table, of any name.
/// Wholly empty rows are skipped; everything else that cannot be used is an error.
pub fn from_tables(program: &Program, tables: &[Table]) -> Result<(Facts, Vec<FactFault>), Vec<FactFault>> {
    from_tables_within(program, tables, &FactLimits::default())
}

/// As [`from_tables`], with limits of the host's choice.
pub fn from_tables_within(
    program: &Program,
    tables: &[Table],
    limits: &FactLimits,
) -> Result<(Facts, Vec<FactFault>), Vec<FactFault>> {
    read_tables(program, tables, limits, true)
}

/// As [`from_tables_within`]; plain tables in one pass if `in_one_pass`, else like all others, cell by cell.
pub(super) fn read_tables(
    program: &Program,
    tables: &[Table],
    limits: &FactLimits,
    in_one_pass: bool,
) -> Result<(Facts, Vec<FactFault>), Vec<FactFault>> {
    let mut faults = Faults::new(limits);
    if let Some(table) = tables.get(limits.tables) {
        faults.push(table.fault("F0115").with(tables.len()).with(limits.tables));
        return Err(faults.finish().err().unwrap_or_default());
    }
    let abouts = match program.open {
        true => abouts_of_open(program, tables, &mut faults),
        false => tables.iter().enumerate().map(|(place, table)| about(program, place, table, &mut faults)).collect(),
    };
    let unreadable = tables.iter().any(Table::is_unreadable);
    let mut given = Given { program, limits, tables, unreadable, in_one_pass };
    let mut sources = given.sources(&abouts, &mut faults);
    let mut facts = tree::grow(program, &mut sources, &mut faults);
    let complete = !given.unreadable && sources.iter().flatten().all(|source| !source.drafts.incomplete);
    given.records(&abouts, complete, &mut facts, &mut faults);
    if !given.unreadable {
        given.check_territory(&facts, &sources, &mut faults);
    }
    faults.finish().map(|warnings| (facts, warnings))
}

/// What a table is about by its name; `None` if nothing, which has been reported.
fn about(program: &Program, place: usize, table: &Table, faults: &mut Faults) -> Option<About> {
    if table.is_unreadable() {
        return None;
    }
    let mut names = Names::new();
    for (index, entity) in program.entities.iter().enumerate() {
        let labels = [&entity.title.en, &entity.title.zh].into_iter().flatten().map(String::as_str);
        names.add(About::Entity(EntityId(index)), &entity.title.name, labels);
    }
    RecordKind::ALL.iter().for_each(|(kind, name, label)| names.add(About::Records(*kind), name, [*label]));
    faults.at_table(place);
    match names.find(table.name()) {
        Named::One(about) => return Some(about),
        Named::Several(one, other) => faults.push(table.fault("F0117").with(table.name()).with(one).with(other)),
        Named::Unknown => {
            let known: Vec<&str> = names.identifiers().collect();
            let fault = table.fault("F0101").with(table.name()).with(known.join(", "));
            faults.push(fault.suggest(names.nearest(table.name())));
        }
    }
    None
}

/// The tables of an open program: one that is the facts, whatever its name, beside records.
fn abouts_of_open(program: &Program, tables: &[Table], faults: &mut Faults) -> Vec<Option<About>> {
    let record =
        |table: &Table| RecordKind::ALL.iter().find(|(_, name, label)| [*name, *label].contains(&table.name()));
    let lone = tables.len() == 1;
    let facts = About::Entity(EntityId(0));
    let abouts: Vec<About> = tables
        .iter()
        .map(|table| record(table).filter(|_| !lone).map_or(facts, |(kind, ..)| About::Records(*kind)))
        .collect();
    let of_facts: Vec<&Table> =
        abouts.iter().zip(tables).filter(|(about, _)| **about == facts).map(|(_, table)| table).collect();
    if of_facts.len() != 1 {
        let names: Vec<&str> = of_facts.iter().map(|table| table.shown()).collect();
        let shown = of_facts.last().map_or("", |table| table.shown());
        faults.push(FactFault::new("F0103", shown).with(of_facts.len()).with(names.join(", ")));
    }
    let _ = program;
    let several = of_facts.len() > 1;
    let usable =
        |(about, table): (&About, &Table)| (!(table.is_unreadable() || several && *about == facts)).then_some(*about);
    abouts.iter().zip(tables).map(usable).collect()
}

struct Given<'a> {
    program: &'a Program,
    limits: &'a FactLimits,
    tables: &'a [Table],
    unreadable: bool,
    in_one_pass: bool,
}

impl<'a> Given<'a> {
    /// The rows of the table of each entity; and what the readers found in all tables.
    fn sources(&mut self, abouts: &[Option<About>], faults: &mut Faults) -> Vec<Option<Source<'a>>> {
        let mut sources: Vec<Option<Source<'a>>> = self.program.entities.iter().map(|_| None).collect();
        let mut kinds: Vec<(RecordKind, &Table)> = Vec::new();
        for ((place, table), about) in self.tables.iter().enumerate().zip(abouts) {
            faults.at_table(place);
            self.faults_of(table, *about).for_each(|fault| faults.push(fault.clone()));
            match about {
                None => {}
                Some(About::Records(kind)) => match kinds.iter().find(|(other, _)| other == kind) {
                    Some((_, first)) => faults.push(table.fault("F0102").with(table.name()).with(first.shown())),
                    None => kinds.push((*kind, table)),
                },
                Some(About::Entity(entity)) => {
                    let Some(slot) = sources.get_mut(entity.0) else { continue };
                    match slot {
                        Some(first) => {
                            faults.push(table.fault("F0102").with(table.name()).with(first.table.shown()));
                        }
                        None => *slot = Some(self.source(place, table, *entity, faults)),
                    }
                }
            }
        }
        sources
    }

    /// What a reader found in a table, but for values that cannot be read in columns that nobody reads.
    fn faults_of<'t>(
        &self,
        table: &'t Table,
        about: Option<About>,
    ) -> impl Iterator<Item = &'t FactFault> + use<'t, 'a> {
        let program = self.program;
        let is_read = move |head: &str| match about {
            Some(About::Entity(entity)) => {
                program.entities.get(entity.0).is_none_or(|declared| rows::reads(declared, head))
            }
            Some(About::Records(kind)) => records::reads(kind, head),
            None => true,
        };
        let counts = move |fault: &&FactFault| fault.code != "F0133" || fault.column.as_deref().is_none_or(&is_read);
        table.faults().iter().filter(counts)
    }

    fn source(&self, place: usize, table: &'a Table, entity: EntityId, faults: &mut Faults) -> Source<'a> {
        let fits = check_size(table, self.limits, faults);
        let drafts = fits.then(|| {
            let read = if self.in_one_pass { rows::read } else { rows::read_cell_by_cell };
            read(self.program, self.limits, table, entity, faults)
        });
        let drafts = drafts.flatten();
        let none =
            Drafts { rows: Vec::new(), plain: None, numbered: false, incomplete: true, parent_head: String::new() };
        let mut drafts = drafts.unwrap_or(none);
        drafts.incomplete |= self.faults_of(table, Some(About::Entity(entity))).next().is_some();
        Source { table, place, drafts }
    }

    fn records(&self, abouts: &[Option<About>], complete: bool, facts: &mut Facts, faults: &mut Faults) {
        let mut seen: Vec<RecordKind> = Vec::new();
        for ((place, table), about) in self.tables.iter().enumerate().zip(abouts) {
            let Some(About::Records(kind)) = about else { continue };
            if seen.contains(kind) {
                continue;
            }
            seen.push(*kind);
            faults.at_table(place);
            if check_size(table, self.limits, faults) {
                records::read(self.program, self.limits, *kind, table, complete, facts, faults);
            }
        }
        let of_evidence = facts.evidence.iter().filter_map(|evidence| evidence.date.as_ref());
        let days = of_evidence.chain(&facts.change_dates).filter_map(tree::day).collect();
        facts.change_dates = tree::dates_in_order(days);
    }

    /// Reports a territory that has no row.
    fn check_territory(&self, facts: &Facts, sources: &[Option<Source<'a>>], faults: &mut Faults) {
        let Some(territory) = &self.program.territory else { return };
        let source = sources.get(territory.entity.0).and_then(Option::as_ref);
        let unsure = source.is_some_and(|source| source.drafts.incomplete);
        if unsure || facts.find(territory.entity, &territory.id).is_some() {
            return;
        }
        let entity = self.program.entities.get(territory.entity.0).map_or("", |entity| entity.title.name.as_str());
        faults.at_table(source.map_or(self.tables.len(), |source| source.place));
        let near = nearest_id(facts, territory.entity, &territory.id);
        let shown = source.map_or("", |source| source.table.shown());
        faults.push(FactFault::new("F0132", shown).with(entity).with(&territory.id).suggest(near));
    }
}
