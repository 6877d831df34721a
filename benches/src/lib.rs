//! The work that the benches measure: 20 rules as a policy and as hand-written Rust, the facts for them, and a way to
//! time contenders fairly. Every floor is exact and gives the verdicts that dabiao gives; a bench that finds otherwise fails.

// The parser that pest derives names it.
extern crate alloc;

pub mod agree;
pub mod facts;
pub mod floor;
pub mod measure;
pub mod national;
pub mod pest_words;
pub mod random;
pub mod rules;

/// What can go wrong in a bench.
pub type Failure = Box<dyn std::error::Error>;
