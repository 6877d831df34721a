//! The words for every code of a diagnostic or a fault, in both languages. Each room that reports codes keeps its table
//! here; this file joins the tables and fills the details in.

mod facts;
mod program;
mod syntax;

use super::labels::pick;
use crate::language::Language;

/// What a person reads for one code. Messages are lower case, without a full stop, with user text in backticks.
///
/// `{0}`, `{1}` … stand for the details of the diagnostic in their order, `{*}` for all of them joined by commas and
/// `{1*}` for all from the second on. A part in `[[ ]]` is left out where one of its details is missing or empty.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// The stable code, such as `E0301`.
    pub code: &'static str,
    /// The message in English.
    pub en: &'static str,
    /// The message in Chinese.
    pub zh: &'static str,
    /// What to do about it, in English and in Chinese, where there is something to add.
    pub hint: Option<(&'static str, &'static str)>,
}

impl Wording {
    /// A message without a hint.
    pub const fn new(code: &'static str, en: &'static str, zh: &'static str) -> Wording {
        Wording { code, en, zh, hint: None }
    }

    /// Adds what to do about it.
    pub const fn hint(mut self, en: &'static str, zh: &'static str) -> Wording {
        self.hint = Some((en, zh));
        self
    }
}

/// Every code with its words, in the order of the rooms.
pub fn all() -> impl Iterator<Item = &'static Wording> {
    syntax::WORDINGS.iter().chain(program::WORDINGS).chain(facts::WORDINGS)
}

/// The message of a code with its details; the code itself where it has no words, which a test rules out.
pub fn message(code: &str, details: &[String], language: Language) -> String {
    let translated = translated(code, details, language);
    let details = translated.as_deref().unwrap_or(details);
    match all().find(|wording| wording.code == code) {
        Some(wording) => filled(pick(language, wording.en, wording.zh), details),
        None => [code, &details.join(", ")].join(" ").trim_end().to_string(),
    }
}

/// What to do about it, where the code says so.
pub fn hint(code: &str, details: &[String], language: Language) -> Option<String> {
    let (en, zh) = all().find(|wording| wording.code == code)?.hint?;
    let translated = translated(code, details, language);
    let details = translated.as_deref().unwrap_or(details);
    Some(filled(pick(language, en, zh), details)).filter(|hint| !hint.is_empty())
}

/// The details as a reader knows them, where some are keys of a room.
fn translated(code: &str, details: &[String], language: Language) -> Option<Vec<String>> {
    syntax::translated(code, details, language).or_else(|| program::translated(code, details, language))
}

/// `did you mean …`
pub fn did_you_mean(suggestion: &str, language: Language) -> String {
    match language {
        Language::English => format!("did you mean `{suggestion}`?"),
        Language::Chinese => format!("是不是想写 `{suggestion}`？"),
    }
}

/// Puts the details into a template.
fn filled(template: &str, details: &[String]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, optional)) = rest.split_once("[[") {
        let (inside, after) = optional.split_once("]]").unwrap_or((optional, ""));
        out.push_str(&substituted(before, details).0);
        let (text, complete) = substituted(inside, details);
        if complete {
            out.push_str(&text);
        }
        rest = after;
    }
    out.push_str(&substituted(rest, details).0);
    out
}

/// The text with its places filled, and whether each place had something to fill it with.
fn substituted(template: &str, details: &[String]) -> (String, bool) {
    let mut out = String::new();
    let mut complete = true;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match detail(place, details) {
            Some(text) => {
                complete &= !text.is_empty();
                out.push_str(&text);
                rest = behind;
            }
            // Braces that name no place are part of the message, such as `{I < II}`.
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out, complete)
}

/// What stands for a place such as `0`, `*` or `1*`; none where it is no place.
fn detail(place: &str, details: &[String]) -> Option<String> {
    if let Some(from) = place.strip_suffix('*') {
        let from = if from.is_empty() { 0 } else { from.parse::<usize>().ok()? };
        return Some(details.get(from..).unwrap_or_default().join(", "));
    }
    let at: usize = place.parse().ok()?;
    Some(details.get(at).cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests {
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
            assert!(
                !wording.en.ends_with('.') && !wording.zh.ends_with('。'),
                "{} ends with a full stop",
                wording.code
            );
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
}
