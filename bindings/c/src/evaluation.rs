//! `dabiao_evaluation`: on which day, under which reading and in which language a policy is judged.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use dabiao::date::Date;
use dabiao::diagnostic::nearest;
use dabiao::evaluate::{Options, Plan, evaluate};
use dabiao::facts;
use dabiao::program::ReadingId;
use dabiao::{Compiled, Language};

use crate::error::Error;
use crate::facts::{Facts, FactsValue};
use crate::fault::Fault;
use crate::guard::{self, Noun};
use crate::policy::Policy;
use crate::status::{Status, language};
use crate::text::text;
use crate::verdicts::{Verdicts, VerdictsValue};

/// How a policy is judged: the day, the reading, the language of what is said. One thread sets it up; then threads may
/// share it.
pub struct Evaluation(());

/// What stands behind a `dabiao_evaluation`.
pub(crate) struct EvaluationValue {
    pub(crate) compiled: Arc<Compiled>,
    pub(crate) language: Language,
    as_of: Option<Date>,
    reading: Option<ReadingId>,
    explain: bool,
    plan: OnceLock<Arc<Plan>>,
}

impl EvaluationValue {
    /// The day, the reading, and whether to keep what explains.
    fn options(&self) -> Result<Options, Fault> {
        let as_of = self.as_of.ok_or(Fault::State("dabiao_evaluation_set_as_of"))?;
        Ok(Options { as_of, reading: self.reading, record: self.explain })
    }

    /// The facts, where they were made for the same policy and are finished.
    pub(crate) fn facts_of<'f>(&self, given: &'f FactsValue) -> Result<&'f Arc<facts::Facts>, Fault> {
        if !Arc::ptr_eq(&self.compiled, &given.compiled) {
            return Err(Fault::Foreign("facts"));
        }
        given.read()
    }

    /// The plan for the options as they are now, made when it is first asked for.
    pub(crate) fn plan(&self) -> Result<Arc<Plan>, Fault> {
        let options = self.options()?;
        let plan = self.plan.get_or_init(|| Arc::new(Plan::new(self.compiled.program.clone(), &options)));
        Ok(Arc::clone(plan))
    }
}

impl Noun for Evaluation {
    type Value = EvaluationValue;
    const KIND: u32 = 0xdab1_a005;
    const NAME: &'static str = "evaluation";
}

/// Makes an evaluation under the default reading, in English, without explanations, and without a day. Since 0.1.
///
/// On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_new(
    policy: *const Policy,
    out: *mut *mut Evaluation,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a live handle, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let compiled = Arc::clone(&guard::open(policy)?.compiled);
            let language = Language::English;
            let plan = OnceLock::new();
            Ok(EvaluationValue { compiled, language, as_of: None, reading: None, explain: false, plan })
        })
    }
}

/// Frees an evaluation. Verdicts that it gave stay good. Since 0.1.
///
/// `evaluation` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_free(evaluation: *mut Evaluation) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(evaluation) };
}

/// Sets the day on which to judge, such as `2025-12-31`. There is no default: the library has no clock. Since 0.1.
///
/// Fails with `DABIAO_STATUS_VALUE` where it is no day, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
/// `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_set_as_of(
    evaluation: *mut Evaluation,
    as_of: *const c_char,
    as_of_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, and a writable error or NULL.
    unsafe {
        guard::change(evaluation, error, |evaluation| {
            let day = text(as_of, as_of_len, "as_of")?;
            let wrong = || Fault::Value("as_of", day.to_string());
            evaluation.as_of = Some(day.parse().map_err(|_| wrong())?);
            evaluation.plan = OnceLock::new();
            Ok(())
        })
    }
}

/// Sets the reading by its name; `default` is the default one. Since 0.1.
///
/// Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_set_reading(
    evaluation: *mut Evaluation,
    reading: *const c_char,
    reading_len: usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a handle that nobody else uses, a readable text, and a writable error or NULL.
    unsafe {
        guard::change(evaluation, error, |evaluation| {
            let name = text(reading, reading_len, "reading")?;
            let readings = &evaluation.compiled.program.readings;
            let known = readings.iter().map(|reading| reading.name.as_str());
            let found = readings.iter().position(|reading| reading.name == name).map(ReadingId);
            if found.is_none() && name != "default" {
                let near = nearest(name, known).map(str::to_string);
                return Err(Fault::Unknown("reading", name.to_string(), near));
            }
            evaluation.reading = found;
            evaluation.plan = OnceLock::new();
            Ok(())
        })
    }
}

/// Sets the language of the texts that verdicts give; English unless set. Since 0.1.
///
/// `language` is a `dabiao_language`. Fails with `DABIAO_STATUS_VALUE` where it is unknown, `DABIAO_STATUS_NULL`,
/// `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_set_language(
    evaluation: *mut Evaluation,
    language: i32,
    error: *mut *mut Error,
) -> Status {
    let set = |evaluation: &mut EvaluationValue| {
        let unknown = || Fault::Value("language", language.to_string());
        evaluation.language = self::language(language).ok_or_else(unknown)?;
        Ok(())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(evaluation, error, set) }
}

/// Sets whether verdicts can be explained, which costs time and memory; 0, the default, is no, other numbers yes.
/// Since 0.1.
///
/// Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_set_explain(
    evaluation: *mut Evaluation,
    explain: i32,
    error: *mut *mut Error,
) -> Status {
    let set = |evaluation: &mut EvaluationValue| {
        evaluation.explain = explain != 0;
        Ok(())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(evaluation, error, set) }
}

/// Judges the facts by every rule of the policy. Threads may run one evaluation at the same time. Since 0.1.
///
/// On success `*out` belongs to the caller. What is missing is no failure: it is said in the verdicts. Fails with
/// `DABIAO_STATUS_STATE` where no day was set or the facts were not finished, `DABIAO_STATUS_HANDLE` where the facts were
/// made for another policy, `DABIAO_STATUS_NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_evaluation_run(
    evaluation: *const Evaluation,
    facts: *const Facts,
    out: *mut *mut Verdicts,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands live handles, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let evaluation = guard::open(evaluation)?;
            let facts = evaluation.facts_of(guard::open(facts)?)?;
            let found = evaluate(&evaluation.compiled.program, facts, &evaluation.options()?);
            let compiled = Arc::clone(&evaluation.compiled);
            Ok(VerdictsValue::new(compiled, Arc::clone(facts), found, evaluation.language, evaluation.explain))
        })
    }
}
