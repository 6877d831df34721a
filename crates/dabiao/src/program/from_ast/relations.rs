//! `tightens POLICY.RULE` -> the relation claimed. Of the other policy only the names of its rules are read.

use std::rc::Rc;

use super::Checker;
use super::declarations::title;
use crate::diagnostic::{Diagnostic, nearest};
use crate::program::types::words_of;
use crate::program::{Relation, Title};
use crate::span::Span;
use crate::syntax::ast::{self, Ast, Item, Name};

impl Checker<'_> {
    /// Resolves what `rule` claims to be to another rule.
    pub(super) fn relation(&mut self, rule: &str, relation: &ast::Relation, span: Span) -> Option<Relation> {
        let [policy, other] = relation.rule.names.as_slice() else {
            let own = self.own_policy.as_ref().filter(|_| relation.rule.names.len() == 1);
            let name = relation.rule.names.first().map(|name| name.text.clone()).unwrap_or_default();
            let suggestion = own.map(|own| format!("{}.{name}", own.name));
            self.report(Diagnostic::new("E0413", relation.rule.span).suggest(suggestion));
            return None;
        };
        let is_own = self.own_policy.as_ref().is_some_and(|own| words_of(own).any(|word| word == policy.text));
        let rules = if is_own { Rc::clone(&self.own_rules) } else { self.rules_of(policy)? };
        let Some(found) = find(&rules, &other.text) else {
            let suggestion = nearest(&other.text, rules.iter().flat_map(words_of)).map(str::to_string);
            if !(is_own && self.names.is_poisoned(&other.text)) {
                let unknown = Diagnostic::new("E0412", other.span).with(&other.text).with(&policy.text);
                self.report(unknown.suggest(suggestion));
            }
            return None;
        };
        if is_own && found.name == rule {
            self.report(Diagnostic::new("E0414", span).with(rule));
            return None;
        }
        let own_name = self.own_policy.as_ref().filter(|_| is_own).map(|own| own.name.clone());
        Some(Relation {
            kind: relation.kind,
            policy: own_name.unwrap_or_else(|| policy.text.clone()),
            rule: found.name.clone(),
            by: relation.by.map(|by| by.period.last()),
        })
    }

    fn rules_of(&mut self, policy: &Name) -> Option<Rc<[Title]>> {
        if let Some(known) = self.other_rules.get(&policy.text) {
            return Some(Rc::clone(known));
        }
        let Some(outline) = self.library.outline(&policy.text) else {
            let own = self.own_policy.iter().map(|own| own.name.as_str());
            let suggestion = nearest(&policy.text, self.library.names().chain(own)).map(str::to_string);
            self.report(Diagnostic::new("E0411", policy.span).with(&policy.text).suggest(suggestion));
            return None;
        };
        let rules = rule_titles(&outline);
        self.other_rules.insert(policy.text.clone(), Rc::clone(&rules));
        Some(rules)
    }
}

/// The rules of a file, in its policy or outside of one.
pub(super) fn rule_titles(ast: &Ast) -> Rc<[Title]> {
    let rules = super::uses::with_members(ast).filter_map(|item| match item {
        Item::Rule(rule) => Some(title(&rule.name)),
        _ => None,
    });
    rules.collect()
}

fn find<'t>(rules: &'t [Title], word: &str) -> Option<&'t Title> {
    let by_name = rules.iter().find(|title| title.name == word);
    by_name.or_else(|| rules.iter().find(|title| words_of(title).any(|label| label == word)))
}
