//! A source text -> a checked program, which Python asks for verdicts, for what it reads and for what it says.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use dabiao::date::Date;
use dabiao::diagnostic::Diagnostic;
use dabiao::evaluate::{ColumnOptions, Options, Plan, Progress, evaluate, evaluate_watched};
use dabiao::program::{LineKind, ReadingId, Title, Type};
use dabiao::report;
use dabiao::syntax::ast::Ast;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::columns::Columns;
use crate::errors::{guarded, interruptible, language, policy_error};
use crate::facts::{Facts, Given};
use crate::record::Record;
use crate::report::Report;

/// From so many judgements on, an evaluation is worth a thread of its own, so that Ctrl-C is heard.
const MANY: usize = 5_000;

/// A checked policy.
#[pyclass(frozen, module = "dabiao._dabiao")]
pub(crate) struct Program {
    pub(crate) program: Arc<dabiao::program::Program>,
    pub(crate) ast: Arc<Ast>,
    warnings: Vec<Diagnostic>,
    /// The text that was read.
    #[pyo3(get)]
    source: String,
    /// What messages call the text.
    #[pyo3(get)]
    name: String,
}

/// The names of the bundled policies.
#[pyfunction]
pub(crate) fn bundled() -> Vec<&'static str> {
    let named = dabiao_policies::SOURCES.iter().map(|(name, _)| *name);
    named.filter(|name| *name != "health_cn").collect()
}

/// The text of a bundled vocabulary or policy.
#[pyfunction]
pub(crate) fn source(name: &str) -> Option<&'static str> {
    dabiao_policies::source(name)
}

/// Reads and checks a text.
#[pyfunction]
pub(crate) fn check(py: Python<'_>, source: String, name: String, lang: &str) -> PyResult<Program> {
    let language = language(lang)?;
    let library = dabiao_policies::library().map_err(|error| PyValueError::new_err(error.to_string()))?;
    let compiled = guarded(py, || dabiao::compile(&source, library))?;
    let compiled = compiled.map_err(|found| policy_error(py, &found, &source, &name, language))?;
    let (program, ast) = (Arc::new(compiled.program), compiled.ast);
    Ok(Program { program, ast, warnings: compiled.warnings, source, name })
}

#[pymethods]
impl Program {
    /// The warnings, each with its excerpt.
    fn warnings(&self, lang: &str) -> PyResult<String> {
        Ok(report::diagnostics_as_text(&self.warnings, &self.source, &self.name, language(lang)?))
    }

    /// Whether the text declares no entities.
    #[getter]
    fn open(&self) -> bool {
        self.program.open
    }

    /// The policy's name and labels.
    #[getter]
    fn title(&self) -> Option<(&str, Option<&str>, Option<&str>)> {
        self.program.policy.as_ref().map(titled)
    }

    /// The names of the readings.
    #[getter]
    fn readings(&self) -> Vec<&str> {
        self.program.readings.iter().map(|reading| reading.name.as_str()).collect()
    }

    /// The entities: name, labels, what it lies in, and its attributes.
    fn entities<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let entity = |entity: &dabiao::program::Entity| {
            let made = described(py, &entity.title)?;
            let parent = entity.parent.and_then(|parent| self.program.entities.get(parent.0));
            made.set_item("parent", parent.map(|parent| &parent.title.name))?;
            let attributes: PyResult<Vec<_>> =
                entity.attributes.iter().map(|one| self.typed(py, &one.title, &one.of_type)).collect();
            made.set_item("attributes", attributes?)?;
            Ok(made)
        };
        self.program.entities.iter().map(entity).collect()
    }

    /// The values that the policy asks its host for.
    fn inputs<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        self.program.inputs.iter().map(|input| self.typed(py, &input.title, &input.of_type)).collect()
    }

    /// The rules: name, labels, citations, who is responsible, notes and lines.
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let rule = |rule: &dabiao::program::Rule| {
            let made = described(py, &rule.title)?;
            made.set_item("citations", &rule.citations)?;
            let bodies = rule.responsible.iter().filter_map(|body| self.program.bodies.get(body.0));
            made.set_item("responsible", bodies.map(|body| body.name.as_str()).collect::<Vec<_>>())?;
            made.set_item("notes", rule.notes.iter().map(|note| note.en.as_str()).collect::<Vec<_>>())?;
            made.set_item("readings", self.readings_of(rule))?;
            made.set_item("lines", rule.body.lines.iter().map(|line| kind(&line.kind)).collect::<Vec<_>>())?;
            Ok(made)
        };
        self.program.rules.iter().map(rule).collect()
    }

    /// What a rule says, in words.
    fn rule_text(&self, name: &str, lang: &str) -> PyResult<Option<String>> {
        Ok(report::rule(&self.program, &self.ast, name, language(lang)?))
    }

    /// What the policy says, in an overview.
    fn outline(&self, lang: &str) -> PyResult<String> {
        Ok(report::outline(&self.program, language(lang)?))
    }

    /// The text, formatted.
    fn formatted(&self, lang: &str) -> PyResult<String> {
        Ok(dabiao::syntax::print(&self.ast, language(lang)?))
    }

    /// Reads tables; where it is to be strict, a warning is an error.
    fn facts(&self, py: Python<'_>, tables: Vec<Given<'_>>, lang: &str, strict: bool) -> PyResult<Facts> {
        let language = language(lang)?;
        let facts = Facts::read(py, self, tables, language)?;
        if strict { facts.without_warnings(py, language) } else { Ok(facts) }
    }

    /// Judges facts on a day.
    #[pyo3(signature = (facts, as_of, reading, watch))]
    fn evaluate(
        slf: &Bound<'_, Self>,
        facts: &Bound<'_, Facts>,
        as_of: &str,
        reading: Option<&str>,
        watch: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Report> {
        let py = slf.py();
        let this = slf.get();
        let options = Options { as_of: day(as_of)?, reading: this.reading(reading)?, record: false };
        let (program, shared) = (Arc::clone(&this.program), Arc::clone(&facts.get().facts));
        let verdicts = match shared.len() * program.rules.len() {
            0..MANY => guarded(py, || evaluate(&program, &shared, &options))?,
            _ => {
                let judge = move |progress: &Progress| evaluate_watched(&program, &shared, &options, progress);
                interruptible(py, watch, judge)?
            }
        };
        Ok(Report::new(slf.clone().unbind(), facts.clone().unbind(), options, Arc::new(verdicts)))
    }

    /// A record of one unit, of the entity named or else of the only one that is judged.
    fn record(
        &self,
        py: Python<'_>,
        as_of: &str,
        entity: Option<&str>,
        reading: Option<&str>,
        lang: &str,
    ) -> PyResult<Record> {
        let options = Options { as_of: day(as_of)?, reading: self.reading(reading)?, record: false };
        Record::new(py, &self.program, &options, entity, language(lang)?)
    }

    /// Judges facts on a day, many rows at a time, and keeps only the verdicts.
    #[pyo3(signature = (facts, as_of, reading, threads, watch))]
    fn columns(
        slf: &Bound<'_, Self>,
        facts: &Bound<'_, Facts>,
        as_of: &str,
        reading: Option<&str>,
        threads: usize,
        watch: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let this = slf.get();
        let options = Options { as_of: day(as_of)?, reading: this.reading(reading)?, record: false };
        let (program, shared) = (Arc::clone(&this.program), Arc::clone(&facts.get().facts));
        let threads = ColumnOptions { threads: threads.clamp(1, 1024) };
        let judge = move |progress: &Progress| Plan::new(program, &options).columns_watched(&shared, threads, progress);
        let found = interruptible(slf.py(), watch, judge)?;
        Ok(Columns::new(Arc::clone(&this.program), Arc::clone(&facts.get().facts), found))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.source.hash(&mut hasher);
        hasher.finish()
    }

    fn __eq__(&self, other: &Program) -> bool {
        self.source == other.source
    }
}

impl Program {
    /// A reading by its name.
    fn reading(&self, name: Option<&str>) -> PyResult<Option<ReadingId>> {
        let Some(name) = name.filter(|name| *name != "default") else { return Ok(None) };
        let at = self.program.readings.iter().position(|reading| reading.name == name);
        let known = || self.readings().join(", ");
        at.map(|at| Some(ReadingId(at))).ok_or_else(|| {
            PyKeyError::new_err(format!("no reading is called {name:?}; there are: default, {}", known()))
        })
    }

    fn readings_of(&self, rule: &dabiao::program::Rule) -> Vec<&str> {
        let title =
            |(reading, _): &(ReadingId, _)| self.program.readings.get(reading.0).map(|title| title.name.as_str());
        rule.under.iter().filter_map(title).collect()
    }

    fn typed<'py>(&self, py: Python<'py>, title: &Title, of_type: &Type) -> PyResult<Bound<'py, PyDict>> {
        let made = described(py, title)?;
        let (kind, values) = match of_type {
            Type::Quantity(_) | Type::OpenQuantity => ("quantity", None),
            Type::Number => ("number", None),
            Type::Flag => ("flag", None),
            Type::Date => ("date", None),
            Type::Text => ("text", None),
            Type::OneOf(values) => ("one of", Some(values)),
            Type::Ordered(values) => ("ordered", Some(values)),
            Type::SetOf(values) => ("set of", Some(values)),
        };
        let unit = if let Type::Quantity(unit) = of_type { self.program.units.get(unit.0) } else { None };
        made.set_item("type", kind)?;
        made.set_item("unit", unit.map(|unit| &unit.title.name))?;
        let names = values.map(|values| values.iter().map(|value| value.name.as_str()).collect::<Vec<_>>());
        made.set_item("values", names.unwrap_or_default())?;
        Ok(made)
    }
}

fn titled(title: &Title) -> (&str, Option<&str>, Option<&str>) {
    (&title.name, title.en.as_deref(), title.zh.as_deref())
}

fn described<'py>(py: Python<'py>, title: &Title) -> PyResult<Bound<'py, PyDict>> {
    let made = PyDict::new(py);
    made.set_item("name", &title.name)?;
    made.set_item("en", &title.en)?;
    made.set_item("zh", &title.zh)?;
    Ok(made)
}

fn kind(kind: &LineKind) -> &'static str {
    match kind {
        LineKind::Duty(_) => "duty",
        LineKind::Eligible { .. } => "eligible",
        LineKind::Show { .. } => "show",
    }
}

/// A day as Python writes it.
pub(crate) fn day(text: &str) -> PyResult<Date> {
    text.parse().map_err(|_| PyValueError::new_err(format!("{text:?} is no day; write it like 2025-12-31")))
}
