//! The concrete syntax of dabiao: the pest grammar, and the words that belong to it.
//! Its rules are an implementation detail of the crate `dabiao`, which never shows them to its users.

extern crate alloc;

pub mod expected;
mod parser;
pub mod words;

pub use parser::{DabiaoParser, Rule};
