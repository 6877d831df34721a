//! The bundled policies: dabiao programs with the vocabulary they share, and China's calendar of working days.
//! They are texts, compiled by whoever uses them; nothing here is checked or evaluated.

mod calendars;
mod library;
mod sources;

pub use calendars::{CN_WORKING_DAYS, CalendarError, calendar};
pub use library::library;
pub use sources::{SOURCES, source};
