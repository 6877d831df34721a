//! One record: the facts of one unit, set by field, judged again and again. A host that asks about one hospital at a time
//! binds its fields once, then sets values and evaluates without an allocation or a look-up by name.
//! A record means the same as facts with these single rows, of which no members are listed.

mod cells;
mod comparison;
mod fields;
mod group;
mod level;
mod outcome;
mod reference;
mod tables;

use std::sync::Arc;

use self::cells::{CellId, Cells, State, Takes};
pub use self::fields::Field;
use self::fields::{FieldSlots, Given, Shown, Source};
use self::group::Group;
use self::level::{Level, LevelRow, reached};
pub use self::outcome::{LineOutcome, Possible};
use super::plan::truths::{self, UNJUDGED};
use super::plan::{Code, Exact, Plan, ReachId, Slot, SlotId, Span, Step, Subjects, TruthStep};
use crate::diagnostic::FactFault;
use crate::facts::{Cell, RawCell};
use crate::number::Number;
use crate::program::{AttributeId, EntityId, Title, Type};

/// The most decimals of a number that stays on the fast path.
const MOST_DECIMALS: u8 = 15;

/// The facts of one unit and of what it lies in, with the rules that judge it.
///
/// ```
/// use dabiao::evaluate::{Options, Plan, Record, verdict::Verdict};
/// use dabiao::{Library, compile};
/// let policy = "rehab_doctors per 100000 population >= 8 by 2025";
/// let compiled = compile(policy, &Library::default()).expect("no fault");
/// let plan = Plan::new(compiled.program, &Options::on("2026-01-15".parse()?));
/// let mut record = Record::new(plan, "facts").expect("an open policy has one entity, named facts");
/// let (doctors, population) = (record.field("rehab_doctors"), record.field("population"));
/// record.set_integer(doctors.expect("named by the policy"), 8).expect("a whole number fits");
/// record.set_integer(population.expect("named by the policy"), 100_000).expect("a whole number fits");
/// let mut lines = record.buffer();
/// record.evaluate(&mut lines);
/// assert_eq!(lines[0].verdict(), Some(Verdict::Met));
/// # Ok::<(), dabiao::date::DateError>(())
/// ```
#[derive(Debug)]
pub struct Record {
    plan: Arc<Plan>,
    /// The unit, and what it lies in, outward.
    levels: Vec<Level>,
    fields: Vec<FieldSlots>,
    /// The numbers: of each field, and of each slot that shows an ancestor only under a condition.
    cells: Cells,
    /// Ancestors read from that have to satisfy a condition, in the order in which they can be found.
    conditional: Vec<Conditional>,
    registers: Registers,
    /// The rules that judge the unit, by their positions in the program.
    rules: Vec<usize>,
    /// The same, laid out to be judged.
    groups: Vec<Group>,
    lines: usize,
}

/// The registers of a run.
#[derive(Clone, Debug, Default)]
struct Registers {
    truths: Vec<u8>,
    values: Vec<Exact>,
    spans: Vec<Span>,
}

/// Slots that show an ancestor only where it satisfies a condition.
#[derive(Clone, Debug)]
struct Conditional {
    reach: ReachId,
    /// The level that reads, and the level read; none: there is none of that entity.
    level: usize,
    target: Option<usize>,
    /// Each slot with the field that it shows, or with the text test that it makes.
    slots: Vec<(SlotId, Option<usize>)>,
}

#[allow(clippy::result_large_err, reason = "a fault is rare, and a host reads all of it")]
impl Record {
    /// A record of an entity, by its identifier or label; none where the policy has no such entity. Every value is
    /// missing. Where the policy has a territory, the unit is or lies in it.
    pub fn new(plan: impl Into<Arc<Plan>>, entity: &str) -> Option<Record> {
        let plan = plan.into();
        let named = |title: &Title| {
            [Some(&title.name), title.en.as_ref(), title.zh.as_ref()].contains(&Some(&entity.to_owned()))
        };
        let at = plan.program.entities.iter().position(|entity| named(&entity.title))?;
        Some(Record::of_entity(plan, EntityId(at)))
    }

    /// A record of an entity.
    pub fn of_entity(plan: impl Into<Arc<Plan>>, entity: EntityId) -> Record {
        let plan = plan.into();
        let mut chain = vec![entity];
        let above = |entity: &EntityId| plan.program.entities.get(entity.0).and_then(|entity| entity.parent);
        while let Some(next) = chain.last().and_then(above).filter(|next| !chain.contains(next)) {
            chain.push(next);
        }
        let territory = plan.program.territory.as_ref();
        let id = |entity: EntityId| {
            territory
                .filter(|territory| territory.entity == entity)
                .map_or("1".to_owned(), |territory| territory.id.clone())
        };
        let fields = fields::fields(&plan, &chain);
        let mut record = Record {
            levels: chain.iter().map(|entity| Level::new(&plan, *entity, id(*entity))).collect(),
            cells: Cells::new(fields.len()),
            fields,
            conditional: Vec::new(),
            registers: Registers::default(),
            rules: (0..plan.rules.len())
                .filter(|at| plan.rules.get(*at).is_some_and(|rule| rule.entity == entity))
                .collect(),
            groups: Vec::new(),
            lines: 0,
            plan,
        };
        record.connect();
        record.prepare();
        record
    }

    /// Connects fields with the slots that show them.
    fn connect(&mut self) {
        let plan = Arc::clone(&self.plan);
        for (at, field) in self.fields.iter().enumerate() {
            let cell = CellId::of(at);
            if field.takes() != Takes::None {
                self.cells.set(cell, 0, State::Missing);
                self.cells.let_take(cell, field.takes());
            }
        }
        let entities: Vec<EntityId> = self.levels.iter().map(|level| level.entity).collect();
        for (level, entity) in entities.iter().enumerate() {
            for (at, slot) in plan.context(*entity).iter().enumerate() {
                let slot_id = SlotId(u32::try_from(at).unwrap_or(u32::MAX));
                let (Slot::Cell(Some(reach), ..) | Slot::Text(Some(reach), ..)) = slot else {
                    self.connect_slot(slot, slot_id, level, None);
                    continue;
                };
                let Some(way) = plan.reaches.get(reach.0 as usize) else { continue };
                let target = entities.iter().skip(level).position(|entity| *entity == way.to).map(|up| level + up);
                match (target, &way.condition) {
                    (Some(target), None) => self.connect_slot(slot, slot_id, level, Some(target)),
                    _ => self.connect_conditional(slot, slot_id, level, *reach, target),
                }
            }
        }
        (0..self.levels.len()).for_each(|level| self.show_texts(level));
    }

    fn connect_slot(&mut self, slot: &Slot, id: SlotId, level: usize, target: Option<usize>) {
        for (at, field) in self.fields.iter_mut().enumerate() {
            match fields::shows(slot, &field.source, level, target) {
                Some(Shown::Value) => {
                    field.slots.push((level, id));
                    let shows = self.levels.get_mut(level);
                    shows.into_iter().for_each(|level| level.read(id, CellId::of(at)));
                }
                Some(Shown::Test) => field.tests.push((level, id)),
                None => {}
            }
        }
    }

    fn connect_conditional(&mut self, slot: &Slot, id: SlotId, level: usize, reach: ReachId, target: Option<usize>) {
        let field = self.fields.iter().position(|field| fields::shows(slot, &field.source, level, target).is_some());
        let cell = self.cells.add();
        self.levels.get_mut(level).into_iter().for_each(|level| level.read(id, cell));
        match self.conditional.iter_mut().find(|known| known.reach == reach && known.level == level) {
            Some(known) => known.slots.push((id, field)),
            None => {
                let place = self.conditional.partition_point(|known| known.reach <= reach);
                self.conditional.insert(place, Conditional { reach, level, target, slots: vec![(id, field)] });
            }
        }
    }

    /// Makes room for the registers, and binds the comparisons.
    fn prepare(&mut self) {
        let plan = Arc::clone(&self.plan);
        let rules = self.rules.iter().filter_map(|at| plan.rules.get(*at));
        self.lines = rules.clone().map(|rule| rule.lines.len()).sum();
        let of_rules = rules.map(|rule| (0, &rule.code));
        let of_reaches = self.conditional.iter().filter_map(|conditional| {
            let way = plan.reaches.get(conditional.reach.0 as usize)?;
            Some((conditional.target?, &way.condition.as_ref()?.0))
        });
        let codes: Vec<(usize, &Code)> = of_rules.chain(of_reaches).collect();
        for (level, code) in codes {
            let room = |registers: usize, needed: u32| registers.max(needed as usize);
            let registers = &mut self.registers;
            registers.truths.resize(room(registers.truths.len(), code.truths), UNJUDGED);
            registers.values.resize(room(registers.values.len(), code.values), Exact::Unjudged);
            registers.spans.resize(room(registers.spans.len(), code.spans), Span::UNJUDGED);
            let linears = code.steps.iter().filter_map(|step| match step {
                Step::Truth(_, TruthStep::Linear(at)) => Some(*at),
                _ => None,
            });
            self.levels.get_mut(level).into_iter().for_each(|level| level.bound.extend(linears.clone()));
        }
        self.bind();
    }

    /// Binds the comparisons to the scales of the fields, and lays out the rules anew.
    fn bind(&mut self) {
        let plan = Arc::clone(&self.plan);
        self.levels.iter_mut().for_each(|level| level.bind(&plan));
        self.lay_out();
    }

    /// Lays out the rules, those of which the unit may be a subject where it lies.
    fn lay_out(&mut self) {
        let Some(unit) = self.levels.first() else { return };
        let is_within = |subjects| self.is_in_territory(subjects);
        self.groups = group::groups(&self.plan, unit, &self.rules, &is_within);
    }

    /// The plan that it was made for.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The rules that judge the unit, by their positions in the program, in source order.
    pub fn rules(&self) -> &[usize] {
        &self.rules
    }

    /// A field by its name: an attribute of the unit (`beds`), of what it lies in (`region.population`), or an input.
    /// Identifiers and labels are names.
    pub fn field(&self, name: &str) -> Option<Field> {
        let (of, name) = match name.split_once('.') {
            Some((of, name)) => (Some(of), name),
            None => (None, name),
        };
        let is = |title: &Title, name: &str| {
            title.name == name || title.en.as_deref() == Some(name) || title.zh.as_deref() == Some(name)
        };
        let entities = &self.plan.program.entities;
        let level = match of {
            None => 0,
            Some(of) => self
                .levels
                .iter()
                .position(|level| entities.get(level.entity.0).is_some_and(|entity| is(&entity.title, of)))?,
        };
        let found = |field: &FieldSlots| match &field.source {
            Source::Cell(at, attribute) => {
                *at == level && self.attribute_title(*attribute).is_some_and(|title| is(title, name))
            }
            Source::Input(input) => {
                of.is_none() && self.plan.program.inputs.get(input.0).is_some_and(|input| is(&input.title, name))
            }
            Source::Evidence(..) => false,
        };
        self.fields.iter().position(found).map(Field)
    }

    /// The field of the evidence for a limb of a rule, by their identifiers: a flag.
    pub fn evidence(&self, rule: &str, limb: &str) -> Option<Field> {
        let source = Source::Evidence(rule.to_owned(), limb.to_owned());
        self.fields.iter().position(|field| field.source == source).map(Field)
    }

    /// The field with a number, as [`Field::number`] says it.
    #[inline]
    pub fn field_numbered(&self, number: usize) -> Option<Field> {
        (number < self.fields.len()).then_some(Field(number))
    }

    fn attribute_title(&self, attribute: AttributeId) -> Option<&Title> {
        let entity = self.plan.program.entities.get(attribute.entity.0)?;
        entity.attributes.get(attribute.index).map(|attribute| &attribute.title)
    }

    /// The number of lines with a verdict: the length of the buffer of [`Record::evaluate`].
    pub fn len(&self) -> usize {
        self.lines
    }

    /// Whether no rule judges the unit.
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// A buffer for [`Record::evaluate`].
    pub fn buffer(&self) -> Vec<LineOutcome> {
        vec![LineOutcome::default(); self.lines]
    }

    /// How many levels there are: the unit, and each of what it lies in.
    pub fn levels(&self) -> usize {
        self.levels.len()
    }

    /// Whether the unit is the territory of the policy, and whether it lies within it.
    fn place(&self) -> [bool; 2] {
        [Subjects::Territory, Subjects::All].map(|subjects| self.is_in_territory(subjects))
    }

    /// Sets the id of the unit (level 0) or of what it lies in (1, 2, … outward), with its name. An id is never empty.
    pub fn identify(&mut self, level: usize, id: &str, name: Option<&str>) -> Result<(), FactFault> {
        let before = self.place();
        let Some(row) = self.levels.get_mut(level) else { return Ok(()) };
        if id.trim().is_empty() {
            let entity = self.plan.program.entities.get(row.entity.0);
            let table = entity.map_or("", |entity| entity.title.name.as_str());
            return Err(FactFault::new("F0120", table).column("id"));
        }
        row.id = id.trim().to_owned();
        row.name = name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        self.show_texts(level);
        if self.place() != before {
            self.lay_out();
        }
        Ok(())
    }
}

mod run;
mod values;
