//! Memory of a host as a buffer of the core: its values are read where they are, and the host is told by the release of
//! its array when the last that reads them is gone.

use std::sync::{Arc, OnceLock};

use dabiao::facts::Buffer;

use super::{ArrowArray, ArrowSchema};

/// An array of the host's, once it is ours; until then nothing, so that a failure leaves it to the host.
#[derive(Default)]
pub(super) struct Kept(OnceLock<Owned<ArrowArray>>);

// SAFETY: an array may be released by any thread, and the specification forbids whoever made it to change it meanwhile.
// Behind the lock it is only dropped, which needs the last owner.
unsafe impl Send for Kept {}
// SAFETY: as above; nothing is read through it.
unsafe impl Sync for Kept {}

impl Kept {
    /// Takes over an array, which is released with the last buffer, or at once where there is none.
    pub(super) fn take(&self, array: Owned<ArrowArray>) {
        // It is taken over once: `set` gives it back otherwise, and drops it here.
        drop(self.0.set(array));
    }
}

/// What is released when it is dropped. It may have been moved: the specification allows it.
pub(super) struct Owned<T: Released>(pub(super) T);

impl<T: Released> Drop for Owned<T> {
    fn drop(&mut self) {
        if let Some(release) = self.0.release() {
            // SAFETY: the structure is its owner's, and was not released, as it still names the function.
            unsafe { release(&raw mut self.0) };
        }
    }
}

/// A structure of Arrow that names the function by which it is released; none: it was.
pub(super) trait Released {
    fn release(&self) -> Option<unsafe extern "C" fn(*mut Self)>;
}

impl Released for ArrowArray {
    fn release(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
        self.release
    }
}

impl Released for ArrowSchema {
    fn release(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
        self.release
    }
}

/// Values in the memory of an array.
struct Slice<T> {
    start: *const T,
    len: usize,
    _kept: Arc<Kept>,
}

// SAFETY: numbers that nobody changes, which `Kept` keeps alive on any thread.
unsafe impl<T: Sync> Send for Slice<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Slice<T> {}

impl<T> AsRef<[T]> for Slice<T> {
    fn as_ref(&self) -> &[T] {
        // SAFETY: `buffer` was promised as much; the array is released only after the slice is gone.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }
}

/// The values at an address as a buffer. They are copied only where they are not aligned.
///
/// # Safety
/// From `start`, which is not NULL, `len` values can be read that nobody changes before the array that `kept` is to hold
/// is released; `T` is a number, so that any bytes are a value.
pub(super) unsafe fn buffer<T: Copy + Sync + 'static>(start: *const T, len: usize, kept: &Arc<Kept>) -> Buffer<T> {
    match start.is_aligned() {
        true => Buffer::Shared(Arc::new(Slice { start, len, _kept: Arc::clone(kept) })),
        // SAFETY: the promise of the caller; the values need not be aligned.
        false => unsafe { (0..len).map(|at| start.add(at).read_unaligned()).collect::<Vec<T>>().into() },
    }
}
