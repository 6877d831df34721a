//! The words for the codes of the checker.

use super::Wording;

/// Every code of the checker.
pub(super) const WORDINGS: &[Wording] = &[];
