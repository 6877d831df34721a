//! The `Library`: vocabularies and policies by name, as source texts, and calendars of working days. It is filled by
//! the host (the bundled policies, files beside the one checked) and read at `use NAME` and at `implements POLICY.RULE`.
//! It does no I/O and holds nothing that has been checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Calendar;

/// Texts and calendars that a policy may name.
///
/// ```
/// use dabiao::program::Library;
/// let mut library = Library::default();
/// library.add_source("beds_cn", "unit beds \"beds\" | \"张\" whole");
/// assert!(library.source("beds_cn").is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Library {
    sources: BTreeMap<String, String>,
    calendars: BTreeMap<String, Arc<Calendar>>,
}

impl Library {
    /// Adds the text of a vocabulary or a policy under its name; a second text of one name replaces the first.
    pub fn add_source(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.sources.insert(name.into(), text.into());
    }

    /// Adds a calendar under its name; a second one of one name replaces the first.
    pub fn add_calendar(&mut self, name: impl Into<String>, calendar: Arc<Calendar>) {
        self.calendars.insert(name.into(), calendar);
    }

    /// The text of a vocabulary or a policy.
    pub fn source(&self, name: &str) -> Option<&str> {
        self.sources.get(name).map(String::as_str)
    }

    /// A calendar.
    pub fn calendar(&self, name: &str) -> Option<&Arc<Calendar>> {
        self.calendars.get(name)
    }

    /// The names of all texts and calendars, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().chain(self.calendars.keys()).map(String::as_str)
    }
}
