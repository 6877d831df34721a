//! The programs in the README and in the guides compile: every fenced block that is marked `dabiao`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use dabiao::report::diagnostics_as_text;
use dabiao::{Language, compile};

fn programs(text: &str) -> impl Iterator<Item = &str> {
    text.split("```dabiao\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(program, _)| program)
}

#[test]
fn programs_in_documents_compile() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut compiled = 0;
    for document in ["README.md", "docs/guide/first-policy.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for program in programs(&text) {
            let faults = compile(program, dabiao_policies::library().unwrap()).err().unwrap_or_default();
            assert!(faults.is_empty(), "{}", diagnostics_as_text(&faults, program, document, Language::English));
            compiled += 1;
        }
    }
    assert!(compiled >= 2, "{compiled} programs");
}
