//! The PyCapsule interface of Arrow: a stream of record batches out of an object of another library, and out of ours.
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use std::ffi::CStr;

use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

const STREAM: &CStr = c"arrow_array_stream";

/// The batches of an object with `__arrow_c_stream__`, which are read once.
pub(crate) fn reader_of(value: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let made = value.call_method0("__arrow_c_stream__")?;
    let capsule = made.cast::<PyCapsule>().map_err(|_| PyValueError::new_err("__arrow_c_stream__ gave no capsule"))?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: by the interface, a capsule of this name, which was just checked, holds a valid `ArrowArrayStream`. The
    // capsule is ours alone (it was made by the call above) and lives until the end of this function. `from_raw` moves
    // the stream out and leaves a released one behind, which the capsule's destructor takes for done.
    #[allow(unsafe_code, reason = "the one place where memory of another library is taken over")]
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
    reader.map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Batches as a capsule; another library moves the stream out of it, or it is released with the capsule.
pub(crate) fn capsule_of<'py>(
    py: Python<'py>,
    batches: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}
