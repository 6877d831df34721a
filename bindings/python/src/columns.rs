//! The verdicts of every row as columns: a table for each entity, with the ids and a column of words for each rule.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, RecordBatchIterator, StringArray};
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
        let ids = self.facts.rows(entity).into_iter().flatten().map(|row| self.facts.id(row));
        let words: ArrayRef = Arc::new(StringArray::from_iter_values(Verdict::ALL.map(verdict_key)));
        let mut made: Vec<(&str, ArrayRef)> = vec![("id", Arc::new(StringArray::from_iter_values(ids)))];
        for column in self.found.rules().iter().filter(|column| column.entity == entity) {
            // One more than the place of the verdict; 0 and what lies behind the last: none.
            let places = column.codes().iter().map(|code| match code {
                1..=8 => i8::try_from(code - 1).ok(),
                _ => None,
            });
            let verdicts = DictionaryArray::<Int8Type>::try_new(Int8Array::from_iter(places), Arc::clone(&words))?;
            made.push((self.name(column), Arc::new(verdicts)));
        }
        RecordBatch::try_from_iter_with_nullable(made.into_iter().map(|(name, array)| (name, array, true)))
    }
}
