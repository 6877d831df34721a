//! `dabiao_error`: why a call failed, and what somebody should look at in a policy or in facts. Its diagnostics are
//! those of the core; words and places are made when they are asked for.

use std::ffi::c_char;

use dabiao::Language;
use dabiao::diagnostic;
use dabiao::report::{diagnostics_as_text, faults_as_text, json, wording};
use dabiao::span::Lines;

use crate::fault::Fault;
use crate::guard::{self, Handle, Noun, into_pointer};
use crate::status::{Severity, Status, language};
use crate::text::{Borrowed, Texts};

/// Why a call failed: a status, a message, and for a policy or facts every diagnostic at once. Also what a policy or
/// facts warn of. Threads may share it.
pub struct Error(());

/// What stands behind a `dabiao_error`.
pub(crate) struct ErrorValue {
    fault: Fault,
    texts: Texts,
}

impl Noun for Error {
    type Value = ErrorValue;
    const KIND: u32 = 0xdab1_a001;
    const NAME: &'static str = "error";
}

impl Error {
    /// An error object for C to own.
    pub(crate) fn of(fault: Fault) -> *mut Error {
        into_pointer(ErrorValue { fault, texts: Texts::default() })
    }

    /// Warnings, which their policy or facts keep; none where there are none.
    pub(crate) fn kept(fault: Fault) -> Option<Box<Handle<ErrorValue>>> {
        let value = ErrorValue { fault, texts: Texts::default() };
        (value.count() > 0).then(|| Handle::kept::<Error>(value))
    }
}

/// What is common to the diagnostics of policies and facts.
struct Words<'a> {
    code: &'static str,
    severity: diagnostic::Severity,
    details: &'a [String],
    suggestion: Option<&'a str>,
}

impl ErrorValue {
    fn count(&self) -> usize {
        match &self.fault {
            Fault::Source(checked) => checked.found.len(),
            Fault::Tables(found) => found.len(),
            _ => 0,
        }
    }

    fn words(&self, index: usize) -> Option<Words<'_>> {
        match &self.fault {
            Fault::Source(checked) => checked.found.get(index).map(|found| Words {
                code: found.code,
                severity: found.severity(),
                details: &found.details,
                suggestion: found.suggestion.as_deref(),
            }),
            Fault::Tables(found) => found.get(index).map(|found| Words {
                code: found.code,
                severity: found.severity(),
                details: &found.details,
                suggestion: found.suggestion.as_deref(),
            }),
            _ => None,
        }
    }

    fn table(&self, index: usize) -> Option<&diagnostic::FactFault> {
        match &self.fault {
            Fault::Tables(found) => found.get(index),
            _ => None,
        }
    }

    fn message(&self, index: usize, language: Language) -> Option<String> {
        self.words(index).map(|words| wording::message(words.code, words.details, language))
    }

    fn rendered(&self, language: Language) -> String {
        match &self.fault {
            Fault::Source(checked) => diagnostics_as_text(&checked.found, &checked.source, &checked.name, language),
            Fault::Tables(found) => faults_as_text(found, language),
            fault => fault.message(language).unwrap_or_default() + "\n",
        }
    }

    fn json(&self, language: Language) -> String {
        match &self.fault {
            Fault::Source(checked) => {
                let one = json::Checked { name: &checked.name, source: &checked.source, found: &checked.found };
                json::diagnostics(&[one], language)
            }
            Fault::Tables(found) => json::faults(found, language),
            _ => json::faults(&[], language),
        }
    }
}

/// A place in a text, as C reads it.
#[derive(Default)]
struct Place {
    start: usize,
    length: usize,
    line: u32,
    column: u32,
    utf16: u32,
}

impl ErrorValue {
    fn place(&self, index: usize) -> Option<Place> {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        match &self.fault {
            Fault::Source(checked) => {
                let span = checked.found.get(index)?.span;
                let lines = Lines::new(&checked.source);
                let position = lines.position(span.start);
                let before = lines.text(position.line).chars().take(position.column.saturating_sub(1));
                Some(Place {
                    start: span.start as usize,
                    length: span.end.saturating_sub(span.start) as usize,
                    line: small(position.line),
                    column: small(position.column),
                    utf16: small(before.map(char::len_utf16).sum::<usize>() + 1),
                })
            }
            Fault::Tables(found) => {
                let line = found.get(index)?.line;
                Some(Place { line: line.map_or(0, small), ..Place::default() })
            }
            _ => None,
        }
    }
}

/// Frees an error. Since 0.1.
///
/// `error` may be NULL. The warnings that a policy or facts keep are left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_free(error: *mut Error) {
    // SAFETY: the header demands a handle that nobody uses any more.
    unsafe { guard::free(error) };
}

/// The status of the call that failed; `DABIAO_STATUS_NULL` for NULL. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_status(error: *const Error) -> Status {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(error, Status::Null, |error| Some(error.fault.status())) }
}

/// The message, in one line: of the call, or of the first diagnostic. Since 0.1.
///
/// `language` is a `dabiao_language`. The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_message(error: *const Error, language: i32, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, of| error.fault.message(of).or_else(|| error.message(0, of));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "message", 0, language, len, make) }
}

/// Everything as text for a person: each diagnostic with its place, and for a policy with the line and a caret. Since 0.1.
///
/// `language` is a `dabiao_language`. The text belongs to `error`, ends in a line break and carries no colours.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_text(error: *const Error, language: i32, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, of| Some(error.rendered(of));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "text", 0, language, len, make) }
}

/// The diagnostics as a JSON list, in the format of `docs/json.md`; empty for a fault of the call itself. Since 0.1.
///
/// `language` is a `dabiao_language`, in which the messages are. The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_json(error: *const Error, language: i32, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, of| Some(error.json(of));
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "json", 0, language, len, make) }
}

/// How many diagnostics there are; 0 for a fault of the call itself. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_count(error: *const Error) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(error, 0, |error| Some(error.count())) }
}

/// The stable code of a diagnostic, such as `E0301`; `docs/codes.md` lists all. Since 0.1.
///
/// `index` is below `dabiao_error_count`; NULL otherwise. The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_code(error: *const Error, index: usize, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, _| error.words(index).map(|words| words.code.to_string());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "code", index, 0, len, make) }
}

/// Whether a diagnostic is an error or a warning. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_severity(error: *const Error, index: usize) -> Severity {
    // SAFETY: the header demands a live handle.
    unsafe {
        guard::get(error, Severity::None, |error| {
            error.words(index).map(|words| match words.severity {
                diagnostic::Severity::Error => Severity::Error,
                diagnostic::Severity::Warning => Severity::Warning,
            })
        })
    }
}

/// The message of one diagnostic, in one line. Since 0.1.
///
/// `index` is below `dabiao_error_count`; NULL otherwise. `language` is a `dabiao_language`. The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_message_at(
    error: *const Error,
    index: usize,
    language: i32,
    len: *mut usize,
) -> *const c_char {
    let make = |error: &ErrorValue, of| error.message(index, of);
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "message_at", index, language, len, make) }
}

/// How to mend it, or what was probably meant; NULL where there is nothing to say. Since 0.1.
///
/// `index` is below `dabiao_error_count`. `language` is a `dabiao_language`. The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_hint(
    error: *const Error,
    index: usize,
    language: i32,
    len: *mut usize,
) -> *const c_char {
    let make = |error: &ErrorValue, of| {
        let words = error.words(index)?;
        let meant = words.suggestion.map(|text| wording::did_you_mean(text, of));
        meant.or_else(|| wording::hint(words.code, words.details, of))
    };
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "hint", index, language, len, make) }
}

/// Where a diagnostic stands. Since 0.1.
///
/// In a policy: the byte offset, the length in bytes, the line and the column, counted from 1; the column in characters,
/// and in UTF-16 units as Java and C# count. In facts only the line of a file, where it is known; 0 otherwise.
/// Each of the five pointers may be NULL. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, and with
/// `DABIAO_STATUS_HANDLE` where `error` is no error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_place(
    error: *const Error,
    index: usize,
    offset: *mut usize,
    length: *mut usize,
    line: *mut u32,
    column: *mut u32,
    column_utf16: *mut u32,
) -> Status {
    // SAFETY: the header demands a live handle, and pointers that are NULL or can be written.
    unsafe {
        guard::read(error, std::ptr::null_mut(), |error| {
            let place = error.place(index).ok_or(Fault::Range("index", index))?;
            guard::write(offset, place.start);
            guard::write(length, place.length);
            guard::write(line, place.line);
            guard::write(column, place.column);
            guard::write(column_utf16, place.utf16);
            Ok(())
        })
    }
}

/// The table that a diagnostic of facts is about, as the host named it; NULL for a diagnostic of a policy. Since 0.1.
///
/// The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_table(error: *const Error, index: usize, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, _| error.table(index).map(|found| found.table.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "table", index, 0, len, make) }
}

/// The column that a diagnostic of facts is about; NULL where there is none. Since 0.1.
///
/// The text belongs to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_column(error: *const Error, index: usize, len: *mut usize) -> *const c_char {
    let make = |error: &ErrorValue, _| error.table(index).and_then(|found| found.column.clone());
    // SAFETY: the header demands a live handle and a writable length.
    unsafe { said(error, "column", index, 0, len, make) }
}

/// The row that a diagnostic of facts is about, counted from 1; 0 where the whole table is meant. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_error_row(error: *const Error, index: usize) -> usize {
    // SAFETY: the header demands a live handle.
    unsafe { guard::get(error, 0, |error| error.table(index).and_then(|found| found.row)) }
}

/// # Safety
/// `error` is NULL or a live handle, `len` is NULL or can be written.
unsafe fn said(
    error: *const Error,
    what: &'static str,
    index: usize,
    number: i32,
    len: *mut usize,
    make: impl FnOnce(&ErrorValue, Language) -> Option<String>,
) -> *const c_char {
    let find = |error: &ErrorValue| -> Option<Borrowed> {
        let language = language(number)?;
        error.texts.get((what, index, number), || make(error, language))
    };
    // SAFETY: the promises of the caller are passed on.
    unsafe { guard::text(error, len, find) }
}
