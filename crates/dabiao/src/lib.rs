//! dabiao (达标, "meets the mark"): an embeddable rules engine for quantitative public policy.

pub mod calendar;
pub mod date;
pub mod diagnostic;
pub mod evaluate;
pub mod facts;
pub mod language;
pub mod number;
pub mod program;
pub mod report;
pub mod span;
pub mod syntax;

mod compile;
mod order;

pub use compile::{Compiled, compile, compile_within};
pub use language::Language;
pub use program::Library;
