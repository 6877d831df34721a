//! A case of the corpus: a folder with a policy, facts and a day. It is read from disk and run through the public door
//! of the core; what is expected of it is compared elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use dabiao::evaluate::verdict::Verdicts;
use dabiao::evaluate::{Options, evaluate};
use dabiao::facts::{Facts, Table, from_csv, from_tables};
use dabiao::program::{Program, ReadingId};
use dabiao::report::{diagnostics_as_text, faults_as_text};
use dabiao::{Language, compile};

/// A folder of the corpus.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder.
    pub folder: PathBuf,
    /// `<area>/<case>`
    pub name: String,
}

/// A case that was run.
pub struct Ran {
    /// The checked policy.
    pub program: Arc<Program>,
    /// Its facts.
    pub facts: Facts,
    /// The day and the reading.
    pub options: Options,
    /// What was found.
    pub verdicts: Verdicts,
    /// The warnings about the facts, as they are shown to a user.
    pub warnings: String,
}

/// The cases below a folder of `tests/corpus`, in the order of their names.
pub fn cases(below: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(below);
    let mut cases = Vec::new();
    for area in folders(&root) {
        for folder in folders(&area) {
            let name = format!("{}/{}", file_name(&area), file_name(&folder));
            cases.push(Case { folder, name });
        }
    }
    cases
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()));
    let mut folders: Vec<PathBuf> = entries.into_iter().flatten().filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Case {
    /// A file of the case, without the blanks around its text.
    pub fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(file)).ok().map(|text| text.trim().to_string())
    }

    /// Whether the case is about a bundled policy.
    pub fn of_bundled_policy(&self) -> bool {
        !self.folder.join("policy.dabiao").exists()
    }

    /// The policy's source: of the case itself, or of the bundled policy that the file `policy` names.
    pub fn source(&self) -> Result<String, String> {
        if let Ok(text) = fs::read_to_string(self.folder.join("policy.dabiao")) {
            return Ok(text);
        }
        let name = self.text("policy").ok_or("neither policy.dabiao nor policy")?;
        dabiao_policies::source(&name).map(str::to_string).ok_or(format!("no bundled policy `{name}`"))
    }

    /// The tables in `facts/`, in the order of their names.
    pub fn tables(&self) -> Result<Vec<Table>, String> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder.join("facts"))
            .map_err(|error| error.to_string())?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        files.sort();
        let read = |path: &PathBuf| {
            let bytes = fs::read(path).map_err(|error| error.to_string())?;
            Ok(from_csv(&file_name(path), bytes))
        };
        files.iter().map(read).collect()
    }

    /// Checks, reads and evaluates; what is wrong comes back as it is shown to a user.
    pub fn run(&self, record: bool) -> Result<Ran, String> {
        let program = match self.text("policy") {
            Some(name) => bundled(&name)?,
            None => Arc::new(checked(&self.source()?)?),
        };
        let (facts, warnings) =
            from_tables(&program, &self.tables()?).map_err(|faults| faults_as_text(&faults, Language::English))?;
        let as_of = self.text("as-of").ok_or("no file as-of")?;
        let as_of = as_of.parse().map_err(|_| format!("`{as_of}` is no day"))?;
        let reading = self.text("reading").map(|name| reading(&program, &name)).transpose()?;
        let options = Options { as_of, reading, record };
        let verdicts = evaluate(&program, &facts, &options);
        Ok(Ran { program, facts, options, verdicts, warnings: faults_as_text(&warnings, Language::English) })
    }
}

/// Checks a policy against what is bundled.
fn checked(source: &str) -> Result<Program, String> {
    let library = dabiao_policies::library().map_err(|error| error.to_string())?;
    let compiled = compile(source, library);
    let shown = |faults: Vec<_>| diagnostics_as_text(&faults, source, "policy.dabiao", Language::English);
    compiled.map(|compiled| compiled.program).map_err(shown)
}

/// A bundled policy, checked once for all cases.
fn bundled(name: &str) -> Result<Arc<Program>, String> {
    static CHECKED: Mutex<BTreeMap<String, Arc<Program>>> = Mutex::new(BTreeMap::new());
    let mut known = CHECKED.lock().map_err(|_| "another case failed while it checked a policy".to_string())?;
    if let Some(program) = known.get(name) {
        return Ok(Arc::clone(program));
    }
    let source = dabiao_policies::source(name).ok_or(format!("no bundled policy `{name}`"))?;
    let program = Arc::new(checked(source)?);
    known.insert(name.to_string(), Arc::clone(&program));
    Ok(program)
}

impl Case {
    /// Everything that is wrong with a bad case, as it is shown to a user: in English, then in Chinese.
    pub fn errors(&self) -> Result<String, String> {
        let source = self.source()?;
        let library = dabiao_policies::library().map_err(|error| error.to_string())?;
        let languages = [Language::English, Language::Chinese];
        let program = match compile(&source, library) {
            Ok(compiled) if self.folder.join("facts").is_dir() => compiled.program,
            Ok(compiled) if !compiled.warnings.is_empty() => {
                let show = |language| diagnostics_as_text(&compiled.warnings, &source, "policy.dabiao", language);
                return Ok(languages.map(show).join("\n"));
            }
            Ok(_) => return Err("nothing is wrong with the policy".to_string()),
            Err(faults) => {
                let show = |language| diagnostics_as_text(&faults, &source, "policy.dabiao", language);
                return Ok(languages.map(show).join("\n"));
            }
        };
        match from_tables(&program, &self.tables()?) {
            Err(faults) => Ok(languages.map(|language| faults_as_text(&faults, language)).join("\n")),
            Ok((_, warnings)) if !warnings.is_empty() => {
                Ok(languages.map(|language| faults_as_text(&warnings, language)).join("\n"))
            }
            Ok(_) => Err("nothing is wrong with the facts".to_string()),
        }
    }
}

fn reading(program: &Program, name: &str) -> Result<ReadingId, String> {
    let at = program.readings.iter().position(|reading| reading.name == name);
    at.map(ReadingId).ok_or(format!("no reading `{name}`"))
}
