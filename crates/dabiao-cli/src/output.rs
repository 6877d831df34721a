//! Where results and messages go: standard output or a file, standard error, with colours only on a terminal.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::failure::Failure;

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
