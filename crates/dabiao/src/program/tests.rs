//! What texts are as programs: each code earned by its example, the constructs of the language, and hostile texts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use crate::compile;
use crate::diagnostic::Diagnostic;
use crate::program::Library;

/// The library that the examples of the codes may use.
pub(super) fn library() -> Library {
    let mut library = Library::default();
    library.add_source("broken", "entity region { doctors: person }");
    library.add_source("cn_rehab_2021", "policy cn_rehab_2021 { rule physicians { shall x >= 1 } }");
    library.add_calendar("cn_working_days", Arc::default());
    library.add_calendar("bank_days", Arc::default());
    library
}

fn faults(source: &str) -> Vec<Diagnostic> {
    match compile(source, &library()) {
        Ok(compiled) => compiled.warnings,
        Err(faults) => faults,
    }
}

#[test]
fn every_example_of_a_code_earns_it() {
    let mut wrong = Vec::new();
    for code in super::codes::CODES {
        let Some(example) = code.example else { continue };
        let found: Vec<_> =
            faults(example).into_iter().map(|fault| (fault.code, fault.span.of(example).to_string())).collect();
        let codes: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
        if codes != [code.code] {
            wrong.push(format!("{} {}: {found:?}", code.code, example.trim_start_matches(super::codes::VOCABULARY)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_words_and_every_worded_code_is_listed() {
    let worded: Vec<&str> = crate::report::wording::all().map(|wording| wording.code).collect();
    for code in super::codes::CODES {
        assert!(worded.contains(&code.code), "{} has no words", code.code);
    }
    for code in worded.iter().filter(|code| !code.starts_with("E01") && code.starts_with(['E', 'W'])) {
        assert!(super::codes::CODES.iter().any(|known| known.code == *code), "{code} is not listed");
    }
}
