//! Diagnostics and faults of facts as JSON, with their messages in the reader's language.

use super::write::Json;
use crate::diagnostic::{Diagnostic, FactFault, Severity};
use crate::language::Language;
use crate::report::wording;
use crate::span::Lines;

/// A source text with what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// What its reader calls it.
    pub name: &'a str,
    /// The text.
    pub source: &'a str,
    /// Its diagnostics.
    pub found: &'a [Diagnostic],
}

/// The diagnostics of some sources as one JSON list.
pub fn diagnostics(checked: &[Checked<'_>], language: Language) -> String {
    let of_source = |one: &Checked<'_>| {
        let lines = Lines::new(one.source);
        let name = one.name.to_string();
        let found = one.found.iter().map(|found| diagnostic(found, &lines, &name, language));
        found.collect::<Vec<_>>()
    };
    Json::List(checked.iter().flat_map(of_source).collect()).document()
}

fn diagnostic(found: &Diagnostic, lines: &Lines<'_>, name: &str, language: Language) -> Json {
    let position = lines.position(found.span.start);
    let span = vec![("start", count(found.span.start)), ("end", count(found.span.end))];
    let mut members = words(found.code, found.severity(), &found.details, found.suggestion.as_deref(), language);
    members.extend([
        ("file", Json::text(name)),
        ("span", Json::Object(span)),
        ("line", Json::count(position.line)),
        ("column", Json::count(position.column)),
    ]);
    Json::Object(members)
}

/// The faults of the tables as a JSON list.
pub fn faults(found: &[FactFault], language: Language) -> String {
    let one = |found: &FactFault| {
        let mut members = words(found.code, found.severity(), &found.details, found.suggestion.as_deref(), language);
        members.extend([
            ("table", Json::text(&found.table)),
            ("row", Json::maybe(found.row, Json::count)),
            ("line", Json::maybe(found.line, Json::count)),
            ("column", Json::maybe(found.column.as_ref(), Json::text)),
        ]);
        Json::Object(members)
    };
    Json::list(found, one).document()
}

fn count(offset: u32) -> Json {
    Json::Count(i64::from(offset))
}

fn words(
    code: &str,
    severity: Severity,
    details: &[String],
    suggestion: Option<&str>,
    language: Language,
) -> Vec<(&'static str, Json)> {
    let severity = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    vec![
        ("code", Json::text(code)),
        ("severity", Json::text(severity)),
        ("message", Json::text(wording::message(code, details, language))),
        ("hint", Json::maybe(wording::hint(code, details, language), Json::text)),
        ("suggestion", Json::maybe(suggestion, Json::text)),
    ]
}
