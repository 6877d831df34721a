//! The `Library`: vocabularies and policies by name, as source texts, and calendars of working days. It is filled by
//! the host (the bundled policies, files beside the one checked) and read at `use NAME` and at `implements POLICY.RULE`.
//! It does no I/O and holds nothing that has been checked; what it has once read it keeps, so that many policies may stand
//! on one vocabulary.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::calendar::Calendar;
use crate::syntax::ast::Ast;
use crate::syntax::{Limits, Parsed, outline, parse};

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
    sources: BTreeMap<String, Source>,
    calendars: BTreeMap<String, Arc<Calendar>>,
}

/// A text, and what it says, once somebody has asked.
#[derive(Clone, Debug)]
struct Source {
    text: String,
    read: OnceLock<Arc<Parsed>>,
}

impl Source {
    fn parsed(&self) -> &Arc<Parsed> {
        self.read.get_or_init(|| Arc::new(parse(&self.text, &Limits::default())))
    }
}

impl Library {
    /// Adds the text of a vocabulary or a policy under its name; a second text of one name replaces the first.
    pub fn add_source(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.sources.insert(name.into(), Source { text: text.into(), read: OnceLock::new() });
    }

    /// Adds a calendar under its name; a second one of one name replaces the first.
    pub fn add_calendar(&mut self, name: impl Into<String>, calendar: Arc<Calendar>) {
        self.calendars.insert(name.into(), calendar);
    }

    /// The text of a vocabulary or a policy.
    pub fn source(&self, name: &str) -> Option<&str> {
        self.sources.get(name).map(|source| source.text.as_str())
    }

    /// What the text of a vocabulary or a policy says.
    pub(crate) fn parsed(&self, name: &str) -> Option<&Arc<Parsed>> {
        self.sources.get(name).map(Source::parsed)
    }

    /// The headers of a text, with all else if it has been read: names of policies and rules need no more.
    pub(crate) fn outline(&self, name: &str) -> Option<Arc<Ast>> {
        let source = self.sources.get(name)?;
        Some(source.read.get().map_or_else(|| Arc::new(outline(&source.text)), |parsed| Arc::clone(&parsed.ast)))
    }

    /// What a text says, if it is one of these.
    pub(crate) fn parsed_text(&self, text: &str) -> Option<&Arc<Parsed>> {
        self.sources.values().find(|source| source.text == text).map(Source::parsed)
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
