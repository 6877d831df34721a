//! Faults of a text or of a table, as data: a stable code, a place, and the words and numbers that the message needs.
//! The messages themselves, in two languages, are in `report::wording`; nothing here is shown to a person as it is.

use crate::order::sorted;
use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The text or the tables cannot be used.
    Error,
    /// They can, but somebody should look.
    Warning,
}

/// A fault of a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, such as `E0301`; those that begin with `W` are warnings.
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What the message of this code names, in its order: user text, never prose.
    pub details: Vec<String>,
    /// What the user probably meant, where one can say.
    pub suggestion: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without details.
    pub fn new(code: &'static str, span: Span) -> Diagnostic {
        Diagnostic { code, span, details: Vec::new(), suggestion: None }
    }

    /// Adds the next detail of the message.
    pub fn with(mut self, detail: impl ToString) -> Diagnostic {
        self.details.push(detail.to_string());
        self
    }

    /// Sets what the user probably meant.
    pub fn suggest(mut self, suggestion: Option<impl ToString>) -> Diagnostic {
        self.suggestion = suggestion.map(|text| text.to_string());
        self
    }

    /// Whether this is an error or a warning.
    pub fn severity(&self) -> Severity {
        severity_of(self.code)
    }

    /// Puts diagnostics in source order.
    pub(crate) fn sort(diagnostics: &mut Vec<Diagnostic>) {
        let compare = |a: &Diagnostic, b: &Diagnostic| (a.span, a.code, &a.details).cmp(&(b.span, b.code, &b.details));
        *diagnostics = sorted(std::mem::take(diagnostics), compare);
    }
}

/// A fault of the tables of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactFault {
    /// The stable code, such as `F0102`; those that begin with `G` are warnings.
    pub code: &'static str,
    /// The file or table as the host named it.
    pub table: String,
    /// The row as the host counts it, 1 for the first row after the head; none where the whole table is meant.
    pub row: Option<usize>,
    /// The line of the file on which the row begins, where the reader knows it.
    pub line: Option<usize>,
    /// The head of the column, where one is meant.
    pub column: Option<String>,
    /// What the message of this code names, in its order.
    pub details: Vec<String>,
    /// What the user probably meant, where one can say.
    pub suggestion: Option<String>,
}

impl FactFault {
    /// A fault of a whole table.
    pub fn new(code: &'static str, table: impl ToString) -> FactFault {
        let table = table.to_string();
        FactFault { code, table, row: None, line: None, column: None, details: Vec::new(), suggestion: None }
    }

    /// Names the row, counted from 1.
    pub fn row(mut self, row: usize) -> FactFault {
        self.row = Some(row);
        self
    }

    /// Names the column.
    pub fn column(mut self, column: impl ToString) -> FactFault {
        self.column = Some(column.to_string());
        self
    }

    /// Adds the next detail of the message.
    pub fn with(mut self, detail: impl ToString) -> FactFault {
        self.details.push(detail.to_string());
        self
    }

    /// Sets what the user probably meant.
    pub fn suggest(mut self, suggestion: Option<impl ToString>) -> FactFault {
        self.suggestion = suggestion.map(|text| text.to_string());
        self
    }

    /// Whether this is an error or a warning.
    pub fn severity(&self) -> Severity {
        severity_of(self.code)
    }
}

fn severity_of(code: &str) -> Severity {
    if code.starts_with(['W', 'G']) { Severity::Warning } else { Severity::Error }
}

/// The known word nearest to `word`, if one is near enough to be meant: at most a third of its letters away, counted as
/// insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance).
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(word, &mut known.into_iter())
}

fn nearest_of<'a>(word: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(64).collect();
    let reach = (letters.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other: Vec<char> = candidate.chars().take(64).collect();
        if letters.len().abs_diff(other.len()) > reach {
            continue;
        }
        let distance = alignment_distance(&letters, &other);
        let better = best.is_none_or(|(least, kept)| (distance, candidate) < (least, kept));
        if distance <= reach && distance < letters.len() && better {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn alignment_distance(a: &[char], b: &[char]) -> usize {
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    at(&above, b.len())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_suggested_only_when_near() {
        let known = ["rehab_doctors", "rehab_therapists", "population"];
        assert_eq!(nearest("rehab_doctor", known), Some("rehab_doctors"));
        assert_eq!(nearest("popualtion", known), Some("population"));
        assert_eq!(nearest("beds", known), None);
        assert_eq!(nearest("人口", ["常住人口", "人数"]), Some("人数"));
    }
}
