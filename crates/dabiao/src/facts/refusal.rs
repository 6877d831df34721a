//! Why a cell cannot be read, before it is known where it stands.

use crate::diagnostic::FactFault;

/// Why a cell cannot be read, to be placed by the caller.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(super) details: Vec<String>,
    pub(super) suggestion: Option<String>,
}

impl Refusal {
    pub(super) fn new(code: &'static str, found: impl ToString) -> Refusal {
        Refusal { code, details: vec![found.to_string()], suggestion: None }
    }

    pub(super) fn with(mut self, detail: impl ToString) -> Refusal {
        self.details.push(detail.to_string());
        self
    }

    pub(super) fn suggest(mut self, suggestion: Option<impl ToString>) -> Refusal {
        self.suggestion = suggestion.map(|text| text.to_string());
        self
    }

    /// Completes a fault that already names the row.
    pub(crate) fn into_fault(self, fault: FactFault, column: &str) -> FactFault {
        FactFault { details: self.details, suggestion: self.suggestion, ..fault.column(column) }
    }
}
