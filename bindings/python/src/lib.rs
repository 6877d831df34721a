//! The native part of the Python package `dabiao`: it turns Python values into those of the core and back, and frees the
//! interpreter while the core works. What the package says to its users is written in Python; the language is in the core.

mod arrow;
mod capsule;
mod cells;
mod columns;
mod errors;
mod facts;
mod program;
mod record;
mod report;
mod typed;

/// The native part of `dabiao`.
#[pyo3::pymodule]
mod _dabiao {
    #[pymodule_export]
    use crate::columns::Columns;
    #[pymodule_export]
    use crate::facts::Facts;
    #[pymodule_export]
    use crate::program::{Program, bundled, check, source};
    #[pymodule_export]
    use crate::record::Record;
    #[pymodule_export]
    use crate::report::Report;

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
