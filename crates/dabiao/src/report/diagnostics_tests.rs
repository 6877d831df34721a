#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::span::Span;

fn at(source: &str, part: &str) -> Diagnostic {
    let start = source.find(part).unwrap();
    Diagnostic::new("E0000", Span::new(start, start + part.len()))
}

/// The column, in the terminal, at which the carets begin and end.
fn carets(text: &str) -> (usize, usize) {
    let line = text.lines().find(|line| line.contains('^')).unwrap();
    (line.find('^').unwrap(), line.rfind('^').unwrap() + 1)
}

#[test]
fn the_caret_stands_under_wide_text() {
    let source = "rule a {\n  目标 康复医师数量 每 10万 >= 8\n}\n";
    let text = diagnostics_as_text(&[at(source, "康复医师数量")], source, "a.dabiao", Language::English);
    let expected =
        "error[E0000]: E0000\n --> a.dabiao:2:6\n  |\n2 |   目标 康复医师数量 每 10万 >= 8\n  |        ^^^^^^^^^^^^\n";
    assert_eq!(text, expected);
}

#[test]
fn the_suggestion_is_given_in_the_readers_language() {
    let source = "target rehab_docters >= 8";
    let found = at(source, "rehab_docters").with("x").suggest(Some("rehab_doctors"));
    let text = diagnostics_as_text(&[found], source, "a.dabiao", Language::Chinese);
    let expected = "错误[E0000]：E0000 x\n --> a.dabiao:1:8\n  |\n1 | target rehab_docters >= 8\n  |        ^^^^^^^^^^^^^\n  = 是不是想写 `rehab_doctors`？\n";
    assert_eq!(text, expected);
}

#[test]
fn tabs_controls_and_the_end_of_the_text_are_shown() {
    let source = "\tx \u{202e}y";
    assert_eq!(carets(&diagnostics_as_text(&[at(source, "x")], source, "a", Language::English)), (8, 9));
    let text = diagnostics_as_text(&[at(source, "y")], source, "a", Language::English);
    assert!(text.contains("    x <202e>y") && !text.contains('\u{202e}'), "{text}");
    let end = Diagnostic::new("E0000", Span::new(source.len(), source.len()));
    assert_eq!(carets(&diagnostics_as_text(&[end], source, "a", Language::English)), (17, 18));
    let beyond = Diagnostic::new("W0000", Span::new(1000, 2000));
    assert!(diagnostics_as_text(&[beyond], source, "a", Language::English).starts_with("warning[W0000]"));
    assert_eq!(
        carets(&diagnostics_as_text(&[Diagnostic::new("E0000", Span::new(0, 0))], "", "a", Language::English)),
        (4, 5)
    );
}

#[test]
fn a_long_line_is_cut_around_what_is_meant() {
    let source = format!("{} here {}", "康".repeat(400), "b".repeat(400));
    let text = diagnostics_as_text(&[at(&source, "here")], &source, "a", Language::English);
    let excerpt = text.lines().find(|line| line.starts_with("1 | ")).unwrap();
    assert!(excerpt.starts_with("1 | …康") && excerpt.ends_with("b…"), "{excerpt}");
    let (start, end) = carets(&text);
    let before: usize = excerpt.split("here").next().unwrap().chars().map(width_of_char).sum();
    assert_eq!((start, end), (before, before + 4));
}

#[test]
fn a_fault_names_table_row_and_column() {
    let fault = FactFault::new("F0000", "facts/region.csv").row(3).column("人口").with("-5").suggest(Some("5"));
    let english = faults_as_text(std::slice::from_ref(&fault), Language::English);
    assert_eq!(english, "error[F0000]: facts/region.csv row 3 column `人口`: F0000 -5; did you mean `5`?\n");
    let chinese = faults_as_text(&[fault], Language::Chinese);
    assert_eq!(chinese, "错误[F0000]：facts/region.csv 第 3 行 `人口` 列：F0000 -5；是不是想写 `5`？\n");
}

#[test]
fn colours_only_when_asked() {
    let source = "target x >= 8";
    let plain = diagnostics_as_text(&[at(source, "x")], source, "a", Language::English);
    let coloured = diagnostics_in_style(&[at(source, "x")], source, "a", Language::English, Style::Coloured);
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[1;31m^\u{1b}[0m"));
}
