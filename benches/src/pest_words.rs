//! What pest takes for the least that a grammar can do with a text: to cut it into words, numbers and signs.
#![allow(missing_docs, reason = "pest derives an enumeration of the rules without comments")]

use pest::Parser;

/// A grammar of four rules.
#[derive(Debug, pest_derive::Parser)]
#[grammar_inline = r#"
WHITESPACE = _{ " " | "\n" }
word = @{ (ASCII_ALPHA | "_") ~ (ASCII_ALPHANUMERIC | "_")* }
number = @{ ASCII_DIGIT+ ~ ("_" ~ ASCII_DIGIT+)* ~ ("." ~ ASCII_DIGIT+)? }
sign = @{ ">=" | "<=" | '!'..'@' | '['..'`' | '{'..'~' }
words = { SOI ~ (word | number | sign)* ~ EOI }
"#]
struct Words;

/// How many words, numbers and signs a text has.
pub fn count(text: &str) -> Option<usize> {
    let found = Words::parse(Rule::words, text).ok()?.next()?.into_inner();
    Some(found.filter(|pair| pair.as_rule() != Rule::EOI).count())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_has_words_numbers_and_signs() {
        assert_eq!(super::count("rule r1 { shall beds per 1_000 >= 6.5 }\n"), Some(10));
    }
}
