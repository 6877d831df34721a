//! The words for the codes of the parser.

use super::Wording;

/// Every code of the parser.
pub(super) const WORDINGS: &[Wording] = &[];
