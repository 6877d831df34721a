//! The bundled policies: dabiao programs with the vocabulary they share, and what they need beside facts.
//! They are texts, compiled by whoever uses them; nothing here is checked or evaluated.

mod sources;

pub use sources::{SOURCES, source};
