//! The way from a source text to a checked program in one call, with all faults of the text at once.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::program::{self, Library, Program};
use crate::syntax::ast::Ast;
use crate::syntax::{Limits, Parsed, parse};

/// A text that has no error.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What is evaluated.
    pub program: Program,
    /// What was written, for the formatter.
    pub ast: Arc<Ast>,
    /// What somebody should look at, in source order.
    pub warnings: Vec<Diagnostic>,
}

/// Reads and checks a text. A text with errors gives all of them, of syntax and of meaning, with the warnings among
/// them, in source order.
///
/// ```
/// use dabiao::{Library, compile};
/// let compiled = compile("rehab_doctors per 100000 >= 8 by 2025", &Library::default());
/// assert_eq!(compiled.map(|compiled| compiled.program.rules.len()), Ok(1));
///
/// let faults = compile("rehab_doctors per 1000 >= 8%", &Library::default());
/// assert_eq!(faults.err().and_then(|faults| faults.first().map(|fault| fault.code)), Some("E0306"));
/// ```
pub fn compile(source: &str, library: &Library) -> Result<Compiled, Vec<Diagnostic>> {
    compile_within(source, library, &Limits::default())
}

/// As [`compile`], with limits of the host's choice.
pub fn compile_within(source: &str, library: &Library, limits: &Limits) -> Result<Compiled, Vec<Diagnostic>> {
    // the host may load what the library holds
    let known = library.parsed_text(source).filter(|_| *limits == Limits::default());
    let parsed = known.map_or_else(|| parse(source, limits), |known| Parsed::clone(known));
    let (program, mut found) = program::check_parsed(&parsed, library);
    match program {
        Some(program) => Ok(Compiled { program, ast: parsed.ast, warnings: found }),
        None => {
            limit(&mut found, limits.diagnostics);
            Err(found)
        }
    }
}

/// Keeps the first faults; what was left out is counted in one more, and no error is left out for a warning.
fn limit(found: &mut Vec<Diagnostic>, most: usize) {
    let more = found.len().saturating_sub(most);
    if more == 0 {
        return;
    }
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity() == Severity::Error;
    let (errors, warnings): (Vec<_>, Vec<_>) = found.drain(..).partition(is_error);
    found.extend(errors.into_iter().chain(warnings));
    let last = found.get(most).map(|diagnostic| diagnostic.span).unwrap_or_default();
    found.truncate(most);
    Diagnostic::sort(found);
    if !found.iter().any(|diagnostic| diagnostic.code == "E0141") {
        found.push(Diagnostic::new("E0141", last).with(more));
    }
}
