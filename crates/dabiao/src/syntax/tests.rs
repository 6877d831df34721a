//! What texts become: shapes and spans, faults, and what no text, however made, can do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod faults;
mod robustness;
mod samples;
mod shapes;

use super::ast::{Ast, Clause, ClauseKind, Item, Line};
use super::{Limits, Parsed, parse};

/// Reads a text that must be without fault.
fn good(source: &str) -> std::sync::Arc<Ast> {
    let parsed = parse(source, &Limits::default());
    assert_eq!(parsed.diagnostics, [], "{source}");
    parsed.ast
}

/// Reads a text whatever it is.
fn read(source: &str) -> Parsed {
    parse(source, &Limits::default())
}

/// The codes of a text's faults, with the texts at which they point.
fn faults(source: &str) -> Vec<(&'static str, &str)> {
    read(source).diagnostics.iter().map(|fault| (fault.code, fault.span.of(source))).collect()
}

/// The only requirement line of a file.
fn line(source: &str) -> Line {
    match good(source).items.first().cloned() {
        Some(Item::Clause(Clause { kind: ClauseKind::Line(line), .. })) => line,
        other => panic!("no line: {other:?}"),
    }
}
