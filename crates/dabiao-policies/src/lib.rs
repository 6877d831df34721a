//! The bundled policies: dabiao programs with the vocabulary they share, and China's calendar of working days.
//! They are texts, compiled by whoever uses them; nothing here is checked or evaluated.

mod calendars;
mod library;
mod sources;

use std::sync::Arc;

use dabiao::Library;
use once_cell::sync::OnceCell;

pub use calendars::{CN_WORKING_DAYS, CalendarError, calendar};
pub use library::library;
pub use sources::{SOURCES, source};

/// The library in which `use NAME` and `implements POLICY.RULE` find all that is bundled.
///
/// ```
/// let policy = dabiao_policies::source("cn_rehab_2021").unwrap_or_default();
/// let compiled = dabiao::compile(policy, dabiao_policies::library()?);
/// assert!(compiled.is_ok_and(|compiled| compiled.program.rules.len() > 50));
/// # Ok::<(), dabiao_policies::CalendarError>(())
/// ```
pub fn library() -> Result<&'static Library, CalendarError> {
    static LIBRARY: OnceCell<Library> = OnceCell::new();
    LIBRARY.get_or_try_init(|| {
        let mut library = Library::default();
        SOURCES.iter().for_each(|(name, text)| library.add_source(*name, *text));
        library.add_calendar(CN_WORKING_DAYS, Arc::clone(calendar()?));
        Ok(library)
    })
}
