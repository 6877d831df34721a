//! dabiao (达标, "meets the mark"): an embeddable rules engine for quantitative public policy.


pub mod number;
