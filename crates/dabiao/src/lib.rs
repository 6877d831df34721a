//! dabiao (达标, "meets the mark"): an embeddable rules engine for quantitative public policy.

pub mod date;
pub mod diagnostic;
pub mod number;
pub mod span;
pub mod syntax;
