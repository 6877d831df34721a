//! What texts become: shapes, spans, faults, and the invariants of the scan.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::{Limits, parse};

#[test]
fn every_example_of_a_code_earns_it() {
    let mut wrong = Vec::new();
    for code in super::codes::CODES {
        let Some(example) = code.example else { continue };
        let parsed = parse(example, &Limits::default());
        let found: Vec<&str> = parsed.diagnostics.iter().map(|fault| fault.code).collect();
        if found != [code.code] {
            wrong.push(format!("{} {example}: {:?}", code.code, parsed.diagnostics));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_words() {
    for code in super::codes::CODES {
        let worded = crate::report::wording::all().any(|wording| wording.code == code.code);
        assert!(worded, "{} has no words", code.code);
    }
}
