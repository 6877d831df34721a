//! The hospital job of `examples`, in every host that this machine can run: the same words from each, byte by byte.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::library::{Library, PLUS, STRICT, has, run};

/// The most lines of an example.
const MOST_LINES: usize = 60;
/// Where Debian's `libjna-java` puts JNA.
const JNA: &str = "/usr/share/java/jna.jar";

/// A host: its example, what the machine must have, and how the example is run there.
struct Host {
    example: &'static str,
    needs: &'static [&'static str],
    run: fn(&Library, &Path, &Path) -> Result<String, String>,
}

const HOSTS: &[Host] = &[
    Host { example: "c/hospital.c", needs: &["gcc"], run: c },
    Host { example: "cpp/hospital.cpp", needs: &["g++"], run: cpp },
    Host { example: "python/hospital.py", needs: &["python3"], run: python },
    Host { example: "java/Hospital.java", needs: &["javac", "java", JNA], run: java },
    Host { example: "csharp/Hospital.cs", needs: &["mcs", "mono"], run: csharp },
    Host { example: "go/hospital.go", needs: &["go", "gcc"], run: go },
    Host { example: "pascal/hospital.pas", needs: &["fpc"], run: pascal },
];

/// Each host; one that the machine has not is skipped, with what is missing in its name.
pub(crate) fn trials(library: &Library) -> Vec<Trial> {
    let trial = |host: &'static Host| {
        let there = |need: &&&str| if need.starts_with('/') { Path::new(*need).is_file() } else { has(need) };
        let missing = host.needs.iter().find(|need| !there(need));
        let skipped = missing.map_or(String::new(), |missing| format!(" (skipped: no {missing})"));
        let library = library.clone();
        let trial = Trial::test(format!("hosts/{}{skipped}", host.example), move || check(&library, host));
        trial.with_ignored_flag(missing.is_some())
    };
    HOSTS.iter().map(trial).collect()
}

fn check(library: &Library, host: &Host) -> Result<(), Failed> {
    let examples = library.root.join("examples");
    let source = examples.join(host.example);
    let lines = fs::read_to_string(&source)?.lines().count();
    if lines >= MOST_LINES {
        return Err(format!("{} has {lines} lines; fewer than {MOST_LINES} are allowed", host.example).into());
    }
    let folder = library.work.join("hosts").join(host.example.replace(['/', '.'], "-"));
    fs::create_dir_all(&folder)?;
    let found = (host.run)(library, &source, &folder)?;
    match found == fs::read_to_string(examples.join("expected.txt"))? {
        true => Ok(()),
        false => Err(format!("not what examples/expected.txt has:\n{found}").into()),
    }
}

/// A command that finds the library under the name it is installed with.
fn command(library: &Library, program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = library.command(program);
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

fn include(library: &Library) -> PathBuf {
    library.root.join("include")
}

fn c(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    let mut gcc = command(library, "gcc", folder);
    gcc.args(STRICT).arg("-I").arg(include(library)).arg(source).args(["-o", "hospital", "-ldabiao", "-L"]);
    run(gcc.arg(&library.work))?;
    run(&mut command(library, folder.join("hospital"), folder))
}

fn cpp(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    let mut gcc = command(library, "g++", folder);
    gcc.args(PLUS).arg("-I").arg(include(library)).arg(source);
    run(gcc.args(["-o", "hospital", "-ldabiao", "-L"]).arg(&library.work))?;
    run(&mut command(library, folder.join("hospital"), folder))
}

fn python(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    run(command(library, "python3", folder).arg(source))
}

fn java(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    run(command(library, "javac", folder).args(["-encoding", "UTF-8", "-d", ".", "-cp", JNA]).arg(source))?;
    run(command(library, "java", folder).arg("-cp").arg(format!("{JNA}:.")).arg("Hospital"))
}

fn csharp(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    run(command(library, "mcs", folder).arg("-out:hospital.exe").arg(source))?;
    run(command(library, "mono", folder).arg("hospital.exe"))
}

fn go(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    let mut go = command(library, "go", folder);
    go.env("CGO_CFLAGS", format!("-I{}", include(library).display()));
    go.env("CGO_LDFLAGS", format!("-L{}", library.work.display()));
    go.env("GO111MODULE", "off").env("GOFLAGS", "").env("GOCACHE", folder.join("cache"));
    run(go.arg("run").arg(source))
}

fn pascal(library: &Library, source: &Path, folder: &Path) -> Result<String, String> {
    let mut fpc = command(library, "fpc", folder);
    fpc.args(["-v0", "-Mdelphi", "-FE.", "-FU."]).arg(format!("-Fl{}", library.work.display()));
    run(fpc.arg(source))?;
    run(&mut command(library, folder.join("hospital"), folder))
}
