//! What the evaluation of one requirement for one subject knows and remembers: the facts, the day, the case that is
//! being looked at, the unknowns met, and the facts read on the way.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::cases::{Case, Part, Places};
use super::interval::Interval;
use super::outcome::Outcome;
use super::truth::Truth;
use super::unknown::Unknown;
use super::value::{Domain, Unknowns};
use crate::date::Date;
use crate::evaluate::verdict::{Compared, MissingFact, Note, UsedFact};
use crate::facts::{Cell, Facts, RowId};
use crate::program::{AttributeId, EntityId, InputId, Program, Set, Type};

/// Rows in id order, shared by all who ask for them.
type Rows = Rc<Vec<RowId>>;

/// The program, the facts and the day: what every requirement shares.
pub(super) struct World<'w> {
    pub program: &'w Program,
    pub facts: &'w Facts,
    pub as_of: Date,
    /// Whether the facts read and the comparisons made are kept.
    pub record: bool,
    /// The rows below a row, by entity, once they were asked for.
    below: RefCell<HashMap<(RowId, EntityId), Rows>>,
}

impl<'w> World<'w> {
    pub(super) fn new(program: &'w Program, facts: &'w Facts, as_of: Date, record: bool) -> World<'w> {
        World { program, facts, as_of, record, below: RefCell::default() }
    }

    /// The rows of `entity` strictly below `row`, in id order.
    pub(super) fn below(&self, row: RowId, entity: EntityId) -> Rows {
        if let Some(rows) = self.below.borrow().get(&(row, entity)) {
            return Rc::clone(rows);
        }
        let is_one = |row: &RowId| self.facts.entity(*row) == Some(entity);
        let rows = Rc::new(self.facts.below(row).into_iter().filter(is_one).collect::<Vec<_>>());
        self.below.borrow_mut().insert((row, entity), Rc::clone(&rows));
        rows
    }

    pub(super) fn id(&self, row: RowId) -> String {
        self.facts.id(row).to_string()
    }

    pub(super) fn type_of(&self, attribute: AttributeId) -> Option<&'w Type> {
        let attributes = &self.program.entities.get(attribute.entity.0)?.attributes;
        attributes.get(attribute.index).map(|attribute| &attribute.of_type)
    }

    /// What a cell or an input of this type may hold when it is missing.
    pub(super) fn domain(&self, of_type: &Type) -> (Interval, bool) {
        match of_type {
            Type::Quantity(unit) => {
                let whole = self.program.units.get(unit.0).is_some_and(|unit| unit.whole);
                (Interval::at_least(crate::number::Number::zero()), whole)
            }
            Type::OpenQuantity => (Interval::at_least(crate::number::Number::zero()), false),
            _ => (Interval::anything(), false),
        }
    }
}

/// The row looked at, and the day on which it is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Focus {
    pub row: RowId,
    pub day: Date,
}

/// A cell as it was found.
pub(super) enum Found {
    /// What the cell holds.
    Known(Cell),
    /// It is missing; in the case looked at, it is a part of what it could be.
    Missing(Unknown, Option<Part>),
}

/// The rows that `SET.attribute` may mean.
pub(super) struct Reached {
    /// The rows, nearest first.
    pub rows: Vec<RowId>,
    /// Whether there may be none.
    pub may_be_absent: bool,
    /// What would tell.
    pub missing: Vec<MissingFact>,
}

/// The evaluation of one requirement for one subject, on one day, in one case.
pub(super) struct Scope<'s, 'w> {
    pub world: &'s World<'w>,
    /// The rule's name, under which its evidence is recorded.
    pub rule: &'w str,
    /// The day at which a value over time is read: the due date, else the as-of date.
    pub due: Date,
    /// The case looked at: which part of their values some missing cells have.
    pub case: &'s Case,
    pub unknowns: Unknowns,
    variables: HashMap<Unknown, usize>,
    behind: HashMap<usize, Unknown>,
    members: HashMap<(usize, RowId, Date), usize>,
    sets: Vec<&'w Set>,
    pub places: Places,
    /// Whether a value is read for the second time at one place of the program.
    pub again: bool,
    pub observed_on: Option<Date>,
    pub rests_on_undated: bool,
    pub notes: Vec<Note>,
    pub facts: Vec<UsedFact>,
    pub comparisons: Vec<Compared>,
}

impl<'s, 'w> Scope<'s, 'w> {
    pub(super) fn new(world: &'s World<'w>, rule: &'w str, due: Date, case: &'s Case) -> Scope<'s, 'w> {
        Scope {
            world,
            rule,
            due,
            case,
            unknowns: Unknowns::default(),
            variables: HashMap::new(),
            behind: HashMap::new(),
            members: HashMap::new(),
            sets: Vec::new(),
            places: Places::default(),
            again: false,
            observed_on: None,
            rests_on_undated: false,
            notes: Vec::new(),
            facts: Vec::new(),
            comparisons: Vec::new(),
        }
    }

    /// Reads a cell; `place` tells one reading place of the program from another.
    pub(super) fn read(&mut self, row: RowId, attribute: AttributeId, day: Date, place: usize) -> Found {
        let facts = self.world.facts;
        let (cell, observed_on) = facts.cell(row, attribute, day);
        match cell {
            Cell::Missing => {
                let unknown = Unknown::Cell(row, attribute, facts.observation(row, day).ok_or(day));
                self.places.read(&unknown, place + usize::from(self.again));
                let part = self.case.part(&unknown);
                Found::Missing(unknown, part)
            }
            known => {
                self.remember(row, attribute, &known, observed_on);
                Found::Known(known)
            }
        }
    }

    fn remember(&mut self, row: RowId, attribute: AttributeId, cell: &Cell, observed_on: Option<Date>) {
        self.observed_on = self.observed_on.max(observed_on);
        self.rests_on_undated |= observed_on.is_none();
        if self.world.record {
            let (id, name) = (self.world.id(row), self.world.facts.name(row).map(str::to_string));
            let used = UsedFact { attribute, id, name, cell: cell.clone(), observed_on };
            if !self.facts.contains(&used) {
                self.facts.push(used);
            }
        }
    }

    /// Reads an input.
    pub(super) fn read_input(&mut self, input: InputId, place: usize) -> Found {
        match self.world.facts.inputs.get(&input) {
            Some(Cell::Missing) | None => {
                let unknown = Unknown::Input(input);
                self.places.read(&unknown, place + usize::from(self.again));
                let part = self.case.part(&unknown);
                Found::Missing(unknown, part)
            }
            Some(cell) => Found::Known(cell.clone()),
        }
    }

    /// The fact that is missing behind an unknown.
    pub(super) fn missing_fact(&self, unknown: &Unknown) -> MissingFact {
        match unknown {
            Unknown::Cell(row, attribute, _) => MissingFact::Cell { attribute: *attribute, id: self.world.id(*row) },
            Unknown::Input(input) => MissingFact::Input(*input),
        }
    }

    /// The variable of an unknown number; the same wherever it is read.
    pub(super) fn variable(&mut self, unknown: &Unknown, range: Interval, whole: bool) -> usize {
        if let Some(group) = self.variables.get(unknown) {
            return *group;
        }
        let missing = vec![self.missing_fact(unknown)];
        self.places.ranges_over(unknown, &range, whole);
        let group = self.unknowns.add(Domain::Range { range, whole }, missing);
        self.variables.insert(unknown.clone(), group);
        self.behind.insert(group, unknown.clone());
        group
    }

    /// The unknown behind a variable, if it is a cell or an input.
    pub(super) fn unknown_of(&self, group: usize) -> Option<&Unknown> {
        self.behind.get(&group)
    }

    /// The variable that says whether, or with what, a member of a set counts; the same wherever the same set is
    /// counted. `domain` is asked only the first time.
    pub(super) fn member_variable(
        &mut self,
        set: &'w Set,
        member: Focus,
        make: impl FnOnce() -> (Domain, Vec<MissingFact>),
    ) -> usize {
        let set = self.sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        let key = (set, member.row, member.day);
        if let Some(group) = self.members.get(&key) {
            return *group;
        }
        let (domain, missing) = make();
        let group = self.unknowns.add(domain, missing);
        self.members.insert(key, group);
        group
    }

    /// The row in focus, or its nearest ancestor (or itself) in a set.
    pub(super) fn reach(&mut self, of: Option<&'w Set>, focus: Focus) -> Reached {
        let mut reached = Reached { rows: Vec::new(), may_be_absent: false, missing: Vec::new() };
        let Some(set) = of else {
            reached.rows.push(focus.row);
            return reached;
        };
        let outward: Vec<RowId> = self.world.facts.self_and_ancestors(focus.row).collect();
        for row in outward {
            if self.world.facts.entity(row) != Some(set.entity) {
                continue;
            }
            let inside = match &set.condition {
                Some(condition) => self.condition(condition, Focus { row, ..focus }),
                None => Outcome::known(true),
            };
            if inside.truth.yes {
                reached.rows.push(row);
                reached.missing.extend(inside.missing);
            }
            if inside.truth == Truth::YES {
                return reached;
            }
        }
        reached.may_be_absent = true;
        reached
    }
}
