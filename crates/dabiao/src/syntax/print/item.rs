//! Items: declarations, definitions, policies and rules. An empty line stands around what has lines of its own.

use std::mem::discriminant;

use super::clause::CONTINUED;
use super::printer::Printer;
use super::slot::{Slot, first_place};
use super::tokens;
use crate::syntax::ast::{Entity, Field, Item, Labelled, Let, LetBody, Policy, ReadingLet, Rule, Step, Type, Unit};
use crate::syntax::words::Meaning;

/// Where an item begins, or its name where the tree does not tell.
fn start(item: &Item) -> u32 {
    let span = match item {
        Item::Vocabulary(labelled) | Item::Body(labelled) => labelled.name.span,
        Item::Use(name) => name.span,
        Item::Base(path) => path.span,
        Item::Unit(unit) => unit.span,
        Item::Entity(entity) => entity.span,
        Item::Let(definition) => definition.span,
        Item::Policy(policy) => policy.span,
        Item::Rule(rule) => rule.span,
        Item::ReadingLet(reading) => reading.span,
        Item::NotEncoded(not_encoded) => not_encoded.span,
        Item::Clause(clause) => clause.span,
    };
    span.start
}

/// Whether empty lines set an item apart from what stands before and after it.
fn stands_apart(item: &Item) -> bool {
    match item {
        Item::Entity(_) | Item::Policy(_) | Item::Rule(_) => true,
        Item::ReadingLet(reading) => reading.lets.len() > 1,
        _ => false,
    }
}

impl Printer<'_> {
    /// A whole file.
    pub(super) fn file(&mut self, items: &[Item]) {
        self.items(items, |before, item| {
            stands_apart(before) || stands_apart(item) || discriminant(before) != discriminant(item)
        });
        if self.has_comments() {
            if items.last().is_some_and(stands_apart) {
                self.blank_line()
            } else {
                self.hard_line()
            }
            self.comments_before(u32::MAX);
        }
    }

    /// Items on lines of their own, with an empty line where `apart` says so of two neighbours.
    fn items(&mut self, items: &[Item], apart: impl Fn(&Item, &Item) -> bool) {
        let mut before: Option<&Item> = None;
        for item in items {
            if before.is_some_and(|before| apart(before, item)) {
                self.blank_line()
            } else {
                self.hard_line()
            }
            self.comments_before(start(item));
            self.item(item);
            before = Some(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Vocabulary(name) => self.opened(Meaning::Vocabulary, |printer| printer.labelled(name)),
            Item::Use(name) => self.opened(Meaning::Use, |printer| printer.name(name)),
            Item::Unit(unit) => self.unit(unit),
            Item::Body(name) => self.opened(Meaning::Body, |printer| printer.labelled(name)),
            Item::Entity(entity) => self.entity(entity),
            Item::Let(definition) => self.definition(definition),
            Item::Base(path) => self.opened(Meaning::Base, |printer| printer.path(path)),
            Item::Policy(policy) => self.policy(policy),
            Item::Rule(rule) => self.rule(rule),
            Item::ReadingLet(reading) => self.reading_let(reading),
            Item::NotEncoded(not_encoded) => self.opened(Meaning::NotEncoded, |printer| {
                printer.quoted(&not_encoded.clause);
                printer.space();
                printer.labels(&not_encoded.reason);
            }),
            Item::Clause(clause) => self.clause(clause),
        }
    }

    fn unit(&mut self, unit: &Unit) {
        self.opened(Meaning::Unit, |printer| {
            printer.labelled(&unit.name);
            if unit.whole {
                printer.space();
                printer.word(Meaning::Whole);
            }
        });
    }

    fn entity(&mut self, entity: &Entity) {
        self.opened(Meaning::Entity, |printer| {
            printer.labelled(&entity.name);
            let parts = [(Meaning::In, &entity.parent), (Meaning::From, &entity.from), (Meaning::Until, &entity.until)];
            for (meaning, name) in parts {
                let Some(name) = name else { continue };
                printer.comments_before(name.span.start);
                printer.infix(meaning);
                printer.name(name);
            }
            printer.space();
        });
        self.block(entity.span.end, |printer| {
            for field in &entity.fields {
                printer.hard_line();
                printer.comments_before(field.span.start);
                printer.field(field);
            }
        });
    }

    fn field(&mut self, field: &Field) {
        let start = |name: &Labelled| name.name.span.start;
        self.nest(CONTINUED, |printer| {
            printer.group(|printer| {
                printer.list(&field.names, ",", start, |printer, name, _| printer.labelled(name));
            });
        });
        self.text(":");
        self.space();
        self.of_type(&field.of_type, field.span.end);
    }

    /// A type; `close` is the place behind its closing brace.
    fn of_type(&mut self, of_type: &Type, close: u32) {
        let (meaning, values, mark) = match of_type {
            Type::Named(name) => return self.token(name.span, tokens::type_name(&name.text, self.language)),
            Type::OneOf(values) => (Meaning::OneOf, values, ","),
            Type::Ordered(values) => (Meaning::Ordered, values, " <"),
            Type::SetOf(values) => (Meaning::SetOf, values, ","),
        };
        self.word(meaning);
        self.space();
        self.enclosed(("{", "}"), close, |printer| {
            let start = |value: &Labelled| value.name.span.start;
            printer.list(values, mark, start, |printer, value, _| printer.labelled(value));
        });
    }

    fn definition(&mut self, definition: &Let) {
        self.opened(Meaning::Let, |printer| {
            printer.labelled(&definition.name);
            if let Some(of) = &definition.of {
                printer.comments_before(of.span.start);
                printer.infix(Meaning::Of);
                printer.name(of);
            }
            match &definition.body {
                LetBody::Input(of_type) => {
                    printer.text(":");
                    printer.space();
                    printer.of_type(of_type, definition.span.end);
                }
                LetBody::Set { base, condition } => {
                    printer.comments_before(base.span.start);
                    printer.equals();
                    printer.path(base);
                    printer.group(|printer| {
                        printer.comments_before_expression(condition);
                        printer.line(" ");
                        printer.word(Meaning::Where);
                        printer.space();
                        printer.expression(condition, Slot::Any);
                    });
                }
                LetBody::Value(value) => {
                    printer.comments_before_expression(value);
                    printer.equals();
                    printer.expression(value, Slot::Any);
                }
                LetBody::Steps(steps) => printer.steps(steps),
            }
        });
    }

    fn equals(&mut self) {
        self.space();
        self.text("=");
        self.space();
    }

    /// `= 6 from 2021, 8 from 2025`
    fn steps(&mut self, steps: &[Step]) {
        if let Some(first) = steps.first() {
            self.comments_before_expression(&first.value);
        }
        self.equals();
        self.group(|printer| {
            printer.list(
                steps,
                ",",
                |step| first_place(&step.value),
                |printer, step, _| {
                    printer.expression(&step.value, Slot::Arithmetic);
                    printer.dated(Meaning::From, &step.from);
                },
            );
        });
    }

    fn policy(&mut self, policy: &Policy) {
        self.opened(Meaning::Policy, |printer| {
            printer.labelled(&policy.name);
            if let Some(territory) = &policy.territory {
                printer.comments_before(territory.entity.span.start);
                printer.infix(Meaning::In);
                printer.name(&territory.entity);
                printer.space();
                printer.quoted(&territory.id);
            }
            for (meaning, date) in [(Meaning::From, &policy.from), (Meaning::Until, &policy.until)] {
                if let Some(date) = date {
                    printer.dated(meaning, date);
                }
            }
            printer.space();
        });
        self.block(policy.close.start, |printer| {
            printer.items(&policy.members, |before, item| stands_apart(before) || stands_apart(item));
        });
    }

    fn rule(&mut self, rule: &Rule) {
        self.opened(Meaning::Rule, |printer| {
            printer.labelled(&rule.name);
            printer.space();
        });
        self.block(rule.close.start, |printer| printer.clauses(&rule.clauses));
    }

    fn reading_let(&mut self, reading: &ReadingLet) {
        self.reading_name(&reading.name);
        if let [only] = reading.lets.as_slice() {
            self.group(|printer| {
                printer.nest(2, |printer| {
                    printer.comments_before(only.span.start);
                    printer.line(" ");
                    printer.definition(only);
                });
            });
            return;
        }
        self.space();
        self.block(reading.span.end, |printer| {
            for definition in &reading.lets {
                printer.hard_line();
                printer.comments_before(definition.span.start);
                printer.definition(definition);
            }
        });
    }
}
