//! Who reads: in which language, and whether on a terminal that shows colours.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::ValueEnum;
use dabiao::Language;
use dabiao::report::Style;

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
