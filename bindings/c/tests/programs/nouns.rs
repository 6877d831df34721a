//! The C programs of `tests/c`, one for each noun: shared, static, under valgrind and with AddressSanitizer.

use libtest_mimic::{Failed, Trial};

use crate::library::{Library, Link, has, run};

/// The programs.
const PROGRAMS: &[&str] = &[
    "version.c",
    "error.c",
    "limits.c",
    "policy.c",
    "facts.c",
    "evaluation.c",
    "verdicts.c",
    "record.c",
    "columns.c",
    "worst.c",
    "threads.c",
    "panic.c",
    "hostile.c",
    "plusplus.cpp",
];

/// Each program in each way.
pub(crate) fn trials(library: &Library) -> Vec<Trial> {
    let mut trials = Vec::new();
    for program in PROGRAMS {
        for link in [Link::Shared, Link::Static, Link::Sanitized] {
            let own = library.clone();
            let name = format!("programs/{program}/{}", format!("{link:?}").to_lowercase());
            trials.push(Trial::test(name, move || plain(&own, program, link)));
        }
        let own = library.clone();
        let skipped = if has("valgrind") { "" } else { " (skipped: no valgrind)" };
        let trial = Trial::test(format!("programs/{program}/valgrind{skipped}"), move || valgrind(&own, program));
        trials.push(trial.with_ignored_flag(!skipped.is_empty()));
    }
    trials
}

fn plain(library: &Library, program: &str, link: Link) -> Result<(), Failed> {
    let path = library.compile(program, link)?;
    let mut command = library.command(path);
    if link == Link::Shared {
        command.arg("everything");
    }
    finished(&run(&mut command)?)
}

fn valgrind(library: &Library, program: &str) -> Result<(), Failed> {
    let path = library.compile(program, Link::Watched)?;
    let mut command = library.command("valgrind");
    command.args([
        "--quiet",
        "--error-exitcode=9",
        "--leak-check=full",
        "--show-leak-kinds=definite,indirect,possible",
    ]);
    command.args(["--errors-for-leak-kinds=definite,indirect,possible", "--main-stacksize=8388608"]).arg(path);
    finished(&run(&mut command)?)
}

/// A program says how many checks it made; one that made none tested nothing.
fn finished(out: &str) -> Result<(), Failed> {
    let last = out.lines().last().unwrap_or_default();
    let count = last.strip_suffix(" checks passed").and_then(|count| count.parse::<u32>().ok());
    if count.is_some_and(|count| count > 0) { Ok(()) } else { Err(format!("the program ended with `{last}`").into()) }
}
