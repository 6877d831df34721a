//! `dabiao fmt`: writes policies in the canonical form, in place, in English or Chinese keywords.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use dabiao::Language;
use dabiao::syntax::{Limits, parse, print};

use crate::failure::Failure;
use crate::output;
use crate::policy::Source;
use crate::reader::{Lang, Reader};

/// Write policies in the canonical form.
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Files, or `-` from standard input to standard output
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The language of the keywords; that of most keywords of the file unless given
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Change nothing, name the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
}

impl Fmt {
    /// Formats every file that has no error, and names those that have.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let mut wrong = false;
        let mut changed = false;
        for file in &self.files {
            match self.format(file) {
                Ok(differs) => changed |= differs,
                Err(Failure::Told(message)) => {
                    wrong = true;
                    output::complain(&message);
                }
                Err(gone) => return Err(gone),
            }
        }
        Ok(match (wrong, self.check && changed) {
            (true, _) => ExitCode::from(2),
            (false, true) => ExitCode::from(1),
            (false, false) => ExitCode::SUCCESS,
        })
    }

    /// Formats one file; whether it was not yet in the canonical form.
    fn format(&self, file: &str) -> Result<bool, Failure> {
        let source = if file == "-" { Source::find(file)? } else { Source::of_file(Path::new(file))? };
        let reader = Reader::of(self.lang.unwrap_or_default());
        let parsed = parse(&source.text, &Limits::default());
        if !parsed.diagnostics.is_empty() {
            return Err(Failure::text(&parsed.diagnostics, &source.text, &source.name, reader));
        }
        let printed = |language| print(&parsed.ast, language);
        let text = match self.lang {
            Some(lang) => printed(lang.into()),
            None => nearer(&source.text, printed(Language::English), printed(Language::Chinese)),
        };
        let again = parse(&text, &Limits::default());
        let comments =
            |ast: &dabiao::syntax::ast::Ast| ast.comments.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        if !again.diagnostics.is_empty() || comments(&again.ast) != comments(&parsed.ast) {
            let message =
                format!("`{}` is left as it is: the formatter would change its meaning; please report it", source.name);
            return Err(Failure::new(message));
        }
        let differs = text != source.text;
        match (self.check, file) {
            (true, _) if differs => output::write(&format!("{}\n", source.name), None)?,
            (true, _) => {}
            (false, "-") => output::write(&text, None)?,
            (false, path) if differs => output::write_file(Path::new(path), &text)?,
            (false, _) => {}
        }
        Ok(differs)
    }
}

/// The one of two texts that shares more words with the source.
fn nearer(source: &str, english: String, chinese: String) -> String {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for word in source.split_whitespace() {
        *words.entry(word).or_default() += 1;
    }
    let shared = |text: &str| {
        let mut left = words.clone();
        text.split_whitespace()
            .filter(|word| match left.get_mut(word) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            })
            .count()
    };
    if shared(&chinese) > shared(&english) { chinese } else { english }
}
