//! `dabiao_limits`: how much a host lets in. Without it the defaults hold, which are the same in every host.

use dabiao::facts::FactLimits;
use dabiao::syntax;

use crate::error::Error;
use crate::fault::Fault;
use crate::guard::{self, Noun};
use crate::status::Status;

/// How much a host lets in. One thread changes it; then threads may share it.
pub struct Limits(());

/// What stands behind a `dabiao_limits`.
#[derive(Clone, Copy, Default)]
pub(crate) struct LimitsValue {
    pub(crate) source: syntax::Limits,
    pub(crate) facts: FactLimits,
}

impl Noun for Limits {
    type Value = LimitsValue;
    const KIND: u32 = 0xdab1_a002;
    const NAME: &'static str = "limits";
}

/// What a limit limits.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The bytes of the text of a policy; 1048576 unless set.
    SourceBytes = 0,
    /// The depth of its brackets; 64 unless set, and never more.
    Nesting = 1,
    /// The diagnostics of a policy that are listed; 100 unless set.
    Diagnostics = 2,
    /// The tables of one set of facts; 1000 unless set.
    Tables = 3,
    /// The rows of a table; 5000000 unless set.
    Rows = 4,
    /// The columns of a table; 1000 unless set.
    Columns = 5,
    /// The bytes of a cell or of the head of a column; 65536 unless set.
    CellBytes = 6,
    /// The errors, and as many warnings, of facts that are listed; 100 unless set.
    Faults = 7,
}

impl LimitsValue {
    fn of(&mut self, limit: i32) -> Result<&mut usize, Fault> {
        Ok(match limit {
            0 => &mut self.source.source_bytes,
            1 => &mut self.source.nesting,
            2 => &mut self.source.diagnostics,
            3 => &mut self.facts.tables,
            4 => &mut self.facts.rows,
            5 => &mut self.facts.columns,
            6 => &mut self.facts.cell_bytes,
            7 => &mut self.facts.faults,
            other => return Err(Fault::Value("limit", other.to_string())),
        })
    }
}

/// The limits of a parameter that may be NULL.
///
/// # Safety
/// `limits` is NULL or a live handle that nobody changes.
pub(crate) unsafe fn or_default(limits: *const Limits) -> Result<LimitsValue, Fault> {
    if limits.is_null() {
        return Ok(LimitsValue::default());
    }
    // SAFETY: the promise of the caller is passed on.
    unsafe { guard::open(limits).copied() }
}

/// Makes limits that are the defaults. Since 0.1.
///
/// On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_limits_new(out: *mut *mut Limits, error: *mut *mut Error) -> Status {
    // SAFETY: the header demands pointers that are NULL or can be written.
    unsafe { guard::make(out, error, || Ok(LimitsValue::default())) }
}

/// Frees limits; what was made with them keeps a copy. Since 0.1.
///
/// `limits` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_limits_free(limits: *mut Limits) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(limits) };
}

/// Sets one limit. Since 0.1.
///
/// `limit` is a `dabiao_limit`. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE` and, for an unknown `limit`, with
/// `DABIAO_STATUS_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_limits_set(
    limits: *mut Limits,
    limit: i32,
    value: usize,
    error: *mut *mut Error,
) -> Status {
    let set = |limits: &mut LimitsValue| {
        *limits.of(limit)? = value;
        Ok(())
    };
    // SAFETY: the header demands a handle that nobody else uses, and a writable error or NULL.
    unsafe { guard::change(limits, error, set) }
}

/// What a limit is set to; 0 for an unknown one. Since 0.1.
///
/// `limits` may be NULL: the defaults. `limit` is a `dabiao_limit`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_limits_get(limits: *const Limits, limit: i32) -> usize {
    // SAFETY: the header demands a live handle or NULL.
    let found = unsafe { or_default(limits) };
    found.and_then(|mut limits| limits.of(limit).copied()).unwrap_or(0)
}
