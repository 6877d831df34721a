//! `use NAME` -> the texts of the library that a file stands on, parsed, each once, and the calendar. Names within
//! them are resolved later together with the file's own.

use std::rc::Rc;
use std::sync::Arc;

use super::Sink;
use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::program::Library;
use crate::program::names::Origin;
use crate::syntax::Parsed;
use crate::syntax::ast::{Ast, Item, Name};

/// What a file uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// The texts, those that others stand on first.
    pub(super) texts: Vec<(Arc<Parsed>, Rc<Origin>)>,
    /// The calendar.
    pub(super) calendar: Option<Arc<Calendar>>,
    /// Whether a `use` failed, so that names may be missing.
    pub(super) broken: bool,
}

/// The items of a file and of its policies.
pub(super) fn with_members(ast: &Ast) -> impl Iterator<Item = &Item> {
    ast.items.iter().flat_map(|item| {
        let members = match item {
            Item::Policy(policy) => policy.members.as_slice(),
            _ => &[],
        };
        std::iter::once(item).chain(members)
    })
}

/// Reads what `ast` uses, directly and through others.
pub(super) fn gather(ast: &Ast, library: &Library, sink: &mut Sink) -> Used {
    let mut used = Used::default();
    let mut seen: Vec<String> = vocabularies(ast);
    let names: Vec<&Name> = with_members(ast).filter_map(used_name).collect();
    for name in names {
        sink.enter(None);
        let origin = Rc::new(Origin { name: name.text.clone(), span: name.span });
        add(&name.text, &origin, library, &mut seen, &mut used, sink);
    }
    sink.enter(None);
    used
}

fn used_name(item: &Item) -> Option<&Name> {
    match item {
        Item::Use(name) => Some(name),
        _ => None,
    }
}

fn vocabularies(ast: &Ast) -> Vec<String> {
    let names = ast.items.iter().filter_map(|item| match item {
        Item::Vocabulary(labelled) => Some(labelled.name.text.clone()),
        _ => None,
    });
    names.collect()
}

/// Adds a text and what it uses itself. A text that uses itself, in whatever way, is added once.
fn add(first: &str, origin: &Rc<Origin>, library: &Library, seen: &mut Vec<String>, used: &mut Used, sink: &mut Sink) {
    let mut waiting = vec![first.to_string()];
    let mut found = Vec::new();
    while let Some(name) = waiting.pop() {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name.clone());
        if let Some(parsed) = library.parsed(&name) {
            let error = parsed.diagnostics.iter().find(|diagnostic| diagnostic.severity() == Severity::Error);
            if let Some(error) = error {
                sink.report(Diagnostic::new("E0215", origin.span).with(&name).with(error.code));
                used.broken = true;
            }
            seen.extend(vocabularies(&parsed.ast));
            waiting.extend(parsed.ast.items.iter().filter_map(used_name).map(|name| name.text.clone()));
            found.push((Arc::clone(parsed), Rc::clone(origin)));
        } else if let Some(calendar) = library.calendar(&name) {
            if used.calendar.is_some() {
                sink.report(Diagnostic::new("E0217", origin.span).with(&name));
            }
            used.calendar = Some(Arc::clone(calendar));
        } else {
            let suggestion = nearest(&name, library.names()).map(str::to_string);
            sink.report(Diagnostic::new("E0214", origin.span).with(&name).suggest(suggestion));
            used.broken = true;
        }
    }
    found.reverse();
    used.texts.append(&mut found);
}
