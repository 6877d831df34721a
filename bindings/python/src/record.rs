//! One unit, set by field and judged again and again: names become fields once, and words are made once.

use std::collections::HashMap;
use std::sync::Arc;

use dabiao::Language;
use dabiao::diagnostic::{FactFault, nearest};
use dabiao::evaluate::verdict::Verdict;
use dabiao::evaluate::{self, Field, LineOutcome, Options, Plan};
use dabiao::program::{EntityId, Program};
use dabiao::report::verdict_key;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyString};

use crate::cells::cell;
use crate::errors::facts_error;

/// The facts of one unit.
#[pyclass(module = "dabiao._dabiao")]
pub(crate) struct Record {
    record: evaluate::Record,
    buffer: Vec<LineOutcome>,
    fields: HashMap<String, Field>,
    /// The names of the rules, with the number of their lines that have a verdict.
    names: Vec<(Py<PyString>, usize)>,
    /// The words of the verdicts, in their order.
    words: Vec<Py<PyString>>,
    entity: String,
    id: String,
    name: Option<String>,
    language: Language,
}

impl Record {
    pub(crate) fn new(
        py: Python<'_>,
        program: &Arc<Program>,
        options: &Options,
        entity: Option<&str>,
        language: Language,
    ) -> PyResult<Record> {
        let plan = Arc::new(Plan::new(Arc::clone(program), options));
        let entity_name = |at: usize| program.entities.get(at).map_or("", |entity| entity.title.name.as_str());
        let judged: Vec<usize> = (0..program.entities.len())
            .filter(|at| !evaluate::Record::of_entity(Arc::clone(&plan), EntityId(*at)).is_empty())
            .collect();
        let names: Vec<&str> = judged.iter().map(|at| entity_name(*at)).collect();
        let entity = match (entity, names.as_slice()) {
            (Some(entity), _) => entity,
            (None, [only]) => only,
            (None, _) => {
                let message = format!("the policy judges several entities; say which: {}", names.join(", "));
                return Err(PyValueError::new_err(message));
            }
        };
        let record = evaluate::Record::new(plan, entity).ok_or_else(|| {
            PyKeyError::new_err(format!("no entity is called {entity:?}; there are: {}", names.join(", ")))
        })?;
        let mut buffer = record.buffer();
        let mut made = Record {
            names: Vec::new(),
            words: Verdict::ALL.iter().map(|verdict| PyString::intern(py, verdict_key(*verdict)).unbind()).collect(),
            entity: entity.to_owned(),
            id: "1".to_owned(),
            name: None,
            language,
            fields: HashMap::new(),
            buffer: Vec::new(),
            record,
        };
        made.record.evaluate(&mut buffer);
        for at in made.record.rules() {
            let name = program.rules.get(*at).map_or("", |rule| rule.title.name.as_str());
            let lines = buffer.iter().filter(|line| line.rule() == *at).count();
            made.names.push((PyString::intern(py, name).unbind(), lines));
        }
        made.buffer = buffer;
        Ok(made)
    }

    /// The field of a name: an attribute, one of what the unit lies in (`region.population`), an input, or a limb to be
    /// attested (`rule.limb`).
    fn field(&mut self, name: &str) -> PyResult<Field> {
        if let Some(known) = self.fields.get(name) {
            return Ok(*known);
        }
        let attested = || name.split_once('.').and_then(|(rule, limb)| self.record.evidence(rule, limb));
        let Some(found) = self.record.field(name).or_else(attested) else {
            let program = self.record.plan().program();
            let attributes = program.entities.iter().flat_map(|entity| &entity.attributes);
            let titles =
                attributes.map(|attribute| &attribute.title).chain(program.inputs.iter().map(|input| &input.title));
            let known: Vec<&str> = titles.map(|title| title.name.as_str()).collect();
            let advice = nearest(name, known).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            return Err(PyKeyError::new_err(format!("the record has no field `{name}`{advice}")));
        };
        self.fields.insert(name.to_owned(), found);
        Ok(found)
    }

    fn set(&mut self, name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = value.py();
        let key = name.cast::<PyString>()?.to_cow()?;
        if matches!(&*key, "id" | "name") {
            return self.identify(py, &key, value);
        }
        let field = self.field(&key)?;
        let set = if value.is_none() {
            self.record.set_missing(field);
            Ok(())
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.record.set_flag(field, flag.is_true())
        } else if let Some(number) = value.cast::<PyInt>().ok().and_then(|number| number.extract().ok()) {
            self.record.set_integer(field, number)
        } else {
            match cell(value)? {
                Some(cell) => self.record.set(field, cell),
                None => Err(FactFault::new("F0133", &self.entity).column(&key)),
            }
        };
        set.map_err(|fault| facts_error(py, &[fault], self.language))
    }

    fn identify(&mut self, py: Python<'_>, key: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let text: Option<String> = value.extract()?;
        match key {
            "name" => self.name = text,
            _ => self.id = text.unwrap_or_default(),
        }
        let set = self.record.identify(0, &self.id, self.name.as_deref());
        set.map_err(|fault| facts_error(py, &[fault], self.language))
    }

    fn set_all(&mut self, values: &Bound<'_, PyAny>) -> PyResult<()> {
        if let Ok(values) = values.cast::<PyDict>() {
            return values.iter().try_for_each(|(name, value)| self.set(&name, &value));
        }
        for name in values.call_method0("keys")?.try_iter()? {
            let name = name?;
            self.set(&name, &values.get_item(&name)?)?;
        }
        Ok(())
    }

    fn word(&self, verdict: Option<Verdict>) -> Option<&Py<PyString>> {
        Verdict::ALL.iter().position(|known| Some(*known) == verdict).and_then(|at| self.words.get(at))
    }
}

#[pymethods]
impl Record {
    /// What the unit is.
    #[getter]
    fn entity(&self) -> &str {
        &self.entity
    }

    /// The names of the rules that judge it.
    #[getter]
    fn rules(&self, py: Python<'_>) -> Vec<Py<PyString>> {
        self.names.iter().map(|(name, _)| name.clone_ref(py)).collect()
    }

    /// Sets values by name; the others stay. None makes a value missing.
    #[pyo3(signature = (values = None, /, **named))]
    fn update(&mut self, values: Option<&Bound<'_, PyAny>>, named: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        if let Some(values) = values {
            self.set_all(values)?;
        }
        named.map_or(Ok(()), |named| self.set_all(named.as_any()))
    }

    /// Makes every value missing.
    fn clear(&mut self) {
        self.record.clear();
    }

    /// Judges: for each rule its verdict, the worst of its lines; None where the unit is no subject of it.
    fn evaluate<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.record.evaluate(&mut self.buffer);
        let made = PyDict::new(py);
        let mut lines = self.buffer.iter();
        for (name, count) in &self.names {
            let worst = lines.by_ref().take(*count).filter_map(|line| line.verdict()).min();
            made.set_item(name, self.word(worst))?;
        }
        Ok(made)
    }

    /// Judges: for each line its rule, its number, its verdict, the verdicts still possible, the due date, and the number of
    /// the stage that judges it.
    fn lines(&mut self) -> Vec<LineOf> {
        self.record.evaluate(&mut self.buffer);
        let program = self.record.plan().program();
        let of = |line: &LineOutcome| {
            let rule = program.rules.get(line.rule()).map_or(String::new(), |rule| rule.title.name.clone());
            let possible = line.possible().iter().map(verdict_key).collect();
            let due = line.due().map(|due| due.to_string());
            (rule, line.line() + 1, line.verdict().map(verdict_key), possible, due, line.stage() + 1)
        };
        self.buffer.iter().map(of).collect()
    }

    /// Judges a unit with these values and no others.
    #[pyo3(signature = (values, /))]
    fn __call__<'py>(&mut self, py: Python<'py>, values: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        self.record.clear();
        self.set_all(values)?;
        self.evaluate(py)
    }

    fn __repr__(&self) -> String {
        format!("<dabiao.Record of {}: {} rules>", self.entity, self.names.len())
    }
}

/// A line as Python sees it.
type LineOf = (String, usize, Option<&'static str>, Vec<&'static str>, Option<String>, usize);
