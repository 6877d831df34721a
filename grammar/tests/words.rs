//! The tables of words and the grammar say the same.

use std::collections::BTreeSet;

use dabiao_grammar::expected::{self, NOTIONS};
use dabiao_grammar::words::{FUNCTIONS, KEYWORDS, Meaning, RESERVED_PARTS, SCALES, SPAN_UNITS, TYPES, is_reserved};
use dabiao_grammar::{DabiaoParser, Rule};
use pest::Parser;

fn whole(entry: Rule, text: &str) -> bool {
    DabiaoParser::parse(entry, text)
        .is_ok_and(|mut pairs| pairs.next().is_some_and(|pair| pair.as_span().end() == text.len()))
}

#[test]
fn a_word_is_reserved_exactly_when_the_grammar_takes_it_for_no_name() {
    let single = KEYWORDS.iter().flat_map(|keyword| keyword.chinese.iter().copied().chain([keyword.english]));
    let words = single.chain(RESERVED_PARTS.iter().copied()).filter(|word| !word.contains(' '));
    let near =
        ["beds", "床位", "目标值", "每万", "每千万", "每万人口", "least", "min", "whole", "到期", "bases", "无锡"];
    for word in words.chain(near) {
        assert_eq!(is_reserved(word), !whole(Rule::name, word), "{word}");
    }
}

#[test]
fn no_spelling_has_two_meanings_but_then() {
    let mut seen = BTreeSet::new();
    for keyword in KEYWORDS {
        for spelling in keyword.chinese.iter().copied().chain([keyword.english]) {
            assert!(seen.insert(spelling) || spelling == "then", "{spelling}");
        }
    }
    assert_eq!(Meaning::of("then"), Some(Meaning::ThenStage));
    assert_eq!(Meaning::of("则"), Some(Meaning::Then));
    assert_eq!(Meaning::of("不少于").map(Meaning::chinese), Some("不低于"));
}

#[test]
fn functions_types_and_units_of_time_are_names() {
    for word in FUNCTIONS.iter().chain(TYPES) {
        for spelling in word.english.iter().chain(word.chinese) {
            assert!(whole(Rule::name, spelling), "{spelling}");
        }
    }
    for unit in SPAN_UNITS {
        for spelling in unit.english.iter().chain(unit.chinese) {
            assert!(whole(Rule::quantity, &format!("3 {spelling}")), "{spelling}");
        }
    }
}

#[test]
fn every_scale_is_read() {
    for (scale, exponent) in SCALES {
        assert!(*exponent > 0 && whole(Rule::number, &format!("3 {scale}")), "{scale}");
        assert!(whole(Rule::scale, scale), "{scale}");
    }
}

#[test]
fn what_was_expected_is_a_notion_a_keyword_or_nothing() {
    for entry in Rule::all_rules() {
        let Some(key) = expected::key(*entry) else { continue };
        let known = NOTIONS.iter().any(|notion| notion.key == key) || Meaning::of(key).is_some();
        assert!(known, "{entry:?} {key}");
    }
    for notion in NOTIONS {
        let rules = || Rule::all_rules().iter().chain([&Rule::EOI]);
        assert!(rules().any(|entry| expected::key(*entry) == Some(notion.key)), "{notion:?}");
    }
}

/// What a `connective` begins is not tried as a comparison: so it begins none, and it stands in both languages.
#[test]
fn a_connective_begins_no_comparison() {
    use Meaning::{
        After, And, AtLeast, AtMost, Before, Between, By, From, In, Includes, Is, IsNot, LessThan, MoreThan, Or, Since,
        Then, ThenStage, Until,
    };
    let begins = |text: &str| DabiaoParser::parse(Rule::connective, text).is_ok();
    let comparisons =
        [AtLeast, AtMost, MoreThan, LessThan, Is, IsNot, Between, In, Includes, Before, After, From, Since, Until];
    for keyword in KEYWORDS {
        let spellings = || [keyword.english].into_iter().chain(keyword.chinese.iter().copied());
        if comparisons.contains(&keyword.meaning) {
            assert!(!spellings().any(begins), "{keyword:?}");
        }
        if [By, ThenStage, Then, And, Or].contains(&keyword.meaning) {
            assert!(spellings().all(begins), "{keyword:?}");
        }
    }
}
