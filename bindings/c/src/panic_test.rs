//! One function that panics, for the tests of the guard. It is in debug builds only, and in no header.
#![allow(clippy::panic, reason = "this is what it is for")]

use crate::error::Error;
use crate::facts::Facts;
use crate::guard;
use crate::status::Status;

/// Panics while it works on `facts`: with a text (0), a made text (1), or a value of another type (2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_test_panic(facts: *mut Facts, kind: i32, error: *mut *mut Error) -> Status {
    // SAFETY: the tests hand over a handle that nobody else uses, and a writable error or NULL.
    unsafe {
        guard::change(facts, error, |_| match kind {
            0 => std::panic::panic_any("forced"),
            1 => std::panic::panic_any(format!("forced {kind}")),
            _ => std::panic::panic_any(kind),
        })
    }
}
