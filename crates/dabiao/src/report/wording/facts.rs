//! The words for the codes of the readers of facts.

use super::Wording;

/// Every code of the readers of facts.
pub(super) const WORDINGS: &[Wording] = &[];
