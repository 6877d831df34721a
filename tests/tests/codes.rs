//! `docs/codes.md` lists every code with an example and its messages; it is made from the tables of codes and words, and
//! this test says so. `DABIAO_BLESS=1` writes it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dabiao::diagnostic::Diagnostic;
use dabiao::report::{diagnostics_as_text, wording};
use dabiao::syntax::codes::Code;
use dabiao::syntax::{Limits, parse};
use dabiao::{Language, Library, compile, program, syntax};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The texts that some examples use.
fn library() -> Library {
    let mut library = Library::default();
    library.add_source("broken", "entity region { doctors: person }");
    library.add_source("cn_rehab_2021", "policy cn_rehab_2021 { rule physicians { shall x >= 1 } }");
    library.add_calendar("cn_working_days", Arc::default());
    library.add_calendar("bank_days", Arc::default());
    library
}

#[test]
fn the_page_of_codes_is_current() {
    let mut page = String::from(HEAD);
    page.push_str("\n## Of the text\n");
    for code in syntax::codes::CODES {
        page.push_str(&entry(code, |source| parse(source, &Limits::default()).diagnostics));
    }
    page.push_str("\n## Of names, types, units and dates\n");
    for code in program::codes::CODES {
        page.push_str(&entry(code, |source| match compile(source, &library()) {
            Ok(compiled) => compiled.warnings,
            Err(found) => found,
        }));
    }
    page.push_str("\n## Of the facts\n\nThe example is a case of the corpus, with the tables and the whole message.\n");
    let cases = cases();
    for words in wording::all().filter(|words| words.code.starts_with(['F', 'G'])) {
        page.push_str(&fact_entry(words, &cases));
    }
    let path = root().join("docs/codes.md");
    if std::env::var_os("DABIAO_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert_eq!(found, page, "docs/codes.md is stale; run `cargo xtask bless`");
}

const HEAD: &str = "\
# Every code

Each fault that dabiao reports has a stable code: `E` for errors and `W` for warnings of a text, `F` for errors and `G` for
warnings of the facts. The messages may be improved, the codes stay. This page is generated.
";

fn entry(code: &Code, faults: impl Fn(&str) -> Vec<Diagnostic>) -> String {
    let mut out = format!("\n### {}: {}\n", code.code, code.meaning);
    let Some(example) = code.example else {
        let words = wording::all().find(|words| words.code == code.code).unwrap();
        out.push_str(&format!("\n{}\n\n{}\n", plain(words.en), plain(words.zh)));
        return out;
    };
    let found: Vec<Diagnostic> = faults(example).into_iter().filter(|fault| fault.code == code.code).collect();
    let first = found.first().unwrap_or_else(|| panic!("the example of {} does not earn it", code.code));
    let shown = |language| diagnostics_as_text(std::slice::from_ref(first), example, "example.dabiao", language);
    out.push_str(&format!("\n```text\n{}\n{}```\n", shown(Language::English), shown(Language::Chinese)));
    out
}

fn fact_entry(words: &wording::Wording, cases: &[(String, String)]) -> String {
    let mut out = format!("\n### {}: {}\n\n{}\n", words.code, plain(words.en), plain(words.zh));
    if let Some((en, zh)) = words.hint {
        out.push_str(&format!("\n{}; {}\n", plain(en), plain(zh)));
    }
    let earned = cases.iter().find(|(_, errors)| errors.contains(&format!("[{}]", words.code)));
    if let Some((case, _)) = earned {
        out.push_str(&format!("\nExample: [`{case}`](../tests/corpus/bad/{case})\n"));
    }
    out
}

/// A template with a sign for each detail.
fn plain(template: &str) -> String {
    let mut text = template.replace("[[", "").replace("]]", "");
    for place in ["{0}", "{1}", "{2}", "{3}", "{4}", "{*}", "{1*}", "{2*}"] {
        text = text.replace(place, "…");
    }
    text
}

/// The bad cases of the corpus with their errors.
fn cases() -> Vec<(String, String)> {
    let bad = root().join("tests/corpus/bad");
    let mut found = Vec::new();
    let mut folders = vec![bad.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "errors.txt") {
                let case = folder.strip_prefix(&bad).unwrap().to_string_lossy().replace('\\', "/");
                found.push((case, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
