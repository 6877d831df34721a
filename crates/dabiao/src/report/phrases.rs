//! Values, shortfalls, missing facts and notes in words: each in English and in Chinese.

use super::labels::{self, pick};
use super::numbers::{self, Form};
use super::places;
use crate::evaluate::verdict::{MissingFact, Note, Shortfall, ShownValue, StageVerdict};
use crate::facts::{Cell, Facts};
use crate::language::Language;
use crate::number::Number;
use crate::program::{AttributeId, EntityId, Force, Measure, Program};

/// Says things about a program and its facts to a reader of one language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    pub(super) program: &'a Program,
    pub(super) facts: &'a Facts,
    pub(super) language: Language,
}

impl Speaker<'_> {
    pub(super) fn pick<'b>(&self, en: &'b str, zh: &'b str) -> &'b str {
        pick(self.language, en, zh)
    }

    /// A row by its name and id: `Zhejiang (33)`.
    pub(super) fn row(&self, entity: EntityId, id: &str) -> String {
        self.named(self.facts.find(entity, id).and_then(|row| self.facts.name(row)), id)
    }

    pub(super) fn named(&self, name: Option<&str>, id: &str) -> String {
        match (name, self.language) {
            (Some(name), _) if name == id => id.to_string(),
            (Some(name), Language::English) => format!("{name} ({id})"),
            (Some(name), Language::Chinese) => format!("{name}（{id}）"),
            (None, _) => id.to_string(),
        }
    }

    /// A number with what it counts: `12 persons`, `12 人`.
    pub(super) fn amount(&self, number: &Number, measure: Measure) -> String {
        let digits = numbers::shown(number, Form::Plain);
        match (labels::measure(self.program, measure, self.language), measure, self.language) {
            (None, ..) => digits,
            (Some(unit), Measure::Entity(_), Language::Chinese) => format!("{digits} 个{unit}"),
            (Some(unit), ..) => format!("{digits} {unit}"),
        }
    }

    /// A value alone.
    pub(super) fn value(&self, value: &ShownValue, form: Form) -> String {
        let number = |number: &Number| numbers::shown(number, form);
        match value {
            ShownValue::Number(known) => number(known),
            ShownValue::Range(low, high) => match (low, high, self.language) {
                (None, None, _) => self.pick("unknown", "未知").to_string(),
                (Some(low), None, Language::English) => format!("{} or more", number(low)),
                (Some(low), None, Language::Chinese) => format!("{} 以上", number(low)),
                (None, Some(high), Language::English) => format!("{} or less", number(high)),
                (None, Some(high), Language::Chinese) => format!("{} 以下", number(high)),
                (Some(low), Some(high), Language::English) => format!("{} to {}", number(low), number(high)),
                (Some(low), Some(high), Language::Chinese) => format!("{} 至 {}", number(low), number(high)),
            },
            ShownValue::Date(date) => date.to_string(),
            ShownValue::Truth(true) => self.pick("yes", "是").to_string(),
            ShownValue::Truth(false) => self.pick("no", "否").to_string(),
            ShownValue::Name(name) => labels::item(self.program, name, self.language).to_string(),
            ShownValue::None => self.pick("none", "无").to_string(),
            ShownValue::NotApplicable => self.pick("not applicable", "不适用").to_string(),
            ShownValue::Unknown => self.pick("unknown", "未知").to_string(),
        }
    }

    /// The value of a stage and its target with its comparison sign, in digits that agree with the comparison.
    pub(super) fn value_and_target(&self, stage: &StageVerdict, form: Form) -> (String, String) {
        let forbidden = stage.force.is_some_and(|(force, _)| force == Force::MustNot);
        let order = stage.order.map(|order| labels::order(places::wanted_order(order, forbidden)));
        let unit = stage.measure.and_then(|measure| labels::measure(self.program, measure, self.language));
        let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
        let Some(value) = &stage.value else { return (String::new(), String::new()) };
        match stage.target.as_slice() {
            [] => (self.value(value, form) + &unit, String::new()),
            [target] => {
                let (value, target) = self.compared(value, target, form);
                (value, [order.unwrap_or_default(), " ", &target, &unit].concat().trim().to_string())
            }
            [low, high, ..] => {
                let (below, low) = self.compared(value, low, form);
                let (above, high) = self.compared(value, high, form);
                let value = if above.chars().count() > below.chars().count() { above } else { below };
                let target = match (self.language, forbidden) {
                    (Language::English, false) => format!("{low} to {high}{unit}"),
                    (Language::English, true) => format!("not {low} to {high}{unit}"),
                    (Language::Chinese, false) => format!("{low} 至 {high}{unit}"),
                    (Language::Chinese, true) => format!("不在 {low} 至 {high}{unit} 之间"),
                };
                (value, target)
            }
        }
    }

    fn compared(&self, value: &ShownValue, target: &ShownValue, form: Form) -> (String, String) {
        match (value, target) {
            (ShownValue::Number(value), ShownValue::Number(target)) => numbers::pair(value, target, form),
            (_, ShownValue::Number(target)) if form == Form::Plain => {
                (self.value(value, form), numbers::written(target))
            }
            _ => (self.value(value, form), self.value(target, form)),
        }
    }

    /// By how much a requirement is missed.
    pub(super) fn shortfall(&self, missed: &Shortfall) -> String {
        let english = self.language == Language::English;
        match missed {
            Shortfall::Amount { amount, measure, over, at_least, more_than } => {
                let amount = self.amount(amount, *measure);
                match (english, over, at_least, more_than) {
                    (true, false, true, _) => format!("short by at least {amount}"),
                    (true, false, false, true) => format!("short by more than {amount}"),
                    (true, false, false, false) => format!("short by {amount}"),
                    (true, true, true, _) => format!("over by at least {amount}"),
                    (true, true, false, true) => format!("over by more than {amount}"),
                    (true, true, false, false) => format!("over by {amount}"),
                    (false, false, true, _) => format!("至少缺 {amount}"),
                    (false, false, false, true) => format!("须再增加超过 {amount}"),
                    (false, false, false, false) => format!("缺 {amount}"),
                    (false, true, true, _) => format!("至少超出 {amount}"),
                    (false, true, false, true) => format!("须减少超过 {amount}"),
                    (false, true, false, false) => format!("超出 {amount}"),
                }
            }
            Shortfall::PartOfWhole { convert, add, measure, at_least } => {
                let convert = self.amount(convert, *measure);
                let least = if *at_least { self.pick("at least ", "至少") } else { "" };
                match (add.as_ref().map(|add| self.amount(add, *measure)), english) {
                    (Some(add), true) => format!("convert {least}{convert} or add {least}{add}"),
                    (None, true) => format!("convert {least}{convert}; adding does not reach it"),
                    (Some(add), false) => format!("须{least}转换 {convert}，或{least}新增 {add}"),
                    (None, false) => format!("须{least}转换 {convert}，仅靠新增无法达到"),
                }
            }
            Shortfall::Members { ids, count, entity } => self.members(ids, *count, *entity),
            Shortfall::Items(items) => {
                let items: Vec<&str> =
                    items.iter().map(|item| labels::item(self.program, item, self.language)).collect();
                if english { format!("lacks {}", items.join(", ")) } else { format!("缺少{}", items.join("、")) }
            }
            Shortfall::Late { days, come } => match (english, come) {
                (true, true) => format!("{days} {} late", if *days == 1 { "day" } else { "days" }),
                (true, false) => format!("{days} {} overdue", if *days == 1 { "day" } else { "days" }),
                (false, true) => format!("迟 {days} 天"),
                (false, false) => format!("逾期 {days} 天"),
            },
            Shortfall::AnyOf(parts) => self.joined(parts, self.pick(" or ", "，或")),
            Shortfall::AllOf(parts) => self.joined(parts, self.pick(" and ", "，且")),
            Shortfall::NoSingleNumber => {
                self.pick("no single number says by how much", "无法用单一数字表示").to_string()
            }
        }
    }

    fn joined(&self, parts: &[Shortfall], word: &str) -> String {
        let one = |part: &Shortfall| match part {
            Shortfall::AnyOf(_) | Shortfall::AllOf(_) => {
                let inside = self.shortfall(part);
                if self.language == Language::English { format!("({inside})") } else { format!("（{inside}）") }
            }
            _ => self.shortfall(part),
        };
        parts.iter().map(one).collect::<Vec<_>>().join(word)
    }

    fn members(&self, ids: &[String], count: usize, entity: EntityId) -> String {
        let label = labels::entity(self.program, entity, self.language);
        let separator = self.pick(", ", "、");
        let mut names = ids.iter().map(|id| self.row(entity, id)).collect::<Vec<_>>().join(separator);
        if count > ids.len() {
            names.push_str(self.pick(" …", "等"));
        }
        match (self.language, count) {
            (Language::English, 1) => format!("1 {label} fails: {names}"),
            (Language::English, _) => format!("{label}: {count} fail: {names}"),
            (Language::Chinese, _) => format!("{count} 个{label}未达到：{names}"),
        }
    }

    /// A fact that is not known.
    pub(super) fn missing(&self, fact: &MissingFact) -> String {
        let entity = |id: &EntityId| labels::entity(self.program, *id, self.language);
        let english = self.language == Language::English;
        match fact {
            MissingFact::Cell { attribute, id } => {
                let label = labels::attribute(self.program, *attribute, self.language);
                let row = self.row(attribute.entity, id);
                if english { format!("{label} of {row}") } else { format!("{row}的{label}") }
            }
            MissingFact::Existence { entity, id } => {
                let row = self.row(*entity, id);
                if english { format!("whether {row} existed then") } else { format!("{row}当时是否存在") }
            }
            MissingFact::Table(id) if english => format!("the table `{}`", entity(id)),
            MissingFact::Table(id) => format!("“{}”表", entity(id)),
            MissingFact::Unlisted { entity: members, id, of } => {
                let (members, row) = (entity(members), self.row(*of, id));
                if english {
                    format!("the full list of `{members}` in {row}")
                } else {
                    format!("{row}的完整“{members}”名单")
                }
            }
            MissingFact::Evidence { limb, id } => {
                let limb = labels::item(self.program, limb, self.language);
                if english {
                    format!("evidence for `{limb}` of {id}")
                } else {
                    format!("{id} 关于“{limb}”的佐证")
                }
            }
            MissingFact::Input(id) => {
                let input = self.program.inputs.get(id.0);
                let label = input.map_or("?", |input| labels::title(&input.title, self.language));
                if english { format!("the input `{label}`") } else { format!("输入值“{label}”") }
            }
            MissingFact::Calendar { id } => {
                if english {
                    format!("a calendar of working days that covers these days, for {id}")
                } else {
                    format!("{id} 涵盖这些日期的工作日历")
                }
            }
        }
    }

    /// Everything that is missing from a stage, with the number of what is not listed. Beside `subject` its own facts are
    /// named without it.
    pub(super) fn all_missing(&self, listed: &[MissingFact], count: usize, subject: Option<&str>) -> String {
        let one = |fact: &MissingFact| match fact {
            MissingFact::Cell { attribute, id } if Some(id.as_str()) == subject => {
                labels::attribute(self.program, *attribute, self.language).to_string()
            }
            MissingFact::Evidence { limb, id } if Some(id.as_str()) == subject => {
                let limb = labels::item(self.program, limb, self.language);
                format!("{}`{limb}`", self.pick("evidence for ", "佐证 "))
            }
            other => self.missing(other),
        };
        let mut parts: Vec<String> = listed.iter().map(one).collect();
        if count > listed.len() {
            let more = count - listed.len();
            parts.push(match self.language {
                Language::English => format!("{more} more"),
                Language::Chinese => format!("另有 {more} 项"),
            });
        }
        parts.join(self.pick(", ", "、"))
    }

    /// What else a reader must know.
    pub(super) fn note(&self, note: &Note) -> String {
        let english = self.language == Language::English;
        match note {
            Note::NotInForce => self.pick("the policy was not in force", "政策当时未施行").to_string(),
            Note::Excepted(None) => self.pick("an exception applies", "属于例外情形").to_string(),
            Note::Excepted(Some(reason)) => {
                let reason = labels::words(reason, self.language);
                if english { format!("excepted: {reason}") } else { format!("例外：{reason}") }
            }
            Note::Waived(reason) if english => format!("waived: {reason}"),
            Note::Waived(reason) => format!("豁免理由：{reason}"),
            Note::RestsOnUndated => self
                .pick(
                    "it rests on a fact without a date, which need not have held on the due date",
                    "依据的数据未注明日期，未必反映到期日的情况",
                )
                .to_string(),
            Note::MemberInMember(outer, inner) if english => {
                format!("`{inner}` lies in `{outer}`, so the sum would count it twice")
            }
            Note::MemberInMember(outer, inner) => format!("`{inner}` 隶属于 `{outer}`，合计会重复计算"),
            Note::PartLargerThanWhole => self.pick("the part is larger than its whole", "部分大于整体").to_string(),
            Note::DueUnknown => self.pick("the due date itself is unknown", "到期日未知").to_string(),
        }
    }

    /// The requirement was met only after its due date.
    pub(super) fn reached_on(&self, day: crate::date::Date) -> String {
        match self.language {
            Language::English => format!("reached on {day}"),
            Language::Chinese => format!("于 {day} 达到"),
        }
    }

    /// What a cell holds.
    pub(super) fn cell(&self, attribute: AttributeId, cell: &Cell) -> String {
        let label = |at: &usize| {
            let value = places::values(self.program, attribute).get(*at);
            value.map_or("?", |title| labels::title(title, self.language)).to_string()
        };
        match cell {
            Cell::Missing => self.pick("unknown", "未知").to_string(),
            Cell::None => self.pick("none", "无").to_string(),
            Cell::Number(number) => match labels::attribute_type(self.program, attribute) {
                Some(crate::program::Type::Quantity(unit)) => self.amount_exact(number, Measure::Unit(*unit)),
                _ => self.amount_exact(number, Measure::Plain),
            },
            Cell::Flag(flag) => self.value(&ShownValue::Truth(*flag), Form::Plain),
            Cell::Date(date) => date.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Choice(at) => label(at),
            Cell::Choices(items) if items.is_empty() => self.pick("none", "无").to_string(),
            Cell::Choices(items) => items.iter().map(label).collect::<Vec<_>>().join(self.pick(", ", "、")),
        }
    }

    fn amount_exact(&self, number: &Number, measure: Measure) -> String {
        let digits = numbers::written(number);
        let unit = labels::measure(self.program, measure, self.language);
        unit.map_or(digits.clone(), |unit| format!("{digits} {unit}"))
    }
}
