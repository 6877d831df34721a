//! Which truths a condition may have when facts are missing: a subset of {yes, no, not applicable}.
//! `docs/language.md`, section 7: everything is evaluated over the values that what is missing could take.

/// The truths still possible; at least one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    /// It may hold.
    pub yes: bool,
    /// It may fail.
    pub no: bool,
    /// It may be not applicable.
    pub not_applicable: bool,
}

impl Truth {
    pub(super) const YES: Truth = Truth { yes: true, no: false, not_applicable: false };
    pub(super) const NO: Truth = Truth { yes: false, no: true, not_applicable: false };
    pub(super) const NOT_APPLICABLE: Truth = Truth { yes: false, no: false, not_applicable: true };
    pub(super) const OPEN: Truth = Truth { yes: true, no: true, not_applicable: false };

    /// What is known for certain.
    pub(super) fn known(holds: bool) -> Truth {
        if holds { Truth::YES } else { Truth::NO }
    }

    /// Whether only one truth remains.
    pub(super) fn is_decided(self) -> bool {
        u8::from(self.yes) + u8::from(self.no) + u8::from(self.not_applicable) == 1
    }

    /// Whether it certainly holds.
    pub(super) fn is_certain(self) -> bool {
        self == Truth::YES
    }

    /// Either of the two.
    pub(super) fn or_else(self, other: Truth) -> Truth {
        Truth {
            yes: self.yes || other.yes,
            no: self.no || other.no,
            not_applicable: self.not_applicable || other.not_applicable,
        }
    }

    /// `not a`: what is not applicable stays so.
    pub(super) fn negated(self) -> Truth {
        Truth { yes: self.no, no: self.yes, not_applicable: self.not_applicable }
    }

    /// `a and b`: what is not applicable drops out.
    pub(super) fn and(self, other: Truth) -> Truth {
        Truth {
            yes: self.yes && (other.yes || other.not_applicable) || self.not_applicable && other.yes,
            no: self.no || other.no,
            not_applicable: self.not_applicable && other.not_applicable,
        }
    }

    /// `a or b`: what is not applicable drops out.
    pub(super) fn or(self, other: Truth) -> Truth {
        self.negated().and(other.negated()).negated()
    }

    /// `b` under the condition `a`: not applicable unless `a` holds.
    pub(super) fn guarding(self, body: Truth) -> Truth {
        let outside = self.no || self.not_applicable;
        if self.yes { Truth { not_applicable: body.not_applicable || outside, ..body } } else { Truth::NOT_APPLICABLE }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth;

    #[test]
    fn what_is_not_applicable_drops_out_of_and_and_or() {
        let none = Truth::NOT_APPLICABLE;
        assert_eq!((none.and(Truth::YES), none.and(Truth::NO), none.and(none)), (Truth::YES, Truth::NO, none));
        assert_eq!((none.or(Truth::YES), none.or(Truth::NO), none.or(none)), (Truth::YES, Truth::NO, none));
    }

    #[test]
    fn one_known_side_can_decide_an_open_one() {
        assert_eq!(Truth::OPEN.and(Truth::NO), Truth::NO);
        assert_eq!(Truth::OPEN.or(Truth::YES), Truth::YES);
        assert_eq!(Truth::OPEN.and(Truth::YES), Truth::OPEN);
    }

    #[test]
    fn outside_its_condition_nothing_is_required() {
        assert_eq!(Truth::NO.guarding(Truth::NO), Truth::NOT_APPLICABLE);
        assert_eq!(Truth::OPEN.guarding(Truth::NO), Truth { yes: false, no: true, not_applicable: true });
    }
}
