//! `cargo xtask dist-c --prefix P`: builds the C library, shared and static, and installs it with its headers, a
//! pkg-config file and a CMake package. `check` installs it below `target` and uses it as a host would.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of the workspace, which is that of the library.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The part of the version that a program is bound to: while the first is 0, the first two.
const SO_VERSION: &str = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
/// The largest that the shared library may be.
const MOST_BYTES: u64 = 3 << 20;

/// Installs below the prefix of the arguments; with `--destdir D` below `D` instead of `/`, for packagers;
/// with `--check` alone, only [`check`]s.
pub(crate) fn install(root: &Path, arguments: &[String]) -> Result<(), String> {
    if arguments == ["--check"] {
        return check(root);
    }
    let (mut prefix, mut destination) = (None, PathBuf::from("/"));
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (argument.as_str(), rest.next()) {
            ("--prefix", Some(path)) => prefix = Some(PathBuf::from(path)),
            ("--destdir", Some(path)) => destination = PathBuf::from(path),
            _ => return Err("usage: cargo xtask dist-c --prefix PATH [--destdir PATH], or --check".to_string()),
        }
    }
    let prefix = prefix.ok_or("dist-c: --prefix PATH is needed")?;
    let prefix = std::path::absolute(&prefix).map_err(|error| format!("{}: {error}", prefix.display()))?;
    let below = destination.join(prefix.strip_prefix("/").unwrap_or(&prefix));
    install_below(root, &prefix, &below)?;
    eprintln!("installed in {}", below.display());
    Ok(())
}

/// One function stands for all that are compiled to the same bytes. Of the linkers that Rust uses by itself, that of this
/// target can do so.
const FOLDING: &[&str] = if cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")) {
    &["-C", "link-arg=-Wl,--icf=all"]
} else {
    &[]
};

/// Builds, and lays the files out below `at`; `prefix` is where they will be when they are used.
fn install_below(root: &Path, prefix: &Path, at: &Path) -> Result<(), String> {
    let soname = format!("link-arg=-Wl,-soname,libdabiao.so.{SO_VERSION}");
    let build = ["rustc", "--profile", "dist-c", "--locked", "--package", "dabiao-c", "--lib"];
    let flags = ["--crate-type", "cdylib,staticlib", "--", "-C", &soname];
    super::cargo(&[&build[..], &flags[..], FOLDING].concat(), &[])?;
    let built = super::target(root).join("dist-c");
    let sources = root.join("bindings/c");
    let lib = at.join("lib");
    let shared = format!("libdabiao.so.{VERSION}");
    copy(&built.join("libdabiao_c.so"), &lib.join(&shared))?;
    link(&shared, &lib.join(format!("libdabiao.so.{SO_VERSION}")))?;
    link(&format!("libdabiao.so.{SO_VERSION}"), &lib.join("libdabiao.so"))?;
    copy(&built.join("libdabiao_c.a"), &lib.join("libdabiao.a"))?;
    for header in ["dabiao.h", "dabiao.hpp"] {
        copy(&sources.join("include").join(header), &at.join("include").join(header))?;
    }
    fill(&sources.join("dabiao.pc.in"), &lib.join("pkgconfig/dabiao.pc"), prefix)?;
    for file in ["dabiaoConfig.cmake", "dabiaoConfigVersion.cmake"] {
        fill(&sources.join("cmake").join(format!("{file}.in")), &lib.join("cmake/dabiao").join(file), prefix)?;
    }
    Ok(())
}

fn at_path<T>(path: &Path, done: std::io::Result<T>) -> Result<T, String> {
    done.map_err(|error| format!("{}: {error}", path.display()))
}

fn folder_of(path: &Path) -> Result<(), String> {
    path.parent().map_or(Ok(()), |folder| at_path(folder, fs::create_dir_all(folder)))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    folder_of(to)?;
    at_path(from, fs::copy(from, to)).map(drop)
}

fn fill(from: &Path, to: &Path, prefix: &Path) -> Result<(), String> {
    let text = at_path(from, fs::read_to_string(from))?;
    let text = text.replace("@PREFIX@", &prefix.to_string_lossy()).replace("@VERSION@", VERSION);
    let text = text.replace("@SOVERSION@", SO_VERSION).replace("@REPOSITORY@", env!("CARGO_PKG_REPOSITORY"));
    folder_of(to)?;
    at_path(to, fs::write(to, text))
}

fn link(target: &str, at: &Path) -> Result<(), String> {
    if at.symlink_metadata().is_ok() {
        at_path(at, fs::remove_file(at))?;
    }
    #[cfg(unix)]
    at_path(at, std::os::unix::fs::symlink(target, at))?;
    #[cfg(not(unix))]
    let _ = target;
    Ok(())
}

/// Installs below `target/dist-c-installed` and uses what was installed: by pkg-config and by CMake, shared and static.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let at = super::target(root).join("dist-c-installed");
    let at = std::path::absolute(&at).map_err(|error| error.to_string())?;
    install_below(root, &at, &at)?;
    let shared = at.join(format!("lib/libdabiao.so.{VERSION}"));
    let bytes = at_path(&shared, fs::metadata(&shared))?.len();
    eprintln!("libdabiao.so: {bytes} bytes");
    if bytes > MOST_BYTES {
        return Err(format!(
            "the shared library has {bytes} bytes, {} more than the {MOST_BYTES} that are allowed. What is large:\n  \
             nm --size-sort --reverse-sort --demangle {} | head -40",
            bytes - MOST_BYTES,
            at.join("lib/libdabiao.a").display()
        ));
    }
    same_symbols(root, &shared)?;
    let expected = root.join("bindings/c/examples/expected.txt");
    let expected = at_path(&expected, fs::read_to_string(&expected))?;
    for (name, found) in [("pkg-config", by_pkg_config(root, &at)?), ("CMake", by_cmake(root, &at)?)] {
        match found {
            None => eprintln!("dist-c: not checked by {name}, which is not installed"),
            Some(found) if found.iter().all(|found| *found == expected) => eprintln!("dist-c: used by {name}"),
            Some(found) => {
                return Err(format!(
                    "dist-c: by {name} bindings/c/examples/c/hospital.c says\n{}\nand bindings/c/examples/expected.txt\n{expected}\n\
                     Where the wording or the policy has changed on purpose, change expected.txt; all hosts share it",
                    found.join("\n")
                ));
            }
        }
    }
    Ok(())
}

/// The installed library exports what the list names, and nothing else.
fn same_symbols(root: &Path, shared: &Path) -> Result<(), String> {
    let exported = said(Command::new("nm").args(["-D", "--defined-only", "--format=posix"]).arg(shared))?;
    let mut exported: Vec<&str> = exported.lines().filter_map(|line| line.split(' ').next()).collect();
    exported.sort_unstable();
    let list = root.join("bindings/c/dabiao.symbols");
    let listed = at_path(&list, fs::read_to_string(&list))?;
    if exported == listed.lines().collect::<Vec<_>>() {
        return Ok(());
    }
    let (exported, listed): (BTreeSet<&str>, BTreeSet<&str>) =
        (exported.into_iter().collect(), listed.lines().collect());
    let only =
        |one: &BTreeSet<&str>, other: &BTreeSet<&str>| one.difference(other).copied().collect::<Vec<_>>().join(", ");
    Err(format!(
        "the library exports what bindings/c/dabiao.symbols does not list: [{}]; and does not export what it lists: [{}]. \
         `cargo xtask bless` writes the list anew from the header; a name that was released stays",
        only(&exported, &listed),
        only(&listed, &exported)
    ))
}

/// What the example says when it is compiled with the flags of pkg-config; none where there is no pkg-config.
fn by_pkg_config(root: &Path, at: &Path) -> Result<Option<Vec<String>>, String> {
    if said(Command::new("pkg-config").arg("--version")).is_err() {
        return Ok(None);
    }
    let paths = at.join("lib/pkgconfig");
    let flags = |what: &[&str]| {
        let flags = said(Command::new("pkg-config").env("PKG_CONFIG_PATH", &paths).args(what).arg("dabiao"));
        flags.map(|flags| flags.split_whitespace().map(str::to_string).collect::<Vec<_>>())
    };
    let (compile, shared) = (flags(&["--cflags"])?, flags(&["--libs"])?);
    let beside = flags(&["--libs", "--static"])?.into_iter().filter(|flag| flag != "-ldabiao");
    let archive = at.join("lib/libdabiao.a").to_string_lossy().into_owned();
    let statically: Vec<String> = std::iter::once(archive).chain(beside).collect();
    let mut found = Vec::new();
    for (name, libraries) in [("shared", shared), ("static", statically)] {
        let program = at.join(format!("hospital-{name}"));
        let mut gcc = Command::new("gcc");
        gcc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]).args(&compile);
        gcc.arg(root.join("bindings/c/examples/c/hospital.c")).arg("-o").arg(&program).args(&libraries);
        said(&mut gcc)?;
        found.push(said(Command::new(&program).env("LD_LIBRARY_PATH", at.join("lib")))?);
    }
    Ok(Some(found))
}

/// What the example says when CMake builds it; none where there is no CMake.
fn by_cmake(root: &Path, at: &Path) -> Result<Option<Vec<String>>, String> {
    if said(Command::new("cmake").arg("--version")).is_err() {
        return Ok(None);
    }
    let build = at.join("build");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(root.join("bindings/c/examples/c")).arg("-B").arg(&build);
    said(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", at.display())))?;
    said(Command::new("cmake").arg("--build").arg(&build))?;
    let run = |name: &str| said(&mut Command::new(build.join(name)));
    Ok(Some(vec![run("hospital")?, run("hospital_static")?]))
}

/// What a command writes; a failure has all that it said.
fn said(command: &mut Command) -> Result<String, String> {
    let shown = format!("{command:?}");
    let output = command.output().map_err(|error| format!("{shown}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(text),
        false => Err(format!("{shown}: {}\n{text}{}", output.status, String::from_utf8_lossy(&output.stderr))),
    }
}
