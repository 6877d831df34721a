//! Every bundled text is a program without a fault and without a warning.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use dabiao::report::diagnostics_as_text;
use dabiao::{Language, compile};
use dabiao_policies::{SOURCES, library};

#[test]
fn bundled_texts_compile_without_a_warning() {
    for (name, text) in SOURCES {
        let faults = match compile(text, library().unwrap()) {
            Ok(compiled) => compiled.warnings,
            Err(faults) => faults,
        };
        assert!(faults.is_empty(), "{}", diagnostics_as_text(&faults, text, name, Language::English));
    }
}
