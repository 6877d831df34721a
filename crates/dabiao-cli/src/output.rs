//! Where results and messages go: standard output or a file, standard error, with colours only on a terminal.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use dabiao::Language;
use dabiao::report::Style;

use crate::failure::Failure;

/// The languages on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    #[default]
    En,
    /// 中文
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::En => Language::English,
            Lang::Zh => Language::Chinese,
        }
    }
}

/// Who reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// In which language.
    pub(crate) language: Language,
}

impl Reader {
    /// A reader of this language.
    pub(crate) fn of(lang: Lang) -> Reader {
        Reader { language: lang.into() }
    }

    /// How messages on standard error look.
    pub(crate) fn style_of_messages(self) -> Style {
        style(io::stderr().is_terminal())
    }

    /// How results look, which go to standard output unless they go to a file.
    pub(crate) fn style_of_results(self, file: Option<&PathBuf>) -> Style {
        style(file.is_none() && io::stdout().is_terminal())
    }
}

/// Colours only for a terminal that can show them, and never where the user does not want them (no-color.org).
fn style(terminal: bool) -> Style {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if terminal && !unwanted && !dumb { Style::Coloured } else { Style::Plain }
}

/// Writes a result to a file, or to standard output.
pub(crate) fn write(text: &str, file: Option<&PathBuf>) -> Result<(), Failure> {
    match file {
        Some(path) => write_file(path, text),
        None => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => Failure::ReaderGone,
                _ => Failure::file("write", Path::new("standard output"), &error),
            })
        }
    }
}

/// Writes a file whole.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::file("write", path, &error))
}

/// Says something on standard error. Where that is closed there is nobody left to tell.
pub(crate) fn complain(message: &str) {
    let _ = io::stderr().lock().write_all(message.as_bytes());
}

/// Tells a person at a terminal how far a long run has come, on one line that is wiped at the end.
pub(crate) struct Progress {
    started: Instant,
    shown: bool,
}

impl Progress {
    /// Nothing is shown within this time.
    const PATIENCE: Duration = Duration::from_millis(700);

    pub(crate) fn new() -> Progress {
        Progress { started: Instant::now(), shown: false }
    }

    /// What is being done now.
    pub(crate) fn say(&mut self, what: &str) {
        if io::stderr().is_terminal() && self.started.elapsed() > Progress::PATIENCE {
            complain(&format!("\r\u{1b}[K{what}"));
            self.shown = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            complain("\r\u{1b}[K");
        }
    }
}
