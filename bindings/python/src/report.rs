//! What was found -> the forms that Python asks for: JSON, text, explanations, and flat columns, as lists or as Arrow.

mod flat;

use std::sync::Arc;

use arrow_array::RecordBatchIterator;
use dabiao::Language;
use dabiao::evaluate::verdict::Verdicts;
use dabiao::evaluate::{Columns, Options, Plan};
use dabiao::facts::RowId;
use dabiao::program::EntityId;
use dabiao::report::{self, Explained, Style, json};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use self::flat::Flat;
use crate::capsule::capsule_of;
use crate::errors::{guarded, language};
use crate::facts::Facts;
use crate::program::Program;

/// The verdicts of one policy about some facts, on one day.
#[pyclass(frozen, module = "dabiao._dabiao")]
pub(crate) struct Report {
    program: Py<Program>,
    facts: Py<Facts>,
    options: Options,
    verdicts: Arc<Verdicts>,
}

impl Report {
    pub(crate) fn new(program: Py<Program>, facts: Py<Facts>, options: Options, verdicts: Arc<Verdicts>) -> Report {
        Report { program, facts, options, verdicts }
    }

    fn flat(&self, py: Python<'_>, lang: &str, every_stage: bool) -> PyResult<Flat> {
        let language = language(lang)?;
        let (program, facts) = (&self.program.get().program, &self.facts.get().facts);
        guarded(py, || Flat::new(program, facts, &self.verdicts, language, every_stage))
    }
}

#[pymethods]
impl Report {
    #[getter]
    fn program(&self, py: Python<'_>) -> Py<Program> {
        self.program.clone_ref(py)
    }

    #[getter]
    fn facts(&self, py: Python<'_>) -> Py<Facts> {
        self.facts.clone_ref(py)
    }

    #[getter]
    fn as_of(&self) -> String {
        self.options.as_of.to_string()
    }

    #[getter]
    fn reading(&self) -> Option<&str> {
        let reading = self.options.reading?;
        self.program.get().program.readings.get(reading.0).map(|title| title.name.as_str())
    }

    /// The number of lines judged.
    fn __len__(&self) -> usize {
        self.verdicts.subjects.iter().map(|subject| subject.lines.len()).sum()
    }

    /// The canonical JSON document.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || json::verdicts(&self.program.get().program, &self.verdicts))
    }

    /// The table for people, with at most so many subjects of each rule.
    fn text(&self, py: Python<'_>, lang: &str, most: Option<usize>) -> PyResult<String> {
        let language = language(lang)?;
        let (program, facts) = (&self.program.get().program, &self.facts.get().facts);
        guarded(py, || report::table(program, facts, &self.verdicts, language, Style::Plain, most))
    }

    /// Flat columns as lists. Numbers are floats, or exact texts.
    fn columns<'py>(
        &self,
        py: Python<'py>,
        lang: &str,
        every_stage: bool,
        exact: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        self.flat(py, lang, every_stage)?.to_lists(py, exact)
    }

    /// Flat columns as a stream of Arrow.
    fn stream<'py>(
        &self,
        py: Python<'py>,
        lang: &str,
        every_stage: bool,
        exact: bool,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let batch = self.flat(py, lang, every_stage)?.to_batch(exact);
        let batch = batch.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let schema = batch.schema();
        capsule_of(py, Box::new(RecordBatchIterator::new([Ok(batch)], schema)))
    }

    /// Each rule: its name, its worst verdict, and how many subjects have it.
    fn summary(&self) -> Vec<SummaryOf> {
        let program = &self.program.get().program;
        let name = |at: usize| program.rules.get(at).map_or(String::new(), |rule| rule.title.name.clone());
        let of_rule = |found: &dabiao::evaluate::verdict::RuleVerdict| {
            let verdict = found.verdict.map(report::verdict_key);
            (name(found.rule), verdict, found.witnesses.clone(), found.witness_count)
        };
        self.verdicts.rules.iter().map(of_rule).collect()
    }

    /// The same with only those rules and subjects for which the verdict, the rule and the subject are among those named.
    #[pyo3(signature = (verdicts, rules, subjects))]
    fn filtered(
        &self,
        py: Python<'_>,
        verdicts: Option<Vec<String>>,
        rules: Option<Vec<String>>,
        subjects: Option<Vec<String>>,
    ) -> Report {
        let program = &self.program.get().program;
        let named = |among: &Option<Vec<String>>, name: &str| {
            among.as_ref().is_none_or(|names| names.iter().any(|known| known == name))
        };
        let rule = |at: usize| program.rules.get(at).map_or("", |rule| rule.title.name.as_str());
        let mut kept = Verdicts::clone(&self.verdicts);
        kept.subjects.retain(|found| {
            named(&rules, rule(found.rule))
                && (named(&subjects, &found.subject) || found.name.as_ref().is_some_and(|name| named(&subjects, name)))
                && named(&verdicts, found.verdict.map_or("", report::verdict_key))
        });
        let left: Vec<usize> = kept.subjects.iter().map(|found| found.rule).collect();
        kept.rules.retain(|found| left.binary_search(&found.rule).is_ok());
        Report::new(self.program.clone_ref(py), self.facts.clone_ref(py), self.options, Arc::new(kept))
    }

    /// Why a rule came to its verdict for a subject.
    fn explain(&self, py: Python<'_>, rule: &str, subject: &str, lang: &str) -> PyResult<Option<String>> {
        let language = language(lang)?;
        guarded(py, || self.explained(rule, subject, language))
    }

    fn __eq__(&self, other: &Report) -> bool {
        let json = |of: &Report| json::verdicts(&of.program.get().program, &of.verdicts);
        self.program.get().program.rules.len() == other.program.get().program.rules.len() && json(self) == json(other)
    }
}

impl Report {
    /// Judges the one subject again, with the way to its verdict.
    fn explained(&self, rule: &str, subject: &str, language: Language) -> Option<String> {
        let checked = self.program.get();
        let (program, facts) = (&checked.program, &self.facts.get().facts);
        let (position, _) = report::find_rule(program, rule)?;
        let mut of_rule = self.verdicts.subjects.iter().filter(|found| found.rule == position);
        let found = of_rule
            .clone()
            .find(|found| found.subject == subject)
            .or_else(|| of_rule.find(|found| found.name.as_deref() == Some(subject)))?;
        let plan = Plan::new(Arc::clone(program), &self.options);
        let rows = (0..program.entities.len()).filter_map(|at| facts.find(EntityId(at), &found.subject));
        let again = |row: RowId| Columns::subject(&plan, facts, position, row, true);
        let recorded = rows.filter_map(again).find(|again| again.rule == position && again.name == found.name)?;
        let verdicts = Verdicts { subjects: vec![recorded], ..Verdicts::clone(&self.empty()) };
        report::explain(&Explained { program, ast: &checked.ast, facts, verdicts: &verdicts }, rule, subject, language)
    }

    /// The verdicts without their subjects.
    fn empty(&self) -> Verdicts {
        let Verdicts { policy, as_of, reading, rules, .. } = &*self.verdicts;
        Verdicts {
            policy: policy.clone(),
            as_of: *as_of,
            reading: *reading,
            rules: rules.clone(),
            subjects: Vec::new(),
        }
    }
}

/// The summary of a rule as Python sees it.
type SummaryOf = (String, Option<&'static str>, Vec<String>, usize);
