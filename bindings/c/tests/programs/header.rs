//! `include/dabiao.h` is what cbindgen makes of the sources, compiles alone as C and as C++, and names the functions that
//! the library exports.

use std::collections::BTreeSet;
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::library::{Library, STRICT, has, run};

/// The tests of the header.
pub(crate) fn trials(library: &Library) -> Vec<Trial> {
    let mut trials = Vec::new();
    if std::env::var_os("DABIAO_BLESS").is_some() {
        let own = library.clone();
        trials.push(Trial::test("header/blessed", move || bless(&own)));
        return trials;
    }
    let mut add = |name: &str, check: fn(&Library) -> Result<(), Failed>| {
        let library = library.clone();
        trials.push(Trial::test(format!("header/{name}"), move || check(&library)));
    };
    add("is_current", is_current);
    add("alone_as_c99", alone_as_c);
    add("alone_as_cpp", alone_as_cpp);
    add("every_function_says_since", every_function_says_since);
    add("version_of_cargo", version_of_cargo);
    add("symbols_are_those_of_the_list", symbols);
    trials
}

/// What cbindgen makes of the sources.
fn made(library: &Library) -> Result<String, Failed> {
    let config = cbindgen::Config::from_file(library.root.join("cbindgen.toml"))?;
    let made = cbindgen::Builder::new().with_crate(&library.root).with_config(config).generate()?;
    let mut text = Vec::new();
    made.write(&mut text);
    Ok(String::from_utf8(text)?)
}

/// Writes the header and the list anew.
fn bless(library: &Library) -> Result<(), Failed> {
    std::fs::write(library.root.join("include/dabiao.h"), made(library)?)?;
    let mut names: Vec<String> = declared(library)?.into_iter().map(|(name, _)| name + "\n").collect();
    names.sort();
    Ok(std::fs::write(library.root.join("dabiao.symbols"), names.concat())?)
}

fn is_current(library: &Library) -> Result<(), Failed> {
    match std::fs::read_to_string(library.root.join("include/dabiao.h"))? == made(library)? {
        true => Ok(()),
        false => Err("include/dabiao.h is not what cbindgen makes; run `cargo xtask bless`".into()),
    }
}

/// A program that is nothing but the header.
fn alone(library: &Library, compiler: &str, file: &str, flags: &[&str]) -> Result<(), Failed> {
    let source = library.work.join(file);
    std::fs::write(&source, "#include <dabiao.h>\n#include <dabiao.h>\n")?;
    let mut command = Command::new(compiler);
    command.args(flags).args(["-fsyntax-only", "-I"]).arg(library.root.join("include")).arg(source);
    run(&mut command)?;
    Ok(())
}

fn alone_as_c(library: &Library) -> Result<(), Failed> {
    alone(library, "gcc", "alone.c", STRICT)?;
    let newer: Vec<&str> = STRICT.iter().map(|flag| if *flag == "-std=c99" { "-std=c2x" } else { flag }).collect();
    alone(library, "gcc", "alone.c", &newer)
}

fn alone_as_cpp(library: &Library) -> Result<(), Failed> {
    for standard in ["-std=c++11", "-std=c++17", "-std=c++20"] {
        alone(library, "g++", "alone.cpp", &[standard, "-Wall", "-Wextra", "-Werror", "-pedantic"])?;
    }
    Ok(())
}

/// The functions that the header declares, each with the comment before it.
fn declared(library: &Library) -> Result<Vec<(String, String)>, Failed> {
    let text = std::fs::read_to_string(library.root.join("include/dabiao.h"))?;
    let mut found = Vec::new();
    for (comment, rest) in text.split("/**").skip(1).filter_map(|part| part.split_once("*/")) {
        let Some((_, declaration)) = rest.split_once("DABIAO_API") else { continue };
        let Some((before, _)) = declaration.split_once('(') else { continue };
        let name = before.rsplit([' ', '*', '\n']).next().unwrap_or_default();
        if name.starts_with("dabiao_") {
            found.push((name.to_string(), comment.to_string()));
        }
    }
    Ok(found)
}

fn every_function_says_since(library: &Library) -> Result<(), Failed> {
    let declared = declared(library)?;
    let silent: Vec<&str> =
        declared.iter().filter(|(_, comment)| !comment.contains("Since 0.1.")).map(|(name, _)| name.as_str()).collect();
    match (declared.len() > 50, silent.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("only {} functions were found", declared.len()).into()),
        (_, false) => Err(format!("these do not say since when: {}", silent.join(", ")).into()),
    }
}

fn version_of_cargo(library: &Library) -> Result<(), Failed> {
    let text = std::fs::read_to_string(library.root.join("include/dabiao.h"))?;
    let defined = |name: &str, value: &str| text.lines().any(|line| line == format!("#define {name} {value}"));
    let same = defined("DABIAO_VERSION_STRING", &format!("\"{}\"", env!("CARGO_PKG_VERSION")))
        && defined("DABIAO_VERSION_MAJOR", env!("CARGO_PKG_VERSION_MAJOR"))
        && defined("DABIAO_VERSION_MINOR", env!("CARGO_PKG_VERSION_MINOR"))
        && defined("DABIAO_VERSION_PATCH", env!("CARGO_PKG_VERSION_PATCH"));
    if same { Ok(()) } else { Err("the header has another version than Cargo.toml".into()) }
}

/// The list, the header and the library name the same functions; a debug build has one more, which panics.
fn symbols(library: &Library) -> Result<(), Failed> {
    if !has("nm") {
        return Err("nm (binutils) is needed".into());
    }
    let path = library.root.join("dabiao.symbols");
    let declared: BTreeSet<String> = declared(library)?.into_iter().map(|(name, _)| name).collect();
    let listed: BTreeSet<String> = std::fs::read_to_string(&path)?.lines().map(str::to_string).collect();
    if listed != declared {
        return Err("dabiao.symbols and the header differ; a function that was listed must stay".into());
    }
    let mut nm = Command::new("nm");
    nm.args(["-D", "--defined-only", "--format=posix"]).arg(library.shared());
    let exported = run(&mut nm)?;
    let exported =
        exported.lines().filter_map(|line| line.split(' ').next()).filter(|name| *name != "dabiao_test_panic");
    let exported: BTreeSet<String> = exported.map(str::to_string).collect();
    let differing: Vec<&String> = listed.symmetric_difference(&exported).collect();
    if differing.is_empty() { Ok(()) } else { Err(format!("listed or exported only: {differing:?}").into()) }
}
