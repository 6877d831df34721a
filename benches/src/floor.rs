//! The floor: the 20 rules as somebody would write them by hand in Rust, exact, for one record and for columns. Every
//! comparison is cross-multiplied, so that nothing is divided or rounded; the largest product stays far below 2^63.

mod columns;
mod policies;
mod rates;
mod record;
mod twenty;

pub use columns::{Verdicts, judge_columns};
pub use policies::{EXCERPT, judge_country};
pub use rates::{Rate, judge_rates, rates_policy};
pub use record::{Region, judge};
pub use twenty::Cell;

/// The codes of verdicts, as dabiao's columns give them.
pub mod code {
    /// The row is no subject of the rule.
    pub const NO_SUBJECT: u8 = 0;
    /// Certainly does not hold, and is due.
    pub const NOT_MET: u8 = 1;
    /// Facts are missing that could change the answer.
    pub const UNDETERMINED: u8 = 2;
    /// Not yet due.
    pub const PENDING: u8 = 3;
    /// Certainly holds.
    pub const MET: u8 = 5;
    /// Outside the condition, or a share of nothing.
    pub const NOT_APPLICABLE: u8 = 8;
}
