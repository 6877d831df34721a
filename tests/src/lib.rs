//! The corpus of dabiao as data, and the means to run it: cases on disk (`case`), expectations computed by hand
//! (`expected`); and random programs beside them (`generate`).

pub mod case;
pub mod expected;
pub mod generate;

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
