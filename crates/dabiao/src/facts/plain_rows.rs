//! The table of an entity -> its rows in typed columns, in one pass over plain cells. Whatever would have to be reported
//! makes it give up: then `rows` reads the table again, cell by cell, and reports it.

use std::borrow::Cow;

use super::cells::{Reader, read_period};
use super::column::{Bits, Column, is_day};
use super::column_builder::ColumnBuilder;
use super::columns::check_text;
use super::entity_table::EntityTable;
use super::faults::Faults;
use super::ids::{Ids, Texts, is_less};
use super::lines::{LineCells, Lines};
use super::names::trim;
use super::numbers::Numbers;
use super::raw_cells::{Values, View};
use super::raw_text::text_of;
use super::rows::{Held, TableReader};
use super::table::{FactLimits, Table};
use super::tree::Origins;
use super::{plain_cell, plain_decimal, whole_numbers};
use crate::date::Date;
use crate::program::AttributeId;

/// The rows of a table with nothing to report, in the order of their ids.
pub(super) fn read(
    reader: &TableReader<'_>,
    table: &Table,
    limits: &FactLimits,
    faults: &mut Faults,
) -> Option<(EntityTable, Origins)> {
    let count = u32::try_from(table.len()).ok()?;
    let mut rows = Rows::new(reader, table, limits);
    match table.texts() {
        Some(lines) => rows.add_lines(lines)?,
        None if !table.ragged().is_empty() => return None,
        None => {
            rows.take_ids();
            let looked_at = rows.looked_at();
            let mut views: Vec<View<'_>> = Vec::with_capacity(table.heads().len());
            let each = if looked_at.is_empty() { 0 } else { table.len() };
            rows.numbers.extend((1..=count).skip(each));
            for row in 0..each {
                table.views_of(&looked_at, row, &mut views);
                rows.add(row, &views)?;
            }
        }
    }
    let never = rows.existing_never();
    let made = rows.finish()?;
    never.into_iter().for_each(|(row, from, until)| faults.push(reader.no_time(table, row, from, until)));
    Some(made)
}

/// The columns of an entity's table that are being filled, in the order of its rows.
struct Rows<'a> {
    reader: &'a TableReader<'a>,
    table: &'a Table,
    limits: &'a FactLimits,
    held: [Option<usize>; 5],
    /// Whether no row has an id; then there are no texts of ids.
    numbered: bool,
    ids: Texts,
    /// Whether the ids were taken as a whole, so that those of rows need not be looked at.
    ids_taken: bool,
    parents: Texts,
    names: Texts,
    dates: Vec<Date>,
    /// The number of each row in its table, from 1.
    numbers: Vec<u32>,
    columns: Vec<ColumnBuilder>,
    /// The attributes whose cells are looked at one by one, each with its column.
    viewed: Vec<(usize, usize)>,
    /// For each attribute the numbers that the host gave as a whole column, if they need not be looked at one by one.
    whole: Vec<Option<Numbers>>,
    /// Whether every id, with its date, has come after the one before.
    ascending: bool,
}

impl<'a> Rows<'a> {
    fn new(reader: &'a TableReader<'a>, table: &'a Table, limits: &'a FactLimits) -> Rows<'a> {
        let held = [Held::Id, Held::Parent, Held::Name, Held::Date, Held::Unlisted].map(|held| reader.columns.of(held));
        let readers = reader.readers.iter().zip(&reader.entity.attributes);
        let whole: Vec<_> = reader.readers.iter().map(|(column, reader)| whole(table, (*column)?, reader)).collect();
        let viewed = reader.readers.iter().zip(&whole).enumerate().filter(|(_, (_, whole))| whole.is_none());
        let viewed = viewed.filter_map(|(attribute, ((column, _), _))| Some((attribute, (*column)?)));
        Rows {
            reader,
            table,
            limits,
            held,
            numbered: reader.numbers_rows(),
            ids: Texts::with_capacity(if reader.numbers_rows() { 0 } else { table.len() }),
            ids_taken: false,
            parents: Texts::default(),
            names: Texts::default(),
            dates: Vec::new(),
            numbers: Vec::with_capacity(table.len()),
            viewed: viewed.collect(),
            whole,
            columns: readers
                .map(|((column, _), attribute)| {
                    let given = column.map_or(0, |column| if table.column(column).is_some() { 0 } else { table.len() });
                    ColumnBuilder::new(&attribute.of_type).reserve(given)
                })
                .collect(),
            ascending: true,
        }
    }

    /// Takes the ids as a whole where they are plain texts: each of letters and digits of ASCII, without blanks, and no dates
    /// beside them.
    fn take_ids(&mut self) {
        let [Some(column), _, _, None, _] = self.held else { return };
        let Some(Values::Texts(offsets, bytes, known)) = self.table.column(column) else { return };
        if known.as_ref().is_some_and(|known| *known != Bits::of(self.table.len())) {
            return;
        }
        let most = i64::try_from(self.limits.cell_bytes).unwrap_or(i64::MAX);
        let plain = |texts: &[u8]| texts.iter().fold(true, |plain, byte| plain & byte.is_ascii_graphic());
        let fit = |ends: &[i64]| ends.windows(2).all(|ends| matches!(ends, [a, b] if (1..=most).contains(&(b - a))));
        if let Some(ids) = Texts::of_column(offsets, bytes).filter(|ids| plain(ids.bytes()) && fit(offsets)) {
            self.ascending = ids.are_ascending();
            (self.ids, self.ids_taken) = (ids, true);
        }
    }

    /// The columns whose cells are looked at one by one.
    fn looked_at(&self) -> Vec<usize> {
        let held = self.held.into_iter().skip(usize::from(self.ids_taken)).flatten();
        held.chain(self.viewed.iter().map(|(_, column)| *column)).collect()
    }

    /// Adds the rows of a text, whose numbers are read where they stand.
    fn add_lines(&mut self, lines: &'a Lines) -> Option<()> {
        let heads = self.table.heads().len();
        let mut of_number: Vec<Option<usize>> = vec![None; heads];
        if self.limits.cell_bytes >= plain_decimal::LONGEST {
            let columns = &self.columns;
            let is_number = |attribute: usize| matches!(columns.get(attribute), Some(ColumnBuilder::Numbers(_)));
            for (attribute, column) in self.viewed.extract_if(.., |(attribute, _)| is_number(*attribute)) {
                of_number.get_mut(column).into_iter().for_each(|kept| *kept = Some(attribute));
            }
        }
        let mut views: Vec<View<'_>> = vec![View::Empty; heads];
        for row in 0..lines.len() {
            let mut cells = lines.cells(row);
            if !self.reader.is_open && cells.are_blank() {
                if cells.count() != heads {
                    return None;
                }
                continue;
            }
            for (attribute, view) in of_number.iter().zip(&mut views) {
                match attribute {
                    None => *view = cells.next()?,
                    Some(attribute) => self.add_number(*attribute, &mut cells)?,
                }
            }
            if cells.next().is_some() {
                return None;
            }
            self.add(row, &views)?;
        }
        Some(())
    }

    /// Adds the next cell of a row to the numbers of an attribute.
    fn add_number(&mut self, attribute: usize, cells: &mut LineCells<'_>) -> Option<()> {
        let (_, reader) = self.reader.readers.get(attribute)?;
        let builder = self.columns.get_mut(attribute)?;
        let (ColumnBuilder::Numbers(numbers), Reader::Number(bounds)) = (&mut *builder, reader) else { return None };
        match cells.next_decimal() {
            Some(Some(found)) => {
                plain_cell::push_decimal(numbers, found.digits, u8::try_from(found.places).ok()?, bounds)
            }
            Some(None) => {
                numbers.push_missing();
                Some(())
            }
            None => plain_cell::push(builder, cells.next()?, reader, self.limits),
        }
    }

    /// Adds a row, counted from 0; none where something would have to be reported.
    fn add(&mut self, row: usize, views: &[View<'a>]) -> Option<()> {
        let [id, parent, name, date, unlisted] = self.held.map(|column| column.and_then(|at| views.get(at)).copied());
        let id = match id {
            Some(view) => text(view, self.limits)?,
            None => Cow::Borrowed(""),
        };
        let id = match id.is_empty() {
            true if self.numbered || self.ids_taken => id,
            true if self.reader.is_open => Cow::Owned((row + 1).to_string()),
            true => {
                let mut all = Vec::new();
                self.table.views(row, &mut all);
                return all.iter().all(is_blank).then_some(());
            }
            false => id,
        };
        if unlisted.is_some_and(|view| !is_blank(&view)) {
            return None;
        }
        self.add_parent(parent)?;
        if let Some(name) = name {
            let name = text(name, self.limits)?;
            if !name.is_empty() {
                self.names.pad(self.numbers.len());
                self.names.push(&name);
            }
        }
        if !self.numbered && !self.ids_taken {
            self.add_time(&id, date)?;
            self.ids.push(&id);
        }
        self.numbers.push(u32::try_from(row + 1).ok()?);
        for (attribute, column) in &self.viewed {
            let builder = self.columns.get_mut(*attribute).zip(self.reader.readers.get(*attribute));
            if let Some(((builder, (_, reader)), view)) = builder.zip(views.get(*column)) {
                plain_cell::push(builder, *view, reader, self.limits)?;
            }
        }
        Some(())
    }

    fn add_parent(&mut self, parent: Option<View<'a>>) -> Option<()> {
        let Some(parent) = parent else { return Some(()) };
        let parent = text(parent, self.limits)?;
        if parent.is_empty() {
            let may_be_top = self.reader.may_be_top || self.reader.entity.parent.is_none();
            return may_be_top.then_some(());
        }
        self.reader.entity.parent?;
        self.parents.pad(self.numbers.len());
        self.parents.push(&parent);
        Some(())
    }

    /// The day of a row with this id, if it has one, and whether the order is still that of ids and days.
    fn add_time(&mut self, id: &str, date: Option<View<'a>>) -> Option<()> {
        let before = self.ids.len().checked_sub(1).map(|last| self.ids.get(last));
        let Some(view) = date else {
            self.ascending &= before.is_none_or(|before| is_less(before.as_bytes(), id.as_bytes()));
            return Some(());
        };
        let date = match view {
            View::Date(date) => date,
            View::Text(text) if let Some(date) = plain_cell::iso_day(text) => date,
            view if is_blank(&view) => return None,
            view => read_period(&fit(view, self.limits)?.to_raw()).ok()?.last(),
        };
        self.ascending &= before.zip(self.dates.last()).is_none_or(|(before, day)| (before, *day) < (id, date));
        self.dates.push(date);
        Some(())
    }

    /// The rows, counted from 1, that end before they begin, with the days of both.
    fn existing_never(&self) -> Vec<(usize, Date, Date)> {
        let days = |attribute: Option<AttributeId>| self.columns.get(attribute?.index)?.days();
        let (Some(from), Some(until)) = (days(self.reader.entity.from), days(self.reader.entity.until)) else {
            return Vec::new();
        };
        let date = |day: &i32| is_day(*day).then(|| Date::from_days(i64::from(*day)))?;
        let rows = self.numbers.iter().zip(from.iter().zip(until)).filter(|(_, (from, until))| until < from);
        rows.filter_map(|(row, (from, until))| Some((*row as usize, date(from)?, date(until)?))).collect()
    }

    /// The rows in the order of their ids; none where two have the same, or two observations of one the same day or
    /// different parents.
    fn finish(mut self) -> Option<(EntityTable, Origins)> {
        let order = if self.ascending { None } else { Some(self.order()) };
        if self.parents.len() > 0 {
            self.parents.pad(self.numbers.len());
        }
        if self.names.len() > 0 {
            self.names.pad(self.numbers.len());
        }
        if let Some(order) = &order {
            for texts in [&mut self.ids, &mut self.parents, &mut self.names] {
                *texts = texts.permuted(order);
            }
            self.numbers = super::column::permuted(&self.numbers, order);
            self.dates = super::column::permuted(&self.dates, order);
        }
        let all = order.is_none() && self.numbers.len() == self.table.len();
        let picked: Option<Vec<u32>> = (!all).then(|| self.numbers.iter().map(|number| number - 1).collect());
        let columns = self.columns.into_iter().zip(self.whole).map(|(column, whole)| match whole {
            Some(whole) => column_of(whole, picked.as_deref()),
            None => column.finish(order.as_deref()),
        });
        let columns = columns.collect();
        let mut made = EntityTable { names: self.names, columns, ..EntityTable::default() };
        let mut origins = Origins { rows: self.numbers, parents: self.parents };
        match self.held {
            [_, _, _, Some(_), _] => group(&mut made, self.ids, &mut origins, self.dates)?,
            _ if order.is_some() && has_twins(&self.ids) => return None,
            _ => {
                made.keep_order(&origins.rows);
                made.ids = if self.numbered { Ids::Numbered(origins.rows.len()) } else { Ids::Given(self.ids) };
            }
        }
        Some((made, origins))
    }

    /// The places of the rows in the order of their ids, then their days, then as given.
    fn order(&self) -> Vec<u32> {
        let prefix = self.ids.common_prefix();
        // What decides as a rule, in a word: the first bytes of an id in which it may differ, and then its place.
        let word = |at: usize, place: u32| {
            let mut word = [0; 16];
            let (letters, end) = word.split_at_mut(12);
            let rest = self.ids.get(at).as_bytes().get(prefix..).unwrap_or_default();
            letters.iter_mut().zip(rest).for_each(|(kept, byte)| *kept = *byte);
            end.copy_from_slice(&place.to_be_bytes());
            u128::from_be_bytes(word)
        };
        let place = |word: u128| u32::try_from(word & u128::from(u32::MAX)).unwrap_or(u32::MAX);
        let full = |word: u128| {
            let at = usize::try_from(place(word)).unwrap_or(usize::MAX);
            (self.ids.get(at), self.dates.get(at), at)
        };
        let mut words: Vec<u128> = (0..self.ids.len()).zip(0..).map(|(at, place)| word(at, place)).collect();
        words.sort_unstable_by(|a, b| (a >> 32).cmp(&(b >> 32)).then_with(|| full(*a).cmp(&full(*b))));
        words.into_iter().map(place).collect()
    }
}

/// The numbers of a column, if the host gave it as a whole and there is nothing to report of it.
fn whole(table: &Table, column: usize, reader: &Reader) -> Option<Numbers> {
    match reader {
        Reader::Number(bounds) => whole_numbers::read(table.column(column)?, bounds),
        _ => None,
    }
}

/// The column of numbers, or of some of them in another order.
fn column_of(numbers: Numbers, picked: Option<&[u32]>) -> Column {
    let numbers = match picked {
        None => numbers,
        Some(picked) => numbers.permuted(picked),
    };
    let missing = numbers.known.as_ref().is_some_and(|known| known.words().iter().all(|word| *word == 0));
    if missing || numbers.values.is_empty() { Column::Missing } else { Column::Numbers(numbers) }
}

/// Whether two ids in order are the same.
fn has_twins(ids: &Texts) -> bool {
    (1..ids.len()).any(|at| ids.get(at) == ids.get(at - 1))
}

/// Makes one row of all observations with the same id.
fn group(table: &mut EntityTable, observed: Texts, origins: &mut Origins, dates: Vec<Date>) -> Option<()> {
    let mut ids = Texts::default();
    let mut firsts: Vec<u32> = Vec::new();
    let names = std::mem::take(&mut table.names);
    let (rows, parents) = (std::mem::take(&mut origins.rows), std::mem::take(&mut origins.parents));
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..observed.len() {
        let first = starts.last().copied().filter(|first| observed.get(*first) == observed.get(at));
        match first {
            Some(first) => {
                if dates.get(at) == dates.get(at - 1) || parents.get(at) != parents.get(first) {
                    return None;
                }
            }
            None => {
                starts.push(at);
                ids.push(observed.get(at));
                origins.rows.extend(rows.get(at));
                firsts.extend(rows.get(at));
                if parents.len() > 0 {
                    origins.parents.push(parents.get(at));
                }
            }
        }
        let first = firsts.last_mut().into_iter();
        first.zip(rows.get(at)).for_each(|(first, row)| *first = (*first).min(*row));
    }
    table.ids = Ids::Given(ids);
    table.keep_order(&firsts);
    starts.push(observed.len());
    if names.len() > 0 {
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            let last = (*start..*end).rev().map(|at| names.get(at)).find(|name| !name.is_empty());
            table.names.push(last.unwrap_or_default());
        }
    }
    table.observations = (!dates.is_empty()).then_some((starts, dates));
    Some(())
}

/// The text of a cell without blanks around it; none where it is unfit for any use.
fn text<'a>(view: View<'a>, limits: &FactLimits) -> Option<Cow<'a, str>> {
    match fit(view, limits)? {
        View::Empty => Some(Cow::Borrowed("")),
        View::Text(text) => Some(Cow::Borrowed(plain_cell::trimmed(text))),
        view => Some(Cow::Owned(text_of(&view.to_raw()))),
    }
}

/// The cell, if its text is fit for use.
fn fit<'a>(view: View<'a>, limits: &FactLimits) -> Option<View<'a>> {
    match view {
        View::Text(text) => check_text(text, limits).ok().map(|()| view),
        _ => Some(view),
    }
}

fn is_blank(view: &View<'_>) -> bool {
    match view {
        View::Empty => true,
        View::Text(text) => trim(text).is_empty(),
        View::Float(value) => value.is_nan(),
        _ => false,
    }
}
