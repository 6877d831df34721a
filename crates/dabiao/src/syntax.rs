//! Text to `Ast`, and back. The scan cuts a text into pieces, the grammar reads each piece by itself, and what could be
//! read is given beside all the faults, so that one run reports them all. Nothing here resolves a name or knows a fact.

mod advice;
mod assemble;
pub mod ast;
pub mod codes;
mod cutter;
mod from_pairs;
mod numerals;
mod openers;
mod pieces;
mod print;
mod same;
mod scanner;
pub mod words;

#[cfg(test)]
mod print_tests;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use ast::{Ast, Name};
pub use print::{print, print_clause, print_expression};
pub use same::same_program;

/// The deepest nesting of brackets that is ever read; a limit above it has no effect.
pub const MAX_NESTING: usize = 64;

/// What a source text may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a source; 1 MiB unless set.
    pub source_bytes: usize,
    /// The deepest nesting of brackets, at most [`MAX_NESTING`].
    pub nesting: usize,
    /// The most faults that are reported; the rest are counted.
    pub diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { source_bytes: 1 << 20, nesting: MAX_NESTING, diagnostics: 100 }
    }
}

/// What a source text says, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The pieces that could be read.
    pub ast: Arc<Ast>,
    /// All faults in source order; empty when the whole text could be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Names declared by pieces that could not be read. A later pass must not call them unknown.
    pub unreadable: Vec<Name>,
}

/// Reads a source text.
///
/// ```
/// use dabiao::syntax::{Limits, parse};
/// let parsed = parse("rehab_doctors per 100000 >= 8 by 2025", &Limits::default());
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.ast.items.len(), 1);
/// ```
pub fn parse(source: &str, limits: &Limits) -> Parsed {
    assemble::parse(source, limits, false)
}

/// The policies, rules and entities that a source text declares, without what stands in them. Faults are not told.
pub(crate) fn outline(source: &str) -> Ast {
    let Parsed { ast, .. } = assemble::parse(source, &Limits::default(), true);
    Arc::unwrap_or_clone(ast)
}
