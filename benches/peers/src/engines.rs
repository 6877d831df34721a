//! The peers in Rust: each prints the rules in its own language, as they are written (with a division where it has one),
//! compiles them once, binds a row as its documentation advises, and answers with a code for each rule.

mod cedar;
mod cel;
mod dabiao;
mod datalogic;
mod regorus;
mod rhai;
mod zen;

pub use self::cedar::Cedar;
pub use self::cel::Cel;
pub use self::dabiao::Dabiao;
pub use self::datalogic::Datalogic;
pub use self::regorus::Regorus;
pub use self::rhai::Rhai;
pub use self::zen::Zen;

use crate::rules::{Compare, NOT_MET, RULES, Row, Rule};

/// A peer, with its rules compiled.
pub trait Peer {
    /// A row, bound.
    type Bound;
    fn name(&self) -> &'static str;
    /// Values are in units of `1 / scale`.
    fn bind(&mut self, row: &Row, scale: i64) -> Self::Bound;
    fn judge(&mut self, bound: &mut Self::Bound) -> [u8; RULES];
    /// Whether it tells what is not applicable from what is not met.
    fn knows_not_applicable(&self) -> bool {
        true
    }
    /// Whether it can be given decimals.
    fn knows_decimals(&self) -> bool {
        true
    }
}

/// How an infix language writes.
pub struct Style {
    pub field: fn(&str) -> String,
    pub number: fn(f64) -> String,
    /// Condition, then, otherwise.
    pub choice: fn(&str, &str, &str) -> String,
    pub and: &'static str,
}

impl Style {
    pub fn compare(&self, compare: &Compare) -> String {
        let parts: Vec<String> = compare.part.iter().map(|field| (self.field)(field)).collect();
        let mut left = parts.join(" + ");
        if parts.len() > 1 {
            left = format!("({left})");
        }
        if let Some(whole) = compare.whole {
            left = format!("{left} / {}", (self.field)(whole));
        }
        if compare.per > 1 {
            left = format!("{left} * {}", (self.number)(compare.per as f64));
        }
        format!("{left} {} {}", compare.op, self.bound(compare.bound))
    }

    fn bound(&self, (numerator, denominator): (i64, i64)) -> String {
        match denominator {
            1 | 10 | 100 | 1_000 => (self.number)(numerator as f64 / denominator as f64),
            _ => format!("{} / {}", (self.number)(numerator as f64), (self.number)(denominator as f64)),
        }
    }

    /// The rule as one expression that gives the code of its verdict.
    pub fn rule(&self, rule: &Rule) -> String {
        rule.clauses.iter().rev().fold(NOT_MET.to_string(), |otherwise, (verdict, all)| {
            let all: Vec<String> = all.iter().map(|compare| self.compare(compare)).collect();
            (self.choice)(&all.join(self.and), &verdict.to_string(), &otherwise)
        })
    }
}

/// A whole number as such, a decimal as the nearest float.
pub enum Number {
    Whole(i64),
    Float(f64),
}

pub fn number(value: i64, scale: i64) -> Number {
    if scale == 1 { Number::Whole(value) } else { Number::Float(value as f64 / scale as f64) }
}
