//! Faults of the core -> the exceptions of `dabiao.errors`, which are Python classes; and the guard against panics.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use dabiao::Language;
use dabiao::diagnostic::{Diagnostic, FactFault};
use dabiao::evaluate::Progress;
use dabiao::report::{self, json};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How often a waiting call looks whether the user has pressed Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(50);

/// An exception of `dabiao.errors`, made from its arguments.
fn raise(py: Python<'_>, class: &str, arguments: impl for<'py> pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py.import("dabiao.errors").and_then(|module| module.getattr(class)?.call(arguments, None));
    made.map_or_else(|failed| failed, PyErr::from_value)
}

/// The faults of a source text, as `PolicyError`.
pub(crate) fn policy_error(
    py: Python<'_>,
    found: &[Diagnostic],
    source: &str,
    name: &str,
    language: Language,
) -> PyErr {
    let text = report::diagnostics_as_text(found, source, name, language);
    let details = json::diagnostics(&[json::Checked { name, source, found }], language);
    raise(py, "_of_policy", (text, details, source))
}

/// The faults of tables, as `FactsError`.
pub(crate) fn facts_error(py: Python<'_>, found: &[FactFault], language: Language) -> PyErr {
    let text = report::faults_as_text(found, language);
    raise(py, "_of_facts", (text, json::faults(found, language)))
}

/// The language of a code.
pub(crate) fn language(code: &str) -> PyResult<Language> {
    code.parse().map_err(|_| PyValueError::new_err(format!("lang is \"en\" or \"zh\", not {code:?}")))
}

/// Does work of the core without the interpreter's lock. A panic, which would be a fault of the core, is an ordinary
/// exception.
pub(crate) fn guarded<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    done.map_err(|panic| internal_error(py, panic.as_ref()))
}

/// As [`guarded`], for a long evaluation: Ctrl-C is answered at once, and stops the work. Where there is something to `watch`
/// it, it is called with the number of judgements made, and of all, until these are made.
pub(crate) fn interruptible<T: Send + 'static>(
    py: Python<'_>,
    watch: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Progress) -> Option<T> + Send + 'static,
) -> PyResult<T> {
    let (sender, receiver) = channel();
    let progress = Progress::default();
    let watched = progress.clone();
    let worker = move || {
        // Nobody listens any more after an interrupt.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(|| work(&watched))));
    };
    thread::Builder::new().name("dabiao".to_owned()).spawn(worker)?;
    // A receiver cannot be shared between threads; the lock is never contended.
    let receiver = Mutex::new(receiver);
    let wait = || receiver.lock().map_or(Err(RecvTimeoutError::Disconnected), |results| results.recv_timeout(PATIENCE));
    loop {
        match py.detach(wait) {
            Ok(Ok(Some(done))) => return Ok(done),
            Ok(Err(panic)) => return Err(internal_error(py, panic.as_ref())),
            Err(RecvTimeoutError::Timeout) => {
                let told = watch.map_or(Ok(()), |watch| watch.call1((progress.done(), progress.total())).map(|_| ()));
                told.and_then(|()| py.check_signals()).inspect_err(|_| progress.cancel())?;
            }
            Ok(Ok(None)) | Err(RecvTimeoutError::Disconnected) => {
                return Err(raise(py, "InternalError", ("the worker ended without a result",)));
            }
        }
    }
}

fn internal_error(py: Python<'_>, panic: &(dyn Any + Send)) -> PyErr {
    let message = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    raise(py, "InternalError", (format!("a fault of dabiao itself: {message}"),))
}
