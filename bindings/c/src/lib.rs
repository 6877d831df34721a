//! The C library of dabiao: what C hands over becomes values of the core, what the core answers becomes borrowed texts,
//! numbers and handles. No rule of the language is decided here. The contract is at the head of `include/dabiao.h`.
#![allow(unsafe_code, reason = "pointers come from C; each block says why it is sound")]
#![allow(clippy::missing_safety_doc, reason = "one contract holds for every function; the header states it")]

pub mod columns;
pub mod error;
pub mod evaluation;
pub mod facts;
pub mod limits;
pub mod policy;
pub mod record;
pub mod status;
pub mod verdicts;
pub mod version;

mod arrow;
mod fault;
mod guard;
mod table;
mod text;

#[cfg(debug_assertions)]
pub mod panic_test;
