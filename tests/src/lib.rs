//! The corpus of dabiao as data, and the means to run it: cases on disk (`case`), expectations computed by hand
//! (`expected`); and random programs beside them: as syntax (`generate`), and with a meaning and facts (`worlds`), on which
//! every evaluator is compared with the reference evaluator (`agreement`).

pub mod agreement;
pub mod case;
pub mod expected;
pub mod generate;
pub mod worlds;

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
