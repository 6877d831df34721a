//! Checks of the layout that no compiler makes: who may name whom, how long a file may be, and that the paths that
//! documents name exist.

use std::fs;
use std::path::{Path, PathBuf};

/// The longest a source file may be; tests and the words tables are data and may be longer.
const MOST_LINES: usize = 480;
/// Words that a room of the core must not contain, with the reason.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("crates/dabiao/src/program", "pest", "pest is named only in grammar and syntax"),
    ("crates/dabiao/src/facts", "pest", "pest is named only in grammar and syntax"),
    ("crates/dabiao/src/evaluate", "pest", "pest is named only in grammar and syntax"),
    ("crates/dabiao/src/report", "pest::", "pest is named only in grammar and syntax"),
    ("crates/dabiao/src/evaluate", "syntax::parse", "evaluate never sees an Ast"),
    ("crates/dabiao/src/evaluate", "crate::report", "words are made from verdicts, not the other way"),
    ("crates/dabiao/src/syntax", "crate::facts", "syntax knows no facts"),
    ("crates/dabiao/src/syntax", "crate::program", "data goes from syntax to program"),
    ("crates/dabiao/src/program", "crate::facts", "the checker knows no facts"),
    ("crates/dabiao/src", "std::fs", "the core does no I/O"),
    ("crates/dabiao/src", "std::env", "the core does no I/O"),
    ("crates/dabiao/src", "SystemTime", "the core knows no clock"),
    ("crates/dabiao/src", "std::net", "the core does no I/O"),
];

/// Checks everything; all findings in one message.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let mut findings = Vec::new();
    for file in files(root, "rs") {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let name = shown(root, &file);
        check_length(&name, &text, &mut findings);
        check_opening(&name, &text, &mut findings);
        check_directions(&name, &text, &mut findings);
    }
    for file in files(root, "md") {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        check_paths(root, &shown(root, &file), &text, &mut findings);
    }
    if findings.is_empty() { Ok(()) } else { Err(format!("tidy:\n{}", findings.join("\n"))) }
}

fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// The files with an ending, without what is built.
fn files(root: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
        for path in entries.map(|entry| entry.path()) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn is_test(name: &str) -> bool {
    name.contains("tests") || name.starts_with("benches/")
}

fn check_length(name: &str, text: &str, findings: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > MOST_LINES && !is_test(name) && !name.ends_with("/ast.rs") && !name.ends_with("src/program.rs") {
        findings.push(format!("{name}: {lines} lines; split it by what it does (at most {MOST_LINES})"));
    }
}

fn check_opening(name: &str, text: &str, findings: &mut Vec<String>) {
    let opens = text.starts_with("//!") || is_test(name);
    if !opens {
        findings.push(format!("{name}: opens without saying what lives here (`//!`)"));
    }
}

fn check_directions(name: &str, text: &str, findings: &mut Vec<String>) {
    for (room, word, reason) in FORBIDDEN {
        let inside = name.starts_with(room) && !is_test(name);
        for (at, line) in text.lines().enumerate() {
            if inside && line.contains(word) && !line.trim_start().starts_with("//") {
                findings.push(format!("{name}:{}: `{word}`: {reason}", at + 1));
            }
        }
    }
}

/// A path in backquotes that begins with a folder of the top level must exist.
fn check_paths(root: &Path, name: &str, text: &str, findings: &mut Vec<String>) {
    for (at, line) in text.lines().enumerate() {
        for quoted in line.split('`').skip(1).step_by(2) {
            let known = ["crates/", "grammar/", "docs/", "tests/", "benches/", "bindings/"];
            let is_path = known.iter().any(|folder| quoted.starts_with(folder)) && !quoted.contains(['*', ' ', '<']);
            let path = quoted.split('#').next().unwrap_or(quoted);
            if is_path && !root.join(path).exists() {
                findings.push(format!("{name}:{}: `{quoted}` does not exist", at + 1));
            }
        }
    }
}
