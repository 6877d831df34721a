//! The tables that are about rows and rules, not rows themselves -> calendars, evidence, waivers and inputs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::{Reader, nearest_id, read_day, read_flag, read_id, read_period};
use super::columns::{Columns, RowReader};
use super::faults::Faults;
use super::limbs::limbs_of;
use super::names::{Named, Names, fold};
use super::raw_text::{is_empty, text_of};
use super::refusal::Refusal;
use super::table::{FactLimits, RawCell, Table};
use super::{Cell, Evidence, Facts, RowId, Waiver};
use crate::calendar::DayKind;
use crate::date::Date;
use crate::program::{EntityId, InputId, LineKind, Program, Rule};

/// A table that is not about an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordKind {
    Calendar,
    Evidence,
    Waivers,
    Inputs,
}

impl RecordKind {
    /// All kinds with the name and the label of their table.
    pub(super) const ALL: [(RecordKind, &'static str, &'static str); 4] = [
        (RecordKind::Calendar, "calendar", "日历"),
        (RecordKind::Evidence, "evidence", "佐证"),
        (RecordKind::Waivers, "waivers", "豁免"),
        (RecordKind::Inputs, "inputs", "输入"),
    ];
}

/// What a column of such a table holds.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Unit,
    Entity,
    Date,
    Kind,
    Rule,
    Limb,
    Holds,
    Attestor,
    Document,
    Reason,
    From,
    Until,
    Name,
    Value,
    /// Allowed and not read.
    Remark,
}

/// A column that a kind of table may have: its identifier, its label, and whether it must be there.
type Column = (Held, &'static str, &'static str, bool);

fn columns_of(kind: RecordKind) -> &'static [Column] {
    match kind {
        RecordKind::Calendar => &[
            (Held::Unit, "region", "地区", true),
            (Held::Entity, "entity", "实体", false),
            (Held::Date, "date", "日期", true),
            (Held::Kind, "kind", "类型", true),
            (Held::Remark, "name", "名称", false),
        ],
        RecordKind::Evidence => &[
            (Held::Rule, "rule", "规则", true),
            (Held::Limb, "limb", "事项", true),
            (Held::Unit, "unit", "单位", true),
            (Held::Entity, "entity", "实体", false),
            (Held::Holds, "holds", "是否", true),
            (Held::Attestor, "attestor", "佐证人", false),
            (Held::Date, "date", "日期", false),
            (Held::Document, "document", "文件", false),
        ],
        RecordKind::Waivers => &[
            (Held::Rule, "rule", "规则", true),
            (Held::Unit, "unit", "单位", true),
            (Held::Entity, "entity", "实体", false),
            (Held::Reason, "reason", "理由", true),
            (Held::From, "from", "自", false),
            (Held::Until, "until", "至", false),
        ],
        RecordKind::Inputs => &[
            (Held::Name, "name", "名称", true),
            (Held::Value, "value", "值", true),
            (Held::Remark, "note", "备注", false),
        ],
    }
}

fn column_names(kind: RecordKind) -> Names<Held> {
    let mut names = Names::new();
    columns_of(kind).iter().for_each(|(held, name, label, _)| names.add(*held, name, [*label]));
    names
}

/// Whether a column of a table of this kind is read.
pub(super) fn reads(kind: RecordKind, head: &str) -> bool {
    column_names(kind).find(head) != Named::Unknown
}

/// Adds the records of a table to the facts, whose rows are complete. `rows_complete` says whether an id that is not
/// among them is known to be wrong.
pub(super) fn read(
    program: &Program,
    limits: &FactLimits,
    kind: RecordKind,
    table: &Table,
    rows_complete: bool,
    facts: &mut Facts,
    faults: &mut Faults,
) {
    let columns = Columns::find(table, &column_names(kind), faults);
    if table.is_headless() {
        return;
    }
    let missing: Vec<_> =
        columns_of(kind).iter().filter(|(held, .., needed)| *needed && columns.of(*held).is_none()).collect();
    for (_, name, label, _) in &missing {
        faults.push(table.fault("F0121").with(name).with(label));
    }
    if !missing.is_empty() {
        return;
    }
    let mut records = Records::new(program, columns, rows_complete, facts);
    let ragged = table.ragged();
    for (row, given) in ragged.iter() {
        faults.push(table.fault_at("F0107", *row).with(given).with(table.heads().len()));
    }
    let (mut passed_over, mut others) = (0_usize, BTreeSet::new());
    let mut ragged = ragged.iter().map(|(row, _)| *row).peekable();
    for (index, cells) in table.rows().enumerate() {
        let mut row = RowReader { table, row: index + 1, cells: &cells, limits, faults };
        if ragged.next_if_eq(&row.row).is_some() || row.is_blank() {
            continue;
        }
        if let Some(policy) = records.other_policy(kind, &row) {
            passed_over += 1;
            others.insert(policy);
            continue;
        }
        match kind {
            RecordKind::Calendar => records.calendar(&mut row),
            RecordKind::Evidence => records.evidence(&mut row),
            RecordKind::Waivers => records.waiver(&mut row),
            RecordKind::Inputs => records.input(&mut row),
        };
    }
    if passed_over > 0 {
        let named: Vec<String> = others.into_iter().collect();
        faults.push(table.fault("G0104").with(passed_over).with(named.join(", ")));
    }
}

/// What evidence is about: the rule, the limb, the row and the day.
type Attested = (String, String, RowId, Option<Date>);

struct Records<'a> {
    program: &'a Program,
    columns: Columns<Held>,
    rules: Names<usize>,
    limbs: Vec<Vec<String>>,
    entities: Names<EntityId>,
    inputs: Names<usize>,
    rows_complete: bool,
    facts: &'a mut Facts,
    days: BTreeMap<(RowId, Date), (DayKind, usize)>,
    attested: HashMap<Attested, (bool, usize)>,
    supplied: BTreeMap<usize, usize>,
}

impl<'a> Records<'a> {
    fn new(program: &'a Program, columns: Columns<Held>, rows_complete: bool, facts: &'a mut Facts) -> Records<'a> {
        let entities = program.entities.iter().enumerate().map(|(index, entity)| (EntityId(index), &entity.title));
        Records {
            program,
            columns,
            rules: Names::of_titles(program.rules.iter().map(|rule| &rule.title).enumerate()),
            limbs: program.rules.iter().map(limbs_of).collect(),
            entities: Names::of_titles(entities),
            inputs: Names::of_titles(program.inputs.iter().map(|input| &input.title).enumerate()),
            rows_complete,
            facts,
            days: BTreeMap::new(),
            attested: HashMap::new(),
            supplied: BTreeMap::new(),
        }
    }

    fn need<V>(
        &self,
        row: &mut RowReader<'_>,
        held: Held,
        read: impl FnOnce(&RawCell) -> Result<V, Refusal>,
    ) -> Option<V> {
        row.need(self.columns.of(held), read)
    }

    /// A cell that may be empty. Outer none: reported.
    fn want<V>(
        &self,
        row: &mut RowReader<'_>,
        held: Held,
        read: impl FnOnce(&RawCell) -> Result<V, Refusal>,
    ) -> Option<Option<V>> {
        row.read(self.columns.of(held), |cell| if is_empty(cell) { Ok(None) } else { read(cell).map(Some) })
    }

    /// The row that `unit`, and where needed `entity`, name.
    fn unit(&self, row: &mut RowReader<'_>) -> Option<RowId> {
        let id = self.need(row, Held::Unit, |cell| Ok(text_of(cell)));
        let entity = self.want(row, Held::Entity, |cell| look_up(&self.entities, &text_of(cell), "F0164"))?;
        let id = id?;
        let found: Vec<(EntityId, RowId)> = (0..self.program.entities.len())
            .map(EntityId)
            .filter(|candidate| entity.is_none_or(|entity| entity == *candidate))
            .filter_map(|candidate| Some((candidate, self.facts.find(candidate, &id)?)))
            .collect();
        let name =
            |entity: EntityId| self.program.entities.get(entity.0).map_or("", |entity| entity.title.name.as_str());
        let refusal = match found.as_slice() {
            [(_, found)] => return Some(*found),
            [] if !self.rows_complete => return None,
            [] => {
                let mut entities = (0..self.program.entities.len()).map(EntityId);
                Refusal::new("F0162", &id).suggest(entities.find_map(|entity| nearest_id(self.facts, entity, &id)))
            }
            [(one, _), (other, _), ..] => Refusal::new("F0163", &id).with(name(*one)).with(name(*other)),
        };
        row.read(self.columns.of(Held::Unit), |_| Err(refusal))
    }

    /// The policy's name, where the file has one.
    fn policy(&self) -> Option<&'a str> {
        self.program.policy.as_ref().map(|title| title.name.as_str())
    }

    /// The name in a cell without that of the policy before it.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        let after = self.policy().and_then(|policy| text.strip_prefix(policy)).and_then(|rest| rest.strip_prefix('.'));
        after.unwrap_or(text)
    }

    /// The other policy whose rule or input the row names, `qz_care_2022.wards`: one set of tables serves several.
    fn other_policy(&self, kind: RecordKind, row: &RowReader<'_>) -> Option<String> {
        let held = match kind {
            RecordKind::Calendar => return None,
            RecordKind::Evidence | RecordKind::Waivers => Held::Rule,
            RecordKind::Inputs => Held::Name,
        };
        let text = self.columns.of(held).and_then(|column| row.cells.get(column)).map(text_of)?;
        let (other, _) = text.split_once('.')?;
        (self.policy()? != other).then(|| other.to_string())
    }

    fn rule(&self, row: &mut RowReader<'_>) -> Option<usize> {
        self.need(row, Held::Rule, |cell| look_up(&self.rules, self.bare(&text_of(cell)), "F0160"))
    }

    fn rule_at(&self, rule: usize) -> Option<&'a Rule> {
        self.program.rules.get(rule)
    }

    fn calendar(&mut self, row: &mut RowReader<'_>) -> Option<()> {
        let unit = self.unit(row);
        let date = self.need(row, Held::Date, read_day);
        let kind = self.need(row, Held::Kind, read_day_kind);
        let (unit, date, kind) = (unit?, date?, kind?);
        match self.days.get(&(unit, date)) {
            Some((other, first)) if *other != kind => {
                let refusal = Refusal::new("F0169", date).with(first);
                row.read(self.columns.of(Held::Kind), |_| Err(refusal))
            }
            _ => {
                self.days.insert((unit, date), (kind, row.row));
                self.facts.calendars.entry(unit).or_default().insert(date, kind);
                Some(())
            }
        }
    }

    fn evidence(&mut self, row: &mut RowReader<'_>) -> Option<()> {
        let rule = self.rule(row);
        let limb = self.need(row, Held::Limb, |cell| self.limb(rule, text_of(cell)));
        let unit = self.unit(row);
        let holds = self.need(row, Held::Holds, read_flag);
        let attestor = self.want(row, Held::Attestor, |cell| Ok(text_of(cell)));
        let date = self.want(row, Held::Date, |cell| read_period(cell).map(|period| period.last()));
        let document = self.want(row, Held::Document, |cell| Ok(text_of(cell)));
        let rule = self.rule_at(rule?)?.title.name.clone();
        let (limb, unit, holds, date) = (limb?, unit?, holds?, date?);
        let key = (rule.clone(), limb.clone(), unit, date);
        if let Some((_, first)) = self.attested.get(&key).filter(|(other, _)| *other != holds) {
            let refusal = Refusal::new("F0170", &limb).with(first);
            return row.read(self.columns.of(Held::Holds), |_| Err(refusal));
        }
        self.attested.insert(key, (holds, row.row));
        let (attestor, document) = (attestor?, document?);
        self.facts.evidence.push(Evidence { rule, limb, row: unit, holds, attestor, date, document });
        Some(())
    }

    fn limb(&self, rule: Option<usize>, limb: String) -> Result<String, Refusal> {
        let Some(limbs) = rule.and_then(|rule| self.limbs.get(rule)) else { return Ok(limb) };
        if limbs.contains(&limb) {
            return Ok(limb);
        }
        let near = crate::diagnostic::nearest(&limb, limbs.iter().map(String::as_str));
        let rule = rule.and_then(|rule| self.rule_at(rule)).map_or("", |rule| rule.title.name.as_str());
        Err(Refusal::new("F0161", &limb).with(rule).suggest(near))
    }

    fn waiver(&mut self, row: &mut RowReader<'_>) -> Option<()> {
        let rule = self.rule(row);
        let unit = self.unit(row);
        let reason = self.need(row, Held::Reason, |cell| Ok(text_of(cell)));
        let from = self.want(row, Held::From, |cell| read_period(cell).map(|period| period.first()));
        let until = self.want(row, Held::Until, |cell| read_period(cell).map(|period| period.last()));
        let rule = self.rule_at(rule?)?;
        let (from, until) = (from?, until?);
        if let Some((from, until)) = from.zip(until).filter(|(from, until)| from > until) {
            return row.read(self.columns.of(Held::From), |_| Err(Refusal::new("F0165", from).with(until)));
        }
        if !has_line_in_principle(rule) {
            let column = row.head(self.columns.of(Held::Rule));
            row.faults.push(row.table.fault_at("G0103", row.row).column(column).with(&rule.title.name));
        }
        self.facts.waivers.push(Waiver { rule: rule.title.name.clone(), row: unit?, reason: reason?, from, until });
        Some(())
    }

    fn input(&mut self, row: &mut RowReader<'_>) -> Option<()> {
        let input = self.need(row, Held::Name, |cell| {
            let text = text_of(cell);
            look_up(&self.inputs, self.bare(&text), "F0166")
        })?;
        let declared = self.program.inputs.get(input)?;
        if let Some(first) = self.supplied.insert(input, row.row) {
            let refusal = Refusal::new("F0167", &declared.title.name).with(first);
            return row.read(self.columns.of(Held::Name), |_| Err(refusal));
        }
        let reader = Reader::of(self.program, &declared.of_type);
        let value: Cell = row.read(self.columns.of(Held::Value), |cell| reader.read(cell))?;
        self.facts.inputs.insert(InputId(input), value);
        Some(())
    }
}

fn look_up<T: Copy + PartialEq>(names: &Names<T>, word: &str, unknown: &'static str) -> Result<T, Refusal> {
    match names.find(word) {
        Named::One(thing) => Ok(thing),
        Named::Several(one, other) => Err(Refusal::new("F0154", word).with(one).with(other)),
        Named::Unknown => Err(Refusal::new(unknown, word).suggest(names.nearest(word))),
    }
}

fn read_day_kind(cell: &RawCell) -> Result<DayKind, Refusal> {
    let text = read_id(cell).unwrap_or_default();
    match fold(&text).as_str() {
        "holiday" | "休" | "休息" | "放假" | "假日" => Ok(DayKind::Holiday),
        "makeup" | "make-up" | "班" | "上班" | "补班" | "调休上班" => Ok(DayKind::MakeUpDay),
        _ => Err(Refusal::new("F0168", &text).suggest(crate::diagnostic::nearest(&text, ["holiday", "makeup"]))),
    }
}

fn has_line_in_principle(rule: &Rule) -> bool {
    let mut bodies = std::iter::once(&rule.body).chain(rule.under.iter().map(|(_, body)| body));
    bodies.any(|body| {
        let in_principle =
            |kind: &LineKind| matches!(kind, LineKind::Duty(stages) if stages.iter().any(|stage| stage.in_principle));
        body.lines.iter().any(|line| in_principle(&line.kind))
    })
}
