//! Texts in: pointer and length to `&str` or bytes, checked. Texts out: kept with a NUL at their end, at an address that
//! stays, until the object that gave them is freed.

use std::collections::BTreeMap;
use std::ffi::c_char;
use std::sync::{Mutex, PoisonError};

use crate::fault::Fault;

/// The bytes that C hands over; `what` names the parameter in a fault.
///
/// # Safety
/// Where `pointer` is not NULL, `length` bytes can be read from it for as long as `'a`.
pub(crate) unsafe fn bytes<'a>(pointer: *const c_char, length: usize, what: &'static str) -> Result<&'a [u8], Fault> {
    // SAFETY: a `char` is a byte, of any alignment; the promise of the caller is passed on.
    unsafe { array(pointer.cast::<u8>(), length, what) }
}

/// The text that C hands over.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'a>(pointer: *const c_char, length: usize, what: &'static str) -> Result<&'a str, Fault> {
    // SAFETY: the promise of the caller is passed on.
    let bytes = unsafe { bytes(pointer, length, what)? };
    std::str::from_utf8(bytes).map_err(|error| Fault::Utf8(what, error.valid_up_to()))
}

/// The array that C hands over. NULL stands for an empty one.
///
/// # Safety
/// Where `pointer` is not NULL, `length` values can be read from it for as long as `'a`.
pub(crate) unsafe fn array<'a, T>(pointer: *const T, length: usize, what: &'static str) -> Result<&'a [T], Fault> {
    let fits = length.checked_mul(size_of::<T>()).is_some_and(|bytes| isize::try_from(bytes).is_ok());
    match (pointer.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(Fault::Null(what)),
        (false, _) if !fits => Err(Fault::Range(what, length)),
        (false, _) if !pointer.is_aligned() => Err(Fault::Value(what, "not aligned".to_string())),
        // SAFETY: not NULL, aligned, of a size that an object can have, and readable as the caller promises.
        (false, _) => Ok(unsafe { std::slice::from_raw_parts(pointer, length) }),
    }
}

/// A text as C reads it: a pointer to its bytes, which end in a NUL, and their number without it.
#[derive(Clone, Copy)]
pub(crate) struct Borrowed {
    pub(crate) pointer: *const c_char,
    pub(crate) length: usize,
}

impl Borrowed {
    pub(crate) const NONE: Borrowed = Borrowed { pointer: std::ptr::null(), length: 0 };

    /// A text of the library itself, written with its NUL.
    pub(crate) fn constant(with_nul: &'static str) -> Borrowed {
        Borrowed { pointer: with_nul.as_ptr().cast(), length: with_nul.len().saturating_sub(1) }
    }
}

/// Which text of an object: the getter that asks for it, the place in a list, the language.
pub(crate) type Key = (&'static str, usize, i32);

/// The texts that an object has given away. A text is made when it is first asked for, and is never moved or dropped
/// before the object is.
#[derive(Default)]
pub(crate) struct Texts(Mutex<BTreeMap<Key, Box<[u8]>>>);

impl Texts {
    /// The text of a key.
    pub(crate) fn get(&self, key: Key, make: impl FnOnce() -> Option<String>) -> Option<Borrowed> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let borrow = |bytes: &[u8]| Borrowed { pointer: bytes.as_ptr().cast(), length: bytes.len().saturating_sub(1) };
        if let Some(known) = lock().get(&key) {
            return Some(borrow(known));
        }
        let mut bytes = make()?.into_bytes();
        bytes.push(0);
        // Another thread may have been faster: its text may already have been given away, so that one stays.
        Some(borrow(lock().entry(key).or_insert_with(|| bytes.into_boxed_slice())))
    }
}
