//! The corpus through C: one named test for each case, run by one C program.

use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use crate::library::{Library, Link, run};

/// Every case.
pub(crate) fn trials(library: &Library) -> Vec<Trial> {
    let corpus = library.root.join("../../tests/corpus");
    let program = library.compile("corpus.c", Link::Shared);
    let mut trials = Vec::new();
    for below in ["good", "policies", "bad"] {
        for area in folders(&corpus.join(below)) {
            for case in folders(&area) {
                let (library, program) = (library.clone(), program.clone());
                let name = format!("corpus/{below}/{}/{}", file_name(&area), file_name(&case));
                trials.push(Trial::test(name, move || check(&library, &program?, &case, below)));
            }
        }
    }
    trials
}

fn check(library: &Library, program: &Path, case: &Path, below: &str) -> Result<(), Failed> {
    let mut command = library.command(program);
    let found = run(command.arg(case).arg(if below == "bad" { "errors" } else { "verdicts" }))?;
    let expected = case.join(if below == "bad" { "errors.txt" } else { "verdicts.json" });
    if below == "policies" && !expected.exists() {
        // Its verdicts are many and are compared line by line elsewhere; here it must be judged without a fault.
        let judged = found.starts_with("{\n") && found.ends_with("}\n");
        return if judged { Ok(()) } else { Err(found.into()) };
    }
    match std::fs::read_to_string(&expected)? == found {
        true => Ok(()),
        false => Err(format!("{} differs; through C it is:\n{found}", expected.display()).into()),
    }
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).into_iter().flatten().filter_map(Result::ok);
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
