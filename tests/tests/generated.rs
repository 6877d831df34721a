//! The laws of printing for random programs: what is printed reads back as the same program with the same comments, in
//! either language and from one into the other, and printing again changes nothing. The programs use every construct.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use conformance::generate::program;
use dabiao::Language;
use dabiao::syntax::ast::Ast;
use dabiao::syntax::{Limits, parse, print, same_program};

/// How many programs are tried; more would be slow in a debug build.
const PROGRAMS: u64 = 120;

fn read(seed: u64, text: &str) -> Arc<Ast> {
    let parsed = parse(text, &Limits::default());
    assert!(parsed.diagnostics.is_empty(), "seed {seed}: {:?}\n{text}", parsed.diagnostics);
    parsed.ast
}

fn comments(ast: &Ast) -> Vec<&str> {
    ast.comments.iter().map(|comment| comment.text.as_str()).collect()
}

#[test]
fn what_is_printed_is_the_same_program() {
    for seed in 0..PROGRAMS {
        let source = program(seed);
        let ast = read(seed, &source);
        for (language, other) in [(Language::English, Language::Chinese), (Language::Chinese, Language::English)] {
            let once = print(&ast, language);
            let again = read(seed, &once);
            assert!(same_program(&ast, &again), "seed {seed}:\n{source}\n-- became\n{once}");
            assert_eq!(comments(&ast), comments(&again), "seed {seed}:\n{source}\n-- became\n{once}");
            assert_eq!(once, print(&again, language), "seed {seed} is not stable:\n{source}");
            let translated = print(&again, other);
            assert!(same_program(&ast, &read(seed, &translated)), "seed {seed}:\n{source}\n-- became\n{translated}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_program() {
    assert_eq!(program(7), program(7));
    assert_ne!(program(7), program(8));
}

#[test]
fn every_construct_is_generated() {
    let trees: Vec<Arc<Ast>> = (0..PROGRAMS).map(|seed| read(seed, &program(seed))).collect();
    let shown = format!("{trees:?}");
    let nodes = [
        "Vocabulary(",
        "Use(",
        "Unit(",
        "Body(",
        "Entity(",
        "Let(",
        "Base(",
        "Policy(",
        "Rule(",
        "ReadingLet(",
        "NotEncoded(",
        "Clause(",
        "Named(",
        "OneOf(",
        "Ordered(",
        "SetOf(",
        "Set {",
        "Value(",
        "Steps(",
        "Input(",
        "Territory {",
        "ForEach(",
        "Line(",
        "Eligible {",
        "Show {",
        "Except {",
        "Reading {",
        "braced: true",
        "braced: false",
        "Relation(",
        "Cite(",
        "Responsible(",
        "Note(",
        "ExpectedCount {",
        "force: None",
        "in_principle: true",
        "Stage {",
        "Compare(",
        "Between(",
        "MustNot",
        "Must,",
        "Shall",
        "Target",
        "Should",
        "Strive",
        "Promote",
        "Explore",
        "Support",
        "Encourage",
        "Due {",
        "Implements",
        "Repeats",
        "Tightens",
        "Extends",
        "Relaxes",
        "Conflicts",
        "Number(",
        "Date(",
        "Text(",
        "kind: None",
        "Path(",
        "Call {",
        "Aggregate(",
        "Set([",
        "Attest(",
        "Negative(",
        "Sum([",
        "Product([",
        "Ratio(",
        "PercentOf(",
        "Per {",
        "scale: None",
        "base: None",
        "At(",
        "Compare {",
        "Between {",
        "In(",
        "Includes {",
        "any: true",
        "And([",
        "Or([",
        "Not(",
        "If {",
        "Case {",
        "Hundredth",
        "Thousandth",
        "unit: Some",
        "Minus",
        "Over",
        "AtLeast",
        "MoreThan",
        "AtMost",
        "LessThan",
        "Equal",
        "NotEqual",
        "Before",
        "After",
        "Since",
        "Until",
        "kind: Count",
        "kind: Sum",
        "kind: Average",
        "kind: Min",
        "kind: Max",
        "kind: Share",
        "kind: Any",
        "kind: All",
        "function: Min",
        "function: Max",
        "Floor",
        "Ceil",
        "Age",
        "Days",
        "WorkingDays",
        "MonthEnd",
        "YearEnd",
        "zh: Some",
        "zh: None",
        "own_line: true",
        "own_line: false",
    ];
    let missing: Vec<&str> = nodes.into_iter().filter(|node| !shown.contains(node)).collect();
    assert!(missing.is_empty(), "never generated: {missing:?}");
}
