//! The bundled policies: dabiao programs with the vocabulary they share, and what they need beside facts.
//! They are texts, compiled by whoever uses them; nothing here is checked or evaluated.

mod calendars;
mod sources;

pub use calendars::{CN_WORKING_DAYS, CalendarError, calendar};
pub use sources::{SOURCES, source};
