//! The verdicts of every row as columns: a table for each entity, with the ids and a column of words for each rule.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, LargeStringArray, RecordBatch, RecordBatchIterator, StringArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::ArrowError;
use dabiao::evaluate::verdict::Verdict;
use dabiao::evaluate::{self, RuleColumn};
use dabiao::program::{EntityId, Program};
use dabiao::report::verdict_key;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use crate::capsule::capsule_of;
use crate::errors::guarded;

/// The verdicts of every row, and nothing else of them.
#[pyclass(frozen, module = "dabiao._dabiao")]
pub(crate) struct Columns {
    program: Arc<Program>,
    facts: Arc<dabiao::facts::Facts>,
    found: evaluate::Columns,
}

#[pymethods]
impl Columns {
    /// The entities that are judged.
    #[getter]
    fn entities(&self) -> Vec<&str> {
        let judged = |at: usize| self.found.rules().iter().any(|column| column.entity == EntityId(at));
        let entities = self.program.entities.iter().enumerate().filter(|(at, _)| judged(*at));
        entities.map(|(_, entity)| entity.title.name.as_str()).collect()
    }

    /// For each rule how many subjects have each verdict.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let made = PyDict::new(py);
        for column in self.found.rules() {
            let counts = PyDict::new(py);
            for (verdict, count) in column.counts() {
                counts.set_item(verdict_key(verdict), count)?;
            }
            made.set_item(self.name(column), counts)?;
        }
        Ok(made)
    }

    /// The number of rows of an entity.
    fn rows(&self, entity: &str) -> PyResult<usize> {
        Ok(self.facts.rows(self.entity(entity)?).map_or(0, |rows| rows.len()))
    }

    /// The ids of an entity, and a column of verdicts for each rule about it, as a stream of Arrow.
    fn stream<'py>(&self, py: Python<'py>, entity: &str) -> PyResult<Bound<'py, PyCapsule>> {
        let entity = self.entity(entity)?;
        let batch = guarded(py, || self.batch(entity))?.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let schema = batch.schema();
        capsule_of(py, Box::new(RecordBatchIterator::new([Ok(batch)], schema)))
    }
}

impl Columns {
    pub(crate) fn new(program: Arc<Program>, facts: Arc<dabiao::facts::Facts>, found: evaluate::Columns) -> Columns {
        Columns { program, facts, found }
    }

    fn name(&self, column: &RuleColumn) -> &str {
        self.program.rules.get(column.rule).map_or("", |rule| rule.title.name.as_str())
    }

    fn entity(&self, name: &str) -> PyResult<EntityId> {
        let at = self.program.entities.iter().position(|entity| entity.title.name == name);
        at.map(EntityId).ok_or_else(|| PyKeyError::new_err(format!("no entity is called {name:?}")))
    }

    fn batch(&self, entity: EntityId) -> Result<RecordBatch, ArrowError> {
        let words: ArrayRef = Arc::new(StringArray::from_iter_values(Verdict::ALL.map(verdict_key)));
        let order = self.facts.as_given(entity);
        let mut made: Vec<(&str, ArrayRef)> = vec![("id", self.ids(entity)?)];
        for column in self.found.rules().iter().filter(|column| column.entity == entity) {
            let places = places(column.codes(), order);
            let verdicts = DictionaryArray::<Int8Type>::try_new(places, Arc::clone(&words))?;
            made.push((self.name(column), Arc::new(verdicts)));
        }
        RecordBatch::try_from_iter_with_nullable(made.into_iter().map(|(name, array)| (name, array, true)))
    }

    /// The ids of an entity in the order given.
    fn ids(&self, entity: EntityId) -> Result<ArrayRef, ArrowError> {
        let (texts, ends) = self.facts.ids_as_given(entity).unwrap_or_else(|| (String::new(), vec![0]));
        let texts = Buffer::from(texts.into_bytes());
        let short: Option<Vec<i32>> = ends.iter().map(|end| i32::try_from(*end).ok()).collect();
        Ok(match short {
            Some(ends) => Arc::new(StringArray::try_new(OffsetBuffer::new(ends.into()), texts, None)?),
            None => Arc::new(LargeStringArray::try_new(OffsetBuffer::new(ends.into()), texts, None)?),
        })
    }
}

/// Codes as places among the words, in an order of rows or as they stand: a code is one more than the place of the verdict,
/// and 0 and what lies behind the last are none.
fn places(codes: &[u8], order: Option<&[u32]>) -> Int8Array {
    let place = |code: u8| if is_verdict(code) { code.wrapping_sub(1).cast_signed() } else { 0 };
    let turned: Option<Vec<u8>> = order.map(|order| {
        order
            .iter()
            .map(|row| usize::try_from(*row).ok().and_then(|row| codes.get(row)).copied().unwrap_or(0))
            .collect()
    });
    let codes = turned.as_deref().unwrap_or(codes);
    // To look at all is quicker than to look whether to go on.
    let some_none = codes.iter().fold(false, |found, code| found | !is_verdict(*code));
    let known = some_none.then(|| {
        NullBuffer::new(BooleanBuffer::collect_bool(codes.len(), |at| {
            codes.get(at).is_some_and(|code| is_verdict(*code))
        }))
    });
    Int8Array::new(codes.iter().map(|code| place(*code)).collect(), known)
}

fn is_verdict(code: u8) -> bool {
    code.wrapping_sub(1) < 8
}
