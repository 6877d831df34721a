//! A slot bound to the columns of the facts: what it holds for each row of its table.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fold::FoldResult;
use crate::date::Date;
use crate::evaluate::plan::step::{ABSENT_CODE, Items, MISSING_CODE, UNJUDGED_CODE};
use crate::evaluate::plan::truths::{self, ABSENT, NO, OPEN, UNJUDGED, YES};
use crate::evaluate::plan::{Exact, Numeric, Span, TextSource, Value};
use crate::facts::column::{self, Column, Numbers};
use crate::facts::{Cell, EntityTable};
use crate::number::Number;
use crate::program::AttributeId;

/// In a map: there is no row to read from.
pub(super) const NO_ROW: u32 = u32::MAX;
/// In a map: it takes the reference evaluator to know the row to read from.
pub(super) const UNKNOWN_ROW: u32 = u32::MAX - 1;
/// In a map: nothing had been observed.
pub(super) const NOT_OBSERVED: u32 = u32::MAX - 2;

/// Which row, or observation, of a table is read for each row of another; none: the one at the same place.
pub(super) type Map = Option<Arc<Vec<u32>>>;

/// What is read for a row.
pub(super) enum Place {
    At(usize),
    NoRow,
    Unknown,
    NotObserved,
}

/// The place that a map gives to a row.
pub(super) fn place(map: &Map, row: usize) -> Place {
    match map {
        None => Place::At(row),
        Some(map) => match map.get(row).copied().unwrap_or(NO_ROW) {
            NO_ROW => Place::NoRow,
            UNKNOWN_ROW => Place::Unknown,
            NOT_OBSERVED => Place::NotObserved,
            at => Place::At(at as usize),
        },
    }
}

/// A slot bound to facts.
pub(super) enum Source<'f> {
    /// The same for every row: the value, the same number exactly, and its decimals.
    Constant(Value, Option<Exact>, u8),
    /// A column, and where in it each row reads.
    Column(&'f Column, Map),
    /// Whether a text is among these.
    Text(TextTest<'f>),
    /// Evidence by row; without a record open.
    Evidence(BTreeMap<usize, u8>),
    /// Whether the row exists on a day.
    Exists(Existence<'f>),
    /// An aggregate over what lies below.
    Fold(Arc<FoldResult>),
}

/// A text test, with the way to the row that is tested.
pub(super) struct TextTest<'f> {
    pub(super) source: &'f TextSource,
    pub(super) allowed: &'f [String],
    pub(super) table: Option<&'f EntityTable>,
    pub(super) map: Map,
    /// The truths of what rows are mapped to, where there are fewer of those.
    known: Vec<u8>,
}

/// Whether rows exist on a day, as it is known on the as-of date.
pub(super) struct Existence<'f> {
    pub(super) table: &'f EntityTable,
    pub(super) from: Option<AttributeId>,
    pub(super) until: Option<AttributeId>,
    pub(super) day: Date,
    pub(super) as_of: Date,
}

impl Source<'_> {
    /// The decimals of its numbers.
    pub(super) fn scale(&self) -> u8 {
        match self {
            Source::Constant(_, _, scale) => *scale,
            Source::Column(Column::Numbers(numbers), _) => numbers.scale,
            Source::Fold(fold) => fold.scale(),
            _ => 0,
        }
    }

    pub(super) fn numeric(&self, row: usize) -> Numeric {
        match self {
            Source::Constant(value, ..) => value.number,
            Source::Column(column, map) => match (place(map, row), column) {
                (Place::At(at), Column::Numbers(numbers)) => numeric(numbers, at),
                (Place::NoRow, _) => Numeric::Absent,
                (Place::Unknown, _) => Numeric::Unjudged,
                _ => Numeric::Missing,
            },
            Source::Fold(fold) => fold.numeric(row),
            _ => Numeric::Unjudged,
        }
    }

    pub(super) fn exact(&self, row: usize) -> Exact {
        match self {
            Source::Constant(_, Some(exact), _) => *exact,
            Source::Column(Column::Numbers(numbers), map) => match place(map, row) {
                Place::At(at) => match numbers.exceptions.get(&at) {
                    Some(number) => Exact::of(number),
                    None => known(numeric(numbers, at), numbers.scale),
                },
                _ => known(self.numeric(row), 0),
            },
            Source::Fold(fold) => fold.exact(row),
            _ => known(self.numeric(row), 0),
        }
    }

    pub(super) fn code(&self, row: usize) -> u16 {
        match self {
            Source::Constant(value, ..) => value.code,
            Source::Column(column, map) => match (place(map, row), column) {
                (Place::At(at), Column::Flags(codes) | Column::Choices(codes)) => {
                    codes.get(at).copied().unwrap_or(MISSING_CODE)
                }
                (Place::NoRow, _) => ABSENT_CODE,
                (Place::Unknown, _) => UNJUDGED_CODE,
                (_, Column::Missing) | (Place::NotObserved, _) => MISSING_CODE,
                _ => UNJUDGED_CODE,
            },
            _ => UNJUDGED_CODE,
        }
    }

    pub(super) fn items(&self, row: usize) -> Items {
        match self {
            Source::Constant(value, ..) => value.items,
            Source::Column(column, map) => match (place(map, row), column) {
                (Place::At(at), Column::Sets(sets)) => match sets.get(at).copied().unwrap_or(column::MISSING_ITEMS) {
                    column::MISSING_ITEMS => Items::Missing,
                    bits => Items::Known(bits),
                },
                (Place::NoRow, _) => Items::Absent,
                (_, Column::Missing) | (Place::NotObserved, _) => Items::Missing,
                _ => Items::Unjudged,
            },
            _ => Items::Unjudged,
        }
    }

    pub(super) fn date(&self, row: usize) -> Span {
        match self {
            Source::Constant(value, ..) => value.date,
            Source::Column(column, map) => match (place(map, row), column) {
                (Place::At(at), Column::Dates(days)) => date(days.get(at).copied()),
                (Place::NoRow, _) => Span::ABSENT,
                (_, Column::Missing) | (Place::NotObserved, _) => Span::MISSING,
                _ => Span::UNJUDGED,
            },
            _ => Span::UNJUDGED,
        }
    }

    pub(super) fn truth(&self, row: usize) -> u8 {
        match self {
            Source::Constant(value, ..) => value.truth,
            Source::Text(test) => test.truth(row),
            Source::Evidence(records) => records.get(&row).copied().unwrap_or(OPEN),
            Source::Exists(existence) => existence.truth(row),
            Source::Fold(fold) => fold.truth(row),
            Source::Column(..) => UNJUDGED,
        }
    }

    /// The truths of rows from a place on.
    pub(super) fn truths(&self, out: &mut [u8], start: usize) {
        match self {
            Source::Constant(value, ..) => out.fill(value.truth),
            Source::Evidence(records) => {
                out.fill(OPEN);
                for (row, truth) in records.range(start..start + out.len()) {
                    out.get_mut(row - start).into_iter().for_each(|kept| *kept = *truth);
                }
            }
            Source::Exists(existence) if existence.fill(out, start) => {}
            _ => out.iter_mut().zip(start..).for_each(|(out, row)| *out = self.truth(row)),
        }
    }

    /// Whether it is not known what the slot holds for a row.
    pub(super) fn is_open(&self, row: usize) -> bool {
        match self {
            Source::Constant(value, exact, _) => value.is_open() && !matches!(exact, Some(Exact::Known(..))),
            Source::Column(column, map) => match place(map, row) {
                Place::At(at) => column.is_missing(at),
                Place::NoRow => false,
                Place::Unknown | Place::NotObserved => true,
            },
            Source::Fold(fold) => fold.is_open(row),
            Source::Text(_) | Source::Evidence(_) | Source::Exists(_) => !truths::is_decided(self.truth(row)),
        }
    }
}

fn known(number: Numeric, scale: u8) -> Exact {
    match number {
        Numeric::Known(value) => Exact::Known(i128::from(value), 10i128.pow(u32::from(scale))),
        Numeric::Absent => Exact::Absent,
        _ => Exact::Unjudged,
    }
}

fn numeric(numbers: &Numbers, at: usize) -> Numeric {
    if numbers.known.as_ref().is_none_or(|known| known.get(at)) {
        numbers.values.get(at).copied().map_or(Numeric::Missing, Numeric::Known)
    } else if numbers.exceptions.contains_key(&at) {
        Numeric::Unjudged
    } else {
        Numeric::Missing
    }
}

/// A date, as a column of days has it.
pub(super) fn date(day: Option<i32>) -> Span {
    match day {
        None | Some(column::MISSING_DAY) => Span::MISSING,
        Some(column::NO_DAY) => Span::NEVER,
        Some(day) => Date::from_days(i64::from(day)).map_or(Span::UNJUDGED, Span::on),
    }
}

impl<'f> TextTest<'f> {
    pub(super) fn new(
        source: &'f TextSource,
        allowed: &'f [String],
        table: Option<&'f EntityTable>,
        map: Map,
    ) -> TextTest<'f> {
        let mut test = TextTest { source, allowed, table, map, known: Vec::new() };
        let places = match (source, table) {
            (_, None) => 0,
            (TextSource::Id | TextSource::Name, Some(table)) => table.len(),
            (TextSource::Attribute(..), Some(table)) => table.observations_of(table.len().saturating_sub(1)).end,
        };
        if test.map.as_ref().is_some_and(|map| places <= map.len()) {
            test.known = (0..places).map(|at| test.truth_at(at)).collect();
        }
        test
    }

    fn truth(&self, row: usize) -> u8 {
        let at = match place(&self.map, row) {
            Place::At(at) => at,
            Place::NoRow => return ABSENT,
            Place::Unknown => return UNJUDGED,
            Place::NotObserved => return OPEN,
        };
        self.known.get(at).copied().unwrap_or_else(|| self.truth_at(at))
    }

    /// The truths of a row, or an observation, of the table that is tested.
    fn truth_at(&self, at: usize) -> u8 {
        let Some(table) = self.table else { return UNJUDGED };
        let among = |text: &str| truths::known(self.allowed.iter().any(|allowed| allowed == text));
        match self.source {
            TextSource::Id => among(&table.ids.get(at)),
            TextSource::Name => table.name(at).map_or(OPEN, among),
            TextSource::Attribute(attribute, _) => match table.columns.get(attribute.index) {
                Some(Column::Cells(cells)) => match cells.get(at) {
                    Some(Cell::Text(text)) => among(text),
                    Some(Cell::Missing) | None => OPEN,
                    Some(_) => NO,
                },
                Some(Column::Missing) => OPEN,
                _ => UNJUDGED,
            },
        }
    }
}

impl Existence<'_> {
    /// From its `from` cell to before its `until` cell; without a `from` cell always, where its rows are undated, else
    /// certainly from its first row, and before it unknown.
    fn truth(&self, row: usize) -> u8 {
        if self.is_always() {
            return YES;
        }
        let latest = self.table.observation(row, self.as_of);
        let at = latest.unwrap_or(self.table.observations_of(row).start);
        let day = |attribute: Option<AttributeId>| attribute.map(|attribute| self.table.cell(attribute, at));
        if matches!(day(self.until), Some(Cell::Date(until)) if until <= self.day) {
            return NO;
        }
        match day(self.from) {
            Some(Cell::Date(from)) => truths::known(from <= self.day),
            Some(Cell::None) => NO,
            _ => match self.table.date(self.table.observations_of(row).start) {
                Some(first) if first > self.day => OPEN,
                _ => YES,
            },
        }
    }

    /// The truths of rows from a place on, where they are undated and have plain columns of days.
    fn fill(&self, out: &mut [u8], start: usize) -> bool {
        let Ok(today) = i32::try_from(self.day.to_days()) else { return false };
        let plain = |attribute: Option<AttributeId>| match attribute.and_then(|it| self.table.columns.get(it.index)) {
            None | Some(Column::Missing) => Some(&[][..]),
            Some(Column::Dates(days)) => days.get(start..start + out.len()),
            Some(_) => None,
        };
        let (None, Some(from), Some(until)) = (&self.table.observations, plain(self.from), plain(self.until)) else {
            return false;
        };
        out.fill(YES);
        // A missing day lies before all others, and one that never comes behind them.
        for (out, day) in out.iter_mut().zip(from) {
            *out = truths::known(*day <= today);
        }
        for (out, day) in out.iter_mut().zip(until) {
            let ended = (*day != column::MISSING_DAY) & (*day <= today);
            *out |= u8::from(ended) << 1;
            *out &= !u8::from(ended);
        }
        true
    }

    /// Whether every row exists on every day.
    pub(super) fn is_always(&self) -> bool {
        self.from.is_none() && self.until.is_none() && self.table.observations.is_none()
    }
}

/// The value of an input as a host supplied it.
pub(super) fn of_input(cell: Option<&Cell>) -> (Value, Option<Exact>, u8) {
    match cell {
        None => (Value::MISSING, None, 0),
        Some(Cell::Number(number)) => {
            let places = (0..=column::MOST_DECIMALS).find_map(|places| {
                let stored = number * &Number::power_of_ten(i32::from(places));
                Some((stored.to_i64()?, places))
            });
            let number_at = places.map_or(Numeric::Unjudged, |(stored, _)| Numeric::Known(stored));
            let value = Value { number: number_at, ..Value::MISSING };
            (value, Some(Exact::of(number)), places.map_or(0, |(_, places)| places))
        }
        Some(cell) => (Value::of(cell), None, 0),
    }
}
