//! The corpus of dabiao as data, and the means to run it: cases on disk (`case`), expectations computed by hand
//! (`expected`).

pub mod case;
pub mod expected;
