//! What a condition comes to: the truths that it may have, and what is missing.

use super::truth::Truth;
use crate::evaluate::verdict::MissingFact;

/// The truths a condition may have, and what is missing where more than one remains.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub truth: Truth,
    pub missing: Vec<MissingFact>,
}

impl Outcome {
    pub(super) fn known(holds: bool) -> Outcome {
        Outcome::decided(Truth::known(holds))
    }

    pub(super) fn decided(truth: Truth) -> Outcome {
        Outcome { truth, missing: Vec::new() }
    }

    /// What is missing no longer matters once the truth is decided.
    pub(super) fn new(truth: Truth, missing: Vec<MissingFact>) -> Outcome {
        if truth.is_decided() { Outcome::decided(truth) } else { Outcome { truth, missing } }
    }

    /// Joins two by a rule for their truths.
    pub(super) fn join(self, other: Outcome, rule: impl Fn(Truth, Truth) -> Truth) -> Outcome {
        let truth = rule(self.truth, other.truth);
        let mut missing = self.missing;
        missing.extend(other.missing);
        Outcome { truth, missing }
    }
}
