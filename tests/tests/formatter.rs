//! The formatter over the whole corpus and every bundled text: what it prints reads back as the same program, in either
//! language and from one into the other; printing again changes nothing; no comment is lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use std::fs;
use std::path::{Path, PathBuf};

use dabiao::Language;
use dabiao::syntax::ast::Ast;
use dabiao::syntax::{Limits, parse, print, same_program};

fn programs(below: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            programs(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "dabiao") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Every program of the corpus that can be read, and every bundled text.
fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &mut found);
    found.extend(dabiao_policies::SOURCES.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())));
    found.retain(|(_, text)| parse(text, &Limits::default()).diagnostics.is_empty());
    assert!(found.len() > 100, "{} programs", found.len());
    found
}

fn read(name: &str, text: &str) -> Arc<Ast> {
    let parsed = parse(text, &Limits::default());
    assert!(parsed.diagnostics.is_empty(), "{name}: {:?}\n{text}", parsed.diagnostics);
    parsed.ast
}

fn comments(ast: &Ast) -> Vec<&str> {
    ast.comments.iter().map(|comment| comment.text.as_str()).collect()
}

#[test]
fn what_is_printed_reads_back_as_the_same_program() {
    for (name, text) in all() {
        let ast = read(&name, &text);
        for language in [Language::English, Language::Chinese] {
            let printed = print(&ast, language);
            let again = read(&name, &printed);
            assert!(same_program(&ast, &again), "{name}\n{printed}");
            assert_eq!(comments(&ast), comments(&again), "{name}");
        }
    }
}

#[test]
fn printing_again_changes_nothing() {
    for (name, text) in all() {
        let ast = read(&name, &text);
        for language in [Language::English, Language::Chinese] {
            let once = print(&ast, language);
            assert_eq!(once, print(&read(&name, &once), language), "{name}");
        }
    }
}

#[test]
fn a_program_comes_back_from_the_other_language() {
    for (name, text) in all() {
        let english = print(&read(&name, &text), Language::English);
        let chinese = print(&read(&name, &english), Language::Chinese);
        assert_eq!(english, print(&read(&name, &chinese), Language::English), "{name}");
    }
}
