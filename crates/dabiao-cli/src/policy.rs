//! The policy that a command is about: a bundled name, a file, standard input, or text on the command line; and the
//! library in which its `use` finds what is bundled and what lies beside its file.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use dabiao::diagnostic::nearest;
use dabiao::program::ReadingId;
use dabiao::syntax::ast::{ClauseKind, Item};
use dabiao::syntax::{Limits, parse};
use dabiao::{Compiled, Library, compile, report};

use crate::failure::Failure;
use crate::output::complain;
use crate::reader::Reader;

/// A text given on the command line.
#[derive(Debug, Args)]
pub(crate) struct Text {
    /// The text of a policy, instead of POLICY
    #[arg(short = 'e', long = "text", value_name = "TEXT")]
    pub(crate) text: Option<String>,
}

/// A policy as text, with what its reader calls it.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The folder in which `use NAME` finds `NAME.dabiao`.
    folder: Option<PathBuf>,
}

impl Source {
    /// Text that was given on the command line.
    pub(crate) fn of_text(text: &str) -> Source {
        Source { name: "<text>".to_string(), text: text.to_string(), folder: None }
    }

    /// The bundled policy of this name, or the file, or standard input for `-`.
    pub(crate) fn find(policy: &str) -> Result<Source, Failure> {
        if policy == "-" {
            let bytes = read_within(std::io::stdin().lock(), Path::new("standard input"))?;
            let text = decode(bytes, "standard input")?;
            return Ok(Source { name: "<stdin>".to_string(), text, folder: None });
        }
        if let Some(text) = dabiao_policies::source(policy) {
            return Ok(Source { name: format!("{policy}.dabiao"), text: text.to_string(), folder: None });
        }
        let path = Path::new(policy);
        if !path.exists() {
            let bundled = dabiao_policies::SOURCES.iter().map(|(name, _)| *name);
            let meant = nearest(policy, bundled).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            return Err(Failure::new(format!("there is no bundled policy and no file `{policy}`{meant}")));
        }
        Source::of_file(path)
    }

    /// A file.
    pub(crate) fn of_file(path: &Path) -> Result<Source, Failure> {
        if path.is_dir() {
            return Err(Failure::new(format!("`{}` is a folder, not a policy", path.display())));
        }
        let file = std::fs::File::open(path).map_err(|error| Failure::file("read", path, &error))?;
        let text = decode(read_within(file, path)?, &path.display().to_string())?;
        let folder = path.parent().map(Path::to_path_buf);
        Ok(Source { name: path.display().to_string(), text, folder })
    }

    /// Checks the text; its warnings go to standard error.
    pub(crate) fn compile(&self, reader: Reader) -> Result<Compiled, Failure> {
        let compiled = compile(&self.text, &self.library()?)
            .map_err(|found| Failure::text(&found, &self.text, &self.name, reader))?;
        if !compiled.warnings.is_empty() {
            let style = reader.style_of_messages();
            let text = report::diagnostics_in_style(&compiled.warnings, &self.text, &self.name, reader.language, style);
            complain(&(text + "\n"));
        }
        Ok(compiled)
    }

    /// What is bundled, and over it what lies beside the file and is named by it, or by what it names in turn.
    pub(crate) fn library(&self) -> Result<Library, Failure> {
        let mut library = dabiao_policies::library().map_err(Failure::new)?.clone();
        let Some(folder) = &self.folder else { return Ok(library) };
        let mut names = named_in(&self.text);
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = names.pop() {
            let path = folder.join(format!("{name}.dabiao"));
            if seen.contains(&name) || !path.is_file() {
                continue;
            }
            let beside = Source::of_file(&path)?;
            names.extend(named_in(&beside.text));
            library.add_source(name.clone(), beside.text);
            seen.push(name);
        }
        Ok(library)
    }
}

/// The names of other texts that a text names: after `use`, and in front of the dot of a relation.
fn named_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let ast = parse(text, &Limits::default()).ast;
    let mut items: Vec<&Item> = ast.items.iter().collect();
    while let Some(item) = items.pop() {
        match item {
            Item::Use(name) => found.push(name.text.clone()),
            Item::Policy(policy) => items.extend(&policy.members),
            Item::Rule(rule) => {
                for clause in &rule.clauses {
                    if let ClauseKind::Relation(relation) = &clause.kind {
                        found.extend(relation.rule.names.first().map(|name| name.text.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    // A name with a separator would lead out of the folder.
    found.retain(|name| !name.contains(['/', '\\']) && name != "." && name != "..");
    found
}

/// Reads everything, but no endless file.
fn read_within(file: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let most = Limits::default().source_bytes as u64;
    let mut bytes = Vec::new();
    // One byte more, so that the parser sees that there is too much and says so.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| Failure::file("read", path, &error))?;
    if bytes.len() as u64 > most {
        return Err(Failure::new(format!("`{}` has more than {most} bytes, the limit of a source", path.display())));
    }
    Ok(bytes)
}

/// UTF-8, with or without a byte order mark.
fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count();
        Failure::new(format!("`{name}` is not UTF-8 text (line {line}, byte {valid}); save it as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

/// The reading of a name; `default` is none.
pub(crate) fn reading(compiled: &Compiled, name: &str) -> Result<Option<ReadingId>, Failure> {
    let readings = &compiled.program.readings;
    let labelled = |label: &Option<String>| label.as_deref() == Some(name);
    if let Some(at) = readings.iter().position(|one| one.name == name || labelled(&one.en) || labelled(&one.zh)) {
        return Ok(Some(ReadingId(at)));
    }
    if name == "default" {
        return Ok(None);
    }
    let known: Vec<&str> = readings.iter().map(|one| one.name.as_str()).collect();
    let meant = nearest(name, known.iter().copied()).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let known = if known.is_empty() { "none".to_string() } else { known.join(", ") };
    Err(Failure::new(format!("there is no reading `{name}`{meant} (readings: {known})")))
}
