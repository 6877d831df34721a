//! Which version of the library this is, at compile time and at run time.

use std::ffi::c_char;

use crate::guard::give;
use crate::text::Borrowed;

/// The version of this header: its first part.
pub const DABIAO_VERSION_MAJOR: u32 = 0;
/// Its second part.
pub const DABIAO_VERSION_MINOR: u32 = 1;
/// Its third part.
pub const DABIAO_VERSION_PATCH: u32 = 0;
/// The whole, to compare: major * 1000000 + minor * 1000 + patch.
pub const DABIAO_VERSION_NUMBER: u32 = 1000;
/// The number of the binary interface. It changes when a program must be compiled anew.
pub const DABIAO_ABI_VERSION: u32 = 1;

const COMPOSED: u32 = DABIAO_VERSION_MAJOR * 1_000_000 + DABIAO_VERSION_MINOR * 1_000 + DABIAO_VERSION_PATCH;
const _: () = assert!(COMPOSED == DABIAO_VERSION_NUMBER, "the parts make the whole");

/// The version of the library that is loaded: major * 1000000 + minor * 1000 + patch. Since 0.1.
///
/// A host may compare it with `DABIAO_VERSION_NUMBER` of the header that it was compiled with.
#[unsafe(no_mangle)]
pub extern "C" fn dabiao_version_number() -> u32 {
    DABIAO_VERSION_NUMBER
}

/// The version of the library that is loaded, such as `0.1.0`. Since 0.1.
///
/// `len` may be NULL. The text is never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dabiao_version_string(len: *mut usize) -> *const c_char {
    // SAFETY: the header demands a writable length or NULL.
    unsafe { give(Borrowed::constant(concat!(env!("CARGO_PKG_VERSION"), "\0")), len) }
}

/// The number of the binary interface of the library that is loaded. Since 0.1.
///
/// A host refuses a library with another number than `DABIAO_ABI_VERSION` of its header.
#[unsafe(no_mangle)]
pub extern "C" fn dabiao_abi_version() -> u32 {
    DABIAO_ABI_VERSION
}
