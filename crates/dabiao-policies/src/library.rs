//! The bundled texts and calendars as the `Library` that a policy is compiled against.

use dabiao::Library;
use once_cell::sync::OnceCell;

use crate::calendars::{CN_WORKING_DAYS, CalendarError, calendar};
use crate::sources::SOURCES;

/// Everything bundled, made once: for `use health_cn` and for `implements cn_rehab_2021.doctors` in policies of your own.
///
/// ```
/// let policy = dabiao_policies::source("cn_rehab_2021").unwrap();
/// assert!(dabiao::compile(policy, dabiao_policies::library()?).is_ok());
/// # Ok::<(), dabiao_policies::CalendarError>(())
/// ```
pub fn library() -> Result<&'static Library, CalendarError> {
    static LIBRARY: OnceCell<Library> = OnceCell::new();
    LIBRARY.get_or_try_init(|| {
        let mut library = Library::default();
        library.add_calendar(CN_WORKING_DAYS, calendar()?.clone());
        SOURCES.iter().for_each(|(name, text)| library.add_source(*name, *text));
        Ok(library)
    })
}
