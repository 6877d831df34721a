//! The work of a parse grows with the length of its text, and never faster: no shape makes the grammar try a part again
//! and again. Counted in calls of pest, not by a clock. Pest's limit of calls is one for the whole process, so this test
//! has a process of its own and the library never sets it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::num::NonZeroUsize;

use dabiao_grammar::{DabiaoParser, Rule};
use pest::Parser;
use pest::error::ErrorVariant;

/// Whether a parse ends, well or not, within so many calls.
fn ends_within(entry: Rule, text: &str, calls: usize) -> bool {
    pest::set_call_limit(NonZeroUsize::new(calls));
    let outcome = DabiaoParser::parse(entry, text);
    pest::set_call_limit(None);
    match outcome {
        Ok(_) => true,
        Err(error) => !matches!(error.variant, ErrorVariant::CustomError { message } if message.contains("call limit")),
    }
}

/// The least number of calls that a parse needs.
fn calls(entry: Rule, text: &str) -> usize {
    let (mut low, mut high) = (0, 1 << 24);
    assert!(ends_within(entry, text, high), "{} bytes need more than {high} calls", text.len());
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if ends_within(entry, text, middle) { high = middle } else { low = middle }
    }
    high
}

#[test]
fn calls_grow_with_the_length_of_the_text() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let bare = Rule::only_bare_line;
    let clause_or_item = Rule::only_item;
    let shapes: [(Rule, &dyn Fn(usize) -> String); 22] = [
        (bare, &|n| nested("(", "x", ")", n)),
        (bare, &|n| nested("(", "x", ") >= 5", n)),
        (bare, &|n| "(".repeat(n)),
        (bare, &|n| nested("min(", "x", ")", n)),
        (bare, &|n| "min(a, ".repeat(n)),
        (bare, &|n| nested("(not ", "x", ")", n)),
        (bare, &|n| nested("(if a then ", "x", ")", n)),
        (bare, &|n| nested("(if a then b else ", "x", "", n)),
        (bare, &|n| nested("(a + ", "x", ") per 5", n)),
        (bare, &|n| nested("sum(a over b where ", "x", ")", n)),
        (bare, &|n| nested("(case (", "x", ") { to 1: 2 })", n)),
        (bare, &|n| "(case x { to 1: ".repeat(n)),
        (bare, &|n| nested("x per (", "x", ")", n)),
        (bare, &|n| nested("per (", "x", ") a", n)),
        (bare, &|n| nested("x at (", "x", ")", n)),
        (clause_or_item, &|n| format!("let a = {}", nested("(", "x", ")", n))),
        (clause_or_item, &|n| format!("let a = {} from 2021", nested("(", "x", ")", n))),
        (bare, &|n| format!("x{}", " and not x > 5".repeat(n))),
        (bare, &|n| format!("x{}", " + 1 per 5".repeat(n))),
        (bare, &|n| format!("if a then b{}", " else if a then b".repeat(n))),
        (bare, &|n| format!("x{}", " then >= 5 by 2025".repeat(n))),
        (Rule::program, &|n| format!("rule r {{ {} }}", "target x >= 5 reading a: target y ".repeat(n))),
    ];
    for (entry, shape) in shapes {
        let (short, long) = (shape(16), shape(32));
        let (few, many) = (calls(entry, &short), calls(entry, &long));
        let per_byte = many / long.len();
        assert!(many <= few * 9 / 4, "{few} calls for {} bytes, {many} for {}: {short}", short.len(), long.len());
        assert!(per_byte <= 400, "{per_byte} calls a byte: {short}");
    }
}
