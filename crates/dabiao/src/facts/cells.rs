//! One raw cell and the type of its column -> `Cell`, or the reason why not. What the cell stands in, its row and
//! column, is the caller's.

use super::Cell;
use super::names::{Named, Names, fold, trim};
use super::number_cell::{self, plain_signs};
use super::raw_text::{is_empty, is_none, means_unknown, text_of};
use super::refusal::Refusal;
use super::table::RawCell;
use crate::date::{Date, Period};
use crate::program::{EntityId, Program, Type};

/// How the cells of one column are read. Made once for a column, used for each row.
#[derive(Debug)]
pub(crate) enum Reader {
    /// Numbers, and what they may be.
    Number(number_cell::Bounds),
    /// `flag`
    Flag,
    /// `date`
    Date,
    /// `text`
    Text,
    /// `one of`, `ordered`
    Choice(Names<usize>),
    /// `set of`
    Choices(Names<usize>),
}

impl Reader {
    /// The reader of a type.
    pub(crate) fn of(program: &Program, of_type: &Type) -> Reader {
        let bounds =
            |unit: &str, whole, signed| Reader::Number(number_cell::Bounds { unit: unit.into(), whole, signed });
        match of_type {
            Type::Quantity(unit) => {
                let unit = program.units.get(unit.0);
                bounds(unit.map_or("", |unit| &unit.title.name), unit.is_some_and(|unit| unit.whole), false)
            }
            Type::OpenQuantity => bounds("", false, false),
            Type::Number => bounds("", false, true),
            Type::Flag => Reader::Flag,
            Type::Date => Reader::Date,
            Type::Text => Reader::Text,
            Type::OneOf(values) | Type::Ordered(values) => Reader::Choice(Names::of_titles(values.iter().enumerate())),
            Type::SetOf(values) => Reader::Choices(Names::of_titles(values.iter().enumerate())),
        }
    }

    /// Reads a cell; an empty one is missing.
    pub(crate) fn read(&self, raw: &RawCell) -> Result<Cell, Refusal> {
        if is_empty(raw) {
            return Ok(Cell::Missing);
        }
        match self {
            Reader::Number(bounds) => number_cell::read(raw, bounds),
            Reader::Flag => read_flag(raw).map(Cell::Flag),
            Reader::Date => match raw {
                RawCell::Text(text) if is_none(text) => Ok(Cell::None),
                _ => read_period(raw).map(|period| Cell::Date(period.last())),
            },
            Reader::Text => match raw {
                RawCell::Text(text) if is_none(text) => Err(Refusal::new("F0148", trim(text))),
                RawCell::Flag(flag) => Err(Refusal::new("F0155", flag)),
                _ => Ok(Cell::Text(text_of(raw))),
            },
            Reader::Choice(values) => read_choice(&text_of(raw), values).map(Cell::Choice),
            Reader::Choices(values) => read_choices(&text_of(raw), values).map(Cell::Choices),
        }
    }
}

/// Reads yes or no.
pub(super) fn read_flag(raw: &RawCell) -> Result<bool, Refusal> {
    let text = match raw {
        RawCell::Flag(flag) => return Ok(*flag),
        _ => text_of(raw),
    };
    match fold(&text).as_str() {
        "yes" | "true" | "1" | "是" => Ok(true),
        "no" | "false" | "0" | "否" => Ok(false),
        _ if is_none(&text) => Err(Refusal::new("F0148", text)),
        _ if means_unknown(&text) => Err(Refusal::new("F0149", text)),
        "y" | "t" | "✓" | "√" | "有" => Err(Refusal::new("F0150", text).suggest(Some("yes"))),
        "n" | "f" | "✗" | "×" | "没有" => Err(Refusal::new("F0150", text).suggest(Some("no"))),
        _ => Err(Refusal::new("F0150", text)),
    }
}

/// Reads a day, a month or a year.
pub(super) fn read_period(raw: &RawCell) -> Result<Period, Refusal> {
    let text = match raw {
        RawCell::Date(date) => return Ok(Period::from(*date)),
        _ => text_of(raw),
    };
    let plain = plain_signs(&text);
    if let Ok(period) = plain.parse::<Period>() {
        return Ok(period);
    }
    match means_unknown(&text) {
        true => Err(Refusal::new("F0149", text)),
        false => Err(Refusal::new("F0151", &text).suggest(iso_date(&plain))),
    }
}

/// Reads one day, and nothing longer.
pub(super) fn read_day(raw: &RawCell) -> Result<Date, Refusal> {
    let period = read_period(raw)?;
    if period.is_day() { Ok(period.first()) } else { Err(Refusal::new("F0151", period)) }
}

/// The ISO date that a differently written one seems to mean: `2021/10/31`, `2021.1.5`, `2021年10月`, `20211031`, a
/// date with a time of day.
fn iso_date(text: &str) -> Option<String> {
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let mut parts: Vec<String> =
        day.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if let [digits] = parts.as_slice() {
        let cut = |from: usize, to: usize| digits.get(from..to).map(str::to_owned);
        if digits.len() == 8 {
            parts = vec![cut(0, 4)?, cut(4, 6)?, cut(6, 8)?];
        }
    }
    let (year, rest) = parts.split_first().filter(|(year, _)| year.len() == 4)?;
    let padded: Vec<String> = rest.iter().map(|part| format!("{part:0>2}")).collect();
    let written = [std::slice::from_ref(year), &padded].concat().join("-");
    written.parse::<Period>().is_ok().then_some(written)
}

fn read_choice(text: &str, values: &Names<usize>) -> Result<usize, Refusal> {
    match values.find(text) {
        Named::One(value) => Ok(value),
        Named::Several(one, other) => Err(Refusal::new("F0154", text).with(one).with(other)),
        Named::Unknown if is_none(text) => Err(Refusal::new("F0148", text)),
        Named::Unknown if means_unknown(text) => Err(Refusal::new("F0149", text)),
        Named::Unknown => Err(outside(text, values)),
    }
}

fn read_choices(text: &str, values: &Names<usize>) -> Result<Vec<usize>, Refusal> {
    if (is_none(text) || text == "{}") && !matches!(values.find(text), Named::One(_)) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for item in items_of(text) {
        match values.find(item) {
            Named::One(value) => found.push(value),
            _ if means_unknown(text) => return Err(Refusal::new("F0149", text)),
            Named::Several(one, other) => return Err(Refusal::new("F0154", item).with(one).with(other)),
            Named::Unknown => return Err(set_with_other_separators(text, item, values)),
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The items of a list, between `;`, `；` or `、`.
pub(super) fn items_of(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、']).map(trim).filter(|item| !item.is_empty())
}

fn set_with_other_separators(text: &str, item: &str, values: &Names<usize>) -> Refusal {
    let bare = text.trim_matches(['{', '}', '[', ']']);
    let items: Vec<&str> = bare.split([',', '，', '|', '/', ';', '；', '、']).map(trim).collect();
    let all_known = items.iter().all(|item| matches!(values.find(item), Named::One(_)));
    let refusal = outside(item, values);
    if all_known { refusal.suggest(Some(items.join(";"))) } else { refusal }
}

fn outside(text: &str, values: &Names<usize>) -> Refusal {
    let allowed: Vec<&str> = values.identifiers().collect();
    Refusal::new("F0153", text).with(allowed.join(", ")).suggest(values.nearest(text))
}

/// The id in a cell, or nothing.
pub(super) fn read_id(raw: &RawCell) -> Option<String> {
    let id = text_of(raw);
    (!id.is_empty()).then_some(id)
}

/// An id that is meant where `id` is none of an entity; not looked for in large tables, where it would take too long.
pub(super) fn nearest_id(facts: &super::Facts, entity: EntityId, id: &str) -> Option<String> {
    const MOST: usize = 2_000;
    let rows = facts.rows(entity).filter(|rows| rows.len() <= MOST)?;
    let ids: Vec<_> = rows.map(|row| facts.id(row)).collect();
    crate::diagnostic::nearest(id, ids.iter().map(AsRef::as_ref)).map(str::to_owned)
}
