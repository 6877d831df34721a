//! The words for every code of a diagnostic or a fault, in both languages. Each room that reports codes keeps its table
//! here; this file joins the tables and fills the details in.

mod facts;
mod program;
mod syntax;

use super::labels::pick;
use super::visible::visible;
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
        let shown: Vec<String> = details.get(from..).unwrap_or_default().iter().map(|detail| visible(detail)).collect();
        return Some(shown.join(", "));
    }
    let at: usize = place.parse().ok()?;
    Some(details.get(at).map(|detail| visible(detail)).unwrap_or_default())
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
