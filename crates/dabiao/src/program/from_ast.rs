//! `Ast` -> `Program`: names become ids, types and units are checked, every `let` is put in its place. All faults of a
//! file are reported together; there is a program only when none of them is an error. It does no I/O: what a file uses
//! comes from a [`Library`].

mod aggregate;
mod arithmetic;
mod calls;
mod choices;
mod compare;
mod dates;
mod declarations;
mod expression;
mod let_names;
mod lets;
mod lines;
mod paths;
mod policy;
mod readings;
mod relations;
mod rules;
mod segments;
mod uses;
mod warnings;

pub use lets::{MOST_PARTS, MOST_PARTS_IN_ALL};

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::names::{LetId, Names, Origin};
use super::{BodyId, EntityId, Library, Program, Title};
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;
use crate::syntax::Parsed;
use crate::syntax::ast::{Ast, Let, Name, Path};

/// Checks a file against what it may use. The program is there only when no diagnostic is an error; the diagnostics are
/// in source order, warnings among them.
pub fn check(ast: &Ast, library: &Library) -> (Option<Program>, Vec<Diagnostic>) {
    policy::check(ast, library, &[], &[])
}

/// Checks what could be read of a file. Its syntax errors and those of the pieces that could be read come out together;
/// a name declared in a piece that could not be read gives no error of its own.
pub fn check_parsed(parsed: &Parsed, library: &Library) -> (Option<Program>, Vec<Diagnostic>) {
    let Parsed { ast, diagnostics, unreadable } = parsed;
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let broken_at: Vec<Span> = errors.map(|diagnostic| diagnostic.span).collect();
    let unreadable: Vec<&Name> = unreadable.iter().collect();
    let (program, mut found) = policy::check(ast, library, &unreadable, &broken_at);
    found.extend(diagnostics.iter().cloned());
    Diagnostic::sort(&mut found);
    (program.filter(|_| broken_at.is_empty()), found)
}

/// Collects diagnostics. Those about another text are told at the `use` that brought it, once.
#[derive(Debug, Default)]
struct Sink {
    diagnostics: Vec<Diagnostic>,
    origin: Option<Rc<Origin>>,
}

impl Sink {
    /// From here on, diagnostics are about the text of this `use`, or about the file itself.
    fn enter(&mut self, origin: Option<&Rc<Origin>>) {
        self.origin = origin.cloned();
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let diagnostic = match &self.origin {
            Some(_) if diagnostic.severity() == Severity::Warning => return,
            Some(origin) => {
                let known = |known: &Diagnostic| known.code == "E0215" && known.span == origin.span;
                if self.diagnostics.iter().any(known) {
                    return;
                }
                Diagnostic::new("E0215", origin.span).with(&origin.name).with(diagnostic.code)
            }
            None => diagnostic,
        };
        self.diagnostics.push(diagnostic);
    }

    fn mark(&self) -> usize {
        self.diagnostics.len()
    }

    fn back_to(&mut self, mark: usize) {
        self.diagnostics.truncate(mark);
    }

    /// All diagnostics in source order, each once.
    fn finish(mut self) -> Vec<Diagnostic> {
        Diagnostic::sort(&mut self.diagnostics);
        self.diagnostics.dedup();
        self.diagnostics
    }
}

/// What is known while a file is checked.
#[derive(Debug)]
struct Checker<'a> {
    names: Names<'a>,
    library: &'a Library,
    sink: Sink,
    /// The entity of the row whose attributes bare names are.
    focus: Option<EntityId>,
    /// The entity of the subject of the rule, or of the `let`.
    subject: Option<EntityId>,
    /// `base` of the file, and of what it uses.
    bases: [Option<&'a Path>; 2],
    /// Each `let` that has been checked under the present reading.
    lets: Vec<Option<Rc<lets::Known>>>,
    /// The `let`s that the present reading gives another text.
    overlay: BTreeMap<LetId, &'a Let>,
    /// The `let`s that the present term needs and that have not been checked.
    missing: Vec<LetId>,
    /// The `let`s that the present term uses.
    used: BTreeSet<LetId>,
    /// The `let`s that rules use.
    ever_used: BTreeSet<LetId>,
    budget: lets::Budget,
    /// The entity of the policy's territory.
    territory: Option<EntityId>,
    territory_is_broken: bool,
    /// `responsible` of the policy.
    responsible: Vec<BodyId>,
    own_policy: Option<Title>,
    own_rules: Rc<[Title]>,
    /// The rules of other policies, by policy.
    other_rules: BTreeMap<String, Rc<[Title]>>,
    /// Whether pieces of the file could not be read, so that what is missing is no error.
    broken: bool,
}

impl<'a> Checker<'a> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// The default base of `per`: the file's own, but in what it uses that one's.
    fn base(&self) -> Option<&'a Path> {
        let [own, used] = self.bases;
        if self.sink.origin.is_some() { used.or(own) } else { own.or(used) }
    }
}
