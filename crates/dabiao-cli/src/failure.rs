//! Why a command could not do what it was asked: a message that is ready to be shown, for exit code 2.

use std::fmt::Display;
use std::io;
use std::path::Path;

use dabiao::diagnostic::{Diagnostic, FactFault};
use dabiao::report;

use crate::reader::Reader;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Somebody must read this.
    Told(String),
    /// Whoever read the output has closed it (`dabiao … | head`): nothing is wrong.
    ReaderGone,
}

impl Failure {
    /// A message of the command line itself.
    pub(crate) fn new(message: impl Display) -> Failure {
        Failure::Told(format!("error: {message}\n"))
    }

    /// A file or folder that could not be read or written.
    pub(crate) fn file(verb: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::new(format!("cannot {verb} `{}`: {}", path.display(), plain(error)))
    }

    /// A text with faults.
    pub(crate) fn text(found: &[Diagnostic], source: &str, name: &str, reader: Reader) -> Failure {
        let style = reader.style_of_messages();
        Failure::Told(report::diagnostics_in_style(found, source, name, reader.language, style))
    }

    /// Tables with faults.
    pub(crate) fn tables(found: &[FactFault], reader: Reader) -> Failure {
        Failure::Told(report::faults_in_style(found, reader.language, reader.style_of_messages()))
    }
}

/// An error of the system in its words, without the number behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    let words = text.get(..end).unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
