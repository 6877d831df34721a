//! Owned memory -> a batch of Arrow. What a buffer points into is kept alive by the array until its release.

use std::any::Any;
use std::ffi::{CString, c_void};
use std::ptr;

use super::{ArrowArray, ArrowSchema};

/// A buffer, with what keeps it alive.
pub(crate) struct Buffer {
    pointer: *const c_void,
    _kept: Box<dyn Any + Send + Sync>,
}

impl Buffer {
    /// A buffer of its own.
    pub(crate) fn of<T: Any + Send + Sync>(values: Vec<T>) -> Buffer {
        Buffer { pointer: values.as_ptr().cast(), _kept: Box::new(values) }
    }

    /// A buffer that stands in `kept`, at an address that does not move with it.
    pub(crate) fn within<T: Any + Send + Sync>(bytes: *const u8, kept: T) -> Buffer {
        Buffer { pointer: bytes.cast(), _kept: Box::new(kept) }
    }
}

/// What an exported array owns.
struct OwnedArray {
    pointers: Vec<*const c_void>,
    _buffers: Vec<Buffer>,
    children: Vec<*mut ArrowArray>,
    dictionary: Option<*mut ArrowArray>,
}

/// An array without nulls. The first buffer, of validity, is absent.
pub(crate) fn array(
    length: usize,
    buffers: Vec<Buffer>,
    children: Vec<ArrowArray>,
    dictionary: Option<ArrowArray>,
) -> ArrowArray {
    let pointers = std::iter::once(ptr::null()).chain(buffers.iter().map(|buffer| buffer.pointer)).collect();
    let raw = |part| Box::into_raw(Box::new(part));
    let (children, dictionary) = (children.into_iter().map(raw).collect(), dictionary.map(raw));
    let mut owned = Box::new(OwnedArray { pointers, _buffers: buffers, children, dictionary });
    let signed = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    ArrowArray {
        length: signed(length),
        null_count: 0,
        offset: 0,
        n_buffers: signed(owned.pointers.len()),
        n_children: signed(owned.children.len()),
        buffers: owned.pointers.as_mut_ptr(),
        children: owned.children.as_mut_ptr(),
        dictionary: owned.dictionary.unwrap_or(ptr::null_mut()),
        release: Some(release_array),
        private_data: Box::into_raw(owned).cast(),
    }
}

/// A column of texts.
pub(crate) fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> ArrowArray {
    let (mut offsets, mut bytes) = (vec![0i64], Vec::new());
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        offsets.push(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    }
    array(offsets.len() - 1, vec![Buffer::of(offsets), Buffer::of(bytes)], Vec::new(), None)
}

/// # Safety
/// `array` was made by [`array`] and not released; its consumer may have moved it, and its children out of it.
unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: the specification demands of a consumer what is said above. Children and dictionary came from boxes; one that
    // was moved out of its place names no function any more.
    unsafe {
        let owned: Box<OwnedArray> = Box::from_raw((*array).private_data.cast());
        for part in owned.children.iter().copied().chain(owned.dictionary) {
            let mut part = Box::from_raw(part);
            if let Some(release) = part.release {
                release(&raw mut *part);
            }
        }
        (*array).release = None;
    }
}

/// What an exported schema owns.
struct OwnedSchema {
    _format: CString,
    _name: CString,
    children: Vec<*mut ArrowSchema>,
    dictionary: Option<*mut ArrowSchema>,
}

/// The type of a column or a batch. Neither text has a NUL in it.
pub(crate) fn schema(
    format: &str,
    name: &str,
    children: Vec<ArrowSchema>,
    dictionary: Option<ArrowSchema>,
) -> ArrowSchema {
    let text = |text: &str| CString::new(text).unwrap_or_default();
    let (format, name) = (text(format), text(name));
    let raw = |part| Box::into_raw(Box::new(part));
    let (children, dictionary) = (children.into_iter().map(raw).collect(), dictionary.map(raw));
    let (at, called) = (format.as_ptr(), name.as_ptr());
    let mut owned = Box::new(OwnedSchema { _format: format, _name: name, children, dictionary });
    ArrowSchema {
        format: at,
        name: called,
        metadata: ptr::null(),
        flags: 0,
        n_children: i64::try_from(owned.children.len()).unwrap_or(i64::MAX),
        children: owned.children.as_mut_ptr(),
        dictionary: owned.dictionary.unwrap_or(ptr::null_mut()),
        release: Some(release_schema),
        private_data: Box::into_raw(owned).cast(),
    }
}

/// # Safety
/// `schema` was made by [`schema`] and not released.
unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: the specification demands of a consumer what is said above.
    unsafe {
        let owned: Box<OwnedSchema> = Box::from_raw((*schema).private_data.cast());
        for part in owned.children.iter().copied().chain(owned.dictionary) {
            let mut part = Box::from_raw(part);
            if let Some(release) = part.release {
                release(&raw mut *part);
            }
        }
        (*schema).release = None;
    }
}
