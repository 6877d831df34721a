//! Verdicts, diagnostics and faults -> text, JSON and CSV, in English and Chinese: the only home of user wording.
//! Everything here takes finished data and gives a `String`; nothing is read or written, and nothing can fail.

pub mod diagnostics;
pub mod json;
pub mod numbers;
pub mod readings;
pub mod width;
pub mod wording;

mod coverage;
mod csv;
mod explain;
mod in_words;
mod labels;
mod overview;
mod phrases;
mod places;
#[cfg(test)]
mod sample;
mod table;
#[cfg(test)]
mod tests;
mod visible;

pub use self::coverage::{coverage, page};
pub use self::csv::{HEADS, cells, csv};
pub use self::diagnostics::{Style, diagnostics_as_text, diagnostics_in_style, faults_as_text, faults_in_style};
pub use self::explain::{Explained, explain, find_rule};
pub use self::in_words::{InWords, in_words};
pub use self::labels::{title as label, verdict_key};
pub use self::overview::{found_in, judged_today, list, outline, rule};
pub use self::table::{table, tables};
