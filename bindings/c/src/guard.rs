//! The one way in and out of the library. A handle is checked before it is read, the body of a function cannot let a
//! panic out, and a panic spoils the handle that was worked on and nothing else.

use std::any::Any;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;
use crate::fault::Fault;
use crate::status::Status;
use crate::text::Borrowed;

/// A kind of handle: the type that C sees, and what stands behind it.
pub(crate) trait Noun {
    /// What stands behind it. Handles are shared between threads as the header says.
    type Value: Send + Sync;
    /// Tells a handle of this kind from others.
    const KIND: u32;
    /// Its parameter in messages.
    const NAME: &'static str;
}

/// What a handle points to. The kind comes first, so that it can be read from a handle of any kind.
#[repr(C)]
pub(crate) struct Handle<T> {
    kind: u32,
    poisoned: AtomicBool,
    kept: bool,
    value: T,
}

impl<T> Handle<T> {
    /// A handle that another object keeps: C may look at it and cannot free it.
    pub(crate) fn kept<N: Noun<Value = T>>(value: T) -> Box<Handle<T>> {
        Box::new(Handle { kind: N::KIND, poisoned: AtomicBool::new(false), kept: true, value })
    }

    /// The pointer that C sees of a handle that stays ours.
    pub(crate) fn as_pointer<N: Noun<Value = T>>(&self) -> *const N {
        ptr::from_ref(self).cast()
    }
}

/// Hands a value over to C.
pub(crate) fn into_pointer<N: Noun>(value: N::Value) -> *mut N {
    Box::into_raw(Box::new(Handle { kind: N::KIND, poisoned: AtomicBool::new(false), kept: false, value })).cast()
}

/// Checks what can be checked of a handle.
///
/// # Safety
/// Where it is not NULL, `pointer` is a live handle of some kind.
#[inline]
unsafe fn check<N: Noun>(pointer: *const N) -> Result<*mut Handle<N::Value>, Fault> {
    // SAFETY: the promise of the caller is passed on.
    unsafe { sound(pointer).ok_or_else(|| fault(pointer)) }
}

/// The handle, where nothing is wrong with it.
///
/// # Safety
/// As for [`check`].
#[inline]
unsafe fn sound<N: Noun>(pointer: *const N) -> Option<*mut Handle<N::Value>> {
    let handle = pointer.cast_mut().cast::<Handle<N::Value>>();
    if handle.is_null() || !handle.is_aligned() {
        return None;
    }
    // SAFETY: a live handle of any kind begins with its kind and is at least as long as the two words read here.
    let (kind, poisoned) = unsafe { ((*handle).kind, &(*handle).poisoned) };
    (kind == N::KIND && !poisoned.load(Ordering::Acquire)).then_some(handle)
}

/// What is wrong with a handle that is not sound.
///
/// # Safety
/// As for [`check`].
#[cold]
unsafe fn fault<N: Noun>(pointer: *const N) -> Fault {
    let handle = pointer.cast::<Handle<N::Value>>();
    if handle.is_null() {
        return Fault::Null(N::NAME);
    }
    // SAFETY: it is read only where it is aligned; a live handle of any kind begins with its kind.
    match handle.is_aligned() && unsafe { (*handle).kind } == N::KIND {
        true => Fault::Poisoned(N::NAME),
        false => Fault::Kind(N::NAME),
    }
}

/// What stands behind a handle that is read.
///
/// # Safety
/// Where it is not NULL, `pointer` is a live handle of some kind, and nobody changes it during `'a`.
pub(crate) unsafe fn open<'a, N: Noun>(pointer: *const N) -> Result<&'a N::Value, Fault> {
    // SAFETY: the promise of the caller is passed on; the kind was checked, so the value is of this type.
    unsafe { check(pointer).map(|handle| &(*handle).value) }
}

/// Runs the body of a function that reads a handle and can fail.
///
/// # Safety
/// As for [`open`]; and `error` is NULL or can be written.
#[inline]
pub(crate) unsafe fn read<N: Noun>(
    receiver: *const N,
    error: *mut *mut Error,
    body: impl FnOnce(&N::Value) -> Result<(), Fault>,
) -> Status {
    // SAFETY: the promises of the caller are passed on.
    unsafe {
        clear(error);
        match check(receiver) {
            Ok(handle) => finish(error, caught(|| body(&(*handle).value).map_err(Box::new)), || poison(handle)),
            Err(fault) => finish(error, Ok(Err(Box::new(fault))), || ()),
        }
    }
}

/// Runs the body of a function that changes a handle.
///
/// # Safety
/// Where it is not NULL, `receiver` is a live handle of some kind that nobody else uses; `error` is NULL or can be written.
#[inline]
pub(crate) unsafe fn change<N: Noun>(
    receiver: *mut N,
    error: *mut *mut Error,
    body: impl FnOnce(&mut N::Value) -> Result<(), Fault>,
) -> Status {
    // SAFETY: the promises of the caller are passed on.
    unsafe {
        clear(error);
        match check(receiver.cast_const()) {
            Ok(handle) => finish(error, caught(|| body(&mut (*handle).value).map_err(Box::new)), || poison(handle)),
            Err(fault) => finish(error, Ok(Err(Box::new(fault))), || ()),
        }
    }
}

/// The same for a step that most calls take: where `quick`, which cannot panic, says that all is done, `body` does not run.
///
/// # Safety
/// As for [`change`].
#[inline]
pub(crate) unsafe fn change_quickly<N: Noun>(
    receiver: *mut N,
    error: *mut *mut Error,
    quick: impl FnOnce(&mut N::Value) -> bool,
    body: impl FnOnce(&mut N::Value) -> Result<(), Fault>,
) -> Status {
    // SAFETY: the promises of the caller are passed on.
    unsafe {
        if let Some(handle) = sound(receiver.cast_const())
            && quick(&mut (*handle).value)
        {
            clear(error);
            return Status::Ok;
        }
        change_slowly(receiver, error, body)
    }
}

/// What [`change_quickly`] does where there is more to it.
///
/// # Safety
/// As for [`change`].
#[cold]
#[inline(never)]
unsafe fn change_slowly<N: Noun>(
    receiver: *mut N,
    error: *mut *mut Error,
    body: impl FnOnce(&mut N::Value) -> Result<(), Fault>,
) -> Status {
    // SAFETY: the promises of the caller are passed on.
    unsafe { change(receiver, error, body) }
}

/// Runs the body of a function that makes a handle.
///
/// # Safety
/// `out` and `error` are NULL or can be written.
pub(crate) unsafe fn make<N: Noun>(
    out: *mut *mut N,
    error: *mut *mut Error,
    body: impl FnOnce() -> Result<N::Value, Fault>,
) -> Status {
    // SAFETY: the promises of the caller are passed on; `out` is written only where it is not NULL.
    unsafe {
        clear(error);
        if out.is_null() {
            return finish(error, Ok(Err(Box::new(Fault::Null("out")))), || ());
        }
        out.write(ptr::null_mut());
        let made = caught(|| body().map(into_pointer::<N>).map_err(Box::new));
        let done = made.map(|made| made.map(|pointer| out.write(pointer)));
        finish(error, done, || ())
    }
}

/// Runs the body of a getter: what it finds, or `none` where the handle is bad, there is nothing, or the body panicked.
///
/// # Safety
/// As for [`open`].
pub(crate) unsafe fn get<N: Noun, T>(receiver: *const N, none: T, body: impl FnOnce(&N::Value) -> Option<T>) -> T {
    // SAFETY: the promise of the caller is passed on.
    unsafe {
        let Ok(handle) = check(receiver) else { return none };
        match caught(|| body(&(*handle).value)) {
            Ok(found) => found.unwrap_or(none),
            Err(_) => {
                poison(handle);
                none
            }
        }
    }
}

/// Runs the body of a getter of a text.
///
/// # Safety
/// As for [`open`]; and `length` is NULL or can be written.
pub(crate) unsafe fn text<N: Noun>(
    receiver: *const N,
    length: *mut usize,
    body: impl FnOnce(&N::Value) -> Option<Borrowed>,
) -> *const c_char {
    // SAFETY: the promises of the caller are passed on.
    unsafe {
        let found = get(receiver, Borrowed::NONE, body);
        give(found, length)
    }
}

/// Hands a borrowed text over.
///
/// # Safety
/// `length` is NULL or can be written.
pub(crate) unsafe fn give(text: Borrowed, length: *mut usize) -> *const c_char {
    // SAFETY: the promise of the caller is passed on.
    unsafe { write(length, text.length) };
    text.pointer
}

/// Writes where there is something to write to.
///
/// # Safety
/// `out` is NULL or can be written.
pub(crate) unsafe fn write<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY: not NULL, and writable as the caller promises; it need not be aligned.
        unsafe { out.write_unaligned(value) };
    }
}

/// Writes to a parameter that must not be NULL; `what` names it.
///
/// # Safety
/// `out` is NULL or can be written.
pub(crate) unsafe fn set<T>(out: *mut T, what: &'static str, value: T) -> Result<(), Fault> {
    if out.is_null() {
        return Err(Fault::Null(what));
    }
    // SAFETY: the promise of the caller is passed on.
    unsafe { write(out, value) };
    Ok(())
}

/// Frees a handle; NULL, handles of another kind and handles that another object keeps are left alone.
///
/// # Safety
/// Where it is not NULL, `pointer` is a live handle of some kind that nobody uses any more.
pub(crate) unsafe fn free<N: Noun>(pointer: *mut N) {
    let handle = pointer.cast::<Handle<N::Value>>();
    if handle.is_null() || !handle.is_aligned() {
        return;
    }
    // SAFETY: a live handle of any kind begins with its kind; the kind says that it came from `into_pointer::<N>`.
    let _ = caught(|| unsafe {
        if (*handle).kind == N::KIND && !(*handle).kept {
            drop(Box::from_raw(handle));
        }
    });
}

/// Runs a body; a panic becomes its message.
pub(crate) fn caught<T>(body: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(body)).map_err(message)
}

/// The message of a panic. The payload is dropped only where its type is known: dropping another may panic again.
fn message(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<&'static str>() {
        Ok(text) => (*text).to_string(),
        Err(payload) => match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => {
                std::mem::forget(payload);
                "unknown".to_string()
            }
        },
    }
}

/// # Safety
/// `handle` is a live handle of this kind.
unsafe fn poison<T>(handle: *mut Handle<T>) {
    // SAFETY: the flag is atomic and may be set by any thread.
    unsafe { (*handle).poisoned.store(true, Ordering::Release) };
}

/// # Safety
/// `error` is NULL or can be written.
unsafe fn clear(error: *mut *mut Error) {
    // SAFETY: the promise of the caller is passed on.
    unsafe { write(error, ptr::null_mut()) };
}

/// The status of a body that ran; its fault becomes an error object of the caller's. What succeeds is the quick way.
///
/// # Safety
/// `error` is NULL or can be written.
#[inline]
unsafe fn finish(error: *mut *mut Error, done: Result<Result<(), Box<Fault>>, String>, spoil: impl FnOnce()) -> Status {
    match done {
        Ok(Ok(())) => Status::Ok,
        // SAFETY: the promise of the caller is passed on.
        Ok(Err(fault)) => unsafe { fail(error, *fault) },
        Err(message) => {
            spoil();
            // SAFETY: the promise of the caller is passed on.
            unsafe { fail(error, Fault::Panic(message)) }
        }
    }
}

/// # Safety
/// `error` is NULL or can be written.
#[cold]
unsafe fn fail(error: *mut *mut Error, fault: Fault) -> Status {
    let status = fault.status();
    if !error.is_null() {
        // SAFETY: the promise of the caller is passed on.
        unsafe { write(error, Error::of(fault)) };
    }
    status
}
