//! Texts made to hurt: they end soon, in an error that names the limit, and never in a panic.

use super::*;
use crate::syntax::{Limits, parse};

#[test]
fn lets_that_double_are_stopped() {
    let lets: Vec<String> = (1..200).map(|step| format!("let a{step} = a{} + a{}", step - 1, step - 1)).collect();
    let source = format!("let a0 = x {} rule r {{ shall a199 >= 1 }}", lets.join(" "));
    assert_eq!(codes(&source), ["E0501"]);
}

#[test]
fn a_wide_let_in_a_wide_let_is_stopped() {
    let xs = vec!["x"; 3000].join(" + ");
    let many = vec!["a"; 3000].join(" + ");
    let source = format!("let a = {xs} let b = {many} rule r {{ shall b >= 1 }}");
    assert_eq!(codes(&source), ["E0501"]);
}

#[test]
fn a_long_chain_of_lets_is_stopped_whichever_way_it_is_written() {
    let forward: Vec<String> = (1..600).map(|step| format!("let a{step} = a{} + 1", step - 1)).collect();
    let mut backward = forward.clone();
    backward.reverse();
    for lets in [forward, backward] {
        let source = format!("let a0 = x {} rule r {{ shall a599 >= 1 }}", lets.join(" "));
        assert_eq!(codes(&source), ["E0503"]);
    }
}

#[test]
fn a_long_ring_of_lets_is_one_cycle() {
    let lets: Vec<String> = (0..1000).map(|step| format!("let a{step} = a{} + 1", (step + 1) % 1000)).collect();
    let source = format!("{} rule r {{ shall a7 >= 1 }}", lets.join(" "));
    let found = faults(&source);
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["E0208"]);
    assert!(found[0].details[1].chars().count() < 200, "a long ring is shortened: {}", found[0].details[1]);
}

#[test]
fn a_long_chain_of_sets_is_resolved() {
    let lets: Vec<String> = (0..1000).map(|step| format!("let s{step} = s{}", step + 1)).collect();
    let source = format!("{VOCABULARY}{} let s1000 = county rule r {{ for each s0 shall beds >= 1 }}", lets.join(" "));
    assert_eq!(codes(&source), [""; 0]);
}

#[test]
fn many_readings_of_many_lets_are_stopped() {
    let lets: Vec<String> = (0..400).map(|step| format!("let a{step} = x")).collect();
    let sum = (0..400).map(|step| format!("a{step}")).collect::<Vec<_>>().join(" + ");
    let readings: Vec<String> = (0..400).map(|step| format!("reading r{step}: let a{step} = y")).collect();
    let rules: Vec<String> = (0..40).map(|step| format!("rule q{step} {{ shall s >= 1 }}")).collect();
    let source = format!("{} let s = {sum} {} {}", lets.join(" "), readings.join(" "), rules.join(" "));
    assert_eq!(codes(&source), ["E0502"]);
}

#[test]
fn the_deepest_nesting_is_checked_on_a_small_stack() {
    let half = 30;
    let shapes = [
        format!("shall {}a >= 1{}", "(".repeat(60), ")".repeat(60)),
        format!("shall {}c{} >= 1", "(-(a + 2 * (b / ".repeat(20), ")))".repeat(20)),
        format!("shall {}c >= 1{}", "(if a >= 1 then b >= 1 or (c >= 2 and ".repeat(half), "))".repeat(half)),
        format!("shall 1 <= {}c{}", "(1 + 2 * case x { to 1: 2 otherwise: ".repeat(half), "})".repeat(half)),
        format!("shall {}c >= 1{}", "(not (a >= 1 and (b >= 1 or ".repeat(20), ")))".repeat(20)),
    ];
    for source in shapes {
        assert_eq!(codes(&source), [""; 0], "{source}");
    }
}

/// A generator of numbers that are the same on every machine (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }
}

/// Words of a text with what stands between them kept.
fn tokens(source: &str) -> Vec<&str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in source.char_indices() {
        if before.is_some_and(|before| !(is_word(before) && is_word(letter))) {
            tokens.push(&source[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    tokens.push(&source[start..]);
    tokens
}

#[test]
fn mutated_programs_are_checked_without_a_panic() {
    let words = tokens(LANGUAGE);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut programs, mut refused) = (0, 0);
    for _ in 0..100 {
        let mut text: Vec<&str> = words.clone();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(text.len());
            match numbers.below(4) {
                0 => text[at] = words[numbers.below(words.len())],
                1 => drop(text.remove(at)),
                2 => text.insert(at, words[numbers.below(words.len())]),
                _ => {
                    let other = numbers.below(text.len());
                    text.swap(at, other);
                }
            }
        }
        let source = text.concat();
        // The checker sees what could be read, as a whole text would be.
        let parsed = parse(&source, &Limits::default());
        let (program, found) = crate::program::check(&parsed.ast, &library());
        let failed = found.iter().any(|fault| fault.severity() == crate::diagnostic::Severity::Error);
        assert_eq!(program.is_none(), failed, "a program is there exactly when there is no error\n{source}");
        assert!(found.iter().all(|fault| fault.code != "E0500"), "a rule is lost without a fault\n{source}");
        assert!(
            found.iter().all(|fault| fault.span.end as usize <= source.len()),
            "a place outside the text\n{source}"
        );
        if program.is_some() { programs += 1 } else { refused += 1 }
    }
    assert!(programs > 5 && refused > 5, "{programs} programs, {refused} refused");
}
