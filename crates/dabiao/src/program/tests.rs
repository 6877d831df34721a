//! What texts are as programs: each code earned by its example, the meaning of the constructs, all faults at once, and
//! hostile texts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod errors;
mod hostile;
mod meaning;
mod readings;

use std::sync::Arc;

use crate::compile;
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::program::codes::{CODES, VOCABULARY};
use crate::program::{Condition, Library, Line, LineKind, Moment, Program, Quantity, Requirement, Stage};
use crate::report::{diagnostics_as_text, wording};

/// The long example of the language document, with what its fragments take for granted.
const LANGUAGE: &str = include_str!("tests/language.dabiao");

/// The library that the examples of the codes may use.
fn library() -> Library {
    let mut library = Library::default();
    library.add_source("broken", "entity region { doctors: person }");
    library.add_source("cn_rehab_2021", "policy cn_rehab_2021 { rule physicians { shall x >= 1 } }");
    library.add_source("little", VOCABULARY);
    library.add_source("on_little", "vocabulary on_little use little base population let limit = 5");
    library.add_calendar("cn_working_days", Arc::default());
    library.add_calendar("bank_days", Arc::default());
    library
}

/// All diagnostics of a text.
fn faults(source: &str) -> Vec<Diagnostic> {
    match compile(source, &library()) {
        Ok(compiled) => compiled.warnings,
        Err(faults) => faults,
    }
}

fn codes(source: &str) -> Vec<&'static str> {
    faults(source).into_iter().map(|fault| fault.code).collect()
}

/// The program of a text without errors.
fn program(source: &str) -> Program {
    match compile(source, &library()) {
        Ok(compiled) => compiled.program,
        Err(faults) => panic!("{}", diagnostics_as_text(&faults, source, "test", Language::English)),
    }
}

/// The program of a text that stands on the little vocabulary.
fn on_little(rest: &str) -> Program {
    program(&format!("{VOCABULARY}{rest}"))
}

fn codes_on_little(rest: &str) -> Vec<&'static str> {
    codes(&format!("{VOCABULARY}{rest}"))
}

fn lines(program: &Program) -> &[Line] {
    &program.rules[0].body.lines
}

fn stages(line: &Line) -> &[Stage] {
    match &line.kind {
        LineKind::Duty(stages) => stages,
        other => panic!("no requirement: {other:?}"),
    }
}

/// The first condition of the first rule.
fn condition(program: &Program) -> &Condition {
    match &stages(&lines(program)[0])[0].requirement {
        Requirement::Condition(condition) => condition,
        Requirement::Event(moment) => panic!("an event: {moment:?}"),
    }
}

fn literal(text: &str) -> Quantity {
    Quantity::Literal(text.parse().unwrap())
}

fn day(text: &str) -> Moment {
    Moment::Literal(text.parse().unwrap())
}

#[test]
fn every_example_of_a_code_earns_it() {
    let mut wrong = Vec::new();
    for code in CODES {
        let Some(example) = code.example else { continue };
        if codes(example) != [code.code] {
            let text = diagnostics_as_text(&faults(example), example, code.code, Language::English);
            wrong.push(text);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_words_and_every_worded_code_is_listed() {
    let worded: Vec<&str> = wording::all().map(|wording| wording.code).collect();
    for code in CODES {
        assert!(worded.contains(&code.code), "{} has no words", code.code);
    }
    for code in worded.iter().filter(|code| !code.starts_with("E01") && code.starts_with(['E', 'W'])) {
        assert!(CODES.iter().any(|known| known.code == *code), "{code} is not listed");
    }
}

#[test]
fn the_long_example_of_the_language_is_a_program() {
    let program = program(LANGUAGE);
    assert_eq!(program.rules.len(), 7);
    assert_eq!(program.territory.as_ref().map(|territory| territory.id.as_str()), Some("330800"));
    assert_eq!(program.from.map(|from| from.to_string()).as_deref(), Some("2022-11-30"));
    let names: Vec<&str> = program.readings.iter().map(|reading| reading.name.as_str()).collect();
    assert_eq!(names, ["sixty_five", "each_home"]);
    assert!(program.rules.iter().all(|rule| rule.responsible.len() == 1));
}
