//! `dabiao_policy`: a text that was read and checked, and the names in it. It never changes, so threads share it.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use dabiao::diagnostic::nearest;
use dabiao::program::Title;
use dabiao::{Compiled, compile_within};

use crate::error::{Error, ErrorValue};
use crate::fault::{Checked, Fault};
use crate::guard::{self, Handle, Noun, give};
use crate::limits::{Limits, LimitsValue, or_default};
use crate::status::{Status, language};
use crate::text::{Borrowed, Texts, text};

/// A policy that was read and checked. It never changes: any number of threads may use one at the same time.
pub struct Policy(());

/// What stands behind a `dabiao_policy`.
pub(crate) struct PolicyValue {
    pub(crate) compiled: Arc<Compiled>,
    warnings: Option<Box<Handle<ErrorValue>>>,
    texts: Texts,
}

impl Noun for Policy {
    type Value = PolicyValue;
    const KIND: u32 = 0xdab1_a003;
    const NAME: &'static str = "policy";
}

impl PolicyValue {
    fn compile(name: &str, source: &str, limits: &LimitsValue) -> Result<PolicyValue, Fault> {
        let checked = |found| Fault::Source(Checked { name: name.into(), source: source.into(), found });
        let library = dabiao_policies::library().map_err(|error| Fault::Panic(error.to_string()))?;
        let mut compiled = compile_within(source, library, &limits.source).map_err(checked)?;
        let warnings = Error::kept(checked(std::mem::take(&mut compiled.warnings)));
        Ok(PolicyValue { compiled: Arc::new(compiled), warnings, texts: Texts::default() })
    }

    fn rules(&self) -> impl Iterator<Item = &Title> {
        self.compiled.program.rules.iter().map(|rule| &rule.title)
    }

    fn inputs(&self) -> impl Iterator<Item = &Title> {
        self.compiled.program.inputs.iter().map(|input| &input.title)
    }
}

/// Reads and checks the text of a policy. It may `use` and refer to everything bundled. Since 0.1.
///
/// `name` is what messages call the text, such as a file name; empty for `policy`. `limits` may be NULL.
/// On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_SOURCE` (the error object has every diagnostic),
/// `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_compile(
    name: *const c_char,
    name_len: usize,
    source: *const c_char,
    source_len: usize,
    limits: *const Limits,
    out: *mut *mut Policy,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands readable texts, a live handle or NULL, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let name = text(name, name_len, "name")?;
            let source = text(source, source_len, "source")?;
            let limits = or_default(limits)?;
            PolicyValue::compile(if name.is_empty() { "policy" } else { name }, source, &limits)
        })
    }
}

/// Reads and checks a bundled policy, such as `bj_rehab_2022`. Since 0.1.
///
/// On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`,
/// `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_bundled(
    name: *const c_char,
    name_len: usize,
    out: *mut *mut Policy,
    error: *mut *mut Error,
) -> Status {
    // SAFETY: the header demands a readable text, and pointers that are NULL or can be written.
    unsafe {
        guard::make(out, error, || {
            let name = text(name, name_len, "name")?;
            let known = dabiao_policies::SOURCES.iter().map(|(known, _)| *known);
            let near = || nearest(name, known).map(str::to_string);
            let unknown = || Fault::Unknown("bundled policy", name.to_string(), near());
            let source = dabiao_policies::source(name).ok_or_else(unknown)?;
            PolicyValue::compile(name, source, &LimitsValue::default())
        })
    }
}

/// Frees a policy. Facts, evaluations and verdicts made with it stay good. Since 0.1.
///
/// `policy` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_free(policy: *mut Policy) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(policy) };
}

/// What somebody should look at in the policy; NULL where there is nothing. Since 0.1.
///
/// The object belongs to `policy` and lives as long as it does; it is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_warnings(policy: *const Policy) -> *const Error {
    let find = |policy: &PolicyValue| policy.warnings.as_ref().map(|kept| kept.as_pointer::<Error>());
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(policy, std::ptr::null(), find) }
}

/// The name of the policy; NULL for a text of bare rules. Since 0.1.
///
/// The text belongs to `policy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_name(policy: *const Policy, len: *mut usize) -> *const c_char {
    let make = |policy: &PolicyValue| policy.compiled.program.policy.as_ref().map(|title| title.name.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { named(policy, "name", 0, len, make) }
}

/// How many rules there are. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_rule_count(policy: *const Policy) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(policy, 0, |policy| Some(policy.rules().count())) }
}

/// The name of a rule, in the order of the source. Since 0.1.
///
/// `index` is below `dabiao_policy_rule_count`; NULL otherwise. The text belongs to `policy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_rule_name(
    policy: *const Policy,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |policy: &PolicyValue| policy.rules().nth(index).map(|title| title.name.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { named(policy, "rule_name", index, len, make) }
}

/// The label of a rule for people; its name where it has no label in this language. Since 0.1.
///
/// `index` is below `dabiao_policy_rule_count`; NULL otherwise. `language` is a `dabiao_language`. The text belongs to
/// `policy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_rule_label(
    policy: *const Policy,
    index: usize,
    language: i32,
    len: *mut usize,
) -> *const c_char {
    let find = |policy: &PolicyValue| {
        let of = self::language(language)?;
        let label = |title: &Title| dabiao::report::label(title, of).to_string();
        policy.texts.get(("rule_label", index, language), || policy.rules().nth(index).map(label))
    };
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { guard::text(policy, len, find) }
}

/// How many inputs the policy asks of its host (`let baseline: date`). Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_input_count(policy: *const Policy) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(policy, 0, |policy| Some(policy.inputs().count())) }
}

/// The name of an input; its value is given in the table `inputs` of the facts. Since 0.1.
///
/// `index` is below `dabiao_policy_input_count`; NULL otherwise. The text belongs to `policy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_input_name(
    policy: *const Policy,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |policy: &PolicyValue| policy.inputs().nth(index).map(|title| title.name.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { named(policy, "input_name", index, len, make) }
}

/// How many readings the policy has beside the default one. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_reading_count(policy: *const Policy) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(policy, 0, |policy| Some(policy.compiled.program.readings.len())) }
}

/// The name of a reading. Since 0.1.
///
/// `index` is below `dabiao_policy_reading_count`; NULL otherwise. The text belongs to `policy`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_policy_reading_name(
    policy: *const Policy,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    let make = |policy: &PolicyValue| policy.compiled.program.readings.get(index).map(|title| title.name.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { named(policy, "reading_name", index, len, make) }
}

/// How many policies and vocabularies are bundled. Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn dabiao_bundled_count() -> usize {
    dabiao_policies::SOURCES.len()
}

/// The name of a bundled policy or vocabulary. Since 0.1.
///
/// `index` is below `dabiao_bundled_count`; NULL otherwise. The text is never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_bundled_name(index: usize, len: *mut usize) -> *const c_char {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    let name = || dabiao_policies::SOURCES.get(index).map(|(name, _)| (*name).to_string());
    let found = guard::caught(|| TEXTS.get_or_init(Texts::default).get(("bundled", index, 0), name));
    // SAFETY: the header demands a writable length or NULL.
    unsafe { give(found.ok().flatten().unwrap_or(Borrowed::NONE), len) }
}

/// # Safety
/// `policy` is NULL or a live handle, `len` is NULL or can be written.
unsafe fn named(
    policy: *const Policy,
    what: &'static str,
    index: usize,
    len: *mut usize,
    make: impl FnOnce(&PolicyValue) -> Option<String>,
) -> *const c_char {
    // SAFETY: the promises of the caller are passed on.
    unsafe { guard::text(policy, len, |policy| policy.texts.get((what, index, 0), || make(policy))) }
}
