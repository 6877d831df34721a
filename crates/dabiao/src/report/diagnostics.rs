//! Diagnostics and faults of facts -> text with an excerpt of the source and a caret under what is meant.

use super::labels::pick;
use super::visible::{push_visible, visible};
use super::width::width_of_char;
use super::wording;
use crate::diagnostic::{Diagnostic, FactFault, Severity};
use crate::language::Language;
use crate::span::Lines;

/// The most columns of source that an excerpt shows.
const EXCERPT_COLUMNS: usize = 120;

/// Whether the text carries colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// None.
    #[default]
    Plain,
    /// ANSI colours, for a terminal.
    Coloured,
}

/// The ANSI codes that are used.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Colour {
    Red,
    Yellow,
    Green,
    Blue,
    Cyan,
    Grey,
    Bold,
}

impl Style {
    /// The text in a colour.
    pub(crate) fn paint(self, text: &str, colour: Colour) -> String {
        let code = match colour {
            Colour::Red => "1;31",
            Colour::Yellow => "33",
            Colour::Green => "32",
            Colour::Blue => "1;34",
            Colour::Cyan => "36",
            Colour::Grey => "90",
            Colour::Bold => "1",
        };
        match self {
            Style::Coloured if !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            _ => text.to_string(),
        }
    }
}

/// The diagnostics of one source, one below the other, each with its excerpt. `name` is what the reader calls the source.
pub fn diagnostics_as_text(found: &[Diagnostic], source: &str, name: &str, language: Language) -> String {
    diagnostics_in_style(found, source, name, language, Style::Plain)
}

/// As [`diagnostics_as_text`], with colours if wanted.
pub fn diagnostics_in_style(
    found: &[Diagnostic],
    source: &str,
    name: &str,
    language: Language,
    style: Style,
) -> String {
    let lines = Lines::new(source);
    let texts: Vec<String> = found.iter().map(|one| diagnostic(one, &lines, name, language, style)).collect();
    texts.join("\n")
}

/// The faults of the tables, one a line: `file row column: message`.
pub fn faults_as_text(found: &[FactFault], language: Language) -> String {
    faults_in_style(found, language, Style::Plain)
}

/// As [`faults_as_text`], with colours if wanted.
pub fn faults_in_style(found: &[FactFault], language: Language, style: Style) -> String {
    found.iter().map(|one| fault(one, language, style)).collect()
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => pick(language, "error", "错误"),
        Severity::Warning => pick(language, "warning", "警告"),
    }
}

fn head(severity: Severity, code: &str, language: Language, style: Style) -> String {
    let colour = if severity == Severity::Error { Colour::Red } else { Colour::Yellow };
    style.paint(&format!("{}[{code}]", severity_word(severity, language)), colour)
}

fn diagnostic(found: &Diagnostic, lines: &Lines<'_>, name: &str, language: Language, style: Style) -> String {
    let colon = pick(language, ": ", "：");
    let message = wording::message(found.code, &found.details, language);
    let from = lines.position(found.span.start);
    let margin = from.line.to_string().len();
    let excerpt = Excerpt::of(lines, found.span.start, found.span.end);
    let bar = |text: &str| style.paint(text, Colour::Blue);
    let blank = " ".repeat(margin);
    let mut out = format!(
        "{}{colon}{}\n",
        head(found.severity(), found.code, language, style),
        style.paint(&message, Colour::Bold)
    );
    out.push_str(&format!("{blank}{} {name}:{}:{}\n", bar("-->"), from.line, from.column));
    out.push_str(&format!("{blank} {}\n", bar("|")));
    out.push_str(&format!("{} {}\n", bar(&format!("{} |", from.line)), excerpt.text).replace(" \n", "\n"));
    let colour = if found.severity() == Severity::Error { Colour::Red } else { Colour::Yellow };
    let carets = style.paint(&"^".repeat(excerpt.length), colour);
    out.push_str(&format!("{blank} {} {}{carets}\n", bar("|"), " ".repeat(excerpt.before)));
    let advice = wording::hint(found.code, &found.details, language);
    let meant = found.suggestion.as_ref().map(|text| wording::did_you_mean(text, language));
    for line in advice.into_iter().chain(meant) {
        out.push_str(&format!("{blank} {} {line}\n", bar("=")));
    }
    out
}

fn fault(found: &FactFault, language: Language, style: Style) -> String {
    let colon = pick(language, ": ", "：");
    let mut place = visible(&found.table);
    if let Some(row) = found.row {
        // The line is worth naming only where it is not the one after the head that the row implies.
        let line = found.line.filter(|line| *line != row + 1);
        place.push_str(&match (language, line) {
            (Language::English, None) => format!(" row {row}"),
            (Language::English, Some(line)) => format!(" row {row} (line {line})"),
            (Language::Chinese, None) => format!(" 第 {row} 行"),
            (Language::Chinese, Some(line)) => format!(" 第 {row} 行（文件第 {line} 行）"),
        });
    }
    if let Some(column) = found.column.as_deref().map(visible) {
        place.push_str(&match language {
            Language::English => format!(" column `{column}`"),
            Language::Chinese => format!(" `{column}` 列"),
        });
    }
    let mut out = head(found.severity(), found.code, language, style);
    for part in [place.as_str(), &wording::message(found.code, &found.details, language)] {
        if !part.is_empty() {
            out.push_str(colon);
            out.push_str(part);
        }
    }
    let advice = wording::hint(found.code, &found.details, language);
    let meant = found.suggestion.as_ref().map(|text| wording::did_you_mean(text, language));
    for more in advice.into_iter().chain(meant) {
        out.push_str(pick(language, "; ", "；"));
        out.push_str(&more);
    }
    out.push('\n');
    out
}

/// One line of source with the columns that are meant.
struct Excerpt {
    text: String,
    before: usize,
    length: usize,
}

impl Excerpt {
    /// The line of `start`, cut around it where it is long; a span over several lines is marked to the end of the first.
    fn of(lines: &Lines<'_>, start: u32, end: u32) -> Excerpt {
        let from = lines.position(start);
        let to = lines.position(end);
        let letters: Vec<char> = lines.text(from.line).chars().collect();
        let first = (from.column - 1).min(letters.len());
        let last = if to.line == from.line { to.column - 1 } else { letters.len() };
        let last = last.clamp(first, letters.len());
        let slice = |from: usize, to: usize| letters.get(from..to).unwrap_or_default();
        let columns = |letters: &[char]| letters.iter().map(|letter| columns_of(*letter)).sum::<usize>();
        // From the place outward, so that a line of a megabyte costs no more than one of a hundred columns.
        let cut = first - fitting(slice(0, first).iter().rev(), EXCERPT_COLUMNS / 2);
        let stop = cut + fitting(slice(cut, letters.len()).iter(), EXCERPT_COLUMNS);
        let mut text = if cut > 0 { "…".to_string() } else { String::new() };
        let mut before = if cut > 0 { 1 } else { 0 };
        before += columns(slice(cut, first));
        for letter in slice(cut, stop) {
            push_visible(*letter, &mut text);
        }
        if stop < letters.len() {
            text.push('…');
        }
        Excerpt { text, before, length: columns(slice(first, last.min(stop))).max(1) }
    }
}

/// How many of the letters fit into so many columns.
fn fitting<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> usize {
    let mut used = 0;
    letters
        .take_while(|letter| {
            used += columns_of(**letter);
            used <= columns
        })
        .count()
}

/// The columns of a letter in an excerpt, in which every letter can be seen.
fn columns_of(letter: char) -> usize {
    let mut text = String::new();
    push_visible(letter, &mut text);
    text.chars().map(width_of_char).sum()
}

#[cfg(test)]
#[path = "diagnostics_tests.rs"]
mod tests;
