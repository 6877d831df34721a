#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

#[test]
fn details_are_filled_in() {
    let details = ["a".to_string(), String::new(), "c".to_string()];
    let cases = [
        ("unknown name `{0}`", "unknown name `a`"),
        ("x[[ in `{1}`]] y[[ of `{2}`]]", "x y of `c`"),
        ("`{7}` {*} {2*}", "`` a, , c c"),
        ("write `ordered {I < II}` for {0}", "write `ordered {I < II}` for a"),
        ("an open { brace", "an open { brace"),
    ];
    for (template, expected) in cases {
        assert_eq!(filled(template, &details), expected);
    }
}

#[test]
fn every_code_is_worded_once_in_both_languages() {
    let mut seen = std::collections::BTreeSet::new();
    for wording in all() {
        assert!(seen.insert(wording.code), "{} has two wordings", wording.code);
        assert!(!wording.en.is_empty() && !wording.zh.is_empty(), "{} lacks a language", wording.code);
        assert!(!wording.en.ends_with('.') && !wording.zh.ends_with('。'), "{} ends with a full stop", wording.code);
        let is_chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        assert!(is_chinese(wording.zh), "{} is not Chinese: {}", wording.code, wording.zh);
        if let Some((en, zh)) = wording.hint {
            assert!(!en.is_empty() && is_chinese(zh), "the hint of {} lacks a language", wording.code);
        }
    }
}

/// Every code that a source of this crate names has words, so nobody ever reads a bare code.
#[test]
fn every_code_of_the_sources_has_words() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![sources];
    let mut lacking = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().contains("test") {
                // Tests may name codes that do not exist.
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                lacking.extend(codes_in(&text).into_iter().filter(|code| all().all(|known| known.code != code)));
            }
        }
    }
    lacking.sort();
    lacking.dedup();
    assert_eq!(lacking, Vec::<String>::new(), "codes without words");
}

/// The quoted codes of a source: `"E0301"`, `"W0101"`, `"F0102"`, `"G0101"`.
fn codes_in(text: &str) -> Vec<String> {
    let is_code = |word: &&str| {
        word.len() == 5
            && word.starts_with(['E', 'W', 'F', 'G'])
            && word.chars().skip(1).all(|digit| digit.is_ascii_digit())
    };
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = lines.flat_map(|line| line.split('"'));
    words.filter(is_code).map(str::to_string).collect()
}
