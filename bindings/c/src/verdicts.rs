//! `dabiao_verdicts`: what was found, by number, in words, as JSON and as an explanation. It never changes.

use std::ffi::c_char;
use std::sync::Arc;

use dabiao::evaluate::verdict::{self, SubjectVerdict};
use dabiao::facts::Facts;
use dabiao::report::{Explained, InWords, Style, csv, explain, in_words, json, table};
use dabiao::{Compiled, Language};

use crate::error::Error;
use crate::fault::Fault;
use crate::guard::{self, Noun};
use crate::status::{Status, VerdictCode};
use crate::text::{Texts, text};

/// What an evaluation found: one verdict for each rule and subject. It never changes: threads may share it.
pub struct Verdicts(());

/// What stands behind a `dabiao_verdicts`.
pub(crate) struct VerdictsValue {
    compiled: Arc<Compiled>,
    facts: Arc<Facts>,
    found: verdict::Verdicts,
    language: Language,
    explained: bool,
    texts: Texts,
}

impl Noun for Verdicts {
    type Value = VerdictsValue;
    const KIND: u32 = 0xdab1_a006;
    const NAME: &'static str = "verdicts";
}

impl VerdictsValue {
    /// What an evaluation found, with what is needed to speak of it.
    pub(crate) fn new(
        compiled: Arc<Compiled>,
        facts: Arc<Facts>,
        found: verdict::Verdicts,
        language: Language,
        explained: bool,
    ) -> VerdictsValue {
        VerdictsValue { compiled, facts, found, language, explained, texts: Texts::default() }
    }

    fn subject(&self, index: usize) -> Option<&SubjectVerdict> {
        self.found.subjects.get(index)
    }

    fn rule_name(&self, rule: usize) -> Option<String> {
        self.compiled.program.rules.get(rule).map(|rule| rule.title.name.clone())
    }

    fn in_words(&self, index: usize) -> Option<InWords> {
        let program = &self.compiled.program;
        self.subject(index).map(|subject| in_words(program, &self.facts, &self.found, subject, self.language))
    }

    fn explain(&self, index: usize) -> Option<String> {
        let subject = self.subject(index).filter(|_| self.explained)?;
        let Compiled { program, ast, .. } = self.compiled.as_ref();
        let explained = Explained { program, ast, facts: &self.facts, verdicts: &self.found };
        explain(&explained, &self.rule_name(subject.rule)?, &subject.subject, self.language)
    }

    fn find(&self, rule: &str, subject: &str) -> Result<usize, Fault> {
        let mut rules = self.compiled.program.rules.iter();
        let at = rules.position(|known| known.title.name == rule);
        let at = at.ok_or_else(|| Fault::Unknown("rule", rule.to_string(), None))?;
        let found = self.found.subjects.iter().position(|found| found.rule == at && found.subject == subject);
        found.ok_or_else(|| Fault::Unknown("subject", subject.to_string(), None))
    }
}

/// Frees verdicts. Since 0.1.
///
/// `verdicts` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_free(verdicts: *mut Verdicts) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(verdicts) };
}

/// How many verdicts there are: one for each rule and subject, in the order of the rules, then of the subjects' ids.
/// Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_count(verdicts: *const Verdicts) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(verdicts, 0, |verdicts| Some(verdicts.found.subjects.len())) }
}

/// Finds the verdict of a rule for a subject, each by its name or id. Since 0.1.
///
/// On success `*index`, which may be NULL, is its number. Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`,
/// `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_find(
    verdicts: *const Verdicts,
    rule: *const c_char,
    rule_len: usize,
    subject: *const c_char,
    subject_len: usize,
    index: *mut usize,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a live handle, readable texts, and pointers that are NULL or can be written.
    unsafe {
        guard::read(verdicts, error, |verdicts| {
            let (rule, subject) = (text(rule, rule_len, "rule")?, text(subject, subject_len, "subject")?);
            guard::write(index, verdicts.find(rule, subject)?);
            Ok(())
        })
    }
}

/// A verdict. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; `DABIAO_VERDICT_NONE` otherwise, and where a rule only shows values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_verdict(verdicts: *const Verdicts, index: usize) -> VerdictCode {
    let find = |verdicts: &VerdictsValue| verdicts.subject(index).map(|subject| subject.verdict.into());
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(verdicts, VerdictCode::None, find) }
}

/// Whether a binding duty is missed: 1 or 0. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_breach(verdicts: *const Verdicts, index: usize) -> i32 {
    let find = |verdicts: &VerdictsValue| {
        verdicts.subject(index).map(|subject| i32::from(subject.lines.iter().any(|line| line.breach)))
    };
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(verdicts, 0, find) }
}

/// The worst verdict of a rule over all its subjects. Since 0.1.
///
/// `rule` is the number of the rule in the policy; `DABIAO_VERDICT_NONE` where there is no such rule or no subject.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_of_rule(verdicts: *const Verdicts, rule: usize) -> VerdictCode {
    let find = |verdicts: &VerdictsValue| {
        verdicts.found.rules.iter().find(|found| found.rule == rule).map(|found| found.verdict.into())
    };
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(verdicts, VerdictCode::None, find) }
}

/// The number in the policy of the rule that a verdict is about; `SIZE_MAX` for an `index` that is none. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_rule(verdicts: *const Verdicts, index: usize) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(verdicts, usize::MAX, |verdicts| verdicts.subject(index).map(|subject| subject.rule)) }
}

/// The name of the rule that a verdict is about. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_rule_name(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |verdicts: &VerdictsValue| verdicts.subject(index).and_then(|found| verdicts.rule_name(found.rule));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "rule_name", index, len, make) }
}

/// The id of the subject that a verdict is about. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_subject(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |verdicts: &VerdictsValue| verdicts.subject(index).map(|found| found.subject.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "subject", index, len, make) }
}

/// The name of the subject; NULL where the facts give none. Since 0.1.
///
/// The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_subject_name(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |verdicts: &VerdictsValue| verdicts.subject(index).and_then(|found| found.name.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "subject_name", index, len, make) }
}

/// The verdict as a word, in the language of the evaluation: `not met`, `未达标`. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_word(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "word", index, len, |verdicts| verdicts.in_words(index).map(|words| words.verdict)) }
}

/// The value that was found and is compared: `0.48`; empty where the requirement is not one comparison. Since 0.1.
///
/// Rounded for people, with so many digits that it does not contradict the verdict; exact in the JSON. `index` is below
/// `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_value(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "value", index, len, |verdicts| verdicts.in_words(index).map(|words| words.value)) }
}

/// What is required of the value: `>= 0.5`; empty where the requirement is not one comparison. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_target(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "target", index, len, |verdicts| verdicts.in_words(index).map(|words| words.target)) }
}

/// By how much it is missed, with its unit: `short by 12 beds`, `缺 12 张`; empty where it is not missed. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_shortfall(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "shortfall", index, len, |verdicts| verdicts.in_words(index).map(|words| words.shortfall)) }
}

/// The facts that are not known and matter; empty where there are none. Since 0.1.
///
/// `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_missing(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "missing", index, len, |verdicts| verdicts.in_words(index).map(|words| words.missing)) }
}

/// Why: the rule, the facts read, the numbers compared, the conclusion, in several lines for a person. Since 0.1.
///
/// NULL unless `dabiao_evaluation_set_explain` was set, and for an `index` that is none. The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_explain(
    verdicts: *const Verdicts,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "explain", index, len, |verdicts| verdicts.explain(index)) }
}

/// All verdicts as canonical JSON, the same bytes in every host; `docs/json.md` is the format. Since 0.1.
///
/// The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_json(verdicts: *const Verdicts, len: *mut usize) -> *const c_char {
    let make = |verdicts: &VerdictsValue| Some(json::verdicts(&verdicts.compiled.program, &verdicts.found));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "json", 0, len, make) }
}

/// All verdicts as CSV for a spreadsheet, a row for each rule, subject, line and stage. Since 0.1.
///
/// The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_csv(verdicts: *const Verdicts, len: *mut usize) -> *const c_char {
    let make =
        |of: &VerdictsValue| Some(csv(&of.compiled.program, &of.facts, std::slice::from_ref(&of.found), of.language));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "csv", 0, len, make) }
}

/// All verdicts as a table for a person, in the language of the evaluation. Since 0.1.
///
/// The text belongs to `verdicts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_verdicts_table(verdicts: *const Verdicts, len: *mut usize) -> *const c_char {
    let make =
        |of: &VerdictsValue| Some(table(&of.compiled.program, &of.facts, &of.found, of.language, Style::Plain, None));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(verdicts, "table", 0, len, make) }
}

/// # Safety
/// `verdicts` is NULL or a live handle, `len` is NULL or can be written.
unsafe fn said(
    verdicts: *const Verdicts,
    what: &'static str,
    index: usize,
    len: *mut usize,
    make: impl FnOnce(&VerdictsValue) -> Option<String>,
) -> *const c_char {
    // SAFETY: the promises of the caller are passed on.
    unsafe { guard::text(verdicts, len, |of| of.texts.get((what, index, 0), || make(of))) }
}
