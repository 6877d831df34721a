//! What no text, however made, can do: panic, overflow the stack, cost more than its length, or lose a byte.

use dabiao_grammar::{DabiaoParser, Rule};
use pest::Parser;

use super::super::cutter::cut;
use super::super::pieces::PieceKind;
use super::super::scanner::{is_blank, scan};
use super::samples;
use super::{faults, good, read};

/// A small generator of numbers, so that each run breaks the same texts.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

/// Breaks a text in one to three places.
fn broken(source: &str, random: &mut Random) -> String {
    let bits = [
        "(", ")", "{", "}", "\"", "`", "#", "\n", " ", "and", "or", "not", "if", "then", "by", "per", "target", "rule",
        "reading", ":", ",", ".", "-", "=", "5", "2025", "1e5", "以上", "目标", "每", "的", "，", "\u{202E}", "\u{0}",
        "😀", "万", "“",
    ];
    let mut letters: Vec<char> = source.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(letters.len());
        match random.below(3) {
            0 => {
                let end = (at + 1 + random.below(4)).min(letters.len());
                letters.drain(at..end);
            }
            1 => {
                let bit = bits.get(random.below(bits.len())).unwrap_or(&"");
                letters.splice(at..at, bit.chars());
            }
            _ => {
                let end = (at + 1 + random.below(20)).min(letters.len());
                let copy: Vec<char> = letters.drain(at..end).collect();
                let to = random.below(letters.len() + 1);
                letters.splice(to..to, copy);
            }
        }
    }
    letters.into_iter().collect()
}

/// Each byte that is no blank, comment or closing brace lies in exactly one piece.
fn no_byte_is_lost(source: &str) {
    let scanned = scan(source);
    let (pieces, _) = cut(source, &scanned, 64);
    let mut owners = vec![0u8; source.len()];
    for piece in &pieces {
        owners.iter_mut().take(piece.end).skip(piece.start).for_each(|owner| *owner += 1);
    }
    let comment =
        |at: usize| scanned.comments.iter().any(|one| (one.span.start as usize..one.span.end as usize).contains(&at));
    let closing = |at: usize| {
        pieces
            .iter()
            .any(|piece| piece.kind == PieceKind::Close && piece.start == at && piece.tokens.0 < piece.tokens.1)
    };
    for (at, letter) in source.char_indices() {
        let owners = owners.get(at).copied().unwrap_or(0);
        assert!(owners <= 1, "byte {at} of {source:?} lies in {owners} pieces");
        let free =
            is_blank(letter) || letter == '\u{FEFF}' || comment(at) || matches!(letter, '}' | '｝') || closing(at);
        assert!(owners == 1 || free, "byte {at} ({letter:?}) of {source:?} lies in no piece");
    }
}

#[test]
fn pieces_lose_no_byte() {
    for source in samples::programs() {
        no_byte_is_lost(source);
    }
}

#[test]
fn broken_texts_are_read_without_harm() {
    let mut random = Random(20_261_122);
    let mut refused = 0;
    for _ in 0..60 {
        for source in samples::programs() {
            let text = broken(source, &mut random);
            no_byte_is_lost(&text);
            let parsed = read(&text);
            refused += usize::from(!parsed.diagnostics.is_empty());
            for fault in &parsed.diagnostics {
                assert_ne!(fault.code, "E0100", "{text}");
                let (start, end) = (fault.span.start as usize, fault.span.end as usize);
                assert!(start <= end && text.get(start..end).is_some(), "{fault:?} in {text:?}");
            }
        }
    }
    assert!(refused > 1000, "most broken texts are refused, not {refused}");
}

#[test]
fn pieces_and_the_whole_grammar_agree() {
    for source in samples::programs() {
        assert!(DabiaoParser::parse(Rule::program, source).is_ok() && read(source).diagnostics.is_empty(), "{source}");
    }
    // what the grammar refuses as a whole, the pieces refuse too
    let mut random = Random(7);
    for _ in 0..60 {
        for source in samples::programs() {
            let text = broken(source, &mut random);
            if DabiaoParser::parse(Rule::program, &text).is_err() {
                assert!(!read(&text).diagnostics.is_empty(), "the whole is refused, the pieces are not: {text}");
            }
        }
    }
}

#[test]
fn nesting_is_read_to_its_limit_and_not_beyond() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}x{} >= 5", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("min(1, ", ")"), ("（", "）"), ("(not ", ")"), ("(if a then ", ")")] {
        good(&nested(open, close, 64));
        let deep = nested(open, close, 65);
        let found = faults(&deep);
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["E0103"], "{open}");
    }
    let case = |depth: usize| format!("{}x{} > 1", "(case a { to 1: ".repeat(depth), "})".repeat(depth));
    good(&case(32));
    assert_eq!(faults(&case(33)).len(), 1);
}

#[test]
fn long_and_deep_texts_are_clean() {
    let (many, some) = (100_000, 10_000);
    let cases = [
        "(".repeat(many),
        "{".repeat(many),
        ")".repeat(many),
        format!("x{}", "}".repeat(many)),
        format!("{}x", "not ".repeat(many)),
        format!("{}x > 1", "- ".repeat(many)),
        format!("x{} and", " and x".repeat(many)),
        "reading a: ".repeat(some),
        "rule r { ".repeat(some),
        "count(".repeat(some),
        "case x { to ".repeat(some),
        "if a then b else ".repeat(some),
        "per ".repeat(some),
        "\"".repeat(many + 1),
        "`".repeat(many + 1),
        "1 <= ".repeat(some),
        "a.".repeat(some),
        format!("x {}", ">= 5 then ".repeat(some)),
    ];
    for source in cases {
        assert!(!read(&source).diagnostics.is_empty(), "{}…", source.get(..20).unwrap_or(""));
    }
    good(&format!("x{}", " and x".repeat(many)));
    good(&format!("x > {}1", "1 + ".repeat(many)));
    good(&format!("if a then b{}", " else if a then b".repeat(some)));
}
