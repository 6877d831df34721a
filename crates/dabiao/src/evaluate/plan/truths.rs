//! The truths that remain possible, as the bits of a byte: what the fast paths compute with. The rules are those of the
//! reference evaluator's `truth`; a fourth bit says that the other three may be too many, so that an open result has to
//! be judged again by the reference evaluator. Sets only grow on the way, so a decided result is right as it stands.

use std::cmp::Ordering;

use crate::program::Order;

/// It may hold.
pub(crate) const YES: u8 = 1;
/// It may fail.
pub(crate) const NO: u8 = 2;
/// It may be not applicable.
pub(crate) const ABSENT: u8 = 4;
/// Fewer truths than these may remain.
pub(crate) const ROUGH: u8 = 8;
/// It may hold or fail.
pub(crate) const OPEN: u8 = YES | NO;
/// Nothing is known, and the reference evaluator may know more.
pub(crate) const UNJUDGED: u8 = YES | NO | ABSENT | ROUGH;

const TRUTHS: u8 = YES | NO | ABSENT;

/// What is known for certain.
pub(crate) fn known(holds: bool) -> u8 {
    if holds { YES } else { NO }
}

/// Whether it may hold and whether it may fail.
pub(crate) fn set_of(yes: bool, no: bool) -> u8 {
    u8::from(yes) | u8::from(no) << 1
}

/// The truths without the note that they may be too many.
pub(crate) fn truths(set: u8) -> u8 {
    set & TRUTHS
}

/// Whether only one truth remains.
pub(crate) fn is_decided(set: u8) -> bool {
    matches!(set & TRUTHS, YES | NO | ABSENT)
}

/// Whether it certainly holds.
pub(crate) fn is_certain(set: u8) -> bool {
    set & TRUTHS == YES
}

/// `not a`: what is not applicable stays so.
pub(crate) fn not(a: u8) -> u8 {
    (a & YES) << 1 | (a & NO) >> 1 | a & (ABSENT | ROUGH)
}

/// `a and b`: what is not applicable drops out.
pub(crate) fn and(a: u8, b: u8) -> u8 {
    let (a_passes, b_passes) = (a | a >> 2, b | b >> 2);
    let yes = (a & b_passes | a_passes & b) & YES;
    yes | (a | b) & (NO | ROUGH) | a & b & ABSENT
}

/// `a or b`: what is not applicable drops out.
pub(crate) fn or(a: u8, b: u8) -> u8 {
    not(and(not(a), not(b)))
}

/// `body` under the condition `guard`: not applicable unless that holds.
pub(crate) fn guarding(guard: u8, body: u8) -> u8 {
    let outside = (guard << 1 | guard) & ABSENT;
    let may_hold = 0u8.wrapping_sub(guard & YES);
    may_hold & (body | outside | guard & ROUGH) | !may_hold & ABSENT
}

/// Outside its condition an exception does not apply: whether a rule is free of it.
pub(crate) fn free_of(exception: u8) -> u8 {
    not((exception & (YES | NO | ROUGH)) | (exception & ABSENT) >> 1)
}

/// Whether a member counts: one whose condition is not applicable does not.
pub(crate) fn counted(condition: u8) -> u8 {
    (condition & (YES | NO | ROUGH)) | (condition & ABSENT) >> 1
}

/// One step through the arms of `if`: what remains open, and the truths collected so far.
#[derive(Clone, Copy)]
pub(crate) struct Arms {
    open: u8,
    collected: u8,
}

impl Arms {
    /// Before the first arm.
    pub(crate) const NEW: Arms = Arms { open: u8::MAX, collected: 0 };

    /// Passes an arm whose condition has the truths `when` and whose result has the truths `then`.
    pub(crate) fn pass(self, when: u8, then: u8) -> Arms {
        let taken = 0u8.wrapping_sub(when & YES) & self.open;
        let closed = 0u8.wrapping_sub(u8::from(is_certain(when)));
        let rough = when & ROUGH & self.open;
        Arms { collected: self.collected | then & taken | rough, open: self.open & !closed }
    }

    /// After the last arm.
    pub(crate) fn otherwise(self, rest: u8) -> u8 {
        self.collected | rest & self.open
    }
}

/// Whether an ordering satisfies an operator.
pub(crate) fn holds(order: Order, ordering: Ordering) -> bool {
    match order {
        Order::AtLeast => ordering.is_ge(),
        Order::MoreThan => ordering.is_gt(),
        Order::AtMost => ordering.is_le(),
        Order::LessThan => ordering.is_lt(),
        Order::Equal => ordering.is_eq(),
        Order::NotEqual => ordering.is_ne(),
    }
}
