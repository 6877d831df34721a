//! Verdicts -> columns, a row for each line and the stage that judges it (or for every stage): as lists of Python or as
//! a batch of Arrow, in which words that repeat are encoded as a dictionary.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use dabiao::Language;
use dabiao::date::Date;
use dabiao::evaluate::verdict::{Shortfall, ShownValue, StageVerdict, Verdicts};
use dabiao::facts::Facts;
use dabiao::number::Number;
use dabiao::program::Program;
use dabiao::report::{HEADS, cells};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The columns, in their order: each with where its text stands among the cells of the core, and its form.
const COLUMNS: [(&str, &str, Form); 22] = [
    ("rule", "rule", Form::Word),
    ("subject", "subject", Form::Text),
    ("name", "name", Form::Text),
    ("line", "line", Form::Count),
    ("kind", "kind", Form::Word),
    ("stage", "stage", Form::Count),
    ("force", "force", Form::Word),
    ("verdict", "verdict", Form::Word),
    ("value", "", Form::Value),
    ("order", "order", Form::Word),
    ("target", "", Form::Target),
    ("unit", "unit", Form::Word),
    ("shortfall", "", Form::Shortfall),
    ("due", "due", Form::Day),
    ("breach", "breach", Form::Flag),
    ("observed_on", "observed_on", Form::Day),
    ("reached_on", "reached_on", Form::Day),
    ("value_text", "value", Form::Text),
    ("target_text", "target", Form::Text),
    ("shortfall_text", "shortfall", Form::Text),
    ("missing", "missing", Form::Text),
    ("notes", "notes", Form::Text),
];

/// How a column is made and held.
#[derive(Clone, Copy)]
enum Form {
    Word,
    Text,
    Count,
    Flag,
    Day,
    Value,
    Target,
    Shortfall,
}

/// A column.
enum Column {
    Words(Vec<Option<String>>),
    Texts(Vec<Option<String>>),
    Counts(Vec<Option<i32>>),
    Flags(Vec<Option<bool>>),
    Days(Vec<Option<Date>>),
    Numbers(Vec<Option<Number>>),
}

/// The columns with their names.
pub(super) struct Flat(Vec<(&'static str, Column)>);

impl Flat {
    pub(super) fn new(
        program: &Program,
        facts: &Facts,
        verdicts: &Verdicts,
        language: Language,
        every_stage: bool,
    ) -> Flat {
        let judges = HEADS.iter().position(|head| *head == "judges").unwrap_or_default();
        let judging = |cells: &[String]| every_stage || cells.get(judges).is_some_and(|cell| cell == "true");
        let mut columns: Vec<(&'static str, Column)> =
            COLUMNS.iter().map(|(name, _, form)| (*name, Column::of(*form))).collect();
        let places = COLUMNS.map(|(_, head, _)| HEADS.iter().position(|known| *known == head));
        for (stage, mut cells) in cells(program, facts, verdicts, language).filter(|(_, cells)| judging(cells)) {
            for (((_, column), place), (.., form)) in columns.iter_mut().zip(places).zip(COLUMNS) {
                let cell = place.and_then(|place| cells.get_mut(place)).map(std::mem::take);
                column.push(cell.filter(|cell| !cell.is_empty()), form, stage);
            }
        }
        Flat(columns)
    }

    /// Lists of Python; numbers are floats or, where they are to be exact, texts.
    pub(super) fn to_lists<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyDict>> {
        let made = PyDict::new(py);
        for (name, column) in &self.0 {
            match column {
                Column::Words(texts) | Column::Texts(texts) => made.set_item(name, texts)?,
                Column::Counts(counts) => made.set_item(name, counts)?,
                Column::Flags(flags) => made.set_item(name, flags)?,
                Column::Days(days) => made.set_item(name, each(days, Date::to_string))?,
                Column::Numbers(numbers) if exact => made.set_item(name, each(numbers, Number::to_string))?,
                Column::Numbers(numbers) => made.set_item(name, each(numbers, float))?,
            }
        }
        Ok(made)
    }

    /// A batch of Arrow; numbers are floats or, where they are to be exact, texts.
    pub(super) fn to_batch(&self, exact: bool) -> Result<RecordBatch, ArrowError> {
        let array = |column: &Column| -> ArrayRef {
            match column {
                Column::Words(words) => {
                    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
                    words.iter().for_each(|word| builder.append_option(word.as_ref()));
                    Arc::new(builder.finish())
                }
                Column::Texts(texts) => Arc::new(StringArray::from_iter(texts)),
                Column::Counts(counts) => Arc::new(Int32Array::from_iter(counts.iter().copied())),
                Column::Flags(flags) => Arc::new(BooleanArray::from_iter(flags.iter().copied())),
                Column::Days(days) => {
                    let days = days.iter().map(|day| day.and_then(|day| i32::try_from(day.to_days()).ok()));
                    Arc::new(Date32Array::from_iter(days))
                }
                Column::Numbers(numbers) if exact => Arc::new(StringArray::from_iter(each(numbers, Number::to_string))),
                Column::Numbers(numbers) => Arc::new(Float64Array::from_iter(each(numbers, float))),
            }
        };
        RecordBatch::try_from_iter_with_nullable(self.0.iter().map(|(name, column)| (*name, array(column), true)))
    }
}

impl Column {
    fn of(form: Form) -> Column {
        match form {
            Form::Word => Column::Words(Vec::new()),
            Form::Text => Column::Texts(Vec::new()),
            Form::Count => Column::Counts(Vec::new()),
            Form::Flag => Column::Flags(Vec::new()),
            Form::Day => Column::Days(Vec::new()),
            Form::Value | Form::Target | Form::Shortfall => Column::Numbers(Vec::new()),
        }
    }

    fn push(&mut self, cell: Option<String>, form: Form, stage: &StageVerdict) {
        match self {
            Column::Words(kept) | Column::Texts(kept) => kept.push(cell),
            Column::Counts(kept) => kept.push(cell.and_then(|cell| cell.parse().ok())),
            Column::Flags(kept) => kept.push(cell.map(|cell| cell == "true")),
            Column::Days(kept) => kept.push(cell.and_then(|cell| cell.parse().ok())),
            Column::Numbers(kept) => kept.push(match form {
                Form::Value => stage.value.as_ref().and_then(number),
                // Of `between` the bound that is missed, or else the lower one.
                Form::Target => target(stage),
                _ => stage.shortfall.as_ref().and_then(amount),
            }),
        }
    }
}

fn each<T, U>(values: &[Option<T>], of: impl Fn(&T) -> U) -> Vec<Option<U>> {
    values.iter().map(|value| value.as_ref().map(&of)).collect()
}

fn number(value: &ShownValue) -> Option<Number> {
    if let ShownValue::Number(number) = value { Some(number.clone()) } else { None }
}

fn target(stage: &StageVerdict) -> Option<Number> {
    let mut bounds = stage.target.iter().filter_map(number);
    let (low, high) = (bounds.next()?, bounds.next());
    let value = stage.value.as_ref().and_then(number);
    match (value, high) {
        (Some(value), Some(high)) if value > high => Some(high),
        _ => Some(low),
    }
}

/// How much is missing, where one number says it: of a part of a whole how many to convert, of a date the days.
fn amount(missed: &Shortfall) -> Option<Number> {
    match missed {
        Shortfall::Amount { amount, .. } => Some(amount.clone()),
        Shortfall::PartOfWhole { convert, .. } => Some(convert.clone()),
        Shortfall::Members { count, .. } => Some(Number::from(*count)),
        Shortfall::Late { days, .. } => Some(Number::from(*days)),
        Shortfall::Items(_) | Shortfall::AnyOf(_) | Shortfall::AllOf(_) | Shortfall::NoSingleNumber => None,
    }
}

/// The nearest float of a decimal; of a fraction without one, of its first fifty decimals.
fn float(number: &Number) -> f64 {
    let text = number.to_exact_decimal().unwrap_or_else(|| number.to_decimal(50));
    text.parse().unwrap_or(f64::NAN)
}
